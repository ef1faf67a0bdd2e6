r"""One-loop triangles with a fermion in, a fermion out and a vector, by Feynman parameters.

.. code-block:: text

          φ (k)                              F (k)
       ┌─────────┐                        ┌─────────┐
   u_i │         │ u_j                u_i │         │ u_j
  ─────●──►──●──►●─────              ─────●─ ─►─ ●─ ►●─────
      F1(p-k)│ F2(p'-k)                  φ1(p-k)│ φ2(p'-k)
             V(q)                               V(q)
       the fermion radiates               the boson radiates

φ is a scalar or a vector; a vector is taken in the Feynman gauge, −g its numerator, and any other
gauge is the business of `derive.loops.expansion`. A numerator is worked out once per topology for
arbitrary couplings (by `derive.dirac`) and then filled in. The result is the decomposition, for
q² → 0 and to first order in the external masses,

.. math:: \Gamma^\mu = \sum_{X=L,R}\left[f_X\,\gamma^\mu + \mu_X\,i\sigma^{\mu\nu}q_\nu
          + g_X\,q^\mu\right]P_X ,\qquad q = p'-p .
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sympy as sp
from sympy.polys.rings import ring

from darktmm.derive.conventions import CHIRALITIES
from darktmm.derive.dirac import FREE_INDEX, Element, OnShell, Polynomial, reduce_on_shell, sigma_q
from darktmm.derive.errors import DerivationError
from darktmm.derive.fields import Vector, quantum
from darktmm.derive.loops.integrals import UV_POLE, integrate_simplex, momentum_integral
from darktmm.derive.memo import cache
from darktmm.derive.vertices import Chiral, Current, State, Triple

FERMION_RADIATES = "fermion"
SCALAR_RADIATES = "scalar"
VECTOR_EXCHANGED = "exchange"
"""The fermion radiates and φ is a vector."""
VECTOR_RADIATES = "vector"
SCALAR_TO_VECTOR, VECTOR_TO_SCALAR = "scalar-vector", "vector-scalar"
"""The boson changes its spin where the external vector is absorbed."""
TOPOLOGIES = (
    FERMION_RADIATES,
    VECTOR_EXCHANGED,
    SCALAR_RADIATES,
    VECTOR_RADIATES,
    SCALAR_TO_VECTOR,
    VECTOR_TO_SCALAR,
)

STRUCTURES = tuple(f"{kind}_{x}" for kind in ("gamma", "sigma", "q") for x in CHIRALITIES)
"""Names of the six form factors: vector, dipole and longitudinal, with P_L and P_R."""

M_IN, M_OUT = sp.Symbol("m_i", positive=True), sp.Symbol("m_j", positive=True)
"""External masses; results are kept to first order in them."""


# --- one numerator per topology -----------------------------------------------------------------

_GRADIENT = " ".join(f"t{x}{y}" for x in range(3) for y in range(3))
_GENERATORS = f"x y D loop_sq m_i m_j M1 M2 aL aR bL bR g1 g2 {_GRADIENT}"
_RING, *_SYMBOLS = ring(_GENERATORS.replace(" ", ","), sp.QQ)
_G = dict(zip(_GENERATORS.split(), _SYMBOLS, strict=True))
_EXTERNAL = [_GENERATORS.split().index(name) for name in ("m_i", "m_j")]


def _first_order(polynomial: Polynomial) -> Polynomial:
    """Drop what is quadratic in the external masses (q² is already zero)."""
    if not polynomial:
        return _RING.zero
    kept = {m: c for m, c in polynomial.terms() if sum(m[k] for k in _EXTERNAL) <= 1}
    return _RING.from_dict(kept)


def _all_orders(polynomial: Polynomial) -> Polynomial:
    return _RING.zero + polynomial


def _shell(truncate: Any = _first_order) -> OnShell:
    # p² = m_i², p'² = m_j², 2p·p' = m_i² + m_j² − q² with q² → 0.
    squares = {("p", "p"): _G["m_i"] ** 2, ("p'", "p'"): _G["m_j"] ** 2}
    cross = (_G["m_i"] ** 2 + _G["m_j"] ** 2) / 2
    return OnShell(
        dot=lambda a, b: squares.get((a, b), cross),
        mass_in=_G["m_i"],
        mass_out=_G["m_j"],
        dimension=_G["D"],
        truncate=truncate,
    )


@dataclass(frozen=True)
class Momentum:
    """k·(loop momentum) + p·p + p'·p'.

    Attributes:
        k: coefficient of the loop momentum.
        p, p_prime: coefficients of the external momenta, polynomials in Feynman parameters.
    """

    k: int
    p: Polynomial
    p_prime: Polynomial

    def shifted(self, routing: tuple[int, int]) -> Momentum:
        """The same line after k → k + a p + b p'."""
        return Momentum(self.k, self.p + self.k * routing[0], self.p_prime + self.k * routing[1])


