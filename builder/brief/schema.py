"""Writes the declared fields of a brief as a JSON Schema for editors, which admits what the loader admits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from inspect import getdoc
from typing import Any, assert_never

from builder.brief.kinds import NOT_BLANK, AnyKind, Choice, Day, Inner, Keyed, Moment, Number, Several, Text
from builder.brief.model import Brief
from builder.brief.natural.names import names_by_key, names_of
from builder.brief.part import SCHEME_LABELS, Field, Marking, Part
from builder.report.rules import RULES

_EXAMPLE = {
    "title": "The ferry should keep running",
    "bottom_line": "The ferry pays for itself, and the bridge will not open before 2031.",
    "sections": [
        {"title": "Why keep it", "arguments": [{"claim": "The ferry carries nine in ten commuters."}]}
    ],
}

# What each value of a choice means, and in which of the files it shows.
_MEANINGS = """
Brief.page A4: 210 × 297 mm: memo and summary.
Brief.page Letter: 8.5 × 11 inches: memo and summary.
Brief.kind policy_brief: An argument for readers outside. All three files say “Policy brief” at their head.
Brief.kind information_memo: For somebody’s information: requires `to` and `from`. All three files say so.
Brief.kind decision_memo: Requires `to`, `from`, `subject` and an ask; the memo has lines to sign.
Brief.status draft: “Draft” on every page and slide of all three files.
Brief.status review: “For review” on every page and slide of all three files.
Brief.status final: “Final” on every page and slide of all three files; stricter rules apply.
Brief.unknowns show: All three files say what is not known, such as “Date not set”.
Brief.unknowns hide: No file says that something is not known.
Person.corresponding yes: Readers write to this one where four or more are shortened: all files.
Person.corresponding no: Readers write to another author, or to the first with an email.
Recipient.early yes: `brief send` may send it before the embargo ends.
Recipient.early no: `brief send` waits for the end of the embargo.
Imprint.qr yes: A QR code leads to `url`: all three files.
Imprint.qr no: No QR code.
Option.recommended yes: Marked in the comparison and named in its title: memo, deck.
Option.recommended no: One of the choices.
Section.role cause: Before the event in the argument map, in the colour of causes: all three files.
Section.role effect: After the event in the argument map, in the colour of effects: all three files.
Section.role response: In the column of responses of the argument map, in their colour: all three files.
Section.role other: Not in the argument map, unless a link names it; in a neutral colour.
Implication.origin author: Named “Our reading” in all three files.
Implication.origin source: Named “The source’s reading” in all three files.
Recommendation.origin author: A recommendation of the authors: all three files.
Recommendation.origin source: A response that the source suggests, named so: all three files.
Evidence.kind source_statement: “Source statement”, on the slide, as where `refs` are given without a kind.
Evidence.kind example: “Example”, on the slide.
Evidence.kind data: “Data”, on the slide.
Evidence.kind quote: “Quotation”, on the slide.
Evidence.kind expert_view: “Expert view”, on the slide.
Certainty.level asserted: The source states it as fact: a full mark beside the claim in all three files.
Certainty.level qualified: The source states it, but softens how or why: a half mark in all three files.
Certainty.level possible: The source says it may, could or might be so: an open mark in all three files.
MapLink.certainty asserted: A solid arrow in the argument map of memo and deck.
MapLink.certainty qualified: A dashed arrow in the argument map of memo and deck.
MapLink.certainty possible: A dashed arrow in the argument map of memo and deck.
Confidence.level high: “Our confidence: high”, in memo and deck.
Confidence.level moderate: “Our confidence: moderate”, in memo and deck.
Confidence.level low: “Our confidence: low”, in memo and deck.
Limit.kind missing: “Not said”, before it on the slide.
Limit.kind ambiguous: “Left open”, before it on the slide.
Limit.kind tension: “Tension”, before it on the slide.
Chart.kind bar: Bars from the left, the longest texts beside them: for places, groups, answers.
Chart.kind column: Columns side by side: for a few years or short names.
Chart.kind grouped: Columns of several series beside each other, for each category.
Chart.kind stacked: Bars of segments: parts of a whole whose size matters, too.
Chart.kind percent: Bars of segments, all of one length: parts of a whole, as shares.
Chart.kind line: Lines from left to right, named at their ends: for many years.
Chart.kind area: Filled areas on top of each other, from left to right.
Chart.kind dot: Dots over the categories: where an axis from 0 would hide the differences.
Chart.kind slope: Lines between two points in time: who gained, who lost.
Chart.kind waterfall: Columns that begin where the last one ended; the last is the total, if it is the sum.
Chart.kind multiples: A small bar chart for each series, each with a unit of its own.
Param.type text: Any words; no sign in them is markup.
Param.type number: A number, printed with its unit as the language writes it.
Param.type date: A day, month, quarter or year, printed as the language writes it.
Param.type bool: True or false, for conditions: `if: coastal`.
Box.kind case: “Case study”, in the head of the box: memo and deck.
Box.kind method: “Method”, in the head of the box: memo and deck.
Box.kind definition: “Definition”, in the head of the box: memo and deck.
Box.kind example: “Example”, in the head of the box: memo and deck.
TimelineStep.kind event: The brief’s own event: drawn dark on the slide.
TimelineStep.kind suggested: Not yet real: drawn dashed on the slide, and called suggested.
Marking.scheme tlp: Traffic Light Protocol 2.0: `TLP:AMBER`, on every page and slide.
Marking.scheme uk: UK classifications, on every page and slide; `caveat` is the descriptor.
Marking.scheme cui: The banner on every page and slide, and the `designation` on the first.
Marking.scheme free: Any words, on every page and slide.
tlp RED: For the named recipients only.
tlp AMBER: For the recipients’ organisation and its clients, as far as they need to know.
tlp AMBER+STRICT: For the recipients’ organisation only.
tlp GREEN: For the recipients’ community; not for publication.
tlp CLEAR: For everybody; called WHITE before TLP 2.0.
uk OFFICIAL: The usual marking of government business.
uk OFFICIAL-SENSITIVE: OFFICIAL, for those who need to know.
uk SECRET: Very sensitive: needs protection against capable attackers.
uk TOP SECRET: The most sensitive: only on systems made for it.
"""
_PARAM = r"\{param:"  # whose value decides
_BANNER = "^(CUI|CONTROLLED)(//[A-Z][A-Z0-9 ,/-]*)*$"  # 32 CFR 2002.20


@cache
def meanings() -> Mapping[str, str]:
    """Return what values mean, by part, key and value, or by scheme and label of a marking."""
    return dict(line.split(": ", 1) for line in _MEANINGS.strip().splitlines())


def brief_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a brief.

    It shows the canonical form, and admits what an author may well keep: null for a key that can be left
    out, one item for a list of it, plain text for a part with one obvious key, a bare number for a text, and
    other names of keys. Editors underline what is left, such as capitals, `Draft` or `5 March 2026`, because
    they should offer one spelling only; `brief check --fix` writes it.
    """
    parts: dict[str, Any] = {}
    brief = _mapping(Brief, parts)
    brief["patternProperties"][r"^(\.|x-)"] = {"description": "Values that YAML aliases repeat."}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$defs": dict(sorted(parts.items())),
        **brief,
        "title": "Policy brief",
        "examples": [_EXAMPLE],
    }


