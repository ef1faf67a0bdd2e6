r"""The engine, run on small Lagrangians, against published one-loop results.

Every comparison is made at 30 digits with signs and phases, and is then repeated with one side
mutated, which it must reject.

The engine and the literature
-----------------------------
Both have :math:`D_\mu=\partial_\mu+ieQA_\mu` and the same phase of M, but

* the engine: :math:`\Gamma^\mu\ni\Gamma_X\,i\sigma^{\mu\nu}q_\nu P_X`, photon *incoming*,
  :math:`q=p'-p`;
* `literature`: :math:`\Gamma^\mu\ni e\,\sigma_X\,i\sigma^{\mu\nu}q_\nu P_X`, photon *outgoing*,
  :math:`q=p_1-p_2`.

q changes its sign between them, hence

.. math:: \Gamma_X = -e\,\sigma_X .

`sigma` below is the only place where this is used; `test_the_two_conventions` derives it from the
operator that `literature` states. An anomalous moment needs none of it, for it is the ratio of two
terms of the same vertex, :math:`-eQ\,(\gamma^\mu+\frac{a}{2m}i\sigma^{\mu\nu}q_\nu)` with
:math:`q=p'-p`; see `anomalous_moment`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from itertools import pairwise, product
from typing import Any

import literature as lit
import pytest
import sympy as sp
from mpmath import mp, mpc, mpf

from darktmm.derive.basis import components
from darktmm.derive.conventions import ELEMENTARY_CHARGE, opposite
from darktmm.derive.errors import NotDiagonalError
from darktmm.derive.fields import (
    MU,
    NU,
    Bilinear,
    DiracFermion,
    Partial,
    RealScalar,
    bilinear,
    charge_conjugate,
)
from darktmm.derive.lagrangian import FieldStrength, Lagrangian, terms, with_conjugate
from darktmm.derive.loops.amplitude import amplitude
from darktmm.derive.loops.bubble import chirality_flip_mass
from darktmm.derive.loops.integrals import UV_POLE, SimplexIntegral
from darktmm.derive.loops.triangle import (
    FERMION_RADIATES,
    M_IN,
    M_OUT,
    SCALAR_RADIATES,
    FormFactors,
)
from darktmm.derive.models import charged_scalar, lavoura, neutral_scalar, scotogenic
from darktmm.derive.quadratic import check_mass_basis
from darktmm.derive.symbols import PHOTON
from darktmm.derive.vertices import FeynmanRules, State

DIGITS = 30
TOLERANCE = mpf(10) ** -20

Values = Mapping[sp.Expr, Any]

RATIOS = [sp.Rational(r) for r in ("1/100", "3/10", "999/1000", "1", "37/10", "250")]
"""m_F/m_B; at 1 the nodes of the integrals coincide and nothing is expanded."""


@pytest.fixture(autouse=True)
def _precision() -> Iterator[None]:
    with mp.workdps(DIGITS):
        yield


# --- numbers ------------------------------------------------------------------------------------


@cache
def integral(folded: SimplexIntegral) -> sp.Float:
    """Digits of the closed form at exact (rational) masses: no cancellation can hurt."""
    return sp.N(folded.doit(), 2 * DIGITS, maxn=400)


def number(expression: Any, values: Values | None = None) -> mpc:
    """The expression at exact values."""
    exact = sp.sympify(expression).xreplace({k: sp.sympify(v) for k, v in (values or {}).items()})
    digits = exact.replace(lambda e: isinstance(e, SimplexIntegral), integral)
    return mpc(*sp.N(digits, 2 * DIGITS).as_real_imag())


def real(expression: Any) -> mpf:
    return number(expression).real


def agree(ours: Any, theirs: Any) -> bool:
    """Equal to `TOLERANCE`, as complex numbers; sequences element by element."""
    if isinstance(ours, tuple):
        return all(agree(a, b) for a, b in zip(ours, theirs, strict=True))
    ours, theirs = mpc(ours), mpc(theirs)
    assert mp.isfinite(ours) and mp.isfinite(theirs)  # a NaN would pass for a rejection
    return bool(abs(ours - theirs) <= TOLERANCE * max(abs(ours), abs(theirs)))


# --- the engine's side --------------------------------------------------------------------------


def sigma(vertex: FormFactors) -> tuple[sp.Expr, sp.Expr]:
    """(σ_L, σ_R) of the literature; see the head of this file."""
    left, right = (-vertex[f"sigma_{x}"] / ELEMENTARY_CHARGE for x in "LR")
    return left, right


def dipole(
    lagrangian: Lagrangian, incoming: State, outgoing: State, values: Values
) -> tuple[mpc, mpc]:
    """(σ_L, σ_R) of incoming → outgoing + γ."""
    vertex = amplitude(FeynmanRules(lagrangian), incoming, outgoing, PHOTON)
    left, right = (number(s, values) for s in sigma(vertex))
    return left, right


def anomalous_moment(lagrangian: Lagrangian, lepton: DiracFermion, values: Values) -> mpc:
    """(g−2)/2 at the leading order in the mass of the lepton."""
    rules = FeynmanRules(lagrangian)
    scalars = [f for f in rules.fields if f.spin == 0]
    vertex = amplitude(
        rules, lepton, lepton, PHOTON, structures=("sigma_L", "sigma_R"), bosons=scalars
    )
    tree = rules.vector(lepton, lepton, PHOTON).left / sp.I
    on_shell = {M_IN: lepton.mass, M_OUT: lepton.mass}
    moment = lepton.mass * (vertex["sigma_L"] + vertex["sigma_R"]).subs(on_shell) / tree
    return number(moment, values)


# --- mutations ----------------------------------------------------------------------------------

Mutation = Callable[[Lagrangian], Lagrangian]


def unchanged(lagrangian: Lagrangian) -> Lagrangian:
    return lagrangian


def changed(replacement: Mapping[sp.Expr, sp.Expr]) -> Mutation:
    """Symbols of the Lagrangian replaced, all at once."""
    return lambda lagrangian: replace(
        lagrangian,
        parts={name: part.xreplace(replacement) for name, part in lagrangian.parts.items()},
    )


def mirrored(lagrangian: Lagrangian) -> Lagrangian:
    """P_L ↔ P_R everywhere."""

    def mirror(line: Bilinear) -> Bilinear:
        return Bilinear(line.bar, line.args[1], sp.Symbol(opposite(line.chirality)), line.ket)

    parts = {
        name: part.replace(lambda e: isinstance(e, Bilinear), mirror)
        for name, part in lagrangian.parts.items()
    }
    return replace(lagrangian, parts=parts)


def conjugated(*couplings: sp.Symbol) -> Mutation:
    return changed({c: sp.conjugate(c) for c in couplings})


def doubled(*couplings: sp.Symbol) -> Mutation:
    return changed({c: 2 * c for c in couplings})


def swapped(values: Values, a: sp.Symbol, b: sp.Symbol) -> dict[sp.Expr, Any]:
    """Two masses exchanged: they live in the fields, not in the couplings."""
    return {**values, a: values[b], b: values[a]}


SIGN_OF_E = changed({ELEMENTARY_CHARGE: -ELEMENTARY_CHARGE})


# --- the Lagrangians ----------------------------------------------------------------------------

FIRST, SECOND = lavoura.LEPTONS
LAGRANGIANS = {
    "neutral scalar": neutral_scalar.lagrangian(),
    "charged scalar": charged_scalar.lagrangian(),
    "charged scalar, Majorana": charged_scalar.lagrangian(charged_scalar.MAJORANA),
    "lavoura": lavoura.lagrangian(),
    "scotogenic": scotogenic.lagrangian(),
    "scotogenic, mass basis": scotogenic.mass_basis(),
}


@pytest.mark.parametrize("name", LAGRANGIANS)
def test_lagrangians_are_hermitian_and_conserve_charge(name: str) -> None:
    """Hermitian, Lorentz scalar, U(1)_EM invariant, as the sources of `derive.models` demand."""
    lagrangian = LAGRANGIANS[name]
    lagrangian.check()
    for part in lagrangian.parts:
        assert "U(1)_EM" not in lagrangian.breaking(part)


@pytest.mark.parametrize(
    ("lagrangian", "scalar"),
    [
        (charged_scalar.lagrangian(), charged_scalar.H),
        (lavoura.lagrangian(), lavoura.B),
        (scotogenic.lagrangian(), scotogenic.ETA_PLUS),
    ],
)
def test_the_antiparticle_in_the_yukawa_breaks_charge(lagrangian: Lagrangian, scalar: Any) -> None:
    """Mutation: φ → φ* is seen by the charge balance."""
    assert "U(1)_EM" in changed({scalar: sp.conjugate(scalar)})(lagrangian).breaking("L_int")


def test_scotogenic_yukawa_is_an_isospin_singlet() -> None:
    """N̄(ν η⁰ − ℓ η⁺) of hep-ph/0601225; with a plus sign it is none."""
    assert scotogenic.lagrangian().breaking("L_int") == {}
    eta = scotogenic.ETA_PLUS
    assert scotogenic.lagrangian().substituted({eta: -eta}).breaking("L_int")


def test_scotogenic_mass_basis_is_one() -> None:
    """η_R, η_I, η⁺, N_k and ℓ have canonical kinetic terms and their own masses (hep-ph/0601225)."""
    charged = [RealScalar(f"eta^+_{x}", mass=scotogenic.M_PLUS) for x in "RI"]
    halves = components([scotogenic.ETA_PLUS], charged[:1], charged[1:])
    heavy = [scotogenic.heavy(k) for k in (1, 2)]
    states = [scotogenic.ETA_R, scotogenic.ETA_I, *charged, *heavy, ELECTRON, MUON]
    check_mass_basis(scotogenic.mass_basis().substituted(halves), states)


@pytest.mark.parametrize("part", ["L_free", "L_inert"])
@pytest.mark.parametrize("factor", [2, sp.Rational(1, 2)])
def test_scotogenic_mass_terms_have_their_factor(part: str, factor: sp.Expr) -> None:
    """The ½ of the Majorana mass and of the squared masses: another factor is no mass basis."""
    lagrangian = scotogenic.mass_basis()
    masses = {
        t.expression: factor * t.expression
        for t in terms(lagrangian.parts[part])
        if not t.expression.atoms(Partial) and t.coefficient.free_symbols
    }
    assert masses
    changed = replace(
        lagrangian,
        parts={**lagrangian.parts, part: sp.expand(lagrangian.parts[part]).xreplace(masses)},
    )
    with pytest.raises(NotDiagonalError, match="mass"):
        check_mass_basis(changed, [scotogenic.ETA_R, scotogenic.ETA_I, scotogenic.heavy(1)])


# --- the relation of the conventions ------------------------------------------------------------


def test_the_two_conventions() -> None:
    """Γ_X = −e σ_X, from L = −(e/2) f̄₂ σ^{μν} (σ_L P_L + σ_R P_R) f₁ F_{μν} of `literature`."""
    wanted = sp.symbols("sigma_L sigma_R", complex=True)
    strength = FieldStrength(PHOTON, MU, NU)
    left, right = (
        sp.I * bilinear(SECOND, FIRST, MU, NU, chirality=x) * strength  # σF = iγ^μγ^ν F_{μν}
        for x in "LR"
    )
    operator = -ELEMENTARY_CHARGE / 2 * (wanted[0] * left + wanted[1] * right)
    rule = FeynmanRules(with_conjugate(operator)).dipole(SECOND, FIRST, PHOTON)
    vertex = FormFactors({"sigma_L": rule.left / sp.I, "sigma_R": rule.right / sp.I})
    assert [sp.expand(s) for s in sigma(vertex)] == list(wanted)


# --- Lavoura ------------------------------------------------------------------------------------

LAVOURA = lavoura.lagrangian()
(L_1, L_2), (R_1, R_2) = lavoura.LEFT, lavoura.RIGHT
GENERIC: dict[sp.Expr, Any] = {
    M_IN: sp.Rational("0.106"),
    M_OUT: sp.Rational("0.031"),
    lavoura.M_F: sp.Rational("1.7"),
    lavoura.M_B: sp.Rational("0.9"),
    L_1: sp.Rational("0.3") + sp.I / 7,
    L_2: sp.Rational("-0.8") + sp.I / 5,
    R_1: sp.Rational("0.4") - sp.I / 3,
    R_2: sp.Rational("1.1") + sp.I / 9,
    lavoura.Q_F: sp.Rational(2, 3),
    lavoura.Q_B: sp.Rational(5, 3),
}


def lavoura_engine(values: Values, mutation: Mutation = unchanged) -> tuple[mpc, mpc]:
    return dipole(mutation(LAVOURA), FIRST, SECOND, values)


def lavoura_published(values: Values) -> tuple[mpc, mpc]:
    masses = (real(values[m]) for m in (M_IN, M_OUT, lavoura.M_F, lavoura.M_B))
    couplings = (tuple(number(values[c]) for c in pair) for pair in ((L_1, R_1), (L_2, R_2)))
    charges = (real(values[q]) for q in (lavoura.Q_F, lavoura.Q_B))
    left, right = lit.lavoura_sigma(*masses, *couplings, *charges)
    return left, right


@pytest.mark.parametrize("ratio", RATIOS)
def test_radiative_decay_of_a_fermion(ratio: sp.Rational) -> None:
    """σ_L and σ_R of f₁ → f₂γ with complex couplings and any charges (hep-ph/0302221)."""
    values = {**GENERIC, lavoura.M_F: ratio * GENERIC[lavoura.M_B]}
    assert agree(lavoura_engine(values), lavoura_published(values))


def test_radiative_decay_against_the_fermion_flow() -> None:
    """hep-ph/0302221 along f₂ᶜ → f₁ᶜ: Cσ^TC⁻¹ = −σ (Denner et al., Nucl. Phys. B387 (1992) 467)."""
    lines = charge_conjugate(SECOND), charge_conjugate(FIRST)
    left, right = dipole(LAVOURA, lines[0], lines[1], swapped(GENERIC, M_IN, M_OUT))
    assert agree((-left, -right), lavoura_published(GENERIC))
    assert not agree((left, right), lavoura_published(GENERIC))


LAVOURA_MUTATIONS = {
    "sign of e": SIGN_OF_E,
    "sign of Q_F": changed({lavoura.Q_F: -lavoura.Q_F}),
    "sign of Q_B": changed({lavoura.Q_B: -lavoura.Q_B}),
    "factor 2 in L_1": doubled(L_1),
    "factor 2 in R_2": doubled(R_2),
    "P_L <-> P_R": mirrored,
    "conjugate L_1": conjugated(L_1),
    "conjugate R_2": conjugated(R_2),
    "leptons exchanged": changed({L_1: L_2, L_2: L_1, R_1: R_2, R_2: R_1}),
}


@pytest.mark.parametrize("name", LAVOURA_MUTATIONS)
def test_radiative_decay_rejects_a_mutated_lagrangian(name: str) -> None:
    """hep-ph/0302221 again, on the wrong Lagrangian."""
    assert not agree(lavoura_engine(GENERIC, LAVOURA_MUTATIONS[name]), lavoura_published(GENERIC))


@pytest.mark.parametrize("pair", [(lavoura.M_F, lavoura.M_B), (M_IN, M_OUT)])
def test_radiative_decay_rejects_exchanged_masses(pair: tuple[sp.Symbol, ...]) -> None:
    """hep-ph/0302221 again, with two masses exchanged on one side."""
    assert not agree(lavoura_engine(swapped(GENERIC, *pair)), lavoura_published(GENERIC))


# The four functions one by one: (topology, whether F flips the chirality) → published function.
LOOP_FUNCTIONS = {
    (FERMION_RADIATES, True): lit.lavoura_fermion_flip,
    (SCALAR_RADIATES, True): lit.lavoura_scalar_flip,
    (FERMION_RADIATES, False): lit.lavoura_fermion_conserving,
    (SCALAR_RADIATES, False): lit.lavoura_scalar_conserving,
}


def loop_function(topology: str, flip: bool, ratio: Any) -> mpc:
    """16π² m_B² σ_R per charge, coupling and flipping mass, at t = (m_F/m_B)²."""
    lagrangian = changed({L_1: 0, R_2: 0} if flip else {R_1: 0, R_2: 0})(LAVOURA)
    rules = FeynmanRules(lagrangian)
    _, right = sigma(amplitude(rules, FIRST, SECOND, PHOTON, topology=topology))
    charge = lavoura.Q_F if topology == FERMION_RADIATES else lavoura.Q_B
    per_mass = lavoura.M_F if flip else M_IN
    unit = charge * sp.conjugate(L_2) * (R_1 if flip else L_1) * per_mass
    return number(
        16 * sp.pi**2 * lavoura.M_B**2 * sp.cancel(right / unit),
        {lavoura.M_F: ratio, lavoura.M_B: sp.S.One},
    )


@pytest.mark.parametrize("ratio", RATIOS)
@pytest.mark.parametrize("which", LOOP_FUNCTIONS)
def test_loop_function(which: tuple[str, bool], ratio: sp.Rational) -> None:
    """The functions of hep-ph/0302221: F or B radiates, F or a lepton flips the chirality."""
    assert agree(loop_function(*which, ratio), LOOP_FUNCTIONS[which](real(ratio**2)))


@pytest.mark.parametrize("which", [w for w in LOOP_FUNCTIONS if w != (FERMION_RADIATES, True)])
def test_loop_function_of_a_massless_fermion(which: tuple[str, bool]) -> None:
    """hep-ph/0302221 at t = 0: 1/2, 1/6 and 1/12; the fourth function is infinite there."""
    assert agree(loop_function(*which, sp.S.Zero), LOOP_FUNCTIONS[which](0))


@pytest.mark.parametrize("which", LOOP_FUNCTIONS)
def test_loop_function_is_taken_for_no_other(which: tuple[str, bool]) -> None:
    """hep-ph/0302221: not another of the four, nor 1/t, nor twice, nor minus the function."""
    ratio = sp.Rational(37, 10)
    ours, t = loop_function(*which, ratio), real(ratio**2)
    published = LOOP_FUNCTIONS[which]
    wrong = [f(t) for other, f in LOOP_FUNCTIONS.items() if other != which]
    wrong += [published(1 / t), 2 * published(t), -published(t)]
    assert not any(agree(ours, value) for value in wrong)


# --- Leveille -----------------------------------------------------------------------------------

MOMENTS: dict[str, Any] = {"neutral": neutral_scalar, "charged": charged_scalar}
INTEGRALS = {
    "neutral": lit.leveille_neutral_scalar_integrals,
    "charged": lit.leveille_charged_scalar_integrals,
}
FINITE_MASS = {
    "neutral": lit.leveille_neutral_scalar_amu,
    "charged": lit.leveille_charged_scalar_amu,
}
COUPLINGS: dict[str, tuple[Any, Any]] = {
    "scalar": (1, 0),
    "pseudoscalar": (0, sp.I),
    "left-handed, no internal flip": (1, 1),
    "generic": (sp.Rational("0.7") + sp.I / 3, sp.Rational("0.2") - sp.I / 5),
}
LEPTON_MASS = sp.Rational("0.1")


def moment_values(
    kind: str, ratio: Any, couplings: tuple[Any, Any], mass: Any = LEPTON_MASS
) -> dict[sp.Expr, Any]:
    model = MOMENTS[kind]
    symbols = (model.M_MU, model.M_F, model.M_H, model.C_S, model.C_P)
    return dict(zip(symbols, (mass, ratio, sp.S.One, *couplings), strict=True))


def moment_engine(kind: str, values: Values, mutation: Mutation = unchanged) -> mpc:
    model = MOMENTS[kind]
    return anomalous_moment(mutation(model.lagrangian()), model.MUON, values)


def leading_order(kind: str, values: Values) -> mpf:
    """Leveille's moment at leading order in the mass of the lepton, by Lavoura's functions."""
    mass, m_f, m_h, c_s, c_p = (number(v) for v in values.values())
    chiral = lit.chiral_from_scalar_pseudoscalar(c_s, c_p)
    charges = {"neutral": (-1, 0), "charged": (0, 1)}[kind]  # B = H* and F: Q_F − Q_B = −1
    masses = (x.real for x in (mass, mass, m_f, m_h))
    return lit.amu_from_sigma(mass.real, *lit.lavoura_sigma(*masses, chiral, chiral, *charges))


@pytest.mark.parametrize("ratio", RATIOS)
@pytest.mark.parametrize("couplings", COUPLINGS)
@pytest.mark.parametrize("kind", MOMENTS)
def test_anomalous_moment(kind: str, couplings: str, ratio: sp.Rational) -> None:
    """a_μ with its sign, for a neutral or a charged scalar: Leveille 1978, by hep-ph/0302221."""
    values = moment_values(kind, ratio, COUPLINGS[couplings])
    assert agree(moment_engine(kind, values), leading_order(kind, values))


@pytest.mark.parametrize("ratio", RATIOS[1:-1])
@pytest.mark.parametrize("kind", MOMENTS)
def test_anomalous_moment_with_and_without_internal_flip(kind: str, ratio: sp.Rational) -> None:
    """Leveille 1978, both integrals at m_μ = 10⁻¹² m_H, where leading order is all there is.

    The |C_S|²−|C_P|² part flips the chirality by m_F, the |C_S|²+|C_P|² part by m_μ.
    """
    mass = sp.Rational(1, 10**12)
    scalar, pseudo = (
        moment_engine(kind, moment_values(kind, ratio, c, mass)) for c in ((1, 0), (0, 1))
    )
    plain, flip = INTEGRALS[kind](real(mass), real(ratio), 1)
    factor = real(mass) ** 2 / (8 * mp.pi**2)
    # Half the sum would lose twelve digits to the flip, which chiral couplings do not have.
    kept = moment_engine(kind, moment_values(kind, ratio, (1, 1), mass)) / 2
    assert agree(kept, factor * plain)
    assert agree((scalar - pseudo) / 2, factor * flip * real(ratio / mass))


@pytest.mark.parametrize("couplings", COUPLINGS)
@pytest.mark.parametrize("kind", MOMENTS)
def test_finite_mass_formula_converges_to_the_engine(kind: str, couplings: str) -> None:
    """Leveille 1978, exact in m_μ: it differs from the engine by O(m_μ²) and by nothing else."""
    ratio, deviations = sp.Rational(37, 10), []
    for power in (3, 4, 5):
        mass = sp.Rational(1, 10**power)
        values = moment_values(kind, ratio, COUPLINGS[couplings], mass)
        c_s, c_p = (number(c) for c in COUPLINGS[couplings])
        published = FINITE_MASS[kind](real(mass), real(ratio), 1, c_s, c_p)
        deviations.append(moment_engine(kind, values).real / published - 1)
    assert abs(deviations[-1]) < mpf(10) ** -9
    for coarse, fine in pairwise(deviations):
        assert abs(coarse / fine - 100) < 1


@pytest.mark.parametrize("ratio", RATIOS)
def test_majorana_fermion_gives_the_moment_of_a_dirac_fermion(ratio: sp.Rational) -> None:
    """`literature` on Leveille 1978: "a Majorana F changes nothing, as L is written"."""
    values = moment_values("charged", ratio, COUPLINGS["generic"])
    majorana = charged_scalar.lagrangian(charged_scalar.MAJORANA)
    moment = anomalous_moment(majorana, charged_scalar.MUON, values)
    assert agree(moment, moment_engine("charged", values))
    assert agree(moment, leading_order("charged", values))


def moment_mutations(kind: str) -> dict[str, Mutation]:
    """Parity and complex conjugation leave a_μ alone, so they are not among them."""
    c_s, c_p, muon = MOMENTS[kind].C_S, MOMENTS[kind].C_P, MOMENTS[kind].MUON

    def loop_charge(lagrangian: Lagrangian) -> Lagrangian:
        flipped = SIGN_OF_E(lagrangian).parts["L_free"].args
        kept = lagrangian.parts["L_free"].args
        free = [t for t in kept if t.has(muon)] + [t for t in flipped if not t.has(muon)]
        return replace(lagrangian, parts={**lagrangian.parts, "L_free": sp.Add(*free)})

    return {
        "factor 2 in C_S": doubled(c_s),
        "C_S <-> C_P": changed({c_s: c_p, c_p: c_s}),
        "C_P lost": changed({c_p: sp.S.Zero}),
        "sign of the charge in the loop": loop_charge,
    }


@pytest.mark.parametrize(("kind", "name"), [*product(MOMENTS, moment_mutations("neutral"))])
def test_anomalous_moment_rejects_a_mutated_lagrangian(kind: str, name: str) -> None:
    """Leveille 1978 again, on the wrong Lagrangian."""
    values = moment_values(kind, sp.Rational(37, 10), COUPLINGS["generic"])
    mutated = moment_engine(kind, values, moment_mutations(kind)[name])
    assert not agree(mutated, leading_order(kind, values))


@pytest.mark.parametrize("kind", MOMENTS)
def test_anomalous_moment_rejects_exchanged_masses_and_diagrams(kind: str) -> None:
    """Leveille 1978 again: masses exchanged, or the charge on the other line."""
    model, other = MOMENTS[kind], {"neutral": "charged", "charged": "neutral"}[kind]
    values = moment_values(kind, sp.Rational(37, 10), COUPLINGS["generic"])
    exchanged = swapped(values, model.M_F, model.M_H)
    expected = leading_order(kind, values)
    assert not agree(moment_engine(kind, exchanged), expected)
    assert not agree(moment_engine(kind, values), leading_order(other, values))
    assert not agree(moment_engine(kind, values), -expected)


@pytest.mark.parametrize("kind", MOMENTS)
def test_anomalous_moment_conserves_parity(kind: str) -> None:
    """Leveille 1978: only |C_S|² and |C_P|² enter, whatever the phases and chiralities."""
    model = MOMENTS[kind]
    values = moment_values(kind, sp.Rational(37, 10), COUPLINGS["generic"])
    expected = leading_order(kind, values)
    assert agree(moment_engine(kind, values, mirrored), expected)
    assert agree(moment_engine(kind, values, conjugated(model.C_S, model.C_P)), expected)


# --- μ → eγ in the scotogenic model -------------------------------------------------------------

SCOTOGENIC = scotogenic.mass_basis()
ELECTRON, MUON = scotogenic.lepton("e"), scotogenic.lepton("mu")
YUKAWA = {(k, a): scotogenic.yukawa(k, a) for k, a in product((1, 2), ("e", "mu"))}
M_N = tuple(scotogenic.heavy(k).mass for k in (1, 2))
SCOTOGENIC_VALUES: dict[sp.Expr, Any] = {
    M_IN: sp.Rational("0.106"),
    M_OUT: sp.Rational("0.0005"),
    YUKAWA[1, "e"]: sp.Rational("0.3") + sp.I / 7,
    YUKAWA[1, "mu"]: sp.Rational("-0.8") + sp.I / 5,
    YUKAWA[2, "e"]: sp.Rational("0.5") - sp.I / 3,
    YUKAWA[2, "mu"]: sp.Rational("0.2") + sp.I / 9,
    M_N[0]: sp.Rational("0.4"),
    M_N[1]: sp.Rational("2.3"),
    scotogenic.M_PLUS: sp.Rational("0.7"),
    scotogenic.M_R: sp.Rational("0.9"),
    scotogenic.M_I: sp.Rational("0.6"),
}


def published_a_d(values: Values) -> mpc:
    electron, muon = ([number(values[YUKAWA[k, a]]) for k in (1, 2)] for a in ("e", "mu"))
    masses = [real(values[m]) for m in M_N]
    return mpc(lit.toma_vicente_a_d(electron, muon, masses, real(values[scotogenic.M_PLUS])))


def toma_vicente(values: Values) -> tuple[mpc, mpc]:
    """(σ_L, σ_R): only left-handed leptons couple, so each goes with the mass it flips."""
    a_d = published_a_d(values)
    return real(values[M_OUT]) * a_d, real(values[M_IN]) * a_d


def mu_to_e(values: Values, mutation: Mutation = unchanged) -> tuple[mpc, mpc]:
    return dipole(mutation(SCOTOGENIC), MUON, ELECTRON, values)


@pytest.mark.parametrize("ratio", RATIOS)
def test_mu_to_e_gamma(ratio: sp.Rational) -> None:
    """A_D of arXiv:1312.2840 with its phase and sign; η⁺ of charge +1 radiates."""
    values = {**SCOTOGENIC_VALUES, M_N[0]: ratio * SCOTOGENIC_VALUES[scotogenic.M_PLUS]}
    assert agree(mu_to_e(values), toma_vicente(values))


def test_mu_to_e_gamma_branching_ratio() -> None:
    """Eq. (13) of arXiv:1312.2840 from the width of the engine's amplitude, massless electron."""
    values = {**SCOTOGENIC_VALUES, M_OUT: sp.S.Zero}
    alpha, fermi, mass = mpf(1) / 137, mpf("1.17e-5"), real(values[M_IN])
    width = lit.dipole_width(mass, 0, *mu_to_e(values), alpha)
    published = lit.toma_vicente_branching_ratio(published_a_d(values), alpha, fermi)
    assert agree(width / lit.muon_width(mass, fermi), published)


