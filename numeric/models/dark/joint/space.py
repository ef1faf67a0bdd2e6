r"""Coordinates in which masses, mixings, Yukawas and ε of the dark model move together.

What breaks U(1)_D may be smaller than what does not by any number of decades, so that every scale is a
logarithm; what an excellent measurement forces to zero is a direction of its own:

* the Majorana masses are (m_L, m_R) = √2 m (cos χ, sin χ), m in units of m_D; χ = π/4 is m_L = m_R;
* the Yukawa vectors of two flavours, `pair`, are *orthogonal* in the metric of ℓ → ℓ'γ by
  construction. The moment is a minor and wants them orthogonal anyway; the third vector is free;
* `aligned`: these two are moreover orthogonal in the metric of the charged vector form factor. Two
  quadratic forms have one pair of common conjugate directions;
* `level`: the second scalar mass b is where the radiative neutrino mass cancels. It is
  :math:`\lambda^*B\lambda^\dagger`; if H and A have the same two masses a and b, B is proportional to
  F(a) − F(b), for every mixing angle and every Yukawa matrix. F is not monotonic: it falls first and
  rises when the scalar becomes heavier than N.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from scipy.optimize.elementwise import find_root

from darktmm.numeric import kernels
from darktmm.numeric.arrays import BoolArray, ComplexArray, FloatArray, IntArray
from darktmm.numeric.constraints import Constraint
from darktmm.numeric.constraints.perturbativity import LARGEST
from darktmm.numeric.inputs.data import default
from darktmm.numeric.models.dark import laws, moments
from darktmm.numeric.models.dark import vector_form_factor as form_factor
from darktmm.numeric.models.dark.observables.charged import yukawa_bound
from darktmm.numeric.models.dark.parameters import Parameters, rotation


@dataclass(frozen=True)
class Box:
    """Where masses are looked for, GeV.

    Attributes:
        neutral: smallest and largest |M_1|, |M_2|.
        charged: smallest and largest M_E.
        scalar: smallest and largest mass of a scalar.
    """

    neutral: tuple[float, float] = (0.1, 2e3)
    charged: tuple[float, float] = (50.0, 2e3)
    scalar: tuple[float, float] = (0.25, 2e3)

    def __post_init__(self) -> None:
        for name in ("neutral", "charged", "scalar"):
            low, high = getattr(self, name)
            if not 0 < low < high < np.inf:
                raise ValueError(f"{name} = {low}, {high}: must be 0 < smallest < largest (GeV)")

    def __str__(self) -> str:
        """In words, formulas between dollars, for a caption."""
        return ", ".join(
            f"{name} from {low:g} to {high:g} GeV"
            for name, (low, high) in (
                ("$|M_1|$, $|M_2|$", self.neutral),
                ("$M_E$", self.charged),
                ("scalars", self.scalar),
            )
        )

    def contains(self, other: Box) -> bool:
        """Whether every point of the other box is in this one."""
        return all(
            mine[0] <= theirs[0] and theirs[1] <= mine[1]
            for mine, theirs in zip(vars(self).values(), vars(other).values(), strict=True)
        )

    def excess(self, sample: Parameters) -> FloatArray:
        """ln of how far outside each point is relative to the edge, largest first; <= 0 inside, (n, 6)."""
        neutral = np.abs(sample.heavy_masses)
        scalars = np.concatenate([sample.M_H, sample.M_A], axis=1)
        columns = []
        for (low, high), masses in (
            (self.neutral, neutral),
            (self.charged, sample.M_E[:, None]),
            (self.scalar, scalars),
        ):
            smallest = np.maximum(masses.min(axis=1), 1e-300)
            columns += [np.log(low / smallest), np.log(masses.max(axis=1) / high)]
        return np.stack(columns, axis=1)

    def walls(self, point: Parameters, tolerance: float = 1e-2) -> list[str]:
        """Which edges a point lies on."""
        inside = -self.excess(point)[0]
        names = [
            f"{word} {name}"
            for name in ("|M_1|, |M_2|", "M_E", "scalar mass")
            for word in ("smallest", "largest")
        ]
        edges = [edge for pair in vars(self).values() for edge in pair]
        return [
            f"edge of the box: {name}, {edge:g} GeV"
            for name, edge, distance in zip(names, edges, inside, strict=True)
            if distance < tolerance
        ]


BOX = Box()
"""From the lightest masses of the paper's benchmark to its heaviest."""


