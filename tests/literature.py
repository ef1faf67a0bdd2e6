"""Published one-loop dipole and neutrino-mass results, transcribed for use as references.

Every function is written for mpmath: it accepts ``mpf`` (or anything ``mpmath.mpf`` accepts),
works at the current ``mp.dps`` and returns ``mpf`` (``mpc`` where couplings are complex).
``test_literature.py`` re-derives every closed form from the one-loop amplitude.

Conventions shared by all functions
-----------------------------------
* Metric (+,-,-,-), sigma^{mu nu} = (i/2)[gamma^mu, gamma^nu], P_{R,L} = (1 +- gamma_5)/2.
* e > 0; charges Q are in units of e, so the muon has Q = -1; D_mu = d_mu + i e Q A_mu, that is
  L_QED = - e Q  fbar gamma^mu f A_mu.  Flipping the sign of e in D_mu flips the sign of every
  dipole amplitude below but of no anomalous moment, rate or branching ratio.
* Decay f_1(p_1) -> f_2(p_2) gamma(q), q = p_1 - p_2 (photon OUTGOING), and
      M = e eps*_mu  ubar_2 [ i sigma^{mu nu} q_nu (sigma_L P_L + sigma_R P_R) ] u_1.
  sigma_R multiplies P_R acting on the INCOMING fermion (f_1R -> f_2L).
  The same amplitude follows from
      L = - (e/2) fbar_2 sigma^{mu nu} (sigma_L P_L + sigma_R P_R) f_1 F_{mu nu}  (+ h.c.).
* t = m_F^2 / m_B^2, fermion over boson, everywhere.

What has been confirmed, and how
--------------------------------
"Derived" means: recomputed in ``test_literature.py`` from the amplitude.  "Public source" means:
compared with an independent public text or program.  "Memory" means: none of the original
papers' bodies was at hand while writing, so equation numbers and symbol names that are marked
"memory" must not be quoted as established.

====================  ==========================================================================
Leveille 1978         formulae from memory; derived (finite muon mass).  Public source: the closed
                      forms of NMSSMTools' ``magnmu.f`` (Higgs-muon part, citing Leveille) agree
                      numerically for a scalar and a pseudoscalar with F = mu and for a charged
                      scalar with m_F = 0.
Lavoura 2003          loop functions and structure from memory; derived.  Public source: the four
                      functions, and flip : conserving in each diagram, agree with FlexibleSUSY's
                      FFV form factors (which cite hep-ph/9510309) and NMSSMTools; the two of
                      fermion emission also with GM2Calc (arXiv:1003.5820, eqs. 13-14).  Of the
                      paper itself only the abstract was seen.  Memory: symbol names, the sign
                      convention for Q_B, phase of the overall factor.
Toma, Vicente 2014    loop function, A_D and branching ratio: derived, and public source (the
                      scotogenic model of BSMScanner, which quotes eqs. (13), (14), (A1)).
                      Memory: the wording of the dipole operator, see ``toma_vicente_a_d``.
Ma 2006               kernel derived.  Public source: BSMScanner (1/(32 pi^2), after Merle and
                      Platscher arXiv:1507.06314) and a Matchete matching of the T3-B topology that
                      reproduces Merle-Platscher eqs. (5)-(6).  SOURCES DISAGREE by a factor 2, see
                      ``scotogenic_mass_kernel``.
====================  ==========================================================================
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from mpmath import mp, mpc, mpf

Real: TypeAlias = mpf | float | int | str
Scalar: TypeAlias = mpf | mpc | float | complex | int

__all__ = [
    "amu_from_sigma",
    "chiral_from_scalar_pseudoscalar",
    "dipole_width",
    "lavoura_fermion_conserving",
    "lavoura_fermion_flip",
    "lavoura_scalar_conserving",
    "lavoura_scalar_flip",
    "lavoura_sigma",
    "leveille_charged_scalar_amu",
    "leveille_charged_scalar_integrals",
    "leveille_neutral_scalar_amu",
    "leveille_neutral_scalar_integrals",
    "ma_2006_mass_kernel",
    "muon_width",
    "scotogenic_mass_kernel",
    "scotogenic_mass_kernel_small_lambda5",
    "scotogenic_mass_matrix",
    "toma_vicente_a_d",
    "toma_vicente_branching_ratio",
    "toma_vicente_f2",
]


def _abs2(value: Scalar) -> mpf:
    """|value|^2 as mpf."""
    return abs(mp.mpmathify(value)) ** 2


def _stable(expression: Callable[[mpf], mpf], t: Real, at_one: tuple[int, int], power: int) -> mpf:
    """Evaluate ``expression(t)``, which has a removable 1/(1-t)^power singularity at t = 1.

    The closed forms cancel ``power`` powers of (1 - t) (one more from the logarithm); guard digits
    absorb that, and t == 1 itself returns the exact rational limit ``at_one``.
    """
    t = mpf(t)
    if t < 0:
        raise ValueError("t = m_F^2/m_B^2 must not be negative")
    if t == 1:
        return mpf(at_one[0]) / at_one[1]
    distance = abs(t - 1)
    lost = (power + 1) * max(0, -int(mp.floor(mp.log10(distance)))) if distance < 1 else 0
    with mp.workdps(mp.dps + 10 + lost):
        value = expression(t)
    return +value


# --------------------------------------------------------------------------------------------
# 1. Leveille 1978
# --------------------------------------------------------------------------------------------
#
# J. P. Leveille, "The second-order weak correction to (g-2) of the muon in arbitrary gauge
# models", Nucl. Phys. B137 (1978) 63.  No arXiv number.  Equation numbers: not established.
#
#     L = mubar (C_S + C_P gamma_5) F H + h.c.
#
# C_S, C_P may be complex; F is a Dirac fermion of charge q_F, H a scalar of charge q_H, and
# q_F + q_H = q_mu = -1.  Neutral scalar: q_F = -1, q_H = 0.  Charged scalar: q_F = 0, q_H = -1.
# With x in [0, 1] the Feynman parameter,
#
#   neutral scalar:  a = - q_F m_mu^2/(8 pi^2) Int_0^1 dx N/D,
#       N = C_S^2 [x^2 - x^3 + (m_F/m_mu) x^2] + C_P^2 [m_F -> -m_F],
#       D = m_mu^2 x^2 + (m_F^2 - m_mu^2) x + m_H^2 (1 - x);
#   charged scalar:  a = - q_H m_mu^2/(8 pi^2) Int_0^1 dx N/D,
#       N = C_S^2 [x^3 - x^2 + (m_F/m_mu)(x^2 - x)] + C_P^2 [m_F -> -m_F],
#       D = m_mu^2 x^2 + (m_H^2 - m_mu^2) x + m_F^2 (1 - x),
#
# where C_S^2, C_P^2 stand for |C_S|^2, |C_P|^2.  The prefactors -q_F and -q_H (muon charge -1) are
# from memory; the derivation in the tests fixes them.  Sign conventions that matter:
#   - C_P multiplies gamma_5, not i gamma_5; the h.c. term then carries -C_P^*, hence the sign flip
#     of the m_F term.  For F = mu and a real field H hermiticity requires C_P imaginary; the
#     formula is the same with |C_P|^2.
#   - real H and F = mu: L = H mubar (C_S + C_P gamma_5) mu with NO extra "+ h.c.".
#   - a Majorana F or a real H with F != mu changes nothing, as L is written.
# Below threshold (m_mu < m_F + m_H) the denominators do not vanish; above it is not supported.


def _leveille_quad(integrand: Callable[[mpf, mpf], mpf], scale: mpf) -> mpf:
    """Integrate ``integrand(x, 1 - x)`` over x in [0, 1].

    Each half is integrated from its own endpoint, so that x and 1 - x are both exact there;
    ``scale`` (a mass ratio squared) locates the end-point structure.
    """
    half = mpf(1) / 2
    small = min(scale, 1 / scale)
    points = [mpf(0)]
    step = small
    while step < half / 4:
        points.append(step)
        step *= 8
    points.append(half)
    left = mp.quad(lambda x: integrand(x, 1 - x), points)
    right = mp.quad(lambda u: integrand(1 - u, u), points)
    return left + right


def _squares_in_units_of_the_largest(*masses: Real) -> tuple[mpf, ...]:
    """(m^2/unit for each mass, unit), unit the largest m^2: mp.quad's tolerance is absolute."""
    squares = [mpf(m) ** 2 for m in masses]
    unit = max(squares)
    return (*(m2 / unit for m2 in squares), unit)


