"""Time and memory of each stage of the derivation, in one cold process, relative to `import sympy`.

python -m benchmarks.stages
"""

from __future__ import annotations

import platform
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

_CHILD = "--child"


def _stages() -> Iterator[tuple[str, Callable[[], object]]]:
    """(name, what to run), in the order of the derivation; imports count for the first stage."""

    def sympy() -> object:
        import sympy

        return sympy

    def lagrangian() -> object:
        from darktmm.papers.arxiv_2603_25704.theory import paper_model

        paper_model().completed().check()
        return None

    def mass_basis() -> object:
        from darktmm.papers.arxiv_2603_25704.theory import paper_model

        return paper_model().prove_mass_basis()

    def rules() -> object:
        from darktmm.papers.arxiv_2603_25704.theory import paper_model

        return paper_model().rules

    def numerators() -> object:
        from darktmm.derive.loops.triangle import (
            FERMION_RADIATES,
            SCALAR_RADIATES,
            form_factor_polynomials,
        )

        return [form_factor_polynomials(t) for t in (FERMION_RADIATES, SCALAR_RADIATES)]

    def amplitudes() -> object:
        from darktmm.derive.models.dark import transition
        from darktmm.papers.arxiv_2603_25704.theory import paper_model

        return transition.factorised(paper_model())

    def electroweak() -> object:
        """Lagrangian → ν_1 → ν_2 γ in every gauge, ξ gone."""
        from darktmm.derive.loops.amplitude import amplitude
        from darktmm.derive.models.electroweak import theory

        sm = theory(neutrinos="majorana", gauge="general")
        nu, moments = sm.neutrinos, ("sigma_L", "sigma_R")
        whole = amplitude(sm.rules, nu[1], nu[2], sm.photon, structures=moments, by="expansion")
        return [whole.tadpoles(structure) for structure in moments]

    def closed_forms() -> object:
        from darktmm.derive.models.dark import splitting

        return splitting.f_function(), splitting.quasi_dirac_function()

    def verdicts() -> object:
        from darktmm.papers.arxiv_2603_25704.symbolic import derive_ledger

        return list(derive_ledger())

    def brute_force() -> object:
        from darktmm.numeric.models.dark.parameters import Parameters
        from darktmm.papers.arxiv_2603_25704.confront import Confrontation
        from darktmm.report.points import bundled

        return Confrontation(Parameters.from_file(bundled("reference"))).amplitude

    yield "import sympy", sympy
    yield "Lagrangian and its checks", lagrangian
    yield "mass basis and its proof", mass_basis
    yield "Feynman rules", rules
    yield "Dirac numerators", numerators
    yield "amplitudes and factorisation", amplitudes
    yield "electroweak transition moments", electroweak
    yield "closed forms", closed_forms
    yield "all verdicts", verdicts
    yield "brute-force integral", brute_force


def _child() -> None:
    unit = 0.0
    total = 0.0
    for name, run in _stages():
        start = time.perf_counter()
        run()
        seconds = time.perf_counter() - start
        unit = unit or seconds
        total += seconds
        print(f"{name:32s} {seconds:8.2f} s {seconds / unit:8.1f} x import sympy")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{'sum':32s} {total:8.2f} s {total / unit:8.1f} x import sympy")
    print(f"peak memory {peak:.0f} MiB")


def main() -> None:
    """Run the stages in a process that has imported nothing yet."""
    print(f"{platform.processor() or platform.machine()}, Python {platform.python_version()}")
    root = Path(__file__).resolve().parent.parent
    command = [sys.executable, "-m", "benchmarks.stages", _CHILD]
    subprocess.run(command, check=True, cwd=root)


if __name__ == "__main__":
    if _CHILD in sys.argv:
        _child()
    else:
        main()
