r"""Vector–vector loops of N, E and the scalars, for many points at once.

Mass of A', mixing of A' with Z and photon, what Z then couples to A', and the oblique parameter S:
`derive.models.dark.z_aprime_mixing`, `.aprime_mass`, `.oblique`. What diverges is given in the
:math:`\overline{\rm MS}` scheme at a scale Λ, at which nothing contributes at tree level.

What breaks U(1)_D or isospin stands in front of every integral, and is formed from the masses of the
Lagrangian: m_L + m_R, (m_L − m_R)/2R, M_H − M_A, m_D − M_E. Results are good to about 1e-14 of the
logarithms that they contain, for all masses and splittings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from darktmm.derive.memo import cache
from darktmm.numeric.inputs import constants
from darktmm.numeric.inputs.data import electroweak
from darktmm.numeric.models.dark.observables.electroweak import SCALE
from darktmm.numeric.models.dark.point import FloatArray
from darktmm.numeric.models.dark.sample import Sample

FERMIONS = ("nu", "e", "u", "d")

_MASSLESS = 1e-30
"""In units of M_E: what stands for a massless N."""

_STEP, _NODES = 0.45, 84
_BLOCK = 1 << 12


@cache
def _rule() -> tuple[FloatArray, FloatArray, FloatArray]:
    """x, 1 − x and weights for ∫₀¹dx: the trapezoid rule in u, x = 1/(1 + e^−u).

    xM₁² + (1−x)M₂² is a ratio of exponentials and a constant: it has its zeros at Im u = π, for all
    masses. The error is of the order of e^(−2π²/h), whatever they are.
    """
    u = _STEP * np.arange(-_NODES, _NODES + 1)
    x, rest = 1 / (1 + np.exp(-u)), 1 / (1 + np.exp(u))
    return x, rest, _STEP * x * rest


def _scale(scale: float) -> float:
    if not (np.isfinite(scale) and scale > 0):
        raise ValueError(f"scale = {scale}: must be a positive number (GeV)")
    return float(scale)


# --- masses of N ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Heavy:
    """Signed masses of N and what they are made of, GeV, each (n,).

    Attributes:
        first, second: M₁, M₂, not zero.
        trace: M₁ + M₂ = m_L + m_R.
        cosine, sine: of 2θ.
        splitting: |M_α| − M_E.
        charged: M_E.
    """

    first: FloatArray
    second: FloatArray
    trace: FloatArray
    cosine: FloatArray
    sine: FloatArray
    splitting: tuple[FloatArray, FloatArray]
    charged: FloatArray


def _heavy(sample: Sample) -> _Heavy:
    trace, half = sample.m_L + sample.m_R, (sample.m_L - sample.m_R) / 2
    radius = np.hypot(sample.m_D, half)
    safe = np.where(radius > 0, radius, 1.0)
    cosine = np.where(radius > 0, half / safe, 0.0)
    sine = np.where(radius > 0, sample.m_D / safe, 1.0)
    # √(m_D² + half²) − m_D without a difference
    total = radius + sample.m_D
    excess = half * (half / np.where(total > 0, total, 1.0))
    common = (sample.m_D - sample.M_E) + excess
    first, second = sample.heavy_masses.T
    splitting = (
        np.where(first <= 0, common - trace / 2, first - sample.M_E),
        np.where(second >= 0, common + trace / 2, -second - sample.M_E),
    )
    light = _MASSLESS * sample.M_E
    return _Heavy(
        first=np.where(first == 0, light, first),
        second=np.where(second == 0, light, second),
        trace=trace,
        cosine=cosine,
        sine=sine,
        splitting=splitting,
        charged=sample.M_E,
    )


def _blocks(sample: Sample) -> Iterator[tuple[slice, Sample]]:
    from dataclasses import fields

    for start in range(0, len(sample), _BLOCK):
        part = slice(start, start + _BLOCK)
        yield part, Sample(**{f.name: getattr(sample, f.name)[part] for f in fields(Sample)})


def _integrated(law: Callable[..., Any], sample: Sample, *rest: float) -> FloatArray:
    """∫dx law(x, M₁, M₂, trace, cos 2θ, sin 2θ, ...)."""
    nodes, _, weights = _rule()
    result = np.empty(len(sample))
    for part, block in _blocks(sample):
        h = _heavy(block)
        columns = (h.first, h.second, h.trace, h.cosine, h.sine)
        values = law(nodes, *(c[:, None] for c in columns), *rest)
        result[part] = np.broadcast_to(values, (len(block), len(nodes))) @ weights
    return result


# --- the current of N at q² = 0 -------------------------------------------------------------------


@cache
def _correlator_law() -> Callable[..., Any]:
    import sympy as sp

    from darktmm.derive.loops.integrals import SimplexIntegral
    from darktmm.derive.loops.vacuum_polarisation import X, on_unit_interval
    from darktmm.derive.models.dark import M_1, M_2
    from darktmm.derive.models.dark.oblique import SCALE as LAMBDA
    from darktmm.derive.models.dark.z_aprime_mixing import COS_2, SIN_2, TRACE, at_scale, correlator

    folded = at_scale(correlator())
    law = folded.xreplace({f: on_unit_interval(f, X) for f in folded.atoms(SimplexIntegral)})
    return sp.lambdify((X, M_1, M_2, TRACE, COS_2, SIN_2, LAMBDA), law, "numpy", cse=True)


def correlator(sample: Sample, scale: float = SCALE) -> FloatArray:
    """Π_NN(0) of the current N̄γ^μN, GeV², (n,); zero for m_L = m_R = 0.

    Raises:
        ValueError: Λ is not a positive number.
    """
    return _integrated(_correlator_law(), sample, _scale(scale))


@cache
def _currents() -> dict[str, Callable[..., Any]]:
    """g of Γ^μ = gγ^μ for N and E with A', Z and photon; functions of g_D, Q_N, g_Z, s_W², e."""
    import sympy as sp

    from darktmm.derive.conventions import ELEMENTARY_CHARGE
    from darktmm.derive.models.dark import DARK_PHOTON, G_D, PHOTON, Q_N, E, N
    from darktmm.derive.models.dark.electroweak import NEUTRAL, THETA_W, G, Z
    from darktmm.derive.models.dark.oblique import S_W2
    from darktmm.derive.models.dark.z_aprime_mixing import current

    def law(fermion: Any, vector: Any) -> Callable[..., Any]:
        weak = G * sp.sin(THETA_W) if vector == PHOTON else G / (2 * sp.cos(THETA_W))
        named = ELEMENTARY_CHARGE if vector == PHOTON else NEUTRAL
        value = sp.expand_trig(sp.cancel(current(fermion, vector) / weak)) * named
        if vector == DARK_PHOTON:
            value = current(fermion, vector)
        value = sp.simplify(value).subs(sp.sin(THETA_W) ** 2, S_W2)
        value = sp.expand_trig(value).subs(sp.cos(THETA_W) ** 2, 1 - S_W2)
        return sp.lambdify((G_D, Q_N, NEUTRAL, S_W2, ELEMENTARY_CHARGE), value, "numpy")

    vectors = {"A'": DARK_PHOTON, "Z": Z, "photon": PHOTON}
    return {
        f"{fermion} {name}": law(field, vector)
        for fermion, field in (("N", N), ("E", E))
        for name, vector in vectors.items()
    }


