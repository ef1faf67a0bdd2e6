"""The paper's side: arXiv:2603.25704v1 as printed, nothing corrected, one module a section.

This is the one place where formulas are typed. The LaTeX is the paper's; the value beside it says the same,
so that it can be compared.
"""
