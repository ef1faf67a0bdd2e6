"""What a bound may ask a model for.

Every quantity is documented where it is declared, in `Predictions`: shape beyond the first axis, which is
that of the points, unit, and meaning. A model fills as many as it has,

>>> import numpy as np
>>> light = Predictions(2, {"m_aprime": np.array([0.01, 0.1]), "epsilon": 1e-3})
>>> light.epsilon
array([0.001, 0.001])

with arrays, with what is the same at all points, or with functions of the predictions themselves that
are called when somebody asks, and once. What vanishes is given as zero; what is left out is not known,
and a bound that needs it does not apply:

>>> light.transition_moment
Traceback (most recent call last):
darktmm.numeric.predictions.NotPredicted: the model predicts no transition moment of neutrinos

Where only some points have a dark photon, its mass and what follows from it are NaN at the others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, Generic, TypeVar, overload

import numpy as np

from darktmm.numeric.arrays import ComplexArray, FloatArray

SCALE = 1e4
"""Λ, GeV: what diverges is given for nothing at tree level there."""

LEP_ENERGY = 200.0
"""√s, GeV, that of most of the single photons at LEP above the Z."""

SMALLEST_PHOTON = 0.05
"""Smallest energy of a single photon in units of √s/2."""

THRESHOLD = 1e-9
"""Relative distance from a threshold within which a channel counts as closed."""

LEPTON_CHANNELS = ("e e", "mu mu", "tau tau")
"""Names of the widths of A' into charged leptons."""

VISIBLE = (*LEPTON_CHANNELS, "E E")
"""Channels in which a detector sees something, E being the charged partner; all others are invisible."""

Width = Mapping[str, FloatArray]
Value = TypeVar("Value")


class NotPredicted(LookupError):
    """A model does not say this; the message is the reason why a bound does not apply."""


class Quantity(Generic[Value]):
    """One thing that a bound may ask for.

    Attributes:
        name: of the attribute of `Predictions`.
        shape: of one point; a word stands for a number that depends on the model.
        unit: "1" for a pure number.
        meaning: what it is; completes "the model predicts no …".
        convention: how it is defined, where the meaning leaves that open.
    """

    name: str

    def __init__(
        self, shape: tuple[int | str, ...], unit: str, meaning: str, convention: str = ""
    ) -> None:
        self.shape, self.unit, self.meaning, self.convention = shape, unit, meaning, convention

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, of: None, owner: type) -> Quantity[Value]: ...

    @overload
    def __get__(self, of: Predictions, owner: type) -> Value: ...

    def __get__(self, of: Predictions | None, owner: type) -> Quantity[Value] | Value:
        if of is None:
            return self
        found: Value = of.asked(self)
        return found

    def of_all(self, value: Any, size: int) -> Any:
        """A value at every point.

        Raises:
            ValueError: it has another shape.
        """
        array = np.asarray(value)
        if array.ndim == len(self.shape):  # the same everywhere
            array = np.broadcast_to(array, (size, *array.shape))
        expected = (size, *self.shape)
        fits = len(expected) == array.ndim and all(
            isinstance(want, str) or want == got
            for want, got in zip(expected, array.shape, strict=True)
        )
        if not fits:
            wanted = ", ".join(map(str, expected))
            raise ValueError(f"{self.name}: shape {array.shape}, must be ({wanted})")
        return array

    def mapped(self, value: Any, function: Callable[[Any], Any]) -> Any:
        """A function of arrays applied to a value."""
        return function(value)


class Channels(Quantity[Width]):
    """Numbers by name."""

    def of_all(self, value: Any, size: int) -> Any:
        """A value at every point, by name."""
        one = super().of_all
        return {name: one(np.asarray(v, dtype=float), size) for name, v in value.items()}

    def mapped(self, value: Any, function: Callable[[Any], Any]) -> Any:
        """A function applied to the arrays of all names."""
        return {name: function(array) for name, array in value.items()}


def _number(unit: str, meaning: str, convention: str = "") -> Quantity[FloatArray]:
    return Quantity((), unit, meaning, convention)


def _matrix(unit: str, meaning: str, convention: str = "") -> Quantity[ComplexArray]:
    return Quantity((3, 3), unit, meaning, convention)


