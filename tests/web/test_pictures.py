"""Tests of the geometry of pictures: nothing outside, nothing over another, and the same for the same data."""

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from partnergraph.web.links import Linked
from partnergraph.web.pictures.charts import bars, bars_by, matrix, timeline
from partnergraph.web.pictures.goals import COLOURS, goal_number, ink_on
from partnergraph.web.pictures.lettering import broken, cut
from partnergraph.web.pictures.network import Edge, Network, Node, network

_COUNTS = st.integers(0, 10**9)
_LABELS = st.builds(Linked, text=st.text(max_size=90))
_YEARS = st.lists(st.tuples(st.integers(-3000, 9999), _COUNTS), max_size=40)
_GOAL = "http://metadata.un.org/sdg/{}"


@st.composite
def _graphs(draw: st.DrawFn) -> tuple[list[Node], list[Edge], int]:
    nodes = draw(st.lists(st.builds(Node, label=st.text(max_size=40), kind=st.sampled_from(["ours", "theirs", ""]))))
    ends = st.integers(-1, len(nodes))  # beyond the nodes on both sides
    return nodes, draw(st.lists(st.builds(Edge, start=ends, end=ends), max_size=60)), draw(st.integers(1, 30))


@given(st.lists(st.tuples(_LABELS, _COUNTS), max_size=30))
def test_bars_are_as_long_as_their_numbers(items: list[tuple[Linked, int]]) -> None:
    """Lengths are in proportion, leave room for the number, and rows lie below each other inside the picture."""
    found = bars(items)

    most = max((count for _, count in items), default=0) or 1
    for row, (label, count) in zip(found.rows, items, strict=True):
        (bar,) = row.bars
        assert (label, count) == (row.label, bar.value)
        assert abs(bar.length - 82 * count / most) < 0.001
        assert row.lines[-1][1] < bar.top < bar.top + found.thick < found.height
    tops = [row.bars[0].top for row in found.rows]
    assert tops == sorted(tops)
    assert found == bars(items)


@given(st.lists(st.tuples(_LABELS, st.lists(_COUNTS, min_size=3, max_size=3)), max_size=10))
def test_bars_of_several_series_are_measured_by_one_scale(items: list[tuple[Linked, list[int]]]) -> None:
    """Each series has its own bar where it counts anything; one that counts nothing takes no room."""
    found = bars_by(items, ["a", "b", "c"])

    most = max((count for _, counts in items for count in counts), default=0) or 1
    for row, (_, counts) in zip(found.rows, items, strict=True):
        shown = [(bar.series, bar.value) for bar in row.bars]
        assert shown == ([(place, count) for place, count in enumerate(counts) if count] or [(0, 0)])
        assert all(abs(bar.length - 82 * bar.value / most) < 0.001 for bar in row.bars)
    assert ("a", "b", "c") == found.series


@given(_YEARS)
def test_columns_leave_no_year_out(items: list[tuple[int, int]]) -> None:
    """Columns follow each other from the first year to the last, hold every count, and lie inside the picture."""
    found = timeline(items)

    assert sum(count for _, count in items) == sum(column.count for column in found.columns)
    assert len(found.columns) <= 81
    for one, other in zip(found.columns, found.columns[1:], strict=False):
        assert one.last + 1 == other.first
        assert one.left + one.width < other.left
    for year, _ in items:
        assert 1 == sum(column.first <= year <= column.last for column in found.columns)
    for column in found.columns:
        assert 9 <= column.left < column.left + column.width <= 100
        assert 0 <= column.top <= column.top + column.height <= found.base + 0.01
    if found.columns:
        assert found.ticks[-1][0] >= max(column.count for column in found.columns)
        assert len(found.ticks) <= 6


def test_years_without_a_project_are_gaps() -> None:
    """What nobody began is a column of nothing, and only some years are written below."""
    found = timeline([(2018, 1), (2023, 4)])

    assert [1, 0, 0, 0, 0, 4] == [column.count for column in found.columns]
    assert [0, 1, 2, 3, 4] == [tick for tick, _ in found.ticks]
    assert 160 == found.columns[-1].height
    assert "2018" == found.columns[0].mark == found.columns[0].years
    assert "1900–1904" == timeline([(1902, 1), (2200, 1)]).columns[0].years
    assert () == timeline([]).columns


@given(st.integers(0, 6), st.integers(1, 17), st.data())
def test_cells_are_shaded_by_what_they_count(down: int, across: int, data: st.DataObject) -> None:
    """Nothing is the palest, the most is the strongest, more is never paler, and all cells lie inside apart."""
    rows = [Linked(text=f"Row {number}") for number in range(down)]
    columns = [Linked(text=f"Goal {number}", iri=_GOAL.format(number + 1)) for number in range(across)]
    places = st.tuples(st.integers(0, max(down - 1, 0)), st.integers(0, across - 1))
    cells = data.draw(st.dictionaries(places, st.tuples(_COUNTS, st.just("/x")), max_size=20)) if rows else {}

    found = matrix(rows, columns, cells)

    assert down * across == len(found.cells) == len({(cell.left, cell.top) for cell in found.cells})
    ranked = sorted(found.cells, key=lambda cell: cell.count)
    assert [cell.shade for cell in ranked] == sorted(cell.shade for cell in ranked)
    assert all((cell.shade == 0) == (cell.count == 0) for cell in ranked)
    if ranked and ranked[-1].count:
        assert 5 == ranked[-1].shade
    assert all(cell.left + found.side <= found.width and cell.top + found.side <= found.height for cell in ranked)
    assert not found.slanted
    assert [str(number + 1) for number in range(across)] == [heading.text for heading in found.headings]


