r"""Tree-level partial waves of the longitudinal A': where the theory without a dark Higgs ends.

With :math:`S=1+i\hat T` on two-particle states and a constant amplitude M,

.. math:: 2\,\mathrm{Im}\,M = M^*M\int d\Phi_2\quad\Rightarrow\quad
          a_0 = \tfrac12\int d\Phi_2\,\bar M = \frac{\bar M}{16\pi}\frac{2p}{\sqrt s},\qquad
          \bar M = \tfrac12\int d\cos\theta\,M ,

and :math:`\mathrm{Im}\,a_0=|a_0|^2` wants :math:`|\mathrm{Re}\,a_0|\le\tfrac12`, for the eigenvalues
of the matrix of all channels. **States**: helicity states of distinguishable particles are
normalised to one per cell of phase space; a pair of identical particles (φφ, N₁N₁, H₁H₁) is counted
once, phase space is halved and the state carries :math:`1/\sqrt2`. A Majorana fermion has two
helicities and no antiparticle; N₁N₂ and N₂N₁ are one channel.

Far above all masses A'_L is φ (`derive.models.dark.longitudinal`). Three waves are left:

* N N → φφ. The contact coupling is all there is in J = 0, for two Yukawa vertices keep the helicity
  that one contact coupling flips. It grows with √s and is the only one that does: its norm over
  flavours and helicities reaches ½ at Λ.
* N N → N N by exchange of φ in s, t and u. The four-fermion amplitude is the Pfaffian of pairings
  :math:`-w_i^TC^{-1}(YP_L+Y^*P_R)w_j`, w being u for incoming and :math:`v=C\bar u^T` for outgoing
  legs, so that no sign of an exchange has to be remembered. For one fermion it reaches ½ at
  :math:`|Y|=\sqrt{4\pi}`.
* φS → φS and φφ → SS by the contact coupling L. Exchange of H or A falls like 1/s. There is no
  H A → φφ: one CP-odd scalar and an even number of φ.

H A → H A by exchange of φ falls like 1/s as well; relative to the heavier of its masses,
:math:`\mu_{km}^2\le\tfrac12|L|\max(M_H,M_A)^2`, it is small where L is.

Only two-particle states are looked at. With more A' in the final state the limit is reached sooner
where :math:`m_{L,R}\ll m_{A'}/g_D`, and scalars have one as well: Λ is the most that the theory can
last, not the least.
"""

from __future__ import annotations

from itertools import combinations_with_replacement

import sympy as sp

from darktmm.derive.dirac_matrices import CHIRAL
from darktmm.derive.formula import Formula
from darktmm.derive.latex import tex
from darktmm.derive.laws.two_body import GAMMA, M_FIRST, M_SECOND, PROJECTOR, phase_space
from darktmm.derive.memo import cache
from darktmm.derive.models.dark import DARK_PHOTON, DarkModel
from darktmm.derive.models.dark.longitudinal import GOLDSTONE, contact_strength, flavour_yukawas
from darktmm.derive.result import Result
from darktmm.derive.vertices import Chiral

ROOT_S = sp.Symbol("sqrt_s", positive=True)
r""":math:`\sqrt s`."""

Y_LEFT, Y_RIGHT = sp.symbols("y_L y_R", positive=True)
"""|Y| of N_L and of N_R^c; their phases are phases of the states."""

LIMIT = sp.Rational(1, 2)
"""Of |Re a|."""

IDENTICAL = 1 / sp.sqrt(2)
"""State of two identical particles."""

HELICITIES = (-1, 1)

_ANGLE = sp.Symbol("vartheta", positive=True)
_CONJUGATION = CHIRAL.charge_conjugation.spelled()

Channel = tuple[int, int, int]
"""Two species of N, 0 = N_L and 1 = N_R^c, and their common helicity."""

CHANNELS: tuple[Channel, ...] = tuple(
    (a, b, h) for a, b in combinations_with_replacement((0, 1), 2) for h in HELICITIES
)
"""Pairs of N with J_z = 0 along their momentum."""


