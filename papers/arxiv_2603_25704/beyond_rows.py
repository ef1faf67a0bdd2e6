"""Questions that the paper does not ask of its benchmark: Z width, T parameter, neutrino mass."""

from __future__ import annotations

import math

import numpy as np
import sympy as sp

from darktmm.derive.models.dark import M_DIRAC, M_LEFT, M_RIGHT, electroweak, oblique
from darktmm.derive.models.dark import M_E as MASS_E
from darktmm.numeric.constraints import neutrino_mass, z_width
from darktmm.numeric.constraints import oblique as t_bound
from darktmm.numeric.inputs.data import default
from darktmm.numeric.models.dark.observables.electroweak import SCALE
from darktmm.papers.arxiv_2603_25704.benchmark import benchmark, observed
from darktmm.papers.arxiv_2603_25704.theory import paper_model
from darktmm.papers.orders import number
from darktmm.papers.row import Finding, Route, Row, Verdict, judged


def beyond_z_width() -> Row:
    verdict = z_width.invisible_width()(observed(0.1))
    width, limit = float(verdict.value[0]), float(verdict.limit[0])
    equivalent = electroweak.equivalent_neutrinos(paper_model())
    counted = default("N_nu")
    excess = (3 + width / z_width.neutrino_width() - counted.value) / (counted.uncertainty or 1)
    return Row(
        "beyond-z-width",
        "Z decays into the heavy neutral fermions of the benchmark",
        (
            judged(
                not verdict.excluded[0],
                Finding(Verdict.CONFIRMED, f"They fit: {1e3 * width:.3g} MeV."),
                Finding(
                    Verdict.UNSUPPORTED,
                    f"A vector-like doublet has full weak charge: at m_N = 100 MeV Gamma(Z -> N N) = "
                    f"{1e3 * width:.1f} MeV, {sp.nsimplify(equivalent)} more neutrinos, where "
                    f"{1e3 * limit:.2f} MeV is allowed: N_nu = {counted.value} +- {counted.uncertainty} excludes the "
                    f"benchmark by {excess:.0f} standard deviations.",
                ),
            ),
        ),
        None,
        r"\Gamma(Z\to NN)=" + number(1e3 * width, 4) + r"\,\text{MeV}",
        "not asked in the paper",
        routes=(
            Route(
                "two massless neutrinos, less (m_N/M_Z)^2",
                sp.Float(max(0.0, abs(width / (2 * z_width.neutrino_width()) - 1) - 1e-4)),
            ),
        ),
    )


def beyond_t_parameter() -> Row:
    verdict = t_bound.t_parameter()(observed(0.1))
    value = float(verdict.value[0])
    coefficient = oblique.divergence()
    masses = {M_LEFT: 0, M_RIGHT: 0}
    dirac_splits = sp.simplify(coefficient.subs(masses)) != 0
    finite = sp.simplify(coefficient.subs({**masses, M_DIRAC: MASS_E})) == 0
    measured = default("T")
    return Row(
        "beyond-t-parameter",
        "The oblique parameter T of the benchmark",
        (
            judged(
                not dirac_splits and not verdict.excluded[0],
                Finding(Verdict.CONFIRMED, f"T = {value:.2g}."),
                Finding(
                    Verdict.UNSUPPORTED,
                    "T is not even finite: (4) and (6) break SU(2)_L explicitly, and dT/d ln Lambda^2 is "
                    f"{coefficient}"
                    + (", zero only when the masses conspire" if finite else "")
                    + f". With no contribution at Lambda = {SCALE / 1e3:.0f} TeV the benchmark has T = {value:.0f}, "
                    f"measured {measured.value} +- {measured.uncertainty}. M_N << M_E cannot be had by choosing "
                    "a scale.",
                ),
            ),
            Finding(
                Verdict.DEFINITION,
                "T vanishes on M_E = M_2 for m_L = m_R: one Majorana N may be light if the other is as heavy as E.",
            ),
        ),
        None,
        rf"T={value:.0f}\ (\Lambda={SCALE / 1e3:.0f}\,\text{{TeV}})",
        "not asked in the paper; SU(2)_L breaking of (4) and (6)",
    )


def beyond_neutrino_mass() -> Row:
    verdict = neutrino_mass.end_point()(observed(0.1))
    value, limit = float(verdict.value[0]), float(verdict.limit[0])
    matrix = observed(0.1).neutrino_mass[0]
    factor = math.sqrt(limit / value)
    largest = np.abs(benchmark().y).max()
    return Row(
        "beyond-neutrino-mass",
        "The radiative neutrino mass of the benchmark",
        (
            judged(
                not verdict.excluded[0],
                Finding(Verdict.CONFIRMED, f"It is {value:.2g} eV."),
                Finding(
                    Verdict.UNSUPPORTED,
                    f"The same loops give the light neutrinos masses of {value:.0f} eV at |y| = {largest:.3g}, against "
                    f"{limit} eV ({default('m_nu').source}): the Yukawas would have to be {1 / factor:.0f} times "
                    f"smaller and the moment {value / limit:.0f} times, or a bare mass would have to cancel this to "
                    f"one part in {value / limit:.0f}.",
                ),
            ),
        ),
        None,
        r"\max|m_{ij}|=" + number(value, 3) + r"\,\text{eV}",
        "Sec. 2.3 calls the mass divergent and absorbs it",
        routes=(
            Route(
                "symmetry of the mass matrix",
                sp.Float(float(np.max(np.abs(matrix - matrix.T)) / value)),
            ),
        ),
    )


ROWS = {
    "beyond-z-width": beyond_z_width,
    "beyond-t-parameter": beyond_t_parameter,
    "beyond-neutrino-mass": beyond_neutrino_mass,
}
