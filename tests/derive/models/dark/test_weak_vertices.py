"""W ℓ ν, Z ν ν and Z ℓ ℓ at one loop: Ward identities, nulls, squares, closed forms, mutations."""

from __future__ import annotations

from functools import cache
from typing import Any

import mpmath as mp
import pytest
import sympy as sp

from darktmm.derive.basis import trig_normal
from darktmm.derive.errors import DerivationError
from darktmm.derive.lagrangian import Lagrangian, substitute
from darktmm.derive.laws.electroweak import doublet_kinetic
from darktmm.derive.loops import triangle
from darktmm.derive.loops.amplitude import amplitude
from darktmm.derive.loops.euclidean import TAU
from darktmm.derive.loops.functions import M_PHI
from darktmm.derive.loops.integrals import UV_POLE, SimplexIntegral
from darktmm.derive.models.dark import (
    M_1,
    M_2,
    M_DIRAC,
    M_E,
    M_LEFT,
    M_RIGHT,
    THETA,
    THETA_I,
    THETA_R,
    DarkModel,
    E,
    coupling,
    dark_model,
    yukawa,
)
from darktmm.derive.models.dark import weak_vertices as wv
from darktmm.derive.symbols import W_1, W_3, G
from darktmm.derive.vertices import Chiral, FeynmanRules

MODEL = dark_model(majorana_angle=THETA)
SINGLE = dark_model(generations=1, neutrinos=2, mixing="symbols", majorana_angle=THETA)
PAIRS = [("e", "mu"), ("mu", "e"), ("e", "e")]
EACH = pytest.mark.parametrize("current", wv.CURRENTS, ids=lambda c: c.name)
SPLIT = pytest.mark.parametrize("current", [wv.W_LEPTON, wv.Z_NEUTRINO], ids=lambda c: c.name)

POINT = {
    M_1: sp.Rational(-13, 10),
    M_2: sp.Rational(17, 10),
    THETA: sp.Rational(3, 5),
    M_E: sp.Rational(29, 10),
    THETA_R: sp.Rational(3, 10),
    THETA_I: sp.Rational(11, 10),
    **{s.mass: sp.Rational(k, 7) for k, s in enumerate((*MODEL.even, *MODEL.odd), start=3)},
    **{
        yukawa(f, a): sp.Rational(k, 5) + sp.I * sp.Rational(j, 3)
        for f, a, k, j in (("e", 1, 1, 2), ("e", 2, 3, -1), ("mu", 1, -2, 1), ("mu", 2, 1, 4))
    },
}


@pytest.fixture(scope="module", autouse=True)
def _derived() -> None:
    """Before a test replaces part of it."""
    wv.strength(MODEL)


def closed(expression: sp.Expr, **changes: Any) -> Any:
    """The closed form at the point, 30 digits."""
    point = {**POINT, **{s: changes[s.name] for s in POINT if s.name in changes}}
    return mp.mpmathify(expression.subs(point, simultaneous=True).doit().evalf(30))


# --- Ward identities -----------------------------------------------------------------------------


@EACH
@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
def test_poles_cancel(current: wv.Current, pair: tuple[str, str]) -> None:
    """Vertex and half of each leg; not without the legs, nor with one sign or share wrong."""
    assert wv.divergence(MODEL, current, *pair) == 0
    triangle = wv.vertex(MODEL, current, *pair, current.vectors[0])
    legs = [wv.leg(MODEL, kind, *pair) for kind in (current.outgoing, current.incoming)]
    for first, second in ((0, 0), (1, 0), (-1, 1), (2, 1), (2, 2)):
        wrong = triangle - (first * legs[0] + second * legs[1]) / 2
        assert trig_normal(sp.expand(wrong).coeff(UV_POLE)) != 0


