# ruff: noqa
# fmt: off
# mypy: ignore-errors
"""Laws of darktmm.numeric.models.dark. Written by `python -m darktmm.numeric.laws`; do not edit."""

import numpy

from darktmm.numeric.laws import Written

LAWS = {}


def path_normalisations(g_D, Q_S, theta):
    r"""κ_α of the moment."""
    return (-1/32*Q_S*g_D*numpy.cos(theta)**2/numpy.pi**2, -1/32*Q_S*g_D*numpy.sin(theta)**2/numpy.pi**2)


LAWS['path_normalisations'] = Written(path_normalisations, source='e337e53dbdcebc9c', expression='ca6f0e1dc25828d0')


def mass_normalisations(theta):
    r"""κ_α of the radiative mass."""
    x0 = numpy.sin(theta)**2
    return ((1/32)*(1 - x0)/numpy.pi**2, (1/32)*x0/numpy.pi**2)


LAWS['mass_normalisations'] = Written(mass_normalisations, source='6d397a2d1514a7bb', expression='0d6cce8c054301cf')


def fermion_radiated_coefficients(g_D, Q_N, theta):
    r"""Of the loop function in T^{12} and T^{21} where N radiates: for H, then for A."""
    x0 = numpy.sin(theta)**2
    x1 = numpy.cos(theta)**2
    x2 = (1/16)*Q_N*g_D*x0*x1/numpy.pi**2
    x3 = -1/16*Q_N*g_D*x0*x1/numpy.pi**2
    return (x2, x2, x3, x3)


LAWS['fermion_radiated_coefficients'] = Written(fermion_radiated_coefficients, source='227da00162edaec2', expression='63d147fa534cccc4')


def heavy_propagators(m_L, m_R, m_D):
    r"""Coefficients of (τ + M₁²)(τ + M₂²)."""
    x0 = m_D**2
    return ((x0 - m_L*m_R)**2, 2*x0 + m_L**2 + m_R**2, 1)


LAWS['heavy_propagators'] = Written(heavy_propagators, source='318a564d24c6f0af', expression='fbb2cd686e9fd961')


def moment_numerator(m_L, m_R, m_D):
    r"""Σ n_j τʲ of the moment, without a common number."""
    x0 = m_D**2
    x1 = x0 - m_L*m_R
    return (-x1*(2*x0*m_L + x0*m_R + m_L**3), -2*m_L*x1, m_R)


LAWS['moment_numerator'] = Written(moment_numerator, source='398a207177a10c74', expression='97326f47cfdbfb54')


def moment_factor(g_D, Q_S):
    r"""What stands in front of the moment's integral."""
    return -1/64*Q_S*g_D/numpy.pi**2


LAWS['moment_factor'] = Written(moment_factor, source='b95ba98a9e97ae99', expression='f728bd45a465bcd9')


def mass_numerator(m_L, m_R, m_D):
    r"""Σ n_j τʲ of the radiative mass, without a common number."""
    return (-m_L*(m_D**2 - m_L*m_R), m_R)


LAWS['mass_numerator'] = Written(mass_numerator, source='82402b88485ae9d1', expression='3e8b484a4ad2ad14')


def mass_factor():
    r"""What stands in front of the radiative mass's integral."""
    return -(1/32)/numpy.pi**2


LAWS['mass_factor'] = Written(mass_factor, source='d7028fed7463db81', expression='f8ccf29a96b49822')


def majorana_numerator(m_L, m_R, m_D):
    r"""Of 𝓝 in the vector form factor."""
    x0 = m_L**2
    x1 = m_D**2
    x2 = m_R**2
    return (4*x0*(x1 - m_L*m_R)**2, 2*x1*x0 - 4*x1*m_L*m_R + 2*x1*x2 + 8*x0*x2, 4*x2)


LAWS['majorana_numerator'] = Written(majorana_numerator, source='50dd70121922f7b6', expression='9f86c47e1a208c5c')


def splitting_numerator(m_L, m_R, m_D):
    r"""Of 𝓢 in the vector form factor."""
    return (m_D**2 + m_L**2, 1)


LAWS['splitting_numerator'] = Written(splitting_numerator, source='7a574604f410ae64', expression='9ee234be8c51027e')


def contact(g_D, Q_S):
    r"""Common factor of 𝓝 and 𝓢."""
    return -1/64*Q_S*g_D/numpy.pi**2


