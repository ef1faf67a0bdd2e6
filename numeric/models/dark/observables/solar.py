"""Moved to `numeric.processes.solar`."""

from darktmm.numeric.processes.solar import *  # noqa: F403
