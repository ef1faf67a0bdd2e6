"""Numbers quoted with (1) and (2): magnetic moments in the Standard Model with massive neutrinos.

The W loop is not part of the engine; (1) and the law behind (2) are those of Lee, Shrock (1977),
Fujikawa, Shrock (1980) and Shrock (1982). What is judged is the arithmetic.
"""

from __future__ import annotations

import math

import numpy as np

from darktmm.numeric.inputs import oscillation
from darktmm.numeric.inputs.data import electroweak
from darktmm.numeric.models.dark.point import pmns
from darktmm.papers.arxiv_2603_25704 import numbers as printed
from darktmm.papers.orders import number, order
from darktmm.papers.row import Finding, Row, Verdict, judged

EV = 1e-9
"""GeV."""


def dirac_moment(mass: float) -> float:
    """(1) in Bohr magnetons, m_ν in GeV: 3eG_Fm_ν/(8√2π²) over e/2mₑ."""
    weak = electroweak()
    return 3 * weak.G_F * mass * 2 * weak.m_e / (8 * math.sqrt(2) * math.pi**2)


def claim_sm_dirac_value() -> Row:
    value = dirac_moment(EV)
    return Row(
        "claim-sm-dirac-value",
        "(1) is 3.2e-19 mu_B per eV",
        (
            judged(
                abs(value / printed.SM_DIRAC_PER_EV - 1) < 0.5 / 32,
                Finding(Verdict.CONFIRMED, f"(1) gives {value:.4e} mu_B for 1 eV."),
                Finding(Verdict.UNSUPPORTED, f"(1) gives {value:.4e} mu_B for 1 eV."),
            ),
        ),
        r"\mu_\nu^{ii}\approx3.2\times10^{-19}\left(\frac{m_{\nu_i}}{1\,\text{eV}}\right)\mu_B",
        number(value) + r"\,\mu_B/\text{eV}",
    )


def majorana_moment(lightest: float) -> float:
    """Largest |μ_ij| + |electric partner| in Bohr magnetons, normal ordering, lightest mass in eV.

    Half of (1) for m_i + m_j, times |Σ_ℓ U*_ℓi U_ℓj m_ℓ²/M_W²|: the modulus bounds the imaginary
    part (magnetic, m_i + m_j) and the real part (electric, m_i − m_j) together.
    """
    fit, weak = oscillation(), electroweak()
    mixing = pmns(fit.theta_12, fit.theta_13, fit.theta_23, fit.delta_cp)
    masses = np.sqrt(lightest**2 + np.array([0.0, fit.delta_m21, fit.delta_m3l]))
    suppression = np.array([weak.m_e, weak.m_mu, weak.m_tau]) ** 2 / weak.M_W**2
    gim = np.abs(np.einsum("ri,r,rj->ij", mixing.conj(), suppression, mixing))
    sums = masses[:, None] + masses[None, :]
    moments = dirac_moment(EV) / 2 * sums * gim
    return float(np.max(moments[~np.eye(3, dtype=bool)]))


def lightest_for_sum(total: float) -> float:
    """Lightest mass, eV, at which the three masses (normal ordering) add up to `total`; 0 if none."""
    fit = oscillation()
    splittings = np.array([0.0, fit.delta_m21, fit.delta_m3l])
    low, high = 0.0, total
    for _ in range(100):
        middle = (low + high) / 2
        if np.sum(np.sqrt(middle**2 + splittings)) > total:
            high = middle
        else:
            low = middle
    return low


def claim_sm_majorana_value() -> Row:
    massless = majorana_moment(0.0)
    cosmological = majorana_moment(lightest_for_sum(printed.SUM_OF_MASSES_EV))
    heaviest = majorana_moment(printed.KATRIN_EV)
    reached = order(massless) <= printed.SM_MAJORANA_ORDER <= order(heaviest)
    numbers = (
        f"The largest element is {massless:.1e} mu_B for a massless lightest neutrino, "
        f"{cosmological:.1e} at the sum of masses {printed.SUM_OF_MASSES_EV} eV and {heaviest:.1e} at "
        f"{printed.KATRIN_EV} eV each, the two bounds that Sec. 1 quotes"
    )
    return Row(
        "claim-sm-majorana-value",
        "The Majorana transition moment of the Standard Model is of order 1e-23 mu_B",
        (
            judged(
                reached,
                Finding(Verdict.CONFIRMED, numbers + ": 1e-23 lies between."),
                Finding(Verdict.UNSUPPORTED, numbers + "."),
            ),
            Finding(
                Verdict.DEFINITION,
                "(2) is a proportionality: m_i + m_j goes with the imaginary part of the sum over U, "
                "m_i - m_j with its real part, and the factor is half of (1).",
            ),
        ),
        r"\mu^{\rm M}_{ij}\sim\mathcal{O}(10^{-23})\,\mu_B",
        number(massless) + r"\ldots" + number(heaviest) + r"\,\mu_B",
    )


ROWS = {
    "claim-sm-dirac-value": claim_sm_dirac_value,
    "claim-sm-majorana-value": claim_sm_majorana_value,
}