LAWS['contact'] = Written(contact, source='333ed9d0fdfbaaa8', expression='f728bd45a465bcd9')


def exponents():
    r"""By quantity: power of τ in front, that of the propagators of N, their number, all families."""
    return {'moment': {'power': 2, 'repeated': 2, 'degree': 4, 'families': ((2, 4), (3, 4), (4, 4))}, 'mass': {'power': 1, 'repeated': 1, 'degree': 2, 'families': ((1, 2), (2, 2))}, 'majorana': {'power': 1, 'repeated': 2, 'degree': 5, 'families': ((1, 5), (2, 5), (3, 5))}, 'splitting': {'power': 2, 'repeated': 1, 'degree': 6, 'families': ((2, 6), (3, 6))}}


LAWS['exponents'] = Written(exponents, source='0834c03bc4736041', expression='c0fe1f2baa173d37')


def correlator(x, M_1, M_2, trace, cosine, sine, scale):
    r"""Π_NN(0), GeV², as an integral over x."""
    x0 = M_1**2
    x1 = cosine**2
    x2 = numpy.log(scale**2)
    x3 = M_2**2
    x4 = 1 - x
    x5 = x0*x + x3*x4
    return (1/4)*x0*x1*(x2 - numpy.log(x0))/numpy.pi**2 + (1/4)*x3*x1*(x2 - numpy.log(x3))/numpy.pi**2 + (1/8)*trace**2*sine**2*(-x*x4*(M_1 - M_2)**2/x5 + x2 - numpy.log(x5))/numpy.pi**2


LAWS['correlator'] = Written(correlator, source='9efef09658a3ecc7', expression='2380fc625b67f8f5')


def correlator_at(x, M_1, M_2, trace, cosine, sine, scale, q_squared):
    r"""Π_NN(q²), GeV², for q² < 0, as an integral over x."""
    x0 = cosine**2
    x1 = numpy.log(scale**2)
    x2 = M_1**2
    x3 = x2*x
    x4 = 1 - x
    x5 = -q_squared*x*x4
    x6 = (1/2)*q_squared*x**2/numpy.pi**2
    x7 = -1/2*q_squared*x/numpy.pi**2
    x8 = M_2**2
    x9 = x8*x4
    return (1/2)*x0*(x1 - numpy.log(x3 + x2*x4 + x5))*((1/2)*x2/numpy.pi**2 + x6 + x7) + (1/2)*x0*(x1 - numpy.log(x8*x + x9 + x5))*((1/2)*x8/numpy.pi**2 + x6 + x7) + sine**2*(x1 - numpy.log(x3 + x9 + x5))*((1/4)*x2*x/numpy.pi**2 + (1/4)*M_1*M_2/numpy.pi**2 - 1/4*x8*x/numpy.pi**2 + (1/4)*x8/numpy.pi**2 + x6 + x7)


LAWS['correlator_at'] = Written(correlator_at, source='4c7b32f529a8de33', expression='64f88017fc867247')


def slope_parts(x, M_1, M_2, trace, cosine, sine):
    r"""Of each pair of lines: a, b of :math:`\Pi'(0)=\int dx[a(\Delta-\ln\dots)+b]`, and the lines."""
    x0 = cosine**2
    x1 = x - 1
    x2 = (1/4)*x0*x*x1/numpy.pi**2
    x3 = M_1**2
    x4 = 1 - x
    x5 = x3*x
    x6 = M_2**2
    x7 = x6*x4
    x8 = sine**2
    return (((x2, (1/4)*x3*x0*x*x4/(numpy.pi**2*(x5 + x3*x4))), (0, 0)), ((x2, (1/4)*x6*x0*x*x4/(numpy.pi**2*(x6*x + x7))), (1, 1)), (((1/2)*x8*x*x1/numpy.pi**2, (1/4)*trace*x8*x*x4*(M_1*x - M_2*x + M_2)/(numpy.pi**2*(x5 + x7))), (0, 1)))


LAWS['slope_parts'] = Written(slope_parts, source='d58038f810b79774', expression='ced293cd2abcf1f1')


def slope_of_pole():
    r"""Coefficient of the pole in Π'(0) of a vector current."""
    return -(1/12)/numpy.pi**2


LAWS['slope_of_pole'] = Written(slope_of_pole, source='79e3bb49f3d1e755', expression='5e762a9d1f8fd1f5')


