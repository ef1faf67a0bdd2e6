r"""A' emitted by leptons, ℓ → ℓ'A' and M⁺ → ℓ⁺νA', from its couplings to them.

The laws are those of `derive.laws.lepton_emission` and `meson_emission`.

A decay of a meson is a phase-space integral in which a model enters through three products of its
couplings. The integrals are tabulated in m_A' once for each meson and pair of leptons, and interpolated
to about one part in 10⁴. Where the internal lepton of another flavour could be real, which is another
decay, its mass is replaced by that of the final one.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from darktmm.derive.memo import cache
from darktmm.numeric.arrays import ComplexArray, FloatArray, Numbers
from darktmm.numeric.even_grid import Table
from darktmm.numeric.inputs.data import default
from darktmm.numeric.processes import laws
from darktmm.numeric.processes.leptons import FLAVOURS, check_decay, lifetime, mass, row

MESONS = ("K", "pi")


def in_flavours(vector: ComplexArray, U: ComplexArray) -> ComplexArray:
    """f^ν = U f U† in the flavour basis, a pure number, (n, 3, 3), of f_ji between mass eigenstates."""
    return np.asarray(U @ vector @ U.conj().swapaxes(1, 2))


# --- ℓ → ℓ' A' ----------------------------------------------------------------------------------


def _open(m_aprime: FloatArray, largest: float) -> tuple[Any, FloatArray]:
    """Where A' is light enough, and a mass at which a law may be evaluated everywhere."""
    is_open = m_aprime < largest
    return is_open, np.where(is_open, m_aprime, largest / 2)


def lepton_width(m_aprime: Numbers, parent: str, daughter: str) -> FloatArray:
    """Γ(parent → daughter A')/|f^ℓ|², GeV; zero where it is closed, NaN for NaN. Shape of m_A'.

    Raises:
        ValueError: the parent is not heavier than the daughter, or no such lepton.
    """
    check_decay(parent, daughter)
    given = np.asarray(m_aprime, dtype=float)
    heavy, light = mass(parent), mass(daughter)
    is_open, safe = _open(given, heavy - light)
    width = np.where(is_open, laws.lepton_width(heavy, light, safe), 0.0)
    return np.asarray(np.where(np.isnan(given), np.nan, width))


def lepton_branching(
    coupling: ComplexArray, m_aprime: FloatArray, parent: str, daughter: str
) -> FloatArray:
    """Γ(parent → daughter A') times the measured lifetime, (n,); above 1 it is no probability.

    Args:
        coupling: f^ℓ, (n, 3, 3).
        m_aprime: GeV, (n,).
        parent, daughter: "mu" and "e", "tau" and "mu", "tau" and "e".
    """
    element = coupling[:, row(daughter), row(parent)]
    square = element.real**2 + element.imag**2
    return square * lepton_width(m_aprime, parent, daughter) * lifetime(parent)


def recoil_momentum(total: Numbers, first: Numbers, second: Numbers) -> FloatArray:
    """|k| of a decay at rest into two particles, GeV, shape of the masses; zero where it is closed."""
    squares = (total**2 - (first + second) ** 2) * (total**2 - (first - second) ** 2)
    is_open = np.asarray(total > first + second)
    return np.sqrt(np.where(is_open, squares, 0.0)) / (2 * total)


# --- M → ℓ ν A' ---------------------------------------------------------------------------------


def meson_mass(meson: str) -> float:
    """GeV.

    Raises:
        ValueError: no such meson.
    """
    if meson not in MESONS:
        raise ValueError(f"meson = {meson!r}: must be one of {', '.join(MESONS)}")
    return default(f"m_{meson}").value


def muonic_branching(meson: str) -> float:
    """BR(M → μν), as measured.

    Raises:
        ValueError: no such meson.
    """
    meson_mass(meson)
    return default(f"BR({meson} -> mu nu)").value


