"""Many parameter points at once: a structure of arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

import numpy as np

from darktmm.numeric.models.dark.point import ComplexArray, FloatArray, Point, PointError

POSITIVE = ("M_E", "M_H", "M_A", "m_aprime")
NOT_NEGATIVE = ("m_D", "g_D")
OPTIONAL = ("m_aprime", "epsilon")


def _refuse(name: str, array: Any, bad: Any, allowed: str) -> None:
    """A PointError for the first bad element."""
    if np.any(bad):
        raise PointError(f"{name} = {array[bad][0]}: {allowed}")


@dataclass(frozen=True)
class Sample:
    """n points of the dark model with g scalar generations; see `numeric.models.dark.point.Point`.

    Shapes, signs and finiteness are checked, once for all points; that the matrices are orthogonal
    and unitary and the charges opposite is up to whoever builds the arrays.

    Attributes:
        m_L, m_R, m_D, M_E, g_D, Q_N, Q_S: shape (n,).
        M_H, M_A: (n, g).
        O_R, O_I: (n, g, g).
        y: (n, 3, g), rows e, μ, τ.
        U: (n, 3, 3).
        m_aprime, epsilon: (n,), GeV; NaN where no dark photon is given.

    Raises:
        PointError: naming the array, the first bad element and what is allowed.
    """

    m_L: FloatArray
    m_R: FloatArray
    m_D: FloatArray
    M_E: FloatArray
    M_H: FloatArray
    M_A: FloatArray
    O_R: FloatArray
    O_I: FloatArray
    y: ComplexArray
    g_D: FloatArray
    Q_N: FloatArray
    Q_S: FloatArray
    U: ComplexArray
    m_aprime: FloatArray
    epsilon: FloatArray

    def __post_init__(self) -> None:
        n, g = len(self.m_L), self.M_H.shape[-1]
        shapes = {"M_H": (n, g), "M_A": (n, g), "O_R": (n, g, g), "O_I": (n, g, g)}
        shapes |= {"y": (n, 3, g), "U": (n, 3, 3)}
        for field in fields(self):
            array = getattr(self, field.name)
            expected = shapes.get(field.name, (n,))
            if array.shape != expected:
                raise PointError(f"{field.name}: shape {array.shape}, must be {expected}")
            infinite = np.isinf(array) if field.name in OPTIONAL else ~np.isfinite(array)
            _refuse(field.name, array, infinite, "must be finite")
            if field.name in POSITIVE:
                _refuse(field.name, array, array <= 0, "must be > 0")
            if field.name in NOT_NEGATIVE:
                _refuse(field.name, array, array < 0, "must be >= 0")
        _refuse("epsilon", self.epsilon, np.abs(self.epsilon) >= 1, "must lie in (-1, 1)")

    @classmethod
    def of(cls, points: Sequence[Point]) -> Sample:
        """Points with the same number of scalar generations, stacked.

        Raises:
            PointError: no point, or different numbers of generations.
        """
        generations = sorted({p.generations for p in points})
        if len(generations) != 1:
            raise PointError(f"points: {generations} generations, must be one number for all")
        columns = {}
        for field in fields(cls):
            values = [getattr(p, field.name) for p in points]
            columns[field.name] = np.array([np.nan if v is None else v for v in values])
        return cls(**columns)

    def __len__(self) -> int:
        return len(self.m_L)

    @cached_property
    def coupling(self) -> ComplexArray:
        """λ_ia = Σ_α y_αa U*_αi, shape (n, 3, g)."""
        return self.U.conj().swapaxes(1, 2) @ self.y

    @cached_property
    def physical_couplings(self) -> tuple[ComplexArray, ComplexArray]:
        """λ̃*_{iH_k} and λ̃*_{iA_m} of arXiv:2603.25704 (11), shape (n, 3, g) each."""
        conjugate = self.coupling.conj()
        return conjugate @ self.O_R, conjugate @ self.O_I

    @cached_property
    def majorana_angle(self) -> FloatArray:
        """θ with tan 2θ = 2m_D/(m_L − m_R), shape (n,)."""
        return np.where(
            self.m_L == self.m_R, np.pi / 4, 0.5 * np.arctan2(2 * self.m_D, self.m_L - self.m_R)
        )

    @cached_property
    def heavy_masses(self) -> FloatArray:
        """Signed M₁, M₂, shape (n, 2)."""
        c, s = np.cos(self.majorana_angle), np.sin(self.majorana_angle)
        mixed = 2 * self.m_D * s * c
        first = self.m_L * s * s + self.m_R * c * c - mixed
        second = self.m_L * c * c + self.m_R * s * s + mixed
        equal = self.m_L == self.m_R
        first = np.where(equal, self.m_L - self.m_D, first)
        second = np.where(equal, self.m_L + self.m_D, second)
        return np.stack([first, second], axis=-1)
