"""`python -m darktmm` is the command line."""

from darktmm.report.program import main

main()
