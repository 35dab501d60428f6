"""A network laid out so that every name can be read: what hangs together is a block of columns, a node a line in one.

Where all edges lead from some nodes to others, as from Swedish bodies to their partners, those are the two columns of
a block; else a column is as far from the best connected node as its number says.  The order in a column follows that
of the neighbours, so that few edges cross.  The same nodes and edges are always drawn the same.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from .choosing import components, largest, neighbours
from .lettering import cut, width
from .picture import Picture

__all__ = ["Drawn", "Edge", "Line", "Network", "Node", "network"]

_MOST: Final = 240
_LETTERS: Final = 26
_TYPE: Final = 13.0
_LINE: Final = 26.0
_BETWEEN: Final = 96.0
_AROUND: Final = 14.0
_MARGIN: Final = 12.0
_DESK: Final = 1_160.0
_SMALLEST: Final = 4.5
_LARGEST: Final = 10.0
_SWEEPS: Final = 6
_SHAPES: Final = ("circle", "square", "triangle", "diamond", "hexagon")


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A thing: where its name leads, and its kind: `ours` for the Swedish side, `theirs` for the other, or any word."""

    label: str
    href: str = ""
    kind: str = ""
    iri: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """That two nodes, named by their numbers, have to do with each other."""

    start: int
    end: int
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A node where it stands, with the numbers of its neighbours; its name begins, or ends, at `text_x`."""

    node: Node
    name: str
    x: float
    y: float
    radius: float
    shape: str
    text_x: float
    anchor: str
    near: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An edge as a path of SVG, between the drawn nodes of two numbers."""

    start: int
    end: int
    path: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Network(Picture):
    """Nodes and edges with their places; of `total` nodes the best connected are drawn, with their neighbours."""

    nodes: tuple[Drawn, ...]
    edges: tuple[Line, ...]
    kinds: tuple[tuple[str, str], ...]
    total: int

    @property
    def left_out(self) -> int:
        """Return how many nodes are not drawn."""
        return self.total - len(self.nodes)

    @property
    def links(self) -> bool:
        """Return whether anything in the picture leads elsewhere."""
        return any(each.node.href for each in self.nodes)


def network(
    nodes: Sequence[Node],
    edges: Sequence[Edge],
    most: int = _MOST,
    named: Callable[[Sequence[Node]], Sequence[Node]] = list,
) -> Network | None:
    """Return at most so many nodes laid out with the edges between them, or None where there is no node.

    Edges of a node to itself, and to nodes that there are not, are left out; several between two nodes are one.
    `named` gives the nodes that are drawn their names, for who does not want to look up those of all.
    """
    numbers = range(len(nodes))
    there = [each for each in edges if each.start != each.end and each.start in numbers and each.end in numbers]
    chosen = largest(neighbours(len(nodes), [(each.start, each.end) for each in there]), most)
    place = {number: new for new, number in enumerate(chosen)}
    joined: dict[tuple[int, int], Edge] = {}
    for each in there:
        if each.start in place and each.end in place:
            start, end = place[each.start], place[each.end]
            joined.setdefault((min(start, end), max(start, end)), replace(each, start=start, end=end))
    if not chosen:
        return None
    return _drawn(named([nodes[number] for number in chosen]), list(joined.values()), len(nodes))


