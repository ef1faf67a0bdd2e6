"""What a Lagrangian respects is computed from it, and what it does not respect is named."""

from __future__ import annotations

from typing import Any

import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from darktmm.derive.basis import components, rotated, rotation
from darktmm.derive.errors import (
    DerivationError,
    NotHermitianError,
    NotLorentzScalarError,
    UnknownFieldError,
)
from darktmm.derive.fields import (
    GAMMA5,
    MU,
    NU,
    P_L,
    P_R,
    Bilinear,
    ComplexScalar,
    DiracFermion,
    MajoranaFermion,
    Partial,
    RealScalar,
    VectorBoson,
    VectorComponent,
    bilinear,
    charge_conjugate,
    linear_fermion,
)
from darktmm.derive.lagrangian import (
    FieldStrength,
    Lagrangian,
    check_hermitian,
    check_lorentz,
    fermion_kinetic,
    gauge_variation,
    hermitian_conjugate,
    normal_form,
    scalar_kinetic,
    substitute,
    terms,
    u1_breaking,
    with_conjugate,
)

QUICK = settings(deadline=None, max_examples=15, derandomize=True, database=None)

COUPLING = sp.Symbol("g", positive=True)
Q, Q_PRIME = sp.symbols("Q Q'", real=True)
V = VectorBoson("V", group="X", coupling=COUPLING)
PSI = DiracFermion("psi_x", charges={"X": Q})
CHI = DiracFermion("chi_x", charges={"X": Q_PRIME})
PHI = ComplexScalar("phi_x", charges={"X": Q - Q_PRIME})
REAL = RealScalar("h")
N, N2 = MajoranaFermion("N"), MajoranaFermion("N_b")
C = sp.Symbol("c", complex=True)
R = sp.Symbol("r", real=True)


# --- hermiticity --------------------------------------------------------------------------------

HERMITIAN: dict[str, sp.Expr] = {
    "fermion kinetic": fermion_kinetic(PSI, [V]),
    "chiral kinetic": fermion_kinetic(PSI, [V], "L"),
    "scalar kinetic": scalar_kinetic(PHI, [V]),
    "majorana kinetic": fermion_kinetic(N),
    "mass": bilinear(PSI, PSI),
    "pseudoscalar": sp.I * bilinear(PSI, GAMMA5 * PSI) * REAL,
    "vector": VectorComponent(V, MU) * bilinear(PSI, PSI, MU),
    "axial": VectorComponent(V, MU) * bilinear(PSI, GAMMA5 * PSI, MU),
    "yukawa": with_conjugate(C * bilinear(PSI, CHI, chirality="R") * PHI),
    "lepton number violation": with_conjugate(
        C * bilinear(charge_conjugate(PSI), PSI, chirality="L")
    ),
    "dipole": sp.I
    / 4
    * FieldStrength(V, MU, NU)
    * (bilinear(PSI, PSI, MU, NU) - bilinear(PSI, PSI, NU, MU)),
    "field strength": FieldStrength(V, MU, NU) ** 2,
    "current": sp.I
    * VectorComponent(V, MU)
    * (sp.conjugate(PHI) * Partial(PHI, MU) - PHI * Partial(sp.conjugate(PHI), MU)),
}


@pytest.mark.parametrize("name", HERMITIAN)
def test_hermitian_terms_are_accepted_and_i_times_them_refused(name: str) -> None:
    check_hermitian(R * HERMITIAN[name], name)
    with pytest.raises(NotHermitianError, match=name):
        check_hermitian(sp.I * HERMITIAN[name], name)


@pytest.mark.parametrize(
    "expression",
    [
        bilinear(PSI, GAMMA5 * PSI) * REAL,  # anti-hermitian without the i
        C * REAL**2,
        C * bilinear(PSI, CHI, chirality="R") * PHI,  # h.c. forgotten
        bilinear(PSI, Partial(PSI, MU), MU),
        C * bilinear(charge_conjugate(PSI), PSI, chirality="L"),
    ],
    ids=str,
)
def test_non_hermitian_terms_are_refused(expression: sp.Expr) -> None:
    with pytest.raises(NotHermitianError, match="expected a total derivative"):
        check_hermitian(expression)


def test_error_names_the_part_that_is_wrong() -> None:
    parts = {"good": bilinear(PSI, PSI), "bad one": sp.I * bilinear(PSI, PSI)}
    with pytest.raises(NotHermitianError, match="bad one"):
        Lagrangian(parts).check()
    Lagrangian(parts).without("bad one").check()


