r"""A' emitted in a decay of a charged lepton, ℓ → ℓ'A', seen or not.

The coupling :math:`f^\ell` of E and the scalars (`derive.models.dark.charged_vector`) gives the rate, the
measured lifetime the branching ratio. Searches for ℓ → ℓ' and nothing else count an A' that decays into
neutrinos or dark states, or behind the detector; searches for ℓ'e⁺e⁻ one that decays into a pair within
the resolution of a vertex. A longitudinal A', all that matters for a light one, is emitted like the spin-0
boson that most searches assume.

A left-handed coupling gives the asymmetry of normal muon decay: the strong limits of experiments that
looked opposite to it do not apply. Where a search gives a range over masses its weaker end is used, and
where it gives an order of magnitude a factor √10 is allowed for. No search is used outside the masses it
covers. f is taken at q² = 0; what it may lose up to q² = m_A'², by an estimate, is taken off, so that the
decays through a conserved current and a dipole, which remain for unbroken U(1)_D, are not mistaken for
this one. Where a rate exceeds the measured total width, perturbation theory has
ended; the comparison still says no.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np

from darktmm.derive.memo import cache
from darktmm.numeric.constraints.base import Assessment, Constraint, assess
from darktmm.numeric.constraints.confidence import ONE_SIDED_95, level
from darktmm.numeric.inputs.data import Measurement, measurement
from darktmm.numeric.models.dark.observables import charged_emission as emission
from darktmm.numeric.models.dark.observables.charged import mass
from darktmm.numeric.models.dark.observables.observables import Observables
from darktmm.numeric.models.dark.point import FloatArray

Prediction = Callable[[Observables], FloatArray]

GROUP = "flavour"

ORDER = math.sqrt(10)
"""What "of the order of" leaves open."""

# Lengths in m and momenta in GeV; generous, so that less is counted. From memory.
TABLETOP = 1.0
"""Beyond this A' has left a detector around stopped muons or pions."""
B_FACTORY = 3.0
VERTEX = 1e-3
"""Closer than this a pair comes from the vertex of the other track."""
TAU_MOMENTUM = 5.3
"""Largest momentum of A' from a τ at a B factory: half the energy of the collision."""
CONVERSION = 0.2
"""Mass of e⁺e⁻ pairs below which searches at B factories may reject them as converted photons, GeV."""
SINDRUM_TRACKS = (0.02, 0.08)
"""m_A', GeV, for which all three tracks of μ → eA' are as hard as those of μ → 3e."""
SINDRUM_LIFETIME = 3e-10
"""s; below it the search for μ → eX, X → e⁺e⁻ applies."""

ABSENT = "dark photon: none given"
OUTSIDE = "mass outside the range of the searches"
UNKNOWN = "branching ratios of A' not known"


@dataclass(frozen=True)
class Search:
    """One published limit and what is compared with it.

    Attributes:
        name: entry of the data.
        low, high: m_A', GeV, that it covers.
        prediction: in the unit of the entry.
        factor: by which the limit is relaxed.
    """

    name: str
    low: float
    high: float
    prediction: Prediction = field(repr=False)
    factor: float = 1.0

    @property
    def entry(self) -> Measurement:
        """The number."""
        return measurement(self.name)

    @property
    def limit(self) -> float:
        """What is allowed; of a measurement, its value and 1.645 standard deviations."""
        above = ONE_SIDED_95 * (self.entry.uncertainty or 0.0)
        return self.factor * (self.entry.value + above)


# --- what A' does -------------------------------------------------------------------------------


@cache
def _hbar() -> tuple[float, float]:
    """ħ in GeV s and ħc in GeV m."""
    from scipy.constants import physical_constants

    return (
        physical_constants["reduced Planck constant in eV s"][0] * 1e-9,
        physical_constants["reduced Planck constant times c in MeV fm"][0] * 1e-18,
    )