COUPLINGS_OF_MUON = tuple(YUKAWA[k, "mu"] for k in (1, 2))
MU_TO_E_MUTATIONS = {
    "sign of e": SIGN_OF_E,
    "factor 2": doubled(*COUPLINGS_OF_MUON),
    "P_L <-> P_R": mirrored,
    "conjugate couplings": conjugated(*YUKAWA.values()),
    "one conjugate coupling": conjugated(YUKAWA[1, "mu"]),
    "generations crossed": changed(
        {YUKAWA[1, "mu"]: YUKAWA[2, "mu"], YUKAWA[2, "mu"]: YUKAWA[1, "mu"]}
    ),
}


@pytest.mark.parametrize("name", MU_TO_E_MUTATIONS)
def test_mu_to_e_gamma_rejects_a_mutated_lagrangian(name: str) -> None:
    """arXiv:1312.2840 again, on the wrong Lagrangian."""
    mutated = mu_to_e(SCOTOGENIC_VALUES, MU_TO_E_MUTATIONS[name])
    assert not agree(mutated, toma_vicente(SCOTOGENIC_VALUES))


@pytest.mark.parametrize(
    "pair", [M_N, (M_N[0], scotogenic.M_PLUS), (M_IN, M_OUT), (scotogenic.M_PLUS, scotogenic.M_R)]
)
def test_mu_to_e_gamma_rejects_exchanged_masses(pair: tuple[sp.Symbol, ...]) -> None:
    """arXiv:1312.2840 again, with two masses exchanged on one side."""
    mutated = mu_to_e(swapped(SCOTOGENIC_VALUES, *pair))
    assert not agree(mutated, toma_vicente(SCOTOGENIC_VALUES))


