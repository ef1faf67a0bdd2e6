"""From a Lagrangian to a transition moment, in symbols.

The rooms, in the order in which a derivation walks through them:
`conventions` → `fields` → `lagrangian` → `basis` → `vertices` → `dirac` → `triangle`
→ `integrals` → `models` → `results` → `ledger`.
Nothing in here knows a floating-point number or a measurement.
"""
