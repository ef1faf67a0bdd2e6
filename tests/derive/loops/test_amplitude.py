"""Complete amplitudes: gauge independence, Ward identities, known moments, and what is refused."""

from __future__ import annotations

from typing import Any

import mpmath as mp
import pytest
import sympy as sp

from darktmm.derive.errors import (
    DerivationError,
    DivergentError,
    IncompleteError,
    NotDiagonalError,
    NotHermitianError,
)
from darktmm.derive.fields import (
    GAMMA5,
    MU,
    NU,
    ComplexScalar,
    ComplexVector,
    DiracFermion,
    MajoranaFermion,
    Partial,
    RealScalar,
    VectorBoson,
    VectorComponent,
    bilinear,
)
from darktmm.derive.lagrangian import (
    FieldStrength,
    fermion_kinetic,
    scalar_kinetic,
    substitute,
    with_conjugate,
)
from darktmm.derive.loops.amplitude import amplitude, diagrams
from darktmm.derive.loops.exact import dipole, exact
from darktmm.derive.loops.integrals import UV_POLE
from darktmm.derive.loops.triangle import M_IN, M_OUT, STRUCTURES
from darktmm.derive.models import electroweak
from darktmm.derive.vertices import FeynmanRules

g, e, M_W, m, XI, M = sp.symbols("g e M_W m_mu xi M", positive=True)
DIPOLES = ("sigma_L", "sigma_R")
PHOTON = VectorBoson("A", group="EM", coupling=e, gauge_parameter=1)
MUON = DiracFermion("mu", charges={"EM": -1}, mass=m)
NEUTRINO = DiracFermion("nu")
HALF = sp.Rational(1, 2)


# --- W, its Goldstone boson and the photon, written out -------------------------------------------


class Charged:
    """A muon, a massless neutrino, W and G in the gauge ξ; `mutated` names what is changed by hand."""

    def __init__(self, xi: sp.Expr, mutated: str = "") -> None:
        signs = {
            name: -1 if name == mutated else 1 for name in ("VVV", "Goldstone", "gauge fixing")
        }
        self.W = W = ComplexVector("W", charges={"EM": 1}, mass=M_W, gauge_parameter=xi)
        self.G = G = ComplexScalar("G", charges={"EM": 1}, mass=sp.sqrt(xi) * M_W)
        self.expression = sp.expand(
            self.gauge(signs["VVV"])
            + self.scalar(signs["gauge fixing"], xi)
            + fermion_kinetic(MUON, (PHOTON,))
            - m * bilinear(MUON, MUON)
            + fermion_kinetic(NEUTRINO, (), "L")
            + with_conjugate(
                -g
                / sp.sqrt(2)
                * VectorComponent(W, MU)
                * bilinear(NEUTRINO, MUON, MU, chirality="L")
                - signs["Goldstone"]
                * g
                * m
                / (sp.sqrt(2) * M_W)
                * G
                * bilinear(NEUTRINO, MUON, chirality="R")
            )
        )

    def gauge(self, sign: int) -> sp.Expr:
        """−¼FᵃFᵃ of SU(2), with W³ → (e/g)A; the sign is that of the non-abelian part."""
        w = tuple(VectorBoson(f"W{a}") for a in (1, 2, 3))
        total = sp.S.Zero
        for a in range(3):
            strength = FieldStrength(w[a], MU, NU).doit() - sign * g * sp.Add(
                *(
                    sp.LeviCivita(a, b, c) * VectorComponent(w[b], MU) * VectorComponent(w[c], NU)
                    for b in range(3)
                    for c in range(3)
                )
            )
            total -= sp.expand(strength**2) / 4
        root = sp.sqrt(2)
        charged = {w[0]: (self.W + sp.conjugate(self.W)) / root}
        charged[w[1]] = sp.I * (self.W - sp.conjugate(self.W)) / root
        return substitute(total, {**charged, w[2]: e / g * PHOTON})

    def scalar(self, sign: int, xi: sp.Expr) -> sp.Expr:
        """|∂G + ieAG + iM_W W|² and −|∂·W + iξM_W G|²/ξ."""
        a, w = VectorComponent(PHOTON, MU), VectorComponent(self.W, MU)
        kinetic = Partial(self.G, MU) + sp.I * e * a * self.G + sp.I * M_W * w
        fixing = [
            Partial(VectorComponent(self.W, i), i) + sign * sp.I * xi * M_W * self.G
            for i in (MU, NU)
        ]
        return sp.expand(kinetic * sp.conjugate(kinetic) - fixing[0] * sp.conjugate(fixing[1]) / xi)

    @property
    def rules(self) -> FeynmanRules:
        return FeynmanRules(self.expression)


