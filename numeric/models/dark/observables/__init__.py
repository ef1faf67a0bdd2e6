"""The laws of what an experiment looks at, as functions of the parameters of many points."""

from typing import Any


def __getattr__(name: str) -> Any:  # COMPAT
    import importlib

    if name in ("Observables", "at", "of"):
        old = importlib.import_module("darktmm.numeric.models.dark.observables.observables")
        return getattr(old, name)
    raise AttributeError(name)
