"""Self-tests of ``literature.py``: every transcribed formula against an independent derivation.

Three independent routes are used.

1. Dirac algebra: the one-loop amplitude is built from explicit 4x4 matrices at a Feynman-parameter
   point, the dipole part is projected out by solving a linear system, and only then integrated.
   No Gordon identity, no hand-made trace, no expansion in the external masses.
2. Euclidean momentum integrals of the amplitude expanded to first order in the external masses.
3. Limits and textbook special cases.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import literature as lit
import pytest
from mpmath import mp, mpc, mpf

DIGITS = 30
TOLERANCE = mpf(10) ** -25
RATIOS = ["1e-6", "0.01", "0.3", "0.999", "0.999999999", "1", "1.00001", "3.7", "250", "1e5"]


@pytest.fixture(autouse=True)
def _precision() -> Iterator[None]:
    with mp.workdps(DIGITS):
        yield


def assert_close(left: Any, right: Any, rel: mpf = TOLERANCE) -> None:
    left, right = mp.mpmathify(left), mp.mpmathify(right)
    scale = max(abs(left), abs(right))
    assert abs(left - right) <= rel * scale, f"{mp.nstr(left, 30)} != {mp.nstr(right, 30)}"


# --------------------------------------------------------------------------------------------
# The amplitude from explicit Dirac matrices
# --------------------------------------------------------------------------------------------
#
# Vertices i (L P_L + R P_R) at f_1, i (L^* P_R + R^* P_L) at f_2; photon vertices -i e Q gamma^mu
# and -i e Q (b_1 + b_2)^mu; all propagators i/(...).  In both diagrams the factors combine to
#     i M = e Q Int d^4k/(2 pi)^4 ubar_2 N^mu u_1 / (D_1 D_2 D_3),
# and after Feynman parametrisation Int d^4k/(2 pi)^4 2/(l^2 - Delta)^3 = -i/(16 pi^2 Delta), so
#     M = - e Q/(16 pi^2) Int dx dy ubar_2 N^mu(l = 0) u_1 / Delta(x, y).
# Terms quadratic in l only multiply gamma^mu and cannot feed the dipole.  Between on-shell spinors
#     i sigma^{mu nu} q_nu P = (p_1 + p_2)^mu P + (gamma^mu terms),
# so that sigma_{R,L} is half the sum of the coefficients of p_1^mu P_{R,L} and p_2^mu P_{R,L}.

METRIC = (1, -1, -1, -1)
Vector = tuple[Any, Any, Any, Any]


def _gammas() -> list[Any]:
    i = mpc(0, 1)
    sigma = [[[0, 1], [1, 0]], [[0, -i], [i, 0]], [[1, 0], [0, -1]]]
    result = [mp.diag([1, 1, -1, -1])]
    for s in sigma:
        m = mp.matrix(4, 4)
        for a in range(2):
            for b in range(2):
                m[a, b + 2] = s[a][b]
                m[a + 2, b] = -s[a][b]
        result.append(m)
    return result


GAMMA = _gammas()
ONE = mp.eye(4)
GAMMA5 = mpc(0, 1) * GAMMA[0] * GAMMA[1] * GAMMA[2] * GAMMA[3]
P_L = (ONE - GAMMA5) / 2
P_R = (ONE + GAMMA5) / 2


def slash(p: Vector) -> Any:
    result = mp.matrix(4, 4)
    for mu in range(4):
        result += METRIC[mu] * p[mu] * GAMMA[mu]
    return result


def dot(p: Vector, k: Vector) -> Any:
    return sum(g * a * b for g, a, b in zip(METRIC, p, k, strict=True))


def combine(*terms: tuple[Any, Vector]) -> Vector:
    return tuple(sum(c * p[mu] for c, p in terms) for mu in range(4))  # type: ignore[return-value]


def kinematics(m_1: mpf, m_2: mpf) -> tuple[Vector, Vector, Vector]:
    """On-shell p_1, p_2 and light-like q = p_1 - p_2 (complex when the masses are equal)."""
    zero = mpf(0)
    p_1 = (mpf(m_1), zero, zero, zero)
    if m_1 == m_2:
        q = (zero, mpf(1), mpc(0, 1), zero)
    else:
        energy = (m_1**2 - m_2**2) / (2 * m_1)
        q = (energy, 2 * energy / 7, 3 * energy / 7, 6 * energy / 7)
    p_2 = combine((1, p_1), (-1, q))
    assert abs(dot(q, q)) < mpf(10) ** (-mp.dps + 5)
    assert abs(dot(p_2, p_2) - m_2**2) < mpf(10) ** (-mp.dps + 5)
    return p_1, p_2, q


@dataclass
class Diagram:
    """One of the two one-loop diagrams; ``emitter`` is "fermion" or "scalar"."""

    emitter: str
    m_1: mpf
    m_2: mpf
    m_f: mpf
    m_b: mpf
    couplings_1: tuple[Any, Any]
    couplings_2: tuple[Any, Any]

    def vertices(self) -> tuple[Any, Any]:
        l_1, r_1 = self.couplings_1
        l_2, r_2 = (mp.conj(c) for c in self.couplings_2)
        return l_1 * P_L + r_1 * P_R, l_2 * P_R + r_2 * P_L

    def shift_and_delta(self, x: mpf, y: mpf) -> tuple[Vector, Any]:
        """Momentum of F (incoming side, l = 0) and Delta, from the propagators themselves."""
        p_1, p_2, q = kinematics(self.m_1, self.m_2)
        z = 1 - x - y
        zero = combine((0, p_1))
        if self.emitter == "fermion":  # F, F after emission, boson
            lines = [(x, zero, self.m_f), (y, q, self.m_f), (z, p_1, self.m_b)]
        else:  # boson before emission, boson after emission, F
            lines = [(x, p_1, self.m_b), (y, p_2, self.m_b), (z, zero, self.m_f)]
        shift = combine(*((w, p) for w, p, _ in lines))
        delta = dot(shift, shift) - sum(w * (dot(p, p) - m**2) for w, p, m in lines)
        return shift, delta

    def numerator(self, x: mpf, y: mpf) -> list[Any]:
        p_1, p_2, q = kinematics(self.m_1, self.m_2)
        k, _ = self.shift_and_delta(x, y)
        gamma_in, gamma_out = self.vertices()
        if self.emitter == "fermion":
            after = slash(combine((1, k), (-1, q))) + self.m_f * ONE
            before = slash(k) + self.m_f * ONE
            return [gamma_out * after * GAMMA[mu] * before * gamma_in for mu in range(4)]
        current = combine((1, p_1), (1, p_2), (-2, k))
        core = gamma_out * (slash(k) + self.m_f * ONE) * gamma_in
        return [current[mu] * core for mu in range(4)]

    def dipole(self, x: mpf, y: mpf) -> tuple[Any, Any]:
        """Coefficients (left, right) of the dipole structures in the numerator at (x, y)."""
        p_1, p_2, _ = kinematics(self.m_1, self.m_2)
        left = slash(p_2) + self.m_2 * ONE
        right = slash(p_1) + self.m_1 * ONE
        structures = [
            [p_1[mu] * P_L for mu in range(4)],
            [p_2[mu] * P_L for mu in range(4)],
            [p_1[mu] * P_R for mu in range(4)],
            [p_2[mu] * P_R for mu in range(4)],
            [GAMMA[mu] * P_L for mu in range(4)],
            [GAMMA[mu] * P_R for mu in range(4)],
        ]

        def flat(matrices: list[Any]) -> list[Any]:
            sandwiched = [left * m * right for m in matrices]
            return [s[a, b] for s in sandwiched for a in range(4) for b in range(4)]

        system = mp.matrix([flat(s) for s in structures]).T
        target = mp.matrix(flat(self.numerator(x, y)))
        solution = mp.lu_solve(system, target)
        residual = mp.norm(system * solution - target)
        assert residual <= mpf(10) ** (-mp.dps // 2) * (1 + mp.norm(target))
        return (solution[0] + solution[1]) / 2, (solution[2] + solution[3]) / 2

    def sigma(self, charge: mpf) -> tuple[Any, Any]:
        """(sigma_L, sigma_R) of this diagram, exact in the external masses."""
        samples = [(0, 0), (1, 0), (0, 1), (2, 0), (0, 2), (1, 1)]
        points = [(mpf(a) / 3, mpf(b) / 3) for a, b in samples]
        with mp.workdps(2 * mp.dps + 20):
            values = [(*self.dipole(x, y), self.shift_and_delta(x, y)[1]) for x, y in points]
            basis = mp.matrix([[1, x, y, x * x, x * y, y * y] for x, y in points])
            columns = [mp.lu_solve(basis, mp.matrix([v[j] for v in values])) for j in range(3)]
            # both are exactly quadratic in x, y: check at a seventh point
            x, y = mpf(1) / 7, mpf(3) / 7
            check = (*self.dipole(x, y), self.shift_and_delta(x, y)[1])
            for c, v in zip(columns, check, strict=True):
                assert abs(_quadratic(c, x, y) - v) < mpf(10) ** (-DIGITS)
            columns = [mp.matrix([mp.re(e) for e in c]) for c in columns]
        left, right, delta = columns

        def integrate(dip: Any) -> Any:
            def integrand(s: mpf, u: mpf) -> Any:
                x, y = s * u, s * (1 - u)
                return s * _quadratic(dip, x, y) / _quadratic(delta, x, y)

            return mp.quad(integrand, [0, 1], [0, 1], method="gauss-legendre")

        norm = -mpf(charge) / (16 * mp.pi**2)
        return norm * integrate(left), norm * integrate(right)


def _quadratic(c: Any, x: mpf, y: mpf) -> Any:
    return c[0] + c[1] * x + c[2] * y + c[3] * x * x + c[4] * x * y + c[5] * y * y


def test_dirac_algebra_helpers() -> None:
    for mu in range(4):
        for nu in range(4):
            anti = GAMMA[mu] * GAMMA[nu] + GAMMA[nu] * GAMMA[mu]
            expected = 2 * METRIC[mu] * ONE if mu == nu else 0 * ONE
            assert mp.norm(anti - expected) == 0
    assert mp.norm(GAMMA5 * GAMMA5 - ONE) == 0


def test_gordon_identity_behind_the_projection() -> None:
    """i sigma^{mu nu} q_nu = (p1+p2)^mu - gamma^mu p1slash - p2slash gamma^mu, as matrices."""
    p_1, p_2, q = kinematics(mpf(2), mpf(1))
    for mu in range(4):
        sigma_q = mp.matrix(4, 4)
        for nu in range(4):
            commutator = GAMMA[mu] * GAMMA[nu] - GAMMA[nu] * GAMMA[mu]
            sigma_q += mpc(0, 1) / 2 * METRIC[nu] * q[nu] * commutator
        rhs = (p_1[mu] + p_2[mu]) * ONE - GAMMA[mu] * slash(p_1) - slash(p_2) * GAMMA[mu]
        assert mp.norm(mpc(0, 1) * sigma_q - rhs) < TOLERANCE


# --------------------------------------------------------------------------------------------
# Loop functions of t
# --------------------------------------------------------------------------------------------
#
# Zero-external-mass limit of the Feynman-parameter integrals: s is the total weight of the two
# lines that emit, w the weight-averaged mass^2 in units of m_B^2.  Integrating the average of
# -2x, -2y etc. over x + y = s gives the s-integrands below.
#
# The same integrals as Euclidean momentum integrals, K = k_E^2/m_B^2: with
#     Int d^4k k^{2n}/((k^2+a)^p (k^2+b)^q) = pi^2 (n+1)! (p+q-n-3)!/((p-1)!(q-1)!)
#                                             Int ds s^{q-1} (1-s)^{p-1}/(s b + (1-s) a)^{p+q-n-2}
# they become rational in K, two powers of the emitting propagator more than in the self energy.

Function = Callable[[Any], mpf]


def _feynman_fermion_conserving(s: mpf, t: mpf) -> mpf:
    return s**2 * (1 - s) / (2 * (s * t + 1 - s))


def _feynman_scalar_conserving(s: mpf, t: mpf) -> mpf:
    return s**2 * (1 - s) / (2 * (s + (1 - s) * t))


def _feynman_fermion_flip(s: mpf, t: mpf) -> mpf:
    return s**2 / (s * t + 1 - s)


def _feynman_scalar_flip(s: mpf, t: mpf) -> mpf:
    return s * (1 - s) / (s + (1 - s) * t)


def _momentum_fermion_conserving(k: mpf, t: mpf) -> mpf:
    return k**3 / (6 * (k + t) ** 3 * (k + 1) ** 2)


def _momentum_scalar_conserving(k: mpf, t: mpf) -> mpf:
    return k**3 / (6 * (k + t) ** 2 * (k + 1) ** 3)


def _momentum_fermion_flip(k: mpf, t: mpf) -> mpf:
    return k**2 / ((k + t) ** 3 * (k + 1))


def _momentum_scalar_flip(k: mpf, t: mpf) -> mpf:
    return k**2 / (2 * (k + t) ** 2 * (k + 1) ** 2)


def _twice_scalar_conserving(s: mpf, t: mpf) -> mpf:
    return 2 * _feynman_scalar_conserving(s, t)


def _twice_momentum_scalar_conserving(k: mpf, t: mpf) -> mpf:
    return 2 * _momentum_scalar_conserving(k, t)


LOOP_FUNCTIONS: list[tuple[Function, Any, Any]] = [
    (lit.lavoura_fermion_conserving, _feynman_fermion_conserving, _momentum_fermion_conserving),
    (lit.lavoura_scalar_conserving, _feynman_scalar_conserving, _momentum_scalar_conserving),
    (lit.lavoura_fermion_flip, _feynman_fermion_flip, _momentum_fermion_flip),
    (lit.lavoura_scalar_flip, _feynman_scalar_flip, _momentum_scalar_flip),
    (lit.toma_vicente_f2, _twice_scalar_conserving, _twice_momentum_scalar_conserving),
]
IDS = [f.__name__ for f, _, _ in LOOP_FUNCTIONS]


@pytest.mark.parametrize("ratio", RATIOS)
@pytest.mark.parametrize(("closed", "feynman", "_momentum"), LOOP_FUNCTIONS, ids=IDS)
def test_loop_function_is_feynman_integral(
    closed: Function, feynman: Any, _momentum: Any, ratio: str
) -> None:
    t = mpf(ratio)
    with mp.workdps(DIGITS + 15):
        # from each end, so that neither end point loses digits
        value = mp.quad(lambda s: feynman(s, t), [0, 1e-4, 0.5])
        value += mp.quad(lambda u: feynman(1 - u, t), [0, 1e-4, 0.5])
    assert_close(closed(t), value)


@pytest.mark.parametrize("ratio", RATIOS)
@pytest.mark.parametrize(("closed", "_feynman", "momentum"), LOOP_FUNCTIONS, ids=IDS)
def test_loop_function_is_momentum_integral(
    closed: Function, _feynman: Any, momentum: Any, ratio: str
) -> None:
    t = mpf(ratio)
    with mp.workdps(DIGITS + 15):
        points = sorted({mpf(0), min(t, mpf(1)), max(t, mpf(1)), mp.inf})
        value = mp.quad(lambda k: momentum(k, t), points)
    assert_close(closed(t), value)


LIMITS = [
    # function, t -> 0, t = 1, coefficient of 1/t at t -> infinity
    (lit.lavoura_fermion_conserving, "1/6", "1/24", "1/12"),
    (lit.lavoura_scalar_conserving, "1/12", "1/24", "1/6"),
    (lit.lavoura_fermion_flip, None, "1/3", "1/2"),
    (lit.lavoura_scalar_flip, "1/2", "1/6", "1/2"),
    (lit.toma_vicente_f2, "1/6", "1/12", "1/3"),
]


def _fraction(text: str) -> mpf:
    numerator, denominator = text.split("/")
    return mpf(numerator) / mpf(denominator)


@pytest.mark.parametrize(("f", "zero", "one", "infinity"), LIMITS, ids=IDS)
def test_limits(f: Function, zero: str | None, one: str, infinity: str) -> None:
    tiny = mpf(10) ** -40
    if zero is None:
        assert_close(f(tiny), -mp.log(tiny) - mpf(3) / 2)
        with pytest.raises(ValueError, match="diverges"):
            f(0)
    else:
        assert f(0) == _fraction(zero)
        assert_close(f(tiny), _fraction(zero))
    assert f(1) == _fraction(one)
    for sign in (-1, 1):
        assert_close(f(1 + sign * mpf(10) ** -28), _fraction(one))
        # the removable singularity costs no digits
        step = sign * mpf(10) ** -9
        slope = (f(1 + step) - f(1 - step)) / (2 * step)
        reference = mp.diff(f, mpf(1) + mpf(10) ** -14)
        assert_close(slope, reference, rel=mpf(10) ** -12)
    huge = mpf(10) ** 40
    assert_close(f(huge) * huge, _fraction(infinity))


def test_loop_functions_are_positive_and_decreasing() -> None:
    grid = [mpf(10) ** (mpf(n) / 4) for n in range(-16, 17)]
    for f, _, _ in LOOP_FUNCTIONS:
        values = [f(t) for t in grid]
        assert all(v > 0 for v in values)
        assert all(a > b for a, b in pairwise(values))


def test_negative_ratio_is_refused() -> None:
    for f, _, _ in LOOP_FUNCTIONS:
        with pytest.raises(ValueError, match="negative"):
            f(-1)


def test_functions_return_mpf_at_the_working_precision() -> None:
    for f, _, _ in LOOP_FUNCTIONS:
        with mp.workdps(50):
            precise = f(mpf("0.37"))
        assert isinstance(precise, mpf)
        assert_close(f(mpf("0.37")), precise, rel=mpf(10) ** -28)
        assert isinstance(f(0.5), mpf)


# Expansions about t = 1, published as series of the functions normalised to 1 at t = 1
# (FlexibleSUSY: OneLoopFunctionE, B, F, C; GM2Calc: F1C, F1N, F2C, F2N).
NORMALISED = [
    (lit.lavoura_fermion_conserving, 24, ["1", "-3/5", "2/5", "-2/7"]),
    (lit.lavoura_scalar_conserving, 24, ["1", "-2/5", "1/5", "-4/35"]),
    (lit.lavoura_fermion_flip, 3, ["1", "-3/4", "3/5", "-1/2"]),
    (lit.lavoura_scalar_flip, 6, ["1", "-1/2", "3/10", "-1/5"]),
]


@pytest.mark.parametrize(("f", "norm", "series"), NORMALISED, ids=IDS[:4])
def test_published_expansion_about_one(f: Function, norm: int, series: list[str]) -> None:
    y = mpf(10) ** -6
    expected = sum((_fraction(c) if "/" in c else mpf(c)) * y**n for n, c in enumerate(series))
    assert_close(norm * f(1 + y), expected, rel=mpf(10) ** -23)


# --------------------------------------------------------------------------------------------
# Lavoura: structure, signs, chirality
# --------------------------------------------------------------------------------------------

COUPLINGS_1 = (mpf("0.7"), mpf("-0.4"))
COUPLINGS_2 = (mpf("0.3"), mpf("1.1"))
PURE = [((1, 0), (1, 0)), ((0, 1), (0, 1)), ((0, 1), (1, 0)), ((1, 0), (0, 1))]


@pytest.mark.parametrize("emitter", ["fermion", "scalar"])
@pytest.mark.parametrize(
    ("m_f", "c_1", "c_2"),
    [
        *((m_f, COUPLINGS_1, COUPLINGS_2) for m_f in ("0.2", "1", "2.5")),
        *(("2.5", *pure) for pure in PURE),
    ],
)
def test_lavoura_sigma_from_the_amplitude(
    emitter: str, m_f: str, c_1: tuple[Any, Any], c_2: tuple[Any, Any]
) -> None:
    """External masses 1e-13 of m_B, so that the neglected terms are 1e-26.

    Charges: f -> F + boson with Q_f = Q_F + Q_away; the module's Q_B is -Q_away.
    """
    m_1, m_2 = mpf("3e-13"), mpf("1e-13")
    diagram = Diagram(emitter, m_1, m_2, mpf(m_f), mpf(1), c_1, c_2)
    charge = mpf(2) / 3
    exact = diagram.sigma(charge)
    charges = (charge, 0) if emitter == "fermion" else (0, -charge)
    leading = lit.lavoura_sigma(m_1, m_2, m_f, 1, c_1, c_2, *charges)
    for got, want in zip(leading, exact, strict=True):
        # pure chirality-conserving couplings leave one helicity suppressed by m_2 only
        assert abs(got - want) <= mpf(10) ** -22 * max(abs(want), mpf(10) ** -18)
    assert any(abs(want) > mpf(10) ** -17 for want in exact)


def test_lavoura_chirality_assignment() -> None:
    """sigma_R: f_1R -> f_2L.  Internal flip needs R_1 and L_2; external flip m_1 needs L_1 L_2."""
    left, right = lit.lavoura_sigma(0, 0, 1, 2, (0, 1), (1, 0), -1, 0)
    assert left == 0
    assert right != 0
    left, right = lit.lavoura_sigma(1, 0, 1, 20, (1, 0), (1, 0), 0, 1)
    assert left == 0
    assert right > 0


def test_lavoura_massless_fermion() -> None:
    """m_F = 0: m_F ln(m_F) -> 0, finite and equal to the limit."""
    args = (mpf("0.01"), mpf(0), (1, 1), (1, 1), -1, 0)
    m_1, m_2, c_1, c_2, q_f, q_b = args
    at_zero = lit.lavoura_sigma(m_1, m_2, 0, 1, c_1, c_2, q_f, q_b)
    near = lit.lavoura_sigma(m_1, m_2, mpf(10) ** -40, 1, c_1, c_2, q_f, q_b)
    for a, b in zip(at_zero, near, strict=True):
        assert_close(a, b)


def test_lavoura_complex_couplings_conjugate() -> None:
    """Exchanging the roles of f_1 and f_2 conjugates and swaps chiralities (hermiticity)."""
    c_1, c_2 = (mpc(1, 2), mpc("0.3", -1)), (mpc(-1, "0.5"), mpc(2, 1))
    left, right = lit.lavoura_sigma("0.02", "0.01", 1, 3, c_1, c_2, "-1", 0)
    left_t, right_t = lit.lavoura_sigma("0.01", "0.02", 1, 3, c_2, c_1, "-1", 0)
    assert_close(left, mp.conj(right_t))
    assert_close(right, mp.conj(left_t))


def test_width_from_a_trace() -> None:
    """|M|^2 summed over spins and polarisations with explicit matrices, two-body phase space."""
    m_1, m_2, alpha = mpf(3), mpf(1), mpf("0.0073")
    sigma_l, sigma_r = mpc("0.2", "0.1"), mpc("-0.5", "0.3")
    p_1, p_2, q = kinematics(m_1, m_2)
    total = mpf(0)
    for mu in range(4):
        vertex = mp.matrix(4, 4)
        for nu in range(4):
            commutator = GAMMA[mu] * GAMMA[nu] - GAMMA[nu] * GAMMA[mu]
            vertex += mpc(0, 1) * (mpc(0, 1) / 2) * METRIC[nu] * q[nu] * commutator
        vertex = vertex * (sigma_l * P_L + sigma_r * P_R)
        bar = GAMMA[0] * vertex.transpose_conj() * GAMMA[0]
        product = (slash(p_2) + m_2 * ONE) * vertex * (slash(p_1) + m_1 * ONE) * bar
        total += -METRIC[mu] * mp.re(sum(product[a, a] for a in range(4)))
    momentum = (m_1**2 - m_2**2) / (2 * m_1)
    width = 4 * mp.pi * alpha * total / 2 * momentum / (8 * mp.pi * m_1**2)
    assert_close(lit.dipole_width(m_1, m_2, sigma_l, sigma_r, alpha), width)


# --------------------------------------------------------------------------------------------
# Leveille
# --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("emitter", ["fermion", "scalar"])
@pytest.mark.parametrize(
    ("m_f", "m_h", "c_s", "c_p"),
    [
        *(("3", "2", *pure) for pure in ((1, 0), (0, 1))),
        *((*pair, "0.6", "-0.9") for pair in (("1", "1.7"), ("3", "2"), ("2", "2"), ("0.5", "6"))),
    ],
)
def test_leveille_from_the_amplitude(emitter: str, m_f: str, m_h: str, c_s: Any, c_p: Any) -> None:
    """Exact in the muon mass (m_mu = 1 here): p_1^2 = p_2^2 = m_mu^2, q^2 = 0."""
    m_mu, s, p = mpf(1), mpf(c_s), mpf(c_p)
    couplings = lit.chiral_from_scalar_pseudoscalar(s, p)
    diagram = Diagram(emitter, m_mu, m_mu, mpf(m_f), mpf(m_h), couplings, couplings)
    sigma = diagram.sigma(mpf(-1))
    expected = lit.amu_from_sigma(m_mu, *sigma, charge=-1)
    if emitter == "fermion":
        assert_close(lit.leveille_neutral_scalar_amu(m_mu, m_f, m_h, s, p), expected)
    else:
        assert_close(lit.leveille_charged_scalar_amu(m_mu, m_f, m_h, s, p), expected)


@pytest.mark.parametrize("m_f", ["40", "300", "1000", "5000"])
@pytest.mark.parametrize(("c_s", "c_p"), [(1, 0), (0, 1), ("0.5", mpc("0.2", "0.7"))])
def test_leveille_tends_to_lavoura_for_a_light_muon(m_f: str, c_s: Any, c_p: Any) -> None:
    """m_mu -> 0: the two transcriptions agree, corrections O(m_mu^2/m_H^2)."""
    m_mu, m_h = mpf(10) ** -10, mpf(1000)
    s, p = mpc(c_s), mpc(c_p)
    couplings = lit.chiral_from_scalar_pseudoscalar(s, p)
    common = (m_mu, m_mu, m_f, m_h, couplings, couplings)
    neutral = lit.amu_from_sigma(m_mu, *lit.lavoura_sigma(*common, q_f=-1, q_b=0))
    charged = lit.amu_from_sigma(m_mu, *lit.lavoura_sigma(*common, q_f=0, q_b=1))
    assert_close(lit.leveille_neutral_scalar_amu(m_mu, m_f, m_h, s, p), neutral, mpf("1e-21"))
    assert_close(lit.leveille_charged_scalar_amu(m_mu, m_f, m_h, s, p), charged, mpf("1e-21"))


def test_chiral_couplings_are_the_hermitian_conjugate() -> None:
    """gamma^0 (C_S + C_P gamma_5)^dagger gamma^0 = L P_L + R P_R."""
    c_s, c_p = mpc("0.3", "0.7"), mpc("-0.2", "0.5")
    left, right = lit.chiral_from_scalar_pseudoscalar(c_s, c_p)
    vertex = c_s * ONE + c_p * GAMMA5
    conjugate = GAMMA[0] * vertex.transpose_conj() * GAMMA[0]
    assert mp.norm(conjugate - left * P_L - right * P_R) < TOLERANCE


def test_leveille_massless_scalar_and_internal_muon() -> None:
    """m_H -> 0, F = mu: Int (2 - x) = 3/2 (scalar), Int (-x) = -1/2 (pseudoscalar)."""
    norm = 1 / (8 * mp.pi**2)
    assert_close(lit.leveille_neutral_scalar_amu(1, 1, 0, 1, 0), mpf(3) / 2 * norm)
    assert_close(lit.leveille_neutral_scalar_amu(1, 1, 0, 0, 1), -mpf(1) / 2 * norm)


def test_leveille_heavy_higgs_asymptotics() -> None:
    """ln r^2 - 7/6, -(ln r^2 - 11/6) and -1/6 over r^2 = m_H^2/m_mu^2, F = mu or massless.

    The same three asymptotic forms are used by NMSSMTools, citing Leveille.
    """
    r2 = mpf(10) ** 30
    r = mp.sqrt(r2)
    norm = 1 / (8 * mp.pi**2 * r2)
    accuracy = mpf(10) ** -24
    scalar = lit.leveille_neutral_scalar_amu(1, 1, r, 1, 0)
    assert_close(scalar, norm * (mp.log(r2) - mpf(7) / 6), accuracy)
    pseudo = lit.leveille_neutral_scalar_amu(1, 1, r, 0, 1)
    assert_close(pseudo, -norm * (mp.log(r2) - mpf(11) / 6), accuracy)
    charged = lit.leveille_charged_scalar_amu(1, 0, r, 1, 0)
    assert_close(charged, -norm / 6, accuracy)


@pytest.mark.parametrize("r", ["1.5", "3", "40"])
def test_leveille_charged_higgs_massless_neutrino(r: str) -> None:
    """m_F = 0 in closed form: 1/2 - r^2 + r^2 (r^2 - 1) ln(r^2/(r^2 - 1))."""
    r2 = mpf(r) ** 2
    with mp.workdps(DIGITS + 15):  # cancels six powers of r
        closed = mpf(1) / 2 - r2 + r2 * (r2 - 1) * mp.log(r2 / (r2 - 1))
    got = lit.leveille_charged_scalar_amu(1, 0, r, mpf(1) / 2, mpf(1) / 2)
    assert_close(got, closed / 2 / (8 * mp.pi**2))


def test_leveille_signs() -> None:
    """Neutral scalar coupling positive, charged negative; the flip term follows |C_S| - |C_P|."""
    assert lit.leveille_neutral_scalar_amu("0.1", 300, 500, 1, 0) > 0
    assert lit.leveille_neutral_scalar_amu("0.1", 300, 500, 0, 1) < 0
    assert lit.leveille_charged_scalar_amu("0.1", 300, 500, 1, 0) < 0
    assert lit.leveille_charged_scalar_amu("0.1", 300, 500, 0, 1) > 0
    # purely chiral: only the conserving parts survive
    assert lit.leveille_neutral_scalar_amu("0.1", 300, 500, 1, 1) > 0
    assert lit.leveille_charged_scalar_amu("0.1", 300, 500, 1, 1) < 0


def test_leveille_scale_invariance() -> None:
    first = lit.leveille_neutral_scalar_amu("0.1", 3, 5, 1, "0.2")
    assert_close(first, lit.leveille_neutral_scalar_amu("0.7", 21, 35, 1, "0.2"))
    first = lit.leveille_charged_scalar_amu("0.1", 3, 5, 1, "0.2")
    assert_close(first, lit.leveille_charged_scalar_amu("0.7", 21, 35, 1, "0.2"))


# --------------------------------------------------------------------------------------------
# Toma and Vicente
# --------------------------------------------------------------------------------------------


def test_toma_vicente_f2_is_twice_lavoura() -> None:
    for ratio in RATIOS:
        assert_close(lit.toma_vicente_f2(ratio), 2 * lit.lavoura_scalar_conserving(ratio))


def test_toma_vicente_dipole_is_lavoura() -> None:
    """mu^- -> N eta^-: Q_F = 0, Q_B = Q_F - Q_mu = +1, and sigma_R = m_mu A_D."""
    y_e, y_mu, masses = [mpc("0.1", "0.2"), mpf("0.05")], [mpf("0.3"), mpc(0, 1)], [200, 900]
    m_mu, m_eta = mpf("0.1056"), mpf(400)
    a_d = lit.toma_vicente_a_d(y_e, y_mu, masses, m_eta)
    total = mpc(0)
    for e, mu, mass in zip(y_e, y_mu, masses, strict=True):
        left, right = lit.lavoura_sigma(m_mu, 0, mass, m_eta, (mu, 0), (e, 0), 0, 1)
        assert left == 0
        total += right
    assert_close(total, m_mu * a_d)


def test_toma_vicente_from_the_amplitude() -> None:
    """A_D against the explicit scalar-emission diagram; the boson carries away Q_mu = -1."""
    m_mu, m_eta, m_n = mpf("3e-13"), mpf(1), mpf("0.6")
    diagram = Diagram("scalar", m_mu, mpf("1e-14"), m_n, m_eta, (1, 0), (1, 0))
    _, right = diagram.sigma(mpf(-1))
    assert_close(right, m_mu * lit.toma_vicente_a_d([1], [1], [m_n], m_eta), mpf(10) ** -22)


def test_toma_vicente_branching_ratio_is_the_width_ratio() -> None:
    """Fixes the operator normalisation: sigma_R = m_mu A_D, not m_mu A_D/2."""
    alpha, g_fermi, m_mu = mpf("0.0072973525693"), mpf("1.1663788e-5"), mpf("0.1056583755")
    a_d = lit.toma_vicente_a_d([mpf("0.01")], [mpf("0.02")], [500], 300)
    width = lit.dipole_width(m_mu, 0, 0, m_mu * a_d, alpha)
    ratio = width / lit.muon_width(m_mu, g_fermi)
    assert_close(lit.toma_vicente_branching_ratio(a_d, alpha, g_fermi), ratio)
    half = lit.dipole_width(m_mu, 0, 0, m_mu * a_d / 2, alpha)
    assert_close(half / lit.muon_width(m_mu, g_fermi) * 4, ratio)
    scaled = lit.toma_vicente_branching_ratio(a_d, alpha, g_fermi, "0.1739")
    assert_close(scaled, ratio * mpf("0.1739"))


def test_toma_vicente_refuses_mismatched_lists() -> None:
    with pytest.raises(ValueError, match="one Yukawa coupling"):
        lit.toma_vicente_a_d([1], [1, 2], [3], 4)


# --------------------------------------------------------------------------------------------
# Scotogenic neutrino mass
# --------------------------------------------------------------------------------------------
#
# - i M_nu = (-i y)^2 Int d^4k/(2 pi)^4  i M/(k^2 - M^2)  <eta^0 eta^0>,
# <eta^0 eta^0> = (1/2) [ i/(k^2 - m_R^2) - i/(k^2 - m_I^2) ]   for eta^0 = (R + i I)/sqrt(2).
# After the Wick rotation (d^4k = i d^4k_E, Int d^4k_E = pi^2 Int K dK, K = k_E^2)
# M_nu = y^2 M/(32 pi^2) Int_0^inf dK K/(K + M^2) [ 1/(K + m_I^2) - 1/(K + m_R^2) ].

SPECTRA = [(300, 500, 400), (500, 300, 250), (400, 400, 350), (1, 30, 29), (5000, 70, 69)]


def _momentum_kernel(m_n: mpf, m_r: mpf, m_i: mpf) -> mpf:
    def integrand(k: mpf) -> mpf:
        split = (m_r**2 - m_i**2) / ((k + m_i**2) * (k + m_r**2))
        return k * split / (k + m_n**2)

    points = [0, *sorted({m_n**2, m_r**2, m_i**2}), mp.inf]
    return m_n / (32 * mp.pi**2) * mp.quad(integrand, points)


@pytest.mark.parametrize(("m_n", "m_r", "m_i"), SPECTRA)
def test_scotogenic_kernel_is_momentum_integral(m_n: int, m_r: int, m_i: int) -> None:
    got = lit.scotogenic_mass_kernel(m_n, m_r, m_i)
    assert_close(got, _momentum_kernel(mpf(m_n), mpf(m_r), mpf(m_i)))
    assert got > 0
    assert_close(lit.scotogenic_mass_kernel(m_n, m_i, m_r), -got)
    assert_close(lit.ma_2006_mass_kernel(m_n, m_r, m_i), 2 * got)


@pytest.mark.parametrize(("m_n", "m_r", "m_i"), SPECTRA)
def test_scotogenic_kernel_is_feynman_integral(m_n: int, m_r: int, m_i: int) -> None:
    """B_0(0; M, m_I) - B_0(0; M, m_R) = Int ds ln[(s m_R^2 + (1-s) M^2)/(s m_I^2 + (1-s) M^2)]."""

    def integrand(s: mpf) -> mpf:
        heavy = s * m_r**2 + (1 - s) * m_n**2
        light = s * m_i**2 + (1 - s) * m_n**2
        return mp.log(heavy / light)

    with mp.workdps(DIGITS + 10):
        value = mpf(m_n) / (32 * mp.pi**2) * mp.quad(integrand, [0, 0.01, 0.5, 0.99, 1])
    assert_close(lit.scotogenic_mass_kernel(m_n, m_r, m_i), value, mpf(10) ** -24)


def test_scotogenic_factor_two_from_the_quartic() -> None:
    """1/(32 pi^2) without ever splitting eta^0 into real components.

    First order in V = (d/2) (eta^0)^2 + h.c.: the vertex is -i d (2 contractions times 1/2), so
    <eta^0 eta^0> = i/(k^2-m^2) (-i d) i/(k^2-m^2) = i d/(k^2-m^2)^2, and the loop gives
    M_nu = y^2 M d/(16 pi^2) Int dK K/((K+M^2)(K+m^2)^2), with m_{R,I}^2 = m^2 +- d.
    """
    m_n, m_0, d = mpf(300), mpf(450), mpf(10) ** -10
    integral = mp.quad(
        lambda k: k / ((k + m_n**2) * (k + m_0**2) ** 2), [0, m_n**2, m_0**2, mp.inf]
    )
    expected = m_n * d / (16 * mp.pi**2) * integral
    with mp.workdps(60):
        m_r, m_i = mp.sqrt(m_0**2 + d), mp.sqrt(m_0**2 - d)
        kernel = lit.scotogenic_mass_kernel(m_n, m_r, m_i)
    assert_close(kernel, expected)
    assert_close(lit.scotogenic_mass_kernel_small_lambda5(m_n, m_0, 2 * d), expected)
    # Ma's original prefactor fails this by exactly 2
    with mp.workdps(60):
        assert_close(lit.ma_2006_mass_kernel(m_n, m_r, m_i), 2 * expected, mpf(10) ** -25)


@pytest.mark.parametrize(("m_n", "m_0"), [(300, 450), (450, 300), (400, 400), (1, 900), (900, 1)])
def test_scotogenic_small_splitting(m_n: int, m_0: int) -> None:
    split = mpf(10) ** -20
    with mp.workdps(80):
        m_r, m_i = mp.sqrt(m_0**2 + split / 2), mp.sqrt(m_0**2 - split / 2)
        full = lit.scotogenic_mass_kernel(m_n, m_r, m_i)
    assert_close(lit.scotogenic_mass_kernel_small_lambda5(m_n, m_0, split), full)


def test_merle_platscher_form() -> None:
    """-lambda_5 v^2/(16 pi^2) f(M, m_0)/M with f of arXiv:1507.06314 eqs. (5)-(6), v = 174 GeV."""
    m_n, m_0, lambda_5, v = mpf(300), mpf(450), mpf("1e-9"), mpf(174)
    ratio = m_n**2 / (m_n**2 - m_0**2)
    f = ratio**2 * mp.log(m_0**2 / m_n**2) + ratio
    expected = -lambda_5 * v**2 / (16 * mp.pi**2) * f / m_n
    got = lit.scotogenic_mass_kernel_small_lambda5(m_n, m_0, 2 * lambda_5 * v**2)
    assert_close(got, expected)


def test_scotogenic_limits() -> None:
    """m_R = m_I: zero.  Degenerate with N: 1/(64 pi^2).  Heavy N: seesaw-like logarithm."""
    assert lit.scotogenic_mass_kernel(300, 400, 400) == 0
    degenerate = lit.scotogenic_mass_kernel_small_lambda5(400, 400, 1)
    assert_close(degenerate, 1 / (64 * mp.pi**2 * 400))
    heavy, m_0 = mpf(10) ** 20, mpf(100)
    got = lit.scotogenic_mass_kernel_small_lambda5(heavy, m_0, 1)
    assert_close(got, (2 * mp.log(heavy / m_0) - 1) / (32 * mp.pi**2 * heavy))
    light = mpf(10) ** -20
    got = lit.scotogenic_mass_kernel_small_lambda5(light, m_0, 1)
    assert_close(got, light / (32 * mp.pi**2 * m_0**2))
    # removable singularity m_R = M
    at, near = (lit.scotogenic_mass_kernel(400, m, 350) for m in (400, 400 + mpf(10) ** -27))
    assert_close(at, near)


def test_scotogenic_mass_matrix() -> None:
    y = [[mpc("0.1", "0.2"), mpf("0.3"), mpf("-0.2")], [mpf("0.5"), mpc(0, "0.1"), mpf("0.4")]]
    masses = [300, 700]
    matrix = lit.scotogenic_mass_matrix(y, masses, 500, 480)
    assert mp.norm(matrix - matrix.T) == 0
    kernels = [lit.scotogenic_mass_kernel(m, 500, 480) for m in masses]
    for a in range(3):
        for b in range(3):
            expected = sum(row[a] * row[b] * k for row, k in zip(y, kernels, strict=True))
            assert_close(matrix[a, b], expected)
