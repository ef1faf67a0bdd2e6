"""Numbers of particular models."""
