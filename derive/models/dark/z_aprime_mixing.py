r"""How A' mixes with Z and photon through the loops of N and E, and what Z couples to it then does.

N has a vector current, and every neutral vector couples to the same one:
:math:`\Pi_{VV'} = g_Vg_{V'}\,\Pi_{NN}`. Between Majorana eigenstates it is axial,

.. math:: \Pi_{NN}(q^2) = \sum_{\alpha\le\beta}r_{\alpha\beta}\,\Pi_A(q^2;M_\alpha,M_\beta),\qquad
          r_{11}, r_{22}\propto\cos^22\theta,\quad r_{12}\propto\sin^22\theta,

and of an axial current :math:`\Pi_A(0)\propto(M_\alpha+M_\beta)^2`, in which :math:`M_1+M_2=m_L+m_R`
exactly. E conserves its currents; its loop is proportional to q².

**Signs.** The propagators of Z, photon and A' are :math:`-ig_{\mu\nu}/(q^2-M^2)`, the loop is
:math:`i\Pi g^{\mu\nu}`. A fermion with the vertex :math:`i\Gamma_Z` therefore emits A' with

.. math:: i\Gamma_Z\,\frac{-i}{q^2-M_Z^2}\,i\Pi_{ZA'}\quad\Rightarrow\quad
          \Gamma_{A'} = \frac{\Pi_{ZA'}(q^2)}{q^2-M_Z^2}\,\Gamma_Z \to -\delta_Z\Gamma_Z,\qquad
          \delta_Z = \frac{\Pi_{ZA'}(0)}{M_Z^2}.

The inverse propagators are :math:`q^2K-M^2-\Pi`, K the matrix of kinetic terms: an ε at tree level
is :math:`\Pi_{\gamma A'}=-q^2K_{\gamma A'}`, and a loop that is proportional to q² shifts it.

Π_ZA'(0) diverges like the masses that break U(1)_D. In the :math:`\overline{\rm MS}` scheme at the
scale Λ it is what mixes if nothing does so at Λ.
"""

from __future__ import annotations

from dataclasses import dataclass

import sympy as sp

from darktmm.derive.basis import trig_normal
from darktmm.derive.fields import DiracFermion, Fermion, VectorBoson
from darktmm.derive.formula import Formula
from darktmm.derive.lagrangian import fermion_kinetic, substitute
from darktmm.derive.laws.electroweak import doublet_kinetic, in_z_and_photon, neutrino_coupling
from darktmm.derive.laws.kinetic_mixing import current_coupling, kinetic_matrix
from darktmm.derive.loops.integrals import UV_POLE, SimplexIntegral
from darktmm.derive.loops.vacuum_polarisation import (
    Q_SQUARED,
    FeynmanForm,
    X,
    fermion_form,
    fermion_polarisation,
    loop,
    vacuum_polarisation,
)
from darktmm.derive.memo import cache
from darktmm.derive.models.dark import (
    DARK_PHOTON,
    M_1,
    M_2,
    M_E,
    THETA,
    DarkModel,
    E,
    N,
    dark_model,
)
from darktmm.derive.models.dark.mass_matrix import in_lagrangian_masses
from darktmm.derive.models.dark.oblique import SCALE
from darktmm.derive.result import Result
from darktmm.derive.symbols import (
    M_APRIME,
    M_Z,
    PHOTON,
    THETA_W,
    B,
    Z,
)
from darktmm.derive.vertices import Chiral, FeynmanRules

TRACE = sp.Symbol("m_L+m_R", real=True)
"""M₁ + M₂, the trace of the mass matrix: where it is small it is known better than as a sum."""

COS_2, SIN_2 = sp.symbols("cos(2theta) sin(2theta)", real=True)
"""(m_L − m_R)/(M₂ − M₁) and 2m_D/(M₂ − M₁)."""

DELTA_Z = sp.Symbol("delta_Z", real=True)

_AXIAL = Chiral(-sp.I, sp.I)
_VECTOR = Chiral(sp.I, sp.I)


