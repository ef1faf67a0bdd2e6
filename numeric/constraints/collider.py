r"""The charged heavy lepton E at LEP and at the LHC, for the decay that the point has.

**Mixing.** Searches for heavy leptons look for E → W ν, Z ℓ, h ℓ, which needs mixing with the leptons.
Here E carries the charge of U(1)_D and no scalar that carries it has a vacuum value: E does not mix and
decays into dark states, as ℓ S or N W. These limits do not apply.

**E → ℓ S.** A pair gives ℓ⁺ℓ⁻ and missing momentum, the final state of slepton pairs. Couplings to γ
and Z are those of a left-handed slepton, and a fermion pair outnumbers a scalar pair by

.. math:: \frac{\hat\sigma_{1/2}}{\hat\sigma_0} = \frac{2(3-\beta^2)}{\beta^2} \ge 4,

10 at β² = ½; pairs are made near threshold. At the LHC, E pairs are more than 3.9 times the pairs of
both chiralities and two flavours of sleptons for all masses below a TeV: a limit on these is conservative
where 40 % of the E pairs are e⁺e⁻ or μ⁺μ⁻ with scalars that the search is published for, decays into N and
a W on shell being counted (`derive.models.dark.partner_decays`). It is published
for light scalars, or for one mass difference; nothing is interpolated between.

**E → N W.** At LEP a charged lepton that decays into W and a heavy neutral one was looked for. At the LHC
the final state is that of chargino pairs, and of E N; nothing is recast.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from darktmm.numeric.arrays import BoolArray, FloatArray
from darktmm.numeric.constraints.base import Assessment, Constraint, assess, experimental
from darktmm.numeric.inputs.data import Measurement, electroweak, measurement
from darktmm.numeric.predictions import Predictions
from darktmm.numeric.processes.leptons import FLAVOURS

GROUP = "collider"

MIXING = (
    "L3 2001, L -> nu W",
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

LEPTON_PAIRS = 0.4
"""Smallest share of E pairs with two leptons of one flavour and scalars as in the search."""

LIGHT_SCALAR = 0.1
"""Largest mass of a light scalar in units of M_E: the lepton momentum, (1 − M_S²/M_E²) M_E/2 at rest, is
then within 1 % of that for a massless one."""

ABOUT = 0.1
"""Relative distance from a published mass difference at which it still stands for that of the point."""

SOFT = 15.0
"""Mass difference in GeV up to which E → N W* loses against two-body decays; LEP needs more to see it."""


# --- where a search is published ------------------------------------------------------------------


@dataclass(frozen=True)
class Light:
    """Scalars that are light against E.

    Attributes:
        largest: mass in GeV; None for `LIGHT_SCALAR` M_E.
    """

    largest: float | None = None

    def covers(self, mass: FloatArray, scalars: FloatArray) -> BoolArray:
        """Which scalars are."""
        return np.asarray(scalars <= self._edge(mass))

    def distance(self, mass: FloatArray, scalar: FloatArray) -> FloatArray:
        """|Δ ln(M_E − M_S)| from the region."""
        edge = np.minimum(self._edge(mass), mass * (1 - LIGHT_SCALAR))
        return np.maximum(np.log(mass - edge) - np.log(mass - scalar), 0.0)

    def _edge(self, mass: FloatArray) -> FloatArray:
        return LIGHT_SCALAR * mass if self.largest is None else np.full_like(mass, self.largest)

    def __str__(self) -> str:
        edge = f"{LIGHT_SCALAR:g} M_E" if self.largest is None else f"{self.largest:g} GeV"
        return f"scalar heavier than {edge}: the search is published for a light one"


@dataclass(frozen=True)
class Difference:
    """Scalars at one mass difference below E.

    Attributes:
        gap: M_E − M_S, GeV.
    """

    gap: float

    def covers(self, mass: FloatArray, scalars: FloatArray) -> BoolArray:
        """Which scalars are, within `ABOUT`."""
        return np.asarray(np.abs(mass - scalars - self.gap) <= ABOUT * self.gap)

    def distance(self, mass: FloatArray, scalar: FloatArray) -> FloatArray:
        """|Δ ln(M_E − M_S)| from the region."""
        off = np.abs(np.log(mass - scalar) - np.log(self.gap))
        return np.maximum(off - np.log1p(ABOUT), 0.0)

    def __str__(self) -> str:
        return f"scalar not {self.gap:g} GeV below E, for which the search is published"


@dataclass(frozen=True)
class Search:
    """A search for ℓ⁺ℓ⁻ and missing momentum.

    Attributes:
        flavours: those it selects.
        region: scalars it is published for.
    """

    flavours: tuple[str, ...]
    region: Light | Difference


SLEPTONS = {
    "ATLAS 2020, sleptons": Search(("e", "mu"), Light()),
    "CMS 2021, sleptons": Search(("e", "mu"), Light()),
    "CMS 2024, smuons": Search(("mu",), Light(50.0)),
    "ATLAS 2023, selectrons": Search(("e",), Light()),
    "ATLAS 2023, smuons": Search(("mu",), Light()),
    "ATLAS 2023, sleptons, 50 GeV": Search(("e", "mu"), Difference(50.0)),
    "ATLAS 2020, smuons, 10 GeV": Search(("mu",), Difference(10.0)),
    "ATLAS 2020, selectrons, 7.1 GeV": Search(("e",), Difference(7.1)),
    "CMS 2024, sleptons, 5 GeV": Search(("e", "mu"), Difference(5.0)),
    "ATLAS 2025, selectrons, 5 GeV": Search(("e",), Difference(5.0)),
    "ATLAS 2025, smuons, 5 GeV": Search(("mu",), Difference(5.0)),
    "CMS 2025, selectrons, 5 GeV": Search(("e",), Difference(5.0)),
    "CMS 2025, smuons, 5 GeV": Search(("mu",), Difference(5.0)),
}

REGIONS = {
    search.region: name for name, search in reversed(SLEPTONS.items()) if name != "CMS 2024, smuons"
}
"""One search for each region."""


def _columns(flavours: tuple[str, ...]) -> list[int]:
    return [FLAVOURS.index(flavour) for flavour in flavours]


# --- bounds ---------------------------------------------------------------------------------------


def mixing_search(name: str) -> Constraint:
    """A search for a lepton that mixes: M_E beside a limit that does not apply."""
    entry = measurement(name)
    reasons = (
        "M_E against the lower limit on a lepton that mixes",
        "E carries U(1)_D charge: it does not mix with leptons and decays into ℓ S or N W, not into "
        "W ν, Z ℓ or h ℓ",
    )

    def law(predictions: Predictions) -> Assessment:
        return assess(predictions.partner_mass, entry.value, reasons, 1, lower=True)

    return _constraint(entry, "heavy leptons that mix", "E mixes with a lepton", law)


def slepton_search(name: str) -> Constraint:
    """A search for slepton pairs: M_E against the lower limit on the slepton mass."""
    entry, search = measurement(name), SLEPTONS[name]
    floor = entry.lower or 0.0  # a search without a lower edge continues older ones
    selected, region = _columns(search.flavours), search.region
    light = isinstance(region, Light)
    soft = not light  # leptons
    elsewhere = [other for other in REGIONS if other != region]
    names = " and ".join(search.flavours)
    reasons: tuple[str, ...] = (
        "E pair → ℓ⁺ℓ⁻ and scalars that escape, against the mass limit on slepton pairs, whose "
        "cross section is smaller",
        "E cannot decay into a lepton and a scalar: ordering of masses, or no Yukawa coupling",
        "E → N W takes too many of the decays: W pairs are not recast"
        if light
        else f"N more than {SOFT:g} GeV below E: E → N W* competes with soft leptons, not recast",
        f"too few pairs of {names}: less than {LEPTON_PAIRS:.0%} of E pairs have two of one flavour",
        "E → τ S: no limit on pairs of staus is listed",
    )
    first = len(reasons)
    reasons += tuple(f"{region}; closest search: {REGIONS[other]}" for other in elsewhere)
    if floor:
        reasons += (f"M_E below {floor:g} GeV, where the search does not reach",)

    def law(predictions: Predictions) -> Assessment:
        mass = predictions.partner_mass
        shares, scalars = predictions.partner_shares, predictions.partner_scalars
        inside = np.where(region.covers(mass[:, None], scalars)[:, None], shares, 0).sum(axis=2)
        of_all = shares.sum(axis=2)
        leptonic = predictions.partner_leptonic**2
        against = [
            np.isnan(of_all[:, 0]),
            inside.sum(axis=1) ** 2 < LEPTON_PAIRS,
            of_all[:, FLAVOURS.index("tau")] ** 2 >= LEPTON_PAIRS,
            _pairs(inside[:, selected]) < LEPTON_PAIRS,
            leptonic * _pairs(inside[:, selected]) < LEPTON_PAIRS,
            soft & (mass > predictions.neutral_mass + SOFT),
            mass < floor,
        ]
        choices = [1, first, 4, 3, 2, 2, len(reasons) - 1]
        case = np.select(against, choices, 0)
        outside = case == first
        if outside.any():
            case[outside] = first + _closest(
                mass[outside], shares[outside], scalars[outside], elsewhere
            )
        return assess(mass, entry.value, reasons, case, lower=True)

    assumption = (
        "scalars escape or decay into what does; E → ℓ S outruns E → N and an off-shell W, at "
        "M_E = 500 GeV and a splitting of 50 GeV for Yukawa couplings above about 0.01"
    )
    return _constraint(entry, "ℓ⁺ℓ⁻ and missing momentum", assumption, law)


def _pairs(shares: FloatArray) -> FloatArray:
    """Share of pairs with two leptons of one flavour."""
    return np.asarray(np.sum(shares**2, axis=1))


def _closest(
    mass: FloatArray, shares: FloatArray, scalars: FloatArray, regions: list[Light | Difference]
) -> NDArray[np.intp]:
    """Which region is closest in the mass difference to the scalar that E prefers."""
    preferred = np.argmax(shares.sum(axis=1), axis=1)
    scalar = np.take_along_axis(scalars, preferred[:, None], axis=1)[:, 0]
    return np.asarray(np.argmin([r.distance(mass, scalar) for r in regions], axis=0))


LEP = {
    "e": "ALEPH 2002, selectron",
    "mu": "DELPHI 2003, smuon",
    "tau": "DELPHI 2003, stau",
}
"""Limits on E → ℓ S, each weaker than a fermion pair would get."""

LEP_SHARE = 0.05
"""Share of the decays from which on the limit for a lepton counts among the weakest."""

LEP_W = "L3 2001, L -> W N"

LEP_SOFT, SOFTEST = "charginos, LEP", 3.0
"""Charginos have the charges of a doublet: the limit for mass differences down to this, GeV."""

LEP_STABLE = "L3 2001, stable L"
"""E lighter than N and every scalar that it couples to leaves a track."""

LEP_PAIRS = 0.25
"""Smallest share of visible E pairs: there are at least four times as many as of sleptons."""


def lep_search() -> Constraint:
    """M_E against what LEP says for its decays, if they are visible."""
    names = (LEP_W, LEP_SOFT, LEP_STABLE, *(LEP[f] for f in FLAVOURS))
    w, soft, stable, *leptons = (measurement(name) for name in names)
    reasons = (
        "M_E against the weakest lower limit from LEP on the decays it has",
        f"mass difference below {SOFTEST:g} GeV: not seen by these searches",
    )
    limits = np.array([entry.value for entry in leptons])

    def law(predictions: Predictions) -> Assessment:
        mass = predictions.partner_mass
        shares, scalars = predictions.partner_shares, predictions.partner_scalars
        two_body = ~np.isnan(shares[:, 0, 0])
        splitting = mass - predictions.neutral_mass
        gap = (mass[:, None] - scalars)[:, None]
        clear, faint = (np.where(gap > least, shares, 0).sum(axis=2) for least in (SOFT, SOFTEST))
        hard, seen = (x.sum(axis=1) ** 2 >= LEP_PAIRS for x in (clear, faint))
        against = [~two_body & (splitting > 0) & (splitting <= SOFTEST), two_body & ~seen]
        case = np.where(np.any(against, axis=0), 1, 0)
        leptonic = np.where(faint > LEP_SHARE, limits, np.inf).min(axis=1)
        leptonic = np.where(hard, leptonic, np.minimum(leptonic, soft.value))
        hadronic = np.where(splitting > SOFT, w.value, soft.value)
        hadronic = np.where(splitting > 0, hadronic, stable.value)
        return assess(mass, np.where(two_body, leptonic, hadronic), reasons, case, lower=True)

    return experimental(
        w,
        name="LEP, charged heavy lepton",
        group=GROUP,
        measured=f"pairs of charged particles; {'; '.join(x.source for x in (w, soft, stable, *leptons))}",
        assumption=(
            "scalars and N escape; E pairs outnumber slepton pairs; mass difference above "
            f"{SOFTEST:g} GeV"
        ),
        unit="GeV",
        law=law,
    )


def w_search() -> Constraint:
    """W and missing momentum at the LHC: M_E beside a limit that is not recast."""
    entry = measurement("ATLAS 2020, W pairs")
    reasons = (
        "M_E against the lower limit on pairs of charginos that decay into W",
        "E → N W: E N and N N are made as well, cross sections differ from those of charginos: not "
        "recast",
        "E does not decay into N and a W on shell; pairs N N leave nothing to see and are not recast",
    )

    def law(predictions: Predictions) -> Assessment:
        is_open = predictions.neutral_mass + electroweak().M_W < predictions.partner_mass
        case = np.where(is_open, 1, 2)
        return assess(predictions.partner_mass, entry.value, reasons, case, lower=True)

    return _constraint(entry, "W pairs and missing momentum", "E pairs are chargino pairs", law)


def _constraint(
    entry: Measurement, measured: str, assumption: str, law: Callable[[Predictions], Assessment]
) -> Constraint:
    return experimental(
        entry,
        group=GROUP,
        measured=f"{measured}; {entry.source}",
        assumption=assumption,
        law=law,
    )


def constraints() -> tuple[Constraint, ...]:
    """The bounds of this file."""
    return (
        *map(mixing_search, MIXING),
        lep_search(),
        *map(slepton_search, SLEPTONS),
        w_search(),
    )