def leveille_neutral_scalar_integrals(m_mu: Real, m_f: Real, m_h: Real) -> tuple[mpf, mpf]:
    """Feynman-parameter integrals (no flip, flip) for a neutral scalar, in units of mass^-2.

    no flip: Int (x^2 - x^3)/D, flip: Int x^2/D (to be multiplied by m_F/m_mu), with
    D = m_mu^2 x^2 + (m_F^2 - m_mu^2) x + m_H^2 (1 - x).
    """
    with mp.workdps(mp.dps + 8):
        mu2, f2, h2, unit = _squares_in_units_of_the_largest(m_mu, m_f, m_h)

        def denominator(x: mpf, u: mpf) -> mpf:
            return mu2 * x**2 + (f2 - mu2) * x + h2 * u

        scale = max(f2, mu2) / h2 if h2 > 0 else mpf(1)
        plain = _leveille_quad(lambda x, u: x**2 * u / denominator(x, u), scale) / unit
        flip = _leveille_quad(lambda x, u: x**2 / denominator(x, u), scale) / unit
    return +plain, +flip


def leveille_charged_scalar_integrals(m_mu: Real, m_f: Real, m_h: Real) -> tuple[mpf, mpf]:
    """Feynman-parameter integrals (no flip, flip) for a charged scalar, in units of mass^-2.

    no flip: Int (x^3 - x^2)/D, flip: Int (x^2 - x)/D (to be multiplied by m_F/m_mu), with
    D = m_mu^2 x^2 + (m_H^2 - m_mu^2) x + m_F^2 (1 - x).  Both are negative.
    """
    with mp.workdps(mp.dps + 8):
        mu2, f2, h2, unit = _squares_in_units_of_the_largest(m_mu, m_f, m_h)

        def denominator(x: mpf, u: mpf) -> mpf:
            return mu2 * x**2 + (h2 - mu2) * x + f2 * u

        scale = f2 / h2 if f2 > 0 else mpf(1)
        plain = _leveille_quad(lambda x, u: -(x**2) * u / denominator(x, u), scale) / unit
        flip = _leveille_quad(lambda x, u: -x * u / denominator(x, u), scale) / unit
    return +plain, +flip


