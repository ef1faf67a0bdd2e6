r"""Majorana neutrinos by brute force: fields that are their own conjugates, not Dirac amplitudes subtracted.

Two roads, neither of which knows that moments are antisymmetric.

`light`, rules
    The electroweak theory in which the partner of nu_L is its own conjugate, nu_R = nu_L^c, as the Weinberg operator
    makes it: n = nu_L + nu_L^c. Charged currents and Goldstone couplings are those of Dirac neutrinos with n for nu,
    and every term is read once more through n = n^c (`theory.readings`): a lepton or its antiparticle is in the loop.

`wick`, states
    An operator nbar_a Gamma_ab n_b between one-particle states. The field has one set of modes,

        n = sum_s (a_s u_s + a_s^dagger v_s),      v_s = C ubar_s^T,

    and a, a^dagger are matrices on Fock space (Jordan, Wigner). Both contractions, with their relative sign, are one
    matrix element; what is left is fitted to i sigma^{mu nu} q_nu between ubar and u.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from darktmm.numeric.brute_force.dirac import (
    CHARGE_CONJUGATION,
    GAMMA,
    METRIC,
    P_L,
    P_R,
    SIGMA,
    Complex,
    Numbers,
    slash,
)
from darktmm.numeric.brute_force.electroweak import Electroweak
from darktmm.numeric.brute_force.theory import Bilinear, Theory, readings

__all__ = ["light", "wick"]

CHARGED = ("W+", "W-", "G+", "G-", "A")
"""Bosons that a photon meets, and itself; with these alone a neutrino makes a triangle."""


def light(
    bosons: Electroweak, neutrinos: Sequence[float], leptons: Sequence[float], U: Numbers
) -> Theory:
    """Majorana neutrinos n1, n2, ... of given masses and leptons l1, l2, ...: charged bosons and the photon.

    Raises:
        ValueError: U is not unitary.
    """
    dirac = bosons.dirac(neutrinos, leptons, U)
    plain = [
        Bilinear(_majorana(t.bar), _majorana(t.field), t.boson, t.matrix)
        for t in dirac.bilinears
        if t.boson in CHARGED and not (t.bar.endswith("^c") or t.field.endswith("^c"))
    ]
    conjugate = {
        name: other for name, other in dirac.conjugate.items() if not name.startswith("nu")
    }
    return replace(
        dirac,
        fermions={_majorana(name): line for name, line in dirac.fermions.items()},
        conjugate=conjugate,
        bilinears=readings(plain, conjugate),
    )


def _majorana(name: str) -> str:
    return name.replace("nu", "n", 1)


# --- states ---------------------------------------------------------------------------------------

SPINS = 2


def _annihilators(modes: int) -> Complex:
    """a_1, a_2, ... on Fock space, shape (modes, 2^modes, 2^modes): {a, a^dagger} = 1 and all others zero."""
    lower, sign = np.array([[0, 1], [0, 0]], dtype=complex), np.diag([1.0, -1.0]).astype(complex)
    found = []
    for k in range(modes):
        operator = np.eye(1, dtype=complex)
        for j in range(modes):
            factor = sign if j < k else lower if j == k else np.eye(2)
            operator = np.kron(operator, factor)
        found.append(operator)
    return np.stack(found)


def _spinors(p: Complex, mass: float) -> Complex:
    """u_s(p) for two spins, shape (2, 4): pslash u = m u."""
    rest = np.eye(4, dtype=complex)[:, :SPINS] + np.eye(4, dtype=complex)[:, SPINS:]
    return ((slash(p) + mass * np.eye(4)) @ rest).T


def _conjugate(u: Complex) -> Complex:
    """C ubar^T of every spinor."""
    return np.einsum("ab,sb->sa", CHARGE_CONJUGATION, _bar(u))


def _bar(u: Complex) -> Complex:
    return u.conj() @ GAMMA[0]


def _dipole(q: Complex, left: complex, right: complex) -> Complex:
    """i sigma^{mu nu} q_nu (T P_L + R P_R), shape (4, 4, 4)."""
    return 1j * np.einsum("mnab,n->mab", SIGMA, METRIC @ q) @ (left * P_L + right * P_R)


def wick(there: Numbers, back: Numbers, masses: tuple[float, float]) -> Complex:
    r"""(T, R) of n_i -> n_j for the operator nbar_j Gamma_ji n_i + nbar_i Gamma_ij n_j and a photon of momentum q.

    Args:
        there, back: (T, R) in Gamma_ji and Gamma_ij.
        masses: of n_i and n_j; what comes out does not depend on them.
    """
    m_i, m_j = masses
    momenta = np.array([[0.3, -0.2, 0.7], [-0.4, 0.5, 0.1]])
    p, p_out = (
        np.array([np.sqrt(m**2 + k @ k), *k], dtype=complex)
        for m, k in zip(masses, momenta, strict=True)
    )
    q = p_out - p
    u = [_spinors(p, m_i), _spinors(p_out, m_j)]
    a = _annihilators(2 * SPINS).reshape(2, SPINS, 2 ** (2 * SPINS), -1)
    field = [_field(a[k], u[k]) for k in range(2)]
    barred = [np.einsum("axy,ab->bxy", _adjoint(f), GAMMA[0]) for f in field]
    operator = sum(
        np.einsum("axy,mab,byz->mxz", barred[out], _dipole(q, *pair), field[into])
        for out, into, pair in ((1, 0, there), (0, 1, back))
    )
    vacuum = np.zeros(2 ** (2 * SPINS), dtype=complex)
    vacuum[0] = 1
    states = np.einsum("ksxy,x->ksy", a.conj(), vacuum)  # a_s^dagger on the vacuum
    element = np.einsum("rx,mxy,sy->mrs", states[1].conj(), operator, states[0])
    design = [
        np.einsum("ra,mab,sb->mrs", _bar(u[1]), _dipole(q, *unit), u[0]).ravel()
        for unit in np.eye(2)
    ]
    found: Complex = np.linalg.lstsq(np.stack(design, axis=1), element.ravel(), rcond=None)[0]
    return found


def _field(a: Complex, u: Complex) -> Complex:
    """sum_s (a_s u_s + a_s^dagger v_s): components with operators for entries, shape (4, dim, dim)."""
    created = np.swapaxes(a, -1, -2).conj()
    return np.einsum("sxy,sa->axy", a, u) + np.einsum("sxy,sa->axy", created, _conjugate(u))


def _adjoint(field: Complex) -> Complex:
    return np.swapaxes(field, -1, -2).conj()
