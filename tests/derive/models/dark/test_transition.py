"""The physics of `derive.models.dark`: antisymmetry, zeros, invariances, normalisations, limits."""

from __future__ import annotations

from functools import cache, cached_property
from itertools import product
from typing import Any

import mpmath as mp
import pytest
import sympy as sp
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from darktmm.derive import conventions
from darktmm.derive.basis import trig_normal
from darktmm.derive.fields import P_L, P_R, bilinear
from darktmm.derive.lagrangian import Lagrangian, with_conjugate
from darktmm.derive.laws import dipole, kinetic_mixing
from darktmm.derive.loops import functions as loop_functions
from darktmm.derive.loops.amplitude import amplitude
from darktmm.derive.loops.euclidean import TAU, euclidean_form
from darktmm.derive.loops.integrals import UV_POLE, SimplexIntegral
from darktmm.derive.loops.triangle import FERMION_RADIATES, SCALAR_RADIATES, STRUCTURES
from darktmm.derive.models.dark import (
    DARK_PHOTON,
    G_D,
    M_1,
    M_2,
    Q_N,
    Q_S,
    THETA,
    THETA_I,
    THETA_R,
    DarkModel,
    N,
    coupling,
    feynman_rules,
    mass_eigenstates,
    pmns,
    radiative_mass,
    splitting,
    transition,
    vanishing,
    variant,
    vector_form_factor,
    yukawa,
)
from darktmm.derive.vertices import FeynmanRules

QUICK = settings(
    deadline=None, max_examples=4, derandomize=True, database=None, phases=[Phase.generate]
)
DIGITS = 30

BASE = DarkModel(neutrinos=2)
GENERAL = DarkModel(neutrinos=2, majorana_angle=THETA)
PHASED = {
    "i,1": DarkModel(neutrinos=2, phases=(sp.I, sp.S.One)),
    "1,i": DarkModel(neutrinos=2, phases=(sp.S.One, sp.I)),
    "i,i": DarkModel(neutrinos=2, phases=(sp.I, sp.I)),
}
THREE = DarkModel(neutrinos=2, generations=3, mixing="symbols")
# The other phases are this one by `test_majorana_phases_are_a_convention`.
MODELS = {"m_L=m_R": BASE, "theta": GENERAL, "i,1": PHASED["i,1"], "3 generations": THREE}
EVERY_MODEL = pytest.mark.parametrize("model", MODELS.values(), ids=MODELS.keys())
TWO_GENERATIONS = {name: model for name, model in MODELS.items() if model is not THREE}
EVERY_PAIR = pytest.mark.parametrize("model", TWO_GENERATIONS.values(), ids=TWO_GENERATIONS.keys())

H1, H2 = (h.mass for h in BASE.even)
A1, A2 = (a.mass for a in BASE.odd)
LAMBDAS = [coupling(i, a) for i in (1, 2) for a in (1, 2)]


# --- how two amplitudes are compared ------------------------------------------------------------


def collected(expression: sp.Expr) -> dict[sp.Expr, sp.Expr]:
    """Coefficient of every loop integral (and of 1), angles in normal form; zeros left out."""
    expression = sp.expand(expression)
    table = {}
    for integral in (*expression.atoms(SimplexIntegral), None):
        if integral is None:
            coefficient = expression.xreplace(dict.fromkeys(expression.atoms(SimplexIntegral), 0))
        else:
            coefficient = expression.coeff(integral)
        normal = trig_normal(sp.expand_trig(sp.expand(coefficient)))
        if normal != 0:
            table[integral or sp.S.One] = normal
    return table


def vanishes(expression: sp.Expr) -> bool:
    """Whether an amplitude is zero as an identity in all masses, angles and couplings."""
    return collected(expression) == {}


@cache
def _compiled(expression: sp.Expr) -> tuple[list[sp.Expr], list[sp.Expr], Any]:
    """The amplitude as a function of its symbols and of its loop integrals."""
    integrals = sorted(expression.atoms(SimplexIntegral), key=sp.default_sort_key)
    names = dict(zip(integrals, sp.symbols(f"x_:{len(integrals)}"), strict=True))
    bare = expression.xreplace(names)
    symbols = sorted(bare.free_symbols - set(names.values()), key=str)
    return symbols, integrals, sp.lambdify([*symbols, *names.values()], bare, "mpmath")


@cache
def _closed(integral: SimplexIntegral) -> sp.Expr:
    """A loop integral between rational nodes, twice 30 digits."""
    return integral.doit().evalf(2 * DIGITS, maxn=600)


def number(expression: sp.Expr, point: dict[sp.Expr, Any]) -> sp.Expr:
    """An amplitude at a rational point: every integral in closed form, then twice 30 digits."""
    point = {k: sp.sympify(v) for k, v in point.items()}
    symbols, integrals, function = _compiled(expression)
    closed = [_closed(i.xreplace(point)) for i in integrals]
    with mp.workdps(2 * DIGITS):
        values = [mp.mpmathify(x.evalf(2 * DIGITS)) for x in [point[s] for s in symbols] + closed]
        return sp.sympify(function(*values)).evalf(2 * DIGITS)


def close(a: sp.Expr, b: sp.Expr, digits: int = 25) -> bool:
    """Equality to a number of digits, relative to the larger one."""
    scale = max(sp.Abs(a), sp.Abs(b))
    return scale == 0 or sp.Abs(a - b).evalf(10) < scale * sp.Float(10) ** -digits


