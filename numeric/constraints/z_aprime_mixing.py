r"""What the mass mixing of A' and Z, δ_Z = Π_ZA'(0)/M_Z² at Λ = 10 TeV, does where it is measured.

**Atomic parity violation.** A' couples to the axial current of the electron by mass mixing and to the
vector current of the nucleus by both mixings,

.. math:: \Delta Q_W = \frac{k\,K(m)}{m^2}\,g_A^e\big[(2Z+N)g_V^u+(Z+2N)g_V^d\big],

k fixed by Z exchange (`derive.models.dark.z_aprime_mixing.weak_charge_unit`), K(m) the correction for a
range that is not short against the atom.

**K⁺ → π⁺A'.** A' couples to the current of the Z that changes strangeness at one loop, its
longitudinal part δ = δ_Z M_Z/m times as strongly as that of a Z: BR ∝ δ².

**Mass of the Z.** Mixing with a lighter A' pushes the Z up, and leaves the W alone:
:math:`\rho_0 = 1-\delta M_Z^2/M_Z^2`.

The three are as uncertain as δ_Z, which diverges: they hold if nothing mixes A' and Z at Λ.
"""

from __future__ import annotations

import numpy as np

from darktmm.derive.memo import cache
from darktmm.numeric.arrays import FloatArray
from darktmm.numeric.constraints.base import (
    ABSENT,
    Assessment,
    Constraint,
    absent,
    assess,
    assess_interval,
    experimental,
)
from darktmm.numeric.constraints.confidence import TWO_SIDED_95, sigma
from darktmm.numeric.constraints.mixing import HEAVIEST
from darktmm.numeric.inputs.data import default, electroweak
from darktmm.numeric.predictions import SCALE, Predictions
from darktmm.numeric.processes import laws
from darktmm.numeric.processes.mass_mixing import fermion_couplings, mass_shifts

PROTONS, NEUTRONS = 55, 78
"""Of ¹³³Cs."""

RANGE_MASSES = (1.0, 2.4, 5.0, 10.0, 20.0, 100.0)
"""MeV: where K(m) is tabulated."""

PION_RANGES = ((0.0, 0.110), (0.154, 0.260))
"""Masses of X, GeV, that the search for K⁺ → π⁺X covers."""

_AT = f"loops of N alone, from Λ = {SCALE / 1e3:g} TeV down: nothing mixes Z and A' at Λ"


@cache
def _range_table() -> tuple[FloatArray, FloatArray]:
    """ln m (GeV) and K."""
    values = [default(f"K(Cs), {m:g} MeV").value for m in RANGE_MASSES]
    return np.log(np.array(RANGE_MASSES) / 1e3), np.array(values)


def finite_range(mass: FloatArray) -> FloatArray:
    """K(m) of Cs, linear in ln m between the tabulated masses; NaN outside."""
    logs, values = _range_table()
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.interp(np.log(mass), logs, values, left=np.nan, right=np.nan)


def _weak_charge_unit() -> float:
    """k = 16 M_Z²c_W²/g², GeV²."""
    weak = electroweak()
    return float(laws.weak_charge_unit(weak.M_Z, np.sqrt(np.sqrt(2) * weak.G_F) * weak.M_Z))


def weak_charge(predictions: Predictions) -> FloatArray:
    """ΔQ_W(Cs), (n,); NaN without A' and outside the masses where K is known."""
    delta, mass = predictions.z_mixing, predictions.m_aprime
    _, axial = fermion_couplings("e", delta)
    up, down = (fermion_couplings(q, delta, predictions.epsilon)[0] for q in ("u", "d"))
    nucleus = (2 * PROTONS + NEUTRONS) * up + (PROTONS + 2 * NEUTRONS) * down
    return _weak_charge_unit() * axial * nucleus * finite_range(mass) / mass**2


