"""From a Lagrangian with Majorana fields to a dark transition moment and its bounds.

The names that most work needs, each imported when it is first used:

>>> import darktmm as dt
>>> dt.paper().statements["eq22"].section
'2.3'
>>> "dark_model" in dir(dt)
True
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from darktmm.derive.formula import Formula
    from darktmm.derive.lagrangian import Lagrangian
    from darktmm.derive.latex import tex
    from darktmm.derive.loops.amplitude import diagrams
    from darktmm.derive.models.dark import dark_model
    from darktmm.derive.models.dark.chain import derive_result
    from darktmm.derive.vertices import FeynmanRules
    from darktmm.numeric import kernels
    from darktmm.numeric.constraints import assessed, standard
    from darktmm.numeric.laws import law
    from darktmm.numeric.models.dark.parameters import Parameters
    from darktmm.numeric.models.dark.predictions import DarkPredictions
    from darktmm.papers.paper import paper

__version__ = "0.5.0"
"""The only place that has it: pyproject.toml reads it here."""

_HOMES = {
    "Formula": "derive.formula",
    "Lagrangian": "derive.lagrangian",
    "FeynmanRules": "derive.vertices",
    "diagrams": "derive.loops.amplitude",
    "tex": "derive.latex",
    "dark_model": "derive.models.dark",
    "derive_result": "derive.models.dark.chain",
    "kernels": "numeric",
    "law": "numeric.laws",
    "Parameters": "numeric.models.dark.parameters",
    "DarkPredictions": "numeric.models.dark.predictions",
    "standard": "numeric.constraints",
    "assessed": "numeric.constraints",
    "paper": "papers.paper",
}
"""Name → module that has it."""

__all__ = [
    "DarkPredictions",
    "FeynmanRules",
    "Formula",
    "Lagrangian",
    "Parameters",
    "assessed",
    "dark_model",
    "derive_result",
    "diagrams",
    "kernels",
    "law",
    "paper",
    "standard",
    "tex",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'darktmm' has no attribute {name!r}")
    home = f"darktmm.{_HOMES[name]}"
    if name == "kernels":
        return import_module(f"{home}.{name}")
    return getattr(import_module(home), name)


def __dir__() -> list[str]:
    return sorted({*__all__, *globals()})
