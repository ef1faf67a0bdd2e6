"""μ → eγ and g − 2: the dipole from the Lagrangian, and the widths."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import product
from typing import Any

import literature as lit
import pytest
import sympy as sp
from mpmath import mp, mpc, mpf

from darktmm.derive import dirac_matrices as dm
from darktmm.derive.basis import trig_normal
from darktmm.derive.conventions import ELEMENTARY_CHARGE
from darktmm.derive.errors import DerivationError
from darktmm.derive.lagrangian import Lagrangian
from darktmm.derive.laws import muon_decay
from darktmm.derive.loops.amplitude import diagrams
from darktmm.derive.loops.integrals import SimplexIntegral
from darktmm.derive.loops.triangle import M_IN, M_OUT, SCALAR_RADIATES, STRUCTURES
from darktmm.derive.models.dark import (
    FLAVOURS,
    M_E,
    THETA_I,
    THETA_R,
    DarkModel,
    charged_dipole,
    dark_model,
    radiative_decay,
    scalar_mass,
    yukawa,
)
from darktmm.derive.models.dark.charged_dipole import X
from darktmm.derive.symbols import ALPHA, G_FERMI, M_LEPTON, PHOTON

DIGITS = 30
TOLERANCE = mpf(10) ** -25

MODEL = dark_model(neutrinos=2)
WITH_TAU = dark_model(neutrinos=2, flavours=FLAVOURS)
THREE = dark_model(neutrinos=2, generations=3, mixing="symbols", flavours=FLAVOURS)


@pytest.fixture(autouse=True)
def _precision() -> Iterator[None]:
    with mp.workdps(DIGITS):
        yield


# --- numbers ------------------------------------------------------------------------------------

Q = sp.Rational
VALUES: dict[sp.Expr, Any] = {
    yukawa("e", 1): Q("0.3") + sp.I / 7,
    yukawa("e", 2): Q("-0.8") + sp.I / 5,
    yukawa("mu", 1): Q("0.4") - sp.I / 3,
    yukawa("mu", 2): Q("1.1") + sp.I / 9,
    yukawa("tau", 1): Q("-0.2") + sp.I / 2,
    yukawa("tau", 2): Q("0.6") - sp.I / 8,
    M_E: Q("1.7"),
    scalar_mass("H", 1): Q("0.3"),
    scalar_mass("H", 2): Q("2.6"),
    scalar_mass("A", 1): Q("0.9"),
    scalar_mass("A", 2): Q("1.7"),  # equal to M_E: the nodes coincide
    THETA_R: Q("0.4"),
    THETA_I: Q("1.3"),
    M_LEPTON: Q("0.106"),
}


@cache
def closed(integral: SimplexIntegral) -> sp.Expr:
    """Digits of an integral at exact masses: no cancellation can hurt."""
    return sp.N(integral.doit(), 2 * DIGITS, maxn=400)


def number(expression: Any, changes: dict[sp.Expr, Any] | None = None) -> mpc:
    """The expression at `VALUES`, some of them changed."""
    exact = sp.sympify(expression).xreplace({**VALUES, **(changes or {})})
    digits = exact.replace(lambda e: isinstance(e, SimplexIntegral), closed)
    return mpc(*sp.N(digits, 2 * DIGITS).as_real_imag())


def agree(ours: Any, theirs: Any) -> bool:
    """Equal to `TOLERANCE`, as complex numbers."""
    ours, theirs = mpc(ours), mpc(theirs)
    assert mp.isfinite(ours) and mp.isfinite(theirs)
    return bool(abs(ours - theirs) <= TOLERANCE * max(abs(ours), abs(theirs)))


# --- the dipole against the literature ----------------------------------------------------------


def tilde(flavour: str, kind: str, k: int, values: dict[sp.Expr, Any]) -> mpc:
    """ỹ of (11), typed anew."""
    first, second = (number(values[yukawa(flavour, a)]) for a in (1, 2))
    angle = number(values[THETA_R if kind == "H" else THETA_I])
    if k == 1:
        return first * mp.cos(angle) - second * mp.sin(angle)
    return first * mp.sin(angle) + second * mp.cos(angle)


def published(
    outgoing: str,
    incoming: str,
    changes: dict[sp.Expr, Any] | None = None,
    charge: int = -1,
    per_real_scalar: Any = None,
) -> mpc:
    """D of hep-ph/0302221: four real scalars B in B F̄ L_i P_L ℓ_i, F = E; σ_R = m D."""
    values = {**VALUES, **(changes or {})}
    share = 1 / mp.sqrt(2) if per_real_scalar is None else per_real_scalar
    total, m = mpc(0), mpf(1) / 1000
    for kind, k in product("HA", (1, 2)):
        phase = 1 if kind == "H" else mpc(0, -1)  # S* = (H − iA)/√2
        one, two = (
            (-share * phase * mp.conj(tilde(f, kind, k, values)), 0) for f in (incoming, outgoing)
        )
        masses = m, 0, number(values[M_E]).real, number(values[scalar_mass(kind, k)]).real
        total += lit.lavoura_sigma(*masses, one, two, charge, 0)[1] / m
    return total


@pytest.mark.parametrize(("outgoing", "incoming"), [*product(FLAVOURS, repeat=2)])
def test_dipole_of_every_pair(outgoing: str, incoming: str) -> None:
    """D_αβ for three flavours, two generations, masses on both sides of M_E: hep-ph/0302221."""
    ours = number(charged_dipole.wilson_coefficient(WITH_TAU, outgoing, incoming))
    assert agree(ours, published(outgoing, incoming))


def exchanged(a: sp.Expr, b: sp.Expr) -> dict[str, Any]:
    """Two symbols trade their values."""
    return {"changes": {a: VALUES[b], b: VALUES[a]}}


WRONG: dict[str, dict[str, Any]] = {
    "charge of E": {"charge": 1},
    "no 1/sqrt2 in a real scalar": {"per_real_scalar": 1},
    "M_H1 <-> M_H2": exchanged(scalar_mass("H", 1), scalar_mass("H", 2)),
    "M_H1 <-> M_A1": exchanged(scalar_mass("H", 1), scalar_mass("A", 1)),
    "M_E <-> M_H2": exchanged(M_E, scalar_mass("H", 2)),
    "theta_R <-> theta_I": exchanged(THETA_R, THETA_I),
    "sign of theta_R": {"changes": {THETA_R: -VALUES[THETA_R]}},
    "conjugate y_e1": {"changes": {yukawa("e", 1): sp.conjugate(VALUES[yukawa("e", 1)])}},
    "twice y_mu2": {"changes": {yukawa("mu", 2): 2 * VALUES[yukawa("mu", 2)]}},
}


@pytest.mark.parametrize("name", WRONG)
def test_dipole_rejects_a_mutated_reference(name: str) -> None:
    """A wrong charge, coupling, mass or angle on the side of hep-ph/0302221 is seen."""
    ours = number(charged_dipole.wilson_coefficient(MODEL))
    assert not agree(ours, published("e", "mu", **WRONG[name]))
    assert not agree(ours, published("mu", "e"))


class Conjugated(DarkModel):
    """Mutation: y_e1 conjugated in the Lagrangian."""

    def printed(self) -> Lagrangian:
        return _changed(super().printed(), {yukawa("e", 1): sp.conjugate(yukawa("e", 1))})


class Doubled(DarkModel):
    """Mutation: y_mu1 doubled in the Lagrangian."""

    def printed(self) -> Lagrangian:
        return _changed(super().printed(), {yukawa("mu", 1): 2 * yukawa("mu", 1)})


class Charged(DarkModel):
    """Mutation: the photon couples with the opposite sign."""

    def printed(self) -> Lagrangian:
        return _changed(super().printed(), {ELEMENTARY_CHARGE: -ELEMENTARY_CHARGE})


def _changed(lagrangian: Lagrangian, table: dict[sp.Expr, sp.Expr]) -> Lagrangian:
    parts = {name: part.xreplace(table) for name, part in lagrangian.parts.items()}
    return replace(lagrangian, parts=parts)


@pytest.mark.parametrize("model", [Conjugated, Doubled, Charged], ids=lambda c: c.__name__)
def test_dipole_rejects_a_mutated_lagrangian(model: type[DarkModel]) -> None:
    """The same comparison with another Lagrangian."""
    ours = number(charged_dipole.wilson_coefficient(model(neutrinos=2)))
    assert not agree(ours, published("e", "mu"))


def test_an_unknown_flavour_is_named() -> None:
    """The paper's model has no τ."""
    with pytest.raises(DerivationError, match="incoming: 'tau' is not one of e, mu"):
        charged_dipole.wilson_coefficient(MODEL, "e", "tau")