RATIONALS = st.builds(sp.Rational, st.integers(1, 40), st.integers(1, 12))
SIGNED = st.builds(lambda r, s: s * r, RATIONALS, st.sampled_from((1, -1)))
COMPLEX = st.builds(lambda a, b: a + sp.I * b, SIGNED, SIGNED)


@st.composite
def points(draw: st.DrawFn) -> dict[sp.Expr, Any]:
    """Masses (the fermions' signed and all different), angles and complex couplings."""
    masses = draw(st.lists(RATIONALS, min_size=6, max_size=6, unique=True))
    point: dict[sp.Expr, Any] = dict(zip((H1, H2, A1, A2, M_1, M_2), masses, strict=True))
    point[M_1] *= draw(st.sampled_from((1, -1)))
    point |= {angle: draw(SIGNED) for angle in (THETA, THETA_R, THETA_I)}
    point |= {x: draw(COMPLEX) for x in LAMBDAS}
    assume(point[THETA_R] != point[THETA_I])
    assume(sp.expand(point[LAMBDAS[0]] * point[LAMBDAS[3]] - point[LAMBDAS[1]] * point[LAMBDAS[2]]))
    return {**point, G_D: draw(RATIONALS), Q_S: draw(SIGNED), Q_N: draw(SIGNED)}


@st.composite
def orthogonal(draw: st.DrawFn, size: int = 3) -> sp.Matrix:
    """A rational rotation by Cayley's formula, (1 − A)(1 + A)⁻¹ with A antisymmetric."""
    entries = iter(draw(st.lists(SIGNED, min_size=size * size, max_size=size * size)))
    antisymmetric = sp.zeros(size, size)
    for row in range(size):
        for column in range(row):
            antisymmetric[row, column] = next(entries)
            antisymmetric[column, row] = -antisymmetric[row, column]
    return (sp.eye(size) - antisymmetric) * (sp.eye(size) + antisymmetric).inv()


def t21(model: DarkModel = BASE) -> sp.Expr:
    """T_ji of ν_1 → ν_2."""
    return transition.coefficient(model, 1, 2)


# --- Majorana self-conjugacy and hermiticity ----------------------------------------------------


@EVERY_MODEL
def test_antisymmetric(model: DarkModel) -> None:
    """T_ij = −T_ji, each of the two summed from its own diagrams."""
    assert t21(model) != 0
    assert vanishes(t21(model) + transition.coefficient(model, 2, 1))


@pytest.mark.parametrize(
    ("model", "i"), [(BASE, 1), (GENERAL, 1), (GENERAL, 2), (PHASED["i,1"], 1), (THREE, 2)]
)
def test_diagonal_moment_is_zero(model: DarkModel, i: int) -> None:
    """A Majorana neutrino has no moment of its own: T_ii = 0."""
    assert vanishes(transition.coefficient(model, i, i))


@EVERY_PAIR
def test_hermitian_partner(model: DarkModel) -> None:
    """The coefficient of iσq P_R is R = −T*."""
    assert vanishes(transition.partner(model, 1, 2) + sp.conjugate(t21(model)))


@EVERY_PAIR
def test_antisymmetrising_again_doubles(model: DarkModel) -> None:
    """A_ij = μ_ij − μ_ji of a sum that is antisymmetric already is twice the sum."""
    assert vanishes(t21(model) - transition.coefficient(model, 2, 1) - 2 * t21(model))


@EVERY_PAIR
def test_dipole_is_finite(model: DarkModel) -> None:
    """No dimension-five counterterm exists, so that the dipole has no ultraviolet pole."""
    assert not t21(model).has(UV_POLE)


# --- diagrams in which the fermion radiates -----------------------------------------------------


@EVERY_PAIR
def test_fermion_radiated_cancels_scalar_by_scalar(model: DarkModel) -> None:
    """N_1 → N_2 and N_2 → N_1 do not vanish, but cancel for each scalar."""
    table = transition.fermion_radiated_by_direction(model, 1, 2)
    scalars = {key[2] for key in table}
    assert scalars == {"H_1", "H_2", "A_1", "A_2"}
    for name in scalars:
        assert sp.expand(table[1, 2, name]) != 0
        assert vanishes(sum(v for key, v in table.items() if key[2] == name))


@EVERY_MODEL
def test_fermion_radiated_sum_is_zero(model: DarkModel) -> None:
    """The diagrams in which the fermion radiates add up to zero for any masses and mixings."""
    assert transition.coefficient(model, 1, 2, FERMION_RADIATES) == 0
    assert vanishes(t21(model) - transition.coefficient(model, 1, 2, SCALAR_RADIATES))


class WithCouplingToLeftN(DarkModel):
    """A second Yukawa coupling per neutrino, to the other chirality of N."""

    @cached_property
    def neutrino_basis(self) -> Lagrangian:
        base = DarkModel(neutrinos=2).neutrino_basis
        extra = sum(
            sp.Symbol(f"kappa_{i}", complex=True) * bilinear(nu, N, chirality="L") * self.scalars[0]
            for i, nu in self.nu.items()
        )
        return Lagrangian({**base.parts, "L_left": sp.expand(with_conjugate(extra))}, base.vectors)