def _drawn(nodes: Sequence[Node], edges: Sequence[Edge], total: int) -> Network:
    near = neighbours(len(nodes), [(each.start, each.end) for each in edges])
    kinds = list(
        dict.fromkeys(sorted((node.kind for node in nodes), key=lambda kind: (kind != "ours", kind != "theirs")))
    )
    shapes = {kind: _SHAPES[number % len(_SHAPES)] for number, kind in enumerate(kinds)}
    starts = {each.start for each in edges}
    two_sided = starts.isdisjoint(each.end for each in edges)
    names = {number: cut(node.label, _LETTERS) for number, node in enumerate(nodes)}
    columns = [_layers(group, near, starts if two_sided else None) for group in components(near)]
    wide = _widths(names, columns)
    blocks = [_block(names, layers, wide) for layers in columns]
    drawn: dict[int, Drawn] = {}
    for block, (left, top) in zip(blocks, _packed(blocks), strict=True):
        for number, (x, y, name, anchor) in block.places.items():
            radius = min(_SMALLEST + 0.8 * len(near[number]), _LARGEST)
            aside = radius + 5
            drawn[number] = Drawn(
                node=nodes[number],
                name=name,
                x=round(left + x, 1),
                y=round(top + y, 1),
                radius=round(radius, 1),
                shape=shapes[nodes[number].kind],
                text_x=round(left + x + (-aside if anchor == "end" else aside), 1),
                anchor=anchor,
                near=tuple(near[number]),
            )
    return Network(
        width=_wide(blocks),
        height=round(max(each.y for each in drawn.values()) + _LINE, 1),
        nodes=tuple(drawn[number] for number in range(len(nodes))),
        edges=tuple(_line(each, drawn) for each in edges),
        kinds=tuple(shapes.items()),
        total=total,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Block:
    """What hangs together, drawn from its own corner: number → middle of the node, its name and where that stands."""

    places: dict[int, tuple[float, float, str, str]]
    width: float
    height: float


def _layers(group: Sequence[int], near: Sequence[Sequence[int]], starts: set[int] | None) -> list[list[int]]:
    """Return the columns of a group, each in the order in which its nodes are to stand."""
    if starts is not None:
        layers = [[node for node in group if node in starts], [node for node in group if node not in starts]]
        layers = [layer for layer in layers if layer]
    else:
        far = {group[0]: 0}
        for node in group:  # from the first node outward
            for each in near[node]:
                far.setdefault(each, far[node] + 1)
        layers = [[node for node in group if far[node] == depth] for depth in range(max(far.values()) + 1)]
    for sweep in range(_SWEEPS):
        order = range(1, len(layers)) if sweep % 2 == 0 else range(len(layers) - 2, -1, -1)
        for place in order:
            beside = layers[place - 1 if sweep % 2 == 0 else place + 1]
            rank = {node: number for number, node in enumerate(beside)}
            layers[place] = _by_middle(layers[place], near, rank)
    return layers


def _by_middle(layer: Sequence[int], near: Sequence[Sequence[int]], rank: dict[int, int]) -> list[int]:
    """Return a column in the order of the middles of what its nodes have to do with in the column beside it."""

    def middle(node: int) -> float:
        ranks = [rank[each] for each in near[node] if each in rank]
        return sum(ranks) / len(ranks) if ranks else 0.0

    return sorted(layer, key=lambda node: (middle(node), node))


def _block(names: Mapping[int, str], layers: Sequence[Sequence[int]], wide: Sequence[float]) -> _Block:
    """Return what hangs together with its places; `wide` is the room for the names of each column."""
    tall = _LINE * max(map(len, layers))
    ends = len(wide) > 1  # names of the first column end at its nodes, so that edges leave to the free side
    places: dict[int, tuple[float, float, str, str]] = {}
    x = wide[0] if ends else _AROUND
    for depth, layer in enumerate(layers):
        anchor = "end" if ends and depth == 0 else "start"
        for number, node in enumerate(layer):
            places[node] = (x, tall * (number + 0.5) / len(layer), names[node], anchor)
        x += (0 if anchor == "end" else wide[depth]) + _BETWEEN
    return _Block(places=places, width=x - _BETWEEN + _AROUND, height=tall)


def _widths(names: Mapping[int, str], columns: Sequence[Sequence[Sequence[int]]]) -> list[float]:
    """Return the room for the names of each column, the same in every block, so that the nodes stand in line."""
    wide: list[float] = []
    for layers in columns:
        for depth, layer in enumerate(layers):
            wide += [0.0] * (depth + 1 - len(wide))
            wide[depth] = max(wide[depth], max(width(names[node], _TYPE) for node in layer) + _AROUND)
    return wide


def _packed(blocks: Sequence[_Block]) -> list[tuple[float, float]]:
    """Return the corner of each block: in as many columns as fit, always in the one that is shortest so far."""
    heights = [_MARGIN] * _beside(blocks)
    pitch = _pitch(blocks)
    corners: list[tuple[float, float]] = []
    for block in blocks:
        shortest = heights.index(min(heights))
        corners.append((_MARGIN + shortest * pitch, heights[shortest]))
        heights[shortest] += block.height + _MARGIN
    return corners


def _wide(blocks: Sequence[_Block]) -> float:
    return round(_pitch(blocks) * _beside(blocks), 1)


def _pitch(blocks: Sequence[_Block]) -> float:
    return max(block.width for block in blocks) + 2 * _MARGIN


def _beside(blocks: Sequence[_Block]) -> int:
    """Return how many blocks stand beside each other, where there is the room of a desk."""
    return max(1, min(len(blocks), int(_DESK // _pitch(blocks))))


def _line(edge: Edge, drawn: dict[int, Drawn]) -> Line:
    """Return an edge as a curve; between two nodes of one column it bends out to the side where no name stands."""
    one, other = sorted((drawn[edge.start], drawn[edge.end]), key=lambda each: each.x)
    bend = (other.x - one.x) / 2
    first, second = (one.x + bend, other.x - bend) if bend else (one.x - _BETWEEN / 3, other.x - _BETWEEN / 3)
    path = f"M{one.x:g} {one.y:g}C{first:g} {one.y:g} {second:g} {other.y:g} {other.x:g} {other.y:g}"
    return Line(start=edge.start, end=edge.end, path=path, label=edge.label)
