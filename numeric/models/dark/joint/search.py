r"""The largest effective moment that the chosen bounds allow at one mass of A'.

Everything moves together: masses, mixings, Yukawas, ε and, on request, g_D. The effective moment is
maximised in four steps.

1. *Starts*: the best of some thousand quasi-random points for each discrete choice; what a short
   *differential evolution* with the bounds as penalties makes of others, over the smaller family
   (`space.CORE`) and over all coordinates; and what the caller knows (maxima at other masses or in
   smaller boxes).
2. *Sequential linear programming* from all of them at once (`climbing`): bounds are powers of the
   couplings, in logarithms the landscape is made of planes.
3. *Sequential quadratic programming* in a region that follows its success, from the best of step 2 for
   each discrete choice. Gradients are differences, all of them in one vectorised call.
4. The largest |ε| at the point so found, from all bounds.

Only points that violate nothing count. `confirmed` repeats the search with an optimiser of another
kind.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from scipy.optimize import minimize

from darktmm.numeric.arrays import FloatArray, IntArray
from darktmm.numeric.constraints import Constraint
from darktmm.numeric.inputs import constants
from darktmm.numeric.inputs.data import default, measurement, solar
from darktmm.numeric.kernels.integration import compiled
from darktmm.numeric.models.dark.joint import climbing
from darktmm.numeric.models.dark.joint.portal import Portal, largest_epsilon
from darktmm.numeric.models.dark.joint.space import CORE, Box, Modes, Space
from darktmm.numeric.models.dark.joint.starts import Place, kept
from darktmm.numeric.models.dark.parameters import Parameters
from darktmm.numeric.models.dark.predictions import DarkPredictions
from darktmm.numeric.predictions import Predictions
from darktmm.numeric.processes.solar import composition, solar_moment

SEED = 20260326

_POPULATION, _GENERATIONS, _PATIENCE = 512, 60, 60
"""Differential evolution: size, rounds, and rounds without progress after which it stops."""

_LONGER = 7
"""Times as many rounds where nothing follows but evolution."""

_POINTS = 4096
"""Quasi-random points of which the best are starts."""

_STARTS = 2
"""For each discrete choice, from each of the four sources."""

_NOTHING = -1e6
"""Figure of merit of a point that does not exist."""

_PROBES = 2048
"""Points at which it is seen which bounds apply."""

_CARRIED, _REFINED = 4, 1
"""Places that are told to neighbours; and that are refined, as many allowed ones as others."""


@dataclass(frozen=True)
class Found:
    """A maximum at one mass of A'.

    Attributes:
        point: where.
        portal: its |ε| and what forbids a larger one.
        value: |ε| times the effective solar moment, μ_B.
        place: the coordinates, for a search that goes on from here.
        others: further places from which it may.
    """

    point: Parameters
    portal: Portal
    value: float
    place: Place
    others: tuple[Place, ...] = ()

    @property
    def places(self) -> tuple[Place, ...]:
        """Its own and further ones."""
        return (self.place, *self.others)


@dataclass(frozen=True)
class Search:
    """One search, for one set of bounds.

    Attributes:
        base: couplings and mixing of the point that is varied; its masses are replaced.
        constraints: the chosen bounds.
        box: where masses are looked for.
        free_coupling: whether g_D moves as well.
        seed: of everything that is random.
        fixed: if given, masses and mixings are those of this point, and the box does not matter.
        scratch: whether nothing is known, not even what `starts` keeps.
    """

    base: Parameters
    constraints: tuple[Constraint, ...]
    box: Box
    free_coupling: bool = False
    seed: int = SEED
    fixed: Parameters | None = None
    scratch: bool = False

    def __post_init__(self) -> None:
        compiled()  # before the first point: the last digits of a search do not depend on the past

    @cached_property
    def composition(self) -> FloatArray:
        """P_i of the 7Be line: shares of the mass eigenstates, (3,)."""
        return composition(self.base.U, solar().survival_be7.value)[0]

    def space(self, mass: float) -> Space:
        """The coordinates at one mass of A'."""
        chosen = {measurement(c.entry).quantity for c in self.constraints if c.entry}
        limited = all(decay in chosen for decay in _RADIATIVE)
        space = Space(
            self.base,
            mass,
            self.box,
            self.free_coupling,
            products=tuple(default(decay).value for decay in _RADIATIVE),
            largest_third=1.0 if limited else _UNLIMITED,
            fixed=self.fixed,
        )
        return replace(space, relevant=self._relevant(space))

    def _relevant(self, space: Space) -> tuple[Constraint, ...]:
        """All bounds but those on A' that say nothing at this mass; `finished` asks all of them."""
        low, high = space.edges
        unit = _sobol(len(low), self.seed, _PROBES)
        x = low + unit * (high - low)
        seen = DarkPredictions(space.sample(x, Modes.of(np.arange(_PROBES) % Modes.NUMBER))[0])
        return tuple(
            c for c in self.constraints if c.group != "dark-photon" or c(seen).applies.any()
        )

    def shifted(self, place: Place, ratio: float) -> Place:
        """A place where m_A'/g_D is `ratio` times as large, what violates U(1)_D with its square."""
        x = place.x.copy()
        x[_VIOLATION] += 2 * math.log(ratio)
        return Place(x, place.code)

    # --- one batch of points --------------------------------------------------------------------

    def evaluate(
        self,
        space: Space,
        x: FloatArray,
        modes: Modes,
        constraints: Sequence[Constraint] | None = None,
    ) -> tuple[FloatArray, FloatArray]:
        """ln μ_eff/μ_B and ln of all ratios and of the excess over the box, (n,) and (n, k).

        The six excesses come first, then the constraints, by default all that matter at this mass.
        """
        if constraints is None:
            constraints = self.constraints if space.relevant is None else space.relevant
        sample, exists = space.sample(x, modes)
        seen = DarkPredictions(sample)
        shares = np.repeat(self.composition[None], len(x), axis=0)
        moment = np.abs(sample.epsilon) * solar_moment(seen.transition_moment, shares)
        with np.errstate(divide="ignore"):
            value = np.log(moment / constants().bohr_magneton)
        inside = np.zeros((len(x), 6)) if self.fixed is not None else self.box.excess(sample)
        ratios = np.zeros((len(constraints), len(x)))
        for row, constraint in zip(ratios, constraints, strict=True):
            verdict = constraint(seen)
            np.copyto(row, verdict.ratio, where=verdict.applies)
        with np.errstate(divide="ignore"):
            logarithms = np.log(np.where(np.isnan(ratios), np.inf, np.abs(ratios)))
        excess = np.clip(np.hstack([inside, logarithms.T]), _LOWEST, _HIGHEST)
        return np.where(exists, np.maximum(value, _NOTHING), _NOTHING), excess

    def merit(self, space: Space, x: FloatArray, modes: Modes) -> FloatArray:
        """ln(μ_eff/μ_B) less what the violated bounds cost, a pure number, (n,)."""
        return climbing.merit(*self.evaluate(space, x, modes))

    # --- global ---------------------------------------------------------------------------------

    def starts(self, space: Space) -> list[Place]:
        """Where to climb from: scattered points and evolved ones, of both families each.

        Evolution alone loses basins that are narrow at first, scattering alone those that only a search
        finds.
        """
        every = tuple(range(len(space.edges[0])))
        return [
            place
            for k, family in enumerate((CORE, every))
            for found in (
                self._scattered(space, family, self.seed + k),
                self._evolved(space, family, self.seed + k, leaders=0.2, crossover=0.7 - 0.4 * k),
            )
            for place in _best(found, _STARTS)
        ]

    def kept(self, space: Space) -> list[Place]:
        """What `starts` keeps, where it is at this mass and coupling; nothing from scratch."""
        if self.scratch or self.fixed is not None:
            return []
        violation = space.mass / self.base.only.g_D
        return [
            self.shifted(
                start.place,
                space.mass / start.m_aprime if self.free_coupling else violation / start.violation,
            )
            for start in kept()
        ]

    def _random(
        self, space: Space, coordinates: Iterable[int], rng: np.random.Generator, n: int
    ) -> tuple[FloatArray, IntArray]:
        """Quasi-random places; the coordinates that are not listed as in `Space.centre`."""
        low, high = space.edges
        active = [k for k in {0, *coordinates} if high[k] > low[k]]
        x = np.repeat(space.centre[None], n, axis=0)
        x[:, active] = low[active] + _sobol(len(active), rng, n) * (high[active] - low[active])
        return x, np.arange(n) % Modes.NUMBER

    def _scattered(self, space: Space, coordinates: Iterable[int], seed: int) -> list[Place]:
        """Quasi-random places, best first."""
        x, codes = self._random(space, coordinates, np.random.default_rng(seed), _POINTS)
        return _places(x, codes, self.merit(space, x, Modes.of(codes)))

    def _evolved(
        self,
        space: Space,
        coordinates: Iterable[int],
        seed: int,
        *,
        leaders: float,
        crossover: float,
        generations: int | None = None,
    ) -> list[Place]:
        """Differential evolution over some coordinates, the others as in `Space.centre`; best first.

        Args:
            leaders: share of the population that the others move towards.
            crossover: smallest probability with which a coordinate moves.
            generations: how many at most.
        """
        rng = np.random.default_rng(seed)
        low, high = space.edges
        n = _POPULATION
        x, codes = self._random(space, coordinates, rng, n)
        merit = self.merit(space, x, Modes.of(codes))
        record, idle = -math.inf, 0
        for _ in range(_GENERATIONS if generations is None else generations):
            leader = x[np.argsort(-merit)[rng.integers(0, round(leaders * n), n)]]
            first, second = x[rng.integers(0, n, n)], x[rng.integers(0, n, n)]
            step = rng.uniform(0.4, 1.0, (n, 1))
            trial = x + step * (leader - x) + step * (first - second)
            keep = rng.random((n, len(low))) > rng.uniform(crossover, 1.0, (n, 1))
            trial = np.where(keep, x, trial)
            outside = (trial < low) | (trial > high)
            trial = np.where(outside, (x + np.clip(trial, low, high)) / 2, trial)
            other = rng.random(n) < 0.05
            new_codes = np.where(other, rng.integers(0, Modes.NUMBER, n), codes)
            found = self.merit(space, trial, Modes.of(new_codes))
            better = found > merit
            x[better], codes[better], merit[better] = (
                trial[better],
                new_codes[better],
                found[better],
            )
            idle = 0 if merit.max() > record + 1e-3 else idle + 1
            record = max(record, float(merit.max()))
            if idle >= _PATIENCE:
                break
        return _places(x, codes, merit)

    # --- local ----------------------------------------------------------------------------------

    def climbed(self, space: Space, starts: Sequence[Place]) -> list[Place]:
        """Where these places end, all climbing at once; the best of each discrete choice, best first."""
        if not starts:
            return []

        def evaluate(x: FloatArray, codes: IntArray) -> tuple[FloatArray, FloatArray]:
            return self.evaluate(space, x, Modes.of(codes))

        x = np.array([place.x for place in starts])
        codes = np.array([place.code for place in starts])
        x, merit = climbing.climb(evaluate, space.edges, _STEP_SCALE, x, codes)
        return _best(_places(x, codes, merit), 1)

    def refined(self, space: Space, start: Place) -> tuple[float, Place]:
        """The best allowed point that sequential quadratic programming finds, and its ln μ_eff.

        The value is −inf where nothing allowed was met.
        """
        start = Place(np.clip(start.x, *space.edges), start.code)
        best, radius, place = self.inside(space, start), 1.0, start
        for _ in range(_REPAIRS):
            if math.isfinite(best[0]):
                break
            place = self._climbed(space, place, radius)
            best = self.inside(space, place)
        while math.isfinite(best[0]) and radius > _SMALLEST_RADIUS:
            found = self.inside(space, self._climbed(space, best[1], radius))
            gain = found[0] - best[0]
            if gain > 0:
                best = found
            radius *= _WIDEN if gain > _PROGRESS else _NARROW
        return best

    def inside(self, space: Space, place: Place) -> tuple[float, Place]:
        """The nearest allowed point with a little less of everything that bounds object to.

        Couplings, lepton-number violation, mixing and ε are made smaller by a common factor.
        """
        x = np.repeat(place.x[None], len(_SHRUNK), axis=0)
        x[:, _SIZES] -= _SHRUNK[:, None]
        x[:, _THIRD] *= np.exp(-2 * _SHRUNK)[:, None]
        x = np.clip(x, *space.edges)
        value, excess = self.evaluate(space, x, _repeated(place.code, len(x)))
        value = np.where(np.all(excess <= 0, axis=1), value, -np.inf)
        k = int(np.argmax(value))
        return float(value[k]), Place(x[k], place.code)

    def _climbed(self, space: Space, start: Place, radius: float) -> Place:
        """Where a short run of the optimiser ends, allowed or not.

        It stays within `radius` times the scale of each coordinate: far away gradients mislead.
        """
        low, high = space.edges
        low = np.maximum(low, start.x - radius * _STEP_SCALE)
        high = np.minimum(high, start.x + radius * _STEP_SCALE)
        fixed = high <= low
        modes = Modes.of(start.code)
        fixed[_FIXED_LEVEL] |= modes.level[0]
        fixed[_FIXED_ALIGNED] |= modes.aligned[0]
        free = np.flatnonzero(~fixed)
        scale = _STEP_SCALE[free]
        memory: dict[bytes, tuple[float, FloatArray, FloatArray, FloatArray]] = {}
        _, excess = self.evaluate(space, start.x[None], _repeated(start.code, 1))
        every = self.constraints if space.relevant is None else space.relevant
        near = [c for c, e in zip(every, excess[0, 6:], strict=True) if e > _FAR]

        def around(v: FloatArray) -> tuple[float, FloatArray, FloatArray, FloatArray]:
            """Value, excess, and their gradients, from one batch."""
            key = v.tobytes()
            if key not in memory:
                memory.clear()
                x = start.x.copy()
                x[free] = np.clip(v * scale, low[free], high[free])
                batch = np.repeat(x[None], len(free) + 1, axis=0)
                change = (
                    np.where(x[free] + climbing.DIFFERENCE * scale > high[free], -1, 1)
                    * climbing.DIFFERENCE
                )
                batch[np.arange(1, len(free) + 1), free] += change * scale
                value, excess = self.evaluate(space, batch, _repeated(start.code, len(batch)), near)
                memory[key] = (
                    float(value[0]),
                    excess[0],
                    (value[1:] - value[0]) / change,
                    (excess[1:] - excess[0]).T / change,
                )
            return memory[key]

        result = minimize(
            lambda v: (-around(v)[0], -around(v)[2]),
            start.x[free] / scale,
            jac=True,
            method="SLSQP",
            bounds=list(zip(low[free] / scale, high[free] / scale, strict=True)),
            constraints=[
                {
                    "type": "ineq",
                    "fun": lambda v: -around(v)[1] - _INSIDE,
                    "jac": lambda v: -around(v)[3],
                }
            ],
            options={"maxiter": _ITERATIONS, "ftol": 1e-7},
        )
        x = start.x.copy()
        x[free] = np.clip(result.x * scale, low[free], high[free])
        return Place(x, start.code)

    # --- a maximum ------------------------------------------------------------------------------

    def maximum(
        self,
        mass: float,
        known: Sequence[Place] = (),
        *,
        explore: bool = True,
        above: float = 0.0,
    ) -> Found | None:
        """The largest effective moment at one mass of A'; None where no point was found allowed.

        Args:
            mass: m_A', GeV.
            known: places to go on from, besides those that are kept.
            explore: whether to search everywhere, or only from these places.
            above: a moment in μ_B; what stays far below it is not refined.
        """
        space = self.space(mass)
        starts = [*known, *self.kept(space)]
        if explore:
            starts += self.starts(space)
        climbed = self.climbed(space, starts)
        ends = [(self.inside(space, place), place) for place in climbed]
        reached = [end for end, _ in ends] + [self.inside(space, place) for place in known]
        reached.sort(key=lambda r: -r[0])
        least = max([math.log(above) if above > 0 else -math.inf, *(v for v, _ in reached[:1])])
        hopeful = [p for v, p in reached if v > least - _HOPELESS][:_REFINED]
        hopeful += [  # not allowed yet
            place
            for (value, _), place in ends
            if value == -math.inf
            and self.merit(space, place.x[None], Modes.of(place.code))[0] > least - _HOPELESS
        ][:_REFINED]
        found = [*reached, *(self.refined(space, place) for place in hopeful)]
        found.sort(key=lambda f: -f[0])
        for value, place in found:
            if not math.isfinite(value):
                break
            best = self.finished(space, place)
            if best.portal.value > 0:
                allowed = [p for v, p in found if math.isfinite(v) and p is not place]
                return replace(best, others=tuple(_best(allowed, 1)[:_CARRIED]))
        return None

    def finished(self, space: Space, place: Place) -> Found:
        """The point at a place, with the largest ε that all bounds allow."""
        point, _ = space.sample(place.x[None], Modes.of(place.code))
        seen = DarkPredictions(point)
        sign = math.copysign(1.0, point.only.epsilon)
        portal = largest_epsilon(seen, self.constraints, sign)
        allowed = not any(c(seen).excluded[0] for c in self.constraints)
        if allowed and portal.value < abs(point.only.epsilon):  # a narrow gap, or rounding
            portal = Portal(abs(point.only.epsilon), portal.active)
        point = point.with_(epsilon=sign * portal.value)
        value = effective_moment(DarkPredictions(point), portal.value, self.composition)
        return Found(point, portal, value, place)

    def confirmed(self, mass: float) -> float:
        """The maximum by shrinking random clouds, an optimiser without gradients, μ_B.

        It starts where differential evolution with other random numbers ends.
        """
        space = self.space(mass)
        low, high = space.edges
        evolved = self._evolved(
            *(space, CORE, self.seed + 2),
            leaders=0.2,
            crossover=0.7,
            generations=_LONGER * _GENERATIONS,
        )
        starts = _best(evolved, 1)[:_CLOUDS_OF]
        best = -math.inf
        for start in starts:
            centre, merit, size = start.x.copy(), -math.inf, 0.3
            modes = Modes.of(np.full(_CLOUD, start.code))
            rng = np.random.default_rng(self.seed)
            for _ in range(_CLOUDS):
                offsets = rng.normal(size=(_CLOUD, len(low)))
                offsets *= rng.random((_CLOUD, len(low))) < rng.uniform(0.1, 0.6, (_CLOUD, 1))
                trial = np.clip(centre + size * _STEP_SCALE * offsets, low, high)
                trial[0] = centre
                value = self.merit(space, trial, modes)
                k = int(np.argmax(value))
                size = min(1.0, 1.5 * size) if value[k] > merit + 1e-4 else 0.6 * size
                merit, centre = float(value[k]), trial[k]
            best = max(best, merit)
        return math.exp(best) if best > _NOTHING else 0.0


