r"""The largest effective moment that all chosen bounds allow, over masses, mixings and Yukawas.

At fixed masses the moment, the vector form factor f and the dipole of the charged leptons are all
quadratic in the Yukawas. With y = √t y*, y* the matrix of the largest flavour structure
(`numeric.joint.yukawa`), the effective moment is

.. math:: \mu_{\rm eff} = \epsilon\,t\,\mu_*,\qquad \epsilon\le\min\Big[
          \epsilon_{\rm portal}(\Gamma_{\rm inv}(t)),\ \frac{\epsilon_\odot}{t}\Big],

where the first is what searches for A' leave, which see the Yukawas only through the invisible width,
and the second what scattering experiments leave, whose rates go with (ε t)². Candidates are ranked
by this on a quasi-random library of masses, and the neighbourhood of the best is searched in ever
smaller boxes. There, and at a few larger M_E, where flavour is less restrictive, the Yukawas are
optimised anew: where the rate of 7Be neutrinos decides it bounds ε f, and another matrix has a larger
moment for the same f. The ε of the result is found from all bounds at the exact point.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Any

import numpy as np
from scipy.optimize import differential_evolution
from scipy.stats import qmc

from numeric import kernels, many
from numeric.constraints import DIRECT, Assessment, Constraint
from numeric.inputs import constants
from numeric.inputs.data import solar
from numeric.joint import polish, yukawa
from numeric.joint import sector as masses
from numeric.joint.portal import Portal, columns, epsilon_grid, largest_epsilon, plain, repeated
from numeric.joint.sector import Box, Sectors
from numeric.observables import Observables, at, dark_photon
from numeric.observables.charged import coefficients, yukawa_bound
from numeric.observables.dark_photon import NEUTRINO_CHANNELS, VISIBLE
from numeric.observables.solar import composition, solar_moment
from numeric.point import ComplexArray, FloatArray, Point
from numeric.sample import Sample

PORTAL_GROUPS = ("dark-photon", "moment")
"""Bounds that see ε and, of the Yukawas, the invisible width alone."""

_SCALES = np.geomspace(1e-6, 1.0, 121)
"""Values of t."""

_HEAVY_NODES = 2

_TABLES: dict[tuple[Any, ...], tuple[FloatArray, ComplexArray]] = {}
"""y* by what it depends on: neither the gauge coupling nor the mass of A'."""

_CANDIDATES = 8
"""Points of the library around which the search goes on."""

_ZOOMS, _FIRST_ZOOM, _SHRINK = 6, 0.1, 0.35
"""Rounds, half-width of the first box in units of the whole, and by how much it shrinks."""


@cache
def _cloud() -> FloatArray:
    """Quasi-random offsets in [−1, 1]⁴."""
    return np.asarray(2 * qmc.Sobol(4, scramble=True, seed=20260326).random_base2(8) - 1)


@dataclass(frozen=True)
class Found:
    """A maximum at one mass of A'.

    Attributes:
        point: where.
        portal: its ε and what forbids a larger one.
        value: ε times the effective solar moment, μ_B.
    """

    point: Point
    portal: Portal
    value: float