def snippets() -> dict[str, Any]:
    """Return the snippets for Visual Studio Code: parts of a brief to be typed over."""
    from importlib.resources import files

    import yaml

    text = (files("builder.brief") / "templates" / "snippets.yaml").read_text("utf-8")
    return {
        f"brief: {name}": {
            "scope": "yaml",
            "prefix": f"brief-{name}",
            "description": f"{one['what']} ({one['at'] or 'at the top level'})",
            "body": one["text"].splitlines(),
        }
        for name, one in yaml.load(text, yaml.BaseLoader).items()
    }


def _mapping(part: type[Part], parts: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a part, and enter those inside it among the parts."""
    return {
        "title": part.__name__,
        "description": getdoc(part),
        "type": "object",
        "properties": {key: _field(part, key, field, parts) for key, field in part.fields.items()},
        **({"patternProperties": _other_names(part)} if any(names_by_key(part).values()) else {}),
        "required": [key for key, field in part.fields.items() if field.is_required],
        "additionalProperties": False,
        **({"allOf": [*_labels()]} if part is Marking else {}),
    }


def _labels() -> Iterable[dict[str, Any]]:
    """Yield which labels the schemes of a marking have."""
    for scheme, labels in SCHEME_LABELS.items():
        own = {"pattern": _BANNER} if scheme == "cui" else _enum(labels, f"{scheme} ") if labels else {}
        if own:
            is_scheme = {"properties": {"scheme": {"const": scheme}}, "required": ["scheme"]}
            yield {"if": is_scheme, "then": {"properties": {"label": own}}}


def _enum(words: Iterable[str], before: str) -> dict[str, Any]:
    return {"enum": [*words], "enumDescriptions": [meanings()[before + word] for word in words]}


def _other_names(part: type[Part]) -> dict[str, Any]:
    """Return what other names of keys hold: patterns, which editors do not offer as keys."""
    return {
        f"^({'|'.join(names)})$": {"description": f"Another name of `{key}`."}
        for key, names in names_by_key(part).items()
        if names
    }


def _field(part: type[Part], key: str, field: Field, parts: dict[str, Any]) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "title": key.replace("_", " ").title(),
        "description": field.description,
        "markdownDescription": _explained(part, key, field),
    }
    if field.examples:
        shown["examples"] = list(field.examples)
    name = f"{part.__name__}.{key} "
    if field.is_required:
        return shown | _one(field.kind, parts, name)
    if not isinstance(field.default, Part):
        shown["default"] = [] if field.default == () else field.default
    return shown | {"anyOf": [*_kinds(field.kind, parts, name), {"type": "null"}]}


def _explained(part: type[Part], key: str, field: Field) -> str:
    """Return what a field is, with its limits and other names, as an editor shows it."""
    kind, notes = field.kind, ["Required." if field.is_required else ""]
    if field.default and isinstance(field.default, str):
        notes.append(f"Default: `{field.default}`.")
    if field.words:
        notes.append(f"Budget: {field.words} words.")
    if isinstance(kind, Several):
        notes.append(f"Up to {kind.most} items.")
    if isinstance(kind, Text) and kind.structured:
        notes.append("Paragraphs, `- items`, `1. items` and `### Subheadings`.")
    if isinstance(kind, Text) and kind.limited:
        notes.append("May be for some audiences only: `{text: …, audience: [name]}`.")
    if names := [*names_of(part, key)]:
        notes.append(f"Also: {', '.join(f'`{name}`' for name in names)}.")
    return f"**{key}**: {field.description}\n\n{' '.join(filter(None, notes))}".rstrip()


def _kinds(kind: AnyKind, parts: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """Return the schemas of the forms that a value of a kind may have; `name` is that of its field."""
    match kind:
        case Text() if name == "Brief.ignore ":
            return [{"enum": [*RULES], "enumDescriptions": [rule.holds for rule in RULES.values()]}]
        case Text(pattern=pattern, most=most, limited=limited, empty=empty, joins=joins):
            strict = pattern not in ("", NOT_BLANK)
            shown = f"{pattern}|{_PARAM}" if strict else pattern
            text: dict[str, Any] = {"type": ["string", "number"], "pattern": shown}
            if empty:
                text = {"type": ["string", "number", "boolean", "null"]}
            text |= {"maxLength": most} if most else {}
            several = {"type": "array", "items": text}
            return [text, *([_part(limited, parts)] if limited else []), *([several] if joins else [])]
        case Choice(words=words):
            drawn = name == "Table.chart "  # the same words as for a chart
            return [{"type": "string", **_enum(words, "Chart.kind " if drawn else name)}]
        case Day():
            return [
                {
                    "type": ["string", "integer"],
                    "pattern": rf"^[0-9]{{4}}(-[0-9]{{2}}(-[0-9]{{2}})?|-Q[1-4])?$|{_PARAM}",
                }
            ]
        case Moment():
            return [{"type": "string", "format": "date-time"}]
        case Number(optional=optional):
            none = "|[-–—]?" if optional else ""  # where there is no number
            pattern = rf"^(-?[0-9]{{1,15}}(\.[0-9]{{1,12}})?|\{{(fact|param):[^{{}}]+\}}{none})$"
            return [{"type": ["number", "string"], "pattern": pattern}]
        case Several(item=item, least=least, most=most):
            listed: dict[str, Any] = {"type": "array", "items": _one(item, parts, name), "maxItems": most}
            one = _kinds(item, parts, name) if least < 2 and not isinstance(item, Several) else []
            return [listed | ({"minItems": least} if least else {}), *one]
        case Keyed(value=value):
            return [{"type": "object", "additionalProperties": _one(value, parts, name)}]
        case Inner(part=part):
            return [_part(part, parts)]
        case _:
            assert_never(kind)


def _one(kind: AnyKind, parts: dict[str, Any], name: str) -> dict[str, Any]:
    kinds = _kinds(kind, parts, name)
    return kinds[0] if len(kinds) == 1 else {"anyOf": kinds}


def _part(part: type[Part], parts: dict[str, Any]) -> dict[str, Any]:
    """Return a reference to the schema of a part, which is written once."""
    name = part.__name__
    if name not in parts:
        parts[name] = mapping = _mapping(part, parts)
        if key := part.plain or part.obvious:
            kept = mapping["properties"][key]
            text = kept if part.plain else {"description": kept["description"], "type": "string"}
            parts[name] = {"title": mapping.pop("title"), "anyOf": [text, mapping]}
        elif part.listed:
            first, others = (field.kind for field in part.fields.values())
            values = _kinds(others, parts, f"{name}.values ")[0]
            row = {"type": "array", "prefixItems": [_one(first, parts, f"{name}.category ")]}
            row |= {
                "items": values["items"],
                "minItems": 1 + values["minItems"],
                "maxItems": 1 + values["maxItems"],
            }
            parts[name] = {"title": mapping.pop("title"), "anyOf": [row, mapping]}
    return {"$ref": f"#/$defs/{name}"}
