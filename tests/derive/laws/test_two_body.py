"""Tree-level widths: against explicit spinors, against published widths, and in the dark model."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import mpmath as mp
import numpy as np
import pytest
import sympy as sp

from darktmm.derive.conventions import CHIRALITIES
from darktmm.derive.fields import (
    MU,
    DiracFermion,
    MajoranaFermion,
    VectorBoson,
    VectorComponent,
    bilinear,
)
from darktmm.derive.formula import Formula
from darktmm.derive.lagrangian import with_conjugate
from darktmm.derive.laws import two_body
from darktmm.derive.laws.two_body import M_FIRST, M_SECOND, M_V
from darktmm.derive.vertices import FeynmanRules
from tests.derive import helicity
from tests.derive.equality import PRECISION, agree, same
from tests.derive.helicity import Decay, dipole_vertex, vector_vertex

MOTHER = 2.3
MASSES = {
    "massless": (0.0, 0.0),
    "equal": (0.7, 0.7),
    "different": (0.4, 1.1),
    "opposite signs": (0.9, -0.5),
    "both negative": (-0.3, -1.2),
    "near threshold": (1.1, 1.199),
}
EVERY_MASS = pytest.mark.parametrize("masses", MASSES.values(), ids=MASSES.keys())
MASSIVE = {name: m for name, m in MASSES.items() if all(m)}
EVERY_MASSIVE = pytest.mark.parametrize("masses", MASSIVE.values(), ids=MASSIVE.keys())

LEFT, RIGHT = 0.6 - 0.35j, -0.25 + 0.8j
DIPOLE = 0.7 + 0.4j


def value(formula: Formula, *arguments: Any) -> float:
    """A width in double precision, the way a program would evaluate it."""
    return float(sp.lambdify(formula.arguments, formula.right, "numpy")(*arguments))


# --- against explicit spinors -------------------------------------------------------------------


@EVERY_MASS
def test_dirac_pair(masses: tuple[float, float]) -> None:
    """Complex chiral couplings, masses of either sign."""
    spinors = Decay(MOTHER, *masses, seed=1).dirac(vector_vertex(LEFT, RIGHT))
    assert agree(value(two_body.dirac_pair_width(), MOTHER, *masses, LEFT, RIGHT), spinors)


DIRAC_MUTATIONS: dict[str, Callable[[float, float, complex, complex], tuple[Any, ...]]] = {
    "sign of g_R": lambda a, b, left, right: (a, b, left, -right),
    "g_R conjugate": lambda a, b, left, right: (a, b, left, np.conj(right)),
    "sign of a mass": lambda a, b, left, right: (-a, b, left, right),
    "mass forgotten": lambda a, b, left, right: (0.0, b, left, right),
    "one chirality": lambda a, b, left, right: (a, b, left, 0.0),
    "factor 2": lambda a, b, left, right: (a, b, 2 * left, 2 * right),
}


@EVERY_MASSIVE
@pytest.mark.parametrize("mutation", DIRAC_MUTATIONS.values(), ids=DIRAC_MUTATIONS.keys())
def test_dirac_pair_rejects_mutations(masses: tuple[float, float], mutation: Any) -> None:
    """The same comparison with one side changed."""
    spinors = Decay(MOTHER, *masses, seed=1).dirac(vector_vertex(LEFT, RIGHT))
    mutated = mutation(*masses, LEFT, RIGHT)
    assert not agree(value(two_body.dirac_pair_width(), MOTHER, *mutated), spinors)


_CHI = MajoranaFermion("chi_1", mass=M_FIRST), MajoranaFermion("chi_2", mass=M_SECOND)
_VECTOR = VectorBoson("V", group="V", coupling=1)
_G_L, _G_R = sp.symbols("l r", complex=True)


def majorana_rule(first: MajoranaFermion, second: MajoranaFermion) -> tuple[sp.Expr, sp.Expr]:
    """g_L, g_R of χ₁χ₂ for L = V_μ χ̄₁γ^μ(l P_L + r P_R)χ₂ + h.c., both contractions."""
    lagrangian = VectorComponent(_VECTOR, MU) * (
        _G_L * bilinear(first, second, MU, chirality="L")
        + _G_R * bilinear(first, second, MU, chirality="R")
    )
    rule = FeynmanRules(with_conjugate(lagrangian)).vector(first, second, _VECTOR)
    return rule.left / sp.I, rule.right / sp.I


def contractions(decay: Decay, identical: bool) -> float:
    """The same Lagrangian, contracted by hand."""
    hermitian = vector_vertex(np.conj(LEFT), np.conj(RIGHT))
    if not identical:
        return decay.majorana(vector_vertex(LEFT, RIGHT), hermitian)
    both = helicity.plus(vector_vertex(LEFT, RIGHT), hermitian)
    return decay.majorana(both, both) / 2


def majorana_width(masses: tuple[float, float], identical: bool) -> float:
    """The rule of `FeynmanRules` in the formula."""
    pair = (_CHI[0], _CHI[0]) if identical else _CHI
    couplings = (complex(g.subs({_G_L: LEFT, _G_R: RIGHT})) for g in majorana_rule(*pair))
    return value(two_body.majorana_pair_width(identical), MOTHER, *masses, *couplings)


@EVERY_MASS
def test_majorana_pair(masses: tuple[float, float]) -> None:
    """χ₁ ≠ χ₂: both contractions, no symmetry factor."""
    assert agree(majorana_width(masses, False), contractions(Decay(MOTHER, *masses, 2), False))


@pytest.mark.parametrize("mass", [0.0, 0.6, -0.6, 1.149])
def test_identical_majorana_pair(mass: float) -> None:
    """χχ: both contractions and ½; the vector current drops out."""
    decay = Decay(MOTHER, mass, mass, 3)
    assert agree(majorana_width((mass, mass), True), contractions(decay, True))
    left, right = majorana_rule(_CHI[0], _CHI[0])
    assert sp.expand(left + right) == 0


def test_majorana_pair_rejects_mutations() -> None:
    """One contraction, a forgotten ½, a pair counted twice: each is refused."""
    decay = Decay(MOTHER, 0.6, 0.6, 3)
    one_contraction = decay.dirac(vector_vertex(LEFT, RIGHT))
    assert not agree(majorana_width((0.6, 0.6), True), 2 * contractions(decay, True))
    assert not agree(majorana_width((0.6, 0.6), False), contractions(decay, False) / 2)
    assert not agree(majorana_width((0.6, 0.6), False), one_contraction)
    assert not agree(majorana_width((0.6, -0.6), False), contractions(decay, False))


@EVERY_MASS
def test_scalar_pair(masses: tuple[float, float]) -> None:
    """c₁ ≠ −c₂ allowed: only c₁ − c₂ decays."""
    positive = abs(masses[0]), abs(masses[1])
    formula = two_body.scalar_pair_width()
    vectors = Decay(MOTHER, *positive, seed=4).scalars(LEFT, RIGHT)
    assert agree(value(formula, MOTHER, *positive, LEFT, RIGHT), vectors)
    assert not agree(value(formula, MOTHER, *positive, LEFT, -RIGHT), vectors)
    assert not agree(value(formula, MOTHER, positive[0] / 2 + 0.01, 0, LEFT, RIGHT), vectors)


@EVERY_MASS
def test_dipole_pair(masses: tuple[float, float]) -> None:
    """iσ^{μν}q_ν(T P_L − T* P_R), masses of either sign."""
    decay = Decay(MOTHER, *masses, seed=5)
    spinors = decay.dirac(dipole_vertex(DIPOLE, -np.conj(DIPOLE), decay.q))
    assert agree(value(two_body.dipole_pair_width(), MOTHER, *masses, DIPOLE), spinors)


@EVERY_MASSIVE
def test_dipole_pair_rejects_mutations(masses: tuple[float, float]) -> None:
    """Electric for magnetic, the wrong hermitian partner, a mass of the wrong sign."""
    decay = Decay(MOTHER, *masses, seed=5)
    ours = value(two_body.dipole_pair_width(), MOTHER, *masses, DIPOLE)
    right = -np.conj(DIPOLE)
    assert not agree(
        ours, decay.dirac(dipole_vertex(1j * DIPOLE, 1j * DIPOLE.conjugate(), decay.q))
    )
    assert not agree(ours, decay.dirac(dipole_vertex(DIPOLE, -right, decay.q)))
    assert not agree(ours, decay.dirac(dipole_vertex(DIPOLE, 0, decay.q)))
    flipped = value(two_body.dipole_pair_width(), MOTHER, -masses[0], masses[1], DIPOLE)
    assert not agree(flipped, decay.dirac(dipole_vertex(DIPOLE, right, decay.q)))


@EVERY_MASS
def test_interference_of_dipole_and_vector(masses: tuple[float, float]) -> None:
    """Width of the sum of both amplitudes minus both widths; zero without masses."""
    decay = Decay(MOTHER, *masses, seed=6)
    vector, dipole = (LEFT, RIGHT), (DIPOLE, -0.3j + DIPOLE)
    parts = vector_vertex(*vector), dipole_vertex(*dipole, decay.q)
    cross = decay.dirac(helicity.plus(*parts)) - sum(decay.dirac(part) for part in parts)
    point = dict(zip((M_V, M_FIRST, M_SECOND), (MOTHER, *masses), strict=True))
    table = {
        (x, y): float(two_body.interference(x, y).subs(point))
        for x in CHIRALITIES
        for y in CHIRALITIES
    }
    ours = sum(
        2 * (a * np.conj(b)).real * table[x, y]
        for x, a in zip(CHIRALITIES, vector, strict=True)
        for y, b in zip(CHIRALITIES, dipole, strict=True)
    )
    scale = decay.dirac(parts[0])
    assert abs(decay.width(3 * ours) - cross) < PRECISION * scale
    assert (abs(cross) > scale / 100) == any(masses)


def test_interfering_amplitudes_are_refused() -> None:
    """`squared` is for amplitudes that do not interfere, and says so."""
    chiral = [(sp.Symbol(x), two_body.vector_vertex(two_body.PROJECTOR[x])) for x in CHIRALITIES]
    with pytest.raises(ArithmeticError, match="amplitudes of L and R: they interfere"):
        two_body.squared(chiral, two_body.fermion_pair)


def test_phase_space() -> None:
    """|k|/(4πM) with |k| the root of the Källén function; ¼ · 1/(2π) for massless particles."""
    k_squared = ((M_V**2 + M_FIRST**2 - M_SECOND**2) / (2 * M_V)) ** 2 - M_FIRST**2
    assert same(two_body.phase_space() ** 2, k_squared / (4 * sp.pi * M_V) ** 2)
    assert same(sum(two_body.energies()), M_V)
    assert two_body.phase_space().subs({M_FIRST: 0, M_SECOND: 0}) == 1 / (8 * sp.pi)


@pytest.mark.parametrize("sign", [1, -1])
def test_thresholds(sign: int) -> None:
    """12 digits of M_V away from threshold the formula in double precision has lost nothing."""
    formula, mass = two_body.majorana_pair_width(True), 0.75
    mother = 2 * mass + 2.0**-40
    ours = value(formula, mother, mass, mass, 0.5, -0.5 * sign)
    with mp.workdps(50):
        exact = sp.lambdify(formula.arguments, formula.right, "mpmath")(
            mp.mpf(mother), mp.mpf(mass), mp.mpf(mass), mp.mpf("0.5"), mp.mpf("-0.5") * sign
        )
        assert abs(ours / exact - 1) < mp.mpf(10) ** -14


@pytest.mark.parametrize(
    ("couplings", "power"), [((0.5, -0.5), 3), ((0.5, 0.5), 1)], ids=("axial", "vector")
)
def test_waves_at_threshold(couplings: tuple[float, float], power: int) -> None:
    """An axial current makes a pair of one intrinsic parity in a p wave, β³; a vector in an s wave."""
    formula, mass = two_body.majorana_pair_width(True), 0.75
    near, nearer = (
        value(formula, 2 * mass / np.sqrt(1 - beta**2), mass, mass, *couplings)
        for beta in (1e-4, 1e-5)
    )
    assert abs(np.log10(near / nearer) - power) < 1e-6


# --- published widths ---------------------------------------------------------------------------

G_F, M_Z, M_W = sp.symbols("G_F M_Z M_W", positive=True)


def test_z_to_neutrinos() -> None:
    """G_F M_Z³/(12√2π), as chiral Dirac and as Majorana neutrinos; g_Z/2 with g_Z² = 8G_F M_Z²/√2."""
    half = sp.sqrt(8 * G_F * M_Z**2 / sp.sqrt(2)) / 2
    published = G_F * M_Z**3 / (12 * sp.sqrt(2) * sp.pi)
    assert same(two_body.dirac_pair_width()(M_Z, 0, 0, half, 0), published)
    # ½ν̄γ^μ(P_L − P_R)ν is ν̄γ^μP_Lν of a Majorana field; both contractions double it.
    assert same(two_body.majorana_pair_width(True)(M_Z, 0, 0, half, -half), published)
    assert not same(two_body.majorana_pair_width(True)(M_Z, 0, 0, half, 0), published)
    assert not same(two_body.majorana_pair_width(False)(M_Z, 0, 0, half, -half), published)


def test_w_to_leptons() -> None:
    """G_F M_W³/(6√2π), g/√2 with g² = 8G_F M_W²/√2: another coupling, another charge state."""
    g = sp.sqrt(8 * G_F * M_W**2 / sp.sqrt(2))
    published = G_F * M_W**3 / (6 * sp.sqrt(2) * sp.pi)
    assert same(two_body.dirac_pair_width()(M_W, 0, 0, g / sp.sqrt(2), 0), published)
    assert not same(two_body.dirac_pair_width()(M_W, 0, 0, g, 0), published)


def test_z_to_neutrinos_in_gev() -> None:
    """PDG: 167 MeV per neutrino in the Standard Model at tree level, 166 with G_F and M_Z alone."""
    half = np.sqrt(2 * 1.1663788e-5 * 91.1876**2 / np.sqrt(2))
    width = value(two_body.dirac_pair_width(), 91.1876, 0.0, 0.0, half, 0.0)
    assert abs(width - 0.1659) < 0.0001


def test_formulas_are_called_by_position() -> None:
    """As many values as arguments, no more and no fewer."""
    formula = two_body.dipole_pair_width()
    assert formula(*formula.arguments) == formula.right
    with pytest.raises(ValueError, match="argument"):
        formula(M_V, 0, 0)


def test_dirac_fields_keep_one_contraction() -> None:
    """The rule of a Dirac pair is the coupling itself: `FeynmanRules` doubles Majorana fields only."""
    one, two = DiracFermion("psi_1"), DiracFermion("psi_2")
    lagrangian = VectorComponent(_VECTOR, MU) * _G_L * bilinear(one, two, MU, chirality="L")
    rule = FeynmanRules(with_conjugate(lagrangian)).vector(one, two, _VECTOR)
    assert (rule.left, rule.right) == (sp.I * _G_L, 0)
