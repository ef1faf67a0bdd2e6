"""What all bounds together leave: the largest effective moment, and which bound is in its way.

`space` says what is searched, `search` how, `portal` what is left for kinetic mixing.
"""

from __future__ import annotations

from darktmm.numeric.models.dark.joint.portal import Portal, largest_epsilon, largest_epsilon_at
from darktmm.numeric.models.dark.joint.search import SEED
from darktmm.numeric.models.dark.joint.space import BOX, Box

__all__ = ["BOX", "SEED", "Box", "Portal", "largest_epsilon", "largest_epsilon_at"]
