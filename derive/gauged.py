r"""A model with a broken gauge symmetry, in one of its gauges: what all such models say in the same words.

What is particular to a model are its multiplets, its vacuum and its mass eigenstates; `GaugedModel` adds the
choice of ξ, the photon, the Lagrangian and its vertices. Charged pairs and neutral mixtures follow

.. math:: \varphi^\pm = (\varphi^1\mp i\varphi^2)/\sqrt2,\qquad
          Z = cV^3-sB,\quad A = sV^3+cB .
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, overload

import sympy as sp

from darktmm.derive.breaking import BrokenTheory
from darktmm.derive.conventions import ELEMENTARY_CHARGE
from darktmm.derive.errors import DerivationError
from darktmm.derive.fields import ComplexScalar, ComplexVector, RealScalar, VectorBoson
from darktmm.derive.lagrangian import Lagrangian
from darktmm.derive.vertices import FeynmanRules


@dataclass(frozen=True)
class GaugedModel(ABC):
    """A broken gauge theory in one of its gauges.

    Attributes:
        GAUGES: name of a gauge → ξ of every vector, that of the photon last.
        gauge: one of them.

    Raises:
        DerivationError: no such gauge.
    """

    GAUGES: ClassVar[Mapping[str, tuple[sp.Expr, ...]]]

    gauge: str = "general"

    def __post_init__(self) -> None:
        if self.gauge not in self.GAUGES:
            raise DerivationError(f"gauge: {self.gauge!r} is none of {tuple(self.GAUGES)}")

    @property
    def xi(self) -> tuple[sp.Expr, ...]:
        """ξ of every vector in this gauge."""
        return self.GAUGES[self.gauge]

    @cached_property
    def photon(self) -> VectorBoson:
        """The photon."""
        return VectorBoson("A", group="EM", coupling=ELEMENTARY_CHARGE, gauge_parameter=self.xi[-1])

    @property
    @abstractmethod
    def broken(self) -> BrokenTheory:
        """Groups, multiplets and terms, in mass eigenstates."""

    @cached_property
    def lagrangian(self) -> Lagrangian:
        """All parts but the ghosts, in mass eigenstates."""
        return self.broken.lagrangian

    @cached_property
    def rules(self) -> FeynmanRules:
        """All vertices without ghosts."""
        return FeynmanRules(self.lagrangian)


def gauges(*xi: sp.Symbol) -> dict[str, tuple[sp.Expr, ...]]:
    """The gauges that every model has: "general", a symbol ξ per vector, and "feynman", ξ = 1."""
    return {"general": xi, "feynman": (sp.S.One,) * len(xi)}


@overload
def goldstone_of(
    vector: ComplexVector, name: str | None = None, *, latex: str | None = None
) -> ComplexScalar: ...


@overload
def goldstone_of(
    vector: VectorBoson, name: str | None = None, *, latex: str | None = None
) -> RealScalar: ...


def goldstone_of(vector: Any, name: str | None = None, *, latex: str | None = None) -> Any:
    """The Goldstone boson of a massive vector: its charges, and the mass √ξ M."""
    kind = RealScalar if vector.self_conjugate else ComplexScalar
    mass = sp.sqrt(vector.gauge_parameter) * vector.mass
    return kind(name or f"G_{vector.name}", charges=vector.charges, mass=mass, latex=latex)


def real_pair(charged: sp.Expr) -> tuple[sp.Expr, sp.Expr]:
    r""":math:`\varphi^1,\varphi^2` of a combination :math:`\varphi^+` of vectors, or of scalars."""
    other = sp.conjugate(sp.expand(charged))
    return (charged + other) / sp.sqrt(2), sp.I * (charged - other) / sp.sqrt(2)


def neutral_pair(
    cosine: sp.Expr, sine: sp.Expr, heavy: sp.Expr, photon: sp.Expr
) -> tuple[sp.Expr, sp.Expr]:
    """V³ and B of the mixture Z and the photon."""
    return cosine * heavy + sine * photon, cosine * photon - sine * heavy


def radial_potential(square: sp.Expr, vacuum: sp.Expr, mass: sp.Expr) -> sp.Expr:
    """L of scalars with Σφ² = `square` of all real components, at the minimum the square of `vacuum`.

    `mass` is that of the radial mode.
    """
    return sp.expand(-(mass**2) / (8 * vacuum**2) * (square - vacuum**2) ** 2)