def moment(charged: Charged, by: str = "expansion") -> Any:
    """What W and G contribute; the photon in the loop is Schwinger's, below."""
    lines = (charged.W, charged.G)
    return amplitude(charged.rules, MUON, MUON, PHOTON, structures=DIPOLES, by=by, bosons=lines)


def test_w_in_the_moment_of_the_muon() -> None:
    """10/3 · G_F m²/(8√2π²) of a_μ (Jackiw, Weinberg 1972), in D dimensions free of ξ."""
    general = moment(Charged(XI))
    feynman = moment(Charged(sp.S.One))
    for structure in DIPOLES:
        assert not general.tadpoles(structure).depends_on(XI)
        assert general.tadpoles(structure) == feynman.tadpoles(structure)
        closed = sp.simplify(feynman[structure].doit())
        fermi = sp.sqrt(2) * g**2 / (8 * M_W**2)
        literature = sp.Rational(10, 3) * fermi * m**2 / (8 * sp.sqrt(2) * sp.pi**2)
        a_mu = 2 * m * closed.subs(M_IN, m) / e
        assert sp.simplify(a_mu - literature) == 0
        assert sp.simplify(a_mu + literature) != 0


def test_two_routes_to_the_feynman_gauge() -> None:
    """Feynman parameters and the expansion in vacuum integrals share no step."""
    rules = Charged(sp.S.One)
    parameters = moment(rules, by="parameters")
    expansion = moment(rules)
    on_shell = {M_OUT: M_IN, m: M_IN}
    for structure in DIPOLES:
        first = sp.expand(parameters[structure].doit().subs(on_shell))
        # the coupling m is an external mass: of third order
        assert sp.expand(first - expansion[structure].doit()).subs(M_IN, 0) == 0
        assert sp.diff(first - expansion[structure].doit(), M_IN).subs(M_IN, 0) == 0


@pytest.mark.parametrize("mutated", ["VVV", "Goldstone"])
def test_a_wrong_sign_leaves_the_gauge_parameter(mutated: str) -> None:
    """One sign of the three-vector vertex, or of one Goldstone coupling."""
    wrong = moment(Charged(XI, mutated))
    assert any(wrong.tadpoles(s).depends_on(XI) for s in DIPOLES)


def test_a_wrong_gauge_fixing_term_is_refused_by_name() -> None:
    with pytest.raises(NotDiagonalError, match="mixing term of"):
        moment(Charged(XI, "gauge fixing"))


# --- the electroweak theory -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def theory() -> electroweak.Electroweak:
    return electroweak.theory(neutrinos="majorana", gauge="general")


@pytest.mark.slow
def test_neutrino_transition_is_free_of_every_gauge_parameter(
    theory: electroweak.Electroweak,
) -> None:
    nu = theory.neutrinos
    whole = amplitude(theory.rules, nu[1], nu[2], theory.photon, structures=DIPOLES, by="expansion")
    assert len(whole.diagrams) == 36  # WW, WG, GW, GG × three leptons × two directions of charge
    for structure in DIPOLES:
        left = whole.tadpoles(structure).symbols()
        assert left and not left & {electroweak.XI_W, electroweak.XI_Z, electroweak.XI_A}


@pytest.mark.slow
def test_moments_of_majorana_neutrinos_are_antisymmetric(theory: electroweak.Electroweak) -> None:
    """μ_L(i→j) = −μ_L(j→i) with the masses exchanged; of one field none is left."""
    rules, nu, photon = theory.rules, theory.neutrinos, theory.photon
    there, back, same = (
        amplitude(rules, nu[i], nu[j], photon, structures=DIPOLES, by="expansion")
        for i, j in ((1, 2), (2, 1), (1, 1))
    )
    exchanged = {M_IN: M_OUT, M_OUT: M_IN}
    for structure in DIPOLES:
        first, second = there.tadpoles(structure), back.tadpoles(structure)
        assert first.coefficients.keys() == second.coefficients.keys()
        for node, found in first.coefficients.items():
            for coupling, value in found.items():
                other = second.coefficients[node][coupling.xreplace(exchanged)]
                assert sp.cancel(value / other) == -1
        assert not same.tadpoles(structure)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["dirac", "majorana"])