def _share(observables: Observables, channels: FloatArray, stable: float) -> FloatArray:
    """A width over the total one; `stable` where A' does not decay at all."""
    total = observables.total_width
    decays = total != 0
    return np.where(decays, channels / np.where(decays, total, 1.0), stable)


def decays_within(observables: Observables, length: float, momentum: Any) -> FloatArray:
    """Probability that A' of this momentum, GeV, decays within a length, m; 1 for one at rest."""
    _, hbar_c = _hbar()
    p = np.broadcast_to(np.asarray(momentum, dtype=float), (observables.size,))
    lifetimes = observables.total_width * observables.sample.m_aprime * (length / hbar_c)
    moving = p > 0
    return np.where(moving, -np.expm1(-lifetimes / np.where(moving, p, 1.0)), 1.0)


def unseen(observables: Observables, length: float, momentum: Any) -> FloatArray:
    """Probability that A' decays invisibly, or visibly behind the detector."""
    invisible = _share(observables, observables.invisible_width, 1.0)
    visible = np.clip(1 - invisible, 0.0, 1.0)
    return np.asarray(invisible + visible * (1 - decays_within(observables, length, momentum)))


def into_pair(observables: Observables, pair: str) -> FloatArray:
    """BR(A' → pair), "e e" or "mu mu"."""
    return _share(observables, observables.widths[pair], 0.0)


# --- predictions --------------------------------------------------------------------------------


def branching(observables: Observables, parent: str, daughter: str) -> FloatArray:
    """BR(parent → daughter A') at least: |f^ℓ| less what its dependence on q² may take away."""
    sample = observables.sample
    size = np.abs(observables.charged_vector) - emission.momentum_dependence(sample)
    least = np.maximum(size, 0.0).astype(complex)
    return emission.lepton_branching(least, sample.m_aprime, parent, daughter)


def _momentum(observables: Observables, parent: str, daughter: str) -> FloatArray:
    given = np.nan_to_num(observables.sample.m_aprime, nan=1.0)
    return emission.recoil_momentum(mass(parent), mass(daughter), given)


def _inclusive(parent: str, daughter: str, observables: Observables) -> FloatArray:
    return branching(observables, parent, daughter)


def _invisible(parent: str, daughter: str, length: float, observables: Observables) -> FloatArray:
    momentum = _momentum(observables, parent, daughter)
    return branching(observables, parent, daughter) * unseen(observables, length, momentum)


def _pair(
    parent: str, daughter: str, pair: str, momentum: float | None, observables: Observables
) -> FloatArray:
    """A pair from the vertex."""
    p = _momentum(observables, parent, daughter) if momentum is None else momentum
    prompt = decays_within(observables, VERTEX, p)
    return branching(observables, parent, daughter) * into_pair(observables, pair) * prompt


def _short_lived(observables: Observables) -> FloatArray:
    """μ → eA', A' → e⁺e⁻ with a lifetime below that of the dedicated search."""
    hbar, _ = _hbar()
    short = observables.total_width * SINDRUM_LIFETIME > hbar
    rate = branching(observables, "mu", "e") * into_pair(observables, "e e")
    return np.where(short, rate, 0.0)


# --- constraints --------------------------------------------------------------------------------


def strongest(
    name: str,
    measured: str,
    assumption: str,
    searches: Sequence[Search],
    reason: str,
) -> Constraint:
    """The search that excludes most at each mass."""
    reasons = (reason, ABSENT, OUTSIDE, UNKNOWN)
    entries = [search.entry for search in searches]
    (unit,) = {entry.unit for entry in entries}

    def law(observables: Observables) -> Assessment:
        m = observables.sample.m_aprime
        limits = np.array([search.limit for search in searches])[:, None]
        covers = np.array([(m >= s.low) & (m <= s.high) for s in searches])
        values = np.array([search.prediction(observables) for search in searches])
        covered = np.any(covers, axis=0)
        ratios = np.where(covers & ~np.isnan(values), values / limits, -1.0)
        best, points = np.argmax(ratios, axis=0), np.arange(observables.size)
        value = values[best, points]
        limit = np.broadcast_to(limits, values.shape)[best, points]
        case = np.select([np.isnan(m), ~covered, np.isnan(value)], [1, 2, 3], 0)
        return assess(value, limit, reasons, case)

    return Constraint(
        name=name,
        group=GROUP,
        measured=f"{measured}; {'; '.join(dict.fromkeys(e.source for e in entries))}",
        confidence="95% CL, one-sided" if entries[0].uncertainty else level(entries[0]),
        assumption=assumption,
        unit=unit,
        reference=entries[0].bibtex,
        law=law,
        entry=entries[0].name if len(set(entries)) == 1 else "",
    )


