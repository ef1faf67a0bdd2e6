"""The site in a real browser: Debian's chromium, headless.

Left out where there is none, unless DARKTMM_REQUIRE_BROWSER is set. Accessibility is judged by axe-core.
"""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from darktmm.papers.paper import paper
from darktmm.report.page.site import PARTS, START

PAPER = paper()
RECORD = Counter(PAPER.reviewed[name] for name in PAPER.statements)
PAGES = (START, *(file for file, _ in PARTS))
WIDTHS = (380, 800, 1400)
PRINTED = 688
"""Pixels between the margins of a sheet of A4."""

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
if CHROMIUM is None and not os.environ.get("DARKTMM_REQUIRE_BROWSER"):
    pytest.skip("no chromium", allow_module_level=True)

OVERFLOWING = """() => {
  const width = document.documentElement.clientWidth;
  const inside = (e) => e.closest(".f, .scroll, pre, .hidden, .skip");
  const far = [...document.querySelectorAll("body *")]
    .filter((e) => !inside(e) && e.getBoundingClientRect().right > width + 1)
    .map((e) => e.tagName + "." + e.getAttribute("class") + ": " + e.textContent.slice(0, 60));
  return { far, scroll: document.documentElement.scrollWidth - window.innerWidth };
}"""
"""What reaches beyond the window, apart from what scrolls by itself."""

CUT = """() => [...document.querySelectorAll(".f, .scroll, pre, figure, article, p, li, td")]
  .filter((e) => e.offsetParent && e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display !== "inline")
  .map((e) => e.tagName + "." + e.className + ": " + e.textContent.slice(0, 80))"""