def _current(sample: Sample, which: str) -> FloatArray:
    weak = electroweak()
    neutral = np.sqrt(np.sqrt(2) * weak.G_F) * weak.M_Z
    value = _currents()[which](
        sample.g_D, sample.Q_N, neutral, weak.sin2_theta_w, constants().elementary_charge
    )
    return np.broadcast_to(value, (len(sample),))


# --- radiative mass -------------------------------------------------------------------------------


@cache
def _splitting_law() -> Callable[..., Any]:
    """K per (M_H² − M_A²)², as an integrand."""
    import sympy as sp

    from darktmm.derive.loops.integrals import SimplexIntegral
    from darktmm.derive.loops.vacuum_polarisation import X, on_unit_interval
    from darktmm.derive.models.dark import G_D, Q_S
    from darktmm.derive.models.dark.aprime_mass import M_EVEN, M_ODD, splitting

    folded = sp.cancel(splitting() / (M_EVEN**2 - M_ODD**2) ** 2)
    law = folded.xreplace({f: on_unit_interval(f, X) for f in folded.atoms(SimplexIntegral)})
    return sp.lambdify((X, M_EVEN, M_ODD, G_D, Q_S), law, "numpy", cse=True)


def scalar_mass(sample: Sample) -> FloatArray:
    """δm²_A' of all pairs H_kA_m, GeV², (n,)."""
    nodes, _, weights = _rule()
    total = np.zeros(len(sample))
    for part, block in _blocks(sample):
        mixing = block.O_R.swapaxes(1, 2) @ block.O_I
        charges = (block.g_D[:, None], block.Q_S[:, None])
        for k in range(mixing.shape[1]):
            for m in range(mixing.shape[2]):
                even, odd = block.M_H[:, k], block.M_A[:, m]
                inside = _splitting_law()(nodes, even[:, None], odd[:, None], *charges) @ weights
                breaking = (even - odd) * (even + odd) * mixing[:, k, m]
                total[part] += breaking**2 * inside
    return total