def parity_violation() -> Constraint:
    """Q_W of caesium, measured minus expected, against A'."""
    measured, expected = default("Q_W(Cs)"), default("Q_W(Cs) SM")
    centre = measured.value - expected.value
    half_width = TWO_SIDED_95 * float(np.hypot(sigma(measured), sigma(expected)))
    reasons = (
        "ΔQ_W against what measurement and expectation leave, 1.96 standard deviations",
        ABSENT,
        f"mass outside {RANGE_MASSES[0]:g} MeV to {RANGE_MASSES[-1]:g} MeV, where the range of A' "
        "in the atom is tabulated",
    )

    def law(predictions: Predictions) -> Assessment:
        value = weak_charge(predictions)
        case = np.select([absent(predictions), np.isnan(value)], [1, 2], 0)
        return assess_interval(value, centre, half_width, reasons, case)

    return experimental(
        measured,
        name="atomic parity violation (Z-A' mixing)",
        group="dark-photon",
        measured=f"weak charge of Cs, {measured.source}",
        confidence="95% CL",
        assumption=f"{_AT}; quarks by kinetic mixing and by mass mixing",
        unit="1",
        law=law,
    )


def pion_branching(predictions: Predictions) -> FloatArray:
    """BR(K⁺ → π⁺A') by mass mixing, (n,); NaN without A'."""
    delta = predictions.z_mixing * (electroweak().M_Z / predictions.m_aprime)
    return default("K -> pi X, mass mixing").value * delta**2


def kaon() -> Constraint:
    """BR(K⁺ → π⁺A') BR_inv against the weakest limit of its range of masses."""
    entry = default("K -> pi X, invisible")
    covered = " and ".join(f"{1e3 * a:g}-{1e3 * b:g} MeV" for a, b in PION_RANGES)
    reasons = (
        f"BR(K → π A') BR_inv against the weakest limit within {covered}",
        ABSENT,
        f"mass outside {covered}",
        "branching ratio: A' has no width, or one that is not known",
        "no invisible decay",
    )

    def law(predictions: Predictions) -> Assessment:
        mass, share = predictions.m_aprime, predictions.br_invisible
        value = pion_branching(predictions) * share
        inside = np.any([(mass > low) & (mass <= high) for low, high in PION_RANGES], axis=0)
        conditions = [np.isnan(mass), ~inside, np.isnan(share), share == 0]
        return assess(value, entry.value, reasons, np.select(conditions, [1, 2, 3, 4], 0))

    return experimental(
        entry,
        name="K -> pi A' (Z-A' mixing)",
        group="dark-photon",
        measured=f"K⁺ → π⁺ and nothing else, {entry.source}",
        assumption=f"{_AT}; BR = 4e-4 (δ_Z M_Z/m)²; an A' that decays visibly is not counted",
        unit="1",
        law=law,
    )


def z_mass() -> Constraint:
    """ρ₀ = 1 − δM_Z²/M_Z² against the electroweak fit."""
    entry = default("rho_0")
    half_width = TWO_SIDED_95 * sigma(entry)
    reasons = (
        "ρ₀ by the shift of the mass of the Z against 1.96 standard deviations of the fit",
        ABSENT,
        f"mass of {HEAVIEST:g} GeV or more: not far below M_Z",
    )

    def law(predictions: Predictions) -> Assessment:
        mass = predictions.m_aprime
        value = 1 - mass_shifts(predictions.z_mixing, mass)[0]
        case = np.select([np.isnan(mass), mass >= HEAVIEST], [1, 2], 0)
        return assess_interval(value, entry.value, half_width, reasons, case)

    return experimental(
        entry,
        name="Z mass (Z-A' mixing)",
        group="consistency",
        measured=f"ρ₀ of the electroweak fit, {entry.source}",
        confidence="95% CL",
        assumption=f"{_AT}; nothing else changes ρ₀",
        unit="1",
        law=law,
    )


def constraints() -> tuple[Constraint, ...]:
    """The bounds of this file."""
    return parity_violation(), kaon(), z_mass()
