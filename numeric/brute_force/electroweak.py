r"""The electroweak theory with neutrino masses as numbers: every vertex contracted from its Lagrangian.

.. code-block:: text

    L = -1/4 W W - 1/4 B B + |D phi|^2 + Lbar i Dslash L + lbar_R i Dslash l_R + nubar_R i Dslash nu_R
        - [Lbar Y_l phi l_R + Lbar Y_nu phitilde nu_R + h.c.] (- 1/2 overline{nu_R^c} M nu_R + h.c.),
    D_mu = d_mu + i g T^a W^a_mu + i g' Y B_mu,      phi = (phi^+, phi^0),  phitilde = i sigma_2 phi^*,

Y = -1/2 of L, -1 of l_R, 1/2 of phi. Then W^3 = c Z + s A, B = -s Z + c A with tan theta_W = g'/g, e = g s > 0
and D_mu = d_mu + i e Q A_mu. W^{+-} = (W^1 -+ i W^2)/sqrt2 is the field with which W^-_mu lbar gamma^mu P_L nu
goes; the Goldstone bosons are G^+, G^-, G0.

Neutrinos
---------
`dirac`: nu_aL = U_{ai} nu_i, any masses. `majorana`: with n singlets nu_R and any 3 x n mass m_D and symmetric M,
nu_L and nu_R^c are the left-handed parts of 3 + n Majorana fields of definite mass.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from darktmm.numeric.brute_force.dirac import GAMMA, PAULI, Complex, Numbers, Real
from darktmm.numeric.brute_force.gauge import (
    BrokenGauge,
    NamedScalar,
    NamedVector,
    on_real_components,
    structure_constants,
)
from darktmm.numeric.brute_force.theory import Bilinear, Theory, readings
from darktmm.numeric.brute_force.triangle import Fermion, chiral

__all__ = ["Electroweak", "takagi"]

ISOSPIN = PAULI[1:] / 2


@dataclass(frozen=True)
class Electroweak:
    """Parameters of the bosons, GeV; defaults are round numbers, nothing depends on them.

    Attributes:
        M_W, M_Z, M_H: masses of W, Z and of the Higgs boson, GeV.
        e: electric charge.
        xi_W, xi_Z, xi_A: gauge parameters; inf is the unitary gauge.
    """

    M_W: float = 80.0
    M_Z: float = 91.0
    M_H: float = 125.0
    e: float = 0.3
    xi_W: float = 1.0
    xi_Z: float = 1.0
    xi_A: float = 1.0

    @property
    def cosine(self) -> float:
        """cos theta_W = M_W/M_Z."""
        return self.M_W / self.M_Z

    @property
    def sine(self) -> float:
        """sin theta_W."""
        return math.sqrt(1 - self.cosine**2)

    @property
    def g(self) -> float:
        """e = g sin theta_W."""
        return self.e / self.sine

    @property
    def fermi(self) -> float:
        """G_F/sqrt2 = g^2/8 M_W^2."""
        return math.sqrt(2) * self.g**2 / (8 * self.M_W**2)

    @property
    def v(self) -> float:
        """M_W = g v/2."""
        return 2 * self.M_W / self.g

    def gauge_generators(self, isospin: Numbers, hypercharge: Numbers) -> Complex:
        """g T^a and g' Y for W^1, W^2, W^3, B."""
        primed = self.g * self.sine / self.cosine
        return np.concatenate([self.g * isospin, primed * hypercharge[None]])

    def _unrotated(
        self,
        names: tuple[str, ...],
        rotation: Numbers,
        Y_l: Numbers,
        Y_nu: Numbers,
    ) -> BrokenGauge:
        """With fields (nu_L, l_L), (nu_R, l_R); the left-handed ones are rotated to the mass basis."""
        doublets, singlets = Y_nu.shape
        size = 2 * max(doublets, singlets)
        if doublets != singlets:
            raise ValueError("as many singlets as doublets")
        one = np.eye(doublets)
        left = self.gauge_generators(
            np.stack([np.kron(t, one) for t in ISOSPIN]), -np.eye(size) / 2
        )
        right = self.gauge_generators(
            np.zeros((3, size, size)), np.diag([0.0] * doublets + [-1.0] * doublets)
        )
        doublet = self.gauge_generators(ISOSPIN, np.eye(2) / 2)
        theta = np.stack([on_real_components(t) for t in doublet])
        yukawa = np.stack([_mass_term(phi, Y_l, Y_nu) for phi in _unit_doublets()])
        charged = np.array([1, 1j, 0, 0]) / math.sqrt(2), np.array([1, -1j, 0, 0]) / math.sqrt(2)
        c, s = self.cosine, self.sine
        return BrokenGauge(
            left=rotation.conj().T @ left @ rotation,
            right=right,
            theta=theta,
            structure=structure_constants(_faithful(self)),
            vacuum=np.array([0, self.v, 0, 0.0]),
            yukawa=np.asarray(rotation.conj().T @ yukawa, dtype=complex),
            fermions=names,
            vectors={
                "W+": NamedVector(charged[0], self.xi_W, "G+"),
                "W-": NamedVector(charged[1], self.xi_W, "G-"),
                "Z": NamedVector(np.array([0, 0, c, -s]), self.xi_Z, "G0"),
                "A": NamedVector(np.array([0, 0, s, c]), self.xi_A),
            },
            scalars={"H": NamedScalar(np.array([0, 1.0, 0, 0]), self.M_H)},
        )

    def dirac(self, neutrinos: Sequence[float], leptons: Sequence[float], U: Numbers) -> Theory:
        """Dirac neutrinos nu1, nu2, ... and leptons l1, l2, ... of given masses; U of any size.

        Raises:
            ValueError: U is not unitary.
        """
        U, count = np.asarray(U, dtype=complex), len(leptons)
        if not np.allclose(U @ U.conj().T, np.eye(count), atol=1e-12) or U.shape != (count, count):
            raise ValueError("U is not unitary")
        per_mass = math.sqrt(2) / self.v
        rotation = _block(U, np.eye(count))
        names = _names("nu", count) + _names("l", count)
        gauge = self._unrotated(
            names,
            rotation,
            per_mass * np.diag(leptons).astype(complex),
            per_mass * U @ np.diag(neutrinos),
        )
        masses = dict(zip(names, [*neutrinos, *leptons], strict=True))
        return self._theory(gauge, masses, gauge.bilinears(), majorana=False)

    def majorana(self, m_D: Numbers, M: Numbers, leptons: Sequence[float]) -> Theory:
        """The seesaw with m_D = Y_nu v/sqrt2 (3 x 3) and M: Majorana fields n1, ..., n6, and l1, l2, l3."""
        m_D, M = np.asarray(m_D, dtype=complex), np.asarray(M, dtype=complex)
        count = len(leptons)
        per_mass = math.sqrt(2) / self.v
        flavours = _names("nu", count) + _names("l", count)
        gauge = self._unrotated(
            flavours,
            np.eye(2 * count, dtype=complex),
            per_mass * np.diag(leptons).astype(complex),
            per_mass * m_D,
        )
        # -1/2 overline{chi^c} m chi + h.c. of the left-handed chi = (nu_L, nu_R^c) = V n_L
        masses, V = takagi(np.block([[0 * m_D, m_D.conj()], [m_D.conj().T, M.conj()]]))
        named = dict(zip(_names("n", 2 * count), masses, strict=True))
        named.update(zip(_names("l", count), leptons, strict=True))
        terms = [
            rotated for term in gauge.bilinears() for rotated in _in_mass_basis(term, V, count)
        ]
        return self._theory(gauge, named, terms, majorana=True)

    @staticmethod
    def _theory(
        gauge: BrokenGauge, masses: dict[str, float], terms: list[Bilinear], *, majorana: bool
    ) -> Theory:
        pairs = {"W+": "W-", "G+": "G-"}
        pairs |= {name: f"{name}^c" for name in masses if not (majorana and name[0] == "n")}
        conjugate = pairs | {b: a for a, b in pairs.items()}
        return Theory(
            fermions={name: Fermion(mass) for name, mass in masses.items()},
            bosons=gauge.bosons(),
            conjugate=conjugate,
            bilinears=readings(terms, conjugate),
            absorptions=[x for v in ("A", "Z") for x in gauge.absorptions(v)],
        )


