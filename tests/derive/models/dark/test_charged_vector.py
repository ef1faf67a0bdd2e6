"""f^ℓ from the diagrams to the scalar splitting, and the width of ℓ → ℓ'A' against explicit spinors."""

from __future__ import annotations

from functools import cache
from itertools import product
from typing import Any

import mpmath as mp
import numpy as np
import pytest
import sympy as sp

from darktmm.derive.basis import trig_normal
from darktmm.derive.errors import DerivationError
from darktmm.derive.laws import lepton_emission as emission
from darktmm.derive.laws.two_body import G_L, G_R
from darktmm.derive.loops.euclidean import TAU
from darktmm.derive.loops.functions import M_A1, M_H1, M_H2
from darktmm.derive.loops.integrals import UV_POLE, SimplexIntegral
from darktmm.derive.models.dark import (
    DARK_PHOTON,
    G_D,
    M_1,
    M_2,
    M_DIRAC,
    M_E,
    M_LEFT,
    M_RIGHT,
    Q_N,
    Q_S,
    THETA,
    THETA_I,
    THETA_R,
    DarkModel,
    E,
    vector_form_factor,
    yukawa,
)
from darktmm.derive.models.dark import charged_vector as vector
from darktmm.derive.symbols import M_APRIME, PHOTON
from tests.derive import helicity

BASE = DarkModel(neutrinos=1)
NEUTRINOS = DarkModel(neutrinos=2, majorana_angle=THETA)
PAIRS = (("e", "mu"), ("mu", "e"), ("e", "e"))


@pytest.fixture(scope="module", autouse=True)
def _derived() -> None:
    """Before a test replaces part of it."""
    vector.lines(BASE)


@cache
def point() -> dict[sp.Expr, sp.Expr]:
    """Rational masses, sines and cosines, complex couplings, all different."""
    values: dict[sp.Expr, sp.Expr] = {G_D: sp.Rational(1, 2), Q_S: sp.Integer(-3)}
    values |= {M_E: sp.Rational(7, 5)}
    masses = [s.mass for s in (*BASE.even, *BASE.odd)]
    values |= dict(zip(masses, map(sp.Rational, ("1/4", "3/8", "2/9", "5/11")), strict=True))
    for angle, t in ((THETA_R, sp.Rational(1, 7)), (THETA_I, sp.Rational(3, 5))):
        values[sp.cos(angle)] = (1 - t**2) / (1 + t**2)
        values[sp.sin(angle)] = 2 * t / (1 + t**2)
    for k, (flavour, a) in enumerate(product(("e", "mu"), (1, 2)), start=1):
        values[yukawa(flavour, a)] = sp.Rational(k, 7) + sp.I * sp.Rational(3 - k, 5)
    return values


def number(expression: sp.Expr) -> Any:
    """An expression with loop integrals at the point: closed forms, 80 digits."""
    integrals = {i: i.xreplace(point()) for i in expression.atoms(SimplexIntegral)}
    values = {i: closed.doit().evalf(80, maxn=900) for i, closed in integrals.items()}
    return sp.sympify(expression.xreplace(values).xreplace(point()).doit()).evalf(80)


def close(a: sp.Expr, b: sp.Expr) -> bool:
    """Equality to 30 digits."""
    return bool(abs(a - b) <= sp.Float(10) ** -30 * max(abs(a), abs(b)))


# --- the coupling ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("out", "into"), PAIRS)
def test_the_pole_is_the_charge_of_the_yukawa_term(out: str, into: str) -> None:
    """Q_N + Q_S; nothing else multiplies the pole."""
    pole = vector.divergence(BASE, out, into)
    assert pole != 0 and sp.expand(pole.subs(Q_N, -Q_S)) == 0
    assert sp.expand(pole.subs(Q_N, Q_S)) != 0


def test_only_left_handed_leptons_couple() -> None:
    """To first order in the masses of the leptons there is no γ^μP_R."""
    for out, into in PAIRS:
        assert vector.right_handed(BASE, out, into) == 0


def test_kinetic_mixing_alone_changes_no_flavour() -> None:
    """The Lagrangian gives leptons no dark charge, E one, and both the same electric charge."""
    leptons = BASE.charged_leptons.values()
    assert all(lepton.charge("D") == 0 for lepton in leptons)
    assert all(lepton.charge("EM") == E.charge("EM") == -1 for lepton in leptons)
    assert DARK_PHOTON.group != PHOTON.group