def leveille_neutral_scalar_amu(
    m_mu: Real, m_f: Real, m_h: Real, c_s: Scalar, c_p: Scalar, q_f: Real = -1
) -> mpf:
    """a_mu from a neutral scalar H and an internal fermion F of charge q_F (= -1, the muon's).

    L = mubar (C_S + C_P gamma_5) F H + h.c., see the comment above for all conventions:
    a = -q_F m_mu^2/(8 pi^2) [ (|C_S|^2+|C_P|^2) no_flip + (m_F/m_mu)(|C_S|^2-|C_P|^2) flip ].
    Exact in m_mu.
    """
    plain, flip = leveille_neutral_scalar_integrals(m_mu, m_f, m_h)
    scalar, pseudo = _abs2(c_s), _abs2(c_p)
    m_mu, m_f = mpf(m_mu), mpf(m_f)
    bracket = (scalar + pseudo) * plain + (m_f / m_mu) * (scalar - pseudo) * flip
    return -mpf(q_f) * m_mu**2 / (8 * mp.pi**2) * bracket


def leveille_charged_scalar_amu(
    m_mu: Real, m_f: Real, m_h: Real, c_s: Scalar, c_p: Scalar, q_h: Real = -1
) -> mpf:
    """a_mu from a scalar H of charge q_H (= -1, the muon's) and a neutral internal fermion F.

    L = mubar (C_S + C_P gamma_5) F H + h.c., q_H the charge of the particle annihilated by H
    (q_F + q_H = q_mu = -1):
    a = -q_H m_mu^2/(8 pi^2) [ (|C_S|^2+|C_P|^2) no_flip + (m_F/m_mu)(|C_S|^2-|C_P|^2) flip ].
    Exact in m_mu; negative for C_P = 0.
    """
    plain, flip = leveille_charged_scalar_integrals(m_mu, m_f, m_h)
    scalar, pseudo = _abs2(c_s), _abs2(c_p)
    m_mu, m_f = mpf(m_mu), mpf(m_f)
    bracket = (scalar + pseudo) * plain + (m_f / m_mu) * (scalar - pseudo) * flip
    return -mpf(q_h) * m_mu**2 / (8 * mp.pi**2) * bracket