# --- scotogenic neutrino mass -------------------------------------------------------------------

FLAVOURS = ("e", "mu")


def neutrino_mass(values: Values, mutation: Mutation = unchanged) -> tuple[mpc, ...]:
    r"""m_{αβ} of :math:`-\tfrac12m_{αβ}\overline{ν_{αL}^c}ν_{βL}`, row by row."""
    rules = FeynmanRules(mutation(SCOTOGENIC))
    return tuple(
        number(
            chirality_flip_mass(
                rules, scotogenic.neutrino(b), charge_conjugate(scotogenic.neutrino(a))
            ),
            values,
        )
        for a, b in product(FLAVOURS, repeat=2)
    )


def published_mass(values: Values) -> tuple[mpc, ...]:
    yukawa = [[number(values[YUKAWA[k, a]]) for a in FLAVOURS] for k in (1, 2)]
    masses = [real(values[m]) for m in M_N]
    components = (real(values[m]) for m in (scotogenic.M_R, scotogenic.M_I))
    matrix = lit.scotogenic_mass_matrix(yukawa, masses, *components)
    return tuple(matrix[a, b] for a, b in product((0, 1), repeat=2))


@pytest.mark.parametrize("ratio", [*RATIOS, sp.Rational(2, 3)])
def test_radiative_neutrino_mass(ratio: sp.Rational) -> None:
    """hep-ph/0601225 (11) with the 1/(32π²) of arXiv:1507.06314; 2/3 is M = m_I, 1 is M = m_R."""
    values = {**SCOTOGENIC_VALUES, M_N[0]: ratio * SCOTOGENIC_VALUES[scotogenic.M_R]}
    assert agree(neutrino_mass(values), published_mass(values))