def fermion_mass(sample: Sample, scale: float = SCALE) -> FloatArray:
    """δm²_A' of N at Λ, GeV², (n,)."""
    return _current(sample, "N A'") ** 2 * correlator(sample, scale)


def radiative_mass(sample: Sample, scale: float = SCALE) -> FloatArray:
    """δm²_A' of all loops at Λ, GeV², (n,); zero where U(1)_D is exact."""
    return fermion_mass(sample, scale) + scalar_mass(sample)


def mass_tuning(sample: Sample, scale: float = SCALE) -> FloatArray:
    """|δm²_A'|/m²_A', (n,): above 1, m_A' needs a cancellation; NaN without a dark photon."""
    return np.abs(radiative_mass(sample, scale)) / sample.m_aprime**2


# --- mixing with the Z ----------------------------------------------------------------------------


def z_mixing(sample: Sample, scale: float = SCALE) -> FloatArray:
    """δ_Z = Π_ZA'(0)/M_Z² at Λ, (n,)."""
    product = _current(sample, "N Z") * _current(sample, "N A'")
    return product * correlator(sample, scale) / electroweak().M_Z ** 2


def z_mixing_running(sample: Sample) -> FloatArray:
    """dδ_Z/d ln Λ, (n,)."""
    import sympy as sp

    from darktmm.derive.models.dark import M_LEFT, M_RIGHT
    from darktmm.derive.models.dark.z_aprime_mixing import divergence

    law = sp.lambdify((M_LEFT, M_RIGHT), 2 * divergence(), "numpy")
    product = _current(sample, "N Z") * _current(sample, "N A'")
    return product * law(sample.m_L, sample.m_R) / electroweak().M_Z ** 2


@cache
def _mass_shifts() -> Callable[..., Any]:
    import sympy as sp

    from darktmm.derive.laws.kinetic_mixing import M_APRIME
    from darktmm.derive.models.dark.electroweak import M_Z
    from darktmm.derive.models.dark.z_aprime_mixing import DELTA_Z, squared_masses

    return sp.lambdify((DELTA_Z, M_Z, M_APRIME), list(squared_masses()), "numpy")


def z_mass_shift(sample: Sample, delta: FloatArray | None = None) -> FloatArray:
    """δM_Z²/M_Z² by mixing, to second order in δ_Z, (n,); NaN without a dark photon or at m = M_Z.

    Args:
        sample: the points.
        delta: δ_Z, where it is known already.
    """
    m_z = electroweak().M_Z
    mass = np.where(sample.m_aprime == m_z, np.nan, sample.m_aprime)
    return _mass_shifts()(_mixing(sample, delta), m_z, mass)[0] / m_z**2


def _mixing(sample: Sample, delta: FloatArray | None) -> FloatArray:
    return z_mixing(sample) if delta is None else delta


def mixing_mass_tuning(sample: Sample, scale: float = SCALE) -> FloatArray:
    """|δm²_A'|/m²_A' by mixing with the Z, to second order in δ_Z, (n,)."""
    m_z = electroweak().M_Z
    mass = np.where(sample.m_aprime == m_z, np.nan, sample.m_aprime)
    return np.abs(_mass_shifts()(z_mixing(sample, scale), m_z, mass)[1]) / mass**2


@cache
def _induced() -> dict[str, Any]:
    """(g_L, g_R)/δ_Z of A' by mass mixing, and electric charges, of `FERMIONS`."""
    import sympy as sp

    from darktmm.derive.conventions import ELEMENTARY_CHARGE
    from darktmm.derive.laws.kinetic_mixing import EPSILON
    from darktmm.derive.models.dark.electroweak import NEUTRAL, THETA_W, G
    from darktmm.derive.models.dark.z_aprime_mixing import (
        DELTA_Z,
        electromagnetic_charge,
        induced,
        standard_couplings,
    )

    weak = electroweak()
    values = {
        THETA_W: np.arcsin(np.sqrt(weak.sin2_theta_w)),
        NEUTRAL: np.sqrt(np.sqrt(2) * weak.G_F) * weak.M_Z,
    }
    unit = float(
        (electromagnetic_charge() / EPSILON).subs(ELEMENTARY_CHARGE, constants().elementary_charge)
    )
    _, e = standard_couplings()["e"]
    table = {}
    for name in FERMIONS:
        z, photon = standard_couplings()[name]
        chiral = induced(z)
        couplings = tuple(
            float((g / DELTA_Z).subs(G, 2 * sp.cos(THETA_W) * NEUTRAL).subs(values))
            for g in (chiral.left, chiral.right)
        )
        charge = float(sp.simplify(-photon / e))  # that of the electron is −1
        table[name] = (couplings, unit * charge)
    return table


