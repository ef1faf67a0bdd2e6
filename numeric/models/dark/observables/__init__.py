"""Everything that an experiment looks at, for one parameter point or for many at once.

`at` goes through the accurate point-wise formulas, `of` through the vectorised ones; the constraints
see the same object and do not know which it was.
"""

from __future__ import annotations

from darktmm.numeric.models.dark.observables.observables import Observables, at, of

__all__ = ["Observables", "at", "of"]
