r"""All triangles of a list of vertices: f_i + V -> f_j summed over what can run in the loop.

A Lagrangian is given as numbers: terms abar X b B with explicit Dirac matrices X, both terms of a hermitian pair
written out, and couplings of V to two bosons. A field is known by its name, and so is its conjugate.

Majorana fields
---------------
For anticommuting fields abar X b = overline{b^c} (C X^T C^-1) a^c, psi^c = C psibar^T. `readings` adds to every
term its second reading. With psi^c = psi a bilinear of Majorana fields so contributes twice, once a contraction,
and a term that clashes with the flow of fermions appears with the flow turned. Fields that are not
Majorana gain the same terms in other names, which no line of the first kind meets: nothing is
counted twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from darktmm.numeric.brute_force.dirac import CHARGE_CONJUGATION, Complex
from darktmm.numeric.brute_force.triangle import (
    Boson,
    BosonRadiates,
    Diagram,
    Fermion,
    FermionRadiates,
    FormFactors,
    form_factors,
)

__all__ = ["Absorption", "Bilinear", "Theory", "readings"]


@dataclass(frozen=True, eq=False)
class Bilinear:
    """The term abar X b B of L; X is (4, 4) for a scalar, (4, 4, 4) with the upper index first for a vector.

    Attributes:
        bar, field: names of the fermions a and b.
        boson: name of B.
        matrix: X.
    """

    bar: str
    field: str
    boson: str
    matrix: Complex


@dataclass(frozen=True, eq=False)
class Absorption:
    """The coupling of `vector` to the boson fields `first` and `second`; i x `tensor` is its rule.

    The tensor is made by `scalar_current`, `scalar_vector` or `three_vectors` of `triangle`.

    Attributes:
        vector, first, second: names of the fields.
        tensor: the coupling, without i.
    """

    vector: str
    first: str
    second: str
    tensor: Complex

    def turned(self) -> Absorption:
        """With the two bosons exchanged."""
        tensor = self.tensor.swapaxes(-1, -2)
        if tensor.ndim == 5:
            tensor = tensor[[0, 2, 1]]
        return Absorption(self.vector, self.second, self.first, tensor)


def conjugated(matrix: Complex) -> Complex:
    """C X^T C^-1."""
    c = CHARGE_CONJUGATION
    return c @ np.swapaxes(matrix, -1, -2) @ np.linalg.inv(c)


def readings(terms: Iterable[Bilinear], conjugate: Mapping[str, str]) -> list[Bilinear]:
    """Every term, and every term read with the conjugate fields.

    Args:
        terms: L, hermitian pairs written out.
        conjugate: name of the conjugate; a field that is not a key is its own (Majorana).
    """
    plain = list(terms)
    return plain + [
        Bilinear(
            conjugate.get(term.field, term.field),
            conjugate.get(term.bar, term.bar),
            term.boson,
            conjugated(term.matrix),
        )
        for term in plain
    ]


@dataclass(frozen=True, eq=False)
class Theory:
    """Lines and vertices.

    Attributes:
        fermions, bosons: propagating fields by name; a conjugate needs no entry.
        conjugate: name of the conjugate field, both ways; a field that is not a key is its own.
        bilinears: with all readings that are meant.
        absorptions: each once, in any order of the bosons.
    """

    fermions: Mapping[str, Fermion]
    bosons: Mapping[str, Boson]
    conjugate: Mapping[str, str]
    bilinears: list[Bilinear]
    absorptions: list[Absorption]

    def other(self, name: str) -> str:
        """The conjugate field."""
        return self.conjugate.get(name, name)

    def fermion(self, name: str) -> Fermion:
        """The line of a fermion or of its conjugate."""
        return self.fermions[name if name in self.fermions else self.other(name)]

    def boson(self, name: str) -> Boson:
        """The line of a boson or of its conjugate."""
        return self.bosons[name if name in self.bosons else self.other(name)]

    def diagrams(self, incoming: str, outgoing: str, vector: str) -> Iterator[Diagram]:
        """Every triangle incoming + vector -> outgoing; `vector` itself may run in the loop."""
        starts = [t for t in self.bilinears if t.field == incoming]
        ends = [t for t in self.bilinears if t.bar == outgoing]
        turned = [both for a in self.absorptions for both in (a, a.turned()) if a.vector == vector]
        for start in starts:
            for end in ends:
                if end.boson == self.other(start.boson):
                    yield from self._fermion_radiates(start, end, vector)
                if start.bar == end.field:
                    yield from self._boson_radiates(start, end, turned)

    def _fermion_radiates(self, start: Bilinear, end: Bilinear, vector: str) -> Iterator[Diagram]:
        for middle in self.bilinears:
            if (middle.bar, middle.field, middle.boson) == (end.field, start.bar, vector):
                yield FermionRadiates(
                    start.matrix,
                    middle.matrix,
                    end.matrix,
                    self.fermion(start.bar),
                    self.fermion(end.field),
                    self.boson(start.boson),
                )

    def _boson_radiates(
        self, start: Bilinear, end: Bilinear, absorptions: list[Absorption]
    ) -> Iterator[Diagram]:
        wanted = (self.other(start.boson), self.other(end.boson))
        for absorption in absorptions:
            if (absorption.first, absorption.second) == wanted:
                yield BosonRadiates(
                    start.matrix,
                    absorption.tensor,
                    end.matrix,
                    self.fermion(start.bar),
                    self.boson(start.boson),
                    self.boson(end.boson),
                )

    def amplitude(
        self,
        incoming: str,
        outgoing: str,
        vector: str,
        *,
        exact: bool = False,
        scale: float = 1.0,
        masses: tuple[float, float] | None = None,
    ) -> FormFactors:
        """The sum of all triangles at q^2 = 0; legs are not corrected.

        Args:
            incoming, outgoing: names of fermions.
            vector: the external vector.
            exact: keep the external masses exactly.
            scale: Lambda of `form_factors`.
            masses: external masses instead of those of the fields.
        """
        m_in, m_out = masses or (self.fermion(incoming).mass, self.fermion(outgoing).mass)
        total = FormFactors.nothing()
        for diagram in self.diagrams(incoming, outgoing, vector):
            total += form_factors(diagram, m_in, m_out, exact=exact, scale=scale)
        return total
