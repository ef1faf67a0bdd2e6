# ruff: noqa
# fmt: off
# mypy: ignore-errors
"""Laws of darktmm.papers.arxiv_2603_25704. Written by `python -m darktmm.numeric.laws`; do not edit."""

import numpy

from darktmm.numeric.laws import Written

LAWS = {}


def delta_loop(M, M_H1, M_H2, M_A1, M_A2):
    r"""ΔJ of (23) with the J of (21), splittings factored out, as a momentum integral."""
    x0 = M_A1**2
    x1 = M_A2**2
    x2 = M_H1**2
    x3 = M_H2**2
    return {'signed': (False, False, False, False, False), 'dimension': -2, 'scale': (1, 2), 'power': 2, 'multiplicities': (1, 2, 2, 2, 2), 'parts': ((M_A1 - M_A2)*(M_A1 + M_A2)*(M_H1 - M_H2)*(M_H1 + M_H2), (x0*x1*x2 + x0*x1*x3 + x0*x2*x3 + x1*x2*x3, 2*(x0*x1 + x0*x2 + x0*x3 + x1*x2 + x1*x3 + x2*x3), 3*(x0 + x1 + x2 + x3), 4), (M**2, x0, x1, x2, x3))}


LAWS['delta_loop'] = Written(delta_loop, source='fb9b5612b5cc6cb6', expression='a1c91501dc81f89f')


def moment_prefactor(g_D, Q_S, theta_R, theta_I):
    r"""Of (22), per product of couplings and sum over heavy fermions."""
    return (1/64)*Q_S*g_D*numpy.sin(2*theta_I - 2*theta_R)/numpy.pi**2


LAWS['moment_prefactor'] = Written(moment_prefactor, source='1fe3e9103083934d', expression='ee40ccbaadf358b8')


def wilson_coefficient(y_e_1, y_e_2, y_mu_1, y_mu_2, theta_R, theta_I, M_E, M_H1, M_H2, M_A1, M_A2):
    r"""A_R: (25) with (26)."""
    import mpmath
    x0 = mpmath.sin(theta_I)
    x1 = mpmath.cos(theta_I)
    x2 = mpmath.conj(y_mu_1)
    x3 = mpmath.conj(y_mu_2)
    x4 = M_A2**2
    x5 = M_A1**2
    x6 = mpmath.sin(theta_R)
    x7 = mpmath.cos(theta_R)
    x8 = M_H2**2
    x9 = M_H1**2
    return (mpmath.mpf(1)/mpmath.mpf(32))*((mpmath.mpf(1)/mpmath.mpf(6))*(y_e_1*x0 + y_e_2*x1)*(x0*x2 + x1*x3)*(M_A2**6/M_E**6 - 6*M_A2**4/M_E**4 + 6*x4*mpmath.log(x4/M_E**2)/M_E**2 + 3*x4/M_E**2 + 2)/(-x4/M_E**2 + 1)**4 + (mpmath.mpf(1)/mpmath.mpf(6))*(y_e_1*x1 - y_e_2*x0)*(-x0*x3 + x1*x2)*(M_A1**6/M_E**6 - 6*M_A1**4/M_E**4 + 6*x5*mpmath.log(x5/M_E**2)/M_E**2 + 3*x5/M_E**2 + 2)/(-x5/M_E**2 + 1)**4 + (mpmath.mpf(1)/mpmath.mpf(6))*(y_e_1*x6 + y_e_2*x7)*(x6*x2 + x7*x3)*(2 + 6*x8*mpmath.log(x8/M_E**2)/M_E**2 + 3*x8/M_E**2 - 6*M_H2**4/M_E**4 + M_H2**6/M_E**6)/(1 - x8/M_E**2)**4 + (mpmath.mpf(1)/mpmath.mpf(6))*(y_e_1*x7 - y_e_2*x6)*(-x6*x3 + x7*x2)*(2 + 6*x9*mpmath.log(x9/M_E**2)/M_E**2 + 3*x9/M_E**2 - 6*M_H1**4/M_E**4 + M_H1**6/M_E**6)/(1 - x9/M_E**2)**4)/(mpmath.pi**2*M_E**2)


LAWS['wilson_coefficient'] = Written(wilson_coefficient, source='c11f766214e857b9', expression='77c20b1e1b6de02e')


def branching_ratio(A_R_squared, alpha, G_F):
    r"""First form of (29)."""
    return 24*numpy.pi**3*alpha*A_R_squared/G_F**2


LAWS['branching_ratio'] = Written(branching_ratio, source='00a6c1297a47ff73', expression='1f24a5b7bd948bf8')


def branching_per_product(M_E, alpha, G_F):
    r"""Second form of (29), per |Σ_a y_ea y*_μa|²."""
    return (1/96)*alpha/(numpy.pi*G_F**2*M_E**4)


LAWS['branching_per_product'] = Written(branching_per_product, source='e7fb91d6562ea4bc', expression='6a635dae038f0c24')


def anomalous_moment(m_lepton, M_E):
    r"""(32) per Σ_a |y_μa|²."""
    return (1/24)*m_lepton**2/(numpy.pi**2*M_E**2)


LAWS['anomalous_moment'] = Written(anomalous_moment, source='c68ab497cfa36c1b', expression='8dc2b09ede7a1102')


def quoted_limits():
    r"""Entries of `numeric/inputs/limits.toml` that the paper quotes."""
    return {'Borexino': 'Borexino 2017', 'mu -> e gamma': 'MEG II 2024'}


LAWS['quoted_limits'] = Written(quoted_limits, source='31fb257f93423302', expression='41b9c8330efa2ca9')
