"""The Dirac reduction against explicit matrices, and against identities in D dimensions."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import Any

import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy.polys.rings import ring

from darktmm.derive import dirac_matrices as dm
from darktmm.derive.dirac import Element, OnShell, reduce_on_shell, sigma_q
from darktmm.derive.errors import DerivationError
from darktmm.derive.loops import triangle
from darktmm.derive.loops.triangle import (
    FERMION_RADIATES,
    SCALAR_RADIATES,
    form_factor_polynomials,
    numerator,
)

QUICK = settings(deadline=None, max_examples=10, derandomize=True, database=None)
HEAVY = settings(QUICK, max_examples=4)
TOPOLOGIES = (FERMION_RADIATES, SCALAR_RADIATES)
BOTH = pytest.mark.parametrize("topology", TOPOLOGIES)
PARAMETERS = ("x", "y", "loop_sq", "M1", "M2", "aL", "aR", "bL", "bR", "g1", "g2")

fractions = st.fractions(min_value=-3, max_value=3, max_denominator=7)
positive = st.fractions(min_value=Fraction(1, 5), max_value=3, max_denominator=7)
inside = st.fractions(min_value=Fraction(-1, 2), max_value=Fraction(1, 2), max_denominator=5)
velocities = st.tuples(inside, inside, inside)
rays = st.tuples(fractions, fractions)


@st.composite
def real_photon_points(draw: Any) -> dm.Kinematics:
    """q² = 0, equal masses included, and a value for every coupling and internal mass."""
    values = {name: draw(fractions) for name in PARAMETERS}
    mass_in = draw(positive)
    mass_out = draw(st.one_of(positive, st.just(mass_in), st.just(Fraction(0))))
    return dm.Kinematics.real_vector(
        mass_in, mass_out, draw(velocities), draw(rays), {**values, "D": 4}, draw(positive)
    )


@st.composite
def virtual_photon_points(draw: Any) -> dm.Kinematics:
    """Two unrelated momenta: q² is whatever comes out."""
    legs = []
    for _ in range(2):
        mass = draw(positive)
        u = dm.velocity(draw(velocities))
        legs.append(([dm.number(mass) * c for c in u], mass))
    (p, m_in), (p_prime, m_out) = legs
    return dm.Kinematics.of(p, p_prime, m_in, m_out)


def shell_at(point: dm.Kinematics, **changes: Any) -> OnShell:
    """What the reduction has to know at one point, as numbers in place of polynomials."""
    momenta = point.momenta
    known: dict[str, Any] = {
        "dot": lambda a, b: dm.dot(momenta[a], momenta[b]),
        "mass_in": point.mass_in,
        "mass_out": point.mass_out,
        "dimension": dm.number(4),
        "truncate": lambda value: value,
    }
    return OnShell(**(known | changes))


@st.composite
def words(draw: Any) -> tuple[str, ...]:
    """One free index, up to three momenta, a contracted pair and, behind all that, another one."""
    letters = ["mu", *draw(st.lists(st.sampled_from(["p", "p'"]), max_size=3))]
    pairs = draw(st.integers(0, 2))
    front = draw(st.permutations(letters + ["alpha", "alpha"] * (pairs > 0)))
    back = draw(st.permutations(["p", "beta", "beta"])) if pairs == 2 else []
    return (*front, *back)


@st.composite
def elements(draw: Any) -> Element:
    total = Element({})
    for _ in range(draw(st.integers(1, 3))):
        left, right = (dm.number(draw(fractions)) for _ in "LR")
        total = total + Element.chiral(left, right, *draw(words()))
    return total


# --- reduction = matrices -----------------------------------------------------------------------


@QUICK
@given(element=elements(), point=virtual_photon_points())
def test_any_chain_reduces_to_what_the_matrices_say(element: Element, point: dm.Kinematics) -> None:
    reduced = reduce_on_shell(element, shell_at(point))
    assert dm.residual(element, reduced, point) == 0
    assert dm.residual(element, reduced, point, dm.DIRAC) == 0


@QUICK
@given(a=elements(), b=elements(), point=virtual_photon_points())
def test_product_of_elements_is_the_product_of_matrices(
    a: Element, b: Element, point: dm.Kinematics
) -> None:
    # Without contracted indices, whose names the two factors would share.
    def plain(element: Element) -> Element:
        return Element(
            {
                (tuple(x for x in word if x in ("mu", "p", "p'")), chirality): value
                for (word, chirality), value in element.terms.items()
            }
        )

    a, b = plain(a), plain(b)
    products = zip(
        dm.evaluate(a * b, point), dm.evaluate(a, point), dm.evaluate(b, point), strict=True
    )
    for whole, left, right in products:
        assert whole == left @ right
    for both, left, right in zip(
        dm.evaluate(a - b, point), dm.evaluate(a, point), dm.evaluate(b, point), strict=True
    ):
        assert both == left - right


@cache
def reduced_numerator(topology: str, routing: tuple[int, int] = (0, 0)) -> dict[Any, Any]:
    shell = triangle._shell(triangle._all_orders)
    averaged = triangle._average_loop_momentum(numerator(topology, routing))
    return reduce_on_shell(averaged, shell)


@BOTH
@QUICK
@given(point=real_photon_points())
def test_triangle_numerators_reduce_exactly(topology: str, point: dm.Kinematics) -> None:
    """To all orders in the external masses; the average over l is done by the twin as well."""
    assert dm.residual(numerator(topology), reduced_numerator(topology), point) == 0


@HEAVY
@given(point=real_photon_points(), lorentz=st.integers(0, 3))
def test_average_over_loop_directions(point: dm.Kinematics, lorentz: int) -> None:
    """The twin's l^α l^β → g^{αβ}: the part even in l, summed over unit vectors."""
    element = numerator(FERMION_RADIATES)
    parameters = {k: v for k, v in point.values.items() if k not in ("m_i", "m_j")}

    def at(loop: list[int]) -> dm.Matrix:
        point_at = dm.Kinematics.of(
            point.p, point.p_prime, point.mass_in, point.mass_out, parameters, loop
        )
        return dm.evaluate(element, point_at)[lorentz]

    nothing = at([0, 0, 0, 0])
    average = nothing
    for axis in range(4):
        unit = [int(axis == k) for k in range(4)]
        even = (at(unit) + at([-c for c in unit])).scaled(Fraction(1, 2)) - nothing
        average = average + even.scaled(dm.SIGNATURE[axis]).scaled(point.values["loop_sq"])
    assert average == dm.evaluate(element, point)[lorentz]


