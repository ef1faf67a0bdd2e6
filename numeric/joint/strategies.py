r"""Three answers to the same question: how large can the effective moment be, at each mass of A'?

========  ==========================  =============================  ==============================
          formulas                    Yukawas                        ε
========  ==========================  =============================  ==============================
paper     printed (22), (29)          one y, at (31)                 NA64 2019 and BaBar, BR_inv = 1
derived   those of `derive`           one y, at the derived bound    the same
          (T, A_R, width)             for the same limit (30)
today     those of `derive`           the whole matrix, optimised    every bound, with the branching
                                      with masses and mixings        ratios of the point
========  ==========================  =============================  ==============================

"paper" and "derived" stay at the paper's benchmark masses and make its assumption, a flavour tensor as
large as |Σ_a y_ea y*_μa|: realised by y_e = (y, 0), y_μ = (y, −iy).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from numeric import as_printed
from numeric.constraints import Constraint, assessed, chosen, standard
from numeric.constraints.perturbativity import LARGEST
from numeric.constraints.scattering import recast_limit, windows
from numeric.inputs import constants, point_file
from numeric.inputs.data import curve as data_curve
from numeric.inputs.data import measurement, solar
from numeric.joint.portal import Portal
from numeric.joint.sector import BOX, Box, tuning
from numeric.joint.today import Search, effective_moment
from numeric.observables import at
from numeric.observables.charged import yukawa_bound
from numeric.observables.solar import composition
from numeric.point import Point

STRATEGIES = ("paper", "derived", "today")

PAPER_CURVES = ("NA64 2019", "BaBar 2017")
"""What bounds ε in the paper, at every mass and whatever A' decays into."""

PAPER_YUKAWA, PAPER_LIMIT = 0.086, "MEG II 2024"
"""(31) at 2 TeV, and the entry that (30) quotes."""

PAPER_WINDOW = "paper's window"
DIRECT = "Borexino 2017"
"""The direct bound that the paper compares with."""


@dataclass(frozen=True)
class Maximum:
    """The largest effective moment at one mass of A'.

    Attributes:
        m_aprime: GeV.
        mu_eff: largest |μ_eff| that the bounds of the strategy allow, μ_B; NaN where none of them
            bounds ε.
        direct: limit of Borexino on the same, recast to this mass, μ_B.
        epsilon: ε of the maximum.
        active: what forbids more.
        point: where; `evaluate` gives the same number there.
        violated: bounds that the point violates nevertheless, all of `standard` considered.
        tuning: see `numeric.joint.sector`.
    """

    m_aprime: float
    mu_eff: float
    direct: float
    epsilon: float
    active: tuple[str, ...]
    point: Point | None
    violated: tuple[str, ...]
    tuning: float

    @property
    def ratio(self) -> float:
        """mu_eff over the direct limit: below 1, the direct bound is the weaker one."""
        return self.mu_eff / self.direct


def benchmark(g_D: float) -> Point:
    """The paper's benchmark with another gauge coupling."""
    return Point.from_file(point_file("paper")).with_(g_D=g_D)


def masses(n: int = 60) -> list[float]:
    """1 MeV to 8 GeV, the range of the invisible searches, logarithmically."""
    return [float(m) for m in np.geomspace(1e-3, 8.0, n)]


def _assumed_epsilon(mass: float) -> Portal:
    """The strongest of the paper's curves there; nothing outside all of them."""
    limits = [(float(data_curve(name).at(mass)), name) for name in PAPER_CURVES]
    measured = [(value, name) for value, name in limits if math.isfinite(value)]
    return Portal(*min(measured)) if measured else Portal(math.nan, None)


def _one_yukawa(y: float) -> np.ndarray:
    return y * np.array([[1, 0], [1, -1j], [0, 0]])


def _violated(point: Point, constraints: Iterable[Constraint]) -> tuple[str, ...]:
    verdicts = assessed(constraints, at(point))
    return tuple(name for name, a in verdicts.items() if a.excluded[0])


def direct_limit(mass: float, window: str) -> float:
    """Borexino's limit on the effective moment with a mediator of this mass, μ_B."""
    found = recast_limit(np.array([mass]), measurement(DIRECT).value, windows()[window])
    return float(found[0])


@dataclass(frozen=True)
class _Fixed:
    """Strategies at fixed Yukawas: only ε changes with the mass.

    Attributes:
        start: the point; U = 1 in "paper", which identifies flavours with mass eigenstates.
        moment: μ of a point, μ_B.
        limit: what capped the Yukawas.
        window: of the direct limit.
    """

    start: Point
    moment: Callable[[Point], float]
    limit: str
    window: str

    @cached_property
    def size(self) -> float:
        """μ at ε = 1, μ_B."""
        return self.moment(self.start)

    def maximum(self, mass: float) -> Maximum:
        portal = _assumed_epsilon(mass)
        direct = direct_limit(mass, self.window)
        if portal.active is None:
            return Maximum(mass, math.nan, direct, math.nan, (), None, (), 1.0)
        point = self.start.with_(m_aprime=mass, epsilon=portal.value)
        return Maximum(
            m_aprime=mass,
            mu_eff=portal.value * self.size,
            direct=direct,
            epsilon=portal.value,
            active=(portal.active, self.limit),
            point=point,
            violated=_violated(point, standard()),
            tuning=tuning(point),
        )


def _printed_moment(point: Point) -> float:
    printed = as_printed.transition_coefficient(point)
    assert printed is not None  # two generations with angles
    return float(np.abs(printed).max() / constants().bohr_magneton)


