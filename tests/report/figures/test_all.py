"""What holds for every figure: numbers beside the picture, words that can be read, files that are whole."""

from __future__ import annotations

import csv
import itertools
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from matplotlib import image
from matplotlib.figure import Figure as Canvas
from matplotlib.text import Text

import darktmm
from darktmm.numeric.models.dark.parameters import Parameters
from darktmm.papers.paper import paper
from darktmm.report import figures
from darktmm.report.figures import ALL, Data, labels, style
from darktmm.report.files import WriteError
from darktmm.report.points import bundled
from darktmm.report.sentences import pieces, to_html, to_latex, to_terminal

Get = Callable[[str], Data]


# --- numbers --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ALL)
def test_the_file_of_numbers_says_what_it_holds(name: str, data: Get) -> None:
    """Title, version, unit and meaning of each column; the numbers are those of the picture."""
    found = data(name)
    lines = ALL[name].csv(found).decode().splitlines()
    head = [line for line in lines if line.startswith("#")]
    body = list(csv.reader(line for line in lines if not line.startswith("#")))
    assert head[0] == f"# {name}: {ALL[name].title}"
    assert head[1] == f"# darktmm {darktmm.__version__}"
    assert body[0] == [c.name for c in found.columns]
    assert len({c.name for c in found.columns}) == len(found.columns)
    for k, column in enumerate(found.columns):
        (line,) = (h for h in head if h.startswith(f"# {column.name}") and column.meaning in h)
        assert not column.unit or f"[{column.unit}]" in line
        written = [row[k] for row in body[1:]]
        if column.values.dtype == object:
            assert written == [str(v) for v in column.values]
        else:
            np.testing.assert_allclose([float(v) for v in written], column.values, rtol=1e-8)
            assert np.any(np.isfinite(column.values))


@pytest.mark.parametrize("name", ALL)
def test_captions_are_sentences(name: str, data: Get) -> None:
    """Formulas between dollars, nothing that is no number, readable everywhere."""
    caption = ALL[name].caption(data(name))
    assert caption.endswith(".") and len(caption) > 60
    assert any(piece.is_formula for piece in pieces(caption))
    assert "nan" not in caption and "inf " not in caption
    for shown in (to_terminal(caption), to_html(caption), to_latex(caption)):
        assert "None" not in shown


def test_columns_are_of_one_length() -> None:
    """A table with a hole is refused."""
    columns = (
        figures.figure.numbers("a", "1", "one", [1.0, 2.0]),
        figures.figure.numbers("b", "1", "two", [1.0]),
    )
    with pytest.raises(ValueError, match="different lengths"):
        Data(columns)


# --- pictures -------------------------------------------------------------------------------------


def boxes(picture: Canvas) -> list[tuple[Text, labels.Box]]:
    """All words of a picture that can be seen, tick labels included."""
    picture.draw_without_rendering()
    return [
        (text, labels.box_of(text))
        for text in picture.findobj(Text)
        if text.get_text().strip() and text.get_visible()
    ]


def shown_ticks(picture: Canvas) -> set[Text]:
    """Tick labels that are drawn: those within the limits of their axis."""
    shown = set()
    for axes in picture.axes:
        for axis in (axes.xaxis, axes.yaxis):
            low, high = sorted(axis.get_view_interval())
            for tick in (*axis.get_major_ticks(), *axis.get_minor_ticks()):
                if low <= tick.get_loc() <= high:
                    shown.update((tick.label1, tick.label2))
    return shown


def all_ticks(picture: Canvas) -> set[Text]:
    """Every tick label, drawn or not."""
    return {
        label
        for axes in picture.axes
        for axis in (axes.xaxis, axes.yaxis)
        for tick in (*axis.get_major_ticks(), *axis.get_minor_ticks())
        for label in (tick.label1, tick.label2)
    }


def _is_hatched(artist: Any) -> bool:
    hatch = getattr(artist, "get_hatch", lambda: None)()
    return bool(hatch) or any(getattr(artist, "hatches", None) or [])


GLANCES = [name for name, figure in ALL.items() if figure.glance is not None]


def test_what_stands_on_the_first_page_is_seen_at_a_glance() -> None:
    """Each of its figures has a smaller picture."""
    summary = paper().summary
    assert summary is not None and set(summary.figures) <= set(GLANCES)


@pytest.mark.parametrize("name", GLANCES)
def test_a_glance_is_of_the_same_data(name: str, data: Get, tmp_path: Path) -> None:
    """One column wide, in large words; a file of its own, the same whenever the data are."""
    figure, found = ALL[name], data(name)
    with style.journal():
        picture = figure.glance(found)  # type: ignore[misc]
    assert picture.get_figwidth() == style.ONE_COLUMN
    assert all(text.get_fontsize() >= 7 for text, _ in boxes(picture))
    _check_words(picture, name)
    assert figure.small(found) == figure.small(found)
    written = replace(figure, compute=lambda *_: found, options={}).write(tmp_path)
    small = written.paths[figures.AT_A_GLANCE]
    assert small.read_bytes() == figure.small(found) != written.paths["svg"].read_bytes()
    bare = replace(figure, glance=None)
    with pytest.raises(ValueError, match="has no smaller picture"):
        bare.small(found)


