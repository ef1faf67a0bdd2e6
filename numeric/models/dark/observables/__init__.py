"""The laws of what an experiment looks at, as functions of the parameters of many points."""
