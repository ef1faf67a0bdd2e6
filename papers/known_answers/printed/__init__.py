"""Published formulas, transcribed.

None of the originals was at hand. What `tests/literature.py` says of Leveille, Lavoura, Toma–Vicente, Ma and
Merle–Platscher holds here; Schwinger, Pospelov, Ward, Schechter–Valle and Denner et al. are quoted from memory.
So is everything in `vectors` and `weak`: what is known of it is that the functions of a vector in the loop agree with
Leveille's integrals (`tests/papers/test_known_answers.py`), and that among themselves they are consistent, two lines of
one loop giving the moment of a Dirac neutrino, and of one where two W mix. The convention in which the sign of sin 2ζ
and that of the electric moment are right is stated beside either formula, and follows from the chirality of the loop.
"""
