r"""Widths and moments of the charged leptons against flavio: the same operator in another program.

Both have :math:`D_\mu=\partial_\mu+ieQA_\mu` and :math:`\sigma=\frac i2[\gamma,\gamma]`. What here is

.. math:: \mathcal L=-\frac{e\,m_\beta}2\,D_{\alpha\beta}\,\bar\ell_\alpha\sigma^{\rho\nu}P_R
          \ell_\beta F_{\rho\nu}+\text{h.c.}

is there, in the basis "flavio" of WCxf,

.. math:: \mathcal L=C_{\gamma,\beta\alpha}\,\bar\ell_\alpha\sigma^{\rho\nu}P_R\ell_\beta F_{\rho\nu}
          +C_{7,\ell\ell}\,\frac{4G_F}{\sqrt2}\frac e{16\pi^2}m_\ell\,
          \bar\ell\sigma^{\rho\nu}P_R\ell F_{\rho\nu}+\text{h.c.},

so that :math:`C_{\gamma,\beta\alpha}=-\frac12e\,m_\beta D_{\alpha\beta}` and
:math:`C_{7,\ell\ell}=-2\sqrt2\,\pi^2D_{\ell\ell}/G_F`; e and m drop out of the second.

- e is that of zero momentum: the photon is real. flavio leaves the choice to whoever sets C_γ.
- Coefficients are set where flavio reads them, 1 GeV for μ and 1.8 GeV for τ: nothing runs.
- Both take the measured lifetime, not :math:`192\pi^3/G_F^2m^5`.
- flavio keeps the mass of the daughter: :math:`(1-r)^3`, r = (m_α/m_β)².

With the same inputs there is no other difference.

Given at 160 GeV, C_γ loses 5.5 % in flavio on the way to 1 GeV. Almost half of that is e, here taken
at zero momentum; the rest is left out here.
"""

from __future__ import annotations

import math
from functools import cache
from typing import Any

import numpy as np
import pytest
from scipy import constants as codata

from darktmm.derive.laws import muon_decay
from darktmm.derive.symbols import ALPHA, G_FERMI, M_LEPTON
from darktmm.numeric.inputs import constants, point_file
from darktmm.numeric.inputs.data import electroweak
from darktmm.numeric.models.dark.observables import charged
from darktmm.numeric.models.dark.parameters import Parameters
from darktmm.numeric.processes import dipoles as processes
from darktmm.numeric.processes import leptons

# As errors, the warnings of a compiled part of flavio end the process.
pytestmark = [pytest.mark.oracle, pytest.mark.filterwarnings("ignore")]

EW = electroweak()
E = constants().elementary_charge
DIGITS = 1e-12

PAIRS = [("mu", "e"), ("tau", "mu"), ("tau", "e")]
EVERY_PAIR = pytest.mark.parametrize(("parent", "daughter"), PAIRS)
EVERY_MOMENT = pytest.mark.parametrize("lepton", ["e", "mu"])

Operator = dict[str, complex]
"""Coefficients by their names in WCxf."""


@cache
def flavio() -> Any:
    """The package, if it is installed."""
    return pytest.importorskip("flavio", reason="flavio is not installed: pip install .[oracles]")


@cache
def dipoles() -> Any:
    """D of a point with couplings in general position, (3, 3)."""
    y = np.array([[0.3 + 0.1j, -0.2], [0.5j, 0.7 - 0.4j], [0.1, 0.6 + 0.2j]])
    point = Parameters.from_file(point_file("reference")).with_(y=y, M_E=160.0)
    return charged.dipole_matrix(point)[0]


def element(out: str, into: str) -> complex:
    """D_{out,into}."""
    return complex(dipoles()[leptons.FLAVOURS.index(out), leptons.FLAVOURS.index(into)])


# --- flavio -------------------------------------------------------------------------------------

