"""What known answers are judged against: five small Lagrangians, and one set of numbers for their symbols."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import sympy as sp

from darktmm.derive.conventions import ELEMENTARY_CHARGE, opposite
from darktmm.derive.fields import (
    MU,
    Bilinear,
    DiracFermion,
    Fermion,
    MajoranaFermion,
    VectorBoson,
    VectorComponent,
    bilinear,
)
from darktmm.derive.lagrangian import Lagrangian, fermion_kinetic
from darktmm.derive.loops.integrals import UV_POLE
from darktmm.derive.loops.triangle import M_IN, M_OUT
from darktmm.derive.models import (
    charged_scalar,
    electroweak,
    flavoured_vector,
    lavoura,
    left_right,
    massive_vector,
    neutral_scalar,
    neutrino_moments,
    scotogenic,
    vector_leptoquark,
)
from darktmm.derive.symbols import G_FERMI, M_W, PHOTON, G, pmns

KAPPA, ALPHA = sp.symbols("kappa alpha", positive=True)
M_LEPTON, M_V = sp.symbols("m_l m_V", positive=True)
LEPTON = DiracFermion("ell", charges={"EM": -1}, mass=M_LEPTON)
VECTOR = VectorBoson("V", group="V", coupling=KAPPA, mass=M_V)

X = sp.Symbol("x", positive=True)
"""Feynman parameter of the published integrals."""


def vector_exchange() -> Lagrangian:
    r"""A charged lepton, the photon and a vector V with :math:`\kappa\,\bar\ell\gamma^\mu\ell V_\mu`."""
    free = fermion_kinetic(LEPTON, (PHOTON,)) - M_LEPTON * bilinear(LEPTON, LEPTON)
    exchanged = KAPPA * bilinear(LEPTON, LEPTON, MU) * VectorComponent(VECTOR, MU)
    return Lagrangian(
        parts={"L_free": sp.expand(free), "L_int": exchanged}, vectors=(PHOTON,), u1=("EM",)
    )


LAGRANGIANS: Mapping[str, Callable[[], Lagrangian]] = {
    "vector exchange": vector_exchange,
    "neutral scalar": neutral_scalar.lagrangian,
    "charged scalar": charged_scalar.lagrangian,
    "lavoura": lavoura.lagrangian,
    "scotogenic": lambda: scotogenic.mass_basis(fermions=1),
    "massive vector": massive_vector.general,
    "left-right": left_right.lagrangian,
    "flavoured vector": flavoured_vector.lagrangian,
    "vector leptoquark": vector_leptoquark.lagrangian,
}

COUPLINGS = (
    KAPPA,
    charged_scalar.C_S,
    charged_scalar.C_P,
    *lavoura.LEFT,
    *lavoura.RIGHT,
    *(scotogenic.yukawa(1, flavour) for flavour in ("e", "mu")),
    G,
)

# Nothing is equal, real or one by accident.
VALUES: Mapping[sp.Symbol, sp.Expr] = {
    X: sp.Rational(3, 10),
    UV_POLE: sp.Rational(7, 3),
    ELEMENTARY_CHARGE: sp.Rational(3, 10),
    KAPPA: sp.Rational(2, 5),
    ALPHA: sp.Rational(1, 137),
    M_LEPTON: sp.Rational(1, 2),
    M_V: sp.Rational(4, 5),
    M_IN: sp.Rational(106, 1000),
    M_OUT: sp.Rational(31, 1000),
    charged_scalar.M_MU: sp.Rational(1, 3),
    charged_scalar.M_F: sp.Rational(17, 10),
    charged_scalar.M_H: sp.Rational(9, 10),
    charged_scalar.C_S: sp.Rational(7, 10) + sp.I / 3,
    charged_scalar.C_P: sp.Rational(1, 5) - sp.I / 5,
    lavoura.M_B: sp.Rational(7, 10),
    **dict(zip(lavoura.LEFT, (sp.Rational(3, 10) + sp.I / 7, sp.I / 5 - 1), strict=True)),
    **dict(zip(lavoura.RIGHT, (sp.Rational(2, 5) - sp.I / 3, sp.I / 9 + 1), strict=True)),
    lavoura.Q_F: sp.Rational(2, 3),
    lavoura.Q_B: sp.Rational(5, 3),
    scotogenic.heavy(1).mass: sp.Rational(2, 5),
    scotogenic.M_PLUS: sp.Rational(7, 10),
    scotogenic.M_R: sp.Rational(9, 10),
    scotogenic.M_I: sp.Rational(3, 5),
    scotogenic.yukawa(1, "e"): sp.Rational(1, 2) - sp.I / 3,
    scotogenic.yukawa(1, "mu"): sp.Rational(1, 5) + sp.I / 9,
    **dict(zip(lavoura.LEPTON_MASSES, (sp.Rational(3, 10), sp.Rational(1, 5)), strict=True)),
    massive_vector.XI: sp.Rational(5, 3),
    G: sp.Rational(2, 3),
    G_FERMI: sp.Rational(3, 7),
    left_right.ZETA: sp.Rational(2, 5),
    left_right.M_NU: sp.Rational(1, 7),
    left_right.M_1: sp.Rational(6, 5),
    left_right.M_2: sp.Rational(19, 10),
    left_right.LEPTON.mass: sp.Rational(3, 5),
    **dict(
        zip(electroweak.LEPTON_MASSES.values(), map(sp.Rational, (".2", ".3", ".7")), strict=True)
    ),
    electroweak.C_W: sp.Rational(7, 8),
    electroweak.M_HIGGS: sp.Rational(8, 5),
    M_W: sp.Rational(11, 10),
    neutrino_moments.R: sp.Rational(2, 9),
    sp.Symbol("x", positive=True): sp.Rational(3, 10),
    **{
        pmns(flavour, i): sp.Rational(k + 2, 7) + sp.I * sp.Rational(3 * i - k, 11)
        for k, flavour in enumerate(electroweak.LEPTON_MASSES)
        for i in (1, 2)
    },
}


@dataclass(frozen=True)
class Theory:
    """Everything that a verdict may depend on.

    Attributes:
        lagrangians: by name, see `LAGRANGIANS`.
        neutrinos: two neutral fermions, Majorana in earnest.
        values: of every symbol, where numbers are compared.
    """

    lagrangians: Mapping[str, Lagrangian]
    neutrinos: tuple[Fermion, Fermion]
    values: Mapping[sp.Symbol, sp.Expr]

    def number(self, expression: sp.Expr) -> complex:
        """An expression at these values."""
        return complex(sp.N(sp.sympify(expression).xreplace(dict(self.values)).doit(), 30))


def theory(point: Any = None) -> Theory:
    """The literature's Lagrangians.

    Raises:
        ValueError: a point is given; these Lagrangians have no parameter file.
    """
    if point is not None:
        raise ValueError("point: known answers hold for all values of their symbols")
    pair = MajoranaFermion("nu_1"), MajoranaFermion("nu_2")
    return Theory({name: build() for name, build in LAGRANGIANS.items()}, pair, VALUES)


# --- changed theories ---------------------------------------------------------------------------


def _each(theory: Theory, change: Callable[[sp.Expr], sp.Expr]) -> Theory:
    """Every part of every Lagrangian changed."""
    changed = {
        name: replace(built, parts={k: change(part) for k, part in built.parts.items()})
        for name, built in theory.lagrangians.items()
    }
    return replace(theory, lagrangians=changed)


def _mirrored(line: Bilinear) -> Bilinear:
    """The other projector; in a kinetic term both are there."""
    return Bilinear(line.bar, line.args[1], sp.Symbol(opposite(line.chirality)), line.ket)


MUTANTS: Mapping[str, Callable[[Theory], Theory]] = {
    "couplings doubled": lambda t: _each(t, lambda p: p.xreplace({c: 2 * c for c in COUPLINGS})),
    "P_L <-> P_R": lambda t: _each(
        t, lambda p: p.replace(lambda e: isinstance(e, Bilinear), _mirrored)
    ),
    "sign of Q_B": lambda t: _each(t, lambda p: p.xreplace({lavoura.Q_B: -lavoura.Q_B})),
    "Dirac neutrinos": lambda t: replace(t, neutrinos=(DiracFermion("nu_1"), DiracFermion("nu_2"))),
}
