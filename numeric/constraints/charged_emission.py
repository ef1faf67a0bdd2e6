r"""A' emitted in a decay of a charged lepton, ℓ → ℓ'A', seen or not.

The coupling :math:`f^\ell` that a model gives charged leptons (`lepton_vector`) gives the rate, the
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

import numpy as np

from darktmm.numeric.arrays import FloatArray, Numbers
from darktmm.numeric.constraints.base import ABSENT, Assessment, Constraint, assess, experimental
from darktmm.numeric.constraints.confidence import ONE_SIDED_95
from darktmm.numeric.inputs import constants
from darktmm.numeric.inputs.data import Measurement, measurement
from darktmm.numeric.predictions import Predictions
from darktmm.numeric.processes import emission
from darktmm.numeric.processes.leptons import mass

Prediction = Callable[[Predictions], FloatArray]

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


def _share(predictions: Predictions, channels: FloatArray, stable: float) -> FloatArray:
    """A width over the total one; `stable` where A' does not decay at all."""
    total = predictions.total_width
    decays = total != 0
    return np.where(decays, channels / np.where(decays, total, 1.0), stable)


def decays_within(predictions: Predictions, length: float, momentum: Numbers) -> FloatArray:
    """Probability that A' of this momentum, GeV, decays within a length, m; 1 for one at rest."""
    p = np.broadcast_to(np.asarray(momentum, dtype=float), (predictions.size,))
    lifetimes = predictions.total_width * predictions.m_aprime * (length / constants().hbar_c)
    moving = p > 0
    return np.where(moving, -np.expm1(-lifetimes / np.where(moving, p, 1.0)), 1.0)


def unseen(predictions: Predictions, length: float, momentum: Numbers) -> FloatArray:
    """Probability that A' decays invisibly, or visibly behind the detector."""
    invisible = _share(predictions, predictions.invisible_width, 1.0)
    visible = np.clip(1 - invisible, 0.0, 1.0)
    return np.asarray(invisible + visible * (1 - decays_within(predictions, length, momentum)))


def into_pair(predictions: Predictions, pair: str) -> FloatArray:
    """BR(A' → pair), "e e" or "mu mu"."""
    return _share(predictions, predictions.aprime_widths[pair], 0.0)


# --- predictions --------------------------------------------------------------------------------


def branching(predictions: Predictions, parent: str, daughter: str) -> FloatArray:
    """BR(parent → daughter A') at least: |f^ℓ| less what its dependence on q² may take away."""
    size = np.abs(predictions.lepton_vector) - predictions.lepton_vector_change
    least = np.maximum(size, 0.0).astype(complex)
    return emission.lepton_branching(least, predictions.m_aprime, parent, daughter)


def _momentum(predictions: Predictions, parent: str, daughter: str) -> FloatArray:
    given = np.nan_to_num(predictions.m_aprime, nan=1.0)
    return emission.recoil_momentum(mass(parent), mass(daughter), given)


def _inclusive(parent: str, daughter: str, predictions: Predictions) -> FloatArray:
    return branching(predictions, parent, daughter)


def _invisible(parent: str, daughter: str, length: float, predictions: Predictions) -> FloatArray:
    momentum = _momentum(predictions, parent, daughter)
    return branching(predictions, parent, daughter) * unseen(predictions, length, momentum)


def _pair(
    parent: str, daughter: str, pair: str, momentum: float | None, predictions: Predictions
) -> FloatArray:
    """A pair from the vertex."""
    p = _momentum(predictions, parent, daughter) if momentum is None else momentum
    prompt = decays_within(predictions, VERTEX, p)
    return branching(predictions, parent, daughter) * into_pair(predictions, pair) * prompt


def _short_lived(predictions: Predictions) -> FloatArray:
    """μ → eA', A' → e⁺e⁻ with a lifetime below that of the dedicated search."""
    short = predictions.total_width * SINDRUM_LIFETIME > constants().hbar
    rate = branching(predictions, "mu", "e") * into_pair(predictions, "e e")
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

    def law(predictions: Predictions) -> Assessment:
        m = predictions.m_aprime
        limits = np.array([search.limit for search in searches])[:, None]
        covers = np.array([(m >= s.low) & (m <= s.high) for s in searches])
        values = np.array([search.prediction(predictions) for search in searches])
        covered = np.any(covers, axis=0)
        ratios = np.where(covers & ~np.isnan(values), values / limits, -1.0)
        best, points = np.argmax(ratios, axis=0), np.arange(predictions.size)
        value = values[best, points]
        limit = np.broadcast_to(limits, values.shape)[best, points]
        case = np.select([np.isnan(m), ~covered, np.isnan(value)], [1, 2, 3], 0)
        return assess(value, limit, reasons, case)

    return experimental(
        entries[0],
        name=name,
        group=GROUP,
        measured=f"{measured}; {'; '.join(dict.fromkeys(e.source for e in entries))}",
        confidence="95% CL, one-sided" if entries[0].uncertainty else "",
        assumption=assumption,
        unit=unit,
        law=law,
        alone=len(set(entries)) == 1,
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
