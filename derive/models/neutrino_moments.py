r"""Moments of neutrinos in the electroweak theory: W and a charged lepton in the loop.

.. math:: \Gamma^\mu_{ji} = i\sigma^{\mu\nu}q_\nu\,(T_{ji}P_L+R_{ji}P_R),\qquad
          S_{ji} = \sum_\ell U^*_{\ell j}U_{\ell i}\,F(m_\ell) .

The loop is left-handed, a mass outside flips the chirality: it stands with :math:`m_jP_L+m_iP_R`. For Dirac
neutrinos that is all. For Majorana neutrinos the second contraction subtracts the transposed; of S_ji the
imaginary part is left with the sum of the masses and the real part with their difference.

To first order in the masses of the neutrinos, exact in m_ℓ/M_W. At tree level
:math:`\frac{G_F}{\sqrt2}=\frac{g^2}{8M_W^2}`.

Source: P. B. Pal, L. Wolfenstein, Phys. Rev. D25 (1982) 766; R. E. Shrock, Nucl. Phys. B206 (1982) 359.
"""

from __future__ import annotations

import sympy as sp

from darktmm.derive.conventions import ELECTRON_MASS, ELEMENTARY_CHARGE, bohr_magneton
from darktmm.derive.fields import DiracFermion
from darktmm.derive.formula import Formula
from darktmm.derive.lagrangian import fermion_kinetic
from darktmm.derive.laws.current_scattering import FERMI
from darktmm.derive.loops.amplitude import Amplitude, amplitude
from darktmm.derive.loops.integrals import SimplexIntegral, divided
from darktmm.derive.loops.triangle import M_IN, M_OUT
from darktmm.derive.memo import cache
from darktmm.derive.models import electroweak
from darktmm.derive.result import Result
from darktmm.derive.symbols import FLAVOURS, G_FERMI, M_LEPTON, M_W, PHOTON, G
from darktmm.derive.vertices import Chiral, FeynmanRules

KINDS = ("dirac", "majorana")

S = sp.Symbol("S_ji", complex=True)
PARTS = sp.symbols("re_S im_S", real=True)
"""Real and imaginary part of S_ji."""
M_FIRST = sp.Symbol("m_first", positive=True)
"""Mass of another lepton, whose loop is subtracted."""

R = sp.Symbol("r", positive=True)
"""m_ℓ²/M_W²."""

IN, OUT = 1, 2
"""ν_i and ν_j."""


# --- from the Lagrangian ----------------------------------------------------------------------------


@cache
def transition(kind: str, gauge: str = "feynman") -> Amplitude:
    """ν_i + γ → ν_j with its dipoles, as vacuum integrals.

    Args:
        kind: of the neutrinos, "dirac" or "majorana".
        gauge: "feynman" or "general".
    """
    theory = electroweak.theory(kind, gauge)
    return amplitude(
        theory.rules,
        theory.neutrinos[IN],
        theory.neutrinos[OUT],
        theory.photon,
        structures=("sigma_L", "sigma_R"),
        by="expansion",
    )


def in_fermi(expression: sp.Expr) -> sp.Expr:
    """g in terms of G_F: exchange of W at rest is L = −(g²/2M_W²) J J†, each current with g/√2."""
    return sp.expand(sp.expand(expression).subs(G**2, 2 * M_W**2 * FERMI))


def _pairs() -> dict[sp.Expr, dict[str, sp.Expr]]:
    """U*_{ℓj}U_{ℓi} for every ℓ, by what their sum is called, and the conjugates."""
    mixing = electroweak.theory("dirac").U
    along = {a: sp.conjugate(mixing(a, OUT)) * mixing(a, IN) for a in FLAVOURS}
    return {S: along, sp.conjugate(S): {a: sp.conjugate(p) for a, p in along.items()}}


