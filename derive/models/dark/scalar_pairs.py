r"""Two dark scalars from a pair of leptons, by exchange of E: ℓ_β → ℓ_α Φ₁Φ₂ and e⁺e⁻ → Φ₁Φ₂.

.. code-block:: text

   ℓ_β (p) ──●── E(q₁) ──●── ℓ_α (p')        ℓ_β (p) ──●── E(q₂) ──●── ℓ_α (p')
             │           │              +              │           │
             Φ₂          Φ₁                            Φ₁          Φ₂

Φ₁ and Φ₂ are any two of H_k and A_m. With :math:`\mathcal L=-c_{\alpha\Phi}\,\bar\ell_\alpha P_RE\,\Phi
+\text{h.c.}` the vertices are :math:`-ic_{\alpha\Phi}P_R` and :math:`-ic^*_{\beta\Phi}P_L`, and of the
propagator :math:`i(\not q+M_E)/(q^2-M_E^2)` the mass drops out between them:

.. math:: \mathcal M = \bar u(p')\Big[a\,\frac{\not q_1}{M_E^2-q_1^2}+b\,\frac{\not q_2}{M_E^2-q_2^2}
          \Big]P_Lu(p),\qquad a=c_{\alpha1}c^*_{\beta2},\quad b=c_{\alpha2}c^*_{\beta1} .

Nothing makes this vanish for orthogonal Yukawa vectors: each pair (Φ₁, Φ₂) is a final state of its own.

**Decays** are given for :math:`m_\beta\ll M_E`, to relative order m_β²/M_E², exact in all other masses.
There :math:`q_1+q_2=p+p'` and :math:`q_1-q_2=k_1-k_2`,

.. math:: M_E^2\mathcal M = \bar u(p')\Big[\tfrac{a+b}2(\not p+\not p')+\tfrac{a-b}2(\not k_1-\not k_2)
          \Big]P_Lu(p),

an S wave of the scalars that brings the mass of a lepton, and a P wave; they interfere with
:math:`m_1^2-m_2^2` only. Without light masses the S wave gives twice the rate of a P wave of the same
strength: the mass of a lepton is all the energy there is.

**Pairs from e⁺e⁻** are given for the exact propagator and a massless electron. Then b = a*, and
:math:`\bar v\not q_2u=-\bar v\not q_1u`: the imaginary part of a makes P waves, the real one D waves and
higher ones, and both do not interfere. Two identical scalars have a real a; for H A it is imaginary where
the Yukawa couplings have a common phase.

For two identical scalars a = b, and the rate has another ½, which is left to who sums over pairs.
"""

from __future__ import annotations

import sympy as sp

from darktmm.derive.conventions import METRIC
from darktmm.derive.errors import DerivationError
from darktmm.derive.formula import Formula
from darktmm.derive.laws import two_body
from darktmm.derive.laws.two_body import (
    GAMMA,
    M_FIRST,
    M_SECOND,
    M_V,
    PROJECTOR,
    UNIT,
    Momentum,
    fermion_tensor,
    slash,
    vector_vertex,
)
from darktmm.derive.memo import cache
from darktmm.derive.models.dark import FLAVOURS, M_E, E, dark_model, yukawa
from darktmm.derive.models.dark.z_aprime_mixing import standard_couplings
from darktmm.derive.result import Result
from darktmm.derive.symbols import (
    G_FERMI,
    M_Z,
    NEUTRAL,
    THETA_W,
    G,
)

M_PARENT, M_DAUGHTER = sp.symbols("m_beta m_alpha", positive=True)
M_ONE, M_TWO = sp.symbols("m_1 m_2", nonnegative=True)
"""Masses of Φ₁ and Φ₂."""

S = sp.Symbol("s", positive=True)
"""Squared mass of the pair."""

WIDTH_Z = sp.Symbol("Gamma_Z", positive=True)
REAL, IMAGINARY = sp.symbols("a_R a_I", real=True)
"""Real and imaginary part of a = c_{e1} c*_{e2}."""