def correlator_running(m_L, m_R):
    r"""dΠ_NN(0)/d ln Λ, GeV²."""
    return (1/2)*(m_L**2 + m_R**2)/numpy.pi**2


LAWS['correlator_running'] = Written(correlator_running, source='9d301c54a4be07e9', expression='e3e71014fec45afc')


def currents(g_D, Q_N, g_Z, sin2_theta_w, e):
    r"""g of Γ^μ = gγ^μ for N and E with A', Z and photon; g_Z = g/2c_W."""
    x0 = -Q_N*g_D
    return {"N A'": x0, 'N Z': -g_Z, 'N photon': 0, "E A'": x0, 'E Z': g_Z*(1 - 2*sin2_theta_w), 'E photon': e}


LAWS['currents'] = Written(currents, source='a5e99656ad751e99', expression='661e688b13286358')


def scalar_splitting(x, M_H, M_A, g_D, Q_S):
    r"""δm²_A' of one pair of scalars per (M_H² − M_A²)², as an integral over x."""
    x0 = 1 - x
    return (1/16)*Q_S**2*g_D**2*x*x0/(numpy.pi**2*(M_A**2*x + M_H**2*x0))


LAWS['scalar_splitting'] = Written(scalar_splitting, source='0fd35a434dd1dd17', expression='ad5b152905df966b')


def oblique_S():
    r"""S per Π'_NN(0) − Π'_EE(0)."""
    return 4*numpy.pi


LAWS['oblique_S'] = Written(oblique_S, source='8dbf990a11d60d57', expression='4de804a589be0501')


def oblique_T(x, M_1, M_2, theta, M_E, scale, M_W, sin2_theta_w):
    r"""T at a scale, as an integral over x."""
    x0 = M_1**2
    x1 = numpy.log(scale**2)
    x2 = numpy.sin(theta)
    x3 = numpy.cos(theta)
    x4 = (-x2 + x3)**2
    x5 = (x2 + x3)**2
    x6 = M_2**2
    x7 = 1 - x
    x8 = x0*x
    x9 = x8 + x6*x7
    x10 = (M_1 - M_E)**2
    x11 = (M_1 + M_E)**2
    x12 = M_E**2*x7
    x13 = x8 + x12
    x14 = -numpy.log(x13)
    x15 = (M_2 - M_E)**2
    x16 = (M_2 + M_E)**2
    x17 = x6*x + x12
    x18 = -numpy.log(x17)
    return -1/4*x0*(x1 - numpy.log(x0))*x4*x5/(numpy.pi*M_W**2*sin2_theta_w) - 1/4*x6*(x1 - numpy.log(x6))*x4*x5/(numpy.pi*M_W**2*sin2_theta_w) - 1/2*(M_1 + M_2)**2*(-x*x7*(M_1 - M_2)**2/x9 + x1 - numpy.log(x9))*x2**2*x3**2/(numpy.pi*M_W**2*sin2_theta_w) + (1/16)*x10*x4*(-x*x7*x11/x13 + x1 + x14)/(numpy.pi*M_W**2*sin2_theta_w) + (1/16)*x11*x5*(-x*x7*x10/x13 + x1 + x14)/(numpy.pi*M_W**2*sin2_theta_w) + (1/16)*x15*x5*(-x*x7*x16/x17 + x1 + x18)/(numpy.pi*M_W**2*sin2_theta_w) + (1/16)*x16*x4*(-x*x7*x15/x17 + x1 + x18)/(numpy.pi*M_W**2*sin2_theta_w)


LAWS['oblique_T'] = Written(oblique_T, source='a4e863f45aac2f7c', expression='371cbc972858e215')


def loop_epsilon(g_D, Q_N, e, M_E, scale):
    r"""What the loop of E adds to ε below M_E, if ε vanishes at a scale."""
    return (1/12)*Q_N*e*g_D*(numpy.log(scale**2) - 2*numpy.log(M_E))/numpy.pi**2


LAWS['loop_epsilon'] = Written(loop_epsilon, source='f99ca98d4f6f05b5', expression='0f353ccd994ddf5c')


def epsilon_running(g_D, Q_N, e):
    r"""dε/d ln Λ above M_E."""
    return (1/6)*Q_N*e*g_D/numpy.pi**2


