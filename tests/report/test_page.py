"""The site as files: complete, well-formed, made of what was computed, the same every time."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from functools import cache
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest

import darktmm
from darktmm.derive.models.dark import transition
from darktmm.derive.models.dark.chain import CHAIN, derive_result
from darktmm.derive.models.dark.lagrangian import dark_model
from darktmm.papers.ledger import Entry
from darktmm.papers.paper import DEFAULT, paper
from darktmm.papers.statement import Finding, Verdict
from darktmm.report.figures import style
from darktmm.report.mathml import mathml
from darktmm.report.page import figures, front, ledger, numbers
from darktmm.report.page.derivation import TO_THE_MOMENT
from darktmm.report.page.site import PARTS, START, build
from darktmm.report.page.source import derivers, place_of
from darktmm.report.page.words import first_sentence, significant
from darktmm.report.sentences import formulas
from darktmm.report.tables import COLOURS
from tests.report.site import BESIDE, OTHER, PICTURE, drawn, recorded

PAPER = paper()
ROOT = Path(__file__).parents[2]

PAGES = (START, *(file for file, _ in PARTS), "ledger-known-answers.html")

VOID = {"meta", "img", "br", "hr", "link", "input"}


class Document(HTMLParser):
    """Tags, attributes and text; complains about tags that do not match."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: Counter[str] = Counter()
        self.attributes: list[tuple[str, str, str]] = []
        self.text: list[str] = []
        self.outside: list[str] = []
        self.plain: list[str] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()
        assert not self.open, self.open

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
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)
        if not {"pre", "style"} & set(self.open):
            self.outside.append(data)
        if not {"pre", "style", "code", "math"} & set(self.open):
            self.plain.append(data)

    def values(self, name: str, tag: str | None = None) -> list[str]:
        """All values of an attribute."""
        return [v for t, a, v in self.attributes if a == name and tag in (None, t)]

    @property
    def words(self) -> str:
        """All text, with single spaces."""
        return " ".join("".join(self.text).split())

    @property
    def squeezed(self) -> str:
        """All text without spaces: cells of a table have none between them."""
        return "".join("".join(self.text).split())

    @property
    def prose(self) -> str:
        """All text but sources of formulas and the style."""
        return " ".join("".join(self.outside).split())


@cache
def parsed(path: Path) -> Document:
    """One page."""
    return Document(path.read_text(encoding="utf-8"))


def said(sentence: str) -> str:
    """The words of a sentence as a page has them: text as it stands, formulas as their signs."""
    from darktmm.report.sentences import to_html

    return " ".join("".join(Document(str(to_html(sentence))).text).split())


@pytest.fixture
def page(site: Path, request: pytest.FixtureRequest) -> Document:
    """A page by name."""
    return parsed(site.parent / request.param)


every_page = pytest.mark.parametrize("page", PAGES, indirect=True)


@pytest.fixture
def rows(site: Path) -> Document:
    """The ledger."""
    return parsed(site.parent / "ledger.html")


# --- every page -------------------------------------------------------------------------------------


@every_page
def test_a_page_is_well_formed_and_names_itself(page: Document) -> None:
    """Tags match, ids are unique, there is one main heading at least, and a title."""
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    assert page.tags["main"] == page.tags["title"] == 1
    assert page.tags["h1"] >= 1
    assert page.values("lang", "html") == ["en"]


@every_page
def test_links_lead_somewhere(page: Document, site: Path) -> None:
    """Every link is to a file of the site, and to a place that is on it."""
    for link in page.values("href") + page.values("src"):
        file, _, place = link.partition("#")
        target = site.parent / file if file else None
        if target is not None:
            assert target.is_file(), link
        if place:
            there = page if target is None else parsed(target)
            assert place in [*there.values("id"), "all"], link


@every_page
def test_a_page_needs_nothing_from_elsewhere(page: Document) -> None:
    """No address outside the site but those that name a vocabulary, no code among the words."""
    addresses = {v for _, _, v in page.attributes if "://" in v}
    assert addresses <= {"http://www.w3.org/1998/Math/MathML", "http://www.w3.org/2000/svg"}
    assert not [a for _, a, _ in page.attributes if a.startswith("on")]
    assert page.values("src", "script") == ["static/page.js"]
    assert not {"iframe", "object", "embed"} & set(page.tags)


