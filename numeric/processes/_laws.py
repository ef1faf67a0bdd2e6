# ruff: noqa
# fmt: off
# mypy: ignore-errors
"""Laws of darktmm.numeric.processes. Written by `python -m darktmm.numeric.laws`; do not edit."""

import numpy

from darktmm.numeric.laws import Written

LAWS = {}


def radiative_width():
    r"""Γ(β → αγ)/(α m_β⁵ |D|²)."""
    return 1/4


LAWS['radiative_width'] = Written(radiative_width, source='68cadb821ae42525', expression='8c201a76d9c72ef8')


def dipole_moment():
    r"""Δa_ℓ/(m_ℓ² D_ℓℓ)."""
    return -2


LAWS['dipole_moment'] = Written(dipole_moment, source='6ec29f259f64f503', expression='ecef3db653dd1702')


def vector_loop(z, r):
    r"""Δa_ℓ of A' in the loop as an integral over z, 1 for r = (m_A'/m_ℓ)² → 0."""
    x0 = (z - 1)**2
    return 2*z*x0/(r*z + x0)


LAWS['vector_loop'] = Written(vector_loop, source='325a5a56439b29d5', expression='ad8b65d6f4399c62')


def light_vector_moment(alpha, epsilon):
    r"""Δa_ℓ of A' in the loop for r → 0."""
    return (1/2)*alpha*epsilon**2/numpy.pi


LAWS['light_vector_moment'] = Written(light_vector_moment, source='67072aaa680247c4', expression='1a8e346fb22ecac4')


def heavy_vector_tail():
    r"""r times the integral over z for r → ∞."""
    return 2/3


LAWS['heavy_vector_tail'] = Written(heavy_vector_tail, source='770e0995f1c5829c', expression='d35c4591f6cdb7a3')


def lepton_width(m_parent, m_daughter, m_aprime):
    r"""Γ(ℓ → ℓ'A') per |g_L|²."""
    x0 = m_aprime + m_parent - m_daughter
    x1 = m_aprime + m_parent + m_daughter
    x2 = 2*m_aprime**2
    x3 = m_parent**2
    x4 = m_daughter**2
    return -1/64*numpy.sqrt((-m_aprime + m_parent - m_daughter)*(-m_aprime + m_parent + m_daughter)*x0)*((m_aprime - m_parent - m_daughter)*x1*(x2 + x3 - 2*m_parent*m_daughter + x4) + (m_aprime - m_parent + m_daughter)*x0*(x2 + x3 + 2*m_parent*m_daughter + x4))*numpy.sqrt(x1)/(numpy.pi*m_aprime**2*m_parent**3)


LAWS['lepton_width'] = Written(lepton_width, source='58ef3f7cf820d8c2', expression='ac87ab6502403861')


def meson_squares(s_nu, s_ell, m_meson, m_lepton, m_internal, m_aprime):
    r"""X_ΔΔ, X_Δf, X_ff of M → ℓνA'."""
    x0 = m_lepton**4
    x1 = m_aprime**2
    x2 = x1 - s_nu
    x3 = m_lepton**2
    x4 = m_meson**2
    x5 = x4*x1
    x6 = -s_ell*s_nu
    x7 = s_nu**2
    x8 = x5 + 2*x1*s_nu + x6 - 2*x7
    x9 = x4 + x1 - s_ell - s_nu
    x10 = -x4*x1
    x11 = x4 - s_ell
    x12 = m_internal**2
    x13 = x5 + x1*s_nu + x6 - x7
    x14 = x12 - s_ell
    x15 = x10 + s_ell*s_nu
    x16 = m_internal**4
    x17 = s_ell**2
    return ((2*x0*x2 - 2*x3*x8 + 2*x7*x9)/x7 + (x10 + x3*x11 + s_ell*s_nu)/x1, (2*x0*x12*x2 - 2*x0*s_ell*x2 - 2*x3*x12*x8 + 2*x3*s_ell*x13 + 2*x12*x7*x9)/(x7*x14) + (x3*x12*x11 - x3*s_ell*x11 + x12*x15)/(x1*x14), (2*x0*x16*x2 - 4*x0*x12*s_ell*x2 + 2*x0*x17*x2 - 2*x3*x16*x8 + 4*x3*x12*s_ell*x13 - 2*x3*x17*(x5 + x6) + 2*x16*x7*x9)/(x7*x14**2) + (x3*x16*x11 - 2*x3*x12*s_ell*x11 + x3*x17*x9 + x16*x15)/(x1*x14**2))


LAWS['meson_squares'] = Written(meson_squares, source='41a866fe8e4faf0e', expression='9529e116b0d3c9ad')


def meson_phase_space(s_nu, m_meson, m_lepton, m_aprime):
    r"""dΦ₃/(ds_ν dc) of M → ℓνA'."""
    x0 = numpy.sqrt(s_nu)
    x1 = -x0
    return (1/256)*numpy.sqrt((m_meson - m_lepton + x1)*(m_meson - m_lepton + x0)*(m_meson + m_lepton + x1))*(m_aprime + x0)*numpy.sqrt(m_meson + m_lepton + x0)*abs(m_aprime + x1)/(numpy.pi**3*m_meson**2*s_nu)


