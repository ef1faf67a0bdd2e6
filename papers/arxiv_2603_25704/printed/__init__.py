r"""The paper's side of the ledger: arXiv:2603.25704v1, equations as printed, nothing corrected.

This is the one place in `derive` where formulas are typed. The LaTeX is the paper's;
the sympy and engine objects say the same, so that they can be compared.
"""

from __future__ import annotations

import sympy as sp

from darktmm.derive.conventions import ELECTRON_MASS, ELEMENTARY_CHARGE, bohr_magneton
from darktmm.derive.fields import GAMMA5, MU, Partial, VectorComponent, bilinear
from darktmm.derive.lagrangian import with_conjugate
from darktmm.derive.laws.scattering import ENERGY, MEDIATOR, RECOIL
from darktmm.derive.loops.functions import M_A1, M_H1, M_PHI, M
from darktmm.derive.loops.integrals import integrate_simplex
from darktmm.derive.models.dark import (
    DARK_PHOTON,
    G_D,
    M_1,
    M_2,
    M_E,
    Q_N,
    Q_S,
    THETA_I,
    THETA_R,
    DarkModel,
    E,
    N,
    coupling,
    scalar_mass,
    yukawa,
)
from darktmm.derive.models.dark.charged_dipole import M_LEPTON
from darktmm.derive.models.dark.radiative_decay import A_R_SQUARED, ALPHA, G_FERMI, PRODUCT_SQUARED
from darktmm.derive.models.dark.splitting import M_S

