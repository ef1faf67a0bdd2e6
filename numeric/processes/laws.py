"""What the processes take over from `derive`: each law, and the names of its arguments.

Masses and energies in GeV. Nothing here runs when a number is asked for; see `numeric.laws`.
"""

from __future__ import annotations

from typing import Any

from darktmm.numeric.laws import law

# --- dipoles of charged leptons -------------------------------------------------------------------


@law()
def radiative_width() -> Any:
    """Γ(β → αγ)/(α m_β⁵ |D|²)."""
    from darktmm.derive.laws import muon_decay
    from darktmm.derive.symbols import ALPHA, M_LEPTON

    unit = ALPHA * M_LEPTON**5 * muon_decay.A_R_SQUARED
    return (), muon_decay.radiative_width() / unit


@law()
def dipole_moment() -> Any:
    """Δa_ℓ/(m_ℓ² D_ℓℓ)."""
    from darktmm.derive.models.dark import charged_dipole, dark_model

    return (), charged_dipole.moment_coefficient(dark_model())


@law("z", "r")
def vector_loop() -> Any:
    """Δa_ℓ of A' in the loop as an integral over z, 1 for r = (m_A'/m_ℓ)² → 0."""
    from darktmm.derive.laws.vector_loop import integrand

    return integrand()


@law("alpha", "epsilon")
def light_vector_moment() -> Any:
    """Δa_ℓ of A' in the loop for r → 0."""
    from darktmm.derive.laws.vector_loop import light

    return light()


@law()
def heavy_vector_tail() -> Any:
    """r times the integral over z for r → ∞."""
    from darktmm.derive.laws.vector_loop import heavy, light

    return (), heavy()(1, 1, 1) / light()(1, 1)


# --- A' emitted by leptons ------------------------------------------------------------------------


@law("m_parent", "m_daughter", "m_aprime")
def lepton_width() -> Any:
    """Γ(ℓ → ℓ'A') per |g_L|²."""
    from darktmm.derive.laws import lepton_emission as emission
    from darktmm.derive.symbols import M_APRIME

    arguments = (emission.M_PARENT, emission.M_DAUGHTER, M_APRIME)
    return arguments, emission.left_handed_width()


@law("s_nu", "s_ell", "m_meson", "m_lepton", "m_internal", "m_aprime")
def meson_squares() -> Any:
    """X_ΔΔ, X_Δf, X_ff of M → ℓνA'."""
    from darktmm.derive.laws import meson_emission as emission
    from darktmm.derive.symbols import M_APRIME, M_LEPTON

    kinematics = (emission.S_NU, emission.S_ELL)
    masses = (emission.M_MESON, M_LEPTON, emission.M_INTERNAL, M_APRIME)
    return (*kinematics, *masses), [x.total for x in emission.rates()]


@law("s_nu", "m_meson", "m_lepton", "m_aprime")
def meson_phase_space() -> Any:
    """dΦ₃/(ds_ν dc) of M → ℓνA'."""
    from darktmm.derive.laws import meson_emission as emission
    from darktmm.derive.symbols import M_APRIME, M_LEPTON

    arguments = (emission.S_NU, emission.M_MESON, M_LEPTON, M_APRIME)
    return arguments, emission.phase_space()


@law("m_meson", "m_mu")
def muonic_width() -> Any:
    """Γ(M → μν) in the unit of the squares of M → ℓνA'."""
    from darktmm.derive.laws import meson_emission as emission
    from darktmm.derive.symbols import M_MUON

    return (emission.M_MESON, M_MUON), emission.muonic_width()


# --- mixing with the Z ----------------------------------------------------------------------------


@law("delta", "M_Z", "m_aprime")
def mass_shifts() -> Any:
    """δM_Z² and δm²_A', to second order in δ_Z."""
    from darktmm.derive.models.dark.z_aprime_mixing import DELTA_Z, squared_masses
    from darktmm.derive.symbols import M_APRIME, M_Z

    return (DELTA_Z, M_Z, M_APRIME), squared_masses()