def test_headings_that_are_words_are_slanted() -> None:
    """Columns that are no goals have their names over them, cut where they are long."""
    found = matrix([Linked(text="Row")], [Linked(text="A name of more than twenty letters")], {(0, 0): (1, "/x")})

    assert found.slanted
    assert "A name of more than…" == found.headings[0].text
    assert found.links


@given(_graphs())
def test_networks_show_every_name_apart(graph: tuple[list[Node], list[Edge], int]) -> None:
    """Nodes lie inside and on lines of their own, and neighbours are those that edges join."""
    nodes, edges, most = graph
    found = network(nodes, edges, most)

    assert (found is None) == (not nodes)
    if found is None:
        return
    assert min(len(nodes), most) == len(found.nodes) == len(nodes) - found.left_out
    assert found == network(nodes, edges, most)
    joined = {frozenset((line.start, line.end)) for line in found.edges}
    assert joined == {frozenset((number, each)) for number, node in enumerate(found.nodes) for each in node.near}
    assert len(joined) == len(found.edges)
    for node in found.nodes:
        assert node.radius < node.x < found.width - node.radius
        assert node.radius < node.y < found.height - node.radius
    _assert_apart(found)


def _assert_apart(found: Network) -> None:
    """Assert that no name lies over another, as wide as names are taken to be."""
    boxes = []
    for node in found.nodes:
        wide = len(node.name) * 13 * 0.6
        left = node.text_x - wide if node.anchor == "end" else node.text_x
        boxes.append((left, left + wide, node.y))
    for number, (left, right, y) in enumerate(boxes):
        for other_left, other_right, other_y in boxes[:number]:
            assert abs(y - other_y) >= 12 or right <= other_left or other_right <= left


def test_of_too_many_nodes_those_with_most_neighbours_are_shown_with_them() -> None:
    """A large star is shown rather than many pairs, and what is left out is counted."""
    pairs = [Edge(start=2 * number, end=2 * number + 1) for number in range(20)]
    star = [Edge(start=40, end=41 + number) for number in range(5)]
    nodes = [Node(label=str(number)) for number in range(46)]

    asked: list[str] = []

    def named(chosen: Sequence[Node]) -> list[Node]:
        asked.extend(node.label for node in chosen)
        return [replace(node, label=f"Name of {node.label}") for node in chosen]

    found = network(nodes, [*pairs, *star], 6, named)

    assert found is not None
    assert ["40", "41", "42", "43", "44", "45"] == asked
    assert {f"Name of {each}" for each in asked} == {each.node.label for each in found.nodes}
    assert (5, 40) == (len(found.edges), found.left_out)


def test_two_sides_stand_in_two_columns() -> None:
    """Where edges lead from some nodes to others, all of the first stand in line, and their shapes differ."""
    nodes = [Node(label="A", kind="ours"), Node(label="B", kind="ours")]
    nodes += [Node(label=name, kind="theirs") for name in "xyz"]
    edges = [Edge(start=0, end=2), Edge(start=0, end=3), Edge(start=1, end=3), Edge(start=1, end=4)]

    found = network(nodes, edges)

    assert found is not None
    assert 1 == len({each.x for each in found.nodes[:2]}) == len({each.x for each in found.nodes[2:]})
    assert (("ours", "circle"), ("theirs", "square")) == found.kinds
    assert ["A", "B"] == [each.name for each in sorted(found.nodes[:2], key=lambda each: each.y)]
    assert ["x", "y", "z"] == [each.name for each in sorted(found.nodes[2:], key=lambda each: each.y)]


@given(st.text(max_size=200), st.integers(5, 40), st.integers(1, 3))
def test_long_labels_are_broken_and_cut(text: str, most: int, lines: int) -> None:
    """A label never has more lines or longer ones than there is room for, and says where it is cut."""
    found = broken(text, most, lines)

    assert 1 <= len(found) <= lines
    assert all(len(line) <= most for line in found) or not text.strip()
    assert len(cut(text, most)) <= most
    assert cut("Stellenbosch", 12) == "Stellenbosch"
    assert cut("Stellenbosch", 11) == "Stellenbos…"


def test_colours_of_goals_are_those_of_the_styles(root: Path) -> None:
    """Pictures and pages have one colour for a goal, with an ink that can be read on it."""
    styles = (root / "frontend" / "src" / "parts" / "goals.css").read_text(encoding="utf-8")
    said = re.findall(r'data-goal="(\d+)"\] \{ --goal: (#\w+); --goal-ink: #(\w+);', styles)

    assert [(str(place + 1), colour) for place, colour in enumerate(COLOURS)] == [each[:2] for each in said]
    assert [ink_on(colour)[1:4] for colour in COLOURS] == [each[2] for each in said]
    assert [17, 0, 0, 0] == [goal_number(_GOAL.format(each)) for each in (17, 18, 0, "16.7")]