LATEX: dict[str, str] = {
    "eq03": r"\mathcal{L}=\mathcal{L}_{\text{SM}}+\mathcal{L}_{\text{new}}+\mathcal{L}_{\text{int}}"
    r"+\mathcal{L}_{\text{LNV}}",
    "eq04": r"\mathcal{L}_{\text{new}}=\bar{\Psi}i\not{D}\Psi-M_{N}\overline{N}N-M_{E}\overline{E}E"
    r"+\sum_{a=1,2}\left[(D_{\mu}S_{a})^{\dagger}(D^{\mu}S_{a})-M_{S_{a}}^{2}S_{a}^{\dagger}S_{a}\right]",
    "eq05": r"\mathcal{L}_{\text{int}}=-\sum_{\alpha=e,\mu}\sum_{a=1,2}y_{\alpha a}\bar{L}_{\alpha}"
    r"P_{R}\Psi S_{a}+\text{h.c.}=-\sum_{\alpha=e,\mu}\sum_{a=1,2}y_{\alpha a}"
    r"\left(\bar{\nu}_{\alpha L}N_{R}+\bar{\ell}_{\alpha L}E_{R}\right)S_{a}+\text{h.c.}",
    "eq06": r"\mathcal{L}_{\text{LNV}}=-\frac{1}{2}m\left(\overline{N_{L}^{c}}N_{L}"
    r"+\overline{N_{R}^{c}}N_{R}\right)+\text{h.c.}",
    "eq07": r"\mathcal{L}_{\text{eff}}\supset\frac{1}{2}\mu_{ij}^{D}\bar{\nu}_{i}^{c}\sigma_{\mu\nu}"
    r"\nu_{j}F^{\prime\mu\nu}+\text{h.c.}",
    "eq08": r"\mathcal{L}_{\text{mix}}\supset-\frac{1}{4}F_{\mu\nu}F^{\mu\nu}-\frac{1}{4}"
    r"F^{\prime}_{\mu\nu}F^{\prime\mu\nu}+\frac{\epsilon}{2}F_{\mu\nu}F^{\prime\mu\nu}"
    r"+\frac{1}{2}m_{A^{\prime}}^{2}A_{\mu}A^{\prime\mu}",
    "eq09": r"\mathcal{L}_{\nu NS}=-\sum_{\alpha=e,\mu}\sum_{a=1,2}y_{\alpha a}\bar{\nu}_{\alpha L}"
    r"N_{R}S_{a}+\text{h.c.}",
    "eq10": r"\mathcal{L}_{\text{mass}}^{\nu}=-\sum_{i=1}^{3}\sum_{a=1,2}\left(\lambda_{ia}\bar{\nu}_{i}"
    r"P_{R}NS_{a}+\lambda_{ia}^{*}\bar{N}P_{L}\nu_{i}S_{a}^{*}\right)",
    "eq11": r"\tilde{\lambda}_{iH_{1}}^{*}=\lambda_{i1}^{*}\cos\theta_{R}-\lambda_{i2}^{*}\sin\theta_{R},"
    r"\ \tilde{\lambda}_{iH_{2}}^{*}=\lambda_{i1}^{*}\sin\theta_{R}+\lambda_{i2}^{*}\cos\theta_{R},"
    r"\ \tilde{\lambda}_{iA_{1}}^{*}=\lambda_{i1}^{*}\cos\theta_{I}-\lambda_{i2}^{*}\sin\theta_{I},"
    r"\ \tilde{\lambda}_{iA_{2}}^{*}=\lambda_{i1}^{*}\sin\theta_{I}+\lambda_{i2}^{*}\cos\theta_{I}",
    "eq12": r"\mathcal{L}_{\text{gauge}}\supset-g_{D}Q^{D}_{N}\overline{N_{1}}\gamma^{\mu}\gamma_{5}N_{2}"
    r"A^{\prime}_{\mu}",
    "eq13": r"\mathcal{M}_{ij}^{\mu}=\bar{u}_{j}(p^{\prime})\left[\gamma^{\mu}F_{1}(q^{2})"
    r"+\frac{i\sigma^{\mu\nu}q_{\nu}}{2m_{e}}F_{2}(q^{2})+\dots\right]u_{i}(p)",
    "eq14": r"i\mathcal{M}^{\mu}_{\Phi,12}=C_{\Phi ij}\int\frac{d^{4}k}{(2\pi)^{4}}\frac{\overline{u}_{j}"
    r"P_{L}\left[(\not{p}^{\prime}-\not{k}+M_{2})\gamma^{\mu}\gamma_{5}(\not{p}-\not{k}+M_{1})\right]P_{L}u_{i}}"
    r"{[(p^{\prime}-k)^{2}-M_{2}^{2}][(p-k)^{2}-M_{1}^{2}][k^{2}-M_{\Phi}^{2}]}",
    "eq15": r"\mu_{L,12}^{(\Phi)}=\frac{C_{\Phi ij}}{16\pi^{2}}\int_{0}^{1}dx\int_{0}^{1-x}dy"
    r"\frac{M_{2}(1+x-y)-M_{1}(1-x+y)}{\Delta_{\Phi,12}(x,y)}",
    "eq16": r"\mu_{L,21}^{(\Phi)}=\frac{C_{\Phi ij}}{16\pi^{2}}\int_{0}^{1}dx\int_{0}^{1-x}dy"
    r"\frac{M_{1}(1+x-y)-M_{2}(1-x+y)}{\Delta_{\Phi,21}(x,y)}",
    "eq17": r"M_{1}(1+y-x)-M_{2}(1-y+x)=-\left[M_{2}(1+x-y)-M_{1}(1-x+y)\right]",
    "eq18a": r"\mathcal{L}_{S-A^{\prime}}=-g_{D}Q^{D}_{S}A^{\prime\mu}\sum_{a=1,2}S_{aR}"
    r"\overleftrightarrow{\partial_{\mu}}S_{aI}",
    "eq18": r"\mathcal{L}_{S-A^{\prime}}=-g_{D}Q^{D}_{S}A^{\prime\mu}\Big[\cos(\theta_{R}-\theta_{I})"
    r"\left(H_{1}\overleftrightarrow{\partial_{\mu}}A_{1}+H_{2}\overleftrightarrow{\partial_{\mu}}A_{2}\right)"
    r"+\sin(\theta_{I}-\theta_{R})\left(H_{1}\overleftrightarrow{\partial_{\mu}}A_{2}"
    r"-H_{2}\overleftrightarrow{\partial_{\mu}}A_{1}\right)\Big]",
    "eq19": r"i\mathcal{M}^{\mu}_{\Phi_{1}\Phi_{2},\alpha}=\int\frac{d^{4}k}{(2\pi)^{4}}\overline{u}_{j}"
    r"\left(\frac{\tilde{\lambda}_{j\Phi_{2}}^{*}}{2}P_{R}\right)\frac{i(\not{k}+M_{\alpha})}"
    r"{k^{2}-M_{\alpha}^{2}}\left(\frac{\tilde{\lambda}_{i\Phi_{1}}^{*}}{2}P_{L}\right)u_{i}"
    r"\frac{iV^{\mu}}{D_{\Phi_{2}}D_{\Phi_{1}}},\ V^{\mu}=-ig_{D}Q^{D}_{S}C_{\Phi_{1}\Phi_{2}}"
    r"(p+p^{\prime}-2k)^{\mu}",
    "eq20": r"\mu_{ij}^{(\Phi_{1}\Phi_{2},\alpha)}=\frac{g_{D}Q^{D}_{S}}{32\pi^{2}e}\left(m_{e}M_{\alpha}"
    r"\right)C_{\Phi_{1}\Phi_{2}}\left(\tilde{\lambda}_{j\Phi_{2}}^{*}\tilde{\lambda}_{i\Phi_{1}}^{*}\right)"
    r"\mathcal{J}(M_{\alpha},M_{\Phi_{1}},M_{\Phi_{2}})\mu_{B}",
    "eq21": r"\mathcal{J}(M_{\alpha},M_{\Phi_{1}},M_{\Phi_{2}})=\int_{0}^{1}dx\int_{0}^{1-x}dy"
    r"\frac{x+y}{xM_{\Phi_{2}}^{2}+yM_{\Phi_{1}}^{2}+(1-x-y)M_{\alpha}^{2}}",
    "eq22": r"\mu_{ij}=\frac{g_{D}Q^{D}_{S}}{64\pi^{2}}\sin(2(\theta_{I}-\theta_{R}))\cdot\text{Im}"
    r"(\lambda_{j2}^{*}\lambda_{i1}^{*}-\lambda_{i2}^{*}\lambda_{j1}^{*})\sum_{\alpha=1,2}M_{\alpha}"
    r"\Delta\mathcal{J}_{\alpha}",
    "eq23": r"\Delta\mathcal{J}_{\alpha}=\mathcal{J}(M_{\alpha},M_{H_{1}},M_{A_{1}})"
    r"+\mathcal{J}(M_{\alpha},M_{H_{2}},M_{A_{2}})-\mathcal{J}(M_{\alpha},M_{H_{1}},M_{A_{2}})"
    r"-\mathcal{J}(M_{\alpha},M_{H_{2}},M_{A_{1}})",
    "eq24": r"\mathcal{L}_{\text{int}}\supset-\sum_{a=1,2}\left(y_{ea}\bar{e}_{L}E_{R}S_{a}"
    r"+y_{\mu a}\bar{\mu}_{L}E_{R}S_{a}+\text{h.c.}\right)",
    "eq25": r"A_{R}=\frac{1}{32\pi^{2}M_{E}^{2}}\sum_{\Phi\in\{H_{k},A_{m}\}}\tilde{y}_{e\Phi}"
    r"\tilde{y}_{\mu\Phi}^{*}\tilde{F}_{2}\left(x_{\Phi}\right)",
    "eq26": r"\tilde{F}_{2}(x)=\frac{2+3x-6x^{2}+x^{3}+6x\ln x}{6(1-x)^{4}}",
    "eq27": r"\sum_{k=1,2}\tilde{y}_{eH_{k}}\tilde{y}_{\mu H_{k}}^{*}=\sum_{a=1,2}y_{ea}y_{\mu a}^{*},"
    r"\quad\sum_{m=1,2}\tilde{y}_{eA_{m}}\tilde{y}_{\mu A_{m}}^{*}=\sum_{a=1,2}y_{ea}y_{\mu a}^{*}",
    "eq28": r"A_{R}\simeq\frac{1}{48\pi^{2}M_{E}^{2}}\sum_{a=1,2}y_{ea}y_{\mu a}^{*}",
    "eq29": r"\text{BR}(\mu\to e\gamma)=\frac{24\pi^{3}\alpha_{\text{em}}}{G_{F}^{2}}|A_{R}|^{2}\simeq"
    r"\frac{\alpha_{\text{em}}}{96\pi G_{F}^{2}M_{E}^{4}}\left|\sum_{a=1,2}y_{ea}y_{\mu a}^{*}\right|^{2}",
    "eq30": r"\text{BR}(\mu\to e\gamma)<3.1\times 10^{-13}\quad(90\%\text{ C.L.})",
    "eq31": r"\sqrt{\left|\sum_{a=1,2}y_{ea}y_{\mu a}^{*}\right|}\lesssim 0.086\times"
    r"\left(\frac{M_{E}}{2~\text{TeV}}\right)",
    "eq32": r"\Delta a_{\mu}\simeq\frac{m_{\mu}^{2}}{24\pi^{2}M_{E}^{2}}\sum_{a=1,2}|y_{\mu a}|^{2}",
    "eq33": r"(\mu_{\text{eff}}^{\text{limit}})^{2}\int_{T_{\text{min}}}^{T_{\text{max}}}"
    r"\left(\frac{1}{T_{e}}-\frac{1}{E_{\nu}}\right)\mathcal{F}^{2}(T_{e},M_{A^{\prime}})\,dT_{e}"
    r"=(\mu_{\text{Borexino}}^{\text{limit}})^{2}\int_{T_{\text{min}}}^{T_{\text{max}}}"
    r"\left(\frac{1}{T_{e}}-\frac{1}{E_{\nu}}\right)dT_{e}",
    "eq34": r"\mathcal{F}(T_{e},M_{A^{\prime}})=\frac{q^{2}}{q^{2}-M_{A^{\prime}}^{2}}"
    r"=\frac{2m_{e}T_{e}}{2m_{e}T_{e}+M_{A^{\prime}}^{2}}",
    "eq35": r"\mu_{ij}\simeq\frac{g_{D}Q_{S}^{D}m_{N}}{64\pi^{2}M_{S}^{2}}\sin(2(\theta_{I}-\theta_{R}))"
    r"\cdot\text{Im}(\lambda_{j2}^{*}\lambda_{i1}^{*}-\lambda_{i2}^{*}\lambda_{j1}^{*})\cdot"
    r"\left(\frac{\delta M_{S}^{2}}{M_{S}^{2}}\right)^{2}\cdot f\left(\frac{m_{N}^{2}}{M_{S}^{2}}\right)\mu_{B}",
    "eq36": r"\mu_{\text{eff}}^{\text{max}}\sim\mathcal{O}(10^{-10})\times g_{D}\cdot\mu_{B}",
    "table1": r"L_{\alpha L}:(\mathbf{2},-\tfrac12,0),\ \Psi:(\mathbf{2},-\tfrac12,+1),\ "
    r"S_{1,2}:(\mathbf{1},0,-1);\ Q_{\rm EM}:\ 0/-1,\ 0/-1,\ 0",
}

