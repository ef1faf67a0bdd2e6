"""Two scalars from a pair of leptons: explicit spinors, Dalitz plots, complex scalars, known limits."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import product
from typing import Any

import numpy as np
import pytest
import sympy as sp

from darktmm.derive.models.dark import M_E, THETA_I, THETA_R, E, dark_model, yukawa
from darktmm.derive.models.dark import scalar_pairs as pairs
from darktmm.derive.symbols import M_Z, NEUTRAL, THETA_W
from tests.derive.helicity import (
    GAMMA,
    P_L,
    P_R,
    SPINS,
    any_velocity,
    bar,
    boost,
    chiral,
    slash,
    u,
    v,
)

TAU, MU = 1.777, 0.1057
NODES = 24


# --- by hand --------------------------------------------------------------------------------------


def exchange(q: Any, mass: float) -> Any:
    """Γ of 𝓜 per product of couplings: i𝓜 = (−iP_R)·i(q̸ + M)/(q² − M²)·(−iP_L)."""
    square = q[0] ** 2 - q[1:] @ q[1:]
    return (
        (-1j * P_R) @ (1j * (slash(q) + mass * np.eye(4))) @ (-1j * P_L) / (square - mass**2) / 1j
    )


def contact(q: Any, mass: float) -> Any:
    """The same at q = 0 in the denominator."""
    return slash(q) @ P_L / mass**2


def dalitz(
    parent: float,
    daughter: float,
    first: float,
    second: float,
    square: Callable[[Any, Any, Any, Any], float],
) -> float:
    """Γ = ∫dE₁dE₂ ½Σ|M|²/(64π³m) over the energies of both scalars in the rest frame of the parent."""
    x, w = np.polynomial.legendre.leggauss(NODES)
    x, w = (x + 1) / 2, w / 2
    flight = boost(any_velocity(np.random.default_rng(2)))
    highest = (parent**2 + first**2 - (daughter + second) ** 2) / (2 * parent)
    total = 0.0
    for t, weight in zip(x, w, strict=True):
        energy = first + (highest - first) * t**2 * (3 - 2 * t)
        k_1 = math.sqrt(energy**2 - first**2)
        # the rest, of mass² z, decays into the second scalar and the daughter
        z = parent**2 + first**2 - 2 * parent * energy
        own = (z + second**2 - daughter**2) / (2 * math.sqrt(z))
        k = math.sqrt(max(own**2 - second**2, 0.0))
        middle, spread = (parent - energy) * own / math.sqrt(z), k_1 * k / math.sqrt(z)
        for c, inner in zip(2 * x - 1, w, strict=True):
            e_2 = middle + spread * c
            k_2 = math.sqrt(e_2**2 - second**2)
            p_out = math.sqrt(max((parent - energy - e_2) ** 2 - daughter**2, 0.0))
            cosine = np.clip((p_out**2 - k_1**2 - k_2**2) / (2 * k_1 * k_2), -1, 1)
            one = np.array([energy, 0, 0, k_1])
            two = np.array([e_2, k_2 * math.sqrt(1 - cosine**2), 0, k_2 * cosine])
            p = np.array([parent, 0, 0, 0])
            value = square(*(flight @ m for m in (p, p - one - two, one, two)))
            measure = (highest - first) * 6 * t * (1 - t) * 2 * spread
            total += weight * inner * measure * value
    return total / (64 * math.pi**3 * parent)


def decay_by_hand(
    masses: tuple[float, float, float, float],
    heavy: float,
    direct: complex,
    crossed: complex,
    vertex: Callable[[Any, float], Any] = contact,
) -> float:
    """Γ(ℓ_β → ℓ_α Φ₁Φ₂), one helicity at a time."""
    parent, daughter, first, second = masses

    def square(p: Any, out: Any, one: Any, two: Any) -> float:
        gamma = direct * vertex(p - two, heavy) + crossed * vertex(p - one, heavy)
        return 0.5 * sum(
            abs(bar(u(out, daughter, s)) @ gamma @ u(p, parent, t)) ** 2
            for s, t in product(SPINS, SPINS)
        )

    return dalitz(parent, daughter, first, second, square)


def decay_derived(
    masses: tuple[float, float, float, float], heavy: float, direct: complex, crossed: complex
) -> float:
    """The same from the derived integrand."""
    x, w = np.polynomial.legendre.leggauss(NODES)
    x, w = (x + 1) / 2, w / 2
    parent, daughter, first, second = masses
    low, high = (first + second) ** 2, (parent - daughter) ** 2
    arguments = (pairs.M_PARENT, pairs.M_DAUGHTER, pairs.M_ONE, pairs.M_TWO, pairs.S)
    s = low + (high - low) * x**2 * (3 - 2 * x)
    z = {"+": (direct + crossed) / 2, "-": (direct - crossed) / 2}
    total = 0.0
    for one, other in product(z, z):
        density = pairs.phase_space_density() * pairs.decay_square(one, other)
        values = sp.lambdify(arguments, density, "numpy")(*masses, s)
        share = np.sum(values * w * (high - low) * 6 * x * (1 - x))
        total += float((z[one] * z[other].conjugate() * share).real)
    return total / heavy**4


# --- vertices -------------------------------------------------------------------------------------


def test_vertices() -> None:
    """c = yO_R/√2 for H and i yO_I/√2 for A, also with two generations and angles."""
    assert pairs.vertex_factors() == (1 / sp.sqrt(2), sp.I / sp.sqrt(2))
    model = dark_model(generations=2, neutrinos=2)
    lepton = model.charged_leptons["mu"]
    y = sp.Matrix([[yukawa("mu", 1), yukawa("mu", 2)]])
    for factor, scalars, angle in zip(
        pairs.vertex_factors(), (model.even, model.odd), (THETA_R, THETA_I), strict=True
    ):
        rotation = model.rotations[scalars is model.odd]
        assert rotation.free_symbols == {angle}
        for k, scalar in enumerate(scalars):
            expected = -sp.I * factor * (y * rotation)[k]
            rule = model.rules.yukawa(lepton, E, scalar)
            assert rule.left == 0 and sp.simplify(rule.right - expected) == 0
            assert sp.simplify(rule.right + expected) != 0


# --- decays ---------------------------------------------------------------------------------------

CASES = [
    ((TAU, MU, 0.25, 0.4), 1.3 + 0.4j, -0.7 + 0.9j),
    ((TAU, 0.3, 0.5, 0.1), 1.0 + 0j, 0.2j),
    ((TAU, 1e-9, 0.3, 0.3), 0.5 + 0.1j, 0.5 + 0.1j),
    ((TAU, 0.1, 0.05, 0.9), 1.0 + 0j, -1.0 + 0j),
]


@pytest.mark.parametrize(("masses", "direct", "crossed"), CASES)
def test_decays_against_spinors(
    masses: tuple[float, float, float, float], direct: complex, crossed: complex
) -> None:
    found = decay_derived(masses, 50.0, direct, crossed)
    expected = decay_by_hand(masses, 50.0, direct, crossed)
    assert found == pytest.approx(expected, abs=0, rel=1e-5)
    swapped = (masses[0], masses[1], masses[3], masses[2])
    # the name of a scalar does not matter
    assert decay_derived(swapped, 50.0, crossed, direct) == pytest.approx(found, abs=0, rel=1e-6)


@pytest.mark.parametrize("wrong", ["sign", "factor", "masses", "conjugate", "one diagram"])
def test_wrong_decays_are_seen(wrong: str) -> None:
    masses, direct, crossed = CASES[0]
    expected = decay_by_hand(masses, 50.0, direct, crossed)
    swapped = (masses[0], masses[1], masses[3], masses[2])
    mutated = {
        "sign": lambda: decay_derived(masses, 50.0, direct, -crossed),
        "factor": lambda: decay_derived(masses, 50.0, direct, 2 * crossed),
        "masses": lambda: decay_derived(swapped, 50.0, direct, crossed),
        "conjugate": lambda: decay_derived(masses, 50.0, direct, crossed.conjugate()),
        "one diagram": lambda: decay_derived(masses, 50.0, direct, 0.0),
    }[wrong]()
    assert mutated != pytest.approx(expected, abs=0, rel=1e-3)


def test_expansion_in_the_heavy_mass() -> None:
    """The exact propagator adds m²/M_E² and nothing of lower order."""
    masses, direct, crossed = CASES[0]
    offsets = []
    for heavy in (20.0, 40.0):
        exact = decay_by_hand(masses, heavy, direct, crossed, exchange)
        offsets.append(exact / decay_derived(masses, heavy, direct, crossed) - 1)
    assert 0 < offsets[0] < 2 * (TAU / 20) ** 2
    assert offsets[0] / offsets[1] == pytest.approx(4, abs=0, rel=0.03)


def test_massless() -> None:
    """m⁵/1536π³ and m⁵/3072π³; per |amplitude|², the leptonic decay has G_F²m⁵/192π³."""
    unit = pairs.M_PARENT**5 / sp.pi**3
    assert pairs.massless_width("+") == unit / 1536
    assert pairs.massless_width("-") == unit / 3072
    assert pairs.massless_standard_width() == pairs.G_FERMI**2 * unit / 192
    for a, b, share in ((1, 1, 1 / 1536), (1, -1, 1 / 3072), (1, 0, 1 / 4 / 1536 + 1 / 4 / 3072)):
        value = decay_by_hand((TAU, 1e-9, 1e-9, 1e-9), 50.0, a, b) * 50**4
        assert value == pytest.approx(share * TAU**5 / math.pi**3, abs=0, rel=1e-5)


def test_leptonic_decay() -> None:
    """1 − 8x + 8x³ − x⁴ − 12x² ln x of the daughter's mass."""
    x, w = np.polynomial.legendre.leggauss(NODES)
    high = (TAU - MU) ** 2
    arguments = (pairs.M_PARENT, pairs.M_DAUGHTER, pairs.S, pairs.G_FERMI)
    density = pairs.phase_space_density().subs({pairs.M_ONE: 0, pairs.M_TWO: 0})
    values = sp.lambdify(arguments, density * pairs.standard_square(), "numpy")
    t = (x + 1) / 2
    nodes, weights = high * t**2 * (3 - 2 * t), high * 3 * t * (1 - t) * w
    found = np.sum(values(TAU, MU, nodes, 1.0) * weights)
    r = (MU / TAU) ** 2
    shape = 1 - 8 * r + 8 * r**3 - r**4 - 12 * r**2 * math.log(r)
    assert found == pytest.approx(shape * TAU**5 / (192 * math.pi**3), abs=0, rel=1e-6)


