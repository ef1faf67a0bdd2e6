"""What the paper's statements are judged against: its model, its benchmark, the measurements it quotes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import sympy as sp

from darktmm.derive.fields import bilinear
from darktmm.derive.lagrangian import Lagrangian, with_conjugate
from darktmm.derive.models.dark import Q_S, THETA, DarkModel, E, N, dark_model, variant, yukawa
from darktmm.numeric.inputs import data, point_file
from darktmm.numeric.inputs.data import Curve, Measurement
from darktmm.numeric.models.dark.parameters import Parameters
from darktmm.numeric.models.dark.predictions import DarkPredictions
from darktmm.papers.arxiv_2603_25704.confront import Confrontation, number, symbol_values
from darktmm.papers.arxiv_2603_25704.printed import accelerators


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
        factors: measurements and curves multiplied by something, by name of the entry; empty in earnest.
        neutrinos: of which kind they are in (1) and in (2).
        maxima: in place of `joint.maxima`, the largest moments within the bounds; None in earnest.
    """

    model: DarkModel
    point: Parameters
    benchmark: Parameters
    factors: Mapping[str, float] = field(default_factory=dict)
    neutrinos: Mapping[str, str] = field(
        default_factory=lambda: {"(1)": "dirac", "(2)": "majorana"}
    )
    maxima: Callable[..., Any] | None = None
    _observed: dict[tuple[float, float], DarkPredictions] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def measured(self, name: str) -> Measurement:
        """A published number."""
        found, factor = data.measurement(name), self.factors.get(name, 1.0)
        lower = None if found.lower is None else factor * found.lower
        return replace(found, value=factor * found.value, lower=lower)

    def default(self, quantity: str) -> Measurement:
        """The published number to use for a quantity."""
        return self.measured(data.default(quantity).name)

    def curve(self, name: str) -> Curve:
        """A published exclusion curve."""
        found = data.curve(name)
        return replace(found, lower=found.lower * self.factors.get(name, 1.0))

    def with_dark_photon(self, mass: float, epsilon: float | None = None) -> Parameters:
        """The benchmark with an A' of this mass; ε at the limit that the paper quotes if not given."""
        limit = float(self.curve(accelerators.NA64).at(mass)) if epsilon is None else epsilon
        return self.benchmark.with_(m_aprime=mass, epsilon=limit)

    def observed(self, mass: float, epsilon: float | None = None) -> DarkPredictions:
        """All observables there, each point once."""
        point = self.with_dark_photon(mass, epsilon)
        key = mass, point.only.epsilon
        if key not in self._observed:
            self._observed[key] = DarkPredictions(point)
        return self._observed[key]

    @cached_property
    def model_at_point(self) -> DarkModel:
        """The Lagrangian with the mixing angle of N left open where the point needs it, m_L ≠ m_R."""
        if self.point.only.m_L == self.point.only.m_R:
            return self.model
        return variant(self.model, majorana_angle=THETA)

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


def theory(point: Parameters | None = None) -> Theory:
    """The paper's theory, numbers at a point (by default the reference point)."""
    at = Parameters.from_file(point_file("reference")) if point is None else point
    return Theory(paper_model(), at, Parameters.from_file(point_file("paper")))


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


@dataclass(frozen=True)
class _Substituted(DarkModel):
    """One part of (3) with something else in the place of one of its symbols."""

    part: str = "L_new"
    old: sp.Expr = Q_S
    new: sp.Expr = -Q_S

    def printed(self) -> Lagrangian:
        base = super().printed()
        changed = base.parts[self.part].subs(self.old, self.new)
        return replace(base, parts={**base.parts, self.part: sp.expand(changed)})


def _conjugated(model: DarkModel) -> DarkModel:
    last = model.scalars[-1]
    return _as(_Substituted, model, part="L_int", old=last, new=sp.conjugate(last))


@dataclass(frozen=True)
class _Split(DarkModel):
    """(4) with the splitting of CP-even and CP-odd scalars that the paper leaves out."""

    def printed(self) -> Lagrangian:
        base = super().printed()
        changed = base.parts["L_new"] + self.scalar_splitting()
        return replace(base, parts={**base.parts, "L_new": sp.expand(changed)})

    def completed(self) -> Lagrangian:
        return self.printed()


class _All(Mapping[str, float]):
    """One factor for every measurement."""

    def __init__(self, factor: float) -> None:
        self.factor = factor

    def __getitem__(self, name: str) -> float:
        return self.factor

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def _as(kind: type[DarkModel], model: DarkModel, **extra: object) -> DarkModel:
    own = {name: getattr(model, name) for name in DarkModel.__dataclass_fields__}
    return kind(**own, **extra)  # type: ignore[arg-type]


MUTANTS: Mapping[str, Callable[[Theory], Theory]] = {
    "projector of (5)": lambda t: replace(t, model=_as(_OtherChirality, t.model)),
    "(5) doubled": lambda t: replace(t, model=_as(_Scaled, t.model, part="L_int", factor=2)),
    "sign of (6)": lambda t: replace(t, model=_as(_Scaled, t.model, part="L_LNV", factor=-1)),
    "D_mu of S reversed": lambda t: replace(t, model=_as(_Substituted, t.model)),
    "S_2* in (5)": lambda t: replace(t, model=_conjugated(t.model)),
    "scalars split in (4)": lambda t: replace(t, model=_as(_Split, t.model)),
    "N_1 -> i N_1": lambda t: replace(t, model=variant(t.model, phases=(sp.I, sp.S.One))),
    "benchmark": lambda t: replace(
        t, benchmark=t.benchmark.with_(M_E=1.5 * t.benchmark.M_E, g_D=0.7 * t.benchmark.g_D)
    ),
    "Dirac <-> Majorana in (1), (2)": lambda t: replace(
        t, neutrinos={"(1)": t.neutrinos["(2)"], "(2)": t.neutrinos["(1)"]}
    ),
    "measurements": lambda t: replace(t, factors=_All(1.1)),
}