def _lines(routing: tuple[int, int]) -> tuple[Momentum, Momentum, Momentum]:
    """Momenta of the line before, after and opposite the vector, with weights y, x, 1−x−y."""
    one, zero = _RING.one, _RING.zero
    lines = Momentum(-1, one, zero), Momentum(-1, zero, one), Momentum(1, zero, zero)
    before, after, opposite = (line.shifted(routing) for line in lines)
    return before, after, opposite


def _complete_square(lines: Sequence[Momentum]) -> list[Element]:
    """Slashed line momenta after k = l + shift, the shift that removes the term linear in l."""
    x, y = _G["x"], _G["y"]
    weights = (y, x, 1 - x - y)
    shift_p = -sum(
        (w * line.k * line.p for w, line in zip(weights, lines, strict=True)), _RING.zero
    )
    shift_q = -sum(
        (w * line.k * line.p_prime for w, line in zip(weights, lines, strict=True)), _RING.zero
    )
    return [
        Element.word(_RING.one * line.k, "l")
        + Element.word(line.p + line.k * shift_p, "p")
        + Element.word(line.p_prime + line.k * shift_q, "p'")
        for line in lines
    ]


def _superscript(slashed: Element) -> Element:
    """k^μ as ½{γ^μ, k̸}, which keeps everything inside the Dirac algebra."""
    gamma = Element.word(_RING.one / 2, FREE_INDEX)
    return gamma * slashed + slashed * gamma


def numerator(topology: str, routing: tuple[int, int] = (0, 0)) -> Element:
    """Dirac numerator for arbitrary chiral couplings, after the shift of the loop momentum.

    Args:
        topology: one of `TOPOLOGIES`.
        routing: (a, b) of an additional k → k + a p + b p'; the result must not depend on it.

    Raises:
        DerivationError: no such topology.
    """
    before, after, opposite = _complete_square(_lines(routing))
    vertex_in = Element.chiral(_G["aL"], _G["aR"])
    vertex_out = Element.chiral(_G["bL"], _G["bR"])
    mass1, mass2 = Element.word(_G["M1"]), Element.word(_G["M2"])
    if topology == FERMION_RADIATES:
        vector = Element.chiral(_G["g1"], _G["g2"], FREE_INDEX)
        return vertex_out * (after + mass2) * vector * (before + mass1) * vertex_in
    if topology == VECTOR_EXCHANGED:
        vector = Element.chiral(_G["g1"], _G["g2"], FREE_INDEX)
        emission = Element.chiral(_G["aL"], _G["aR"], "nu")
        absorption = Element.chiral(_G["bL"], _G["bR"], "nu")  # −g_{αβ}: a sign, one summed index
        line = (after + mass2) * vector * (before + mass1)
        return (absorption * line * emission).scaled(-_RING.one)
    fermion = opposite + mass1
    # Incoming momenta at the vector: φ1 brings +(p−k), φ2 takes (p'−k) away, V brings q.
    minus_after, minus_before = after.scaled(-_RING.one), before.scaled(-_RING.one)
    momenta = before, minus_after, after + minus_before

    unit, gamma = Element.word(_RING.one), Element.word(_RING.one, FREE_INDEX)

    def chain(left: Element, right: Element, factor: Element = unit) -> Element:
        return left * vertex_out * fermion * right * vertex_in * factor

    if topology == SCALAR_RADIATES:
        first, second = (
            _superscript(m).scaled(_G[g]) for m, g in zip(momenta, ("g1", "g2"), strict=False)
        )
        return chain(unit, unit, first + second)
    # Each vector line brings −g^{αβ}.
    if topology == SCALAR_TO_VECTOR:
        return chain(gamma, unit).scaled(-_G["g1"])
    if topology == VECTOR_TO_SCALAR:
        return chain(unit, gamma).scaled(-_G["g1"])
    if topology == VECTOR_RADIATES:
        index = Element.word(_RING.one, "nu")
        total = Element({})
        for x, momentum in enumerate(momenta):  # c_xy k_X^{α_Y} g^{rest}
            total += chain(gamma, momentum).scaled(_G[f"t{x}0"])
            total += chain(momentum, gamma).scaled(_G[f"t{x}1"])
            total += chain(index, index, _superscript(momentum)).scaled(_G[f"t{x}2"])
        return total
    raise DerivationError(f"topology: {topology!r} is not one of {TOPOLOGIES}")


