r"""Three answers to the same question: how large can the effective moment be, at each mass of A'?

========  ==========================  =============================  ==============================
          formulas                    Yukawas                        ε
========  ==========================  =============================  ==============================
paper     printed (22), (29)          one y, at (31)                 NA64 2019 and BaBar, BR_inv = 1
derived   those of `derive`           one y, at the derived bound    the same
          (T, A_R, width)             for the same limit (30)
today     those of `derive`           the whole matrix, optimised    every bound, with the branching
                                      with masses, mixings and ε     ratios of the point
========  ==========================  =============================  ==============================

"paper" and "derived" stay at the paper's benchmark masses and make its assumption, a flavour tensor as
large as |Σ_a y_ea y*_μa|: realised by y_e = (y, 0), y_μ = (y, −iy).
"""

from __future__ import annotations

import itertools
import math
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np

from darktmm.derive.memo import cache
from darktmm.numeric.constraints import Constraint, assessed, chosen, standard
from darktmm.numeric.constraints.perturbativity import LARGEST
from darktmm.numeric.constraints.scattering import recast_limit, windows
from darktmm.numeric.inputs import constants, point_file
from darktmm.numeric.inputs.data import curve as data_curve
from darktmm.numeric.inputs.data import measurement, solar
from darktmm.numeric.models.dark.joint.portal import Portal, largest_epsilon, largest_epsilon_at
from darktmm.numeric.models.dark.joint.search import SEED, Found, Search, effective_moment
from darktmm.numeric.models.dark.joint.space import BOX, Box, tuning
from darktmm.numeric.models.dark.joint.starts import Place
from darktmm.numeric.models.dark.observables.charged import yukawa_bound
from darktmm.numeric.models.dark.parameters import Parameters
from darktmm.numeric.models.dark.predictions import DarkPredictions
from darktmm.numeric.processes.solar import composition
from darktmm.papers.arxiv_2603_25704 import as_printed
from darktmm.papers.arxiv_2603_25704.printed import accelerators, borexino_limits
from darktmm.papers.arxiv_2603_25704.printed import yukawa_bound as flavour

__all__ = [
    "BOX",
    "SEED",
    "STRATEGIES",
    "Box",
    "Maximum",
    "Portal",
    "Today",
    "benchmark",
    "curve",
    "largest_epsilon",
    "largest_epsilon_at",
    "masses",
    "selected",
    "solver",
    "today",
]

STRATEGIES = ("paper", "derived", "today")

PAPER_CURVES = (accelerators.NA64, accelerators.BABAR)
"""What bounds ε in the paper, at every mass and whatever A' decays into."""

PAPER_WINDOW = "paper's window"


@dataclass(frozen=True)
class Maximum:
    """The largest effective moment at one mass of A'.

    Attributes:
        m_aprime: GeV.
        mu_eff: largest |μ_eff| that the bounds of the strategy allow, μ_B; NaN where none of them
            bounds ε.
        direct: limit of Borexino on the same, recast to this mass, μ_B.
        epsilon: ε of the maximum, signed.
        active: what forbids more.
        point: where; `evaluate` gives the same number there.
        violated: bounds that the point violates nevertheless, all of `standard` considered.
        tuning: see `numeric.models.dark.joint.space.tuning`.
        place: its coordinates, for a search that goes on from here; None for fixed Yukawas.
    """

    m_aprime: float
    mu_eff: float
    direct: float
    epsilon: float
    active: tuple[str, ...]
    point: Parameters | None
    violated: tuple[str, ...]
    tuning: float
    place: Place | None = None

    @property
    def ratio(self) -> float:
        """mu_eff over the direct limit: below 1, the direct bound is the weaker one."""
        return self.mu_eff / self.direct


def benchmark(g_D: float) -> Parameters:
    """The paper's benchmark with another gauge coupling."""
    return Parameters.from_file(point_file("paper")).with_(g_D=g_D)


def masses(n: int = 60) -> list[float]:
    """1 MeV to 8 GeV, the range of the invisible searches, logarithmically."""
    return [float(m) for m in np.geomspace(1e-3, 8.0, n)]


