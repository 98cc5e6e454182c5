"""The argument map: boxes in columns, and the arrows between them."""

from __future__ import annotations

from msgspec import Struct

from builder.outline.text import Level, Role, Text


class Node(Struct, frozen=True, cache_hash=True):
    """A box of the map."""

    id: str
    number: Text | None
    label: Text
    level: Level  # drawn outline; asserted where the brief says nothing
    marked: bool  # whether a certainty mark is drawn
    detail: Text | None = None  # the event's second text
    holds: tuple[str, ...] = ()  # ids of the responses for which it is the one box


class Column(Struct, frozen=True, cache_hash=True):
    """One column of the map; the event's column has one node and no role."""

    role: Role | None
    head: Text  # "Causes"
    nodes: tuple[Node, ...]


class Edge(Struct, frozen=True, cache_hash=True):
    """An arrow between two nodes, by id; where `group` is true, between two columns, by index."""

    source: str
    target: str
    level: Level
    group: bool = False


class ArgumentMap(Struct, frozen=True, cache_hash=True):
    """Figure 1: columns of nodes from causes to responses, and the arrows the brief's links state."""

    heading: Text  # "Argument map"; kicker in the deck
    number: Text  # "Figure 1"
    title: Text
    columns: tuple[Column, ...]
    edges: tuple[Edge, ...]
    key: tuple[Text, ...]  # words of the marks and lines that occur: asserted … possible, solid, dashed
    key_marks: tuple[Level | str, ...]  # drawn before each word of `key`: a Level, "solid" or "dashed"
    note: Text | None  # "No effect is paired with one response." where there is a group edge; deck only
    arrows: Text | None  # "A1 and A2 lead to the event; A4 possibly leads to the event", without a full stop
    alt: Text  # title and arrows, for readers who cannot see it
    refs: Text | None
    refs_label: Text | None = None  # "Source:", before the references