def test_style_and_script_need_nothing_from_elsewhere(site: Path) -> None:
    """Fonts are files that exist, beside their licence; nothing else is asked for."""
    static = site.parent / "static"
    style = (static / "style.css").read_text()
    fonts = re.findall(r"url\(([^)]+)\)", style)
    assert fonts and all((static / f).read_bytes()[:4] == b"wOF2" for f in fonts)
    assert {f"fonts/{f.name}" for f in (static / "fonts").glob("*.woff2")} == set(fonts)
    assert "SIL Open Font License" in (static / "fonts" / "OFL.txt").read_text()
    script = (static / "page.js").read_text()
    assert not re.search(r"https?:|fetch\(|import\s|@import", style + script)


@every_page
def test_every_formula_is_mathml(page: Document) -> None:
    """No dollar, no command, no error is left among the words; sources stand in code only."""
    assert not re.search(r"[$\\]", page.prose)
    assert page.tags["merror"] == 0
    shown = {v for a in ("alt", "aria-label", "title") for v in page.values(a)}
    assert not [v for v in shown if "$" in v or "\\" in v]


TYPED = re.compile(r"\*\*|\w\^|\w_\{|->|\b(?:gamma|sigma|epsilon|lambda|theta)\b|\b\w{1,3}_\w+")
"""What a formula looks like that was typed on a keyboard."""


@every_page
def test_no_formula_is_typed_on_a_keyboard(page: Document) -> None:
    """Among the words there is no x**2, no a_mu and no arrow of two signs."""
    assert not TYPED.findall(" ".join(page.plain))


def test_a_typed_formula_is_found() -> None:
    """The pattern knows those of old: powers, indices, Greek letters, arrows."""
    for old in ("2*E_nu**2", "gamma^mu pslash", "mu -> e", "a_mu", "M_{H}"):
        assert TYPED.search(old), old
    assert not TYPED.search("darktmm point > my.toml, arXiv:2603.25704, g-2")


def test_the_same_again(site: Path, entries: list[Entry], tmp_path: Path) -> None:
    """A second time gives the same bytes: nothing depends on the clock, on order or on memory."""
    ledgers = {n: recorded(n, {e.id: e for e in entries}) for n in (DEFAULT, OTHER)}
    again = build(tmp_path, ledgers, drawn(tmp_path / "figures"), BESIDE).parent
    files = sorted(p.relative_to(tmp_path) for p in tmp_path.rglob("*") if p.is_file())
    assert files == sorted(
        p.relative_to(site.parent) for p in site.parent.rglob("*") if p.is_file()
    )
    assert [f for f in files if (again / f).read_bytes() != (site.parent / f).read_bytes()] == []


# --- the first page ---------------------------------------------------------------------------------


def test_the_first_page_follows_the_verdicts(site: Path, entries: list[Entry]) -> None:
    """Sentences, counts and columns are those of the ledger, and change with it."""
    computed = recorded(DEFAULT, {e.id: e for e in entries})
    shown = front.front(PAPER, computed, [])
    assert PAPER.summary is not None
    assert {e.id for e in shown.survives + shown.fails} == set(PAPER.summary.consequential)
    assert all(e.verdict in ledger.HOLDS for e in shown.survives)
    assert not any(e.verdict in ledger.HOLDS for e in shown.fails)
    words = parsed(site).words
    for sentence in (PAPER.summary.question, *shown.answer, PAPER.summary.claims):
        assert said(sentence) in words
    for e in shown.survives + shown.fails:
        assert said(first_sentence(e.headline)) in words, e.id

    name = PAPER.summary.parts[0][1]
    other = {Verdict.CORRECTED, Verdict.CONFIRMED}
    (verdict,) = other - {Verdict.CONFIRMED if shown.survives[0].id == name else Verdict.CORRECTED}
    turned = [
        replace(e, findings=(Finding(verdict, "The opposite."),)) if e.id == name else e
        for e in computed
    ]
    changed = front.front(PAPER, turned, [])
    assert changed.answer != shown.answer
    assert {e.id for e in changed.fails} != {e.id for e in shown.fails}


@pytest.mark.parametrize(
    ("verdicts", "answer"),
    [
        ((Verdict.CONFIRMED, Verdict.CONVENTION), ("The first and the second follow.",)),
        ((Verdict.CORRECTED, Verdict.UNSUPPORTED), ("The first and the second do not.",)),
        ((Verdict.INCONSISTENT, Verdict.INPUT), ("The second follows.", "The first does not.")),
    ],
)
def test_the_answer(verdicts: tuple[Verdict, Verdict], answer: tuple[str, ...]) -> None:
    """What holds follows, what does not does not."""
    assert PAPER.summary is not None
    summary = replace(PAPER.summary, parts=(("the first", "a"), ("the second", "b")))
    found = {
        name: Entry(name, "", "", "", "", (Finding(v, ""),))
        for name, v in zip("ab", verdicts, strict=True)
    }
    assert front.answer(summary, found) == answer


