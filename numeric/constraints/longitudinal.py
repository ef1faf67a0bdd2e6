r"""Longitudinal A': its couplings perturbative, its unitarity scale above the masses in the loops.

.. math:: \frac{2g_D|Q_N|\max(|m_L|,|m_R|)}{m_{A'}}\le\sqrt{4\pi},\qquad
          \frac{2g_D^2Q_S^2}{m_{A'}^2}\|M_R^2-M_I^2\|\le8\pi,\qquad
          \max(|M_\alpha|,M_E,M_H,M_A)\le\Lambda ,

each from a tree-level partial wave that reaches :math:`|a_0|=\tfrac12`
(`derive.models.dark.unitarity`): N N → N N, A' S → A' S and N N → A'A'. Without masses that break U(1)_D
all three are satisfied by zero. For m_L = m_R the first is the criterion for the longitudinal W,
:math:`g_D|Q_N|(M_1+M_2)/m_{A'}\le\sqrt{4\pi}`.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from darktmm.numeric.constraints.base import Assessment, Constraint, assess
from darktmm.numeric.models.dark.observables import longitudinal
from darktmm.numeric.models.dark.observables.observables import Observables
from darktmm.numeric.models.dark.point import FloatArray

_UNKNOWN = "dark photon: none given"


def _law(
    value: Callable[[Observables], FloatArray], limit: Callable[[], float], reason: str
) -> Callable[[Observables], Assessment]:
    def law(observables: Observables) -> Assessment:
        unknown = np.isnan(observables.sample.m_aprime)
        return assess(value(observables), limit(), (reason, _UNKNOWN), unknown)

    return law


def _theory(
    name: str, expansion: str, assumption: str, law: Callable[[Observables], Assessment]
) -> Constraint:
    """A bound that nothing was measured for."""
    return Constraint(
        name=name,
        group="consistency",
        measured=f"nothing: {expansion}",
        confidence="",
        assumption=assumption,
        unit="1",
        reference="",
        law=law,
    )


_LEADING = "the one-loop result is the leading term of an expansion"

FERMIONS = _theory(
    "perturbative coupling of longitudinal A' (fermions)",
    "partial wave of N N → N N by exchange of a longitudinal A'",
    _LEADING,
    _law(
        lambda o: longitudinal.fermion_coupling(o.sample),
        longitudinal.largest_fermion_coupling,
        "largest coupling of a longitudinal A' to N, from m_L and m_R, against √(4π)",
    ),
)
SCALARS = _theory(
    "perturbative coupling of longitudinal A' (scalars)",
    "partial wave of A' S → A' S with longitudinal A'",
    _LEADING,
    _law(
        lambda o: longitudinal.scalar_coupling(o.sample),
        longitudinal.largest_scalar_coupling,
        "quartic coupling of two longitudinal A' and two scalars, from their splitting, against 8π",
    ),
)


def _masses_over_scale(observables: Observables) -> FloatArray:
    sample = observables.sample
    inverse = longitudinal.inverse_unitarity_scale(sample)
    return longitudinal.heaviest_loop_mass(sample) * inverse


SCALE = _theory(
    "unitarity scale above the loop masses",
    "partial wave of N N → A' A' with longitudinal A'",
    "nothing that restores U(1)_D is lighter than the particles in the loops",
    _law(
        _masses_over_scale,
        lambda: 1.0,
        "heaviest of N, E, H, A over the energy at which N N → A'A' violates unitarity",
    ),
)


def constraints() -> tuple[Constraint, ...]:
    """The bounds of this file."""
    return FERMIONS, SCALARS, SCALE
