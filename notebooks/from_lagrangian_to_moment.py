# ---
# jupyter:
#   jupytext:
#     formats: py:percent
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # From a Lagrangian to a dark transition moment
#
# Majorana neutrinos $\nu_i$, a heavy neutral fermion $N$, two complex scalars $S_a$, a dark photon
# $A'$. Does a neutrino change its flavour by emitting $A'$ through a magnetic moment, and how large
# is it? We start from the Lagrangian of [arXiv:2603.25704](https://arxiv.org/abs/2603.25704) and
# end with a number; every step is computed here, nothing is copied from the paper.

# %%
import numpy as np
import sympy as sp
from IPython.display import Markdown, Math, display
from matplotlib import pyplot as plt

from darktmm.derive.loops.amplitude import amplitude, diagrams
from darktmm.derive.loops.triangle import FERMION_RADIATES, SCALAR_RADIATES
from darktmm.derive.models.dark import DARK_PHOTON, DarkModel
from darktmm.derive.models.dark.chain import derive_result
from darktmm.numeric import kernels
from darktmm.numeric.models.dark import moments
from darktmm.numeric.models.dark.parameters import Parameters
from darktmm.papers.arxiv_2603_25704 import as_printed
from darktmm.papers.ledger import entry
from darktmm.papers.paper import paper
from darktmm.report.points import bundled

model = DarkModel(neutrinos=2)  # i = 1, j = 2 stand for any pair

# %% [markdown]
# ## The Lagrangian and its symmetries
#
# Fields carry charges, terms are sympy expressions. The parts are those of the paper, plus one that
# the text uses without printing it: soft masses that split $\mathrm{Re}\,S_a$ from $\mathrm{Im}\,S_a$.
#
# $$\mathcal L\supset -\,y_{\alpha a}\,\bar L_\alpha P_R\Psi S_a
#   -\tfrac12\left(m_L\overline{N_L^c}N_L+m_R\overline{N_R^c}N_R\right)+\text{h.c.}$$
#
# Which symmetry does which part break? The engine varies each term.

# %%
lagrangian = model.completed()
lagrangian.check()  # hermitian, Lorentz scalar: raises otherwise
for name in lagrangian.parts:
    broken = {
        symmetry: f" (charges {', '.join(map(str, what))})" if symmetry.startswith("U(1)") else ""
        for symmetry, what in lagrangian.breaking(name).items()
    }
    print(f"{name:9} breaks", ", ".join(s + why for s, why in broken.items()) or "nothing")
assert not lagrangian.breaking("L_lepton")

# %% [markdown]
# The Yukawa term is neutral for $Q_N+Q_S=0$. The Majorana masses break $U(1)_D$ by two units; keep
# that in mind, without them there is no moment.
#
# ## The mass basis
#
# $N=(N_2+\gamma_5N_1)/\sqrt2$ with $M_{1,2}=m\mp m_D$ (signed!), and CP-even and CP-odd scalars $H_k$,
# $A_m$ with rotations $\theta_R$, $\theta_I$. That these are mass eigenstates is proved, not assumed.

# %%
model.prove_mass_basis()
for equation in derive_result("mass-eigenstates", model).formulas[:3]:
    display(Math(equation.latex))

# %% [markdown]
# ## The Feynman rules
#
# Majorana fields have two contractions; both are summed. The dark photon couples $N_1$ to $N_2$
# (axially) and $H_k$ to $A_m$, never two alike.

# %%
n1, n2 = model.heavy.states
p_left, p_right = sp.symbols("P_L P_R")
for out, into in ((n1, n1), (n2, n1)):
    rule = model.rules.vector(out, into, DARK_PHOTON)
    chiral = sp.factor(rule.left * p_left + rule.right * p_right)
    display(
        Math(rf"{into.latex}\,A'\to {out.latex}:\quad \gamma^\mu\left({sp.latex(chiral)}\right)")
    )

current = model.rules.current(model.even[0], model.odd[1], DARK_PHOTON)
display(Math(rf"H_1A_2A':\quad {sp.latex(sp.simplify(current.first))}\;k_H^\mu+\dots"))

# %% [markdown]
# ## The triangles
#
# All one-loop diagrams $\nu_i+A'\to\nu_j$, found from the rules.

# %%
triangles = list(diagrams(model.rules, model.nu[1], model.nu[2], DARK_PHOTON))
fermionic = [d for d in triangles if d.topology == FERMION_RADIATES]
print(f"{len(fermionic)} diagrams in which N radiates,", end=" ")
print(f"{len(triangles) - len(fermionic)} in which a scalar does")

# %% [markdown]
# ## The dipole
#
# $T_{ji}$ is the coefficient of $i\sigma^{\mu\nu}q_\nu P_L$ at $q^2=0$. The diagrams in which $N$
# radiates cancel completely; what is left is the scalars'.

