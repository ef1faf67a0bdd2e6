"""ℓ → ℓ'A' and M → ℓνA' from couplings: limits by hand, quadrature, tables, closed channels."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from darktmm.numeric.processes import emission
from darktmm.numeric.processes.leptons import FLAVOURS, mass

Array = NDArray[Any]


# --- ℓ → ℓ' A' ------------------------------------------------------------------------------------


def test_the_coupling_that_twist_allows() -> None:
    """BR = 5.8e-5: g_eμ = 1.2e-12 m_A'/MeV; 4.5e-4 and 2.8e-4 of tau: 1.35e-7 and 1.07e-7 per GeV."""
    m = np.array([1e-4])
    for parent, daughter, limit, slope, tolerance in (
        ("mu", "e", 5.8e-5, 1.2e-9, 0.03),
        ("tau", "e", 4.5e-4, 1.35e-7, 0.02),
        ("tau", "mu", 2.8e-4, 1.07e-7, 0.02),
    ):
        f = np.zeros((1, 3, 3), dtype=complex)
        f[0, FLAVOURS.index(daughter), FLAVOURS.index(parent)] = 1j * slope * m[0]
        found = emission.lepton_branching(f, m, parent, daughter)[0]
        assert math.sqrt(found / limit) == pytest.approx(1, abs=tolerance)


def test_width_by_hand() -> None:
    """m³/(32π m_A'²)(1 − r)²(1 + 2r) within the electron's mass; 1/m_A'² below."""
    m_mu, m = mass("mu"), np.array([1e-9, 1e-6, 1e-3, 0.03, 0.09])
    r = (m / m_mu) ** 2
    by_hand = m_mu**3 / (32 * np.pi * m**2) * (1 - r) ** 2 * (1 + 2 * r)
    np.testing.assert_allclose(emission.lepton_width(m, "mu", "e"), by_hand, rtol=2e-3)
    assert not np.allclose(emission.lepton_width(m, "tau", "e"), by_hand, rtol=0.5)


def test_closed_and_unknown() -> None:
    """Zero above threshold, NaN without A'; no warning."""
    m = np.array([np.nan, 0.10515, 0.1057, 50.0])
    with np.errstate(all="raise"):
        found = emission.lepton_width(m, "mu", "e")
    assert np.isnan(found[0]) and np.all(found[2:] == 0)
    for parent, daughter in (("e", "mu"), ("mu", "mu"), ("x", "e")):
        with pytest.raises(ValueError, match=r"parent =|lepton ="):
            emission.lepton_width(m, parent, daughter)


def test_recoil_momentum() -> None:
    """Half the mass for massless products; zero where closed."""
    assert emission.recoil_momentum(2.0, 0.0, 0.0) == 1.0
    assert emission.recoil_momentum(1.0, 0.8, 0.6) == 0.0


# --- M → ℓ ν A' -----------------------------------------------------------------------------------

LINES = [(m, l, n) for m in emission.MESONS for l in ("e", "mu") for n in FLAVOURS]


def test_light_aprime_and_electron() -> None:
    """m_A'²I_ΔΔ → M⁴/(384π² m_μ²(1 − m_μ²/M²)²); the muon's mass is a correction of a few per cent."""
    M, mu, m = emission.meson_mass("K"), mass("mu"), np.array([1e-6, 1e-4])
    expected = M**4 / (384 * np.pi**2 * mu**2 * (1 - (mu / M) ** 2) ** 2)
    electron, muon = (emission.meson_integrals("K", l, "tau", m)[0] * m**2 for l in ("e", "mu"))
    np.testing.assert_allclose(electron, expected, rtol=1e-4)
    assert np.all(abs(muon / expected - 1) > 0.02)


@pytest.mark.parametrize(("meson", "lepton", "neutrino"), LINES)
def test_quadrature(meson: str, lepton: str, neutrino: str) -> None:
    """Twice as many nodes change nothing; positive, and Cauchy–Schwarz."""
    largest = emission.meson_mass(meson) - mass(lepton)
    m = largest * np.array([1e-7, 1e-3, 0.1, 0.5, 0.9, 0.999])
    found = emission.meson_integrals(meson, lepton, neutrino, m)
    finer = emission.meson_integrals(meson, lepton, neutrino, m, nodes=80)
    scale = np.sqrt(finer[0] * finer[2])
    np.testing.assert_allclose(found[[0, 2]], finer[[0, 2]], rtol=1e-6)
    assert np.all(abs(found[1] - finer[1]) < 1e-6 * scale)
    assert np.all(finer[[0, 2]] > 0) and np.all(abs(finer[1]) <= scale * (1 + 1e-9))


