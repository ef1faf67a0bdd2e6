"""Write the laws of packages ahead: `python -m darktmm.numeric.laws [PACKAGE ...]`, default all of darktmm."""

from __future__ import annotations

import sys
from time import perf_counter

from darktmm.numeric.kernels import source
from darktmm.numeric.laws.write import laws, place, table


def main(packages: list[str]) -> None:
    """Write the tables of laws, and the loop functions where no package is named."""
    for root in packages or ["darktmm"]:
        for package, members in laws(root).items():
            start = perf_counter()
            place(package).write_text(table(package, members), encoding="utf-8")
            print(f"{place(package)}: {len(members)} laws, {perf_counter() - start:.1f} s")
    if not packages:
        print(*source.write(), sep="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
