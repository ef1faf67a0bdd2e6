r"""One-loop two-point functions at vanishing external momentum: radiative Majorana masses.

.. math:: -i m_{ji} P_L = \sum \int\frac{d^Dk}{(2\pi)^D}\,
          V_{\rm out}\,\frac{i(\not k+M)}{k^2-M^2}\,V_{\rm in}\,\frac{i}{k^2-M_\phi^2}

for :math:`\mathcal L = -\tfrac12 m_{ij}\,\overline{\nu_{iL}^c}\nu_{jL}+\text{h.c.}`, whose own vertex
(both Majorana contractions) is :math:`-i m_{ji}P_L`.
"""

from __future__ import annotations

import sympy as sp

from darktmm.derive.loops.integrals import UV_POLE, SimplexIntegral, momentum_integral
from darktmm.derive.vertices import FeynmanRules, State


def chirality_flip_mass(rules: FeynmanRules, incoming: State, outgoing: State) -> sp.Expr:
    r"""Coefficient :math:`m_{ji}` of the one-loop mass, `UV_POLE` included if it survives.

    At zero momentum :math:`\not k` averages out, so only the internal mass flips the chirality:
    the projectors of both vertices must be P_L.
    """
    remainder, pole, _ = momentum_integral(0, 2)
    total = sp.S.Zero
    for fermion, operator in rules.yukawa_partners(incoming):
        into = rules.yukawa(fermion, incoming, operator)
        out = rules.yukawa(outgoing, fermion, sp.conjugate(operator))
        scalar = operator.args[0] if isinstance(operator, sp.conjugate) else operator
        vertices = out.left * into.left * fermion.mass
        if vertices == 0:
            continue
        # 1/AB = ∫dx [xA + (1−x)B]⁻²; two propagators bring i².
        logarithm = SimplexIntegral(0, fermion.mass**2, scalar.mass**2)
        integral = remainder + pole * (UV_POLE - logarithm)
        total += sp.I * sp.I**2 * vertices * integral  # m = i × (−i m)
    return sp.expand(total)