@HEAVY
@given(
    point=real_photon_points(),
    loop=st.tuples(fractions, fractions, fractions, fractions),
    routing=st.tuples(st.integers(-2, 2), st.integers(-2, 2)),
)
def test_numerators_are_the_diagrams(
    point: dm.Kinematics, loop: tuple[Fraction, ...], routing: tuple[int, int]
) -> None:
    """Vertices and propagators multiplied as matrices, momenta k = l + xp' + yp on the lines."""
    v = {k: n for k, n in point.values.items() if k not in ("m_i", "m_j")}
    at = dm.Kinematics.of(point.p, point.p_prime, point.mass_in, point.mass_out, v, loop)
    rep = dm.CHIRAL
    k = dm.plus(dm.plus(dm.vector(*loop), at.p_prime, v["x"]), at.p, v["y"])
    before, after = dm.plus(at.p, k, -1), dm.plus(at.p_prime, k, -1)

    def chiral(left: Any, right: Any) -> dm.Matrix:
        return rep.projectors["L"].scaled(left) + rep.projectors["R"].scaled(right)

    def propagator(momentum: dm.Vector, mass: Any) -> dm.Matrix:
        return rep.slash(momentum) + dm.Matrix.unit(mass)

    into, out = chiral(v["aL"], v["aR"]), chiral(v["bL"], v["bR"])
    fermion = dm.evaluate(numerator(FERMION_RADIATES, routing), at)
    scalar = dm.evaluate(numerator(SCALAR_RADIATES, routing), at)
    for mu in range(4):
        vertex = rep.gamma[mu] @ chiral(v["g1"], v["g2"])
        line = out @ propagator(after, v["M2"]) @ vertex @ propagator(before, v["M1"]) @ into
        assert fermion[mu] == line
        current = v["g1"] * before[mu] - v["g2"] * after[mu]
        assert scalar[mu] == (out @ propagator(k, v["M1"]) @ into).scaled(current)