# %%
for name, topology in (("N radiates", FERMION_RADIATES), ("a scalar radiates", SCALAR_RADIATES)):
    factors = amplitude(
        model.rules,
        model.nu[1],
        model.nu[2],
        DARK_PHOTON,
        topology=topology,
        structures=("sigma_L",),
        massless=True,
    )
    total = sp.expand(factors["sigma_L"])
    print(f"{name}: {0 if total == 0 else len(total.args)} terms survive")
    assert (total == 0) == (topology == FERMION_RADIATES)

# %% [markdown]
# ## The closed form
#
# Collected, sixty-four terms become one line. Both mass splittings factor out of $\Delta\mathcal J$
# exactly; $\mathcal I_3[\dots]$ is a positive integral.

# %%
result = derive_result("scalar-radiated", model)
for equation in (result.formulas[0], *result.formulas[3:]):
    display(Math(equation.latex))

# %% [markdown]
# Read it from left to right: no moment for parallel Yukawa vectors, for aligned mixings, for
# degenerate $H$ or degenerate $A$ – and none if the two signed heavy masses cancel in
# $M_1\Delta\mathcal J_1+M_2\Delta\mathcal J_2$, which they do for $m=0$.
#
# ## The verdict
#
# Beside it, equation (22) as printed.

# %%
row = entry(paper(), "eq22", paper().theory(None))
display(Math(r"\text{printed:}\quad " + row.printed))
display(Math(r"\text{derived:}\quad " + row.derived))
assert row.verdict == "corrected" and not row.problems  # every route agrees
lines = [f"- {finding.verdict.word}: {finding.text}" for finding in row.findings]
display(Markdown("\n".join([f"`{row.id}`: **{row.verdict}**", "", *lines])))

# %% [markdown]
# ## Numbers
#
# A point is a TOML file in GeV. `moments` evaluates what was just derived, `as_printed` the paper's
# formula, which is a number and therefore stands beside the magnetic part. They differ by more than
# the factor 2: (21) has the weight $x+y$ where the derivation finds $1-x-y$.

# %%
point = Parameters.from_file(bundled("reference"))
transition = moments.transition_coefficient(point)[0]
magnetic = moments.magnetic(transition)
printed = as_printed.transition_coefficient(point)

print("T_21            ", f"{moments.in_bohr_magnetons(transition[1, 0]):.4g} mu_B")
print("magnetic part   ", f"{moments.in_bohr_magnetons(magnetic[1, 0].imag):.4g} mu_B (times i)")
print("printed (22)    ", f"{moments.in_bohr_magnetons(printed[1, 0]):.4g} mu_B")
print("printed/derived ", f"{printed[1, 0] / magnetic[1, 0].imag:.4g}")
print("m_nu, same loop ", f"{abs(moments.radiative_neutrino_mass(point)[0][1, 0]):.4g} eV")
asymmetry = np.abs(transition + transition.T).max() / np.abs(transition).max()
assert asymmetry < 1e-12  # T_ij = -T_ji, as it must be for Majorana fermions

# %% [markdown]
# The last line is the sting: the loop without the photon is a neutrino mass, finite and of order
# keV where the moment is $10^{-11}\mu_B$.
#
# The loop functions behind these numbers are differences of nearly equal ones wherever masses are close.
# They are evaluated without forming the difference, so that a degenerate pair costs no digits:

# %%
for splitting in (1e-2, 1e-6, 1e-12):
    heavier = 0.3 * (1 + splitting)
    difference = kernels.path_difference(1.1, heavier, 0.3, 0.2, 0.4)  # GeV⁻², M; H₁, H₂; A₁, A₂
    middle, radius = kernels.evaluate(
        "path_difference", 1.1, heavier, 0.3, 0.2, 0.4, precision="certified"
    )
    print(f"splitting {splitting:.0e}: {difference:.10e} GeV^-2")
    assert abs(difference - middle) <= radius + 1e-14 * abs(middle)

# %% [markdown]
# Each was compared with an interval that is proved to contain the exact value.
#
# ## A picture
#
# The moment against the Majorana mass $m$, everything else fixed. It vanishes at $m=0$ (lepton
# number) and once more below $m_D$, where all three conditions of the paper are met.

# %%
dirac = point.only.m_D
masses = np.linspace(0, 6 * dirac, 241)
curve = [moments.transition_coefficient(point.with_(m_L=m, m_R=m))[0][1, 0] for m in masses]
phase = transition[1, 0] / abs(transition[1, 0])
signed = moments.in_bohr_magnetons((np.array(curve) / phase).real)
(crossing,) = np.flatnonzero(signed[1:-1] * signed[2:] < 0)
print(f"it changes sign near m/m_D = {masses[crossing + 1] / dirac:.2f}")
assert abs(signed[0]) < 1e-12 * np.abs(signed).max() and masses[crossing + 2] < dirac

figure, axes = plt.subplots(figsize=(6.4, 4), layout="constrained")
axes.plot(masses / dirac, signed, lw=2)
axes.axhline(0, color="0.6", lw=0.8)
axes.axvline(1, color="0.6", lw=0.8, ls=":")
axes.set_xlabel("$m/m_D$")
axes.set_ylabel(r"$T_{21}$, common phase removed  [$\mu_B$]")
axes.grid(alpha=0.25)
plt.show()