def test_total_derivative_is_not_a_defect() -> None:
    """L − L† of ψ̄i∂̸ψ is ∂_μ(ψ̄iγ^μψ), which is not zero before the normal form."""
    kinetic = fermion_kinetic(PSI)
    assert sp.expand(kinetic - hermitian_conjugate(kinetic)) != 0
    assert normal_form(kinetic - hermitian_conjugate(kinetic)) == 0
    # with a field in front it is a derivative no longer
    with pytest.raises(NotHermitianError):
        check_hermitian(REAL * kinetic)


# --- Lorentz ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        (bilinear(PSI, PSI, MU), "indices"),
        (VectorComponent(V, MU) * bilinear(PSI, PSI, NU), "indices"),
        (VectorComponent(V, MU) ** 3 * bilinear(PSI, PSI, MU), "'mu': 4"),
        (Partial(REAL, MU), "indices"),
        (FieldStrength(V, MU, NU) * bilinear(PSI, PSI, MU), "'nu': 1"),
        (PSI * REAL, "open spinors"),
        (bilinear(PSI, PSI) * N, "open spinors"),
    ],
    ids=str,
)
def test_open_indices_and_open_spinors(expression: sp.Expr, message: str) -> None:
    with pytest.raises(NotLorentzScalarError, match=message):
        check_lorentz(expression, "odd part")
    with pytest.raises(NotLorentzScalarError, match="odd part"):
        Lagrangian({"odd part": expression}).check()


@pytest.mark.parametrize("name", HERMITIAN)
def test_contracted_terms_are_scalars(name: str) -> None:
    check_lorentz(HERMITIAN[name])


# --- dimension ----------------------------------------------------------------------------------

MASSES = ("m_D", "m_L", "m_R", "M_E", "M_S1", "M_S2")
SOFT = ("delta_11", "delta_12", "delta_22", "b_11", "b_12", "b_22")
PARAMETER_DIMENSION = dict.fromkeys(MASSES, 1) | dict.fromkeys(SOFT, 2)


def dimension_of(coefficient: sp.Expr) -> sp.Expr:
    """Mass dimension of a monomial: by scaling, so that powers and conjugates count."""
    scale = sp.Symbol("scale", positive=True)
    scaled = coefficient.subs(
        {s: s * scale ** PARAMETER_DIMENSION.get(s.name, 0) for s in coefficient.atoms(sp.Symbol)},
        simultaneous=True,
    )
    return sp.simplify(scale * sp.diff(scaled, scale) / scaled)


def test_dimension_sees_a_missing_mass() -> None:
    m = sp.Symbol("m_D", positive=True)
    for right, wrong in (
        (m * bilinear(PSI, PSI), bilinear(PSI, PSI)),
        (m**2 * REAL**2, m * REAL**2),
        (FieldStrength(V, MU, NU) ** 2, FieldStrength(V, MU, NU) * bilinear(PSI, PSI, MU, NU)),
    ):
        good, bad = next(terms(right)), next(terms(wrong))
        assert good.mass_dimension + dimension_of(good.coefficient) == 4
        assert bad.mass_dimension + dimension_of(bad.coefficient) != 4


@pytest.mark.parametrize(
    "expression",
    [1 / REAL, sp.exp(REAL), sp.sqrt(REAL), sp.sin(REAL) * bilinear(PSI, PSI)],
    ids=str,
)
def test_only_polynomials_are_read(expression: sp.Expr) -> None:
    with pytest.raises(DerivationError, match="term"):
        list(terms(expression))


@pytest.mark.parametrize("expression", [PSI * CHI, PSI**2, REAL, PSI * sp.exp(CHI)], ids=str)
def test_a_spinor_slot_is_linear_in_one_spinor(expression: sp.Expr) -> None:
    with pytest.raises(DerivationError, match="fermion"):
        linear_fermion(expression)


# --- gauge invariance ---------------------------------------------------------------------------


@pytest.mark.parametrize("chirality", [None, "L", "R"])
def test_covariant_kinetic_terms_are_gauge_invariant(chirality: str | None) -> None:
    for kinetic in (fermion_kinetic(PSI, [V], chirality), scalar_kinetic(PHI, [V])):
        assert normal_form(gauge_variation(kinetic, V)) == 0
        assert normal_form(gauge_variation(kinetic.subs(COUPLING, -COUPLING), V)) != 0
        assert normal_form(gauge_variation(kinetic.subs(COUPLING, 2 * COUPLING), V)) != 0


def test_kinetic_term_without_its_gauge_field_is_not_invariant() -> None:
    for kinetic in (fermion_kinetic(PSI), scalar_kinetic(PHI)):
        assert normal_form(gauge_variation(kinetic, V)) != 0