@QUICK
@given(point=real_photon_points(), loop=st.tuples(fractions, fractions, fractions, fractions))
def test_the_shift_removes_what_is_linear_in_the_loop_momentum(
    point: dm.Kinematics, loop: tuple[Fraction, ...]
) -> None:
    """Σ weight·(line)² is even in l and starts with l²: weights y, x, 1−x−y, as in `nodes`."""
    x, y = point.values["x"], point.values["y"]

    def denominator(sign: int) -> Any:
        origin = dm.plus(dm.vector(0, 0, 0, 0), dm.vector(*loop), sign)
        k = dm.plus(dm.plus(origin, point.p_prime, x), point.p, y)
        lines = dm.plus(point.p, k, -1), dm.plus(point.p_prime, k, -1), k
        weights = y, x, dm.ONE - x - y
        return sum((w * dm.dot(q, q) for w, q in zip(weights, lines, strict=True)), dm.ZERO)

    square = dm.dot(dm.vector(*loop), dm.vector(*loop))
    assert denominator(1) == denominator(-1)
    assert denominator(1) - denominator(0) == square


def _form_factor_gap(topology: str, scale: int, values: dict[str, Any]) -> list[dm.Matrix]:
    """Numerator minus its six first-order form factors, external momenta and masses × scale."""
    point = dm.Kinematics.real_vector(
        2 * scale, 3 * scale, (Fraction(1, 3), Fraction(-1, 5), Fraction(1, 4)), (1, 2), values
    )
    claim = {
        tuple(name.split("_")): value for name, value in form_factor_polynomials(topology).items()
    }
    return dm.difference(numerator(topology), claim, point)  # type: ignore[arg-type]


@BOTH
def test_six_form_factors_are_right_to_first_order(topology: str) -> None:
    """With t² from the projectors, an error of second order is c·t⁴ and nothing below."""
    values = {name: Fraction(k + 2, 7 - k % 4) for k, name in enumerate(PARAMETERS)} | {"D": 4}
    gaps = {t: _form_factor_gap(topology, t, values) for t in (1, 2, 3)}
    for mu in range(4):
        assert gaps[2][mu] == gaps[1][mu].scaled(2**4)
        assert gaps[3][mu] == gaps[1][mu].scaled(3**4)
    assert any(not gap.is_zero for gap in gaps[1])


@BOTH
@pytest.mark.parametrize("structure", triangle.STRUCTURES)
def test_a_wrong_form_factor_shows_at_first_order(topology: str, structure: str) -> None:
    values = {name: Fraction(k + 2, 7 - k % 4) for k, name in enumerate(PARAMETERS)} | {"D": 4}
    kind, chirality = structure.split("_")
    factor = form_factor_polynomials(topology)[structure]

    def gap(t: int) -> list[dm.Matrix]:
        point = dm.Kinematics.real_vector(
            2 * t, 3 * t, (Fraction(1, 3), Fraction(-1, 5), Fraction(1, 4)), (1, 2), values
        )
        mutant = dm.decomposition({(kind, chirality): 2 * factor}, point)
        return [
            g - dm.sandwiched(m, point)
            for g, m in zip(_form_factor_gap(topology, t, values), mutant, strict=True)
        ]

    first, second = gap(1), gap(2)
    assert any(b != a.scaled(2**4) for a, b in zip(first, second, strict=True))


# --- mutations ----------------------------------------------------------------------------------

POINT = dm.Kinematics.real_vector(
    2,
    Fraction(3, 4),
    (Fraction(1, 3), Fraction(1, 5), Fraction(-1, 7)),
    (Fraction(1, 2), Fraction(2, 3)),
    {name: Fraction(k + 1, 6 - k % 5) for k, name in enumerate(PARAMETERS)} | {"D": 4},
)


@BOTH
def test_each_coefficient_of_the_reduction_counts(topology: str) -> None:
    reduced = reduced_numerator(topology)
    assert dm.residual(numerator(topology), reduced, POINT) == 0
    for key, value in reduced.items():
        assert dm.residual(numerator(topology), {**reduced, key: -value}, POINT) != 0
    swapped = {(s, "R" if x == "L" else "L"): value for (s, x), value in reduced.items()}
    assert dm.residual(numerator(topology), swapped, POINT) != 0


WORD = ("alpha", "p", "p'", "mu", "alpha", "p'")


