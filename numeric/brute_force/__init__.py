"""Loops by brute force for any couplings: explicit matrices and momenta, nothing shared with the algebra."""
