r"""The LaTeX that is printed: balanced, complete, free of Python."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
import sympy as sp

from darktmm.derive.formula import Formula
from darktmm.derive.latex import as_written, common_number, tex
from darktmm.derive.loops.integrals import SimplexIntegral
from darktmm.derive.models.dark import dark_model
from darktmm.derive.models.dark.chain import CHAIN, derive_result
from darktmm.derive.models.dark.glossary import meaning
from darktmm.derive.result import Result
from darktmm.papers.ledger import Entry
from darktmm.papers.paper import paper
from darktmm.report import latex
from darktmm.report.sentences import escape
from darktmm.report.typeset import width


@cache
def block(name: str) -> str:
    """One result as it is printed."""
    return latex.results([name])


@pytest.fixture(scope="session")
def ledger(entries: list[Entry]) -> str:
    """The ledger as it is written to out/latex."""
    return latex.ledger(entries)


def code(text: str) -> str:
    """LaTeX without comments."""
    return "\n".join(re.sub(r"(?<!\\)%.*", "", line) for line in text.splitlines())


def assert_balanced(text: str) -> None:
    r"""Environments, braces, \left and \right, dollars."""
    stack: list[str] = []
    for kind, name in re.findall(r"\\(begin|end)\{([^}]*)\}", text):
        if kind == "begin":
            stack.append(name)
        else:
            assert stack.pop() == name
    assert not stack
    depth = 0
    for brace in re.findall(r"(?<!\\)[{}]", text.replace(r"\\", "")):
        depth += 1 if brace == "{" else -1
        assert depth >= 0
    assert depth == 0
    assert len(re.findall(r"\\left\b", text)) == len(re.findall(r"\\right\b", text))
    assert len(re.findall(r"(?<!\\)\$", text)) % 2 == 0


@pytest.mark.parametrize("name", CHAIN)
def test_a_result_is_balanced_and_can_be_referenced(name: str) -> None:
    """Comments with name and source, then numbered equations, each with a label of its own."""
    text = block(name)
    assert text.startswith(f"% {name}: ")
    body = code(text)
    assert_balanced(body)
    count = Counter(re.findall(r"\\begin\{([^}]*)\}", body))
    labels = re.findall(r"\\label\{(eq:[\w:-]+)\}", body)
    assert count["equation"] == len(labels) == len(set(labels)) > 0
    assert set(count) <= {"equation", "split"}
    assert all(label.startswith(f"eq:{name}:") for label in labels)


@pytest.mark.parametrize("name", CHAIN)
def test_lines_are_short(name: str) -> None:
    """No line of an equation is wider than a column by the estimate."""
    for line in code(block(name)).splitlines():
        if not line.startswith(("Here", "where", "$", r"\begin")):
            assert width(line) < 250, line


@pytest.mark.parametrize("name", CHAIN)
def test_every_symbol_is_defined(name: str) -> None:
    """What stands in a formula is said in the same file; 𝓘 with its integral."""
    text = block(name)
    result = derive_result(name, dark_model(neutrinos=2))
    defined = {s for who, _ in latex.glossary(result) for s in who.split(", ")}
    for symbol in set().union(*(f.right.free_symbols for f in result.formulas)):
        itself = f"${tex(symbol)}$"
        assert itself in defined or meaning(name, symbol) == itself
    assert (r"\mathcal{I}_" in text) == (f"eq:{name}:simplex" in text)
    assert r"_{}" not in text


def test_an_unknown_symbol_is_refused() -> None:
    """Nothing is printed whose meaning nobody states."""
    stranger = Result("x", "t", "s", (Formula("f", "f", sp.Symbol("zeta_7")),))
    with pytest.raises(KeyError, match="zeta_7"):
        latex.block(stranger)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="TeX is not installed")
def test_the_document_compiles_and_fits(tmp_path: Path) -> None:
    """Two columns of 246 pt: no error, no undefined reference, no overfull box, every label once."""
    (tmp_path / "derived.tex").write_text(latex.document(CHAIN), encoding="ascii")
    program = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "derived.tex"]
    done = subprocess.run(program, cwd=tmp_path, capture_output=True, text=True, check=False)
    log = (tmp_path / "derived.log").read_text(encoding="latin-1")
    assert done.returncode == 0, log[-2000:]
    assert not re.findall(r"^(?:Overfull|LaTeX Warning: .*multiply).*", log, re.MULTILINE)


@pytest.mark.parametrize("name", CHAIN)
def test_no_python_in_latex(name: str) -> None:
    """No operator, class name or floating-point number of the program shows through."""
    body = code(block(name))
    for trace in (
        "**",
        "sqrt(",
        "SimplexIntegral",
        "conjugate(",
        "Symbol",
        "None",
        "__",
        r"\mathtt",
    ):
        assert trace not in body, trace
    assert not re.search(r"\d\.\d", body)
    assert body.isascii()


X, Y, Z, W = sp.symbols("x y z w", positive=True)
WRITTEN: dict[str, tuple[sp.Expr, str]] = {
    "pair": ((X - Y) * (X + Y), "x^2 - y^2"),
    "powers": (Z * (X - Y) ** 2 / (X + Y) ** -2, "z(x^2 - y^2)^2"),
    "below": (1 / ((X - 2 * Y) * (X + 2 * Y)), r"\frac{1}{x^2 - 4y^2}"),
    "two roots": (sp.sqrt(X - Y) * sp.sqrt(X + Y), r"\sqrt{x^2 - y^2}"),
    "three halves": (
        sp.sqrt(X - Y) * (X + Y) ** sp.Rational(3, 2) * (X - Y),
        "(x^2 - y^2)^{3/2}",
    ),
    "Kallen": (
        sp.sqrt((X - Y - Z) * (X + Y - Z) * (X - Y + Z)) * sp.sqrt(X + Y + Z),
        r"\sqrt{[x^2 - (y - z)^2][x^2 - (y + z)^2]}",
    ),
    "no pair": ((X - Y) * (X + Z), "(x - y)(x + z)"),
    "two negative radicands": (
        sp.sqrt(X - Y) * sp.sqrt(X - Y - Z),
        r"\sqrt{x - y}\sqrt{x - y - z}",
    ),
    "common half": (X / 2 - Y / 2, r"\frac{1}{2}(x - y)"),
    "common root": (X / sp.sqrt(2) + Y / sp.sqrt(2), r"\frac{1}{\sqrt{2}}(x + y)"),
    "nothing in common": (X / 2 - Y / 3, r"\frac{x}{2} - \frac{y}{3}"),
    "fourth root": (2 ** sp.Rational(3, 4) * X / 2, r"\frac{x}{\sqrt[4]{2}}"),
    "sum": (W * sp.Sum(X * (Y - Z), (sp.Symbol("a"), 1, 3)), r"w\sum_ax(y - z)"),
}


@pytest.mark.parametrize("name", WRITTEN)
def test_products_are_written_as_a_theorist_does(name: str) -> None:
    """Differences of squares, roots joined where that is allowed, common numbers in front."""
    expression, written = WRITTEN[name]
    assert tex(expression) == written
    assert tex(-2 * expression) != written


def test_what_is_written_is_the_same_function() -> None:
    """Pairing and factoring change no value, of a root below threshold neither; one sign more does."""
    point = {X: 2, Y: 7, Z: 3, W: 5}
    for expression, _ in WRITTEN.values():
        number, rest = common_number(as_written(expression))
        value = sp.N(expression.subs(point).doit(), 30)
        assert abs(value - sp.N((number * rest).subs(point).doit(), 30)) < 1e-25
    assert as_written((X - Y) * (X + Y)) == X**2 - Y**2 != as_written((X - Y) ** 2)


@pytest.mark.parametrize("name", CHAIN)
def test_each_law_is_written_as_it_is(name: str) -> None:
    """The same at a point, folded loop functions taken as symbols."""
    for formula in derive_result(name, dark_model(neutrinos=2)).formulas:
        right = formula.right
        folded = {f: sp.Dummy() for f in right.atoms(SimplexIntegral, sp.Integral)}
        right = right.xreplace(folded)
        number, rest = common_number(as_written(right))
        symbols = sorted(right.free_symbols | rest.free_symbols, key=str)
        point = {
            s: sp.Rational(19 + 7 * k, 11) * (1 if s.is_real else 1 + sp.I / 3)
            for k, s in enumerate(symbols)
            if s.is_commutative
        }
        same, other = (sp.expand((right - c * number * rest).subs(point).doit()) for c in (1, 2))
        assert not same.free_symbols and abs(sp.N(same, 30)) < 1e-20
        assert right == 0 or other.free_symbols or abs(sp.N(other, 30)) > 1e-20


def test_names_are_typeset() -> None:
    """Greek letters and stars, not words: λ*, θ_R, M_α."""
    body = re.sub(r"\\label\{.*?\}", "", code(latex.results(CHAIN)))
    bare = re.findall(r"(?<![\\a-zA-Z])(?:lambda|theta|alpha|mu|gamma|epsilon)(?![a-zA-Z])", body)
    assert not bare
    assert r"\lambda_{11}^*" in body


def test_all_results_in_order() -> None:
    """`latex` without a name is every result, once, in the order of the derivation."""
    names = re.findall(r"^% ([a-z-]+): ", latex.results(CHAIN), flags=re.MULTILINE)
    assert names == list(CHAIN)


def test_the_ledger_is_a_balanced_longtable(ledger: str, entries: list[Entry]) -> None:
    """One row each, with its verdict."""
    assert_balanced(code(ledger))
    found = re.findall(r"^\\path\{([^}]*)\} & (\w+) & ", ledger, flags=re.MULTILINE)
    assert [name for name, _ in found] == [e.id for e in entries]
    assert dict(found) == {e.id: paper().reviewed[e.id] for e in entries}
    assert ledger.startswith(r"\begin{longtable}")


def test_words_of_the_ledger_are_not_mathematics(ledger: str) -> None:
    """Outside $…$ no bare subscript, superscript or tie is left."""
    words = re.sub(r"(?<!\\)\$[^$]*(?<!\\)\$", "", code(ledger))
    words = words.split("\n", 1)[1]
    assert not re.findall(r"(?<!\\)[_^#~]", words)
    assert words.isascii()


@pytest.mark.parametrize("character", list("_^&%#<>$~{}\\"))
def test_escaping(character: str) -> None:
    """Every character that LaTeX reserves is made harmless."""
    escaped = escape(f"a{character}b")
    assert escaped != f"a{character}b"
    assert_balanced(code(escaped))


def test_plain_words_stay() -> None:
    """What needs no escape is left alone."""
    assert escape("hermitian, of dimension 4 (computed).") == (
        "hermitian, of dimension 4 (computed)."
    )
