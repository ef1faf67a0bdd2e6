r"""A' emitted in leptonic decays of kaons and pions, M⁺ → ℓ⁺νA'.

A longitudinal A' lifts the suppression by helicity: the rate relative to M → μν goes with
:math:`|f^\nu-f^\ell|^2m_M^4/(m_\mu m_{A'})^2` (`derive.laws.meson_emission`). Counted is an A' that
decays invisibly or behind the detector.

Flavour-changing elements of f are predictions. The diagonal ones are known up to a constant common to all
flavours, since mixing of A' with the Z diverges: unless a value is given for it, only final states with a
neutrino of another flavour are counted, which is a lower limit on the rate whatever it is.

An A' that decays into e⁺e⁻ at once adds to rates that were measured and agree with the Standard Model;
nothing is subtracted for the latter.

A search for K → μ and missing mass above 316 MeV bounds every source of it: its limit on K → μνν̄ν with
the spectrum of the Standard Model is one on at least as many events in that region. Spectra are otherwise
taken to be accepted as those that the searches assume, and the weaker end of a range of limits is used.
"""

from __future__ import annotations

from functools import partial

import numpy as np

from darktmm.numeric.arrays import FloatArray
from darktmm.numeric.constraints.base import Constraint
from darktmm.numeric.constraints.charged_emission import (
    ORDER,
    TABLETOP,
    VERTEX,
    Search,
    decays_within,
    into_pair,
    strongest,
    unseen,
)
from darktmm.numeric.predictions import Predictions
from darktmm.numeric.processes import emission
from darktmm.numeric.processes.leptons import mass

# Lengths in m and momenta in GeV; generous, so that less is counted. From memory.
NA62_LENGTH, NA62_MOMENTUM = 250.0, 10.0
"""Of the experiment behind the target, and of A' from kaons of 75 GeV."""
SLOW = 0.25
"""Momentum of A' from mesons at rest in units of the largest possible one."""
MISSING_MASS = 0.316
"""√s_ν above which NA62 looked for K → μννν, GeV."""
SPECTRUM = 0.15
"""m_A' up to which the spectrum of positrons of K → eνA' is taken for that of K → eννν, GeV."""

E865_MOMENTUM = 6.0
"""Largest momentum of A' from the kaons of E865, GeV."""
SINDRUM_PAIRS = (0.02, 0.12)
"""m_A', GeV, for which pairs from π → eνA' are found as those of π → eνee."""

DECAYS = (("K", "mu"), ("K", "e"), ("pi", "e"), ("pi", "mu"))
VISIBLE = DECAYS[:3]
"""Those of which a mode with e⁺e⁻ is measured."""


def relative_rate(
    predictions: Predictions,
    meson: str,
    lepton: str,
    universal: float | None = None,
    missing: float = 0.0,
) -> FloatArray:
    """Γ(M → ℓνA')/Γ(M → μν), (n,); see `numeric.processes.emission.meson_ratio`."""
    return emission.meson_ratio(
        emission.in_flavours(predictions.neutrino_vector, predictions.pmns),
        predictions.lepton_vector,
        predictions.m_aprime,
        meson,
        lepton,
        universal,
        missing,
    )


def _stopped(
    meson: str, lepton: str, universal: float | None, unit: float, predictions: Predictions
) -> FloatArray:
    """In units of BR(M → μν)/unit; the meson decays at rest."""
    m = np.nan_to_num(predictions.m_aprime, nan=1.0)
    momentum = SLOW * emission.recoil_momentum(emission.meson_mass(meson), mass(lepton), m)
    rate = relative_rate(predictions, meson, lepton, universal)
    return unit * rate * unseen(predictions, TABLETOP, momentum)


def _in_flight(universal: float | None, missing: float, predictions: Predictions) -> FloatArray:
    """BR(K → μνA') with at least this missing mass, A' unseen by NA62."""
    rate = relative_rate(predictions, "K", "mu", universal, missing)
    hidden = unseen(predictions, NA62_LENGTH, NA62_MOMENTUM)
    return emission.muonic_branching("K") * rate * hidden