def internal_mass(meson: str, lepton: str, neutrino: str) -> float:
    """Mass of the lepton that comes with ν_γ: that of ℓ_γ, or of ℓ_β if ℓ_γ could decay into it."""
    own, final = mass(neutrino), mass(lepton)
    return final if final < own < meson_mass(meson) else own


_NODES = 40


@cache
def _rule(nodes: int) -> tuple[FloatArray, FloatArray]:
    """Nodes and weights on (0, 1), crowded at both ends."""
    u, w = np.polynomial.legendre.leggauss(nodes)
    u, w = (u + 1) / 2, w / 2
    # x = u²(3 − 2u): the derivative vanishes at 0 and 1
    return u**2 * (3 - 2 * u), 6 * u * (1 - u) * w


def meson_integrals(
    meson: str,
    lepton: str,
    neutrino: str,
    m_aprime: FloatArray,
    missing: float = 0.0,
    nodes: int = _NODES,
) -> FloatArray:
    r"""(I_ΔΔ, I_Δf, I_ff) with :math:`\Gamma(M\to\ell_\beta\nu_\gamma A')/\Gamma(M\to\mu\nu)
    =|\Delta|^2I_{\Delta\Delta}+2\,\mathrm{Re}(\Delta f^{\ell*})I_{\Delta f}+|f^\ell|^2I_{ff}`.

    Gauss–Legendre in ln s_ν and in :math:`\ln(s_\ell-m_\ell^2)`, where the poles of massless lines are.

    Args:
        meson, lepton, neutrino: M, β and γ.
        m_aprime: GeV, shape (n,), each below m_M − m_β.
        missing: smallest missing mass √s_ν that counts, GeV.
        nodes: of the rule, in each direction.

    Returns:
        Shape (3, n); zero where no missing mass is large enough.

    Raises:
        ValueError: a mass is not positive or too large.
    """
    M, m_l = meson_mass(meson), mass(lepton)
    m = np.asarray(m_aprime, dtype=float)
    if np.any(~((m > 0) & (m < M - m_l))):
        wrong = m[~((m > 0) & (m < M - m_l))][0]
        raise ValueError(f"m_aprime = {wrong}: must lie between 0 and {M - m_l:.6g} GeV")
    x, weight = _rule(nodes)
    low, high = np.log(np.maximum(m, missing) ** 2), 2 * np.log(M - m_l)
    span = np.maximum(high - low, 0.0)[:, None]
    # from the top: s_ν stays below (M − m_ℓ)² by more than rounding
    s = np.exp(high - span * (1 - x))
    outer = weight * span * s
    w = np.sqrt(s)
    k, e_q = (s - m[:, None] ** 2) / (2 * w), (s + m[:, None] ** 2) / (2 * w)
    e_p = (M**2 - s - m_l**2) / (2 * w)
    momentum = recoil_momentum(M, w, m_l) * M / w
    # s_ℓ − m_ℓ² between these; the lower one is a product, without a cancellation
    top = m[:, None] ** 2 + 2 * (e_p * e_q + momentum * k)
    product = (e_p * m[:, None]) ** 2 + (m_l * k) ** 2
    bottom = m[:, None] ** 2 + 2 * product / (e_p * e_q + momentum * k)
    ratio = np.log1p(np.maximum(top - bottom, 0.0) / bottom)[:, :, None]
    above = bottom[:, :, None] * np.exp(ratio * x)
    # dc = d(s_ℓ)/(2 P κ), and ds_ℓ = (s_ℓ − m_ℓ²) d ln; at the edges both vanish together
    span_c = np.maximum(top - bottom, np.finfo(float).tiny)[:, :, None]
    inner = weight * ratio * above * 2 / span_c
    internal = internal_mass(meson, lepton, neutrino)
    values = laws.meson_squares(s[:, :, None], above + m_l**2, M, m_l, internal, m[:, None, None])
    space = laws.meson_phase_space(s, M, m_l, m[:, None])
    volume = outer * space / (2 * M * laws.muonic_width(M, mass("mu")))
    return np.stack([np.einsum("nst,nst,ns->n", v, inner, volume) for v in values])


