"""From a Lagrangian to form factors, in symbols.

The rooms, in the order in which a derivation walks through them:
`conventions` → `fields` → `symbols` → `lagrangian` → `basis` → `vertices` → `dirac` → `loops` → `laws` →
`models`. A law is a `formula.Formula`, a result a few of them, `latex` writes them as the field does.
Nothing in here knows a floating-point number or a measurement.
"""