LAWS['epsilon_running'] = Written(epsilon_running, source='4a78dfc496f313ce', expression='55270b3db6194dc8')


def isospin_defects(tau, m_L, m_R, m_D, M_E, splitting):
    r"""The four defects, with M_E − m_D given apart, which is not rounded."""
    x0 = M_E**2
    x1 = m_D**2
    x2 = m_R**2
    x3 = x1 + tau
    x4 = x0 + tau
    x5 = m_L**2
    x6 = x1 - m_L*m_R
    x7 = tau**2 + tau*(2*x1 + x5 + x2) + x6**2
    return ((m_L*(x0*m_L + 2*x1*m_R - m_L*x2) - x2*tau + splitting*(M_E + m_D)*x3)/(x4*x7), (-M_E*m_L*m_R*(M_E*m_D - 2*x1 + m_L*m_R) + splitting*x3*(M_E*m_D - tau) + tau*(-M_E*x5 - M_E*x2 - m_D*m_L*m_R))/(x4*x7), -m_D*(m_L + m_R)/x7, (-m_L*x6 + m_R*tau)/x7)


LAWS['isospin_defects'] = Written(isospin_defects, source='6ccd06fe8a7e7473', expression='1c82e1e99d33f4e3')


def weak_weights(tau):
    r"""𝓝 per square of each defect, of W ℓ ν and of Z ν ν."""
    x0 = tau**2
    x1 = -1/128*x0/numpy.pi**2
    x2 = -1/64*tau/numpy.pi**2
    return ((x1, x2, x1, x2), (0, 0, -1/32*x0/numpy.pi**2, -1/16*tau/numpy.pi**2))


LAWS['weak_weights'] = Written(weak_weights, source='32ae167dc61b0eec', expression='6f9222b510df2e07')


def charged_dipole():
    r"""κ of D_αβ."""
    return -(1/32)/numpy.pi**2


LAWS['charged_dipole'] = Written(charged_dipole, source='75b31be4fd8aa286', expression='f8ccf29a96b49822')


def decoupled_dipole():
    r"""M_E² D_αβ / Σ_a y_αa y*_βa for M_E ≫ M_Φ."""
    return -(1/192)/numpy.pi**2


LAWS['decoupled_dipole'] = Written(decoupled_dipole, source='afee0181e1535b34', expression='df58332825471f86')


def majorana_pair_width(M_V, M_1, M_2, g_L, g_R):
    r"""Γ(V → χ₁χ₂)."""
    x0 = -M_1 - M_2 + M_V
    x1 = -M_1 + M_2 + M_V
    x2 = M_1 - M_2 + M_V
    x3 = M_1 + M_2 + M_V
    x4 = M_1**2
    x5 = M_2**2
    x6 = 2*M_V**2
    return (1/96)*numpy.sqrt(x0*x1*x2*x3)*(x0*x3*(x4 - 2*M_1*M_2 + x5 + x6)*abs(g_L - g_R)**2 + x1*x2*(x4 + 2*M_1*M_2 + x5 + x6)*abs(g_L + g_R)**2)/(numpy.pi*M_V**5)


LAWS['majorana_pair_width'] = Written(majorana_pair_width, source='8bb6929e74177e40', expression='093d85c30d094bf9')


def identical_pair_width(M_V, M_1, M_2, g_L, g_R):
    r"""Γ(V → χχ)."""
    x0 = -M_1 - M_2 + M_V
    x1 = -M_1 + M_2 + M_V
    x2 = M_1 - M_2 + M_V
    x3 = M_1 + M_2 + M_V
    x4 = M_1**2
    x5 = M_2**2
    x6 = 2*M_V**2
    return (1/192)*numpy.sqrt(x0*x1*x2*x3)*(x0*x3*(x4 - 2*M_1*M_2 + x5 + x6)*abs(g_L - g_R)**2 + x1*x2*(x4 + 2*M_1*M_2 + x5 + x6)*abs(g_L + g_R)**2)/(numpy.pi*M_V**5)


LAWS['identical_pair_width'] = Written(identical_pair_width, source='16e350adbc6dec87', expression='df0744014e0cd76c')


