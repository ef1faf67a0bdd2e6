"""One-loop diagrams, their parameter integrals and the functions these become."""