def _assumed_epsilon(mass: float) -> Portal:
    """The strongest of the paper's curves there; nothing outside all of them."""
    limits = [(float(data_curve(name).at(mass)), name) for name in PAPER_CURVES]
    measured = [(value, name) for value, name in limits if math.isfinite(value)]
    return Portal(*min(measured)) if measured else Portal(math.nan, None)


def one_yukawa(y: float) -> np.ndarray:
    """y_e = (y, 0), y_μ = (y, −iy), y_τ = 0: a flavour tensor as large as the product, (3, 2)."""
    return y * np.array([[1, 0], [1, -1j], [0, 0]])


def _violated(point: Parameters, constraints: Iterable[Constraint]) -> tuple[str, ...]:
    verdicts = assessed(constraints, DarkPredictions(point))
    return tuple(name for name, a in verdicts.items() if a.excluded[0])


def direct_limit(mass: float, window: str) -> float:
    """Borexino's limit on the effective moment with a mediator of this mass, μ_B."""
    found = recast_limit(
        np.array([mass]), measurement(borexino_limits.SOURCE).value, windows()[window]
    )
    return float(found[0])


@dataclass(frozen=True)
class Fixed:
    """Strategies at fixed Yukawas: only ε changes with the mass.

    Attributes:
        start: the point; U = 1 in "paper", which identifies flavours with mass eigenstates.
        moment: μ of a point, μ_B.
        limit: what capped the Yukawas.
        window: of the direct limit.
    """

    start: Parameters
    moment: Callable[[Parameters], float]
    limit: str
    window: str

    @cached_property
    def size(self) -> float:
        """μ at ε = 1, μ_B."""
        return self.moment(self.start)

    def portals(self, masses: Iterable[float]) -> list[Portal]:
        """The largest ε that is assumed at each mass, GeV; μ is `size` times that."""
        return [_assumed_epsilon(mass) for mass in masses]

    def maximum(self, mass: float) -> Maximum:
        """The largest moment at one mass of A'.

        Args:
            mass: GeV.

        Returns:
            μ_B; NaN where no curve of the paper bounds ε.
        """
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


def _printed_moment(point: Parameters) -> float:
    printed = as_printed.transition_coefficient(point)
    assert printed is not None  # two generations with angles
    return float(np.abs(printed).max() / constants().bohr_magneton)


def paper(start: Parameters) -> Fixed:
    """Printed formulas, printed inputs."""
    y = flavour.BOUND_VALUE * start.only.M_E / flavour.BENCHMARK_M_E
    start = start.with_(y=one_yukawa(y), U=np.eye(3, dtype=complex))
    return Fixed(start, _printed_moment, "(31)", "paper")


def derived(start: Parameters) -> Fixed:
    """Derived formulas, printed inputs."""
    y = yukawa_bound(start.only.M_E, measurement(flavour.LIMIT_SOURCE).value)
    shares = composition(start.U, solar().survival_be7.value)[0]
    return Fixed(
        start.with_(y=one_yukawa(float(y))),
        lambda point: effective_moment(DarkPredictions(point), 1.0, shares),
        f"mu -> e gamma ({flavour.LIMIT_SOURCE})",
        "paper",
    )


FIXED = {"paper": paper, "derived": derived}
"""Strategies that start from the paper's benchmark and stay there."""


SATURATED = 1 - 1e-3
"""Ratio from which on a bound counts as active."""

_ANCHOR = 10.0
"""Factor in mass after which everything is searched anew; in between, from the maxima next to it."""