def test_fermion_radiated_needs_one_coupling_per_neutrino() -> None:
    """With N_L coupled as well, products of couplings are not symmetric: the sum survives."""
    total = transition.coefficient(WithCouplingToLeftN(neutrinos=2), 1, 2, FERMION_RADIATES)
    assert not vanishes(total)
    reverse = transition.coefficient(WithCouplingToLeftN(neutrinos=2), 2, 1, FERMION_RADIATES)
    assert vanishes(total + reverse)


# --- zeros, and what is not a zero --------------------------------------------------------------


def test_every_condition_is_a_zero() -> None:
    """Parallel Yukawas, aligned or orthogonal mixings, equal masses, m = 0: each gives T = 0."""
    found = vanishing.conditions(BASE)
    assert [c.residual for c in found] == [0] * 6
    assert all(c.substitution for c in found)


def test_equal_cp_partners_are_not_a_zero() -> None:
    """M_Hk = M_Ak for every k leaves T ∝ sin 2(θ_I − θ_R) ≠ 0."""
    left = vanishing.not_a_zero(BASE)
    assert left != 0
    assert sp.simplify(left.subs(THETA_I, THETA_R)) == 0


def test_real_yukawas_are_not_a_zero() -> None:
    """Real couplings make Im T vanish, not T: the electric form factor stays."""
    real = {x: sp.Symbol(x.name, real=True) for x in LAMBDAS}
    t = t21().subs(real, simultaneous=True)
    assert vanishes(dipole.magnetic(t))
    assert not vanishes(dipole.electric(t))


def test_one_ordered_path_is_not_a_zero() -> None:
    """One path alone survives M_H1 = M_H2 and parallel Yukawas, where the sum is zero."""
    parallel = {coupling(i, 2): 3 * coupling(i, 1) for i in (1, 2)}
    pair = {BASE.even[0], BASE.odd[1]}
    paths = [v for d, v in transition.scalar_paths(BASE, 1, 2) if set(d.bosons) == pair]
    assert len(paths) == 4
    for path in paths:
        assert not vanishes(path.subs({H2: H1}))
        assert not vanishes(path.subs(parallel))
    assert vanishes(t21().subs({H2: H1}))
    assert vanishes(t21().subs(parallel))


def test_one_scalar_is_not_enough() -> None:
    """With one scalar the couplings factorise and T = 0 for any masses and mixings."""
    for mixing in ("angles", "symbols"):
        single = DarkModel(generations=1, neutrinos=2, mixing=mixing, majorana_angle=THETA)
        assert vanishes(t21(single))
        assert transition.scalar_paths(single, 1, 2)


@pytest.mark.parametrize("angle", [THETA_R, THETA_I])
def test_a_quarter_turn_is_odd(angle: sp.Symbol) -> None:
    """T ∝ sin 2(θ_I − θ_R): a turn of one angle by π/2 at fixed masses reverses its sign."""
    assert vanishes(t21().subs(angle, angle + sp.pi / 2) + t21())


def test_signed_masses_cancel_on_a_curve() -> None:
    """0 < m < m_D: Σ M_α K_α changes its sign although none of the listed factors vanishes."""
    below, above = vanishing.opposite_signs()
    assert below < 0 < above
    assert vanishing.kernel_is_positive()


def test_flavour_tensor_is_a_product_of_minors() -> None:
    """λ*_j2λ*_i1 − λ*_i2λ*_j1 = det y* · det U: two flavours and two scalars are the minimum."""
    flavour = vanishing.flavour_structure(BASE)
    y = sp.Matrix(2, 2, lambda f, a: sp.conjugate(yukawa(["e", "mu"][f], a + 1)))
    u = sp.Matrix(2, 2, lambda f, i: pmns(["e", "mu"][f], i + 1))
    assert sp.expand(flavour - y.det() * u.det()) == 0


# --- invariances --------------------------------------------------------------------------------


def test_rephasing_of_neutrinos() -> None:
    """ν_iL → e^{−iφ_i}ν_iL in the Lagrangian gives T_ji → e^{−i(φ_i + φ_j)} T_ji."""
    phi = {i: sp.Symbol(f"phi_{i}", real=True) for i in (1, 2)}
    turned = {
        nu: (sp.exp(-sp.I * phi[i]) * P_L + sp.exp(sp.I * phi[i]) * P_R) * nu
        for i, nu in BASE.nu.items()
    }
    rules = FeynmanRules(BASE.mass_basis.substituted(turned), relations=BASE.physical_parameters())
    factors = amplitude(
        rules, BASE.nu[1], BASE.nu[2], DARK_PHOTON, structures=("sigma_L", "sigma_R"), massless=True
    )
    phase = sp.exp(-sp.I * (phi[1] + phi[2]))
    assert vanishes(sp.expand(factors["sigma_L"] / phase) - t21())
    assert vanishes(sp.expand(factors["sigma_R"] * phase) + sp.conjugate(t21()))


def _signed(model: DarkModel) -> dict[sp.Expr, sp.Expr]:
    """Masses of the states, η²M, in terms of the signed eigenvalues."""
    return {
        n.mass: eta**2 * n.mass for n, eta in zip(model.heavy.states, model.phases, strict=True)
    }


@pytest.mark.parametrize("model", PHASED.values(), ids=PHASED.keys())
def test_majorana_phases_are_a_convention(model: DarkModel) -> None:
    """A sign of M_α kept in the mass or moved into the field, N → iN: T and m_ν are the same."""
    assert vanishes(t21(model).subs(_signed(model), simultaneous=True) - t21())
    mass = radiative_mass.mass(model, 1, 2).subs(_signed(model), simultaneous=True)
    assert vanishes(mass - radiative_mass.mass(BASE, 1, 2))