def chiral_from_scalar_pseudoscalar(c_s: Scalar, c_p: Scalar) -> tuple[mpc, mpc]:
    """(L, R) of Lavoura's Lagrangian for Leveille's couplings.

    The h.c. of mubar (C_S + C_P gamma_5) F H is Fbar (C_S^* - C_P^* gamma_5) mu H^*, so
    L = C_S^* + C_P^*, R = C_S^* - C_P^* in Fbar (L P_L + R P_R) mu.
    """
    s, p = mp.conj(mpc(c_s)), mp.conj(mpc(c_p))
    return s + p, s - p


# --------------------------------------------------------------------------------------------
# 2. Lavoura 2003
# --------------------------------------------------------------------------------------------
#
# L. Lavoura, "General formulae for f_1 -> f_2 gamma", Eur. Phys. J. C29 (2003) 191,
# arXiv:hep-ph/0302221.  Equation numbers: not established.
#
#     L = sum_{i=1,2} B Fbar (L_i P_L + R_i P_R) f_i + h.c.
#
# Here B is the field that appears WITHOUT star next to Fbar; charge conservation reads
#     Q_B = Q_F - Q_f,
# i.e. Q_B is minus the charge that flows away in f -> F + (boson).  E.g. mu^- -> N eta^-:
# Q_F = 0, Q_f = -1, Q_B = +1.  In that convention (see the module header for the amplitude), at
# leading order in m_1, m_2 over the internal masses,
#
#   sigma_R = 1/(16 pi^2 m_B^2) { Q_F [ lam m_1 fc + rho m_2 fc + zeta m_F ff ]
#                               + Q_B [ lam m_1 sc + rho m_2 sc + zeta m_F sf ] }
#   sigma_L = the same with lam <-> rho and zeta -> upsilon
#
#   lam = L_2^* L_1,  rho = R_2^* R_1,  zeta = L_2^* R_1,  upsilon = R_2^* L_1
#
#   fc(t) = (t^2 - 5t - 2)/(12 (t-1)^3) + t ln t/(2 (t-1)^4)       fermion emits, chirality kept
#   sc(t) = (2t^2 + 5t - 1)/(12 (t-1)^3) - t^2 ln t/(2 (t-1)^4)    scalar emits,  chirality kept
#   ff(t) = (t - 3)/(2 (t-1)^2) + ln t/(t-1)^3                     fermion emits, chirality flip
#   sf(t) = (t + 1)/(2 (t-1)^2) - t ln t/(t-1)^3                   scalar emits,  chirality flip
#
# All four are positive and decreasing.  Honest status of the notation:
#   - the paper writes sigma = Q_F (.. k_1 + .. k_2 + .. k_3) + Q_B (.. kbar_1 + .. ) with
#     k_1 ~ m_1, k_2 ~ m_2, k_3 ~ m_F times combinations of tensor-integral coefficients a, c, d
#     (and barred ones), such as c + 3d/2, whose zero-external-mass limits are the four functions
#     above times i/(16 pi^2 m_B^2).  Which set carries the bar, whether the paper's Q_B is
#     Q_F - Q_f or Q_f - Q_F, and the overall phase/sign of its sigma are from memory and NOT
#     verified.  With Q_B -> Q_f - Q_F (charge carried away by the boson) the relative sign of the
#     two brackets is minus; that relative sign is physical and is derived in the tests.
#   - the names lam, rho, zeta, upsilon are from memory; the pairing used here (sigma_R with
#     m_1 L_2^* L_1, m_2 R_2^* R_1 and m_F L_2^* R_1) is derived.
# Only leading order in the external masses is transcribed; corrections are O(m_i^2/m_B^2).
# Other names in the literature: fc = E/24 = F1C/24, sc = B/24 = F1N/24, ff = F/3 = F2C/3,
# sf = C/6 = F2N/6 with OneLoopFunction{B,C,E,F} of FlexibleSUSY and F{1,2}{C,N} of GM2Calc.