def dirac_pair_width(M_V, M_1, M_2, g_L, g_R):
    r"""Γ(V → f₁f̄₂)."""
    x0 = -M_1 - M_2 + M_V
    x1 = -M_1 + M_2 + M_V
    x2 = M_1 - M_2 + M_V
    x3 = M_1 + M_2 + M_V
    x4 = M_1**2
    x5 = M_2**2
    x6 = 2*M_V**2
    return (1/96)*numpy.sqrt(x0*x1*x2*x3)*(x0*x3*(x4 - 2*M_1*M_2 + x5 + x6)*abs(g_L - g_R)**2 + x1*x2*(x4 + 2*M_1*M_2 + x5 + x6)*abs(g_L + g_R)**2)/(numpy.pi*M_V**5)


LAWS['dirac_pair_width'] = Written(dirac_pair_width, source='8ce15611c51d60f6', expression='093d85c30d094bf9')


def scalar_pair_width(M_V, M_1, M_2, c_1, c_2):
    r"""Γ(V → φ₁φ₂)."""
    x0 = -M_1 - M_2 + M_V
    x1 = -M_1 + M_2 + M_V
    x2 = M_1 - M_2 + M_V
    x3 = M_1 + M_2 + M_V
    return (1/192)*numpy.sqrt(x0*x1*x2*x3)*x0*x1*x2*x3*abs(c_1 - c_2)**2/(numpy.pi*M_V**5)


LAWS['scalar_pair_width'] = Written(scalar_pair_width, source='ca9a95ff2f366fa1', expression='e1673defa8c33c7f')


def heavy_couplings(g_D, Q_N, theta):
    r"""(g_L, g_R) of A' → N_aN_b, by pair."""
    x0 = numpy.cos(2*theta)
    x1 = Q_N*g_D*x0
    x2 = -Q_N*g_D*x0
    x3 = numpy.sin(2*theta)
    return {(1, 1): (x1, x2), (1, 2): (Q_N*g_D*x3, -Q_N*g_D*x3), (2, 2): (x2, x1)}


LAWS['heavy_couplings'] = Written(heavy_couplings, source='7f5b2e454fe60adb', expression='89eac0db136b28db')


def scalar_couplings(g_D, Q_S):
    r"""(c₁, c₂)/C_km of A' → H_kA_m, C = O_RᵀO_I, read off one generation."""
    return (-Q_S*g_D, Q_S*g_D)


LAWS['scalar_couplings'] = Written(scalar_couplings, source='f6fe9bee37ee3684', expression='3200b802e660620f')


def neutrino_widths(m_aprime, dipole, different, same):
    r"""Γ(A' → νν) by |T_ji|, by |f_ji| with i ≠ j and by |f_ii|."""
    return ((1/24)*dipole**2*m_aprime**3/numpy.pi, (1/12)*different**2*m_aprime/numpy.pi, (1/24)*m_aprime*same**2/numpy.pi)


LAWS['neutrino_widths'] = Written(neutrino_widths, source='854277621ce407d2', expression='b0db450b7be17ae4')


def charged_lepton_width(m_aprime, m_lepton, epsilon, e):
    r"""Γ(A' → ℓ⁺ℓ⁻)."""
    return (1/12)*e**2*epsilon**2*numpy.sqrt(m_aprime - 2*m_lepton)*numpy.sqrt(m_aprime + 2*m_lepton)*(m_aprime**2 + 2*m_lepton**2)/(numpy.pi*m_aprime**2)


LAWS['charged_lepton_width'] = Written(charged_lepton_width, source='3dafc21452ed3266', expression='a8ca9683392078a7')


def z_pair_widths(M_Z, M_a, M_b, g_Z, theta):
    r"""Γ(Z → N_aN_b), by pair; g_Z = g/2c_W."""
    x0 = g_Z**2
    x1 = M_a + M_b - M_Z
    x2 = M_a + M_b + M_Z
    x3 = numpy.sqrt((M_a - M_b - M_Z)*(M_a - M_b + M_Z)*x1*x2)
    x4 = M_a**2 - 2*M_a*M_b + M_b**2 + 2*M_Z**2
    x5 = -1/48*x0*x3*x1*x2*x4*numpy.cos(2*theta)**2/(numpy.pi*M_Z**5)
    return {(1, 1): x5, (2, 2): x5, (1, 2): -1/24*x0*x3*x1*x2*x4*numpy.sin(2*theta)**2/(numpy.pi*M_Z**5)}


LAWS['z_pair_widths'] = Written(z_pair_widths, source='02178baf43b45a08', expression='d119e7913a85be47')


