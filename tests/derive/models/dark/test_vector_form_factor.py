"""f_ji as one convergent integral: from the diagrams, term by term, to what breaks U(1)_D."""

from __future__ import annotations

from functools import cache
from itertools import product
from typing import Any

import mpmath as mp
import pytest
import sympy as sp

from darktmm.derive.basis import trig_normal
from darktmm.derive.loops.euclidean import TAU, EuclideanForm, euclidean_form
from darktmm.derive.loops.functions import M_A1, M_H1, M_H2, M_PHI
from darktmm.derive.loops.integrals import UV_POLE, SimplexIntegral
from darktmm.derive.models.dark import (
    G_D,
    M_1,
    M_2,
    M_DIRAC,
    M_LEFT,
    M_RIGHT,
    Q_N,
    Q_S,
    THETA,
    THETA_I,
    THETA_R,
    DarkModel,
    coupling,
    generations,
)
from darktmm.derive.models.dark import vector_form_factor as vector
from darktmm.derive.models.dark.mass_matrix import in_lagrangian_masses

BASE = DarkModel(neutrinos=2)
GENERAL = DarkModel(neutrinos=2, majorana_angle=THETA)
PHASED = DarkModel(neutrinos=2, majorana_angle=THETA, phases=(sp.I, sp.S.One))
THREE = DarkModel(neutrinos=2, generations=3, mixing="symbols", majorana_angle=THETA)
MODELS = pytest.mark.parametrize("model", [BASE, GENERAL, PHASED], ids=("m_L=m_R", "theta", "i,1"))
PAIRS = ((1, 2), (2, 1), (1, 1))

DIGITS = 40


def parity(angle: sp.Expr) -> tuple[sp.Rational, sp.Rational]:
    """(cos, sin) of a Pythagorean angle, exact."""
    t = sp.Rational(angle)
    return (1 - t**2) / (1 + t**2), 2 * t / (1 + t**2)


@cache
def point() -> dict[sp.Expr, sp.Expr]:
    """Rational masses, rational sines and cosines, complex couplings, all different."""
    values: dict[sp.Expr, sp.Expr] = {G_D: sp.Rational(1, 2), Q_S: sp.Integer(-3)}
    values |= {M_1: sp.Rational(-4, 5), M_2: sp.Rational(7, 5)}
    masses = [s.mass for s in (*BASE.even, *BASE.odd)]
    values |= dict(zip(masses, map(sp.Rational, ("1/4", "3/8", "2/9", "5/11")), strict=True))
    for angle, t in ((THETA, "2/5"), (THETA_R, "1/7"), (THETA_I, "3/5")):
        cosine, sine = parity(sp.Rational(t))
        values |= {sp.cos(angle): cosine, sp.sin(angle): sine}
    for k, (i, a) in enumerate(product((1, 2), (1, 2)), start=1):
        values[coupling(i, a)] = sp.Rational(k, 7) + sp.I * sp.Rational(3 - k, 5)
    return values


def exact(expression: sp.Expr) -> sp.Expr:
    """A rational function of the parameters at the point."""
    return sp.expand(sp.sympify(expression).xreplace(point()).doit())


@cache
def closed(integral: SimplexIntegral) -> sp.Expr:
    """A loop integral between rational nodes, 80 digits."""
    return integral.doit().evalf(2 * DIGITS, maxn=900)


def number(expression: sp.Expr) -> Any:
    """An expression with loop integrals at the point: closed forms, 40 digits."""
    values = {i: closed(i.xreplace(point())) for i in expression.atoms(SimplexIntegral)}
    return sp.sympify(expression.xreplace(values).xreplace(point()).doit()).evalf(2 * DIGITS)


def close(a: sp.Expr, b: sp.Expr) -> bool:
    """Equality to 30 digits."""
    return bool(abs(a - b) <= sp.Float(10) ** -30 * max(abs(a), abs(b)))


@pytest.fixture(scope="module", autouse=True)
def _derived() -> None:
    """Before a test replaces part of it."""
    vector.finite(BASE, 1, 2)
    vector.lines(GENERAL)


