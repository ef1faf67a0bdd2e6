"""Measurements, on one core: threads are switched off before numpy is imported."""

import os

for _library in ("OPENBLAS", "OMP", "MKL", "NUMEXPR"):
    os.environ[f"{_library}_NUM_THREADS"] = "1"