@pytest.mark.parametrize(
    "mutation",
    [
        {"mass_in": -POINT.mass_in},
        {"mass_out": POINT.mass_in},
        {"mass_in": POINT.mass_out, "mass_out": POINT.mass_in},
        {"dimension": dm.number(3)},
        {"dot": lambda a, b: dm.ZERO},
        {"dot": lambda a, b: -dm.dot(POINT.momenta[a], POINT.momenta[b])},
    ],
    ids=["sign of m_i", "m_j = m_i", "masses swapped", "D = 3", "no squares", "other metric"],
)
def test_wrong_knowledge_of_the_shell_is_seen(mutation: dict[str, Any]) -> None:
    # γ^α and p̸ in every place where a rule acts
    element = Element.chiral(dm.number(2), dm.number(3), *WORD) + Element.chiral(
        dm.number(1), dm.number(-1), "mu", "p'", "p"
    )
    assert dm.residual(element, reduce_on_shell(element, shell_at(POINT)), POINT) == 0
    wrong = reduce_on_shell(element, shell_at(POINT, **mutation))
    assert dm.residual(element, wrong, POINT) != 0


@pytest.mark.parametrize("mutant", ["sign", "projector", "order"])
def test_wrong_element_is_seen(mutant: str) -> None:
    right = Element.chiral(dm.number(2), dm.number(3), "p'", "mu", "p'")
    wrong = {
        "sign": Element.chiral(dm.number(2), dm.number(-3), "p'", "mu", "p'"),
        "projector": Element.chiral(dm.number(3), dm.number(2), "p'", "mu", "p'"),
        "order": Element.chiral(dm.number(2), dm.number(3), "mu", "p'", "p'"),
    }[mutant]
    reduced = reduce_on_shell(wrong, shell_at(POINT))
    assert dm.residual(wrong, reduced, POINT) == 0
    assert dm.residual(right, reduced, POINT) != 0


def test_three_loop_momenta_are_refused_by_both() -> None:
    element = Element.word(triangle._RING.one, "l", "l", "l", "mu")
    assert not triangle._average_loop_momentum(element).terms  # odd
    even = Element.word(triangle._RING.one, "l", "l", "l", "l", "mu")
    with pytest.raises(DerivationError, match="4 loop momenta"):
        triangle._average_loop_momentum(even)
    with pytest.raises(ValueError, match="4 loop momenta"):
        dm.evaluate(even, POINT)


def test_unknown_topology() -> None:
    with pytest.raises(DerivationError, match="penguin"):
        numerator("penguin")


# --- identities in D dimensions -----------------------------------------------------------------

_, DIM, MI, MJ, QQUAD = ring("D m_i m_j q2", sp.QQ)
UNIT = DIM**0


def d_shell(dimension: Any = DIM) -> OnShell:
    squares = {("p", "p"): MI**2, ("p'", "p'"): MJ**2}
    cross = (MI**2 + MJ**2 - QQUAD) / 2
    return OnShell(
        dot=lambda a, b: squares.get((a, b), cross),
        mass_in=MI,
        mass_out=MJ,
        dimension=dimension,
        truncate=lambda value: value,
    )


def w(factor: Any, *letters: str) -> Element:
    return Element.word(UNIT * factor, *letters)


CONTRACTIONS = {
    "none": (w(1, "alpha", "alpha", "mu"), w(DIM, "mu")),
    "one": (w(1, "alpha", "mu", "alpha"), w(2 - DIM, "mu")),
    # γ^α a̸ b̸ γ_α = 4 a·b − (4 − D) a̸ b̸ with 2 a·b = {a̸, b̸}
    "two": (
        w(1, "alpha", "p", "mu", "alpha"),
        w(2, "p", "mu") + w(2, "mu", "p") - w(4 - DIM, "p", "mu"),
    ),
    "three": (
        w(1, "alpha", "p'", "mu", "p", "alpha"),
        w(-2, "p", "mu", "p'") + w(4 - DIM, "p'", "mu", "p"),
    ),
    "two pairs": (
        w(1, "alpha", "mu", "alpha", "beta", "p", "beta"),
        w((2 - DIM) ** 2, "mu", "p"),
    ),
}


@pytest.mark.parametrize("name", CONTRACTIONS)
def test_contractions_in_d_dimensions(name: str) -> None:
    left, right = CONTRACTIONS[name]
    shell = d_shell()
    assert reduce_on_shell(left, shell) == reduce_on_shell(right, shell)
    four = d_shell(UNIT * 4)
    assert reduce_on_shell(left, four) != reduce_on_shell(right, shell)


