r"""What a figure is: a function to data, a function from data to a picture, and a sentence about both.

Data are computed without a picture and drawn without a computation; what is drawn is what stands in the
file of numbers beside it. Captions are sentences in the sense of `report.sentences`: words, and LaTeX
between dollars; every number in them is computed.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from inspect import signature
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.figure import Figure as Canvas
from numpy.typing import ArrayLike, NDArray

import darktmm
from darktmm.report.figures import style
from darktmm.report.files import write_bytes

Progress = Callable[[float, str], None]
"""Called while data are computed: the fraction that is done, and what is being done."""

FORMATS = ("pdf", "svg", "png")
"""Of a picture; PNG is the one for a page or a terminal."""

AT_A_GLANCE = "glance"
"""What the smaller picture is called among the files of a figure."""


def silent(fraction: float, doing: str) -> None:
    """Progress that nobody looks at."""


@dataclass(frozen=True)
class Column:
    """One quantity.

    Attributes:
        name: as in the head of the file.
        unit: "1" for pure numbers, "" for words.
        meaning: one line.
        values: numbers or words, (n,); NaN where there is none.
    """

    name: str
    unit: str
    meaning: str
    values: NDArray[Any]


@dataclass(frozen=True)
class Data:
    """What a figure shows.

    Attributes:
        columns: of one length.
        facts: single numbers and words that the picture and the caption speak of; a name that begins with
            an underscore is for the picture alone (the same data in another form).
    """

    columns: tuple[Column, ...]
    facts: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        lengths = {column.name: len(column.values) for column in self.columns}
        if len(set(lengths.values())) > 1:
            raise ValueError(f"columns of different lengths: {lengths}")

    def __getitem__(self, name: str) -> NDArray[Any]:
        """Values of a column.

        Raises:
            KeyError: there is none of that name; the message lists those there are.
        """
        for column in self.columns:
            if column.name == name:
                return column.values
        raise KeyError(f"{name!r}: not one of {', '.join(c.name for c in self.columns)}")

    def where(self, name: str, value: object) -> Data:
        """The rows in which a column has this value."""
        chosen = self[name] == value
        return replace(
            self, columns=tuple(replace(c, values=c.values[chosen]) for c in self.columns)
        )

    def csv(self, title: str) -> str:
        """Comma-separated values under a head of comments: title, version, what each column is."""
        out = io.StringIO()
        out.write(f"# {title}\n# darktmm {darktmm.__version__}\n")
        for name, fact in self.facts.items():
            if not name.startswith("_"):
                out.write(f"# {name} = {' '.join(_written(fact).split())}\n")
        for c in self.columns:
            out.write(f"# {c.name}{f' [{c.unit}]' if c.unit else ''}: {c.meaning}\n")
        rows = csv.writer(out, lineterminator="\n")
        rows.writerow(c.name for c in self.columns)
        for row in zip(*(c.values.tolist() for c in self.columns), strict=True):
            rows.writerow(map(_written, row))
        return out.getvalue()


def _written(value: object) -> str:
    """A number with the digits that a reader of curves needs, and no more."""
    return f"{value:.9g}" if isinstance(value, float) else str(value)


def numbers(name: str, unit: str, meaning: str, values: ArrayLike) -> Column:
    """A column of numbers."""
    return Column(name, unit, meaning, np.asarray(values, dtype=float))


def words(name: str, meaning: str, values: Sequence[str] | NDArray[Any]) -> Column:
    """A column of words."""
    return Column(name, "", meaning, np.asarray(values, dtype=object))


@dataclass(frozen=True)
class Written:
    """A figure that was written.

    Attributes:
        name, title: of the figure.
        caption: a sentence or more.
        paths: by format, "csv" and, where there is one, the smaller picture included.
    """

    name: str
    title: str
    caption: str
    paths: Mapping[str, Path]


@dataclass(frozen=True)
class Figure:
    """One figure.

    Attributes:
        name: of its files and on the command line.
        title: one line, a sentence.
        compute: of progress and options, returns data; options are documented there.
        picture: data → picture.
        words: data → caption.
        options: of `compute`, where they are not the usual ones.
        searches: whether data take minutes.
        glance: data → a smaller picture that says the main thing in large words.
    """

    name: str
    title: str
    compute: Callable[..., Data]
    picture: Callable[[Data], Canvas]
    words: Callable[[Data], str]
    options: Mapping[str, Any] = field(default_factory=dict)
    searches: bool = False
    glance: Callable[[Data], Canvas] | None = None

    def given(self, **options: Any) -> Figure:
        """The same with other options."""
        return replace(self, options={**self.options, **options})

    def takes(self, option: str) -> bool:
        """Whether there is such an option."""
        return option in signature(self.compute).parameters

    def data(self, progress: Progress | None = None) -> Data:
        """Everything that the figure shows."""
        return self.compute(progress or silent, **self.options)

    def draw(self, data: Data | None = None) -> Canvas:
        """The picture, to be looked at or saved."""
        with style.journal():
            return self.picture(self.data() if data is None else data)

    def caption(self, data: Data) -> str:
        """A sentence or more; formulas between dollars."""
        return self.words(data)

    def write(self, folder: str | Path, progress: Progress | None = None) -> Written:
        """Write the picture in each of `FORMATS`, its numbers and what is seen `AT_A_GLANCE`.

        Each file is written completely or not at all.

        Raises:
            WriteError: a file cannot be written.
        """
        data = self.data(progress)
        contents = {**self.rendered(data), "csv": self.csv(data)}
        paths = {kind: Path(folder) / f"{self.name}.{kind}" for kind in contents}
        if self.glance is not None:
            contents[AT_A_GLANCE] = self.small(data)
            paths[AT_A_GLANCE] = Path(folder) / f"{self.name}-{AT_A_GLANCE}.svg"
        for kind, content in contents.items():
            write_bytes(paths[kind], content)
        return Written(self.name, self.title, self.caption(data), paths)

    def csv(self, data: Data) -> bytes:
        """The numbers as a file."""
        return data.csv(f"{self.name}: {self.title}").encode()

    def rendered(self, data: Data) -> dict[str, bytes]:
        """The picture as files by format; the same bytes whenever the data are the same."""
        with style.journal():
            picture = self.picture(data)
            return {kind: style.saved(picture, kind, self.title) for kind in FORMATS}

    def small(self, data: Data) -> bytes:
        """The smaller picture as SVG.

        Raises:
            ValueError: there is none.
        """
        if self.glance is None:
            raise ValueError(f"figure {self.name!r}: has no smaller picture")
        with style.journal():
            return style.saved(self.glance(data), "svg", self.title)
