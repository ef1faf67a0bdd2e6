"""What the numbers of the dark model take over from `derive`: each law, and the names of its arguments.

Masses in GeV; those of N are signed. Nothing here runs when a number is asked for; see `numeric.laws`.
"""

from __future__ import annotations

from typing import Any

from darktmm.numeric.laws import law

# --- moment and radiative mass --------------------------------------------------------------------


@law("g_D", "Q_S", "theta")
def path_normalisations() -> Any:
    """κ_α of the moment."""
    from darktmm.derive.models.dark import G_D, Q_S, THETA, DarkModel, transition

    model = DarkModel(neutrinos=2, majorana_angle=THETA)
    return (G_D, Q_S, THETA), transition.path_normalisations(model)


@law("theta")
def mass_normalisations() -> Any:
    """κ_α of the radiative mass."""
    from darktmm.derive.models.dark import THETA, DarkModel, radiative_mass

    return (THETA,), radiative_mass.normalisations(DarkModel(neutrinos=2, majorana_angle=THETA))


@law("g_D", "Q_N", "theta")
def fermion_radiated_coefficients() -> Any:
    """Of the loop function in T^{12} and T^{21} where N radiates: for H, then for A."""
    import sympy as sp

    from darktmm.derive.loops.functions import fermion_function
    from darktmm.derive.models.dark import G_D, Q_N, THETA, DarkModel, transition

    model = DarkModel(generations=1, neutrinos=2, mixing="symbols", majorana_angle=THETA)
    (r,), (o,) = (matrix[:] for matrix in model.rotations)
    lam = sp.conjugate(sp.Symbol("lambda_11", complex=True) * sp.Symbol("lambda_21", complex=True))
    masses = [n.mass for n in model.heavy.states]
    table = transition.fermion_radiated_by_direction(model, 1, 2)
    columns = []
    for field, x in ((model.even[0], r), (model.odd[0], o)):
        for a, b in ((1, 2), (2, 1)):
            loop = fermion_function()(masses[a - 1], masses[b - 1], field.mass)
            columns.append(sp.cancel(sp.factor(table[a, b, field.name]) / (lam * x**2 * loop)))
    return (G_D, Q_N, THETA), columns


# --- fermion lines under a momentum integral ------------------------------------------------------


@law("m_L", "m_R", "m_D")
def heavy_propagators() -> Any:
    """Coefficients of (τ + M₁²)(τ + M₂²)."""
    from darktmm.derive.models.dark import M_DIRAC, M_LEFT, M_RIGHT, THETA, DarkModel
    from darktmm.derive.models.dark import vector_form_factor as form_factor

    model = DarkModel(neutrinos=2, majorana_angle=THETA)
    return (M_LEFT, M_RIGHT, M_DIRAC), form_factor.heavy_propagators(model)


def _lines() -> dict[str, Any]:
    """The momentum integrals, by quantity."""
    from darktmm.derive.models.dark import THETA, DarkModel, lepton_number
    from darktmm.derive.models.dark import vector_form_factor as form_factor

    model = DarkModel(neutrinos=2, majorana_angle=THETA)
    return {
        "moment": lepton_number.moment_form(model),
        "mass": lepton_number.mass_form(model),
        "majorana": form_factor.majorana_form(model),
        "splitting": form_factor.splitting_form(model),
    }


@law("m_L", "m_R", "m_D")
def moment_numerator() -> Any:
    """Σ n_j τʲ of the moment, without a common number."""
    from darktmm.derive.models.dark import M_DIRAC, M_LEFT, M_RIGHT

    return (M_LEFT, M_RIGHT, M_DIRAC), _lines()["moment"].numerator


@law("g_D", "Q_S")
def moment_factor() -> Any:
    """What stands in front of the moment's integral."""
    from darktmm.derive.models.dark import G_D, Q_S

    form = _lines()["moment"]
    return (G_D, Q_S), form.scale * form.prefactor


@law("m_L", "m_R", "m_D")
def mass_numerator() -> Any:
    """Σ n_j τʲ of the radiative mass, without a common number."""
    from darktmm.derive.models.dark import M_DIRAC, M_LEFT, M_RIGHT

    return (M_LEFT, M_RIGHT, M_DIRAC), _lines()["mass"].numerator


