"""Figures. Curves come from `numeric`; nothing is computed here but the grid."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from numeric import as_printed, moments
from numeric.point import Point


def _axes() -> tuple[Any, Any]:
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    return pyplot.subplots(figsize=(6.4, 4.2), layout="constrained")


def _save(figure: Any, path: Path) -> None:
    from matplotlib import pyplot

    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=160)
    pyplot.close(figure)


def printed_against_derived(point: Point, path: Path) -> str:
    """(22) over the magnetic part of T, against the mass of the heavy fermion; returns the caption."""
    scale = float(np.mean([*point.M_H, *point.M_A]))
    masses = np.geomspace(1e-2, 1e2, 81) * scale
    ratios = []
    for m in masses:
        at = point.with_(m_L=m, m_R=m, m_D=0.0)
        derived = moments.magnetic(moments.transition_coefficient(at)).imag[1, 0]
        claimed = as_printed.transition_coefficient(at)
        ratios.append(np.nan if claimed is None else claimed[1, 0] / derived)
    figure, axes = _axes()
    axes.loglog(masses / scale, ratios, lw=2, label=r"printed (22) / $\mathrm{Im}\,T_{21}$")
    axes.axhline(2, color="C3", ls="--", lw=1.2, label="2: the second antisymmetrisation alone")
    axes.set_xlabel(r"$M_N\,/\,$mean scalar mass")
    axes.set_ylabel("printed / derived")
    axes.legend(frameon=False)
    axes.grid(alpha=0.25)
    _save(figure, path)
    return (
        "Equation (22) over the magnetic part of the derived moment, against the heavy neutrino mass "
        "(m_D = 0, scalars as at the reference point); the excess over 2 is the weight x + y of (21)."
    )


def zeros(point: Point, path: Path) -> str:
    """|T₂₁| against m at fixed m_D: the zeros that the three conditions do not contain."""
    dirac = 0.3
    masses = np.linspace(0.0, 2 * dirac, 601)
    values = [
        moments.transition_coefficient(point.with_(m_L=m, m_R=m, m_D=dirac))[1, 0] for m in masses
    ]
    reference = values[int(np.argmax(np.abs(values)))]
    signed = [float((v / reference).real) for v in values]
    figure, axes = _axes()
    axes.axhline(0, color="0.5", lw=0.8)
    axes.plot(masses / dirac, signed, lw=2)
    axes.axvline(1, color="0.5", lw=0.8, ls=":")
    crossings = [
        0.5 * (a + b) / dirac
        for a, b, u, v in zip(masses, masses[1:], signed, signed[1:], strict=False)
        if u * v < 0
    ]
    axes.plot([0, *crossings], [0] * (1 + len(crossings)), "o", color="C3", zorder=3)
    axes.set_xlabel("$m/m_D$")
    axes.set_ylabel(r"$T_{21}$ / largest")
    axes.grid(alpha=0.25)
    _save(figure, path)
    found = ", ".join(f"{c:.3f}" for c in crossings)
    return (
        f"The moment against the Majorana mass m at m_D = {dirac} GeV, scalars as at the reference point: "
        f"it vanishes at m = 0 and again at m/m_D = {found}, with all three conditions of the text met."
    )