@cache
def normalisation() -> sp.Expr:
    """a₀/M̄ of massless distinguishable particles, ½∫dΦ₂."""
    return sp.simplify(phase_space().subs({M_FIRST: 0, M_SECOND: 0})) / 2


def _pair(first: int, second: int) -> sp.Expr:
    return IDENTICAL if first == second else sp.S.One


# --- massless legs ------------------------------------------------------------------------------


def spinor(helicity: int, angle: sp.Expr) -> sp.Matrix:
    r"""u of a massless fermion of energy √s/2: that along z, rotated about y by the angle."""
    c, s = sp.cos(angle / 2), sp.sin(angle / 2)
    root = sp.sqrt(ROOT_S)
    # chirality L stands above R
    return root * sp.Matrix([-s, c, 0, 0] if helicity < 0 else [0, 0, c, s])


def outgoing(wave: sp.Matrix) -> sp.Matrix:
    r""":math:`v=C\bar u^T`."""
    return _CONJUGATION * GAMMA[0].T * wave.conjugate()


def pairing(one: sp.Matrix, rule: Chiral, other: sp.Matrix) -> sp.Expr:
    r""":math:`\overline{w^c}(aP_L+bP_R)w'`, antisymmetric in the two waves."""
    vertex = rule.left * PROJECTOR["L"] + rule.right * PROJECTOR["R"]
    return -(one.T * _CONJUGATION.inv() * vertex * other)[0, 0]


# --- N N → φ φ ----------------------------------------------------------------------------------


@cache
def pair_wave(model: DarkModel) -> sp.Expr:
    """Norm of a₀(N N → φφ) over flavours and helicities: the eigenvalue of the coupled channels."""
    square = sp.S.Zero
    for coupling in flavour_yukawas(model, 2):
        rule = Chiral(-coupling, -sp.conjugate(coupling))  # M, the rule without its i
        for h in HELICITIES:
            amplitude = pairing(spinor(h, sp.S.Zero), rule, spinor(h, sp.pi))
            wave = normalisation() * amplitude * IDENTICAL * IDENTICAL
            square += sp.Abs(wave) ** 2
    return sp.sqrt(sp.factor(sp.simplify(square)))


@cache
def single_pair_wave(model: DarkModel, species: int = 0) -> sp.Expr:
    """|a₀| of one species in one helicity, the state that a spin-averaging reader has in mind."""
    coupling = flavour_yukawas(model, 2)[species]
    rule = Chiral(-coupling, -sp.conjugate(coupling))
    amplitude = pairing(spinor(-1, sp.S.Zero), rule, spinor(-1, sp.pi))
    return sp.simplify(sp.Abs(normalisation() * amplitude * IDENTICAL * IDENTICAL))


@cache
def inverse_scale(model: DarkModel) -> sp.Expr:
    """1/Λ, which vanishes with m_L and m_R."""
    return sp.simplify(pair_wave(model) / (LIMIT * ROOT_S))


# --- N N → N N ----------------------------------------------------------------------------------


@cache
def exchange_wave(final: Channel, initial: Channel) -> sp.Expr:
    """a₀(N N → N N) by exchange of φ, far above all masses."""
    species = (*initial[:2], *final[:2])
    couplings = (Y_LEFT, Y_RIGHT)
    waves = [
        *(spinor(initial[2], a) for a in (sp.S.Zero, sp.pi)),
        *(outgoing(spinor(final[2], a)) for a in (_ANGLE, _ANGLE + sp.pi)),
    ]
    squares = (1, -(sp.sin(_ANGLE / 2) ** 2), -(sp.cos(_ANGLE / 2) ** 2))  # s, t, u over s
    total = sp.S.Zero
    for sign, (i, j, k, l), q2 in zip(
        (1, -1, 1), ((0, 1, 2, 3), (0, 2, 1, 3), (0, 3, 1, 2)), squares, strict=True
    ):
        if species[i] != species[j] or species[k] != species[l]:
            continue
        # (−i)² i of two vertices and a propagator, without the i of iM
        one, other = (Chiral(couplings[species[x]], couplings[species[x]]) for x in (i, k))
        product = pairing(waves[i], one, waves[j]) * pairing(waves[k], other, waves[l])
        total -= sign * product / (q2 * ROOT_S**2)
    amplitude = sp.simplify(total)
    mean = sp.integrate(amplitude * sp.sin(_ANGLE), (_ANGLE, 0, sp.pi)) / 2
    return sp.simplify(normalisation() * mean * _pair(*initial[:2]) * _pair(*final[:2]))