def _average_loop_momentum(element: Element) -> Element:
    """Odd powers of l vanish; l^α l^β → g^{αβ} l²/D, and `loop_sq` stands for l²/D."""
    averaged = Element({})
    for (word, chirality), value in element.terms.items():
        times = word.count("l")
        if times % 2:
            continue
        if times > 2:
            raise DerivationError(f"numerator: {times} loop momenta in a three-point function")
        contracted = tuple("alpha" if letter == "l" else letter for letter in word)
        factor = _G["loop_sq"] if times else _RING.one
        averaged = averaged + Element({(contracted, chirality): value * factor})
    return averaged


def external_square() -> Polynomial:
    """What the external momenta take away from Δ: Σ_k u_k P_k², line k carrying ±l + P_k.

    Of second order in the external masses.
    """
    x, y = _G["x"], _G["y"]
    shell = _shell(_all_orders)
    total = _RING.zero
    for weight, line in zip((y, x, 1 - x - y), _complete_square(_lines((0, 0))), strict=True):
        parts = [(name, line.terms.get(((name,), "L"), _RING.zero)) for name in ("p", "p'")]
        total += weight * sum(a * b * shell.dot(u, v) for u, a in parts for v, b in parts)
    return total


@cache
def form_factor_polynomials(
    topology: str, routing: tuple[int, int] = (0, 0), exact: bool = False
) -> Mapping[str, Polynomial]:
    """Numerators of the six form factors, as polynomials in x, y, masses and couplings.

    Args:
        topology: see `numerator`.
        routing: see `numerator`.
        exact: keep all orders in the external masses; `external_square` then belongs to Δ.
    """
    shell = _shell(_all_orders if exact else _first_order)
    reduced = reduce_on_shell(_average_loop_momentum(numerator(topology, routing)), shell)
    return _project(reduced, shell)


def _project(
    reduced: Mapping[tuple[str, str], Polynomial], shell: OnShell
) -> dict[str, Polynomial]:
    r"""From γ^μ, p^μ, p'^μ to γ^μ, iσ^{μν}q_ν, q^μ.

    iσq is itself reduced on shell (that is Gordon's identity) and the 2×2 system for the
    coefficients of p^μ and p'^μ is solved, chirality by chirality.
    """
    zero = _RING.zero
    dipole = {x: reduce_on_shell(sigma_q(_RING.one).part(x), shell) for x in CHIRALITIES}
    result = {f"gamma_{x}": reduced.get(("gamma", x), zero) for x in CHIRALITIES}
    for x in CHIRALITIES:
        per_p, per_p_prime = dipole[x]["p", x], dipole[x]["p'", x]
        p, p_prime = reduced.get(("p", x), zero), reduced.get(("p'", x), zero)
        # p·p^μ + p'·p'^μ = s·(iσq) + t·(p' − p)^μ + …  ⇒  s (per_p + per_p') = p + p'
        s = (p + p_prime) / (per_p + per_p_prime)
        result[f"sigma_{x}"] = s
        result[f"q_{x}"] = p_prime - s * per_p_prime
    for (structure, chirality), value, s in (
        (key, value, result[f"sigma_{x}"]) for x in CHIRALITIES for key, value in dipole[x].items()
    ):
        if structure == "gamma":  # what Gordon's identity leaves on γ^μ
            result[f"gamma_{chirality}"] = shell.truncate(result[f"gamma_{chirality}"] - s * value)
    return result