def lavoura_fermion_conserving(t: Real) -> mpf:
    """fc(t): photon from the fermion, flip on an external leg.  Limits 1/6, 1/24, 1/(12 t)."""
    if mpf(t) == 0:
        return mpf(1) / 6

    def closed(x: mpf) -> mpf:
        d = x - 1
        return (x**2 - 5 * x - 2) / (12 * d**3) + x * mp.log(x) / (2 * d**4)

    return _stable(closed, t, (1, 24), 4)


def lavoura_scalar_conserving(t: Real) -> mpf:
    """sc(t): photon from the scalar, flip on an external leg.  Limits 1/12, 1/24, 1/(6 t)."""
    if mpf(t) == 0:
        return mpf(1) / 12

    def closed(x: mpf) -> mpf:
        d = x - 1
        return (2 * x**2 + 5 * x - 1) / (12 * d**3) - x**2 * mp.log(x) / (2 * d**4)

    return _stable(closed, t, (1, 24), 4)


def lavoura_fermion_flip(t: Real) -> mpf:
    """ff(t): photon from the fermion, internal flip.  Limits -ln t - 3/2, 1/3, 1/(2 t).

    Diverges logarithmically at t -> 0; m_F ff(t) -> 0 there.
    """
    if mpf(t) == 0:
        raise ValueError("ff(t) diverges logarithmically at t = 0")

    def closed(x: mpf) -> mpf:
        d = x - 1
        return (x - 3) / (2 * d**2) + mp.log(x) / d**3

    return _stable(closed, t, (1, 3), 3)


def lavoura_scalar_flip(t: Real) -> mpf:
    """sf(t): photon from the scalar, internal flip.  Limits 1/2, 1/6, 1/(2 t)."""
    if mpf(t) == 0:
        return mpf(1) / 2

    def closed(x: mpf) -> mpf:
        d = x - 1
        return (x + 1) / (2 * d**2) - x * mp.log(x) / d**3

    return _stable(closed, t, (1, 6), 3)


def lavoura_sigma(
    m_1: Real,
    m_2: Real,
    m_f: Real,
    m_b: Real,
    couplings_1: tuple[Scalar, Scalar],
    couplings_2: tuple[Scalar, Scalar],
    q_f: Real,
    q_b: Real,
) -> tuple[Any, Any]:
    """(sigma_L, sigma_R) of f_1 -> f_2 gamma, scalar boson, leading order in m_1, m_2.

    ``couplings_i = (L_i, R_i)`` in L = B Fbar (L_i P_L + R_i P_R) f_i + h.c.; ``q_f`` = Q_F and
    ``q_b`` = Q_B = Q_F - Q_f (the charge of the unstarred field B; minus what the boson carries
    away).  Operator and signs as in the module header.
    """
    m_1, m_2, m_f, m_b = mpf(m_1), mpf(m_2), mpf(m_f), mpf(m_b)
    l_1, r_1 = (mp.mpmathify(c) for c in couplings_1)
    l_2, r_2 = (mp.conj(mp.mpmathify(c)) for c in couplings_2)
    q_f, q_b = mpf(q_f), mpf(q_b)
    t = (m_f / m_b) ** 2
    kept = q_f * lavoura_fermion_conserving(t) + q_b * lavoura_scalar_conserving(t)
    flip = mpf(0)
    if m_f != 0:
        flip = m_f * (q_f * lavoura_fermion_flip(t) + q_b * lavoura_scalar_flip(t))
    lam, rho, zeta, upsilon = l_2 * l_1, r_2 * r_1, l_2 * r_1, r_2 * l_1
    norm = 1 / (16 * mp.pi**2 * m_b**2)
    sigma_r = norm * ((lam * m_1 + rho * m_2) * kept + zeta * flip)
    sigma_l = norm * ((rho * m_1 + lam * m_2) * kept + upsilon * flip)
    return sigma_l, sigma_r


