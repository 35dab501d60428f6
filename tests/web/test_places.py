"""Maps drawn on the server: what stands where, whatever places there are."""

import math
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from partnergraph.web.pictures.mercator import plane
from partnergraph.web.pictures.places import Arc, Place, WorldMap, world

_PLACES = st.lists(
    st.builds(
        Place,
        label=st.text(min_size=1, max_size=5),
        latitude=st.floats(-90, 90),
        longitude=st.floats(-180, 180),
        href=st.sampled_from(["", "/id/body/x"]),
        count=st.integers(1, 50),
        ours=st.booleans(),
        country=st.sampled_from(["", "SE", "UA", "XX"]),
    ),
    min_size=1,
    max_size=12,
)


def _drawn(places: list[Place], arcs: list[Arc] | None = None) -> WorldMap:
    found = world(places, arcs or [])
    assert found is not None
    return found


def test_no_place_is_no_picture() -> None:
    """Where nothing has a position there is no map."""
    assert world([]) is None


@settings(max_examples=50, deadline=None)
@given(_PLACES)
def test_each_place_is_in_one_mark_within_the_picture(places: list[Place]) -> None:
    """No place is lost or shown twice, nor outside the picture."""
    picture = _drawn(places)
    shown = [place for dot in picture.dots for place in dot.places]
    assert sorted(map(repr, shown)) == sorted(map(repr, places))
    for x, y in [(dot.x, dot.y) for dot in picture.dots] + [(name.x, name.y) for name in picture.names]:
        assert -0.1 <= x <= picture.width + 0.1
        assert -0.1 <= y <= picture.height + 0.1


@settings(max_examples=50, deadline=None)
@given(_PLACES)
def test_marks_of_a_side_keep_apart(places: list[Place]) -> None:
    """What would cover one another is one mark, whose places are all on one side."""
    picture = _drawn(places)
    for dot in picture.dots:
        assert {place.ours for place in dot.places} == {dot.ours}
    for side in (True, False):
        dots = [dot for dot in picture.dots if dot.ours is side]
        assert all(math.dist((one.x, one.y), (two.x, two.y)) > 23.8 for one in dots for two in dots if one is not two)


@settings(max_examples=50, deadline=None)
@given(_PLACES)
def test_a_picture_has_the_same_shape_wherever_it_is(places: list[Place]) -> None:
    """However the places lie, a picture is neither a stripe nor a tower."""
    picture = _drawn(places)
    assert 0.45 * picture.width <= picture.height <= 0.8 * picture.width
    assert picture == _drawn(places)


@settings(max_examples=50, deadline=None)
@given(_PLACES, st.data())
def test_curves_lead_from_mark_to_mark(places: list[Place], data: st.DataObject) -> None:
    """Every connection of places in different marks is in the one curve between these, and only those."""
    index = st.integers(0, len(places) - 1)
    arcs = data.draw(st.lists(st.builds(Arc, index, index, st.sampled_from(["", "a–b"]), st.just("/x")), max_size=12))
    picture = _drawn(places, arcs)
    ends = {(dot.x, dot.y) for dot in picture.dots}
    for curve in picture.curves:
        start, _, rest = curve.path.strip("M").partition("Q")
        points = {tuple(map(float, text.split())) for text in (start, " ".join(rest.split()[2:]))}
        assert points <= ends
        assert bool(curve.href) == (curve.count == 1)
    assert sum(curve.count for curve in picture.curves) <= len(arcs)


def test_north_is_up_and_east_is_right() -> None:
    """A picture of three towns has them where an atlas has them."""
    picture = _drawn([Place("Umeå", 63.8, 20.3, ours=True), Place("Kyiv", 50.4, 30.5), Place("Nakuru", -0.3, 36.1)])
    at = {dot.label: (dot.x, dot.y) for dot in picture.dots}
    assert at["Umeå"][0] < at["Kyiv"][0] < at["Nakuru"][0]
    assert at["Umeå"][1] < at["Kyiv"][1] < at["Nakuru"][1]


def test_countries_of_places_stand_out_and_are_named() -> None:
    """Countries that the places are in are marked on the basemap; others have no name."""
    picture = _drawn([Place("Umeå", 63.8, 20.3, country="SE"), Place("Kyiv", 50.4, 30.5, country="UA")])
    assert picture.marked == ("SE", "UA")
    assert [name.code for name in picture.names] == ["UA", "SE"]


@given(_PLACES)
@settings(max_examples=50, deadline=None)
def test_the_land_lies_under_the_marks(places: list[Place]) -> None:
    """What moves the basemap moves it to where the marks are, and draws its borders as thin as one unit."""
    picture = _drawn(places)
    scale, left, top = map(float, re.findall(r"-?[0-9][0-9.e+-]*", picture.land))
    for dot in picture.dots:
        x, y = plane(dot.places[0].latitude, dot.places[0].longitude)
        assert math.dist((dot.x, dot.y), ((x + left) * scale, (y + top) * scale)) < 1
    assert math.isclose(picture.thin * scale, 1, rel_tol=0.01)
