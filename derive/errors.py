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
