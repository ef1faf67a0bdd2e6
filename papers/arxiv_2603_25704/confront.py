"""Numbers beside the ledger: ratios printed/derived at a point, and routes that share no algebra.

The exact routes of a row come from `papers.arxiv_2603_25704.symbolic`. Here the same results are confronted with

* the closed form against the Euclidean momentum integral of the kernels, and
* the brute-force amplitude: unrotated fields, explicit 4×4 matrices and spinors, numerical
  integral over the loop four-momentum (`numeric.models.dark.brute_force.neutral`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

import mpmath
import numpy as np
import sympy as sp
from numpy.typing import NDArray

from darktmm.derive.conventions import ELECTRON_MASS, ELEMENTARY_CHARGE
from darktmm.derive.loops.functions import (
    M_A1,
    M_A2,
    M_FIRST,
    M_H1,
    M_H2,
    M_PHI,
    M_SECOND,
    LoopFunction,
    M,
)
from darktmm.derive.loops.integrals import SimplexIntegral
from darktmm.derive.memo import cache
from darktmm.derive.models.dark import (
    FLAVOURS,
    G_D,
    M_1,
    M_2,
    M_E,
    Q_N,
    Q_S,
    THETA,
    THETA_I,
    THETA_R,
    coupling,
    dark_model,
    scalar_mass,
    variant,
    vector_form_factor,
    yukawa,
)
from darktmm.numeric import kernels
from darktmm.numeric.inputs import constants
from darktmm.numeric.inputs.data import electroweak
from darktmm.numeric.models.dark import moments
from darktmm.numeric.models.dark.brute_force.charged import charged_dipole
from darktmm.numeric.models.dark.brute_force.electroweak import Doublet
from darktmm.numeric.models.dark.brute_force.electroweak import oblique_T as brute_oblique_T
from darktmm.numeric.models.dark.brute_force.neutral import (
    BruteForceAmplitude,
    RadiativeMass,
    UnrotatedTheory,
    radiative_mass,
    transition_amplitude,
)
from darktmm.numeric.models.dark.observables.charged import coefficients, dipole_matrix
from darktmm.numeric.models.dark.observables.electroweak import SCALE, oblique_T
from darktmm.numeric.models.dark.point import Point
from darktmm.numeric.models.dark.sample import Sample
from darktmm.papers.row import Row

DIGITS = 50

TOLERANCE = 1e-8
"""Largest residual with which two numerical routes count as agreeing.

Residuals are measured against what the result is a sum of, before anything cancels: the brute-force
integral knows no cancellation and reaches 1e-12 of that. A wrong sign or factor is then as large as
the result itself, 4e-3 or more at the reference point. Where the moment is suppressed below 1e-8 of
its paths, this comparison can no longer see it.
"""


@dataclass(frozen=True)
class NumericalRoute:
    """A route and by how much it differs, relative to the size of the result."""

    name: str
    residual: float


def exact(value: float) -> sp.Float:
    """A double as the 50-digit number that it is."""
    return sp.Float(float(value), DIGITS)


def symbol_values(point: Point, i: int = 0, j: int = 1) -> dict[sp.Symbol, sp.Expr]:
    """Values of all symbols of the ledger's numbers; ν₁, ν₂ of the model are ν_i, ν_j here."""
    first, second = (exact(m) for m in point.heavy_masses)
    if point.angles is None:
        raise ValueError("point: mixing angles need two scalar generations and two rotations")
    theta_r, theta_i = (exact(angle) for angle in point.angles)
    values: dict[sp.Symbol, sp.Expr] = {
        M_1: first,
        M_2: second,
        M_FIRST: first,
        M_SECOND: second,
        M: sp.Abs(first),
        M_PHI: exact(point.M_H[0]),
        THETA: exact(point.majorana_angle),
        THETA_R: theta_r,
        THETA_I: theta_i,
        G_D: exact(point.g_D),
        Q_N: exact(point.Q_N),
        Q_S: exact(point.Q_S),
        M_E: exact(point.M_E),
        ELEMENTARY_CHARGE: exact(constants().elementary_charge),
        ELECTRON_MASS: exact(constants().electron_mass),
    }
    for flavour, row in zip(FLAVOURS, point.y, strict=True):
        for a, entry in enumerate(row, start=1):
            values[yukawa(flavour, a)] = exact(entry.real) + sp.I * exact(entry.imag)
    for kind, masses, loop in (("H", point.M_H, (M_H1, M_H2)), ("A", point.M_A, (M_A1, M_A2))):
        for k, mass in enumerate(masses, start=1):
            values[scalar_mass(kind, k)] = exact(mass)
            values[loop[k - 1]] = exact(mass)
    for row, neutrino in ((i, 1), (j, 2)):
        for a in (1, 2):
            entry = point.coupling[row, a - 1]
            values[coupling(neutrino, a)] = exact(entry.real) + sp.I * exact(entry.imag)
    return values


