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
# # From a moment to a bound
#
# The [first notebook](from_lagrangian_to_moment.ipynb) ends with a transition moment $T_{ji}$ of dark
# photon and neutrinos. The paper goes on to say that $\mu\to e\gamma$ and accelerators bound it
# "overwhelmingly" better than Borexino. Here is what becomes of that statement.

# %%
import numpy as np
from IPython.display import Math, display
from matplotlib import pyplot as plt

from darktmm.derive.latex import tex
from darktmm.derive.models.dark import charged_dipole, radiative_decay
from darktmm.numeric.constraints import assessed, standard
from darktmm.numeric.inputs.data import measurement
from darktmm.numeric.models.dark.observables.charged import yukawa_bound
from darktmm.numeric.models.dark.parameters import Parameters
from darktmm.numeric.models.dark.predictions import DarkPredictions
from darktmm.numeric.processes.dipoles import branching_ratio
from darktmm.papers.arxiv_2603_25704 import joint
from darktmm.papers.arxiv_2603_25704.printed import yukawa_bound as flavour
from darktmm.papers.arxiv_2603_25704.theory import paper_model
from darktmm.report.points import bundled

# %% [markdown]
# ## $\mu\to e\gamma$
#
# The charged partner $E$ radiates the photon, the mass of the muon flips the chirality. Derived, for
# $M_E\gg M_\Phi$, and the branching ratio that follows from it:

# %%
model = paper_model()
display(Math("A_R = " + tex(charged_dipole.decoupling_limit(model))))
display(Math(r"\mathrm{BR} = " + tex(radiative_decay.asymptotic_branching_ratio(model))))

# %%
for name in ("MEG II 2024", "MEG II 2025"):
    limit = measurement(name).value
    bound = float(yukawa_bound(flavour.BENCHMARK_M_E, limit))
    print(f"{name}, BR < {limit:.2g}: sqrt|sum y_e y_mu*| < {bound:.3f} at M_E = 2 TeV")
print(f"the paper, with the limit of 2024: {flavour.BOUND_VALUE}")

# %% [markdown]
# More important is *what* is bounded: the hermitian product of two vectors. The
# moment is their minor, $y_{e1}y_{\mu2}-y_{e2}y_{\mu1}$, which is largest for orthogonal vectors –
# exactly where the product vanishes.

# %%
point = Parameters.from_file(bundled("paper"))
orthogonal = 3.0 * np.array([[1, 1], [1, -1], [0, 0]])
parallel = 3.0 * np.array([[1, 1], [1, 1], [0, 0]])
ratios, sizes = {}, {}
for name, y in (("orthogonal", orthogonal), ("parallel", parallel)):
    seen = DarkPredictions(point.with_(y=y.astype(complex)))
    sizes[name] = moment = np.abs(seen.transition_moment[0]).max()
    ratios[name] = ratio = branching_ratio(seen.charged_dipole, "mu", "e")[0]
    print(f"{name:10}  largest |T_ji| = {moment:.1e}/GeV   BR(mu -> e gamma) = {ratio:.1e}")
assert sizes["orthogonal"] > 1e6 * sizes["parallel"]
assert ratios["parallel"] > 1e6 * ratios["orthogonal"]

# %% [markdown]
# ## How the dark photon decays
#
# NA64 and BaBar look for missing energy. At the paper's benchmark no dark state is light enough:

# %%
for mass in (0.01, 0.1, 0.3):
    seen = DarkPredictions(point.with_(m_aprime=mass, epsilon=1e-4))
    open_channels = {
        n: w[0] / seen.total_width[0] for n, w in seen.aprime_widths.items() if w[0] > 0
    }
    shown = ", ".join(f"{n}: {x:.1e}" for n, x in open_channels.items())
    print(f"{1e3 * mass:5.0f} MeV  {shown}")