# --- its structure ------------------------------------------------------------------------------


def test_operator_vertex() -> None:
    """L = −(e m/2) ℓ̄ σ P_R ℓ' F has Γ^μ = −e m iσ^{μν}q_ν P_R, as in `test_known_answers`."""
    assert charged_dipole.operator_vertex(M_LEPTON) == -ELEMENTARY_CHARGE * M_LEPTON


def test_only_the_heavy_fermion_radiates() -> None:
    """The scalars are neutral; every flip is on an external leg."""
    charged = replace(MODEL, vectors=(PHOTON,))
    leptons = charged.charged_leptons
    found = [*diagrams(charged.rules, leptons["mu"], leptons["e"], PHOTON)]
    assert len(found) == 4
    assert not [d for d in found if d.topology == SCALAR_RADIATES]
    factors = charged_dipole.form_factors(MODEL, "e", "mu")
    massless = {s: sp.expand(factors[s]).subs({M_IN: 0, M_OUT: 0}) for s in STRUCTURES}
    assert not massless["sigma_L"] and not massless["sigma_R"]
    assert massless["gamma_L"] and not massless["gamma_R"]


@pytest.mark.parametrize("model", [MODEL, THREE], ids=["angles", "3 generations"])
def test_dipole_is_the_metric_between_yukawa_vectors(model: DarkModel) -> None:
    """D_αβ = κ y_α X y_β†, any number of generations; with X* or another κ it is not."""
    kappa, metric = charged_dipole.normalisation(model), charged_dipole.metric(model)
    rows = {f: sp.Matrix([[yukawa(f, a) for a in model.indices]]) for f in ("e", "mu")}
    (claimed,) = kappa * rows["e"] * metric * rows["mu"].H
    total = charged_dipole.wilson_coefficient(model)
    assert trig_normal(total - claimed) == 0
    assert trig_normal(total - 2 * claimed) != 0
    (transposed,) = kappa * rows["mu"] * metric * rows["e"].H
    assert trig_normal(total - transposed) != 0


