"""The loops of (1) and (2) by brute force: the electroweak theory as numbers, heavier leptons, any mixing."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from darktmm.numeric.arrays import ComplexArray
from darktmm.numeric.brute_force.electroweak import Electroweak
from darktmm.numeric.brute_force.majorana import light
from darktmm.numeric.processes.mixing import pmns


@dataclass(frozen=True)
class Sample:
    """Masses in GeV with leptons heavy enough to be seen beside W, neutrinos light enough to be of first order.

    Attributes:
        bosons: the parameters of the theory, in a gauge that is not Feynman's.
        leptons, neutrinos: masses.
        mixing: U, rows the leptons.
    """

    bosons: Electroweak = field(default_factory=lambda: Electroweak(xi_W=2.3))
    leptons: tuple[float, float, float] = (20.0, 35.0, 60.0)
    neutrinos: tuple[float, float, float] = (1e-3, 2e-3, 3e-3)
    mixing: ComplexArray = field(default_factory=lambda: pmns(0.6, 0.4, 0.9, 1.1, 0.5, 1.7))

    @property
    def unit(self) -> float:
        """e G_F, GeV⁻²."""
        return self.bosons.e * self.bosons.fermi

    def dipole(self, i: int, j: int) -> ComplexArray:
        """(T_ji, R_ji) of Dirac neutrinos ν_i → ν_j per e G_F, i and j from 1."""
        theory = self.bosons.dirac(self.neutrinos, self.leptons, self.mixing)
        return np.asarray(theory.amplitude(f"nu{i}", f"nu{j}", "A").mu / self.unit)

    def majorana_dipole(self, i: int, j: int) -> ComplexArray:
        """The same of neutrinos that are their own conjugates: leptons and antileptons run in the loop."""
        theory = light(self.bosons, self.neutrinos, self.leptons, self.mixing)
        return np.asarray(theory.amplitude(f"n{i}", f"n{j}", "A").mu / self.unit)
