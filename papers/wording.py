r"""Formulas, numbers and names in sentences: LaTeX between dollars, made from what was computed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from darktmm.derive.latex import symbol, tex


def shown(expression: Any) -> str:
    r"""An expression in a sentence.

    >>> import sympy as sp
    >>> shown(sp.Symbol("m_D") ** 2 / 2)
    '$\\frac{m_D^2}{2}$'
    """
    return f"${tex(expression)}$"


def digits(value: float, form: str = ".3g") -> str:
    r"""LaTeX of a number with the digits of a format, without dollars.

    >>> digits(3.2026e-19, ".1e"), digits(-0.5), digits(1e6, ".1g")
    ('3.2\\times10^{-19}', '-0.5', '10^{6}')
    """
    mantissa, _, exponent = format(value, form).partition("e")
    if not exponent:
        return mantissa
    power = f"10^{{{int(exponent)}}}"
    return {"1": power, "-1": f"-{power}"}.get(mantissa, rf"{mantissa}\times{power}")


def number(value: float, form: str = ".3g") -> str:
    r"""A number in a sentence: between dollars where it has a sign or a power of ten.

    >>> number(0.0864, ".4f"), number(3.2026e-19, ".1e"), number(-2.0)
    ('0.0864', '$3.2\\times10^{-19}$', '$-2$')
    """
    text = digits(value, form)
    return text if text.replace(".", "").isdigit() else f"${text}$"


def measured(value: float, uncertainty: float | None, form: str = ".3g", its: str = ".3g") -> str:
    r"""A value and its uncertainty.

    >>> measured(3.8e-10, 6.4e-10, ".1e", ".1e")
    '$3.8\\times10^{-10}\\pm6.4\\times10^{-10}$'
    """
    return rf"${digits(value, form)}\pm{digits(uncertainty or 0.0, its)}$"


def listed(names: Iterable[str]) -> str:
    """a, b and c."""
    *first, last = (*names,) or ("nothing",)
    return f"{', '.join(first)} and {last}" if first else last


_EQUATION = re.compile(r"eq0*(\d+[a-z]?)")


def referred(name: str) -> str:
    """A statement in a sentence: equations by their number, others as they are called.

    >>> referred("eq08"), referred("eq18a"), referred("Sec. 3.2")
    ('(8)', '(18a)', 'Sec. 3.2')
    """
    found = _EQUATION.fullmatch(name)
    return f"({found[1]})" if found else name


# --- names that are typed on a keyboard -----------------------------------------------------------

_PARTICLE = (
    r"(?:\d?(?:nubar|nu|mu|tau|gamma|pi0|pi|omega|alpha|ell|e|l|h|K|Z|W|S|T|E|L|A')|[A-Za-z]+_\w+)"
)
_SIDE = rf"{_PARTICLE}(?: {_PARTICLE})*"
_NAME = re.compile(rf"(?<![\w'$-]){_SIDE}(?:(?: -> |/|-){_SIDE})*(?![\w'])")
_JOINTS = {"->": r"\to", "/": "/", "-": r"\text{-}", "pi0": r"\pi^0", "nubar": r"\bar\nu"}


def named(name: str) -> str:
    r"""A bound, a search or a channel in a sentence: its particles and symbols as formulas.

    >>> named("K -> pi A' (Z-A' mixing)"), named("BaBar 2014"), named("lepton universality (tau/e)")
    ("$K\\to\\pi A'$ ($Z\\text{-}A'$ mixing)", 'BaBar 2014', 'lepton universality ($\\tau/e$)')
    """
    return _NAME.sub(lambda found: f"${_typeset(found[0])}$", name)


def _typeset(reaction: str) -> str:
    text = ""
    for word in re.findall(r"->|/|-|[^\s/-]+", reaction):
        latex = _JOINTS.get(word) or re.match(r"\d?", word)[0] + symbol(word.lstrip("0123456789"))  # type: ignore[index]
        text += " " if re.search(r"\\[A-Za-z]+$", text) and latex[0].isalpha() else ""
        text += latex
    return text