def w_widths(M_E, M_N, M_W, g, theta):
    r"""Γ(E → N_a W) for a = 1, 2."""
    x0 = numpy.sqrt((-M_N + M_E - M_W)*(-M_N + M_E + M_W)*(M_N + M_E - M_W)*(M_N + M_E + M_W))
    x1 = M_N**4
    x2 = g**2
    x3 = numpy.sin(theta)
    x4 = x3**2
    x5 = M_W**2
    x6 = (1/4)*x1*x2*x4/x5
    x7 = numpy.cos(theta)
    x8 = x7**2
    x9 = (1/4)*x1*x2*x8/x5
    x10 = M_N**2
    x11 = M_E**2
    x12 = -1/2*x10*x11*x2*x4/x5
    x13 = -1/2*x10*x11*x2*x8/x5
    x14 = (1/4)*x10*x2*x4
    x15 = (1/4)*x10*x2*x8
    x16 = M_E**4
    x17 = (1/4)*x16*x2*x4/x5
    x18 = (1/4)*x16*x2*x8/x5
    x19 = (1/4)*x11*x2*x4
    x20 = (1/4)*x11*x2*x8
    x21 = -1/2*x5*x2*x4
    x22 = -1/2*x5*x2*x8
    return ((1/16)*x0*(x6 + x9 + x12 + x13 + x14 + x15 + 3*M_N*M_E*x2*x3*x7 + x17 + x18 + x19 + x20 + x21 + x22)/(numpy.pi*M_E**3), (1/16)*x0*(x6 + x9 + x12 + x13 + x14 + x15 - 3*M_N*M_E*x2*x3*x7 + x17 + x18 + x19 + x20 + x21 + x22)/(numpy.pi*M_E**3))


LAWS['w_widths'] = Written(w_widths, source='9a5242340cc9167a', expression='6d92876f8cb5aa41')


def scalar_width(M_E, M_S):
    r"""Γ(E → ℓ S) for a unit coupling."""
    return (1/64)*(M_E - M_S)**2*(M_E + M_S)**2/(numpy.pi*M_E**3)


LAWS['scalar_width'] = Written(scalar_width, source='1c1d409efadc4a42', expression='8efccd8217670413')


def vertex_factors():
    r"""c/ỹ of H and of A."""
    x0 = numpy.sqrt(2)
    return ((1/2)*x0, (1/2)*x0*1j)


LAWS['vertex_factors'] = Written(vertex_factors, source='c989e03c49adc88e', expression='64ad7417348fc69a')


def pair_spectra(m_parent, m_daughter, m_1, m_2, s):
    r"""dΓ/ds M_E⁴ of |z₊|², |z₋|² and Re z₊z₋* in ℓ_β → ℓ_α Φ₁Φ₂."""
    x0 = numpy.sqrt(s)
    x1 = -m_1 - m_2 + x0
    x2 = -m_1 + m_2 + x0
    x3 = m_1 - m_2 + x0
    x4 = numpy.sqrt(x1*x2*x3)
    x5 = -x0
    x6 = numpy.sqrt((-m_daughter + m_parent + x5)*(-m_daughter + m_parent + x0)*(m_daughter + m_parent + x5))
    x7 = m_1 + m_2 + x0
    x8 = numpy.sqrt(x7)
    x9 = numpy.sqrt(m_daughter + m_parent + x0)
    x10 = -m_daughter**4
    x11 = m_daughter**2
    x12 = m_parent**2
    x13 = x11*s
    x14 = -m_parent**4
    x15 = x12*s
    x16 = m_1 - m_2
    x17 = m_1 + m_2
    x18 = 2*x11*x12
    return (-1/512*x4*x6*x8*x9*(x10 - 6*x11*x12 + x13 + x14 + x15)/(numpy.pi**3*m_parent**3*s), (1/256)*x4*x6*(-1/2*x16**2*x17**2*(x10 + x18 + x13 + x14 + x15)/s**2 - 1/6*x1*x2*x3*x7*(x10 + x18 - x11*s + x14 - x12*s + 2*s**2)/s**2)*x8*x9/(numpy.pi**3*m_parent**3*s), (1/256)*x4*x6*x16*x17*(m_daughter - m_parent)*(m_daughter + m_parent)*x8*x9*(-x11 - x12 + s)/(numpy.pi**3*m_parent**3*s**2))


