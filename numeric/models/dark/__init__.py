"""The dark model in numbers: parameters, observables, brute force, search."""