READ_AT = {"BR(mu": "mudecays", "BR(tau": "taudecays", "CR(mu": "mudecays", "a_mu": "mudecays"}
READ_AT |= {"a_e": "e g-2"}
THEORY = {"BR": "WET-4", "CR": "WET-3", "a_": "WET-3"}
"""The scale, by its name in flavio, and the effective theory in which an observable is computed."""


def theirs() -> dict[str, float]:
    """Parameters of flavio; the moments of the Standard Model, which would cost digits, left out."""
    return {**flavio().default_parameters.get_central_all(), "a_e SM": 0.0, "a_mu SM": 0.0}


def ours() -> dict[str, float]:
    """The same with the masses, lifetimes and G_F of `numeric.inputs`."""
    second = codata.e / codata.hbar * 1e9  # in GeV⁻¹
    masses = {f"m_{lepton}": leptons.mass(lepton) for lepton in leptons.FLAVOURS}
    lifetimes = {"tau_mu": EW.tau_mu * second, "tau_tau": EW.tau_tau * second}
    return {**theirs(), **masses, **lifetimes, "GF": EW.G_F}


def predicted(
    observable: str, operator: Operator, parameters: dict[str, float], scale: float | None = None
) -> float:
    """What flavio makes of coefficients given at `scale`, by default where it reads them."""
    from wilson import Wilson

    (name,) = (name for start, name in READ_AT.items() if observable.startswith(start))
    low = flavio().config["renormalization scale"][name]
    theory = THEORY[observable[:2]] if scale is None else "WET"
    coefficients = flavio().WilsonCoefficients.from_wilson(
        Wilson(operator, scale or low, theory, "flavio"), parameters
    )
    return float(flavio().Observable[observable].prediction_par(parameters, coefficients))


def width_of(parent: str, daughter: str) -> str:
    """Name of a branching ratio."""
    return f"BR({parent}->{daughter}gamma)"


def same(found: float, expected: float, rel: float = DIGITS) -> bool:
    """Relative only."""
    assert expected
    return bool(abs(found - expected) <= rel * abs(expected))


# --- radiative decays ---------------------------------------------------------------------------


def radiative(parent: str, daughter: str) -> Operator:
    """C_γ of the dipole whose chirality the mass of the parent flips."""
    return {f"Cgamma_{parent}{daughter}": -E * leptons.mass(parent) / 2 * element(daughter, parent)}


def mirrored(parent: str, daughter: str) -> Operator:
    """The same with the mass of the daughter, P_L in place of P_R: what `charged` neglects."""
    return {
        f"Cgamma_{daughter}{parent}": -E * leptons.mass(daughter) / 2 * element(parent, daughter)
    }


def squared_ratio(parent: str, daughter: str) -> float:
    """r."""
    return (leptons.mass(daughter) / leptons.mass(parent)) ** 2


def expected_ratio(parent: str, daughter: str) -> float:
    """Our branching ratio, with the phase space and the spin sum of a massive daughter."""
    massless = processes.branching_ratio(dipoles(), parent, daughter)
    return float(massless) * (1 - squared_ratio(parent, daughter)) ** 3


@EVERY_PAIR
def test_radiative_decay(parent: str, daughter: str) -> None:
    found = predicted(width_of(parent, daughter), radiative(parent, daughter), ours())
    assert same(found, expected_ratio(parent, daughter))


@EVERY_PAIR
def test_radiative_decay_with_the_inputs_of_flavio(parent: str, daughter: str) -> None:
    """m⁵τ of the τ moves by 4·10⁻⁵, that of the μ by less than 10⁻⁷."""
    found = predicted(width_of(parent, daughter), radiative(parent, daughter), theirs())
    expected = expected_ratio(parent, daughter)
    assert same(found, expected, 5e-5)
    assert not same(found, expected)


def scaled(operator: Operator, factor: complex) -> Operator:
    """Every coefficient times a number."""
    return {name: factor * value for name, value in operator.items()}


def at_one_gev() -> float:
    """α(1 GeV) of flavio, one part in fifty above α(0)."""
    return float(flavio().physics.running.running.get_alpha_e(theirs(), 1.0, nf_out=4))


