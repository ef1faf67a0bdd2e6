r"""What the symbols of the results mean, in LaTeX: one entry a symbol, and more where a result has its own use."""

from __future__ import annotations

import re

import sympy as sp

_MIXING = r"$S_{aR}=\sum_k(O_R)_{ak}H_k$, $S_{aI}=\sum_m(O_I)_{am}A_m$"

_EVERYWHERE = {
    r"g_D": "the gauge coupling of $U(1)_D$",
    r"g'?": "the coupling of $SU(2)_L$",
    r"g_[LR]": "the coupling of the electron to the neutral current, for either chirality",
    r"Q_[NS]": r"the dark charge of $N$ or of the scalars",
    r"e": "the elementary charge",
    r"alpha": "the fine-structure constant",
    r"G_F": "Fermi's constant",
    r"epsilon": "the kinetic mixing",
    r"theta": r"the angle of the heavy neutral fermions, $\pi/4$ for $m_L=m_R$",
    r"theta_[RI]": "the mixing angle of the CP-even (R) or CP-odd (I) scalars",
    r"theta_W": "the weak mixing angle",
    r"s_W\^2": r"$\sin^2\theta_W$",
    r"lambda_(\d\d|ia)": r"$\lambda_{ia}=\sum_\alpha y_{\alpha a}U_{\alpha i}^*$, "
    "the Yukawa coupling of the mass eigenstate $i$ to the scalar generation $a$",
    r"y_(e|mu|tau)_\d": "the Yukawa coupling of a flavour to a scalar generation",
    r"U_(e|mu|tau)_\d": "an element of the mixing matrix of the neutrinos",
    r"m": "the Majorana mass $m_L=m_R$",
    r"m_D": "the Dirac mass of $N$",
    r"m_[LR]": "a Majorana mass of $N$",
    r"M_[12]": "a signed mass of the heavy neutral fermions",
    r"M_alpha": r"the signed mass of $N_\alpha$",
    r"M": "the mass of the internal fermion",
    r"M_E": "the mass of the charged partner",
    r"M_[HA]\d": r"the mass of a CP-even ($H$) or CP-odd ($A$) scalar",
    r"M_\{[HA]_.\}": r"the mass of a CP-even ($H$) or CP-odd ($A$) scalar",
    r"M_Phi": "the mass of a scalar",
    r"M_[WZ]": "the mass of a weak boson",
    r"m_A'": "the mass of the dark photon",
    r"m_h": "the mass of the radial scalar",
    r"m_(e|mu|ell)": "the mass of a charged lepton",
    r"T_ji": r"the coefficient of $i\sigma^{\mu\nu}q_\nu P_L$ in $\nu_i+A'\to\nu_j$",
    r"f\^[ME]_ji": "the magnetic (M) or electric (E) form factor",
    r"f_(ji|ii)": r"the coefficient of $\gamma^\mu P_L$ in $\nu_i+A'\to\nu_j$",
    r"tau": "the squared Euclidean loop momentum",
    r"q\^2": "the squared momentum transfer",
    r"Lambda": "the scale at which $T$ has no contribution of tree level",
    r"\\Delta_\{\\bar\\epsilon\}": r"the pole $1/\epsilon-\gamma_E+\ln4\pi$",
    r"gamma_5|P_[LR]|\\?gamma.*": r"a Dirac matrix, $P_{L,R}=(1\mp\gamma_5)/2$",
    r"k_[HA]__mu": "the incoming momentum of a scalar",
    r"[HA]_\d": r"a CP-even ($H$) or CP-odd ($A$) mass eigenstate",
    r"N_\d": "a heavy Majorana mass eigenstate",
    r"v": "the vacuum value of the Higgs field",
    r"v_D": "the vacuum value of the field that breaks $U(1)_D$",
    r"\|.*\|(\^2)?": "a modulus",
    r"\\tilde.*lambda.*": r"a coupling to a mass eigenstate, $\tilde\lambda_{iH_k}=\sum_a\lambda_{ia}(O_R)_{ak}$ "
    r"and the like for $A_m$ with $O_I$",
    r"\|?\\tilde y.*": r"a coupling to a mass eigenstate, $\tilde y_{\alpha H_k}=\sum_ay_{\alpha a}(O_R)_{ak}$",
    r"[RI]_(\d\d|ak|am)": _MIXING,
    r"C_(km|\{km\})": rf"$(O_R^TO_I)_{{km}}$, with {_MIXING}",
    r"\\Delta\\mathcal\{J\}_\d": r"$\Delta\mathcal{J}$ at $M=M_\alpha$",
    r"\\mathcal\{F\}.*": r"$\mathcal{F}$ of this section",
    r"\\mathcal\{J\}.*": r"$\mathcal{J}$ of this section",
    r"f_F\(.*": "the loop function of a fermion that radiates, the external mass flipping the chirality",
    r"\\left\|.*": "the squared modulus of the product of the Yukawa vectors",
    r"\\?delta_[HA]": "the half difference of the squared masses of a pair of scalars",
    r"delta_Z": r"the mixing angle of $A'$ with the $Z$, from $\Pi_{ZA'}$",
    r"[fh]\(t\)": "a function given below",
    r"t": r"$M^2/M_S^2$, or $m_D^2/M_S^2$ for a quasi-Dirac pair",
    r"sqrt_s": "the energy in the centre of mass",
    r"y_[LR]": "the Yukawa coupling of the Goldstone boson to either chirality",
    r"E_nu": "the energy of the neutrino",
    r"T_(e|min|max)": "the kinetic energy of the recoiling electron, and the window in which it is counted",
    r"kappa": "the coupling of the mediator to the electron, in units of $e$",
    r"mu": "the moment in Bohr magnetons",
    r"m_[ij]": "the mass of the lepton before ($i$) or after ($j$) the decay",
    r"s": "the squared energy in the centre of mass",
}