_GRID = 1 << 10
_LIGHTEST = 1e-8
"""Of the table, in units of the largest mass; below, m_A'² times the integrals is constant."""


@cache
def _meson_table(meson: str, lepton: str, neutrino: str, missing: float) -> Table:
    """ln m²I_ΔΔ, ln m²I_ff and I_Δf/√(I_ΔΔ I_ff) over ln x/(1 − x), x = m_A'/(M − m_β)."""
    largest = _largest(meson, lepton)
    edge = -np.log(_LIGHTEST)
    tiny = np.finfo(float).tiny

    def shapes(position: FloatArray) -> FloatArray:
        m = largest / (1 + np.exp(-position))
        first, mixed, last = meson_integrals(meson, lepton, neutrino, m, missing)
        root = np.sqrt(np.maximum(first, tiny)) * np.sqrt(np.maximum(last, tiny))
        logs = [np.log(np.maximum(m**2 * part, tiny)) for part in (first, last)]
        return np.stack([*logs, np.clip(mixed / root, -1, 1)])

    return Table(np.linspace(-edge, edge / 2, _GRID), shapes, rows=3)


def _largest(meson: str, lepton: str) -> float:
    return meson_mass(meson) - mass(lepton)


def meson_shapes(
    m_aprime: Numbers, meson: str, lepton: str, neutrino: str, missing: float = 0.0
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """`meson_integrals` from the table: zero where the decay is closed, NaN for NaN.

    Args:
        m_aprime: GeV, any shape.
        meson, lepton, neutrino: names, as for `meson_integrals`.
        missing: as for `meson_integrals`.

    Returns:
        Three arrays of the shape of m_A', in the units of `meson_integrals`.
    """
    given = np.asarray(m_aprime, dtype=float)
    largest = _largest(meson, lepton)
    is_open, safe = _open(given, largest)
    table = _meson_table(meson, lepton, neutrino, missing)
    first, last, cosine = table(np.log(safe) - np.log(largest - safe))
    blank = np.where(np.isnan(given), np.nan, 0.0)
    with np.errstate(under="ignore"):
        i_first, i_last = (np.where(is_open, np.exp(v) / safe**2, blank) for v in (first, last))
        mixed = np.where(is_open, cosine * np.sqrt(i_first) * np.sqrt(i_last), blank)
    return i_first, mixed, i_last


def meson_ratio(
    neutrino: ComplexArray,
    charged: ComplexArray,
    m_aprime: FloatArray,
    meson: str,
    lepton: str,
    universal: Any | None = None,
    missing: float = 0.0,
) -> FloatArray:
    """Γ(M → ℓ_β ν A')/Γ(M → μν), summed over neutrinos, (n,); may exceed anything.

    Args:
        neutrino: f^ν in the flavour basis, (n, 3, 3), as from `in_flavours`.
        charged: f^ℓ, (n, 3, 3).
        m_aprime: GeV, (n,).
        meson, lepton: "K" or "pi"; β.
        universal: what is added to f^ν for every flavour alike, a number or (n,). The triangle does
            not know it: mixing of A' with the Z contributes, and diverges. None leaves out the
            element γ = β, which it could cancel: a lower limit on the rate whatever it is.
        missing: smallest missing mass that counts, GeV.
    """
    final = row(lepton)
    total = np.zeros(len(charged))
    for index, flavour in enumerate(FLAVOURS):
        if index == final and universal is None:
            continue
        f_ell = charged[:, index, final]
        delta = neutrino[:, index, final] - f_ell
        if index == final:
            delta = delta + np.asarray(universal)
        first, mixed, last = meson_shapes(m_aprime, meson, lepton, flavour, missing)
        total = total + (
            np.abs(delta) ** 2 * first
            + 2 * (delta * f_ell.conj()).real * mixed
            + np.abs(f_ell) ** 2 * last
        )
    return np.maximum(total, 0.0)
