r"""Dipoles of the charged leptons: :math:`\ell_\beta\to\ell_\alpha\gamma` and the anomalous moment.

.. math:: \mathcal L = -\frac{e\,m_\beta}2\,D_{\alpha\beta}\,\bar\ell_\alpha\sigma^{\rho\nu}P_R
          \ell_\beta F_{\rho\nu} + \text{h.c.},\qquad
          D_{\alpha\beta} = \kappa\sum_\Phi\tilde y_{\alpha\Phi}\tilde y^*_{\beta\Phi}\,
          f(M_E,M_\Phi),

so that the A_R of (25) is :math:`D_{e\mu}`. Φ runs over the 2n real scalars, with
:math:`\tilde y_{\alpha H_k}=\sum_ay_{\alpha a}(O_R)_{ak}` and the like for A_k, as in (11). The
photon is radiated by E alone; only left-handed leptons couple, so that the chirality is flipped by
the mass of an external lepton. Leading order in that mass.

Written without mass eigenstates, D = κ y X y† with the real symmetric metric
:math:`X=O_Rf(M_H)O_R^T+O_If(M_A)O_I^T`. f > 0, so that X is positive definite.
"""

from __future__ import annotations

import sympy as sp

from darktmm.derive.basis import trig_normal
from darktmm.derive.errors import DerivationError
from darktmm.derive.formula import Formula
from darktmm.derive.laws.dipole import moment_per_dipole, operator_vertex
from darktmm.derive.loops.amplitude import amplitude
from darktmm.derive.loops.functions import lepton_fermion_conserving
from darktmm.derive.loops.integrals import SimplexIntegral, expand_mass
from darktmm.derive.loops.triangle import M_IN, M_OUT, FormFactors
from darktmm.derive.memo import cache
from darktmm.derive.models.dark import M_E, DarkModel, variant, yukawa
from darktmm.derive.result import Result
from darktmm.derive.symbols import M_LEPTON, PHOTON
from darktmm.derive.vertices import FeynmanRules

X = sp.Symbol("x", positive=True)
"""x = M_Φ²/M_E²."""


# --- the operator and the diagrams --------------------------------------------------------------


def _with_photon(model: DarkModel) -> DarkModel:
    """The same model with the photon as its vector; neutrinos do not enter."""
    return variant(model, vectors=(PHOTON,), neutrinos=1)


@cache
def form_factors(model: DarkModel, outgoing: str, incoming: str) -> FormFactors:
    """All six form factors of ℓ_incoming + γ → ℓ_outgoing, first order in both lepton masses.

    Raises:
        DerivationError: the model has no such flavour.
    """
    charged = _with_photon(model)
    leptons = charged.charged_leptons
    for name, flavour in (("outgoing", outgoing), ("incoming", incoming)):
        if flavour not in leptons:
            raise DerivationError(f"{name}: {flavour!r} is not one of {', '.join(leptons)}")
    dark = (*charged.even, *charged.odd)  # the photon's own loop is Schwinger's
    return amplitude(
        charged.rules, leptons[incoming], leptons[outgoing], PHOTON, bosons=dark, legs=False
    )


@cache
def wilson_coefficient(model: DarkModel, outgoing: str = "e", incoming: str = "mu") -> sp.Expr:
    """D_{outgoing,incoming}, GeV⁻², expanded in folded loop integrals; A_R of (25) by default.

    The external mass must be all that it is divided by: m_outgoing does not enter.
    """
    flip = form_factors(model, outgoing, incoming)["sigma_R"]
    return sp.expand(flip / operator_vertex(M_IN))


@cache
def mirror_coefficient(model: DarkModel, outgoing: str = "e", incoming: str = "mu") -> sp.Expr:
    """The same with P_L in place of P_R, in units of the outgoing mass; (25) neglects m_e."""
    flip = form_factors(model, outgoing, incoming)["sigma_L"]
    return sp.expand(flip / operator_vertex(M_OUT))


