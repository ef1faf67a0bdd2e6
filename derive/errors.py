"""What can be wrong with a Lagrangian, each with a name of its own."""

from __future__ import annotations


class DerivationError(ValueError):
    """Any question to which the engine must answer no."""


class NotHermitianError(DerivationError):
    """A Lagrangian differs from its hermitian conjugate by more than a total derivative."""


class NotLorentzScalarError(DerivationError):
    """A term leaves a Lorentz index open, or repeats one more than twice."""


class NotOrthogonalError(DerivationError):
    """A matrix offered as a rotation does not satisfy OᵀO = 1."""


class UnknownFieldError(DerivationError):
    """A vertex, diagram or substitution names a field that the Lagrangian does not contain."""


class NotDiagonalError(DerivationError):
    """A change of basis leaves a mass mixing, or a kinetic term that is not canonical."""


class UnreadableTermError(DerivationError):
    """A term of a Lagrangian has no rule that the engine knows."""


class IncompleteError(DerivationError):
    """A class of diagrams that the rules allow is not among those that the engine generates."""


class DivergentError(DerivationError):
    """An ultraviolet pole is left in a sum of diagrams."""


class GaugeTheoryError(DerivationError):
    """An algebra that does not close, an anomaly, a wrong vacuum, a missing Goldstone boson."""
