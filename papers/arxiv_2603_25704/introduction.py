"""Sec. 1: numbers quoted with (1) and (2), magnetic moments in the Standard Model with massive neutrinos.

The loop of the W is not among (3)-(6): (1) is taken as printed (Lee, Shrock 1977; Fujikawa, Shrock 1980), and
what is judged is the arithmetic. Behind (2) stands half of (1) for m_i + m_j, times the sum over U (Shrock 1982).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import sympy as sp
from scipy.optimize import brentq

from darktmm.derive.conventions import ELECTRON_MASS
from darktmm.derive.formula import Formula
from darktmm.derive.symbols import G_FERMI
from darktmm.numeric.arrays import FloatArray
from darktmm.numeric.inputs import Oscillation, oscillation
from darktmm.numeric.models.dark.moments import EV_PER_GEV
from darktmm.numeric.models.dark.parameters import pmns
from darktmm.papers.arxiv_2603_25704.printed import introduction as printed
from darktmm.papers.arxiv_2603_25704.theory import Theory
from darktmm.papers.orders import rounds_to, same_order
from darktmm.papers.statement import Finding, Judgement, Route, Section, Verdict, judged

SECTION = Section("1")


def dirac_moment(theory: Theory, mass: float = 1.0) -> float:
    """(1) in Bohr magnetons; mass in eV."""
    values = {
        printed.M_NU: mass / EV_PER_GEV,
        G_FERMI: theory.default("G_F").value,
        ELECTRON_MASS: theory.default("m_e").value,
    }
    return float(printed.dirac_moment().subs(values))


@SECTION.statement("(1) is 3.2e-19 mu_B per eV", printed.DIRAC_PER_EV)
def claim_sm_dirac_value(claimed: float, theory: Theory) -> Judgement:
    value = dirac_moment(theory)
    text = f"(1) gives {value:.4e} mu_B for 1 eV."
    return Judgement(
        (
            judged(
                rounds_to(value, claimed),
                Finding(Verdict.CONFIRMED, text),
                Finding(Verdict.UNSUPPORTED, f"{text} That is not {claimed:.2g}."),
            ),
        ),
        derived=(
            Formula("sm-dirac", r"\mu_\nu^{ii}/(\mu_B\,m_{\nu_i}/\text{eV})", sp.Float(value, 4)),
        ),
        compared=(claimed, value),
        no_route="arithmetic of (1); the loop of the W is not part of (3)-(6)",
    )


def masses(fit: Oscillation, lightest: float) -> FloatArray:
    """m_1, m_2, m_3 in eV, in either ordering."""
    squares = np.array([0.0, fit.delta_m21, fit.delta_m3l])
    return np.sqrt(lightest**2 + squares - squares.min())


def majorana_moment(theory: Theory, lightest: float, unitarity: bool = False) -> float:
    """Largest |μ_ij| + |electric partner| in Bohr magnetons; lightest mass in eV.

    The modulus of the sum over U bounds the imaginary part (magnetic, m_i + m_j) and the real part (electric,
    m_i − m_j) together. With `unitarity` all m_ℓ² are lowered by that of the electron, which changes nothing.
    """
    fit = oscillation()
    mixing = pmns(fit.theta_12, fit.theta_13, fit.theta_23, fit.delta_cp)
    suppression = np.array([theory.default(f"m_{x}").value ** 2 for x in ("e", "mu", "tau")])
    suppression = (suppression - unitarity * suppression[0]) / theory.default("M_W").value ** 2
    gim = np.abs(np.einsum("ri,r,rj->ij", mixing.conj(), suppression, mixing))
    heights = masses(fit, lightest)
    moments = dirac_moment(theory) / 2 * (heights[:, None] + heights) * gim
    return float(np.max(moments[~np.eye(3, dtype=bool)]))


def lightest_for_sum(total: float) -> float:
    """Lightest mass, eV, at which the three add up to `total`; 0 if they never do."""
    fit = oscillation()
    if np.sum(masses(fit, 0.0)) >= total:
        return 0.0
    return float(brentq(lambda m: np.sum(masses(fit, m)) - total, 0.0, total))


def lightest_for_moment(theory: Theory, moment: float) -> float:
    """Lightest mass, eV, at which the largest element is so large; 0 if it always is."""
    if majorana_moment(theory, 0.0) >= moment:
        return 0.0
    slope = majorana_moment(theory, 1.0)  # grows at least like the mass
    return float(brentq(lambda m: majorana_moment(theory, m) - moment, 0.0, 2 * moment / slope))


@SECTION.statement(
    "The Majorana transition moment of the Standard Model is of order 1e-23 mu_B",
    printed.MAJORANA,
)
def claim_sm_majorana_value(claimed: Mapping[str, float], theory: Theory) -> Judgement:
    fit, scale = oscillation(), 10.0 ** claimed["order"]
    # |m_ββ| is the common mass where the phases are aligned: the heaviest Majorana neutrinos that it allows.
    heaviest = max(claimed["effective"], 0.0)
    largest, massless = (majorana_moment(theory, m) for m in (heaviest, 0.0))
    summed = majorana_moment(theory, lightest_for_sum(claimed["sum"]))
    numbers = (
        f"{fit.name}: the largest element is {largest:.2g} mu_B for neutrinos as heavy as |m_bb| < "
        f"{claimed['effective']:.3g} eV allows"
    )
    cosmology = (
        f"With the sum of masses below {claimed['sum']:.2g} eV it is {summed:.2g}, "
        f"with a massless lightest neutrino {massless:.2g}"
    )
    needed = lightest_for_moment(theory, scale)
    return Judgement(
        (
            judged(
                same_order(largest, scale),
                Finding(
                    Verdict.CONFIRMED,
                    f"{numbers}: of order {scale:.0e}. {cosmology}: "
                    + ("of that order too." if same_order(summed, scale) else "of another order."),
                ),
                Finding(
                    Verdict.UNSUPPORTED,
                    f"{numbers}, not {scale:.0e}, which needs a lightest neutrino of {needed:.2g} eV. "
                    f"{cosmology}.",
                ),
            ),
            Finding(
                Verdict.DEFINITION,
                "(2) is a proportionality: m_i + m_j goes with the imaginary part of the sum over U, "
                "m_i - m_j with its real part, and the factor is half of (1).",
            ),
        ),
        derived=(Formula("sm-majorana", r"\mu^{\rm M}_{ij}/\mu_B", sp.Float(massless, 2)),),
        compared=(scale, largest),
        routes=(
            Route(
                "unitarity: m_l^2 - m_e^2 in place of m_l^2",
                lambda: majorana_moment(theory, heaviest, unitarity=True),
                lambda: largest,
            ),
        ),
    )