def test_no_neutrino_has_a_charge(kind: str) -> None:
    """Triangles, and the photon that becomes a Z on the way, in every gauge; each alone is not zero."""
    model = electroweak.theory(neutrinos=kind, gauge="general")
    nu, charge = model.neutrinos, ("gamma_L", "gamma_R")
    whole = amplitude(
        model.rules_with_ghosts,
        nu[1],
        nu[1],
        model.photon,
        structures=charge,
        by="expansion",
        reduce=model.U.columns,
    )
    part = amplitude(
        model.rules, nu[1], nu[1], model.photon, structures=charge, by="expansion", legs=False
    )
    for structure in charge:
        sums = whole.tadpoles(structure)
        for node in sums.coefficients:
            assert sp.simplify(model.U.columns(sp.expand(sums[node]))) == 0
    assert part.tadpoles("gamma_L")


@pytest.mark.slow
def test_the_charge_of_leptons_is_one_number() -> None:
    """What loops leave on γ^μ is Q times the same for L and R and for every flavour: it renormalises e."""
    model = electroweak.theory(neutrinos="dirac", gauge="general")
    found = []
    for lepton in model.charged.values():
        whole = amplitude(
            model.rules_with_ghosts,
            lepton,
            lepton,
            model.photon,
            structures=("gamma_L", "gamma_R"),
            by="expansion",
        )
        for structure in ("gamma_L", "gamma_R"):
            sums = whole.tadpoles(structure)
            found.append(
                {
                    node: sp.simplify(
                        model.U.rows(sp.expand(sums[node])).subs(
                            electroweak.C_W, sp.sqrt(1 - e**2 / electroweak.G**2)
                        )
                    )
                    for node in sums.coefficients
                }
            )
    kept = [{node: c for node, c in sums.items() if c != 0} for sums in found]
    assert kept[0] and all(sums == kept[0] for sums in kept)


def test_ghosts_are_asked_for_by_name(theory: electroweak.Electroweak) -> None:
    nu = theory.neutrinos
    with pytest.raises(IncompleteError, match="ghosts"):
        amplitude(theory.rules, nu[1], nu[1], theory.photon, by="expansion")


# --- exact external masses ------------------------------------------------------------------------


def with_scalar(coupling: sp.Expr = g) -> tuple[FeynmanRules, RealScalar]:
    scalar = RealScalar("h", mass=M)
    free = fermion_kinetic(MUON, (PHOTON,)) - m * bilinear(MUON, MUON)
    free += scalar_kinetic(scalar) - M**2 * scalar**2 / 2
    return FeynmanRules(sp.expand(free - coupling * scalar * bilinear(MUON, MUON))), scalar


def numbers(mass: str, scalar: str) -> dict[sp.Expr, Any]:
    return {e: 1, g: 1, m: mass, M_IN: mass, M_OUT: mass, M: scalar}


def test_schwinger() -> None:
    """α/2π, the photon in the loop and nothing expanded."""
    rules = FeynmanRules(sp.expand(fermion_kinetic(MUON, (PHOTON,)) - m * bilinear(MUON, MUON)))
    found = list(diagrams(rules, MUON, MUON, PHOTON))
    value = 2 * dipole(found, "sigma_L", {e: 1, m: 1, M_IN: 1, M_OUT: 1})
    assert abs(value * 8 * mp.pi**2 - 1) < 1e-14


@pytest.mark.parametrize("scalar", ["1e-3", "0.2", "1", "100"])
def test_a_scalar_of_any_mass_in_the_moment_of_the_muon(scalar: str) -> None:
    """(g²/8π²)∫(1−x)²(1+x)/((1−x)²+xr), Leveille 1978, to 1e-13 for a mediator of 1 MeV and of 100 GeV."""
    mass, (rules, field) = "0.1056584", with_scalar()
    found = [d for d in diagrams(rules, MUON, MUON, PHOTON) if d.bosons == (field,)]
    with mp.workdps(30):
        r = (mp.mpf(scalar) / mp.mpf(mass)) ** 2
        cuts = [0, 1 - min(mp.sqrt(r), mp.mpf("0.5")), 1]
        integral = mp.quad(lambda x: (1 - x) ** 2 * (1 + x) / ((1 - x) ** 2 + x * r), cuts)
        value = 2 * mp.mpf(mass) * dipole(found, "sigma_L", numbers(mass, scalar), 30)
        assert abs(value / (integral / (8 * mp.pi**2)) - 1) < mp.mpf("1e-13")


def test_first_order_says_what_it_neglects() -> None:
    """A scalar of 0.2 GeV: several per cent, and the estimate is of that size."""
    rules, field = with_scalar()
    first = amplitude(
        rules, MUON, MUON, PHOTON, topology="fermion", structures=("sigma_L",), legs=False
    )
    at = numbers("0.1056584", "0.2")
    kept = first["sigma_L"].doit().subs({k: sp.Float(v) for k, v in at.items()})
    whole = amplitude(
        rules, MUON, MUON, PHOTON, topology="fermion", structures=("sigma_L",), external="exact"
    ).exact("sigma_L", at)
    difference = abs(float(kept / whole) - 1)
    estimate = float(first.neglected.subs({k: sp.Float(v) for k, v in at.items()}))
    assert 0.03 < difference < 0.2
    assert difference / 5 < estimate < 5 * difference
    assert field.mass == M