LAWS['meson_phase_space'] = Written(meson_phase_space, source='16917297cf2ba778', expression='d05c909739e6ba23')


def muonic_width(m_meson, m_mu):
    r"""Γ(M → μν) in the unit of the squares of M → ℓνA'."""
    return (1/16)*m_mu**2*(m_meson - m_mu)**2*(m_meson + m_mu)**2/(numpy.pi*m_meson**3)


LAWS['muonic_width'] = Written(muonic_width, source='5313f5ddea0256ec', expression='ce8bf6150b1d0986')


def mass_shifts(delta, M_Z, m_aprime):
    r"""δM_Z² and δm²_A', to second order in δ_Z."""
    x0 = M_Z**4
    x1 = delta**2
    x2 = M_Z - m_aprime
    x3 = M_Z + m_aprime
    return (x0*x1/(x2*x3), -x0*x1/(x2*x3))


LAWS['mass_shifts'] = Written(mass_shifts, source='fe4dcb1d10a15376', expression='16252b089d891d96')


def induced_couplings(theta_W, g_Z):
    r"""(g_L, g_R)/δ_Z of A' by mass mixing, by fermion; g_Z = g/2c_W."""
    x0 = numpy.cos(2*theta_W)
    x1 = numpy.sin(theta_W)**2
    x2 = numpy.cos(theta_W)
    return {'nu': (g_Z, 0), 'e': (-g_Z*x0, 2*g_Z*x1), 'u': (-1/3*g_Z*(-4*x2 + x2**(-1.0))*x2, -4/3*g_Z*x1), 'd': (-1/3*g_Z*(x0 + 2), (2/3)*g_Z*x1)}


LAWS['induced_couplings'] = Written(induced_couplings, source='338cbf8c6624ab51', expression='79474897585cb7cc')


def mixing_charges(e):
    r"""g_V/ε of A' by kinetic mixing, by fermion."""
    return {'nu': 0, 'e': e, 'u': -2/3*e, 'd': (1/3)*e}


LAWS['mixing_charges'] = Written(mixing_charges, source='6530830d8b3936c8', expression='4d0b4e57bda5d6e3')


def weak_charge_unit(M_Z, g_Z):
    r"""16 M_Z²c_W²/g², GeV²: Q_W per product of couplings over m²_A'."""
    return 4*M_Z**2/g_Z**2


LAWS['weak_charge_unit'] = Written(weak_charge_unit, source='3e82e7a6425f7ee2', expression='9b3b5a4df7242dff')


def vector_spectrum(T, E, m_e, G_F):
    r"""S_ab: recoils by Z, W and exchange of A'."""
    x0 = G_F**2
    x1 = -x0*T*m_e**2/(numpy.pi*E**2)
    return (2*x0*m_e/numpy.pi, x1, x1, 2*x0*m_e*(E - T)**2/(numpy.pi*E**2))


LAWS['vector_spectrum'] = Written(vector_spectrum, source='ac80bd4d92a1dbdb', expression='21cae0488f587282')


def dipole_spectrum(T, E, m_e, G_F):
    r"""D_ab: recoils by the dipole."""
    x0 = G_F**2
    x1 = x0*T*m_e**2*(4*E**2 - 4*E*T - T*m_e)/(numpy.pi*E**2)
    x2 = x0*T**2*m_e**3/(numpy.pi*E**2)
    return (x1, x2, x2, x1)


LAWS['dipole_spectrum'] = Written(dipole_spectrum, source='3bf0716bdb546270', expression='41486c6d1fdfe50d')


def exchange(T, m_aprime, m_e, G_F):
    r"""What A' with f κ_e = 1 adds to a coupling in units of that of G_F."""
    return (1/4)*numpy.sqrt(2)/(G_F*(m_aprime**2 + 2*T*m_e))


LAWS['exchange'] = Written(exchange, source='944ebc0228ccefa9', expression='3ac7ccbe8cc6475d')


def electron_coupling(e):
    r"""κ_e/ε: coefficient of γ^μ in the vertex of A' and the electron, of charge −1."""
    return e


LAWS['electron_coupling'] = Written(electron_coupling, source='0767705cef5a0750', expression='aceb9fdf8a60d33f')


def neutral_current(theta_W):
    r"""(z_L, z_R) of Z exchange."""
    return (-1/2*numpy.cos(2*theta_W), numpy.sin(theta_W)**2)


LAWS['neutral_current'] = Written(neutral_current, source='ac34b21a5b2ed676', expression='e3481bb168304c9d')


def charged_current():
    r"""w_L of W exchange per U*_ej U_ei."""
    return 1


LAWS['charged_current'] = Written(charged_current, source='59289ec4dfbf3852', expression='98e95006e922a7ab')


def largest_yukawa():
    r"""|Y| at which N N → N N reaches |a₀| = ½."""
    return 2*numpy.sqrt(numpy.pi)


