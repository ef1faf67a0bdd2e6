"""numba is optional: without it everything works, to the same accuracy."""

from __future__ import annotations

import subprocess
import sys

CODE = """
import sys
sys.modules["numba"] = None  # any import of it fails
import numpy as np
from darktmm.numeric import kernels
from darktmm.numeric.models.dark import moments
from darktmm.numeric.kernels.integration import compiled
from darktmm.numeric.models.dark.parameters import Parameters
from darktmm.report.points import bundled

assert compiled() is None
rng = np.random.default_rng(5)
m, h, a = 10.0 ** rng.uniform(-4, 4, (3, 2000))
masses = m, h, h * (1 + 10.0 ** rng.uniform(-15, 0, 2000)), a, a * 1.5
exact, _ = kernels.evaluate("path_difference", *masses, precision="certified")
assert np.all(exact != 0)
assert np.max(np.abs(kernels.path_difference(*masses) / exact - 1)) < 1e-14
print(repr(complex(moments.transition_coefficient(Parameters.from_file(bundled("reference")))[0, 1, 0])))
"""


def test_everything_works_without_numba() -> None:
    """The same moment, whether compiled or not."""
    from darktmm.numeric.models.dark import moments
    from darktmm.numeric.models.dark.parameters import Parameters
    from darktmm.report.points import bundled

    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    here = complex(
        moments.transition_coefficient(Parameters.from_file(bundled("reference")))[0, 1, 0]
    )
    assert abs(complex(done.stdout.strip()) / here - 1) < 1e-14