def test_above_the_threshold() -> None:
    """The imaginary part is that of Δ − iε on the real axis."""
    heavy = DiracFermion("F", charges={"EM": -1}, mass=sp.Symbol("M_F", positive=True))
    scalar = RealScalar("h", mass=M)
    expression = (
        fermion_kinetic(MUON, (PHOTON,))
        - m * bilinear(MUON, MUON)
        + fermion_kinetic(heavy, (PHOTON,))
        - heavy.mass * bilinear(heavy, heavy)
        + with_conjugate(-g * scalar * bilinear(MUON, heavy))
    )
    rules = FeynmanRules(sp.expand(expression))
    found = [d for d in diagrams(rules, MUON, MUON, PHOTON) if scalar in d.bosons]
    at = {**numbers("2.5", "1"), heavy.mass: 1}
    value = dipole(found, "sigma_L", at)
    (part,) = (exact(d, "sigma_L") for d in found)
    number = {k: sp.Float(v) for k, v in at.items()}
    u, v = sp.symbols("u v", positive=True)
    line = sp.lambdify(
        u, u * sp.integrate(sp.expand(part.numerator.subs(number)), (v, 0, 1)), "mpmath"
    )
    c = [mp.mpf(x.subs(number).subs(v, 0)) for x in part.delta]
    zeros = mp.polyroots(c[::-1])
    slopes = [c[1] + 2 * c[2] * z for z in zeros]
    # 1/(Δ − iε) = P(1/Δ) + iπδ(Δ)
    imaginary = mp.pi * mp.fsum(line(z) / abs(s) for z, s in zip(zeros, slopes, strict=True))
    residues = [line(z) / s for z, s in zip(zeros, slopes, strict=True)]
    poles = list(zip(zeros, residues, strict=True))

    def regular(x: Any) -> Any:
        return line(x) / (c[0] + x * (c[1] + x * c[2])) - mp.fsum(r / (x - z) for z, r in poles)

    principal = mp.quad(regular, [0, (zeros[0] + zeros[1]) / 2, 1])
    principal += mp.fsum(r * mp.log((1 - z) / z) for z, r in poles)
    assert all(0 < z < 1 for z in zeros)
    assert abs(value - mp.mpc(principal, imaginary)) < 1e-10 * abs(value)
    assert abs(mp.conj(value) - mp.mpc(principal, imaginary)) > abs(value)


# --- nothing in silence ---------------------------------------------------------------------------

H = RealScalar("h")
OTHER = DiracFermion("psi", charges={"EM": -1}, mass=M)
V = VectorBoson("V", mass=M, gauge_parameter=1)


def free(*fields: DiracFermion) -> sp.Expr:
    return sp.Add(
        *(fermion_kinetic(f, (PHOTON,)) - f.mass * bilinear(f, f) for f in fields), sp.S.Zero
    )


REFUSED = {
    "two fermions and two bosons, one of them outside": (
        g * H * VectorComponent(PHOTON, MU) * bilinear(MUON, MUON, MU),
        IncompleteError,
        "bubble",
    ),
    "two fermions and a pair of bosons that corrects a charged leg": (
        g * H**2 * bilinear(MUON, MUON),
        IncompleteError,
        "closes a loop on itself",
    ),
    "four fermions": (
        g * bilinear(MUON, MUON) * bilinear(OTHER, OTHER),
        IncompleteError,
        "may close a loop",
    ),
    "a dipole in the loop": (
        with_conjugate(g * H * bilinear(MUON, OTHER))
        + g
        * FieldStrength(PHOTON, MU, NU)
        * sp.I
        * (bilinear(OTHER, OTHER, MU, NU) - bilinear(OTHER, OTHER, NU, MU)),
        IncompleteError,
        "dipole",
    ),
    "a charge that is not conserved": (
        with_conjugate(g * H * bilinear(MUON, DiracFermion("chi", charges={"EM": 0}))),
        DerivationError,
        "charge",
    ),
    "not hermitian": (
        sp.I * g * H * bilinear(MUON, MUON),
        NotHermitianError,
        "Lagrangian",
    ),
    "a forgotten rotation": (
        with_conjugate(g * bilinear(MUON, OTHER)),
        NotDiagonalError,
        "mass",
    ),
    "a mass that the field does not have": (-g * bilinear(MUON, MUON), NotDiagonalError, "mass"),
    "a wrong vacuum": (g * H, DerivationError, "vacuum"),
    "a vector of no gauge": (
        g * VectorComponent(VectorBoson("Z", mass=M), MU) * bilinear(MUON, MUON, MU),
        DerivationError,
        "gauge_parameter",
    ),
}


