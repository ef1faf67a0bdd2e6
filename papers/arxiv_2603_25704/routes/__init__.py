"""Second ways to what a section derives: explicit numbers and matrices, one module a section."""