LAWS['largest_yukawa'] = Written(largest_yukawa, source='68e54335a3e05757', expression='c3bd99245def972e')


def largest_quartic():
    r"""Quartic coupling at which a longitudinal A' and a scalar reach |a₀| = ½."""
    return 8*numpy.pi


LAWS['largest_quartic'] = Written(largest_quartic, source='97cf2bc1068e7c6b', expression='7d809ad6a955aa06')


def neutrino_moment_unit(G_F, m_e):
    r"""eG_F F(0) in Bohr magnetons per mass: form factors for S_ji = 1 and loops in units of F(0)."""
    return -3/8*numpy.sqrt(2)*G_F*m_e/numpy.pi**2


LAWS['neutrino_moment_unit'] = Written(neutrino_moment_unit, source='d0dd5d4cf798d6ec', expression='1b93e0a414547858')


def neutrino_loop(r):
    r"""F/F(0) as a function of m_ℓ²/M_W²."""
    import mpmath
    x0 = mpmath.sqrt(2)
    x1 = r**2
    x2 = r - 1
    return -mpmath.mpf(8)/mpmath.mpf(3)*x0*mpmath.pi**2*(-mpmath.mpf(3)/mpmath.mpf(16)*x0*x1*mpmath.log(r)/(mpmath.pi**2*x2**3) - mpmath.mpf(3)/mpmath.mpf(32)*x0*(x1 - 5*r + 2)/(mpmath.pi**2*x2**2))


LAWS['neutrino_loop'] = Written(neutrino_loop, source='d6ba663cc59673e7', expression='d008b6f5c4de2987')


def neutrino_loop_splitting(m_ell, m_first, M_W):
    r"""[F(m_ℓ) − F(m_first)]/F(0) as a momentum integral."""
    x0 = M_W**8
    x1 = m_ell**4
    x2 = m_first**4
    x3 = m_ell**2
    x4 = m_first**2
    x5 = M_W**6
    x6 = M_W**2
    x7 = M_W**4
    x8 = m_ell**6
    x9 = m_first**6
    return {'signed': (False, False, False), 'dimension': 0, 'scale': (1, 3), 'power': 1, 'multiplicities': (4, 4, 4), 'parts': ((m_ell - m_first)*(m_ell + m_first), (-4*x0*x1*x2*(x3 + x4), -x5*x3*x4*(2*x6*x1 + 18*x6*x3*x4 + 2*x6*x2 + 13*x1*x4 + 13*x3*x2), -x6*x3*x4*(8*x5*x3 + 8*x5*x4 + 8*x7*x1 + 60*x7*x3*x4 + 8*x7*x2 + 15*x6*x1*x4 + 15*x6*x3*x2 + 3*x1*x2), 4*x6*x3*x4*(x5 - 8*x7*x3 - 8*x7*x4 - 3*x6*x1 - 18*x6*x3*x4 - 3*x6*x2 - 4*x1*x4 - 4*x3*x2), 4*x0*x3 + 4*x0*x4 + 4*x5*x3*x4 - 48*x7*x1*x4 - 48*x7*x3*x2 - 17*x6*x8*x4 - 63*x6*x1*x2 - 17*x6*x3*x9 - x8*x2 - x1*x9, 2*x0 + 13*x5*x3 + 13*x5*x4 - 12*x7*x3*x4 - 3*x6*x8 - 59*x6*x1*x4 - 59*x6*x3*x2 - 3*x6*x9 - 2*x8*x4 - 6*x1*x2 - 2*x3*x9, 8*x5 + 15*x7*x3 + 15*x7*x4 - 9*x6*x1 - 47*x6*x3*x4 - 9*x6*x2 - 8*x1*x4 - 8*x3*x2, 2*(6*x7 - x6*x3 - x6*x4 - 4*x3*x4), 5*x6 + x3 + x4, 2), (x6, x3, x4))}


LAWS['neutrino_loop_splitting'] = Written(neutrino_loop_splitting, source='0baeaa0dbf98b4f5', expression='7340c52071f5ea8a')


def majorana_form_factors(m_i, m_j, re_S, im_S):
    r"""(f^M, f^E) of ν_i → ν_j per eG_F, Majorana neutrinos."""
    return (1j*im_S*(m_i + m_j), -1j*re_S*(m_i - m_j))


LAWS['majorana_form_factors'] = Written(majorana_form_factors, source='44b05a3a53358225', expression='cd01333ef797578e')


def dirac_form_factors(m_i, m_j, re_S, im_S):
    r"""(f^M, f^E) of ν_i → ν_j per eG_F, Dirac neutrinos."""
    x0 = 1j*im_S + re_S
    return ((1/2)*(m_i + m_j)*x0, -1/2*1j*(m_i - m_j)*x0)


LAWS['dirac_form_factors'] = Written(dirac_form_factors, source='ef70c861fb3de9d9', expression='dcd1a354480b4f32')


def neutrino_magneton():
    r"""f^M per Bohr magneton along the spin."""
    return -1


LAWS['neutrino_magneton'] = Written(neutrino_magneton, source='779563da25507fa3', expression='8cd93ca12f644810')
