"""Speed, accuracy and memory of the loop functions, as ratios within one run on one core.

`python -m benchmarks` prints the table; `--points N` changes the size of the samples.
"""

from __future__ import annotations

import argparse
import importlib.util
import platform
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from benchmarks import constraints
from darktmm.derive.loops.functions import path_difference, path_function
from darktmm.numeric import kernels
from darktmm.numeric.kernels import evaluate
from darktmm.numeric.kernels.integration import compiled

Array = NDArray[np.float64]


class Line(NamedTuple):
    """One row of the table."""

    what: str
    value: str
    target: str
    met: bool | None


def machine() -> str:
    """Processor, interpreter and libraries."""
    name = platform.processor() or platform.machine()
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            name = next(line.split(":")[1].strip() for line in file if "model name" in line)
    except (OSError, StopIteration):
        pass
    return f"{name}; Python {platform.python_version()}, numpy {np.__version__}"


def seconds(call: Callable[[], Any], repeat: int = 7) -> float:
    """Best of a few runs, after one that compiles and warms the caches."""
    call()
    best = np.inf
    for _ in range(repeat):
        start = time.perf_counter()
        call()
        best = min(best, time.perf_counter() - start)
    return best


def closed_forms() -> dict[str, Callable[..., Any]]:
    """What one would otherwise do: lambdify, numpy, common subexpressions taken out."""
    whole, single = path_difference(), path_function()
    m, h1, h2, a1, a2 = whole.arguments
    four = (
        single(m, h1, a1).doit()
        - single(m, h1, a2).doit()
        - single(m, h2, a1).doit()
        + single(m, h2, a2).doit()
    )
    return {
        "closed form of (23), four path functions": sp.lambdify(
            whole.arguments, four, "numpy", cse=True
        ),
        "closed form of the divided difference": sp.lambdify(
            whole.arguments, whole.doit(), "numpy", cse=True
        ),
    }


def log_uniform(rng: np.random.Generator, count: int) -> Array:
    """1 MeV to 1 TeV."""
    return np.asarray(10.0 ** rng.uniform(-3, 3, (5, count)))


def compact(rng: np.random.Generator, count: int) -> Array:
    """All masses within a factor 3."""
    return np.asarray(3.0 ** rng.uniform(0, 1, (5, count)))


def speed(count: int) -> Iterator[Line]:
    """Many points, one point, pair sums."""
    rng = np.random.default_rng(0)
    samples = {"log-uniform": log_uniform(rng, count), "within a factor 3": compact(rng, count)}
    goals = {
        ("log-uniform", "compiled"): 25,
        ("log-uniform", "numpy"): 4,
        ("within a factor 3", "compiled"): 80,
    }
    backends = ["numpy"] + ["compiled"] * (compiled() is not None)
    for sample, masses in samples.items():
        ours = {
            b: seconds(lambda b=b, m=masses: evaluate("path_difference", *m, backend=b)) / count
            for b in backends
        }
        for b, t in ours.items():
            yield Line(f"mixed difference, {b}, {sample}", f"{t * 1e9:.1f} ns/point", "", None)
        for k, (name, function) in enumerate(closed_forms().items()):
            with np.errstate(all="ignore"):
                theirs = seconds(lambda f=function, m=masses: f(*m)) / count
            yield Line(f"{name}, {sample}", f"{theirs * 1e9:.1f} ns/point", "", None)
            for b, t in ours.items():
                goal = goals.get((sample, b)) if k == 0 else None
                yield Line(
                    f"  … {b} is faster by",
                    f"{theirs / t:.1f}",
                    f"≥ {goal}" if goal else "",
                    theirs / t >= goal if goal else None,
                )
    point = [float(x) for x in samples["log-uniform"][:, 0]]
    single = seconds(lambda: [kernels.path_difference(*point) for _ in range(2000)]) / 2000
    yield Line("one point", f"{single * 1e6:.2f} µs", "≤ 10 µs", single <= 1e-5)
    for k, (name, function) in enumerate(closed_forms().items()):
        theirs = seconds(lambda f=function: [f(*point) for _ in range(2000)]) / 2000
        yield Line(
            f"  … faster than one call of the {name} by",
            f"{theirs / single:.1f}",
            "" if k else "≥ 4",
            None if k else theirs / single >= 4,
        )


def pair_sums(count: int) -> Iterator[Line]:
    """n scalar generations: shared nodes against n² evaluations."""
    rng = np.random.default_rng(1)
    for n in (2, 3, 4, 8):
        m, h, a = 10.0 ** rng.uniform(-1, 1, (3, count, n))
        u, v = rng.normal(size=(2, count, n))
        m = m[:, 0]

        def shared(m: Any = m, u: Any = u, h: Any = h, v: Any = v, a: Any = a) -> Any:
            return kernels.path_pairs(m, u, h, v, a)

        def squared(m: Any = m, u: Any = u, h: Any = h, v: Any = v, a: Any = a) -> Any:
            table = kernels.path(m[:, None, None], h[:, :, None], a[:, None, :])
            return np.einsum("pi,pj,pij->p", u, v, table)

        one, two = seconds(shared, 3) / count, seconds(squared, 3) / count
        yield Line(
            f"pair sum, n = {n}",
            f"{one * 1e9:.0f} ns shared nodes, {two * 1e9:.0f} ns pair by pair",
            "",
            None,
        )