def _names(letter: str, count: int) -> tuple[str, ...]:
    return tuple(f"{letter}{i + 1}" for i in range(count))


def _block(a: Numbers, b: Numbers) -> Numbers:
    return np.block([[a, np.zeros((len(a), len(b)))], [np.zeros((len(b), len(a))), b]])


def _unit_doublets() -> list[Numbers]:
    """phi = (phi^+, phi^0) for each unit vector of (Re, Re, Im, Im) sqrt2."""
    return [np.array([a + 1j * c, b + 1j * d]) / math.sqrt(2) for a, b, c, d in np.eye(4)]


def _mass_term(phi: Numbers, Y_l: Numbers, Y_nu: Numbers) -> Numbers:
    """Y of psibar_L Y psi_R from Lbar Y_l phi l_R + Lbar Y_nu phitilde nu_R at one phi."""
    tilde = 1j * PAULI[2] @ phi.conj()
    to_singlet = [np.kron(tilde[:, None], Y_nu), np.kron(phi[:, None], Y_l)]
    return np.hstack(to_singlet)


def _faithful(theory: Electroweak) -> Complex:
    """A representation in which the four generators are independent: the scalar doublet."""
    return theory.gauge_generators(ISOSPIN, np.eye(2, dtype=complex) / 2)


def takagi(m: Numbers) -> tuple[Real, Complex]:
    """(masses, V) with V^T m V = diag(masses), V unitary, for a symmetric m with distinct masses.

    m v = mu v^* is a real symmetric eigenvalue problem for (Re v, Im v), with eigenvalues +-mu.
    """
    m = np.asarray(m, dtype=complex)
    values, vectors = np.linalg.eigh(np.block([[m.real, -m.imag], [-m.imag, -m.real]]))
    size = len(m)
    return values[size:], vectors[:size, size:] + 1j * vectors[size:, size:]


def _in_mass_basis(term: Bilinear, V: Complex, count: int) -> list[Bilinear]:
    """nu_a = (V_{ak} P_L + V*_{a+count,k} P_R) n_k put into abar X b B."""
    bars, fields = (_expansion(name, V, count) for name in (term.bar, term.field))
    return [
        Bilinear(bar, field, term.boson, GAMMA[0] @ left.conj().T @ GAMMA[0] @ term.matrix @ right)
        for bar, left in bars.items()
        for field, right in fields.items()
    ]


def _expansion(name: str, V: Complex, count: int) -> dict[str, Complex]:
    """A Dirac field as a sum of matrices times fields with a definite mass."""
    if not name.startswith("nu"):
        return {name: np.eye(4, dtype=complex)}
    a = int(name.removeprefix("nu")) - 1
    return {f"n{k + 1}": chiral(V[a, k], V[a + count, k].conj()) for k in range(len(V))}
