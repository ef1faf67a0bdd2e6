"""Sec. 3.2, scattering through a massive mediator and kinetic mixing: (33), (34)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import sympy as sp

from darktmm.derive import conventions
from darktmm.derive.conventions import ELECTRON_MASS
from darktmm.derive.formula import Formula
from darktmm.derive.latex import tex
from darktmm.derive.laws import kinetic_mixing, scattering
from darktmm.derive.laws.scattering import ENERGY, MASS_RECOIL, MEDIATOR, RECOIL
from darktmm.numeric.models.dark.brute_force.scattering import (
    amplitudes,
    momenta,
    recoil_spectrum,
)
from darktmm.papers.arxiv_2603_25704 import signs
from darktmm.papers.arxiv_2603_25704.lagrangian import induced_sign, mixing_sign
from darktmm.papers.arxiv_2603_25704.printed import borexino as printed
from darktmm.papers.arxiv_2603_25704.printed.borexino import Q_SQUARED
from darktmm.papers.arxiv_2603_25704.printed.lagrangian import MIXING
from darktmm.papers.arxiv_2603_25704.signs import PrintedSign
from darktmm.papers.arxiv_2603_25704.theory import Theory
from darktmm.papers.statement import Finding, Judgement, Route, Section, Verdict, judged
from darktmm.papers.wording import listed, shown

SECTION = Section("3.2")

KINEMATICS = "one dipole vertex and kinematics: no parameter of (3)-(6) enters"

# In electron masses: recoils below the largest one, and a mediator of the size of the momentum transfer.
E_NU, MASS, RECOILS = 1.7, 0.8, (0.05, 0.2, 0.7, 1.2)


def over_recoils(function: Callable[[float], Any]) -> Any:
    """A quantity at the sampled recoils."""
    return np.array([function(t) for t in RECOILS])


def at_recoils(expression: sp.Expr) -> Any:
    """An expression in T_e, E_ν, m_e and M there."""
    fixed = {ENERGY: E_NU, ELECTRON_MASS: 1, MEDIATOR: MASS, MASS_RECOIL: MASS**2 / 2}
    value = sp.lambdify(RECOIL, expression.subs(fixed))
    return over_recoils(value)


@SECTION.statement(
    "Recast of a limit on a moment by conservation of the event rate",
    printed.RECAST,
    blind={"theory": KINEMATICS},
    mutants={"F to the first power": lambda value: (value[0] / printed.shape_factor(), value[1])},
)
def eq33(claimed: tuple[sp.Expr, sp.Expr], theory: Theory) -> Judgement:
    """Both integrands of the conserved rate, against the spin sums of dipole and vector."""
    del theory
    massive, massless = claimed
    in_recoil = massive.subs(MEDIATOR, sp.sqrt(2 * ELECTRON_MASS * MASS_RECOIL))
    left = sp.cancel(in_recoil / scattering.recast_integrand())
    right = sp.cancel(massless / scattering.spectrum())
    alone = scattering.amplitude_squared().free_symbols & {sp.Symbol("R_ji", complex=True)} == set()
    alpha = 1 / (4 * np.pi)  # of a unit charge
    return Judgement(
        findings=(
            judged(
                left == right and right.is_number and right.is_positive,
                Finding(
                    Verdict.CONFIRMED,
                    r"The spin sum of the dipole against a vector gives $(1/T_e-1/E_\nu)\mathcal{F}^2$ exactly, "
                    "electron mass included"
                    + ("; a left-handed neutrino measures $|T_{ji}|^2$ alone." if alone else ".")
                    + ("" if right == 1 else f" Both sides carry a common factor {shown(right)}."),
                ),
                Finding(
                    Verdict.CORRECTED,
                    f"The integrands are {shown(left)} and {shown(right)} times the derived.",
                ),
            ),
            Finding(
                Verdict.DEFINITION,
                rf"$T_{{\max}}$ is not printed; kinematics gives {shown(scattering.largest_recoil())}.",
            ),
        ),
        derived=(
            Formula("", r"\frac{d\sigma_\gamma}{dT_e}\Big/\alpha|T_{ji}|^2", scattering.spectrum()),
            Formula(
                "",
                r"\int\!dT_e\left(\tfrac1{T_e}-\tfrac1{E_\nu}\right)\mathcal{F}^2\Big|_{w=M_{A'}^2/2m_e}",
                scattering.recast_integral(),
            ),
        ),
        routes=(
            Route(
                "explicit spinors, photon",
                lambda: over_recoils(lambda t: recoil_spectrum(1, 1, 0, t, E_NU, 1) / alpha),
                lambda: at_recoils(scattering.spectrum()),
            ),
            Route(
                "explicit spinors, massive mediator",
                lambda: over_recoils(lambda t: recoil_spectrum(1, 1, MASS, t, E_NU, 1) / alpha),
                lambda: at_recoils(scattering.recast_integrand()),
            ),
        ),
    )


@SECTION.statement(
    "Shape factor of a massive mediator", printed.SHAPE_FACTOR, blind={"theory": KINEMATICS}
)
def eq34(claimed: Mapping[str, sp.Expr], theory: Theory) -> Judgement:
    """q² of the recoil, the ratio of propagators and 𝓕, against kinematics and the derived amplitude."""
    del theory
    derived, transfer = scattering.shape_factor(), scattering.momentum_transfer()
    wrong = {
        "$q^2$": sp.cancel(claimed["q^2"] / transfer),
        "the ratio of propagators": sp.cancel(
            claimed["ratio of propagators"].subs(Q_SQUARED, transfer) / derived
        ),
        r"$\mathcal{F}$": sp.cancel(claimed["F"] / derived),
    }

    def helicity_amplitudes(t: float) -> Any:
        massive, massless = (amplitudes(1, 1, m, t, E_NU, 1) for m in (MASS, 0))
        largest = np.unravel_index(np.argmax(np.abs(massless)), massless.shape)
        return massive[largest] / massless[largest]

    def square(t: float) -> float:
        k, _, k_out, _ = momenta(t, E_NU, 1)
        q = k_out - k
        return float(q[0] ** 2 - q[1:] @ q[1:])

    return Judgement(
        findings=(
            judged(
                all(x == 1 for x in wrong.values()),
                Finding(
                    Verdict.CONFIRMED,
                    rf"$q^2={tex(transfer)}$, and $\mathcal{{F}}$ is the ratio of the propagators.",
                ),
                Finding(
                    Verdict.CORRECTED,
                    "; ".join(
                        f"{k} is {shown(x)} times the derived" for k, x in wrong.items() if x != 1
                    )
                    + ".",
                ),
            ),
        ),
        derived=(
            Formula("", "q^2", transfer),
            Formula("", r"\mathcal{F}", derived),
        ),
        routes=(
            Route(
                "helicity amplitudes with explicit spinors",
                lambda: over_recoils(helicity_amplitudes),
                lambda: at_recoils(derived),
            ),
            Route(
                "components of the momenta",
                lambda: over_recoils(square),
                lambda: at_recoils(transfer),
            ),
        ),
    )


def _sign_of_mixing(claimed: int, theory: Theory) -> PrintedSign:
    del theory
    sign = claimed * conventions.KINETIC_MIXING_SIGN
    return PrintedSign(sign if abs(sign) == 1 else 0, frozenset({"epsilon"}))


@SECTION.statement(
    r"Kinetic mixing is $-\frac{\varepsilon}{2}F_{\mu\nu}F'^{\mu\nu}$",
    printed.KINETIC_MIXING,
    blind={"theory": "two free vectors and a current; no term of (3)-(6) enters"},
)
@signs.carried(_sign_of_mixing, "Sec. 3.2")
def claim_kinetic_mixing_sign(claimed: int, theory: Theory) -> Judgement:
    """The sign of the mixing term, against those of (8) and of the shift below it."""
    own = _sign_of_mixing(claimed, theory)
    assert MIXING.value is not None
    elsewhere = {"(8)": mixing_sign, "the text below (8)": induced_sign}
    clashes = [
        name
        for name, compare in elsewhere.items()
        if own.excludes(compare(MIXING.value(theory), theory))
    ]
    kept = claimed == conventions.KINETIC_MIXING_SIGN
    coupling, epsilon = kinetic_mixing.current_coupling(), kinetic_mixing.EPSILON
    even = sp.expand(coupling**2 - coupling.subs(epsilon, -epsilon) ** 2)
    small = 0.1

    def by_factors() -> float:
        """K = RᵀR; the columns of R⁻¹ are A and A' in terms of canonical fields."""
        mixing = -conventions.KINETIC_MIXING_SIGN * small
        photon, dark = np.linalg.inv(np.linalg.cholesky([[1, mixing], [mixing, 1]]).T)[:, 1]
        return float(photon / dark)

    return Judgement(
        findings=(
            judged(
                not clashes,
                Finding(Verdict.CONFIRMED, f"The sign ${claimed:+d}$ agrees with the others."),
                Finding(
                    Verdict.INCONSISTENT,
                    f"With ${claimed:+d}$ no convention has both this and {listed(clashes)}. The shift "
                    f"{shown(kinetic_mixing.shift())} below (8) {'is' if kept else 'is not'} that of this sign.",
                ),
            ),
            judged(
                even == 0,
                Finding(
                    Verdict.DEFINITION,
                    r"Every width and cross-section of Sec. 3 is even in $\varepsilon$.",
                ),
                Finding(Verdict.INCONSISTENT, "The widths depend on the sign."),
            ),
        ),
        derived=(
            Formula("", r"(A_\mu\to A_\mu+c\,A'_\mu)\quad c", kinetic_mixing.shift()),
            Formula("", r"\mathcal{L}/(A'_\mu J^\mu_{\rm em})", coupling),
        ),
        routes=(
            Route(
                "Cholesky factors of the kinetic matrix",
                by_factors,
                lambda: float(kinetic_mixing.shift().subs(epsilon, small)),
            ),
        ),
    )
