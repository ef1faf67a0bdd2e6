"""Old name of `numeric.models.dark.moments` and `vector_form_factor`."""

from darktmm.numeric.models.dark.moments import *  # noqa: F403
from darktmm.numeric.models.dark.vector_form_factor import matrices as vector_form_factor  # noqa: F401
from darktmm.numeric.models.dark.vector_form_factor import metric as current_metric  # noqa: F401