@law()
def mass_factor() -> Any:
    """What stands in front of the radiative mass's integral."""
    form = _lines()["mass"]
    return (), form.scale * form.prefactor


@law("m_L", "m_R", "m_D")
def majorana_numerator() -> Any:
    """Of 𝓝 in the vector form factor."""
    from darktmm.derive.models.dark import M_DIRAC, M_LEFT, M_RIGHT

    form = _lines()["majorana"]
    return (M_LEFT, M_RIGHT, M_DIRAC), [form.scale * c for c in form.numerator]


@law("m_L", "m_R", "m_D")
def splitting_numerator() -> Any:
    """Of 𝓢 in the vector form factor."""
    from darktmm.derive.models.dark import M_DIRAC, M_LEFT, M_RIGHT

    form = _lines()["splitting"]
    return (M_LEFT, M_RIGHT, M_DIRAC), [form.scale * c for c in form.numerator]


@law("g_D", "Q_S")
def contact() -> Any:
    """Common factor of 𝓝 and 𝓢."""
    from darktmm.derive.models.dark import G_D, Q_S

    return (G_D, Q_S), _lines()["majorana"].prefactor


@law()
def exponents() -> Any:
    """By quantity: power of τ in front, that of the propagators of N, their number, all families."""
    table = {
        name: {
            "power": form.power,
            "repeated": form.nodes[0][1],
            "degree": form.degree,
            "families": form.families,
        }
        for name, form in _lines().items()
    }
    return (), table


# --- self-energies of vectors ---------------------------------------------------------------------

_CORRELATOR = ("x", "M_1", "M_2", "trace", "cosine", "sine")
"""Of the current of N: M₁, M₂, their sum, cos 2θ and sin 2θ; the angle and the sum are not rounded."""


@law(*_CORRELATOR, "scale")
def correlator() -> Any:
    """Π_NN(0), GeV², as an integral over x."""
    from darktmm.derive.loops.vacuum_polarisation import X, on_unit_interval
    from darktmm.derive.models.dark import M_1, M_2
    from darktmm.derive.models.dark.oblique import SCALE
    from darktmm.derive.models.dark.z_aprime_mixing import COS_2, SIN_2, TRACE, at_scale
    from darktmm.derive.models.dark.z_aprime_mixing import correlator as folded

    arguments = (X, M_1, M_2, TRACE, COS_2, SIN_2, SCALE)
    return arguments, on_unit_interval(at_scale(folded()), X)


@law(*_CORRELATOR, "scale", "q_squared")
def correlator_at() -> Any:
    """Π_NN(q²), GeV², for q² < 0, as an integral over x."""
    from darktmm.derive.loops.vacuum_polarisation import Q_SQUARED, X
    from darktmm.derive.models.dark import M_1, M_2
    from darktmm.derive.models.dark.oblique import SCALE
    from darktmm.derive.models.dark.z_aprime_mixing import (
        COS_2,
        SIN_2,
        TRACE,
        at_scale,
        correlator_form,
        manifest,
    )

    arguments = (X, M_1, M_2, TRACE, COS_2, SIN_2, SCALE, Q_SQUARED)
    return arguments, manifest(at_scale(correlator_form().integrand()))


@law(*_CORRELATOR)
def slope_parts() -> Any:
    r"""Of each pair of lines: a, b of :math:`\Pi'(0)=\int dx[a(\Delta-\ln\dots)+b]`, and the lines."""
    from darktmm.derive.loops.vacuum_polarisation import X
    from darktmm.derive.models.dark import M_1, M_2
    from darktmm.derive.models.dark.z_aprime_mixing import COS_2, SIN_2, TRACE, manifest, pairs

    lines = {M_1: 0, M_2: 1}
    parts = [
        (
            [manifest(pair.share) * part for part in pair.slope_parts()],
            tuple(lines[mass] for mass in pair.masses),
        )
        for pair in pairs()
    ]
    return (X, M_1, M_2, TRACE, COS_2, SIN_2), parts


@law()
def slope_of_pole() -> Any:
    """Coefficient of the pole in Π'(0) of a vector current."""
    from darktmm.derive.loops.integrals import UV_POLE
    from darktmm.derive.models.dark.z_aprime_mixing import charged_form

    return (), charged_form().slope().diff(UV_POLE)


