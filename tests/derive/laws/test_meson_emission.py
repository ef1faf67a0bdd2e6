"""M⁺ → ℓ⁺νA': traces against helicity amplitudes in flight, the phase space, the limits."""

from __future__ import annotations

from functools import cache
from itertools import product
from typing import Any

import numpy as np
import pytest
import sympy as sp

from darktmm.derive.laws import meson_emission as emission
from darktmm.derive.symbols import M_APRIME, M_LEPTON, M_MUON
from tests.derive import helicity
from tests.derive.helicity import GAMMA, P_L, Array, bar, boost, dot, slash, u, v

ARGUMENTS = (
    emission.S_NU,
    emission.S_ELL,
    emission.M_MESON,
    M_LEPTON,
    emission.M_INTERNAL,
    M_APRIME,
)
F_NU, F_ELL = 0.7 - 0.4j, -0.3 + 0.5j

# M, m_ℓ, m_γ, m_A', share of the range of s_ν, cos θ
POINTS = {
    "generic": (1.0, 0.3, 0.2, 0.15, 0.4, 0.3),
    "massless lepton": (1.0, 0.0, 0.0, 0.2, 0.6, -0.5),
    "light A'": (1.0, 0.2, 0.2, 0.01, 0.5, 0.8),
    "heavy internal": (0.494, 0.1057, 1.777, 0.05, 0.3, -0.9),
    "near the edge": (1.0, 0.2, 0.1, 0.3, 0.99, 0.99),
}
EVERY_POINT = pytest.mark.parametrize("name", POINTS)


class Kinematics:
    """k, p, q of one event, in flight."""

    def __init__(self, name: str) -> None:
        self.M, self.m_l, self.m_int, self.m, share, cosine = POINTS[name]
        rng = np.random.default_rng(11)
        low, high = self.m**2, (self.M - self.m_l) ** 2
        w = np.sqrt(low + share * (high - low))
        k = (w**2 - self.m**2) / (2 * w)
        outer = helicity.kallen_momentum(self.M, w, self.m_l)
        sine = np.sqrt(1 - cosine**2)
        n = np.array([sine * 0.6, sine * 0.8, cosine])
        # (k, q) at rest, with p along the third axis; p carries what the meson's frame gives it
        p_in_w = outer * self.M / w
        flight = boost(helicity.any_velocity(rng))
        self.k = flight @ np.append(k, k * n)
        self.q = flight @ np.append(np.hypot(self.m, k), -k * n)
        self.p = flight @ np.array([np.hypot(self.m_l, p_in_w), 0, 0, p_in_w])
        first, second = (np.append(0, np.linalg.svd(n[None])[2][i]) for i in (1, 2))
        longitudinal = np.append(k, -np.hypot(self.m, k) * n) / self.m
        self.polarisations = [flight @ e for e in (first, second, longitudinal)]
        self.total = self.k + self.p + self.q
        self.s_nu = dot(self.k + self.q, self.k + self.q)
        self.s_ell = dot(self.p + self.q, self.p + self.q)

    def amplitude(self, eps: Array, s: int, t: int, f_nu: complex, f_ell: complex) -> complex:
        """Vertices and propagators, i by i; the phase of the meson's vertex is common."""
        weak = 1j * slash(self.total) @ P_L
        emitted = 1j * slash(eps) @ P_L
        nu = 1j * slash(self.k + self.q) / self.s_nu
        inner = self.p + self.q
        ell = 1j * (-slash(inner) + self.m_int * np.eye(4)) / (self.s_ell - self.m_int**2)
        string = f_nu * emitted @ nu @ weak + f_ell * weak @ ell @ emitted
        return complex(bar(u(self.k, 0.0, s)) @ string @ v(self.p, self.m_l, t))

    def square(self, f_nu: complex, f_ell: complex) -> float:
        """Σ|M|²."""
        events = product(self.polarisations, helicity.SPINS, helicity.SPINS)
        return sum(abs(self.amplitude(e, s, t, f_nu, f_ell)) ** 2 for e, s, t in events)


@cache
def laws() -> Any:
    return sp.lambdify(ARGUMENTS, [x.total for x in emission.rates()], "numpy")


