"""Which nodes of a network are shown where there are too many, and which of them hang together."""

from collections.abc import Sequence

__all__ = ["components", "largest", "neighbours"]


def neighbours(size: int, pairs: Sequence[tuple[int, int]]) -> list[list[int]]:
    """Return the neighbours of each of `size` nodes, each once, in the order of the pairs."""
    found: list[dict[int, None]] = [{} for _ in range(size)]
    for start, end in pairs:
        if start != end:
            found[start][end] = None
            found[end][start] = None
    return [list(each) for each in found]


def largest(near: Sequence[Sequence[int]], most: int) -> list[int]:
    """Return at most `most` nodes in order: those with the most neighbours, each with its neighbours, until it is full.

    A node with one of its neighbours says more than two nodes that have nothing to do with each other.
    """
    if len(near) <= most:
        return list(range(len(near)))
    chosen: set[int] = set()
    for node in sorted(range(len(near)), key=lambda each: (-len(near[each]), each)):
        wanted = [each for each in (node, *near[node]) if each not in chosen]
        chosen.update(wanted[: most - len(chosen)])
        if len(chosen) == most:
            break
    return sorted(chosen)


def components(near: Sequence[Sequence[int]]) -> list[list[int]]:
    """Return the nodes that hang together, the largest such group first; each from its best connected node outward."""
    seen: set[int] = set()
    found: list[list[int]] = []
    for first in sorted(range(len(near)), key=lambda node: (-len(near[node]), node)):
        if first in seen:
            continue
        seen.add(first)
        group = [first]
        for node in group:  # grows while it is walked
            for each in near[node]:
                if each not in seen:
                    seen.add(each)
                    group.append(each)
        found.append(group)
    return sorted(found, key=len, reverse=True)