@QUICK
@given(points())
def test_majorana_phases_numerically(point: dict[sp.Expr, Any]) -> None:
    """T with M_1 < 0 equals T with |M_1| and N_1 → iN_1, to 25 of 30 digits."""
    negative = {**point, M_1: -abs(point[M_1])}
    positive = {**point, M_1: abs(point[M_1])}
    assert close(number(t21(), negative), number(t21(PHASED["i,1"]), positive))
    assert not close(number(t21(), negative), number(t21(), positive))


@pytest.mark.parametrize(
    "relabelled",
    [
        {THETA_R: THETA_R + sp.pi / 2, H1: H2, H2: H1},
        {THETA_I: THETA_I + sp.pi / 2, A1: A2, A2: A1},
    ],
    ids=("CP-even", "CP-odd"),
)
def test_numbering_of_scalars(relabelled: dict[sp.Expr, sp.Expr]) -> None:
    """H_1 ↔ H_2 with θ_R → θ_R + π/2 (the same for A) is a change of names."""
    assert vanishes(t21().subs(relabelled, simultaneous=True) - t21())
    mass = radiative_mass.mass(BASE, 1, 2)
    assert vanishes(mass.subs(relabelled, simultaneous=True) - mass)


def test_numbering_of_generations() -> None:
    """S_1 ↔ S_2: λ_i1 ↔ λ_i2 with θ → π/2 − θ for both mixings."""
    swap = {coupling(i, a): coupling(i, 3 - a) for i in (1, 2) for a in (1, 2)}
    swap |= {angle: sp.pi / 2 - angle for angle in (THETA_R, THETA_I)}
    assert vanishes(t21().subs(swap, simultaneous=True) - t21())
    only_couplings = {x: swap[x] for x in LAMBDAS}
    assert not vanishes(t21().subs(only_couplings, simultaneous=True) - t21())


def test_sign_of_a_scalar_field() -> None:
    """A_k → −A_k for all k is a change of names, in the Lagrangian and in T."""
    rules = FeynmanRules(
        BASE.mass_basis.substituted({a: -a for a in BASE.odd}), relations=BASE.physical_parameters()
    )
    factors = amplitude(
        rules, BASE.nu[1], BASE.nu[2], DARK_PHOTON, structures=("sigma_L",), massless=True
    )
    assert vanishes(factors["sigma_L"] - t21())
    assert rules.current(BASE.even[0], BASE.odd[1], DARK_PHOTON).first == -(
        feynman_rules.scalar_current(BASE, 1, 2).first
    )


@pytest.mark.parametrize("routing", [(1, 0), (0, -1), (1, -2)])
def test_loop_momentum_routing(routing: tuple[int, int]) -> None:
    """k → k + a p + b p' leaves all six form factors where they are."""
    rerouted = amplitude(
        BASE.rules,
        BASE.nu[1],
        BASE.nu[2],
        DARK_PHOTON,
        massless=True,
        routing=routing,
        poles="keep",
    )
    plain = transition.form_factors(BASE, 1, 2)
    for structure in STRUCTURES:
        assert sp.expand(rerouted[structure] - plain[structure]) == 0


@QUICK
@given(points(), st.sampled_from((2, 3, sp.Rational(5, 7))))
def test_mass_dimension(point: dict[sp.Expr, Any], scale: Any) -> None:
    """A dipole has mass dimension −1: T(s·masses) = T/s; a radiative mass has +1."""
    scaled = {k: scale * v if k in (H1, H2, A1, A2, M_1, M_2) else v for k, v in point.items()}
    assert close(number(t21(), scaled) * scale, number(t21(), point))
    mass = radiative_mass.finite(BASE, 1, 2)
    assert close(number(mass, scaled), scale * number(mass, point))


def test_massless_internal_fermion() -> None:
    """m = m_D: N_1 is massless, its share vanishes without a logarithm and N_2's is left."""
    values = {H1: 2, H2: 3, A1: 5, A2: 7, M_2: 4, THETA_R: 1, THETA_I: 2, G_D: 1, Q_S: -1}
    values |= dict(zip(LAMBDAS, (1, 2, sp.I, 3), strict=True))
    at_zero = number(t21(), {**values, M_1: 0})
    assert at_zero.is_finite and at_zero != 0
    near = number(t21(), {**values, M_1: sp.Rational(1, 10**28)})
    assert close(near, at_zero)
    assert loop_functions.path_function()(0, 2, 3).doit().is_finite


# --- structure ----------------------------------------------------------------------------------


@EVERY_PAIR
def test_factorised_structure(model: DarkModel) -> None:
    """T = Σ_α share_α M_α ΔJ_α with the signs + + − −, both splittings outside."""
    f = transition.factorised(model)
    assert dict(f.pattern) == {(1, 1): 1, (2, 2): 1, (1, 2): -1, (2, 1): -1}
    four = sum(
        share * n.mass * sign * loop_functions.path_function()(n.mass, h.mass, a.mass)
        for share, n in zip(f.shares, model.heavy.states, strict=True)
        for ((k, m), sign) in f.pattern.items()
        for h, a in ((model.even[k - 1], model.odd[m - 1]),)
    )
    assert vanishes(t21(model) - four)
    assert f.shares[0].has(sp.sin) and all(share.has(G_D, Q_S) for share in f.shares)


