r"""A' emitted in leptonic decays of kaons and pions, M⁺ → ℓ⁺νA'.

A longitudinal A' lifts the suppression by helicity: the rate relative to M → μν goes with
:math:`|f^\nu-f^\ell|^2m_M^4/(m_\mu m_{A'})^2` (`derive.results.meson_emission`). Counted is an A' that
decays invisibly or behind the detector.

Flavour-changing elements of f are predictions. The diagonal ones are known up to a constant common to all
flavours, since mixing of A' with the Z diverges: unless a value is given for it, only final states with a
neutrino of another flavour are counted, which is a lower limit on the rate whatever it is.

A search for K → μ and missing mass above 316 MeV bounds every source of it: its limit on K → μνν̄ν with
the spectrum of the Standard Model is one on at least as many events in that region. Spectra are otherwise
taken to be accepted as those that the searches assume, and the weaker end of a range of limits is used.
"""

from __future__ import annotations

from functools import partial

import numpy as np

from numeric.constraints.base import Constraint
from numeric.constraints.charged_emission import (
    ORDER,
    TABLETOP,
    Search,
    lepton_coupling,
    strongest,
    unseen,
)
from numeric.observables import charged_emission as emission
from numeric.observables.charged import mass
from numeric.observables.observables import Observables
from numeric.point import FloatArray

# Lengths in m and momenta in GeV; generous, so that less is counted. From memory.
NA62_LENGTH, NA62_MOMENTUM = 250.0, 10.0
"""Of the experiment behind the target, and of A' from kaons of 75 GeV."""
SLOW = 0.25
"""Momentum of A' from mesons at rest in units of the largest possible one."""
MISSING_MASS = 0.316
"""√s_ν above which NA62 looked for K → μννν, GeV."""
SPECTRUM = 0.15
"""m_A' up to which the spectrum of positrons of K → eνA' is taken for that of K → eννν, GeV."""

DECAYS = (("K", "mu"), ("K", "e"), ("pi", "e"), ("pi", "mu"))


def relative_rate(
    observables: Observables,
    meson: str,
    lepton: str,
    universal: float | None = None,
    missing: float = 0.0,
) -> FloatArray:
    """Γ(M → ℓνA')/Γ(M → μν), (n,); see `numeric.observables.charged_emission.meson_ratio`."""
    sample = observables.sample
    return emission.meson_ratio(
        emission.neutrino_coupling(sample, observables.vector),
        lepton_coupling(observables),
        sample.m_aprime,
        meson,
        lepton,
        universal,
        missing,
    )


def _stopped(
    meson: str, lepton: str, universal: float | None, unit: float, observables: Observables
) -> FloatArray:
    """In units of BR(M → μν)/unit; the meson decays at rest."""
    m = np.nan_to_num(observables.sample.m_aprime, nan=1.0)
    momentum = SLOW * emission.recoil_momentum(emission.meson_mass(meson), mass(lepton), m)
    rate = relative_rate(observables, meson, lepton, universal)
    return unit * rate * unseen(observables, TABLETOP, momentum)


def _in_flight(universal: float | None, missing: float, observables: Observables) -> FloatArray:
    """BR(K → μνA') with at least this missing mass, A' unseen by NA62."""
    rate = relative_rate(observables, "K", "mu", universal, missing)
    hidden = unseen(observables, NA62_LENGTH, NA62_MOMENTUM)
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


def constraints(universal: float | None = None) -> tuple[Constraint, ...]:
    """The bounds of this file."""
    return tuple(constraint(*decay, universal) for decay in DECAYS)
