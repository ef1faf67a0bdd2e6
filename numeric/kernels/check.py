"""What a mass may be, and error messages that say which one is not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from darktmm.numeric.kernels.form import Form

SMALLEST, LARGEST = 1e-24, 1e24
"""Masses other than zero must lie between: products of up to six squares stay representable."""


def as_arrays(form: Form, values: Sequence[Any]) -> list[NDArray[np.float64]]:
    """The arguments as float64 arrays of one shape (views where they repeat).

    Raises:
        TypeError: another number of masses than the function has.
        ValueError: not an array of real numbers, or shapes that do not broadcast.
    """
    if len(values) != len(form.arguments):
        expected = ", ".join(form.arguments)
        raise TypeError(
            f"{form.name}: takes {len(form.arguments)} masses ({expected}), got {len(values)}"
        )
    arrays = []
    for name, value in zip(form.arguments, values, strict=True):
        try:
            raw = np.asarray(value)
            if raw.dtype.kind == "O":  # Python integers beyond 64 bits end up here
                raw = raw.astype(np.float64)
        except (TypeError, ValueError, OverflowError) as error:
            raise ValueError(
                f"{form.name}: {name}: not an array of real numbers ({error})"
            ) from None
        if raw.dtype.kind not in "iuf":
            raise ValueError(f"{form.name}: {name}: masses are real numbers, not {raw.dtype}")
        with np.errstate(over="ignore"):
            arrays.append(raw.astype(np.float64, copy=False))
    try:
        shape = np.broadcast_shapes(*(a.shape for a in arrays))
        # An array that has the shape already stays writeable, and is then not copied later.
        return [a if a.shape == shape else np.broadcast_to(a, shape) for a in arrays]
    except ValueError:
        shapes = ", ".join(f"{n} {a.shape}" for n, a in zip(form.arguments, arrays, strict=True))
        raise ValueError(f"{form.name}: shapes do not broadcast: {shapes}") from None


def refuse_bad_masses(form: Form, masses: Sequence[NDArray[np.float64]]) -> None:
    """Every value is a mass: finite, of a sign that has a meaning, zero or within range.

    Raises:
        ValueError: naming argument and index of the first value that cannot be a mass.
    """
    for name, signed, array in zip(form.arguments, form.signed, masses, strict=True):
        size = np.abs(array)
        for bad, why in (
            (~np.isfinite(array), "is not finite"),
            ((array < 0) & (not signed), "is negative"),
            (
                (size > LARGEST) | ((size < SMALLEST) & (size > 0)),
                f"is neither 0 nor between {SMALLEST:g} and {LARGEST:g}",
            ),
        ):
            if np.any(bad):
                at = tuple(int(i) for i in np.argwhere(bad)[0])
                index = str(list(at)) if at else ""
                raise ValueError(f"{form.name}: {name}{index} = {array[at]:g} {why}")


def refuse_divergence(form: Form, masses: Sequence[NDArray[np.float64]]) -> None:
    """Massless lines may not make the integral diverge at τ = 0.

    It converges there iff a, and what the vanishing of c₀, c₁, … adds to it, is not less than the
    number of massless propagators.

    Raises:
        ValueError: naming the first point that diverges, and its massless lines.
    """
    table = np.stack([m.ravel() for m in masses])
    suspects = np.flatnonzero(np.any(table == 0, axis=0))
    if not len(suspects):
        return
    _, numerator, nodes = form.parts(*table[:, suspects])
    massless = sum(r * (x == 0) for x, r in zip(nodes, form.multiplicities, strict=True))
    leading = np.zeros(len(suspects), int)
    for j, c in enumerate(numerator[:-1]):
        leading += (leading == j) & (c == 0)
    bad = massless > form.power + leading
    if np.any(bad):
        at = suspects[np.argmax(bad)]
        zero = [n for n, value in zip(form.arguments, table[:, at], strict=True) if value == 0]
        shape = masses[0].shape
        index = str([int(i) for i in np.unravel_index(at, shape)]) if shape else ""
        raise ValueError(f"{form.name}{index}: diverges for {' = '.join(zero)} → 0")