def paper(g_D: float) -> _Fixed:
    """Printed formulas, printed inputs."""
    start = benchmark(g_D)
    y = PAPER_YUKAWA * start.M_E / 2000
    start = start.with_(y=_one_yukawa(y), U=np.eye(3, dtype=complex))
    return _Fixed(start, _printed_moment, "(31)", "paper")


def derived(g_D: float) -> _Fixed:
    """Derived formulas, printed inputs."""
    start = benchmark(g_D)
    y = yukawa_bound(start.M_E, measurement(PAPER_LIMIT).value)
    shares = composition(start.U[None], solar().survival_be7.value)[0]
    return _Fixed(
        start.with_(y=_one_yukawa(float(y))),
        lambda point: effective_moment(at(point), 1.0, shares),
        f"mu -> e gamma ({PAPER_LIMIT})",
        "paper",
    )


SATURATED = 1 - 1e-3
"""Ratio from which on a bound counts as active."""


@dataclass(frozen=True)
class _Today:
    """Everything optimised.

    Attributes:
        search: over what, within which bounds.
        fixed: whether the masses and mixings are those of `search.base`.
    """

    search: Search
    fixed: bool = False

    def maximum(self, mass: float) -> Maximum:
        names = [c.name for c in self.search.constraints]
        window = "paper" if any(n.endswith(PAPER_WINDOW) for n in names) else "published"
        direct = direct_limit(mass, window)
        found = (self.search.maximum_at_base if self.fixed else self.search.maximum)(mass)
        if found.portal.value == 0 or found.portal.active is None:
            blocked = () if found.portal.active is None else (found.portal.active,)
            return Maximum(mass, math.nan, direct, math.nan, blocked, None, (), 1.0)
        verdicts = assessed(self.search.constraints, at(found.point))
        tight = {n: float(a.ratio[0]) for n, a in verdicts.items() if a.applies[0]}
        active = [found.portal.active]
        active += [n for n, r in tight.items() if r > SATURATED and n not in active]
        if not self.fixed:
            p = found.point
            active += self.search.box.walls((-p.heavy_masses[0], p.heavy_masses[1], p.M_H.min()))
        return Maximum(
            m_aprime=mass,
            mu_eff=found.value,
            direct=direct,
            epsilon=found.portal.value,
            active=tuple(active),
            point=found.point,
            violated=_violated(found.point, standard()),
            tuning=tuning(found.point),
        )


def today(
    g_D: float,
    constraints: Sequence[Constraint] | None = None,
    *,
    box: Box = BOX,
    point: Point | None = None,
) -> _Today:
    """Derived formulas, current data, everything optimised.

    Args:
        g_D: gauge coupling.
        constraints: the chosen bounds; all by default.
        box: where masses are looked for.
        point: if given, masses, mixings and angles are those of this point, and only the Yukawas
            and ε vary.

    Raises:
        ValueError: the point does not have two scalars.
    """
    bounds = tuple(standard() if constraints is None else constraints)
    e_mu, e_tau, mu_tau = (_radiative_limit(bounds, quantity) for quantity in _DECAYS)
    entry = LARGEST * (1 - 1e-9)
    limits = e_mu, e_tau, mu_tau
    if point is None:
        return _Today(Search(benchmark(g_D), bounds, entry, limits, box))
    if point.generations != 2:
        raise ValueError(f"point: {point.generations} scalars, must be 2")
    return _Today(Search(point.with_(g_D=g_D), bounds, entry, limits, box), fixed=True)


_DECAYS = ("mu -> e gamma", "tau -> e gamma", "tau -> mu gamma")


def _radiative_limit(bounds: Iterable[Constraint], quantity: str) -> float | None:
    """The published limit on a radiative decay among the bounds; None if it was not chosen."""
    entries = (measurement(c.entry) for c in bounds if c.entry)
    return next((e.value for e in entries if e.quantity == quantity), None)


def solver(strategy: str, g_D: float, **options: Any) -> _Fixed | _Today:
    """What computes maxima for a strategy.

    Raises:
        ValueError: no such strategy; a coupling that is not a positive, perturbative number.
    """
    if strategy not in STRATEGIES:
        raise ValueError(f"strategy = {strategy!r}: must be one of {', '.join(STRATEGIES)}")
    if not (math.isfinite(g_D) and 0 < g_D <= LARGEST):
        raise ValueError(f"g_D = {g_D}: must lie in (0, {LARGEST:.4g}]")
    if strategy == "today":
        return today(g_D, **options)
    if options:
        raise ValueError(f"{', '.join(options)}: only the strategy 'today' has these options")
    return paper(g_D) if strategy == "paper" else derived(g_D)


def curve(
    strategy: str,
    g_D: float,
    at_masses: Iterable[float] | None = None,
    progress: Callable[[], None] = lambda: None,
    **options: Any,
) -> Iterator[Maximum]:
    """Maxima at a list of masses, GeV, one after the other.

    Raises:
        ValueError: as `solver`; a mass that is not a positive number.
    """
    found = solver(strategy, g_D, **options)
    for mass in masses() if at_masses is None else at_masses:
        if not (math.isfinite(mass) and mass > 0):
            raise ValueError(f"m_aprime = {mass}: must be a positive number (GeV)")
        yield found.maximum(mass)
        progress()


def selected(without: Iterable[str]) -> tuple[Constraint, ...]:
    """All bounds but some, named one by one or by group."""
    return chosen(standard(), without=without)
