"""Published formulas, transcribed.

None of the originals was at hand. What `tests/literature.py` says of Leveille, Lavoura, Toma–Vicente, Ma and
Merle–Platscher holds here; Schwinger, Pospelov, Ward, Schechter–Valle and Denner et al. are quoted from memory.
"""
