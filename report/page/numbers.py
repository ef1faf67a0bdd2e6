"""Numbers: the benchmark and what becomes of it, the bounds, and every input with source and date."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import sympy as sp

from darktmm.derive.latex import tex
from darktmm.numeric.constraints import Assessment, Constraint
from darktmm.numeric.inputs import constants, oscillation
from darktmm.numeric.inputs.data import (
    CHANNELS,
    Curve,
    Measurement,
    bibtex,
    curves,
    default,
    measurements,
    quantities,
)
from darktmm.numeric.inputs.targets import recoil_windows
from darktmm.numeric.models.dark.parameters import Parameters
from darktmm.papers.arxiv_2603_25704.quantities import Quantity, report
from darktmm.papers.wording import digits, named
from darktmm.report.points import NAMES, bundled
from darktmm.report.sentences import pieces
from darktmm.report.tables import enough

UNITS = {
    "1": "",
    "mu_B": r"\mu_B",
    "GeV^-1": r"\text{GeV}^{-1}",
    "GeV^-2": r"\text{GeV}^{-2}",
    "cm^2": r"\text{cm}^2",
    "cm^-2 s^-1": r"\text{cm}^{-2}\,\text{s}^{-1}",
}
"""LaTeX of units that are more than letters."""

BENCHMARK = "paper"
"""The point that is shown first."""

_POWER = re.compile(r"\^(-?\d+)")


@dataclass(frozen=True)
class Bound:
    """What a bound says about a point.

    Attributes:
        name, measured, confidence, assumption, unit: of the bound.
        value, limit, ratio: LaTeX of numbers; ratio above 1 is excluded.
        excluded: whether it excludes the point.
        bib: key of the source.
    """

    name: str
    measured: str
    confidence: str
    assumption: str
    unit: str
    value: str
    limit: str
    ratio: str
    excluded: bool
    bib: str


@dataclass(frozen=True)
class Point:
    """A parameter point and what follows from it.

    Attributes:
        name: of the point that comes with the package.
        parameters: (section, [(key, value)]).
        quantities: (name, derived, printed, unit) of those that are one number.
        bounds: those that apply, the most severe first.
        outside: conditions of the theory itself that fail.
        silent: (reason, names) of bounds that say nothing.
    """

    name: str
    parameters: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    quantities: tuple[tuple[str, str, str, str], ...]
    bounds: tuple[Bound, ...]
    outside: tuple[str, ...]
    silent: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def excluded(self) -> int:
        """By how many bounds."""
        return sum(b.excluded for b in self.bounds)


def tables() -> dict[str, Any]:
    """Everything the page of numbers shows."""
    points = [_point(name) for name in sorted(NAMES, key=lambda name: name != BENCHMARK)]
    found = [m for quantity in quantities() for m in measurements(quantity)]
    drawn = [c for channel in CHANNELS for c in curves(channel)]
    keys = {m.bibtex for m in found} | {c.bibtex for c in drawn}
    keys |= {b.bib for p in points for b in p.bounds} - {""}
    return {
        "points": points,
        "constants": _constants(),
        "oscillation": oscillation(),
        "measured": _grouped(found),
        "chosen": {default(quantity).name for quantity in quantities()},
        "curves": [(c, _range(c)) for c in drawn],
        "windows": recoil_windows(),
        "bibliography": [(key, bibtex(key)) for key in sorted(keys)],
        "indexed": indexed,
        "quantity_of": quantity,
        "quoted": quoted,
        "unit": unit,
    }


def unit(name: str) -> str:
    """LaTeX of a unit, "" for pure numbers."""
    if name in UNITS:
        return UNITS[name]
    parts = (_POWER.sub(r"}^{\1}\\text{", part) for part in name.split(" "))
    return r"\,".join(rf"\text{{{part}}}" for part in parts).replace(r"\text{}", "")


_INDEX = re.compile(r"(?<![^\W_])([^\W\d_]+)_([A-Za-z]+'?|\d)(\^\d)?")

_LETTERS = {
    **{
        "alpha": "α",
        "gamma": "γ",
        "eta": "η",
        "mu": "μ",
        "nu": "ν",
        "pi": "π",
        "phi": "φ",
        "tau": "τ",
    },
    **{"epsilon": "ε", "delta": "δ", "->": "→", "sqrt": "√", "^2": "²"},
}
_LETTER = re.compile(
    r"(?<![\w$])(?:alpha|gamma|eta|mu|nu|pi|phi|tau|epsilon|delta|sqrt)(?!\w)|->|\^2"
)
_CHARGE = re.compile(r"(?<=[eKπμτ])([+-])(?=[\s);,]|$)")


_QUANTITIES = (
    (re.compile(r"^epsilon"), r"$\\varepsilon$"),
    (re.compile(r"^Delta \$"), r"$\\Delta "),
    (re.compile(r"^m \$L\$\+-"), r"mass of $L^\\pm$"),
    (re.compile(r"^m (?=[a-z]{3})"), "mass of "),
    (re.compile(r"\|\$([^$]*)\$\|\^2"), r"$|\1|^2$"),
    (re.compile(r"(?<![\w$\\])([UX])(?!\w)"), r"$\1$"),
    (re.compile("->"), r"$\\to$"),
)
"""What is left of a keyboard in the name of a quantity once its particles are formulas."""


def indexed(sentence: str) -> str:
    r"""A sentence from a keyboard: what has an index as a formula, particles and arrows as signs.

    Names are left alone, other than by `named`: authors have initials.

    >>> indexed("g_tau/g_e from tau -> e nu nu, S. Morel")
    '$g_\\tau$/$g_e$ from τ → e ν ν, S. Morel'
    """
    return _words(_words(sentence, _with_indices), _with_signs)


def _words(sentence: str, change: Callable[[str], str]) -> str:
    """A sentence with what is no formula changed."""
    return "".join(f"${text}$" if formula else change(text) for formula, text in pieces(sentence))


def _with_indices(words: str) -> str:
    return _INDEX.sub(_subscript, words)


def _with_signs(words: str) -> str:
    words = _LETTER.sub(lambda m: _LETTERS[m[0]], words)
    return _CHARGE.sub(lambda m: {"+": "⁺", "-": "⁻"}[m[1]], words)


def _subscript(found: re.Match[str]) -> str:
    letter, index, power = found.groups()
    name = rf"\sum_{index}" if letter == "sum" else tex(sp.Symbol(f"{letter}_{index}"))
    return f"${name}{power or ''}$"


def quantity(name: str) -> str:
    """A measured quantity, typeset."""
    name = named(name)
    for pattern, replacement in _QUANTITIES:
        name = pattern.sub(replacement, name)
    return name


def quoted(measurement: Measurement) -> str:
    """LaTeX of a number as its kind has it: 1.2 ± 0.3, < 5, 2 … 7."""
    m = measurement
    value = _digits(m.value)
    if m.uncertainty is not None:
        return rf"{value}\pm{_digits(m.uncertainty)}"
    if m.lower is not None:
        return rf"{_digits(m.lower)}\ldots{value}"
    sign = {"upper limit": "<", "lower limit": ">", "sensitivity": r"\sim"}.get(m.kind, "")
    return f"{sign}{value}"


def _digits(value: float) -> str:
    """As many digits as were written."""
    return digits(value, ".12g")


def _range(curve: Curve) -> tuple[str, str]:
    low, high = (digits(1e3 * m, ".3g") for m in curve.domain)
    least, most = (digits(float(f(curve.lower)), ".2g") for f in (np.min, np.max))
    return rf"{low}\ldots{high}", rf"{least}\ldots{most}"


def _grouped(found: list[Measurement]) -> list[tuple[str, list[Measurement]]]:
    groups: dict[str, list[Measurement]] = {}
    for m in found:
        groups.setdefault(m.quantity, []).append(m)
    return list(groups.items())


def _constants() -> list[tuple[str, str, str]]:
    c = constants()
    return [
        (r"\alpha^{-1}", digits(1 / c.alpha, ".9g"), ""),
        ("m_e", digits(1e3 * c.electron_mass, ".9g"), "MeV"),
        (r"\mu_B", digits(c.bohr_magneton, ".6g"), "GeV^-1"),
        (r"\hbar c", digits(c.hbar_c, ".9g"), "GeV m"),
    ]


# --- points -----------------------------------------------------------------------------------------


def _point(name: str) -> Point:
    at = Parameters.from_file(bundled(name))
    found = report(at)
    applying = [(c, a) for c, a in found.verdicts if a.applies[0]]
    applying.sort(key=lambda pair: -float(pair[1].ratio[0]))
    silent: dict[str, list[str]] = {}
    for c, a in found.verdicts:
        if not a.applies[0]:
            reason = indexed(named(a.reasons[int(a.case[0])]))
            silent.setdefault(reason, []).append(named(c.name))
    return Point(
        name,
        tuple(
            (section, tuple((key, _value(x)) for key, x in table.items()))
            for section, table in at.to_table().items()
        ),
        tuple(_scalars(found.quantities)),
        tuple(_bound(c, a) for c, a in applying),
        tuple(map(named, found.outside)),
        tuple((reason, tuple(names)) for reason, names in silent.items()),
    )


def _bound(constraint: Constraint, assessment: Assessment) -> Bound:
    value, limit, ratio = (
        float(x[0]) + 0.0 for x in (assessment.value, assessment.limit, assessment.ratio)
    )
    form = f".{enough(value, limit)}g"
    return Bound(
        named(constraint.name),
        indexed(constraint.measured),
        constraint.confidence,
        constraint.assumption,
        constraint.unit,
        digits(value, form),
        digits(limit, form),
        digits(ratio, ".3g"),
        bool(assessment.excluded[0]),
        constraint.reference,
    )


def _scalars(table: Mapping[str, Quantity]) -> Iterator[tuple[str, str, str, str]]:
    """Of the quantities, those that are one number on either side; matrices by their largest element."""
    for name, quantity in table.items():
        derived, printed = (_largest(x) for x in (quantity.derived, quantity.printed))
        if derived or printed:
            yield name, derived, printed, quantity.unit


def _largest(value: Any) -> str:
    """LaTeX of a number, or of the largest modulus in an array; "" for a table or nothing."""
    if value is None or isinstance(value, Mapping):
        return ""
    array = np.asarray(value)
    if array.ndim == 0 and not np.iscomplexobj(array):
        return digits(float(array) + 0.0, ".3g")
    size = digits(float(np.max(np.abs(array))), ".3g")
    return size if array.ndim == 0 else rf"\max{size}"


def _value(x: Any) -> str:
    """A parameter as text: numbers with six digits, lists in brackets, as in a point file."""
    if isinstance(x, list):
        return "[" + ", ".join(map(_value, x)) + "]"
    return f"{x + 0.0:.6g}"  # minus zero is zero
