"""Derived equations and the ledger as LaTeX."""

from __future__ import annotations

from collections.abc import Iterable

from darktmm.derive.models.dark import dark_model
from darktmm.derive.models.dark.chain import derive_result
from darktmm.derive.result import Result
from darktmm.papers.ledger import Entry


def block(result: Result) -> str:
    """One result, with its name and source as comments."""
    remarks = "".join(f"% {remark}\n" for remark in result.remarks)
    return f"% {result.name}: {result.title} -- {result.source}\n{remarks}{result.latex}\n"


def document(names: Iterable[str]) -> str:
    """Several results, one after the other; input for a paper, no preamble."""
    model = dark_model(neutrinos=2)
    return "\n".join(block(derive_result(name, model)) for name in names)


_ESCAPES = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\^{}",
    "<": r"$<$",
    ">": r"$>$",
    **{c: "\\" + c for c in "_&%#${}"},
}


def escape(text: str) -> str:
    """Plain words for LaTeX."""
    return "".join(_ESCAPES.get(c, c) for c in text)


def ledger(entries: Iterable[Entry]) -> str:
    """The ledger as a `longtable`: id, verdict, findings, derived."""
    rows = []
    for e in entries:
        findings = " ".join(escape(f.text) for f in e.judgement.findings)
        derived = f"${e.judgement.latex}$" if e.judgement.latex else "--"
        rows.append(
            f"\\texttt{{{escape(e.id)}}} & {e.verdict} & {findings}\\newline {derived} \\\\"
        )
    head = "\\begin{longtable}{p{0.2\\textwidth}p{0.14\\textwidth}p{0.6\\textwidth}}\n"
    return head + "\n\\hline\n".join(rows) + "\n\\end{longtable}\n"