def test_radiative_neutrino_mass_is_finite_and_symmetric() -> None:
    """hep-ph/0601225: η_R and η_I cancel each other's pole, and the mass when they coincide."""
    rules = FeynmanRules(SCOTOGENIC)
    nu = {a: scotogenic.neutrino(a) for a in FLAVOURS}
    mass = chirality_flip_mass(rules, nu["mu"], charge_conjugate(nu["e"]))
    transposed = chirality_flip_mass(rules, nu["e"], charge_conjugate(nu["mu"]))
    assert mass.has(SimplexIntegral)
    assert not mass.has(UV_POLE)
    assert sp.expand(mass - transposed) == 0
    assert mass.subs(scotogenic.M_R, scotogenic.M_I) == 0
    # Mutation: with η_I in phase with η_R nothing cancels the pole.
    in_phase = FeynmanRules(changed({scotogenic.ETA_I: sp.I * scotogenic.ETA_I})(SCOTOGENIC))
    assert chirality_flip_mass(in_phase, nu["mu"], charge_conjugate(nu["e"])).has(UV_POLE)


def test_radiative_neutrino_mass_rejects_the_original_prefactor() -> None:
    """1/(16π²), as first printed in hep-ph/0601225 (11), is refused: η⁰ = (η_R + iη_I)/√2."""
    one = changed({YUKAWA[2, a]: sp.S.Zero for a in FLAVOURS})
    ours = neutrino_mass(SCOTOGENIC_VALUES, one)[0]
    masses = [real(SCOTOGENIC_VALUES[m]) for m in (M_N[0], scotogenic.M_R, scotogenic.M_I)]
    square = number(SCOTOGENIC_VALUES[YUKAWA[1, "e"]]) ** 2
    assert agree(ours, square * lit.scotogenic_mass_kernel(*masses))
    assert not agree(ours, square * lit.ma_2006_mass_kernel(*masses))