# %% [markdown]
# "nu nu (vector)" is the coupling $\gamma^\mu P_L$ that breaking $U(1)_D$ leaves at one loop, and
# that the paper sets to zero. It does more than open a channel: it changes the rate of solar
# neutrinos.
#
# ## All bounds at once

# %%
verdicts = assessed(standard(), DarkPredictions(point))
for name, verdict in verdicts.items():
    if verdict.excluded[0]:
        print(f"{name:20} {verdict.value[0]:.3g} against {verdict.limit[0]:.3g}")

# %% [markdown]
# The benchmark is gone before the moment is discussed. But before any experiment is asked, the theory
# itself has something to say: the masses of (6) break $U(1)_D$, and a longitudinal dark photon couples to
# them over $m_{A'}$.

# %%
for mass in (1e-3, 1e-2, 3e-2, 0.1):
    there = DarkPredictions(point.with_(m_aprime=mass, epsilon=1e-4))
    for c in standard():
        if c.theoretical and "longitudinal" in c.name + c.measured:
            found = c(there)
            print(f"{1e3 * mass:5.0f} MeV  {c.name:55} {found.ratio[0]:.3g} of what is allowed")

# %% [markdown]
# So let everything vary – masses, mixings, the whole Yukawa matrix, the gauge coupling – within all
# bounds, those of the theory included, and ask for the largest effective moment. It takes a minute for each
# mass of $A'$; here is one, beside the curves of the paper's own strategy. `darktmm joint` has the others.

# %% tags=["varies"]
searched = [1.0]
best = list(joint.curve("today", None, searched))
half = list(joint.curve("today", 0.5, searched, known=best))
masses = joint.masses(25)
paper = list(joint.curve("paper", 0.5, masses))
derived = list(joint.curve("derived", 0.5, masses))

figure, axes = plt.subplots(figsize=(6.4, 4.2), layout="constrained")
mev = 1e3 * np.array(masses)
axes.loglog(mev, [m.direct for m in paper], color="C4", lw=2, label="Borexino, limit on moments")
axes.loglog(mev, [m.mu_eff for m in paper], "--", color="0.5", label="the paper's formulas")
axes.loglog(
    mev, [m.mu_eff for m in derived], "-", color="0.5", label="derived ones, the same inputs"
)
at = 1e3 * np.array(searched)
axes.loglog(at, [m.mu_eff for m in best], "o", color="k", label="all bounds, any $g_D$")
axes.loglog(at, [m.mu_eff for m in half], "s", color="C0", label="all bounds, $g_D = 0.5$")
axes.set_xlabel("$m_{A'}$ [MeV]")
axes.set_ylabel(r"$\mu_{\rm eff}\ [\mu_B]$")
axes.legend(frameon=False)
plt.show()

# %% [markdown]
# What stands in the way at the maximum, and how far it stays below the limit of Borexino:

# %% tags=["varies"]
for m in best:
    assert m.point is not None
    size = np.log10(m.ratio)
    print(f"{1e3 * m.m_aprime:5.0f} MeV: 10^{size:.0f} of the direct limit; in the way:")
    print("\n".join(f"      {bound}" for bound in sorted(m.active)))

# %% [markdown]
# The moment is a product of two masses that break $U(1)_D$ by two units each, one of $N$ and one of the
# scalars. A light dark photon has room for neither, and the more so the larger $g_D$. Every maximum is
# re-evaluated here, with nothing violated:

# %% tags=["varies"]
for m in (*best, *half):
    assert m.point is not None
    verdicts = assessed(standard(), DarkPredictions(m.point))
    violated = [name for name, a in verdicts.items() if a.excluded[0]]
    print(
        f"{1e3 * m.m_aprime:5.0f} MeV, g_D = {m.point.only.g_D:.1g}: {violated or 'nothing violated'}"
    )
    assert not violated
assert all(m.ratio < 1e-5 for m in best)
assert all(h.mu_eff <= b.mu_eff for h, b in zip(half, best, strict=True))