def test_weights_of_the_heavy_fermions() -> None:
    """N_α enters with |O_Rα|², cos²θ and sin²θ, with η_α² on top where N_α → η_αN_α."""
    weights = [w for w, _ in transition.factorised(GENERAL).weights]
    assert weights[0] == 1 and sp.simplify(weights[1] - sp.tan(THETA) ** 2) == 0
    for model in PHASED.values():
        first, second = (eta**2 for eta in model.phases)
        assert [w for w, _ in transition.factorised(model).weights] == [1, second / first]


@QUICK
@given(points())
def test_factorised_form_numerically(point: dict[sp.Expr, Any]) -> None:
    """prefactor · Σ w_α M_α ΔJ_α, splittings taken out, is the sum of all diagrams."""
    f = transition.factorised(GENERAL)
    total = f.prefactor * sum(
        w * mass * loop_functions.path_difference()(mass, H1, H2, A1, A2) for w, mass in f.weights
    )
    assert close(number(total, point), number(t21(GENERAL), point))


def _tilde(i: int, column: sp.Matrix) -> sp.Expr:
    """λ̃*_i = Σ_a O_a λ*_ia for one physical scalar."""
    return sum(o * sp.conjugate(coupling(i, a)) for a, o in enumerate(column, start=1))


def _weights(even: sp.Matrix, odd: sp.Matrix) -> sp.Matrix:
    """W_km = C_km (λ̃*_jA λ̃*_iH − λ̃*_jH λ̃*_iA) for i = 1, j = 2."""
    current = even.T * odd

    def entry(k: int, m: int) -> sp.Expr:
        h, a = even[:, k], odd[:, m]
        pair = _tilde(2, a) * _tilde(1, h) - _tilde(2, h) * _tilde(1, a)
        return current[k, m] * pair

    return sp.Matrix(even.rows, odd.rows, entry)


def _pair_sum(model: DarkModel, even: sp.Matrix, odd: sp.Matrix) -> sp.Expr:
    """κ Σ_α M_α Σ_km W_km J_km."""
    weights = _weights(even, odd)
    return transition.path_normalisation(model) * sum(
        n.mass
        * weights[k, m]
        * loop_functions.path_function()(n.mass, model.even[k].mass, model.odd[m].mass)
        for n in model.heavy.states
        for k, m in product(range(model.generations), repeat=2)
    )


def test_pair_sum_for_angles() -> None:
    """κ Σ M_α C_km (λ̃*_jA λ̃*_iH − λ̃*_jH λ̃*_iA) J_km is the whole amplitude, as an identity."""
    assert vanishes(t21() - _pair_sum(BASE, *BASE.rotations))


@QUICK
@given(points())
def test_pair_sum_for_angles_numerically(point: dict[sp.Expr, Any]) -> None:
    """The pair sum equals prefactor · Σ M_α ΔJ_α at 30 digits."""
    f = transition.factorised(BASE)
    total = f.prefactor * sum(
        w * mass * loop_functions.path_difference()(mass, H1, H2, A1, A2) for w, mass in f.weights
    )
    assert close(number(_pair_sum(BASE, *BASE.rotations), point), number(total, point))


@settings(QUICK, max_examples=3)
@given(orthogonal(), orthogonal(), st.lists(COMPLEX, min_size=6, max_size=6))
def test_pair_sum_for_any_rotation(even: sp.Matrix, odd: sp.Matrix, values: list[sp.Expr]) -> None:
    """Three generations with arbitrary rational O_R, O_I: exact, masses symbolic."""
    names = dict(zip(THREE.rotations[0], even, strict=True))
    names |= dict(zip(THREE.rotations[1], odd, strict=True))
    couplings = [coupling(i, a) for i in (1, 2) for a in (1, 2, 3)]
    names |= dict(zip(couplings, values, strict=True))
    claimed = _pair_sum(THREE, even, odd).xreplace(names)
    assert sp.expand(t21(THREE).xreplace(names) - claimed) == 0


@settings(QUICK, max_examples=5)
@given(orthogonal(), orthogonal(), st.lists(COMPLEX, min_size=6, max_size=6))
def test_only_mixed_differences_enter(
    even: sp.Matrix, odd: sp.Matrix, values: list[sp.Expr]
) -> None:
    """Rows and columns of W sum to zero, so that J_km → J_km + a_k + b_m changes nothing."""
    couplings = [coupling(i, a) for i in (1, 2) for a in (1, 2, 3)]
    weights = _weights(even, odd).xreplace(dict(zip(couplings, values, strict=True)))
    weights = weights.applyfunc(sp.expand)
    ones = sp.ones(3, 1)
    assert (weights * ones).applyfunc(sp.expand) == sp.zeros(3, 1)
    assert (weights.T * ones).applyfunc(sp.expand) == sp.zeros(3, 1)
    a, b = sp.symbols("a_1:4"), sp.symbols("b_1:4")
    shift = sum(weights[k, m] * (a[k] + b[m]) for k, m in product(range(3), repeat=2))
    assert sp.expand(shift) == 0


