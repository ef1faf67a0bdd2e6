r"""Derived results and a ledger as LaTeX that can be pasted: numbered equations that fit a column.

Each result is one file for \input: its equations, labelled `eq:result:formula`, and what their symbols mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import sympy as sp
from pylatexenc.latexencode import UnicodeToLatexEncoder

from darktmm.derive.latex import tex
from darktmm.derive.loops.integrals import SimplexIntegral
from darktmm.derive.models.dark import dark_model
from darktmm.derive.models.dark.chain import derive_result
from darktmm.derive.models.dark.glossary import meaning
from darktmm.derive.result import Result
from darktmm.papers.ledger import Entry
from darktmm.report.typeset import display

PREAMBLE = r"""\documentclass[10pt,twocolumn]{article}
\usepackage{amsmath,amssymb}
\setlength{\textwidth}{510pt}\setlength{\columnsep}{18pt}
\setlength{\oddsidemargin}{-20pt}\setlength{\evensidemargin}{-20pt}
\allowdisplaybreaks\sloppy
\begin{document}
"""

SIMPLEX = r"""\begin{equation}\label{eq:%s:simplex}
\begin{split}
  &\mathcal{I}_p[x_0,\ldots,x_n] \\
  &\quad = \int_{u_k\ge0}\! d^{n+1}u\,\delta\Bigl(1-\sum_ku_k\Bigr)\Bigl(\sum_ku_kx_k\Bigr)^{-p}
\end{split}
\end{equation}
where $\{x\}_r$ is $x$, $r$ times, and $\mathcal{I}_0$ has $\ln\sum_ku_kx_k$ under the integral.
"""

_ENCODER = UnicodeToLatexEncoder(non_ascii_only=False, unknown_char_policy="unihex")


def escape(text: str) -> str:
    """Plain words for LaTeX."""
    return str(_ENCODER.unicode_to_latex(text))


def label(result: Result, name: str) -> str:
    """eq:result:formula."""
    return f"eq:{result.name}:{re.sub('[^A-Za-z0-9]+', '-', name).strip('-')}"


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


def block(result: Result) -> str:
    """One result: equations and definitions, with name, source and remarks as comments."""
    remarks = "".join(f"% {remark}\n" for remark in result.remarks)
    head = f"% {result.name}: {result.title} -- {result.source}\n{remarks}"
    equations = [display(f.left, tex(f.right), label(result, f.name)) for f in result.formulas]
    defined = [f"{who}: {text}" for who, text in glossary(result)]
    where = "Here\n" + ";\n".join(defined) + ".\n" if defined else ""
    folded = any(f.right.has(SimplexIntegral) for f in result.formulas)
    return "\n".join(
        [head + equations[0], *equations[1:], where + (SIMPLEX % result.name) * folded]
    )


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
        parts.append(f"\\section{{{escape(result.title)}}}\n{block(result)}")
    return PREAMBLE + "\n".join(parts) + "\\end{document}\n"


def ledger(entries: Iterable[Entry]) -> str:
    """The ledger as a `longtable`: id, verdict, findings, derived."""
    rows = []
    for e in entries:
        findings = " ".join(escape(f.text) for f in e.findings)
        derived = f"${e.derived}$" if e.derived else "--"
        rows.append(
            f"\\texttt{{{escape(e.id)}}} & {e.verdict} & {findings}\\newline {derived} \\\\"
        )
    head = "\\begin{longtable}{p{0.2\\textwidth}p{0.14\\textwidth}p{0.6\\textwidth}}\n"
    return head + "\n\\hline\n".join(rows) + "\n\\end{longtable}\n"