def number(expression: sp.Expr, values: Mapping[sp.Symbol, sp.Expr]) -> complex:
    """An expression with folded integrals at a point: closed forms, 50 digits underneath."""
    with mpmath.workdps(DIGITS):
        numbers = {s: mpmath.mpmathify(v) for s, v in values.items()}
        integrals = sorted(expression.atoms(SimplexIntegral), key=sp.default_sort_key)
        names = {integral: sp.Dummy() for integral in integrals}
        symbols = sorted(expression.free_symbols, key=str)
        for integral in integrals:
            nodes = [mpmath.mpc(_at(x, numbers)).real for x in integral.nodes]
            numbers[names[integral]] = closed_form(integral.p, nodes)
        arguments = [*symbols, *names.values()]
        return complex(_at(expression.xreplace(names), numbers, arguments))


def _at(
    expression: sp.Expr,
    numbers: Mapping[sp.Symbol, Any],
    arguments: Sequence[sp.Symbol] | None = None,
) -> Any:
    symbols = sorted(expression.free_symbols, key=str) if arguments is None else list(arguments)
    return sp.lambdify(symbols, expression, "mpmath")(*(numbers[s] for s in symbols))


def closed_form(p: int, nodes: Sequence[Any]) -> Any:
    """A simplex integral at numerical nodes; equal ones are confluent, zero is exact."""
    distinct = sorted(set(nodes))
    repeats = tuple(nodes.count(x) for x in distinct)
    return _closed_form(p, repeats, distinct[0] == 0)(*(x for x in distinct if x != 0))


@cache
def _closed_form(p: int, repeats: tuple[int, ...], massless: bool) -> Callable[..., Any]:
    """The formula for a pattern of repetitions, the first node being zero if `massless`."""
    symbols = [sp.Symbol(f"x_{k}", positive=True) for k in range(len(repeats))]
    nodes = [sp.S.Zero if massless and k == 0 else s for k, s in enumerate(symbols)]
    repeated = [x for x, r in zip(nodes, repeats, strict=True) for _ in range(r)]
    formula = SimplexIntegral(p, *repeated).doit()
    function: Callable[..., Any] = sp.lambdify(
        symbols[1:] if massless else symbols, formula, "mpmath"
    )
    return function


def ratio(row: Row, point: Point) -> float | None:
    """printed/derived of a row at a point; None where it has no two numbers or derived is zero."""
    if row.numbers is None or point.angles is None:
        return None
    values = symbol_values(point)
    printed, derived = (number(e, values) for e in row.numbers)
    if abs(derived) == 0:
        return None
    quotient = printed / derived
    if abs(quotient.imag) > TOLERANCE * abs(quotient):
        raise ArithmeticError(f"row {row.id}: the ratio {quotient} is not real")
    return quotient.real


# --- routes -------------------------------------------------------------------------------------


def unrotated(point: Point) -> UnrotatedTheory:
    """The point in terms of the fields of the Lagrangian, nothing diagonalised."""
    return UnrotatedTheory(
        m_L=point.m_L,
        m_R=point.m_R,
        m_D=point.m_D,
        mass_squared_R=point.O_R @ np.diag(point.M_H**2) @ point.O_R.T,
        mass_squared_I=point.O_I @ np.diag(point.M_A**2) @ point.O_I.T,
        yukawa=point.coupling,
        g_D=point.g_D,
        Q_N=point.Q_N,
        Q_S=point.Q_S,
    )


