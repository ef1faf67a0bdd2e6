"""What the paper's statements are judged against: its model, its benchmark, the measurements it quotes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import sympy as sp

from darktmm.derive.fields import bilinear
from darktmm.derive.lagrangian import Lagrangian, with_conjugate
from darktmm.derive.models.dark import DarkModel, E, N, dark_model, yukawa
from darktmm.numeric.inputs import point_file
from darktmm.numeric.inputs.data import Measurement, measurement
from darktmm.numeric.models.dark.point import Point
from darktmm.papers.arxiv_2603_25704.confront import Confrontation, number, symbol_values


def paper_model() -> DarkModel:
    """The paper's model: two scalars, m_L = m_R; two neutrinos stand for any pair i ≠ j."""
    return dark_model(neutrinos=2)


@dataclass(frozen=True)
class Theory:
    """Everything that a verdict may depend on, beside what is printed.

    Attributes:
        model: the Lagrangian.
        point: where printed and derived expressions are compared, and where brute force runs.
        benchmark: the paper's own choice of parameters, Secs. 3.1–3.3.
        factors: measurements multiplied by something, by name of the entry; empty in earnest.
    """

    model: DarkModel
    point: Point
    benchmark: Point
    factors: Mapping[str, float] = field(default_factory=dict)

    def measured(self, name: str) -> Measurement:
        """A published number."""
        found = measurement(name)
        return replace(found, value=found.value * self.factors.get(name, 1.0))

    def number(self, expression: sp.Expr) -> complex:
        """An expression of the ledger at the point, 50 digits underneath."""
        return number(expression, self.values)

    @cached_property
    def values(self) -> Mapping[sp.Symbol, sp.Expr]:
        """Values of the symbols at the point."""
        return symbol_values(self.point)

    @cached_property
    def confrontation(self) -> Confrontation:
        """Brute-force amplitudes at the point, each computed once."""
        return Confrontation(self.point)


def theory(point: Point | None = None) -> Theory:
    """The paper's theory, numbers at a point (by default the reference point)."""
    at = Point.from_file(point_file("reference")) if point is None else point
    return Theory(paper_model(), at, Point.from_file(point_file("paper")))


# --- changed theories ---------------------------------------------------------------------------


@dataclass(frozen=True)
class _OtherChirality(DarkModel):
    """P_L in place of P_R in (5)."""

    def printed(self) -> Lagrangian:
        interaction = -sp.Add(
            *(
                yukawa(flavour, a)
                * (
                    bilinear(self.nu_flavour[flavour], N, chirality="L")
                    + bilinear(self.charged_leptons[flavour], E, chirality="L")
                )
                * s
                for flavour in self.flavours
                for a, s in zip(self.indices, self.scalars, strict=True)
            )
        )
        base = super().printed()
        parts = {**base.parts, "L_int": sp.expand(with_conjugate(interaction))}
        return replace(base, parts=parts)


@dataclass(frozen=True)
class _Scaled(DarkModel):
    """One part of (3) multiplied by a number."""

    part: str = "L_int"
    factor: int = -1

    def printed(self) -> Lagrangian:
        base = super().printed()
        changed = sp.expand(self.factor * base.parts[self.part])
        return replace(base, parts={**base.parts, self.part: changed})


def _as(kind: type[DarkModel], model: DarkModel, **extra: object) -> DarkModel:
    own = {name: getattr(model, name) for name in DarkModel.__dataclass_fields__}
    return kind(**own, **extra)  # type: ignore[arg-type]


MUTANTS: Mapping[str, Callable[[Theory], Theory]] = {
    "projector of (5)": lambda t: replace(t, model=_as(_OtherChirality, t.model)),
    "(5) doubled": lambda t: replace(t, model=_as(_Scaled, t.model, part="L_int", factor=2)),
    "sign of (6)": lambda t: replace(t, model=_as(_Scaled, t.model, part="L_LNV", factor=-1)),
    "benchmark": lambda t: replace(
        t, benchmark=t.benchmark.with_(M_E=1.5 * t.benchmark.M_E, g_D=0.7 * t.benchmark.g_D)
    ),
}