def wrong_operators(parent: str, daughter: str) -> dict[str, Operator]:
    """Translations with one mistake each."""
    right = radiative(parent, daughter)
    ((name, value),) = right.items()
    other = next(lepton for lepton in leptons.FLAVOURS if lepton not in (parent, daughter))
    running = math.sqrt(at_one_gev() / constants().alpha)
    return {
        "factor 2": scaled(right, 2),
        "no e": scaled(right, 1 / E),
        "e of 1 GeV": scaled(right, running),
        "no projector": {**right, f"Cgamma_{daughter}{parent}": value.conjugate()},
        "mass of the daughter": scaled(right, leptons.mass(daughter) / leptons.mass(parent)),
        "another daughter": {name: value / element(daughter, parent) * element(other, parent)},
        "diagonal": {name: value / element(daughter, parent) * element(parent, parent)},
    }


@EVERY_PAIR
def test_radiative_decay_rejects_a_mistake(parent: str, daughter: str) -> None:
    expected = expected_ratio(parent, daughter)
    for mistake, operator in wrong_operators(parent, daughter).items():
        found = predicted(width_of(parent, daughter), operator, ours())
        assert not same(found, expected, 1e-2), mistake


@EVERY_PAIR
def test_radiative_decay_is_blind_to_phase_and_chirality(parent: str, daughter: str) -> None:
    """Unpolarised rates do not tell D from D*, nor P_R from P_L: other tests have to."""
    ((_, value),) = radiative(parent, daughter).items()
    for name in (f"Cgamma_{parent}{daughter}", f"Cgamma_{daughter}{parent}"):
        for coefficient in (value, -value, value.conjugate()):
            found = predicted(width_of(parent, daughter), {name: coefficient}, ours())
            assert same(found, expected_ratio(parent, daughter))


@EVERY_PAIR
def test_what_the_mass_of_the_daughter_changes(parent: str, daughter: str) -> None:
    """(1 + r)(1 − r)³ with the operator that it multiplies: −2r, for τ → μγ 0.7 %."""
    operator = radiative(parent, daughter) | mirrored(parent, daughter)
    found = predicted(width_of(parent, daughter), operator, ours())
    r = squared_ratio(parent, daughter)
    massless = float(processes.branching_ratio(dipoles(), parent, daughter))
    assert same(found, expected_ratio(parent, daughter) * (1 + r))
    assert abs(found / massless - (1 - 2 * r)) < 3 * r**3


def test_lifetime_in_place_of_the_fermi_constant() -> None:
    """With the tree-level lifetime of the muon flavio gives the law derived for (29)."""
    unit = {G_FERMI: EW.G_F, ALPHA: constants().alpha}
    unit |= {
        M_LEPTON: EW.m_mu,
        muon_decay.A_R_SQUARED: abs(element("e", "mu")) ** 2,
    }
    tree = {**ours(), "tau_mu": float(1 / muon_decay.muon_width().subs(unit))}
    law = float(muon_decay.branching_ratio().subs(unit))
    found = predicted(width_of("mu", "e"), radiative("mu", "e"), tree)
    expected = law * (1 - squared_ratio("mu", "e")) ** 3
    assert same(found, expected)
    assert not same(found, expected / 2, 0.4)  # the 24π³ of (29)
    assert 4e-3 < ours()["tau_mu"] / tree["tau_mu"] - 1 < 5e-3


# --- what else the dipole does ------------------------------------------------------------------


@pytest.mark.parametrize("target", ["Al", "Ti", "Au"])
def test_conversion(target: str) -> None:
    """Overlaps and capture rates are the same numbers in flavio, to the digits it keeps."""
    operator = radiative("mu", "e")
    found = predicted(f"CR(mu->e, {target})", operator, ours())
    massless = float(processes.branching_ratio(dipoles(), "mu", "e"))
    expected = processes.conversion_ratio(target) * massless
    assert same(found, expected, 1e-7)
    for mistake in (scaled(operator, 2), {"Cgamma_mue": E * element("e", "mu")}):
        assert not same(predicted(f"CR(mu->e, {target})", mistake, ours()), expected, 1e-2)


