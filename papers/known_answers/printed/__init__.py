"""Published formulas, transcribed.

None of the originals was at hand. What `tests/literature.py` says of Leveille, Lavoura, Toma–Vicente, Ma and
Merle–Platscher holds here; Schwinger, Pospelov, Ward, Schechter–Valle and Denner et al. are quoted from memory.
So is everything in `vectors` and `weak`: what is known of it is that the functions of a vector in the loop agree with
Leveille's integrals (`tests/papers/test_known_answers.py`), and that among themselves they are consistent, two lines of
one loop giving the moment of a Dirac neutrino. The relative sign of the electric moment in `weak` is not established.
"""
