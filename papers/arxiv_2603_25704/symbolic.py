"""The ledger: what is printed, beside what the Lagrangian gives, with a computed verdict."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from darktmm.derive.models.dark import DarkModel
from darktmm.papers.arxiv_2603_25704 import charged_rows, lagrangian_rows, loop_rows, recast_rows
from darktmm.papers.arxiv_2603_25704.theory import paper_model
from darktmm.papers.row import Finding, Route, Row, Verdict

ORDER: tuple[str, ...] = (
    *(f"eq{n:02d}" for n in range(3, 18)),
    "eq18a",
    *(f"eq{n:02d}" for n in range(18, 24)),
    "table1",
    "claim-charges",
    "claim-majorana-masses",
    "claim-independent-scalar-mixing",
    "claim-diagonal-vector-current-vanishes",
    "claim-off-diagonal-vector-violates-gauge",
    "claim-operator-antisymmetric",
    "claim-vertex-rule",
    "claim-f1-vanishes",
    "claim-projector-identity",
    "claim-fermion-radiated-vanishes",
    "claim-loop-function-dimensionless",
    "claim-antisymmetrisation",
    "claim-three-conditions",
    "claim-mass-correction-divergent",
    "claim-aprime-to-n1n1",
    *(f"eq{n}" for n in range(24, 30)),
    *(f"eq{n}" for n in range(32, 36)),
    "claim-decoupling-limit",
    "claim-shielding",
    "claim-constructive-interference",
    "claim-width-normalisation",
    "claim-kinetic-mixing-sign",
    "claim-meg-caps-tensor",
)
"""Every row that follows from the Lagrangian alone; `papers.arxiv_2603_25704.rows` has those that need a number."""

DERIVATIONS: dict[str, Callable[[DarkModel], Row]] = {
    **lagrangian_rows.ROWS,
    **loop_rows.ROWS,
    **charged_rows.ROWS,
    **recast_rows.ROWS,
}


def derive_row(name: str, model: DarkModel | None = None) -> Row:
    """Compute one row.

    Raises:
        KeyError: the row has no derivation.
    """
    return DERIVATIONS[name](model or paper_model())


def derive_ledger(model: DarkModel | None = None) -> Iterator[Row]:
    """Compute every row, in the order of the paper."""
    for name in ORDER:
        yield derive_row(name, model)


__all__ = [
    "DERIVATIONS",
    "ORDER",
    "Finding",
    "Route",
    "Row",
    "Verdict",
    "derive_ledger",
    "derive_row",
    "paper_model",
]
