"""Feynman rules of the mass basis: Yukawa, fermion–A', scalar–A'."""

from __future__ import annotations

import sympy as sp

from darktmm.derive.formula import Formula
from darktmm.derive.memo import cache
from darktmm.derive.models.dark import DARK_PHOTON, DarkModel
from darktmm.derive.result import Result
from darktmm.derive.vertices import Chiral, Current


@cache
def heavy_current(model: DarkModel, out: int, into: int) -> Chiral:
    """Rule of N_into + A' → N_out, coefficients of γ^μP_L and γ^μP_R."""
    n = model.heavy.states
    return model.rules.vector(n[out - 1], n[into - 1], DARK_PHOTON)


@cache
def scalar_current(model: DarkModel, k: int, m: int) -> Current:
    """Rule of H_k A_m A', momenta incoming."""
    return model.rules.current(model.even[k - 1], model.odd[m - 1], DARK_PHOTON)


def result(model: DarkModel) -> Result:
    """All rules that enter the moment."""
    equations = []
    for alpha, n in enumerate(model.heavy.states, start=1):
        for s in (*model.even, *model.odd):
            rule = model.rules.yukawa(n, model.nu[1], s)
            left = rf"V(\nu_i\to N_{alpha}\,{s.latex})"
            equations.append(Formula(f"yukawa-N{alpha}-{s.name}", left, rule.spelled()))
    for a in (1, 2):
        for b in (1, 2):
            rule = heavy_current(model, a, b)
            left = rf"V(N_{b}A'\to N_{a})"
            equations.append(Formula(f"fermion-current-{a}{b}", left, rule.on_gamma()))
    k_h, k_a = sp.symbols("k_H__mu k_A__mu")
    for k in model.indices:
        for m in model.indices:
            current = scalar_current(model, k, m)
            value = sp.simplify(current.first) * k_h + sp.simplify(current.second) * k_a
            equations.append(
                Formula(f"scalar-current-{k}{m}", rf"V(H_{k}A_{m}A')", sp.factor(value))
            )
    return Result(
        "feynman-rules",
        "Feynman rules of the mass basis (momenta incoming; i = 1 for the neutrino)",
        "Sec. 2.2, (12), (18)",
        tuple(equations),
        ("Both Majorana contractions are summed in every rule.",),
    )