def test_flavour_structure() -> None:
    """f = y X y† with one real symmetric X; hence hermitian."""
    x, *others = (vector.generation_matrix(BASE, *pair) for pair in PAIRS)
    assert not x.has(sp.I) and not x.atoms(sp.conjugate)
    assert all((x - y).applyfunc(trig_normal).is_zero_matrix for y in (*others, x.T))
    assert trig_normal(x[0, 1]) != 0


def test_another_flavour_structure_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """y*_α y_β is not y_α y*_β."""
    right = vector.finite(BASE)
    monkeypatch.setattr(vector, "finite", lambda *_: sp.conjugate(right))
    with pytest.raises(ArithmeticError, match="is not a sum of y_a y"):
        vector.generation_matrix.__wrapped__(BASE)


def test_unknown_flavours() -> None:
    with pytest.raises(DerivationError, match=r"outgoing: 'tau' is not one of e, mu"):
        vector.coefficient(BASE, "tau", "mu")
    with pytest.raises(DerivationError, match="incoming: 'x'"):
        vector.coefficient(BASE, "e", "x")


def test_scalars_without_a_splitting_leave_nothing() -> None:
    """𝓕 + d𝓢/dτ = 0: the charge of E is conserved. With half of 𝓢 it would not be."""
    assert vector.unsplit(BASE) == 0
    found = vector.lines(BASE)
    assert sp.cancel(found.fermion + sp.diff(found.scalar, TAU) / 2) != 0