@law("m_L", "m_R")
def correlator_running() -> Any:
    """dΠ_NN(0)/d ln Λ, GeV²."""
    from darktmm.derive.models.dark import M_LEFT, M_RIGHT
    from darktmm.derive.models.dark.z_aprime_mixing import divergence

    return (M_LEFT, M_RIGHT), 2 * divergence()


@law("g_D", "Q_N", "g_Z", "sin2_theta_w", "e")
def currents() -> Any:
    """g of Γ^μ = gγ^μ for N and E with A', Z and photon; g_Z = g/2c_W."""
    import sympy as sp

    from darktmm.derive.conventions import ELEMENTARY_CHARGE
    from darktmm.derive.models.dark import (
        DARK_PHOTON,
        G_D,
        Q_N,
        E,
        N,
    )
    from darktmm.derive.models.dark.oblique import S_W2
    from darktmm.derive.models.dark.z_aprime_mixing import current
    from darktmm.derive.symbols import NEUTRAL, PHOTON, THETA_W, G, Z

    def strength(fermion: Any, vector: Any) -> sp.Expr:
        weak = G * sp.sin(THETA_W) if vector == PHOTON else G / (2 * sp.cos(THETA_W))
        named = ELEMENTARY_CHARGE if vector == PHOTON else NEUTRAL
        value = sp.expand_trig(sp.cancel(current(fermion, vector) / weak)) * named
        if vector == DARK_PHOTON:
            value = current(fermion, vector)
        value = sp.simplify(value).subs(sp.sin(THETA_W) ** 2, S_W2)
        return sp.expand_trig(value).subs(sp.cos(THETA_W) ** 2, 1 - S_W2)

    vectors = {"A'": DARK_PHOTON, "Z": Z, "photon": PHOTON}
    table = {
        f"{fermion} {name}": strength(field, vector)
        for fermion, field in (("N", N), ("E", E))
        for name, vector in vectors.items()
    }
    return (G_D, Q_N, NEUTRAL, S_W2, ELEMENTARY_CHARGE), table


@law("x", "M_H", "M_A", "g_D", "Q_S")
def scalar_splitting() -> Any:
    """δm²_A' of one pair of scalars per (M_H² − M_A²)², as an integral over x."""
    import sympy as sp

    from darktmm.derive.loops.vacuum_polarisation import X, on_unit_interval
    from darktmm.derive.models.dark import G_D, Q_S
    from darktmm.derive.models.dark.aprime_mass import M_EVEN, M_ODD, splitting

    law = on_unit_interval(sp.cancel(splitting() / (M_EVEN**2 - M_ODD**2) ** 2), X)
    return (X, M_EVEN, M_ODD, G_D, Q_S), law


@law()
def oblique_S() -> Any:
    """S per Π'_NN(0) − Π'_EE(0).

    Raises:
        ArithmeticError: N and E do not have opposite isospin.
    """
    import sympy as sp

    from darktmm.derive.models.dark import E, N
    from darktmm.derive.models.dark.oblique import isospin_times_hypercharge

    neutral, charged = isospin_times_hypercharge(N), isospin_times_hypercharge(E)
    if neutral + charged != 0:
        raise ArithmeticError("S: N and E do not have opposite isospin")
    return (), -16 * sp.pi * neutral


@law("x", "M_1", "M_2", "theta", "M_E", "scale", "M_W", "sin2_theta_w")
def oblique_T() -> Any:
    """T at a scale, as an integral over x."""
    from darktmm.derive.models.dark.oblique import T_integrand

    return T_integrand()


@law("g_D", "Q_N", "e", "M_E", "scale")
def loop_epsilon() -> Any:
    """What the loop of E adds to ε below M_E, if ε vanishes at a scale."""
    import sympy as sp

    from darktmm.derive.conventions import ELEMENTARY_CHARGE
    from darktmm.derive.models.dark import G_D, M_E, Q_N
    from darktmm.derive.models.dark.oblique import SCALE
    from darktmm.derive.models.dark.z_aprime_mixing import at_scale
    from darktmm.derive.models.dark.z_aprime_mixing import loop_epsilon as loop
    from darktmm.derive.symbols import THETA_W, G

    value = at_scale(loop()).subs(G, ELEMENTARY_CHARGE / sp.sin(THETA_W))
    return (G_D, Q_N, ELEMENTARY_CHARGE, M_E, SCALE), value


