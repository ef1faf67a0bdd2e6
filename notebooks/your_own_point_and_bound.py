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
# # Your own point, your own bound
#
# A parameter point of yours, against everything that was measured; then a measurement that nobody has
# made yet, in one function; then a model that is not the paper's.

# %%
import tomllib

import numpy as np
from IPython.display import Markdown, display
from matplotlib import pyplot as plt

import darktmm as dt
from darktmm.numeric.constraints.base import (
    ABSENT,
    Assessment,
    Constraint,
    absent,
    assess,
    largest_ratio,
)
from darktmm.numeric.models.dark import moments
from darktmm.numeric.models.dark.parameters import ParameterError
from darktmm.numeric.predictions import Predictions

# %% [markdown]
# ## A point
#
# A point is a TOML file, masses in GeV, angles in radians; `darktmm evaluate mine.toml` reads the same.
# Nothing is completed silently, and what is wrong is named.

# %%
text = """
[fermion]
m = 1e-4         # Majorana mass of N
m_D = 1290.0     # Dirac mass: N is quasi-Dirac, and nearly degenerate with E
M_E = 1300.0

[scalar]
M_H = [0.5, 30.0]
M_A = [0.5001, 30.001]
theta_R = 0.3
theta_I = 1.0

[yukawa]         # rows e, mu, tau; columns S_1, S_2; each [re, im]
y = [[[0.002, 0.0], [0.0, 0.0]], [[0.0, 0.0], [0.2, 0.1]], [[0.01, 0.0], [0.0, 0.0]]]

[gauge]
g_D = 1e-3
Q_N = 1
Q_S = -1

[dark_photon]
m = 0.03
epsilon = 1e-3
"""
point = dt.Parameters.from_table(tomllib.loads(text))

try:
    dt.Parameters.from_table(tomllib.loads(text.replace("M_E = 1300.0", "M_E = -1300.0")))
except ParameterError as error:
    print("refused:", error)

# %% [markdown]
# ## What the model says there
#
# Every prediction has a shape, the points along the first axis, and a unit. Nothing is computed before
# somebody asks.

# %%
seen = dt.DarkPredictions(point)
moment = moments.in_bohr_magnetons(np.abs(seen.transition_moment[0]))
print("largest |T_ji|:        ", f"{moment.max():.3g} mu_B")
print("largest radiative mass:", f"{np.abs(seen.neutrino_mass).max():.3g} eV")
for channel, width in seen.aprime_widths.items():
    if width[0] > 0:
        print(f"BR(A' -> {channel}):".ljust(28), f"{width[0] / seen.total_width[0]:.3g}")

# %% [markdown]
# ## Every bound
#
# A bound applies or says why it does not; its ratio is above one where it excludes.

# %%
verdicts = dt.assessed(dt.standard(), seen)
applies = {name: a for name, a in verdicts.items() if a.applies[0]}
excluding = {name: a for name, a in applies.items() if a.excluded[0]}
print(f"{len(verdicts)} bounds, {len(applies)} of them apply, {len(excluding)} exclude")
closest = sorted(applies, key=lambda name: -applies[name].ratio[0])[:6]
lines = [
    f"| {n} | {applies[n].ratio[0]:.3g} | {applies[n].reasons[0].replace('|', chr(92) + '|')} |"
    for n in closest
]
display(Markdown("\n".join(["| bound | ratio | how it was applied |", "|---|---|---|", *lines])))
print("excluded by", " and ".join(excluding))
stars = verdicts["Capozzi 2020, omega Cen"]
print("red giants say nothing:", stars.reasons[stars.case[0]])

# %% [markdown]
# Half the kinetic mixing is enough to be allowed again:

# %%
half = dt.assessed(dt.standard(), dt.DarkPredictions(point.with_(epsilon=5e-4)))
assert excluding and not any(a.excluded[0] for a in half.values())

# %% [markdown]
# ## A plane
#
# An attribute with several values makes as many points. Here all pairs of mass and kinetic mixing,
# evaluated in one call; a contour where the most excluding bound has ratio one.

# %%
masses = np.geomspace(2e-3, 8.0, 40)
mixings = np.geomspace(1e-7, 1e-2, 40)
m, epsilon = (axis.ravel() for axis in np.meshgrid(masses, mixings))
plane = dt.DarkPredictions(point.with_(m_aprime=m, epsilon=epsilon))
dark_photon = [c for c in dt.standard() if c.group == "dark-photon"]
everything = dt.assessed(dark_photon, plane)
worst = largest_ratio(everything, (plane.size,)).reshape(40, 40)

