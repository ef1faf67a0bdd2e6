"""Write `kernels/_generated.py` from `derive`, or turn one expression into a `Form` on the spot.

Run `python -m numeric.kernel_source` after a change in `derive`; a test compares.
"""

from __future__ import annotations

import pathlib
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import sympy as sp
from sympy.printing.pycode import PythonCodePrinter

from derive.results.euclidean import EuclideanForm, euclidean_form
from derive.results.loop_functions import REGISTRY, LoopFunction

if TYPE_CHECKING:
    from numeric.kernels.form import Form

TARGET = pathlib.Path(__file__).parent / "kernels" / "_generated.py"

_HEADER = '''"""Integrands of all loop functions. Written by `numeric.kernel_source`; do not edit."""

from __future__ import annotations

from typing import Any

from numeric.kernels.form import Form, Parts
'''


class _Printer(PythonCodePrinter):  # type: ignore[misc]
    """Integer powers as products: exact to half an ulp per factor, and the same for all types."""

    def _print_Pow(self, expr: sp.Pow, rational: bool = False) -> str:
        base, exponent = expr.as_base_exp()
        if exponent.is_Integer and 2 <= exponent <= 8:
            return "(" + "*".join([self.parenthesize(base, 50)] * int(exponent)) + ")"
        return str(super()._print_Pow(expr, rational=rational))


def _code(expression: sp.Expr) -> str:
    return str(_Printer({"fully_qualified_modules": False}).doprint(expression))


def _row(expressions: tuple[sp.Expr, ...]) -> str:
    return "(" + "".join(f"{_code(e)}, " for e in expressions).rstrip() + ")"


def source(function: LoopFunction) -> tuple[EuclideanForm, str]:
    """The momentum integral of a loop function, and Python code for its parts."""
    form = euclidean_form(function.expression)
    names = ", ".join(f"{a}: Any" for a in map(str, function.arguments))
    lines = [
        f"def {function.name}({names}) -> Parts:",
        f'    """{function.source}."""',
        f"    prefactor = {_code(form.prefactor)}",
        f"    numerator = {_row(form.numerator)}",
        f"    nodes = {_row(tuple(x for x, _ in form.nodes))}",
        "    return prefactor, numerator, nodes",
    ]
    return form, "\n".join(lines) + "\n"


def _fields(function: LoopFunction, form: EuclideanForm) -> dict[str, Any]:
    return {
        "name": function.name,
        "arguments": tuple(map(str, function.arguments)),
        "signed": tuple(not a.is_nonnegative for a in function.arguments),
        "dimension": function.dimension,
        "scale": (int(form.scale.p), int(form.scale.q)),
        "power": form.power,
        "multiplicities": tuple(r for _, r in form.nodes),
    }


@lru_cache(maxsize=256)
def compile_form(function: LoopFunction) -> Form:
    """A loop function that is not in the registry, made evaluable."""
    from numeric.kernels.form import Form  # the package needs the file that this module writes

    form, code = source(function)
    scope: dict[str, Any] = {"Any": Any, "Parts": Any}
    exec(code, scope)
    return Form(**_fields(function, form), parts=scope[function.name])


def module_text() -> str:
    """The text of `_generated.py`."""
    bodies, table = [], []
    for make in REGISTRY:
        function = make()
        form, code = source(function)
        bodies.append(code)
        fields = "".join(f"        {k}={v!r},\n" for k, v in _fields(function, form).items())
        table.append(f"    Form(\n{fields}        parts={function.name},\n    ),\n")
    rows = "".join(table)
    listing = f"FORMS: dict[str, Form] = {{form.name: form for form in (\n{rows})}}\n"
    return _HEADER + "\n\n" + "\n\n".join(bodies) + "\n\n" + listing


if __name__ == "__main__":
    TARGET.write_text(module_text())
