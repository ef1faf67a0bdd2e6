"""The HTML page: complete, well-formed, legible without a network."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from command_line import Verified
from latex2mathml.exceptions import DoubleSubscriptsError

from darktmm.papers.ledger import Entry
from darktmm.papers.paper import paper
from darktmm.papers.statement import Finding, Verdict
from darktmm.report.page import mathml, page
from darktmm.report.tables import COLOURS

PAPER = paper()

MATHML = "{http://www.w3.org/1998/Math/MathML}"

VOID = {"meta", "img", "br", "hr", "link", "input", "mspace"}

IMPLIED = {"html"}
"""The end tags that HTML lets one leave out, as far as the page uses that."""


@pytest.fixture(scope="session")
def rows(entries: list[Entry]) -> dict[str, Entry]:
    """Every row, as computed."""
    return {e.id: e for e in entries}


class Document(HTMLParser):
    """Tags, attributes and text; complains about tags that do not match."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: Counter[str] = Counter()
        self.attributes: list[tuple[str, str, str]] = []
        self.text: list[str] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()
        assert set(self.open) <= IMPLIED, self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        while self.open[-1] != tag and self.open[-1] in IMPLIED - {tag}:
            self.open.pop()
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def values(self, name: str) -> list[str]:
        """All values of an attribute."""
        return [value for _, attribute, value in self.attributes if attribute == name]


@pytest.fixture(scope="session")
def document(entries: list[Entry]) -> Document:
    """The page of the whole ledger, parsed."""
    return Document(page(PAPER, entries, [("figure.png", "A caption with < and &.")]))


def test_every_row_is_there_and_linked(document: Document, rows: dict[str, Entry]) -> None:
    """One article for each row, in order, and one link to it."""
    ids = document.values("id")
    assert ids == list(rows)
    assert document.tags["article"] == len(rows)
    assert [h.removeprefix("#") for h in document.values("href")] == ids


def test_everything_known_about_a_row_is_shown(document: Document, entries: list[Entry]) -> None:
    """Title, findings, where the two part, ratio, routes with their residuals."""
    shown = " ".join("".join(document.text).split())
    for entry in entries:
        row = entry
        for text in (row.title, row.where, *(f.text for f in row.findings)):
            assert " ".join(text.split()) in shown, (row.id, text)
        if entry.ratio is not None:
            assert f"printed / derived at the point: {entry.ratio:.8g}" in shown, row.id
        for name, residual in entry.routes:
            assert f"{name} ({residual:.0e})" in shown, row.id
    assert shown.count("printed / derived at the point: ") == sum(
        e.ratio is not None for e in entries
    )
    assert shown.count("Routes that agree") == sum(bool(e.routes) for e in entries)


def test_the_tally_counts_verdicts(document: Document, rows: dict[str, Entry]) -> None:
    """As many of each verdict as are on record."""
    shown = "".join(document.text)
    for verdict, count in Counter(PAPER.reviewed[name] for name in rows).items():
        assert f"{count} {verdict}" in shown
    assert f"{len(rows)} rows" in shown


def formulas(rows: dict[str, Entry]) -> list[tuple[str, str]]:
    """(row and side, LaTeX) of everything that is typeset."""
    return [
        (f"{row.id} {side}", latex)
        for row in rows.values()
        for side, latex in (("printed", row.printed), ("derived", row.derived))
        if latex
    ]


def test_every_formula_becomes_mathml(document: Document, rows: dict[str, Entry]) -> None:
    """No formula falls back to its source, none leaves a command or an error behind."""
    bad = {}
    for name, latex in formulas(rows):
        converted = mathml(latex)
        if not converted.startswith("<math"):
            bad[name] = latex
            continue
        root = ElementTree.fromstring(converted)
        words = "".join(root.itertext())
        if root.tag != f"{MATHML}math" or "\\" in words or root.find(f".//{MATHML}merror"):
            bad[name] = latex
    assert not bad
    assert document.tags["math"] == len(formulas(rows))


@pytest.mark.slow
def test_every_formula_of_the_whole_ledger(whole: Verified) -> None:
    """The same for all rows."""
    rows = {e.id: e for e in whole.entries}
    document = Document(page(PAPER, whole.entries, [("figure.png", "caption")]))
    assert document.values("id") == list(PAPER.statements)
    test_every_formula_becomes_mathml(document, rows)


def test_formulas_keep_their_letters(rows: dict[str, Entry]) -> None:
    """Conversion loses no symbol: every Greek letter and λ̃ of (20) and (22) is in the MathML."""
    for name, letters in (("eq20", "μπλJCα"), ("eq22", "μπθλΔα"), ("eq19", "kpλ∫")):
        latex = rows[name].printed
        assert latex is not None
        text = "".join(ElementTree.fromstring(mathml(latex)).itertext())
        plain = text.replace("𝒥", "J").replace("𝛼", "α")
        assert all(letter in plain for letter in letters), (name, plain)


@pytest.mark.parametrize(
    ("latex", "nominator", "denominator"),
    [(r"\tfrac12m", "1", "2"), (r"\tfrac\epsilon2F", "ϵ", "2")],
)
def test_short_fractions(latex: str, nominator: str, denominator: str) -> None:
    r"""\tfrac12 m is one half times m."""
    fraction = ElementTree.fromstring(mathml(latex)).find(f".//{MATHML}mfrac")
    assert fraction is not None
    assert ["".join(part.itertext()) for part in fraction] == [nominator, denominator]


def test_what_cannot_be_converted_is_an_error() -> None:
    """No page with a formula that is not one."""
    with pytest.raises(DoubleSubscriptsError):
        mathml("a_b_c<d")


def test_self_contained(document: Document, entries: list[Entry]) -> None:
    """No script, no frame, no address outside the page but the namespace of MathML."""
    html = page(PAPER, entries, [("figure.png", "caption")])
    assert not {"script", "iframe", "link", "object", "embed", "form"} & set(document.tags)
    assert all(href.startswith("#") for href in document.values("href"))
    assert document.values("src") == ["figure.png"]
    assert set(re.findall(r"[a-z]+://[^\"'\s<>]+", html)) == {MATHML.strip("{}")}
    assert not re.search(r"@import|url\(|javascript:|\bon[a-z]+=", html)


def test_figures_have_captions(document: Document) -> None:
    """Caption below, and in words for those who cannot see it."""
    assert document.values("alt") == ["A caption with < and &."]
    assert "".join(document.text).count("A caption with < and &.") == 1


def test_text_is_escaped(entries: list[Entry]) -> None:
    """Nothing in a row can become a tag."""
    hostile = '<script>alert("1 & 2")</script>'
    entry = entries[0]
    changed = replace(
        entry,
        title=hostile,
        where=hostile,
        findings=(Finding(Verdict.INCONSISTENT, hostile),),
        routes=((hostile, 0.0),),
    )
    html = page(PAPER, [changed], [(hostile, hostile)])
    assert "<script" not in html
    assert unescape(html).count(hostile) == 7


@pytest.mark.parametrize("verdict", Verdict)
def test_every_verdict_has_a_colour(entries: list[Entry], verdict: Verdict) -> None:
    """On the page and on the terminal; white on nothing is not legible."""
    html = page(PAPER, entries)
    assert re.search(rf"\.{verdict.word}\b[^{{}}]*{{[^}}]*background", html)
    assert verdict.word in COLOURS