def at_scale(expression: sp.Expr) -> sp.Expr:
    r""":math:`\overline{\rm MS}` at Λ."""
    return expression.subs(UV_POLE, sp.log(SCALE**2))


# --- rules --------------------------------------------------------------------------------------


def _dark(*fields: Fermion) -> sp.Expr:
    """The coupling of A' alone."""
    return sp.expand(
        sum((fermion_kinetic(f, (DARK_PHOTON,)) - fermion_kinetic(f) for f in fields), sp.S.Zero)
    )


def _kinetic() -> sp.Expr:
    """Kinetic terms of Ψ with W, Z, photon and A'."""
    return in_z_and_photon(doublet_kinetic(N, E), N) + _dark(N, E)


@cache
def rules(model: DarkModel) -> FeynmanRules:
    """Rules of Ψ with W, Z, photon and A', N in mass eigenstates."""
    return FeynmanRules(substitute(_kinetic(), model.heavy.replacement()))


@cache
def current(fermion: Fermion, vector: VectorBoson) -> sp.Expr:
    """g_V of Γ^μ = g_V γ^μ for N (before it is rotated) or E.

    Raises:
        ArithmeticError: the current is not a vector.
    """
    rule = FeynmanRules(_kinetic()).vector(fermion, fermion, vector)
    left, right = (sp.factor(sp.simplify(x / sp.I)) for x in (rule.left, rule.right))
    if sp.simplify(left - right) != 0:
        raise ArithmeticError(f"the current of {fermion} that couples to {vector} is not a vector")
    return left


# --- the correlator of the current of N ---------------------------------------------------------


@dataclass(frozen=True)
class Pair:
    """Two lines of N in the loop of its vector current.

    Attributes:
        share: r_αβ.
        masses: signed.
    """

    share: sp.Expr
    masses: tuple[sp.Expr, sp.Expr]

    def form(self) -> FeynmanForm:
        """Π_A for any q²."""
        return fermion_form(_AXIAL, _AXIAL, *self.masses)

    def at_zero(self) -> sp.Expr:
        """Π_A(0), the square of the non-conserving mass in front."""
        return loop(_AXIAL, _AXIAL, *self.masses)

    def slope_parts(self) -> tuple[sp.Expr, sp.Expr]:
        r"""(a, b) of :math:`\Pi_A'(0)=\int_0^1dx\,[a(\Delta_{\bar\epsilon}-\ln\Delta)+b]`.

        b is proportional to the non-conserving mass, `TRACE` or twice a mass.

        Raises:
            ArithmeticError: there is a constant besides the logarithm.
        """
        (term,) = self.form().terms
        if term.remainder != 0:
            raise ArithmeticError(f"remainder: {term.remainder}")
        y1, y2 = term.squares
        a, c = (sp.factor(sp.diff(term.numerator, Q_SQUARED, k).subs(Q_SQUARED, 0)) for k in (1, 0))
        return a, manifest(c) * X * (1 - X) / (X * y1 + (1 - X) * y2)


@cache
def pairs() -> tuple[Pair, ...]:
    """The pairs 11, 22, 12 with their shares, from the rules of A'.

    Raises:
        ArithmeticError: a vector coupling is left between N_α and N_β.
    """
    heavy = dark_model(majorana_angle=THETA).heavy
    source = FeynmanRules(substitute(_dark(N), heavy.replacement()))
    unit = current(N, DARK_PHOTON) ** 2
    found = []
    for k, first in enumerate(heavy.states):
        for second in heavy.states[k:]:
            there, back = (
                source.vector(a, b, DARK_PHOTON) for a, b in ((first, second), (second, first))
            )
            if any(sp.expand(c.left + c.right) != 0 for c in (there, back)):
                raise ArithmeticError(f"{first} and {second} have a vector coupling")
            # twice for the two directions of 12, once more by ½ for a line that is its own reverse
            times = sp.Rational(1, 2) if first == second else sp.S.One
            product = times * (there.right / sp.I) * (back.right / sp.I) / unit
            found.append(Pair(_double_angle(product), (first.mass, second.mass)))
    return tuple(found[k] for k in (0, 2, 1))


