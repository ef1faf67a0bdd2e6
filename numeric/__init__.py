"""Arrays in, arrays out: the derived formulas as numbers.

`inputs` holds dated data, `kernels` the loop functions, `point` the parameter file, `moments` the
quantities, `brute_force` the route that shares no algebra with the derivation, and `confront` puts
numbers beside the ledger.
"""