def universal_neutrino_coupling(sample: Sample, delta: FloatArray | None = None) -> FloatArray:
    """What mass mixing adds to every f_ii (coefficient of γ^μP_L), (n,); f_ji + this δ_ji.

    Args:
        sample: the points.
        delta: δ_Z, where it is known already.
    """
    (left, _), _ = _induced()["nu"]
    return left * _mixing(sample, delta)


def fermion_couplings(
    sample: Sample, name: str, delta: FloatArray | None = None, kinetic: bool = True
) -> tuple[FloatArray, FloatArray]:
    """(g_V, g_A) of Γ^μ = γ^μ(g_V + g_Aγ₅) of A' to nu, e, u or d, (n,) each.

    Args:
        sample: the points.
        name: one of `FERMIONS`.
        delta: δ_Z, where it is known already.
        kinetic: add what kinetic mixing gives, NaN where ε is not given.

    Raises:
        ValueError: no such fermion.
    """
    if name not in FERMIONS:
        raise ValueError(f"name = {name!r}: must be one of {', '.join(FERMIONS)}")
    (left, right), charge = _induced()[name]
    delta = _mixing(sample, delta)
    vector = (left + right) / 2 * delta
    if kinetic:
        vector = vector + charge * sample.epsilon
    return vector, (right - left) / 2 * delta


# --- derivatives at q² = 0: S, and kinetic mixing -------------------------------------------------


@cache
def _slope_laws() -> tuple[tuple[Callable[..., Any], Callable[..., Any], tuple[int, int]], ...]:
    """Share × (a, b) of `Pair.slope_parts` with the lines of each pair."""
    import sympy as sp

    from darktmm.derive.loops.vacuum_polarisation import X
    from darktmm.derive.models.dark import M_1, M_2
    from darktmm.derive.models.dark.z_aprime_mixing import COS_2, SIN_2, TRACE, manifest, pairs

    arguments = (X, M_1, M_2, TRACE, COS_2, SIN_2)
    lines = {M_1: 0, M_2: 1}
    laws = []
    for pair in pairs():
        share = manifest(pair.share)
        first, second = (
            sp.lambdify(arguments, share * part, "numpy") for part in pair.slope_parts()
        )
        laws.append((first, second, (lines[pair.masses[0]], lines[pair.masses[1]])))
    return tuple(laws)


def _relative_slope(sample: Sample) -> tuple[FloatArray, float]:
    """Π'_NN(0) − Π'_EE(0), and the coefficient of the pole that both have.

    Logarithms are those of Δ/M_E²: where N is nearly degenerate with E, of 1 plus the splitting.
    """
    nodes, rest, weights = _rule()
    total = np.zeros(len(sample))
    for part, block in _blocks(sample):
        h = _heavy(block)
        columns = [c[:, None] for c in (h.first, h.second, h.trace, h.cosine, h.sine)]
        masses = (h.first / h.charged, h.second / h.charged)
        off = [d / h.charged * (2 + d / h.charged) for d in h.splitting]
        for log_part, plain, (i, j) in _slope_laws():
            if i == j:
                deviation, ratio = off[i][:, None], masses[i][:, None] ** 2
            else:
                deviation = nodes * off[i][:, None] + rest * off[j][:, None]
                ratio = nodes * masses[i][:, None] ** 2 + rest * masses[j][:, None] ** 2
            near = np.abs(deviation) < 0.5
            logarithm = np.where(
                near, np.log1p(np.where(near, deviation, 0.0)), np.log(np.where(near, 1.0, ratio))
            )
            value = plain(nodes, *columns) - log_part(nodes, *columns) * logarithm
            total[part] += np.broadcast_to(value, (len(block), len(nodes))) @ weights
    return total, _slope_of_pole()


@cache
def _slope_of_pole() -> float:
    """Coefficient of Δ_ε in Π'(0) of a vector current."""
    from darktmm.derive.loops.integrals import UV_POLE
    from darktmm.derive.models.dark.z_aprime_mixing import charged_form

    return float(charged_form().slope().diff(UV_POLE))


def correlator_slopes(sample: Sample, scale: float = SCALE) -> tuple[FloatArray, FloatArray]:
    """Π'(0) of the currents N̄γ^μN and ĒγμE at Λ, (n,) each."""
    relative, pole = _relative_slope(sample)
    charged = pole * 2 * np.log(_scale(scale) / sample.M_E)
    return relative + charged, charged