TABLE_1: dict[str, dict[str, int]] = {
    "N": {"D": 1, "EM": 0},
    "E": {"D": 1, "EM": -1},
    "nu": {"D": 0, "EM": 0},
    "l": {"D": 0, "EM": -1},
    "S": {"D": -1, "EM": 0},
}
"""U(1)_D and U(1)_EM columns of Table 1, by component."""

EQ08_MIXING, SECTION_3_2_MIXING = +1, -1
"""Sign of (ε/2)F F' in (8) and in the sentence of Sec. 3.2."""

X, Y = sp.symbols("x y", positive=True)


def eq08_mass_matrix(mass: sp.Expr) -> sp.Matrix:
    """½ VᵀM²V with V = (A, A') for the last term of (8), ½ m² A_μ A'^μ."""
    return sp.Matrix([[0, mass**2 / 2], [mass**2 / 2, 0]])


ELECTRIC_CHARGE_E = -1
"""Sec. 2.1: the charge of the lower component of Ψ."""


def below_eq08_coupling() -> sp.Expr:
    """Coefficient of A'_μ J^μ_em in the sentence below (8)."""
    return ELEMENTARY_CHARGE * sp.Symbol("epsilon", real=True)


def eq09(model: DarkModel) -> sp.Expr:
    """(9), h.c. included."""
    total = -sum(
        yukawa(flavour, a) * bilinear(model.nu_flavour[flavour], N, chirality="R") * s
        for flavour in model.flavours
        for a, s in zip(model.indices, model.scalars, strict=True)
    )
    return sp.expand(with_conjugate(total))