@pytest.mark.parametrize("name", ALL)
def test_words_can_be_read(name: str, data: Get) -> None:
    """Of every picture."""
    _check_words(ALL[name].draw(data(name)), name)


def _check_words(picture: Canvas, name: str) -> None:
    """None is cut off by the edge, none lies on another, none is smaller than six points; they say what is hatched."""
    assert picture.get_figwidth() in (style.ONE_COLUMN, style.TWO_COLUMNS)
    everything = boxes(picture)
    hidden = all_ticks(picture) - shown_ticks(picture)
    found = [(text, box) for text, box in everything if text not in hidden]
    assert len(found) > 5
    assert all(
        axes.get_ylabel() or axes.get_title("left") or name == "ratios" for axes in picture.axes
    )
    assert any(axes.get_xlabel() for axes in picture.axes)
    hatched = [a for a in picture.findobj(_is_hatched) if a.get_visible()]
    said = " ".join(text.get_text() for text, _ in found)
    assert not hatched or re.search(r"excluded|no digit is right", said), said
    for text, box in found:
        corners = box.corners
        assert corners.min() > -1 and np.all(corners.max(axis=0) < picture.bbox.size + 1), text
        assert text.get_fontsize() >= 6, text
    for (one, a), (two, b) in itertools.combinations(found, 2):
        assert not a.overlaps(b, -1.0), (one.get_text(), two.get_text())


@pytest.mark.parametrize("name", [n for n in ALL if not ALL[n].searches and n != "ratios"])
def test_curves_have_enough_points(name: str, data: Get) -> None:
    """None that was computed is a polygon."""
    assert len(data(name).columns[0].values) >= 120


@pytest.mark.parametrize("stroke", style.STROKES.values(), ids=style.STROKES)
def test_versions_differ_in_more_than_colour(stroke: style.Stroke) -> None:
    """Another line and another word."""
    others = [s for s in style.STROKES.values() if s is not stroke]
    assert all(s.line != stroke.line and s.words != stroke.words for s in others)


def _luminance(colour: str) -> float:
    parts = np.array([int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)])
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


@pytest.mark.parametrize("colour", [*style.CYCLE, style.GREY])
def test_colours_of_words_have_contrast(colour: str) -> None:
    """4.5 on white, as for text on a page."""
    assert 1.05 / (_luminance(colour) + 0.05) >= 4.5


# Machado, Oliveira and Fernandes, IEEE Trans. Vis. Comput. Graph. 15 (2009) 1291: linear RGB as seen without
# cones of one kind.
DICHROMATS = {
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}  # fmt: skip


def _seen(colour: str, by: str) -> np.ndarray:
    """CIE L*a*b* of a colour, as somebody sees it."""
    parts = np.array([int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)])
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    if by in DICHROMATS:
        linear = np.clip(np.array(DICHROMATS[by]) @ linear, 0, 1)
    to_xyz = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    x, y, z = np.cbrt(np.array(to_xyz) @ linear / [0.9505, 1.0, 1.089])
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def distance(one: str, other: str, by: str) -> float:
    """Between two colours, as somebody sees them; 2.3 is just noticeable."""
    return float(np.linalg.norm(_seen(one, by) - _seen(other, by)))


@pytest.mark.parametrize("by", ["everybody else", *DICHROMATS])
def test_colours_are_told_apart(by: str) -> None:
    """Of printed, derived and today, by every kind of colour vision, many times what is just noticeable."""
    strokes = [s.colour for s in style.STROKES.values()]
    for one, other in itertools.combinations(strokes, 2):
        assert distance(one, other, by) > 25, (one, other)


def test_red_and_green_are_not() -> None:
    """The measure knows which colours would not do."""
    assert distance("#b03030", "#607020", "deuteranopia") < 25 < distance("#b03030", "#607020", "")


# --- files ----------------------------------------------------------------------------------------


