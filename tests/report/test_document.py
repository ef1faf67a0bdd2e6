"""The article: every equation in a file of its own, everything input, and it compiles."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from command_line import Verified
from matplotlib.figure import Figure

from darktmm.derive.models.dark.chain import CHAIN
from darktmm.papers.ledger import Entry
from darktmm.papers.paper import paper
from darktmm.papers.statement import Finding, Verdict
from darktmm.report import document
from darktmm.report.document import Drawn
from darktmm.report.typeset import display, equals, width

FEW = ("mass-eigenstates", "kinetic-mixing", "lepton-number")

TEX = pytest.mark.skipif(shutil.which("pdflatex") is None, reason="TeX is not installed")


def drawing(folder: Path) -> Drawn:
    """A picture with a caption that has everything in it."""
    folder.mkdir(exist_ok=True)
    path = folder / "drawn.pdf"
    Figure().savefig(path)
    return Drawn("moment", r"Below 5 % & above $m_{A'}$, $\mu\to e\gamma$.", path)


def written(folder: Path, entries: Sequence[Entry], names: Sequence[str] = FEW) -> Path:
    """The folder of the document."""
    known = {e.id for e in entries}
    judged = paper()
    assert judged.summary is not None
    summary = replace(
        judged.summary,
        consequential=tuple(name for name in judged.summary.consequential if name in known),
    )
    judged = replace(judged, summary=summary)
    article = document.write(folder / "tex", judged, entries, [drawing(folder / "p")], names)
    assert article == folder / "tex" / "main.tex"
    return folder / "tex"


def compiled(folder: Path, name: str, *, bibliography: bool = False) -> str:
    """The log of the last run."""
    program = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", f"{name}.tex"]
    runs = [program, ["bibtex", name], program, program] if bibliography else [program]
    for run in runs:
        done = subprocess.run(run, cwd=folder, capture_output=True, check=False)
        log = (folder / f"{name}.log").read_text(encoding="latin-1")
        assert done.returncode == 0, log[-2000:]
    return log


def test_each_equation_is_a_file(tmp_path: Path, entries: list[Entry]) -> None:
    """One equation and one label a file, each label once, each file input by the article."""
    folder = written(tmp_path, entries)
    article = (folder / "main.tex").read_text(encoding="utf-8")
    labels: Counter[str] = Counter()
    files = sorted((folder / "equations").rglob("*.tex"))
    for file in files:
        text = file.read_text(encoding="utf-8")
        labels.update(re.findall(r"\\label\{(.*?)\}", text))
        assert text.count(r"\begin{equation}") == text.count(r"\end{equation}") == 1
        assert text.isascii()
        path = file.relative_to(folder).with_suffix("").as_posix()
        assert article.count(rf"\input{{{path}}}") == 1, path
    assert max(labels.values()) == 1 and len(labels) == len(files)
    assert "eq:mass-eigenstates:M-1" in labels
    inputs = re.findall(r"\\input\{(.*?)\}", article)
    assert len(inputs) == len(files) + 1 and "ledger" in inputs
    derived = sum(len(e.derived.split(r",\quad ")) for e in entries if e.derived)
    assert sum(label.startswith("eq:ledger:") for label in labels) == derived


def test_everything_is_said(tmp_path: Path, entries: list[Entry]) -> None:
    """Each statement with its verdict, each result, the figure; nothing of the template is left."""
    folder = written(tmp_path, entries)
    article = (folder / "main.tex").read_text(encoding="utf-8")
    for e in entries:
        assert rf"\entry{{{e.id}}}" in article
    for name in FEW:
        assert rf"\label{{sec:{name}}}" in article
    assert "((" not in article.replace(r"\((", "") or "((*" not in article
    assert "(((" not in article and "*))" not in article
    assert r"Below 5 \% \& above $m_{A'}$, $\mu\to e\gamma$." in article
    assert (folder / "figures" / "moment.pdf").read_bytes().startswith(b"%PDF")
    assert "@" in (folder / "references.bib").read_text(encoding="utf-8")
    rows = re.findall(
        r"^\\path\{(.*?)\}", (folder / "ledger.tex").read_text(encoding="utf-8"), re.M
    )
    assert rows == [e.id for e in entries]


def test_what_is_there_stays(tmp_path: Path, entries: list[Entry]) -> None:
    """A second time over the first changes nothing, and what others put there is kept."""
    folder = written(tmp_path, entries)
    (folder / "mine.tex").write_text("mine", encoding="utf-8")
    before = {f: f.read_bytes() for f in folder.rglob("*.tex")}
    written(tmp_path, entries)
    assert {f: f.read_bytes() for f in folder.rglob("*.tex")} == before


@pytest.mark.parametrize(
    ("latex", "sides"),
    [
        ("x = y", ("x", "y")),
        (r"f(a=1)_{b=2} = c = d", ("f(a=1)_{b=2}", "c = d")),
        ("x", ("", "x")),
        (r"\sum_{i=1}x", ("", r"\sum_{i=1}x")),
    ],
)
def test_sides(latex: str, sides: tuple[str, str]) -> None:
    """The first = outside of braces and brackets."""
    assert equals(latex) == sides


def test_a_right_side_alone_is_broken_too() -> None:
    """Without a left side as well, no line is wider than the column."""
    long = " + ".join(["x_1y_2z_3"] * 40)
    lines = display("", long, "eq:x", 200).splitlines()
    assert len(lines) > 5 and all(width(line.replace(r"\\", "")) < 210 for line in lines[2:-2])
    assert display("", "x", "eq:x").count("split") == 0


@TEX
@pytest.mark.slow
def test_the_article_compiles(tmp_path: Path, whole: Verified) -> None:
    """No error, no box that leaves the page, no reference to nothing, no label twice."""
    hostile = Entry(
        id="beyond-hostile",
        title="A title with % & # _ and $m_{A'}$",
        section="x",
        printed="",
        derived="",
        findings=(Finding(Verdict.CONFIRMED, "{ } ~ ^ \\ < > | * µ → 3×10⁻³ — “so”"),),
    )
    folder = written(tmp_path, [*whole.entries, hostile], tuple(CHAIN))
    log = compiled(folder, "main", bibliography=True)
    assert not re.findall(r"^(?:Overfull|LaTeX Warning: .*(?:multiply|undefined)).*", log, re.M)
    assert (folder / "main.pdf").stat().st_size > 1e5


@TEX
@pytest.mark.slow
def test_an_equation_compiles_in_an_empty_article(tmp_path: Path, whole: Verified) -> None:
    """One by itself, and then all of them, with amsmath and amssymb only."""
    folder = written(tmp_path, whole.entries, tuple(CHAIN))
    paths = sorted(f.relative_to(folder).as_posix() for f in (folder / "equations").rglob("*.tex"))
    for name, chosen in (("one", paths[:1]), ("all", paths)):
        body = "\n".join(rf"\input{{{path}}}" for path in chosen)
        (folder / f"{name}.tex").write_text(
            "\\documentclass{article}\\usepackage{amsmath,amssymb}\n"
            f"\\begin{{document}}\n{body}\n\\end{{document}}\n",
            encoding="ascii",
        )
        log = compiled(folder, name)
        assert "multiply" not in log
