"""Arrays in, arrays out: the derived formulas as numbers.

`laws` is the road from a formula to a function of arrays, `kernels` the loop functions; `inputs` holds dated
data, `processes` what follows from couplings whatever the model, `constraints` the bounds, `models` the
parameters, observables and brute-force routes of each model.
"""
