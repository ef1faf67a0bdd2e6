"""What a bound may ask for: the registry, the dark model that fills it, and another model that fills some."""

from __future__ import annotations

import ast
import inspect
from typing import Any

import numpy as np
import pytest
from random_points import random_points

from darktmm.numeric.constraints import Constraint, assess, assessed, standard
from darktmm.numeric.constraints.base import ABSENT
from darktmm.numeric.inputs import constants
from darktmm.numeric.inputs.data import curve, electroweak
from darktmm.numeric.models.dark.parameters import pmns
from darktmm.numeric.models.dark.predictions import LAWS, DarkPredictions
from darktmm.numeric.predictions import (
    LEPTON_CHANNELS,
    QUANTITIES,
    VISIBLE,
    NotPredicted,
    Predictions,
)

ALL = {c.name: c for c in standard()}


# --- the registry ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", QUANTITIES)
def test_every_quantity_is_documented(name: str) -> None:
    """Name, shape, unit, meaning; somebody asks for it, or something else is made of it."""
    quantity = QUANTITIES[name]
    assert getattr(Predictions, name) is quantity and quantity.name == name
    assert quantity.unit and quantity.meaning
    assert all(axis == 3 or isinstance(axis, str) for axis in quantity.shape)
    asked = set()

    class Listening(Predictions):
        def asked(self, quantity: Any) -> Any:
            asked.add(quantity.name)
            return super().asked(quantity)

    known = DarkPredictions(random_points(2))
    for constraint in ALL.values():
        constraint(Listening(2, {n: getattr(known, n) for n in QUANTITIES}))
    assert name in asked or name == "loop_epsilon"  # of which only the tuning is shown


def test_unknown_names_and_wrong_shapes_are_refused() -> None:
    with pytest.raises(ValueError, match="'mass': not one of m_aprime, epsilon"):
        Predictions(1, {"mass": 1.0})
    for name, value, expected in (
        ("epsilon", np.zeros(3), r"\(2\)"),
        ("pmns", np.zeros((2, 3, 2)), r"\(2, 3, 3\)"),
        ("neutrino_mass", 0.0, r"\(2, 3, 3\)"),
        ("partner_shares", np.zeros((2, 2, 4)), r"\(2, 3, scalars\)"),
    ):
        with pytest.raises(ValueError, match=f"{name}: shape .* must be {expected}"):
            getattr(Predictions(2, {name: value}), name)
    with pytest.raises(ValueError, match="aprime_widths: shape"):
        _ = Predictions(2, {"aprime_widths": {"e e": np.zeros(3)}}).aprime_widths


def test_nothing_is_computed_before_it_is_asked_for_and_then_once() -> None:
    calls = []

    def law(predictions: Predictions) -> Any:
        calls.append(predictions.m_aprime)
        return 2 * predictions.m_aprime

    made = Predictions(2, {"m_aprime": np.array([1.0, 2.0]), "epsilon": law})
    assert made.has("epsilon") and not made.has("pmns") and not calls
    for _ in range(2):
        np.testing.assert_array_equal(made.epsilon, [2, 4])
    assert len(calls) == 1


def test_what_is_not_predicted_is_said() -> None:
    with pytest.raises(
        NotPredicted, match=r"^the model predicts no transition moment of neutrinos$"
    ):
        _ = Predictions(1, {}).transition_moment


def test_parts_repetitions_and_replacements() -> None:
    """Values are those of the points; nothing is computed earlier than there."""
    widths = {"e e": np.array([1.0, 2.0, 3.0]), "N_1 N_1": np.array([0.0, 2.0, 9.0])}
    made = Predictions(3, {"m_aprime": np.array([1.0, 2.0, 3.0]), "aprime_widths": widths})
    part = made[1:]
    assert part.size == 2 and not part.has("pmns")
    np.testing.assert_array_equal(part.m_aprime, [2, 3])
    np.testing.assert_array_equal(part.br_invisible, [0.5, 0.75])
    several = made[:1].repeated(4, epsilon=np.arange(4.0))
    np.testing.assert_array_equal(several.m_aprime, 1)
    np.testing.assert_array_equal(several.epsilon, np.arange(4))
    np.testing.assert_array_equal(several.total_width, 1)
    with pytest.raises(ValueError, match="predictions for 3 points, must be for 1"):
        made.repeated(2)
    other = made.replaced(m_aprime=np.array([4.0, 5.0, 6.0]))
    np.testing.assert_array_equal(other.m_aprime, [4, 5, 6])
    assert other.aprime_widths.keys() == widths.keys()


# --- the dark model -------------------------------------------------------------------------------


def test_the_dark_model_predicts_everything() -> None:
    assert set(LAWS) == set(QUANTITIES)
    found = DarkPredictions(random_points(4, g=3))
    for name in QUANTITIES:
        getattr(found, name)
    assert found.partner_shares.shape == (4, 3, 6) and found.partner_scalars.shape == (4, 6)


def test_bounds_agree_on_a_copy_without_parameters() -> None:
    """What is in the registry is all that the bounds use."""
    dark = DarkPredictions(random_points(20, seed=3))
    bare = Predictions(20, {name: getattr(dark, name) for name in QUANTITIES})
    copy = assessed(ALL.values(), bare)
    for name, verdict in assessed(ALL.values(), dark).items():
        np.testing.assert_array_equal(verdict.ratio, copy[name].ratio, name)
        np.testing.assert_array_equal(verdict.case, copy[name].case, name)


# --- another model --------------------------------------------------------------------------------


