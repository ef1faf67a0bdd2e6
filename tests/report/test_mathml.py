r"""LaTeX as MathML: no letter is lost, letters of an alphabet are characters, long formulas come in pieces."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from latex2mathml.exceptions import DoubleSubscriptsError

from darktmm.papers.paper import paper, papers
from darktmm.report.mathml import flowing, inline, lines, mark, mathml, pieces
from darktmm.report.sentences import to_html

M = "{http://www.w3.org/1998/Math/MathML}"
PRINTED = {
    f"{name} {key}": statement.printed.latex
    for name in papers()
    for key, statement in paper(name).statements.items()
    if statement.printed.latex
}


def tree(latex: str) -> ElementTree.Element:
    """Parsed."""
    return ElementTree.fromstring(mathml(latex))


def text(latex: str) -> str:
    """All its signs."""
    return "".join(tree(latex).itertext())


@pytest.mark.parametrize("name", PRINTED)
def test_every_printed_formula(name: str) -> None:
    """No command and no error is left; its pieces say together what the whole says."""
    latex = PRINTED[name]
    whole = text(latex)
    assert "\\" not in whole
    assert tree(latex).find(f".//{M}merror") is None
    parts = ElementTree.fromstring(f"<div>{flowing(latex)}</div>")
    joined = "".join("".join(parts.itertext()).split())
    separators = {",", "\u00a0"}
    assert [c for c in joined if c not in separators] == [
        c for c in "".join(whole.split()) if c not in separators
    ]


@pytest.mark.parametrize(
    ("latex", "sign"),
    [
        (r"\mathcal{J}", "𝒥"),
        (r"\mathcal J", "𝒥"),
        (r"\mathcal L", "ℒ"),
        (r"\mathbf{2}", "𝟐"),
        (r"\not{k}", "𝑘\u0338"),
        (r"\not p", "𝑝\u0338"),
        (r"\overline{N}", "N‾"),
        (r"\tilde\lambda", "λ˜"),
        ("A'", "𝐴′"),
        ("m_{A'}^2", "m𝐴′2"),
        (r"\nu'", "𝜈′"),
        (r"\mathrm{BR}", "BR"),
        (r"\mu_{\rm eff}", "μeff"),
        (r"\Bigl(x\Bigr)", "(x)"),
        (r"\Big\{x\Big\}", "{x}"),
    ],
)
def test_signs(latex: str, sign: str) -> None:
    """Each as a character that the font has."""
    assert text(latex) == sign


def test_a_prime_is_no_superscript() -> None:
    """Beside its letter, with an index below."""
    assert tree("A'_\\mu").find(f".//{M}msubsup") is None
    assert tree("A'_\\mu").find(f".//{M}msub/{M}mi").text == "𝐴′"  # type: ignore[union-attr]
    assert tree("A'").find(f".//{M}msup") is None


def test_words_are_names() -> None:
    """Text counts as space beside a sign, which would then lose its own."""
    assert [e.tag for e in tree(r"a+\text{h.c.}").iter()][-1] == f"{M}mi"


@pytest.mark.parametrize(
    ("latex", "spaces"),
    [(r"x\sin\theta", 2), (r"\sin(\theta)", 0), (r"x\ln^2y", 2), (r"(a)\cos(b)", 0)],
)
def test_functions_keep_their_distance(latex: str, spaces: int) -> None:
    """A thin space on either side, none beside a bracket."""
    assert len(tree(latex).findall(f".//{M}mspace")) == spaces


@pytest.mark.parametrize(("latex", "form"), [("a=-b", "prefix"), ("a-b", None), ("(-b)", "prefix")])
def test_signs_know_what_they_belong_to(latex: str, form: str | None) -> None:
    """Minus b after a relation or in a bracket, a minus b else."""
    (sign,) = [e for e in tree(latex).iter(f"{M}mo") if e.text == "\u2212"]
    assert sign.get("form") == form


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        ("a = b + c", ["a ", "= b ", "+ c"]),
        (r"a=-b", ["a", "=-b"]),
        (r"a=\frac{x+y}{z}", ["a", r"=\frac{x+y}{z}"]),
        ("f(x-y)", ["f(x-y)"]),
        (r"x=\left(a+b\right)c", ["x", r"=\left(a+b\right)c"]),
        (r"10^{-3}", [r"10^{-3}"]),
        (r"\int dx\,dy\frac{x}{y}", [r"\int dx\,dy", r"\frac{x}{y}"]),
    ],
)
def test_where_a_line_may_end(latex: str, expected: list[str]) -> None:
    """Before relations and signs that stand by themselves."""
    assert pieces(latex) == expected


def test_long_brackets_may_be_broken() -> None:
    """Where they hold more than a few signs; growing ones where they are wide."""
    terms = " + ".join(f"a_{k}b_{k}" for k in range(5))
    assert len(pieces(f"x({terms})")) == 5
    assert len(pieces(rf"x\left({terms}\right)")) == 1
    wide = " + ".join(rf"\frac{{a_{k}b_{k}}}{{c_{k}d_{k}e_{k}}}" for k in range(15))
    assert len(pieces(rf"x\left({wide}\right)")) == 15


def test_equations_side_by_side_get_lines_of_their_own() -> None:
    """A comma and a wide space separate them, not a comma alone, nor one inside braces."""
    assert lines(r"a=1,\quad f(x,y)=2,\ c_{i,\ j}=3") == ["a=1", "f(x,y)=2", r"c_{i,\ j}=3"]
    assert str(flowing(r"a=1,\quad b=2")).count('class="eq"') == 2


def test_a_long_formula_in_a_sentence_may_be_broken() -> None:
    """A short one may not."""
    assert inline("a+b").count("<math") == 1
    assert inline(" + ".join(f"a_{k}b_{k}c_{k}" for k in range(9))).count("<math") == 9


@pytest.mark.parametrize(
    ("sentence", "kept"),
    [
        ("of $N$.", ["N."]),
        ("($N$), $M$ and $K$", ["(N),"]),
        ("$N$ and $M$", []),
        ("($N$ and $M$)", ["(N", "M)"]),
    ],
)
def test_stops_stay_with_their_formula(sentence: str, kept: list[str]) -> None:
    """No line begins with a full stop, none ends with an opening bracket."""
    root = ElementTree.fromstring(f"<p>{to_html(sentence)}</p>")
    assert ["".join(span.itertext()) for span in root.findall("span")] == kept
    assert "".join(root.itertext()) == sentence.replace("$", "")


def test_marks_find_what_differs() -> None:
    """Sign by sign, where it first occurs, across pieces; not found is told."""
    html = str(flowing(r"a=x+y=x+y", marked="x+y"))
    assert html.count('class="differs"') == 3
    assert 'class="differs"' not in str(flowing("a=x-y", marked="x+y"))
    assert not mark([tree("a")], "b")


def test_marks_find_another_order() -> None:
    """What is printed as a fraction, an expression has as a product in an order of its own."""
    printed = r"dx\,dy\frac{M_2(1+x-y)-M_1(1-x+y)}{\Delta}"
    html = str(flowing(printed, marked="M_2(x - y + 1) - M_1(y - x + 1)"))
    marked = re.findall(r'class="differs"[^>]*>(.*?)<', html)
    assert "".join(marked) == "M21+x\u2212y\u2212M11\u2212x+y"
    printed = r"\frac{2+3x-6x^2+x^3}{6(1-x)^4}"
    derived = r"\frac{1}{6(1 - x)^4}(x^3 - 6x^2 + 3x + 2)"
    assert str(flowing(printed, marked=derived)).count('class="differs"') == 16
    assert 'class="differs"' not in str(flowing(printed, marked=derived.replace("3x", "5x")))
    assert 'class="differs"' not in str(flowing("a=1-x", marked="x-1"))  # too short to be sure


def test_one_sign_before_powers_of_ten() -> None:
    """A product elsewhere keeps its dot."""
    assert "×" in inline(r"2.2 \cdot 10^{-24}") and "×" in str(flowing(r"x = 2.2 \cdot 10^{-24}"))
    assert "×" not in inline(r"a\cdot b")


@pytest.mark.parametrize("latex", [r"|M|/x", r"F(|M_1|)", r"\propto"])
def test_no_space_where_tex_has_none(latex: str) -> None:
    """Beside bars and strokes, and around a sign that stands alone."""
    for sign in tree(latex).iter(f"{M}mo"):
        if sign.text in "|/∝":
            assert float((sign.get("lspace") or "1").removesuffix("em")) < 0.1, sign.text


def test_what_is_no_formula_is_an_error() -> None:
    """No page with a formula that is not one."""
    with pytest.raises(DoubleSubscriptsError):
        mathml("a_b_c<d")