def sampled_values() -> dict[str, sp.Rational]:
    """A rational point for every symbol of the numerators, for comparison with other routes."""
    free = [name for name in _GENERATORS.split() if name not in ("D", "m_i", "m_j")]
    values = {name: sp.Rational(1, sp.prime(k)) for k, name in enumerate(free, start=1)}
    return {**values, "D": sp.Integer(4)}


# --- diagrams -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class FormFactors:
    """Coefficients of the six structures; missing ones are zero.

    Attributes:
        values: by name of the structure, see `STRUCTURES`.
    """

    values: Mapping[str, sp.Expr]

    def __getitem__(self, structure: str) -> sp.Expr:
        if structure not in STRUCTURES:
            raise DerivationError(f"structure: {structure!r} is not one of {STRUCTURES}")
        return self.values.get(structure, sp.S.Zero)

    def __add__(self, other: FormFactors) -> FormFactors:
        return FormFactors({s: self[s] + other[s] for s in STRUCTURES})

    @property
    def divergence(self) -> dict[str, sp.Expr]:
        """Coefficient of the ultraviolet pole, where it does not vanish."""
        # The derivative first: what has no pole need not be multiplied out.
        poles = {s: sp.expand(v.diff(UV_POLE).subs(UV_POLE, 0)) for s, v in self.values.items()}
        return {s: p for s, p in poles.items() if p != 0}


@dataclass(frozen=True)
class Diagram:
    """A one-loop triangle: what runs in it and how it couples.

    Attributes:
        topology: one of `TOPOLOGIES`.
        fermions: the internal fermion(s), along the fermion flow.
        bosons: the operator(s) at the incoming vertex, then behind the vector.
        incoming: rule at the incoming vertex.
        outgoing: rule at the outgoing vertex.
        vector: rule at the external vector.
    """

    topology: str
    fermions: tuple[State, ...]
    bosons: tuple[sp.Expr, ...]
    incoming: Chiral
    outgoing: Chiral
    vector: Chiral | Current | Triple | sp.Expr

    @property
    def fermion_radiates(self) -> bool:
        """Whether the external vector meets the fermion line."""
        return len(self.fermions) == 2

    @property
    def vectors(self) -> tuple[Vector, ...]:
        """The vector lines of the loop."""
        fields = map(quantum, self.bosons)
        return tuple(f for f in fields if isinstance(f, Vector))

    def _masses(self) -> tuple[sp.Expr, sp.Expr]:
        return self.fermions[0].mass, self.fermions[-1].mass

    def nodes(self) -> tuple[sp.Expr, sp.Expr, sp.Expr]:
        """Squared masses behind x (after the vector), y (before it) and 1−x−y (opposite)."""
        fermions = [f.mass for f in self.fermions]
        bosons = [quantum(b).mass for b in self.bosons]
        radiating, other = (fermions, bosons) if self.fermion_radiates else (bosons, fermions)
        return radiating[-1] ** 2, radiating[0] ** 2, other[0] ** 2

    def couplings(self) -> dict[str, sp.Expr]:
        """Values of the generators of a numerator, masses of the internal fermions included."""
        rule = self.vector
        if isinstance(rule, Triple):
            vertex = {f"t{x}{y}": rule.coefficients[x][y] for x in range(3) for y in range(3)}
        elif isinstance(rule, Chiral):
            vertex = {"g1": rule.left, "g2": rule.right}
        elif isinstance(rule, Current):
            vertex = {"g1": rule.first, "g2": rule.second}
        else:
            vertex = {"g1": rule}
        return {
            "M1": self._masses()[0],
            "M2": self._masses()[1],
            "aL": self.incoming.left,
            "aR": self.incoming.right,
            "bL": self.outgoing.left,
            "bR": self.outgoing.right,
            **vertex,
        }

    def form_factors(
        self,
        structures: Sequence[str] = STRUCTURES,
        *,
        massless: bool = False,
        routing: tuple[int, int] = (0, 0),
    ) -> FormFactors:
        r"""Coefficients in :math:`\Gamma^\mu`, loop integrals folded.

        :math:`i\mathcal M` = vertices × propagators × ∫; the i of every vertex is in its rule, and
        each of the lines brings one more.

        Args:
            structures: which of `STRUCTURES` are wanted.
            massless: leave out what is of first order in the external masses.
            routing: see `numerator`.

        Raises:
            DerivationError: a vector of the loop is not in the Feynman gauge.
        """
        for v in self.vectors:
            if v.gauge_parameter != 1:
                raise DerivationError(
                    f"gauge_parameter: {v.gauge_parameter} of {v} in the loop; here it is 1 (leave the "
                    "diagrams of a field out with bosons=, or go by expansion)"
                )
        numbers = {
            "m_i": sp.S.Zero if massless else M_IN,
            "m_j": sp.S.Zero if massless else M_OUT,
            **self.couplings(),
        }
        lines = len(self.fermions) + len(self.bosons)
        overall = sp.I**lines / sp.I
        polynomials = form_factor_polynomials(self.topology, routing)
        return FormFactors(
            {s: overall * _loop(polynomials[s], numbers, self.nodes()) for s in structures}
        )