class Predictions:
    """What a model says about n points.

    Args:
        size: n.
        given: by name of the quantity, a value or a function of these predictions.

    Raises:
        ValueError: no such quantity.
    """

    # --- the dark photon ---------------------------------------------------------------------------
    m_aprime = _number("GeV", "mass of a dark photon A'", "NaN where there is none")
    epsilon = _number(
        "1", "kinetic mixing of A'", "with the sign of +ε/2 F F'; NaN where there is none"
    )
    aprime_widths = Channels(
        (),
        "GeV",
        "decay widths of A'",
        "by channel; those named in `VISIBLE` leave a trace, all others do not",
    )
    z_mixing = _number(
        "1", "mixing of A' with the Z by mass", "δ_Z = Π_ZA'(0)/M_Z², nothing at `SCALE`"
    )
    loop_epsilon = _number("1", "kinetic mixing from loops", "if ε vanishes at `SCALE`")

    # --- neutrinos ---------------------------------------------------------------------------------
    pmns = _matrix("1", "mixing matrix of the neutrinos", "U, rows e, μ, τ, with Majorana phases")
    transition_moment = _matrix(
        "GeV^-1",
        "transition moment of neutrinos",
        "T_ji, coefficient of iσ^{μν}q_ν P_L in ν_i + A' → ν_j, element [j, i]",
    )
    neutrino_vector = _matrix(
        "1",
        "vector coupling of neutrinos to A'",
        "f_ji, coefficient of γ^μ P_L in ν_i + A' → ν_j at q² = 0, without that of `z_mixing`",
    )
    neutrino_mass = _matrix("eV", "radiative mass of neutrinos", "m_ij, symmetric")

    # --- charged leptons ---------------------------------------------------------------------------
    charged_dipole = _matrix(
        "GeV^-2",
        "dipole of the charged leptons",
        "D_αβ of β → α γ as in `derive.models.dark.charged_dipole`, hermitian, without A' in the loop",
    )
    lepton_vector = _matrix(
        "1",
        "vector coupling of charged leptons to A'",
        "f^ℓ_αβ, coefficient of γ^μ P_L in ℓ_β + A' → ℓ_α at q² = 0",
    )
    lepton_vector_change: Quantity[FloatArray] = Quantity(
        (3, 3),
        "1",
        "dependence of the coupling of charged leptons to A' on q²",
        "size of f^ℓ(m_A'²) − f^ℓ(0), an estimate",
    )

    # --- W and Z -------------------------------------------------------------------------------------
    w_shift = _matrix(
        "1", "correction to W ℓ ν", "relative, element [α, β] of W ℓ_β → ν_α, flavour basis"
    )
    z_neutrino_shift = _matrix("1", "correction to Z ν ν", "relative, flavour basis")
    z_width = _number("GeV", "width of the Z into new neutral particles")
    oblique_S = _number("1", "oblique parameter S")
    oblique_T = _number("1", "oblique parameter T", "where it diverges, nothing at `SCALE`")
    oblique_threshold = _number("GeV", "lightest mass in the loops of S and T")

    # --- a charged partner E of a neutral N, and scalars ------------------------------------------------
    partner_mass = _number("GeV", "charged partner of the leptons", "mass of E")
    partner_scalars: Quantity[FloatArray] = Quantity(
        ("scalars",), "GeV", "scalars in decays of the charged partner", "their masses"
    )
    partner_shares: Quantity[FloatArray] = Quantity(
        (3, "scalars"),
        "1",
        "decays of the charged partner into leptons",
        "shares of e, μ, τ with each scalar in E → ℓ S; NaN where none is open",
    )
    partner_leptonic = _number(
        "1", "share of decays of the charged partner into leptons", "that of E → ℓ S"
    )
    neutral_mass = _number("GeV", "neutral partner of the leptons", "mass of the lightest N")
    lightest_scalar = _number("GeV", "dark scalar", "mass of the lightest")
    tau_e_scalars = _number(
        "1", "decay τ → e and two scalars", "summed over pairs, in units of τ → e ν ν̄"
    )
    tau_mu_scalars = _number("1", "decay τ → μ and two scalars", "in units of τ → μ ν ν̄")
    mu_e_scalars = _number("1", "decay μ → e and two scalars", "in units of μ → e ν ν̄")
    single_photons = _number(
        "1",
        "single photons from pairs of scalars",
        "cross section at √s = `LEP_ENERGY` above `SMALLEST_PHOTON`, in units of one neutrino of the Z",
    )

    # --- where the theory itself ends -----------------------------------------------------------------
    largest_yukawa = _number("1", "Yukawa couplings", "modulus of the largest")
    largest_gauge = _number("1", "gauge coupling of a new force", "times the largest charge")
    longitudinal_w = _number("1", "coupling of longitudinal W to new fermions", "the largest")
    longitudinal_fermion = _number(
        "1", "coupling of a longitudinal A' to fermions", "largest singular value"
    )
    longitudinal_scalar = _number(
        "1", "coupling of a longitudinal A' to scalars", "quartic, as the wave of two A' has it"
    )
    mass_over_unitarity = _number(
        "1", "scale of unitarity", "heaviest mass in the loops over it; zero where there is none"
    )

    def __init__(self, size: int, given: Mapping[str, Any]) -> None:
        for name in given:
            if name not in QUANTITIES:
                raise ValueError(f"{name!r}: not one of {', '.join(QUANTITIES)}")
        self.size = size
        self._given = dict(given)
        self._known: dict[str, Any] = {}

    def has(self, name: str) -> bool:
        """Whether the model says something about a quantity."""
        return name in self._given

    def asked(self, quantity: Quantity[Any]) -> Any:
        """The value of a quantity at all points.

        Raises:
            NotPredicted: the model does not say it.
        """
        name = quantity.name
        if name not in self._known:
            if name not in self._given:
                raise NotPredicted(f"the model predicts no {quantity.meaning}")
            found = self._given[name]
            value = found(self) if callable(found) else found
            self._known[name] = quantity.of_all(value, self.size)
        return self._known[name]

    def _through(
        self, size: int, function: Callable[[Any], Any], changes: Mapping[str, Any]
    ) -> Predictions:
        """Other points, whose values are a function of the values here, when somebody asks."""

        def law(name: str) -> Callable[[Predictions], Any]:
            quantity = QUANTITIES[name]
            return lambda _: quantity.mapped(self.asked(quantity), function)

        return Predictions(size, {name: law(name) for name in self._given} | dict(changes))

    def __getitem__(self, part: slice) -> Predictions:
        """Some of the points."""
        return self._through(len(range(self.size)[part]), lambda value: value[part], {})

    def replaced(self, **changes: Any) -> Predictions:
        """The same points with other values of some quantities; what follows from them is as it was."""
        return self._through(self.size, lambda value: value, changes)

    def repeated(self, n: int, **changes: Any) -> Predictions:
        """One point n times, with other values of some quantities.

        Raises:
            ValueError: these are not predictions for one point.
        """
        if self.size != 1:
            raise ValueError(f"predictions for {self.size} points, must be for 1")
        return self._through(n, lambda value: np.repeat(value, n, axis=0), changes)

    # --- what follows for every model --------------------------------------------------------------

    def _summed(self, wanted: Callable[[str], bool]) -> FloatArray:
        chosen = (w for name, w in self.aprime_widths.items() if wanted(name))
        return sum(chosen, np.zeros(self.size))

    @cached_property
    def total_width(self) -> FloatArray:
        """Γ(A'), GeV, (n,)."""
        return self._summed(lambda _: True)

    @cached_property
    def invisible_width(self) -> FloatArray:
        """Width of A' into neutrinos and dark states, GeV, (n,); dark states count as invisible."""
        return self._summed(lambda name: name not in VISIBLE)

    @cached_property
    def leptonic_width(self) -> FloatArray:
        """Γ(A' → ℓℓ), GeV, (n,)."""
        return self._summed(lambda name: name in LEPTON_CHANNELS)

    @cached_property
    def br_invisible(self) -> FloatArray:
        """Invisible branching ratio, (n,); NaN where A' cannot decay."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return self.invisible_width / self.total_width


QUANTITIES: dict[str, Quantity[Any]] = {
    name: found for name, found in vars(Predictions).items() if isinstance(found, Quantity)
}
"""Everything that may be asked for, by name."""
