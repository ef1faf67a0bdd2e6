r"""The loop functions of the project, each a small named object, all obtained from the engine.

A function is read off one diagram with unit couplings: the coefficient of a structure in
:math:`\Gamma^\mu`, divided by the universal loop factor (see `loop_factor`), by the mass that flips
the chirality, and by the unit phase that the couplings of a real model supply. What remains is a
positive combination of simplex integrals (of divided differences), folded until `doit`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import sympy as sp

from darktmm.derive.fields import Fermion, MajoranaFermion, RealScalar, bilinear
from darktmm.derive.formula import Formula, function
from darktmm.derive.lagrangian import with_conjugate
from darktmm.derive.loops.bubble import chirality_flip_mass
from darktmm.derive.loops.integrals import (
    SimplexIntegral,
    divided,
    explicit,
    mixed_difference,
    momentum_integral,
)
from darktmm.derive.loops.triangle import FERMION_RADIATES, M_IN, SCALAR_RADIATES, Diagram
from darktmm.derive.memo import cache
from darktmm.derive.vertices import Chiral, Current, FeynmanRules

M = sp.Symbol("M", positive=True)
M_FIRST, M_SECOND = sp.symbols("M_1 M_2", real=True)
M_H1, M_H2, M_A1, M_A2 = sp.symbols("M_H1 M_H2 M_A1 M_A2", positive=True)
M_PHI = sp.Symbol("M_Phi", positive=True)
M_F, M_B = sp.symbols("M_F M_B", positive=True)


@cache
def loop_factor() -> sp.Expr:
    """What the momentum integral of a triangle contributes to Γ^μ, apart from its phase."""
    value, _, _ = momentum_integral(0, 3)
    return sp.Abs(sp.factorial(2) * value)


def positive(expression: sp.Expr) -> sp.Expr:
    """Strip the unit phase, so that the first simplex integral has a positive coefficient."""
    expression = sp.expand(expression)
    integral = min(expression.atoms(SimplexIntegral), key=sp.default_sort_key)
    leading = expression.coeff(integral)
    number = leading.as_independent(*leading.free_symbols)[0] if leading.free_symbols else leading
    return sp.expand(expression / sp.sign(number))


def _named(
    name: str,
    symbol: str,
    arguments: tuple[sp.Symbol, ...],
    expression: sp.Expr,
    dimension: int,
    source: str,
) -> Formula:
    return Formula(name, function(symbol, arguments), expression, arguments, dimension, source)


_LEFT, _RIGHT = Chiral(left=sp.S.One), Chiral(right=sp.S.One)
_ALONG = Current(sp.S.One, -sp.S.One)  # (p−k) + (p'−k): both momenta along the line


def closed(formula: Formula) -> Formula:
    """The same law in elementary functions, for masses all different."""
    return replace(formula, name=f"{formula.name}_closed", right=explicit(formula.right))


def _dipole(diagram: Diagram, structure: str, divide_by: sp.Expr, massless: bool) -> sp.Expr:
    value = diagram.form_factors((structure,), massless=massless)[structure]
    return positive(value / (divide_by * loop_factor()))


@cache
def path_function() -> Formula:
    r"""J(M; M_H, M_A): a scalar line of two masses radiates, the internal fermion flips.

    Each ordered path of (19)–(20) is its couplings times M J; compare (21).
    """
    even, odd = RealScalar("H", mass=M_H1), RealScalar("A", mass=M_A1)
    diagram = Diagram(
        SCALAR_RADIATES, (MajoranaFermion("N", mass=M),), (even, odd), _LEFT, _LEFT, _ALONG
    )
    expression = _dipole(diagram, "sigma_L", M, massless=True)
    return _named("path", r"\mathcal{J}", (M, M_H1, M_A1), expression, -2, "arXiv:2603.25704 (21)")


@cache
def path_difference() -> Formula:
    r"""ΔJ(M; H₁, H₂, A₁, A₂), the combination (23), both splittings factored out."""
    expression = mixed_difference(path_function().right, (M_H1**2, M_H2**2), (M_A1**2, M_A2**2))
    return _named(
        "path_difference",
        r"\Delta\mathcal{J}",
        (M, M_H1, M_H2, M_A1, M_A2),
        expression,
        -2,
        "arXiv:2603.25704 (23)",
    )


@cache
def path_kernel() -> Formula:
    """ΔJ without its two splittings: the divided difference, positive for all masses."""
    whole = path_difference().right
    splittings = (M_H1**2 - M_H2**2) * (M_A1**2 - M_A2**2)
    kernel = sp.Add(*(sp.cancel(term / splittings) for term in sp.Add.make_args(whole)))
    return _named(
        "path_kernel",
        r"\mathcal{K}",
        path_difference().arguments,
        kernel,
        -6,
        "arXiv:2603.25704 (23)",
    )


@cache
def fermion_function() -> Formula:
    """K(M₁, M₂; M_Φ): the fermion line radiates through an axial vertex; compare (15)."""
    states = (MajoranaFermion("N_1", mass=M_FIRST), MajoranaFermion("N_2", mass=M_SECOND))
    diagram = Diagram(
        FERMION_RADIATES,
        states,
        (RealScalar("Phi", mass=M_PHI),),
        _LEFT,
        _LEFT,
        Chiral(left=-sp.S.One, right=sp.S.One),
    )
    expression = _dipole(diagram, "sigma_L", sp.S.One, massless=True)
    return _named(
        "fermion_radiated",
        r"\mathcal{F}",
        (M_FIRST, M_SECOND, M_PHI),
        expression,
        -1,
        "arXiv:2603.25704 (15)",
    )


def _charged_lepton(topology: str, flip: bool) -> sp.Expr:
    fermion, scalar = Fermion("F", mass=M_F), RealScalar("B", mass=M_B)
    radiates = topology == FERMION_RADIATES
    diagram = Diagram(
        topology,
        (fermion, fermion) if radiates else (fermion,),
        (scalar,) if radiates else (scalar, scalar),
        _LEFT if flip else _RIGHT,
        _LEFT,
        Chiral(sp.S.One, sp.S.One) if radiates else _ALONG,
    )
    # Without a flip inside, the external mass flips the chirality: the coefficient of m_i P_L.
    return _dipole(diagram, "sigma_L", M_F if flip else M_IN, massless=flip)


def _lepton_function(name: str, latex: str, topology: str, flip: bool, source: str) -> Formula:
    return _named(name, latex, (M_F, M_B), _charged_lepton(topology, flip), -2, source)


@cache
def lepton_fermion_flip() -> Formula:
    """Dipole of a charged lepton: F radiates, F flips the chirality."""
    return _lepton_function(
        "lepton_fermion_flip", r"f_F^{\rm flip}", FERMION_RADIATES, True, "hep-ph/0302221"
    )


@cache
def lepton_scalar_flip() -> Formula:
    """Dipole of a charged lepton: B radiates, F flips the chirality."""
    return _lepton_function(
        "lepton_scalar_flip", r"f_B^{\rm flip}", SCALAR_RADIATES, True, "hep-ph/0302221"
    )


@cache
def lepton_fermion_conserving() -> Formula:
    """Dipole of a charged lepton: F radiates, the external mass flips the chirality."""
    return _lepton_function(
        "lepton_fermion_conserving", r"f_F", FERMION_RADIATES, False, "hep-ph/0302221; paper (26)"
    )


@cache
def lepton_scalar_conserving() -> Formula:
    """Dipole of a charged lepton: B radiates, the external mass flips the chirality."""
    return _lepton_function(
        "lepton_scalar_conserving",
        r"f_B",
        SCALAR_RADIATES,
        False,
        "hep-ph/0302221; arXiv:1312.2840",
    )


@cache
def mass_function() -> Formula:
    """Difference of two bubbles, ∫dx ln(Δ_R/Δ_I): what a CP-even and a CP-odd scalar leave.

    Raises:
        ArithmeticError: the bubbles do not combine to a difference.
    """
    nu, heavy = MajoranaFermion("nu"), MajoranaFermion("N", mass=M)
    scalars = RealScalar("H", mass=M_H1), RealScalar("A", mass=M_A1)
    couplings = 1, -sp.I  # S* = (H − iA)/√2, up to what is common
    interaction = sum(
        c * bilinear(heavy, nu, chirality="L") * s for c, s in zip(couplings, scalars, strict=True)
    )
    mass = chirality_flip_mass(FeynmanRules(with_conjugate(interaction)), nu, nu)
    logarithm = sp.expand(mass / (M * loop_factor()))
    even, odd = (SimplexIntegral(0, M**2, s.mass**2) for s in scalars)
    weight = logarithm.coeff(even)
    if sp.expand(logarithm - weight * (even - odd)) != 0:
        raise ArithmeticError(f"the bubbles do not combine to a difference: {logarithm}")
    factored = (M_H1**2 - M_A1**2) * divided(even, M_H1**2, M_A1**2)
    return _named(
        "mass", r"\mathcal{B}", (M, M_H1, M_A1), factored, 0, "end of section 2 of arXiv:2603.25704"
    )


def _slope(of: Formula, name: str, symbol: str) -> Formula:
    """[f(M₁) − f(M₂)]/(M₁² − M₂²) of a loop function, the splitting of the fermions taken out."""
    assert of.dimension is not None
    at_first = of.right.subs(M, M_FIRST)
    outer = sp.Mul(*(f for f in sp.Mul.make_args(at_first) if not f.has(SimplexIntegral)))
    inner = divided(at_first / outer, M_FIRST**2, M_SECOND**2)
    arguments = (M_FIRST, M_SECOND, *of.arguments[1:])
    return _named(name, symbol, arguments, outer * inner, of.dimension - 2, of.source)


@cache
def path_difference_slope() -> Formula:
    """Divided difference of ΔJ in the squared mass of the internal fermion."""
    return _slope(path_difference(), "path_difference_slope", r"\Delta\mathcal{J}'")


@cache
def mass_slope() -> Formula:
    """Divided difference of the mass function in the squared mass of the internal fermion."""
    return _slope(mass_function(), "mass_slope", r"\mathcal{B}'")


REGISTRY: tuple[Callable[[], Formula], ...] = (
    path_function,
    path_difference,
    path_kernel,
    fermion_function,
    lepton_fermion_flip,
    lepton_scalar_flip,
    lepton_fermion_conserving,
    lepton_scalar_conserving,
    mass_function,
)
"""Every loop function of the project."""
