r"""Masses and mixings that make the moment large and violate nothing.

Three facts, all derived elsewhere, turn a search in ten dimensions into one in four:

* T is zero on the line M_E = M₂ (`derive.results.oblique`), and Z → N_αN_α is absent for m_L = m_R;
* the radiative neutrino mass is :math:`\lambda^*B\lambda^\dagger`, with
  :math:`B = O_RF(M_H^2)O_R^T-O_IF(M_A^2)O_I^T` and F(s) the sum over N₁, N₂ of a mass times a bubble.
  For M₁ < 0 (m < m_D) F is not monotonic: N₁ and N₂ pull in opposite directions. If H and A have the
  same two masses a and b with :math:`F(a)=F(b)`, then B = 0 *for every mixing angle and every Yukawa
  matrix*, while ΔJ ≠ 0. Elsewhere the limit on the neutrino mass forces the Yukawas down by five
  orders of magnitude or more;
* only θ_I − θ_R enters.

What is left: |M₁|, M₂, the lighter scalar mass a, and the angle. The price is a fine tuning of b,
which `tuning` counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import qmc

from numeric import kernels, moments
from numeric.inputs.data import default
from numeric.joint.portal import columns
from numeric.point import FloatArray, Point, rotation
from numeric.sample import Sample


@dataclass(frozen=True)
class Box:
    """Where masses are looked for, GeV.

    Attributes:
        light: smallest and largest |M₁|.
        heavy: smallest and largest M₂ = M_E.
        scalar: smallest and largest mass of the lighter scalar.
    """

    light: tuple[float, float] = (0.1, 1e3)
    heavy: tuple[float, float] = (700.0, 870.0)
    scalar: tuple[float, float] = (0.25, 1e3)

    def __post_init__(self) -> None:
        for name in ("light", "heavy", "scalar"):
            low, high = getattr(self, name)
            if not 0 < low < high < np.inf:
                raise ValueError(f"{name} = {low}, {high}: must be 0 < smallest < largest (GeV)")

    def __str__(self) -> str:
        """In words, for a caption."""
        return (
            f"|M_1| from {self.light[0]:g} GeV, lighter scalar from {self.scalar[0]:g} GeV, "
            f"M_E from {self.heavy[0]:g} to {self.heavy[1]:g} GeV"
        )

    def walls(self, sector: tuple[float, float, float], tolerance: float = 1e-2) -> list[str]:
        """Which lower edges (|M₁|, a) or which edge of M_E a sector (|M₁|, M₂, a) lies on."""
        light, heavy, a = sector
        found = [
            (light, self.light[0], "|M_1|"),
            (a, self.scalar[0], "lighter scalar"),
            (heavy, self.heavy[0], "M_E"),
            (heavy, self.heavy[1], "M_E"),
        ]
        return [
            f"edge of the box: {name} = {edge:g} GeV"
            for value, edge, name in found
            if abs(value / edge - 1) < tolerance
        ]

    @property
    def edges(self) -> FloatArray:
        """Smallest and largest ln|M₁|, ln M₂, ln a, and angle, shape (2, 4)."""
        logarithms = np.log(np.array([self.light, self.heavy, self.scalar])).T
        return np.hstack([logarithms, [[0.0], [np.pi / 2]]])


BOX = Box()
"""From the lightest masses of the paper's benchmark upwards. M_E from where l⁺l⁻ and missing energy
would be seen to where the coupling of W to E and a light N leaves perturbation theory. The largest
moment grows as the lightest scalar gets lighter, about inversely: the box is part of every result."""


@dataclass(frozen=True)
class Sectors:
    """n solutions of F(a) = F(b); all arrays (n,), masses in GeV.

    Attributes:
        light, heavy: −M₁ and M₂ = M_E.
        a, b: masses of H₁, A₁ and of H₂, A₂.
        angle: θ_I − θ_R.
        index: which of the coordinates asked for this is the solution at.
    """

    light: FloatArray
    heavy: FloatArray
    a: FloatArray
    b: FloatArray
    angle: FloatArray
    index: NDArray[np.intp]

    def __len__(self) -> int:
        return len(self.a)

    def __getitem__(self, which: Any) -> Sectors:
        return Sectors(*(np.atleast_1d(column[which]) for column in vars(self).values()))

    @property
    def coordinates(self) -> FloatArray:
        """ln|M₁|, ln M₂, ln a, angle, shape (n, 4)."""
        return np.stack([*map(np.log, (self.light, self.heavy, self.a)), self.angle], axis=1)

    def on(self, point: Point) -> Sample:
        """The point with these masses and mixings."""
        n = len(self)
        base = {name: np.repeat(v, n, axis=0) for name, v in columns(Sample.of([point])).items()}
        masses = np.stack([self.a, self.b], axis=1)
        c, s = np.cos(self.angle), np.sin(self.angle)
        turned = np.stack([np.stack([c, s], axis=1), np.stack([-s, c], axis=1)], axis=1)
        changed = {
            "m_L": (self.heavy - self.light) / 2,
            "m_R": (self.heavy - self.light) / 2,
            "m_D": (self.heavy + self.light) / 2,
            "M_E": self.heavy,
            "M_H": masses,
            "M_A": masses,
            "O_R": np.repeat(rotation(0.0)[None], n, axis=0),
            "O_I": turned,
        }
        return Sample(**{**base, **changed})


def _rise(light: FloatArray, heavy: FloatArray, a: FloatArray, b: FloatArray) -> FloatArray:
    """F(b) − F(a), up to a positive factor, GeV."""
    return heavy * kernels.mass(heavy, b, a) - light * kernels.mass(light, b, a)


_BISECTIONS = 64


def solve(coordinates: FloatArray) -> Sectors:
    """The sectors at these coordinates for which b exists between a and M₂; see `Sectors`.

    F falls from a on and has risen again at M₂: the crossing between is found by bisection in ln b.
    """
    light, heavy, a = np.exp(coordinates[:, :3]).T
    start = a * (1 + 1e-6)
    inside = (heavy > start) & (light < heavy)
    index = np.flatnonzero(inside)
    light, heavy, a, start = (x[index] for x in (light, heavy, a, start))
    angle = coordinates[index, 3]
    found = (_rise(light, heavy, a, start) < 0) & (_rise(light, heavy, a, heavy) > 0)
    light, heavy, a, start, angle = (x[found] for x in (light, heavy, a, start, angle))
    index = index[found]
    low, high = np.log(start), np.log(heavy)
    for _ in range(_BISECTIONS):
        middle = (low + high) / 2
        above = _rise(light, heavy, a, np.exp(middle)) > 0
        low, high = np.where(above, low, middle), np.where(above, middle, high)
    return Sectors(light, heavy, a, np.exp((low + high) / 2), angle, index)


@cache
def library(box: Box = BOX, power: int = 12) -> Sectors:
    """Quasi-random sectors that fill the box: 2^power Sobol points, seeded, those with a solution."""
    unit = qmc.Sobol(4, scramble=True, seed=20260326).random_base2(power)
    low, high = box.edges
    return solve(low + unit * (high - low))


def tuning(point: Point) -> float:
    """Sum of the moduli that cancel in the neutrino mass over the limit on it; 1 is no tuning."""
    kappa = np.abs(moments.normalisations(point).mass * point.heavy_masses)
    even, odd = moments.physical_couplings(point)
    reference = float(point.M_A[-1])
    total = 0.0
    for couplings, scalars in ((even, point.M_H), (odd, point.M_A)):
        weights = np.sum(np.abs(couplings) ** 2, axis=0)
        bubbles = sum(
            k * np.abs(kernels.mass(abs(m), scalars, reference))
            for k, m in zip(kappa, point.heavy_masses, strict=True)
        )
        total += float(weights @ bubbles)
    return max(1.0, total * moments.EV_PER_GEV / default("m_nu").value)
