"""Lagrangians, one per file, in the order: small ones with known answers, then the dark model."""
