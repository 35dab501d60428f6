"""Tests of the index by facets: bitsets mean what sets mean, whatever is chosen."""

from collections.abc import Mapping
from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnergraph.store.facets import FACETS, KINDS, Facets, FacetsOfReleases, read_facets
from partnergraph.store.shelf import EVIDENCE, GOAL, Shelf
from partnergraph.store.traits import Traits, shelf_of
from tests.catalogue.synthetic import dataset

_VALUES = st.sampled_from("abcdef")
_HELD = st.dictionaries(st.sampled_from(["x", "y"]), st.sets(_VALUES, max_size=3))
_PAIRS = st.sets(st.tuples(st.sampled_from("123"), st.sampled_from("si")), max_size=4)
_CHOICES = st.fixed_dictionaries(
    {
        "x": st.sets(_VALUES, max_size=2),
        "y": st.sets(_VALUES, max_size=2),
        GOAL: st.sets(st.sampled_from("123"), max_size=2),
        EVIDENCE: st.sets(st.sampled_from("si"), max_size=2),
    }
)


def fits(held: Mapping[str, set[str]], pairs: set[tuple[str, str]], chosen: Mapping[str, set[str]]) -> bool:
    """Return whether a thing fits a choice, said with sets."""
    plain = all(held.get(facet, set()) & chosen[facet] for facet in ("x", "y") if chosen[facet])
    goals, grounds = chosen[GOAL], chosen[EVIDENCE]
    some = [pair for pair in pairs if (not goals or pair[0] in goals) and (not grounds or pair[1] in grounds)]
    return plain and (bool(some) or not (goals or grounds))


@given(things=st.lists(st.tuples(_HELD, _PAIRS), max_size=40), chosen=_CHOICES)
def test_bitsets_mean_what_sets_mean(
    things: list[tuple[dict[str, set[str]], set[tuple[str, str]]]], chosen: dict[str, set[str]]
) -> None:
    """What fits, and what is counted for each value, is what sets say."""
    traits = {f"{n:03}": Traits(values=held, grounds=pairs) for n, (held, pairs) in enumerate(things)}
    shelf = shelf_of(("x", "y", GOAL, EVIDENCE), traits)
    wanted = [n for n, (held, pairs) in enumerate(things) if fits(held, pairs, chosen)]
    assert wanted == shelf.places(shelf.matching(chosen))
    for facet in ("x", "y", GOAL, EVIDENCE):
        alone = {
            value: sum(fits(held, pairs, {**chosen, facet: {value}}) for held, pairs in things)
            for value in shelf.facets[facet]
        }
        assert alone == shelf.counts(facet, chosen)


@given(wanted=st.sets(st.integers(0, 99)))
def test_things_become_bits_and_come_back(wanted: set[int]) -> None:
    """The bitset of some things names exactly those, and limits what is counted."""
    shelf = shelf_of((), {f"{n:03}": Traits() for n in range(100)})
    bits = shelf.of(f"{n:03}" for n in wanted)
    assert sorted(wanted) == shelf.places(bits)
    assert bits == shelf.matching({}, within=bits)


def test_counting_stops_when_time_is_up() -> None:
    """A count that would take longer than it may is no count."""
    shelf = shelf_of(("x",), {"a": Traits(values={"x": {"1"}})})
    assert shelf.counts("x", {}, until=0.0) is None
    assert {"1": 1} == shelf.counts("x", {})


@pytest.fixture(scope="module")
def facets() -> Facets:
    """Return the index of generated data."""
    return read_facets(dataset(40))


def test_every_kind_has_its_facets_and_whole_things_have_what_their_parts_have(facets: Facets) -> None:
    """A partnership has the areas of its projects, a body the goals of its partnerships, and nobody is left out."""
    assert set(KINDS) == set(facets.shelves)
    for kind, shelf in facets.shelves.items():
        assert set(FACETS[kind]) == set(shelf.facets)
        assert len(shelf.items) == len(shelf.goals) == len(shelf.partnerships) == len(shelf.projects)
    shelf = facets.shelves["partnership"]
    assert (40, 40) == (len(shelf.items), sum(shelf.projects))
    assert all(shelf.held["area"])
    bodies = facets.shelves["municipality"]
    assert 40 == sum(bodies.partnerships)
    linked = reduce(lambda bits, value: bits | bodies.facets[GOAL][value], bodies.facets[GOAL], 0)
    assert linked == bodies.facets["paired"]["yes"]
    assert len(facets.pairs) == 48, "eight partnerships have a third partner"


def test_an_index_is_made_once_for_each_release() -> None:
    """Whoever asks again has the same index, as long as not too many others were asked for."""
    made: list[str] = []

    def make(name: str) -> Facets:
        made.append(name)
        return Facets(shelves=dict[str, Shelf](), pairs=(), positions={})

    kept = FacetsOfReleases(most=2)
    for name in ("a", "a", "b", "a", "c", "a", "b"):
        _ = kept.of(name, lambda name=name: make(name))  # type: ignore[misc]  # a default that mypy cannot infer
    assert ["a", "b", "c", "b"] == made