_LOWEST, _HIGHEST = -8.0, 40.0
"""Range of ln(ratio): below, a bound is far away and has no gradient."""

_INSIDE = 1e-6
"""How far below its limit the logarithm of a ratio is kept."""

_ITERATIONS, _PROGRESS = 15, 1e-3
"""Steps of one run, and the gain in ln μ from which on it counts as progress."""

_HOPELESS = 3.0
"""ln μ_eff by which a place may lie below what is known already, to be refined."""

_REPAIRS = 4
"""Runs from a start that is not allowed, before it is given up."""

_FAR = -6.0
"""ln(ratio) below which a bound is left out of one run; `inside` asks for it again."""

_SMALLEST_RADIUS, _WIDEN, _NARROW = 2e-2, 1.5, 0.3
"""Of the region in which a run moves, and how it changes with and without progress."""

_VIOLATION = [2, 7]
"""Coordinates that are ln of m and of the angle between the mixings of H and A."""

_SIZES = [2, 7, 12, 13, 18]
"""Coordinates that are ln of m, of the angle, of two Yukawas and of ε."""

_THIRD = [14, 15, 16, 17]
"""Coordinates of the third Yukawa vector; their unit is inverse to the size of the other two."""

_SHRUNK = np.concatenate([[0.0], np.geomspace(1e-9, 3.0, 60)])