def invisible(parent: str, daughter: str) -> Constraint:
    """ℓ → ℓ' and nothing else.

    Raises:
        KeyError: no search for this decay.
    """
    if (parent, daughter) == ("mu", "e"):
        alone, any_decay = (
            partial(_invisible, "mu", "e", TABLETOP),
            partial(_inclusive, "mu", "e"),
        )
        searches: tuple[Search, ...] = (
            Search("TWIST 2015, V-A", 0.0, 0.013, alone),
            Search("TWIST 2015, isotropic", 0.013, 0.080, alone),
            Search("PIENU 2020", 0.0478, 0.0951, alone, ORDER),
            Search("Bryman 1986", 0.0, 0.0934, any_decay),
            Search("Bryman 1986", 0.0981, 0.1035, any_decay),
        )
        measured = "positrons of stopped muons"
        assumption = (
            "longitudinal A' from a left-handed coupling: asymmetry of normal decay near the end "
            "point, unimportant below; detector of 1 m"
        )
    else:
        search = partial(_invisible, parent, daughter, B_FACTORY)
        searches = (Search(f"Belle 2025, {parent} -> {daughter} X, range", 0.0, 1.6, search),)
        measured = f"spectrum of {daughter} in decays of tau"
        assumption = (
            "weakest limit of the range of masses; detector of 3 m, A' as fast as for τ at rest"
        )
    return strongest(
        f"{parent} -> {daughter} A' invisible",
        measured,
        assumption,
        searches,
        "branching ratio times the probability that A' is not seen",
    )


def visible(parent: str, daughter: str) -> Constraint:
    """ℓ → ℓ' and a pair of leptons from one vertex."""
    if (parent, daughter) == ("mu", "e"):
        prompt = partial(_pair, "mu", "e", "e e", None)
        searches: tuple[Search, ...] = (
            Search("SINDRUM 1986", 2 * mass("e"), mass("mu") - mass("e"), _short_lived),
            Search("SINDRUM 1988", *SINDRUM_TRACKS, prompt),
        )
        assumption = "three hard tracks are found as in μ → 3e; decay within 1 mm, or 3e-10 s"
    else:
        top = mass(parent) - mass(daughter)
        electrons = partial(_pair, parent, daughter, "e e", TAU_MOMENTUM)
        name = "Belle II 2025" if daughter == "e" else "Belle II 2025, tau -> mu e e"
        searches = (Search(name, CONVERSION, top, electrons),)
        if daughter == "mu":
            muons = partial(_pair, parent, daughter, "mu mu", TAU_MOMENTUM)
            searches += (Search("Belle II 2024", 2 * mass("mu"), top, muons),)
        assumption = (
            "efficiency of phase space; decay within 1 mm at the largest momentum; e+e- pairs below "
            "200 MeV taken for converted photons"
        )
    return strongest(
        f"{parent} -> {daughter} A' visible",
        f"{parent} -> three charged leptons",
        assumption,
        searches,
        "branching ratio times that of A' into the pair and the probability that it is prompt",
    )


DECAYS = (("mu", "e"), ("tau", "e"), ("tau", "mu"))


def constraints() -> tuple[Constraint, ...]:
    """The bounds of this file."""
    return tuple(bound(*decay) for decay in DECAYS for bound in (invisible, visible))