@EVERY_PAIR
def test_normalisation_of_a_path_is_that_of_the_sum(model: DarkModel) -> None:
    """The sum of ordered paths is κ sin 2(θ_I − θ_R)/2 times the flavour tensor."""
    tensor = sp.conjugate(coupling(2, 2) * coupling(1, 1) - coupling(1, 2) * coupling(2, 1))
    claimed = -transition.path_normalisation(BASE) / 2 * tensor * sp.sin(2 * (THETA_I - THETA_R))
    weight = {BASE: 1, GENERAL: 2 * sp.cos(THETA) ** 2}.get(model, model.phases[0] ** 2)
    share = transition.factorised(model).shares[0]
    assert trig_normal(sp.expand_trig(share - weight * claimed)) == 0


# --- normalisations of the dipole ---------------------------------------------------------------


def test_dipole_normalisations() -> None:
    """Operator (7) counts every Majorana pair twice, T = 2μ; a Dirac moment is itself."""
    assert dipole.majorana_normalisation() == 2
    assert dipole.dirac_normalisation() == 1
    assert not dipole.diagonal_vertex()


def test_the_reversed_path_has_the_sign_that_is_shown() -> None:
    """A → H against H → A with the same product of couplings: the engine's ratio, and that of the two formulas."""
    single = variant(BASE, generations=1, neutrinos=2, mixing="symbols")
    (even,), (odd,), n = single.even, single.odd, single.heavy.states[0]
    paths = {
        d.bosons: value for d, value in transition.scalar_paths(single, 1, 2) if d.fermions == (n,)
    }
    shown = {f.name: f.right for f in transition.scalar_result(BASE).formulas}
    ratio = shown["scalar-path-reversed"] / shown["scalar-path"]
    sign = ratio.subs(dict.fromkeys(ratio.free_symbols, sp.S.One))
    assert sp.cancel(sp.expand(paths[odd, even]) / sp.expand(paths[even, odd])) == sign == -1


def test_unchiral_operator_loses_the_real_part() -> None:
    """With four-component Majorana fields the h.c. cancels a real μ, not an imaginary one."""
    mu, x = sp.Symbol("mu_21", complex=True), sp.Symbol("x", real=True)
    vertex = dipole.unchiral_majorana_vertex()
    for chirality in (vertex.left, vertex.right):
        assert sp.expand(chirality.subs(mu, x)) == 0
        assert sp.expand(chirality.subs(mu, sp.I * x)) != 0


def test_magnetic_and_electric_form_factors() -> None:
    """T P_L − T*P_R = f^M + iγ5 f^E: both imaginary, T = f^M − i f^E and R = f^M + i f^E."""
    f_m, f_e = dipole.magnetic(dipole.T), dipole.electric(dipole.T)
    assert sp.expand(f_m - sp.I * f_e) == dipole.T
    assert sp.expand(f_m + sp.I * f_e) == -sp.conjugate(dipole.T)
    assert sp.expand(f_m + sp.conjugate(f_m)) == 0
    assert sp.expand(f_e + sp.conjugate(f_e)) == 0


# --- radiative mass -----------------------------------------------------------------------------


@EVERY_PAIR
def test_radiative_mass_is_finite_and_symmetric(model: DarkModel) -> None:
    """Poles of CP-even and CP-odd scalars cancel by OᵀO = 1, and m_ji = m_ij."""
    assert radiative_mass.divergence(model, 1, 2) == 0
    assert radiative_mass.divergence(model, 1, 1) == 0
    assert vanishes(radiative_mass.mass(model, 1, 2) - radiative_mass.mass(model, 2, 1))
    assert not vanishes(radiative_mass.mass(model, 1, 1))


@settings(QUICK, max_examples=3)
@given(orthogonal(), orthogonal())
def test_radiative_mass_is_finite_for_any_rotation(even: sp.Matrix, odd: sp.Matrix) -> None:
    """Three generations: the pole is Σ_α M_α(O_RO_Rᵀ − O_IO_Iᵀ)λ*λ* and vanishes for rotations."""
    pole = radiative_mass.divergence(THREE, 1, 2)
    assert pole != 0
    names = dict(zip(THREE.rotations[0], even, strict=True))
    names |= dict(zip(THREE.rotations[1], odd, strict=True))
    assert sp.expand(pole.xreplace(names)) == 0


@QUICK
@given(points())
def test_radiative_mass_from_differences(point: dict[sp.Expr, Any]) -> None:
    """The scale-free form equals the sum of logarithmic bubbles, whatever the unit of mass."""
    bubbles = radiative_mass.mass(GENERAL, 1, 2).subs(UV_POLE, sp.Rational(17, 3))
    assert close(number(radiative_mass.finite(GENERAL, 1, 2), point), number(bubbles, point))


def test_radiative_mass_needs_split_scalars() -> None:
    """Equal masses and angles of CP partners conserve lepton number in the loop: m_ji = 0."""
    same = {A1: H1, A2: H2, THETA_I: THETA_R}
    assert vanishes(radiative_mass.mass(BASE, 1, 2).subs(same, simultaneous=True))


def test_radiative_mass_survives_the_zeros_of_the_moment() -> None:
    """θ_I = θ_R and parallel Yukawas give T = 0 but a mass: the loops differ by symmetry."""
    mass = radiative_mass.mass(BASE, 1, 2)
    assert not vanishes(mass.subs(THETA_I, THETA_R))
    assert not vanishes(mass.subs({coupling(i, 2): 3 * coupling(i, 1) for i in (1, 2)}))


