"""Sentences are words with formulas between dollars: nothing of a programming language shows through."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import darktmm.papers as package
from darktmm.derive.models.dark import dark_model
from darktmm.derive.models.dark.chain import CHAIN, derive_result
from darktmm.papers.paper import paper, papers
from darktmm.papers.wording import digits, listed, measured, named, number, shown
from darktmm.report.sentences import pieces, to_html, to_latex, to_terminal

TYPED = re.compile(r"\*\*|\w\s?\*\s?\w|[_^~\\]|->|<-|[<>!]=|\+-|\bsqrt|\d[eE][-+]\d|[a-z]slash\b")
"""What is typed for a machine."""

SAID_BY = {"Finding", "borne_out", "supported", "Route", "magnitude"}
"""What is called with sentences."""

STATEMENTS = [(name, s) for name in papers() for s in paper(name).statements.values()]


def defects(sentence: str) -> list[str]:
    """What does not belong into words, or cannot be shown."""
    found = [m[0] for p in pieces(sentence) if not p.is_formula for m in TYPED.finditer(p.text)]
    for show in (to_terminal, to_latex, to_html):
        assert show(sentence)
    if "\\" in to_terminal(sentence):
        found.append("a macro on the terminal")
    if "<merror" in to_html(sentence):
        found.append("a macro on the page")
    return found


@pytest.mark.parametrize(
    "sentence",
    [
        "2*E_nu",
        "2**3",
        "a * b",
        "m_L",
        "q^2",
        "mu -> e gamma",
        "1e-05",
        "3 +- 4",
        "kslash",
        "x >= y",
    ],
)
def test_what_is_typed_is_found(sentence: str) -> None:
    """The search can say no."""
    assert TYPED.search(sentence)
    assert not defects("At 10 MeV, 2-body (8)-(9), y/x = 1: $m_L^2<q^2$ & K* - of O(1), 5 %.")


@pytest.mark.parametrize(("name", "statement"), STATEMENTS, ids=[s.id for _, s in STATEMENTS])
def test_titles_and_reasons(name: str, statement: object) -> None:
    """What is judged, and why a change of the theory cannot move it."""
    for sentence in (statement.title, *statement.blind.values()):  # type: ignore[attr-defined]
        assert not defects(sentence), sentence


@pytest.mark.parametrize("name", CHAIN)
def test_what_is_said_about_a_result(name: str) -> None:
    """Title, source, remarks."""
    result = derive_result(name, dark_model(neutrinos=2))
    for sentence in filter(None, (result.title, result.source, *result.remarks)):
        assert not defects(sentence), sentence


def literals(tree: ast.AST) -> Iterator[str]:
    """Words of a program that stand in sentences, a number for everything that is computed."""
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call) or getattr(call.func, "id", "") not in SAID_BY:
            continue
        inside = [*call.args, *(k.value for k in call.keywords)]
        for node in (n for argument in inside for n in _outside_calls(argument)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value
            elif isinstance(node, ast.JoinedStr):
                parts = [v.value if isinstance(v, ast.Constant) else "0" for v in node.values]
                yield "".join(map(str, parts))


def _outside_calls(node: ast.AST) -> Iterator[ast.AST]:
    """An expression and what it is made of, but not the arguments of functions, subscripts or f-strings."""
    yield node
    if not isinstance(node, ast.Call | ast.Subscript | ast.JoinedStr | ast.Lambda | ast.Compare):
        for child in ast.iter_child_nodes(node):
            yield from _outside_calls(child)


MODULES = sorted(Path(next(iter(package.__path__))).rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=[f"{p.parent.name}/{p.name}" for p in MODULES])
def test_every_branch(path: Path) -> None:
    """Sentences for the other case too, which no ledger shows."""
    for sentence in literals(ast.parse(path.read_text(encoding="utf-8"))):
        words = "".join(sentence.split("$")[::2])
        assert not TYPED.search(words), sentence
        assert sentence.count("$") % 2 == 0, sentence


def test_branches_are_found() -> None:
    """The walk sees conditional and joined sentences, and not what is computed."""
    code = 'Finding(V, f"a {x} b" + ("m_L" if y["q^2"] else "2*x")); other("q^2")'
    assert list(literals(ast.parse(code))) == ["a 0 b", "m_L", "2*x"]


def test_numbers() -> None:
    """Powers of ten and signs are formulas; the digits are those of the format."""
    assert number(3.2026e-19, ".1e") == r"$3.2\times10^{-19}$"
    assert number(1e-6, ".0e") == r"$10^{-6}$" and digits(-1e3, ".0e") == "-10^{3}"
    assert number(0.0864, ".4f") == "0.0864" and number(-2.0) == "$-2$" and number(12.0) == "12"
    assert number(float("inf")) == "$inf$"
    assert measured(2.9963, 0.0074, ".4f") == r"$2.9963\pm0.0074$"
    assert shown(1) == "$1$" and listed([]) == "nothing" and listed("abc") == "a, b and c"


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("mu -> e gamma (MEG II 2025)", r"$\mu\to e\gamma$ (MEG II 2025)"),
        ("K -> pi A' (Z-A' mixing)", r"$K\to\pi A'$ ($Z\text{-}A'$ mixing)"),
        ("mu -> 3e (SINDRUM 1988)", r"$\mu\to3e$ (SINDRUM 1988)"),
        ("N_1 N_1", "$N_1N_1$"),
        ("lepton universality (tau/e)", r"lepton universality ($\tau/e$)"),
        ("PandaX-4T 2025", "PandaX-4T 2025"),
        ("NuCal, pi0", r"NuCal, $\pi^0$"),
        ("G_F and CKM unitarity", "$G_F$ and CKM unitarity"),
    ],
)
def test_names(name: str, written: str) -> None:
    """Particles and symbols in the name of a bound."""
    assert named(name) == written
