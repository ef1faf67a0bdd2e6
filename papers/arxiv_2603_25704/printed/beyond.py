"""What the paper's silence says: the values it takes for what it does not ask, Secs. 2.1–3.3.

Nothing of this is printed as a formula; a benchmark that is confronted with some experiments only is taken to
agree with the others.
"""

from __future__ import annotations

from darktmm.papers.statement import Printed, constant

Z_WIDTH = Printed("", constant(0.0))
"""What N adds to the width of the Z, GeV."""

OBLIQUE_T = Printed("", constant(0.0))
"""What the doublet adds to T."""

NEUTRINO_MASS = Printed("", constant(0.0))
"""What is left of the radiative mass once Sec. 2.3 has absorbed it, eV."""

LONGITUDINAL = Printed("", constant(0.0))
"""Coupling of a longitudinal A' to N₁N₂."""

DIMENSIONS = Printed("", constant({"m": 3, "b": 2, "M_N - M_E": 3}))
"""Dimension of the terms that (4), (6) and the splitting of the scalars put into the Lagrangian as they stand."""

Z_MIXING = Printed("", constant({"mixing": 0.0, "mass": 0.0}))
"""Sec. 2.1: Z–A' mixing at q² = 0, in units of M_Z²; and the radiative mass of A', in units of its squared mass."""

LOOP_EPSILON = Printed("", constant(0.0))
"""What loops add to ε."""

EMISSION = Printed("", constant(0.0))
"""Vector coupling of A' to charged leptons by loops."""

W_COUPLINGS = Printed("", constant(0.0))
"""Relative change of the couplings of the W to leptons."""
