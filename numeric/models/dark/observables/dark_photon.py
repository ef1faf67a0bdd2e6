r"""Partial widths of the dark photon, GeV, for many points at once.

The laws are those of `derive.models.dark.aprime_decays`, the couplings those of its Feynman rules. The two
one-loop couplings to neutrinos are taken at q² = 0: right for an A' light against what runs in the
loop, an estimate beyond.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from darktmm.derive.memo import cache
from darktmm.numeric.inputs.data import electroweak
from darktmm.numeric.models.dark.point import ComplexArray, FloatArray
from darktmm.numeric.models.dark.sample import Sample

HEAVY_PAIRS = ((1, 1), (1, 2), (2, 2))

NEUTRINO_CHANNELS = ("nu nu (vector)", "nu nu (dipole)")
LEPTON_CHANNELS = ("e e", "mu mu", "tau tau")

VISIBLE = (*LEPTON_CHANNELS, "E E")
"""Channels in which a detector sees something; all others count as invisible."""

Law = Callable[..., Any]


def _numpy(arguments: Any, expression: Any) -> Law:
    import sympy as sp

    return sp.lambdify(arguments, expression, "numpy")


@cache
def _pair_laws() -> dict[str, Law]:
    """Γ(M_V, M₁, M₂, couplings) for pairs of particles."""
    from darktmm.derive.laws import two_body

    formulas = {
        "majorana": two_body.majorana_pair_width(False),
        "identical": two_body.majorana_pair_width(True),
        "dirac": two_body.dirac_pair_width(),
        "scalar": two_body.scalar_pair_width(),
    }
    return {name: _numpy(f.arguments, f.expression) for name, f in formulas.items()}


@cache
def _heavy_couplings() -> dict[tuple[int, int], Law]:
    """(g_L, g_R) of A' → N_aN_b as functions of g_D, Q_N, θ."""
    from darktmm.derive.models.dark import G_D, Q_N, THETA, dark_model
    from darktmm.derive.models.dark.aprime_decays import heavy_coupling

    model = dark_model(neutrinos=2, majorana_angle=THETA)
    rules = {pair: heavy_coupling(model, *pair) for pair in HEAVY_PAIRS}
    return {pair: _numpy((G_D, Q_N, THETA), [r.left, r.right]) for pair, r in rules.items()}


@cache
def _scalar_couplings() -> Law:
    """(c₁, c₂)/C_km of A' → H_kA_m, C = O_RᵀO_I, read off one generation."""
    import sympy as sp

    from darktmm.derive.models.dark import G_D, Q_S, dark_model
    from darktmm.derive.models.dark.feynman_rules import scalar_current

    model = dark_model(generations=1, neutrinos=2, mixing="symbols")
    mixing = sp.Mul(*(matrix[0] for matrix in model.rotations))
    rule = scalar_current(model, 1, 1)
    return _numpy((G_D, Q_S), [sp.cancel(c / mixing) for c in (rule.first, rule.second)])


@cache
def _neutrino_laws() -> tuple[Law, Law, Law]:
    """Γ(m_A', |c|) for T_ji, for f_ji with i ≠ j, for f_ii."""
    import sympy as sp

    from darktmm.derive.models.dark import DARK_PHOTON
    from darktmm.derive.models.dark import aprime_decays as decays
    from darktmm.derive.models.dark.dipole import T

    size = sp.Symbol("c", positive=True)

    def law(width: sp.Expr, c: sp.Symbol) -> Law:
        return _numpy((DARK_PHOTON.mass, size), width.subs(sp.Abs(c), size).subs(c, size))

    return (
        law(decays.neutrino_dipole_width(), T),
        law(decays.neutrino_vector_width(False), decays.F_JI),
        law(decays.neutrino_vector_width(True), decays.F_II),
    )