@dataclass(frozen=True)
class Today:
    """Everything optimised.

    Attributes:
        search: over what, within which bounds.
        inner: a search in a smaller box, whose maxima this one goes on from.
        known: places found in other searches by mass of A', from which this one goes on.
        explore: whether to search anew as well.
    """

    search: Search
    inner: Search | None = None
    known: Mapping[float, tuple[Place, ...]] = field(default_factory=dict)
    explore: bool = True

    def maximum(self, mass: float) -> Maximum:
        """At one mass, searched everywhere."""
        return self._described(mass, self._explored(mass))

    def _explored(self, mass: float) -> Found | None:
        smaller = None if self.inner is None else self.inner.maximum(mass)
        return self.search.maximum(mass, [] if smaller is None else [smaller.place])

    def curve(self, masses: Sequence[float], progress: Callable[[], None]) -> Iterator[Maximum]:
        """At many masses: everything searched at some of them, the others from their neighbours.

        Upwards and downwards in mass, what was found last is where the next one starts.
        """
        order = sorted(set(masses))
        anchors = [m for m in order if m in self.known]
        everywhere = anchors == order
        for m in order if self.explore else ():
            if all(max(m / a, a / m) > _ANCHOR for a in anchors):
                anchors.append(m)
        best: dict[float, Found | None] = dict.fromkeys(order)
        for m in sorted(anchors):
            if m in self.known:
                best[m] = self.search.maximum(m, self.known[m], explore=False)
            else:
                best[m] = self._explored(m)
            progress()
        for direction in () if everywhere else (order, order[::-1]):
            for before, m in itertools.pairwise(direction):
                if (neighbour := best[before]) is not None:
                    shifted = [self.search.shifted(p, m / before) for p in neighbour.places]
                    known = _value(best[m])
                    found = self.search.maximum(m, shifted, explore=False, above=known)
                    if found is not None and found.value > _value(best[m]):
                        best[m] = found
                if m not in anchors and (direction is not order or m == order[-1]):
                    progress()
        for m in masses:
            yield self._described(m, best[m] or self._explored(m))

    def _described(self, mass: float, found: Found | None) -> Maximum:
        names = [c.name for c in self.search.constraints]
        window = "paper" if any(n.endswith(PAPER_WINDOW) for n in names) else "published"
        direct = direct_limit(mass, window)
        if found is None or found.portal.value == 0:
            return Maximum(mass, math.nan, direct, math.nan, (), None, (), 1.0)
        verdicts = assessed(self.search.constraints, DarkPredictions(found.point))
        tight = {n: float(a.ratio[0]) for n, a in verdicts.items() if a.applies[0]}
        active = [] if found.portal.active is None else [found.portal.active]
        active += [n for n, r in tight.items() if r > SATURATED and n not in active]
        if self.search.fixed is None:
            active += self.search.box.walls(found.point)
        return Maximum(
            m_aprime=mass,
            mu_eff=found.value,
            direct=direct,
            epsilon=found.point.only.epsilon,
            active=tuple(active),
            point=found.point,
            violated=_violated(found.point, standard()),
            tuning=tuning(found.point),
            place=found.place,
        )


def _value(found: Found | None) -> float:
    return 0.0 if found is None else found.value


def today(
    g_D: float | None,
    constraints: Sequence[Constraint] | None = None,
    *,
    box: Box = BOX,
    point: Parameters | None = None,
    seed: int = SEED,
    known: Sequence[Maximum] = (),
    explore: bool = True,
    scratch: bool = False,
) -> Today:
    """Derived formulas, current data, everything optimised.

    Args:
        g_D: gauge coupling; None: optimised as well.
        constraints: the chosen bounds; all by default.
        box: where masses are looked for.
        point: if given, masses, mixings and angles are those of this point, and only the Yukawas
            and ε vary.
        seed: of the random numbers of the search.
        known: maxima for other couplings or other bounds; at their masses only the search goes on
            from them.
        explore: whether to search anew at other masses.
        scratch: whether the search starts without the places that `numeric.models.dark.joint.starts` keeps.

    Raises:
        ValueError: the point does not have two scalars.
    """
    bounds = tuple(standard() if constraints is None else constraints)
    if point is not None and point.generations != 2:
        raise ValueError(f"point: {point.generations} scalars, must be 2")
    base = benchmark(0.5 if g_D is None else g_D)
    fixed = None if point is None else point.with_(g_D=base.only.g_D)
    search = Search(fixed or base, bounds, box, g_D is None, seed, fixed, scratch)
    nested = fixed is None and box != BOX and box.contains(BOX)
    places: dict[float, tuple[Place, ...]] = {}
    for m in known:
        if m.place is not None and m.point is not None:
            # a place with g_D free has its own g_D
            ratio = 1.0 if g_D is None else m.point.only.g_D / base.only.g_D
            shifted = search.shifted(m.place, ratio)
            places[m.m_aprime] = (*places.get(m.m_aprime, ()), shifted)
    return Today(search, replace(search, box=BOX) if nested else None, places, explore)