def dipole_width(m_1: Real, m_2: Real, sigma_l: Scalar, sigma_r: Scalar, alpha: Real) -> mpf:
    """Gamma(f_1 -> f_2 gamma) = alpha (m_1^2 - m_2^2)^3/(4 m_1^3) (|sigma_L|^2 + |sigma_R|^2).

    Equivalently e^2 (m_1^2 - m_2^2)^3/(16 pi m_1^3) (...): the e of the amplitude is NOT inside
    sigma.  Unpolarised f_1, exact in m_2.  Derived in the tests by a trace.
    """
    m_1, m_2 = mpf(m_1), mpf(m_2)
    phase_space = (m_1**2 - m_2**2) ** 3 / (4 * m_1**3)
    return mpf(alpha) * phase_space * (_abs2(sigma_l) + _abs2(sigma_r))


def amu_from_sigma(m: Real, sigma_l: Scalar, sigma_r: Scalar, charge: Real = -1) -> mpf:
    """a = (g-2)/2 of a fermion of charge Q from its diagonal sigma_{L,R}: m Re(sL + sR)/Q.

    From ubar [gamma^mu F_1 + i sigma^{mu nu} k_nu F_2/(2m)] u with k = p_2 - p_1 = -q INCOMING and
    the vertex -i e Q, i.e. sigma = Q F_2/(2m), a = F_2(0).  Sign depends on D_mu as in the header.
    """
    return mpf(m) * mp.re(mp.mpmathify(sigma_l) + mp.mpmathify(sigma_r)) / mpf(charge)


# --------------------------------------------------------------------------------------------
# 3. Toma and Vicente 2014
# --------------------------------------------------------------------------------------------
#
# T. Toma and A. Vicente, "Lepton flavor violation in the scotogenic model", JHEP 01 (2014) 160,
# arXiv:1312.2840, eqs. (13) (branching ratio), (14) (A_D), (A1) (F_2); equation numbers as quoted
# by BSMScanner, not checked against the paper.
#
#     L = y_{i alpha} Nbar_i etatilde^dagger l_alpha - M_i/2 Nbar^c_i N_i + h.c.
#     xi_i = M_i^2/m_eta+^2
#
# The y's are Yukawas of the COMPLEX eta^+; only the left-handed lepton couples, so A_D multiplies
# m_alpha P_R.  The sign of y and the phases of N are irrelevant in y^* y.


def toma_vicente_f2(x: Real) -> mpf:
    """F_2(x) = (1 - 6x + 3x^2 + 2x^3 - 6x^2 ln x)/(6 (1-x)^4).  Limits 1/6, 1/12, 1/(3x).

    Equals 2 sc(x) of Lavoura.
    """
    if mpf(x) == 0:
        return mpf(1) / 6

    def closed(t: mpf) -> mpf:
        return (1 - 6 * t + 3 * t**2 + 2 * t**3 - 6 * t**2 * mp.log(t)) / (6 * (1 - t) ** 4)

    return _stable(closed, x, (1, 12), 4)


def toma_vicente_a_d(
    y_beta: Sequence[Scalar], y_alpha: Sequence[Scalar], m_n: Sequence[Real], m_eta: Real
) -> Any:
    """A_D = sum_i y_{i beta}^* y_{i alpha}/(2 (4 pi)^2) F_2(M_i^2/m_eta^2)/m_eta^2.

    Normalisation of the operator, fixed by the branching ratio below:
        L = - (e/2) m_alpha A_D  lbar_beta sigma^{mu nu} P_R l_alpha F_{mu nu} + h.c.
    up to a sign, i.e. sigma_R = m_alpha A_D, sigma_L = O(m_beta), in the module's notation with
    Q_F = 0, Q_B = +1.  The paper introduces it through a transition moment,
    L = (mu_{beta alpha}/2) lbar sigma l F; from memory it then sets mu = e m_alpha A_D/2, which
    would give a branching ratio FOUR TIMES SMALLER than eq. (13).  Only |mu| = e m_alpha A_D is
    consistent with eq. (13); A_D and eq. (13) together agree with the direct calculation.
    (A public master's thesis, A. M. Galante Cervino, on the scotogenic model in warped extra
    dimensions, has the same F_2 but a rate 16 times larger; it is not supported here.)
    """
    if not len(y_beta) == len(y_alpha) == len(m_n):
        raise ValueError("one Yukawa coupling per heavy fermion and lepton is needed")
    m_eta = mpf(m_eta)
    total = mpf(0)
    for beta, alpha, mass in zip(y_beta, y_alpha, m_n, strict=True):
        coupling = mp.conj(mp.mpmathify(beta)) * mp.mpmathify(alpha)
        total += coupling * toma_vicente_f2((mpf(mass) / m_eta) ** 2)
    return total / (2 * (4 * mp.pi) ** 2 * m_eta**2)