@law("theta_W", "g_Z")
def induced_couplings() -> Any:
    """(g_L, g_R)/δ_Z of A' by mass mixing, by fermion; g_Z = g/2c_W."""
    import sympy as sp

    from darktmm.derive.models.dark.z_aprime_mixing import DELTA_Z, induced, standard_couplings
    from darktmm.derive.symbols import NEUTRAL, THETA_W, G

    table = {}
    for name, (z, _) in standard_couplings().items():
        chiral = induced(z)
        table[name] = [
            (g / DELTA_Z).subs(G, 2 * sp.cos(THETA_W) * NEUTRAL)
            for g in (chiral.left, chiral.right)
        ]
    return (THETA_W, NEUTRAL), table


@law("e")
def mixing_charges() -> Any:
    """g_V/ε of A' by kinetic mixing, by fermion."""
    import sympy as sp

    from darktmm.derive.conventions import ELEMENTARY_CHARGE
    from darktmm.derive.laws.kinetic_mixing import EPSILON
    from darktmm.derive.models.dark.z_aprime_mixing import (
        electromagnetic_charge,
        standard_couplings,
    )

    # electromagnetic_charge() is that of charge +1; the electron's charge is −1
    unit = electromagnetic_charge() / EPSILON
    _, electron = standard_couplings()["e"]
    table = {
        name: unit * sp.simplify(-photon / electron)
        for name, (_, photon) in standard_couplings().items()
    }
    return (ELEMENTARY_CHARGE,), table


@law("M_Z", "g_Z")
def weak_charge_unit() -> Any:
    """16 M_Z²c_W²/g², GeV²: Q_W per product of couplings over m²_A'."""
    import sympy as sp

    from darktmm.derive.models.dark.z_aprime_mixing import weak_charge_unit as unit
    from darktmm.derive.symbols import (
        M_Z,
        NEUTRAL,
        THETA_W,
        G,
    )

    return (M_Z, NEUTRAL), sp.simplify(unit().subs(G, 2 * sp.cos(THETA_W) * NEUTRAL))


# --- scattering of solar neutrinos ----------------------------------------------------------------


@law("T", "E", "m_e", "G_F")
def vector_spectrum() -> Any:
    """S_ab: recoils by Z, W and exchange of A'."""
    from darktmm.derive.conventions import ELECTRON_MASS
    from darktmm.derive.laws import current_scattering as currents
    from darktmm.derive.laws.scattering import ENERGY, RECOIL, recoil_spectrum
    from darktmm.derive.symbols import G_FERMI

    form = [recoil_spectrum(entry * currents.FERMI**2) for entry in currents.spin_form()]
    return (RECOIL, ENERGY, ELECTRON_MASS, G_FERMI), form


@law("T", "E", "m_e", "G_F")
def dipole_spectrum() -> Any:
    """D_ab: recoils by the dipole."""
    from darktmm.derive.conventions import ELECTRON_MASS
    from darktmm.derive.laws import current_scattering as currents
    from darktmm.derive.laws.scattering import ENERGY, RECOIL, recoil_spectrum
    from darktmm.derive.symbols import G_FERMI

    form = [recoil_spectrum(entry * currents.FERMI**2) for entry in currents.dipole_form()]
    return (RECOIL, ENERGY, ELECTRON_MASS, G_FERMI), form


@law("T", "m_aprime", "m_e", "G_F")
def exchange() -> Any:
    """What A' with f κ_e = 1 adds to a coupling in units of that of G_F."""
    from darktmm.derive.conventions import ELECTRON_MASS
    from darktmm.derive.laws import current_scattering as currents
    from darktmm.derive.laws.current_scattering import F_JI
    from darktmm.derive.laws.scattering import MEDIATOR, RECOIL
    from darktmm.derive.symbols import G_FERMI

    unit = currents.shift().subs({F_JI: 1, currents.KAPPA_E: 1})
    return (RECOIL, MEDIATOR, ELECTRON_MASS, G_FERMI), unit