@EACH
def test_both_vectors_are_corrected_alike(current: wv.Current) -> None:
    """W¹ and W²; W³ and the hypercharge boson, hence Z and, for ℓ ℓ, the photon."""
    first, second = (wv.vertex(MODEL, current, "e", "mu", v) for v in current.vectors)
    assert trig_normal(first - second) == 0 and first != 0


@EACH
def test_what_differs_is_refused(current: wv.Current, monkeypatch: pytest.MonkeyPatch) -> None:
    vertex = wv.vertex

    def twice(model: DarkModel, chosen: wv.Current, out: str, into: str, vector: Any) -> sp.Expr:
        return vertex(model, chosen, out, into, vector) * (2 if vector is chosen.vectors[1] else 1)

    monkeypatch.setattr(wv, "vertex", twice)
    with pytest.raises(ArithmeticError, match="corrected differently"):
        wv.coefficient.__wrapped__(MODEL, current, "e", "mu")


def test_current_of_e_is_conserved() -> None:
    """Z ℓ ℓ: closed form zero to 25 digits at a generic point, and zero under the integral."""
    assert abs(closed(wv.finite(MODEL, wv.Z_LEPTON, "e", "mu"))) < mp.mpf(10) ** -25
    assert wv.integrand(MODEL, wv.Z_LEPTON) == 0
    leg = wv.leg(MODEL, "l", "e", "mu")
    assert abs(closed(leg.subs(UV_POLE, 0))) > 1e-4


def test_leg_by_numbers() -> None:
    """Σ = |y|²/(32π²) ∫dx x (Δ_ε − ln Δ) for each real scalar, Δ = (1−x)M_E² + xM_Φ²."""
    entries = {sp.Symbol("R_11", real=True): 1, sp.Symbol("I_11", real=True): 0}
    sigma = wv.leg(SINGLE, "l", "e", "e").subs(entries)
    assert sigma.coeff(UV_POLE) == yukawa("e", 1) * sp.conjugate(yukawa("e", 1)) / (64 * sp.pi**2)
    heavy, scalar = (mp.mpf(POINT[s].p) / POINT[s].q for s in (M_E, SINGLE.even[0].mass))
    y2 = abs(complex(POINT[yukawa("e", 1)])) ** 2
    value = (
        -y2
        / (32 * mp.pi**2)
        * mp.quad(lambda x: x * mp.log((1 - x) * heavy**2 + x * scalar**2), [0, 1])
    )
    assert abs(closed(sigma.subs(UV_POLE, 0)) / value - 1) < 1e-15
    swapped = mp.quad(lambda x: x * mp.log(x * heavy**2 + (1 - x) * scalar**2), [0, 1])
    assert abs(closed(sigma.subs(UV_POLE, 0)) / (-y2 / (32 * mp.pi**2) * swapped) - 1) > 1e-2


def _scalars() -> list[sp.Symbol]:
    return [s.mass for s in (*MODEL.even, *MODEL.odd)]


def test_unknown_flavour_is_named() -> None:
    with pytest.raises(DerivationError, match="'tau' is not one of e, mu"):
        wv.leg(MODEL, "nu", "tau", "e")


# --- flavour -------------------------------------------------------------------------------------


@SPLIT
def test_hermitian(current: wv.Current) -> None:
    """X is real, symmetric and the same for ε_eμ and ε_μe, so that ε_eμ* = ε_μe."""
    x = wv.generation_matrix(MODEL, current, "e", "mu")
    assert trig_normal(x[0, 1] - x[1, 0]) == 0 and x[0, 1] != 0
    assert trig_normal(x[0, 0] - x[1, 1]) != 0
    assert x == wv.generation_matrix(MODEL, current, "mu", "e")
    assert all(entry.is_real for entry in x)


@SPLIT
def test_other_products_of_couplings_are_refused(
    current: wv.Current, monkeypatch: pytest.MonkeyPatch
) -> None:
    conjugated = {sp.conjugate(yukawa("mu", a)): yukawa("mu", a) for a in (1, 2)}
    wrong = wv.finite(MODEL, current, "e", "mu").subs(conjugated)
    monkeypatch.setattr(wv, "finite", lambda *_: wrong)
    with pytest.raises(ArithmeticError, match="not a sum of y_a"):
        wv.generation_matrix.__wrapped__(MODEL, current, "e", "mu")