@cache
def shares(model: DarkModel) -> tuple[sp.Expr, sp.Expr]:
    """Coefficient of ỹ_αΦ ỹ*_βΦ f(M_E, M_Φ) in D_αβ for a CP-even and for a CP-odd scalar.

    Read off one generation, where ỹ is y times the only entry of O_R or O_I.
    """
    one = variant(model, generations=1, mixing="symbols")
    total = wilson_coefficient(one)
    product = yukawa("e", 1) * sp.conjugate(yukawa("mu", 1))
    even, odd = (
        sp.cancel(total.coeff(lepton_fermion_conserving()(M_E, scalar.mass)) / (product * entry**2))
        for (scalar,), (entry,) in zip((one.even, one.odd), one.rotations, strict=True)
    )
    return even, odd


@cache
def normalisation(model: DarkModel) -> sp.Expr:
    r"""κ in D_αβ = κ Σ_Φ ỹ_αΦ ỹ*_βΦ f(M_E, M_Φ), f = `lepton_fermion_conserving`.

    Raises:
        ArithmeticError: CP-even and CP-odd scalars do not enter alike.
    """
    even, odd = shares(model)
    if even != odd:
        raise ArithmeticError(f"CP-even scalars enter with {even}, CP-odd ones with {odd}")
    return even


# --- the metric in the space of scalar generations ----------------------------------------------


def metric(model: DarkModel) -> sp.Matrix:
    """X = O_R f(M_H) O_Rᵀ + O_I f(M_A) O_Iᵀ, loop functions folded, (n, n)."""
    f = lepton_fermion_conserving()
    parts = zip(model.rotations, (model.even, model.odd), strict=True)
    return sum(
        (o * sp.diag(*(f(M_E, s.mass) for s in scalars)) * o.T for o, scalars in parts),
        sp.zeros(model.generations),
    )


def loop_function_is_positive() -> bool:
    """f is a sum, with positive coefficients, of integrals with positive integrands."""
    f, tau = lepton_fermion_conserving().right, sp.Symbol("tau", positive=True)
    return all(
        f.coeff(i).is_positive and i.euclidean(tau).is_positive for i in f.atoms(SimplexIntegral)
    )


def blind_direction(model: DarkModel) -> dict[sp.Symbol, sp.Expr]:
    """y_μ (two generations) for which D_eμ = κ y_e X y_μ† is exactly zero, whatever y_e is.

    y_μ* is orthogonal to the row w = y_e X, and the minor y_e1 y_μ2 − y_e2 y_μ1 is y_e X y_e† > 0.
    """
    first, second = sp.Matrix([[yukawa("e", a) for a in (1, 2)]]) * metric(model)
    return {yukawa("mu", 1): -sp.conjugate(second), yukawa("mu", 2): sp.conjugate(first)}


def minor(first: str = "e", second: str = "mu") -> sp.Expr:
    """y_α1 y_β2 − y_α2 y_β1, the flavour structure of the dark moment (two generations)."""
    return yukawa(first, 1) * yukawa(second, 2) - yukawa(first, 2) * yukawa(second, 1)


def hermitian_product(first: str, second: str) -> sp.Expr:
    """Σ_a y_αa y*_βa over two generations, the flavour structure of the charged-lepton dipole."""
    return sum((yukawa(first, a) * sp.conjugate(yukawa(second, a)) for a in (1, 2)), sp.S.Zero)


def lagrange_identity() -> sp.Expr:
    r""":math:`|y_e\wedge y_\mu|^2+|y_e\cdot y_\mu^*|^2-|y_e|^2|y_\mu|^2`: zero identically."""
    wedge, product = minor(), hermitian_product("e", "mu")
    lengths = hermitian_product("e", "e") * hermitian_product("mu", "mu")
    squares = sum((z * sp.conjugate(z) for z in (wedge, product)), sp.S.Zero)
    return sp.expand(squares - lengths)