def test_written_in_every_format(
    tmp_path: Path, data: Get, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PDF, SVG and PNG of 200 dpi or more, and the numbers; the same bytes when written again."""
    figure = ALL["zeros"]
    written = figure.write(tmp_path / "new")
    assert set(written.paths) == {*figures.FORMATS, "csv"}
    assert {p.name for p in (tmp_path / "new").iterdir()} == {
        p.name for p in written.paths.values()
    }
    content = {kind: path.read_bytes() for kind, path in written.paths.items()}
    assert content["pdf"].startswith(b"%PDF") and content["pdf"].rstrip().endswith(b"%%EOF")
    assert ET.fromstring(content["svg"]).tag.endswith("svg")
    pixels = image.imread(written.paths["png"])
    assert pixels.shape[1] >= 200 * style.ONE_COLUMN and pixels.std() > 0.01
    np.testing.assert_array_equal(pixels[0, 0, :3], 1.0)  # white, whatever lies behind
    assert written.caption == figure.caption(data("zeros"))
    figure.write(tmp_path / "again")
    assert content == {
        k: (tmp_path / "again" / p.name).read_bytes() for k, p in written.paths.items()
    }


def test_nothing_is_written_when_a_picture_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even the numbers: everything is ready before the first file is touched."""
    saved = style.saved

    def fails(picture: Canvas, kind: str, title: str) -> bytes:
        if kind == "png":
            raise MemoryError
        return saved(picture, kind, title)

    monkeypatch.setattr(style, "saved", fails)
    with pytest.raises(MemoryError):
        ALL["zeros"].write(tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    """An error that names it."""
    (tmp_path / "out").write_text("mine")
    with pytest.raises(WriteError, match="out"):
        ALL["zeros"].write(tmp_path / "out")
    assert (tmp_path / "out").read_text() == "mine"


def test_progress_is_told(data: Get) -> None:
    """From little to everything, in words."""
    told: list[tuple[float, str]] = []
    ALL["accuracy"].data(lambda fraction, doing: told.append((fraction, doing)))
    fractions = [fraction for fraction, _ in told]
    assert fractions == sorted(fractions) and fractions[-1] == 1 and len(told) > 10
    assert all(doing for _, doing in told)


# --- by name --------------------------------------------------------------------------------------


def test_chosen() -> None:
    """fig6 and fig7 have versions, everything else is itself."""
    assert [f.name for f in figures.chosen("fig6")] == [f"fig6-{v}" for v in figures.VERSIONS]
    assert figures.chosen("fig7", "derived") == (ALL["fig7-derived"],)
    assert figures.chosen("accuracy") == (ALL["accuracy"],)
    assert all(name == figure.name for name, figure in ALL.items())


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("fig8", "today"), "'fig8'.*fig6, fig7.*mixing-plane"),
        (("fig6", "tomorrow"), "'tomorrow'.*printed, derived, today, all"),
    ],
)
def test_refused(arguments: tuple[str, str], named: str) -> None:
    """What is wrong, and what there is."""
    with pytest.raises(ValueError, match=named):
        figures.chosen(*arguments)


def test_too_few_masses(tmp_path: Path) -> None:
    """A curve has two points."""
    with pytest.raises(ValueError, match="--masses 1: must be at least 2"):
        figures.draw("fig7", "printed", tmp_path, 1)
    assert not any(tmp_path.iterdir())


def test_all_of_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: Get) -> None:
    """`write_all` passes options on and goes through all."""
    asked: dict[str, Any] = {}

    def write(self: figures.Figure, folder: Path, progress: Any = None) -> figures.Written:
        asked[self.name] = self.options
        return figures.Written(self.name, self.title, "", {})

    monkeypatch.setattr(figures.Figure, "write", write)
    written = list(figures.write_all(tmp_path, {"fig7-today": {"masses": 5}}))
    assert [w.name for w in written] == list(ALL) == list(asked)
    assert asked["fig7-today"]["masses"] == 5 and "masses" not in asked["hierarchy"]


def test_a_point_of_ones_own(tmp_path: Path) -> None:
    """Where something else is varied; refused by those that have none."""
    point = Parameters.from_file(bundled("reference")).with_(M_H=np.array([0.3, 0.5]))
    path, caption = figures.draw("zeros", "all", tmp_path, point=point)
    assert "scalars as at the given point" in caption
    with pytest.raises(ValueError, match=r"--point: accuracy takes none; these do: .*mixing-plane"):
        figures.draw("accuracy", "all", tmp_path, point=point)
    assert {p.stem for p in tmp_path.iterdir()} == {"zeros"} == {path.stem}


def test_a_point_without_a_second_zero(data: Get) -> None:
    """Scalars as heavy as N: the caption does not claim one."""
    point = Parameters.from_file(bundled("reference"))
    heavy = point.with_(M_H=np.array([25.0, 35.0]), M_A=np.array([20.0, 40.0]))
    for name in ("zeros", "zero-map"):
        figure = ALL[name].given(point=heavy)
        found = figure.data()
        figure.draw(found)
        caption = figure.caption(found)
        assert "all three conditions" not in caption and "Dashed" not in caption
        assert "all three conditions" in ALL[name].caption(data(name)) or name == "zero-map"