def _double_angle(share: sp.Expr) -> sp.Expr:
    """k cos²2θ or k sin²2θ."""
    for square in (sp.cos(2 * THETA) ** 2, sp.sin(2 * THETA) ** 2):
        ratio = sp.simplify(share.subs(THETA, sp.pi / 8) / square.subs(THETA, sp.pi / 8))
        if trig_normal(sp.expand_trig(share - ratio * square)) == 0:
            return ratio * square
    raise ArithmeticError(f"share: {share} is neither cos² nor sin² of 2θ")


@cache
def correlator() -> sp.Expr:
    """Π_NN(0) of the current N̄γ^μN, pole included: `TRACE`, `COS_2` and `SIN_2` in front."""
    total = sp.S.Zero
    for pair in pairs():
        total += pair.share * pair.at_zero()
    return manifest(total)


def manifest(expression: sp.Expr) -> sp.Expr:
    """M₁ + M₂ and the trigonometric functions by their own names."""
    named = {sp.cos(2 * THETA): COS_2, sp.sin(2 * THETA): SIN_2, M_1 + M_2: TRACE}
    return expression.subs(named)


def unnamed(expression: sp.Expr) -> sp.Expr:
    """`manifest` taken back."""
    return expression.subs({COS_2: sp.cos(2 * THETA), SIN_2: sp.sin(2 * THETA), TRACE: M_1 + M_2})


@cache
def correlator_form() -> FeynmanForm:
    """Π_NN(q²)."""
    total = FeynmanForm(())
    for pair in pairs():
        total += pair.form().scaled(pair.share)
    return total


@cache
def charged_form() -> FeynmanForm:
    """Π_EE(q²) of the current ĒγE: a Dirac fermion of quantum electrodynamics."""
    return fermion_form(_VECTOR, _VECTOR, M_E, M_E)


def conserved_slope(form: FeynmanForm) -> sp.Expr:
    """Π'(0) in closed form, one mass."""
    return sp.factor(sp.expand_log(form.slope().doit(), force=True))


# --- mixing -------------------------------------------------------------------------------------


@cache
def mass_mixing() -> sp.Expr:
    """Π_ZA'(0), pole included, in the manifest form.

    Raises:
        ArithmeticError: the diagrams of Z and A' give something else.
    """
    value = current(N, Z) * current(N, DARK_PHOTON) * correlator()
    direct = vacuum_polarisation(rules(dark_model(majorana_angle=THETA)), Z, DARK_PHOTON)
    defect = (unnamed(value) - direct) * sp.cos(THETA_W)  # a polynomial in sin, cos
    check_current(defect, "Pi_ZA'(0)")
    return value


def check_current(defect: sp.Expr, what: str) -> None:
    """What a diagram has beyond the current of N vanishes, term by term.

    Raises:
        ArithmeticError: it does not.
    """
    defect = sp.expand(defect)
    folded = (*defect.atoms(SimplexIntegral), UV_POLE)
    parts = [defect.coeff(i) for i in folded] + [defect.subs(dict.fromkeys(folded, 0))]
    if any(trig_normal(sp.expand_trig(sp.expand(p))) != 0 for p in parts):
        raise ArithmeticError(f"{what} is not that of the current of N: {defect}")


@cache
def mixing_form(vector: VectorBoson) -> FeynmanForm:
    """Π_VA'(q²) for V = Z, photon or A' itself, N and E together."""
    neutral = correlator_form().scaled(current(N, vector) * current(N, DARK_PHOTON))
    charged = charged_form().scaled(current(E, vector) * current(E, DARK_PHOTON))
    return neutral + charged


@cache
def divergence() -> sp.Expr:
    """dΠ_NN(0)/d ln Λ² in the masses of the Lagrangian."""
    return lagrangian_form(unnamed(correlator()).diff(UV_POLE))


