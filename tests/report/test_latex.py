r"""The LaTeX that is printed: balanced, complete, free of Python."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

import pytest

from darktmm.derive.models.dark.chain import CHAIN
from darktmm.report import latex
from darktmm.report.ledger import ORDER, RECORDED, Entry


@cache
def block(name: str) -> str:
    """One result as it is printed."""
    return latex.document([name])


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
def test_a_result_is_one_balanced_environment(name: str) -> None:
    """Comments with name and source, then align*, with one & a line."""
    text = block(name)
    assert text.startswith(f"% {name}: ")
    body = code(text)
    assert_balanced(body)
    assert Counter(re.findall(r"\\begin\{([^}]*)\}", body))["align*"] == 1
    inside = body.split(r"\begin{align*}")[1].split(r"\end{align*}")[0]
    lines = [line for line in inside.split("\\\\\n") if line.strip()]
    assert all(len(re.findall(r"(?<!\\)&", line)) == 1 for line in lines)


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


def test_names_are_typeset() -> None:
    """Greek letters and stars, not words: λ*, θ_R, M_α."""
    body = code(latex.document(CHAIN))
    bare = re.findall(r"(?<![\\a-zA-Z])(?:lambda|theta|alpha|mu|gamma|epsilon)(?![a-zA-Z])", body)
    assert not bare
    assert r"\lambda_{11}^{*}" in body


def test_all_results_in_order() -> None:
    """`latex` without a name is every result, once, in the order of the derivation."""
    names = re.findall(r"^% ([a-z-]+): ", latex.document(CHAIN), flags=re.MULTILINE)
    assert names == list(CHAIN)


def test_the_ledger_is_a_balanced_longtable(ledger: str) -> None:
    """One row each, with its verdict."""
    assert_balanced(code(ledger))
    found = re.findall(r"^\\texttt\{([^}]*)\} & (\w+) & ", ledger, flags=re.MULTILINE)
    assert [name.replace(r"\_", "_") for name, _ in found] == list(ORDER)
    assert dict(found) == RECORDED
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
    escaped = latex.escape(f"a{character}b")
    assert escaped != f"a{character}b"
    assert_balanced(code(escaped))


def test_plain_words_stay() -> None:
    """What needs no escape is left alone."""
    assert latex.escape("hermitian, of dimension 4 (computed).") == (
        "hermitian, of dimension 4 (computed)."
    )