def toma_vicente_branching_ratio(
    a_d: Scalar, alpha: Real, g_fermi: Real, br_leptonic: Real = 1
) -> mpf:
    """BR(l_alpha -> l_beta gamma) = 3 (4 pi)^3 alpha/(4 G_F^2) |A_D|^2 BR(l_alpha -> l_beta nu nu).

    Massless l_beta, and Gamma(l_alpha -> l_beta nu nu) = G_F^2 m_alpha^5/(192 pi^3).
    """
    prefactor = 3 * (4 * mp.pi) ** 3 * mpf(alpha) / (4 * mpf(g_fermi) ** 2)
    return prefactor * _abs2(a_d) * mpf(br_leptonic)


def muon_width(m: Real, g_fermi: Real) -> mpf:
    """Gamma(l_alpha -> l_beta nu nubar) = G_F^2 m^5/(192 pi^3): tree level, massless l_beta."""
    return mpf(g_fermi) ** 2 * mpf(m) ** 5 / (192 * mp.pi**3)


# --------------------------------------------------------------------------------------------
# 4. Scotogenic neutrino mass
# --------------------------------------------------------------------------------------------
#
# E. Ma, Phys. Rev. D73 (2006) 077301, arXiv:hep-ph/0601225, eq. (11), with the normalisation
# corrected by A. Merle and M. Platscher, JHEP 11 (2015) 148, arXiv:1507.06314 (around eq. (6)).
#
#     L = - y_{i alpha} N_i (nu_alpha eta^0 - l_alpha eta^+) - M_i/2 N_i N_i + h.c. (2-spinors),
#     eta^0 = (eta_R + i eta_I)/sqrt(2),
#     L_nu = - 1/2 (M_nu)_{alpha beta} nu_alpha nu_beta + h.c.
#
#     (M_nu)_{alpha beta} = sum_i y_{i alpha} y_{i beta} Lambda_i
#     Lambda_i = M_i/(32 pi^2) [ m_R^2/(m_R^2 - M_i^2) ln(m_R^2/M_i^2) - (R -> I) ]
#
# What matters:
#   - y is the Yukawa of the complex eta^0; each real component couples with y/sqrt(2), whose square
#     is the factor 1/2 that turns 1/(16 pi^2) into 1/(32 pi^2).
#   - L_nu carries the 1/2 of a Majorana mass, and M_i likewise.
#   - the sign: y real, M > 0 and m_R > m_I give M_nu > 0 with the L above (the tree-level seesaw
#     with the same L would give M_nu = - m_D^2/M).  The sign of y drops out, y -> i y flips M_nu;
#     quoting the Yukawa h = y^* of Lbar instead conjugates M_nu.
#   - m_R^2 - m_I^2 = 2 lambda_5 v^2 for v = 174 GeV and V = lambda_5/2 [(Phi^dagger eta)^2 + h.c.];
#     = lambda_5 v^2 for v = 246 GeV.


def _mass_term(m2: mpf, fermion2: mpf) -> mpf:
    """m^2/(m^2 - M^2) ln(m^2/M^2), equal to 1 at m = M and 0 at m = 0."""
    if m2 == 0:
        return mpf(0)
    if m2 == fermion2:
        return mpf(1)
    ratio = m2 / fermion2
    return ratio * mp.log(ratio) / (ratio - 1)