@dataclass(frozen=True)
class Search:
    """One search, for one coupling and one set of bounds.

    Attributes:
        base: couplings and mixing of the point that is varied; its masses are replaced.
        constraints: the chosen bounds.
        entry: largest |y_αa|.
        product_limits: published limits on BR for μ → eγ, τ → eγ, τ → μγ; None where not chosen.
        box: where masses are looked for.
    """

    base: Point
    constraints: tuple[Constraint, ...]
    entry: float
    product_limits: tuple[float | None, float | None, float | None]
    box: Box

    # --- Yukawas --------------------------------------------------------------------------------

    @cached_property
    def composition(self) -> FloatArray:
        """P_i of the 7Be line."""
        return composition(self.base.U[None], solar().survival_be7.value)[0]

    def limits(self, M_E: float, metric: FloatArray) -> yukawa.Limits:
        """What bounds the Yukawa matrix at a mass of E."""
        products = []
        for limit, parent in zip(self.product_limits, ("mu", "tau", "tau"), strict=True):
            free = 2 * self.entry**2
            bound = free if limit is None else yukawa_bound(M_E, limit, parent) ** 2
            products.append(min(float(bound), free))
        return yukawa.Limits(self.entry, (products[0], products[1], products[2]), metric)

    @property
    def _matrices(self) -> tuple[FloatArray, ComplexArray]:
        """y* at some M_E; that of a smaller M_E is allowed at a larger one."""
        key = self.entry, self.product_limits, self.box.heavy, self.base.U.tobytes()
        if key not in _TABLES:
            nodes = np.geomspace(*self.box.heavy, _HEAVY_NODES)
            found = [
                yukawa.largest(self.limits(float(m), np.eye(2)), self.base.U, self.composition)
                for m in nodes
            ]
            _TABLES[key] = nodes, np.array(found)
        return _TABLES[key]

    def matrices(self, heavy: FloatArray) -> ComplexArray:
        """y*, shape (n, 3, 2)."""
        nodes, found = self._matrices
        index = np.searchsorted(nodes, heavy * (1 + 1e-9), side="right") - 1
        return found[np.clip(index, 0, len(nodes) - 1)]

    # --- one mass of A' -------------------------------------------------------------------------

    @cached_property
    def _library(self) -> Sectors:
        return masses.library(self.box)

    @cached_property
    def _one_loop(self) -> tuple[ComplexArray, ComplexArray]:
        """T and f of the library at t = 1."""
        return _loops(self._sample(self._library, 1.0))

    def _sample(self, sectors: Sectors, mass: float) -> Sample:
        base = self.base.with_(m_aprime=mass, epsilon=0.5)
        sample = sectors.on(base)
        return Sample(**{**columns(sample), "y": self.matrices(sectors.heavy)})

    def predicted(
        self,
        sample: Sample,
        loops: tuple[ComplexArray, ComplexArray],
        gate: Gate,
        largest_scale: float = 1.0,
    ) -> tuple[FloatArray, FloatArray]:
        """(μ_eff, t) of the best t at each point, by the formula at the head of this file.

        Args:
            sample: the points, with the Yukawas of t = 1.
            loops: their T and f.
            gate: at their mass of A'.
            largest_scale: of t.
        """
        scales = _SCALES * largest_scale
        observables = _with_widths(sample, *loops, dark_photon.widths(sample, *loops))
        shares = np.repeat(self.composition[None], len(sample), axis=0)
        moment = solar_moment(loops[0], shares) / constants().bohr_magneton
        neutrinos = np.sum([observables.widths[name] for name in NEUTRINO_CHANNELS], axis=0)
        others = observables.invisible_width - neutrinos
        width = others[:, None] + neutrinos[:, None] * scales**2
        epsilon = np.minimum(gate(width), self._solar(observables)[:, None] / scales)
        value = epsilon * scales * moment[:, None]
        best = np.argmax(value, axis=1)
        rows = np.arange(len(sample))
        return value[rows, best], scales[best]

    def _solar(self, observables: Observables) -> FloatArray:
        """ε t at which the first scattering experiment objects."""
        smallest = np.full(observables.size, np.inf)
        for constraint in self.constraints:
            if constraint.group in DIRECT:
                verdict: Assessment = constraint(observables)
                with np.errstate(divide="ignore"):
                    allowed = np.abs(observables.sample.epsilon) / verdict.ratio
                smallest = np.where(verdict.applies, np.fmin(smallest, allowed), smallest)
        return smallest

    def gate(self, mass: float) -> Gate:
        """ε_portal as a function of the invisible width, at one mass of A'."""
        chosen = tuple(c for c in self.constraints if c.group in PORTAL_GROUPS)
        return Gate.at(self.base, mass, chosen)

    def maximum(self, mass: float) -> Found:
        """The largest effective moment at one mass of A'."""
        gate = self.gate(mass)
        values, _ = self.predicted(self._sample(self._library, mass), self._one_loop, gate)
        order = np.argsort(-values, kind="stable")[:_CANDIDATES]
        best = self._zoomed(self._library[order].coordinates, mass, gate)
        # Limits on flavour weaken with M_E, which the search at fixed y* does not fully see.
        heavy = np.repeat(best[None], _HEAVY_NODES, axis=0)
        heavy[:, 1] = np.log(self._matrices[0])
        sectors = masses.solve(np.vstack([best[None], heavy]))
        samples = [self._sample(sectors[k], mass) for k in range(len(sectors))]
        return self._finished(samples, gate)

    def _values(self, coordinates: FloatArray, mass: float, gate: Gate) -> FloatArray:
        """Predicted μ_eff, μ_B, shape (n,); 0 where F(a) = F(b) has no solution."""
        sectors = masses.solve(coordinates)
        values = np.zeros(len(coordinates))
        if len(sectors):
            sample = self._sample(sectors, mass)
            values[sectors.index], _ = self.predicted(sample, _loops(sample), gate)
        return values

    def _zoomed(self, starts: FloatArray, mass: float, gate: Gate) -> FloatArray:
        """The best point found by quasi-random sampling of ever smaller boxes around the best."""
        low, high = self.box.edges
        centres, size = starts, _FIRST_ZOOM
        cloud = _cloud()
        for _ in range(_ZOOMS):
            share = len(cloud) // len(centres)
            offsets = cloud[: share * len(centres)].reshape(len(centres), share, -1)
            trial = (centres[:, None] + size * (high - low) * offsets).reshape(-1, len(low))
            trial = np.clip(np.vstack([centres, trial]), low, high)
            centres = trial[[int(np.argmax(self._values(trial, mass, gate)))]]
            size *= _SHRINK
        return centres[0]

    def _finished(self, samples: Sequence[Sample], gate: Gate, largest_scale: float = 1.0) -> Found:
        """The best of some points, their Yukawas adapted to them, ε from all bounds."""
        candidates = [self._adapted(sample, gate, largest_scale) for sample in samples]
        best = max(range(len(samples)), key=lambda k: candidates[k].predicted)
        found = [
            self._with_epsilon(samples[best], y)
            for y in (candidates[best].start, candidates[best].y)
        ]
        return max(found, key=lambda f: f.value)

    def _adapted(self, sample: Sample, gate: Gate, largest_scale: float) -> _Candidate:
        """y* in the exact metric of the charged leptons and, where the rate decides, optimised anew."""
        loops = _loops(sample)
        predicted, scale = self.predicted(sample, loops, gate, largest_scale)
        flavour = flavour_metric(sample)[0]
        y = _in_metric(sample.y[0], flavour, self.entry) * np.sqrt(scale[0])
        rates = [c for c in self.constraints if c.name == RATE]
        if not rates:
            return _Candidate(float(predicted[0]), y, y)
        at_y = Sample(**{**columns(sample), "y": y[None]})
        observables = _with_widths(at_y, *(t := _loops(at_y)), dark_photon.widths(at_y, *t))
        ratio = float(rates[0](observables).ratio[0])
        portal = float(gate(observables.invisible_width)[0])
        if not (ratio > 0 and portal > 0):
            return _Candidate(float(predicted[0]), y, y)
        limits = self.limits(float(sample.M_E[0]), flavour)
        vector = current_metric(sample)[0]
        unit = polish.Problem(limits, self.base.U, self.composition, vector, 1.0, portal)
        rate = float(at_y.epsilon[0]) * np.sqrt(unit.amplitude(y)[0]) / ratio
        problem = replace(unit, rate=float(rate))
        better = problem.solve(y)
        gain = problem.value(better) / problem.value(y)
        return _Candidate(float(predicted[0]) * gain, y, better)

    def _with_epsilon(self, sample: Sample, y: ComplexArray) -> Found:
        """The point of a sample with these Yukawas, and its ε from all bounds."""
        point = Point(
            **{name: plain(column[0]) for name, column in columns(sample).items()} | {"y": y}
        )
        observables = at(point)
        portal = largest_epsilon(observables, self.constraints)
        point = point.with_(epsilon=portal.value)
        return Found(point, portal, effective_moment(observables, portal.value, self.composition))

    def maximum_at_base(self, mass: float) -> Found:
        """The same with the masses and mixings of `base`: only the Yukawas and ε vary."""
        y = self._matrix_at_base
        point = self.base.with_(y=y, m_aprime=mass, epsilon=0.5)
        observables = at(point)
        # Of what does not depend on ε, the neutrino mass alone is proportional to t.
        excess = [
            float(c(observables).ratio[0]) for c in self.constraints if c.name == NEUTRINO_MASS
        ]
        scale = _MARGIN / max([1.0, *excess])
        return self._finished([Sample.of([point])], self.gate(mass), scale)

    @cached_property
    def _matrix_at_base(self) -> ComplexArray:
        limits = self.limits(self.base.M_E, np.eye(2))
        return yukawa.largest(limits, self.base.U, self.composition)

    def confirmed(self, mass: float) -> float:
        """The maximum of the prediction at y* by differential evolution over the whole box, μ_B."""
        gate = self.gate(mass)
        low, high = self.box.edges
        result = differential_evolution(
            lambda x: -np.log1p(self._values(x.T, mass, gate) / _UNIT),
            list(zip(low, high, strict=True)),
            vectorized=True,
            updating="deferred",
            seed=20260326,
            init="sobol",
            popsize=16,
            maxiter=120,
            tol=1e-9,
            polish=False,
        )
        return float(np.expm1(-result.fun) * _UNIT)