class Confrontation:
    """Numerical routes at one point; what several rows need is computed once.

    Args:
        point: where.
        pool: if given, the brute-force integrals run there from the start, beside the algebra.
    """

    def __init__(self, point: Point, pool: Executor | None = None) -> None:
        self.point = point
        # The brute-force route refuses a massless internal fermion.
        self.applies = point.angles is not None and bool(np.all(point.heavy_masses != 0))
        self._pending: dict[str, Future[Any]] = {}
        if pool is not None and self.applies:
            theory = unrotated(point)
            self._pending = {
                "amplitude": pool.submit(transition_amplitude, theory),
                "mass": pool.submit(radiative_mass, theory),
                "dipole": pool.submit(_charged_dipole, point),
            }

    @cached_property
    def amplitude(self) -> BruteForceAmplitude:
        """Brute-force amplitude of ν_i + A' → ν_j."""
        if "amplitude" in self._pending:
            return cast(BruteForceAmplitude, self._pending["amplitude"].result())
        return transition_amplitude(unrotated(self.point))

    @cached_property
    def mass(self) -> RadiativeMass:
        """Brute-force one-loop mass."""
        if "mass" in self._pending:
            return cast(RadiativeMass, self._pending["mass"].result())
        return radiative_mass(unrotated(self.point))

    @cached_property
    def dipole(self) -> NDArray[np.complex128]:
        """Brute-force D_αβ of the charged leptons."""
        if "dipole" in self._pending:
            return cast("NDArray[np.complex128]", self._pending["dipole"].result())
        return _charged_dipole(self.point)

    def routes(self, row: Row) -> list[NumericalRoute]:
        """The numerical routes to the derived side of a row."""
        found = []
        if row.numbers is not None and row.id in _LOOP_ROWS and self.point.angles is not None:
            found.append(
                NumericalRoute("Euclidean momentum integral", self._momentum(row.numbers[1]))
            )
        if self.applies and row.id in _BRUTE_FORCE:
            found.append(
                NumericalRoute("brute-force 4-momentum integral", _BRUTE_FORCE[row.id](self))
            )
        return found

    def _momentum(self, expression: sp.Expr) -> float:
        """Kernel against closed form, for each loop integral of an expression."""
        values = symbol_values(self.point)
        worst = 0.0
        for integral in expression.atoms(SimplexIntegral):
            closed = number(integral, values).real
            arguments = tuple(sorted(integral.free_symbols, key=str))
            function = LoopFunction("integral", "I", arguments, integral, -2 * integral.p, "")
            value = kernels.evaluate(function, *(abs(float(values[a])) for a in arguments))
            worst = max(worst, abs(value / closed - 1))
        return worst

    @cached_property
    def _scale(self) -> float:
        """Size of one path before anything cancels: what residuals of T are measured against."""
        kappa = moments.normalisations(self.point).moment * self.point.heavy_masses
        even, odd = (np.max(np.abs(c)) for c in moments.physical_couplings(self.point))
        loops = [
            np.max(kernels.path(abs(m), self.point.M_H[:, None], self.point.M_A))
            for m in self.point.heavy_masses
        ]
        return float(even * odd * np.abs(kappa) @ np.array(loops))

    def _transition(self) -> float:
        closed = moments.transition_coefficient(self.point)
        return _deviation(self.amplitude.total.T - closed, self._scale)

    def _antisymmetry(self) -> float:
        total = self.amplitude.total.T
        return _deviation(total + total.T, self._scale)

    def _fermion(self) -> float:
        return _deviation(self.amplitude.fermion_radiated.T, self._scale)

    @cached_property
    def _vector_form_factor(self) -> complex:
        model = dark_model(neutrinos=2)
        if self.point.m_L != self.point.m_R:
            model = variant(model, majorana_angle=THETA)
        return number(vector_form_factor.finite(model, 1, 2), symbol_values(self.point))

    def _vector(self) -> float:
        kappa = np.max(np.abs(moments.normalisations(self.point).moment))
        size = kappa * np.max(np.abs(self.point.coupling)) ** 2
        return _deviation(self.amplitude.f[1, 0] - self._vector_form_factor, float(size))

    def _neutrino_mass(self) -> float:
        closed = moments.radiative_neutrino_mass(self.point) / moments.EV_PER_GEV
        kappa = moments.normalisations(self.point).mass * self.point.heavy_masses
        size = np.sum(np.abs(kappa)) * np.max(np.abs(self.point.coupling)) ** 2
        return _deviation(self.mass.matrix - closed, float(size))

    def _charged(self) -> float:
        sample = Sample.of([self.point])
        closed = dipole_matrix(sample)[0]
        # What one scalar contributes with the largest couplings, before anything cancels.
        norm = np.max(np.abs(self.point.y)) ** 2
        loop = kernels.lepton_fermion_conserving(self.point.M_E, min(self.point.M_H))
        return _deviation(self.dipole - closed, norm * loop * abs(coefficients().dipole))

    def _oblique(self) -> float:
        point, weak = self.point, electroweak()
        doublet = Doublet(point.m_L, point.m_R, point.m_D, point.M_E)
        brute = brute_oblique_T(doublet, SCALE, weak.M_W, weak.sin2_theta_w)
        closed = float(oblique_T(Sample.of([point]))[0])
        masses = np.array([point.m_L, point.m_R, point.m_D, point.M_E])
        # Before anything cancels: squared masses over that of the W.
        return _deviation(brute - closed, float(np.sum(masses**2)) / weak.M_W**2)


def _charged_dipole(point: Point) -> NDArray[np.complex128]:
    theory = unrotated(point)
    return charged_dipole(point.y, theory.mass_squared_R, theory.mass_squared_I, point.M_E)


def _deviation(difference: Any, size: float) -> float:
    """Largest element of a difference, in units of what it is a sum of; zero is zero."""
    largest = float(np.max(np.abs(difference)))
    return largest / size if largest else 0.0


_LOOP_ROWS = {"eq15", "eq16", "eq20", "eq21", "eq22"}

_BRUTE_FORCE: dict[str, Callable[[Confrontation], float]] = {
    "eq22": Confrontation._transition,
    "claim-antisymmetrisation": Confrontation._antisymmetry,
    "claim-fermion-radiated-vanishes": Confrontation._fermion,
    "claim-f1-vanishes": Confrontation._vector,
    "claim-off-diagonal-vector-violates-gauge": Confrontation._vector,
    "claim-mass-correction-divergent": Confrontation._neutrino_mass,
    "eq25": Confrontation._charged,
    "beyond-t-parameter": Confrontation._oblique,
}

BRUTE_FORCE_ROWS = frozenset(_BRUTE_FORCE)
"""Rows that have a brute-force route."""
