r"""Formulas on a terminal: what is written there is the formula, and nothing of it is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import sympy as sp
from command_line import Verified

from darktmm.derive.latex import as_written, common_number, tex
from darktmm.derive.loops.integrals import SimplexIntegral
from darktmm.derive.models.dark import dark_model
from darktmm.derive.models.dark.chain import CHAIN, derive_result
from darktmm.papers.ledger import Entry
from darktmm.papers.paper import paper, papers
from darktmm.report.text import equation, plain
from darktmm.report.typeset import _group

WRITTEN = {
    r"\frac{x+y}{xM_\Phi}": "(x + y)/(x M_Φ)",
    r"\frac{x+y}{z}w": "(x + y)/z · w",
    r"-\frac{1}{2}": "-1/2",
    r"\frac12x": "1/2 · x",
    r"\frac{a}{\frac{b}{c}}": "a/(b/c)",
    r"\frac{\frac{a}{b}}{c}": "(a/b)/c",
    r"\ln\frac{x}{y}": "ln(x/y)",
    r"\frac{x\ln x}{y}": "(x ln x)/y",
    r"128\pi^2m_e": "128π² m_e",
    r"\tilde\lambda^*_{iH_k}": "λ̃_(iH_k)*",
    r"\lambda_{12}^*\lambda_{21}": "λ₁₂* λ₂₁",
    r"\overline{\nu_j}\gamma^\mu\nu_i": "ν̅_j γ^μ ν_i",
    r"\not{p}'+\not k": "p̸' + k̸",
    r"\mathcal{I}_1[\{x\}_2,y]": "ℐ₁[{x}₂, y]",
    r"3.2\times10^{-19}\,\mu_B": "3.2×10⁻¹⁹ μ_B",
    r"2.1 \cdot 10^{-13} g_D": "2.1×10⁻¹³ g_D",
    r"T_{ji}\big|_{i=1,j=2}": "T_ji|_(i=1,j=2)",
    r"\left|x\right|^2+|y|": "|x|² + |y|",
    r"\sqrt{x}+\sqrt{x+y}+\sqrt[4]{2}": "√x + √(x + y) + ⁴√2",
    r"(x - y)^{3/2}": "(x - y)^(3/2)",
    r"\mu\to e\gamma": "μ → e γ",
    r"SU(2)_L\ne U(1)_{\rm EM}": "SU(2)_L ≠ U(1)_EM",
    r"\int_0^\infty d\tau\,f": "∫₀^∞ dτ f",
    r"\left[\begin{matrix}0 & 1\\x & 0\end{matrix}\right]": "[0, 1; x, 0]",
    r"100\,\text{MeV}": "100 MeV",
    r"\sin^22\theta_R": "sin² 2θ_R",
    r"m_{A'}^2": "m_A'²",
    r"T_{21}^{(H_1,12)}": "T₂₁^(H₁,12)",
}


@pytest.mark.parametrize("latex", WRITTEN)
def test_as_a_theorist_types_it(latex: str) -> None:
    """Brackets where a fraction had none, stars, tildes, subscripts."""
    assert plain(latex) == WRITTEN[latex]


def test_two_dimensions_or_one() -> None:
    """What fits is a picture, what does not is one line with every bracket."""
    x, y, m = sp.symbols("x y M_Phi", positive=True)
    law = (x + y) / (x * m)
    assert len(equation("f", law, 80).splitlines()) == 3
    assert equation("f", law, 8) == "f = (x + y)/(x M_Φ)"
    assert equation(r"\lambda", sp.conjugate(sp.Symbol("lambda_12", complex=True))) == "λ = λ₁₂*"


# --- read again -----------------------------------------------------------------------------------

_UP = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")


class Reader:
    """A line of the terminal → a number: products are spaces, `·` and `/` in turn from the left."""

    def __init__(self, text: str, values: dict[str, complex]) -> None:
        names = sorted(map(re.escape, values), key=len, reverse=True)
        pattern = "|".join(
            [*names, "sin", "cos", "tan", "ln", r"\d+", "[²³⁴-⁹]√", "[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻]+", r"\S"]
        )
        self.tokens = re.findall(pattern, text)
        self.values, self.at, self.bars = values, 0, 0

    def peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self) -> str:
        self.at += 1
        return self.tokens[self.at - 1]

    def sum(self) -> sp.Expr:
        sign = -1 if self.peek() == "-" else 1
        self.at += self.peek() in ("-", "+")
        total = sign * self.product()
        while self.peek() in ("+", "-"):
            total += (1 if self.take() == "+" else -1) * self.product()
        return total

    def product(self) -> sp.Expr:
        total = self.factor()
        while self.peek() not in ("", "+", "-", ")", "]", ",", "|" if self.bars else ","):
            if self.peek() == "/":
                self.take()
                total /= self.factor()
            else:
                self.at += self.peek() == "·"
                total *= self.factor()
        return total

    def factor(self) -> sp.Expr:
        token = self.take()
        if token in ("sin", "cos", "tan", "ln"):
            power = self.power()
            argument = self.factor()
            if token != "ln" and self.tokens[self.at - 1].isdecimal():  # sin 2θ
                argument *= self.factor()
            return {"ln": sp.log}.get(token, getattr(sp, token, None))(argument) ** power
        if token in ("(", "["):
            inside = self.sum()
            assert self.take() in (")", "]")
            return inside ** self.power()
        if token == "√":
            return sp.sqrt(self.factor())
        if token.endswith("√"):
            return self.factor() ** sp.Rational(1, int(token[:-1].translate(_UP)))
        if token == "|":
            self.bars += 1
            inside = self.sum()
            assert self.take() == "|"
            self.bars -= 1
            return sp.Abs(inside) ** self.power()
        if token.isdigit() and token.isascii():
            return sp.Integer(token) ** self.power()
        value = {"π": sp.pi, "i": sp.I}.get(token)
        value = self.values.get(token, value)
        assert value is not None, (token, self.tokens)
        if self.peek() == "*":
            self.take()
            value = sp.conjugate(value)
        return value ** self.power()

    def power(self) -> sp.Expr:
        token = self.peek()
        if re.fullmatch("[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻]+", token):
            return sp.Integer(self.take().translate(_UP))
        if token == "^":
            self.take()
            assert self.take() == "("
            inside = self.sum()
            assert self.take() == ")"
            return inside
        return sp.S.One


def read_again(text: str, values: dict[str, complex]) -> sp.Expr:
    """The value of a line."""
    reader = Reader(text, values)
    value = reader.sum()
    assert reader.at == len(reader.tokens), (text, reader.tokens[reader.at :])
    return value


@pytest.mark.parametrize("name", CHAIN)
def test_each_law_can_be_read_again(name: str) -> None:
    """On one line, with numbers for the symbols, each law has the value that it has."""
    for formula in derive_result(name, dark_model(neutrinos=2)).formulas:
        right = formula.right
        if not isinstance(right, sp.Expr) or not all(s.is_commutative for s in right.free_symbols):
            continue
        folded = right.atoms(SimplexIntegral, sp.Integral, sp.Sum)
        right = right.xreplace({f: sp.Symbol(f"Z_{k}") for k, f in enumerate(folded)})
        number, rest = common_number(as_written(right))
        symbols = sorted(right.free_symbols | rest.free_symbols, key=str)
        point = {
            s: sp.Rational(19 + 7 * k, 11) * (1 if s.is_real else 1 + sp.I / 3)
            for k, s in enumerate(symbols)
        }
        values = {plain(tex(s)): point[s] for s in symbols}
        assert len(values) == len(symbols), formula.name
        value = sp.N((number * rest).subs(point, simultaneous=True).doit(), 30)
        line = plain(tex(right))
        again = sp.N(read_again(line, values), 30)
        assert abs(again - value) <= 1e-20 * max(1, abs(value)), line


def test_the_reader_sees_a_lost_bracket() -> None:
    """Without its brackets a fraction is another number."""
    values = {"x": sp.Integer(2), "y": sp.Integer(3), "M": sp.Integer(5)}
    assert read_again("(x + y)/(x M)", values) == sp.Rational(1, 2)
    assert read_again("x + y/x M", values) != sp.Rational(1, 2)
    assert read_again("x + y/(x M)", values) != sp.Rational(1, 2)


# --- formulas of the ledgers ----------------------------------------------------------------------

PRINTED = {
    f"{name}: {s.id}": s.printed.latex
    for name in papers()
    for s in paper(name).statements.values()
    if s.printed.latex
}


def defects(latex: str) -> Iterator[str]:
    """What is lost of a formula."""
    line = plain(latex)
    if "\\" in line:
        yield "a macro is left"
    if re.search(r"[_^](?=[\s)\]}=/·]|$)|\(\s*\)|\[\s*\]|_\[", line):
        yield "something is empty"
    for opening, closing in ("()", "[]", "{}"):
        if line.count(opening) != line.count(closing):
            yield f"{opening} without {closing}"
    for mark, accent in ((r"\tilde", "\u0303"), (r"\hat", "\u0302"), (r"\not", "\u0338")):
        if len(re.findall(rf"\{mark}(?![A-Za-z])", latex)) > line.count(accent):
            yield f"{mark} is lost"
    stars = len(re.findall(r"\^(?:\{\*\}|\*)", latex))
    if line.count("*") != stars:
        yield f"{stars} conjugations are {line.count('*')}"
    for found in re.finditer(r"\\[td]?frac(?![A-Za-z])", latex):
        above, k = _group(latex, found.end())
        below, _ = _group(latex, k)
        for part, shown in ((above, f"({plain(above)})/"), (below, f"/({plain(below)})")):
            if is_sum(part) and shown not in line:
                yield f"no bracket around {plain(part)}"


def is_sum(latex: str) -> bool:
    """Whether a sign stands between two terms, outside of all brackets."""
    inside = r"\{[^{}]*\}|\([^()]*\)|\[[^\[\]]*\]"
    while re.search(inside, latex):
        latex = re.sub(inside, "", latex)
    return bool(re.search(r"\w\s*[+-]", latex))


def assert_nothing_is_lost(entries: list[Entry]) -> None:
    for entry in entries:
        for latex in filter(None, (entry.printed, entry.derived)):
            assert not list(defects(latex)), (entry.id, plain(latex))


@pytest.mark.parametrize("name", PRINTED)
def test_printed_formulas(name: str) -> None:
    """Every formula that a paper prints."""
    assert not list(defects(PRINTED[name])), plain(PRINTED[name])


def test_formulas_of_a_ledger(entries: list[Entry]) -> None:
    """Rows of every kind."""
    assert_nothing_is_lost(entries)


@pytest.mark.slow
def test_formulas_of_the_whole_ledger(whole: Verified) -> None:
    """Every row."""
    assert_nothing_is_lost(whole.entries)


def test_what_is_lost_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """A converter that drops brackets, tildes or stars does not pass."""
    latex = r"\frac{x + y}{x - z}\tilde\lambda^*"
    assert not list(defects(latex))
    for lost in ("(", "\u0303", "*"):
        monkeypatch.setitem(
            globals(), "plain", lambda t, lost=lost: plain_text(t).replace(lost, "")
        )
        assert list(defects(latex)), lost


plain_text = plain