def lagrangian_form(pole: sp.Expr) -> sp.Expr:
    """A polynomial in M₁, M₂ and functions of 2θ as one in m_L, m_R, m_D."""
    spelled = sp.expand_trig(sp.expand(pole))
    return sp.factor(in_lagrangian_masses(dark_model(majorana_angle=THETA), spelled))


# --- kinetic mixing with the photon -------------------------------------------------------------


@cache
def loop_epsilon() -> sp.Expr:
    """What the loop of E adds to ε, pole included.

    Raises:
        ArithmeticError: Π_γA'(0) ≠ 0.
    """
    form = mixing_form(PHOTON)
    if sp.expand(form.at_zero()) != 0:
        raise ArithmeticError("the photon mixes with A' at q² = 0")
    symbol = kinetic_matrix()[0, 1]
    per_epsilon = -sp.diff(symbol, *symbol.free_symbols)  # Π = −K q², K linear in ε
    return sp.factor(conserved_slope(form) / per_epsilon)


@cache
def epsilon_running() -> sp.Expr:
    """dε/d ln Λ."""
    return sp.factor(2 * loop_epsilon().diff(UV_POLE))


# --- what it does to the fermions of the Standard Model -----------------------------------------


@dataclass(frozen=True)
class Multiplet:
    """A doublet and its two singlets, of one generation.

    Attributes:
        upper, lower: names of the components.
        hypercharge: of the doublet.
    """

    upper: str
    lower: str
    hypercharge: sp.Rational


LEPTONS = Multiplet("nu", "e", -sp.Rational(1, 2))
QUARKS = Multiplet("u", "d", sp.Rational(1, 6))


@cache
def standard_couplings() -> dict[str, tuple[Chiral, sp.Expr]]:
    """((g_L, g_R) of Γ^μ with the Z, g of the photon) of nu, e, u and d.

    Raises:
        ArithmeticError: the two chiralities have different electric charges.
    """
    total, half = sp.S.Zero, sp.Rational(1, 2)
    lines: dict[str, tuple[DiracFermion, DiracFermion]] = {}
    for m in (LEPTONS, QUARKS):
        left = [DiracFermion(f"{n}_L", charges={"Y": m.hypercharge}) for n in (m.upper, m.lower)]
        right = [
            DiracFermion(f"{n}_R", charges={"Y": m.hypercharge + t})
            for n, t in ((m.upper, half), (m.lower, -half))
        ]
        total += doublet_kinetic(left[0], left[1], "L")
        total += sum((fermion_kinetic(f, (B,), "R") for f in right), sp.S.Zero)
        for name, pair in zip((m.upper, m.lower), zip(left, right, strict=True), strict=True):
            lines[name] = pair
    source = FeynmanRules(in_z_and_photon(total, lines[LEPTONS.upper][0]))
    table = {}
    for name, (left_line, right_line) in lines.items():
        z, photon = (
            [
                sp.simplify(source.vector(left_line, left_line, v).left / sp.I)
                if v in source.fields
                else sp.S.Zero,
                sp.simplify(source.vector(right_line, right_line, v).right / sp.I),
            ]
            for v in (Z, PHOTON)
        )
        if sp.simplify(photon[0] - photon[1]) != 0:
            raise ArithmeticError(f"{name}: the photon couples to {photon}")
        table[name] = (Chiral(*z), photon[0])
    return table


def induced(coupling: Chiral) -> Chiral:
    """(g_L, g_R) of A' by mass mixing, from those of Z."""
    propagators = (-sp.I / (Q_SQUARED - M_Z**2)).subs(Q_SQUARED, 0)
    insertion = sp.I * DELTA_Z * M_Z**2
    return coupling.scaled(sp.simplify(propagators * insertion))


@cache
def universal_neutrino_coupling() -> sp.Expr:
    """What is added to each f_ii, in units of δ_Z: the coefficient of γ^μP_L."""
    return sp.simplify(induced(neutrino_coupling()).left)