@cache
def exchange_matrix() -> sp.Matrix:
    """a₀ between all `CHANNELS`."""
    n = len(CHANNELS)
    return sp.Matrix(n, n, lambda r, c: exchange_wave(CHANNELS[r], CHANNELS[c]))


@cache
def exchange_eigenvalue() -> sp.Expr:
    """The largest |eigenvalue| for one species alone, in terms of its Y."""
    alone = exchange_matrix()[:2, :2]
    return max((sp.Abs(x) for x in alone.eigenvals()), key=lambda x: sp.N(x.subs(Y_LEFT, 1)))


@cache
def largest_yukawa() -> sp.Expr:
    """|Y| at which N N → N N of one species reaches the limit."""
    (solution,) = sp.solve(exchange_eigenvalue() - LIMIT, Y_LEFT)
    return solution


# --- scalars ------------------------------------------------------------------------------------


@cache
def elastic_wave(model: DarkModel) -> sp.Expr:
    """a₀(φX → φX) per eigenvalue of M_R² − M_I²: the amplitude is L itself."""
    return normalisation() * contact_strength(model)


@cache
def annihilation_wave(model: DarkModel) -> sp.Expr:
    r"""Norm of a₀(φφ → XX) per :math:`[\mathrm{Tr}(M_R^2-M_I^2)^2]^{1/2}`.

    In a basis in which L is diagonal each pair is identical; CP-even and CP-odd pairs count alike.
    """
    return normalisation() * contact_strength(model) * IDENTICAL**2 * sp.sqrt(2)


@cache
def largest_quartic() -> sp.Expr:
    """|L| at which φX → φX reaches the limit."""
    return LIMIT / normalisation()


def result(model: DarkModel) -> Result:
    """The waves and the scale."""
    both = exchange_matrix().subs(Y_RIGHT, Y_LEFT)
    coupled = max((sp.Abs(x) for x in both.eigenvals()), key=lambda x: sp.N(x.subs(Y_LEFT, 1)))
    dark = DARK_PHOTON.latex
    return Result(
        "unitarity",
        "Partial waves of the longitudinal dark photon",
        "not in the paper",
        (
            Formula("pair-wave", rf"|a_0|(NN\to {dark}{dark})", pair_wave(model)),
            Formula("unitarity-scale", r"1/\Lambda", inverse_scale(model)),
            Formula("exchange-wave", r"|a_0|(NN\to NN)", exchange_eigenvalue()),
            Formula("exchange-wave-degenerate", r"|a_0|(NN\to NN)\big|_{y_L=y_R}", coupled),
            Formula("largest-yukawa", r"|Y|_{\max}", largest_yukawa()),
            Formula(
                "elastic-wave",
                rf"a_0({GOLDSTONE.latex} S\to {GOLDSTONE.latex} S)/(M_R^2-M_I^2)",
                elastic_wave(model),
            ),
            Formula("largest-quartic", r"|L|_{\max}", largest_quartic()),
        ),
        (
            r"Only $NN\to A'A'$ grows with energy; where its norm over flavours and helicities "
            r"reaches 1/2 is called $\Lambda$.",
            rf"The criterion $|Y|<{tex(largest_yukawa())}$ is the partial wave of $NN\to NN$.",
        ),
    )