def test_counts_are_links(site: Path) -> None:
    """As many of each verdict as are on record, each a link to the filtered ledger."""
    document = parsed(site)
    for verdict, count in Counter(PAPER.reviewed[n] for n in PAPER.statements).items():
        assert f"ledger.html#{verdict}" in document.values("href")
        assert f"{count} {verdict}" in document.words


def test_what_could_not_be_judged_is_left_out(entries: list[Entry], tmp_path: Path) -> None:
    """The page is made all the same, without the rows that failed."""
    assert PAPER.summary is not None
    lost = {PAPER.summary.central, PAPER.summary.bounds, PAPER.summary.consequential[0]}
    kept = [e for e in recorded(DEFAULT, {e.id: e for e in entries}) if e.id not in lost]
    document = parsed(build(tmp_path, {DEFAULT: kept}, beside=()))
    assert document.tags["h1"] == 1
    assert not {f"ledger.html#{name}" for name in lost} & set(document.values("href"))


def test_a_paper_without_a_summary_has_no_first_page() -> None:
    """It is said, and not made up."""
    with pytest.raises(ValueError, match=OTHER):
        front.front(paper(OTHER), [], [])


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("One. Two.", "One."),
        ("A ratio of 1.5 at 2.0 MeV. Then more.", "A ratio of 1.5 at 2.0 MeV."),
        (r"With $a. B$ in it. Next.", r"With $a. B$ in it."),
        (r"It is $x+y$. $z$ is another.", "It is $x+y$."),
        ("See Sec. 2.3 for it. Next.", "See Sec. 2.3 for it."),
        ("No end", "No end"),
    ],
)
def test_the_first_sentence(text: str, first: str) -> None:
    """Numbers, abbreviations and formulas end none."""
    assert first_sentence(text) == first


# --- the ledger -------------------------------------------------------------------------------------


def test_every_row_is_there(rows: Document) -> None:
    """One article for each statement, in the order of the paper, each with a link to itself."""
    ids = [v for t, a, v in rows.attributes if t == "article" and a == "id"]
    assert ids == list(PAPER.statements)
    assert {f"#{name}" for name in ids} <= set(rows.values("href"))
    assert Counter(rows.values("data-verdict", "article")) == Counter(
        PAPER.reviewed[name] for name in ids
    )


def test_everything_known_about_a_row_is_shown(rows: Document, entries: list[Entry]) -> None:
    """Title, findings, where the two part, ratio, routes with residuals, LaTeX, lines of code."""
    words = rows.words
    for e in entries:
        for text in (e.title, e.where, e.no_route, *(f.text for f in e.findings)):
            assert said(text) in words, (e.id, text)
        for name, residual in e.routes:
            both = said(name) + said(f"${significant(residual, 2)}$")
            assert "".join(both.split()) in rows.squeezed, (e.id, name)
        for latex in (e.printed, e.derived):
            assert " ".join(latex.split()) in words, e.id
        judge = place_of(PAPER.statements[e.id].judge)
        assert f"{judge.file}:{judge.line} {judge.name}" in words
    assert words.count("printed / derived") == sum(e.ratio is not None for e in entries)


def test_what_differs_is_marked_on_both_sides(entries: list[Entry], tmp_path: Path) -> None:
    """The part that differs stands out where it occurs, and is said where it does not."""
    row = next(e for e in entries if e.id == "eq21")
    changed = replace(row, printed="a=64b", derived="a=128b", differs=("64", "128"))
    html = rendered(changed, tmp_path)
    assert html.count('class="differs"') == 2
    assert re.search(r'<mn class="differs">64</mn>', html)
    assert re.search(r'<mn class="differs">128</mn>', html)
    assert "differs in" in html
    assert 'class="differs"' not in rendered(replace(changed, differs=None), tmp_path)


@pytest.mark.parametrize(
    ("name", "printed", "derived"),
    [
        ("eq19", "P_R", "P_L"),
        ("eq21", "x + y", "1 - x - y"),
        ("eq22", "64", "128"),
        ("eq29", "96", "768"),
        ("eq31", "0.086", "0.122"),
    ],
)
def test_what_differs_is_computed(
    entries: list[Entry], site: Path, name: str, printed: str, derived: str
) -> None:
    """And found again on both sides."""
    row = next(e for e in entries if e.id == name)
    assert row.differs == (printed, derived)
    html = (site.parent / "ledger.html").read_text()
    article = html[html.index(f'<article id="{name}"') :].partition("</article>")[0]
    sides = article.split("<figcaption>")[1:]
    assert [('class="differs"' in side) for side in sides] == [True, True]