def yukawa_theory(scalar: ComplexScalar) -> sp.Expr:
    interaction = with_conjugate(C * bilinear(PSI, CHI, chirality="R") * scalar)
    return (
        fermion_kinetic(PSI, [V])
        + fermion_kinetic(CHI, [V])
        + scalar_kinetic(scalar, [V])
        + interaction
        - FieldStrength(V, MU, NU) ** 2 / 4
    )


def test_yukawa_theory_needs_charges_that_add_up() -> None:
    assert normal_form(gauge_variation(yukawa_theory(PHI), V)) == 0
    flipped = ComplexScalar("phi_x_flipped", charges={"X": Q_PRIME - Q})
    variation = normal_form(gauge_variation(yukawa_theory(flipped), V))
    assert variation != 0
    assert variation.subs(Q_PRIME, Q) == 0  # both charges vanish


def test_seagull_is_needed() -> None:
    kinetic = scalar_kinetic(PHI, [V])
    seagull = sum(
        t.expression for t in terms(kinetic) if t.operators.count(VectorComponent(V, MU)) == 2
    )
    assert seagull != 0
    assert normal_form(gauge_variation(kinetic - seagull, V)) != 0


@QUICK
@given(a=st.integers(-3, 3), b=st.integers(-3, 3))
def test_u1_breaking_counts_charges(a: int, b: int) -> None:
    left = DiracFermion(f"left_{a}_{b}", charges={"X": a})
    right = DiracFermion(f"right_{a}_{b}", charges={"X": b})
    broken = u1_breaking(bilinear(left, right), "X")
    assert set(broken) == ({b - a} if a != b else set())
    majorana = u1_breaking(bilinear(charge_conjugate(left), right, chirality="L"), "X")
    assert set(majorana) == ({a + b} if a + b else set())


# --- Majorana identities ------------------------------------------------------------------------


def sigma(bar: sp.Expr, ket: sp.Expr) -> sp.Expr:
    return sp.I / 2 * (bilinear(bar, ket, MU, NU) - bilinear(bar, ket, NU, MU))


def test_bilinears_of_one_majorana_field() -> None:
    """Vector and tensor vanish; scalar, pseudoscalar and axial vector survive."""
    assert normal_form(bilinear(N, N, MU)) == 0
    assert normal_form(sigma(N, N)) == 0
    assert normal_form(sigma(N, GAMMA5 * N)) == 0
    assert normal_form(bilinear(N, N)) != 0
    assert normal_form(bilinear(N, GAMMA5 * N)) != 0
    assert normal_form(bilinear(N, GAMMA5 * N, MU)) != 0
    # none of that holds for a Dirac field
    assert normal_form(bilinear(PSI, PSI, MU)) != 0
    assert normal_form(sigma(PSI, PSI)) != 0


def test_bilinears_of_two_majorana_fields() -> None:
    """Symmetric scalar, antisymmetric vector and tensor, symmetric axial vector."""
    assert normal_form(bilinear(N, N2) - bilinear(N2, N)) == 0
    assert normal_form(bilinear(N, N2, MU) + bilinear(N2, N, MU)) == 0
    assert normal_form(bilinear(N, GAMMA5 * N2, MU) - bilinear(N2, GAMMA5 * N, MU)) == 0
    assert normal_form(sigma(N, N2) + sigma(N2, N)) == 0
    assert normal_form(sigma(N, N2) - sigma(N2, N)) != 0
    assert normal_form(bilinear(N, N2, MU) - bilinear(N2, N, MU)) != 0


fields = st.sampled_from([PSI, CHI, N, N2, charge_conjugate(PSI), charge_conjugate(CHI)])


@QUICK
@given(
    bar=fields,
    ket=fields,
    indices=st.lists(st.sampled_from([MU, NU]), max_size=3),
    chirality=st.sampled_from("LR"),
)
def test_flip_is_an_involution_and_commutes_with_conjugation(
    bar: Any, ket: Any, indices: list[sp.Symbol], chirality: str
) -> None:
    line = bilinear(bar, ket, *indices, chirality=chirality)
    sign, twin = line.flipped()
    back_sign, back = twin.flipped()
    assert sign * back_sign == 1 and back == line
    conjugate_sign, conjugate_twin = sp.conjugate(line).flipped()
    assert (conjugate_sign, conjugate_twin) == (sign, sp.conjugate(twin))
    assert normal_form(line - sign * twin) == 0
    assert normal_form(line + sign * twin) != 0 or normal_form(line) == 0
    assert normal_form(normal_form(line)) == normal_form(line)