@law("g_D", "Q_N", "e")
def epsilon_running() -> Any:
    """dε/d ln Λ above M_E."""
    import sympy as sp

    from darktmm.derive.conventions import ELEMENTARY_CHARGE
    from darktmm.derive.models.dark import G_D, Q_N
    from darktmm.derive.models.dark.z_aprime_mixing import epsilon_running as running
    from darktmm.derive.symbols import THETA_W, G

    value = sp.simplify(running().subs(G, ELEMENTARY_CHARGE / sp.sin(THETA_W)))
    return (G_D, Q_N, ELEMENTARY_CHARGE), value


# --- weak vertices, charged leptons ---------------------------------------------------------------


@law("tau", "m_L", "m_R", "m_D", "M_E", "splitting")
def isospin_defects() -> Any:
    """The four defects, with M_E − m_D given apart, which is not rounded."""
    import sympy as sp

    from darktmm.derive.loops.euclidean import TAU
    from darktmm.derive.models.dark import M_DIRAC, M_E
    from darktmm.derive.models.dark import weak_vertices as derived

    splitting = sp.Symbol("splitting", real=True)
    factored = [d.xreplace({M_E - M_DIRAC: splitting}) for d in derived.factored_defects()]
    return (TAU, *derived.MASSES, splitting), factored


@law("tau")
def weak_weights() -> Any:
    """𝓝 per square of each defect, of W ℓ ν and of Z ν ν."""
    from darktmm.derive.loops.euclidean import TAU
    from darktmm.derive.models.dark import dark_model
    from darktmm.derive.models.dark import weak_vertices as derived

    kappa = derived.strength(dark_model(generations=1, neutrinos=1, mixing="symbols"))
    weights = (
        [-kappa * TAU * weight for weight in derived.weights(current)]
        for current in (derived.W_LEPTON, derived.Z_NEUTRINO)
    )
    return (TAU,), tuple(weights)


@law()
def charged_dipole() -> Any:
    """κ of D_αβ."""
    from darktmm.derive.models.dark import charged_dipole as derived
    from darktmm.derive.models.dark import dark_model

    return (), derived.normalisation(dark_model())


@law()
def decoupled_dipole() -> Any:
    """M_E² D_αβ / Σ_a y_αa y*_βa for M_E ≫ M_Φ."""
    from darktmm.derive.models.dark import M_E, dark_model
    from darktmm.derive.models.dark import charged_dipole as derived

    heavy = derived.decoupling_limit(dark_model()) * M_E**2
    return (), (heavy / derived.hermitian_product("e", "mu")).cancel()


# --- decays ---------------------------------------------------------------------------------------


@law("M_V", "M_1", "M_2", "g_L", "g_R")
def majorana_pair_width() -> Any:
    """Γ(V → χ₁χ₂)."""
    from darktmm.derive.laws import two_body

    return two_body.majorana_pair_width(False)


@law("M_V", "M_1", "M_2", "g_L", "g_R")
def identical_pair_width() -> Any:
    """Γ(V → χχ)."""
    from darktmm.derive.laws import two_body

    return two_body.majorana_pair_width(True)


@law("M_V", "M_1", "M_2", "g_L", "g_R")
def dirac_pair_width() -> Any:
    """Γ(V → f₁f̄₂)."""
    from darktmm.derive.laws import two_body

    return two_body.dirac_pair_width()


@law("M_V", "M_1", "M_2", "c_1", "c_2")
def scalar_pair_width() -> Any:
    """Γ(V → φ₁φ₂)."""
    from darktmm.derive.laws import two_body

    return two_body.scalar_pair_width()


@law("g_D", "Q_N", "theta")
def heavy_couplings() -> Any:
    """(g_L, g_R) of A' → N_aN_b, by pair."""
    from darktmm.derive.models.dark import G_D, Q_N, THETA, dark_model
    from darktmm.derive.models.dark.aprime_decays import heavy_coupling

    model = dark_model(neutrinos=2, majorana_angle=THETA)
    rules = {pair: heavy_coupling(model, *pair) for pair in ((1, 1), (1, 2), (2, 2))}
    return (G_D, Q_N, THETA), {pair: (rule.left, rule.right) for pair, rule in rules.items()}