def test_normalisation_is_that_of_one_loop() -> None:
    """κ = Q_E (1/√2)²/16π² with Q_E = −1, whatever the number of generations."""
    assert charged_dipole.normalisation(MODEL) == charged_dipole.normalisation(THREE)
    claimed = -sp.Rational(1, 2) / (4 * sp.pi) ** 2
    assert charged_dipole.normalisation(MODEL) == claimed


def test_partner_and_hermiticity() -> None:
    """The coefficient of P_L is m_out D_αβ, and D = D†."""
    forward = charged_dipole.wilson_coefficient(MODEL)
    backward = charged_dipole.wilson_coefficient(MODEL, "mu", "e")
    assert trig_normal(charged_dipole.mirror_coefficient(MODEL) - forward) == 0
    assert trig_normal(forward - sp.conjugate(backward)) == 0
    assert trig_normal(forward - backward) != 0


# --- the loop function --------------------------------------------------------------------------


@pytest.mark.parametrize("x", [Q("1/400"), Q("3/10"), Q("999/1000"), Q("37/10"), Q(250)])
def test_loop_function(x: sp.Rational) -> None:
    """F(x) = fc(1/x)/x of hep-ph/0302221; not that of a radiating scalar, not at 1/x."""
    ours = number(charged_dipole.closed_form().subs(X, x))
    t = mpf(x.q) / x.p
    assert agree(ours, t * lit.lavoura_fermion_conserving(t))
    wrong = (t * lit.lavoura_scalar_conserving(t), lit.lavoura_fermion_conserving(1 / t))
    assert not any(agree(ours, w) for w in (*wrong, 2 * ours, -ours))


