"""From a Lagrangian to form factors, in symbols.

The rooms, in the order in which a derivation walks through them:
`conventions` → `fields` → `lagrangian` → `basis` → `vertices` → `dirac` → `loops` → `laws` → `models`.
Nothing in here knows a floating-point number or a measurement.
"""