def eq10(model: DarkModel) -> sp.Expr:
    """(10)."""
    return -sum(
        coupling(i, a) * bilinear(nu, N, chirality="R") * s
        + sp.conjugate(coupling(i, a)) * bilinear(N, nu, chirality="L") * sp.conjugate(s)
        for i, nu in model.nu.items()
        for a, s in zip(model.indices, model.scalars, strict=True)
    )


def eq11(kind: str, k: int, i: int = 1) -> sp.Expr:
    """λ̃*_iH_k (kind "H") or λ̃*_iA_k (kind "A") of (11)."""
    angle = THETA_R if kind == "H" else THETA_I
    first, second = (sp.conjugate(coupling(i, a)) for a in (1, 2))
    if k == 1:
        return first * sp.cos(angle) - second * sp.sin(angle)
    return first * sp.sin(angle) + second * sp.cos(angle)


def n_expansion(first: sp.Expr, second: sp.Expr) -> sp.Expr:
    """Sec. 2.2: N = (N₂ + γ5 N₁)/√2."""
    return sp.expand((second + GAMMA5 * first) / sp.sqrt(2))


def heavy_masses(majorana: sp.Expr, dirac: sp.Expr) -> tuple[sp.Expr, sp.Expr]:
    """Sec. 2.2: M₁,₂ = m ∓ m_D."""
    return majorana - dirac, majorana + dirac