def test_what_differs_is_seen_on_both_sides(entries: list[Entry], site: Path) -> None:
    """In every row that names it, the order of terms being another one or not."""
    html = (site.parent / "ledger.html").read_text()
    naming = [e for e in entries if e.differs]
    assert len(naming) > 5
    for e in naming:
        article = html[html.index(f'<article id="{e.id}"') :].partition("</article>")[0]
        sides = article.split("<figcaption>")[1:]
        assert [('class="differs"' in side) for side in sides] == [True, True], e.id


def test_what_to_replace_is_on_the_first_page(entries: list[Entry], site: Path) -> None:
    """Beside the sentence about it: the printed part, an arrow, and the derived one."""
    assert PAPER.summary is not None
    words = parsed(site).squeezed
    shown = [e for e in entries if e.id in PAPER.summary.consequential and e.differs]
    assert len(shown) > 2
    for e in shown:
        assert e.differs is not None
        before, after = (said(f"${latex}$") for latex in e.differs)
        assert "".join(f"{before}→{after}".split()) in words, e.id


def rendered(entry: Entry, out: Path) -> str:
    """The ledger page with one row changed."""
    from darktmm.report.page.site import _Site

    entries = recorded(DEFAULT, {entry.id: entry})
    site = _Site(out, {DEFAULT: entries}, (), ())
    return dict(site.pages())["ledger.html"]()


def test_text_is_escaped(entries: list[Entry], tmp_path: Path) -> None:
    """Nothing in a row can become a tag."""
    hostile = '<script>alert("1 & 2")</script>'
    changed = replace(
        entries[0],
        title=hostile,
        where=hostile,
        findings=(Finding(Verdict[entries[0].verdict.upper()], hostile),),
        routes=((hostile, 0.0),),
        no_route=hostile,
    )
    html = rendered(changed, tmp_path)
    assert "<script>" not in html
    assert unescape(html).count(hostile) >= 5


@pytest.mark.parametrize("name", PAPER.statements)
def test_the_line_of_code_is_right(name: str) -> None:
    """File and line are where the judging function begins."""
    place = place_of(PAPER.statements[name].judge)
    lines = (ROOT / place.file).read_text().splitlines()[place.line - 1 :]
    assert next(x for x in lines if x.startswith("def ")).startswith(f"def {place.name}(")


def test_what_derives_a_row_is_found() -> None:
    """Through helpers of the paper, in `derive`; (22) comes from the transition moment."""
    found = derivers(PAPER.statements["eq22"].judge)
    assert place_of(transition.factorised) in found
    for name, statement in PAPER.statements.items():
        for place in derivers(statement.judge):
            text = (ROOT / place.file).read_text().splitlines()[place.line - 1 :]
            assert any(f"def {place.name}(" in line for line in text[:8]), (name, place)


@pytest.mark.parametrize("verdict", Verdict)
def test_every_verdict_has_a_colour(site: Path, verdict: Verdict) -> None:
    """On the page, light and dark, and on the terminal."""
    style = (site.parent / "static" / "style.css").read_text()
    assert re.search(rf"--{verdict.word}: light-dark\(#\w+, #\w+\)", style)
    assert f".{verdict.word} {{ --accent: var(--{verdict.word}) }}" in style
    assert verdict.word in ledger.VERDICTS
    assert verdict.word in COLOURS


# --- the other pages --------------------------------------------------------------------------------


def test_the_derivation_has_every_expression(site: Path) -> None:
    """Each formula of each result as LaTeX, each remark, each diagram of the moment as a drawing."""
    document = parsed(site.parent / "derivation.html")
    model = dark_model(neutrinos=2)
    for name in (*TO_THE_MOMENT, *BESIDE):
        result = derive_result(name, model)
        assert name in document.values("id")
        for formula in result.formulas:
            assert " ".join(formula.latex.split()) in document.words, formula.name
        for remark in result.remarks:
            assert said(remark) in document.words
    triangles = [v for v in document.values("aria-label", "svg") if "inside" in v]
    scalars = {f"{x}" for d, _ in transition.scalar_paths(model, 1, 2) for x in d.bosons}
    heavy, pairs = len(model.heavy.states), len(model.even) * len(model.odd)
    assert len(triangles) == heavy * 2 * pairs + heavy * len(scalars)
    assert len(set(triangles)) == len(triangles)


