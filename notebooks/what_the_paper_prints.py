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
# # What the paper prints, and what follows
#
# The [first notebook](from_lagrangian_to_moment.ipynb) derives. This one judges: every printed
# equation, table, figure and claim of [arXiv:2603.25704](https://arxiv.org/abs/2603.25704) is a
# *statement*, one function of two things, what is printed and a theory. Whatever it says follows from
# these two, and here we change both to see that it does.

# %%
from collections import Counter

from IPython.display import Markdown, Math, display

from darktmm.numeric.models.dark.observables.charged import yukawa_bound
from darktmm.papers.arxiv_2603_25704.printed import yukawa_bound as flavour
from darktmm.papers.arxiv_2603_25704.theory import MUTANTS
from darktmm.papers.ledger import TOLERANCE, Entry, entry
from darktmm.papers.mutations import of_printed
from darktmm.papers.paper import paper

the_paper = paper()
theory = the_paper.theory(None)  # numbers at the reference point


def judged(name: str) -> Entry:
    """One row of the ledger; the verdict is computed, and it is the one on record."""
    row = entry(the_paper, name, theory)
    assert not row.problems, row.problems
    return row


# %% [markdown]
# ## The record
#
# Verdicts are written down once they were computed and read by somebody; `darktmm verify` computes
# all of them anew and compares. How many of each there are:

# %%
record = Counter(the_paper.reviewed.values())
assert record.total() == len(the_paper.statements)
lines = [f"| {verdict} | {n} |" for verdict, n in record.most_common()]
display(Markdown("\n".join(["| verdict | statements |", "|---|---|", *lines])))

# %% [markdown]
# ## The heart of it: the dark transition moment
#
# Section 2.3, computed now. The ratio is printed over derived, at a generic point.

# %%
rows = [judged(name) for name in ("eq17", "eq18", "eq20", "eq21", "eq22", "eq23")]
lines = [
    f"| `{row.id}` | {row.verdict} | {'' if row.ratio is None else f'{row.ratio:.6g}'} | {row.headline} |"
    for row in rows
]
display(Markdown("\n".join(["| id | verdict | ratio | finding |", "|---|---|---|---|", *lines])))

# %% [markdown]
# Two equations carry the number: the loop function (21) and the moment (22). Side by side, with the
# step of the derivation at which they part and the residuals of the routes that lead to the same
# result another way:

# %%
for name in ("eq21", "eq22"):
    row = next(r for r in rows if r.id == name)
    display(Markdown(f"**{row.title}** – {row.verdict}; they part at: {row.where}"))
    display(Math(r"\text{printed:}\quad " + row.printed))
    display(Math(r"\text{derived:}\quad " + row.derived))
    for route, residual in row.routes:
        agreed = "agrees" if residual <= TOLERANCE else f"is off by {residual:.1e}"
        print(f"another way: {route}: {agreed}")

# %% [markdown]
# ## Could it have said yes?
#
# A comparison that cannot say *confirmed* is worth nothing, and neither is one that cannot say *no*.
# So put the derived function into the paper's mouth – and then the weight of radiation off the
# fermion, with every sign, factor and mass changed one at a time.

# %%
statement = the_paper.statements["eq21"]
*_, derived = statement.judged(theory).derived  # the weight spelled out, then folded
corrected = statement.judged(theory, derived.right)
print("(21) with the derived weight:", corrected.verdict.word)
assert corrected.verdict.word == "confirmed"

# %%
for mutation in of_printed(the_paper.statements["eq22"], theory):
    print(f"(22), {mutation.name:32} -> {', '.join(mutation.moved)}")
    assert mutation.noticed

# %% [markdown]
# The other side: a different theory. The sentences and the derived formula follow.

# %%
doubled = MUTANTS["(5) doubled"](theory)
for name in ("eq22", "eq23"):
    before = the_paper.statements[name].judged(theory)
    after = the_paper.statements[name].judged(doubled)
    moved = "is another one" if before.latex != after.latex else "is the same"
    print(f"{name}, with twice the Yukawa term: the derived formula {moved}")
    display(Math(after.latex))

# %% [markdown]
# (22) follows the Yukawa couplings, (23), a function of masses alone, does not.
#
# ## What to use instead
#
# For a reader who wants to go on from the paper:

# %%
for name in ("eq21", "eq22", "eq28", "eq29"):
    row = judged(name)
    display(Markdown(f"**({name.removeprefix('eq')})**, {row.verdict}. Replace"))
    display(Math(row.printed))
    display(Markdown("by"))
    display(Math(row.derived))

# %% [markdown]
# ## The bound on the Yukawa couplings
#
# The factors of (28) and (29) meet in (31), the bound that the paper draws its conclusion from. With
# the same limit of MEG II as the paper, and with the newest:

# %%
quoted = theory.measured(flavour.LIMIT_SOURCE)
newest = theory.default("mu -> e gamma")
for limit in (quoted, newest):
    bound = float(yukawa_bound(flavour.BENCHMARK_M_E, limit.value))
    print(
        f"{limit.name:13} BR < {limit.value:.2g}:  sqrt|sum_a y_ea y*_mua| < {bound:.4f} (M_E / 2 TeV)"
    )
print(f"printed (31): {flavour.BOUND_VALUE}")
for name in ("eq31", "claim-meg-caps-tensor"):
    row = judged(name)
    display(Markdown(f"`{name}`, {row.verdict}: {row.headline}"))

# %% [markdown]
# ## One convention of signs for all
#
# A verdict *convention* needs a choice that is one and the same in the whole ledger:

# %%
for row in (judged("eq18"), judged("eq20")):
    display(Markdown(f"`{row.id}`, {row.verdict}"))
    for finding in row.findings:
        display(Markdown(f"- {finding.verdict.word}: {finding.text}"))

# %% [markdown]
# What the numbers mean for experiments is the subject of the [next notebook](from_moment_to_bound.ipynb).