def test_three_electrons() -> None:
    """flavio has α(1 GeV) and G_F²m⁵/192π³ where `charged` has α(0) and 1/τ: 2.1 % and 0.4 %."""
    unit = {G_FERMI: EW.G_F, M_LEPTON: EW.m_mu}
    tree = float(muon_decay.muon_width().subs(unit)) * ours()["tau_mu"]
    found = predicted("BR(mu->eee)", radiative("mu", "e"), ours())
    massless = float(processes.branching_ratio(dipoles(), "mu", "e"))
    expected = processes.three_electron_ratio() * massless
    assert same(found, expected * at_one_gev() / constants().alpha / tree, 1e-4)
    assert not same(found, expected, 1e-2)


# --- anomalous moments --------------------------------------------------------------------------


def magnetic(lepton: str, entry: complex | None = None) -> Operator:
    """C₇ of D_ℓℓ."""
    entry = element(lepton, lepton) if entry is None else entry
    return {f"C7_{lepton}{lepton}": -2 * math.sqrt(2) * math.pi**2 / EW.G_F * entry}


@EVERY_MOMENT
def test_anomalous_moment(lepton: str) -> None:
    found = predicted(f"a_{lepton}", magnetic(lepton), ours())
    expected = float(processes.anomalous_moment(dipoles(), lepton))
    assert expected > 0
    assert same(found, expected)


@EVERY_MOMENT
def test_anomalous_moment_with_the_inputs_of_flavio(lepton: str) -> None:
    """G_F drops out, m² is known to nine digits."""
    found = predicted(f"a_{lepton}", magnetic(lepton), theirs())
    assert same(found, float(processes.anomalous_moment(dipoles(), lepton)), 1e-8)


@EVERY_MOMENT
def test_anomalous_moment_rejects_a_mistake(lepton: str) -> None:
    other = {"e": "mu", "mu": "e"}[lepton]
    mistakes = {
        "sign": magnetic(lepton, -element(lepton, lepton)),
        "factor 2": magnetic(lepton, 2 * element(lepton, lepton)),
        "another lepton": magnetic(lepton, element(other, other)),
        "off the diagonal": magnetic(lepton, element(lepton, other)),
        "quarter turn": magnetic(lepton, 1j * element(lepton, lepton)),
        "other field": magnetic(other),
    }
    expected = float(processes.anomalous_moment(dipoles(), lepton))
    for mistake, operator in mistakes.items():
        assert not same(predicted(f"a_{lepton}", operator, ours()), expected, 0.1), mistake


# --- what is switched off -----------------------------------------------------------------------

HIGH = 160.0
TENSOR, VACUUM = 10.0, 80 / 9
r"""16π² d ln C_γ/d ln μ = (10 + 80/9) e², the second of them from e itself, five quarks and three
leptons. Source: E. Jenkins, A. Manohar, P. Stoffer, JHEP 01 (2018) 084."""


def fall(coefficient: float) -> float:
    """First logarithm between `HIGH` and 1 GeV."""
    return coefficient * constants().alpha / (4 * math.pi) * math.log(HIGH)


@pytest.mark.parametrize(("observable", "power"), [("BR(mu->egamma)", 2), ("a_mu", 1)])
def test_running_from_the_weak_scale(observable: str, power: int) -> None:
    """5.5 % of a coefficient given at 160 GeV: 11 % of the rate, 5.5 % of the moment."""
    operator = radiative("mu", "e") | magnetic("mu")
    low = predicted(observable, operator, ours())
    high = predicted(observable, operator, ours(), scale=HIGH)
    lost = 1 - (high / low) ** (1 / power)
    assert same(lost, fall(TENSOR + VACUUM), 0.03)
    for mistake in (fall(TENSOR), fall(TENSOR - VACUUM), 2 * fall(TENSOR + VACUUM)):
        assert not same(lost, mistake, 0.3)