_FIXED_LEVEL, _FIXED_ALIGNED = [6, 8, 9], [10, 11]
"""Coordinates that a discrete choice determines: b and the splittings, the first Yukawa vector."""

_RADIATIVE = ("mu -> e gamma", "tau -> e gamma", "tau -> mu gamma")

_UNLIMITED = 30.0
"""Largest coordinate of the third Yukawa vector where radiative decays are not all bounds."""

_STEP_SCALE = np.array(
    [1.0, 1.0, 1.0, 0.3, 0.1, 1.0, 1.0, 1.0, 0.3, 0.3, 0.3, 0.3, 1.0, 1.0, 0.3, 0.3, 0.3, 0.3, 1.0]
)

_CLOUD, _CLOUDS, _CLOUDS_OF = 200, 200, 5


def _places(x: FloatArray, codes: IntArray, merit: FloatArray) -> list[Place]:
    """Best first."""
    return [Place(x[k].copy(), int(codes[k])) for k in np.argsort(-merit)]


def _best(places: Iterable[Place], n: int) -> list[Place]:
    """The first n of each discrete choice; the two signs of ε count as one."""
    count: dict[int, int] = {}
    found = []
    for place in places:
        choice = place.code & ~_SIGN
        count[choice] = count.get(choice, 0) + 1
        if count[choice] <= n:
            found.append(place)
    return found


_SIGN = 4
"""Bit of the code of `Modes` that is the sign of ε."""


def _repeated(code: int, n: int) -> Modes:
    return Modes.of(np.full(n, code))


def effective_moment(predictions: Predictions, epsilon: float, shares: FloatArray) -> float:
    """|ε| √(Σ_i P_i Σ_j |T_ji|²) in Bohr magnetons, of one point."""
    moment = solar_moment(predictions.transition_moment, shares[None])[0]
    return float(abs(epsilon) * moment / constants().bohr_magneton)


def _sobol(dimension: int, seed: int | np.random.Generator, n: int) -> FloatArray:
    """Scrambled Sobol points in the unit cube; the import takes longer than many a ledger row."""
    from scipy.stats import qmc

    points: FloatArray = qmc.Sobol(dimension, scramble=True, seed=seed).random(n)
    return points
