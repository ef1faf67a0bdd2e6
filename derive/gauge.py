r"""Gauge theories from data: groups, multiplets, and the terms that nobody but the author can know.

.. math:: D_\mu = \partial_\mu + i\sum_G g_G\,T^a_GV^a_{G\mu},\qquad
          [D_\mu, D_\nu] = i\sum_G g_G\,T^a_GF^a_{G\mu\nu},\qquad [T^a, T^b] = if^{abc}T^c

A multiplet is a tuple of component fields with one matrix per generator. Structure constants are
computed from the matrices. A theory is asked whether its
algebra closes, whether its anomalies cancel and whether its terms are invariant before anything is
derived from it; `derive.covariant` builds what the gauge symmetry dictates, `derive.breaking` takes the
whole to mass eigenstates.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations, combinations_with_replacement, product
from typing import Any

import sympy as sp

from darktmm.derive.conventions import CHIRALITIES, opposite, through
from darktmm.derive.errors import GaugeTheoryError
from darktmm.derive.fields import (
    Bilinear,
    ChargeConjugate,
    Fermion,
    Field,
    Partial,
    RealScalar,
    VectorBoson,
    VectorComponent,
    charge_conjugate,
)
from darktmm.derive.lagrangian import FieldStrength, Term, terms

PAULI = tuple(
    sp.ImmutableMatrix(m) for m in ([[0, 1], [1, 0]], [[0, -sp.I], [sp.I, 0]], [[1, 0], [0, -1]])
)
ISOSPIN = tuple(m / 2 for m in PAULI)
"""T¹ T² T³ of a doublet."""
ADJOINT = tuple(
    sp.ImmutableMatrix(3, 3, lambda b, c, a=a: -sp.I * sp.LeviCivita(a, b, c)) for a in range(3)
)
"""T¹ T² T³ of a real triplet."""


# --- data ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class GaugeGroup:
    """A factor of the gauge group.

    Attributes:
        name: what multiplets call it.
        vectors: V^a, one per generator.
        coupling: g.
        structure: {(a, b, c): f^{abc}} with a, b, c from 0, non-zero entries; None: computed from the
            matrices of the multiplets (an abelian group has none).
    """

    name: str
    vectors: tuple[VectorBoson, ...]
    coupling: sp.Expr
    structure: Mapping[tuple[int, int, int], sp.Expr] | None = None

    @property
    def abelian(self) -> bool:
        """Whether it has one generator."""
        return len(self.vectors) == 1


@dataclass(frozen=True)
class Multiplet:
    """Component fields and how they transform.

    Attributes:
        name: for messages.
        components: fields; none for matter of which only the anomaly matters.
        generators: group → matrices T^a (sympy or numpy), or a number: the charge under an abelian
            group. A group that is absent acts trivially.
        chirality: "L" or "R" of a chiral fermion, None for a vector-like one and for scalars.
        copies: how many there are, as colours and families of matter that is not spelled out; 0 for a
            combination of other multiplets, which only abbreviates the terms of the author.
    """

    name: str
    components: tuple[Field, ...] = ()
    generators: Mapping[str, Any] = field(default_factory=dict)
    chirality: str | None = None
    copies: int = 1

    def __post_init__(self) -> None:
        if self.chirality not in (None, "L", "R"):
            raise GaugeTheoryError(
                f"{self.name}: chirality {self.chirality!r} is neither 'L', 'R' nor None"
            )
        for group, matrices in self.matrices.items():
            for a, matrix in enumerate(matrices, start=1):
                if matrix.shape != (self.size, self.size):
                    raise GaugeTheoryError(
                        f"{self.name}: generator {a} of {group} has the shape {matrix.shape}, "
                        f"expected {(self.size, self.size)}"
                    )
                if not (matrix - matrix.H).is_zero_matrix:
                    raise GaugeTheoryError(
                        f"{self.name}: generator {a} of {group} is not hermitian"
                    )
                if self.real and not (matrix + matrix.T).is_zero_matrix:
                    raise GaugeTheoryError(
                        f"{self.name}: generator {a} of {group} is not imaginary, "
                        "as that of real scalars has to be"
                    )

    @cached_property
    def size(self) -> int:
        """Number of components."""
        if self.components:
            return len(self.components)
        for entry in self.generators.values():
            if isinstance(entry, Sequence):
                return int(sp.Matrix(entry[0]).rows)
        return 1

    @cached_property
    def matrices(self) -> dict[str, tuple[sp.ImmutableMatrix, ...]]:
        """group → T^a."""
        found = {}
        for group, entry in self.generators.items():
            if isinstance(entry, Sequence):
                found[group] = tuple(sp.ImmutableMatrix(m) for m in entry)
            else:
                found[group] = (sp.ImmutableMatrix(sp.sympify(entry) * sp.eye(self.size)),)
        return found

    @property
    def spinor(self) -> bool:
        """Whether its components are spinors."""
        return self.chirality is not None or any(isinstance(c, Fermion) for c in self.components)

    @property
    def real(self) -> bool:
        """Whether its components are real scalars."""
        return bool(self.components) and all(isinstance(c, RealScalar) for c in self.components)


@dataclass(frozen=True)
class GaugeTheory:
    """Groups, multiplets, and the gauge-invariant terms: potential, Yukawa couplings, masses.

    Attributes:
        groups: factors of the gauge group.
        multiplets: all that transforms, and matter that only completes the anomalies.
        terms: name → expression in the component fields.
        stueckelberg: abelian vector → (mass, real scalar σ): :math:`\\tfrac12(\\partial\\sigma+MV)^2`.
    """

    groups: tuple[GaugeGroup, ...]
    multiplets: tuple[Multiplet, ...]
    terms: Mapping[str, sp.Expr] = field(default_factory=dict)
    stueckelberg: Mapping[VectorBoson, tuple[sp.Expr, RealScalar]] = field(default_factory=dict)

    def group(self, name: str) -> GaugeGroup:
        """By name.

        Raises:
            GaugeTheoryError: no group of that name.
        """
        for g in self.groups:
            if g.name == name:
                return g
        raise GaugeTheoryError(f"{name}: no such group among {[g.name for g in self.groups]}")

    @cached_property
    def structure(self) -> dict[str, dict[tuple[int, int, int], sp.Expr]]:
        """group → non-zero f^{abc}.

        Raises:
            GaugeTheoryError: an algebra does not close, or differs between multiplets.
        """
        return {g.name: self._structure(g) for g in self.groups}

    def _structure(self, group: GaugeGroup) -> dict[tuple[int, int, int], sp.Expr]:
        stated = None if group.structure is None else dict(group.structure)
        if group.abelian:
            return {}
        source = "stated structure constants"
        for multiplet in self.multiplets:
            matrices = multiplet.matrices.get(group.name)
            if matrices is None:
                continue
            if len(matrices) != len(group.vectors):
                raise GaugeTheoryError(
                    f"{multiplet.name}: {len(matrices)} generators of {group.name}, "
                    f"which has {len(group.vectors)} vectors"
                )
            if stated is None:
                stated = structure_constants(matrices, f"{multiplet.name}, {group.name}")
                source = multiplet.name
            if not _obeys(matrices, stated):
                raise GaugeTheoryError(
                    f"{multiplet.name}: its generators of {group.name} do not obey the algebra "
                    f"of {source}"
                )
        if stated is None:
            raise GaugeTheoryError(f"{group.name}: neither structure constants nor matrices")
        _check_antisymmetric(stated, group.name)
        return stated

    # --- checks -----------------------------------------------------------------------------------

    def check(self) -> None:
        """Algebra, anomalies, invariance of the terms, no vector mass put in by hand.

        Raises:
            GaugeTheoryError: naming what fails.
        """
        self.check_algebra()
        self.check_anomalies()
        self.check_masses()
        self.check_invariance()

    def check_algebra(self) -> None:
        """Every algebra closes, all multiplets carry the same, and different groups commute.

        Raises:
            GaugeTheoryError: naming the multiplet and what fails.
        """
        names = {g.name for g in self.groups}
        for multiplet in self.multiplets:
            if unknown := set(multiplet.generators) - names:
                raise GaugeTheoryError(f"{multiplet.name}: no group {sorted(unknown)[0]}")
            for (first, a), (second, b) in combinations(multiplet.matrices.items(), 2):
                if any(not (x * y - y * x).is_zero_matrix for x in a for y in b):
                    raise GaugeTheoryError(
                        f"{multiplet.name}: generators of {first} and {second} do not commute"
                    )
        _ = self.structure

    def check_anomalies(self) -> None:
        """Σ Tr Tᵃ{Tᵇ, Tᶜ} of left- minus right-handed fermions vanishes, for all generators.

        Raises:
            GaugeTheoryError: naming the generators whose anomaly does not vanish.
        """
        generators = [(g.name, a) for g in self.groups for a in range(len(g.vectors))]
        chiral = [m for m in self.multiplets if m.chirality]
        known: dict[Any, sp.Expr] = {}
        for triple in combinations_with_replacement(generators, 3):
            total = sp.S.Zero
            for m in chiral:
                if any(group not in m.matrices for group, _ in triple):
                    continue
                key = tuple(m.matrices[group][a] for group, a in triple)
                if key not in known:
                    x, y, z = key
                    known[key] = (x * (y * z + z * y)).trace()
                total += (m.copies if m.chirality == "L" else -m.copies) * known[key]
            if total != 0 and (total := sp.expand(total)) != 0:
                names = ", ".join(f"{group} {a + 1}" for group, a in triple)
                raise GaugeTheoryError(
                    f"anomaly: Tr T(T T + T T) of {names} is {total} for left minus right"
                )

    def check_masses(self) -> None:
        """A vector's mass comes from a vacuum expectation value, or is a stated Stückelberg choice.

        Raises:
            GaugeTheoryError: a mass put in by hand, or Stückelberg for a field that cannot.
        """
        gauge = {v: g for g in self.groups for v in g.vectors}
        for v in self.stueckelberg:
            if v not in gauge or not gauge[v].abelian:
                raise GaugeTheoryError(
                    f"{v}: a Stueckelberg mass is possible for an abelian gauge field only"
                )
        for name, part in self.terms.items():
            for op in part.atoms(VectorComponent):
                if op.field in gauge:
                    raise GaugeTheoryError(
                        f"{name}: {op} is put in by hand beside gauge interactions; a mass comes from "
                        "breaking the symmetry, or is declared in `stueckelberg`"
                    )

    def check_invariance(self) -> None:
        """Every term is invariant under every global transformation.

        Raises:
            GaugeTheoryError: naming the term, the group and what remains.
        """
        for name, part in self.terms.items():
            spelled = [_with_twins(term) for term in terms(part)]
            for group in self.groups:
                for a, v in enumerate(group.vectors):
                    if varied := varied_terms(spelled, self._rotated(group.name, a)):
                        raise GaugeTheoryError(
                            f"{name}: not invariant under {group.name} ({v}); there remain "
                            f"{len(varied)} terms such as {varied[0]}"
                        )

    def _rotated(self, group: str, a: int) -> Rotated:
        """iT^a on every component; the chiralities of one spinor may rotate differently."""
        change: dict[tuple[Field, str | None], list[tuple[sp.Expr, Field]]] = {}
        for m in self.multiplets:
            if group not in m.matrices:
                continue
            matrix = m.matrices[group][a]
            chiralities = (m.chirality,) if m.chirality or not m.spinor else CHIRALITIES
            for (i, phi), x in product(enumerate(m.components), chiralities):
                entries = [
                    (sp.I * matrix[i, j], other)
                    for j, other in enumerate(m.components)
                    if matrix[i, j] != 0
                ]
                if entries:
                    change[phi, x] = entries
        return change


# --- algebra ------------------------------------------------------------------------------------


def structure_constants(
    matrices: Sequence[sp.Matrix], name: str = "algebra"
) -> dict[tuple[int, int, int], sp.Expr]:
    """f^{abc} of [T^a, T^b] = i f^{abc} T^c, non-zero entries.

    Raises:
        GaugeTheoryError: a commutator is no combination of the generators, or the generators are
            linearly dependent.
    """
    n = len(matrices)
    gram = sp.Matrix(n, n, lambda a, b: (matrices[a] * matrices[b]).trace())
    if gram.det() == 0:
        raise GaugeTheoryError(f"{name}: the generators are linearly dependent")
    inverse = gram.inv()
    found = {}
    for a, b in combinations(range(n), 2):
        commutator = matrices[a] * matrices[b] - matrices[b] * matrices[a]
        overlap = sp.Matrix([(commutator * t).trace() for t in matrices])
        constants = (-sp.I * inverse * overlap).applyfunc(sp.simplify)
        rest = commutator - sum(
            (sp.I * f * t for f, t in zip(constants, matrices, strict=True)),
            sp.zeros(*commutator.shape),
        )
        if not sp.Matrix(rest).applyfunc(sp.simplify).is_zero_matrix:
            raise GaugeTheoryError(
                f"{name}: the commutator of generators {a + 1} and {b + 1} is not among them"
            )
        for c, f in enumerate(constants):
            if f != 0:
                found[a, b, c], found[b, a, c] = f, -f
    return found


def _obeys(
    matrices: Sequence[sp.Matrix], structure: Mapping[tuple[int, int, int], sp.Expr]
) -> bool:
    for a, b in combinations(range(len(matrices)), 2):
        rest = matrices[a] * matrices[b] - matrices[b] * matrices[a]
        for (x, y, c), f in structure.items():
            if (x, y) == (a, b):
                rest -= sp.I * f * matrices[c]
        if not rest.is_zero_matrix and not rest.applyfunc(sp.simplify).is_zero_matrix:
            return False
    return True


def _check_antisymmetric(structure: Mapping[tuple[int, int, int], sp.Expr], name: str) -> None:
    """With one coupling and canonical kinetic terms f is antisymmetric in all three indices."""
    for (a, b, c), f in structure.items():
        if structure.get((b, a, c), 0) != -f or structure.get((a, c, b), 0) != -f:
            raise GaugeTheoryError(
                f"{name}: f^({a + 1},{b + 1},{c + 1}) = {f} is not antisymmetric in all indices; "
                "normalise the generators alike"
            )


# --- variations ---------------------------------------------------------------------------------

Rotated = Mapping[tuple[Field, str | None], Sequence[tuple[sp.Expr, Field]]]
"""(field, chirality of a spinor) → δφ as [(number, field)]."""


def varied_terms(spelled: Sequence[Term], change: Rotated) -> list[sp.Expr]:
    """Terms of δL for a transformation that is linear in the fields, without derivatives.

    Raises:
        GaugeTheoryError: a term has a derivative; kinetic terms are built, not written.
    """
    total: dict[sp.Expr, list[sp.Expr]] = {}
    for term in spelled:
        for k, op in enumerate(term.operators):
            for number, new in _varied(op, change):
                key = sp.Mul(*term.operators[:k], new, *term.operators[k + 1 :])
                total.setdefault(key, []).append(term.coefficient * number)
    sums = ((key, sp.expand(sp.Add(*values))) for key, values in total.items())
    return [value * key for key, value in sums if value != 0]


def _with_twins(term: Term) -> Term:
    chosen = (_twin(op) if isinstance(op, Bilinear) else op for op in term.operators)
    return Term(term.coefficient, tuple(chosen))


def _varied(op: sp.Expr, change: Rotated) -> list[tuple[sp.Expr, sp.Expr]]:
    if isinstance(op, FieldStrength):
        return []
    if op.has(Partial):
        raise GaugeTheoryError(
            f"{op}: a term with derivatives is built from multiplets, not written"
        )
    if isinstance(op, Bilinear):
        n = len(op.indices)
        bars = _varied_spinor(op.bar, through(opposite(op.chirality), n), change)
        kets = _varied_spinor(op.ket, op.chirality, change)
        return [
            *((sp.conjugate(x), _twin(op.func(psi, *op.args[1:]))) for x, psi in bars),
            *((x, _twin(op.func(*op.args[:3], psi))) for x, psi in kets),
        ]
    if isinstance(op, sp.conjugate):
        return [(sp.conjugate(x), sp.conjugate(f)) for x, f in change.get((op.args[0], None), ())]
    return list(change.get((op, None), ()))


def _varied_spinor(psi: sp.Expr, chirality: str, change: Rotated) -> list[tuple[sp.Expr, sp.Expr]]:
    if isinstance(psi, ChargeConjugate):
        entries = change.get((psi.field, opposite(chirality)), ())
        return [(sp.conjugate(x), charge_conjugate(f)) for x, f in entries]
    return list(change.get((psi, chirality), ()))


def _twin(line: Bilinear) -> Bilinear:
    r"""Of :math:`\overline{\psi^c}\chi` and the equal :math:`\overline{\chi^c}\psi` one is chosen."""
    if line.indices or isinstance(line.bar, ChargeConjugate) == isinstance(
        line.ket, ChargeConjugate
    ):
        return line
    _, twin = line.flipped()
    return min(line, twin, key=str)


__all__ = [
    "ADJOINT",
    "ISOSPIN",
    "PAULI",
    "GaugeGroup",
    "GaugeTheory",
    "Multiplet",
    "Rotated",
    "structure_constants",
    "varied_terms",
]