MIDDLE, HALF_RANGE = sp.symbols("D B", positive=True)
"""D and B in M_E² − q² = D ± B cos θ."""

RATIO = sp.Symbol("r", positive=True)
"""B/D < 1."""

COSINE = sp.Symbol("c", real=True)
MOMENTUM = sp.Symbol("k", positive=True)
_K = MOMENTUM
_SINE, _P, _E_PRIME, _W = sp.symbols("s_theta P E' w", positive=True)
_E_1, _E_2 = sp.symbols("E_1 E_2", positive=True)

SYMMETRIC, ANTISYMMETRIC = "+", "-"
"""Of a + b and a − b."""


# --- vertices -------------------------------------------------------------------------------------


@cache
def vertex_factors() -> tuple[sp.Expr, sp.Expr]:
    r"""c/ỹ of :math:`-c\,\bar\ell P_RE\,\Phi` for H and A, where ỹ is y O_R or y O_I.

    Raises:
        DerivationError: the vertex has another chirality, or that of Φ ℓ → E is not the conjugate.
    """
    model = dark_model(generations=1, neutrinos=2)
    lepton, y = model.charged_leptons[FLAVOURS[0]], yukawa(FLAVOURS[0], 1)
    factors = []
    for scalar in (model.even[0], model.odd[0]):
        out, into = model.rules.yukawa(lepton, E, scalar), model.rules.yukawa(E, lepton, scalar)
        c = out.right / -sp.I
        if out.left != 0 or into.right != 0 or sp.simplify(into.left + sp.I * sp.conjugate(c)):
            raise DerivationError(f"vertex of {scalar}: {out} and {into}")
        factors.append(sp.simplify(c / y))
    return factors[0], factors[1]


def string(q: Momentum) -> sp.Matrix:
    """Γ of 𝓜 = c c'* ū Γ u/(M_E² − q²): what stands between the external spinors."""
    out, into = -sp.I * PROJECTOR["R"], -sp.I * PROJECTOR["L"]
    propagator = -sp.I * (slash(q) + M_E * UNIT)  # of i/(q² − M_E²)
    return (out * propagator * into / sp.I).applyfunc(sp.expand)


def _trace(one: sp.Matrix, other: sp.Matrix, out: sp.Matrix, into: sp.Matrix) -> sp.Expr:
    r"""Tr[Σ' Γ Σ Γ̄]."""
    return sp.expand((out * one * into * GAMMA[0] * other.H * GAMMA[0]).trace())


# --- decays: kinematics -----------------------------------------------------------------------------


def _sum(*momenta: tuple[int, Momentum]) -> Momentum:
    return tuple(sum(s * p[i] for s, p in momenta) for i in range(4))


def _decay_momenta() -> tuple[Momentum, Momentum, Momentum, Momentum]:
    """p, p', k₁, k₂ in the rest frame of the pair, of energy w = √s."""
    p_out: Momentum = (_E_PRIME, 0, 0, _P)
    along = (_K * _SINE, 0, _K * COSINE)
    return (_W + _E_PRIME, 0, 0, _P), p_out, (_E_1, *along), (_E_2, *(-x for x in along))


def _pair_energies() -> tuple[sp.Expr, sp.Expr]:
    masses = {M_V: _W, M_FIRST: M_ONE, M_SECOND: M_TWO}
    first, second = two_body.energies()
    return first.subs(masses), second.subs(masses)


@cache
def pair_momentum() -> sp.Expr:
    """|k| of Φ₁ in the rest frame of the pair."""
    masses = {M_V: sp.sqrt(S), M_FIRST: M_ONE, M_SECOND: M_TWO}
    return two_body.momentum().subs(masses, simultaneous=True)