# --- flavour structure ----------------------------------------------------------------------------


@MODELS
def test_generation_matrix_is_real_symmetric_and_knows_no_flavour(model: DarkModel) -> None:
    """f_ji = Σ λ_ja λ*_ib X_ab with one X = Xᵀ for every i and j."""
    x, *others = (vector.generation_matrix(model, *pair) for pair in PAIRS)
    assert not x.has(sp.I) and not x.atoms(sp.conjugate)
    assert all((x - y).applyfunc(trig_normal).is_zero_matrix for y in (*others, x.T))
    assert trig_normal(x[0, 1]) != 0 and trig_normal(x[0, 0] - x[1, 1]) != 0


def test_another_flavour_structure_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """λ*_ja λ_ib is not λ_ja λ*_ib."""
    right = vector.finite(BASE, 1, 2)
    monkeypatch.setattr(vector, "finite", lambda *_: sp.conjugate(right))
    with pytest.raises(ArithmeticError, match="is not a sum of y_a"):
        vector.generation_matrix.__wrapped__(BASE, 1, 2)


def engine_integrand(total: sp.Expr) -> tuple[sp.Expr, sp.Expr]:
    """What the diagrams integrate over τ, and the constant beside it."""
    integrals = total.atoms(SimplexIntegral)
    integrand = sum(total.coeff(i) * generations.momentum_integrand(i) for i in integrals)
    return integrand, total.xreplace(dict.fromkeys(integrals, sp.S.Zero)).subs(UV_POLE, 0)


def propagators(model: DarkModel, numbers: dict[sp.Expr, sp.Expr]) -> tuple[sp.Matrix, sp.Matrix]:
    """D_R and D_I at rational masses and mixings."""
    tau = numbers[TAU]
    d_r, d_i = (
        o.xreplace(numbers)
        * sp.diag(*(1 / (tau + numbers[s.mass] ** 2) for s in scalars))
        * o.T.xreplace(numbers)
        for o, scalars in zip(model.rotations, (model.even, model.odd), strict=True)
    )
    return d_r, d_i


def test_three_generations_are_one_with_labels() -> None:
    """∫[𝓕(D_R + D_I) + 𝓢(D_RD_I + D_ID_R)] + 2c for any matrices O_R, O_I, coupling by coupling."""
    total = sp.expand(vector.coefficient(THREE, 1, 2).subs(Q_N, -Q_S))
    even, odd = THREE.rotations
    found = vector.lines(THREE)
    numbers: dict[sp.Expr, sp.Expr] = dict(point())
    symbols = [*even, *odd, *(s.mass for s in (*THREE.even, *THREE.odd)), TAU]
    numbers |= {s: sp.Rational(k + 2, k + 5) for k, s in enumerate(symbols)}
    d_r, d_i = propagators(THREE, numbers)

    def at(expression: sp.Expr) -> sp.Expr:
        return sp.expand(expression.xreplace(numbers))

    fermion, scalar, contact = map(at, (found.fermion, found.scalar, found.contact))
    for a, b in ((0, 0), (0, 1), (2, 0)):
        part = total.coeff(coupling(2, a + 1) * sp.conjugate(coupling(1, b + 1)))
        integrand, constant = map(at, engine_integrand(part))
        single, double = (m[a, b] for m in (d_r + d_i, d_r * d_i + d_i * d_r))
        assert integrand - fermion * single - scalar * double == 0
        assert integrand - fermion * single + scalar * double != 0
        assert a == b or integrand - fermion * single - 2 * scalar * (d_r * d_i)[a, b] != 0
        assert constant == contact * at((even * even.T + odd * odd.T)[a, b])


# --- one momentum integral ------------------------------------------------------------------------


