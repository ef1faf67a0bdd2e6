r"""What has to vanish, and what must not: symmetries and limits of one-loop moments.

Neutral fermions n_1, n_2 meet charged F_1, F_2 and a scalar S in :math:`S\bar F_a(L_{ai}P_L+R_{ai}P_R)n_i`. Every
relation holds for all couplings, and is asked of couplings drawn at random.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from darktmm.derive.fields import P_L, P_R, ComplexScalar, DiracFermion, MajoranaFermion, bilinear
from darktmm.derive.lagrangian import fermion_kinetic, scalar_kinetic, with_conjugate
from darktmm.derive.loops.amplitude import Amplitude, amplitude
from darktmm.derive.loops.integrals import SimplexIntegral
from darktmm.derive.loops.triangle import M_IN, M_OUT, STRUCTURES
from darktmm.derive.models import lavoura
from darktmm.derive.symbols import PHOTON
from darktmm.derive.vertices import FeynmanRules
from darktmm.papers.known_answers.printed import decays, vectors, weak
from darktmm.papers.known_answers.theory import theory
from darktmm.papers.statement import Printed

Array = NDArray[Any]

LEFT, RIGHT = (
    sp.Matrix(2, 2, lambda a, i, x=x: sp.Symbol(f"{x}_{a + 1}{i + 1}", complex=True)) for x in "LR"
)
NEUTRAL = sp.symbols("m_1 m_2", positive=True)
FERMIONS, M_S = sp.symbols("M_1 M_2", positive=True), sp.Symbol("M_S", positive=True)
MASSES = dict(
    zip((*NEUTRAL, *FERMIONS, M_S), map(sp.Rational, (".3", ".2", "2", "3", "1.5")), strict=True)
)
KINDS = {"majorana": MajoranaFermion, "dirac": DiracFermion}
QUICK = settings(deadline=None, max_examples=5, derandomize=True, database=None)
COUPLINGS = st.integers(0, 10**6).map(
    lambda seed: np.random.default_rng(seed).normal(size=(2, 2, 2, 2)) @ np.array([1, 1j])
)
"""(L, R) of both F and both n."""


@cache
def transition(kind: str, i: int, j: int) -> Amplitude:
    """n_i + γ → n_j with charged lines only in the loop."""
    neutral = [KINDS[kind](f"n_{k}", mass=m) for k, m in enumerate(NEUTRAL, start=1)]
    charged = [
        DiracFermion(f"F_{a}", charges={"EM": -1}, mass=m) for a, m in enumerate(FERMIONS, start=1)
    ]
    scalar = ComplexScalar("S", charges={"EM": -1}, mass=M_S)
    norm = sp.Rational(1, 2) if kind == "majorana" else 1
    total = scalar_kinetic(scalar, (PHOTON,)) - M_S**2 * sp.conjugate(scalar) * scalar
    total += sum(fermion_kinetic(n) - norm * n.mass * bilinear(n, n) for n in neutral)
    for a, f in enumerate(charged):
        total += fermion_kinetic(f, (PHOTON,)) - f.mass * bilinear(f, f)
        for k, n in enumerate(neutral):
            coupled = (LEFT[a, k] * P_L + RIGHT[a, k] * P_R) * n
            total += with_conjugate(scalar * bilinear(f, coupled))
    return amplitude(FeynmanRules(sp.expand(total)), neutral[i - 1], neutral[j - 1], PHOTON)


@cache
def _compiled(kind: str, i: int, j: int, structure: str) -> tuple[Any, tuple[SimplexIntegral, ...]]:
    """A form factor as a function of couplings, masses and its integrals."""
    expression = transition(kind, i, j)[structure].xreplace(
        {M_IN: NEUTRAL[i - 1], M_OUT: NEUTRAL[j - 1]}
    )
    integrals = tuple(expression.atoms(SimplexIntegral))
    names = sp.symbols(f"I_:{len(integrals)}")
    bare = expression.xreplace(dict(zip(integrals, names, strict=True)))
    electric = sp.Symbol("e", positive=True)
    arguments = [*LEFT, *RIGHT, *NEUTRAL, *FERMIONS, M_S, *names]
    return sp.lambdify(arguments, bare.subs(electric, 1), "numpy"), integrals


@cache
def _integral(integral: SimplexIntegral, masses: tuple[tuple[sp.Symbol, sp.Expr], ...]) -> complex:
    return complex(sp.N(integral.xreplace(dict(masses)).doit(), 20))


def value(
    kind: str,
    i: int,
    j: int,
    structure: str,
    couplings: Array,
    masses: dict[sp.Symbol, sp.Expr] = MASSES,
) -> complex:
    """A form factor at numbers."""
    function, integrals = _compiled(kind, i, j, structure)
    closed = [_integral(x, tuple(masses.items())) for x in integrals]
    numbers = [complex(masses[m]) for m in (*NEUTRAL, *FERMIONS, M_S)]
    return complex(function(*couplings[0].ravel(), *couplings[1].ravel(), *numbers, *closed))


def dipole(
    kind: str, i: int, j: int, couplings: Array, masses: dict[sp.Symbol, sp.Expr] = MASSES
) -> Array:
    """(T_ji, R_ji)."""
    return np.array([value(kind, i, j, f"sigma_{x}", couplings, masses) for x in "LR"])


def largest(difference: Array) -> float:
    return float(np.max(np.abs(difference)))


# --- symmetries -----------------------------------------------------------------------------------


@QUICK
@given(couplings=COUPLINGS)
def test_majorana_moments_are_antisymmetric_and_hermitian(couplings: Array) -> None:
    """T_ji = −T_ij, R_ji = T*_ij; nothing on the diagonal; the difference of two Dirac transitions."""
    there, back = (dipole("majorana", *x, couplings) for x in ((1, 2), (2, 1)))
    size = largest(there)
    assert largest(there + back) < 1e-12 * size
    assert largest(there[::-1].conj() - back) < 1e-12 * size
    for i in (1, 2):
        assert largest(dipole("majorana", i, i, couplings)) < 1e-12 * size
        moment = dipole("dirac", i, i, couplings)  # magnetic and electric, both real
        assert abs(moment[0] - moment[1].conjugate()) < 1e-12 * abs(moment[0])
        assert abs(moment[0]) > 1e-3 * size
    halves = [dipole("dirac", *x, couplings) for x in ((1, 2), (2, 1))]
    assert largest(halves[0] - halves[1][::-1].conj()) < 1e-12 * size
    assert largest(there - (halves[0] - halves[1])) < 1e-12 * size


@QUICK
@given(couplings=COUPLINGS)
def test_neutral_fermions_have_no_charge(couplings: Array) -> None:
    """q_μΓ^μ = 0 at q² = 0: no γ^μ, neither between two fermions nor for one of either kind."""
    scale = 1 / (16 * np.pi**2)
    for kind in KINDS:
        for pair in ((1, 2), (2, 2)):
            for x in "LR":
                assert abs(value(kind, *pair, f"gamma_{x}", couplings)) < 1e-13 * scale * 10
    assert not transition("majorana", 1, 2).poles


@QUICK
@given(seed=st.integers(0, 10**6))
@pytest.mark.parametrize(("parity", "kept"), [(1, "electric"), (-1, "magnetic")])
def test_cp_tells_magnetic_from_electric(parity: int, kept: str, seed: int) -> None:
    """Equal CP: n_1 and n_2 with real couplings, an electric transition. Opposite: n_2 → iγ5n_2, a magnetic one."""
    real = np.random.default_rng(seed).normal(size=(2, 2, 2)).astype(complex)
    if parity == -1:
        real[0, :, 1] *= -1j
        real[1, :, 1] *= 1j
    left, right = dipole("majorana", 1, 2, real)
    magnetic, electric = (left + right) / 2, (right - left) / 2
    vanishing, there = (magnetic, electric) if kept == "electric" else (electric, magnetic)
    assert abs(vanishing) < 1e-12 * abs(there)
    assert abs(magnetic.real) < 1e-12 * abs(there)  # f^M and f^E = (R − T)/2i are imaginary
    assert abs((electric / 1j).real) < 1e-12 * abs(there)


# --- limits ---------------------------------------------------------------------------------------


def chiral_only(couplings: Array) -> Array:
    """Without R."""
    return np.stack([couplings[0], 0 * couplings[1]])


@QUICK
@given(couplings=COUPLINGS)
def test_a_moment_needs_a_mass_that_flips(couplings: Array) -> None:
    """Left-handed couplings: T goes with the mass of n_j, R with that of n_i; none is left without them."""
    left = chiral_only(couplings)
    tiny = {**MASSES, NEUTRAL[1]: MASSES[NEUTRAL[1]] / 1000}
    whole, small = (dipole("dirac", 1, 2, left, m) for m in (MASSES, tiny))
    assert abs(small[0] / whole[0] - 1e-3) < 1e-12
    assert abs(small[1] / whole[1] - 1) < 1e-12
    for x in "LR":
        structure = transition("dirac", 1, 2)[f"sigma_{x}"]
        flipped = sp.expand(structure.subs({M_IN: 0, M_OUT: 0}))
        assert flipped != 0
        assert flipped.xreplace(dict.fromkeys(RIGHT, sp.S.Zero)) == 0
        assert flipped.xreplace(dict.fromkeys(LEFT, sp.S.Zero)) == 0


UNITARY = np.array([[0.6, 0.8j], [0.8j, 0.6]])


def test_unitarity_leaves_the_splitting() -> None:
    """UU† = 1: equal masses cancel, and what is left is linear in the splitting; not so on the diagonal."""
    couplings = np.stack([UNITARY, 0 * UNITARY])
    split = [
        {**MASSES, FERMIONS[1]: MASSES[FERMIONS[0]] * (1 + sp.Rational(k, 1000))} for k in (0, 1, 2)
    ]
    none, one, two = (dipole("dirac", 1, 2, couplings, m) for m in split)
    diagonal = dipole("dirac", 1, 1, couplings, split[0])
    assert largest(none) < 1e-14 * largest(diagonal)
    assert np.allclose(two / one, 2, rtol=2e-3)
    assert largest(none - one) > 1e-5 * largest(diagonal)


def test_heavy_lines_decouple() -> None:
    """All masses of the loop times 10: T with a flip inside a tenth, with one outside a hundredth."""
    rng = np.random.default_rng(5)
    couplings = rng.normal(size=(2, 2, 2)).astype(complex)
    heavy = {**MASSES, **{m: 10 * MASSES[m] for m in (*FERMIONS, M_S)}}
    outside = [dipole("dirac", 1, 2, chiral_only(couplings), m) for m in (MASSES, heavy)]
    assert np.allclose(outside[0] / outside[1], 100, rtol=1e-12)
    light = {NEUTRAL[0]: sp.Rational(1, 10**15), NEUTRAL[1]: sp.Rational(1, 10**15)}
    inside = [dipole("dirac", 1, 2, couplings, {**m, **light}) for m in (MASSES, heavy)]
    assert np.allclose(inside[0] / inside[1], 10, rtol=1e-10)


SMALL = sp.Symbol("t", positive=True)


def published(printed: Printed) -> Any:
    """What is printed, as expressions."""
    assert printed.value is not None
    return printed.value(theory())


@cache
def function(printed: Printed, which: int) -> sp.Expr:
    """A published loop function of t = m_F²/m_B²."""
    ratio = {lavoura.M_F: sp.sqrt(SMALL), lavoura.M_B: sp.S.One}
    return sp.simplify(published(printed)[which].subs(ratio))


@pytest.mark.parametrize(
    ("printed", "which", "power", "coefficient"),
    [
        (decays.KEPT, 0, 1, sp.Rational(1, 12)),
        (decays.KEPT, 1, 1, sp.Rational(1, 6)),
        (decays.FLIP, 0, 1, sp.Rational(1, 2)),
        (decays.FLIP, 1, 1, sp.Rational(1, 2)),
        (vectors.KEPT, 0, 0, sp.Rational(5, 12)),
        (vectors.KEPT, 1, 0, sp.Rational(1, 3)),
        (vectors.FLIP, 0, 0, sp.Rational(1, 2)),
        (vectors.FLIP, 1, 0, sp.Rational(1, 2)),
    ],
)
def test_a_heavy_fermion_decouples_from_a_scalar_and_not_from_a_gauge_boson(
    printed: Any, which: int, power: int, coefficient: sp.Expr
) -> None:
    """1/t for a scalar; a constant for a vector, whose Goldstone boson couples with the mass of the fermion."""
    found = sp.limit(function(printed, which) * SMALL**power, SMALL, sp.oo)
    assert abs(found) == coefficient


def test_neutrinos_that_are_heavy_do_not_decouple() -> None:
    """F of μ → eγ: 10/3 for light, 4/3 for heavy ones; the constant drops out by unitarity, G_γ keeps ½."""
    x = weak.X
    whole = published(weak.MU_E_GAMMA)
    kept = published(weak.G_GAMMA)
    assert sp.limit(whole, x, 0, "+") == sp.Rational(10, 3)
    assert sp.limit(whole, x, sp.oo) == sp.Rational(4, 3)
    assert sp.limit(kept, x, 0, "+") == 0
    assert sp.limit(kept, x, sp.oo) == sp.Rational(1, 2)
    assert sp.simplify((sp.Rational(10, 3) - whole) / 4 - kept) == 0


@pytest.mark.parametrize("printed", [decays.KEPT, decays.FLIP, vectors.KEPT, vectors.FLIP])
@pytest.mark.parametrize("which", [0, 1])
def test_equal_masses_are_no_singularity(printed: Any, which: int) -> None:
    """t → 1 from both sides, where every closed form is 0/0."""
    below, above = (
        complex(sp.N(function(printed, which).subs(SMALL, 1 + s * sp.Rational(1, 10**8)), 60)).real
        for s in (-1, 1)
    )
    assert np.isfinite(below)
    assert abs(below / above - 1) < 1e-7
    assert abs(below) < 2


def test_structures_are_all_asked() -> None:
    """No form factor of the example is zero by accident: what vanishes above vanishes for its reason."""
    found = transition("dirac", 1, 2)
    assert all(found[s] != 0 for s in STRUCTURES if not s.startswith("gamma"))
