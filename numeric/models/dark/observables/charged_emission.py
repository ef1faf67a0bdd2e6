"""Moved to `numeric.processes.emission` and `charged_vector`."""

from darktmm.numeric.models.dark.observables.charged_vector import *  # noqa: F403
from darktmm.numeric.processes.emission import *  # noqa: F403
from darktmm.numeric.processes.emission import in_flavours


def neutrino_coupling(sample, vector):
    return in_flavours(vector, sample.U)
