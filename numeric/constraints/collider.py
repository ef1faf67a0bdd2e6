r"""The charged heavy lepton E at the LHC.

Searches for vector-like leptons look for E → W ν, Z ℓ, h ℓ, which needs mixing with the leptons. Here
E carries the charge of U(1)_D and no scalar that carries it has a vacuum value: E does not mix and
decays into dark states, as ℓ S or N W. These limits do not apply.

Through E → ℓ S a pair gives ℓ⁺ℓ⁻ and missing momentum, the final state of slepton pairs. Couplings to
γ and Z are those of a left-handed slepton, and a fermion pair outnumbers a scalar pair by

.. math:: \frac{\hat\sigma_{1/2}}{\hat\sigma_0} = \frac{2(3-\beta^2)}{\beta^2} \ge 4,

10 at β² = ½; pairs at the LHC are made near threshold. That is more than the sum over chiralities and
two flavours of sleptons, even where half the lepton pairs are eμ: the limit is conservative for E.

Where the doublet is split by more than M_W, E → N W goes with the gauge coupling and, for a light N and
longitudinal W, with (M_E/M_W)²: the final state is that of chargino pairs, and nothing is recast.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from numeric.constraints.base import Assessment, Constraint, assess
from numeric.constraints.confidence import level
from numeric.inputs.data import Measurement, electroweak, measurement
from numeric.observables.charged import FLAVOURS
from numeric.observables.observables import Observables

GROUP = "collider"

MIXING = (
    "ATLAS 2025, doublet mu",
    "ATLAS 2025, doublet e",
    "ATLAS 2025, singlet mu",
    "ATLAS 2025, singlet e",
    "CMS 2019, doublet tau",
    "CMS 2022, doublet tau",
    "CMS 2022, singlet tau",
    "ATLAS 2023, doublet tau",
)
"""Searches for a lepton that mixes."""

FLAVOUR_PURITY = 0.9
"""Smallest share of E decays into the leptons that a search selects."""

LIGHT_SCALAR = 0.1
"""Largest mass of the scalar in units of M_E: the lepton momentum, (1 − M_S²/M_E²) M_E/2 at rest, is
then within 1 % of that for a massless one."""

SLEPTONS = {
    "ATLAS 2020, sleptons": ("e", "mu"),
    "CMS 2021, sleptons": ("e", "mu"),
    "CMS 2024, smuons": ("mu",),
}
"""Searches for ℓ⁺ℓ⁻ and missing momentum, with the flavours they select."""


def mixing_search(name: str) -> Constraint:
    """A search for a lepton that mixes: M_E beside a limit that does not apply."""
    entry = measurement(name)
    reasons = (
        "M_E against the lower limit on a lepton that mixes",
        "E carries U(1)_D charge: it does not mix with leptons and decays into ℓ S or N W, not into "
        "W ν, Z ℓ or h ℓ",
    )

    def law(observables: Observables) -> Assessment:
        return assess(observables.sample.M_E, entry.value, reasons, 1, lower=True)

    return _constraint(entry, "vector-like leptons that mix", "E mixes with a lepton", law)


def slepton_search(name: str) -> Constraint:
    """A search for slepton pairs: M_E against the lower limit on the slepton mass."""
    entry = measurement(name)
    floor = entry.lower or 0.0  # a search without a lower edge continues older ones
    selected = [FLAVOURS.index(flavour) for flavour in SLEPTONS[name]]
    reasons: tuple[str, ...] = (
        "E pair → ℓ⁺ℓ⁻ and scalars that escape, against the mass limit on slepton pairs, whose "
        "cross section is smaller",
        "E cannot decay into a lepton and a scalar: ordering of masses, or no Yukawa coupling",
        "E → N W is open with the gauge coupling: W pairs are not recast",
        f"scalar heavier than {LIGHT_SCALAR:g} M_E: the search is published for a light one",
        f"less than {FLAVOUR_PURITY:.0%} of the decays go into {' and '.join(SLEPTONS[name])}",
    )
    if entry.lower is not None:
        reasons += (f"M_E below {floor:g} GeV, where the search does not reach",)

    def law(observables: Observables) -> Assessment:
        sample = observables.sample
        mass = sample.M_E
        share = observables.lepton_shares
        scalars = np.concatenate([sample.M_H, sample.M_A], axis=1)
        heavy = (scalars > LIGHT_SCALAR * mass[:, None]) & (scalars < mass[:, None])
        lightest_neutral = np.abs(sample.heavy_masses).min(axis=1)
        against = [
            np.isnan(share[:, 0]),
            mass > lightest_neutral + electroweak().M_W,
            heavy.any(axis=1),
            share[:, selected].sum(axis=1) < FLAVOUR_PURITY,
            mass < floor,
        ]
        case = np.select(against, [1, 2, 3, 4, 5], 0)
        return assess(mass, entry.value, reasons, case, lower=True)

    assumption = (
        "scalars escape or decay into what does; E → ℓ S outruns E → N and an off-shell W, at "
        "M_E = 500 GeV and a splitting of 50 GeV for Yukawa couplings above about 0.01"
    )
    return _constraint(entry, "ℓ⁺ℓ⁻ and missing momentum", assumption, law)


def _constraint(
    entry: Measurement, measured: str, assumption: str, law: Callable[[Observables], Assessment]
) -> Constraint:
    return Constraint(
        name=entry.name,
        group=GROUP,
        measured=f"{measured}; {entry.source}",
        confidence=level(entry),
        assumption=assumption,
        unit=entry.unit,
        reference=entry.bibtex,
        law=law,
    )


def constraints() -> tuple[Constraint, ...]:
    """The bounds of this file."""
    return (*map(mixing_search, MIXING), *map(slepton_search, SLEPTONS))