MASS_MUTATIONS = {
    "factor 2": doubled(*YUKAWA.values()),
    "P_L <-> P_R": mirrored,
    "conjugate couplings": conjugated(*YUKAWA.values()),
    "i y": changed({y: sp.I * y for y in YUKAWA.values()}),
}


@pytest.mark.parametrize("name", MASS_MUTATIONS)
def test_radiative_neutrino_mass_rejects_a_mutated_lagrangian(name: str) -> None:
    """hep-ph/0601225 and arXiv:1507.06314 again, on the wrong Lagrangian."""
    mutated = neutrino_mass(SCOTOGENIC_VALUES, MASS_MUTATIONS[name])
    assert not any(map(agree, mutated, published_mass(SCOTOGENIC_VALUES)))


@pytest.mark.parametrize("pair", [M_N, (scotogenic.M_R, scotogenic.M_I), (M_N[0], scotogenic.M_R)])
def test_radiative_neutrino_mass_rejects_exchanged_masses(pair: tuple[sp.Symbol, ...]) -> None:
    """hep-ph/0601225 and arXiv:1507.06314 again, with two masses exchanged on one side."""
    mutated = neutrino_mass(swapped(SCOTOGENIC_VALUES, *pair))
    assert not any(map(agree, mutated, published_mass(SCOTOGENIC_VALUES)))