def derived(event: Kinematics, f_nu: complex, f_ell: complex, **changes: float) -> float:
    """|Δ|²X_ΔΔ + 2Re(Δf*)X_Δf + |f|²X_ff."""
    values = {"M": event.M, "m_l": event.m_l, "m_int": event.m_int, "m": event.m} | changes
    first, mixed, last = laws()(event.s_nu, event.s_ell, *values.values())
    delta = f_nu - f_ell
    cross = (delta * np.conj(f_ell)).real
    return float(abs(delta) ** 2 * first + 2 * cross * mixed + abs(f_ell) ** 2 * last)


@EVERY_POINT
def test_traces_against_spinors(name: str) -> None:
    """Any complex couplings; either line alone; equal couplings."""
    event = Kinematics(name)
    assert dot(event.total, event.total) == pytest.approx(event.M**2, rel=1e-12)
    for couplings in ((F_NU, F_ELL), (1, 0), (0, 1)):
        assert derived(event, *couplings) == pytest.approx(event.square(*couplings), rel=1e-9)
    scale = event.square(1, 0)
    assert derived(event, 1, 1) == pytest.approx(event.square(1, 1), rel=1e-8, abs=1e-9 * scale)


@pytest.mark.parametrize(
    ("couplings", "changes"),
    [
        ((F_NU, -F_ELL), {}),
        ((F_NU, np.conj(F_ELL)), {}),
        ((F_ELL, F_NU), {}),
        ((2 * F_NU, 2 * F_ELL), {}),
        ((F_NU, F_ELL), {"m_int": 0.3}),
        ((F_NU, F_ELL), {"m_l": 0.2}),
        ((F_NU, F_ELL), {"m": 0.16}),
    ],
    ids=("sign", "conjugate", "exchanged", "factor 2", "internal mass", "lepton mass", "m_A'"),
)
def test_spinors_reject(couplings: tuple[complex, complex], changes: dict[str, float]) -> None:
    event = Kinematics("generic")
    wrong = derived(event, *couplings, **changes)
    assert abs(wrong / event.square(F_NU, F_ELL) - 1) > 1e-3


@EVERY_POINT
def test_longitudinal_part_is_the_decay_without_aprime(name: str) -> None:
    r"""ε → q undoes the propagator: X_ΔΔ of q_μq_ν is |ū P̸ P_L v|² at k + p ≠ P."""
    event = Kinematics(name)
    expected = sum(
        abs(bar(u(event.k, 0.0, s)) @ slash(event.total) @ P_L @ v(event.p, event.m_l, t)) ** 2
        for s, t in product(helicity.SPINS, helicity.SPINS)
    )
    law = sp.lambdify(ARGUMENTS, emission.rates()[0].longitudinal, "numpy")
    found = law(event.s_nu, event.s_ell, event.M, event.m_l, event.m_int, event.m)
    assert found == pytest.approx(expected, rel=1e-9)
    assert found != pytest.approx(2 * expected, rel=1e-2)
    assert len(GAMMA) == 4


def test_equal_couplings_need_a_lepton_mass() -> None:
    """f^ν = f^ℓ: nothing at all without lepton masses. f^ν alone: plenty."""
    first, mixed, last = emission.rates()
    massless = {M_LEPTON: 0, emission.M_INTERNAL: 0}
    for square in (mixed, last):
        assert sp.cancel(square.metric.subs(massless)) == 0
        assert sp.cancel(square.longitudinal.subs(massless)) == 0
    assert sp.cancel(first.longitudinal.subs(massless)) != 0
    # Each mass alone leaves something, of second order.
    for survivor in massless:
        rest = {m: 0 for m in massless if m != survivor}
        left = sp.cancel(last.longitudinal.subs(rest))
        assert left != 0 and sp.limit(left / survivor, survivor, 0) == 0


def test_opposite_sign_would_not_cancel() -> None:
    """A wrong relative sign of the two diagrams leaves the whole longitudinal rate."""
    nn, nl, ll = (x.longitudinal for x in emission.squares())
    off_nu, off_ell = 1 / emission.S_NU, 1 / emission.S_ELL
    massless = {M_LEPTON: 0}
    right = nn * off_nu**2 + 2 * nl * off_nu * off_ell + ll * off_ell**2
    wrong = nn * off_nu**2 - 2 * nl * off_nu * off_ell + ll * off_ell**2
    assert sp.cancel(right.subs(massless)) == 0
    assert sp.cancel((wrong - 4 * nn * off_nu**2).subs(massless)) == 0


