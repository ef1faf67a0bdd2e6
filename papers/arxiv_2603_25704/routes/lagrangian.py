r"""The Lagrangian of Sec. 2.1 evaluated on numbers: explicit spinors, group elements and a mass matrix.

Fields are replaced by numbers and rotated by *finite* group elements, so that neither charges are added
up nor generators commuted. Spinors anticommute: each is given by two columns of numbers, and bilinears
are antisymmetrised in them, so that N^T C N does not vanish and Majorana flips hold.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from darktmm.derive.conventions import COVARIANT_SIGN
from darktmm.derive.fields import Bilinear, ChargeConjugate, Fermion, Field
from darktmm.derive.lagrangian import Doublet, terms
from darktmm.derive.laws import kinetic_mixing
from darktmm.derive.models.dark import DarkModel
from darktmm.numeric.brute_force.dirac import (
    CHARGE_CONJUGATION,
    GAMMA,
    P_L,
    P_R,
    PAULI,
    SIGMA,
)

Real = NDArray[np.float64]
Complex = NDArray[np.complex128]
_PROJECTORS = {"L": P_L, "R": P_R}


@dataclass(frozen=True)
class Numbers:
    """Values of fields and parameters.

    Attributes:
        spinors: shape (4, 2), two copies of every spinor.
        scalars: complex numbers.
        parameters: of couplings, masses, charges.
    """

    spinors: dict[Field, Complex]
    scalars: dict[Field, complex]
    parameters: dict[sp.Symbol, complex]

    @classmethod
    def drawn(
        cls, *expressions: sp.Expr, extra: Mapping[sp.Symbol, complex] | None = None
    ) -> Numbers:
        """Some values for everything that occurs, and given ones; real symbols get real ones."""
        rng = np.random.default_rng(1)
        fields = sorted({f for e in expressions for f in e.atoms(Field)}, key=str)
        symbols = {s for e in expressions for s in e.free_symbols if not isinstance(s, Field)}
        spinors = {f: _complex(rng, 4, 2) for f in fields if isinstance(f, Fermion)}
        scalars = {f: complex(_complex(rng, 1)[0]) for f in fields if not isinstance(f, Fermion)}
        parameters = {}
        for s in sorted(symbols, key=str):
            value = complex(_complex(rng, 1)[0])
            parameters[s] = abs(value) if s.is_real else value
        return cls(spinors, scalars, parameters | dict(extra or {}))

    def number(self, expression: sp.Expr) -> complex:
        """A c-number expression."""
        return complex(expression.subs(dict(self.parameters)))

    def evaluate(self, expression: sp.Expr) -> complex:
        """A Lagrangian without derivatives and vectors."""
        total = 0j
        for term in terms(expression):
            value = self.number(term.coefficient)
            for operator in term.operators:
                value *= self._operator(operator)
            total += value
        return total

    def _operator(self, operator: sp.Expr) -> complex:
        if isinstance(operator, Bilinear):
            projector = _PROJECTORS[operator.chirality]
            pairs = self._barred(operator.bar) @ projector @ self._unbarred(operator.ket)
            return complex(pairs[0, 1] - pairs[1, 0]) / 2
        if isinstance(operator, sp.conjugate):
            return complex(np.conj(self.scalars[operator.args[0]]))
        return self.scalars[operator]

    def _barred(self, spinor: sp.Expr) -> Complex:
        if isinstance(spinor, ChargeConjugate):  # \overline{C psibar^T} = psi^T C, for C^-1 = -C
            return np.asarray(self.spinors[spinor.field].T @ CHARGE_CONJUGATION)
        return np.asarray(self.spinors[spinor].conj().T @ GAMMA[0])

    def _unbarred(self, spinor: sp.Expr) -> Complex:
        if isinstance(spinor, ChargeConjugate):
            return np.asarray(CHARGE_CONJUGATION @ GAMMA[0].T @ self.spinors[spinor.field].conj())
        return self.spinors[spinor]

    # --- finite group elements ------------------------------------------------------------------

    def with_phases(self, group: str, angle: float) -> Numbers:
        """exp(i angle Q) on every field."""

        def phase(field: Field) -> complex:
            return complex(np.exp(1j * angle * self._charge(field, group)))

        return replace(
            self,
            spinors={f: phase(f) * v for f, v in self.spinors.items()},
            scalars={f: phase(f) * v for f, v in self.scalars.items()},
        )

    def _charge(self, field: Field, group: str) -> float:
        return float(self.number(field.charge(group)).real)

    def rotated(self, doublets: tuple[Doublet, ...], axis: int, angle: float) -> Numbers:
        """exp(i angle T) on every doublet, T = sigma/2 of axis 1, 2 or 3; singlets stay."""
        element = np.cos(angle / 2) * np.eye(2) + 1j * np.sin(angle / 2) * PAULI[axis]

        new = dict(self.spinors)
        for d in doublets:
            pair = [self.spinors.get(f, np.zeros((4, 2))) for f in (d.upper, d.lower)]
            new[d.upper], new[d.lower] = np.tensordot(element, np.array(pair), 1)
        return replace(self, spinors=new)


def _complex(rng: np.random.Generator, *shape: int) -> Complex:
    return np.asarray(rng.normal(size=shape) + 1j * rng.normal(size=shape))


def without_derivatives(expression: sp.Expr) -> sp.Expr:
    """Terms that are products of scalars and of bilinears without Dirac matrices."""
    return sp.Add(
        *(
            t.expression
            for t in terms(expression)
            if all(isinstance(op, Field | sp.conjugate | Bilinear) for op in t.operators)
            and not any(b.indices for b in t.bilinears)
        )
    )


def su2_slope(part: sp.Expr, doublets: tuple[Doublet, ...], axis: int, at: Numbers) -> complex:
    """d/dangle at zero of a part quadratic in doublets, from two finite rotations.

    It is a + b cos(angle) + c sin(angle); c is half the difference of rotations by ±90 degrees.
    """
    there, back = (at.rotated(doublets, axis, s * np.pi / 2).evaluate(part) for s in (1, -1))
    return (there - back) / 2


def scalar_masses(potential: Callable[[Real], complex], size: int) -> Real:
    """Second derivatives with respect to real components, exact for a quadratic potential."""
    unit = np.eye(size)
    single = [potential(e).real for e in unit]
    return np.array(
        [
            [potential(unit[a] + unit[b]).real - single[a] - single[b] for b in range(size)]
            for a in range(size)
        ]
    )


def potential(model: DarkModel, part: sp.Expr, at: Numbers) -> Callable[[Real], complex]:
    """-L at constant scalars, as a function of (S_1R .. S_nR, S_1I .. S_nI)."""
    kept = sp.Add(*(t.expression for t in terms(without_derivatives(part)) if not t.bilinears))

    def value(phi: Real) -> complex:
        n = model.generations
        scalars = (phi[:n] + 1j * phi[n:]) / np.sqrt(2)
        numbers = dict(zip(model.scalars, map(complex, scalars), strict=True))
        return -replace(at, scalars=numbers).evaluate(kept)

    return value


# --- Majorana bilinears as quadratic forms ------------------------------------------------------


def surviving(chains: Complex) -> Complex:
    r"""What of psi^T (C^-1 Gamma) psi survives for one anticommuting psi: the antisymmetric part."""
    form = -CHARGE_CONJUGATION @ chains
    return np.asarray(form - np.swapaxes(form, -1, -2)) / 2


def vector_chains(axial: bool = False) -> Complex:
    """gamma^mu, or gamma^mu gamma5."""
    return GAMMA @ (P_R - P_L) if axial else GAMMA


def tensor_chains() -> Complex:
    """sigma^{mu nu} P_L."""
    return np.asarray(SIGMA @ P_L)


def transition_of_operator(coefficient: float = 0.5) -> float:
    r"""T_21/mu_21 of (7), all i and j summed, from the quadratic form of (nu_1, nu_2).

    L = coefficient mu_ij \overline{nu_i^c} sigma P_L nu_j F is psi^T A psi of eight anticommuting components;
    A is antisymmetrised and its block read as nubar_2 Gamma nu_1. sigma^{mu nu} F_{mu nu} is
    2i sigma^{mu nu} q_nu epsilon_mu for an incoming A'.
    """
    mu = np.array([[0.0, -1.0], [1.0, 0.0]])
    chain = tensor_chains()
    # nubar = nu^T C for a Majorana field, and nu^c = nu.
    form = np.einsum("ij,ab,...bc->...iajc", coefficient * mu, CHARGE_CONJUGATION, chain)
    form = form.reshape(4, 4, 8, 8)
    form = form - np.swapaxes(form, -1, -2)
    vertex = -CHARGE_CONJUGATION @ form[..., 4:, :4]  # nu_2^T B nu_1 = nubar_2 (C^-1 B) nu_1
    sigma_f = np.vdot(chain, vertex) / np.vdot(chain, chain)
    # i L -> i (2 i sigma q); Gamma is that over i, in units of i sigma q.
    return float(((2j * sigma_f) / 1j).real)


# --- kinetic mixing -----------------------------------------------------------------------------


def mixed_photons(epsilon: float, mass: float = 1.0) -> Complex:
    """(squared mass, coupling to e J) of the massive state, by a generalised eigenproblem."""
    kinetic = np.array(kinetic_mixing.kinetic_matrix().subs(kinetic_mixing.EPSILON, epsilon), float)
    root = np.linalg.inv(np.linalg.cholesky(kinetic))
    squared, vectors = np.linalg.eigh(root @ np.diag([0.0, mass**2]) @ root.T)
    photon, dark = root.T @ vectors[:, 1]
    # L = -s e A_mu J^mu for D = d + s i e Q A.
    return np.array([squared[1], -COVARIANT_SIGN * photon * np.sign(dark)])