@cache
def _majorana_rules() -> FeynmanRules:
    """ν_i as Majorana mass eigenstates, with N's weak isospin."""
    gauge = substitute(doublet_kinetic(SINGLE.heavy.dirac, E), SINGLE.heavy.replacement())
    return FeynmanRules(
        Lagrangian({"L_int": SINGLE.mass_basis.parts["L_int"], "gauge": gauge}),
        assumption="DarkModel.prove_mass_basis",
    )


def test_majorana_neutrinos() -> None:
    """ν_i = ν_iᶜ, both contractions: γ^μP_L as for a flavour state, γ^μP_R minus its transpose."""
    rules = _majorana_rules()
    tree = -G / 2  # of W³ and a neutrino of the Standard Model, as of the neutral part of W¹
    flavour = wv.vertex(SINGLE, wv.Z_NEUTRINO, "e", "mu", W_3)
    names = {
        yukawa("e", 1): coupling(2, 1),
        sp.conjugate(yukawa("mu", 1)): sp.conjugate(coupling(1, 1)),
    }
    loops = amplitude(rules, SINGLE.nu[1], SINGLE.nu[2], W_3, massless=True, legs=False)
    assert trig_normal(loops["gamma_L"] / tree - flavour.subs(names, simultaneous=True)) == 0
    back = amplitude(rules, SINGLE.nu[2], SINGLE.nu[1], W_3, massless=True, legs=False)
    assert trig_normal(loops["gamma_R"] + back["gamma_L"]) == 0
    assert trig_normal(loops["gamma_R"] - back["gamma_L"]) != 0


def test_tree_couplings() -> None:
    """What the corrections are relative to: g/2 for W¹, minus that for D_μ = ∂_μ + …."""
    source = wv.rules(MODEL)
    nu, lepton = MODEL.nu_flavour["e"], MODEL.charged_leptons["e"]
    for out, into, vector in ((nu, lepton, W_1), (nu, nu, W_3)):
        rule = source.vector(out, into, vector)
        assert rule.left == -sp.I * G / 2 and rule.right == 0
    assert source.vector(lepton, lepton, W_3).left == sp.I * G / 2


# --- squares -------------------------------------------------------------------------------------


def test_strength() -> None:
    """κ = 1/(32π²): 1/(16π²) of the loop, ½ of S = (S_R + iS_I)/√2."""
    assert wv.strength(MODEL) == 1 / (32 * sp.pi**2)
    assert wv.strength(dark_model()) == wv.strength(MODEL)  # θ = π/4