def test_complex_scalar() -> None:
    """With U(1)_D H + iA is one S: what is emitted first is fixed, one diagram is left.

    ½HH + ½AA + HA of both orderings is S S*, for a decay and for e⁺e⁻ alike.
    """
    h, a = (complex(f) for f in pairs.vertex_factors())
    masses, heavy, y = (TAU, MU, 0.3, 0.3), 50.0, 1.1 - 0.4j
    c, d = {"H": h * y, "A": a * y}, {"H": h * 2j, "A": a * 2j}
    total = sum(
        factor * decay_derived(masses, heavy, c[i] * d[j].conjugate(), c[j] * d[i].conjugate())
        for factor, i, j in ((0.5, "H", "H"), (0.5, "A", "A"), (1.0, "H", "A"))
    )
    assert total == pytest.approx(decay_by_hand(masses, heavy, 2 * abs(y), 0), abs=0, rel=1e-5)


# --- e⁺e⁻ -----------------------------------------------------------------------------------------


def collision(energy: float, first: float, second: float, cosine: float) -> tuple[Any, ...]:
    """Electron, positron and both scalars in flight, and |k|."""
    e_1 = (energy**2 + first**2 - second**2) / (2 * energy)
    k = math.sqrt(e_1**2 - first**2)
    direction = np.array([math.sqrt(1 - cosine**2), 0, cosine])
    flight = boost(any_velocity(np.random.default_rng(5)))
    half = energy / 2
    momenta = (
        np.array([half, 0, 0, half]),
        np.array([half, 0, 0, -half]),
        np.array([e_1, *(k * direction)]),
        np.array([energy - e_1, *(-k * direction)]),
    )
    return (*(flight @ p for p in momenta), k)


