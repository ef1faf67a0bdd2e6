"""The paper's side of the ledger where it gives numbers: arXiv:2603.25704v1, as printed.

Symbols are in `papers.arxiv_2603_25704.printed`. GeV unless a name says otherwise.
"""

from __future__ import annotations

SM_DIRAC_PER_EV = 3.2e-19
"""(1): μ/μ_B for m_ν = 1 eV."""

SM_MAJORANA_ORDER = -23
"""Text below (2): μ ~ O(10^-23) μ_B."""

KATRIN_EV, SUM_OF_MASSES_EV = 0.8, 0.07
"""Sec. 1: m_νe < 0.8 eV and Σm_ν ≲ 0.07 eV."""

MEG_LIMIT = 3.1e-13
"""(30)."""

YUKAWA_BOUND = 0.086
"""(31), at M_E = 2 TeV."""

BENCHMARK_M_E = 2000.0
"""Secs. 3.1, 3.3."""

NATURAL_AMU_ORDER = -13
"""Sec. 3.1: Δa_μ of O(10^-13) for y_e ~ y_μ."""

AMU_DEVIATION = 1e-9
"""Sec. 3.1: the O(10^-9) deviation that the model cannot accommodate."""

LHC_LIMIT = 1270.0
"""Sec. 3.1: vector-like leptons coupled to first- and second-generation leptons, ll + missing energy."""

BOREXINO_LIMIT = 2.8e-11
"""Sec. 3.2: μ_B, 90 % CL, massless photon."""

BOREXINO_THRESHOLD, BERYLLIUM_LINE = 50e-6, 862e-6
"""Sec. 3.2: T_min and E_ν."""

FLAT_BELOW, QUADRATIC_ABOVE = 100e-6, 1e-3
"""Sec. 3.2: "exactly the flat baseline" up to here; relaxing "quadratically" from here on."""

NA64_VALUES = {0.010: 1e-5, 0.100: 1e-4}
"""Sec. 3.2: ε by mass, citing NA64 2019."""

BABAR_VALUE = 1e-3
"""Sec. 3.2: ε "up to the Upsilon resonances", citing BaBar 2017."""

BENCHMARK_M_S, BENCHMARK_DELTA_M_S, BENCHMARK_M_N = 0.3, 0.1, 0.1
"""Sec. 3.3."""

EPSILON_Y_SQUARED = 1e-6
"""Sec. 3.3: ε·y²."""

KINEMATIC_FACTORS = (1e-4, 1e-3)
"""Sec. 3.3."""

EQ36 = 1e-10
"""(36): μ_eff/(g_D μ_B), order of magnitude."""

COUPLINGS = (0.5, 0.05, 0.005)
"""Fig. 7: values of g_D."""

MASS_REGIME = (1e-3, 1.0)
"""Sec. 3.3: dark photon and scalars for which stellar bounds are said to decouple."""

SUPERNOVA_TEMPERATURE, SUPERNOVA_PARTICLE = 0.030, 0.100
"""Sec. 3.3: T ~ 30 MeV, particles of O(100) MeV."""