@SPLIT
@pytest.mark.parametrize("which", range(4), ids=("momentum", "mass", "C", "A"))
def test_every_square_is_needed(
    current: wv.Current, which: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twice one of the squares is not what the diagrams give."""
    weights = wv.weights

    def doubled(chosen: wv.Current) -> tuple[sp.Expr, ...]:
        found = list(weights(chosen))
        if chosen is current:
            found[which] = 2 * found[which] if found[which] else sp.S.One
        return tuple(found)

    monkeypatch.setattr(wv, "weights", doubled)
    with pytest.raises(ArithmeticError, match=r"not minus a sum of squares|strengths"):
        wv.strength.__wrapped__(MODEL)


def test_z_l_l_has_no_square(monkeypatch: pytest.MonkeyPatch) -> None:
    weights = wv.weights
    one = (sp.S.One,) * 4
    monkeypatch.setattr(wv, "weights", lambda c: one if c is wv.Z_LEPTON else weights(c))
    with pytest.raises((ArithmeticError, ZeroDivisionError)):
        wv.strength.__wrapped__(MODEL)


@SPLIT
@pytest.mark.parametrize("pair", PAIRS[:1], ids="-".join)
def test_integral_of_squares_is_the_closed_form(current: wv.Current, pair: tuple[str, str]) -> None:
    """∫dτ of the squares against divided differences of the diagrams, M₁ < 0, θ generic."""
    value = closed(wv.finite(MODEL, current, *pair))
    assert abs(_integrated(current, pair) / value - 1) < 1e-12
    for name, wrong in (("M_1", sp.Rational(13, 10)), ("M_E", sp.Rational(17, 10))):
        if current is wv.W_LEPTON or name == "M_1":
            assert abs(_integrated(current, pair, **{name: wrong}) / value - 1) > 1e-2


def _integrated(current: wv.Current, pair: tuple[str, str], **changes: Any) -> Any:
    point = {**POINT, **{s: changes[s.name] for s in POINT if s.name in changes}}
    integral = wv.breaking(MODEL, current, *pair)
    law = sp.lambdify(TAU, integral.function.subs(point, simultaneous=True), "mpmath")
    return mp.quad(lambda u: law(mp.exp(u)) * mp.exp(u), [-40, -4, 0, 2, 4, 40])


def test_surface_term_belongs_to_the_poles() -> None:
    """A leg twice as large leaves another constant, which is noticed."""
    part = wv.finite(SINGLE, wv.W_LEPTON, "e", "mu").coeff(sp.Symbol("R_11", real=True), 2)
    (h,) = SINGLE.even
    wv._single_propagator(part, h.mass, "W")
    leg = next(i for i in part.atoms(SimplexIntegral) if i.nodes.count(h.mass**2) == 2)
    with pytest.raises(ArithmeticError, match="surface term"):
        wv._single_propagator(part + part.coeff(leg) * leg, h.mass, "W")


def test_propagators_by_inversion_and_by_eigenstates() -> None:
    """(τ + 𝓜²)⁻¹ of the Lagrangian's masses against sums over N₁ and N₂."""
    matrix = MODEL.heavy.mass_matrix()
    names = {M_LEFT: matrix[0, 0], M_RIGHT: matrix[1, 1], M_DIRAC: matrix[0, 1]}
    point = {**POINT, TAU: sp.Rational(7, 3)}
    rotated = wv.defects(wv.rotated_propagators(MODEL))
    for direct, in_front, states in zip(
        wv.defects(wv.propagators()), wv.factored_defects(), rotated, strict=True
    ):
        values = [e.subs(names).subs(point).evalf(30) for e in (direct, in_front, states)]
        assert max(abs(v - values[0]) for v in values) < sp.Rational(1, 10**25)
        assert values[0] != 0


# --- where it vanishes ---------------------------------------------------------------------------


def test_unsplit_doublet() -> None:
    """m_L = m_R = 0, m_D = M_E: nothing, whatever the scalars do; each breaking alone: something."""
    unsplit = {M_LEFT: 0, M_RIGHT: 0, M_DIRAC: M_E}
    for current in wv.CURRENTS:
        assert wv.density(MODEL, current).subs(unsplit) == 0
    for broken in ({M_LEFT: 1}, {M_RIGHT: 1}, {M_DIRAC: 2 * M_E}):
        assert wv.density(MODEL, wv.W_LEPTON).subs({**unsplit, **broken}) != 0
    values = {"M_1": -POINT[M_E], "M_2": POINT[M_E], "theta": sp.pi / 4}
    diagrams = wv.finite(MODEL, wv.W_LEPTON, "e", "mu")
    assert abs(closed(diagrams, **values)) < 1e-25  # the diagrams, M_H ≠ M_A, θ_R ≠ θ_I
    assert abs(closed(diagrams, **{**values, "M_2": -values["M_1"] + 1})) > 1e-6


def test_z_nu_nu_needs_majorana_masses() -> None:
    density = wv.density(MODEL, wv.Z_NEUTRINO)
    assert density.subs({M_LEFT: 0, M_RIGHT: 0}) == 0
    for mass in (M_LEFT, M_RIGHT):
        assert density.subs(mass, 0) != 0
    assert M_E not in density.free_symbols


@pytest.mark.parametrize("triplet", [M_2 - M_E, M_1 + M_E], ids=("M_2 = M_E", "M_1 = -M_E"))
def test_custodial_triplet(triplet: sp.Expr) -> None:
    """m_L = m_R and one N degenerate with E, where T vanishes: ε_Z = 2 ε_W under the integral."""
    majorana = sp.Symbol("m", positive=True)
    n = {M_1: majorana - M_DIRAC, M_2: majorana + M_DIRAC}
    (dirac,) = sp.solve(triplet.subs(n), M_DIRAC)
    masses = {M_LEFT: majorana, M_RIGHT: majorana, M_DIRAC: dirac}
    w, z = (wv.density(MODEL, c).subs(masses) for c in (wv.W_LEPTON, wv.Z_NEUTRINO))
    assert sp.cancel(z - 2 * w) == 0
    assert sp.cancel(z.subs(M_E, 2 * M_E) - 2 * w) != 0


def test_where_the_sign_of_a_mass_is_kept_does_not_matter() -> None:
    """η₁ = i with mass −M₁ against η₁ = 1 with mass M₁."""
    phased = dark_model(majorana_angle=THETA, phases=(sp.I, sp.S.One))
    point = {**POINT, TAU: sp.Rational(7, 3)}
    flipped = {**point, M_1: -POINT[M_1]}
    for current in (wv.W_LEPTON, wv.Z_NEUTRINO):
        here = wv.integrand(MODEL, current).subs(point).evalf(30)
        there = wv.integrand(phased, current)
        assert abs(there.subs(flipped).evalf(30) - here) < sp.Rational(1, 10**25)
        assert abs(there.subs(point).evalf(30) - here) > abs(here) / 100


# --- limits --------------------------------------------------------------------------------------


def test_dirac_pair() -> None:
    """The square of M_E − m_D times a negative function of τ."""
    d, t = M_DIRAC, TAU
    polynomial = 2 * t**2 + (M_E - d) ** 2 * t + 2 * d**2 * M_E**2
    expected = (
        -t * (M_E - d) ** 2 * polynomial / (128 * sp.pi**2 * ((t + d**2) * (t + M_E**2)) ** 2)
    )
    assert sp.cancel(wv.dirac(MODEL) - expected) == 0
    assert sp.cancel(wv.dirac(MODEL) - expected.subs(d, -d)) != 0


def test_small_splitting() -> None:
    """−(M_E − m_D)²/(48π²M_E²) per |y|² for a light scalar."""
    expected = -((M_E - M_DIRAC) ** 2) / (48 * sp.pi**2 * M_E**2)
    assert sp.simplify(wv.small_splitting(MODEL) - expected) == 0
    light = {_scalars()[k]: sp.Rational(1, 10**6) for k in range(4)}
    m, delta = 2, sp.Rational(1, 10**4)
    masses = {M_1: -(m - delta), M_2: m - delta, M_E: m, THETA: sp.pi / 4}
    value = wv.finite(MODEL, wv.W_LEPTON, "e", "e").subs({**POINT, **masses, **light})
    y2 = sum(abs(complex(POINT[yukawa("e", a)])) ** 2 for a in (1, 2))
    leading = expected.subs({M_E: m, M_DIRAC: m - delta}).evalf(20) * y2
    assert abs(sp.re(value.doit().evalf(20, maxn=500)) / leading - 1) < 1e-3


def test_light_neutral_fermion_logarithm() -> None:
    """M_N ≪ M_Φ ≪ M_E: −ln(M_E²/M_Φ²)/(64π²) per |y|²."""
    y2 = sum(abs(complex(POINT[yukawa("e", a)])) ** 2 for a in (1, 2))

    def slope(m_e: int) -> Any:
        masses = {
            M_1: sp.Rational(-1, 10**9),
            M_2: sp.Rational(1, 10**9),
            M_E: m_e,
            THETA: sp.pi / 4,
        }
        value = wv.finite(MODEL, wv.W_LEPTON, "e", "e").subs({**POINT, **masses})
        return sp.re(value.doit().evalf(20, maxn=500))

    difference = (slope(10**6) - slope(10**4)) / (2 * mp.log(100)) / y2
    assert abs(difference * (-64 * mp.pi**2) - 1) < 1e-6


# --- Z l l away from q² = 0 ----------------------------------------------------------------------


def _vertex_at(square: Any, heavy: Any, scalar: Any, vector: int = 1) -> Any:
    """V/g(q²) of Z ℓ ℓ per ỹỹ* but for a constant: ∫dxdy[−ln Δ + (M² + xyq²)/Δ]/(32π²)."""

    def integrand(x: Any, y: Any) -> Any:
        delta = (x + y) * heavy**2 + (1 - x - y) * scalar**2 - x * y * square
        return (heavy**2 + vector * x * y * square) / delta - mp.log(delta)

    inner = lambda x: mp.quad(lambda y: integrand(x, y), [0, 1 - x])
    return mp.quad(inner, [0, 1]) / (32 * mp.pi**2)


def test_momentum_dependence() -> None:
    """dε/dq² against the finite difference of a two-dimensional integral over Feynman parameters."""
    masses = {M_E: sp.Rational(29, 10), M_PHI: sp.Rational(6, 5)}
    slope = mp.mpmathify(wv.momentum_dependence(MODEL).subs(masses).doit().evalf(20))
    step, heavy, scalar = mp.mpf(1) / 50, mp.mpf(29) / 10, mp.mpf(6) / 5

    def difference(**options: Any) -> Any:
        up, down = (_vertex_at(sign * step, heavy, scalar, **options) for sign in (1, -1))
        return (up - down) / (2 * step)

    assert abs(difference() / slope - 1) < 1e-5
    assert abs(difference(vector=0) / slope - 1) > 0.1
    assert abs(difference(vector=-1) / slope - 1) > 0.1


def test_momentum_dependence_for_a_light_scalar() -> None:
    """7|y|²q²/(576π²M_E²), more than for any heavier one."""
    assert wv.light_scalar_slope(MODEL) == sp.Rational(7, 576) / sp.pi**2
    slopes = [
        wv.momentum_dependence(MODEL).subs({M_E: 1, M_PHI: m}).doit().evalf()
        for m in (sp.Rational(1, 100), sp.Rational(1, 2), 2, 10)
    ]
    assert slopes == sorted(slopes, reverse=True) and slopes[-1] > 0


def test_what_completing_the_square_takes_away() -> None:
    """xy q², by the momenta of the engine's own lines."""
    x, y, square = (triangle._G[name] for name in ("x", "y", "D"))
    total = 0 * x
    lines = triangle._complete_square(triangle._lines((0, 0)))
    for weight, line in zip((y, x, 1 - x - y), lines, strict=True):
        p, p_out = (line.terms.get(((name,), "L"), 0 * x) for name in ("p", "p'"))
        total += weight * 2 * p * p_out * (-square / 2)
    assert total == x * y * square


def test_axial_current_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    source = wv.rules(SINGLE)
    vector = source.vector
    monkeypatch.setattr(
        source, "vector", lambda *a: vector(*a) if a[0] != E else Chiral(sp.S.One, -sp.S.One)
    )
    with pytest.raises(ArithmeticError, match="not a vector"):
        wv.momentum_dependence.__wrapped__(SINGLE)


def test_result() -> None:
    law = wv.result(dark_model())
    assert law.formulas[0].right == 0 and law.formulas[-2].right == 0
    assert not any(sp.sympify(e.right).has(sp.Float) for e in law.formulas)