# --- Ward identity ------------------------------------------------------------------------------

CHARGE_FORM_FACTORS = ("gamma_L", "gamma_R")


def charge_form_factor(
    structure: str, charge: sp.Expr, topology: str | None = None, legs: bool = False
) -> sp.Expr:
    """γ^μ P_X of f₁ → f₂ at q² = 0, closed form, when f has the electric charge `charge`."""
    rules = FeynmanRules(changed({lavoura.Q_F: lavoura.Q_B + charge})(LAVOURA))
    vertex = amplitude(
        rules, FIRST, SECOND, PHOTON, structures=CHARGE_FORM_FACTORS, topology=topology, legs=legs
    )
    return sp.simplify(sp.expand(vertex[structure].doit()))


@pytest.mark.parametrize("structure", CHARGE_FORM_FACTORS)
def test_ward_identity_of_a_neutral_fermion(structure: str) -> None:
    """Ward 1950: no charge by loops, an identity in all masses, finite though its parts are not.

    A neutral leg does not radiate, so that both triangles are the whole amplitude.
    """
    neutral = sp.S.Zero
    parts = [
        charge_form_factor(structure, neutral, topology)
        for topology in (FERMION_RADIATES, SCALAR_RADIATES)
    ]
    assert all(part.has(UV_POLE) and part.has(sp.log) for part in parts)
    assert charge_form_factor(structure, neutral) == 0


@pytest.mark.parametrize("structure", CHARGE_FORM_FACTORS)
def test_ward_identity_of_a_charged_fermion_needs_its_legs(structure: str) -> None:
    """Ward 1950: f₁ → f₂γ has no γ^μ at q² = 0, whatever the charges; triangles alone leave one."""
    charge = sp.Symbol("Q_f", real=True)
    assert charge_form_factor(structure, charge, legs=True) == 0
    left_over = charge_form_factor(structure, charge)
    assert left_over != 0
    assert not sp.cancel(left_over / charge).has(charge, lavoura.Q_B)


@pytest.mark.parametrize("structure", CHARGE_FORM_FACTORS)
def test_ward_identity_rejects_the_sign_of_the_scalar_charge(structure: str) -> None:
    """Ward 1950, mutated: −Q_B in the current of B."""
    fermion, scalar = (
        charge_form_factor(structure, sp.S.Zero, topology)
        for topology in (FERMION_RADIATES, SCALAR_RADIATES)
    )
    assert sp.simplify(fermion - scalar) != 0
