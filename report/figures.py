"""Figures. Curves come from `numeric`; nothing is computed here but the grid.

Figures 6 and 7 of the paper are drawn in three versions: as *printed* (its formulas, its inputs), as
*derived* (right formulas, its inputs), and *today* (right formulas, current data, decay channels
respected, Yukawas, masses and mixings optimised).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from darktmm.numeric.constraints.scattering import Window, recast_limit, windows
from darktmm.numeric.inputs.data import CHANNELS, Measurement, curves, measurement
from darktmm.numeric.models.dark import moments
from darktmm.numeric.models.dark.parameters import Parameters
from darktmm.papers.arxiv_2603_25704 import as_printed, joint
from darktmm.papers.arxiv_2603_25704.joint import Maximum
from darktmm.papers.arxiv_2603_25704.printed.hierarchy import COUPLINGS

VERSIONS = ("printed", "derived", "today")
STRATEGY = {"printed": "paper", "derived": "derived", "today": "today"}


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


def printed_against_derived(point: Parameters, path: Path) -> str:
    """(22) over the magnetic part of T, against the mass of the heavy fermion; returns the caption."""
    scale = float(np.mean([*point.only.M_H, *point.only.M_A]))
    masses = np.geomspace(1e-2, 1e2, 81) * scale
    ratios = []
    for m in masses:
        at = point.with_(m_L=m, m_R=m, m_D=0.0)
        derived = moments.magnetic(moments.transition_coefficient(at)[0]).imag[1, 0]
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


def zeros(point: Parameters, path: Path) -> str:
    """|T₂₁| against m at fixed m_D: the zeros that the three conditions do not contain."""
    dirac = 0.3
    masses = np.linspace(0.0, 2 * dirac, 601)
    values = [
        moments.transition_coefficient(point.with_(m_L=m, m_R=m, m_D=dirac))[0][1, 0]
        for m in masses
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


# --- figures 6 and 7 of the paper -------------------------------------------------------------------


def draw(figure: str, version: str, out: Path, masses: int = 40) -> tuple[Path, str]:
    """Draw one figure of the paper; returns its path and caption.

    Raises:
        ValueError: no such figure or version, fewer than two masses.
    """
    drawers = {"fig6": fig6, "fig7": fig7}
    if figure not in drawers:
        raise ValueError(f"figure {figure!r}: must be one of {', '.join(drawers)}")
    if version not in VERSIONS:
        raise ValueError(f"--version {version!r}: must be one of {', '.join(VERSIONS)}, all")
    if masses < 2:
        raise ValueError(f"--masses {masses}: must be at least 2")
    path = out / f"{figure}-{version}.png"
    return path, drawers[figure](version, path, masses)


def _recast(entry: Measurement, window: Window, masses: np.ndarray) -> np.ndarray:
    return np.asarray(recast_limit(masses, entry.value, window))


SOLAR = {
    "published": "Borexino 2017",
    "xenonnt": "XENONnT 2022",
    "lz": "LZ 2023",
    "pandax": "PandaX-4T 2025",
}
"""Recoil window and limit of each solar experiment."""


def fig6(version: str, path: Path, masses: int) -> str:
    """Limits on the effective moment against the mass of the mediator."""
    grid = np.geomspace(1e-6, 1.0, max(masses, 200))
    borexino = measurement(SOLAR["published"])
    figure, axes = _axes()
    if version == "today":
        for name, entry in SOLAR.items():
            limits = _recast(measurement(entry), windows()[name], grid)
            axes.loglog(1e3 * grid, limits, lw=1.8, label=entry)
        caption = (
            "Limits on the effective moment of solar neutrinos from experiments in their published recoil "
            "windows, recast to a dark photon of mass m_A': the low threshold that makes xenon strong for "
            "the photon makes it weak for a heavy mediator."
        )
    else:
        limits = _recast(borexino, windows()["paper"], grid)
        axes.loglog(1e3 * grid, limits, lw=2, color="C4", label="(33), (34); 50 keV, 862 keV")
        caption = "Figure 6 with the paper's inputs: (33) and (34) follow from the Lagrangian."
        if version == "derived":
            right = _recast(borexino, windows()["published"], grid)
            axes.loglog(
                1e3 * grid,
                right,
                lw=1.5,
                color="C0",
                ls="-.",
                label=f"threshold {1e6 * windows()['published'].T_min:.0f} keV",
            )
            slope = limits[0] * (grid / 1e-3) ** 2
            axes.loglog(
                1e3 * grid, slope, lw=0.8, color="0.6", label=r"$\propto m_{A'}^2$, from 1 MeV"
            )
            axes.axvline(0.1, color="0.6", lw=0.8, ls=":")
            axes.set_ylim(0.5 * limits[0], 2 * limits[-1])
            caption += (
                " The curve is not yet flat at 100 keV (dotted) and not yet quadratic at 1 MeV; the second one "
                "starts at the threshold of the published analysis."
            )
        axes.axhline(borexino.value, color="0.5", ls="--", lw=1, label="massless photon")
    _labels(axes)
    _save(figure, path)
    return caption


def _labels(axes: Any) -> None:
    axes.set_xlabel("$m_{A'}$ [MeV]")
    axes.set_ylabel(r"$\mu_{\rm eff}$ [$\mu_B$]")
    axes.legend(frameon=False, fontsize=8)
    axes.grid(alpha=0.25)


def fig7(version: str, path: Path, masses: int) -> str:
    """The largest moment that indirect bounds allow, against the direct limit."""
    if version == "today":
        return _fig7_today(path, masses)
    figure, axes = _axes()
    found: dict[float, list[Maximum]] = {}
    for g_D, style in zip(COUPLINGS, _STYLES, strict=True):
        found[g_D] = list(joint.curve(STRATEGY[version], g_D, joint.masses(masses)))
        _moment_curve(axes, found[g_D], f"$g_D = {g_D}$", **style)
    direct = found[COUPLINGS[0]]
    _borexino(axes, direct)
    _labels(axes)
    _save(figure, path)
    best = max((m for m in direct if np.isfinite(m.mu_eff)), key=lambda m: m.ratio)
    return _FIG7[version] + (
        f" Closest to Borexino at g_D = {COUPLINGS[0]}: {best.ratio:.1e} of it, at "
        f"{1e3 * best.m_aprime:.3g} MeV, limited by {', '.join(best.active)}."
    )


_STYLES: tuple[dict[str, Any], ...] = (
    {"color": "C0", "ls": "-"},
    {"color": "C2", "ls": "--"},
    {"color": "C1", "ls": ":"},
)


def _moment_curve(axes: Any, found: list[Maximum], label: str, **style: Any) -> None:
    axes.loglog(
        [1e3 * m.m_aprime for m in found], [m.mu_eff for m in found], lw=1.8, label=label, **style
    )


def _borexino(axes: Any, found: list[Maximum]) -> None:
    grid, limit = [1e3 * m.m_aprime for m in found], [m.direct for m in found]
    axes.loglog(grid, limit, lw=2, color="C4", label="Borexino, limit on moments")
    axes.fill_between(grid, limit, [max(limit) * 10] * len(limit), color="C4", alpha=0.12)
    axes.set_ylim(top=max(limit) * 3)


def _fig7_today(path: Path, masses: int) -> str:
    """Moments above, ε of the maxima and the searches that decide about it below."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    grid = joint.masses(masses)
    best = list(joint.curve("today", None, grid))
    maxima: dict[float, list[Maximum]] = {}
    known = best
    for g_D in COUPLINGS:
        maxima[g_D] = known = list(joint.curve("today", g_D, grid, known=known))
    figure, (upper, lower) = pyplot.subplots(
        2, 1, figsize=(6.4, 6.4), layout="constrained", sharex=True, height_ratios=(3, 2)
    )
    _moment_curve(upper, best, "any $g_D$", color="k", ls="-")
    for g_D, style in zip(COUPLINGS, _STYLES, strict=True):
        _moment_curve(upper, maxima[g_D], f"$g_D = {g_D}$", **style)
    _borexino(upper, best)
    upper.set_ylabel(r"$\mu_{\rm eff}$ [$\mu_B$]")
    upper.legend(frameon=False, fontsize=8, loc="lower right")
    _published(lower, grid, [m.active[0] for m in best if m.active])
    lower.loglog(
        [1e3 * m.m_aprime for m in best],
        [abs(m.epsilon) for m in best],
        "o-",
        ms=3,
        lw=1,
        color="k",
        label="at the maxima, any $g_D$",
    )
    lower.set_xlabel("$m_{A'}$ [MeV]")
    lower.set_ylabel(r"$|\varepsilon|$")
    lower.legend(frameon=False, fontsize=7, ncols=2)
    for axes in (upper, lower):
        axes.grid(alpha=0.25)
    _save(figure, path)
    top = max((m for m in best if np.isfinite(m.mu_eff)), key=lambda m: m.ratio)
    return _FIG7["today"] + (
        f" Closest to Borexino: {top.ratio:.1e} of it, at {1e3 * top.m_aprime:.3g} MeV, limited by "
        f"{', '.join(top.active)}. The curves for one g_D continue that for any. Kinks of the curves are "
        "those of the published limits on kinetic mixing, drawn below."
    )


def _published(axes: Any, grid: list[float], active: list[str]) -> None:
    """Published limits on ε from above: all in grey, those that decide in colour."""
    fine = np.geomspace(grid[0], grid[-1], 400)
    found = [c for channel in CHANNELS for c in curves(channel) if c.kind == "upper"]
    for curve in sorted(found, key=lambda c: c.name):
        limit = curve.at(fine)
        if not np.any(np.isfinite(limit)):
            continue
        decides = any(a.startswith(curve.name) for a in active)
        style = {"lw": 1.4, "label": curve.name} if decides else {"lw": 0.6, "color": "0.75"}
        axes.loglog(1e3 * fine, limit, **style)


_FIG7 = {
    "printed": "Figure 7 from the printed formulas and inputs: (22), (31), NA64 2019, BaBar 2017.",
    "derived": "Figure 7 with the derived moment, dipole and width, and the paper's inputs and assumptions.",
    "today": "Figure 7 today: masses, mixings, Yukawas and epsilon optimised within all bounds, those of the "
    f"theory included; masses within a box ({joint.BOX}). A smaller gauge coupling leaves more room for what "
    "breaks U(1)_D.",
}
