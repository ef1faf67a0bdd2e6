"""Observables made by hand, for tests of constraints: plain numbers instead of a model."""

from __future__ import annotations

from typing import Any

import numpy as np

from darktmm.numeric.constraints.base import Assessment, Constraint
from darktmm.numeric.models.dark.observables.observables import Observables
from darktmm.numeric.models.dark.observables.self_energies import z_mixing
from darktmm.numeric.models.dark.sample import Sample

PARAMETERS: dict[str, Any] = {
    "m_L": 0.0,
    "m_R": 0.0,
    "m_D": 300.0,
    "M_E": 300.0,
    "M_H": [0.25, 0.35],
    "M_A": [0.2, 0.4],
    "O_R": np.eye(2),
    "O_I": np.eye(2),
    "y": np.array([[0.1, 0.0], [0.0, 0.1], [0.0, 0.0]], dtype=complex),
    "g_D": 0.5,
    "Q_N": 1.0,
    "Q_S": -1.0,
    "U": np.eye(3, dtype=complex),
    "m_aprime": 0.05,
    "epsilon": 1e-4,
}
ZERO = np.zeros((3, 3), dtype=complex)
PREDICTIONS: dict[str, Any] = {
    "transition": ZERO,
    "vector": ZERO,
    "charged_dipole": ZERO,
    "neutrino_mass": ZERO,
    "z_width_heavy_neutral": 0.0,
    "oblique_T": 0.0,
}


def many(n: int, widths: dict[str, Any], **changes: Any) -> Observables:
    """n points; what is changed is given per point, what is not is the same for all."""

    def column(name: str, value: Any) -> Any:
        if name in changes:
            return np.asarray(changes[name])
        return np.broadcast_to(value, (n, *np.shape(value)))

    unknown = changes.keys() - PARAMETERS.keys() - PREDICTIONS.keys()
    assert not unknown, unknown
    sample = Sample(**{k: column(k, v) for k, v in PARAMETERS.items()})
    return Observables(
        sample=sample,
        z_mixing=z_mixing(sample),
        widths={k: np.broadcast_to(np.asarray(w, dtype=float), (n,)) for k, w in widths.items()},
        **{k: column(k, v) for k, v in PREDICTIONS.items()},
    )


def one(widths: dict[str, float] | None = None, **changes: Any) -> Observables:
    """One point; invisible and visible widths are equal unless given."""
    return many(
        1,
        {"N_1 N_2": 1.0, "e e": 1.0} if widths is None else widths,
        **{name: np.array([value]) for name, value in changes.items()},
    )


def part(observables: Observables, index: int) -> Observables:
    """The point at `index` alone."""
    here = slice(index, index + 1)
    return Observables(
        sample=Sample(**{k: getattr(observables.sample, k)[here] for k in PARAMETERS}),
        z_mixing=observables.z_mixing[here],
        widths={k: w[here] for k, w in observables.widths.items()},
        **{k: getattr(observables, k)[here] for k in PREDICTIONS},
    )


def verdict(constraint: Constraint, observables: Observables) -> str:
    """The reason, for a single point."""
    found = constraint(observables)
    return found.reasons[int(found.case[0])]


def assert_same(batch: Assessment, index: int, single: Assessment) -> None:
    """One element of a batch is the assessment of that point alone, to the last digit."""
    for name in ("value", "limit", "ratio", "case"):
        np.testing.assert_array_equal(getattr(batch, name)[index], getattr(single, name)[0], name)
    assert batch.reasons == single.reasons
