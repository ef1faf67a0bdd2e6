"""Write `kernels/_generated.py` and `_compiled.py` from `derive`, or turn one expression into a `Form` on the spot.

`python -m darktmm.numeric.laws` writes them after a change in `derive`; a test compares.
"""

from __future__ import annotations

import keyword
import pathlib
import re
import string
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import sympy as sp
from sympy.printing.pycode import PythonCodePrinter

from darktmm.derive.formula import Formula
from darktmm.derive.loops.euclidean import EuclideanForm, euclidean_form
from darktmm.derive.loops.functions import REGISTRY
from darktmm.derive.memo import cache

if TYPE_CHECKING:
    from darktmm.numeric.kernels.form import Form

KERNELS = pathlib.Path(__file__).parent
TEMPLATE = KERNELS / "compiled.template"

_HEADER = '''# ruff: noqa
# fmt: off
"""Integrands of all loop functions. Written by `python -m darktmm.numeric.laws`; do not edit."""

from __future__ import annotations

from typing import Any

from darktmm.numeric.kernels.form import Form, Parts
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


def _identifiers(words: Iterable[str]) -> list[str]:
    """Names that Python takes, all different: M_+ and M_- are two symbols, and so is lambda."""
    found: list[str] = []
    for word in words:
        name = re.sub(r"\W", "_", word)
        if not name.isidentifier() or keyword.iskeyword(name) or name != word:
            name = f"_{name}_{len(found)}"
        found.append(name)
    return found


def source(function: Formula) -> tuple[EuclideanForm, str]:
    """The momentum integral of a loop function, and Python code for its parts."""
    name, *arguments = _identifiers((function.name, *map(str, function.arguments)))
    renamed = {
        a: sp.Symbol(new, **a.assumptions0)
        for a, new in zip(function.arguments, arguments, strict=True)
        if a.name != new
    }
    form = euclidean_form(function.right.xreplace(renamed))
    names = ", ".join(f"{a}: Any" for a in arguments)
    lines = [
        f"def {name}({names}) -> Parts:",
        f'    """{function.source}."""',
        f"    prefactor = {_code(form.prefactor)}",
        f"    numerator = {_row(form.numerator)}",
        f"    nodes = {_row(tuple(x for x, _ in form.nodes))}",
        "    return prefactor, numerator, nodes",
    ]
    return form, "\n".join(lines) + "\n"


def momentum_integral(function: Formula) -> tuple[tuple[sp.Symbol, ...], dict[str, Any]]:
    """Arguments and content of a `Form`, as a law returns it."""
    form = euclidean_form(function.right)
    fields = _fields(function, form)
    del fields["name"], fields["arguments"]
    parts = form.prefactor, form.numerator, tuple(x for x, _ in form.nodes)
    return function.arguments, {**fields, "parts": parts}


def _fields(function: Formula, form: EuclideanForm) -> dict[str, Any]:
    return {
        "name": function.name,
        "arguments": tuple(map(str, function.arguments)),
        "signed": tuple(not a.is_nonnegative for a in function.arguments),
        "dimension": function.dimension,
        "scale": (int(form.scale.p), int(form.scale.q)),
        "power": form.power,
        "multiplicities": tuple(r for _, r in form.nodes),
    }


@cache
def compile_form(function: Formula) -> Form:
    """A loop function, made evaluable: from the generated table if it is in the registry."""
    # The package needs the files that this module writes, so it is imported only here.
    from darktmm.numeric.kernels._generated import FORMS
    from darktmm.numeric.kernels.form import Form

    if any(make() == function for make in REGISTRY):
        return FORMS[function.name]
    form, code = source(function)
    scope: dict[str, Any] = {"Any": Any, "Parts": Any}
    exec(code, scope)
    (name,) = _identifiers((function.name,))
    return Form(**_fields(function, form), parts=scope[name])


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


# --- compiled code ------------------------------------------------------------------------------


def _horner(t: str, coefficients: list[str], lead: str = "") -> str:
    """((lead·t + c₂)·t + c₁)·t + c₀; without `lead` the leading coefficient is 1."""
    *lower, last = coefficients
    text = f"{lead} * {t} + {last}" if lead else f"{t} + {last}"
    for c in reversed(lower):
        text = f"({text}) * {t} + {c}"
    return text


def _product(form: EuclideanForm) -> list[str]:
    """Multiply out ∏(τ + x)^r, one propagator after the other."""
    lines: list[str] = []
    degree = 0
    for i, (_, times) in enumerate(form.nodes):
        lines.append(f"x = z * nodes[{i}]")
        for _ in range(times):
            if degree == 0:
                lines.append("e0 = x")
            else:
                new = ["e0 * x", *(f"e{j - 1} + x * e{j}" for j in range(1, degree))]
                names = ", ".join(f"e{j}" for j in range(degree + 1))
                lines.append(f"{names} = {', '.join([*new, f'e{degree - 1} + x'])}")
            degree += 1
    return lines


def compiled_text() -> str:
    """The text of `_compiled.py`."""
    header, body = TEMPLATE.read_text().split("### function\n")
    return header + "".join(
        string.Template(body).substitute(_substitutions(function, euclidean_form(function.right)))
        for function in (make() for make in REGISTRY)
    )


def _substitutions(function: Formula, form: EuclideanForm) -> dict[str, str]:
    names = [str(a) for a in function.arguments]
    top = len(form.numerator) - 1
    powers = form.degree - 1 - form.power - top
    results = ["prefactor"]
    numerator = ""
    prefactor = _code(form.prefactor)
    if top:
        # Σ cⱼ τʲ with τ in units: cⱼ·unitʲ; the prefactor takes what makes the dimension right.
        for j, c in enumerate(form.numerator):
            numerator += f"    n{j} = {' * '.join([f'({_code(c)})', *(['unit'] * j)])}\n"
            results.append(f"n{j}")
        powers = form.degree - 1 - form.power
    elif form.numerator[0] != 1:
        prefactor = f"({prefactor}) * ({_code(form.numerator[0])})"
    prefactor = " * ".join([f"({prefactor})", *(["z"] * powers)])
    results += [f"e{j}" for j in range(form.degree)]
    parts = [f"c{j}" for j in range(len(results))]
    upper = parts[1 : 2 + top] if top else []
    lower = parts[1 + len(upper) :]

    def weight(k: int) -> str:
        if not upper:
            return f"w{k}"
        return f"w{k} * ({_horner(f't{k}', upper[:-1], lead=upper[-1])})"

    def indented(lines: list[str], by: int) -> str:
        return "\n".join(" " * by + line for line in lines)

    over, under = int(form.scale.p), int(form.scale.q)
    unsigned = [a for a in function.arguments if a.is_nonnegative]
    return {
        "name": function.name,
        "names": ", ".join(names),
        "typed": ", ".join(f"{n}: Any" for n in names),
        "nodes": _row(tuple(x for x, _ in form.nodes)),
        "prefactor": prefactor,
        "numerator": numerator,
        "product": indented(_product(form), 4) + "\n",
        "results": ", ".join(results),
        "masses": str(len(names)),
        "parts": str(len(results)),
        "slices": indented([f"v{i} = {n}[start : start + n]" for i, n in enumerate(names)], 8),
        "at_p": ", ".join(f"v{i}[p]" for i in range(len(names))),
        "gather": indented(
            [f"m{i} = mass[{i}, :size]" for i in range(len(names))]
            + ["for p in range(size):"]
            + [f"    m{i}[p] = v{i}[here[p]]" for i in range(len(names))],
            20,
        ),
        "all": indented([f"m{i} = v{i}[first:last]" for i in range(len(names))], 20),
        "pad": indented([f"r{j}[p] = r{j}[size - 1]" for j in range(len(results))], 20),
        "gathered": ", ".join(f"m{i}[p]" for i in range(len(names))),
        "rows": indented([f"r{j} = part[{j}, :padded]" for j in range(len(results))], 16),
        "fill": ", ".join(f"r{j}[p]" for j in range(len(results))),
        "load": indented([f"c{j} = r{j}[p]" for j in range(1, len(results))], 24),
        "scalars": ", ".join(parts),
        "signs": "".join(f" and {a} >= 0.0" for a in unsigned),
        "signs_at_p": "".join(
            f" & (v{i}[p] >= 0.0)" for i, a in enumerate(function.arguments) if a.is_nonnegative
        ),
        "scale": repr(over / under),
        **{f"horner{k}": _horner(f"t{k}", lower) for k in range(4)},
        **{f"w{k}": weight(k) for k in range(4)},
    }


def write() -> tuple[pathlib.Path, ...]:
    """Write both files."""
    written = {"_generated.py": module_text(), "_compiled.py": compiled_text()}
    for name, text in written.items():
        KERNELS.joinpath(name).write_text(text, encoding="utf-8")
    return tuple(KERNELS / name for name in written)
