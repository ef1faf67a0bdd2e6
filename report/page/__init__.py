"""The page: a static site that opens from a file, without a network, and is readable without scripts."""

from darktmm.report.page.site import build

__all__ = ["build"]