@pytest.mark.parametrize(
    ("structure", "extra", "message"),
    [
        (lambda r, o: (r * o) ** 2, UV_POLE, "diverges"),
        (lambda r, o: r**2 - o**2, SimplexIntegral(1, M_E**2, M_E**2), "do not enter alike"),
        (lambda r, o: r**2 + o**2, G_D, "not a surface term"),
    ],
)
def test_lines_refuse(
    structure: Any, extra: sp.Expr, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A pole, a difference between CP partners, another constant."""
    one = DarkModel(generations=1, neutrinos=1, mixing="symbols")
    right = vector.coefficient(one)
    (r,), (o,) = (matrix[:] for matrix in one.rotations)
    added = yukawa("e", 1) * sp.conjugate(yukawa("mu", 1)) * structure(r, o) * extra
    monkeypatch.setattr(vector, "coefficient", lambda *_: right + added)
    with pytest.raises(ArithmeticError, match=message):
        vector.lines.__wrapped__(BASE)


def test_it_is_the_neutrino_with_a_dirac_mass_alone() -> None:
    """`vector_form_factor` at m_L = m_R = 0, m_D = M_E: nothing of 𝓝, the same 𝓢."""
    dirac = {M_LEFT: 0, M_RIGHT: 0, M_DIRAC: M_E, M_1: -M_E, M_2: M_E}
    neutrino = vector_form_factor.splitting_form(NEUTRINOS).integrand()
    own = vector.splitting_form(BASE).integrand()
    assert sp.cancel(neutrino.subs(dirac) - own) == 0
    assert sp.cancel(vector_form_factor.majorana_form(NEUTRINOS).integrand().subs(dirac)) == 0
    for wrong in ({M_DIRAC: 2 * M_E}, {M_LEFT: M_E}, {M_1: 0}):
        assert sp.cancel(neutrino.subs(dirac | wrong) - own) != 0


@pytest.mark.parametrize(("out", "into"), PAIRS)
def test_breaking_is_the_sum_of_the_diagrams(out: str, into: str) -> None:
    """To 30 digits; a sign, a factor, an exchanged mass, a conjugate are seen."""
    value, reduced = number(vector.finite(BASE, out, into)), vector.breaking(BASE, out, into)
    assert close(value, number(reduced))
    h, a = BASE.even[0].mass, BASE.odd[0].mass
    for wrong in (-reduced, 2 * reduced, reduced.subs({h: a, a: h}, simultaneous=True)):
        assert not close(value, number(wrong))
    if out != into:
        assert not close(value, number(sp.conjugate(reduced)))
        assert close(sp.conjugate(value), number(vector.finite(BASE, into, out)))


def test_zero_where_spectra_and_mixings_coincide() -> None:
    """Before anything is integrated; different angles or masses alone leave something."""
    value = vector.breaking(BASE)
    spectra = {a.mass: h.mass for h, a in zip(BASE.even, BASE.odd, strict=True)}

    def left(changes: dict[sp.Expr, sp.Expr]) -> list[sp.Expr]:
        total = sp.expand(value.subs(changes, simultaneous=True))
        return [c for x in total.atoms(SimplexIntegral) if (c := trig_normal(total.coeff(x))) != 0]

    assert not left({**spectra, THETA_I: THETA_R})
    assert left(spectra) and left({THETA_I: THETA_R})


def test_definite() -> None:
    """One positive kernel, times c: X = −∫𝓢(D_R − D_I)² has the sign of g_D Q_S."""
    form = vector.splitting_form(BASE)
    assert form.numerator == (1,) and form.scale == 1
    assert (form.prefactor / (G_D * Q_S)).is_negative


def test_heavy_limit() -> None:
    """Closed form against the integral at M_E = 10⁶; second order in the splitting."""
    closed = vector.decoupling_limit(BASE)
    units = {G_D: 1, Q_S: 1, M_H1: 1, M_H2: 1, M_A1: sp.sqrt(3), M_E: 10**6}
    loop = vector.splitting_form(BASE).integrand().subs(units, simultaneous=True) * 4 * 10**12
    with mp.workdps(30):
        points = [0, 1, 100, 10**6, 10**12, 10**16, mp.inf]
        integral = -mp.quad(sp.lambdify(TAU, loop, "mpmath"), points)
    limit = closed.subs({vector.X: 3, G_D: 1, Q_S: 1}).evalf(30)
    assert abs(integral / limit - 1) < 1e-9
    assert abs(2 * integral / limit - 1) > 0.1
    small = sp.series(closed, vector.X, 1, 3).removeO()
    assert sp.simplify(small.subs(vector.X, 1)) == sp.diff(small, vector.X).subs(vector.X, 1) == 0
    assert sp.diff(small, vector.X, 2) != 0
    # M_H²F(M_A²/M_H²) does not care which is which.
    mirrored = vector.X * closed.subs(vector.X, 1 / vector.X)
    assert sp.simplify(sp.expand_log(mirrored - closed)) == 0


def test_result() -> None:
    found = vector.result(BASE)
    right = {f.name: f.right for f in found.formulas}
    assert found.name == "charged-vector"
    assert right["charged-unsplit"] == 0 == right["charged-pole"].subs(Q_N, -Q_S)
    assert right["charged-splitting"].free_symbols == {TAU, M_E, G_D, Q_S}
    assert right["charged-decoupling"] == vector.decoupling_limit(BASE)


# --- ℓ → ℓ' A' -------------------------------------------------------------------------------------

LEFT, RIGHT = 0.6 - 0.35j, -0.25 + 0.8j
MASSES = {
    "light": (1.0, 0.0, 0.01),
    "mu -> e": (0.1057, 0.00051, 0.04),
    "tau -> mu": (1.777, 0.1057, 1.2),
    "near threshold": (1.0, 0.4, 0.5999),
}


def spinors(masses: tuple[float, float, float], left: complex, right: complex) -> float:
    """Γ in flight from helicity amplitudes."""
    parent, daughter, m = masses
    rng = np.random.default_rng(5)
    k = helicity.kallen_momentum(parent, daughter, m)
    n = rng.normal(size=3)
    n /= np.linalg.norm(n)
    first, second = (np.linalg.svd(n[None])[2][i] for i in (1, 2))
    flight = helicity.boost(helicity.any_velocity(rng))
    energy = np.hypot(m, k)
    polarisations = [np.append(0, first), np.append(0, second), np.append(k, -energy * n) / m]
    polarisations = [flight @ e for e in polarisations]
    p = flight @ np.array([parent, 0, 0, 0])
    p_out = flight @ np.append(np.hypot(daughter, k), k * n)
    total = 0.0
    for s, t, eps in product(helicity.SPINS, helicity.SPINS, polarisations):
        out, into = helicity.bar(helicity.u(p_out, daughter, t)), helicity.u(p, parent, s)
        current = helicity.current(out, helicity.vector_vertex(left, right), into)
        total += abs(helicity.dot(eps, current)) ** 2
    return float(k / (8 * np.pi * parent**2) * total / 2)


def width(masses: tuple[float, ...], left: complex, right: complex) -> float:
    formula = emission.emission_width()
    law = sp.lambdify(formula.arguments, formula.right, "numpy")
    return float(law(*masses, left, right))


@pytest.mark.parametrize("masses", MASSES.values(), ids=MASSES.keys())
def test_width_against_spinors(masses: tuple[float, float, float]) -> None:
    """Both chiralities, complex couplings; near threshold, and dominated by the longitudinal mode."""
    assert width(masses, LEFT, RIGHT) == pytest.approx(spinors(masses, LEFT, RIGHT), rel=1e-9)
    left_only = sp.lambdify(emission.emission_width().arguments[:3], emission.left_handed_width())
    assert left_only(*masses) == pytest.approx(spinors(masses, 1, 0), rel=1e-9)


@pytest.mark.parametrize(
    "mutated",
    [
        lambda a, b, m: ((b + m + 1e-3, b, m), LEFT, RIGHT),
        lambda a, b, m: ((a, -b, m), LEFT, RIGHT),
        lambda a, b, m: ((a, b, m), LEFT, -RIGHT),
        lambda a, b, m: ((a, b, m), LEFT, np.conj(RIGHT)),
        lambda a, b, m: ((a, b, m), 2 * LEFT, 2 * RIGHT),
    ],
    ids=("mass", "sign of a mass", "sign of g_R", "conjugate", "factor 2"),
)
def test_spinors_reject(mutated: Any) -> None:
    masses = (1.777, 0.1057, 1.2)
    assert abs(width(*mutated(*masses)) / spinors(masses, LEFT, RIGHT) - 1) > 1e-4


@pytest.mark.parametrize("r", [0.0001, 0.3, 0.8])
def test_asymmetry(r: float) -> None:
    """Spin up against spin down, ℓ_j along the third axis; −1 for a light A', as in V − A."""
    m, k = np.sqrt(r), (1 - r) / 2
    p_out, p = np.array([k, 0, 0, k]), np.array([1.0, 0, 0, 0])
    longitudinal = np.array([k, 0, 0, -np.hypot(m, k)]) / m
    up, down = (
        sum(
            abs(
                helicity.dot(
                    eps,
                    helicity.current(
                        helicity.bar(helicity.u(p_out, 0.0, t)),
                        helicity.vector_vertex(1, 0),
                        helicity.u(p, 1.0, s),
                    ),
                )
            )
            ** 2
            for eps in (np.eye(4)[1], np.eye(4)[2], longitudinal)
            for t in helicity.SPINS
        )
        for s in helicity.SPINS
    )
    a = float(emission.asymmetry().subs(emission.R, r))
    assert a == pytest.approx((up - down) / (up + down), rel=1e-9)
    assert a != pytest.approx((down - up) / (up + down), rel=1e-2)
    assert sp.simplify(emission.asymmetry() + (1 - 2 * emission.R) / (1 + 2 * emission.R)) == 0


def test_massless_daughter() -> None:
    """m_i³/(32π m²)(1 − r)²(1 + 2r), the top quark's decay into a W in other words."""
    m_i, m, r = emission.M_PARENT, M_APRIME, emission.R
    claimed = m_i**3 / (32 * sp.pi * m**2) * (1 - r) ** 2 * (1 + 2 * r)
    assert sp.expand(emission.massless_daughter() - claimed) == 0
    assert sp.expand(emission.massless_daughter() - 2 * claimed) != 0
    # g_L = g/√2 and G_F/√2 = g²/8m²
    g, fermi = sp.symbols("g G_F", positive=True)
    top = (emission.massless_daughter() * g**2 / 2).subs(g, sp.sqrt(8 * m**2 * fermi / sp.sqrt(2)))
    published = fermi * m_i**3 / (8 * sp.pi * sp.sqrt(2)) * (1 - r) ** 2 * (1 + 2 * r)
    assert sp.simplify(top - published) == 0


def test_longitudinal_is_goldstone() -> None:
    """A light A' is a scalar with the divergence of the current over m: (m_iP_R − m_jP_L)/m."""
    parent, daughter, m = 1.3, 0.4, 1e-4
    k = helicity.kallen_momentum(parent, daughter, m)
    p, p_out = np.array([parent, 0, 0, 0]), np.array([np.hypot(daughter, k), 0, 0, k])
    vertex = (parent * helicity.P_R - daughter * helicity.P_L) / m
    total = sum(
        abs(helicity.bar(helicity.u(p_out, daughter, t)) @ vertex @ helicity.u(p, parent, s)) ** 2
        for s, t in product(helicity.SPINS, helicity.SPINS)
    )
    scalar = k / (8 * np.pi * parent**2) * total / 2
    assert width((parent, daughter, m), 1, 0) == pytest.approx(scalar, rel=1e-6)
    assert width((parent, -daughter, m), 1, 1) != pytest.approx(scalar, rel=0.1)


def test_conserved_current_is_not_enhanced() -> None:
    """Equal masses and a vector coupling: no 1/m² for m → 0."""
    square = emission.emission_width().right.subs(
        {G_L: 1, G_R: 1, emission.M_DAUGHTER: emission.M_PARENT}
    )
    longitudinal = sp.limit(sp.expand(square**2) * M_APRIME**4, M_APRIME, 0)
    assert longitudinal == 0
    assert emission.result(None).name == "lepton-emission"
