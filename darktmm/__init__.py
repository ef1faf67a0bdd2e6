"""From a Lagrangian with Majorana fields to a dark transition moment and its bounds.

>>> import darktmm as dt
>>> dt.__version__  # doctest: +SKIP
"""

from __future__ import annotations