# %% [markdown]
# ## Your own bound
#
# A bound is a function of predictions. It never asks for a model, only for what is documented in
# `numeric.predictions`, so that it holds for any model that predicts it. Suppose a search for a peak in
# $e^+e^-$ that finds none at $|\epsilon|\sqrt{\mathrm{BR}_{ee}}>10^{-4}$ from 20 MeV to 1 GeV:

# %%
REACH, RANGE = 1e-4, (0.02, 1.0)  # of the imagined search; GeV


def no_peak(predictions: Predictions) -> Assessment:
    """|ε| √BR_ee against the reach."""
    mass, width = predictions.m_aprime, predictions.total_width
    share = predictions.aprime_widths["e e"] / np.where(width > 0, width, 1.0)
    value = np.abs(predictions.epsilon) * np.sqrt(share)
    outside = (mass < RANGE[0]) | (mass > RANGE[1])
    case = np.select([absent(predictions), outside, width == 0], [1, 2, 3], default=0)
    reasons = ("a peak in e⁺e⁻", ABSENT, "outside the range of the search", "A' cannot decay")
    return assess(value, REACH, reasons, case)


mine = Constraint(
    name="my experiment",
    group="dark-photon",
    measured="nothing yet",
    confidence="imagined",
    assumption="prompt decays",
    unit="1",
    reference="mine",
    law=no_peak,
)
with_mine = largest_ratio({**everything, mine.name: mine(plane)}, (plane.size,)).reshape(40, 40)
print(
    f"excluded before: {np.mean(worst > 1):.1%} of the plane, with mine: {np.mean(with_mine > 1):.1%}"
)
assert np.all(with_mine >= worst) and np.any((with_mine > 1) & (worst <= 1))

figure, axes = plt.subplots(figsize=(6.4, 4.4), layout="constrained")
axes.contourf(masses, mixings, worst, levels=[1, np.inf], colors=["0.85"])
axes.contour(masses, mixings, worst, levels=[1], colors=["0.3"])
axes.contour(masses, mixings, with_mine, levels=[1], colors=["C3"], linestyles="--")
axes.text(0.5, 3e-3, "excluded", ha="center", color="0.3")
axes.text(0.14, 1.2e-4, "with mine", color="C3", ha="center", va="bottom")
axes.set(xscale="log", yscale="log", xlabel="$m_{A'}$ [GeV]", ylabel=r"$\epsilon$")
plt.show()

# %% [markdown]
# To keep a bound, put it into a file of `numeric/constraints/`; the documentation says how, and which
# tests it then has to pass.
#
# ## Your own model
#
# A model is what it predicts. One with nothing but a dark photon that decays into something unseen:

# %%
light = Predictions(
    3,
    {
        "m_aprime": np.array([0.01, 0.1, 1.0]),
        "epsilon": 1e-4,
        "aprime_widths": {"dark matter": 1e-6, "e e": 1e-12},
    },
)
found = dt.assessed(dt.standard(), light)
told = [name for name, a in found.items() if a.applies.any()]
print(f"{len(told)} bounds apply somewhere, among them {', '.join(told[:4])}")
for mass, *answers in zip(light.m_aprime, *(found[name].excluded for name in told), strict=True):
    by = [name for name, excluded in zip(told, answers, strict=True) if excluded]
    print(f"{mass:5.2f} GeV: {'excluded by ' + ', '.join(by) if by else 'allowed'}")
unasked = found["Z invisible width"]
print("and where nothing is predicted:", unasked.reasons[unasked.case[0]])
assert not unasked.applies.any() and told

# %% [markdown]
# ## Your own law
#
# A formula becomes a function of arrays by one decorator: what is inside derives, what is called
# evaluates, and sympy is not asked twice. Here the closed form of the loop function of (21) – which
# loses its digits where masses are close, unlike the kernels that everything else is made of:


# %% tags=["varies"]
@dt.law("M", "M_H", "M_A")
def closed_form():
    """J(M; M_H, M_A) in logarithms."""
    from darktmm.derive.loops.functions import path_function

    formula = path_function()
    return formula.arguments, formula.doit()


lost = {}
for splitting in (0.3, 1e-2, 1e-4, 1e-6):
    arguments = 1.0, 1.0 + splitting, 1.0 + 2 * splitting  # GeV
    right = dt.kernels.path(*arguments)
    lost[splitting] = abs(closed_form(*arguments) / right - 1)
    print(f"splitting {splitting:.0e}: the closed form is off by {lost[splitting]:.0e}")
assert lost[0.3] < 1e-12 and lost[1e-4] > 1e-10