def scattering_by_hand(
    energy: float, heavy: float, first: float, second: float, a: complex, cosine: float
) -> float:
    """¼Σ|M|², one helicity at a time."""
    electron, positron, one, two, _ = collision(energy, first, second, cosine)
    gamma = a * exchange(electron - two, heavy) + np.conj(a) * exchange(electron - one, heavy)
    return 0.25 * sum(
        abs(bar(v(positron, 1e-9, s)) @ gamma @ u(electron, 1e-9, t)) ** 2
        for s, t in product(SPINS, SPINS)
    )


def scattering_derived(
    energy: float, heavy: float, first: float, second: float, a: complex, cosine: float
) -> float:
    k = collision(energy, first, second, cosine)[-1]
    middle, half_range = (
        float(x.subs({pairs.S: energy**2, M_E: heavy, pairs.M_ONE: first, pairs.M_TWO: second}))
        for x in pairs.denominators()
    )
    values = {pairs.REAL: a.real, pairs.IMAGINARY: a.imag, pairs.COSINE: cosine}
    values |= {pairs.MIDDLE: middle, pairs.HALF_RANGE: half_range}
    values |= {pairs.MOMENTUM: k, pairs.S: energy**2}
    return float(pairs.angular_distribution().subs(values))


@pytest.mark.parametrize("a", [1.0 + 0j, 1.0j, 0.6 - 1.1j])
@pytest.mark.parametrize(("first", "second"), [(10.0, 10.0), (0.0, 40.0), (70.0, 20.0)])
def test_angular_distribution(a: complex, first: float, second: float) -> None:
    for cosine in (-0.8, 0.1, 0.55):
        point = (200.0, 82.0, first, second)
        found, expected = (f(*point, a, cosine) for f in (scattering_derived, scattering_by_hand))
        assert found == pytest.approx(expected, abs=0, rel=1e-9)
        for wrong in (1j * a, 2 * a):
            assert scattering_derived(*point, wrong, cosine) != pytest.approx(
                expected, abs=0, rel=1e-2
            )
        assert scattering_derived(200.0, 90.0, first, second, a, cosine) != pytest.approx(
            expected, abs=0, rel=1e-2
        )