@pytest.mark.slow
def test_the_derivation_has_every_result(entries: list[Entry], tmp_path: Path) -> None:
    """By default all of them."""
    ledgers = {DEFAULT: recorded(DEFAULT, {e.id: e for e in entries})}
    document = parsed(build(tmp_path, ledgers).parent / "derivation.html")
    assert set(CHAIN) <= set(document.values("id"))


def test_figures_are_linked_where_they_are(tmp_path: Path) -> None:
    """Inside the site by their place, from elsewhere by a copy; one without a picture is refused."""
    out = tmp_path / "out"
    inside, outside = drawn(out / "pictures")[0], drawn(tmp_path / "elsewhere")[1]
    shown, copies = figures.linked([inside, outside], out)
    assert shown[0].links["csv"] == f"pictures/{inside.name}.csv"
    assert shown[1].picture == f"figures/{outside.name}.svg"
    assert set(copies) == {f"figures/{outside.name}.svg", f"figures/{outside.name}.csv"}
    bare = SimpleNamespace(name="bare", title="", caption="", paths={"csv": out / "bare.csv"})
    with pytest.raises(ValueError, match="bare"):
        figures.linked([bare], out)


def test_wide_figures_have_the_width_of_the_page(tmp_path: Path) -> None:
    """By the width that their SVG says; a picture for one column stays in its column."""
    found = drawn(tmp_path)[:2]
    for picture, width in zip(found, (style.ONE_COLUMN, style.TWO_COLUMNS), strict=True):
        text = PICTURE.replace('width="320"', f'width="{72 * width:g}pt"')
        picture.paths["svg"].write_text(text)
    assert [s.wide for s in figures.linked(found, tmp_path)[0]] == [False, True]


def test_figures_have_their_numbers_beside_them(site: Path) -> None:
    """Picture, caption, and a link to each format."""
    document = parsed(site.parent / "figures.html")
    for figure in drawn(site.parent / "figures"):
        assert said(figure.caption) in document.words
        assert f"figures/{figure.name}.csv" in document.values("href")
        assert f"figures/{figure.name}.svg" in document.values("src")
    assert all(document.values("alt"))


def test_numbers_have_source_and_date(site: Path) -> None:
    """Every measurement with year, mark and a reference that is on the page."""
    document = parsed(site.parent / "numbers.html")
    tables, squeezed = numbers.tables(), document.squeezed
    count = 0
    for _, found in tables["measured"]:
        for m in found:
            count += 1
            source = said(numbers.indexed(m.source))
            assert "".join(f"{m.year}{source}".split()) in squeezed
            assert f"#bib-{m.bibtex}" in document.values("href")
    assert count > 100
    assert all(b.value != b.limit for point in tables["points"] for b in point.bounds)
    for point in tables["points"]:
        excluded = [b for b in point.bounds if b.excluded]
        verdict = f"Excluded by {len(excluded)} of" if excluded else "Allowed by all"
        assert f"{verdict} {len(point.bounds)} bounds that apply" in document.words


@pytest.mark.parametrize(
    ("name", "latex"),
    [
        ("1", ""),
        ("GeV^-1", r"\text{GeV}^{-1}"),
        ("GeV m", r"\text{GeV}\,\text{m}"),
        ("keV", r"\text{keV}"),
    ],
)
def test_units(name: str, latex: str) -> None:
    """Powers as exponents, products with a space."""
    assert numbers.unit(name) == latex
    if latex:
        ElementTree.fromstring(mathml(latex))


def test_the_gallery_shows_the_other_papers(site: Path) -> None:
    """Each with its own ledger."""
    other = paper(OTHER)
    assert other.title in parsed(site.parent / "gallery.html").words
    document = parsed(site.parent / "ledger-known-answers.html")
    assert document.tags["article"] == len(other.statements)


def test_the_version_is_the_only_mark_of_time(site: Path) -> None:
    """It stands at the foot of every page."""
    for name in PAGES:
        assert f"darktmm {darktmm.__version__}" in parsed(site.parent / name).words


def test_sentences_of_the_summary_are_sentences() -> None:
    """Formulas between dollars, statements that exist."""
    summary = PAPER.summary
    assert summary is not None
    assert formulas(summary.claims)
    named = [
        *summary.consequential,
        summary.central,
        summary.bounds,
        *(n for _, n in summary.parts),
    ]
    assert set(named) <= set(PAPER.statements)
    assert not re.search(r"\d\.\d", summary.claims)