def dark_photon(mass: Any, epsilon: Any, **given: Any) -> Predictions:
    """A dark photon that does nothing but mix: ε e times the electromagnetic current."""
    mass, epsilon = np.broadcast_arrays(np.asarray(mass, dtype=float), epsilon)

    def widths(here: Predictions) -> dict[str, Any]:
        weak, table = electroweak(), {}
        for name, lepton in zip(LEPTON_CHANNELS, (weak.m_e, weak.m_mu, weak.m_tau), strict=True):
            x = np.minimum((2 * lepton / here.m_aprime) ** 2, 1.0)
            unit = constants().alpha * here.epsilon**2 * here.m_aprime / 3
            table[name] = unit * np.sqrt(1 - x) * (1 + x / 2)
        return table

    return Predictions(
        len(mass), {"m_aprime": mass, "epsilon": epsilon, "aprime_widths": widths, **given}
    )


def reason(constraint: Constraint, predictions: Predictions) -> str:
    """Why a bound says nothing about the first point."""
    found = constraint(predictions)
    assert found.case.shape == (predictions.size,) and not found.applies[0]
    assert np.isnan(found.ratio[0]) and not found.excluded[0]
    return found.reasons[found.case[0]]


def test_searches_for_a_pure_dark_photon() -> None:
    """The published curves as they are: ε on them is on the edge."""
    mass = 0.05
    for name in ("NA48/2 2015", "A1 2014"):
        edge = float(curve(name).at(np.array([mass]))[0])
        found = ALL[name](dark_photon([mass] * 2, np.array([0.999, 1.001]) * edge))
        np.testing.assert_allclose(found.ratio, [0.999, 1.001], rtol=1e-12)
    assert reason(ALL["NA64 2023 invisible"], dark_photon([mass], [1e-3])) == "no invisible decay"
    assert ALL["electroweak precision"](dark_photon([mass], [0.9])).excluded.all()
    assert reason(ALL["NA48/2 2015"], dark_photon([np.nan], [np.nan])) == ABSENT


def test_every_other_bound_says_what_it_misses() -> None:
    here = dark_photon([0.05], [1e-4])
    verdicts = assessed(ALL.values(), here)
    assert len(verdicts) == len(ALL)
    missing = {
        name: v.reasons[v.case[0]]
        for name, v in verdicts.items()
        if v.reasons[v.case[0]].startswith("the model predicts no")
    }
    heard = {name for name in ALL if name not in missing}
    assert heard == {c.name for c in ALL.values() if c.group == "dark-photon"} - {
        "atomic parity violation (Z-A' mixing)",
        "K -> pi A' (Z-A' mixing)",
    }
    for name, said in {
        "Borexino 2017": "the model predicts no mixing matrix of the neutrinos",
        "mu -> e gamma (MEG II 2025)": "the model predicts no dipole of the charged leptons",
        "neutrino mass": "the model predicts no radiative mass of neutrinos",
        "oblique T": "the model predicts no oblique parameter T",
        "perturbative Yukawa couplings": "the model predicts no Yukawa couplings",
        "LEP, charged heavy lepton": "the model predicts no charged partner of the leptons",
        "K -> pi A' (Z-A' mixing)": "the model predicts no mixing of A' with the Z by mass",
    }.items():
        assert missing[name] == said


def test_what_vanishes_is_given_as_zero() -> None:
    """(g − 2)/2 from kinetic mixing alone; a dipole that is not given is not known."""
    muon = ALL["a_mu 2025 - a_mu SM 2025"]
    assert "dipole" in reason(muon, dark_photon([0.02], [1e-2]))
    none = np.zeros((3, 3), dtype=complex)
    found = muon(dark_photon([0.02] * 2, [1e-4, 0.05], charged_dipole=none))
    assert found.applies.all() and found.value[1] == pytest.approx(2.5e5 * found.value[0])
    assert found.excluded.tolist() == [False, True]


def test_a_given_moment() -> None:
    """μ_ν of a model whose origin nobody asks: the limit for a photon, at m_A' ≪ keV."""
    moment = np.zeros((3, 3), dtype=complex)
    moment[1, 0], moment[0, 1] = 1.0, -1.0
    U = pmns(0.59, 0.149, 0.76, 3.7)
    for factor in (0.999, 1.001):
        unit = factor * 2.9e-11 * constants().bohr_magneton / np.hypot(*np.abs(U[0, :2]))
        here = dark_photon([1e-9], [1.0 - 1e-9], transition_moment=unit * moment, pmns=U)
        found = ALL["GEMMA 2013"](here)
        assert found.ratio[0] == pytest.approx(factor, rel=1e-6)
        assert found.excluded[0] == (factor > 1)


def test_a_new_quantity_is_asked_for_by_name() -> None:
    """A made-up bound on whatever is in the registry needs nothing else."""
    bound = Constraint(
        "wide",
        "consistency",
        "nothing",
        "",
        "",
        "GeV",
        "",
        lambda p: assess(p.z_width, 1.0, ("so",)),
    )
    assert bound(Predictions(2, {"z_width": np.array([0.5, 2.0])})).excluded.tolist() == [
        False,
        True,
    ]
    assert reason(bound, Predictions(2, {})) == (
        "the model predicts no width of the Z into new neutral particles"
    )


def test_visible_channels() -> None:
    assert set(LEPTON_CHANNELS) < set(VISIBLE)
    tree = ast.parse(inspect.getsource(inspect.getmodule(Predictions)))  # type: ignore[arg-type]
    imported = {n.module for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    assert not any("models" in (m or "") for m in imported)