@law("g_D", "Q_S")
def scalar_couplings() -> Any:
    """(c₁, c₂)/C_km of A' → H_kA_m, C = O_RᵀO_I, read off one generation."""
    import sympy as sp

    from darktmm.derive.models.dark import G_D, Q_S, dark_model
    from darktmm.derive.models.dark.feynman_rules import scalar_current

    model = dark_model(generations=1, neutrinos=2, mixing="symbols")
    mixing = sp.Mul(*(matrix[0] for matrix in model.rotations))
    rule = scalar_current(model, 1, 1)
    return (G_D, Q_S), [sp.cancel(c / mixing) for c in (rule.first, rule.second)]


@law("m_aprime", "dipole", "different", "same")
def neutrino_widths() -> Any:
    """Γ(A' → νν) by |T_ji|, by |f_ji| with i ≠ j and by |f_ii|."""
    import sympy as sp

    from darktmm.derive.laws.current_scattering import F_JI
    from darktmm.derive.laws.dipole import T
    from darktmm.derive.models.dark import DARK_PHOTON
    from darktmm.derive.models.dark import aprime_decays as decays

    sizes = sp.symbols("dipole different same", positive=True)
    widths = (
        (decays.neutrino_dipole_width(), T),
        (decays.neutrino_vector_width(False), F_JI),
        (decays.neutrino_vector_width(True), decays.F_II),
    )
    laws = [
        width.subs(sp.Abs(c), size).subs(c, size)
        for (width, c), size in zip(widths, sizes, strict=True)
    ]
    return (DARK_PHOTON.mass, *sizes), laws


@law("m_aprime", "m_lepton", "epsilon", "e")
def charged_lepton_width() -> Any:
    """Γ(A' → ℓ⁺ℓ⁻)."""
    from darktmm.derive.conventions import ELEMENTARY_CHARGE
    from darktmm.derive.laws.kinetic_mixing import EPSILON
    from darktmm.derive.models.dark import DARK_PHOTON
    from darktmm.derive.models.dark import aprime_decays as decays
    from darktmm.derive.symbols import M_LEPTON

    arguments = (DARK_PHOTON.mass, M_LEPTON, EPSILON, ELEMENTARY_CHARGE)
    return arguments, decays.lepton_width()


@law("M_Z", "M_a", "M_b", "g_Z", "theta")
def z_pair_widths() -> Any:
    """Γ(Z → N_aN_b), by pair; g_Z = g/2c_W."""
    from darktmm.derive.models.dark import THETA, dark_model
    from darktmm.derive.models.dark import electroweak as derived

    widths = derived.z_pair_widths(dark_model(neutrinos=2, majorana_angle=THETA))
    table = {pair: width.right for pair, width in zip(derived.PAIRS, widths, strict=True)}
    return widths[0].arguments, table


@law("M_E", "M_N", "M_W", "g", "theta")
def w_widths() -> Any:
    """Γ(E → N_a W) for a = 1, 2."""
    from darktmm.derive.models.dark import M_1, M_2, M_E, THETA
    from darktmm.derive.models.dark import partner_decays as decays
    from darktmm.derive.symbols import M_W, G

    return (M_E, M_1, M_W, G, THETA), (decays.w_width(1), decays.w_width(2).xreplace({M_2: M_1}))


@law("M_E", "M_S")
def scalar_width() -> Any:
    """Γ(E → ℓ S) for a unit coupling."""
    from darktmm.derive.models.dark import M_E
    from darktmm.derive.models.dark import partner_decays as decays

    return (M_E, decays.M_SCALAR), decays.scalar_width().subs(decays.COUPLING, 1)


# --- pairs of scalars -----------------------------------------------------------------------------

SERIES_TERMS = 14
"""Of the angular integrals at small r."""


@law()
def vertex_factors() -> Any:
    """c/ỹ of H and of A."""
    from darktmm.derive.models.dark import scalar_pairs as pairs

    return (), pairs.vertex_factors()


