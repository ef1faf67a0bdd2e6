"""A paper: its statements in order, the theory they are judged against, the reviewed verdicts.

Every folder of `papers` whose package has a `PAPER` is one; nothing lists them.
"""

from __future__ import annotations

import pkgutil
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import darktmm.papers as package

if TYPE_CHECKING:
    from darktmm.papers.statement import Section, Statement

DEFAULT = "arxiv_2603_25704"
"""The paper that is meant where none is named."""


@dataclass(frozen=True)
class Summary:
    """What is said about a paper first. Its words are what the paper says; what became of it is computed.

    Attributes:
        question: the title of a page about it.
        claims: a sentence or two: what the paper concludes.
        parts: what the conclusion rests on, in words that begin no sentence, and the statement behind each.
        central: the statement whose derived formula matters most.
        consequential: statements to show first, in order.
        bounds: the statement on what limits the central quantity.
        figures: names of the figures that matter most: two on what limits the central quantity, then others.
    """

    question: str
    claims: str
    parts: tuple[tuple[str, str], ...]
    central: str
    consequential: tuple[str, ...]
    bounds: str
    figures: tuple[str, ...] = ()


@dataclass(frozen=True)
class Paper:
    """One paper.

    Attributes:
        name: of its folder.
        title: one line.
        reference: how it is cited.
        sections: modules of the folder, in order; each has a `SECTION`.
        theory: makes the theory from a parameter point (None: the paper's own choice). It has a method
            `number`, which evaluates an expression at the point.
        mutants: returns changes of the theory that a statement has to notice, by name.
        point: reads a parameter point from a file; None for a paper whose statements need none.
        summary: what is said about it first; None for a paper of which only the ledger is shown.
    """

    name: str
    title: str
    reference: str
    sections: tuple[str, ...]
    theory: Callable[[Any], Any]
    mutants: Callable[[], Mapping[str, Callable[[Any], Any]]] = dict
    point: Callable[[Path], Any] | None = None
    summary: Summary | None = None

    @cached_property
    def statements(self) -> Mapping[str, Statement]:
        """Every statement by id, in the order of the paper.

        Raises:
            ValueError: an id is registered in two sections.
        """
        found: dict[str, Statement] = {}
        for module in self.sections:
            section: Section = import_module(f"{package.__name__}.{self.name}.{module}").SECTION
            for name, statement in section.statements.items():
                if name in found:
                    raise ValueError(f"statement {name!r}: in two sections of {self.name}")
                found[name] = statement
        return found

    @cached_property
    def reviewed(self) -> Mapping[str, str]:
        """Verdicts as they were last computed and reviewed, from `reviewed.toml` of the folder."""
        text = files(f"{package.__name__}.{self.name}").joinpath("reviewed.toml").read_text("utf-8")
        return tomllib.loads(text)


def papers() -> tuple[str, ...]:
    """Names of the papers there are."""
    return tuple(m.name for m in pkgutil.iter_modules(package.__path__) if m.ispkg)


def paper(name: str = DEFAULT) -> Paper:
    """One paper: its statements, the theory they are judged against, the reviewed verdicts.

    Args:
        name: one of `papers`.

    Raises:
        ValueError: there is none of that name; the message lists those there are.
    """
    if name not in papers():
        raise ValueError(f"paper {name!r}: must be one of {', '.join(papers())}")
    found: Paper = import_module(f"{package.__name__}.{name}").PAPER
    return found