def peers() -> Iterator[Line]:
    """General-purpose integrators at one point, and what else is installed."""
    point = [0.7, 1.1, 1.9, 2.3, 3.1]
    ours = seconds(lambda: [kernels.path_difference(*point) for _ in range(1000)]) / 1000
    m, h1, h2, a1, a2 = point
    front = (h1**2 - h2**2) * (a1**2 - a2**2) / 2

    def integrand(t: Any) -> Any:
        product = (t + h1**2) * (t + h2**2) * (t + a1**2) * (t + a2**2)
        return front * t**2 / ((t + m**2) ** 2 * product)

    import mpmath
    from scipy.integrate import quad

    t = seconds(lambda: quad(integrand, 0, np.inf, epsabs=0, epsrel=1e-12), 3)
    yield Line("scipy.integrate.quad, one point", f"{t / ours:.0f} × ours", "", None)
    t = seconds(lambda: mpmath.quad(integrand, [0, 1, mpmath.inf]), 3)
    yield Line("mpmath.quad, one point", f"{t / ours:.0f} × ours", "", None)
    for name in ("jax", "pycollier"):
        if importlib.util.find_spec(name) is None:
            yield Line(name, "not installed", "", None)


def accuracy(count: int) -> Iterator[Line]:
    """Against ball arithmetic, on points that defeat the closed form."""
    if importlib.util.find_spec("flint") is None:
        yield Line("accuracy", "python-flint is not installed", "≤ 1e-14", None)
        return
    rng = np.random.default_rng(2)
    for name, form in kernels.FORMS.items():
        masses = 10.0 ** rng.uniform(-4, 4, (len(form.arguments), count))
        for a in range(1, len(masses) - 1, 2):
            masses[a + 1] = masses[a] * (1 + 10.0 ** rng.uniform(-15, 0, count))
        masses[0] = masses[1] * 10.0 ** rng.uniform(-12, 6, count)
        if name != "lepton_fermion_flip":
            masses[0, ::10] = 0.0
        exact, _ = evaluate(name, *masses, precision="certified")
        where = exact != 0
        error = np.max(np.abs(evaluate(name, *masses)[where] / exact[where] - 1))
        yield Line(f"worst error, {name}", f"{error:.1e}", "≤ 1e-14", bool(error <= 1e-14))
        if name == "path_difference":
            for label, function in closed_forms().items():
                with np.errstate(all="ignore"):
                    wrong = np.abs(function(*masses)[where] / exact[where] - 1)
                worst = np.max(wrong[np.isfinite(wrong)])
                yield Line(f"  … {label}", f"{worst:.0e}", "", None)
    zero = evaluate("path_difference", 0.3, 1.1, 1.1, 2.0, 3.0)
    yield Line("splitting exactly zero", f"{zero}", "0", zero == 0)


def resources() -> Iterator[Line]:
    """Memory of ten million points; time to import."""
    count = 10_000_000
    line = np.linspace(1, 2, count)
    evaluate("path_difference", line[:9], 1.1, 1.2, 1.3, 1.4)
    tracemalloc.start()
    result = evaluate("path_difference", line, line, 2.0, line, 3.0)
    peak = tracemalloc.get_traced_memory()[1] - result.nbytes
    tracemalloc.stop()
    yield Line(
        "10⁷ points, memory beyond the arrays", f"{peak / 1e6:.0f} MB", "≤ 300 MB", peak < 3e8
    )
    code = (
        "import time, numpy; start = time.perf_counter(); import numeric, darktmm.numeric.kernels; "
        "print(time.perf_counter() - start)"
    )
    best = min(
        float(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout)
        for _ in range(5)
    )
    yield Line("import beyond numpy", f"{best * 1e3:.0f} ms", "≤ 150 ms", best <= 0.15)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=100_000)
    count = parser.parse_args().points
    print(machine())
    for section in (
        speed(count),
        pair_sums(max(count // 20, 100)),
        peers(),
        accuracy(max(count // 20, 100)),
        resources(),
        (Line(*row) for part in (constraints.constraints, constraints.joint) for row in part()),
    ):
        for line in section:
            mark = {True: "met", False: "MISSED", None: ""}[line.met]
            print(f"{line.what:<72} {line.value:<30} {line.target:<10} {mark}".rstrip(), flush=True)


if __name__ == "__main__":
    main()
