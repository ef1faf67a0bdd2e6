"""What `darktmm evaluate` reports: each quantity as derived and as printed, and what each bound says."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from darktmm.numeric.constraints import Assessment, Constraint, standard
from darktmm.numeric.constraints.borexino import constraint as borexino
from darktmm.numeric.constraints.scattering import recast_limit, windows
from darktmm.numeric.inputs.data import default, measurement, solar
from darktmm.numeric.models.dark import moments, paths
from darktmm.numeric.models.dark.observables import longitudinal, self_energies
from darktmm.numeric.models.dark.observables.charged import yukawa_bound
from darktmm.numeric.models.dark.parameters import Parameters
from darktmm.numeric.models.dark.predictions import DarkPredictions
from darktmm.numeric.processes.dipoles import (
    anomalous_moment,
    branching_ratio,
    kinetic_mixing_moment,
)
from darktmm.numeric.processes.solar import (
    physical,
    shares,
    solar_moment,
    through_mixing,
)
from darktmm.papers.arxiv_2603_25704 import as_printed, laws

Bounds = Sequence[Constraint]


@dataclass(frozen=True)
class Quantity:
    """One reported number, matrix, or table of numbers by name.

    Attributes:
        derived: what the Lagrangian gives; None where the point does not say enough.
        printed: what the paper's formula gives; None where it has none.
        unit: of both.
    """

    derived: Any
    printed: Any
    unit: str


def _moment(point: Parameters, observables: DarkPredictions, bounds: Bounds) -> dict[str, Quantity]:
    del observables, bounds
    derived, printed = (
        moments.transition_coefficient(point)[0],
        as_printed.transition_coefficient(point),
    )
    table = {"transition_coefficient": Quantity(derived, printed, "GeV^-1")}
    for name, project in (("magnetic", moments.magnetic), ("electric", moments.electric)):
        value = project(derived)
        table[f"transition_moment_{name}"] = Quantity(value, None, "GeV^-1")
        table[f"transition_moment_{name}_muB"] = Quantity(
            moments.in_bohr_magnetons(value), None, "mu_B"
        )
    in_mu_b = None if printed is None else moments.in_bohr_magnetons(printed)
    table["transition_coefficient_muB"] = Quantity(
        moments.in_bohr_magnetons(derived), in_mu_b, "mu_B"
    )
    return table


def _loops(point: Parameters, observables: DarkPredictions, bounds: Bounds) -> dict[str, Quantity]:
    del observables, bounds
    derived = paths.delta_loop(point)[0] if point.generations == 2 else None
    forward, _ = paths.fermion_radiated_directions(point)
    return {
        "heavy_masses": Quantity(point.only.heavy_masses, point.only.heavy_masses, "GeV"),
        "delta_loop": Quantity(derived, as_printed.delta_loop(point), "GeV^-2"),
        "fermion_radiated": Quantity(paths.fermion_radiated(point)[0], np.zeros((3, 3)), "GeV^-1"),
        "fermion_radiated_12": Quantity(forward[0], None, "GeV^-1"),
    }


def _one_loop(
    point: Parameters, observables: DarkPredictions, bounds: Bounds
) -> dict[str, Quantity]:
    del point, bounds
    return {
        "radiative_neutrino_mass": Quantity(observables.neutrino_mass[0], None, "eV"),
        "vector_form_factor": Quantity(observables.neutrino_vector[0], np.zeros((3, 3)), "1"),
    }


MEG_ENTRY = "mu -> e gamma"


def _flavour(
    point: Parameters, observables: DarkPredictions, bounds: Bounds
) -> dict[str, Quantity]:
    dipole = observables.charged_dipole
    printed = as_printed.wilson_coefficient(point)
    ratio = None if printed is None else as_printed.branching_ratio(printed)
    entries = (measurement(c.entry) for c in bounds if c.entry)
    newest = default(MEG_ENTRY).value
    limit = next((e.value for e in entries if e.quantity == MEG_ENTRY), newest)
    limits = limit, measurement(laws.quoted_limits()[MEG_ENTRY]).value
    table = {
        "A_R": Quantity(dipole[0, 0, 1], printed, "GeV^-2"),
        "br_mu_e_gamma": Quantity(branching_ratio(dipole, "mu", "e")[0], ratio, "1"),
        "yukawa_bound_mu_e_gamma": Quantity(
            yukawa_bound(point.only.M_E, limits[0]),
            as_printed.yukawa_bound(point.only.M_E, limits[1]),
            "1",
        ),
    }
    for lepton in ("mu", "e"):
        claimed = as_printed.anomalous_moment(point, lepton)
        table[f"delta_a_{lepton}"] = Quantity(anomalous_moment(dipole, lepton)[0], claimed, "1")
        mixing = None
        if point.has_dark_photon:
            mixing = float(kinetic_mixing_moment(point.m_aprime, point.epsilon, lepton)[0])
        table[f"delta_a_{lepton}_kinetic_mixing"] = Quantity(mixing, None, "1")
    return table


def _solar(point: Parameters, observables: DarkPredictions, bounds: Bounds) -> dict[str, Quantity]:
    effective, limit, claimed, recast = None, None, None, None
    if point.has_dark_photon:
        P = shares(point.U, solar().survival_be7.value)
        if physical(P)[0]:
            moment = solar_moment(observables.transition_moment, P)
            effective = through_mixing(moment, point.epsilon)[0]
        quoted = laws.quoted_limits()["Borexino"]
        chosen = (c for c in bounds if c.name.startswith(quoted))
        limit = next(chosen, borexino())(observables).limit[0]
        recast = recast_limit(point.m_aprime, measurement(quoted).value, windows()["paper"])[0]
        printed = as_printed.transition_coefficient(point)
        if printed is not None:
            claimed = abs(point.only.epsilon) * moments.in_bohr_magnetons(np.abs(printed).max())
    return {
        "mu_eff_solar_muB": Quantity(_known(effective), claimed, "mu_B"),
        "borexino_limit_muB": Quantity(_known(limit), recast, "mu_B"),
    }


def _dark_photon(
    point: Parameters, observables: DarkPredictions, bounds: Bounds
) -> dict[str, Quantity]:
    del bounds
    if not point.has_dark_photon:
        widths, share = None, None
    else:
        widths = {name: float(width[0]) for name, width in observables.aprime_widths.items()}
        share = _known(observables.br_invisible[0])
    return {
        "aprime_widths": Quantity(widths, None, "GeV"),
        "aprime_br_invisible": Quantity(share, None, "1"),
    }


def _electroweak(
    point: Parameters, observables: DarkPredictions, bounds: Bounds
) -> dict[str, Quantity]:
    del point, bounds
    return {
        "z_width_heavy_neutral": Quantity(observables.z_width[0], None, "GeV"),
        "oblique_T": Quantity(observables.oblique_T[0], None, "1"),
    }


def _breaking(
    point: Parameters, observables: DarkPredictions, bounds: Bounds
) -> dict[str, Quantity]:
    """What the breaking of U(1)_D costs."""
    del bounds
    table = {
        "z_aprime_mixing": Quantity(observables.z_mixing[0], None, "1"),
        "loop_epsilon": Quantity(observables.loop_epsilon[0], None, "1"),
        "oblique_S": Quantity(observables.oblique_S[0], None, "1"),
        "radiative_aprime_mass_squared": Quantity(
            self_energies.radiative_mass(point)[0], None, "GeV^2"
        ),
        "charged_vector_form_factor": Quantity(observables.lepton_vector[0], None, "1"),
        "w_coupling_shift": Quantity(observables.w_shift[0], None, "1"),
        "z_neutrino_coupling_shift": Quantity(observables.z_neutrino_shift[0], None, "1"),
    }
    laws = {
        "longitudinal_coupling_fermions": (longitudinal.fermion_coupling, "1"),
        "longitudinal_coupling_scalars": (longitudinal.scalar_coupling, "1"),
        "unitarity_scale": (longitudinal.unitarity_scale, "GeV"),
    }
    for name, (law, unit) in laws.items():
        value = law(point)[0] if point.has_dark_photon else None
        table[name] = Quantity(_known(value), None, unit)
    return table


def _known(value: Any) -> float | None:
    """A number, or None if there is none."""
    return None if value is None or not math.isfinite(value) else float(value)


GROUPS: tuple[Callable[[Parameters, DarkPredictions, Bounds], dict[str, Quantity]], ...] = (
    _moment,
    _loops,
    _one_loop,
    _flavour,
    _solar,
    _dark_photon,
    _electroweak,
    _breaking,
)


@dataclass(frozen=True)
class Report:
    """Everything about a point.

    Attributes:
        quantities: by name.
        verdicts: constraint and assessment, in the order of `numeric.constraints.standard`.
    """

    quantities: Mapping[str, Quantity]
    verdicts: Sequence[tuple[Constraint, Assessment]]

    @property
    def outside(self) -> list[str]:
        """Conditions of the theory itself that fail; nothing else means much where there are any."""
        return [c.name for c, a in self.verdicts if c.theoretical and a.excluded[0]]

    @property
    def excluded(self) -> list[str]:
        """Names of the bounds that the point violates."""
        return [c.name for c, a in self.verdicts if a.excluded[0]]


def report(point: Parameters, constraints: Sequence[Constraint] | None = None) -> Report:
    """Every quantity at a point, and what every constraint (by default: all) says.

    Raises:
        ValueError, OverflowError: naming what leaves the range of double precision.
    """
    table: dict[str, Quantity] = {}
    with np.errstate(over="ignore", invalid="ignore"):
        observables = DarkPredictions(point)
        bounds = standard() if constraints is None else constraints
        for group in GROUPS:
            try:
                table |= group(point, observables, bounds)
            except (ArithmeticError, ValueError) as error:
                what = group.__name__.strip("_").replace("_", " ")
                raise OverflowError(
                    f"{what}: beyond double precision ({error.args[-1]})"
                ) from error
        for name, quantity in table.items():
            for value in (quantity.derived, quantity.printed):
                if not _finite(value):
                    raise OverflowError(f"{name}: beyond double precision")
        verdicts = [(c, c(observables)) for c in bounds]
    for c, a in verdicts:
        if a.applies[0] and not np.isfinite([a.value[0], a.limit[0], a.ratio[0]]).all():
            raise OverflowError(f"{c.name}: beyond double precision")
    return Report(table, verdicts)


def _finite(value: Any) -> bool:
    if value is None:
        return True
    return bool(np.all(np.isfinite(list(value.values()) if isinstance(value, Mapping) else value)))


def evaluate(point: Parameters) -> Mapping[str, Quantity]:
    """Every quantity at a point; see `report`."""
    return report(point, ()).quantities


def verdict_data(constraint: Constraint, assessment: Assessment) -> dict[str, Any]:
    """One constraint at one point, as written to JSON."""
    return {
        "name": constraint.name,
        "applies": bool(assessment.applies[0]),
        "value": _known(assessment.value[0]),
        "limit": _known(assessment.limit[0]),
        "unit": constraint.unit,
        "ratio": _known(assessment.ratio[0]),
        "ratio_is": assessment.rule,
        "centre": _known(assessment.centre[0]),
        "far_edge": _known(assessment.far_edge[0]),
        "excluded": bool(assessment.excluded[0]),
        "reason": assessment.reasons[int(assessment.case[0])],
        "reference": constraint.reference,
        "group": constraint.group,
        "measured": constraint.measured,
        "confidence": constraint.confidence,
        "assumption": constraint.assumption,
    }
