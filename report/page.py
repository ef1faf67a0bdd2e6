"""The ledger as one HTML page: no script, no network; formulas are MathML."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from html import escape

from darktmm.papers.ledger import Entry
from darktmm.report.tables import COLOURS

_STYLE = """
:root { color-scheme: light dark; --line: #8885; --soft: #8881; }
body { font: 16px/1.5 Georgia, 'Times New Roman', serif; max-width: 60rem; margin: 2rem auto;
       padding: 0 1rem; }
h1 { font-size: 1.6rem; margin-bottom: .2rem } h2 { font-size: 1.1rem; margin: 0 }
nav { margin: 1rem 0 } nav a { margin-right: .8rem; white-space: nowrap }
article { border: 1px solid var(--line); border-radius: 6px; padding: .8rem 1rem; margin: 1rem 0 }
.verdict { font: 600 .8rem system-ui, sans-serif; color: #fff; border-radius: 3px; padding: .1rem .5rem }
.formula { overflow-x: auto; padding: .4rem .6rem; background: var(--soft); margin: .4rem 0 }
.label { font: .75rem system-ui, sans-serif; opacity: .75 }
.confirmed { background: #1a7f37 } .convention { background: #0b7285 } .definition, .input { background: #3b5bdb }
.inconsistent { background: #946200 } .unsupported { background: #862e9c } .corrected { background: #c92a2a }
.routes { font: .8rem system-ui, sans-serif; opacity: .85 } ul { margin: .4rem 0; padding-left: 1.2rem }
img { max-width: 100%; height: auto }
"""


def mathml(latex: str) -> str:
    """LaTeX as MathML."""
    from latex2mathml.converter import convert

    tidy = latex.replace(r"\not{p}", r"\not p").replace(r"\Big", "").replace(r"\tfrac", r"\frac")
    return str(convert(tidy, display="block"))


def _article(entry: Entry) -> str:
    judgement, verdict = entry.judgement, entry.verdict
    parts = [
        f'<article id="{escape(entry.id)}"><h2><code>{escape(entry.id)}</code> {escape(entry.statement.title)} '
        f'<span class="verdict {verdict}">{verdict}</span></h2>'
    ]
    for label, latex in (("printed", entry.statement.printed.latex), ("derived", judgement.latex)):
        if latex:
            parts.append(
                f'<div class="label">{label}</div><div class="formula">{mathml(latex)}</div>'
            )
    findings = "".join(f"<li>{escape(f.text)}</li>" for f in judgement.findings)
    parts.append(f"<ul>{findings}</ul>")
    if judgement.where:
        parts.append(f'<p class="routes">Where the two part: {escape(judgement.where)}.</p>')
    if entry.ratio is not None:
        parts.append(f'<p class="routes">printed / derived at the point: {entry.ratio:.8g}</p>')
    if entry.routes:
        routes = "; ".join(f"{escape(n)} ({r:.0e})" for n, r in entry.routes)
        parts.append(f'<p class="routes">Routes that agree (residual): {routes}</p>')
    return "".join(parts) + "</article>"


def page(entries: Sequence[Entry], figures: Sequence[tuple[str, str]] = ()) -> str:
    """The whole page.

    Args:
        entries: the ledger.
        figures: (file name beside the page, caption).
    """
    counts = Counter(e.verdict for e in entries)
    tally = ", ".join(f"{counts[v]} {v}" for v in COLOURS if counts[v])
    links = " ".join(f'<a href="#{escape(e.id)}">{escape(e.id)}</a>' for e in entries)
    pictures = "".join(
        f'<figure><img src="{escape(name)}" alt="{escape(caption)}"><figcaption>{escape(caption)}'
        "</figcaption></figure>"
        for name, caption in figures
    )
    body = "".join(_article(e) for e in entries)
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>darktmm: the ledger</title><style>{_STYLE}</style>"
        "<h1>Dark transition moments of Majorana neutrinos: the ledger</h1>"
        "<p>arXiv:2603.25704, each statement beside what its Lagrangian gives. "
        f"{len(entries)} rows: {tally}. Every verdict is computed.</p>"
        f"<nav>{links}</nav>{pictures}{body}</html>\n"
    )