def _coefficient(dipole: sp.Expr, pair: sp.Expr, mass: sp.Symbol) -> sp.Expr:
    """What stands with a product of U and a mass, per e G_F."""
    found = dipole.coeff(pair).coeff(mass).xreplace({M_IN: sp.S.Zero, M_OUT: sp.S.Zero})
    return sp.expand(found / (ELEMENTARY_CHARGE * G_FERMI))


@cache
def loop(gauge: str = "feynman") -> Formula:
    """F(m_ℓ): R_ji of Dirac neutrinos is e G_F m_i Σ U*_{ℓj}U_{ℓi} F(m_ℓ); folded."""
    right = in_fermi(transition("dirac", gauge)["sigma_R"])
    lepton = electroweak.theory("dirac").charged[FLAVOURS[0]].mass
    found = _coefficient(right, _pairs()[S][FLAVOURS[0]], M_IN)
    folded = found.xreplace({lepton: M_LEPTON})
    return Formula("neutrino_loop", r"F(m_\ell)", folded, (M_LEPTON, M_W), 0, "(1)")


def _multiple(found: sp.Expr, of: sp.Expr) -> sp.Expr:
    """The number n in found = n · of."""
    integral = min(of.atoms(SimplexIntegral), key=sp.default_sort_key)
    number = sp.cancel(found.coeff(integral) / of.coeff(integral))
    if sp.expand(found - number * of) != 0:
        raise ArithmeticError(f"{found} is no multiple of F")
    return number


@cache
def vertex(kind: str) -> Chiral:
    """(T_ji, R_ji) per e G_F, in terms of masses and S_ji.

    Raises:
        ArithmeticError: the loops of two leptons differ by more than their mass.
    """
    found = transition(kind)
    leptons = electroweak.theory(kind).charged
    sides = []
    for x in "LR":
        dipole, total = in_fermi(found[f"sigma_{x}"]), sp.S.Zero
        for name, pairs in _pairs().items():
            for mass in (M_IN, M_OUT):
                numbers = {
                    _multiple(
                        _coefficient(dipole, pair, mass),
                        loop().right.xreplace({M_LEPTON: leptons[a].mass}),
                    )
                    for a, pair in pairs.items()
                }
                if len(numbers) > 1:
                    raise ArithmeticError(f"the loops of the leptons differ: {numbers}")
                total += numbers.pop() * mass * name
        sides.append(total)
    return Chiral(*sides)


# --- form factors -----------------------------------------------------------------------------------


def form_factors(kind: str) -> tuple[sp.Expr, sp.Expr]:
    """(f^M, f^E) of ν_i → ν_j per e G_F, from T P_L + R P_R = f^M + iγ5 f^E."""
    v = vertex(kind)
    magnetic, electric = (v.left + v.right) / 2, (v.right - v.left) / (2 * sp.I)
    return _in_parts(magnetic), _in_parts(electric)


def _in_parts(expression: sp.Expr) -> sp.Expr:
    """S + S* and S − S* as real and imaginary parts, where only one of them is there."""
    plain = sp.expand(expression)
    here, there = plain.coeff(S), plain.coeff(sp.conjugate(S))
    for sign, part in ((1, 2 * sp.re(S)), (-1, 2 * sp.I * sp.im(S))):
        if there != 0 and sp.expand(here - sign * there) == 0:
            return sp.factor(here) * part
    return sp.factor(here) * S + sp.factor(there) * sp.conjugate(S)


def in_parts(kind: str) -> tuple[sp.Expr, sp.Expr]:
    """The same as functions of the real and the imaginary part of S_ji."""
    real, imaginary = PARTS
    table = {sp.re(S): real, sp.im(S): imaginary, S: real + sp.I * imaginary}
    magnetic, electric = (f.xreplace(table) for f in form_factors(kind))
    return magnetic, electric