def _averaged(expression: sp.Expr) -> sp.Expr:
    """Mean over cos θ, in terms of masses and s; no cancellation where |k| is small.

    Raises:
        DerivationError: it depends on the frame.
    """
    polynomial = sp.expand(sp.expand(expression).subs(_SINE**2, 1 - COSINE**2))
    mean = sp.expand(sp.integrate(polynomial, (COSINE, -1, 1)) / 2)
    first, second = _pair_energies()
    energy = (M_PARENT**2 - M_DAUGHTER**2 - _W**2) / (2 * _W)
    shell = {_E_1: first, _E_2: second, _E_PRIME: energy}
    total: dict[int, sp.Expr] = {}
    for (n_k, n_p), coefficient in sp.Poly(mean, _K, _P).terms():
        if n_k % 2 or n_p % 2 or _SINE in coefficient.free_symbols:
            raise DerivationError(f"{mean}: depends on the frame")
        momentum = (_E_PRIME**2 - M_DAUGHTER**2) ** (n_p // 2)
        total[n_k] = total.get(n_k, sp.S.Zero) + (coefficient * momentum).subs(shell)
    return sum(
        (
            sp.factor(sp.factor(x).subs(_W, sp.sqrt(S))) * pair_momentum() ** n
            for n, x in total.items()
        ),
        sp.S.Zero,
    )


def _phase_space(total: sp.Expr, first: sp.Expr, second: sp.Expr) -> sp.Expr:
    masses = {M_V: total, M_FIRST: first, M_SECOND: second}
    return two_body.phase_space().subs(masses, simultaneous=True)


@cache
def phase_space_density() -> sp.Expr:
    r"""dΓ/ds of a unit squared amplitude, averaged over the direction of the pair's decay.

    .. math:: \frac1{2m_\beta}\,\frac{ds}{2\pi}\,\Phi_2(m_\beta;\sqrt s,m_\alpha)\,
              \Phi_2(\sqrt s;m_1,m_2)
    """
    outer = _phase_space(M_PARENT, sp.sqrt(S), M_DAUGHTER)
    inner = _phase_space(sp.sqrt(S), M_ONE, M_TWO)
    return outer * inner / (2 * M_PARENT * 2 * sp.pi)


# --- decays: amplitudes ------------------------------------------------------------------------------


def _waves() -> dict[str, sp.Matrix]:
    """M_E² times Γ of (a + b)/2 and of (a − b)/2, for q² ≪ M_E²."""
    p, _, k_1, k_2 = _decay_momenta()
    first, second = string(_sum((1, p), (-1, k_2))), string(_sum((1, p), (-1, k_1)))
    return {SYMMETRIC: first + second, ANTISYMMETRIC: first - second}


@cache
def decay_square(one: str, other: str) -> sp.Expr:
    """X of ½Σ|𝓜|² = Σ X_AB z_A z_B*/M_E⁴ with z_± = (a ± b)/2, averaged over cos θ.

    Args:
        one, other: "+" or "-".
    """
    p, p_out, _, _ = _decay_momenta()
    waves = _waves()
    spins = slash(p_out) + M_DAUGHTER * UNIT, slash(p) + M_PARENT * UNIT
    return _averaged(sp.Rational(1, 2) * _trace(waves[one], waves[other], *spins))


@cache
def standard_square() -> sp.Expr:
    r"""The same of :math:`\ell_\beta\to\ell_\alpha\nu_\beta\bar\nu_\alpha`, G_F² included.

    Φ₁ and Φ₂ are the neutrinos here; their masses are not in it.
    :math:`\mathcal M=2\sqrt2G_F\,\bar u_\nu\gamma^\mu P_Lu\;\bar u'\gamma_\mu P_Lv_\nu`.
    """
    massless = {_K: _W / 2, _E_1: _W / 2, _E_2: _W / 2}
    p, p_out, k_1, k_2 = (tuple(sp.sympify(x).subs(massless) for x in v) for v in _decay_momenta())
    left = vector_vertex(PROJECTOR["L"])
    upper = fermion_tensor(left, left, slash(k_1), slash(p) + M_PARENT * UNIT)
    lower = fermion_tensor(left, left, slash(p_out) + M_DAUGHTER * UNIT, slash(k_2))
    total = sum(
        METRIC[m] * METRIC[n] * upper[m, n] * lower[m, n] for m in range(4) for n in range(4)
    )
    square = sp.Rational(1, 2) * (2 * sp.sqrt(2) * G_FERMI) ** 2 * total
    return sp.factor(_averaged(square))


def _massless(square: sp.Expr) -> sp.Expr:
    """The width for massless daughters."""
    massless = {M_DAUGHTER: 0, M_ONE: 0, M_TWO: 0}
    above = sp.Symbol("z", positive=True)  # √s = m_β/(1 + z): below the end point
    root = M_PARENT / (1 + above)
    density = (phase_space_density() * square).subs(massless).subs(S, root**2)
    integrand = sp.cancel(sp.simplify(density * -sp.diff(root**2, above)))
    share = sp.Symbol("x", positive=True)  # 1/(1 + z), a polynomial then
    polynomial = sp.cancel((integrand / share**2).subs(above, 1 / share - 1))
    return sp.factor(sp.integrate(sp.expand(polynomial), (share, 0, 1)))


@cache
def massless_width(wave: str) -> sp.Expr:
    """Γ M_E⁴/|z_±|² for massless scalars and a massless daughter."""
    return _massless(decay_square(wave, wave))


@cache
def massless_standard_width() -> sp.Expr:
    """Γ of the leptonic decay for a massless daughter: G_F²m⁵/192π³."""
    return _massless(standard_square())


# --- pairs from e⁺e⁻ ----------------------------------------------------------------------------


def _collision() -> tuple[Momentum, Momentum, Momentum, Momentum]:
    """Electron, positron, k₁, k₂ in the centre of mass; energies of the beams w/2."""
    along = (_K * _SINE, 0, _K * COSINE)
    return (
        (_W / 2, 0, 0, _W / 2),
        (_W / 2, 0, 0, -_W / 2),
        (_E_1, *along),
        (_E_2, *(-x for x in along)),
    )


@cache
def angular_distribution() -> sp.Expr:
    """¼Σ|𝓜|² of e⁺e⁻ → Φ₁Φ₂ in a_R, a_I, c = cos θ, D, B and k, s: no interference.

    Raises:
        DerivationError: the amplitude is not antisymmetric under exchange of a/D₁ and a*/D₂.
    """
    electron, positron, k_1, k_2 = _collision()
    transfers = [_sum((1, electron), (-1, k)) for k in (k_2, k_1)]
    spins = slash(positron), slash(electron)
    strings = [string(q) for q in transfers]

    def square(i: int, j: int) -> sp.Expr:
        found = sp.Rational(1, 4) * _trace(strings[i], strings[j], *spins)
        first, second = _pair_energies()
        known = sp.expand(found.subs({_E_1: first, _E_2: second}))
        known = sp.expand(known.subs(_SINE**2, 1 - COSINE**2))
        return sp.factor(sp.expand(known))

    shape = square(0, 0)
    if any(sp.simplify(x) for x in (square(1, 1) - shape, square(0, 1) + shape)):
        raise DerivationError(f"e+ e- -> scalars: {square(0, 1)} beside {shape}")
    a = REAL + sp.I * IMAGINARY
    first, second = (_denominator(q) for q in transfers)
    slopes = [sp.simplify(sp.diff(x, COSINE) / (_W * _K)) for x in (first, second)]
    amplitude = a / (MIDDLE + slopes[0] * HALF_RANGE * COSINE)
    amplitude -= sp.conjugate(a) / (MIDDLE + slopes[1] * HALF_RANGE * COSINE)
    # numerator and denominator apart: the latter is real
    numerator, denominator = sp.fraction(sp.together(amplitude))
    parts = sp.expand(numerator).as_real_imag()
    square_of_sum = sum(sp.expand(x) ** 2 for x in parts) / denominator**2
    return sp.factor(shape.subs(_W, sp.sqrt(S))) * sp.factor(square_of_sum)


def _denominator(q: Momentum) -> sp.Expr:
    """M_E² − q², linear in cos θ."""
    square = sum((s * x**2 for s, x in zip(METRIC, q, strict=True)), sp.S.Zero)
    return sp.expand(sp.expand(M_E**2 - square).subs(_SINE**2, 1 - COSINE**2))


@cache
def denominators() -> tuple[sp.Expr, sp.Expr]:
    """D and B in terms of s and the masses."""
    electron, _, k_1, _ = _collision()
    energy = _pair_energies()[0]
    found = sp.Poly(_denominator(_sum((1, electron), (-1, k_1))), COSINE, _K)
    middle = found.coeff_monomial(1) + found.coeff_monomial(_K**2) * (_E_1**2 - M_ONE**2)
    slope = sp.Abs(found.coeff_monomial(COSINE * _K)).subs(_W, sp.sqrt(S))
    middle = sp.expand(sp.expand(middle).subs(_E_1, energy)).subs(_W, sp.sqrt(S))
    return sp.simplify(middle), slope * pair_momentum()


@cache
def partial_waves() -> tuple[sp.Expr, sp.Expr]:
    """σ per a_I² J_P and per a_R² J_D, J the `angular_integrals`, in k, s, D and r.

    σ is the sum of both; the flux factor is 2s, and the direction is averaged over.

    Raises:
        DerivationError: a coefficient depends on the angle.
    """
    phase_space = two_body.phase_space() / two_body.momentum() * _K
    flat = sp.simplify(phase_space).subs(M_V, sp.sqrt(S)) / (2 * S)
    square = angular_distribution().subs(HALF_RANGE, RATIO * MIDDLE)
    found = []
    for part, other, shape in zip(
        (IMAGINARY, REAL), (REAL, IMAGINARY), angular_shapes(), strict=True
    ):
        coefficient = sp.cancel(square.subs({other: 0, part: 1}) / shape)
        if COSINE in coefficient.free_symbols:
            raise DerivationError(f"{coefficient}: depends on the angle")
        found.append(sp.factor(flat * coefficient / 2))  # ½ of the mean over c
    return found[0], found[1]


def angular_shapes() -> tuple[sp.Expr, sp.Expr]:
    """(1 − c²)/(1 − r²c²)² of the P wave, and c² times that."""
    shape = (1 - COSINE**2) / (1 - RATIO**2 * COSINE**2) ** 2
    return shape, shape * COSINE**2


HALF_LOGARITHM = sp.Symbol("L", positive=True)
"""L = artanh r = ½ ln[(D + B)/(D − B)]."""


@cache
def angular_integrals() -> tuple[sp.Expr, sp.Expr]:
    """∫dc of `angular_shapes` from −1 to 1, in r and L.

    Partial fractions in c have (1 ∓ rc)⁻¹, whose integral is 2L/r, (1 ∓ rc)⁻², with 2/(1 − r²), and 1.

    Raises:
        DerivationError: a fraction that is not among the elementary integrals.
    """
    found = []
    for shape in angular_shapes():
        total = sp.S.Zero
        for term in sp.Add.make_args(sp.apart(shape, COSINE)):
            numerator, denominator = sp.fraction(sp.together(term))
            minus, plus = 1 - RATIO * COSINE, 1 + RATIO * COSINE
            for base, value in (
                (sp.S.One, sp.Integer(2)),
                *((x, 2 * HALF_LOGARITHM / RATIO) for x in (minus, plus)),
                *((x**2, 2 / (1 - RATIO**2)) for x in (minus, plus)),
            ):
                coefficient = sp.cancel(numerator * base / denominator)
                if COSINE not in coefficient.free_symbols:
                    total += coefficient * value
                    break
            else:
                raise DerivationError(f"{term}: not among the elementary integrals")
        found.append(sp.collect(sp.factor(sp.simplify(total)), HALF_LOGARITHM))
    return found[0], found[1]


@cache
def angular_series(terms: int) -> tuple[tuple[sp.Expr, ...], tuple[sp.Expr, ...]]:
    """Coefficients of the same integrals in powers of r², for small r."""
    small = sp.Symbol("x")
    # 1/(1 − x)² = d/dx of the geometric series
    geometric = sp.diff(sum((small**n for n in range(terms + 1)), sp.S.Zero), small)
    table = []
    for shape in angular_shapes():
        weight = sp.cancel(shape * (1 - RATIO**2 * COSINE**2) ** 2)
        table.append(
            tuple(
                sp.integrate(
                    sp.expand(weight * geometric.coeff(small, n) * COSINE ** (2 * n)),
                    (COSINE, -1, 1),
                )
                for n in range(terms)
            )
        )
    return table[0], table[1]


@cache
def neutrino_cross_section() -> sp.Expr:
    """σ(e⁺e⁻ → ν ν̄) through the Z, one neutrino, in s, M_Z, Γ_Z, g/2c_W and θ_W.

    Raises:
        DerivationError: the neutrino has a right-handed coupling.
    """
    electron, positron, k_1, k_2 = _collision()
    table = standard_couplings()
    massless = {_K: _W / 2, _E_1: _W / 2, _E_2: _W / 2}
    total = sp.S.Zero
    neutrino = table["nu"][0]
    if neutrino.right != 0:
        raise DerivationError(f"neutrino: right-handed coupling {neutrino.right}")
    for chirality, coupling in (("L", table["e"][0].left), ("R", table["e"][0].right)):
        vertex, left = vector_vertex(PROJECTOR[chirality]), vector_vertex(PROJECTOR["L"])
        lower = fermion_tensor(vertex, vertex, slash(positron), slash(electron))
        upper = fermion_tensor(left, left, slash(k_1), slash(k_2))
        contracted = sum(
            METRIC[m] * METRIC[n] * upper[m, n] * lower[m, n] for m in range(4) for n in range(4)
        )
        total += sp.expand(contracted) * (coupling * neutrino.left) ** 2
    angular = sp.expand(sp.expand(total.subs(massless)).subs(_SINE**2, 1 - COSINE**2))
    mean = sp.integrate(angular, (COSINE, -1, 1)) / 2 / 4
    propagator = 1 / ((S - M_Z**2) ** 2 + (M_Z * WIDTH_Z) ** 2)
    flat = _phase_space(sp.sqrt(S), sp.S.Zero, sp.S.Zero) / (2 * S)
    value = mean.subs(_W, sp.sqrt(S)).subs(G, 2 * sp.cos(THETA_W) * NEUTRAL)
    return sp.factor(sp.simplify(value)) * sp.simplify(flat) * propagator


def result(model: object) -> Result:
    """Widths without light masses, and the cross sections."""
    del model
    p_wave, d_wave = partial_waves()
    integrals = angular_integrals()
    return Result(
        "scalar-pairs",
        "Two dark scalars from a pair of leptons",
        "(5); not in the paper",
        (
            Formula("symmetric-width", r"M_E^4\Gamma_+/|z_+|^2", massless_width(SYMMETRIC)),
            Formula("antisymmetric-width", r"M_E^4\Gamma_-/|z_-|^2", massless_width(ANTISYMMETRIC)),
            Formula("p-wave", r"\sigma(e^+e^-\to\Phi_1\Phi_2)/a_I^2", p_wave * integrals[0]),
            Formula("d-wave", r"\sigma(e^+e^-\to\Phi_1\Phi_2)/a_R^2", d_wave * integrals[1]),
        ),
        (
            "Orthogonal Yukawa vectors do not suppress these rates.",
            "They need nothing but scalars that are light: no $U(1)_D$ breaking, no loop.",
        ),
    )