@QUICK
@given(letters=words(), cut=st.integers(0, 7), first=st.sampled_from(["p", "p'"]))
def test_anticommutator_anywhere_in_a_chain(letters: tuple[str, ...], cut: int, first: str) -> None:
    """Inserting p̸p̸ = p² anywhere changes nothing, in any dimension."""
    cut = min(cut, len(letters))
    shell = d_shell()
    square = MI**2 if first == "p" else MJ**2
    inserted = w(1, *letters[:cut], first, first, *letters[cut:])
    plain = w(square, *letters)
    assert reduce_on_shell(inserted, shell) == reduce_on_shell(plain, shell)


def test_gordon_identity() -> None:
    """ū'iσ^{μν}q_νP_Xu = m_j ū'γ^μP_Xu + m_i ū'γ^μP_X̄u − (p+p')^μ ū'P_Xu, for every q²."""
    for chirality, other in (("L", "R"), ("R", "L")):
        element = sigma_q(UNIT).part(chirality)
        reduced = reduce_on_shell(element, d_shell())
        assert reduced == {
            ("gamma", chirality): MJ,
            ("gamma", other): MI,
            ("p", chirality): -UNIT,
            ("p'", chirality): -UNIT,
        }


@QUICK
@given(point=virtual_photon_points())
def test_gordon_identity_of_the_matrices(point: dm.Kinematics) -> None:
    gordon = {("gamma", x): point.mass_in + point.mass_out for x in "LR"} | {
        (p, x): -1 for p in ("p", "p'") for x in "LR"
    }
    element = sigma_q(dm.ONE)
    assert dm.residual(element, gordon, point) == 0
    assert dm.residual(element, gordon | {("p", "L"): 1}, point) != 0
    assert dm.residual(element, gordon | {("gamma", "R"): point.mass_in}, point) != 0


# --- routing ------------------------------------------------------------------------------------


@BOTH
@pytest.mark.parametrize("routing", [(1, 0), (0, 1), (-1, 2), (3, -5)])
def test_routing_of_the_loop_momentum_does_not_matter(
    topology: str, routing: tuple[int, int]
) -> None:
    assert form_factor_polynomials(topology, routing) == form_factor_polynomials(topology)
    assert reduced_numerator(topology, routing) == reduced_numerator(topology)


@BOTH
def test_routing_matters_when_only_one_line_is_shifted(
    topology: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(routing: tuple[int, int]) -> tuple[triangle.Momentum, ...]:
        before, after, opposite = original((0, 0))
        return before.shifted(routing), after, opposite

    original = triangle._lines
    monkeypatch.setattr(triangle, "_lines", broken)
    uncached = form_factor_polynomials.__wrapped__
    assert uncached(topology, (1, 0)) != uncached(topology, (0, 0))


# --- the twin by itself -------------------------------------------------------------------------


def test_twin_refuses_what_is_not_exact() -> None:
    for value in (0.5, sp.Float("0.5"), sp.sqrt(2), sp.pi):
        with pytest.raises(TypeError, match="exact"):
            dm.number(value)
    assert dm.number(sp.Rational(1, 2) + sp.I / 3) == dm.number(Fraction(1, 2)) + dm.IMAGINARY / 3


def test_twin_refuses_points_off_the_mass_shell() -> None:
    with pytest.raises(ValueError, match="p': square"):
        dm.Kinematics.of((2, 0, 0, 0), (2, 1, 0, 0), 2, 2)
    with pytest.raises(ValueError, match="unit sphere"):
        dm.velocity((1, 0, 0))
    with pytest.raises(ValueError, match="neither a momentum nor a pair"):
        dm.chain(("alpha", "mu"), 0, POINT)


@QUICK
@given(s=velocities, ray=rays)
def test_rational_mass_shells(s: tuple[Fraction, ...], ray: tuple[Fraction, Fraction]) -> None:
    u, n = dm.velocity(s), dm.light_ray(*ray)
    assert dm.dot(u, u) == dm.ONE
    assert dm.dot(n, n) == dm.ZERO and n[0] != dm.ZERO
    c = dm.transverse_ray(u)
    assert dm.dot(c, c) == dm.dot(c, u) == dm.ZERO and any(c)
    for rep in (dm.CHIRAL, dm.DIRAC):
        # (u̸ + 1)/2 is a projector of rank two: a spinor and its two polarisations
        projector = (rep.slash(u) + dm.Matrix.unit()).scaled(Fraction(1, 2))
        assert projector @ projector == projector
        assert projector.trace() == dm.number(2)
        assert (rep.slash(n) @ rep.slash(n)).is_zero