@cache
def magneton() -> sp.Expr:
    """Coefficient of iσ^{μν}q_ν per Bohr magneton along the spin, as for a charge +1: Gordon's identity.

    Between spinors of mass m, γ^μ contains iσ^{μν}q_ν/2m.
    """
    psi = DiracFermion("psi", charges={"EM": 1}, mass=ELECTRON_MASS)
    tree = FeynmanRules(fermion_kinetic(psi, (PHOTON,))).vector(psi, psi, PHOTON).left / sp.I
    return sp.cancel(tree / (2 * ELECTRON_MASS) / bohr_magneton())


def moment(kind: str) -> sp.Expr:
    """Diagonal magnetic moment along the spin, per e G_F and with S_ii for the sum; 0 for Majorana neutrinos."""
    magnetic, _ = form_factors(kind)
    diagonal = magnetic.xreplace({M_OUT: M_IN}).subs(S, sp.Symbol("S_ii", real=True))
    return sp.expand(diagonal / magneton())


# --- the loop function ------------------------------------------------------------------------------


@cache
def closed() -> sp.Expr:
    """F as a function of r = m_ℓ²/M_W²: one logarithm.

    Raises:
        ArithmeticError: the function depends on more than r.
    """
    explicit = loop().doit().subs(M_LEPTON, sp.sqrt(R) * M_W)
    plain = sp.expand(sp.expand_log(explicit, force=True))
    logarithm = sp.log(R)
    # Only ratios of masses stand in the logarithm.
    shared = sp.expand(plain.subs(sp.log(M_W), 0))
    if sp.simplify(plain - shared) != 0:
        raise ArithmeticError("F depends on more than a ratio")
    return sp.factor(shared.coeff(logarithm, 0)) + sp.factor(shared.coeff(logarithm, 1)) * logarithm


@cache
def light() -> tuple[sp.Expr, sp.Expr]:
    """F(0), and the slope in r there."""
    leading = sp.limit(closed(), R, 0, "+")
    return leading, sp.limit((closed() - leading) / R, R, 0, "+")


@cache
def splitting() -> Formula:
    """[F(m_ℓ) − F(m_first)]/F(0), the difference of the masses taken out exactly."""
    total, (unit, _) = sp.S.Zero, light()
    for term in sp.Add.make_args(sp.expand(loop().right / unit)):
        integral = next(f for f in sp.Mul.make_args(term) if isinstance(f, SimplexIntegral))
        total += _exchanged(term / integral, integral)
    right = (M_LEPTON - M_FIRST) * (M_LEPTON + M_FIRST) * total
    return Formula(
        "neutrino_loop_splitting",
        r"[F(m_\ell)-F(m_e)]/F(0)",
        sp.expand(right),
        (M_LEPTON, M_FIRST, M_W),
        0,
        "(2)",
    )


def _exchanged(coefficient: sp.Expr, integral: SimplexIntegral) -> sp.Expr:
    """[a(x)I(x) − a(y)I(y)]/(x − y) for x = m_ℓ², y = m_first²: a(x) ΔI + Δa I(y)."""
    at_first = integral.xreplace({M_LEPTON: M_FIRST})
    slope = sp.cancel(
        (coefficient - coefficient.xreplace({M_LEPTON: M_FIRST})) / (M_LEPTON**2 - M_FIRST**2)
    )
    return coefficient * divided(integral, M_LEPTON**2, M_FIRST**2) + slope * at_first


def result(model: object) -> Result:
    """The vertex, the loop function and the form factors of both kinds."""
    del model  # the electroweak theory alone
    formulas = [Formula("neutrino-loop", "F", closed(), source="(1)")]
    for kind in KINDS:
        for letter, value in zip("ME", form_factors(kind), strict=True):
            left = rf"f^{{{letter},\rm {kind}}}_{{ji}}/eG_F"
            formulas.append(Formula(f"{kind}-{letter}", left, value, source="(2)"))
    return Result(
        "neutrino-moments",
        "Moments of neutrinos from the W",
        "(1), (2)",
        tuple(formulas),
        ("F(0) drops out of transitions: the columns of U are orthogonal.",),
    )