def test_logarithms_as_momentum_integrals() -> None:
    """Differences of logarithmic integrals: F[x, y, a] − F[x, y, b] = (a − b) F'[x, y, a, b]."""
    x, y, a, b = sp.symbols("x y a b", positive=True)
    log = [generations.momentum_integrand(SimplexIntegral(0, x, y, c)) for c in (a, b)]
    difference = (a - b) * SimplexIntegral(1, x, y, a, b).euclidean(TAU)
    assert sp.cancel(log[0] - log[1] - difference) == 0
    assert sp.cancel(log[0] + log[1] - difference) != 0


def test_the_surface_term_is_used_once() -> None:
    """The engine's integrand and d𝓢(D_R + D_I)/dτ are 𝓝(D_R + D_I) − 𝓢(D_R − D_I)², exactly."""
    found = vector.lines(GENERAL)
    majorana = vector.majorana_form(GENERAL).integrand() * (TAU + M_PHI**2)
    splitting = vector.splitting_form(GENERAL).integrand()
    splitting *= (TAU + M_H1**2) * (TAU + M_H2**2) * (TAU + M_A1**2) ** 2
    matrix = GENERAL.heavy.mass_matrix()
    names = {M_LEFT: matrix[0, 0], M_RIGHT: matrix[1, 1], M_DIRAC: matrix[0, 1]}
    x = vector.generation_matrix(GENERAL, 1, 2)
    for tau, (a, b) in product((sp.Rational(1, 3), sp.Integer(5)), ((0, 0), (0, 1))):
        at_tau = {**point(), TAU: tau}
        d_r, d_i = propagators(GENERAL, at_tau)
        integrand, constant, scalar, slope, n, s = (
            sp.expand(e.xreplace(at_tau))
            for e in (
                *engine_integrand(sp.expand(x[a, b])),
                found.scalar,
                sp.diff(found.scalar, TAU),
                majorana.subs(names),
                splitting.subs(names),
            )
        )
        surface = (slope * (d_r + d_i) - scalar * (d_r**2 + d_i**2))[a, b]
        single, squared = (d_r + d_i)[a, b], ((d_r - d_i) ** 2)[a, b]
        assert sp.expand(integrand + surface - n * single + s * squared) == 0
        assert sp.expand(integrand + surface - n * single - s * squared) != 0
        assert sp.expand(integrand - n * single + s * squared) != 0
        assert constant == 2 * exact(found.contact) * int(a == b)


