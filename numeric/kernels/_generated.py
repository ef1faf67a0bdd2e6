# ruff: noqa
# fmt: off
"""Integrands of all loop functions. Written by `python -m darktmm.numeric.laws`; do not edit."""

from __future__ import annotations

from typing import Any

from darktmm.numeric.kernels.form import Form, Parts


def path(M: Any, M_H1: Any, M_A1: Any) -> Parts:
    """arXiv:2603.25704 (21)."""
    prefactor = 1
    numerator = (1,)
    nodes = ((M*M), (M_A1*M_A1), (M_H1*M_H1),)
    return prefactor, numerator, nodes


def path_difference(M: Any, M_H1: Any, M_H2: Any, M_A1: Any, M_A2: Any) -> Parts:
    """arXiv:2603.25704 (23)."""
    prefactor = (M_A1 - M_A2)*(M_A1 + M_A2)*(M_H1 - M_H2)*(M_H1 + M_H2)
    numerator = (1,)
    nodes = ((M*M), (M_A1*M_A1), (M_A2*M_A2), (M_H1*M_H1), (M_H2*M_H2),)
    return prefactor, numerator, nodes


def path_kernel(M: Any, M_H1: Any, M_H2: Any, M_A1: Any, M_A2: Any) -> Parts:
    """arXiv:2603.25704 (23)."""
    prefactor = 1
    numerator = (1,)
    nodes = ((M*M), (M_A1*M_A1), (M_A2*M_A2), (M_H1*M_H1), (M_H2*M_H2),)
    return prefactor, numerator, nodes


def fermion_radiated(M_1: Any, M_2: Any, M_Phi: Any) -> Parts:
    """arXiv:2603.25704 (15)."""
    prefactor = M_1 - M_2
    numerator = (-M_1*M_2, 1,)
    nodes = ((M_1*M_1), (M_2*M_2), (M_Phi*M_Phi),)
    return prefactor, numerator, nodes


def lepton_fermion_flip(M_F: Any, M_B: Any) -> Parts:
    """hep-ph/0302221."""
    prefactor = 1
    numerator = (1,)
    nodes = ((M_B*M_B), (M_F*M_F),)
    return prefactor, numerator, nodes


def lepton_scalar_flip(M_F: Any, M_B: Any) -> Parts:
    """hep-ph/0302221."""
    prefactor = 1
    numerator = (1,)
    nodes = ((M_B*M_B), (M_F*M_F),)
    return prefactor, numerator, nodes


def lepton_fermion_conserving(M_F: Any, M_B: Any) -> Parts:
    """hep-ph/0302221; paper (26)."""
    prefactor = 1
    numerator = (1,)
    nodes = ((M_B*M_B), (M_F*M_F),)
    return prefactor, numerator, nodes


def lepton_scalar_conserving(M_F: Any, M_B: Any) -> Parts:
    """hep-ph/0302221; arXiv:1312.2840."""
    prefactor = 1
    numerator = (1,)
    nodes = ((M_B*M_B), (M_F*M_F),)
    return prefactor, numerator, nodes


def mass(M: Any, M_H1: Any, M_A1: Any) -> Parts:
    """end of section 2 of arXiv:2603.25704."""
    prefactor = (M_A1 - M_H1)*(M_A1 + M_H1)
    numerator = (1,)
    nodes = ((M*M), (M_A1*M_A1), (M_H1*M_H1),)
    return prefactor, numerator, nodes


FORMS: dict[str, Form] = {form.name: form for form in (
    Form(
        name='path',
        arguments=('M', 'M_H1', 'M_A1'),
        signed=(False, False, False),
        dimension=-2,
        scale=(1, 2),
        power=2,
        multiplicities=(2, 1, 1),
        parts=path,
    ),
    Form(
        name='path_difference',
        arguments=('M', 'M_H1', 'M_H2', 'M_A1', 'M_A2'),
        signed=(False, False, False, False, False),
        dimension=-2,
        scale=(1, 2),
        power=2,
        multiplicities=(2, 1, 1, 1, 1),
        parts=path_difference,
    ),
    Form(
        name='path_kernel',
        arguments=('M', 'M_H1', 'M_H2', 'M_A1', 'M_A2'),
        signed=(False, False, False, False, False),
        dimension=-6,
        scale=(1, 2),
        power=2,
        multiplicities=(2, 1, 1, 1, 1),
        parts=path_kernel,
    ),
    Form(
        name='fermion_radiated',
        arguments=('M_1', 'M_2', 'M_Phi'),
        signed=(True, True, False),
        dimension=-1,
        scale=(1, 2),
        power=2,
        multiplicities=(2, 2, 1),
        parts=fermion_radiated,
    ),
    Form(
        name='lepton_fermion_flip',
        arguments=('M_F', 'M_B'),
        signed=(False, False),
        dimension=-2,
        scale=(1, 1),
        power=2,
        multiplicities=(1, 3),
        parts=lepton_fermion_flip,
    ),
    Form(
        name='lepton_scalar_flip',
        arguments=('M_F', 'M_B'),
        signed=(False, False),
        dimension=-2,
        scale=(1, 2),
        power=2,
        multiplicities=(2, 2),
        parts=lepton_scalar_flip,
    ),
    Form(
        name='lepton_fermion_conserving',
        arguments=('M_F', 'M_B'),
        signed=(False, False),
        dimension=-2,
        scale=(1, 6),
        power=3,
        multiplicities=(2, 3),
        parts=lepton_fermion_conserving,
    ),
    Form(
        name='lepton_scalar_conserving',
        arguments=('M_F', 'M_B'),
        signed=(False, False),
        dimension=-2,
        scale=(1, 6),
        power=3,
        multiplicities=(3, 2),
        parts=lepton_scalar_conserving,
    ),
    Form(
        name='mass',
        arguments=('M', 'M_H1', 'M_A1'),
        signed=(False, False, False),
        dimension=0,
        scale=(-1, 1),
        power=1,
        multiplicities=(1, 1, 1),
        parts=mass,
    ),
)}