NEUTRINO_MASS, RATE = "neutrino mass", "Borexino rate"


@dataclass(frozen=True)
class _Candidate:
    """Yukawas for a point: those of the largest flavour structure, and the better ones found from there."""

    predicted: float
    start: ComplexArray
    y: ComplexArray


_MARGIN = 1 - 1e-9


def _loops(sample: Sample) -> tuple[ComplexArray, ComplexArray]:
    """T and f."""
    return many.transition_coefficient(sample), many.vector_form_factor(sample)


_UNIT = 1e-20
"""μ_B; far below anything of interest, so that the logarithm never sees zero."""

_WIDTHS = np.linspace(-24, 1, 76)
"""log₁₀ of Γ_inv/m_A' in the table."""


@dataclass(frozen=True)
class Gate:
    """ε_portal tabulated against ln Γ_inv: a guide for the search, not the last word."""

    logarithms: FloatArray
    values: FloatArray

    @classmethod
    def at(cls, base: Point, mass: float, constraints: Sequence[Constraint]) -> Gate:
        """Tabulated at one mass of A'."""
        epsilon = epsilon_grid()
        n = len(_WIDTHS) * len(epsilon)
        sample = repeated(Sample.of([base.with_(m_aprime=mass, epsilon=0.5)]), n)
        sample = Sample(**{**columns(sample), "epsilon": np.tile(epsilon, len(_WIDTHS))})
        zero = np.zeros((n, 3, 3), dtype=complex)
        visible = dark_photon.widths(sample, zero, zero)
        invisible = {name: np.zeros(n) for name in visible if name not in VISIBLE}
        invisible["nu nu (vector)"] = np.repeat(10**_WIDTHS * mass, len(epsilon))
        observables = _with_widths(sample, zero, zero, {**visible, **invisible})
        allowed = np.ones(n, dtype=bool)
        for constraint in constraints:
            allowed &= ~constraint(observables).excluded
        table = np.where(allowed, sample.epsilon, 0.0).reshape(len(_WIDTHS), len(epsilon))
        return cls(np.log(10) * _WIDTHS + np.log(mass), table.max(axis=1))

    def __call__(self, width: FloatArray) -> FloatArray:
        """The smaller of the two neighbouring values: never more than is allowed at one of them."""
        with np.errstate(divide="ignore"):
            x = np.log(width)
        left = np.clip(np.searchsorted(self.logarithms, x) - 1, 0, len(self.values) - 2)
        return np.asarray(np.minimum(self.values[left], self.values[left + 1]))