@pytest.mark.parametrize(
    ("structure", "message"),
    [
        (lambda r, o: (r * o) ** 2, "diverges"),
        (lambda r, o: r**2 - o**2, "do not enter alike"),
    ],
)
def test_lines_refuse(structure: Any, message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Too large a scalar current does not cancel the poles; CP partners have to enter alike."""
    one = DarkModel(generations=1, neutrinos=2, mixing="symbols", majorana_angle=THETA)
    right = vector.coefficient(one, 1, 2)
    (r,), (o,) = (matrix[:] for matrix in one.rotations)
    added = coupling(2, 1) * sp.conjugate(coupling(1, 1)) * structure(r, o)
    extra = UV_POLE if message == "diverges" else SimplexIntegral(1, M_1**2, M_2**2)
    monkeypatch.setattr(vector, "coefficient", lambda *_: right + added * extra)
    with pytest.raises(ArithmeticError, match=message):
        vector.lines.__wrapped__(GENERAL)


def test_what_is_left_of_the_poles_is_a_surface_term(monkeypatch: pytest.MonkeyPatch) -> None:
    """𝓢/τ → c for τ → ∞; a constant twice as large is none."""
    one = DarkModel(generations=1, neutrinos=2, mixing="symbols", majorana_angle=THETA)
    right = vector.coefficient(one, 1, 2)
    bare = right.xreplace(dict.fromkeys(right.atoms(SimplexIntegral), sp.S.Zero)).subs(UV_POLE, 0)
    monkeypatch.setattr(vector, "coefficient", lambda *_: right + bare)
    with pytest.raises(ArithmeticError, match="not a surface term"):
        vector.lines.__wrapped__(GENERAL)


def test_integrands_are_elements_of_propagators() -> None:
    """𝓝 = 2cτ[τ S_RL² + 2(𝓜S)_RR²] and 𝓢 = cτ² S_RR with S = (τ + 𝓜²)⁻¹: squares, both positive."""
    mass = sp.Matrix([[M_LEFT, M_DIRAC], [M_DIRAC, M_RIGHT]])
    s = (TAU * sp.eye(2) + mass**2).inv()
    contact = vector.lines(BASE).contact
    determinant = (TAU * sp.eye(2) + mass**2).det()
    majorana = vector.majorana_form(BASE).integrand() * (TAU + M_PHI**2) / contact
    splitting = vector.splitting_form(BASE).integrand() / contact
    splitting *= (TAU + M_H1**2) * (TAU + M_H2**2) * (TAU + M_A1**2) ** 2
    below = (TAU + M_1**2) * (TAU + M_2**2)
    claimed = 2 * TAU * (TAU * s[1, 0] ** 2 + 2 * (mass * s)[1, 1] ** 2)
    other = 2 * TAU * (TAU * s[1, 0] ** 2 + 2 * (mass * s)[0, 0] ** 2)  # of N_L
    assert sp.cancel(majorana * below**2 - claimed * determinant**2) == 0
    assert sp.cancel(majorana * below**2 - other * determinant**2) != 0
    assert sp.cancel(splitting * below - TAU**2 * s[1, 1] * determinant) == 0
    assert sp.cancel(splitting * below - TAU**2 * s[0, 0] * determinant) != 0
    product_of_both = sum(c * TAU**k for k, c in enumerate(vector.heavy_propagators(BASE)))
    assert sp.expand(product_of_both - determinant) == 0


def test_no_coefficient_can_be_negative() -> None:
    """The middle one is m_D²(m_L − m_R)² + 4m_L²m_R²; the others are squares as they stand."""
    low, middle, high = vector.majorana_form(BASE).numerator
    squares = M_DIRAC**2 * (M_LEFT - M_RIGHT) ** 2 + 4 * M_LEFT**2 * M_RIGHT**2
    assert sp.expand(middle - squares) == 0
    assert sp.expand(low - 2 * M_LEFT**2 * (M_DIRAC**2 - M_LEFT * M_RIGHT) ** 2) == 0
    assert high == 2 * M_RIGHT**2
    assert all(c.is_nonnegative for c in vector.splitting_form(BASE).numerator)


@pytest.mark.parametrize("model", [BASE, GENERAL, PHASED], ids=("m_L=m_R", "theta", "i,1"))
def test_forms_depend_on_the_mass_matrix_only(model: DarkModel) -> None:
    """Not on θ, nor on where the sign of a Majorana mass is kept."""
    assert vector.majorana_form(model) == vector.majorana_form(BASE)
    assert vector.splitting_form(model) == vector.splitting_form(BASE)


def test_a_single_eigenvalue_is_no_function_of_the_mass_matrix() -> None:
    """M₁ + M₂ = m_L + m_R; M₁ alone is refused."""
    total = in_lagrangian_masses(BASE, M_1 + M_2)
    assert sp.expand(total - M_LEFT - M_RIGHT) == 0
    scaled = in_lagrangian_masses(GENERAL, sp.pi * G_D * (M_1**2 + M_2**2))
    assert sp.expand(scaled - sp.pi * G_D * (M_LEFT**2 + M_RIGHT**2 + 2 * M_DIRAC**2)) == 0
    with pytest.raises(ArithmeticError, match="no function of m_L, m_R, m_D"):
        in_lagrangian_masses(BASE, M_1)


@pytest.mark.parametrize("form", [vector.majorana_form, vector.splitting_form])
def test_folding_undoes_the_momentum_integral(form: Any) -> None:
    """Simplex integrals → `euclidean_form` → the same integrand."""
    found: EuclideanForm = form(BASE)
    contact = vector.lines(BASE).contact
    masses = {M_LEFT: 2, M_RIGHT: sp.Rational(3, 7), M_DIRAC: 5}
    back = euclidean_form((generations.folded(found) / contact).expand().subs(masses))
    assert sp.cancel(back.integrand() - (found.integrand() / contact).subs(masses)) == 0
    assert sp.cancel(back.integrand() + (found.integrand() / contact).subs(masses)) != 0


# --- the whole ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("i", "j"), [(1, 2), (1, 1)])
def test_breaking_is_the_sum_of_the_diagrams(i: int, j: int) -> None:
    """At a rational point to 30 digits, m_L ≠ m_R; a sign, a factor, a mass exchanged are seen."""
    diagrams, reduced = vector.finite(GENERAL, i, j), vector.breaking(GENERAL, i, j)
    value = number(diagrams)
    assert close(value, number(reduced))
    assert not close(value, number(2 * reduced))
    assert not close(value, number(reduced.subs(THETA, THETA + sp.pi / 2).doit()))
    h, a = BASE.even[0].mass, BASE.odd[0].mass
    assert not close(value, number(reduced.subs({h: a, a: h}, simultaneous=True)))
    if i != j:
        assert not close(value, number(sp.conjugate(reduced)))


@pytest.mark.parametrize("model", [BASE, PHASED], ids=("m_L=m_R", "i,1"))
def test_breaking_of_other_models(model: DarkModel) -> None:
    """m_L = m_R, and a sign of the mass kept in the field."""
    assert close(number(vector.finite(model, 1, 2)), number(vector.breaking(model, 1, 2)))


@pytest.mark.parametrize(("i", "j"), [(1, 2), (1, 1)])
def test_ward_identity_without_an_integral(i: int, j: int) -> None:
    """Unbroken: every term is zero before it is integrated. Each breaking alone is not."""
    value = vector.breaking(BASE, i, j)
    dirac = {M_1: -M_2}
    degenerate: dict[sp.Expr, sp.Expr] = {THETA_I: THETA_R}
    degenerate |= {a.mass: h.mass for h, a in zip(BASE.even, BASE.odd, strict=True)}
    both = dirac | degenerate

    def left(changes: dict[sp.Expr, sp.Expr]) -> dict[sp.Expr, sp.Expr]:
        total = sp.expand(value.subs(changes, simultaneous=True))
        table = {x: trig_normal(total.coeff(x)) for x in total.atoms(SimplexIntegral)}
        return {x: c for x, c in table.items() if c != 0}

    assert not left(both)
    assert left(dirac)
    assert left(degenerate)


def test_momentum_integral_by_quadrature() -> None:
    """∫dτ of the two forms at the point against their closed forms."""
    scalars = {M_PHI: 2, M_H1: 3, M_H2: sp.Rational(1, 2), M_A1: 5}
    matrix = {M_LEFT: 2, M_RIGHT: sp.Rational(3, 7), M_DIRAC: 1}
    first, second = sp.Matrix([[2, 1], [1, sp.Rational(3, 7)]]).eigenvals()
    numbers = {**scalars, **matrix, M_1: first, M_2: second, G_D: 1, Q_S: -1}
    for form in (vector.majorana_form(BASE), vector.splitting_form(BASE)):
        integrand = sp.lambdify(TAU, form.integrand().subs(numbers), "mpmath")
        closed = generations.folded(form).subs(numbers).doit().evalf(DIGITS, maxn=400)
        with mp.workdps(20):
            value = sp.sympify(mp.quad(integrand, [0, 1, 10, 100, mp.inf]))
        assert value > 0
        assert abs(value / closed - 1) < sp.Float(10) ** -14


@pytest.mark.parametrize("phases", [(sp.S.One, sp.S.One), (sp.I, sp.S.One), (sp.S.One, sp.I)])
def test_symmetric_limit_knows_where_the_sign_of_a_mass_is_kept(
    phases: tuple[sp.Expr, sp.Expr],
) -> None:
    """U(1)_D unbroken means opposite eigenvalues; in fields N → iN masses are equal. Before, f stayed there."""
    model = DarkModel(neutrinos=2, phases=phases)
    assert vector.finite(model, 1, 2) != 0
    assert vector.symmetric_limit(model, 1, 2) == 0