"""What is wider than its box."""


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A running browser."""
    assert CHROMIUM is not None, "chromium is required here"
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


class Window:
    """A page in the browser, with everything that went wrong on it."""

    def __init__(self, chromium: Any, folder: Path, **options: Any) -> None:
        self.folder = folder
        self.wrong: list[str] = []
        self.asked: list[str] = []
        self.context = chromium.new_context(**options)
        self.page = self.context.new_page()
        self.page.on("console", lambda m: self.wrong.append(f"{m.type}: {m.text}"))
        self.page.on("pageerror", lambda e: self.wrong.append(str(e)))
        self.page.on("requestfailed", lambda r: self.wrong.append(f"failed: {r.url}"))
        self.page.on("request", lambda r: self.asked.append(r.url))

    def go(self, name: str) -> Any:
        """Open a page of the site."""
        self.page.goto(
            (self.folder / name.partition("#")[0]).as_uri() + name[len(name.partition("#")[0]) :]
        )
        return self.page

    def rows(self) -> list[str]:
        """Ids of the rows that are seen."""
        found = self.page.locator(".row").evaluate_all(
            "rows => rows.filter(r => r.offsetParent).map(r => r.id)"
        )
        return list(found)


@pytest.fixture
def window(chromium: Any, site: Path, request: pytest.FixtureRequest) -> Iterator[Window]:
    """A fresh window; options of the context by indirect parameter."""
    opened = Window(chromium, site.parent, **getattr(request, "param", {}))
    yield opened
    opened.context.close()


def wide(width: int, **options: Any) -> dict[str, Any]:
    """Options of a window so many pixels wide."""
    return {"viewport": {"width": width, "height": 900}, **options}


# --- every page -------------------------------------------------------------------------------------


@pytest.mark.parametrize("window", [wide(w) for w in WIDTHS], indirect=True, ids=map(str, WIDTHS))
@pytest.mark.parametrize("name", PAGES)
def test_nothing_goes_wrong_and_nothing_overflows(window: Window, name: str) -> None:
    """No message on the console, no request but for files of the site, nothing beyond the window."""
    page = window.go(name)
    page.evaluate("document.fonts.ready.then(() => true)")
    assert window.wrong == []
    assert all(url.startswith(window.folder.as_uri()) for url in window.asked)
    assert page.evaluate(OVERFLOWING) == {"far": [], "scroll": 0}
    assert (
        page.evaluate("[...document.images].filter(i => i.complete && !i.naturalWidth).length") == 0
    )


@pytest.mark.parametrize("window", [wide(1400)], indirect=True)
@pytest.mark.parametrize("name", ["index.html", "ledger.html", "derivation.html"])
def test_formulas_fit_a_wide_window(window: Window, name: str) -> None:
    """None has to be scrolled: lines end between pieces."""
    page = window.go(name)
    assert [c for c in page.evaluate(CUT) if c.startswith("DIV.f")] == []


@pytest.mark.parametrize("window", [wide(380)], indirect=True)
def test_long_formulas_go_on_in_the_next_line(window: Window) -> None:
    """On a phone they take several lines, which a formula in one piece could not."""
    page = window.go("derivation.html")
    heights = page.locator("#lagrangian .eq").evaluate_all("all => all.map(e => e.offsetHeight)")
    assert max(heights) > 5 * min(heights) / 2


@pytest.mark.parametrize("window", [wide(PRINTED, color_scheme="dark")], indirect=True)
@pytest.mark.parametrize("name", PAGES)
def test_print_cuts_nothing(window: Window, name: str) -> None:
    """On paper there is nothing to scroll; the ground is white whatever the screen was."""
    page = window.go(name)
    page.emulate_media(media="print")
    assert page.evaluate(CUT) == []
    assert page.evaluate(OVERFLOWING)["far"] == []
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(28, 27, 25)"
    assert not page.locator("header.bar").is_visible()
    colours = page.locator(".badge, .tally li, .dot").evaluate_all(
        "all => all.map(e => getComputedStyle(e).printColorAdjust)"
    )
    assert set(colours) <= {"exact"}  # browsers leave grounds out otherwise


LONG_PAGES = ("ledger.html", "derivation.html", "numbers.html")
"""Pages that axe takes half a minute for."""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "name",
    [
        *(n for n in (*PAGES, "ledger-known-answers.html") if n not in LONG_PAGES),
        *(pytest.param(n, marks=pytest.mark.slow) for n in LONG_PAGES),
    ],
)
def test_contrast_and_structure(chromium: Any, site: Path, name: str, scheme: str) -> None:
    """No violation of WCAG 2.1 AA that axe can find; both schemes, every text."""
    from axe_playwright_python.sync_playwright import Axe

    window = Window(chromium, site.parent, color_scheme=scheme)
    page = window.go(name)
    rules = RULES if scheme == "light" else ["color-contrast"]
    found = Axe().run(page, options={"runOnly": rules, "resultTypes": ["violations"]})
    window.context.close()
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("name", [START, "ledger.html"])
def test_light_and_dark(chromium: Any, site: Path, name: str) -> None:
    """Two grounds, and words that stand out from each."""
    seen = []
    for scheme in ("light", "dark"):
        window = Window(chromium, site.parent, color_scheme=scheme)
        page = window.go(name)
        seen.append(
            page.evaluate(
                "[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]"
            )
        )
        window.context.close()
    (light, ink), (dark, chalk) = seen
    assert light != dark and ink != chalk


def test_the_fonts_are_used(window: Window) -> None:
    """Formulas are set in a mathematics font, which came with the site."""
    page = window.go("ledger.html")
    page.evaluate("document.fonts.ready.then(() => true)")
    loaded = page.evaluate(
        "[...document.fonts].filter(f => f.status === 'loaded').map(f => f.family.replaceAll('\"', ''))"
    )
    assert {"STIX Two Math", "STIX Two Text"} <= set(loaded)
    assert (
        page.locator("math")
        .first.evaluate("e => getComputedStyle(e).fontFamily")
        .startswith('"STIX Two Math"')
    )


# --- the first page ---------------------------------------------------------------------------------


@pytest.mark.parametrize("window", [wide(1400)], indirect=True)
def test_the_first_screen(window: Window) -> None:
    """Question, claim, formula, counts, the three columns and the first figure begin on one screen."""
    page = window.go(START)
    for seen in (
        "h1",
        ".key",
        ".tally",
        ".three h2 >> nth=0",
        ".three h2 >> nth=2",
        ".three img >> nth=0",
    ):
        box = page.locator(seen).first.bounding_box()
        assert box is not None and box["y"] + min(box["height"], 200) < 900, seen
    assert page.locator(".three img").count() == 3


@pytest.mark.parametrize("verdict", RECORD)
def test_counts_lead_to_the_filtered_ledger(window: Window, verdict: str) -> None:
    """A click on a count shows as many rows."""
    page = window.go(START)
    page.locator(f".tally .{verdict} a").click()
    page.wait_for_url(f"**/ledger.html#{verdict}")
    assert [PAPER.reviewed[name] for name in window.rows()] == [verdict] * RECORD[verdict]


# --- the ledger -------------------------------------------------------------------------------------


def test_filters_and_search(window: Window) -> None:
    """Verdict, section and words, each and together; what is found is counted."""
    page = window.go("ledger.html")
    count = page.locator(".tools output")
    assert window.rows() == list(PAPER.statements)
    page.locator(".chips .corrected").click()
    assert window.rows() == [n for n in PAPER.statements if PAPER.reviewed[n] == "corrected"]
    assert page.locator(".chips .corrected").get_attribute("aria-current") == "true"
    page.locator("#s-3-1").click()
    both = [
        n
        for n, s in PAPER.statements.items()
        if PAPER.reviewed[n] == "corrected" and s.section == "3.1"
    ]
    assert window.rows() == both
    assert count.inner_text() == f"{len(both)} rows"
    page.locator("#all").click()
    page.locator("#everywhere").click()
    assert window.rows() == list(PAPER.statements)
    search = page.get_by_role("searchbox")
    search.fill("(22)")
    assert "eq22" in window.rows()
    assert len(window.rows()) < len(PAPER.statements)
    search.fill("claim-lhc-1270")
    assert window.rows() == ["claim-lhc-1270"]
    assert count.inner_text() == "1 row"
    search.fill("M_E")
    search.fill("nothing has these words")
    assert window.rows() == []
    assert page.get_by_text("No row matches.").is_visible()
    search.fill("")
    assert window.rows() == list(PAPER.statements)
    assert not page.get_by_text("No row matches.").is_visible()
    assert window.wrong == []


def test_search_finds_formulas(window: Window) -> None:
    """By the signs they are made of, whatever space is between them."""
    page = window.go("ledger.html")
    page.get_by_role("searchbox").fill("μ→eγ")
    assert "eq29" in window.rows()


def test_permalinks(window: Window) -> None:
    """A row comes into view by its address, also when a filter had hidden it."""
    page = window.go("ledger.html#eq22")
    assert page.locator("#eq22").evaluate("e => e.getBoundingClientRect().top") < 200
    page.locator("#confirmed").click()
    assert "eq22" not in window.rows()
    page.evaluate("location.hash = 'eq22'")
    page.wait_for_function("!document.getElementById('eq22').hidden")
    assert window.rows() == list(PAPER.statements)
    assert page.locator("#eq22 .no").get_attribute("href") == "#eq22"


@pytest.mark.parametrize("window", [wide(1400, java_script_enabled=False)], indirect=True)
def test_without_scripts(window: Window) -> None:
    """Everything is readable, the links of verdicts and sections filter, evidence unfolds."""
    page = window.go("ledger.html")
    seen = page.locator(".row:visible")
    assert seen.count() == len(PAPER.statements)
    assert not page.get_by_role("searchbox").is_visible()
    page.locator(".chips .corrected").click()
    assert seen.count() == RECORD["corrected"]
    page.locator("#s-3-1").click()
    assert seen.count() == sum(s.section == "3.1" for s in PAPER.statements.values())
    page.locator("#all").click()
    assert seen.count() == len(PAPER.statements)
    row = page.locator("#eq22")
    code = row.get_by_text("judged in")
    assert not code.is_visible()
    row.locator("summary").first.click()
    assert code.is_visible()


def test_keyboard(window: Window) -> None:
    """The first stop leads to the content; filters, evidence and long formulas can be reached and used."""
    page = window.go("ledger.html")

    def focus() -> str:
        return str(page.evaluate("document.activeElement.id || document.activeElement.className"))

    page.keyboard.press("Tab")
    assert focus() == "skip"
    assert page.locator(".skip").bounding_box()["x"] >= 0  # type: ignore[index]
    page.keyboard.press("Enter")
    for _ in range(20):
        page.keyboard.press("Tab")
        if focus() == "corrected":
            break
    assert focus() == "corrected"
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("Enter")
    assert len(window.rows()) == RECORD["corrected"]
    summary = page.locator(".row:visible summary").first
    summary.focus()
    page.keyboard.press("Enter")
    assert page.locator(".row:visible details").first.evaluate("d => d.open")
    assert page.locator(".row:visible .f").first.evaluate("f => f.tabIndex") == 0


def test_latex_can_be_copied(window: Window) -> None:
    """One button for each source, which gives it whole."""
    page = window.go("ledger.html")
    row = page.locator("#eq22")
    row.locator("summary").first.click()
    source = row.locator(".tex").first
    source.locator("summary").click()
    window.context.grant_permissions(["clipboard-read", "clipboard-write"])
    button = source.get_by_role("button", name="copy")
    button.click()
    source.get_by_role("button", name="copied").wait_for()
    search = page.get_by_role("searchbox")
    search.focus()
    page.keyboard.press("Control+V")
    assert search.input_value() == PAPER.statements["eq22"].printed.latex