def electromagnetic_charge() -> sp.Expr:
    """κ per unit of electric charge by kinetic mixing; `kinetic_mixing.current_coupling`."""
    return current_coupling()


@cache
def weak_charge_unit() -> sp.Expr:
    r"""k in :math:`Q_W = k\,g_A^e\sum_qn_qg_V^q/M^2` of a vector of mass M exchanged by e and quarks.

    Fixed by Z exchange, of which :math:`Q_W=Z(1-4s_W^2)-N`: each neutron counts −1. Here
    :math:`\Gamma=\gamma^\mu(g_V+g_A\gamma_5)`. The result is free of M.
    """
    table = standard_couplings()
    e, u, d = (table[name][0] for name in ("e", "u", "d"))
    axial = (e.right - e.left) / 2
    neutron = sum((times * (c.left + c.right) / 2 for times, c in ((1, u), (2, d))), sp.S.Zero)
    return sp.simplify(-(M_Z**2) / (axial * neutron))


@cache
def squared_masses() -> tuple[sp.Expr, sp.Expr]:
    """Shifts of M_Z² and m_A'², to second order in δ_Z, by diagonalising the mass matrix.

    Raises:
        ArithmeticError: not the eigenvalues of the mass matrix.
    """
    size = sp.Symbol("t", positive=True)
    mixing = size * DELTA_Z * M_Z**2
    heavy, light = M_Z**2, M_APRIME**2
    mean, half = (heavy + light) / 2, (heavy - light) / 2
    root = half * sp.sqrt(1 + (mixing / half) ** 2)  # continuous from half at δ_Z = 0
    shifts = (mean + root - heavy, mean - root - light)
    if any(
        sp.expand(
            (mean + s * root) ** 2 - (heavy + light) * (mean + s * root) + heavy * light - mixing**2
        )
        != 0
        for s in (1, -1)
    ):
        raise ArithmeticError("not the eigenvalues of the mass matrix")
    first, second = (sp.factor(sp.series(s, size, 0, 3).removeO().subs(size, 1)) for s in shifts)
    return first, second


def result(model: DarkModel) -> Result:
    """Mixing and its consequences."""
    del model  # Ψ and gauge bosons only, for every m_L and m_R
    z = current(N, Z) * current(N, DARK_PHOTON)
    return Result(
        "z-aprime-mixing",
        "Mixing of $A'$ with $Z$ and photon through $N$ and $E$",
        "(4), (6); not in the paper",
        (
            Formula("correlator", r"\Pi_{NN}(0)", unnamed(correlator())),
            Formula("correlator-divergence", r"\frac{d\Pi_{NN}(0)}{d\ln\Lambda^2}", divergence()),
            Formula("z-aprime-share", r"\Pi_{ZA'}(0)/\Pi_{NN}(0)", z),
            Formula(
                "universal-coupling", r"f_{ii}\to f_{ii}+\ldots", universal_neutrino_coupling()
            ),
            Formula("epsilon-running", r"\frac{d\varepsilon}{d\ln\Lambda}", epsilon_running()),
            Formula("z-mass-shift", r"\delta M_Z^2", squared_masses()[0]),
            Formula("aprime-mass-shift", r"\delta m_{A'}^2", squared_masses()[1]),
        ),
        (
            "$Z$ and $A'$ see the same vector current of $N$, so that what breaks $U(1)_D$ mixes them.",
            "The mixing diverges: without a value at the scale where the masses are generated the "
            "flavour-universal coupling of $A'$ to neutrinos is not predicted, only its logarithm is.",
            "$E$ conserves both currents; its loop is kinetic mixing, with $Z$ and with the photon.",
        ),
    )


__all__ = [
    "COS_2",
    "SIN_2",
    "TRACE",
    "Pair",
    "at_scale",
    "charged_form",
    "correlator",
    "correlator_form",
    "current",
    "divergence",
    "epsilon_running",
    "fermion_polarisation",
    "loop_epsilon",
    "mass_mixing",
    "mixing_form",
    "result",
]