def test_limits() -> None:
    """F(0) = 1/12, F(1) = 1/24, F → 1/6x: fc(t) → 1/12t, 1/24, 1/6 of hep-ph/0302221."""
    limits = charged_dipole.limits()
    assert (limits["0"], limits["1"]) == (Q(1, 12), Q(1, 24))
    assert limits["oo"] == 1 / (6 * X)
    assert sp.limit(charged_dipole.closed_form(), X, 0, "+") == limits["0"]
    assert charged_dipole.loop_function_is_positive()


@pytest.mark.parametrize("order", [0, 1, 2])
def test_small_ratio(order: int) -> None:
    """What is left out is of the next order in x (times at most a logarithm)."""
    series, exact = charged_dipole.small_ratio(order), charged_dipole.closed_form()
    first, second = (abs(number((exact - series).subs(X, x))) for x in (Q(1, 10**4), Q(1, 10**6)))
    assert mpf(100) ** (order + 1) / 2 < first / second < mpf(100) ** (order + 1) * 2


def test_the_first_correction_has_no_logarithm() -> None:
    """F = (1 − 2x)/12 + O(x² ln x)."""
    assert charged_dipole.small_ratio(1) == Q(1, 12) - X / 6
    assert charged_dipole.small_ratio(2).has(sp.log)


@pytest.mark.parametrize("order", [0, 1])
def test_decoupling(order: int) -> None:
    """A_R for M_E → 100 M_E, 1000 M_E: the error falls with the next power of 1/M_E²."""
    exact = charged_dipole.wilson_coefficient(MODEL)
    limit = charged_dipole.decoupling_limit(MODEL, order=order)
    errors = [
        abs(number(exact, changes=at) / number(limit, changes=at) - 1)
        for at in ({M_E: Q(100)}, {M_E: Q(1000)})
    ]
    assert errors[0] < Q(1, 10**2) ** (order + 1)
    assert mpf(10) ** (2 * order + 2) / 2 < errors[0] / errors[1] < mpf(10) ** (2 * order + 2) * 2


def test_decoupling_limit_knows_no_mixing() -> None:
    """A_R → −Σ_a y_ea y*_μa/(192 π² M_E²): (4π)² · 12 in the denominator, two real scalars per a."""
    claimed = -charged_dipole.hermitian_product("e", "mu") / (12 * (4 * sp.pi * M_E) ** 2)
    limit = charged_dipole.decoupling_limit(MODEL)
    assert sp.expand(limit - claimed) == 0
    assert not limit.free_symbols & {THETA_R, THETA_I}
    assert charged_dipole.decoupling_limit(MODEL, order=1).has(THETA_R)


# --- the anomalous moment -----------------------------------------------------------------------


def leveille(mass: mpf, sign: int = 1) -> mpf:
    """Δa_μ of four real scalars by Leveille 1978, exact in m_μ: C_S = ±C_P = g/2, left-handed."""
    total = mpf(0)
    for kind, k in product("HA", (1, 2)):
        g = tilde("mu", kind, k, VALUES) / mp.sqrt(2)
        boson = VALUES[scalar_mass(kind, k)]
        masses = mass, mpf(17) / 10, mpf(boson.p) / boson.q
        total += lit.leveille_neutral_scalar_amu(*masses, g / 2, sign * g / 2)
    return total


