r"""Derived results and a ledger as LaTeX that can be pasted: numbered equations that fit a column.

Each result is one file for \input: its equations, labelled `eq:result:formula`, and what their symbols mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import sympy as sp

from darktmm.derive.latex import tex
from darktmm.derive.loops.integrals import SimplexIntegral
from darktmm.derive.models.dark import dark_model
from darktmm.derive.models.dark.chain import derive_result
from darktmm.derive.models.dark.glossary import meaning
from darktmm.derive.result import Result
from darktmm.papers.ledger import Entry
from darktmm.report.sentences import to_latex
from darktmm.report.typeset import COLUMN, display

PREAMBLE = r"""\documentclass[10pt,twocolumn]{article}
\usepackage{amsmath,amssymb}
\setlength{\textwidth}{510pt}\setlength{\columnsep}{18pt}
\setlength{\oddsidemargin}{-20pt}\setlength{\evensidemargin}{-20pt}
\allowdisplaybreaks\sloppy
\begin{document}
"""

FOLDED = (
    r"\mathcal{I}_p[x_0,\ldots,x_n]",
    r"\int_{u_k\ge0}\! d^{n+1}u\,\delta\Bigl(1-\sum_ku_k\Bigr)\Bigl(\sum_ku_kx_k\Bigr)^{-p}",
)
"""The loop integral that stays folded, left and right side."""

FOLDED_MEANS = r"where $\{x\}_r$ is $x$, $r$ times, and $\mathcal{I}_0$ has $\ln\sum_ku_kx_k$ under the integral."

SIMPLEX = rf"""\begin{{equation}}\label{{eq:%s:simplex}}
\begin{{split}}
  &{FOLDED[0]} \\
  &\quad = {FOLDED[1]}
\end{{split}}
\end{{equation}}
{FOLDED_MEANS}
"""
"""Its definition for a narrow column."""


def label(result: Result, name: str) -> str:
    """eq:result:formula."""
    return f"eq:{result.name}:{_name(name)}"


def _name(formula: str) -> str:
    """Letters, digits and hyphens, for a label or a file."""
    return re.sub("[^A-Za-z0-9]+", "-", formula).strip("-")


def glossary(result: Result) -> list[tuple[str, str]]:
    """(symbols, what they mean) of a result, each meaning once."""
    names: dict[str, list[str]] = {}
    symbols: set[sp.Symbol] = set().union(*(f.right.free_symbols for f in result.formulas))
    for symbol in sorted(symbols, key=lambda s: s.name.strip("\\|").lower()):
        written = tex(symbol)
        text = meaning(result.name, symbol)
        if text != f"${written}$":
            names.setdefault(text, []).append(f"${written}$")
    return [(", ".join(who), text) for text, who in names.items()]


def equations(result: Result, column: float = COLUMN) -> dict[str, str]:
    """Every equation of a result by name, numbered and labelled, as wide as a column."""
    return {
        _name(f.name): display(f.left, tex(f.right), label(result, f.name), column)
        for f in result.formulas
    }


def block(result: Result) -> str:
    """One result: equations and definitions, with name, source and remarks as comments."""
    remarks = "".join(f"% {remark}\n" for remark in result.remarks)
    head = f"% {result.name}: {result.title} -- {result.source}\n{remarks}"
    lines = list(equations(result).values())
    defined = [f"{who}: {text}" for who, text in glossary(result)]
    where = "Here\n" + ";\n".join(defined) + ".\n" if defined else ""
    folded = any(f.right.has(SimplexIntegral) for f in result.formulas)
    return "\n".join([head + lines[0], *lines[1:], where + (SIMPLEX % result.name) * folded])


def results(names: Iterable[str]) -> str:
    """Several results, one after the other; input for a paper, no preamble."""
    model = dark_model(neutrinos=2)
    return "\n".join(block(derive_result(name, model)) for name in names)


def document(names: Iterable[str]) -> str:
    """Several results as a document of two columns that compiles."""
    model = dark_model(neutrinos=2)
    parts = []
    for name in names:
        result = derive_result(name, model)
        parts.append(f"\\section{{{to_latex(result.title)}}}\n{block(result)}")
    return PREAMBLE + "\n".join(parts) + "\\end{document}\n"


def ledger(entries: Iterable[Entry]) -> str:
    """The ledger as a `longtable`: id, verdict, what is judged, the most severe finding.

    It needs the packages array, longtable and url, amsmath and amssymb.
    """
    rows = [
        rf"\path{{{e.id}}} & {e.verdict} & "
        rf"\textit{{{to_latex(e.title)}.}} {to_latex(e.headline)} \\"
        for e in entries
    ]
    head = (
        r"\begin{longtable}{>{\raggedright\arraybackslash}p{0.21\textwidth}p{0.13\textwidth}"
        r">{\raggedright\arraybackslash}p{0.57\textwidth}}"
    )
    return head + "\n" + "\n\\hline\n".join(rows) + "\n\\end{longtable}\n"
