"""What a derived result looks like: a name, its laws, where it comes from."""

from __future__ import annotations

from dataclasses import dataclass

from darktmm.derive.formula import Formula


@dataclass(frozen=True)
class Result:
    """One physical result.

    Attributes:
        name: as the command line calls it.
        title: one line.
        source: equation of the paper it corresponds to.
        formulas: the laws.
        remarks: what was proved on the way, in sentences.
    """

    name: str
    title: str
    source: str
    formulas: tuple[Formula, ...]
    remarks: tuple[str, ...] = ()