@pytest.mark.parametrize("r", [0.05, 0.29, 0.9, 0.9999])
def test_angular_integrals(r: float) -> None:
    x, w = np.polynomial.legendre.leggauss(800)  # error (1 + √2(1 − r))^(−1600)
    values = {pairs.RATIO: sp.Float(r, 50), pairs.HALF_LOGARITHM: sp.atanh(sp.Float(r, 50))}
    for closed, shape, series in zip(
        pairs.angular_integrals(), pairs.angular_shapes(), pairs.angular_series(14), strict=True
    ):
        number = np.sum(w * sp.lambdify((pairs.COSINE, pairs.RATIO), shape, "numpy")(x, r))
        assert float(closed.subs(values)) == pytest.approx(number, abs=0, rel=1e-6)
        if r < 0.3:
            expanded = sum(c * r ** (2 * n) for n, c in enumerate(series))
            assert float(expanded) == pytest.approx(number, abs=0, rel=1e-9)


@pytest.mark.parametrize("a", [1.0 + 0j, 1.0j, 0.6 - 1.1j])
def test_cross_section(a: complex) -> None:
    """Partial waves times integrals = the integral over spinors, flux 2s, Φ₂ = k/4π√s."""
    energy, heavy, first, second = 150.0, 60.0, 5.0, 30.0
    x, w = np.polynomial.legendre.leggauss(60)
    square = [scattering_by_hand(energy, heavy, first, second, a, c) for c in x]
    k = collision(energy, first, second, 0.0)[-1]
    expected = np.sum(w * square) / 2 * k / (4 * math.pi * energy) / (2 * energy**2)
    middle, half_range = (
        float(x.subs({pairs.S: energy**2, M_E: heavy, pairs.M_ONE: first, pairs.M_TWO: second}))
        for x in pairs.denominators()
    )
    values = {pairs.S: energy**2, pairs.MOMENTUM: k, pairs.MIDDLE: middle}
    values |= {pairs.RATIO: half_range / middle}
    values |= {pairs.HALF_LOGARITHM: math.atanh(half_range / middle)}
    p_wave, d_wave = (
        float((x * y).subs(values))
        for x, y in zip(pairs.partial_waves(), pairs.angular_integrals(), strict=True)
    )
    assert a.imag**2 * p_wave + a.real**2 * d_wave == pytest.approx(expected, abs=0, rel=1e-9)
    if a.real != a.imag:
        assert a.real**2 * p_wave + a.imag**2 * d_wave != pytest.approx(expected, abs=0, rel=1e-2)