@pytest.mark.parametrize("case", REFUSED, ids=str)
def test_what_is_missing_is_refused_by_name(case: str) -> None:
    term, error, match = REFUSED[case]
    rules = FeynmanRules(sp.expand(free(MUON, OTHER) + term))
    with pytest.raises(error, match=match):
        amplitude(rules, MUON, MUON, PHOTON, by="expansion", structures=STRUCTURES[:2])


def test_no_expansion_where_the_threshold_is_the_external_mass() -> None:
    """The photon's own loop: nothing is small that could be expanded in."""
    rules = FeynmanRules(sp.expand(free(MUON)))
    with pytest.raises(DerivationError, match="exact"):
        amplitude(rules, MUON, MUON, PHOTON, structures=DIPOLES, legs=False)
    whole = amplitude(rules, MUON, MUON, PHOTON, structures=DIPOLES, external="exact")
    assert abs(whole.exact("sigma_L", {e: 1, m: 1, M_IN: 1, M_OUT: 1})) > 0


def test_a_pole_that_is_left_is_an_error_unless_asked_for() -> None:
    """A neutral fermion between charges that do not add up: symbols, so that nobody could see it before."""
    q = sp.Symbol("q", real=True)
    outer = [MajoranaFermion(f"n_{i}", mass=sp.Symbol(f"m_{i}", positive=True)) for i in (1, 2)]
    inner = DiracFermion("F", charges={"EM": -1}, mass=M)
    scalar = ComplexScalar("S", charges={"EM": q}, mass=M_W)
    expression = fermion_kinetic(inner, (PHOTON,)) - M * bilinear(inner, inner)
    expression += scalar_kinetic(scalar, (PHOTON,)) - M_W**2 * sp.conjugate(scalar) * scalar
    for n in outer:
        expression += fermion_kinetic(n) - n.mass / 2 * bilinear(n, n)
        expression += with_conjugate(g * scalar * bilinear(n, (1 + GAMMA5) * inner))
    rules = FeynmanRules(sp.expand(expression))
    with pytest.raises(DivergentError, match="gamma_L"):
        amplitude(rules, *outer, PHOTON)
    kept = amplitude(rules, *outer, PHOTON, poles="keep")
    assert set(kept.poles) == {"gamma_L", "gamma_R"}
    assert sp.expand(kept["gamma_L"]).coeff(UV_POLE) == kept.poles["gamma_L"]
    assert sp.expand(kept.poles["gamma_L"].subs(q, 1)) == 0
    conserved = FeynmanRules(sp.expand(expression.subs(q, 1)))
    assert not amplitude(conserved, *outer, PHOTON).poles


@pytest.mark.parametrize(
    "named",
    [
        {"external": "Exact"},
        {"by": "magic"},
        {"poles": "maybe"},
        {"topology": "penguin"},
        {"structures": ("sigma",)},
        {"external": "exact", "structures": STRUCTURES},
    ],
    ids=str,
)
def test_unknown_words_are_refused(named: dict[str, Any]) -> None:
    rules, _ = with_scalar()
    with pytest.raises(
        DerivationError, match=next(iter(named)) if len(named) == 1 else "structures"
    ):
        amplitude(rules, MUON, MUON, PHOTON, **named)


def test_a_vector_that_changes_flavour_has_diagrams() -> None:
    """−1/3 of the heavy limit, by Feynman parameters and by expansion; it was a quiet zero once."""
    heavy = FeynmanRules(
        sp.expand(free(MUON, OTHER) + g * VectorComponent(V, MU) * bilinear(MUON, MUON, MU))
    )
    both = [
        amplitude(
            heavy, MUON, MUON, PHOTON, structures=("sigma_L",), legs=False, by=by, bosons=(V,)
        )
        for by in ("parameters", "expansion")
    ]
    assert all(d.nodes()[2] == M**2 and d.nodes()[0] == m**2 for d in both[0].diagrams)
    flavoured = FeynmanRules(
        sp.expand(
            free(MUON, OTHER)
            + with_conjugate(g * VectorComponent(V, MU) * bilinear(MUON, OTHER, MU, chirality="L"))
        )
    )
    assert [d.topology for d in diagrams(flavoured, MUON, MUON, PHOTON) if V in d.bosons] == [
        "exchange"
    ]