# --- vector form factor -------------------------------------------------------------------------


@pytest.mark.parametrize("model", [BASE, GENERAL], ids=("m_L=m_R", "theta"))
def test_vector_pole_is_the_charge_of_the_yukawa_term(model: DarkModel) -> None:
    """The pole of γ^μP_L is −g_D(Q_N + Q_S) Σ_a λ_ja λ*_ia / 32π²."""
    flavour = sum(coupling(2, a) * sp.conjugate(coupling(1, a)) for a in (1, 2))
    claimed = -G_D * (Q_N + Q_S) * flavour / (32 * sp.pi**2)
    assert sp.expand(vector_form_factor.divergence(model, 1, 2) - claimed) == 0


@pytest.mark.parametrize(("i", "j"), [(1, 2), (1, 1)])
def test_ward_identity(i: int, j: int) -> None:
    """Where U(1)_D is exact (m = 0, equal CP partners) the vector coupling vanishes at q² = 0."""
    assert vector_form_factor.symmetric_limit(BASE, i, j) == 0
    assert not vanishes(vector_form_factor.finite(BASE, i, j))


@pytest.mark.parametrize("model", [BASE, GENERAL], ids=("m_L=m_R", "theta"))
def test_vector_form_factor_is_hermitian(model: DarkModel) -> None:
    """f_ji = f_ij*, each from its own diagrams."""
    forward = vector_form_factor.finite(model, 1, 2)
    backward = vector_form_factor.finite(model, 2, 1)
    assert vanishes(forward - sp.conjugate(backward))


def test_diagonal_vector_current_vanishes() -> None:
    """ν̄_iγ^μν_i = 0: the two chiralities of the diagonal element are opposite."""
    factors = transition.form_factors(BASE, 1, 1)
    assert vanishes(factors["gamma_L"] + factors["gamma_R"])


def test_majorana_relates_the_chiralities() -> None:
    """ψ = ψᶜ: f_R,ji = −f_L,ij."""
    forward, backward = (transition.form_factors(BASE, *pair) for pair in ((1, 2), (2, 1)))
    assert vanishes(forward["gamma_R"] + backward["gamma_L"])


# --- loop functions in their limits -------------------------------------------------------------


@QUICK
@given(st.lists(RATIONALS, min_size=5, max_size=5, unique=True))
def test_difference_of_four_paths(masses: list[sp.Rational]) -> None:
    """(δM_H²)(δM_A²)K = J_11 + J_22 − J_12 − J_21 and K > 0, at 30 digits."""
    m, h1, h2, a1, a2 = masses
    j = loop_functions.path_function()
    four = sum(
        sign * j(m, h, a).doit()
        for h, a, sign in ((h1, a1, 1), (h2, a2, 1), (h1, a2, -1), (h2, a1, -1))
    )
    kernel = loop_functions.path_kernel()(*masses).doit().evalf(DIGITS)
    factored = (h1**2 - h2**2) * (a1**2 - a2**2) * kernel
    assert kernel > 0
    assert close(four.evalf(DIGITS), factored)


def test_path_function_is_the_feynman_integral() -> None:
    """J = ∫dxdy (1−x−y)/(xM_A² + yM_H² + (1−x−y)M²), integrated numerically."""
    m, h, a = 2, 3, 5
    with mp.workdps(15):
        direct = mp.quad(
            lambda x: mp.quad(
                lambda y: (1 - x - y) / (x * a**2 + y * h**2 + (1 - x - y) * m**2), [0, 1 - x]
            ),
            [0, 1],
        )
    closed = loop_functions.path_function()(m, h, a).doit().evalf(DIGITS)
    assert close(sp.Float(str(direct), 15), closed, 12)


@pytest.mark.parametrize(
    "function",
    [loop_functions.path_function, loop_functions.path_kernel],
    ids=lambda f: f.__name__,
)
def test_euclidean_form(function: Any) -> None:
    """One positive momentum integral equals the closed form of the divided differences."""
    masses = (2, 3, 5, 7, 11)[: len(function().arguments)]
    form = euclidean_form(function().right)
    assert all(not c.could_extract_minus_sign() for c in form.numerator)
    integrand = form.integrand().subs(dict(zip(function().arguments, masses, strict=True)))
    with mp.workdps(20):
        value = sp.sympify(mp.quad(sp.lambdify(TAU, integrand, "mpmath"), [0, 1, 10, 100, mp.inf]))
    assert close(value, function()(*masses).doit().evalf(DIGITS), 15)


def test_limits_of_f() -> None:
    """f(0) = 1/6, f(1) = 1/60, f → 1/6t²; f falls monotonically and stays positive."""
    t = splitting.T_RATIO
    limits = splitting.f_limits()
    assert (limits["0"], limits["1"]) == (sp.Rational(1, 6), sp.Rational(1, 60))
    assert limits["oo"] == 1 / (6 * t**2)
    f = splitting.f_function()
    assert sp.limit(f, t, 0, "+") == limits["0"]
    assert close(f.subs(t, 1 + sp.Rational(1, 10**8)).evalf(DIGITS, maxn=400), limits["1"], 7)
    samples = [f.subs(t, sp.Rational(n, 7)).evalf(DIGITS) for n in (1, 3, 6, 8, 20, 90)]
    assert samples == sorted(samples, reverse=True) and samples[-1] > 0


