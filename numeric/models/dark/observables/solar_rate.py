"""Moved to `numeric.processes.solar_rate`."""

from darktmm.numeric.processes.solar_rate import *  # noqa: F403