@cache
def _lepton_law() -> Law:
    """Γ(m_A', m_ℓ, ε, e)."""
    from darktmm.derive.conventions import ELEMENTARY_CHARGE
    from darktmm.derive.laws.kinetic_mixing import EPSILON
    from darktmm.derive.models.dark import DARK_PHOTON
    from darktmm.derive.models.dark import aprime_decays as decays

    arguments = (DARK_PHOTON.mass, decays.M_LEPTON, EPSILON, ELEMENTARY_CHARGE)
    return _numpy(arguments, decays.lepton_width())


def above_threshold(law: Law, mass: FloatArray, first: Any, second: Any, *rest: Any) -> FloatArray:
    """A two-body width, zero where M_V ≤ |M₁| + |M₂|; NaN where there is no vector."""
    threshold = np.abs(first) + np.abs(second)
    is_open = mass > threshold
    # Below threshold the law is not evaluated: any mass above it will do.
    safe = np.where(is_open, mass, 2 * threshold + 1)
    width = np.where(is_open, np.real(law(safe, first, second, *rest)), 0.0)
    return np.where(np.isnan(mass), np.nan, width)


def widths(sample: Sample, transition: ComplexArray, vector: ComplexArray) -> dict[str, FloatArray]:
    """Γ(A' → channel) by channel, GeV, shape (n,); NaN for points without a dark photon.

    Args:
        sample: the points.
        transition: T_ji, GeV⁻¹, (n, 3, 3).
        vector: f_ji, (n, 3, 3).
    """
    mass, laws = sample.m_aprime, _pair_laws()
    table: dict[str, FloatArray] = {}
    heavy = sample.heavy_masses
    for a, b in HEAVY_PAIRS:
        couplings = _heavy_couplings()[a, b](sample.g_D, sample.Q_N, sample.majorana_angle)
        if a == b:  # cos 2θ, which is zero for m_L = m_R and not the rounding of cos π/2
            couplings = [np.where(sample.m_L == sample.m_R, 0.0, c) for c in couplings]
        law = laws["identical" if a == b else "majorana"]
        masses = heavy[:, a - 1], heavy[:, b - 1]
        table[f"N_{a} N_{b}"] = above_threshold(law, mass, *masses, *couplings)
    current = sample.O_R.swapaxes(1, 2) @ sample.O_I
    unit = _scalar_couplings()(sample.g_D, sample.Q_S)
    for k in range(current.shape[1]):
        for m in range(current.shape[2]):
            couplings = [c * current[:, k, m] for c in unit]
            masses = sample.M_H[:, k], sample.M_A[:, m]
            name = f"H_{k + 1} A_{m + 1}"
            table[name] = above_threshold(laws["scalar"], mass, *masses, *couplings)
    charge = sample.g_D * sample.Q_N
    table["E E"] = above_threshold(laws["dirac"], mass, sample.M_E, sample.M_E, charge, charge)
    dipole, off_diagonal, diagonal = _neutrino_laws()
    upper = np.triu_indices(3, 1)
    table["nu nu (dipole)"] = dipole(mass, _norm(transition[:, upper[1], upper[0]]))
    table["nu nu (vector)"] = off_diagonal(mass, _norm(vector[:, upper[1], upper[0]])) + diagonal(
        mass, _norm(vector[:, range(3), range(3)])
    )
    ew, charge_unit = electroweak(), _elementary_charge()
    for name, lepton in zip(LEPTON_CHANNELS, (ew.m_e, ew.m_mu, ew.m_tau), strict=True):
        table[name] = above_threshold(
            lambda m, first, _, eps: _lepton_law()(m, first, eps, charge_unit),
            mass,
            lepton,
            lepton,
            sample.epsilon,
        )
    return table


def _norm(elements: ComplexArray) -> FloatArray:
    """Widths into different pairs add: √Σ|c|² stands for all of them."""
    return np.sqrt(np.sum(np.abs(elements) ** 2, axis=1))


def _elementary_charge() -> float:
    from darktmm.numeric.inputs import constants

    return constants().elementary_charge
