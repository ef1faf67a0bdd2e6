"""Loop functions to full double precision, for every mass.

    >>> from darktmm.numeric.kernels import path_difference
    >>> path_difference(0.1, 1.0, 1.0 + 1e-12, 2.0, 3.0)  # all digits are right

What is evaluated is the Euclidean momentum integral of `derive.loops.euclidean`, in which the
cancellations of the closed form have been carried out exactly.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from darktmm.numeric.kernels._generated import FORMS
from darktmm.numeric.kernels.check import as_arrays
from darktmm.numeric.kernels.evaluate import compiled, integrate, worthwhile
from darktmm.numeric.kernels.form import Form
from darktmm.numeric.kernels.pairs import path_pairs
from darktmm.numeric.kernels.rules import packed

if TYPE_CHECKING:
    from darktmm.derive.formula import Formula

__all__ = [
    "evaluate",
    "fermion_radiated",
    "form_of",
    "lepton_fermion_conserving",
    "lepton_fermion_flip",
    "lepton_scalar_conserving",
    "lepton_scalar_flip",
    "mass",
    "path",
    "path_difference",
    "path_kernel",
    "path_pairs",
]


def form_of(function: str | Form | Formula) -> Form:
    """The integrand of a loop function, given by name or as an object of `derive`."""
    if isinstance(function, Form):
        return function
    if isinstance(function, str):
        if function not in FORMS:
            raise ValueError(f"function: {function!r} is none of {', '.join(FORMS)}")
        return FORMS[function]
    from darktmm.numeric.kernels.source import compile_form

    return compile_form(function)


def evaluate(
    function: str | Form | Formula,
    *masses: Any,
    backend: Literal["auto", "compiled", "numpy"] = "auto",
    precision: Literal["double", "certified"] = "double",
) -> Any:
    """A loop function at masses that broadcast against each other; float in, float out.

    Args:
        function: name in `derive.loops.functions.REGISTRY`, or any `Formula` whose
            right side is linear in `SimplexIntegral` with p ≥ 1.
        masses: in the order of its arguments, in one unit of mass.
        backend: "auto" compiles the functions of the registry if numba is installed, once it pays:
            `evaluate.PAYS` points have been asked for since the process began.
        precision: "certified" returns (midpoint, radius), an interval proved to contain the exact
            value at the given floating-point masses.
    """
    if function.__class__ is str and backend == "auto" and precision == "double":
        # One point, all Python floats: straight to the compiled function.
        point = _POINTS.get(function)
        if point is not None and {*map(type, masses)} == _ONLY_FLOAT and len(masses) == point[2]:
            value = point[0](point[1], *masses)
            if value == value:  # noqa: PLR0124 -- NaN: not plain, or not a mass
                return value
    form = form_of(function)
    arrays = as_arrays(form, masses)
    if precision == "certified":
        from darktmm.numeric.kernels.certified import certified

        return certified(form, arrays)
    if precision != "double":
        raise ValueError(f"precision: {precision!r} is neither 'double' nor 'certified'")
    if backend not in ("auto", "compiled", "numpy"):
        raise ValueError(f"backend: {backend!r} is none of 'auto', 'compiled', 'numpy'")
    module = None
    if backend == "compiled" and (module := compiled()) is None:
        raise ImportError("backend: 'compiled' needs numba (pip install numba)")
    if backend == "auto":
        module = worthwhile(arrays[0].size)
    if module is not None and not _POINTS:
        for name, known in FORMS.items():
            _POINTS[name] = (
                getattr(module, f"{name}_point"),
                packed(known.power),
                len(known.arguments),
            )
    values = integrate(form, arrays, module)
    return values if values.shape else float(values)


_POINTS: dict[str, tuple[Any, Any, int]] = {}
_ONLY_FLOAT = {float}


def path(M: Any, M_H: Any, M_A: Any) -> Any:
    """J(M; M_H, M_A): a scalar line of two masses radiates."""
    return evaluate("path", M, M_H, M_A)


def path_difference(M: Any, M_H1: Any, M_H2: Any, M_A1: Any, M_A2: Any) -> Any:
    """J(H₁,A₁) − J(H₂,A₁) − J(H₁,A₂) + J(H₂,A₂), without forming a difference."""
    return evaluate("path_difference", M, M_H1, M_H2, M_A1, M_A2)


def path_kernel(M: Any, M_H1: Any, M_H2: Any, M_A1: Any, M_A2: Any) -> Any:
    """`path_difference` divided by (M_H1² − M_H2²)(M_A1² − M_A2²)."""
    return evaluate("path_kernel", M, M_H1, M_H2, M_A1, M_A2)


def fermion_radiated(M_1: Any, M_2: Any, M_Phi: Any) -> Any:
    """The fermion line radiates; Majorana masses M_1, M_2 carry their sign."""
    return evaluate("fermion_radiated", M_1, M_2, M_Phi)


def lepton_fermion_flip(M_F: Any, M_B: Any) -> Any:
    """Charged lepton: the fermion radiates and flips the chirality."""
    return evaluate("lepton_fermion_flip", M_F, M_B)


def lepton_scalar_flip(M_F: Any, M_B: Any) -> Any:
    """Charged lepton: the scalar radiates, the fermion flips the chirality."""
    return evaluate("lepton_scalar_flip", M_F, M_B)


def lepton_fermion_conserving(M_F: Any, M_B: Any) -> Any:
    """Charged lepton: the fermion radiates, the external mass flips the chirality."""
    return evaluate("lepton_fermion_conserving", M_F, M_B)


def lepton_scalar_conserving(M_F: Any, M_B: Any) -> Any:
    """Charged lepton: the scalar radiates, the external mass flips the chirality."""
    return evaluate("lepton_scalar_conserving", M_F, M_B)


def mass(M: Any, M_H: Any, M_A: Any) -> Any:
    """Difference of the bubbles of a CP-even and a CP-odd scalar (radiative neutrino mass)."""
    return evaluate("mass", M, M_H, M_A)
