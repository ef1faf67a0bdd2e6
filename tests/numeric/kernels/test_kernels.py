"""The kernels against ball arithmetic, against each other, and against bad input."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from darktmm.derive.formula import Formula
from darktmm.derive.loops.functions import (
    M_A1,
    M_A2,
    M_H1,
    M_H2,
    REGISTRY,
    M,
    path_function,
)
from darktmm.derive.loops.integrals import SimplexIntegral, mixed_difference
from darktmm.numeric import kernels
from darktmm.numeric.kernels import FORMS, evaluate
from darktmm.numeric.kernels.integration import PAYS, Compiler, compiled, trapezoid
from darktmm.numeric.kernels.rules import CLASSES, LIMITS

Array = NDArray[np.float64]

NAMES = sorted(FORMS)
BACKENDS = ("numpy", "compiled") if compiled() is not None else ("numpy",)
LIMIT = 1e-14


def sample(name: str, count: int, seed: int = 0) -> Array:
    """Eight decades, splittings down to one ulp, fermion masses from 0 to 1e6 × scalar mass."""
    rng = np.random.default_rng(seed)
    form = FORMS[name]
    masses = 10.0 ** rng.uniform(-4, 4, (len(form.arguments), count))
    pairs = {3: [(1, 2)], 5: [(1, 2), (3, 4)]}.get(len(masses), [])
    for a, b in pairs:
        close = rng.random(count) < 0.6
        split = 1 + 10.0 ** rng.uniform(-15.7, 0, count)
        masses[b] = np.where(close, masses[a] * split, masses[b])
    far = rng.random(count) < 0.5
    masses[0] = np.where(far, masses[1] * 10.0 ** rng.uniform(-12, 6, count), masses[0])
    signs = rng.choice([-1.0, 1.0], masses.shape)
    masses = np.where(np.array(form.signed)[:, None], signs * masses, masses)
    if name != "lepton_fermion_flip":  # diverges there
        masses[0, ::17] = 0.0
    return np.asarray(masses)


def deviation(value: Any, exact: Any) -> float:
    """Largest relative error; zero must be met by zero."""
    value, exact = np.asarray(value), np.asarray(exact)
    assert np.all(value[exact == 0] == 0)
    where = exact != 0
    return float(np.max(np.abs(value[where] / exact[where] - 1), initial=0.0))


def printed(name: str) -> Formula:
    """The path function as printed in the paper, and its mixed difference."""
    m, h, a = M**2, M_H1**2, M_A1**2
    single = SimplexIntegral(1, m, a, a, h) + SimplexIntegral(1, m, a, h, h)
    if name == "single":
        return Formula("path_printed", "J", single, (M, M_H1, M_A1), -2, "(21)")
    double = mixed_difference(single, (h, M_H2**2), (a, M_A2**2))
    arguments = (M, M_H1, M_H2, M_A1, M_A2)
    return Formula("difference_printed", "J", double, arguments, -2, "(21), (23)")


@pytest.mark.parametrize("name", NAMES)
def test_full_precision(name: str) -> None:
    pytest.importorskip("flint")
    masses = sample(name, 1500)
    midpoint, radius = evaluate(name, *masses, precision="certified")
    assert np.all(radius <= 2.0**-52 * np.abs(midpoint))
    for backend in BACKENDS:
        assert deviation(evaluate(name, *masses, backend=backend), midpoint) <= LIMIT
    assert deviation(trapezoid(FORMS[name], masses), midpoint) <= LIMIT


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_full_precision_at_many_points(name: str) -> None:
    pytest.importorskip("flint")
    masses = sample(name, 100_000, seed=1)
    midpoint, _ = evaluate(name, *masses, precision="certified")
    for backend in BACKENDS:
        assert deviation(evaluate(name, *masses, backend=backend), midpoint) <= LIMIT


@pytest.mark.parametrize("which", ["single", "double"])
def test_any_folded_expression_is_accepted(which: str) -> None:
    pytest.importorskip("flint")
    function = printed(which)
    masses = sample("path" if which == "single" else "path_difference", 300)[:, 1:]
    masses = masses[:, np.all(masses > 0, axis=0)]
    midpoint, _ = evaluate(function, *masses, precision="certified")
    assert deviation(evaluate(function, *masses), midpoint) <= LIMIT


def test_certificate_encloses_mpmath() -> None:
    """Residues in ball arithmetic against the closed form of `derive` at fifty digits."""
    pytest.importorskip("flint")
    for make in REGISTRY:
        function = make()
        values = [2, 3, 5, 7, 11][: len(function.arguments)]
        exact = function.doit().subs(dict(zip(function.arguments, values, strict=True))).evalf(50)
        midpoint, radius = evaluate(function.name, *values, precision="certified")
        assert abs(exact - midpoint) <= radius


def test_point_and_array_agree() -> None:
    for name in NAMES:
        masses = np.abs(sample(name, 40))
        values = evaluate(name, *masses)
        points = [evaluate(name, *map(float, column)) for column in masses.T]
        assert all(type(p) is float for p in points)
        assert deviation(points, values) <= LIMIT


positive = st.floats(1e-4, 1e4)


@settings(max_examples=60, deadline=None)
@given(positive, positive, positive, positive, positive, st.floats(1e-3, 1e3))
def test_symmetry_homogeneity_positivity_monotonicity(
    m: float, h1: float, h2: float, a1: float, a2: float, scale: float
) -> None:
    kernel = kernels.path_kernel(m, h1, h2, a1, a2)
    assert kernel > 0
    for other in ((h2, h1, a1, a2), (h1, h2, a2, a1), (a1, a2, h1, h2), (a1, h2, h1, a2)):
        assert kernels.path_kernel(m, *other) == pytest.approx(kernel, rel=LIMIT)
    scaled = kernels.path_kernel(*(scale * x for x in (m, h1, h2, a1, a2)))
    assert scaled * scale**6 == pytest.approx(kernel, rel=LIMIT)
    assert kernels.path_kernel(1.01 * m, h1, h2, a1, a2) < kernel * (1 + LIMIT)
    assert kernels.path_kernel(m, 1.01 * h1, h2, a1, a2) < kernel * (1 + LIMIT)
    if min(m, h1) > 0.1 * max(m, h1, h2, a1, a2):  # below, a per cent of it is less than rounding
        assert kernels.path_kernel(1.01 * m, h1, h2, a1, a2) < kernel
        assert kernels.path_kernel(m, 1.01 * h1, h2, a1, a2) < kernel
    difference = kernels.path_difference(m, h1, h2, a1, a2)
    split = (h1 - h2) * (h1 + h2) * (a1 - a2) * (a1 + a2)
    assert difference == pytest.approx(split * kernel, rel=LIMIT)
    assert kernels.path(m, h1, a1) == pytest.approx(kernels.path(m, a1, h1), rel=LIMIT)
    assert kernels.fermion_radiated(m, h1, a1) == pytest.approx(
        -kernels.fermion_radiated(h1, m, a1), rel=LIMIT
    )


def test_equal_scalars_give_exactly_zero() -> None:
    for backend in BACKENDS:
        for masses in ((0.3, 1.7, 1.7, 2.0, 3.0), (0.3, 2.0, 3.0, 1.7, 1.7), (0.0, 1.1, 1.1, 2, 3)):
            assert kernels.evaluate("path_difference", *masses, backend=backend) == 0
        assert kernels.evaluate("mass", 0.1, 0.7, 0.7, backend=backend) == 0
        assert kernels.evaluate("fermion_radiated", -0.7, -0.7, 2.0, backend=backend) == 0


def test_the_zero_of_the_radiating_fermion_sits_where_it_is() -> None:
    """It changes sign between neighbouring doubles around M_1 = M_2, and nowhere else."""
    for m in (0.3, -1.7, 1e-3):
        below, above = np.nextafter(m, -np.inf), np.nextafter(m, np.inf)
        assert kernels.fermion_radiated(below, m, 1.0) < 0 < kernels.fermion_radiated(above, m, 1.0)
    first, second, scalar = 10.0 ** np.random.default_rng(0).uniform(-3, 3, (3, 2000))
    for sign in (1, -1):
        values = kernels.fermion_radiated(first, sign * second, scalar)
        assert np.all(np.sign(values) == np.sign(first - sign * second))


@pytest.mark.parametrize("backend", BACKENDS)
def test_continuity_across_classes(backend: str) -> None:
    """Dense on both sides of each switch, the one to the trapezoid rule included."""
    pytest.importorskip("flint")
    ratio = np.sqrt(LIMITS)[:, None] * (1 + np.linspace(-1e-12, 1e-12, 9))
    for name in NAMES:
        count = len(FORMS[name].arguments)
        inner = np.full((count - 2, *ratio.shape), 1.3)
        masses = [ratio, np.ones_like(ratio), *inner]
        values = evaluate(name, *masses, backend=backend)
        midpoint, _ = evaluate(name, *masses, precision="certified")
        assert deviation(values, midpoint) <= LIMIT


def test_shapes() -> None:
    assert kernels.path(np.ones((4, 1)), np.ones(3), 2.0).shape == (4, 3)
    assert kernels.path([], 1.0, 2.0).shape == (0,)
    assert kernels.path(1, 2, 3) == pytest.approx(kernels.path(1.0, 2.0, 3.0), rel=LIMIT)
    assert isinstance(kernels.path(1, 2, 3), float)
    grid = np.asfortranarray(np.random.default_rng(0).uniform(1, 2, (7, 5)))
    row = kernels.path(grid[3], 1.0, 2.0)
    assert kernels.path(grid, 1.0, 2.0)[3] == pytest.approx(row, rel=LIMIT)
    half = kernels.path(0.5, 1.0, 2.0)
    assert kernels.path(np.float32(0.5), 1.0, 2.0) == pytest.approx(half, rel=LIMIT)
    fixed = np.linspace(1, 2, 5)
    fixed.flags.writeable = False
    assert kernels.path(fixed, 1.0, 2.0).shape == (5,)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((-1.0, 2.0, 3.0), r"path: M = -1 is negative"),
        (([1.0, np.nan], 2.0, 3.0), r"path: M\[1\] = nan is not finite"),
        ((1.0, [[2.0, np.inf]], 3.0), r"path: M_H1\[0, 1\] = inf is not finite"),
        ((1.0, 2.0, 5e-324), r"path: M_A1 = 4.94066e-324 is neither 0 nor between"),
        ((1.0, 2.0, 1e200), r"path: M_A1 = 1e\+200 is neither 0 nor between"),
        ((1.0, 2.0, 10**400), r"path: M_A1: not an array of real numbers"),
        ((1j, 2.0, 3.0), r"path: M: masses are real numbers, not complex128"),
        ((1.0, "2", 3.0), r"path: M_H1: masses are real numbers"),
        (([1.0, 2.0], [1.0, 2.0, 3.0], 3.0), r"shapes do not broadcast: M \(2,\), M_H1 \(3,\)"),
        (([1.0, 0.0], [1.0, 0.0], 3.0), r"path\[1\]: diverges for M = M_H1 → 0"),
    ],
)
@pytest.mark.parametrize("backend", BACKENDS)
def test_bad_masses(arguments: tuple[Any, ...], message: str, backend: str) -> None:
    with pytest.raises(ValueError, match=message):
        evaluate("path", *arguments, backend=backend)


def test_bad_calls() -> None:
    with pytest.raises(TypeError, match="takes 3 masses"):
        evaluate("path", 1.0, 2.0)
    with pytest.raises(ValueError, match="function: 'pth' is none of"):
        evaluate("pth", 1.0)
    with pytest.raises(ValueError, match="precision: 'high'"):
        evaluate("path", 1.0, 2.0, 3.0, precision="high")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="backend: 'gpu'"):
        evaluate("path", 1.0, 2.0, 3.0, backend="gpu")  # type: ignore[arg-type]


def test_massless_lines_where_finite() -> None:
    assert kernels.path(0.0, 1.0, 1.0) == pytest.approx(0.5, rel=LIMIT)  # ½∫dτ/(τ+1)²
    assert kernels.path_kernel(0.0, 1.0, 1.0, 1.0, 1.0) == pytest.approx(1 / 6, rel=LIMIT)
    assert kernels.fermion_radiated(0.0, 1.0, 0.0) == pytest.approx(-0.5, rel=LIMIT)
    with pytest.raises(ValueError, match="diverges for M_F → 0"):
        kernels.lepton_fermion_flip(0.0, 1.0)


def test_import_is_light() -> None:
    code = "import sys, darktmm.numeric.kernels; print(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"sympy", "scipy", "numba", "flint", "mpmath"} & set(done.stdout.split())


def test_without_numba() -> None:
    """All functions stay, and stay accurate."""
    code = (
        "import sys; sys.modules['numba'] = None\n"
        "from darktmm.numeric.kernels import path_difference\n"
        "print(repr(path_difference(0.5, 1.0, 1.0 + 2**-40, 2.0, 3.0)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    value = kernels.path_difference(0.5, 1.0, 1.0 + 2**-40, 2.0, 3.0)
    assert float(done.stdout) == pytest.approx(value, rel=LIMIT)


def test_memory_is_bounded() -> None:
    import tracemalloc

    count = 400_000
    masses = [np.linspace(1, 2, count) * k for k in range(1, 6)]
    for backend in BACKENDS:
        evaluate("path_difference", *(m[:10] for m in masses), backend=backend)
        tracemalloc.start()
        evaluate("path_difference", *masses, backend=backend)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak < 8 * count + 30e6


def test_pair_sums() -> None:
    rng = np.random.default_rng(5)
    for n in (1, 2, 5):
        m, h, a = 10.0 ** rng.uniform(-2, 2, (3, 50, n))
        m = m[:, 0]
        m[::7] = 0.0
        u = rng.normal(size=(50, n)) + 1j * rng.normal(size=(50, n))
        v = rng.normal(size=(50, n))
        terms = (
            u[:, :, None]
            * v[:, None, :]
            * kernels.path(m[:, None, None], h[:, :, None], a[:, None])
        )
        error = np.abs(kernels.path_pairs(m, u, h, v, a) - terms.sum(axis=(1, 2)))
        assert np.all(error <= LIMIT * np.abs(terms).sum(axis=(1, 2)))
    h, a = rng.uniform(1, 2, (2, 50, 1))
    h, a = h * [1, 1 + 1e-12], a * [1, 1 + 1e-9]
    pairs = kernels.path_pairs(0.7, [1, -1], h, [1, -1], a)
    assert (
        deviation(pairs, kernels.path_difference(0.7, h[:, 0], h[:, 1], a[:, 0], a[:, 1])) <= LIMIT
    )
    with pytest.raises(ValueError, match="M_H and its weights differ"):
        kernels.path_pairs(1.0, [1, 2, 3], [1, 2], [1, 1], [1, 2])


def test_classes_are_ordered() -> None:
    assert all(c.points % 4 == 0 for c in CLASSES)
    assert len(CLASSES) % 4 == 0  # the compiled search takes four at a time
    assert list(CLASSES) == sorted(CLASSES)


def test_registry_objects_use_the_generated_form() -> None:
    assert kernels.form_of(path_function()) is FORMS["path"]


def test_functions_are_compiled_once_that_pays() -> None:
    """Not a point earlier; then single points of every function go straight to them."""
    compiler = Compiler()
    assert compiler.worthwhile(PAYS - 1) is None
    assert not compiler.points
    assert compiler.worthwhile(1) is compiled()
    assert set(compiler.points) == (set(FORMS) if compiled() is not None else set())
    at_once = Compiler()
    assert at_once.module is compiled()
    assert at_once.worthwhile(0) is compiled()