def test_complex_scalar_from_a_collision() -> None:
    """½HH + ½AA + HA = S S*, of which t-channel exchange alone is left."""
    h, a = (complex(f) for f in pairs.vertex_factors())
    energy, heavy, mass, cosine, y = 200.0, 82.0, 20.0, 0.3, 1.2
    c = {"H": h * y, "A": a * y}

    def mean(i: str, j: str) -> float:
        """Both directions of the scalars: they are not told apart."""
        product_ = c[i] * c[j].conjugate()
        return sum(
            scattering_derived(energy, heavy, mass, mass, product_, x) / 2
            for x in (cosine, -cosine)
        )

    total = 0.5 * mean("H", "H") + 0.5 * mean("A", "A") + mean("H", "A")
    expected = 0.0
    for x in (cosine, -cosine):
        electron, positron, _, two, _ = collision(energy, mass, mass, x)
        gamma = y**2 * exchange(electron - two, heavy)
        expected += (
            0.5
            * 0.25
            * sum(
                abs(bar(v(positron, 1e-9, s)) @ gamma @ u(electron, 1e-9, t)) ** 2
                for s, t in product(SPINS, SPINS)
            )
        )
    assert total == pytest.approx(expected, abs=0, rel=1e-9)


def test_neutrinos() -> None:
    """At the peak 12π Γ_ee Γ_νν/(M_Z Γ_Z)², each width g²M_Z/24π per chirality; and by spinors."""
    mass, width, g, angle = 91.19, 2.5, 0.37, 0.5
    sine = math.sin(angle) ** 2
    left, right, neutrino = g * (2 * sine - 1), g * 2 * sine, g
    values = {M_Z: mass, pairs.WIDTH_Z: width, NEUTRAL: g, THETA_W: angle}
    peak = float(pairs.neutrino_cross_section().subs({**values, pairs.S: mass**2}))
    unit = mass / (24 * math.pi)
    known = 12 * math.pi * unit**2 * (left**2 + right**2) * neutrino**2 / (mass * width) ** 2
    assert peak == pytest.approx(known, abs=0, rel=1e-12)
    assert peak != pytest.approx(known / 2, abs=0, rel=1e-2)
    energy, total = 150.0, 0.0
    x, w = np.polynomial.legendre.leggauss(8)
    metric = (1, -1, -1, -1)
    propagator = (energy**2 - mass**2) ** 2 + (mass * width) ** 2
    for c, weight in zip(x, w, strict=True):
        electron, positron, one, two, _ = collision(energy, 0.0, 0.0, c)
        for spins in product(SPINS, repeat=4):
            lower = [
                bar(v(positron, 1e-9, spins[0]))
                @ m
                @ chiral(left, right)
                @ u(electron, 1e-9, spins[1])
                for m in GAMMA
            ]
            upper = [
                bar(u(one, 1e-9, spins[2])) @ m @ chiral(neutrino, 0) @ v(two, 1e-9, spins[3])
                for m in GAMMA
            ]
            amplitude = sum(s * a * b for s, a, b in zip(metric, lower, upper, strict=True))
            total += weight / 2 * 0.25 * abs(amplitude) ** 2 / propagator
    expected = total / (8 * math.pi) / (2 * energy**2)
    found = float(pairs.neutrino_cross_section().subs({**values, pairs.S: energy**2}))
    assert found == pytest.approx(expected, abs=0, rel=1e-9)


def test_result() -> None:
    found = pairs.result(None)
    assert found.name == "scalar-pairs" and len(found.formulas) == 4