# --- the loop function and its limits -----------------------------------------------------------


@cache
def closed_form() -> sp.Expr:
    """F(x) = M_E² f(M_E, M_Φ), dimensionless, x = M_Φ²/M_E²."""
    value = lepton_fermion_conserving()(1, sp.sqrt(X)).doit()
    return sp.factor(sp.together(sp.expand(value)))


@cache
def limits() -> dict[str, sp.Expr]:
    """F at x = 0 and x = 1, and its leading power at x → ∞."""
    f = lepton_fermion_conserving()
    return {
        "0": f(1, 0).doit(),
        "1": f(1, 1).doit(),
        "oo": sp.limit(closed_form() * X, X, sp.oo) / X,
    }


@cache
def small_ratio(order: int) -> sp.Expr:
    """F(x) through x^order for M_Φ ≪ M_E; a logarithm appears as soon as it is allowed to."""
    unit = lepton_fermion_conserving()(1, sp.sqrt(X))
    return sp.expand(
        unit.replace(
            lambda e: isinstance(e, SimplexIntegral), lambda e: expand_mass(e, X, 0, order)
        )
    )


@cache
def decoupling_limit(
    model: DarkModel, outgoing: str = "e", incoming: str = "mu", order: int = 0
) -> sp.Expr:
    """D for M_E ≫ M_Φ through relative order (M_Φ/M_E)^(2·order), angles reduced."""
    total = wilson_coefficient(model, outgoing, incoming)
    f = lepton_fermion_conserving()
    table = {
        f(M_E, s.mass): small_ratio(order).subs(X, (s.mass / M_E) ** 2) / M_E**2
        for s in (*model.even, *model.odd)
    }
    return trig_normal(sp.expand(total.xreplace(table)))


# --- the anomalous moment -----------------------------------------------------------------------


@cache
def moment_coefficient(model: DarkModel) -> sp.Expr:
    """c in Δa = c m² D_ℓℓ, from the vertex of tree level in this model."""
    charged = _with_photon(model)
    lepton = next(iter(charged.charged_leptons.values()))
    kinetic = FeynmanRules(charged.printed().parts["L_lepton"])
    return moment_per_dipole(kinetic.vector(lepton, lepton, PHOTON).left / sp.I)


@cache
def anomalous_moment(model: DarkModel, flavour: str = "mu") -> sp.Expr:
    """Δa_ℓ = (g − 2)/2, dimensionless, loop integrals folded; leading order in m_ℓ²."""
    diagonal = wilson_coefficient(model, flavour, flavour)
    return sp.expand(moment_coefficient(model) * M_LEPTON**2 * diagonal)


def moment_result(model: DarkModel) -> Result:
    """Δa of the muon, per scalar and for heavy E."""
    per_dipole = moment_coefficient(model) * M_LEPTON**2
    tilde = sp.Symbol(r"|\tilde y_{\mu\Phi}|^2", positive=True)
    loop = sp.Symbol(r"f_F(M_E,M_{\Phi})", positive=True)
    return Result(
        "anomalous-moment",
        "Anomalous magnetic moment of a charged lepton",
        "(32)",
        (
            Formula("moment-per-dipole", r"\Delta a_\ell/D_{\ell\ell}", per_dipole),
            Formula(
                "anomalous-moment",
                r"\Delta a_\mu\big|_\Phi",
                per_dipole * normalisation(model) * tilde * loop,
            ),
            Formula(
                "anomalous-moment-heavy",
                r"\Delta a_\mu\big|_{M_E\gg M_\Phi}",
                sp.factor(per_dipole * decoupling_limit(model, "mu", "mu")),
            ),
        ),
        (
            "Positive for all masses and mixings: $f>0$, so that the metric $X$ is positive definite.",
            r"It measures $y_\ell Xy_\ell^\dagger$, $\mu\to e\gamma$ measures $y_eXy_\mu^\dagger$.",
        ),
    )