def test_traces_do_not_depend_on_the_frame(monkeypatch: pytest.MonkeyPatch) -> None:
    """A trace that does is refused."""
    w, k, e, p, s, c = emission._RING.gens
    for wrong, message in ((p * e, "frame"), (s * k, "odd"), (c * e, "frame")):
        with pytest.raises(ArithmeticError, match=message):
            emission._invariant(wrong + 0 * w)


def test_volume_of_phase_space() -> None:
    """Three massless particles: M²/256π³."""
    light = {M_LEPTON: 0, M_APRIME: 0, emission.M_MESON: 1}
    law = sp.lambdify(emission.S_NU, emission.phase_space().subs(light), "numpy")
    x, weights = np.polynomial.legendre.leggauss(20)
    s = (x + 1) / 2
    assert 2 * np.sum(law(s) * weights / 2) == pytest.approx(1 / (256 * np.pi**3), rel=1e-12)


def test_muonic_width() -> None:
    """m²(1 − m²/M²)²: the ratio of the electron and muon modes."""
    law = sp.lambdify((emission.M_MESON, M_MUON), emission.muonic_width())
    M, e, mu = 0.13957, 0.000511, 0.10566
    ratio = (e / mu) ** 2 * ((M**2 - e**2) / (M**2 - mu**2)) ** 2
    assert law(M, e) / law(M, mu) == pytest.approx(ratio, rel=1e-12)
    assert law(M, e) / law(M, mu) == pytest.approx(1.283e-4, rel=1e-3)
    # G_F²f²m²M(1 − r)²/8π with a vertex of 2G_F f/√2
    fermi = law(M, mu) * 2
    assert fermi == pytest.approx(mu**2 * M * (1 - (mu / M) ** 2) ** 2 / (8 * np.pi), rel=1e-12)


def test_light_limit() -> None:
    """M⁴/(384π² m_A'² m_μ²(1 − m_μ²/M²)²)."""
    M, mu, m = emission.M_MESON, M_MUON, M_APRIME
    claimed = M**4 / (384 * sp.pi**2 * m**2 * mu**2 * (1 - mu**2 / M**2) ** 2)
    assert sp.simplify(emission.light_limit() / claimed) == 1


@pytest.mark.parametrize(("masses", "internal"), [((1.0, 0.2, 0.1), 0.2), ((1.0, 0.05, 0.3), 0.7)])
def test_rate_over_the_dalitz_plot(masses: tuple[float, float, float], internal: float) -> None:
    """∫ of helicity amplitudes over s_ν and s_ℓ with 1/(2π)³32M³ against ∫ds dc of the traces."""
    M, m_l, m = masses
    x, weights = np.polynomial.legendre.leggauss(12)
    x, weights = (x + 1) / 2, weights / 2
    space = sp.lambdify(
        (emission.S_NU, emission.M_MESON, M_LEPTON, M_APRIME),
        emission.phase_space(),
        "numpy",
    )
    low, high = m**2, (M - m_l) ** 2
    dalitz = total = 0.0
    for share, w_s in zip(x, weights, strict=True):
        POINTS["scan"] = (M, m_l, internal, m, float(share), 0.0)
        for cosine, w_c in zip(2 * x - 1, weights, strict=True):
            POINTS["scan"] = (M, m_l, internal, m, float(share), float(cosine))
            event = Kinematics("scan")
            k = (event.s_nu - m**2) / (2 * np.sqrt(event.s_nu))
            p = helicity.kallen_momentum(M, np.sqrt(event.s_nu), m_l) * M / np.sqrt(event.s_nu)
            # ds_ℓ = 2 P κ dc
            area = w_s * (high - low) * 2 * w_c * 2 * p * k
            dalitz += area * event.square(F_NU, F_ELL) / ((2 * np.pi) ** 3 * 32 * M**3)
            volume = w_s * (high - low) * 2 * w_c * space(event.s_nu, M, m_l, m)
            total += volume * derived(event, F_NU, F_ELL) / (2 * M)
    del POINTS["scan"]
    assert total == pytest.approx(dalitz, rel=1e-9)
    assert total != pytest.approx(2 * dalitz, rel=1e-2)


def test_result() -> None:
    found = emission.result(None)
    *squares, light = found.formulas
    assert found.name == "meson-emission" and light.right == emission.light_limit()
    assert [f.right for f in squares] == [rate.longitudinal for rate in emission.rates()]
