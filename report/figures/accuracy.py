r"""What a cancellation costs, and what it costs nothing: three ways to the same difference of loops.

Equation (23) takes a function four times and subtracts twice. In double precision its closed form loses every
digit where the scalars are nearly degenerate; so does, a little later, the difference of four values that are
each right to the last digit. The momentum integral in which both splittings stand in front loses nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import mpmath
import numpy as np

from darktmm.derive.memo import cache
from darktmm.numeric import kernels
from darktmm.numeric.arrays import FloatArray
from darktmm.papers.orders import energy
from darktmm.papers.wording import digits
from darktmm.report.figures import style
from darktmm.report.figures.figure import Data, Figure, Progress, numbers
from darktmm.report.figures.labels import Label, place

HEAVY, EVEN, ODD = 1.1, 0.3, 0.2
"""Mass of N, and of the lighter CP-even and CP-odd scalars, GeV; the heavier ones come close to them."""

POINTS = 121
DIGITS = 80
"""Of the reference; the smallest splittings cost 28."""

EPSILON = float(np.finfo(float).eps)


@cache
def closed_form(numbers: str) -> Callable[..., Any]:
    """J(M; M_H, M_A) in logarithms, as a function of numpy's or mpmath's numbers."""
    import sympy as sp

    from darktmm.derive.loops.functions import closed, path_function

    law = closed(path_function())
    function: Callable[..., Any] = sp.lambdify(law.arguments, law.right, modules=numbers)
    return function


Pair = tuple[Any, Any]


def mixed_difference(loop: Callable[..., Any], even: Pair, odd: Pair) -> Any:
    """(23), written as it stands."""
    return (
        loop(HEAVY, even[0], odd[0])
        - loop(HEAVY, even[1], odd[0])
        - loop(HEAVY, even[0], odd[1])
        + loop(HEAVY, even[1], odd[1])
    )


def reference(even: Pair, odd: Pair) -> float:
    """The same with so many digits that none that matters is lost."""
    with mpmath.workdps(DIGITS):
        loop = closed_form("mpmath")

        def exact(*masses: float) -> Any:
            return loop(*map(mpmath.mpf, masses))

        return float(mixed_difference(exact, even, odd))


def compute(progress: Progress) -> Data:
    """Relative errors of the three ways, against the relative splitting of the masses."""
    splitting = np.geomspace(1e-14, 1.0, POINTS)
    even, odd = ((np.full(POINTS, m), m * (1 + splitting)) for m in (EVEN, ODD))
    exact = np.empty(POINTS)
    for k in range(POINTS):
        progress(k / POINTS, f"{DIGITS} digits of a difference of loops")
        exact[k] = reference(*((float(a[k]), float(b[k])) for a, b in (even, odd)))
    ways = {
        "closed form": mixed_difference(closed_form("numpy"), even, odd),
        "difference of integrals": mixed_difference(kernels.path, even, odd),
        "one integral": kernels.path_difference(HEAVY, *even, *odd),
    }
    progress(1.0, "difference of loops")
    return Data(
        (
            numbers("splitting", "1", "M_H2/M_H1 - 1 = M_A2/M_A1 - 1", splitting),
            numbers("reference", "GeV^-2", f"the difference, {DIGITS} digits in between", exact),
            *(
                numbers(
                    name,
                    "1",
                    f"relative error in double precision: {_MEANING[name]}",
                    np.abs(v / exact - 1),
                )
                for name, v in ways.items()
            ),
        )
    )


_MEANING = {
    "closed form": "the four closed forms, subtracted",
    "difference of integrals": "four values right to the last digit, subtracted",
    "one integral": "the splittings factored out before anything is computed",
}

_LOOKS = {
    "closed form": ("s", style.VERMILION, "closed form of (21), subtracted"),
    "difference of integrals": ("^", style.ORANGE, "stable loops, subtracted"),
    "one integral": ("o", style.BLUE, "as evaluated here"),
}


def draw(data: Data) -> Any:
    """Errors as points, and what rounding allows at best."""
    picture, axes = style.canvas(style.ONE_COLUMN, 2.9)
    x = data["splitting"]
    floor = EPSILON / 8
    top = 1e2 * np.nanmax([data[name].max() for name in _LOOKS])
    axes.set(xscale="log", yscale="log", xlim=(x[0], 1), ylim=(2e-3 * floor, top))
    labels = []
    for name, (mark, colour, text) in _LOOKS.items():
        error = np.maximum(data[name], floor)
        axes.plot(x, error, mark, color=colour, ms=2.2, mew=0)
        at = {"one integral": 0.5}.get(name, 0.55)
        labels.append(Label(text, x, _envelope(error), colour, at=at, sides=(1,)))
    axes.plot([x[0], 1], [1, 1], color=style.GREY, lw=0.8)
    axes.plot([x[0], 1], [EPSILON] * 2, color=style.GREY, lw=0.8, ls=(0, (1, 1.5)))
    style.excluded(axes, [x[0], 1], [1, 1], [top, top])
    axes.text(
        0.97,
        0.965,
        "no digit is right",
        transform=axes.transAxes,
        color=style.GREY,
        ha="right",
        va="top",
        style="italic",
    )
    labels.append(
        Label(
            "rounding of a double",
            [x[0], 1],
            [EPSILON] * 2,
            style.GREY,
            size=7,
            at=0.2,
            sides=(-1,),
            distance=9,
        )
    )
    axes.set_xlabel(r"$M_{H_2}/M_{H_1}-1 = M_{A_2}/M_{A_1}-1$")
    axes.set_ylabel("relative error")
    place(axes, labels, [(x, np.maximum(data[name], floor)) for name in _LOOKS])
    return picture


def _envelope(error: FloatArray, width: int = 7) -> FloatArray:
    """The largest of its neighbours: where words stand above all points."""
    padded = np.pad(error, width // 2, mode="edge")
    return np.asarray(np.lib.stride_tricks.sliding_window_view(padded, width).max(axis=1))


def lost(data: Data, name: str) -> float:
    """Largest splitting at which a way has an error of one or more; 0 if it never has."""
    bad = data["splitting"][data[name] >= 1]
    return float(bad.max()) if len(bad) else 0.0


def caption(data: Data) -> str:
    """Where the digits go."""
    worst = float(data["one integral"].max())
    naive, stable = (lost(data, name) for name in ("closed form", "difference of integrals"))
    return (
        "Relative error of (23) in double precision, against the degeneracy of the scalars "
        f"($M_N$ = {energy(HEAVY)}, $M_{{H_1}}$ = {energy(EVEN)}, $M_{{A_1}}$ = {energy(ODD)}), "
        f"from {DIGITS} digits. The closed form of (21), taken four times and subtracted, has no right digit below "
        f"${digits(naive, '.0e')}$; four values that are each right to the last digit have none below "
        f"${digits(stable, '.0e')}$. With both splittings in front of one integral the error is never above "
        f"${digits(worst, '.0e')}$; errors below an eighth of a rounding are drawn there."
    )


FIGURES = (
    Figure("accuracy", "What degenerate masses cost in double precision", compute, draw, caption),
)