def _loop(
    polynomial: Polynomial, numbers: Mapping[str, sp.Expr], nodes: tuple[sp.Expr, ...]
) -> sp.Expr:
    """∫d⁴k/(2π)⁴ of a shifted numerator: momentum integral, then Feynman simplex."""
    names = _GENERATORS.split()
    # by power of l²/D: {(power of x, power of y): {power of D: coefficient}}
    table: dict[int, dict[tuple[int, int], dict[int, sp.Expr]]] = defaultdict(
        lambda: defaultdict(lambda: defaultdict(lambda: sp.S.Zero))
    )
    for powers, rational in polynomial.terms():
        exponent = dict(zip(names, powers, strict=True))
        coefficient = sp.Rational(rational.numerator, rational.denominator)
        for name, value in numbers.items():
            if exponent[name]:
                coefficient *= value ** exponent[name]
                if coefficient == 0:
                    break
        else:
            xy = exponent["x"], exponent["y"]
            table[exponent["loop_sq"]][xy][exponent["D"]] += coefficient
    total = sp.S.Zero
    feynman = sp.factorial(len(nodes) - 1)  # 1/ABC = 2! ∫dxdy …
    for squares, monomials in table.items():
        rational_part, logarithmic, inverse = [], [], []
        for (a, b), in_dimension in monomials.items():
            for degree, coefficient in in_dimension.items():
                # D^n = (4 + (D−4))^n, of which the first two terms survive ε → 0.
                expansion = (sp.Integer(4) ** degree, sp.Integer(degree * 4 ** max(degree - 1, 0)))
                remainder, pole, power = momentum_integral(squares, len(nodes), expansion)
                monomial = (a, b, 0)
                if power == -1:
                    inverse.append((monomial, feynman * remainder * coefficient))
                else:
                    rational_part.append((monomial, feynman * remainder * coefficient))
                    logarithmic.append((monomial, feynman * pole * coefficient))
        total += integrate_simplex(1, nodes, _collected(inverse))
        total -= integrate_simplex(0, nodes, _collected(logarithmic))
        volume = _simplex_volume(logarithmic) * UV_POLE + _simplex_volume(rational_part)
        total += volume
    return total


def _collected(
    monomials: Sequence[tuple[tuple[int, ...], sp.Expr]],
) -> list[tuple[tuple[int, ...], sp.Expr]]:
    table: dict[tuple[int, ...], sp.Expr] = defaultdict(lambda: sp.S.Zero)
    for powers, value in monomials:
        table[powers] += value
    return list(table.items())


def _simplex_volume(monomials: Sequence[tuple[tuple[int, ...], sp.Expr]]) -> sp.Expr:
    """∫dxdy x^a y^b over the triangle (Dirichlet)."""
    return sum(
        (
            value
            * sp.Mul(*(sp.factorial(a) for a in powers))
            / sp.factorial(sum(powers) + len(powers) - 1)
            for powers, value in monomials
        ),
        sp.S.Zero,
    )
