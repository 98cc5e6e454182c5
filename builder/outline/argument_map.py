"""Arguments, event, responses and links become the columns, nodes and edges of Figure 1; no coordinates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from builder.outline.blocks import (
    Argument,
    ArgumentMap,
    Column,
    Depth,
    Edge,
    Level,
    Node,
    Responses,
    Role,
    Section,
    Text,
)
from builder.outline.wording import Wording

if TYPE_CHECKING:
    from builder.brief.model import Brief

EVENT = "event"
RECOMMENDATIONS = "recommendations"
_FIRMNESS = (Level.ASSERTED, Level.QUALIFIED, Level.POSSIBLE)
_ALT_WORDS = 30


@dataclass(slots=True)
class _Draft:
    """A column while it is filled: `groups` are the ids of sections, or `recommendations`, that it holds."""

    role: Role | None
    head: Text
    groups: dict[str, list[Node]]

    @property
    def nodes(self) -> tuple[Node, ...]:
        return tuple(node for nodes in self.groups.values() for node in nodes)


def compose_map(
    brief: Brief, words: Wording, sections: Sequence[Section], responses: Responses | None
) -> ArgumentMap | None:
    """Return the map, or None where the brief has no links or there would be fewer than two columns."""
    drafts = _drafts(brief, words, sections, responses)
    if not brief.links or len(drafts) < 2:
        return None
    columns = tuple(Column(draft.role, draft.head, draft.nodes) for draft in drafts)
    edges = tuple(_edges(brief, drafts))
    labels = words.labels
    number = words.fixed("fig_map_no", labels.figure.format(number=1), Depth.SUMMARY)
    title = words.prose("map_title", "headlines.map", brief.headlines.map, Depth.SUMMARY) or words.fixed(
        "map_title", labels.map_title, Depth.SUMMARY
    )
    key_marks, key = _key(words, columns, edges)
    link_refs = [ref for link in brief.links for ref in link.refs]
    event_refs = brief.event.refs if brief.event else ()
    return ArgumentMap(
        heading=words.fixed("map_head", labels.map, Depth.DECK),
        number=number,
        title=title,
        columns=columns,
        edges=edges,
        key=key,
        key_marks=key_marks,
        note=_note(words, columns, edges),
        alt=_alt(words, title, columns),
        refs=words.refs("map_refs", "links", [*event_refs, *link_refs], Depth.DECK, ordered=True),
    )


def _drafts(
    brief: Brief, words: Wording, sections: Sequence[Section], responses: Responses | None
) -> list[_Draft]:
    labels = words.labels
    by_role = {role: [section for section in sections if section.role is role] for role in Role}

    def column(role: Role, head: str) -> list[_Draft]:
        found = by_role[role]
        slot = f"map_c_{role.value}"
        groups = {section.id: [_argument_node(argument) for argument in section.arguments] for section in found}
        return [_Draft(role, words.fixed(slot, head, Depth.SUMMARY), groups)] if groups else []

    hedged = all(
        argument.certainty is not None and argument.certainty.level is Level.POSSIBLE
        for section in by_role[Role.EFFECT]
        for argument in section.arguments
    )
    drafts = column(Role.CAUSE, labels.causes)
    if brief.event:
        drafts.append(_Draft(None, words.fixed("map_c_event", labels.event, Depth.SUMMARY), _event(brief, words)))
    drafts += column(Role.EFFECT, labels.possible_effects if hedged else labels.effects)
    drafts += [
        _Draft(
            Role.OTHER,
            Text(f"map_c_other{place}", section.title.runs, Depth.SUMMARY, section.title.path),
            {section.id: [_argument_node(argument) for argument in section.arguments]},
        )
        for place, section in enumerate(by_role[Role.OTHER], 1)
    ]
    replies = by_role[Role.RESPONSE]
    if responses:
        groups = {section.id: [_argument_node(argument) for argument in section.arguments] for section in replies}
        groups[RECOMMENDATIONS] = [
            Node(
                response.id,
                response.number,
                response.label,
                response.certainty.level if response.certainty else Level.ASSERTED,
                response.certainty is not None,
            )
            for response in responses.responses
        ]
        head = words.fixed("map_c_response", "".join(run.text for run in responses.heading.runs), Depth.SUMMARY)
        drafts.append(_Draft(Role.RESPONSE, head, groups))
    elif replies:
        drafts += column(Role.RESPONSE, replies[0].title.plain)
    return drafts


def _argument_node(argument: Argument) -> Node:
    certainty = argument.certainty
    return Node(
        argument.id,
        argument.number,
        argument.label,
        certainty.level if certainty else Level.ASSERTED,
        certainty is not None,
    )


def _event(brief: Brief, words: Wording) -> dict[str, list[Node]]:
    assert brief.event is not None
    label = words.needed("event_label", "event.label", brief.event.label, Depth.SUMMARY)
    detail = words.prose("event_text", "event.text", brief.event.text, Depth.SUMMARY)
    return {EVENT: [Node(EVENT, None, label, Level.ASSERTED, False, detail)]}


def _edges(brief: Brief, drafts: list[_Draft]) -> list[Edge]:
    """Return an edge a link. A link of two groups joins their columns; one of a node and a group fans out."""
    place = {group: str(index) for index, draft in enumerate(drafts) for group in draft.groups}
    column = {node.id: index for index, draft in enumerate(drafts) for node in draft.nodes}
    members = {group: nodes for draft in drafts for group, nodes in draft.groups.items()}
    single = {str(index) for index, draft in enumerate(drafts) if len(draft.nodes) == 1}
    found: dict[tuple[str, str, bool], Level] = {}

    def add(source: str, target: str, group: bool, level: Level) -> None:
        known = found.get((source, target, group), level)
        found[source, target, group] = max(known, level, key=_FIRMNESS.index)

    for link in brief.links:
        level = Level(link.certainty)
        source_group = link.from_ in members and link.from_ != EVENT
        target_group = link.to in members and link.to != EVENT
        if not source_group and not target_group:
            if link.from_ in column and link.to in column:
                add(link.from_, link.to, False, level)
            continue
        source = place.get(link.from_) or (str(column[link.from_]) if link.from_ in column else "")
        target = place.get(link.to) or (str(column[link.to]) if link.to in column else "")
        if not source or not target:
            continue
        if (source_group or source in single) and (target_group or target in single):
            add(source, target, True, level)
        elif source_group:
            for node in members[link.from_]:
                add(node.id, link.to, False, level)
        else:
            for node in members[link.to]:
                add(link.from_, node.id, False, level)
    return [Edge(source, target, level, group) for (source, target, group), level in found.items()]


def _key(
    words: Wording, columns: Sequence[Column], edges: Sequence[Edge]
) -> tuple[tuple[Level | str, ...], tuple[Text, ...]]:
    nodes = [node for column in columns for node in column.nodes]
    marked = {node.level for node in nodes if node.marked}
    drawn = {node.level for node in nodes} | {edge.level for edge in edges}
    labels = words.labels
    entries: list[tuple[Level | str, str]] = [
        (level, words.level(level)) for level in _FIRMNESS if level in marked
    ]
    if Level.ASSERTED in drawn:
        entries.append(("solid", labels.stated_outright))
    if drawn - {Level.ASSERTED}:
        entries.append(("dashed", labels.hedged))
    names = [mark if isinstance(mark, str) else mark.value for mark, _ in entries]
    texts = [words.fixed(f"key_{name}", word, Depth.SUMMARY) for name, (_, word) in zip(names, entries, strict=True)]
    return tuple(mark for mark, _ in entries), tuple(texts)


def _note(words: Wording, columns: Sequence[Column], edges: Sequence[Edge]) -> Text | None:
    """Say that effects and responses are not paired, where a group edge joins them and no edge pairs two of them."""
    roles = [column.role for column in columns]
    if Role.EFFECT not in roles or Role.RESPONSE not in roles:
        return None
    effects, responses = roles.index(Role.EFFECT), roles.index(Role.RESPONSE)
    grouped = any(edge.group and (edge.source, edge.target) == (str(effects), str(responses)) for edge in edges)
    left = {node.id for node in columns[effects].nodes}
    right = {node.id for node in columns[responses].nodes}
    paired = any(not edge.group and edge.source in left and edge.target in right for edge in edges)
    return words.fixed("map_note", words.labels.no_pairs, Depth.DECK) if grouped and not paired else None


def _alt(words: Wording, title: Text, columns: Sequence[Column]) -> Text:
    labels = words.labels
    alt = labels.map_alt.format(kind=labels.map, title=title.plain.rstrip("."))
    if len(alt.split()) > _ALT_WORDS:
        heads = labels.comma.join(column.head.plain for column in columns)
        alt = labels.map_alt_long.format(kind=labels.map, columns=heads)
    return words.fixed("map_alt", alt, Depth.SUMMARY)