def _searches(meson: str, lepton: str, universal: float | None) -> tuple[Search, ...]:
    largest = emission.meson_mass(meson) - mass(lepton)
    kaon = partial(_stopped, meson, lepton, universal, emission.muonic_branching(meson))
    pion = partial(_stopped, meson, lepton, universal, 1.0)
    table = {
        ("K", "mu"): (
            Search("NA62 2021, mu nu X", 0.010, 0.370, partial(_in_flight, universal, 0.0), ORDER),
            Search(
                "NA62 2021, mu nu nu nu", 0.0, largest, partial(_in_flight, universal, MISSING_MASS)
            ),
        ),
        ("K", "e"): (Search("Heintze 1979", 0.0, SPECTRUM, kaon),),
        ("pi", "e"): (Search("PIENU 2021, e nu X", 0.0, 0.120, pion),),
        ("pi", "mu"): (Search("PIENU 2021, mu nu X", 0.0, largest, pion),),
    }
    if (meson, lepton) not in table:
        raise ValueError(f"{meson} -> {lepton}: must be one of {', '.join(map(str, table))}")
    return table[meson, lepton]


def constraint(meson: str, lepton: str, universal: float | None = None) -> Constraint:
    """M → ℓνA' with A' unseen.

    Args:
        meson, lepton: one of `DECAYS`.
        universal: the flavour-universal part of f^ν − f^ℓ beyond the triangles; None if not known.

    Raises:
        ValueError: no such decay.
    """
    diagonal = (
        "only neutrinos of another flavour than the charged lepton's are counted"
        if universal is None
        else f"flavour-universal coupling of {universal:g} added"
    )
    return strongest(
        f"{meson} -> {lepton} nu A'",
        f"{lepton} and nothing else from {meson} decays",
        f"f at q² = 0; {diagonal}; acceptance of the spectrum that the search assumes",
        _searches(meson, lepton, universal),
        "rate times the probability that A' is not seen",
    )


def _into_electrons(
    meson: str, lepton: str, universal: float | None, unit: float, predictions: Predictions
) -> FloatArray:
    """In units of BR(M → μν)/unit, with a pair from the vertex."""
    m = np.nan_to_num(predictions.m_aprime, nan=1.0)
    at_rest = emission.recoil_momentum(emission.meson_mass(meson), mass(lepton), m)
    momentum = E865_MOMENTUM if meson == "K" else at_rest
    rate = relative_rate(predictions, meson, lepton, universal)
    prompt = decays_within(predictions, VERTEX, momentum)
    return unit * rate * into_pair(predictions, "e e") * prompt


def visible(meson: str, lepton: str, universal: float | None = None) -> Constraint:
    """M → ℓνA' with A' → e⁺e⁻; arguments as for `constraint`.

    Raises:
        ValueError: no such decay.
    """
    ranges = {
        ("K", "mu"): ("E865 2002, mu nu e e", 0.145, emission.meson_mass("K") - mass("mu")),
        ("K", "e"): ("E865 2002, e nu e e", 0.150, emission.meson_mass("K") - mass("e")),
        ("pi", "e"): ("SINDRUM 1989", *SINDRUM_PAIRS),
    }
    if (meson, lepton) not in ranges:
        raise ValueError(f"{meson} -> {lepton}: must be one of {', '.join(map(str, ranges))}")
    unit = emission.muonic_branching(meson) if meson == "K" else 1.0
    prediction = partial(_into_electrons, meson, lepton, universal, unit)
    return strongest(
        f"{meson} -> {lepton} nu A' visible",
        f"{meson} -> {lepton} nu e e",
        "f at q² = 0; all that was measured may be A'; efficiency that of the Standard Model, decay "
        "within 1 mm",
        (Search(*ranges[meson, lepton], prediction),),
        "rate times that of A' into e+e- and the probability that it is prompt",
    )


def constraints(universal: float | None = None) -> tuple[Constraint, ...]:
    """The bounds of this file."""
    unseen_decays = tuple(constraint(*decay, universal) for decay in DECAYS)
    return (*unseen_decays, *(visible(*decay, universal) for decay in VISIBLE))