@law("e")
def electron_coupling() -> Any:
    """κ_e/ε: coefficient of γ^μ in the vertex of A' and the electron, of charge −1."""
    from darktmm.derive.conventions import ELEMENTARY_CHARGE
    from darktmm.derive.laws.kinetic_mixing import EPSILON, current_coupling

    return (ELEMENTARY_CHARGE,), -current_coupling() / EPSILON


@law("theta_W")
def neutral_current() -> Any:
    """(z_L, z_R) of Z exchange."""
    from darktmm.derive.laws import current_scattering as currents
    from darktmm.derive.symbols import THETA_W

    return (THETA_W,), currents.neutral_current()


@law()
def charged_current() -> Any:
    """w_L of W exchange per U*_ej U_ei."""
    import sympy as sp

    from darktmm.derive.laws import current_scattering as currents
    from darktmm.derive.symbols import pmns

    return (), currents.charged_current() / (pmns("e", 1) * sp.conjugate(pmns("e", 2)))


# --- unitarity ------------------------------------------------------------------------------------


@law()
def largest_yukawa() -> Any:
    """|Y| at which N N → N N reaches |a₀| = ½."""
    from darktmm.derive.models.dark import unitarity

    return (), unitarity.largest_yukawa()


@law()
def largest_quartic() -> Any:
    """Quartic coupling at which a longitudinal A' and a scalar reach |a₀| = ½."""
    from darktmm.derive.models.dark import unitarity

    return (), unitarity.largest_quartic()


# --- moments of neutrinos -------------------------------------------------------------------------


@law("G_F", "m_e")
def neutrino_moment_unit() -> Any:
    """eG_F F(0) in Bohr magnetons per mass: form factors for S_ji = 1 and loops in units of F(0)."""
    from darktmm.derive.conventions import ELECTRON_MASS, ELEMENTARY_CHARGE, bohr_magneton
    from darktmm.derive.models import neutrino_moments as moments
    from darktmm.derive.symbols import G_FERMI

    leading, _ = moments.light()
    unit = ELEMENTARY_CHARGE * G_FERMI * leading / bohr_magneton()
    return (G_FERMI, ELECTRON_MASS), unit


@law("r", numbers="mpmath")
def neutrino_loop() -> Any:
    """F/F(0) as a function of m_ℓ²/M_W²."""
    from darktmm.derive.models import neutrino_moments as moments

    leading, _ = moments.light()
    return (moments.R,), moments.closed() / leading


@law("m_ell", "m_first", "M_W")
def neutrino_loop_splitting() -> Any:
    """[F(m_ℓ) − F(m_first)]/F(0) as a momentum integral."""
    from darktmm.derive.models.neutrino_moments import splitting
    from darktmm.numeric.kernels.source import momentum_integral

    return momentum_integral(splitting())


@law("m_i", "m_j", "re_S", "im_S")
def majorana_form_factors() -> Any:
    """(f^M, f^E) of ν_i → ν_j per eG_F, Majorana neutrinos."""
    from darktmm.derive.loops.triangle import M_IN, M_OUT
    from darktmm.derive.models import neutrino_moments as moments

    return (M_IN, M_OUT, *moments.PARTS), moments.in_parts("majorana")


@law("m_i", "m_j", "re_S", "im_S")
def dirac_form_factors() -> Any:
    """(f^M, f^E) of ν_i → ν_j per eG_F, Dirac neutrinos."""
    from darktmm.derive.loops.triangle import M_IN, M_OUT
    from darktmm.derive.models import neutrino_moments as moments

    return (M_IN, M_OUT, *moments.PARTS), moments.in_parts("dirac")


@law()
def neutrino_magneton() -> Any:
    """f^M per Bohr magneton along the spin."""
    from darktmm.derive.models import neutrino_moments as moments

    return (), moments.magneton()
