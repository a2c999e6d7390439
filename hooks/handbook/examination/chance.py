"""Orders by a seed: the same on every machine, and of every version of Python.

A thing's place comes from a hash of its own name, so that it depends neither on the order in which
things are given nor on what else there is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

_T = TypeVar("_T")


def shuffled(things: Iterable[_T], seed: str, name: Callable[[_T], str]) -> tuple[_T, ...]:
    """The things in an order that the seed and their names give; names have to differ."""

    def place(thing: _T) -> bytes:
        return hashlib.sha256(f"{seed}\n{name(thing)}".encode()).digest()

    return tuple(sorted(things, key=place))


def turned(things: Sequence[_T], version: int, versions: int) -> tuple[_T, ...]:
    """The things for one of several versions: each thing has another place in each of them.

    That can be if there are as many things as versions. In the first, 0, they stay as they are.
    """
    if not things:
        return ()
    start = version * max(1, len(things) // versions) % len(things)
    return (*things[start:], *things[:start])


def never_in_order(places: tuple[int, ...]) -> tuple[int, ...]:
    """The places, three or more, so that they are never 0, 1, 2 …, however they are turned."""
    first = places.index(0)
    if (*places[first:], *places[:first]) == tuple(range(len(places))):
        return (places[1], places[0], *places[2:])
    return places