LAWS['pair_spectra'] = Written(pair_spectra, source='5c70b89d8ff0ae8b', expression='4b7cc002c06c6af7')


def standard_spectrum(m_parent, m_daughter, s, G_F):
    r"""dΓ/ds of ℓ_β → ℓ_α ν ν̄."""
    x0 = numpy.sqrt(s)
    x1 = -x0
    x2 = m_daughter**2
    x3 = m_parent**2
    return -1/96*G_F**2*numpy.sqrt((-m_daughter + m_parent + x1)*(-m_daughter + m_parent + x0)*(m_daughter + m_parent + x1))*numpy.sqrt(m_daughter + m_parent + x0)*(-m_daughter**4 + 2*x2*x3 - x2*s - m_parent**4 - x3*s + 2*s**2)/(numpy.pi**3*m_parent**3)


LAWS['standard_spectrum'] = Written(standard_spectrum, source='ec98de413096bb93', expression='2e09446779dc46de')


def pair_denominators(s, M_E, m_1, m_2):
    r"""D and B of the exchange of E in e⁺e⁻ → Φ₁Φ₂: D − B cos θ."""
    x0 = numpy.sqrt(s)
    return (M_E**2 - 1/2*m_1**2 - 1/2*m_2**2 + (1/2)*s, (1/2)*numpy.sqrt((-m_1 - m_2 + x0)*(-m_1 + m_2 + x0)*(m_1 - m_2 + x0))*numpy.sqrt(m_1 + m_2 + x0))


LAWS['pair_denominators'] = Written(pair_denominators, source='2023c0c4506d55a5', expression='351971b6d7114488')


def partial_waves(momentum, s, D, r):
    r"""σ(e⁺e⁻ → Φ₁Φ₂) per a_I² J_P and per a_R² J_D."""
    x0 = momentum**3
    return ((1/16)*x0/(numpy.pi*D**2*numpy.sqrt(s)), (1/16)*x0*r**2/(numpy.pi*D**2*numpy.sqrt(s)))


LAWS['partial_waves'] = Written(partial_waves, source='a800582acec98d5a', expression='f84351213b788fbd')


def angular_integrals(r, L):
    r"""J_P and J_D of r = B/D and L = artanh r."""
    x0 = r**2
    return ((L*(x0 + 1) - r)/r**3, -(L*(x0 - 3) + 3*r)/r**5)


LAWS['angular_integrals'] = Written(angular_integrals, source='0af84315088cce68', expression='8577a62300e45406')


def angular_series():
    r"""J_P and J_D: coefficients in powers of r²."""
    return ((4/3, 8/15, 12/35, 16/63, 20/99, 24/143, 28/195, 32/255, 36/323, 40/399, 44/483, 48/575, 52/675, 56/783), (4/15, 8/35, 4/21, 16/99, 20/143, 8/65, 28/255, 32/323, 12/133, 40/483, 44/575, 16/225, 52/783, 56/899))


LAWS['angular_series'] = Written(angular_series, source='008e134f66945907', expression='061a9ec3c84f2614')


def neutrino_cross_section(s, M_Z, Gamma_Z, g_Z, theta_W):
    r"""σ(e⁺e⁻ → νν̄) of one neutrino through the Z."""
    x0 = M_Z**2
    return (1/48)*g_Z**4*s*(4*numpy.sin(theta_W)**4 + numpy.cos(2*theta_W)**2)/(numpy.pi*(Gamma_Z**2*x0 + (-x0 + s)**2))


LAWS['neutrino_cross_section'] = Written(neutrino_cross_section, source='6209a4bc65acde37', expression='d7e48c9d872ed77e')


def fermion_strengths(m_L, m_R, g_D, Q_N, m_aprime):
    r"""The two singular values of Y."""
    return (2*g_D*abs(Q_N*m_L)/m_aprime, 2*g_D*abs(Q_N*m_R)/m_aprime)


LAWS['fermion_strengths'] = Written(fermion_strengths, source='169bbb7f1164edab', expression='bc0cc76b45cabf94')


def inverse_scale(m_L, m_R, g_D, Q_N, m_aprime):
    r"""1/Λ at which N N → A'A' reaches |a₀| = ½."""
    return (1/4)*Q_N**2*g_D**2*numpy.sqrt(2*m_L**2 + 2*m_R**2)/(numpy.pi*m_aprime**2)


