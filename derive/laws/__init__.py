"""Physics that belongs to no model: widths, scattering, mixing of vectors."""