_HERE = {
    ("feynman-rules", "C_km"): "$C_{km}$",
    ("dipole-scattering", "M"): "the mass of the mediator",
    ("dipole-scattering", "w"): "$M^2/2m_e$",
    ("current-scattering", "M"): "the mass of the mediator",
    ("meson-emission", "M"): "the mass of the meson",
    ("meson-emission", "m_gamma"): "the mass of the internal lepton",
    ("meson-emission", "s_nu"): "the squared mass of neutrino and $A'$",
    ("meson-emission", "s_ell"): "the squared mass of lepton and $A'$",
    ("small-splittings", "M_S"): "the mean mass of the scalars",
    ("partner-decays", "M_S"): "the mass of the scalar",
    ("partner-decays", "y"): r"$|\tilde y_{\alpha k}|$",
    ("charged-vector", "x"): "$M_A^2/M_H^2$",
    ("mu-e-gamma", "x"): r"$M_\Phi^2/M_E^2$",
    ("lepton-emission", "r"): "$m_{A'}^2/m_i^2$",
    ("vector-loop", "r"): r"$m_{A'}^2/m_\ell^2$",
    ("scalar-pairs", "m_beta"): "the mass of the lepton that decays",
    ("scalar-pairs", "D"): "the mean of the denominators of the exchange over the angles",
    ("scalar-pairs", "L"): r"$\frac12\ln\frac{1+r}{1-r}$",
    ("scalar-pairs", "r"): "half the range of the denominators over their mean",
    ("scalar-pairs", "k"): "the momentum of the scalars",
}


def meaning(result: str, symbol: sp.Symbol) -> str:
    """What a symbol means in a result.

    Raises:
        KeyError: nobody says so.
    """
    if (result, symbol.name) in _HERE:
        return _HERE[result, symbol.name]
    for pattern, text in _EVERYWHERE.items():
        if re.fullmatch(pattern, symbol.name):
            return text
    raise KeyError(f"symbol {symbol.name!r} of {result}: its meaning is not stated")
