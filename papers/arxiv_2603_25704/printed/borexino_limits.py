"""Sec. 3.2, Borexino: inputs of the recast and Fig. 6, as printed. GeV and Bohr magnetons."""

from __future__ import annotations

from darktmm.papers.statement import Printed, constant

SOURCE = "Borexino 2017"
"""The limit that is recast, as an entry of `numeric/inputs/limits.toml`."""

RECAST_CURVE = Printed(
    r"T_{\min}=50\,\text{keV},\ E_\nu=862\,\text{keV},\ \mu_0=2.8\times10^{-11}\mu_B",
    constant({"T_min": 50e-6, "E_nu": 862e-6, "mu_0": 2.8e-11}),
)

FLAT_BELOW = Printed(
    r"M_{A'}\lesssim100\,\text{keV}:\ \mu^{\rm limit}=\mu_0",
    constant(100e-6),
)
"""Up to where the limit "degenerates exactly into the flat baseline value"."""

QUADRATIC_ABOVE = Printed(
    r"M_{A'}\gtrsim1\,\text{MeV}:\ \mu^{\rm limit}\propto M_{A'}^2",
    constant({"from": 1e-3, "exponent": 2}),
)
