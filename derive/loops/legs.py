r"""What a loop does to an external fermion: off-diagonal self-energies and wave functions.

A loop that turns i into k is :math:`i\Sigma_{ki}=\not p(a_LP_L+a_RP_R)+b_LP_L+b_RP_R`. Between the
spinor and a vertex :math:`\gamma^\mu(v_LP_L+v_RP_R)` of tree level stands the propagator of k,

.. math:: \frac{\not p+m_k}{m_i^2-m_k^2}\,\Sigma_{ki}\,u_i ,

and for k = i half of the residue of the pole. Only γ^μ is affected. The photon's Γ^μ without these
legs is neither finite nor transverse.

Source: A. Denner, T. Sack, Nucl. Phys. B347 (1990) 203.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import sympy as sp

from darktmm.derive.conventions import CHIRALITIES, opposite
from darktmm.derive.errors import IncompleteError
from darktmm.derive.fields import quantum
from darktmm.derive.loops.expansion import Vacuum, evaluated, expanded_leg
from darktmm.derive.loops.lines import parts
from darktmm.derive.loops.tadpoles import VacuumTerm
from darktmm.derive.loops.triangle import M_IN, M_OUT
from darktmm.derive.vertices import Boson, Chiral, FeynmanRules, State

_P_SQUARED = sp.Symbol("p^2")


@dataclass(frozen=True)
class Leg:
    """incoming → (fermion, boson) → outgoing.

    Attributes:
        fermion, boson: in the loop.
        into, out: rules of the vertices at incoming and outgoing, each with its i.
    """

    fermion: State
    boson: Boson
    into: Chiral
    out: Chiral

    def terms(
        self, p_squared: sp.Expr, masses: Mapping[sp.Expr, sp.Expr]
    ) -> dict[tuple[str, str], list[VacuumTerm]]:
        """Coefficients a_X and b_X of iΣ, b to first order in p²."""
        couplings = {
            "aL": self.into.left,
            "aR": self.into.right,
            "bL": self.out.left,
            "bR": self.out.right,
        }
        named = {name: value.xreplace(dict(masses)) for name, value in couplings.items()}
        numbers = {**named, "M1": self.fermion.mass, "P2": p_squared}
        found: defaultdict[tuple[str, str], list[VacuumTerm]] = defaultdict(list)
        for part in parts(quantum(self.boson)):
            for (structure, x, n, times), polynomial in expanded_leg(part.name).items():
                denominators = (self.fermion.mass**2, *part.nodes)
                nodes = tuple(
                    node for node, k in zip(denominators, times, strict=True) for _ in range(k)
                )
                for (r, d), value in evaluated(polynomial, numbers).items():
                    weight = sp.I**2 * part.weight * value
                    found[structure, x].append(VacuumTerm(Vacuum(r, nodes), d, n, weight))
        return found


def self_energy(rules: FeynmanRules, incoming: State, outgoing: State) -> list[Leg]:
    """Every loop of one fermion and one boson between two states."""
    legs = []
    for fermion, boson in rules.partners(incoming):
        out = rules.emitted(outgoing, fermion, sp.conjugate(boson))
        if out:
            legs.append(Leg(fermion, boson, rules.emitted(fermion, incoming, boson), out))
    return legs


def corrected(
    rules: FeynmanRules,
    incoming: State,
    outgoing: State,
    vector: Boson,
    masses: Mapping[sp.Expr, sp.Expr],
) -> tuple[dict[str, list[VacuumTerm]], list[Leg]]:
    """What both legs contribute to γ^μP_X in Γ^μ, and the loops that do.

    Args:
        masses: what the masses of the external fermions are called; empty: their own names.

    Raises:
        IncompleteError: a vertex of tree level on which a leg ends is a dipole; the one-point function of a
            scalar, which is not drawn, would turn a leg into a fermion that the vector meets differently.
    """
    m_i, m_j = (masses.get(m, m) for m in (M_IN, M_OUT))
    total: dict[str, list[VacuumTerm]] = {f"gamma_{x}": [] for x in CHIRALITIES}
    used: list[Leg] = []
    for k, before, rule in _vertices(rules, incoming, outgoing, vector):
        v = {"L": rule.left, "R": rule.right}
        legs = self_energy(rules, incoming, k) if before else self_energy(rules, k, outgoing)
        used.extend(legs)
        own, other = (incoming, outgoing) if before else (outgoing, incoming)
        m, m_other = (m_i, m_j) if before else (m_j, m_i)
        diagonal = k == own
        if not (diagonal or (k == other and _met_alike(rules, own, k, vector))):
            _check_one_point_functions(rules, own, k)
        m_k = m_other if k == other else k.mass.xreplace(dict(masses))
        for leg in legs:
            found = leg.terms(m**2, masses)
            slope = leg.terms(_P_SQUARED, masses) if diagonal else {}
            for x in CHIRALITIES:
                y = opposite(x)
                if diagonal:  # ½ of δZ_X = i[a_X + m(b_L' + b_R')]; v brings its own i
                    weight = v[x] / 2
                    total[f"gamma_{x}"] += _scaled(found["a", x], weight)
                    for z in CHIRALITIES:
                        total[f"gamma_{x}"] += _scaled(_slope(slope["b", z]), weight * m)
                    continue
                gap = m**2 - m_k**2
                # before: m_k s_X + m s_Y with s_X = m a_Y + b_X; after: m t_X + m_k t_Y, t_X = m a_X + b_X
                s, t = (m_k, m) if before else (m, m_k)
                a_x, a_y = (y, x) if before else (x, y)
                for factor, a, b in ((s, a_x, x), (t, a_y, y)):
                    total[f"gamma_{x}"] += _scaled(found["a", a], v[x] * factor * m / gap)
                    total[f"gamma_{x}"] += _scaled(found["b", b], v[x] * factor / gap)
    return total, used


def _met_alike(rules: FeynmanRules, one: State, other: State, vector: Boson) -> bool:
    """Then what mixes the two is a rotation, and drops out of the sum over both legs."""
    return rules.vector(one, one, vector) == rules.vector(other, other, vector)


def _check_one_point_functions(rules: FeynmanRules, one: State, other: State) -> None:
    """Refuse a neutral scalar between two different legs: its one-point function is a mass between them."""
    for fermion, boson in rules.yukawa_partners(one):
        neutral = not any(q != 0 for q in quantum(boson).charges.values())
        if fermion == other and neutral:
            raise IncompleteError(
                f"leg: the one-point function of {boson} turns {one} into {other}, and is not drawn"
            )


def _vertices(
    rules: FeynmanRules, incoming: State, outgoing: State, vector: Boson
) -> list[tuple[State, bool, Chiral]]:
    """(k, whether the leg is the incoming one, rule): k meets the vector at tree level."""
    found = []
    for (out, into, v), rule in rules.currents().items():
        if v == vector and rule:
            if out == outgoing:
                found.append((into, True, rule))
            if into == incoming:
                found.append((out, False, rule))
    for (out, into, v), rule in rules.dipoles().items():
        if v == vector and rule and (out == outgoing or into == incoming):
            raise IncompleteError(f"leg: the dipole of {into} → {out} at tree level")
    return found


def _scaled(terms: list[VacuumTerm], factor: sp.Expr) -> list[VacuumTerm]:
    scaled = (
        VacuumTerm(t.vacuum, t.in_dimension, t.average, first_order(t.coefficient * factor))
        for t in terms
    )
    return [t for t in scaled if t.coefficient != 0]


def first_order(expression: sp.Expr) -> sp.Expr:
    """Without what is of higher than first order in the external masses together."""
    kept = []
    for term in sp.Add.make_args(sp.expand_mul(sp.expand_multinomial(expression))):
        degree = sum(
            (power * _degree(base) for base, power in term.as_powers_dict().items()), sp.S.Zero
        )
        if degree <= 1:
            kept.append(term)
    return sp.Add(*kept)


def _degree(base: sp.Expr) -> int:
    """In the external masses; a sum is homogeneous, for it is a difference of their squares."""
    if not base.has(M_IN, M_OUT):
        return 0
    degrees = {
        int(sp.Poly(t, M_IN, M_OUT).total_degree()) for t in sp.Add.make_args(sp.expand(base))
    }
    return min(degrees)


def _slope(terms: list[VacuumTerm]) -> list[VacuumTerm]:
    """d/dp²."""
    slopes = (
        VacuumTerm(t.vacuum, t.in_dimension, t.average, sp.diff(t.coefficient, _P_SQUARED))
        for t in terms
    )
    return [t for t in slopes if t.coefficient != 0]


__all__ = ["Leg", "corrected", "self_energy"]