@pytest.mark.parametrize("missing", [0.0, 0.316])
def test_table(missing: float) -> None:
    """Interpolated between its nodes to 1e-3 of the quadrature."""
    m = np.array([1e-6, 3.3e-4, 0.0123, 0.0777, 0.21, 0.35])
    exact = emission.meson_integrals("K", "mu", "e", m, missing)
    table = emission.meson_shapes(m, "K", "mu", "e", missing)
    scale = np.sqrt(exact[0] * exact[2])
    for k, unit in enumerate((exact[0], scale, exact[2])):
        assert np.all(abs(table[k] - exact[k]) < 1e-3 * unit)
    whole = emission.meson_integrals("K", "mu", "e", m)[0]
    assert np.all(exact[0] <= whole) and (missing == 0 or np.all(exact[0][:4] < 0.6 * whole[:4]))


def test_closed_meson_decays() -> None:
    """Zero above threshold, NaN without A'; no warning, no overflow for the lightest A'."""
    m = np.array([np.nan, 1e-12, 0.38, 0.4, 90.0])
    with np.errstate(all="raise", under="ignore"):
        found = np.array(emission.meson_shapes(m, "K", "mu", "mu"))
    assert np.all(np.isnan(found[:, 0])) and np.all(found[:, 3:] == 0)
    assert np.all(np.isfinite(found[:, 1:])) and found[0, 1] > 1e18
    for wrong in (0.0, -1.0, 0.39, np.nan):
        with pytest.raises(ValueError, match="m_aprime"):
            emission.meson_integrals("K", "mu", "mu", np.array([wrong]))
    with pytest.raises(ValueError, match="meson = 'D'"):
        emission.meson_mass("D")
    assert emission.muonic_branching("K") == 0.6356


def test_internal_masses() -> None:
    """ℓ_γ keeps its mass unless it could be real and decay."""
    assert emission.internal_mass("K", "e", "mu") == mass("e")
    assert emission.internal_mass("K", "mu", "e") == mass("e")
    assert emission.internal_mass("K", "mu", "tau") == mass("tau")


def matrices(**elements: complex) -> Array:
    """A flavour matrix from names like "mu_e"."""
    f = np.zeros((1, 3, 3), dtype=complex)
    for name, value in elements.items():
        out, into = name.split("_")
        f[0, FLAVOURS.index(out), FLAVOURS.index(into)] = value
    return f


def test_which_elements_count() -> None:
    """Into e: the column of ν_e; the diagonal one only with a universal part, which may cancel it."""
    m, nothing = np.array([0.01]), matrices()
    one = emission.meson_ratio(matrices(mu_e=1e-3), nothing, m, "K", "e")[0]
    assert one > 0
    assert emission.meson_ratio(matrices(tau_e=1e-3j), nothing, m, "K", "e")[0] == one
    assert emission.meson_ratio(matrices(e_mu=1e-3), nothing, m, "K", "e")[0] == 0
    diagonal = matrices(e_e=1e-3)
    assert emission.meson_ratio(diagonal, nothing, m, "K", "e")[0] == 0
    assert emission.meson_ratio(diagonal, nothing, m, "K", "e", 0.0)[0] == one
    cancelled = emission.meson_ratio(diagonal, nothing, m, "K", "e", -1e-3)[0]
    assert cancelled == 0
    assert emission.meson_ratio(diagonal, nothing, m, "K", "e", 1e-3)[0] == pytest.approx(4 * one)


def test_equal_couplings_are_suppressed_by_helicity() -> None:
    """f^ν = f^ℓ: only electron masses are left; opposite ones add up."""
    m, f = np.array([1e-3]), matrices(e_e=1e-3)
    alone = emission.meson_ratio(f, 0 * f, m, "K", "e", 0.0)[0]
    assert 0 < emission.meson_ratio(f, f, m, "K", "e", 0.0)[0] < 1e-4 * alone
    assert emission.meson_ratio(f, -f, m, "K", "e", 0.0)[0] == pytest.approx(4 * alone, rel=1e-3)


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([(a, b) for a in ("K", "pi") for b in ("e", "mu")]))
def test_rates_are_quadratic_forms(seed: int, decay: tuple[str, str]) -> None:
    """Positive, quadratic, and 1/m_A'² for a light A'."""
    rng = np.random.default_rng(seed)
    f_nu, f_ell = (rng.normal(size=(1, 3, 3)) + 1j * rng.normal(size=(1, 3, 3)) for _ in range(2))
    m = np.array([10 ** rng.uniform(-6, -4)])
    rate = emission.meson_ratio(f_nu, f_ell, m, *decay, 0.3)[0]
    double = emission.meson_ratio(2 * f_nu, 2 * f_ell, m, *decay, 0.6)[0]
    lighter = emission.meson_ratio(f_nu, f_ell, m / 2, *decay, 0.3)[0]
    assert rate > 0
    assert double == pytest.approx(4 * rate, rel=1e-12)
    assert lighter == pytest.approx(4 * rate, rel=1e-4)