@QUICK
@given(left=st.complex_numbers(max_magnitude=3), right=st.integers(-3, 3), field=fields)
def test_charge_conjugation_is_an_involution(left: complex, right: int, field: Any) -> None:
    coefficient = sp.Integer(round(left.real)) + sp.I * round(left.imag)
    expression = sp.expand((coefficient * P_L + right * P_R) * field)
    once = charge_conjugate(expression)
    assert sp.expand(charge_conjugate(once) - expression) == 0
    expected = (sp.conjugate(coefficient) * P_R + right * P_L) * charge_conjugate(field)
    assert sp.expand(once - expected) == 0


def test_majorana_kinetic_term_is_half() -> None:
    whole = normal_form(fermion_kinetic(N))
    left = normal_form(sp.I * bilinear(N, Partial(N, MU), MU, chirality="L"))
    assert whole == left
    assert whole != normal_form(fermion_kinetic(N, chirality="L") / 2)


# --- other fields -------------------------------------------------------------------------------


def test_unknown_fields_are_refused() -> None:
    expression = bilinear(PSI, PSI) * REAL
    stranger = RealScalar("stranger")
    with pytest.raises(UnknownFieldError, match="stranger"):
        substitute(expression, {stranger: REAL})
    with pytest.raises(UnknownFieldError, match="stranger"):
        Lagrangian({"part": expression}).substituted({stranger: REAL})
    renamed = substitute(expression, {REAL: stranger})
    assert renamed == sp.expand(bilinear(PSI, PSI) * stranger)


def test_substitution_reaches_derivatives_bars_and_conjugates() -> None:
    real, imaginary = RealScalar("phi_R"), RealScalar("phi_I")
    split = components([PHI], [real], [imaginary])
    kinetic = substitute(scalar_kinetic(PHI), split)
    assert sp.expand(kinetic - scalar_kinetic(real) - scalar_kinetic(imaginary)) == 0
    rotated_psi = substitute(fermion_kinetic(PSI), {PSI: (sp.I * P_L + P_R) * CHI})
    assert rotated_psi == sp.expand(fermion_kinetic(CHI))
    mass = substitute(bilinear(PSI, PSI), {PSI: (sp.I * P_L + P_R) * CHI})
    assert mass == sp.I * bilinear(CHI, CHI, chirality="L") - sp.I * bilinear(
        CHI, CHI, chirality="R"
    )


@QUICK
@given(angle=st.sampled_from([sp.pi / 3, sp.pi / 7, sp.Symbol("theta", real=True)]))
def test_rotation_of_scalars_leaves_kinetic_terms_alone(angle: sp.Expr) -> None:
    old = [RealScalar("s_1"), RealScalar("s_2")]
    new = [RealScalar("t_1"), RealScalar("t_2")]
    kinetic = sum(map(scalar_kinetic, old))
    turned = substitute(kinetic, rotated(old, new, rotation(angle)))
    assert sp.simplify(turned - sum(map(scalar_kinetic, new))) == 0
    assert sp.simplify(turned - 2 * sum(map(scalar_kinetic, new))) != 0


def test_operators_print() -> None:
    line = bilinear(PSI, CHI, MU, chirality="L")
    assert isinstance(line, Bilinear)
    assert str(line) == "(psi_x\u0304 γ^mu P_L chi_x)"
    assert sp.latex(line) == r"\overline{\psi_x}\gamma^{\mu}P_L\chi_x"
    assert sp.latex(Partial(PHI, MU)) == r"\partial_{\mu} \phi_x"
    assert sp.latex(FieldStrength(V, MU, NU)) == r"F[V]_{\mu\nu}"
    assert sp.latex(charge_conjugate(PSI)) == r"\psi_x^{c}"
    assert sp.latex(VectorComponent(V, MU)) == r"V_{\mu}"


def test_fields_of_one_name_and_different_quanta_are_different_fields() -> None:
    """Caches of sympy must not hand the charge or the mass of one theory to another."""
    for charge, mass in ((1, 3), (2, 5)):
        scalar = ComplexScalar("twice", charges={"X": charge}, mass=mass)
        spinor = DiracFermion("twice_f", charges={"X": charge}, mass=mass)
        assert sp.conjugate(scalar).args[0].charge("X") == charge
        assert Partial(sp.conjugate(scalar), MU).field.args[0].mass == mass
        assert bilinear(spinor, spinor, chirality="L").ket.mass == mass
        for kinetic in (scalar_kinetic(scalar, [V]), fermion_kinetic(spinor, [V])):
            assert normal_form(gauge_variation(kinetic, V)) == 0
    assert ComplexScalar("twice", charges={"X": 1}) != ComplexScalar("twice", charges={"X": 2})
    assert ComplexScalar("twice", charges={"X": 1}) == ComplexScalar("twice", charges={"X": 1})