@law("m_parent", "m_daughter", "m_1", "m_2", "s")
def pair_spectra() -> Any:
    """dΓ/ds M_E⁴ of |z₊|², |z₋|² and Re z₊z₋* in ℓ_β → ℓ_α Φ₁Φ₂."""
    from darktmm.derive.models.dark import scalar_pairs as pairs

    arguments = (pairs.M_PARENT, pairs.M_DAUGHTER, pairs.M_ONE, pairs.M_TWO, pairs.S)
    plus, minus = pairs.SYMMETRIC, pairs.ANTISYMMETRIC
    squares = (
        pairs.decay_square(plus, plus),
        pairs.decay_square(minus, minus),
        pairs.decay_square(plus, minus) + pairs.decay_square(minus, plus),
    )
    return arguments, [pairs.phase_space_density() * square for square in squares]


@law("m_parent", "m_daughter", "s", "G_F")
def standard_spectrum() -> Any:
    """dΓ/ds of ℓ_β → ℓ_α ν ν̄."""
    from darktmm.derive.models.dark import scalar_pairs as pairs
    from darktmm.derive.symbols import G_FERMI

    spectrum = pairs.phase_space_density() * pairs.standard_square()
    arguments = (pairs.M_PARENT, pairs.M_DAUGHTER, pairs.S, G_FERMI)
    return arguments, spectrum.subs({pairs.M_ONE: 0, pairs.M_TWO: 0})


@law("s", "M_E", "m_1", "m_2")
def pair_denominators() -> Any:
    """D and B of the exchange of E in e⁺e⁻ → Φ₁Φ₂: D − B cos θ."""
    from darktmm.derive.models.dark import M_E
    from darktmm.derive.models.dark import scalar_pairs as pairs

    return (pairs.S, M_E, pairs.M_ONE, pairs.M_TWO), pairs.denominators()


@law("momentum", "s", "D", "r")
def partial_waves() -> Any:
    """σ(e⁺e⁻ → Φ₁Φ₂) per a_I² J_P and per a_R² J_D."""
    from darktmm.derive.models.dark import scalar_pairs as pairs

    return (pairs.MOMENTUM, pairs.S, pairs.MIDDLE, pairs.RATIO), pairs.partial_waves()


@law("r", "L")
def angular_integrals() -> Any:
    """J_P and J_D of r = B/D and L = artanh r."""
    from darktmm.derive.models.dark import scalar_pairs as pairs

    return (pairs.RATIO, pairs.HALF_LOGARITHM), pairs.angular_integrals()


@law()
def angular_series() -> Any:
    """J_P and J_D: coefficients in powers of r²."""
    from darktmm.derive.models.dark import scalar_pairs as pairs

    return (), pairs.angular_series(SERIES_TERMS)


@law("s", "M_Z", "Gamma_Z", "g_Z", "theta_W")
def neutrino_cross_section() -> Any:
    """σ(e⁺e⁻ → νν̄) of one neutrino through the Z."""
    from darktmm.derive.models.dark import scalar_pairs as pairs
    from darktmm.derive.symbols import M_Z, NEUTRAL, THETA_W

    return (pairs.S, M_Z, pairs.WIDTH_Z, NEUTRAL, THETA_W), pairs.neutrino_cross_section()


# --- unitarity ------------------------------------------------------------------------------------


@law("m_L", "m_R", "g_D", "Q_N", "m_aprime")
def fermion_strengths() -> Any:
    """The two singular values of Y."""
    from darktmm.derive.models.dark import DARK_PHOTON, G_D, M_LEFT, M_RIGHT, Q_N, dark_model
    from darktmm.derive.models.dark import longitudinal as derived

    arguments = (M_LEFT, M_RIGHT, G_D, Q_N, DARK_PHOTON.mass)
    return arguments, derived.fermion_strengths(dark_model(neutrinos=2))


@law("m_L", "m_R", "g_D", "Q_N", "m_aprime")
def inverse_scale() -> Any:
    """1/Λ at which N N → A'A' reaches |a₀| = ½."""
    from darktmm.derive.models.dark import (
        DARK_PHOTON,
        G_D,
        M_LEFT,
        M_RIGHT,
        Q_N,
        dark_model,
        unitarity,
    )

    arguments = (M_LEFT, M_RIGHT, G_D, Q_N, DARK_PHOTON.mass)
    return arguments, unitarity.inverse_scale(dark_model(neutrinos=2))


