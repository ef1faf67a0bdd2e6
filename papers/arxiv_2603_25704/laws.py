"""What the paper prints, as functions of numbers: the printed column beside the derived one.

See `numeric.laws`: nothing here runs when a number is asked for.
"""

from __future__ import annotations

from typing import Any

from darktmm.numeric.laws import law


@law("M", "M_H1", "M_H2", "M_A1", "M_A2")
def delta_loop() -> Any:
    """ΔJ of (23) with the J of (21), splittings factored out, as a momentum integral."""
    from dataclasses import replace

    from darktmm.derive.loops.functions import path_difference
    from darktmm.numeric.kernels.source import momentum_integral
    from darktmm.papers.arxiv_2603_25704.printed import scalar_radiated as printed

    path = printed.path_function()
    return momentum_integral(replace(path_difference(), right=printed.path_difference(path)))


@law("g_D", "Q_S", "theta_R", "theta_I")
def moment_prefactor() -> Any:
    """Of (22), per product of couplings and sum over heavy fermions."""
    from darktmm.derive.models.dark import G_D, Q_S, THETA_I, THETA_R
    from darktmm.papers.arxiv_2603_25704.printed import scalar_radiated as printed

    return (G_D, Q_S, THETA_R, THETA_I), printed.moment_prefactor()


@law(
    *("y_e_1", "y_e_2", "y_mu_1", "y_mu_2", "theta_R", "theta_I"),
    *("M_E", "M_H1", "M_H2", "M_A1", "M_A2"),
    numbers="mpmath",
)
def wilson_coefficient() -> Any:
    """A_R: (25) with (26)."""
    from darktmm.derive.models.dark import M_E, THETA_I, THETA_R, scalar_mass, yukawa
    from darktmm.papers.arxiv_2603_25704.printed import mu_e_gamma as printed

    couplings = [yukawa(flavour, a) for flavour in ("e", "mu") for a in (1, 2)]
    masses = [scalar_mass(kind, k) for kind in "HA" for k in (1, 2)]
    return (*couplings, THETA_R, THETA_I, M_E, *masses), printed.evaluated(
        printed.wilson_coefficient()
    )


@law("A_R_squared", "alpha", "G_F")
def branching_ratio() -> Any:
    """First form of (29)."""
    from darktmm.derive.laws.muon_decay import A_R_SQUARED
    from darktmm.derive.symbols import ALPHA, G_FERMI
    from darktmm.papers.arxiv_2603_25704.printed import mu_e_gamma as printed

    return (A_R_SQUARED, ALPHA, G_FERMI), printed.branching_ratio()[0]


@law("M_E", "alpha", "G_F")
def branching_per_product() -> Any:
    """Second form of (29), per |Σ_a y_ea y*_μa|²."""
    from darktmm.derive.models.dark import M_E
    from darktmm.derive.models.dark.radiative_decay import PRODUCT_SQUARED
    from darktmm.derive.symbols import ALPHA, G_FERMI
    from darktmm.papers.arxiv_2603_25704.printed import mu_e_gamma as printed

    return (M_E, ALPHA, G_FERMI), printed.branching_ratio()[1] / PRODUCT_SQUARED


@law("m_lepton", "M_E")
def anomalous_moment() -> Any:
    """(32) per Σ_a |y_μa|²."""
    from darktmm.derive.models.dark import M_E
    from darktmm.derive.symbols import M_LEPTON
    from darktmm.papers.arxiv_2603_25704.printed import anomalous_moment as printed
    from darktmm.papers.arxiv_2603_25704.printed.mu_e_gamma import product

    return (M_LEPTON, M_E), printed.anomalous_moment() / product("mu", "mu")


@law()
def quoted_limits() -> Any:
    """Entries of `numeric/inputs/limits.toml` that the paper quotes."""
    from darktmm.papers.arxiv_2603_25704.printed import borexino_limits, yukawa_bound

    return (), {"Borexino": borexino_limits.SOURCE, "mu -> e gamma": yukawa_bound.LIMIT_SOURCE}
