r"""Spin sums by the trace theorems of FORM against those by explicit matrices at explicit momenta.

FORM (J. Vermaseren, math-ph/0010025) knows traces as functions of scalar products; `derive` knows
none of that. Its projectors are g7_/2 = P_L and g6_/2 = P_R; `g_(line, …)` is a product of γ's. Its
sign of γ5 and of ε does not matter in what follows.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import sympy as sp

from darktmm.derive.conventions import CHIRALITIES, ELECTRON_MASS, ELEMENTARY_CHARGE
from darktmm.derive.laws import current_scattering, muon_decay, scattering, two_body
from darktmm.derive.laws.dipole import T
from darktmm.derive.laws.scattering import ENERGY, KAPPA, MEDIATOR, RECOIL
from darktmm.derive.laws.two_body import GAMMA5, M_FIRST, M_SECOND, M_V, UNIT

FORM = shutil.which("form")

pytestmark = [
    pytest.mark.oracle,
    pytest.mark.skipif(FORM is None, reason="FORM is not installed (Debian: apt install form)"),
]

PROGRAM = """Off Statistics;
Vectors k, kp, p, pp, q;
Indices mu, nu;
Symbols {symbols};
Local result = {trace};
trace4, 1;
trace4, 2;
contract;
id q = {q};
{products}
Print;
.end
"""

Trace = Callable[[str, Mapping[str, str], Mapping[str, sp.Symbol], str], sp.Expr]


@pytest.fixture
def form(tmp_path: Path) -> Trace:
    """Runs FORM on a product of traces: (trace, scalar products, symbols, q) → expression."""

    def run(
        trace: str, products: Mapping[str, str], symbols: Mapping[str, sp.Symbol], q: str
    ) -> sp.Expr:
        rules = "\n".join(f"id {a} = {b};" for a, b in products.items())
        program = PROGRAM.format(symbols=", ".join(symbols), trace=trace, q=q, products=rules)
        source = tmp_path / "trace.frm"
        source.write_text(program, encoding="utf-8")
        done = subprocess.run(
            [str(FORM), "-q", str(source)], capture_output=True, text=True, check=True
        )
        (result,) = re.findall(r"result\s*=(.*?);", done.stdout, flags=re.DOTALL)
        return sp.sympify(re.sub(r"\s", "", result).replace("^", "**"), locals=dict(symbols))

    return run


def equal(found: sp.Expr, expected: sp.Expr) -> bool:
    """As functions of all symbols; neither is zero."""
    assert expected != 0
    return bool(sp.cancel(sp.together(found - expected)) == 0)


def line(number: int, *factors: str) -> str:
    """Product of matrices on one fermion line; `n_` in a factor is the number of the line."""
    return "*".join(f"({f})" for f in factors).replace("n_", f"{number}")


def sigma_q(index: str) -> str:
    """iσ^{μν}q_ν from the definition of σ."""
    return f"i_*i_/2*(g_(n_,{index},q)-g_(n_,q,{index}))"


def reversed_sigma_q(index: str) -> str:
    """γ⁰(iσ^{μν}q_ν)†γ⁰ = −iσ^{μν}q_ν."""
    return f"-i_*i_/2*(g_(n_,{index},q)-g_(n_,q,{index}))"


P = {"L": "g7_(n_)/2", "R": "g6_(n_)/2"}


# --- the decays of the muon ---------------------------------------------------------------------

M, M_E = sp.symbols("m me", positive=True)
RADIATIVE = {"p.p": "m^2", "pp.pp": "me^2", "p.pp": "(m^2+me^2)/2"}


def radiative(right: str = "R", barred: str = "L") -> str:
    """−g_μν Tr (p̸' + m_e) iσ^{μα}q_α P_R (p̸ + m) P_L (−iσ^{νβ}q_β)."""
    momenta = "g_(n_,pp)+me*gi_(n_)", "g_(n_,p)+m*gi_(n_)"
    amplitude, conjugate = (sigma_q("mu"), P[right]), (P[barred], reversed_sigma_q("mu"))
    return "-" + line(1, momenta[0], *amplitude, momenta[1], *conjugate)


def test_radiative_spin_sum(form: Trace) -> None:
    """2(m² − m_e²)²; at m_e = 0 and for three values of m that of `radiative_decay`."""
    symbols = {"m": M, "me": M_E}
    found = form(radiative(), RADIATIVE, symbols, "pp-p")
    assert equal(found, 2 * (M**2 - M_E**2) ** 2)
    for mass in (1, 2, 3):
        assert found.subs({M: mass, M_E: 0}) == muon_decay.dipole_spin_sum(mass)
    assert equal(form(radiative(right="L", barred="R"), RADIATIVE, symbols, "pp-p"), found)
    assert form(radiative(barred="R"), RADIATIVE, symbols, "pp-p") == 0
    on_other_shell = RADIATIVE | {"p.pp": "(m^2-me^2)/2"}
    assert not equal(form(radiative(), on_other_shell, symbols, "pp-p"), found)


INVARIANTS = sp.symbols("s t u", positive=True)
PAIRINGS = {"p.k": "s", "kp.pp": "s", "p.kp": "t", "k.pp": "t", "p.pp": "u", "k.kp": "u"}
"""p → p'(electron) k(antineutrino) k'(neutrino); masses drop out of what multiplies c."""


def fermi(right: str = "L") -> str:
    """The two currents of μ → eν̄ν contracted."""
    neutral = line(1, "g_(n_,kp,mu)", P["L"], "g_(n_,p,nu)", P["L"])
    charged = line(2, "g_(n_,pp,mu)", P[right], "g_(n_,k,nu)", P[right])
    return f"{neutral}*{charged}"


def test_fermi_coefficient(form: Trace) -> None:
    """c (p·k_ν̄)(p_e·k_ν); V + A in the charged current makes e and ν̄ trade places."""
    s, _, u = INVARIANTS
    symbols = dict(zip("stu", INVARIANTS, strict=True))
    found = form(fermi(), PAIRINGS, symbols, "p")
    assert equal(found, muon_decay.fermi_coefficient() * s**2)
    mutated = form(fermi("R"), PAIRINGS, symbols, "p")
    assert equal(mutated, found.subs(s, u))
    assert not equal(mutated, found)


# --- scattering off an electron at rest ---------------------------------------------------------

REST = {"k.k": "0", "kp.kp": "0", "p.p": "m^2", "pp.pp": "m^2", "k.p": "m*E", "kp.pp": "m*E"}
REST |= {"k.pp": "m*(E-T)", "kp.p": "m*(E-T)", "k.kp": "m*T", "p.pp": "m^2+m*T"}
LABORATORY = {"m": ELECTRON_MASS, "E": ENERGY, "T": RECOIL}


def electron(one: str, other: str) -> str:
    """Tr (p̸' + m)γ_μ one (p̸ + m) other γ_ν."""
    momenta = "g_(n_,pp)+m*gi_(n_)", "g_(n_,p)+m*gi_(n_)"
    return line(2, momenta[0], "g_(n_,mu)", one, momenta[1], other, "g_(n_,nu)")


def dipole(barred: str = "R") -> str:
    """The neutrino line of T, k left-handed."""
    neutrino = ("g_(n_,kp)", sigma_q("mu"), P["L"], "g_(n_,k)", P[barred], reversed_sigma_q("nu"))
    return f"{line(1, *neutrino)}*{electron('gi_(n_)', 'gi_(n_)')}"


def test_dipole_scattering(form: Trace) -> None:
    """|M|² through T, photon or massive mediator."""
    spins = form(dipole(), REST, LABORATORY, "kp-k")
    momentum = -2 * ELECTRON_MASS * RECOIL
    strength = KAPPA * ELEMENTARY_CHARGE * sp.Abs(T) / (momentum - MEDIATOR**2)
    found = spins / 2 * strength**2
    expected = scattering.amplitude_squared()
    assert equal(found, expected)
    assert not equal(2 * found, expected)
    assert not equal(found.subs(ENERGY, ENERGY - RECOIL), expected)
    assert form(dipole("L"), REST, LABORATORY, "kp-k") == 0


def test_dipole_scattering_rejects_another_momentum(form: Trace) -> None:
    """q = k' − k is conserved; with q = k' the operator would not be gauge invariant."""
    right, wrong = (form(dipole(), REST, LABORATORY, q) for q in ("kp-k", "kp"))
    assert not equal(wrong, right)
    assert equal(form(dipole(), REST, LABORATORY, "p-pp"), right)


def current(one: str, other: str, handed: str = "L") -> str:
    """Currents of the neutrino and of the electron, amplitude `one` times `other` conjugated."""
    neutrino = ("g_(n_,kp,mu)", P[handed], "g_(n_,k,nu)", P[handed])
    barred = {"L": "R", "R": "L"}[other]  # γ⁰(γ_ν P_X)†γ⁰ = P_X̄ γ_ν
    return f"{line(1, *neutrino)}*{electron(P[one], P[barred])}"


def test_current_scattering(form: Trace) -> None:
    """The quadratic form in (g_L, g_R); a right-handed neutrino would exchange them."""
    expected = current_scattering.spin_form()
    for a, one in enumerate(CHIRALITIES):
        for b, other in enumerate(CHIRALITIES):
            found = form(current(one, other), REST, LABORATORY, "kp-k") / 2
            assert equal(found, expected[a, b])
            mirrored = form(current(one, other, "R"), REST, LABORATORY, "kp-k") / 2
            assert equal(mirrored, expected[1 - a, 1 - b])
    assert not equal(expected[0, 0], expected[1, 1])


# --- decays of the vector -----------------------------------------------------------------------

MASSES = {"a": M_FIRST, "b": M_SECOND, "V": M_V}
AT_REST = {"k.k": "a^2", "kp.kp": "b^2", "k.kp": "(V^2-a^2-b^2)/2"}
POLARISATIONS = "(-d_(mu,nu)+q(mu)*q(nu)/V^2)/3"
BARRED = {"gi_(n_)": "gi_(n_)", "g5_(n_)": "-g5_(n_)"}
"""γ⁰X†γ⁰."""


def pair(vertex: str, matrix: str, sign: str = "-") -> str:
    """V(q) → f₁(k) f̄₂(k') through a vertex times 1 or γ5; Σ v v̄ = k̸' − M₂."""
    out, into = "g_(n_,k)+a*gi_(n_)", f"g_(n_,kp){sign}b*gi_(n_)"
    gamma, barred = {
        "vector": ("g_(n_,mu)", "g_(n_,nu)"),
        "dipole": (sigma_q("mu"), reversed_sigma_q("nu")),
    }[vertex]
    return f"{POLARISATIONS}*{line(1, out, gamma, matrix, into, BARRED[matrix], barred)}"


@pytest.mark.parametrize("vertex", ["vector", "dipole"])
@pytest.mark.parametrize(("matrix", "name"), [(UNIT, "gi_(n_)"), (GAMMA5, "g5_(n_)")])
def test_vector_to_a_pair(form: Trace, vertex: str, matrix: sp.Matrix, name: str) -> None:
    """A' → f₁f₂, γ^μ or iσ^{μν}q_ν, for each parity; Σ v v̄ = k̸' + M₂ is rejected."""
    at_rest = (M_V, 0, 0, 0)
    gamma = (
        two_body.vector_vertex(matrix)
        if vertex == "vector"
        else two_body.dipole_vertex(matrix, at_rest)
    )
    expected = two_body.fermion_pair(gamma, gamma)
    assert equal(form(pair(vertex, name), AT_REST, MASSES, "k+kp"), expected)
    assert not equal(form(pair(vertex, name, "+"), AT_REST, MASSES, "k+kp"), expected)
