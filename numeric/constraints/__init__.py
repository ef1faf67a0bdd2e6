"""Every bound, one file each, and which of them are used together.

>>> from numeric import predictions
>>> from darktmm.numeric.constraints import assessed, standard
>>> verdicts = assessed(standard(), predictions.at(point))  # doctest: +SKIP

A constraint is a law on arrays (`numeric.constraints.base`); `standard` returns the newest of each kind,
superseded curves of the same experiment included, since each has a range of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from darktmm.derive.memo import cache
from darktmm.numeric.constraints import (
    a1,
    apex,
    babar,
    besiii,
    borexino,
    borexino_rate,
    charged_emission,
    charm,
    collider,
    e137,
    e141,
    e774,
    electron_g2,
    gemma,
    hps,
    kek,
    kloe,
    lhcb,
    longitudinal,
    lz,
    meson_emission,
    mixing,
    mu_3e,
    mu_e_conversion,
    mu_e_gamma,
    muon_g2,
    na48,
    na64,
    neutrino_mass,
    nomad,
    nucal,
    oblique,
    orsay,
    pandax,
    perturbativity,
    red_giants,
    scalar_pairs,
    tau_l_gamma,
    universality,
    xenonnt,
    z_aprime_mixing,
    z_width,
)
from darktmm.numeric.constraints.base import (
    Assessment,
    Constraint,
    assess,
    assess_band,
    assess_interval,
    largest_ratio,
)
from darktmm.numeric.constraints.published import NEWEST
from darktmm.numeric.predictions import Predictions

__all__ = [
    "GROUPS",
    "Assessment",
    "Constraint",
    "assess",
    "assess_band",
    "assess_interval",
    "assessed",
    "chosen",
    "largest_ratio",
    "standard",
]

GROUPS = ("solar", "direct", "flavour", "moment", "dark-photon", "collider", "consistency")

DIRECT = ("solar", "direct")
"""Groups that look at neutrinos themselves; all others are indirect."""

TARGETS = ("Au", "Ti", "Pb")


@cache
def standard(
    mu_e_gamma_limit: str | int = NEWEST, borexino_window: str = "published"
) -> tuple[Constraint, ...]:
    """All constraints, in the order of `GROUPS`.

    Args:
        mu_e_gamma_limit: "newest", a year, or the name of an entry, e.g. "MEG II 2024" of the paper.
        borexino_window: "published" or "paper".

    Raises:
        ValueError: no such limit, or no such window; the message lists those there are.
    """
    solar = (
        borexino.constraint(borexino_window),
        borexino_rate.constraint(borexino_rate.through_the_z),
        xenonnt.constraint(),
        lz.constraint(),
        pandax.constraint(),
        gemma.constraint(),
        red_giants.constraint(),
    )
    flavour = (
        mu_e_gamma.constraint(mu_e_gamma_limit),
        tau_l_gamma.constraint("mu"),
        tau_l_gamma.constraint("e"),
        mu_3e.constraint(),
        *(mu_e_conversion.constraint(target) for target in TARGETS),
        *charged_emission.constraints(),
        *meson_emission.constraints(),
        *map(scalar_pairs.tau_decay, ("e", "mu")),
        scalar_pairs.muon_decay(),
    )
    moments = (muon_g2.constraint(), electron_g2.constraint())
    experiments = (na64, babar, na48, a1, apex, kloe, lhcb, hps, besiii)
    dumps = (e137, e141, e774, kek, orsay, nucal, charm, nomad)
    sources = (*experiments, *dumps, mixing, z_aprime_mixing)
    dark_photon = tuple(c for module in sources for c in module.constraints())
    theory = (z_width, oblique, neutrino_mass, perturbativity, longitudinal, universality)
    consistency = (*(c for module in theory for c in module.constraints()), oblique.s_and_t())
    colliders = (*collider.constraints(), scalar_pairs.single_photons())
    return (*solar, *flavour, *moments, *dark_photon, *colliders, *consistency)


def chosen(
    constraints: Sequence[Constraint],
    *,
    groups: Iterable[str] | None = None,
    without: Iterable[str] = (),
) -> tuple[Constraint, ...]:
    """Some of the constraints.

    Args:
        constraints: to choose from.
        groups: only these groups.
        without: names or groups to leave out.

    Raises:
        ValueError: naming what is neither a name nor a group, and what there is.
    """
    names = [c.name for c in constraints]
    left_out = set(without)
    for word in left_out - set(names) - set(GROUPS):
        raise ValueError(f"{word!r}: neither a bound ({', '.join(names)}) nor a group {GROUPS}")
    wanted = set(GROUPS if groups is None else groups)
    for word in wanted - set(GROUPS):
        raise ValueError(f"group {word!r}: not one of {', '.join(GROUPS)}")
    return tuple(
        c
        for c in constraints
        if c.group in wanted and c.group not in left_out and c.name not in left_out
    )


def assessed(constraints: Iterable[Constraint], predictions: Predictions) -> dict[str, Assessment]:
    """What each bound says about n points, by name of the bound.

    Args:
        constraints: for instance `standard`.
        predictions: of a model, for instance `numeric.models.dark.predictions.DarkPredictions`.

    Returns:
        In the order of the constraints. A bound that does not apply, or that asks for what the model does not
        predict, is there and says why.
    """
    return {c.name: c(predictions) for c in constraints}
