"""Stories told in code: each a text (`.py`, by jupytext) and beside it the same executed (`.ipynb`)."""