def _with_widths(
    sample: Sample, transition: ComplexArray, vector: ComplexArray, widths: dict[str, FloatArray]
) -> Observables:
    """What bounds on the dark photon and on scattering look at; everything else is absent."""
    n = len(sample)
    absent: ComplexArray = np.zeros((n, 3, 3), dtype=complex)
    return Observables(sample, transition, vector, absent, absent, widths, np.zeros(n), np.zeros(n))


def flavour_metric(sample: Sample) -> FloatArray:
    """X of D = κ y X y†, in units of its value for M_E ≫ M_Φ, shape (n, 2, 2)."""
    parts = zip((sample.O_R, sample.O_I), (sample.M_H, sample.M_A), strict=True)
    loops = (
        (o * kernels.lepton_fermion_conserving(sample.M_E[:, None], m)[:, None]) @ o.swapaxes(1, 2)
        for o, m in parts
    )
    known = coefficients()
    unit = known.decoupled / known.dipole / sample.M_E**2
    return np.asarray(sum(loops, np.zeros(1)) / unit[:, None, None])


def current_metric(sample: Sample) -> FloatArray:
    """X of f = λ X λ†, two scalars, shape (n, 2, 2)."""
    n = len(sample)
    unit = np.repeat(np.eye(3, 2, dtype=complex)[None], n, axis=0)
    same = np.repeat(np.eye(3, dtype=complex)[None], n, axis=0)
    f = many.vector_form_factor(Sample(**{**columns(sample), "y": unit, "U": same}))
    return f[:, :2, :2].real


def _in_metric(y: ComplexArray, metric: FloatArray, entry: float) -> ComplexArray:
    """y X^{−1/2}, for which all products y X y† are those of y at X = 1; entries kept within bounds."""
    values, vectors = np.linalg.eigh(metric)
    turned = y @ (vectors / np.sqrt(values)) @ vectors.T
    return np.asarray(turned * min(1.0, entry / np.abs(turned).max()))


def effective_moment(observables: Observables, epsilon: float, shares: FloatArray) -> float:
    """|ε| √(Σ_i P_i Σ_j |T_ji|²) in Bohr magnetons, of one point."""
    moment = solar_moment(observables.transition, shares[None])[0]
    return float(abs(epsilon) * moment / constants().bohr_magneton)
