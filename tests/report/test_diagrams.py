"""Feynman diagrams: what a line looks like follows from its field, whatever the model."""

from __future__ import annotations

import math
from xml.etree import ElementTree

import pytest
import sympy as sp

from darktmm.derive.fields import (
    ChargeConjugate,
    ComplexScalar,
    DiracFermion,
    Field,
    MajoranaFermion,
    RealScalar,
    VectorBoson,
)
from darktmm.derive.loops.amplitude import diagrams
from darktmm.derive.models.dark import DARK_PHOTON, dark_model
from darktmm.report.diagrams import Arc, Line, glyphs, triangle, vertex

SVG = "{http://www.w3.org/2000/svg}"
SCALAR, PION = RealScalar("h"), ComplexScalar("phi")
ELECTRON, MAJORANA = DiracFermion("e"), MajoranaFermion("N")
PHOTON = VectorBoson("A", group="EM", coupling=sp.Symbol("e"))


def strokes(svg: str) -> list[ElementTree.Element]:
    """The lines of a picture."""
    group = ElementTree.fromstring(svg).find(f"{SVG}g[@stroke]")
    assert group is not None
    return list(group)


def heads(svg: str) -> list[ElementTree.Element]:
    """Its arrows."""
    return ElementTree.fromstring(svg).findall(f".//{SVG}path[@class='head']")


@pytest.mark.parametrize(
    ("quantum", "dashed", "wavy", "direction"),
    [
        (SCALAR, True, False, 0),
        (PION, True, False, 1),
        (sp.conjugate(PION), True, False, -1),
        (ELECTRON, False, False, 1),
        (ChargeConjugate(ELECTRON), False, False, -1),
        (MAJORANA, False, False, 0),
        (PHOTON, False, True, 0),
    ],
)
def test_a_line_looks_like_its_field(
    quantum: sp.Expr, dashed: bool, wavy: bool, direction: int
) -> None:
    """Straight, dashed or wavy by spin; an arrow where field and conjugate differ."""
    picture = vertex(ELECTRON, ELECTRON, quantum)
    line = strokes(picture)[2]
    assert ("stroke-dasharray" in line.attrib) == dashed
    assert (line.get("d", "").count("L") > 2) == wavy
    assert len(heads(picture)) == 2 + abs(direction)
    assert Line(quantum).direction == direction


def test_an_arrow_points_along_the_number() -> None:
    """Reversed for the conjugate: the tip of the head comes first in its path."""

    def tip(quantum: sp.Expr) -> float:
        (head,) = heads(vertex(quantum, MAJORANA, SCALAR))
        x, wing = (float(p.split()[0]) for p in head.get("d", "")[1:-1].split("L")[:2])
        return x - wing

    assert tip(ELECTRON) > 0 > tip(ChargeConjugate(ELECTRON))


def test_every_triangle_of_a_model_is_drawn() -> None:
    """Six lines and three vertices each, every field named, no two alike, nothing outside the picture."""
    model = dark_model(neutrinos=2)
    legs = model.nu[1], model.nu[2], DARK_PHOTON
    found = list(diagrams(model.rules, *legs))
    pictures = [triangle(d, *legs) for d in found]
    assert len(set(pictures)) == len(found) > 0
    for diagram, svg in zip(found, pictures, strict=True):
        root = ElementTree.fromstring(svg)
        assert len(strokes(svg)) == 6
        assert len(root.findall(f".//{SVG}circle")) == 3
        inside = (*diagram.fermions, *diagram.bosons)
        for field in {f.name for x in inside for f in x.atoms(Field)}:
            assert field in root.get("aria-label", "")
        dashes = [s for s in strokes(svg) if "stroke-dasharray" in s.attrib]
        assert len(dashes) == len(diagram.bosons)
        width, height = (float(root.get(k, "0")) for k in ("width", "height"))
        for stroke in strokes(svg):
            for point in stroke.get("d", "")[1:].split("L"):
                x, y = map(float, point.split())
                assert 0 <= x <= width and 0 <= y <= height


def test_a_bent_line_is_an_arc_of_a_circle() -> None:
    """It begins and ends where it should, and all of it is equally far from a centre."""
    arc = Arc(Line(SCALAR), (0.0, 0.0), (100.0, 0.0), bend=0.3)
    assert arc.at(0) == pytest.approx((0, 0), abs=1e-9)
    assert arc.at(1) == pytest.approx((100, 0))
    assert arc.at(0.5) == pytest.approx((50, -30))
    radius = (50**2 + 30**2) / 60
    centre = 50, radius - 30
    for k in range(11):
        assert math.dist(arc.at(k / 10), centre) == pytest.approx(radius)
    assert arc.length > 100


def test_labels_are_outlines() -> None:
    """They need no font, and are as wide as what they say."""
    assert glyphs("N_1").d.startswith("M")
    assert glyphs("N_{12}").width > glyphs("N_1").width > glyphs("N").width