COORDINATES = (
    "ln g_D",
    "ln m_D",
    "ln m/m_D",
    "chi - pi/4",
    "ln M_E/m_D",
    "ln a",
    "ln b/a",
    "ln angle",
    "split 1",
    "split 2",
    "alpha",
    "phi",
    "ln |y_first|",
    "ln |y_second|",
    "Re y_third1",
    "Im y_third1",
    "Re y_third2",
    "Im y_third2",
    "ln epsilon",
)
(
    _G, _DIRAC, _MAJORANA, _CHI, _CHARGED, _A, _B, _ANGLE, _SPLIT_1, _SPLIT_2, _ALPHA, _PHI, _FIRST,
    _SECOND, _THIRD_1, _THIRD_2, _THIRD_3, _THIRD_4, _EPSILON,
) = range(len(COORDINATES))  # fmt: skip

CORE = (_DIRAC, _MAJORANA, _CHARGED, _A, _B, _ANGLE, _ALPHA, _FIRST, _SECOND, _EPSILON)
"""Coordinates of the smaller family: m_L = m_R, H and A with the same masses, two real Yukawa vectors."""

PAIRS = ((0, 1, 2), (0, 2, 1), (1, 2, 0))
"""First, second and third flavour."""

SMALLEST_BREAKING = 1e-16
"""Of m/m_D and of the angle between the mixings of H and A."""