EQ14_PROJECTORS = ("L", "L")
"""Projectors at the outgoing and at the incoming vertex of (14)."""

EQ19_PROJECTORS = ("R", "L")
"""Projectors at the outgoing and at the incoming vertex of (19)."""

PROJECTOR_IDENTITY = ("R", "L", "R")
"""X, Y, Z of P_X(k̸ + M)P_Y = M P_Z below (19)."""


def eq12_rule() -> sp.Expr:
    """Coefficient of γ^μγ5 in the vertex factor printed below (12)."""
    return -sp.I * G_D * Q_N


def eq15_integrand(first: sp.Expr, second: sp.Expr, x: sp.Expr = X, y: sp.Expr = Y) -> sp.Expr:
    """Numerator of (15) for N_first → N_second."""
    return second * (1 + x - y) - first * (1 - x + y)


def eq15_integral(first: sp.Expr, second: sp.Expr) -> sp.Expr:
    """The double integral of (15), x belonging to `second` and y to `first`."""
    numerator = sp.Poly(eq15_integrand(first, second), X, Y)
    monomials = [((*powers, 0), value) for powers, value in numerator.terms()]
    return integrate_simplex(1, (second**2, first**2, M_PHI**2), monomials)


def eq16_integral() -> sp.Expr:
    """The double integral of (16): (15) with the masses exchanged."""
    return eq15_integral(M_2, M_1)