def test_anomalous_moment() -> None:
    """Δa_μ > 0 against the finite-mass formula of Leveille 1978 at a light and a lighter muon."""
    deviations = []
    for power in (3, 4):
        mass = sp.Rational(1, 10**power)
        ours = number(charged_dipole.anomalous_moment(MODEL), changes={M_LEPTON: mass}).real
        assert ours > 0
        deviations.append(abs(ours / leveille(mpf(1) / 10**power) - 1))
    assert deviations[1] < mpf(10) ** -7
    assert abs(deviations[0] / deviations[1] - 100) < 1


def test_anomalous_moment_rejects_mutations() -> None:
    """Another sign, a factor 2, or the electron's couplings."""
    reference = leveille(mpf(1) / 10**4)
    at = {M_LEPTON: sp.Rational(1, 10**4)}
    ours = number(charged_dipole.anomalous_moment(MODEL), changes=at).real
    electron = number(charged_dipole.anomalous_moment(MODEL, "e"), changes=at).real
    for wrong in (-ours, 2 * ours, ours / 2, electron):
        assert abs(wrong / reference - 1) > mpf(1) / 100


def test_moment_and_dipole() -> None:
    """Δa = −2 m² D: `literature.amu_from_sigma` with σ_R = σ_L = m D."""
    c = charged_dipole.moment_coefficient(MODEL)
    assert c == -2
    assert agree(mpf(int(c)) * 9 * 5, lit.amu_from_sigma(3, 15, 15))


def test_signs_of_dipole_and_moment() -> None:
    """The opposite sign in D_μ turns A_R over and leaves Δa as it is."""
    mirror = Charged(neutrinos=2)
    assert charged_dipole.normalisation(mirror) == -charged_dipole.normalisation(MODEL)
    moments = (charged_dipole.anomalous_moment(m) for m in (mirror, MODEL))
    assert sp.expand(next(moments) - next(moments)) == 0


# --- what MEG does not see ----------------------------------------------------------------------


def test_blind_direction() -> None:
    """A_R = 0 exactly while the minor is y_e X y_e† > 0; turned by a phase of y_μ1 it is not zero."""
    blind = charged_dipole.blind_direction(MODEL)
    total = charged_dipole.wilson_coefficient(MODEL)
    assert trig_normal(total.subs(blind, simultaneous=True)) == 0
    minor = number(charged_dipole.minor().subs(blind, simultaneous=True))
    assert minor.real > 0 and abs(minor.imag) < TOLERANCE * minor.real
    turned = {**blind, yukawa("mu", 1): sp.I * blind[yukawa("mu", 1)]}
    assert abs(number(total.subs(turned, simultaneous=True))) > 0


def test_blind_direction_of_the_limit_misses_the_exact_one() -> None:
    """y_μ orthogonal to y_e kills the decoupling limit only, and there the minor is maximal."""
    orthogonal = {
        yukawa("mu", 1): -sp.conjugate(yukawa("e", 2)),
        yukawa("mu", 2): sp.conjugate(yukawa("e", 1)),
    }
    limit = charged_dipole.decoupling_limit(MODEL).subs(orthogonal, simultaneous=True)
    exact = charged_dipole.wilson_coefficient(MODEL).subs(orthogonal, simultaneous=True)
    minor = charged_dipole.minor().subs(orthogonal, simultaneous=True)
    assert sp.expand(limit) == 0
    assert abs(number(exact)) > mpf(10) ** -6
    assert sp.expand(minor - charged_dipole.hermitian_product("e", "e")) == 0