@dataclass(frozen=True)
class Modes:
    """Discrete choices, one per point: see the head of this file.

    Attributes:
        level: whether the second scalar mass is where the radiative neutrino mass cancels, (n,).
        aligned: whether two Yukawa vectors are orthogonal in both metrics, (n,).
        negative: whether ε is, (n,).
        pair: index into `PAIRS`, (n,).
    """

    level: BoolArray
    aligned: BoolArray
    negative: BoolArray
    pair: IntArray

    NUMBER: ClassVar[int] = 24

    @classmethod
    def of(cls, code: Any) -> Modes:
        """From integers 0 … 23."""
        digits = np.atleast_1d(np.asarray(code, dtype=int))
        return cls(digits % 2 == 1, digits // 2 % 2 == 1, digits // 4 % 2 == 1, digits // 8)


@dataclass(frozen=True)
class Space:
    """The coordinates for one mass of A'.

    Attributes:
        products: published limits on BR of μ → eγ, τ → eγ, τ → μγ, the unit of the third Yukawa vector.
        largest_third: of its coordinates in this unit; 1 where these limits are among the bounds.
        base: a point with two scalars; its charges, its U and, unless it is free, its g_D are kept.
        mass: m_A', GeV.
        box: of masses.
        free_coupling: whether g_D moves as well.
        fixed: if given, masses and mixings are those of this point.
        relevant: the bounds that apply somewhere; None for all that were chosen.
    """

    base: Parameters
    mass: float
    box: Box
    free_coupling: bool = False
    products: tuple[float, ...] = (1.0, 1.0, 1.0)
    largest_third: float = 1.0
    fixed: Parameters | None = None
    relevant: tuple[Constraint, ...] | None = None

    @property
    def edges(self) -> tuple[FloatArray, FloatArray]:
        """Smallest and largest value of each coordinate, (19,) each; units as in `COORDINATES`."""
        low, high = np.zeros(len(COORDINATES)), np.zeros(len(COORDINATES))

        def set_edges(k: int, smallest: float, largest: float) -> None:
            low[k], high[k] = smallest, largest

        scalar = self.box.scalar
        breaking = math.log(SMALLEST_BREAKING)
        coupling = math.log(self.base.only.g_D)
        least = math.log(1e-12) if self.free_coupling else coupling
        set_edges(_G, least, math.log(LARGEST) if self.free_coupling else coupling)
        set_edges(_DIRAC, math.log(self.box.neutral[0]), math.log(self.box.neutral[1]))
        set_edges(_MAJORANA, breaking, math.log(100.0))
        set_edges(_CHI, -math.pi, math.pi)
        widest = math.log(self.box.charged[1] / self.box.neutral[0])
        set_edges(_CHARGED, math.log(self.box.charged[0] / self.box.neutral[1]), widest)
        set_edges(_A, math.log(scalar[0]), math.log(scalar[1]))
        set_edges(_B, 1e-6, math.log(scalar[1] / scalar[0]))
        set_edges(_ANGLE, breaking, math.log(math.pi / 4))
        set_edges(_SPLIT_1, -1.0, 1.0)
        set_edges(_SPLIT_2, -1.0, 1.0)
        set_edges(_ALPHA, 0.0, math.pi / 2)
        set_edges(_PHI, -math.pi, math.pi)
        norm = math.log(math.sqrt(2) * LARGEST)
        for k in (_FIRST, _SECOND):
            set_edges(k, norm - math.log(1e9), norm)
        for k in range(_THIRD_1, _EPSILON):
            set_edges(k, -self.largest_third, self.largest_third)
        set_edges(_EPSILON, math.log(1e-9), math.log(0.5))
        if self.fixed is not None:
            low[:_ALPHA] = high[:_ALPHA] = 0.0
        return low, high

    @property
    def centre(self) -> FloatArray:
        """Values of the coordinates that the smaller family keeps fixed, in their units, (19,)."""
        x = np.zeros(len(COORDINATES))
        x[_G] = math.log(self.base.only.g_D)
        return x

    def _violation(self, g_D: FloatArray) -> FloatArray:
        """m_A'/g_D, GeV: what a broken U(1)_D can carry."""
        return self.mass / g_D

    def sample(self, x: FloatArray, modes: Modes) -> tuple[Parameters, BoolArray]:
        """The points at these coordinates, and which of them exist.

        Where `level` has no solution, b is that of the coordinate and the point does not count.
        """
        if self.fixed is not None:
            return self._at_fixed(x, modes)
        n = len(x)
        g_D, m_D = np.exp(x[:, _G]), np.exp(x[:, _DIRAC])
        m = m_D * np.exp(x[:, _MAJORANA])
        chi = x[:, _CHI]
        # √2 (cos, sin)(π/4 + χ): exactly 1, 1 at χ = 0
        m_L, m_R = m * (np.cos(chi) - np.sin(chi)), m * (np.cos(chi) + np.sin(chi))
        a = np.exp(x[:, _A])
        b = a * np.exp(x[:, _B])
        found = np.ones(n, dtype=bool)
        if modes.level.any():
            k = np.flatnonzero(modes.level)
            partner = level_partner(m_L[k], m_R[k], m_D[k], a[k], self.box.scalar[1])
            found[k] = np.isfinite(partner)
            b[k] = np.where(found[k], partner, b[k])
        even = np.stack([a, b], axis=1)
        # The largest splitting is about what the unitarity of longitudinal A' allows.
        scale = np.minimum(0.5, 4 * np.pi * (self._violation(g_D)[:, None] / even) ** 2)
        split = np.where(modes.level[:, None], 0.0, x[:, [_SPLIT_1, _SPLIT_2]])
        odd = even * np.exp(np.arcsinh(split * scale))
        turned = rotation(np.exp(x[:, _ANGLE]))
        base = self.base
        epsilon = np.exp(x[:, _EPSILON]) * np.where(modes.negative, -1.0, 1.0)
        sample = Parameters(
            m_L=m_L,
            m_R=m_R,
            m_D=m_D,
            M_E=m_D * np.exp(x[:, _CHARGED]),
            M_H=even,
            M_A=odd,
            O_R=np.eye(2),
            O_I=turned,
            y=np.zeros((3, 2), dtype=complex),
            g_D=g_D,
            Q_N=base.Q_N,
            Q_S=base.Q_S,
            U=base.U,
            m_aprime=np.array(self.mass),
            epsilon=epsilon,
        )
        return sample.with_(y=self._yukawas(sample, x, modes)), found

    def _at_fixed(self, x: FloatArray, modes: Modes) -> tuple[Parameters, BoolArray]:
        """The given point with other Yukawas and another ε."""
        epsilon = np.exp(x[:, _EPSILON]) * np.where(modes.negative, -1.0, 1.0)
        sample = self.fixed.with_(m_aprime=self.mass, epsilon=epsilon)  # type: ignore[union-attr]
        return sample.with_(y=self._yukawas(sample, x, modes)), ~modes.level

    def _yukawas(self, sample: Parameters, x: FloatArray, modes: Modes) -> ComplexArray:
        """The Yukawa matrices, (n, 3, 2)."""
        metric = flavour_metric(sample)
        alpha, phase = x[:, _ALPHA], np.exp(1j * x[:, _PHI])
        first = np.stack([np.cos(alpha) + 0j, np.sin(alpha) * phase], axis=1)
        if modes.aligned.any():
            common = conjugate_direction(metric, charged_metric(sample))
            first = np.where(modes.aligned[:, None], common, first)
        second = orthogonal(first, metric)
        sizes = np.exp(x[:, [_FIRST, _SECOND]])
        flavours = np.array(PAIRS)[modes.pair]
        # The limits on the products with the third vector, in which it is measured.
        largest = self._largest_products(sample.M_E)
        rows = np.arange(len(x))
        third = np.zeros_like(first)
        for k, (vector, column) in enumerate(((first, _THIRD_1), (second, _THIRD_3))):
            allowed = largest[rows, flavours[:, k], flavours[:, 2]] / sizes[:, k]
            share = (x[:, column] + 1j * x[:, column + 1]) * np.minimum(allowed, LARGEST)
            third += share[:, None] * vector
        vectors = np.stack([sizes[:, :1] * first, sizes[:, 1:] * second, third], axis=1)
        y = np.empty_like(vectors)
        np.put_along_axis(y, flavours[:, :, None], vectors, axis=1)
        return y

    def _largest_products(self, M_E: FloatArray) -> FloatArray:
        """|(y X y†)_αβ| that saturates the limits on ℓ → ℓ'γ for heavy E, (n, 3, 3), symmetric."""
        table = np.full((len(M_E), 3, 3), 2 * LARGEST**2)
        for limit, parent, (a, b) in zip(
            self.products, ("mu", "tau", "tau"), ((0, 1), (0, 2), (1, 2)), strict=True
        ):
            bound = np.minimum(yukawa_bound(M_E, limit, parent) ** 2, table[:, a, b])
            table[:, a, b] = table[:, b, a] = bound
        return table


def level_partner(
    m_L: FloatArray, m_R: FloatArray, m_D: FloatArray, a: FloatArray, largest: float
) -> FloatArray:
    """b > a with F(a) = F(b), GeV, (n,); NaN where there is none up to `largest`.

    F(a) − F(b) is (a² − b²) times ∫dτ [mass form]/[(τ + a²)(τ + b²)], whose root is sought in ln b.
    """
    n = len(a)
    result = np.full(n, np.nan)
    inside = np.flatnonzero(a * (1 + 1e-6) < largest)
    for index, root, tau, weight in moments.mass_line(
        m_L[inside], m_R[inside], m_D[inside], a[inside], largest
    ):
        chosen = inside[index]
        one_scalar = weight / (tau + (a[chosen] / root)[:, None] ** 2)

        def rise(
            log_b: FloatArray,
            point: FloatArray,
            w: FloatArray = one_scalar,
            t: FloatArray = tau,
            r: FloatArray = root,
        ) -> FloatArray:
            k = point.astype(int)
            value: FloatArray = np.sum(w[k] / (t + (np.exp(log_b) / r[k])[..., None] ** 2), axis=-1)
            return value

        low = np.log(a[chosen] * (1 + 1e-6))
        bracket = low, np.full(len(chosen), math.log(largest))
        found = find_root(rise, bracket, args=(np.arange(float(len(chosen))),))
        result[chosen[found.success]] = np.exp(found.x[found.success])
    return result


# --- Yukawas --------------------------------------------------------------------------------------


def flavour_metric(sample: Parameters) -> FloatArray:
    """X of D = κ y X y†, in units of its value for M_E ≫ M_Φ, (n, 2, 2)."""
    parts = zip((sample.O_R, sample.O_I), (sample.M_H, sample.M_A), strict=True)
    loops = [
        (o * kernels.lepton_fermion_conserving(sample.M_E[:, None], m)[:, None]) @ o.swapaxes(1, 2)
        for o, m in parts
    ]
    unit = laws.decoupled_dipole() / laws.charged_dipole() / sample.M_E**2
    metric: FloatArray = (loops[0] + loops[1]) / unit[:, None, None]
    return metric


def charged_metric(sample: Parameters) -> FloatArray:
    """X of f^ℓ = y X y†, relative to a common factor, (n, 2, 2): the neutrino's with a Dirac N of mass M_E."""
    zero = np.zeros(len(sample))
    return form_factor.generation_matrices(
        sample.O_R, sample.O_I, sample.M_H, sample.M_A, zero, zero, sample.M_E
    )


def orthogonal(vector: ComplexArray, metric: FloatArray) -> ComplexArray:
    """The unit vector v with (vector X v†) = 0, (n, 2)."""
    w = np.einsum("na,nab->nb", vector, metric)
    normal = np.stack([-w[:, 1].conj(), w[:, 0].conj()], axis=1)
    size = np.sqrt(np.sum(np.abs(normal) ** 2, axis=1, keepdims=True))
    v: ComplexArray = normal / size
    return v


def conjugate_direction(metric: FloatArray, other: FloatArray) -> ComplexArray:
    """A unit vector v whose orthogonal partner in `metric` is orthogonal in `other` too, (n, 2).

    With metric = L Lᵀ, an eigenvector of L⁻¹ other L⁻ᵀ gives v = L⁻ᵀ u; metric is positive.
    """
    lower = np.linalg.cholesky(metric)
    inverse = np.linalg.inv(lower)
    size = np.abs(other).max(axis=(1, 2), keepdims=True)
    reduced = inverse @ (other / np.where(size > 0, size, 1.0)) @ inverse.swapaxes(1, 2)
    _, vectors = np.linalg.eigh((reduced + reduced.swapaxes(1, 2)) / 2)
    v = np.einsum("nba,nb->na", inverse, vectors[:, :, 0])
    unit: ComplexArray = (v / np.linalg.norm(v, axis=1, keepdims=True)).astype(complex)
    return unit


# --- what it costs --------------------------------------------------------------------------------


def tuning(p: Parameters) -> float:
    """Σ over scalars of |∂m_ν/∂ ln M_Φ| over the limit on m_ν: one part in how many; 1 is no tuning.

    Each scalar moves on its own, its couplings as they are; the differences are those of bubbles,
    with the splitting factored out.
    """
    total = 0.0
    for couplings, scalars in zip(p.physical_couplings, (p.M_H, p.M_A), strict=True):
        weights = np.sum(np.abs(couplings[0]) ** 2, axis=0)
        for weight, mass in zip(weights, scalars[0], strict=True):
            moved = np.array([[mass * (1 + _STEP)]])
            change = moments.mass_per_coupling(p, moved, np.array([mass])) / _STEP
            total += float(weight * np.abs(change[0, 0]))
    return max(1.0, total * moments.EV_PER_GEV / default("m_nu").value)


_STEP = 1e-6
"""Relative change of a mass that stands for its logarithmic derivative."""
