"""Loop functions to full double precision, for every mass.

    >>> from darktmm.numeric.kernels import path_difference
    >>> f"{path_difference(0.1, 1.0, 1.0 + 1e-12, 2.0, 3.0):.12e}"  # all digits are right
    '8.033983951216e-14'

What is evaluated is the Euclidean momentum integral of `derive.loops.euclidean`, in which the
cancellations of the closed form have been carried out exactly.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, Literal, Protocol, TypeAlias, cast, overload

from numpy.typing import ArrayLike

from darktmm.numeric.arrays import FloatArray
from darktmm.numeric.kernels._generated import FORMS
from darktmm.numeric.kernels.check import as_arrays
from darktmm.numeric.kernels.form import Form
from darktmm.numeric.kernels.integration import COMPILER, integrate
from darktmm.numeric.kernels.pairs import path_pairs

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
    """The integrand of a loop function, given by name or as an object of `derive`.

    Raises:
        ValueError: no loop function of that name; the message lists those there are.
    """
    if isinstance(function, Form):
        return function
    if isinstance(function, str):
        if function not in FORMS:
            raise ValueError(f"function: {function!r} is none of {', '.join(FORMS)}")
        return FORMS[function]
    from darktmm.numeric.kernels.source import compile_form

    return compile_form(function)


Backend: TypeAlias = Literal["auto", "compiled", "numpy"]

_ONLY_FLOAT: Final = {float}


@overload
def evaluate(  # type: ignore[overload-overlap] # a float is an array as well
    function: str | Form | Formula,
    *masses: float,
    backend: Backend = "auto",
    precision: Literal["double"] = "double",
) -> float: ...


@overload
def evaluate(
    function: str | Form | Formula,
    *masses: ArrayLike,
    backend: Backend = "auto",
    precision: Literal["double"] = "double",
) -> FloatArray: ...


@overload
def evaluate(  # type: ignore[overload-overlap]
    function: str | Form | Formula,
    *masses: float,
    backend: Backend = "auto",
    precision: Literal["certified"],
) -> tuple[float, float]: ...


@overload
def evaluate(
    function: str | Form | Formula,
    *masses: ArrayLike,
    backend: Backend = "auto",
    precision: Literal["certified"],
) -> tuple[FloatArray, FloatArray]: ...


def evaluate(
    function: str | Form | Formula,
    *masses: ArrayLike,
    backend: Backend = "auto",
    precision: Literal["double", "certified"] = "double",
) -> Any:
    """A loop function at masses that broadcast against each other.

    Args:
        function: name in `derive.loops.functions.REGISTRY`, or any `Formula` whose
            right side is linear in `SimplexIntegral` with p ≥ 1.
        masses: in the order of its arguments, in one unit of mass, which is that of the result as well:
            a function of dimension −2 comes out in GeV⁻² for masses in GeV. Numbers or arrays.
        backend: "auto" compiles the functions of the registry if numba is installed, once it pays:
            `integration.PAYS` points have been asked for since the process began.
        precision: "certified" returns (midpoint, radius), an interval proved to contain the exact
            value at the given floating-point masses.

    Returns:
        A float for numbers, an array of the common shape for arrays, to about 1e-14; a pair of them for
        "certified".

    Raises:
        ValueError: no such function, backend or precision; a value that is no mass (not finite, negative
            where its sign has no meaning, neither 0 nor in the range of `check`); massless lines that make
            the integral diverge. The message names argument and index.
        TypeError: another number of masses than the function has.
        ImportError: "compiled" without numba, "certified" without python-flint.
    """
    if function.__class__ is str and backend == "auto" and precision == "double":
        # One point, all Python floats: straight to the compiled function.
        point = COMPILER.points.get(function)
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
    if backend == "compiled" and (module := COMPILER.module) is None:
        raise ImportError("backend: 'compiled' needs numba (pip install numba)")
    if backend == "auto":
        module = COMPILER.worthwhile(arrays[0].size)
    values = integrate(form, arrays, module)
    return values if values.shape else float(values)


class LoopFunction(Protocol):
    """A function of masses: a float for numbers, else an array of their common shape."""

    @overload
    def __call__(self, *masses: float) -> float: ...  # type: ignore[overload-overlap]

    @overload
    def __call__(self, *masses: ArrayLike) -> FloatArray: ...


def _loop_function(function: Callable[..., Any]) -> LoopFunction:
    return cast(LoopFunction, function)


@_loop_function
def path(M: ArrayLike, M_H: ArrayLike, M_A: ArrayLike) -> FloatArray:
    r"""J(M; M_H, M_A): the scalar line radiates and turns from H into A; see arXiv:2603.25704 (21).

    >>> from darktmm.derive.loops.functions import path_function
    >>> print(path_function().latex)
    \mathcal{J}(M,M_{H_1},M_{A_1}) = \mathcal{I}_1[\{M^2\}_2,M_{A_1}^2,M_{H_1}^2]

    Args:
        M: mass of the heavy fermion.
        M_H, M_A: masses of the CP-even and of the CP-odd scalar.

    Returns:
        A float for numbers, else an array of the common shape, in mass⁻²; to about 1e-14.

    Raises:
        ValueError: as for `evaluate`.
    """
    return evaluate("path", M, M_H, M_A)


@_loop_function
def path_difference(
    M: ArrayLike, M_H1: ArrayLike, M_H2: ArrayLike, M_A1: ArrayLike, M_A2: ArrayLike
) -> FloatArray:
    r"""J(H₁,A₁) − J(H₂,A₁) − J(H₁,A₂) + J(H₂,A₂), without forming a difference; see arXiv:2603.25704 (23).

    >>> from darktmm.derive.loops.functions import path_difference
    >>> print(path_difference().latex)  # doctest: +NORMALIZE_WHITESPACE
    \Delta\mathcal{J}(M,M_{H_1},M_{H_2},M_{A_1},M_{A_2}) =
    2(M_{A_1}^2 - M_{A_2}^2)(M_{H_1}^2 -
    M_{H_2}^2)\mathcal{I}_3[\{M^2\}_2,M_{A_1}^2,M_{A_2}^2,M_{H_1}^2,M_{H_2}^2]

    Both splittings stand in front of a positive integral, `path_kernel`: all digits are right however small
    they are.

    Args:
        M: mass of the heavy fermion.
        M_H1, M_H2: masses of the CP-even scalars.
        M_A1, M_A2: masses of the CP-odd scalars.

    Returns:
        A float for numbers, else an array of the common shape, in mass⁻²; to about 1e-14.

    Raises:
        ValueError: as for `evaluate`.
    """
    return evaluate("path_difference", M, M_H1, M_H2, M_A1, M_A2)


@_loop_function
def path_kernel(
    M: ArrayLike, M_H1: ArrayLike, M_H2: ArrayLike, M_A1: ArrayLike, M_A2: ArrayLike
) -> FloatArray:
    r"""`path_difference` divided by (M_H1² − M_H2²)(M_A1² − M_A2²): positive, finite where these vanish.

    >>> from darktmm.derive.loops.functions import path_kernel
    >>> print(path_kernel().latex)
    \mathcal{K}(M,M_{H_1},M_{H_2},M_{A_1},M_{A_2}) = 2\mathcal{I}_3[\{M^2\}_2,M_{A_1}^2,M_{A_2}^2,M_{H_1}^2,M_{H_2}^2]

    Args:
        M: mass of the heavy fermion.
        M_H1, M_H2: masses of the CP-even scalars.
        M_A1, M_A2: masses of the CP-odd scalars.

    Returns:
        A float for numbers, else an array of the common shape, in mass⁻⁶; to about 1e-14.

    Raises:
        ValueError: as for `evaluate`.
    """
    return evaluate("path_kernel", M, M_H1, M_H2, M_A1, M_A2)


@_loop_function
def fermion_radiated(M_1: ArrayLike, M_2: ArrayLike, M_Phi: ArrayLike) -> FloatArray:
    r"""The fermion line radiates; antisymmetric in its two masses. See arXiv:2603.25704 (15).

    >>> from darktmm.derive.loops.functions import fermion_function
    >>> print(fermion_function().latex)  # doctest: +NORMALIZE_WHITESPACE
    \mathcal{F}(M_1,M_2,M_\Phi) =
    M_1\mathcal{I}_1[\{M_1^2\}_2,M_2^2,M_\Phi^2] - M_2\mathcal{I}_1[M_1^2,\{M_2^2\}_2,M_\Phi^2]

    Args:
        M_1, M_2: Majorana masses before and after the vertex, with their signs.
        M_Phi: mass of the scalar.

    Returns:
        A float for numbers, else an array of the common shape, in mass⁻¹; to about 1e-14.

    Raises:
        ValueError: as for `evaluate`.
    """
    return evaluate("fermion_radiated", M_1, M_2, M_Phi)


@_loop_function
def lepton_fermion_flip(M_F: ArrayLike, M_B: ArrayLike) -> FloatArray:
    r"""Dipole of a charged lepton: the fermion radiates and flips the chirality. See hep-ph/0302221.

    >>> from darktmm.derive.loops.functions import lepton_fermion_flip
    >>> print(lepton_fermion_flip().latex)
    f_F^{\rm flip}(M_F,M_B) = 2\mathcal{I}_1[M_B^2,\{M_F^2\}_3]

    Args:
        M_F: mass of the fermion in the loop.
        M_B: mass of the boson in the loop.

    Returns:
        A float for numbers, else an array of the common shape, in mass⁻²; to about 1e-14.

    Raises:
        ValueError: as for `evaluate`.
    """
    return evaluate("lepton_fermion_flip", M_F, M_B)


@_loop_function
def lepton_scalar_flip(M_F: ArrayLike, M_B: ArrayLike) -> FloatArray:
    r"""Dipole of a charged lepton: the scalar radiates, the fermion flips the chirality. See hep-ph/0302221.

    >>> from darktmm.derive.loops.functions import lepton_scalar_flip
    >>> print(lepton_scalar_flip().latex)
    f_B^{\rm flip}(M_F,M_B) = \mathcal{I}_1[\{M_B^2\}_2,\{M_F^2\}_2]

    Args:
        M_F: mass of the fermion in the loop.
        M_B: mass of the boson in the loop.

    Returns:
        A float for numbers, else an array of the common shape, in mass⁻²; to about 1e-14.

    Raises:
        ValueError: as for `evaluate`.
    """
    return evaluate("lepton_scalar_flip", M_F, M_B)


@_loop_function
def lepton_fermion_conserving(M_F: ArrayLike, M_B: ArrayLike) -> FloatArray:
    r"""Dipole of a charged lepton: the fermion radiates, the external mass flips the chirality.

    >>> from darktmm.derive.loops.functions import lepton_fermion_conserving
    >>> print(lepton_fermion_conserving().latex)
    f_F(M_F,M_B) = \mathcal{I}_1[\{M_B^2\}_2,\{M_F^2\}_3]

    Per external mass; see hep-ph/0302221 and arXiv:2603.25704 (26).

    Args:
        M_F: mass of the fermion in the loop.
        M_B: mass of the boson in the loop.

    Returns:
        A float for numbers, else an array of the common shape, in mass⁻²; to about 1e-14.

    Raises:
        ValueError: as for `evaluate`.
    """
    return evaluate("lepton_fermion_conserving", M_F, M_B)


@_loop_function
def lepton_scalar_conserving(M_F: ArrayLike, M_B: ArrayLike) -> FloatArray:
    r"""Dipole of a charged lepton: the scalar radiates, the external mass flips the chirality.

    >>> from darktmm.derive.loops.functions import lepton_scalar_conserving
    >>> print(lepton_scalar_conserving().latex)
    f_B(M_F,M_B) = \mathcal{I}_1[\{M_B^2\}_3,\{M_F^2\}_2]

    Per external mass; see hep-ph/0302221 and arXiv:1312.2840.

    Args:
        M_F: mass of the fermion in the loop.
        M_B: mass of the boson in the loop.

    Returns:
        A float for numbers, else an array of the common shape, in mass⁻²; to about 1e-14.

    Raises:
        ValueError: as for `evaluate`.
    """
    return evaluate("lepton_scalar_conserving", M_F, M_B)


@_loop_function
def mass(M: ArrayLike, M_H: ArrayLike, M_A: ArrayLike) -> FloatArray:
    r"""Difference of the bubbles of a CP-even and a CP-odd scalar: the radiative neutrino mass is M times it.

    >>> from darktmm.derive.loops.functions import mass_function
    >>> print(mass_function().latex)
    \mathcal{B}(M,M_{H_1},M_{A_1}) = (M_{H_1}^2 - M_{A_1}^2)\mathcal{I}_1[M^2,M_{A_1}^2,M_{H_1}^2]

    Args:
        M: mass of the heavy fermion.
        M_H, M_A: masses of the CP-even and of the CP-odd scalar.

    Returns:
        A float for numbers, else an array of the common shape, a pure number; to about 1e-14.

    Raises:
        ValueError: as for `evaluate`.
    """
    return evaluate("mass", M, M_H, M_A)