def test_lagrange_identity() -> None:
    """An identity; without the conjugation in the product it is none."""
    assert charged_dipole.lagrange_identity() == 0
    product_of = charged_dipole.hermitian_product
    wedge, lengths = charged_dipole.minor(), product_of("e", "e") * product_of("mu", "mu")
    plain = sum(yukawa("e", a) * yukawa("mu", a) for a in (1, 2))
    assert sp.expand(wedge * sp.conjugate(wedge) + plain * sp.conjugate(plain) - lengths) != 0


def test_minors_of_a_unitary_matrix() -> None:
    """|U_e1 U_μ2 − U_e2 U_μ1| = |U_τ3| for an exact unitary matrix, not for another one."""
    c, s = Q(3, 5), Q(4, 5)
    rotations = [
        sp.Matrix([[1, 0, 0], [0, c, s], [0, -s, c]]),
        sp.Matrix([[c, 0, -sp.I * s], [0, 1, 0], [-sp.I * s, 0, c]]),
        sp.Matrix([[Q(5, 13), Q(12, 13), 0], [-Q(12, 13), Q(5, 13), 0], [0, 0, 1]]),
    ]
    u = rotations[0] * rotations[1] * rotations[2]
    assert (u * u.H).applyfunc(sp.expand) == sp.eye(3)

    def mismatch(matrix: sp.Matrix) -> sp.Expr:
        return sp.simplify(sp.Abs(matrix[:2, :2].det()) ** 2 - sp.Abs(matrix[2, 2]) ** 2)

    assert mismatch(u) == 0
    assert mismatch(u + sp.eye(3) / 7) != 0


# --- widths -------------------------------------------------------------------------------------

PAULI = (
    mp.matrix([[0, 1], [1, 0]]),
    mp.matrix([[0, mpc(0, -1)], [mpc(0, 1), 0]]),
    mp.matrix([[1, 0], [0, -1]]),
)


def gamma_matrices() -> list[mp.matrix]:
    """Chiral matrices from Pauli's, typed anew."""
    matrices = []
    for index in range(4):
        g = mp.zeros(4)
        block = mp.eye(2) if index == 0 else PAULI[index - 1]
        sign = 1 if index == 0 else -1
        for r, c in product(range(2), repeat=2):
            g[r, c + 2], g[r + 2, c] = block[r, c], sign * block[r, c]
        matrices.append(g)
    return matrices


def helicity_width(mass: mpf, chirality: str = "R", polarisations: int = 2) -> mpf:
    """Γ for Γ^μ = iσ^{μν}q_ν P_X by explicit spinors: muon at rest, photon along −z."""
    g = gamma_matrices()
    five = mpc(0, 1) * g[0] * g[1] * g[2] * g[3]
    projector = (mp.eye(4) + (1 if chirality == "R" else -1) * five) / 2
    half = mass / 2
    lowered = [-half, mpf(0), mpf(0), -half]  # q_ν of q = p' − p
    total = mpf(0)
    for spin, helicity in product(range(2), repeat=2):
        u = mp.zeros(4, 1)  # √m (ξ, ξ)
        u[spin], u[spin + 2] = mp.sqrt(mass), mp.sqrt(mass)
        electron = mp.zeros(1, 4)  # massless, along +z: √(2E) in one component of u†
        electron[0, 2 if helicity else 1] = mp.sqrt(2 * half)
        ubar = electron * g[0]
        for k in range(polarisations):
            vector = [mpf(0), mpf(k == 0), mpf(k == 1), mpf(0)]
            vertex = mp.zeros(4)
            for a, b in product(range(4), repeat=2):
                sigma = mpc(0, 1) / 2 * (g[a] * g[b] - g[b] * g[a])
                lower = vector[a] * (1 if a == 0 else -1)
                vertex += mpc(0, 1) * lower * lowered[b] * sigma
            total += abs((ubar * vertex * projector * u)[0]) ** 2
    return total / 2 / (2 * mass) / (8 * mp.pi)


