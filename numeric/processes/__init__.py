"""Rates and moments that follow from couplings, whatever model they are from.

What `predictions` names is turned here into what an experiment counts: branching ratios from dipoles and
vector couplings, moments of beams of neutrinos, rates of their scattering.
"""