@law("g_D", "Q_S", "m_aprime")
def scalar_waves() -> Any:
    """16π times the waves of φX → φX and φφ → XX, per eigenvalue and per norm of M_R² − M_I²."""
    from darktmm.derive.models.dark import DARK_PHOTON, G_D, Q_S, dark_model
    from darktmm.derive.models.dark import unitarity as waves

    model = dark_model(neutrinos=2)
    laws = [w(model) / waves.normalisation() for w in (waves.elastic_wave, waves.annihilation_wave)]
    return (G_D, Q_S, DARK_PHOTON.mass), laws


@law("g_D", "Q_S", "m_aprime")
def trilinear() -> Any:
    """|μ| per element of O_Rᵀ(M_R² − M_I²)O_I, read off one generation."""
    from darktmm.derive.models.dark import DARK_PHOTON, G_D, Q_S, dark_model
    from darktmm.derive.models.dark import longitudinal as derived

    model = dark_model(generations=1, neutrinos=2)
    (even,), (odd,) = model.even, model.odd
    coupling = derived.trilinear(model, 1, 1) / (even.mass**2 - odd.mass**2)
    return (G_D, Q_S, DARK_PHOTON.mass), abs(coupling).simplify()


@law("M_1", "M_2", "theta", "M_E")
def longitudinal_strength() -> Any:
    """Squared couplings of a longitudinal W to E and N for P_L and P_R, times (M_W/g)², GeV²."""
    from darktmm.derive.models.dark import M_1, M_2, M_E, THETA, dark_model
    from darktmm.derive.models.dark import electroweak as derived

    model = dark_model(neutrinos=2, majorana_angle=THETA)
    return (M_1, M_2, THETA, M_E), derived.longitudinal_strength(model)


# --- origin of the breaking -----------------------------------------------------------------------

CHARGES = (1, 2)
"""|Q_φ| in units of |Q_N|."""

BREAKINGS = ("m_L", "m_R", "b", "M_N - M_E")
"""What operators of higher dimension generate."""


@law("G_F")
def electroweak_vacuum() -> Any:
    """v, GeV."""
    from darktmm.derive.models.dark import origin
    from darktmm.derive.symbols import G_FERMI

    return (G_FERMI,), origin.electroweak_vacuum()


@law("m_aprime", "g_D", "Q_N")
def dark_vacuum() -> Any:
    """v_D, by charge of φ."""
    from darktmm.derive.models.dark import DARK_PHOTON, G_D, Q_N, origin

    return (DARK_PHOTON.mass, G_D, Q_N), {q: origin.dark_vacuum(q) for q in CHARGES}


@law("v", "v_D")
def breaking_vacua() -> Any:
    """By charge and breaking: what the mass is times a power of Λ, in the operator of lowest dimension."""
    from darktmm.derive.models.dark import origin
    from darktmm.derive.models.dark_higgs import V_D

    table = {
        q: {
            name: origin.lowest(breaking, q).vacuum
            for name, breaking in zip(BREAKINGS, origin.all_breakings(), strict=True)
        }
        for q in CHARGES
    }
    return (origin.V, V_D), table


@law()
def breaking_dimensions() -> Any:
    """By charge and breaking: the lowest dimension of an operator."""
    from darktmm.derive.models.dark import origin

    table = {
        q: {
            name: origin.lowest(breaking, q).dimension
            for name, breaking in zip(BREAKINGS, origin.all_breakings(), strict=True)
        }
        for q in CHARGES
    }
    return (), table


@law("m", "v_D")
def dark_yukawa() -> Any:
    """Yukawa coupling of the dark Higgs field that gives m_L or m_R."""
    from darktmm.derive.models.dark import M_LEFT
    from darktmm.derive.models.dark_higgs import V_D, Y_LEFT, DarkHiggsModel

    return (M_LEFT, V_D), DarkHiggsModel().couplings[Y_LEFT]


@law("quartic", "v_D")
def radial_mass() -> Any:
    """m_h."""
    from darktmm.derive.models.dark_higgs import QUARTIC, V_D, DarkHiggsModel

    return (QUARTIC, V_D), DarkHiggsModel().radial_mass()
