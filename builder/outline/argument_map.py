"""Composes the argument map, Figure 1, of columns, nodes and edges; coordinates are left to the layout."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from operator import or_
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from builder.languages.labels import Labels
from builder.outline.blocks import Argument, ArgumentMap, Column, Edge, Node, Response, Responses, Section
from builder.outline.text import Depth, Level, Role, Text
from builder.outline.typography import NO_BREAK
from builder.outline.wording import Wording

if TYPE_CHECKING:
    from builder.brief import model

EVENT = "event"
RECOMMENDATIONS = "recommendations"
_FIRMNESS = (Level.ASSERTED, Level.QUALIFIED, Level.POSSIBLE)
_BOXES = 6  # of responses; more are shown by their groups, or in the last box
_ALT_WORDS = 30  # besides the arrows


class _Draft(Struct):
    """A column while it is being filled; `groups` has the nodes by id of section, or `recommendations`."""

    role: Role | None
    head: Text
    groups: dict[str, list[Node]]

    @property
    def nodes(self) -> tuple[Node, ...]:
        return tuple(node for nodes in self.groups.values() for node in nodes)


def compose_map(
    brief: model.Brief, words: Wording, sections: Sequence[Section], responses: Responses | None
) -> ArgumentMap | None:
    """Return the map, or None where the brief has no links or there would be fewer than two columns."""
    drafts = _drafts(brief, words, sections, responses)
    if not brief.links or len(drafts) < 2:
        return None
    drafts = _linked(brief, drafts)
    columns = tuple(Column(draft.role, draft.head, draft.nodes) for draft in drafts)
    edges = _edges(brief, drafts)
    labels = words.labels
    number = words.fixed("fig_map_no", labels.figure.format(number=1), Depth.SUMMARY)
    title = words.optional("map_title", "headlines.map", brief.headlines.map, Depth.SUMMARY) or words.fixed(
        "map_title", _title(words, columns), Depth.SUMMARY
    )
    key_marks, key = _key(words, columns, edges)
    arrows = _arrows(words, columns, edges)
    link_refs = [ref for link in brief.links for ref in link.refs]
    event_refs = brief.event.refs if brief.event else ()
    cited = [*event_refs, *link_refs] or _sources_of_claims(brief)
    return ArgumentMap(
        heading=words.fixed("map_head", labels.map, Depth.DECK),
        number=number,
        title=title,
        columns=columns,
        edges=edges,
        key=key,
        key_marks=key_marks,
        note=_note(words, columns, edges),
        arrows=arrows,
        alt=_alt(words, title, columns, arrows),
        refs=words.refs("map_refs", "links", cited, Depth.DECK, ordered=True),
        refs_label=words.refs_label("map", cited),
    )


def _sources_of_claims(brief: model.Brief) -> list[str]:
    """Return the sources of all arguments, whole: a map is drawn from them if its links cite none."""
    refs = (ref for section in brief.sections for argument in section.arguments for ref in argument.refs)
    return list(dict.fromkeys(ref.partition("#")[0] for ref in refs))


def _title(words: Wording, columns: Sequence[Column]) -> str:
    """Return "Fewer lessons: two causes and three effects"; of a map without an event, its plain title."""
    titles, labels = words.labels.titles, words.labels
    effects = titles.map_effects
    if any(_only_possible(column.nodes) for column in columns if column.role is Role.EFFECT):
        effects = titles.map_possible
    parts = {Role.CAUSE: titles.map_causes, Role.EFFECT: effects, Role.RESPONSE: titles.map_responses}
    counts = {column.role: sum(len(node.holds) or 1 for node in column.nodes) for column in columns}
    named = tuple(
        parts[role][count > 1].format(count=titles.number(count))
        for role, count in counts.items()
        if role in parts
    )
    event = next((column.nodes[0].label.plain for column in columns if column.role is None), "")
    if not event or not named:
        return labels.map_title
    return titles.mapped.format(event=event.rstrip(".。!?！？"), parts=labels.listed(named))


def _drafts(
    brief: model.Brief, words: Wording, sections: Sequence[Section], responses: Responses | None
) -> Sequence[_Draft]:
    """Return the columns from left to right: causes, event, effects, other sections, responses.

    An other section that a link touches has a column of its own under its title: on the left where it comes
    before all causes and effects, else before the responses. Without a link it has no part in the flow.
    """
    labels = words.labels
    first = next((index for index, section in enumerate(sections) if section.role is not Role.OTHER), 0)
    ends = {end for link in brief.links for end in (link.from_, link.to)}
    leading, others = (
        [
            _other(section, words)
            for section in part
            if section.role is Role.OTHER and _is_named(section, ends)
        ]
        for part in (sections[:first], sections[first:])
    )
    event = [_event(brief.event, words)] if brief.event else []
    return [
        *leading,
        *_column(words, sections, Role.CAUSE, labels.causes),
        *event,
        *_column(words, sections, Role.EFFECT, _effects_head(labels, sections)),
        *others,
        *_responses(words, sections, responses),
    ]


def _linked(brief: model.Brief, drafts: Sequence[_Draft]) -> Sequence[_Draft]:
    """Return the columns that a link joins, with the event; all of them if those are fewer than two.

    A column without an arrow has no part in the flow: the brief does not say what leads to it.
    """
    columns = _columns(drafts)
    ends = [(columns.get(link.from_), columns.get(link.to)) for link in brief.links]
    joined = {
        end for left, right in ends if None not in (left, right) and left != right for end in (left, right)
    }
    found = [draft for index, draft in enumerate(drafts) if draft.role is None or index in joined]
    return found if len(found) > 1 else drafts


def _columns(drafts: Sequence[_Draft]) -> dict[str, int]:
    """Return the index of the column of each group, node, and response that a node holds."""
    return {
        name: index
        for index, draft in enumerate(drafts)
        for group, nodes in draft.groups.items()
        for name in (group, *(each for node in nodes for each in (node.id, *node.holds)))
    }


def _column(words: Wording, sections: Sequence[Section], role: Role, head: str) -> list[_Draft]:
    groups = {section.id: list(map(_node, section.arguments)) for section in sections if section.role is role}
    return [_Draft(role, words.fixed(f"map_{role.value}", head, Depth.SUMMARY), groups)] if groups else []


def _effects_head(labels: Labels, sections: Sequence[Section]) -> str:
    """Return "Possible effects" if the source calls every one of them no more than possible."""
    effects = [
        _node(each) for section in sections if section.role is Role.EFFECT for each in section.arguments
    ]
    return labels.possible_effects if _only_possible(effects) else labels.effects


def _only_possible(nodes: Sequence[Node]) -> bool:
    return all(node.level is Level.POSSIBLE for node in nodes)


def _is_named(section: Section, ends: set[str]) -> bool:
    """Whether a link starts or ends at the section or one of its arguments."""
    return section.id in ends or any(argument.id in ends for argument in section.arguments)


def _other(section: Section, words: Wording) -> _Draft:
    head = words.fixed(f"{section.title.slot}_map", section.title.plain, Depth.SUMMARY, section.title.path)
    return _Draft(Role.OTHER, head, {section.id: list(map(_node, section.arguments))})


def _responses(words: Wording, sections: Sequence[Section], responses: Responses | None) -> list[_Draft]:
    """Return the last column: the sections of that role, then the responses.

    Its head is the responses' heading if it has nothing else, the title of the one section there is, or the
    role's name.
    """
    titles = [section.title.plain for section in sections if section.role is Role.RESPONSE]
    if responses is None:
        head = titles[0] if len(titles) == 1 else words.labels.responses
        return _column(words, sections, Role.RESPONSE, head)
    heading = words.labels.responses if titles else responses.heading.plain
    draft, *_ = _column(words, sections, Role.RESPONSE, heading) or [
        _Draft(Role.RESPONSE, words.fixed("map_response", heading, Depth.SUMMARY), {})
    ]
    draft.groups[RECOMMENDATIONS] = _boxes(words, responses)
    return [draft]


def _boxes(words: Wording, responses: Responses) -> list[Node]:
    """Return a node for each response; where they are many, for each group or the first and the rest."""
    all_of_them = responses.responses
    if len(all_of_them) <= _BOXES:
        return list(map(_node, all_of_them))
    groups = [(group.reader, tuple(each.id for each in group.responses)) for group in responses.groups]
    if 1 < len(groups) <= _BOXES:
        return [
            _box(f"G{index}", replace(reader, slot=f"{reader.slot}_map", depth=Depth.SUMMARY), ids)
            for index, (reader, ids) in enumerate(groups, 1)
            if reader is not None
        ]
    shown, rest = all_of_them[: _BOXES - 1], tuple(each.id for each in all_of_them[_BOXES - 1 :])
    more = words.fixed(
        "map_more", words.labels.and_more.format(count=len(rest)), Depth.SUMMARY, "recommendations"
    )
    return [*map(_node, shown), _box("G1", more, rest)]


def _box(id: str, label: Text, holds: tuple[str, ...]) -> Node:
    return Node(id, None, label, Level.ASSERTED, False, holds=holds)


def _node(one: Argument | Response) -> Node:
    level = one.certainty.level if one.certainty else Level.ASSERTED
    return Node(one.id, one.number, one.label, level, one.certainty is not None)


def _event(event: model.Event, words: Wording) -> _Draft:
    label = words.text("event_label", "event.label", event.label, Depth.SUMMARY)
    detail = words.optional("event_text", "event.text", event.text, Depth.SUMMARY)
    node = Node(EVENT, None, label, Level.ASSERTED, False, detail)
    return _Draft(None, words.fixed("map_event", words.labels.event, Depth.SUMMARY), {EVENT: [node]})


def _edges(brief: model.Brief, drafts: Sequence[_Draft]) -> tuple[Edge, ...]:
    """Return each arrow that links state once, as firm as the least firm of those links.

    A link of two groups joins their columns; so does one of a group and a node that is alone in its column,
    if all its arrows are equally firm or would pass another column. Any other fans out to the group's nodes,
    because the node's neighbours are not meant; so does one of the event and the column
    beside it, whose rows all face the event.
    A link inside one column is not drawn.
    """
    columns = _columns(drafts)
    nodes = {node.id: node for draft in drafts for node in draft.nodes}
    members = {group: nodes for draft in drafts for group, nodes in draft.groups.items() if group != EVENT}
    boxes = {held: node.id for node in nodes.values() for held in node.holds}
    found: dict[tuple[str, str, bool], Level] = {}
    for link in brief.links:
        start, end = boxes.get(link.from_, link.from_), boxes.get(link.to, link.to)
        left, right = columns.get(start), columns.get(end)
        if left is None or right is None or left == right:
            continue
        sources, targets = (members.get(one) or [nodes[one]] for one in (start, end))
        answers = Role.RESPONSE in (drafts[left].role, drafts[right].role)
        levels = {
            (source.id, target.id): _firmness(link, source, target, answers)
            for source in sources
            for target in targets
        }
        if _is_group(drafts, (left, start), (right, end)) and (
            len(sources) > 1 < len(targets) or len(set(levels.values())) == 1 or abs(left - right) > 1
        ):
            level = max(levels.values(), key=_FIRMNESS.index)
            arrows = {(str(left), str(right), True): level}
        else:
            arrows = {(*ends, False): level for ends, level in levels.items()}
        for arrow, level in arrows.items():
            found[arrow] = max(found.get(arrow, level), level, key=_FIRMNESS.index)
    return tuple(Edge(source, target, level, group) for (source, target, group), level in found.items())


def _firmness(link: model.MapLink, source: Node, target: Node, answers: bool) -> Level:
    """Return the certainty of an arrow: the link's own or, if it has none, the lesser of the claims it joins.

    One that `answers`, to or from a response, is a step of the authors: it does not depend on a claim.
    """
    if link.certainty is not None:
        return Level(link.certainty)
    return Level.ASSERTED if answers else max(source.level, target.level, key=_FIRMNESS.index)


def _is_group(drafts: Sequence[_Draft], *ends: tuple[int, str]) -> bool:
    """Whether two ends, each a column and an id, are a group and another, or a node alone in its column."""
    whole = [name in drafts[index].groups and name != EVENT for index, name in ends]
    alone = [len(drafts[index].nodes) == 1 for index, _ in ends]
    (left, _), (right, _) = ends
    faces = abs(left - right) == 1 and None in (drafts[left].role, drafts[right].role)
    return any(whole) and all(map(or_, whole, alone)) and not faces


def _key(
    words: Wording, columns: Sequence[Column], edges: Sequence[Edge]
) -> tuple[tuple[Level | str, ...], tuple[Text, ...]]:
    """Return the marks and lines that occur, with their words; a node without certainty has neither."""
    nodes = [node for column in columns for node in column.nodes]
    marked = {node.level for node in nodes if node.marked}
    drawn = marked | {edge.level for edge in edges}
    labels = words.labels
    entries: list[tuple[Level | str, str]] = [
        (level, words.level(level)) for level in _FIRMNESS if level in marked
    ]
    if Level.ASSERTED in drawn:
        entries.append(("solid", labels.stated_outright))
    if drawn - {Level.ASSERTED}:
        entries.append(("dashed", labels.hedged))
    slots = (mark.value if isinstance(mark, Level) else mark for mark, _ in entries)
    texts = (  # which no line end parts
        words.fixed(f"key_{slot}", word.replace(" ", NO_BREAK), Depth.SUMMARY)
        for slot, (_, word) in zip(slots, entries, strict=True)
    )
    return tuple(mark for mark, _ in entries), tuple(texts)


def _note(words: Wording, columns: Sequence[Column], edges: Sequence[Edge]) -> Text | None:
    """Return the note that no effect has its own response, if only a group edge joins the two columns.

    The only response there is would be that of every effect.
    """
    roles = [column.role for column in columns]
    if Role.EFFECT not in roles or Role.RESPONSE not in roles:
        return None
    effects, responses = roles.index(Role.EFFECT), roles.index(Role.RESPONSE)
    grouped = any(
        edge.group and (edge.source, edge.target) == (str(effects), str(responses)) for edge in edges
    )
    left = {node.id for node in columns[effects].nodes}
    right = {node.id for node in columns[responses].nodes}
    paired = len(right) == 1 or any(
        {edge.source, edge.target} & left and {edge.source, edge.target} & right for edge in edges
    )
    return words.fixed("map_note", words.labels.no_pairs, Depth.DECK) if grouped and not paired else None


def _arrows(words: Wording, columns: Sequence[Column], edges: Sequence[Edge]) -> Text | None:
    """Return every arrow in words: which nodes lead to which, and whether only possibly."""
    labels = words.labels
    numbers = {
        node.id: (node.number or node.label).plain
        for column in columns
        for node in column.nodes
        if node.id != EVENT
    }
    sources: dict[tuple[str, bool, bool], list[str]] = {}
    for edge in edges:
        firm = edge.level is Level.ASSERTED
        sources.setdefault((edge.target, edge.group, firm), []).append(edge.source)

    def nodes(ends: Sequence[str], group: bool) -> Sequence[str]:
        """Return the nodes at the ends: those of a column where the ends are columns."""
        return [node.id for end in ends for node in columns[int(end)].nodes] if group else ends

    targets: dict[tuple[tuple[str, ...], bool, bool, bool], list[str]] = {}
    for (target, group, firm), ends in sources.items():
        key = (tuple(ends), group, firm, nodes([target], group) == [EVENT])
        targets.setdefault(key, []).append(target)

    def named(ends: Sequence[str], group: bool) -> str:
        """Return the event or the numbers of nodes."""
        found = labels.listed(tuple(numbers.get(node, labels.the_event) for node in nodes(ends, group)))
        return labels.node_group.format(nodes=found) if group and len(nodes(ends, group)) > 1 else found

    def clause(ends: tuple[str, ...], group: bool, firm: bool, event: bool, others: list[str]) -> str:
        one = len(nodes(ends, group)) == 1
        pattern = (labels.leads, labels.lead) if firm else (labels.leads_possibly, labels.lead_possibly)
        to = labels.to_event if event else labels.to_nodes.format(nodes=named(others, group))
        return pattern[not one].format(sources=named(ends, group), to=to)

    clauses = labels.semicolon.join(clause(*key, others) for key, others in targets.items())
    return words.fixed("map_arrows", clauses[0].upper() + clauses[1:], Depth.DECK) if clauses else None


def _alt(words: Wording, title: Text, columns: Sequence[Column], arrows: Text | None) -> Text:
    """Return the title, or the heads of the columns instead of a long one, and the arrows."""
    labels = words.labels
    space = labels.space if labels.full_stop.isascii() else ""
    sentences = arrows.plain + labels.full_stop + space if arrows else ""
    alt = partial(labels.map_alt.format, kind=labels.map, title=title.plain.rstrip("."))
    if len(alt(arrows="").split()) > _ALT_WORDS:
        heads = labels.comma.join(column.head.plain for column in columns)
        alt = partial(labels.map_alt_long.format, kind=labels.map, columns=heads)
    return words.fixed("map_alt", alt(arrows=sentences), Depth.SUMMARY)
