"""The network of a result: the things of each row joined to the first of them, or a graph as it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from partnergraph.namespaces import PREFIXES, SDG
from partnergraph.store.embedded import Value
from partnergraph.web.pictures.network import Edge, Network, Node, network
from partnergraph.web.translations import gettext as _

from .motif import Motif
from .table import Content

__all__ = ["STATEMENT", "network_of"]

STATEMENT: Final = ("subject", "predicate", "object")
"""The columns of a table that is a graph."""

_MOST_NODES: Final = 300
_GOALS: Final = str(SDG)
_OURS: Final = "se-"
"""How the names of Swedish bodies begin."""

_TERMS: Final = PREFIXES["pg"]
"""Terms of our vocabulary are said of things and are no things of their own, so they are no nodes."""


def network_of(motif: Motif) -> Network | None:
    """Return the things of a table as nodes and edges, or None where no two are joined."""
    joined = _Joined(motif=motif)
    if motif.table.columns == STATEMENT:
        for subject, predicate, value in motif.together(0, 1, 2):
            joined.join(subject, value, motif.shown(predicate).text)
    else:
        things = motif.columns(Content.THING)
        for other in things[1:]:
            for one, another in motif.together(things[0], other):
                joined.join(one, another)
    return network(joined.nodes, list(joined.edges.values())) if joined.edges else None


@dataclass(slots=True, kw_only=True)
class _Joined:
    """Nodes and edges as they are found."""

    motif: Motif
    nodes: list[Node] = field(default_factory=list)
    edges: dict[tuple[int, int], Edge] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)

    def join(self, one: Value, other: Value, label: str = "") -> None:
        """Join two things, if both are things and there is room for them."""
        start, end = self._node(one), self._node(other)
        if start is not None and end is not None and start != end:
            self.edges.setdefault((start, end), Edge(start=start, end=end, label=label))

    def _node(self, value: Value) -> int | None:
        iri = value.text
        if not value.is_iri or iri.startswith(_TERMS):
            return None
        if iri not in self.places and len(self.nodes) < _MOST_NODES:
            self.places[iri] = len(self.nodes)
            shown = self.motif.shown(value)
            self.nodes.append(Node(label=shown.text, href=shown.href, kind=_kind(iri), iri=iri))
        return self.places.get(iri)


def _kind(iri: str) -> str:
    """Return the side that a body is on, or a word for what else an IRI names, "" where its address does not say it."""
    if iri.startswith(_GOALS):
        return _("goal")
    _before, found, rest = iri.partition("/id/")
    kind, _slash, name = rest.partition("/")
    if kind == "body":
        return "ours" if name.startswith(_OURS) else "theirs"
    return _words().get(kind, kind) if found else ""


def _words() -> Mapping[str, str]:
    """Return what the kinds of our IRIs are called."""
    return {
        "partnership": _("partnership"),
        "project": _("project"),
        "country": _("country"),
        "territory": _("place"),
        "network": _("network"),
        "area": _("area"),
        "theme": _("theme"),
        "source": _("source"),
        "record": _("source record"),
        "goal-link": _("link to a goal"),
    }
