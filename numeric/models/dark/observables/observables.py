"""The observables of a set of points, as arrays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from darktmm.numeric.models.dark import many
from darktmm.numeric.models.dark.observables import dark_photon, electroweak
from darktmm.numeric.models.dark.observables.charged import dipole_matrix, lepton_shares
from darktmm.numeric.models.dark.observables.charged_emission import lepton_coupling
from darktmm.numeric.models.dark.observables.dark_photon import VISIBLE
from darktmm.numeric.models.dark.observables.partner import Decays, decays
from darktmm.numeric.models.dark.observables.self_energies import (
    universal_neutrino_coupling,
    z_mixing,
)
from darktmm.numeric.models.dark.observables.weak_vertices import WeakVertices, corrections
from darktmm.numeric.models.dark.point import ComplexArray, FloatArray, Point
from darktmm.numeric.models.dark.sample import Sample

__all__ = ["VISIBLE", "Observables", "at", "of"]


@dataclass(frozen=True)
class Observables:
    """What constraints look at, for n points; every array has n as its first axis.

    Attributes:
        sample: the points themselves.
        transition: T_ji, coefficient of iσ^{μν}q_ν P_L in ν_i + A' → ν_j, GeV⁻¹, (n, 3, 3), [j, i].
        vector: f_ji, coefficient of γ^μ P_L, of the triangles, dimensionless, (n, 3, 3), [j, i].
        z_mixing: δ_Z = Π_ZA'(0)/M_Z² of N, nothing at Λ, (n,); it adds the same to every f_ii.
        charged_dipole: D_αβ of β → α γ, GeV⁻², (n, 3, 3); A_R = D_eμ, Δa_ℓ ∝ m_ℓ² D_ℓℓ.
        neutrino_mass: one-loop m_ij, eV, (n, 3, 3).
        widths: partial widths of A' by channel, GeV, (n,) each; NaN without a dark photon.
        z_width_heavy_neutral: Γ(Z → N_a N_b) summed, GeV, (n,).
        oblique_T: T of the doublet, (n,).
    """

    sample: Sample
    transition: ComplexArray
    vector: ComplexArray
    z_mixing: FloatArray
    charged_dipole: ComplexArray
    neutrino_mass: ComplexArray
    widths: Mapping[str, FloatArray]
    z_width_heavy_neutral: FloatArray
    oblique_T: FloatArray

    @property
    def size(self) -> int:
        """n."""
        return len(self.transition)

    @cached_property
    def total_width(self) -> FloatArray:
        """Γ(A'), GeV."""
        return sum(self.widths.values(), np.zeros(self.size))

    @cached_property
    def invisible_width(self) -> FloatArray:
        """Width into neutrinos and dark states, GeV; dark states count as invisible."""
        return sum(
            (w for name, w in self.widths.items() if name not in VISIBLE), np.zeros(self.size)
        )

    @cached_property
    def br_invisible(self) -> FloatArray:
        """Invisible branching ratio; NaN where A' cannot decay."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return self.invisible_width / self.total_width

    @cached_property
    def charged_vector(self) -> ComplexArray:
        """f^ℓ_αβ, coefficient of γ^μ P_L of ℓ_β + A' → ℓ_α, (n, 3, 3)."""
        return lepton_coupling(self.sample)

    @cached_property
    def weak_vertices(self) -> WeakVertices:
        """Corrections to W ℓ ν and Z ν ν."""
        return corrections(self.sample)

    @cached_property
    def partner_decays(self) -> Decays:
        """Two-body decays of E."""
        return decays(self.sample)

    @cached_property
    def lepton_shares(self) -> FloatArray:
        """Shares of e, μ, τ in the decays of E into a lepton and a scalar, (n, 3)."""
        return lepton_shares(self.sample)


def at(point: Point) -> Observables:
    """The observables of one point."""
    return of(Sample.of([point]))


def of(sample: Sample) -> Observables:
    """The observables of many points, vectorised."""
    return _assemble(
        sample,
        many.transition_coefficient(sample),
        many.vector_form_factor(sample),
        many.radiative_neutrino_mass(sample),
    )


def widths(
    sample: Sample, transition: ComplexArray, vector: ComplexArray, delta: FloatArray
) -> Mapping[str, FloatArray]:
    """Partial widths of A', with what mass mixing adds to its coupling to neutrinos."""
    universal = universal_neutrino_coupling(sample, delta)[:, None, None] * np.eye(3)
    return dark_photon.widths(sample, transition, vector + universal)


def _assemble(
    sample: Sample, transition: ComplexArray, vector: ComplexArray, mass: ComplexArray
) -> Observables:
    delta = z_mixing(sample)
    return Observables(
        sample=sample,
        transition=transition,
        vector=vector,
        z_mixing=delta,
        charged_dipole=dipole_matrix(sample),
        neutrino_mass=mass,
        widths=widths(sample, transition, vector, delta),
        z_width_heavy_neutral=electroweak.z_width(sample),
        oblique_T=electroweak.oblique_T(sample),
    )