@QUICK
@given(RATIONALS, RATIONALS)
def test_f_is_the_kernel_at_equal_masses(m: sp.Rational, m_s: sp.Rational) -> None:
    """K(M; M_S, M_S, M_S, M_S) = f(M²/M_S²)/M_S⁶, confluent nodes being exact."""
    if m == m_s:
        m += 1
    kernel = loop_functions.path_kernel()(m, *(m_s,) * 4).doit()
    f = splitting.f_function().subs(splitting.T_RATIO, (m / m_s) ** 2)
    assert close(kernel.evalf(DIGITS, maxn=400), (f / m_s**6).evalf(DIGITS, maxn=400))


@pytest.mark.parametrize("ratio", [sp.Rational(1, 5), sp.Rational(3, 4), sp.Rational(7, 2)])
def test_quasi_dirac_function(ratio: sp.Rational) -> None:
    """Σ_α M_α ΔJ_α → 2m δ_H δ_A h(t)/M_S⁶ for m ≪ m_D, against the exact signed sum."""
    m_d, m_s, m = ratio, sp.S.One, sp.Rational(1, 10**13)
    kernel = loop_functions.path_kernel()
    exact = sum(
        (mass * kernel(mass, *(m_s,) * 4).doit() for mass in (m - m_d, m + m_d)), sp.S.Zero
    ).evalf(DIGITS, maxn=600)
    h = splitting.quasi_dirac_function().subs(splitting.T_RATIO, m_d**2)
    assert close(exact, (2 * m * h).evalf(DIGITS), 22)


def test_quasi_dirac_function_with_split_scalars() -> None:
    """The same with four different scalars: corrections are of second order in both splittings."""
    m_d, m, eps = sp.Rational(2, 3), sp.Rational(1, 10**12), sp.Rational(1, 10**6)
    squares = (1 + eps, 1 - eps, 1 + 2 * eps, 1 - 2 * eps)
    scalars = [sp.sqrt(x) for x in squares]
    delta = loop_functions.path_difference()
    exact = sum((x * delta(x, *scalars).doit() for x in (m - m_d, m + m_d)), sp.S.Zero)
    h = splitting.quasi_dirac_function().subs(splitting.T_RATIO, m_d**2)
    claimed = 2 * m * (2 * eps) * (4 * eps) * h
    assert close(exact.evalf(DIGITS, maxn=800), claimed.evalf(DIGITS), 10)


def test_quasi_dirac_function_is_a_slope() -> None:
    """h(t) = d(M f(M²))/dM at M² = t."""
    t = splitting.T_RATIO
    f = splitting.f_function()
    assert sp.simplify(splitting.quasi_dirac_function() - (f + 2 * t * sp.diff(f, t))) == 0


def test_small_splitting_series() -> None:
    """K to second order in δ_H, δ_A is wrong by the fourth: halving δ divides the error by 16."""
    series = splitting.kernel_series(2)
    kernel = loop_functions.path_kernel()

    def error(delta: sp.Rational) -> sp.Expr:
        point = {splitting.DELTA_H: delta, splitting.DELTA_A: 2 * delta}
        squares = (1 + delta / 2, 1 - delta / 2, 1 + delta, 1 - delta)
        exact = kernel(sp.Rational(1, 2), *map(sp.sqrt, squares)).doit().evalf(DIGITS, maxn=400)
        common = {**point, splitting.M_S: 1, loop_functions.M: sp.Rational(1, 2)}
        return exact - number(series, common)

    ratio = error(sp.Rational(1, 100)) / error(sp.Rational(1, 200))
    assert abs(ratio - 16) < sp.Rational(1, 100)


def test_no_first_order_correction() -> None:
    """With M_S² the mean of each pair the series contains even powers of the splittings only."""
    series = splitting.kernel_series(2)
    flipped = {splitting.DELTA_H: -splitting.DELTA_H, splitting.DELTA_A: -splitting.DELTA_A}
    assert sp.expand(series - series.subs(flipped, simultaneous=True)) == 0
    assert series.has(splitting.DELTA_H)
    assert splitting.leading() == splitting.kernel_series(1)


# --- what is written down as a result -----------------------------------------------------------


@pytest.mark.parametrize(
    "result",
    [
        mass_eigenstates.result,
        feynman_rules.result,
        transition.fermion_result,
        transition.scalar_result,
        dipole.result,
        vanishing.result,
        radiative_mass.result,
        vector_form_factor.result,
        splitting.result,
        kinetic_mixing.result,
    ],
    ids=lambda f: f"{f.__module__.rsplit('.', 1)[-1]}.{f.__name__}",
)
def test_results_are_exact(result: Any) -> None:
    """A law contains no floating-point number, names its source and can be typeset."""
    law = result(BASE)
    assert law.formulas and law.source and law.remarks
    assert not any(sp.sympify(e.right).has(sp.Float) for e in law.formulas)


@pytest.mark.parametrize("sign", [1, -1])
def test_kinetic_mixing_shift_is_exact(sign: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A → A + cA' removes F F' to all orders in ε and leaves 1 − ε² in front of F'²."""
    monkeypatch.setattr(conventions, "KINETIC_MIXING_SIGN", sign)
    assert kinetic_mixing.shift() == sign * kinetic_mixing.EPSILON
    assert kinetic_mixing.remaining_kinetic() == 1 - kinetic_mixing.EPSILON**2
