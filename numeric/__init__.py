"""Arrays in, arrays out: the derived formulas as numbers.

`inputs` holds dated data, `kernels` the loop functions, `constraints` the bounds, `models` the parameters,
observables and brute-force routes of each model.
"""