@cache
def _s_unit() -> float:
    """S per Π'_NN(0) − Π'_EE(0)."""
    import sympy as sp

    from darktmm.derive.models.dark import E, N
    from darktmm.derive.models.dark.oblique import isospin_times_hypercharge

    neutral, charged = isospin_times_hypercharge(N), isospin_times_hypercharge(E)
    if neutral + charged != 0:
        raise ArithmeticError("S: N and E do not have opposite isospin")
    return float(-16 * sp.pi * neutral)


def oblique_S(sample: Sample) -> FloatArray:
    """S of the doublet, (n,); zero where it is not split."""
    return _s_unit() * _relative_slope(sample)[0]


def z_kinetic_mixing(sample: Sample, scale: float = SCALE) -> FloatArray:
    """Π'_ZA'(0) at Λ, (n,): what A' couples to Z at q² is suppressed by q²/M_Z² beside it."""
    neutral, charged = correlator_slopes(sample, scale)
    with_z = _current(sample, "N Z") * neutral + _current(sample, "E Z") * charged
    return with_z * _current(sample, "N A'")


@cache
def _epsilon_laws() -> tuple[Callable[..., Any], Callable[..., Any]]:
    """ε of the loop at Λ and dε/d ln Λ, of g_D, Q_N, e, M_E, Λ."""
    import sympy as sp

    from darktmm.derive.conventions import ELEMENTARY_CHARGE
    from darktmm.derive.models.dark import G_D, M_E, Q_N
    from darktmm.derive.models.dark.electroweak import THETA_W, G
    from darktmm.derive.models.dark.oblique import SCALE as LAMBDA
    from darktmm.derive.models.dark.z_aprime_mixing import at_scale, epsilon_running, loop_epsilon

    named = {G: ELEMENTARY_CHARGE / sp.sin(THETA_W)}
    arguments = (G_D, Q_N, ELEMENTARY_CHARGE, M_E, LAMBDA)
    first, second = (
        sp.lambdify(arguments, sp.simplify(law.subs(named)), "numpy")
        for law in (at_scale(loop_epsilon()), epsilon_running())
    )
    return first, second


def loop_epsilon(sample: Sample, scale: float = SCALE) -> FloatArray:
    """What the loop of E adds to ε below M_E, if ε vanishes at Λ; (n,)."""
    e = constants().elementary_charge
    return _epsilon_laws()[0](sample.g_D, sample.Q_N, e, sample.M_E, _scale(scale))


def epsilon_running(sample: Sample) -> FloatArray:
    """dε/d ln Λ above M_E, (n,)."""
    e = constants().elementary_charge
    value = _epsilon_laws()[1](sample.g_D, sample.Q_N, e, sample.M_E, 1.0)
    return np.broadcast_to(value, (len(sample),))


def epsilon_tuning(sample: Sample, scale: float = SCALE) -> FloatArray:
    """|ε_loop|/|ε|, (n,): above 1, ε needs a cancellation; NaN without, infinite at ε = 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.abs(loop_epsilon(sample, scale)) / np.abs(sample.epsilon)


# --- q² ≠ 0 ---------------------------------------------------------------------------------------


@cache
def _mixing_law() -> Callable[..., Any]:
    """Π_NN(q²) as an integrand, for q² < 0."""
    import sympy as sp

    from darktmm.derive.loops.vacuum_polarisation import Q_SQUARED, X
    from darktmm.derive.models.dark import M_1, M_2
    from darktmm.derive.models.dark.oblique import SCALE as LAMBDA
    from darktmm.derive.models.dark.z_aprime_mixing import COS_2, SIN_2, TRACE, at_scale, manifest
    from darktmm.derive.models.dark.z_aprime_mixing import correlator_form as form

    law = manifest(at_scale(form().integrand()))
    return sp.lambdify(
        (X, M_1, M_2, TRACE, COS_2, SIN_2, LAMBDA, Q_SQUARED), law, "numpy", cse=True
    )


def correlator_at(sample: Sample, q_squared: float, scale: float = SCALE) -> FloatArray:
    """Π_NN(q²) for space-like q², GeV², (n,); to rounding of the largest squared mass or q².

    Raises:
        ValueError: q² is positive (N could be produced) or not finite.
    """
    if not (np.isfinite(q_squared) and q_squared <= 0):
        raise ValueError(f"q_squared = {q_squared}: must be finite and <= 0 (GeV²)")
    return _integrated(_mixing_law(), sample, _scale(scale), float(q_squared))
