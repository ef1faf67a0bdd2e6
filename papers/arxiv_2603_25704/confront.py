"""Numbers beside the ledger: expressions at a point, and what brute force gives there.

Routes of the statements compare

* closed forms with the Euclidean momentum integrals of the kernels, and
* both with brute-force amplitudes: unrotated fields, explicit 4×4 matrices and spinors, numerical integral
  over the loop four-momentum (`numeric.models.dark.brute_force`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any

import mpmath
import numpy as np
import sympy as sp
from numpy.typing import NDArray

from darktmm.derive.conventions import ELECTRON_MASS, ELEMENTARY_CHARGE
from darktmm.derive.formula import Formula
from darktmm.derive.loops.functions import (
    M_A1,
    M_A2,
    M_FIRST,
    M_H1,
    M_H2,
    M_PHI,
    M_SECOND,
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
    scalar_mass,
    yukawa,
)
from darktmm.numeric import kernels
from darktmm.numeric.inputs import constants
from darktmm.numeric.models.dark import paths
from darktmm.numeric.models.dark.brute_force.charged import charged_dipole
from darktmm.numeric.models.dark.brute_force.neutral import (
    BruteForceAmplitude,
    Quadrature,
    RadiativeMass,
    UnrotatedTheory,
    dipole_at,
    null_momenta,
    radiative_mass,
    transition_amplitude,
)
from darktmm.numeric.models.dark.brute_force.paths import Paths
from darktmm.numeric.models.dark.parameters import Parameters

DIGITS = 50

DECOUPLED = 1e5
"""M_E over the heaviest scalar where brute force stands for the limit; its corrections are the square of 1/this."""


def exact(value: float) -> sp.Float:
    """A double as the 50-digit number that it is."""
    return sp.Float(float(value), DIGITS)


def symbol_values(point: Parameters, i: int = 0, j: int = 1) -> dict[sp.Symbol, sp.Expr]:
    """Values of all symbols of the ledger's numbers; ν₁, ν₂ of the model are ν_i, ν_j here.

    Raises:
        ValueError: the point has no angles: not two scalars, or mixings that are no rotations.
    """
    p = point.only
    first, second = (exact(m) for m in p.heavy_masses)
    if p.angles is None:
        raise ValueError("point: mixing angles need two scalar generations and two rotations")
    theta_r, theta_i = (exact(angle) for angle in p.angles)
    values: dict[sp.Symbol, sp.Expr] = {
        M_1: first,
        M_2: second,
        M_FIRST: first,
        M_SECOND: second,
        M: sp.Abs(first),
        M_PHI: exact(p.M_H[0]),
        THETA: exact(p.majorana_angle),
        THETA_R: theta_r,
        THETA_I: theta_i,
        G_D: exact(p.g_D),
        Q_N: exact(p.Q_N),
        Q_S: exact(p.Q_S),
        M_E: exact(p.M_E),
        ELEMENTARY_CHARGE: exact(constants().elementary_charge),
        ELECTRON_MASS: exact(constants().electron_mass),
    }
    for flavour, row in zip(FLAVOURS, p.y, strict=True):
        for a, entry in enumerate(row, start=1):
            values[yukawa(flavour, a)] = exact(entry.real) + sp.I * exact(entry.imag)
    for kind, masses, loop in (("H", p.M_H, (M_H1, M_H2)), ("A", p.M_A, (M_A1, M_A2))):
        for k, mass in enumerate(masses, start=1):
            values[scalar_mass(kind, k)] = exact(mass)
            values[loop[k - 1]] = exact(mass)
    for row, neutrino in ((i, 1), (j, 2)):
        for a in (1, 2):
            entry = p.coupling[row, a - 1]
            values[coupling(neutrino, a)] = exact(entry.real) + sp.I * exact(entry.imag)
    return values


def number(expression: sp.Expr, values: Mapping[sp.Symbol, sp.Expr]) -> complex:
    """An expression with folded integrals at a point: closed forms, 50 digits underneath."""
    symbols, integrals, rest = _folded(expression)
    with mpmath.workdps(DIGITS):
        numbers = [mpmath.mpmathify(values[s]) for s in symbols]
        loops = [
            closed_form(p, [mpmath.mpc(x).real for x in nodes(*numbers)]) for p, nodes in integrals
        ]
        return complex(rest(*numbers, *loops))


@cache
def _folded(expression: sp.Expr) -> tuple[list[sp.Symbol], list[tuple[int, Any]], Any]:
    """Its symbols, power and nodes of its integrals, and the rest as a function of all of them."""
    integrals = sorted(expression.atoms(SimplexIntegral), key=sp.default_sort_key)
    names = {integral: sp.Dummy() for integral in integrals}
    symbols = sorted(expression.free_symbols, key=str)
    nodes = [(x.p, sp.lambdify(symbols, list(x.nodes), "mpmath")) for x in integrals]
    arguments = [*symbols, *names.values()]
    return symbols, nodes, sp.lambdify(arguments, expression.xreplace(names), "mpmath")


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


# --- routes -------------------------------------------------------------------------------------


def unrotated(point: Parameters) -> UnrotatedTheory:
    """The point in terms of the fields of the Lagrangian, nothing diagonalised."""
    p, (even, odd) = point.only, scalar_masses(point)
    return UnrotatedTheory(
        m_L=p.m_L,
        m_R=p.m_R,
        m_D=p.m_D,
        mass_squared_R=even,
        mass_squared_I=odd,
        yukawa=p.coupling,
        g_D=p.g_D,
        Q_N=p.Q_N,
        Q_S=p.Q_S,
    )


class Confrontation:
    """Numerical routes at one point; what several rows need is computed once.

    Args:
        point: where.
    """

    def __init__(self, point: Parameters) -> None:
        self.point = point
        # The brute-force route refuses a massless internal fermion.
        self.applies = point.only.angles is not None and bool(np.all(point.only.heavy_masses != 0))

    @cached_property
    def amplitude(self) -> BruteForceAmplitude:
        """Brute-force amplitude of ν_i + A' → ν_j."""
        return transition_amplitude(unrotated(self.point))

    @cached_property
    def moment(self) -> NDArray[np.complex128]:
        """Its T_ji, shape (3, 3): a third of the work where nothing else is needed."""
        if "amplitude" in self.__dict__:
            return self.amplitude.total.T
        theory = unrotated(self.point)
        momenta = null_momenta(Quadrature().momentum_fraction * theory.mass_range()[0], "L")
        fermion, scalar = dipole_at(theory, *momenta)
        return np.asarray(fermion + scalar)

    @cached_property
    def mass(self) -> RadiativeMass:
        """Brute-force one-loop mass."""
        return radiative_mass(unrotated(self.point))

    @cached_property
    def dipole(self) -> NDArray[np.complex128]:
        """Brute-force D_αβ of the charged leptons."""
        return _charged_dipole(self.point)

    @cached_property
    def decoupled_dipole(self) -> NDArray[np.complex128]:
        """M_E² D_αβ by brute force, E heavier than every scalar by far."""
        heavy = DECOUPLED * max(*self.point.only.M_H, *self.point.only.M_A)
        return heavy**2 * _charged_dipole(self.point.with_(M_E=heavy))

    @cached_property
    def paths(self) -> Paths:
        """The same diagram by diagram."""
        return Paths(unrotated(self.point))

    @property
    def resolved(self) -> bool:
        """Whether the masses tell the paths apart, and brute force applies."""
        spectra = (
            np.sort(m)
            for m in (self.point.only.heavy_masses, self.point.only.M_H, self.point.only.M_A)
        )
        return self.applies and all(np.all(np.diff(m) > 1e-6 * np.max(np.abs(m))) for m in spectra)

    def momentum(self, expression: sp.Expr) -> complex:
        """An expression with each loop integral as a Euclidean integral over the momentum."""
        values = symbol_values(self.point)
        integrals = {}
        for integral in expression.atoms(SimplexIntegral):
            arguments = tuple(sorted(integral.free_symbols, key=str))
            function = Formula("integral", "I", integral, arguments, -2 * integral.p)
            masses = (abs(float(values[a])) for a in arguments)
            integrals[integral] = exact(kernels.evaluate(function, *masses))
        return number(expression.xreplace(integrals), values)

    @property
    def vector_size(self) -> float:
        """What f is a sum of."""
        kappa = np.max(np.abs(paths.moment_normalisations(self.point)))
        return float(kappa * np.max(np.abs(self.point.only.coupling)) ** 2)

    @property
    def mass_size(self) -> float:
        """What the radiative mass is a sum of, GeV."""
        kappa = paths.mass_normalisations(self.point) * self.point.heavy_masses
        return float(np.sum(np.abs(kappa)) * np.max(np.abs(self.point.only.coupling)) ** 2)

    @cached_property
    def scale(self) -> float:
        """Size of one path before anything cancels: what residuals of T are measured against."""
        kappa = paths.moment_normalisations(self.point)[0] * self.point.only.heavy_masses
        even, odd = (np.max(np.abs(c)) for c in self.point.physical_couplings)
        loops = [
            np.max(kernels.path(abs(m), self.point.only.M_H[:, None], self.point.only.M_A))
            for m in self.point.only.heavy_masses
        ]
        return float(even * odd * np.abs(kappa) @ np.array(loops))


def scalar_masses(point: Parameters) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Squared-mass matrices of S_aR and S_aI, GeV²."""
    p = point.only
    even, odd = np.diag(p.M_H**2), np.diag(p.M_A**2)
    return p.O_R @ even @ p.O_R.T, p.O_I @ odd @ p.O_I.T


def _charged_dipole(point: Parameters) -> NDArray[np.complex128]:
    return charged_dipole(point.only.y, *scalar_masses(point), point.only.M_E)
