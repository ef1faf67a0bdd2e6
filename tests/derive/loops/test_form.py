r"""Numerators of loops by the trace theorems of FORM, from the Feynman rules written out there.

Ours are closed with a chain of explicit matrices at explicit momenta; FORM knows scalar products only.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from darktmm.derive.loops.expansion import GAUGE, METRIC, SCALAR, Shape, numerator
from darktmm.numeric.brute_force.dirac import GAMMA, P_L, P_R

FORM = shutil.which("form")

pytestmark = [
    pytest.mark.oracle,
    pytest.mark.skipif(FORM is None, reason="FORM is not installed (Debian: apt install form)"),
]

METRIC_TENSOR = np.diag([1.0, -1.0, -1.0, -1.0])
MOMENTA: Mapping[str, np.ndarray] = {
    "k": np.array([1.3, 0.2, -0.7, 0.4]),
    "p": np.array([0.9, 0.0, 0.0, 0.9]),
    "p'": np.array([-1.4, 0.0, 0.0, -1.4]),
}
"""p² = p'² = p·p' = 0, as the expansion takes them."""

GRADIENT = {f"t{x}{y}": 1 + 3 * x + 2 * y * y for x in range(3) for y in range(3)}
NUMBERS = {"aL": 2, "aR": 3, "bL": 5, "bR": 7, "g1": 11, "g2": 13, "M1": 17, "M2": 19, **GRADIENT}

HEAD = """Off Statistics;
Vectors k, p, pp, q, k1, k2;
Indices mu, a, b, x, y;
Symbols aL, aR, bL, bR, g1, g2, M1, M2, {gradient};
"""
CLOSING = "(g_(1,p)+gi_(1))*g_(1,mu)*(g_(1,pp)+2*gi_(1))"
"""What closes the chain to a trace: generic, with both chiralities."""

VERTEX = {c: f"({c}L*g7_(1)/2+{c}R*g6_(1)/2)" for c in "ab"}
FERMION = "(g_(1,k)+M1*gi_(1))"
TRIPLE = "+".join(
    f"t{i}{j}*{momentum}({index})*d_({others})"
    for i, momentum in enumerate(("k1", "mk2", "q"))
    for j, (index, others) in enumerate((("a", "b,mu"), ("b", "a,mu"), ("mu", "a,b")))
)
CHAINS = {
    Shape("fermion", (SCALAR,)): (
        f"{VERTEX['b']}*(g_(1,k2)+M2*gi_(1))*g_(1,mu)*(g1*g7_(1)/2+g2*g6_(1)/2)"
        f"*(g_(1,k1)+M1*gi_(1))*{VERTEX['a']}"
    ),
    Shape("fermion", (METRIC,)): (
        f"-g_(1,a)*{VERTEX['b']}*(g_(1,k2)+M2*gi_(1))*g_(1,mu)*(g1*g7_(1)/2+g2*g6_(1)/2)"
        f"*(g_(1,k1)+M1*gi_(1))*g_(1,a)*{VERTEX['a']}"
    ),
    Shape("boson", (SCALAR, SCALAR)): (
        f"{VERTEX['b']}*{FERMION}*{VERTEX['a']}*(g1*k1(mu)-g2*k2(mu))"
    ),
    Shape("boson", (SCALAR, METRIC)): f"-g1*g_(1,mu)*{VERTEX['b']}*{FERMION}*{VERTEX['a']}",
    Shape("boson", (METRIC, METRIC)): (
        f"g_(1,b)*{VERTEX['b']}*{FERMION}*g_(1,a)*{VERTEX['a']}*({TRIPLE})"
    ),
    Shape("boson", (GAUGE, METRIC)): (
        f"-g_(1,b)*{VERTEX['b']}*{FERMION}*g_(1,k1)*{VERTEX['a']}*k1(a)*({TRIPLE})"
    ),
    Shape("boson", (GAUGE, GAUGE)): (
        f"g_(1,k2)*{VERTEX['b']}*{FERMION}*g_(1,k1)*{VERTEX['a']}*k1(a)*k2(b)*({TRIPLE})"
    ),
}


def dot(a: str, b: str) -> float:
    return float(MOMENTA[a] @ METRIC_TENSOR @ MOMENTA[b])


def by_form(chain: str, folder: Path) -> complex:
    """The closed trace, its scalar products replaced by numbers at the end."""
    spelled = chain.replace("mk2(", "(-1)*k2(")
    program = (
        HEAD.format(gradient=", ".join(GRADIENT))
        + f"Local result = {spelled}*{CLOSING};\n"
        + "trace4, 1;\ncontract;\n"
        + "id k1 = p - k;\nid k2 = pp - k;\nid q = pp - p;\ncontract;\nPrint;\n.end\n"
    )
    source = folder / "loop.frm"
    source.write_text(program, encoding="utf-8")
    done = subprocess.run(
        [str(FORM), "-q", str(source)], capture_output=True, text=True, check=True
    )
    (result,) = re.findall(r"result\s*=(.*?);", done.stdout, flags=re.DOTALL)
    names = {"k": "k", "p": "p", "pp": "p'"}
    text = re.sub(
        r"\b(k|pp|p)\.(k|pp|p)\b", lambda m: f"({dot(names[m[1]], names[m[2]])!r})", result
    )
    # no antisymmetric tensor of three vectors is a scalar
    assert "e_" not in text
    return complex(eval(re.sub(r"\s", "", text).replace("^", "**"), {}, dict(NUMBERS)))


def by_matrices(shape: Shape) -> complex:
    """The Element, word by word."""
    slashed = {
        name: sum(METRIC_TENSOR[i, i] * v[i] * GAMMA[i] for i in range(4))
        for name, v in MOMENTA.items()
    }
    unit = np.eye(4)
    total = 0j
    generators = {str(g): g for g in next(iter(numerator(shape).terms.values())).ring.gens}
    scalars: dict[str, Any] = {
        **NUMBERS,
        "D": 4,
        "K": dot("k", "k"),
        "kp": dot("k", "p"),
        "kq": dot("k", "p'"),
        "P2": dot("p", "p"),
        "m_i": 0,
        "m_j": 0,
    }
    for mu in range(4):
        upper = {f"U{n}": MOMENTA[m][mu] for n, m in (("k", "k"), ("p", "p"), ("q", "p'"))}
        values = [complex({**scalars, **upper}[name]) for name in generators]
        down = METRIC_TENSOR[mu, mu] * GAMMA[mu]
        closing = (slashed["p"] + unit) @ down @ (slashed["p'"] + 2 * unit)
        for (word, chirality), polynomial in numerator(shape).terms.items():
            factor = sum(
                complex(c) * np.prod([v**n for v, n in zip(values, powers, strict=True)])
                for powers, c in polynomial.terms()
            )
            total += factor * np.trace(_matrix(word, chirality, mu, slashed) @ closing)
    return total


def _matrix(
    word: tuple[str, ...], chirality: str, mu: int, slashed: Mapping[str, np.ndarray]
) -> np.ndarray:
    summed = range(4) if "nu" in word else (0,)
    total = np.zeros((4, 4), dtype=complex)
    for nu in summed:
        chain: np.ndarray = np.eye(4, dtype=complex)
        matrices = {"nu": GAMMA[nu], "mu": GAMMA[mu], **slashed}
        for letter in word:
            chain = chain @ matrices[letter]
        total += (METRIC_TENSOR[nu, nu] if "nu" in word else 1) * chain
    return total @ (P_L if chirality == "L" else P_R)


@pytest.mark.parametrize("shape", CHAINS, ids=str)
def test_numerators(shape: Shape, tmp_path: Path) -> None:
    assert by_matrices(shape) == pytest.approx(by_form(CHAINS[shape], tmp_path), rel=1e-11)


def test_a_sign_of_the_three_vector_vertex_is_seen(tmp_path: Path) -> None:
    shape = Shape("boson", (METRIC, METRIC))
    wrong = CHAINS[shape].replace("t00*", "(-1)*t00*")
    assert by_matrices(shape) != pytest.approx(by_form(wrong, tmp_path), rel=1e-3)
