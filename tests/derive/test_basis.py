"""Changes of basis: orthogonality, mass eigenstates, and wrong rotations that are refused."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from darktmm.derive import conventions
from darktmm.derive.basis import (
    MajoranaPair,
    check_orthogonal,
    check_rotation,
    components,
    rotated,
    rotation,
    trig_normal,
)
from darktmm.derive.errors import NotDiagonalError, NotOrthogonalError
from darktmm.derive.fields import (
    GAMMA5,
    MU,
    NU,
    P_L,
    P_R,
    ComplexScalar,
    ComplexVector,
    DiracFermion,
    MajoranaFermion,
    Partial,
    RealScalar,
    VectorBoson,
    VectorComponent,
    bilinear,
    charge_conjugate,
)
from darktmm.derive.lagrangian import (
    FieldStrength,
    Lagrangian,
    fermion_kinetic,
    scalar_kinetic,
    substitute,
    with_conjugate,
)
from darktmm.derive.quadratic import check_mass_basis

QUICK = settings(deadline=None, max_examples=15, derandomize=True, database=None)

X, Y, Z = sp.symbols("x y z", real=True)
M_A, M_B = sp.symbols("M_a M_b", positive=True)
M_1, M_2 = sp.symbols("M_1 M_2", real=True)
OLD = [RealScalar("s_1"), RealScalar("s_2")]
NEW = [RealScalar("t_1", mass=M_A), RealScalar("t_2", mass=M_B)]
N = DiracFermion("N_dirac")
STATES = (MajoranaFermion("n_1", mass=M_1), MajoranaFermion("n_2", mass=M_2))


# --- trigonometry -------------------------------------------------------------------------------


@QUICK
@given(a=st.integers(0, 5), b=st.integers(0, 5), c=st.integers(-3, 3))
def test_trig_normal_decides_equality(a: int, b: int, c: int) -> None:
    expression = sp.cos(X) ** a * sp.sin(Y) ** b * sp.cos(Y) ** a + c * sp.sin(X)
    one = sp.cos(X) ** 2 + sp.sin(X) ** 2
    assert trig_normal(expression * one**2 - expression) == 0
    assert trig_normal(expression * one + sp.sin(X) - expression) == sp.sin(X)
    # the same number, before and after
    at = {X: sp.Rational(3, 7), Y: sp.Rational(-5, 3)}
    difference = sp.N((trig_normal(expression) - expression).subs(at), 30)
    assert abs(difference) < sp.Float("1e-25")


# --- rotations ----------------------------------------------------------------------------------


def euler(a: sp.Expr, b: sp.Expr, c: sp.Expr) -> sp.Matrix:
    first, second, third = sp.eye(3), sp.eye(3), sp.eye(3)
    first[0:2, 0:2] = rotation(a)
    second[1:3, 1:3] = rotation(b)
    third[0:2, 0:2] = rotation(c)
    return first * second * third


def test_rotations_of_any_size_are_orthogonal() -> None:
    check_orthogonal(rotation(X))
    check_orthogonal(euler(X, Y, Z))
    check_orthogonal(sp.diag(1, -1))
    check_orthogonal(sp.eye(1))
    assert rotation(X).det().simplify() == 1


@pytest.mark.parametrize(
    "matrix",
    [
        sp.Matrix([[sp.cos(X), sp.sin(X)], [sp.sin(X), sp.cos(X)]]),
        2 * rotation(X),
        rotation(X) + sp.eye(2) / 1000,
        sp.Matrix([[1, 0], [0, sp.I]]),
        sp.Matrix([[sp.cos(X), sp.sin(Y)], [-sp.sin(Y), sp.cos(X)]]),
        euler(X, Y, Z).subs(sp.cos(Z), sp.cos(Y)),
        sp.Matrix([[1, 0, 0], [0, 1, 0]]),
        sp.Matrix(2, 2, sp.symbols("a:4", real=True)),
    ],
    ids=lambda m: str(m.shape),
)
def test_other_matrices_are_refused(matrix: sp.Matrix) -> None:
    with pytest.raises(NotOrthogonalError, match="mixing"):
        check_orthogonal(matrix, "mixing")
    if matrix.rows == matrix.cols == 2:
        with pytest.raises(NotOrthogonalError):
            rotated(OLD, NEW, matrix)


def turned(angle: float) -> np.ndarray[Any, Any]:
    c, s = np.cos(angle), np.sin(angle)
    return np.array([[c, s], [-s, c]])


@QUICK
@given(angle=st.floats(-4, 4), phase=st.floats(-4, 4))
def test_numerical_rotations_are_accepted_within_rounding(angle: float, phase: float) -> None:
    """numpy matrices as they come; complex unitary ones for complex fields."""
    real = turned(angle)
    check_orthogonal(real)
    check_orthogonal(sp.Matrix(real.tolist()))
    assert abs(rotated(OLD, NEW, real)[OLD[0]].coeff(NEW[1]) - real[0, 1]) < 1e-15
    unitary = np.diag([1, np.exp(1j * phase)]) @ real
    check_rotation(unitary)
    pair = [ComplexScalar("p"), ComplexScalar("q")]
    assert set(rotated(pair, pair, unitary)) == set(pair)


@QUICK
@given(angle=st.floats(0.1, 1.4), size=st.sampled_from([1e-3, 1e-6, 1e-9, 1e-11]))
def test_numerical_rotations_are_refused_beyond_rounding(angle: float, size: float) -> None:
    for check in (check_orthogonal, check_rotation):
        with pytest.raises(NotOrthogonalError):
            check(turned(angle) * (1 + size))
        with pytest.raises(NotOrthogonalError):
            check(turned(angle) + size * np.array([[0, 1], [1, 0]]))


def test_a_unitary_matrix_is_held_against_its_dagger() -> None:
    """OᵀO = 1 is neither enough nor needed for complex entries."""
    unitary = sp.Matrix([[1, sp.I], [sp.I, 1]]) / sp.sqrt(2)
    check_rotation(unitary)
    with pytest.raises(NotOrthogonalError, match="not real"):
        check_orthogonal(unitary)
    boost = sp.Matrix([[5, 3 * sp.I], [-3 * sp.I, 5]]) / 4  # OᵀO = 1
    assert (boost.T * boost - sp.eye(2)).is_zero_matrix
    with pytest.raises(NotOrthogonalError, match="not real"):
        check_orthogonal(boost)
    with pytest.raises(NotOrthogonalError, match="dagger"):
        check_rotation(boost)
    complex_fields = [ComplexScalar("p"), ComplexScalar("q")]
    rotated(complex_fields, complex_fields, unitary)
    with pytest.raises(NotOrthogonalError):  # a real field has to stay real
        rotated(OLD, NEW, unitary)


def test_free_symbols_are_accepted_on_request() -> None:
    matrix = sp.Matrix(2, 2, sp.symbols("a:4", real=True))
    replacement = rotated(OLD, NEW, matrix, check=False)
    assert replacement[OLD[0]] == matrix[0, 0] * NEW[0] + matrix[0, 1] * NEW[1]


def test_rotation_has_the_signs_of_the_paper() -> None:
    replacement = rotated(OLD, NEW, rotation(X))
    assert replacement[OLD[0]] == sp.cos(X) * NEW[0] + sp.sin(X) * NEW[1]
    assert replacement[OLD[1]] == -sp.sin(X) * NEW[0] + sp.cos(X) * NEW[1]


def test_components_keep_the_kinetic_term_canonical() -> None:
    s = ComplexScalar("S_c")
    real, imaginary = OLD
    split = components([s], [real], [imaginary])
    assert split[s] == (real + conventions.SCALAR_PHASE_SIGN * sp.I * imaginary) / sp.sqrt(2)
    kinetic = substitute(scalar_kinetic(s), split)
    assert sp.expand(kinetic - scalar_kinetic(real) - scalar_kinetic(imaginary)) == 0
    with pytest.raises(ValueError, match=r"argument \d is (longer|shorter)"):
        components([s], [real, imaginary], [imaginary])


# --- real scalars -------------------------------------------------------------------------------


def scalar_theory(matrix: sp.Matrix) -> Lagrangian:
    """Canonical s_1, s_2 with a mass matrix."""
    mass = sum(matrix[a, b] * OLD[a] * OLD[b] for a in range(2) for b in range(2)) / 2
    return Lagrangian({"scalars": sum(map(scalar_kinetic, OLD)) - mass})


def physical(angle: sp.Expr) -> sp.Matrix:
    turn = rotation(angle)
    return turn * sp.diag(M_A**2, M_B**2) * turn.T


def test_right_rotation_diagonalises() -> None:
    theory = scalar_theory(physical(X)).substituted(rotated(OLD, NEW, rotation(X)))
    check_mass_basis(theory, NEW)


@pytest.mark.parametrize(
    ("angle", "fields", "message"),
    [
        (-X, NEW, "mass term"),
        (sp.S.Zero, NEW, "mass term"),
        (X + sp.pi / 2, NEW, "mass term of t_1 and t_1"),  # masses exchanged
    ],
    ids=["sign", "none", "exchange"],
)
def test_wrong_rotation_is_refused(angle: sp.Expr, fields: Any, message: str) -> None:
    theory = scalar_theory(physical(X)).substituted(rotated(OLD, NEW, rotation(angle)))
    with pytest.raises(NotDiagonalError, match=message):
        check_mass_basis(theory, fields)


def test_wrong_mass_and_wrong_normalisation_are_refused() -> None:
    theory = scalar_theory(physical(X)).substituted(rotated(OLD, NEW, rotation(X)))
    heavier = RealScalar("t_1_heavy", mass=2 * M_A)
    renamed = theory.substituted({NEW[0]: heavier})
    with pytest.raises(NotDiagonalError, match="mass term of t_1_heavy and t_1_heavy"):
        check_mass_basis(renamed, [heavier, NEW[1]])
    stretched = Lagrangian({"scalars": theory.expression + scalar_kinetic(NEW[1])})
    with pytest.raises(NotDiagonalError, match="kinetic term of t_2 and t_2"):
        check_mass_basis(stretched, NEW)
    missing = Lagrangian({"scalars": scalar_kinetic(NEW[0]) - M_A**2 * NEW[0] ** 2 / 2})
    check_mass_basis(missing, NEW[:1])
    with pytest.raises(NotDiagonalError, match="t_2"):
        check_mass_basis(missing, NEW)


@QUICK
@given(angle=st.floats(0.1, 1.4), heavy=st.sampled_from([1e-3, 1.0, 1e6]))
def test_a_numerical_rotation_diagonalises_within_rounding(angle: float, heavy: float) -> None:
    """The largest mass sets the scale: masses of 10⁶ leave more than masses of 1."""
    light, other = RealScalar("u_1", mass=1), RealScalar("u_2", mass=sp.Float(heavy) + 2)
    turn = sp.Matrix(turned(angle).tolist())
    theory = scalar_theory(turn * sp.diag(light.mass**2, other.mass**2) * turn.T)
    check_mass_basis(
        theory.substituted(rotated(OLD, [light, other], turned(angle))), [light, other]
    )
    for wrong in (angle + 1e-3, -angle):
        bent = theory.substituted(rotated(OLD, [light, other], turned(wrong)))
        with pytest.raises(NotDiagonalError, match="mass term of u_1"):
            check_mass_basis(bent, [light, other])


# --- complex scalars, Dirac pairs, vectors --------------------------------------------------------


def phased(angle: sp.Expr, phase: sp.Expr) -> sp.Matrix:
    return sp.diag(1, phase) * rotation(angle)


@pytest.mark.parametrize("kind", ["scalars", "fermions"])
def test_complex_fields_need_the_right_unitary_matrix(kind: str) -> None:
    """A hermitian mass matrix, diagonalised by a rotation with a phase; without the phase it is refused."""
    if kind == "scalars":
        old, new = (
            [ComplexScalar(f"{n}_{k}", mass=m) for k, m in enumerate((M_A, M_B))] for n in "SH"
        )
        kinetic: sp.Expr = sum(map(scalar_kinetic, old))
        diagonal = sp.diag(M_A**2, M_B**2)
    else:
        old, new = (
            [DiracFermion(f"{n}_{k}", mass=m) for k, m in enumerate((M_A, M_B))] for n in "fF"
        )
        kinetic = sum(map(fermion_kinetic, old))
        diagonal = sp.diag(M_A, M_B)
    right = phased(X, sp.I)
    matrix = right * diagonal * right.H

    def term(a: int, b: int) -> sp.Expr:
        return sp.conjugate(old[a]) * old[b] if kind == "scalars" else bilinear(old[a], old[b])

    mass = sum(matrix[a, b] * term(a, b) for a in range(2) for b in range(2))
    theory = Lagrangian({"L": sp.expand(kinetic - mass)})
    check_mass_basis(theory.substituted(rotated(old, new, right)), new)
    for wrong in (rotation(X), phased(-X, sp.I), phased(X, -sp.I), sp.eye(2)):
        with pytest.raises(NotDiagonalError, match="mass"):
            check_mass_basis(theory.substituted(rotated(old, new, wrong)), new)


def test_terms_that_split_a_pair_are_found() -> None:
    """S² of a complex scalar, a Majorana mass of a Dirac field: neither is a mass eigenstate."""
    s, psi = ComplexScalar("S_c", mass=M_A), DiracFermion("psi", mass=M_A)
    plain = scalar_kinetic(s) - M_A**2 * sp.conjugate(s) * s
    check_mass_basis(Lagrangian({"L": plain}), [s])
    split = plain - M_B**2 * (s**2 + sp.conjugate(s) ** 2)
    with pytest.raises(NotDiagonalError, match="unpaired mass"):
        check_mass_basis(Lagrangian({"L": split}), [s])
    dirac = fermion_kinetic(psi) - M_A * bilinear(psi, psi)
    check_mass_basis(Lagrangian({"L": dirac}), [psi])
    majorana = with_conjugate(M_B * bilinear(charge_conjugate(psi), psi, chirality="L"))
    with pytest.raises(NotDiagonalError, match="Majorana mass"):
        check_mass_basis(Lagrangian({"L": dirac + majorana}), [psi])


def test_mixing_with_a_field_that_was_not_named_is_found() -> None:
    theory = scalar_theory(physical(X))
    with pytest.raises(NotDiagonalError, match="mass term of s_1"):
        check_mass_basis(theory, OLD[:1])


@pytest.mark.parametrize("gauge", [None, sp.oo, sp.Symbol("xi", positive=True)], ids=str)
@pytest.mark.parametrize("kind", [VectorBoson, ComplexVector])
def test_a_vector_has_the_kinetic_term_of_its_gauge(kind: Any, gauge: Any) -> None:
    v = kind("V", mass=M_A, gauge_parameter=gauge)
    norm = sp.Rational(1, 2) if v.self_conjugate else sp.S.One
    strength, component = FieldStrength(v, MU, NU).doit(), VectorComponent(v, MU)
    free = -norm / 2 * sp.conjugate(strength) * strength
    mass = norm * M_A**2 * sp.conjugate(component) * component
    fixing = sp.S.Zero
    if gauge not in (None, sp.oo):
        divergence = [Partial(VectorComponent(v, i), i) for i in (MU, NU)]
        fixing = -norm / gauge * sp.conjugate(divergence[0]) * divergence[1]
    check_mass_basis(Lagrangian({"L": sp.expand(free + mass + fixing)}), [v])
    for wrong in (free + fixing, 2 * free + mass + fixing, free + mass + fixing + mass / 7):
        with pytest.raises(NotDiagonalError, match="term of V and V"):
            check_mass_basis(Lagrangian({"L": sp.expand(wrong)}), [v])
    first, second = (Partial(VectorComponent(v, i), i) for i in (MU, NU))
    bent = free + mass + fixing + norm * sp.conjugate(first) * second
    with pytest.raises(NotDiagonalError, match="gradient term of V and V"):
        check_mass_basis(Lagrangian({"L": sp.expand(bent)}), [v])


def test_mixing_of_a_vector_with_a_gradient_is_found_up_to_parts() -> None:
    v, phi = VectorBoson("V", mass=M_A), RealScalar("phi")
    free = (
        -(FieldStrength(v, MU, NU) ** 2) / 4
        + M_A**2 * VectorComponent(v, MU) ** 2 / 2
        + scalar_kinetic(phi)
    )
    along = M_A * VectorComponent(v, MU) * Partial(phi, MU)
    across = M_A * Partial(VectorComponent(v, MU), MU) * phi
    check_mass_basis(Lagrangian({"L": sp.expand(free + along + across)}), [v, phi])
    for mixing in (along, across, along - across):
        with pytest.raises(NotDiagonalError, match="mixing term"):
            check_mass_basis(Lagrangian({"L": sp.expand(free + mixing)}), [v, phi])


# --- the Majorana pair --------------------------------------------------------------------------


def majorana_theory(m_left: sp.Expr, m_right: sp.Expr, m_dirac: sp.Expr) -> Lagrangian:
    conjugate = charge_conjugate(N)
    violation = -sp.Rational(1, 2) * (
        m_left * bilinear(conjugate, N, chirality="L")
        + m_right * bilinear(conjugate, N, chirality="R")
    )
    return Lagrangian(
        {
            "dirac": fermion_kinetic(N) - m_dirac * bilinear(N, N),
            "majorana": with_conjugate(violation),
        }
    )


def theory_of(pair: MajoranaPair) -> Lagrangian:
    matrix = pair.mass_matrix()
    return majorana_theory(matrix[0, 0], matrix[1, 1], matrix[0, 1])


@pytest.mark.parametrize("phases", [(1, 1), (sp.I, 1), (1, sp.I), (sp.I, sp.I)], ids=str)
@pytest.mark.parametrize("angle", [X, sp.pi / 4, sp.pi / 6], ids=str)
def test_majorana_pair_is_the_mass_basis(angle: sp.Expr, phases: tuple[Any, Any]) -> None:
    pair = MajoranaPair(N, STATES, angle, tuple(map(sp.sympify, phases)))  # type: ignore[arg-type]
    theory = theory_of(pair).substituted(pair.replacement())
    check_mass_basis(theory, STATES)
    # the mass matrix is symmetric, and its invariants are those of the signed masses
    matrix, (first, second) = pair.mass_matrix(), pair.eigenvalues
    assert (matrix - matrix.T).is_zero_matrix
    assert trig_normal(matrix.trace() - first - second) == 0
    assert trig_normal(sp.expand(matrix.det()) - first * second) == 0
    assert first == M_1 / phases[0] ** 2


def test_majorana_pair_solves_its_defining_equation() -> None:
    matrix = MajoranaPair(N, STATES, X).mass_matrix()
    left, right, mixed = matrix[0, 0], matrix[1, 1], matrix[0, 1]
    # tan 2θ (m_L − m_R) = 2 m_D
    defect = 2 * sp.sin(X) * sp.cos(X) * (left - right)
    defect -= 2 * mixed * (sp.cos(X) ** 2 - sp.sin(X) ** 2)
    assert trig_normal(defect) == 0
    at_maximal = MajoranaPair(N, STATES, sp.pi / 4).mass_matrix()
    assert at_maximal[0, 0] == at_maximal[1, 1] == (M_1 + M_2) / 2
    assert sp.expand(at_maximal[0, 1] - (M_2 - M_1) / 2) == 0


def test_maximal_mixing_is_the_form_of_the_paper() -> None:
    """N = (N₂ + γ5N₁)/√2."""
    (value,) = MajoranaPair(N, STATES, sp.pi / 4).replacement().values()
    first, second = STATES
    assert sp.expand(value - ((P_L + P_R) * second + GAMMA5 * first) / sp.sqrt(2)) == 0
    assert sp.expand(value - ((P_L + P_R) * second - GAMMA5 * first) / sp.sqrt(2)) != 0


@pytest.mark.parametrize(
    "mutation",
    ["angle", "masses exchanged", "phase in the mass only", "phase in the field only"],
)
def test_wrong_majorana_basis_is_refused(mutation: str) -> None:
    right = MajoranaPair(N, STATES, X)
    wrong = {
        "angle": MajoranaPair(N, STATES, -X),
        "masses exchanged": MajoranaPair(N, STATES, X + sp.pi / 2),
        "phase in the mass only": right,
        "phase in the field only": MajoranaPair(N, STATES, X, (sp.I, sp.S.One)),
    }[mutation]
    source = right
    if mutation == "phase in the mass only":
        source = MajoranaPair(N, STATES, X, (sp.I, sp.S.One))
    theory = theory_of(source).substituted(wrong.replacement())
    with pytest.raises(NotDiagonalError, match="n_"):
        check_mass_basis(theory, STATES)


def test_kinetic_terms_need_conjugate_phases_in_both_halves() -> None:
    first, second = STATES
    pair = MajoranaPair(N, STATES, X)
    (value,) = pair.replacement().values()
    theory = theory_of(pair).substituted({N: 2 * value})
    with pytest.raises(NotDiagonalError, match="kinetic L term of n_1 and n_1"):
        check_mass_basis(theory, [first, second])
