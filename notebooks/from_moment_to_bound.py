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
# The [first notebook](from_lagrangian_to_moment.py) ends with a transition moment $T_{ji}$ of dark
# photon and neutrinos. The paper goes on to say that $\mu\to e\gamma$ and accelerators bound it
# "overwhelmingly" better than Borexino. Here is what becomes of that statement.

# %%
import numpy as np
from matplotlib import pyplot as plt

from darktmm.derive.models.dark import charged_dipole, radiative_decay
from darktmm.numeric.constraints import assessed, standard
from darktmm.numeric.models.dark.observables.charged import yukawa_bound
from darktmm.numeric.models.dark.parameters import Parameters
from darktmm.numeric.models.dark.predictions import DarkPredictions
from darktmm.numeric.processes.dipoles import branching_ratio
from darktmm.papers.arxiv_2603_25704 import joint
from darktmm.papers.arxiv_2603_25704.theory import paper_model
from darktmm.report.points import bundled

# %% [markdown]
# ## $\mu\to e\gamma$
#
# The charged partner $E$ radiates the photon, the mass of the muon flips the chirality. Derived, for
# $M_E\gg M_\Phi$, and the branching ratio that follows from it:

# %%
model = paper_model()
print("A_R =", charged_dipole.decoupling_limit(model))
print("BR  =", radiative_decay.asymptotic_branching_ratio(model))

# %%
for year, limit in ((2024, 3.1e-13), (2025, 1.5e-13)):
    print(f"MEG II {year}: sqrt|sum y_e y_mu*| < {yukawa_bound(2000.0, limit):.3f} at M_E = 2 TeV")

# %% [markdown]
# The paper has 0.086. More important is *what* is bounded: the hermitian product of two vectors. The
# moment is their minor, $y_{e1}y_{\mu2}-y_{e2}y_{\mu1}$, which is largest for orthogonal vectors –
# exactly where the product vanishes.

# %%
point = Parameters.from_file(bundled("paper"))
orthogonal = 3.0 * np.array([[1, 1], [1, -1], [0, 0]])
parallel = 3.0 * np.array([[1, 1], [1, 1], [0, 0]])
for name, y in (("orthogonal", orthogonal), ("parallel", parallel)):
    seen = DarkPredictions(point.with_(y=y.astype(complex)))
    moment = np.abs(seen.transition_moment[0, 1, 0])
    ratio = branching_ratio(seen.charged_dipole, "mu", "e")[0]
    print(f"{name:10}  |T_21| = {moment:.1e} / GeV   BR(mu -> e gamma) = {ratio:.1e}")

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
# bounds, those of the theory included, and ask for the largest effective moment.

# %%
masses = [1e-3, 3e-2, 1.0]
best = list(joint.curve("today", None, masses))
half = list(joint.curve("today", 0.5, masses, known=best))
paper = list(joint.curve("paper", 0.5, masses))

figure, axes = plt.subplots(figsize=(6.4, 4.2), layout="constrained")
mev = 1e3 * np.array(masses)
axes.loglog(mev, [m.direct for m in best], color="C4", lw=2, label="Borexino, limit on moments")
axes.loglog(mev, [m.mu_eff for m in paper], "o--", color="0.5", label="the paper's formulas")
axes.loglog(mev, [m.mu_eff for m in best], "o-", color="k", label="all bounds, any $g_D$")
axes.loglog(mev, [m.mu_eff for m in half], "o-", color="C0", label="all bounds, $g_D = 0.5$")
axes.set_xlabel("$m_{A'}$ [MeV]")
axes.set_ylabel(r"$\mu_{\rm eff}\ [\mu_B]$")
axes.legend(frameon=False)
plt.show()

# %%
for m in best:
    assert m.point is not None
    print(f"{1e3 * m.m_aprime:7.1f} MeV  {m.mu_eff:.1e} mu_B at g_D = {m.point.only.g_D:.1e}")
    print(f"             in the way: {', '.join(m.active)}")

# %% [markdown]
# The moment is a product of two masses that break $U(1)_D$ by two units each, one of $N$ and one of the
# scalars. A light dark photon has room for neither, and the more so the larger $g_D$. Every maximum is
# re-evaluated in one line, with nothing violated:

# %%
last = best[-1].point
assert last is not None
violated = [
    name for name, a in assessed(standard(), DarkPredictions(last)).items() if a.excluded[0]
]
print(last.to_toml())
print("violates:", violated or "nothing")
assert not violated and all(m.ratio < 1 for m in best)
