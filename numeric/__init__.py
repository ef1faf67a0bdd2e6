"""Arrays in, arrays out: the derived formulas as numbers.

`inputs` holds dated data, `kernels` the loop functions, `laws` the road from a formula to a function,
`predictions` what a bound may ask a model for, `processes` the rates that follow from it, `constraints` the
bounds, `models` the parameters, predictions and brute-force routes of each model.
"""