def test_radiative_width_by_helicities() -> None:
    """Σ|M|² by traces of exact matrices against explicit spinors and transverse polarisations."""
    mass, a_r = mpf(7) / 5, mpf(1) / 3
    e = mp.sqrt(4 * mp.pi * mpf("0.0073"))
    by_spinors = (e * mass * a_r) ** 2 * helicity_width(mass)
    values = {
        ALPHA: sp.Rational(73, 10**4),
        M_LEPTON: sp.Rational(7, 5),
        muon_decay.A_R_SQUARED: sp.Rational(1, 9),
    }
    ours = number(muon_decay.radiative_width(), changes=values).real
    assert agree(ours, by_spinors)
    assert agree(helicity_width(mass, "L"), helicity_width(mass, "R"))
    assert not agree(ours, (e * mass * a_r) ** 2 * helicity_width(mass, polarisations=1))
    published_width = lit.dipole_width(mass, 0, 0, mass * a_r, mpf("0.0073"))
    assert agree(ours, published_width)
    assert not agree(ours, published_width / 2)


def test_radiative_width_is_a_quarter() -> None:
    """Γ = α m⁵|A_R|²/4."""
    unit = ALPHA * M_LEPTON**5 * muon_decay.A_R_SQUARED
    assert sp.cancel(muon_decay.radiative_width() / unit) == Q(1, 4)


def test_muon_width() -> None:
    """G_F²m⁵/192π³, every factor computed."""
    ours = number(muon_decay.muon_width(), changes={M_LEPTON: Q(3, 7), G_FERMI: Q(2)})
    assert agree(ours, lit.muon_width(mpf(3) / 7, 2))
    assert not agree(ours, lit.muon_width(mpf(3) / 7, 1))


def test_spin_sum_of_the_muon_decay() -> None:
    """Σ|M|² = c (p·k_ν̄)(p_e·k_ν) on light-like momenta in general position; not (p·k_ν)(p_e·k_ν̄)."""
    c = dm.number(muon_decay.fermi_coefficient())
    p, e, anti, nu = (dm.light_ray(a, b) for a, b in ((0, 1), (1, 2), (-1, 3), (2, -1)))
    value = muon_decay.fermi_spin_sum(p, e, anti, nu)
    assert value == c * dm.dot(p, anti) * dm.dot(e, nu)
    assert value != c * dm.dot(p, nu) * dm.dot(e, anti)


def test_branching_ratio() -> None:
    """48π³α/G_F² |A_R|²: eq. (13) of arXiv:1312.2840 with its A_D for A_R; not half of it."""
    values = {
        ALPHA: Q(1, 137),
        G_FERMI: Q(2),
        muon_decay.A_R_SQUARED: Q(1, 9),
    }
    ours = number(muon_decay.branching_ratio(), changes=values)
    theirs = lit.toma_vicente_branching_ratio(mpf(1) / 3, mpf(1) / 137, 2)
    assert agree(ours, theirs)
    assert not agree(ours, theirs / 2)


def test_phase_space() -> None:
    """1/8π for two massless particles whatever the mass; dE₁dE₂/32π³ for three."""
    mass = sp.Symbol("m", positive=True)
    assert muon_decay.two_body_phase_space(mass) == 1 / (8 * sp.pi)
    assert muon_decay.three_body_measure() == 1 / (4 * (2 * sp.pi) ** 3)


def test_results_are_exact() -> None:
    """Both laws are free of floating-point numbers and can be typeset."""
    for law in (radiative_decay.result(MODEL), charged_dipole.moment_result(MODEL)):
        assert law.formulas and law.remarks and law.source
        assert not any(sp.sympify(e.right).has(sp.Float) for e in law.formulas)


@pytest.mark.usefixtures("fresh")
def test_shares_that_differ_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """κ exists only if CP-even and CP-odd scalars add up."""
    monkeypatch.setattr(charged_dipole, "shares", lambda model: (sp.S.One, -sp.S.One))
    with pytest.raises(ArithmeticError, match="CP-odd"):
        charged_dipole.normalisation(MODEL)