def solver(strategy: str, g_D: float | None, **options: Any) -> Fixed | Today:
    """What computes maxima for a strategy.

    Args:
        strategy: one of `STRATEGIES`.
        g_D: gauge coupling; None: optimised as well, for "today" only.
        options: see `today`.

    Raises:
        ValueError: no such strategy; a coupling that is not a positive, perturbative number.
    """
    if strategy not in STRATEGIES:
        raise ValueError(f"strategy = {strategy!r}: must be one of {', '.join(STRATEGIES)}")
    if g_D is not None and not (math.isfinite(g_D) and 0 < g_D <= LARGEST):
        raise ValueError(f"g_D = {g_D}: must lie in (0, {LARGEST:.4g}]")
    if strategy == "today":
        return today(g_D, **options)
    if options:
        raise ValueError(f"{', '.join(options)}: only the strategy 'today' has these options")
    if g_D is None:
        raise ValueError(f"g_D: only the strategy 'today' optimises it, not {strategy!r}")
    return FIXED[strategy](benchmark(g_D))


def curve(
    strategy: str,
    g_D: float | None,
    at_masses: Iterable[float] | None = None,
    progress: Callable[[], None] = lambda: None,
    **options: Any,
) -> Iterator[Maximum]:
    """Maxima at a list of masses, GeV, one after the other.

    Raises:
        ValueError: as `solver`; a mass that is not a positive number.
    """
    found = solver(strategy, g_D, **options)
    chosen_masses = masses() if at_masses is None else list(at_masses)
    for mass in chosen_masses:
        if not (math.isfinite(mass) and mass > 0):
            raise ValueError(f"m_aprime = {mass}: must be a positive number (GeV)")
    if isinstance(found, Today):
        yield from found.curve(chosen_masses, progress)
        return
    for mass in chosen_masses:
        yield found.maximum(mass)
        progress()


@cache
def _optimised(
    g_D: float | None, at_masses: tuple[float, ...], without: tuple[str, ...]
) -> tuple[Maximum, ...]:
    if g_D is None and not without:
        return tuple(curve("today", None, at_masses))
    known = _optimised(None, at_masses, ())
    return tuple(curve("today", g_D, at_masses, constraints=selected(without), known=known))


@cache
def _at_benchmark(strategy: str, at_masses: tuple[float, ...], start: str) -> tuple[Maximum, ...]:
    """From a point file, because a point is not a key."""
    fixed = FIXED[strategy](Parameters.from_table(tomllib.loads(start)))
    return tuple(fixed.maximum(mass) for mass in at_masses)


def maxima(
    strategy: str,
    at_masses: Sequence[float],
    start: Parameters,
    *,
    g_D: float | None = None,
    without: Sequence[str] = (),
) -> tuple[Maximum, ...]:
    """Maxima that a ledger speaks of.

    Args:
        strategy: one of `STRATEGIES`.
        at_masses: GeV.
        start: the benchmark, with its g_D, for "paper" and "derived".
        g_D: for "today", which is searched once in a process with g_D free and all bounds; other couplings
            and fewer bounds go on from there, so that they may not reach all there is.
        without: bounds that are left out, for "today".
    """
    if strategy == "today":
        return _optimised(g_D, tuple(at_masses), tuple(without))
    return _at_benchmark(strategy, tuple(at_masses), start.to_toml())


def selected(without: Iterable[str]) -> tuple[Constraint, ...]:
    """All bounds but some, named one by one or by group."""
    return chosen(standard(), without=without)