LAWS['inverse_scale'] = Written(inverse_scale, source='565a8ebacc9d794a', expression='ca71ad5b99906fb0')


def scalar_waves(g_D, Q_S, m_aprime):
    r"""16π times the waves of φX → φX and φφ → XX, per eigenvalue and per norm of M_R² − M_I²."""
    x0 = Q_S**2
    x1 = g_D**2
    return (2*x0*x1/m_aprime**2, numpy.sqrt(2)*x0*x1/m_aprime**2)


LAWS['scalar_waves'] = Written(scalar_waves, source='b7564b44fc2bb806', expression='7e5838e282c166b9')


def trilinear(g_D, Q_S, m_aprime):
    r"""|μ| per element of O_Rᵀ(M_R² − M_I²)O_I, read off one generation."""
    return g_D*abs(Q_S)/m_aprime


LAWS['trilinear'] = Written(trilinear, source='d973067fb07a90ae', expression='f7ea4f19133eb89d')


def longitudinal_strength(M_1, M_2, theta, M_E):
    r"""Squared couplings of a longitudinal W to E and N for P_L and P_R, times (M_W/g)², GeV²."""
    x0 = M_1**2
    x1 = numpy.sin(theta)
    x2 = x1**2
    x3 = numpy.cos(theta)
    x4 = M_1*M_E*x1*x3
    x5 = M_2**2
    x6 = x3**2
    x7 = -M_2*M_E*x1*x3
    x8 = M_E**2
    x9 = (1/2)*x8*x2
    x10 = (1/2)*x8*x6
    return ((1/2)*x0*x2 + x4 + (1/2)*x5*x6 + x7 + x9 + x10, (1/2)*x0*x6 + x4 + (1/2)*x5*x2 + x7 + x9 + x10)


LAWS['longitudinal_strength'] = Written(longitudinal_strength, source='5fec3061025c1615', expression='d091d23e398e145f')


def electroweak_vacuum(G_F):
    r"""v, GeV."""
    return (1/2)*2**(3/4)/numpy.sqrt(G_F)


LAWS['electroweak_vacuum'] = Written(electroweak_vacuum, source='ac4571803a7e5397', expression='002b4b0e0456b053')


def dark_vacuum(m_aprime, g_D, Q_N):
    r"""v_D, by charge of φ."""
    x0 = abs(Q_N)
    return {1: m_aprime/(g_D*x0), 2: (1/2)*m_aprime/(g_D*x0)}


LAWS['dark_vacuum'] = Written(dark_vacuum, source='61fa022fb4dafd09', expression='9b5d97e9e2b566df')


def breaking_vacua(v, v_D):
    r"""By charge and breaking: what the mass is times a power of Λ, in the operator of lowest dimension."""
    x0 = v**2
    x1 = v_D**2
    x2 = (1/4)*x0*x1
    x3 = (1/2)*x0
    x4 = numpy.sqrt(2)
    x5 = (1/4)*x4*x0*v_D
    return {1: {'m_L': x2, 'm_R': x2, 'b': (1/2)*x1, 'M_N - M_E': x3}, 2: {'m_L': x5, 'm_R': x5, 'b': (1/2)*x4*v_D, 'M_N - M_E': x3}}


LAWS['breaking_vacua'] = Written(breaking_vacua, source='1714806ef31d542a', expression='b725bf5b6a1d6c9f')


def breaking_dimensions():
    r"""By charge and breaking: the lowest dimension of an operator."""
    return {1: {'m_L': 7, 'm_R': 7, 'b': 4, 'M_N - M_E': 5}, 2: {'m_L': 6, 'm_R': 6, 'b': 3, 'M_N - M_E': 5}}


LAWS['breaking_dimensions'] = Written(breaking_dimensions, source='4e1e2d082a1d583c', expression='614699fac62f6dad')


def dark_yukawa(m, v_D):
    r"""Yukawa coupling of the dark Higgs field that gives m_L or m_R."""
    return numpy.sqrt(2)*m/v_D


LAWS['dark_yukawa'] = Written(dark_yukawa, source='2a7c93bea6a42e4c', expression='bd4601462cfe8818')


def radial_mass(quartic, v_D):
    r"""m_h."""
    return numpy.sqrt(2)*numpy.sqrt(quartic)*v_D


LAWS['radial_mass'] = Written(radial_mass, source='3c536d3facd7ddad', expression='51a5e3e94088600a')