def eq17() -> tuple[sp.Expr, sp.Expr]:
    """Both sides of (17)."""
    left = M_1 * (1 + Y - X) - M_2 * (1 - Y + X)
    right = -(M_2 * (1 + X - Y) - M_1 * (1 - X + Y))
    return left, right


def _two_way(first: sp.Expr, second: sp.Expr) -> sp.Expr:
    """A'^μ (first ∂_μ second − second ∂_μ first)."""
    vector = VectorComponent(DARK_PHOTON, MU)
    return vector * (first * Partial(second, MU) - second * Partial(first, MU))


def eq18a(model: DarkModel) -> sp.Expr:
    """The unnumbered Lagrangian before (18)."""
    real, imaginary = model.real_parts
    return sp.expand(-G_D * Q_S * sum(_two_way(r, i) for r, i in zip(real, imaginary, strict=True)))


def eq18(model: DarkModel) -> sp.Expr:
    """(18)."""
    (h1, h2), (a1, a2) = model.even, model.odd
    aligned = sp.cos(THETA_R - THETA_I) * (_two_way(h1, a1) + _two_way(h2, a2))
    crossed = sp.sin(THETA_I - THETA_R) * (_two_way(h1, a2) - _two_way(h2, a1))
    return sp.expand(-G_D * Q_S * (aligned + crossed))


def vertex_rule() -> sp.Expr:
    """Coefficient of (p_in + p_out)^μ in the prose rule for H₁–A₂–A' of Sec. 2.2."""
    return -G_D * Q_S * sp.sin(THETA_R - THETA_I)


def eq20_normalisation() -> sp.Expr:
    """Coefficient of M_α C λ̃*λ̃* J in (20), in GeV⁻¹ (μ_B written out)."""
    electron = sp.Symbol("m_e", positive=True)
    value = G_D * Q_S / (32 * sp.pi**2 * ELEMENTARY_CHARGE) * electron * bohr_magneton()
    return sp.simplify(value)


def eq21() -> sp.Expr:
    """(21): weight x + y, x with M_Φ2 (here M_A), y with M_Φ1 (here M_H)."""
    nodes = (M_A1**2, M_H1**2, M**2)
    return integrate_simplex(1, nodes, [((1, 0, 0), sp.S.One), ((0, 1, 0), sp.S.One)])


def tensor(i: int, j: int) -> sp.Expr:
    """λ*_j2 λ*_i1 − λ*_i2 λ*_j1."""
    return sp.conjugate(coupling(j, 2) * coupling(i, 1)) - sp.conjugate(
        coupling(i, 2) * coupling(j, 1)
    )


def eq22_prefactor(i: int = 1, j: int = 2) -> sp.Expr:
    """(22) before the loop sum, with the tensor itself in place of its imaginary part."""
    return G_D * Q_S / (64 * sp.pi**2) * sp.sin(2 * (THETA_I - THETA_R)) * tensor(i, j)


def eq22_projection(value: sp.Expr) -> sp.Expr:
    """What (22) takes of the flavour tensor: its imaginary part."""
    return sp.im(value)


EQ23_PATTERN: dict[tuple[int, int], int] = {(1, 1): 1, (2, 2): 1, (1, 2): -1, (2, 1): -1}
"""Sign of J(M_α, M_Hk, M_Am) in (23)."""


# --- Sec. 3.1 -----------------------------------------------------------------------------------


def eq24(model: DarkModel) -> sp.Expr:
    """(24)."""
    total = -sum(
        yukawa(flavour, a) * bilinear(model.charged_leptons[flavour], E, chirality="R") * s
        for a, s in zip(model.indices, model.scalars, strict=True)
        for flavour in ("e", "mu")
    )
    return sp.expand(with_conjugate(total))


