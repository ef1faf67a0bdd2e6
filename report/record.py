"""JSON for other programs: what was computed, by which version, with which options, at which point.

Every document begins alike (`document`) and follows one of the schemas in `schemas/`, which travel with
the package: `darktmm schema NAME` prints them. Complex numbers are [re, im], matrices nested lists,
row by row; what there is no number for is null; NaN and infinities do not occur.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:  # each command brings what it needs
    from darktmm.numeric.models.dark.parameters import Parameters
    from darktmm.papers.arxiv_2603_25704.quantities import Report
    from darktmm.papers.ledger import Entry, Failure
    from darktmm.papers.paper import Paper
    from darktmm.report.joint import Curve

KINDS = ("evaluation", "joint", "known", "ledger")
"""What is written; each has a schema."""

FORMAT = 1
"""Raised when a reader of the old form would misunderstand the new one."""


def identifier(kind: str) -> str:
    """What a document names as its schema, and the schema as itself."""
    return f"urn:darktmm:{kind}:{FORMAT}"


def schema(kind: str) -> str:
    """The JSON Schema of one kind of document, as it is published.

    Raises:
        ValueError: no such kind; the message lists those there are.
    """
    if kind not in KINDS:
        raise ValueError(f"{kind!r}: must be one of {', '.join(KINDS)}")
    return files(__package__).joinpath("schemas", f"{kind}.json").read_text(encoding="utf-8")


def document(
    kind: str, options: Mapping[str, Any], point: Parameters | None, content: Mapping[str, Any]
) -> str:
    """A document: schema, version, options and point, then the content.

    Args:
        kind: one of `KINDS`.
        options: of the command, defaults included.
        point: at which everything was computed; None where there is not one.
        content: what was computed.
    """
    import darktmm

    data = {
        "schema": identifier(kind),
        "version": darktmm.__version__,
        "options": {name: _option(value) for name, value in options.items()},
        "point": None if point is None else point.to_table(),
        **content,
    }
    return json.dumps(data, indent=2, allow_nan=False, ensure_ascii=False) + "\n"


def _option(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_option(v) for v in value]
    return str(value) if isinstance(value, Path) else value


# --- what is computed -------------------------------------------------------------------------------


def ledger(
    paper: Paper,
    entries: Iterable[Entry],
    failures: Iterable[Failure],
    options: Mapping[str, Any],
    point: Parameters | None,
) -> str:
    """The ledger of a paper, and what could not be judged."""
    content = {
        "paper": {"name": paper.name, "title": paper.title, "reference": paper.reference},
        "rows": [e.as_json() for e in entries],
        "failures": [{"id": f.id, "reason": f.reason} for f in failures],
    }
    return document("ledger", options, point, content)


def evaluation(report: Report, options: Mapping[str, Any], point: Parameters) -> str:
    """Every quantity at a point, and what every bound says."""
    from darktmm.numeric.inputs.data import bibtex
    from darktmm.papers.arxiv_2603_25704.quantities import verdict_data

    found = [verdict_data(c, a) for c, a in report.verdicts]
    keys = sorted({v["reference"] for v in found} - {""})
    content = {
        "allowed": not report.excluded,
        "excluded_by": report.excluded,
        "outside_perturbation_theory": report.outside,
        "quantities": {
            name: {"derived": numbers(q.derived), "printed": numbers(q.printed), "unit": q.unit}
            for name, q in report.quantities.items()
        },
        "constraints": found,
        "bibliography": {key: bibtex(key) for key in keys},
    }
    return document("evaluation", options, point, content)


def joint(curve: Curve, options: Mapping[str, Any], kept: Parameters | None) -> str:
    """A curve of maxima; the point is the one whose masses were kept, if any."""
    maxima = [
        {
            "m_aprime": m.m_aprime,
            "mu_eff_muB": known(m.mu_eff),
            "borexino_limit_muB": known(m.direct),
            "ratio": known(m.ratio),
            "epsilon": known(m.epsilon),
            "active": list(m.active),
            "violated": list(m.violated),
            "neutrino_mass_tuning": known(m.tuning),
            "point": None if m.point is None else m.point.to_table(),
        }
        for m in curve.maxima
    ]
    content = {
        "strategy": curve.strategy,
        "g_D": curve.g_D,
        "bounds": list(curve.bounds),
        "box": curve.box,
        "unit": {"m_aprime": "GeV", "moments": "mu_B"},
        "curve": maxima,
    }
    return document("joint", options, kept, content)


# --- numbers ----------------------------------------------------------------------------------------


def numbers(value: Any) -> Any:
    """Arrays and complex numbers as JSON has them; minus zero is zero."""
    if value is None:
        return None
    if isinstance(value, Mapping):
        return {name: numbers(x) for name, x in value.items()}
    array = np.asarray(value)
    if array.ndim:
        return [numbers(x) for x in array]
    if np.iscomplexobj(array):
        return [float(array.real) + 0.0, float(array.imag) + 0.0]
    return float(array) + 0.0


def known(value: float) -> float | None:
    """A number, or None where there is none."""
    return value if math.isfinite(value) else None