def _mass_bracket(m_n: mpf, m_r: mpf, m_i: mpf) -> mpf:
    """Difference of the two mass terms with guard digits for m_R -> m_I and m_{R,I} -> M."""
    if m_r == m_i:
        return mpf(0)
    small = min(abs(1 - m_r / m_i) if m_i != 0 else mpf(1), mpf(1))
    for mass in (m_r, m_i):
        gap = abs(1 - mass / m_n)
        if gap != 0:
            small = min(small, gap)
    guard = 10 + 2 * max(0, -int(mp.floor(mp.log10(small))))
    with mp.workdps(mp.dps + guard):
        value = _mass_term(m_r**2, m_n**2) - _mass_term(m_i**2, m_n**2)
    return +value


def scotogenic_mass_kernel(m_n: Real, m_r: Real, m_i: Real) -> mpf:
    """Lambda = M/(32 pi^2) [ m_R^2/(m_R^2-M^2) ln(m_R^2/M^2) - m_I^2/(m_I^2-M^2) ln(m_I^2/M^2) ].

    DISAGREEMENT IN THE LITERATURE: Ma 2006 eq. (11) and papers that copied it (according to
    BSMScanner also Toma-Vicente eq. (6)) have 1/(16 pi^2); 1/(32 pi^2) is Merle-Platscher's, and
    is what the amplitude gives for the Lagrangian above with eta^0 = (eta_R + i eta_I)/sqrt(2).
    """
    m_n, m_r, m_i = mpf(m_n), mpf(m_r), mpf(m_i)
    return m_n / (32 * mp.pi**2) * _mass_bracket(m_n, m_r, m_i)


def ma_2006_mass_kernel(m_n: Real, m_r: Real, m_i: Real) -> mpf:
    """The same with the ORIGINAL prefactor 1/(16 pi^2) of hep-ph/0601225 eq. (11), for the record.

    It corresponds to each canonical real component coupling with y instead of y/sqrt(2).  Do not
    use it as a reference for a canonical complex eta^0 = (eta_R + i eta_I)/sqrt(2).
    """
    return 2 * scotogenic_mass_kernel(m_n, m_r, m_i)


def scotogenic_mass_kernel_small_lambda5(m_n: Real, m_0: Real, mass_squared_splitting: Real) -> mpf:
    """First order in m_R^2 - m_I^2 of ``scotogenic_mass_kernel``, at m_0^2 = (m_R^2 + m_I^2)/2.

    Lambda = (m_R^2 - m_I^2)/(32 pi^2) M/(m_0^2 - M^2) [1 - M^2/(m_0^2 - M^2) ln(m_0^2/M^2)];
    with m_R^2 - m_I^2 = 2 lambda_5 v^2 (v = 174 GeV) this is Merle-Platscher eqs. (5)-(6),
    - lambda_5 v^2/(16 pi^2) f(M, m_0)/M.  Limit M = m_0: (m_R^2 - m_I^2)/(64 pi^2 M).
    """
    m_n = mpf(m_n)
    split = mpf(mass_squared_splitting)
    ratio = (mpf(m_0) / m_n) ** 2

    def closed(r: mpf) -> mpf:
        return (1 - mp.log(r) / (r - 1)) / (r - 1)

    return split / (32 * mp.pi**2 * m_n) * _stable(closed, ratio, (1, 2), 2)


def scotogenic_mass_matrix(
    y: Sequence[Sequence[Scalar]], m_n: Sequence[Real], m_r: Real, m_i: Real
) -> Any:
    """(M_nu)_{alpha beta} = sum_i y[i][alpha] y[i][beta] Lambda_i as an mpmath matrix.

    Rows of ``y`` are heavy fermions, columns flavours; no complex conjugation (see above).
    """
    flavours = len(y[0])
    result = mp.matrix(flavours, flavours)
    for row, mass in zip(y, m_n, strict=True):
        kernel = scotogenic_mass_kernel(mass, m_r, m_i)
        for a in range(flavours):
            for b in range(flavours):
                result[a, b] += mp.mpmathify(row[a]) * mp.mpmathify(row[b]) * kernel
    return result