def tilde_y(flavour: str, kind: str, k: int) -> sp.Expr:
    """ỹ_αH_k (kind "H") or ỹ_αA_k (kind "A"): the projection of (11)."""
    angle = THETA_R if kind == "H" else THETA_I
    first, second = (yukawa(flavour, a) for a in (1, 2))
    if k == 1:
        return first * sp.cos(angle) - second * sp.sin(angle)
    return first * sp.sin(angle) + second * sp.cos(angle)


def eq25_prefactor() -> sp.Expr:
    """(25) before the sum over Φ."""
    return 1 / (32 * sp.pi**2 * M_E**2)


def eq26(x: sp.Expr) -> sp.Expr:
    """(26)."""
    return (2 + 3 * x - 6 * x**2 + x**3 + 6 * x * sp.log(x)) / (6 * (1 - x) ** 4)


EQ26_AT_ZERO = sp.Rational(1, 3)
"""F̃₂(0) in the text below (26)."""


def eq25() -> sp.Expr:
    """(25) with (26)."""
    terms = (
        tilde_y("e", kind, k)
        * sp.conjugate(tilde_y("mu", kind, k))
        * eq26((scalar_mass(kind, k) / M_E) ** 2)
        for kind in "HA"
        for k in (1, 2)
    )
    return eq25_prefactor() * sp.Add(*terms)


def product(first: str, second: str) -> sp.Expr:
    """Σ_a y_αa y*_βa."""
    return sp.Add(*(yukawa(first, a) * sp.conjugate(yukawa(second, a)) for a in (1, 2)))


def eq28() -> sp.Expr:
    """(28)."""
    return product("e", "mu") / (48 * sp.pi**2 * M_E**2)


def radiative_width() -> sp.Expr:
    """Γ(μ → eγ) in the text above (29)."""
    return ALPHA * M_LEPTON**5 / 8 * A_R_SQUARED


def muon_width() -> sp.Expr:
    """Γ_total in the text above (29)."""
    return G_FERMI**2 * M_LEPTON**5 / (192 * sp.pi**3)


def eq29() -> tuple[sp.Expr, sp.Expr]:
    """(29): through |A_R|², and through the Yukawas."""
    first = 24 * sp.pi**3 * ALPHA / G_FERMI**2 * A_R_SQUARED
    return first, ALPHA / (96 * sp.pi * G_FERMI**2 * M_E**4) * PRODUCT_SQUARED


def eq32() -> sp.Expr:
    """(32)."""
    return M_LEPTON**2 / (24 * sp.pi**2 * M_E**2) * product("mu", "mu")


# --- Secs. 3.2 and 3.3 --------------------------------------------------------------------------


def momentum_transfer() -> sp.Expr:
    """q² in the text above (34)."""
    return -2 * ELECTRON_MASS * RECOIL


def eq34() -> sp.Expr:
    """(34), last form."""
    product = 2 * ELECTRON_MASS * RECOIL
    return product / (product + MEDIATOR**2)


def eq33_integrand() -> tuple[sp.Expr, sp.Expr]:
    """Integrands on the left and on the right of (33)."""
    spectrum = 1 / RECOIL - 1 / ENERGY
    return spectrum * eq34() ** 2, spectrum


M_N = sp.Symbol("m_N", positive=True)
SPLITTING = sp.Symbol(r"\delta M_S^2", positive=True)
F_OF_35 = sp.Symbol("f", positive=True)
"""The function of (35), which has no definition in the paper."""


def eq35_prefactor() -> sp.Expr:
    """(35) with the tensor itself in place of its imaginary part, before μ_B."""
    angles = sp.sin(2 * (THETA_I - THETA_R))
    return G_D * Q_S * M_N / (64 * sp.pi**2 * M_S**2) * angles * (SPLITTING / M_S**2) ** 2 * F_OF_35


def eq35_unit() -> sp.Expr:
    """What (35) is multiplied by at its end."""
    return bohr_magneton()
