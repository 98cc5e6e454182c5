"""Reads plain values as a Brief by its declared fields, and finds everything that is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeVar, assert_never

from msgspec import NODEFAULT, Struct
from msgspec.structs import replace

from builder.brief.kinds import (
    NO_NUMBER,
    REF,
    SECTION,
    Amount,
    AnyKind,
    Choice,
    Day,
    Inner,
    Keyed,
    Moment,
    Number,
    Several,
    Shown,
    Text,
    may_be,
    may_be_empty,
    stand_in,
)
from builder.brief.model import Brief, Chart, Fact, Section, Source, Table
from builder.brief.natural.changes import Added, Change, Notes, Renamed
from builder.brief.part import SCHEME_LABELS, Limited, Marking, Part
from builder.brief.texts.dates import exact, moment
from builder.report.problems import Problem, Severity, enclosing, error, moved

if TYPE_CHECKING:
    from builder.brief.yaml.read import Parted, Value

MOST_PROBLEMS = 300  # shown; more of them have one cause

P = TypeVar("P", bound=Part)


WAITING = r"(?i)t\.?b\.?[acd]\.?|to be (?:announced|confirmed|decided|determined)"


class Checked(Struct, frozen=True):
    """What plain values say.

    `brief` has stand-ins at the paths in `unsure`, so that the rest of it can be checked too; it is None
    where too much is wrong. With no problems there is no stand-in. `changes` are what would make the values
    canonical, at paths as they are written; `origin` has these paths for those of the canonical values.
    """

    brief: Brief | None
    problems: tuple[Problem, ...]
    unsure: frozenset[str]
    changes: tuple[Change, ...] = ()
    origin: Mapping[str, str] = {}


def check_model(
    values: dict[str, Value], unread: Collection[str] = (), parted: Mapping[str, Parted] | None = None
) -> Checked:
    """Return the values as a Brief, with every problem of their shape.

    Nothing is said of the values at the `unread` paths, which were reported when they could not be read.
    `parted` are the texts of several paragraphs by their paths; only some fields may have them.
    """
    reading = _Reading(unread, parted or {})
    brief = reading.brief(values)
    severity = Severity.ERROR if brief.status == "final" else Severity.WARNING
    return Checked(
        None if reading.is_full() else brief,
        (*reading.problems, *reading.joined(severity)),
        frozenset(reading.unsure),
        tuple(reading.changes),
        reading.origin,
    )


class Read(Struct, frozen=True):
    """A value read before the rest of the brief, and which of its parts are not known."""

    value: Any
    unsure: frozenset[str]


def read_alone(kind: AnyKind, given: Value, path: str) -> Read:
    """Return a value as the model reads it, with stand-ins for what is wrong, which is reported later."""
    reading = _Reading((), {})
    reading.holders.append(Brief)
    value = reading._value_or_default(kind, given, path)
    return Read(value, frozenset(reading.unsure))


def is_unsure(path: str, unsure: Collection[str]) -> bool:
    """Return whether the path or what holds it is among the unsure ones."""
    return any(each in unsure for each in enclosing(path))


class _Refused(Exception):
    """A value is not of its kind; `instead` is what can be made of it."""

    def __init__(self, instead: object = None) -> None:
        self.instead = instead


class _Reading(Notes):
    def __init__(self, unread: Collection[str], parted: Mapping[str, Parted]) -> None:
        super().__init__(parted)
        self.unsure = set(unread)
        self.listed: set[type[Part]] = set()  # the parts whose keys a hint has listed
        self.holders: list[type[Part]] = []  # the part that is read, within those around it
        self.sources: list[dict[str, Value]] = []  # as given
        self.new: list[dict[str, Value]] = []  # sources that references add
        self.ids: set[str] = set()
        self.sections: list[dict[str, Value]] = []  # as given, under own keys
        self.section_ids: dict[int, str] = {}  # that the titles of sections have got
        self.is_final = False
        self.unknown: dict[str, None] = {}  # names of sources that nothing has

    def joined(self, severity: Severity) -> Iterator[Problem]:
        """Yield a problem for each text of several paragraphs whose field has but one."""
        shown = {written: path for path, written in self.origin.items()}
        for written, (_, begin) in self.parted.items():
            path = moved(written, shown) or written
            message = "the text has several paragraphs, which are joined into one"
            if begin:
                message = f"the line that begins with `{begin}` is joined to the one before it"
            if not is_unsure(path, self.unsure):
                yield Problem("one-paragraph", severity, path, message)

    def is_full(self) -> bool:
        return len(self.problems) > MOST_PROBLEMS

    def brief(self, values: dict[str, Value]) -> Brief:
        """Return the brief, with what its parts say of one another."""
        brief = self.part(Brief, values, "")
        if ids := self.section_ids:
            sections = (replace(one, id=one.id or ids.get(i)) for i, one in enumerate(brief.sections))
            brief = replace(brief, sections=tuple(sections))
        if self.new or not all(source.id for source in brief.sources):
            brief = replace(brief, sources=self._named(brief.sources))
        if not brief.criteria and (
            rated := dict.fromkeys(each for option in brief.options for each in option.ratings)
        ):
            self.origin.setdefault("criteria", self.written("options"))
            self.changes.append(Added("", "criteria", [*rated]))
            self._report_length("criteria", [*rated])
            brief = replace(brief, criteria=tuple(rated))
        return brief

    def _named(self, sources: tuple[Source, ...]) -> tuple[Source, ...]:
        """Return the sources with ids, and those that references add."""
        from builder.brief.natural.sources import ids_for

        named = []
        for index, (source, name) in enumerate(zip(sources, ids_for(sources, self.unknown), strict=True)):
            if not source.id:
                self.changes.append(Added(self.written(f"sources[{index}]"), "id", name))
            named.append(replace(source, id=name))
        named += [self.part(Source, new, f"sources[{len(named) + i}]") for i, new in enumerate(self.new)]
        if self.new and sources:
            self.changes += (Added(self.written("sources"), "", source) for source in self.new)
        elif self.new:
            self.changes.append(Added("", "sources", [*self.new]))
        self._report_length("sources", named)
        return tuple(named)

    def _report_length(self, key: str, values: list[Any]) -> None:
        kind = Brief.fields[key].kind
        if isinstance(kind, Several) and len(values) > kind.most:
            self._report(kind, values, key)

    def part(self, part: type[P], given: Value, path: str) -> P:
        """Return the part that is given as a mapping, or as the one text that it needs."""
        if isinstance(given, str) and part.plain:
            given = {part.plain: given}
            if self.parted:
                self.origin[f"{path}.{part.plain}"] = self.written(path)
        if isinstance(given, list) and part.listed:
            given = self._from_list(part, given, path)
        if not isinstance(given, dict):
            raise _Refused
        dot = f"{path}." if path else ""
        self.holders.append(part)
        if not given.keys() <= part.fields.keys():
            given = self._under_own_keys(part, given, path)
        if part is Brief:
            given = self._look_ahead(given)
        if part is Chart and "rows" in given:
            given = self._rows_of(given, path)
        if part in _TIDIED and not _is_tidy(part, given):
            given = self._tidied(part, given, path)
        values = {}
        for key, field in part.fields.items():
            value = given.get(key)
            if value is None and field.is_required:
                value, given = self._borrowed(part, key, given, path)
            if value is not None:
                values[field.name] = self._value_or_default(field.kind, value, dot + key, field.default)
            elif field.is_required:
                values[field.name] = stand_in(field.kind)
                self._report_missing(part, key, dot + key, is_there=key in given)
        self.holders.pop()
        return part(**values)

    def _from_list(self, part: type[Part], given: list[Value], path: str) -> dict[str, Value]:
        """Return the values of a part that is written as a list: `[2025, 118.4, 33.8]`."""
        (first, others), at = part.fields, self.written(path)
        self.origin[f"{path}.{first}"] = f"{at}[0]"
        self.origin |= {f"{path}.{others}[{index - 1}]": f"{at}[{index}]" for index in range(1, len(given))}
        return {first: given[0] if given else None, others: given[1:]}

    # What is written in another way.

    def _under_own_keys(self, part: type[Part], given: dict[str, Value], path: str) -> dict[str, Value]:
        """Return the values under the keys of the part that their own keys mean."""
        from builder.brief.natural import moves
        from builder.brief.natural.names import CONCLUSION, chosen_by, inside_keys, is_pair, meant_key, plain

        dot = f"{path}." if path else ""
        if is_pair(part, given):
            given = self._pair(part, given, path)
        kept = {key: value for key, value in given.items() if key in part.fields}
        elsewhere: dict[str, list[tuple[str, str]]] = {}  # part → its keys that are written beside it
        conclusion = arguments = ""
        unknown: list[str] = []
        for key, value in given.items():
            if key in part.fields:
                continue
            name, at = meant_key(part, key), self.written(dot + key)
            flag = chosen_by(part, key) if value is True and name is None else None
            if part is Brief and name is None and not flag and plain(key) in inside_keys():
                outer, name = inside_keys()[plain(key)]
                elsewhere.setdefault(outer, []).append((name, key))
                continue
            if name == "bottom_line" and plain(key) in CONCLUSION:
                conclusion = key
                continue
            if part is Brief and name is None and meant_key(Section, key) == "arguments":
                arguments = key
                continue
            if flag:
                name, value = flag
            elif name is None:
                unknown.append(key)
                continue
            if value in (None, [], {}) and name in kept:
                continue
            if kept.get(name) in (None, [], {}):
                kept[name], self.origin[dot + name] = value, at
                self.changes.append(Renamed(at, name))
                if flag:
                    self.change(dot + name, value)
            else:
                kept[name] = moves.both(self, part.fields[name].kind, kept[name], value, dot + name, at)
        for outer, keys in elsewhere.items():
            moves.move_inside(self, kept, outer, keys, given)
        if arguments:
            moves.as_section(self, kept, arguments, given[arguments])
        if conclusion:
            moves.conclude(self, kept, conclusion, given[conclusion])
        for key in unknown:
            if near := self._refuse_key(part, key, given[key], dot, kept):
                kept[near], self.origin[dot + near] = given[key], self.written(dot + key)
        return kept

    def _borrowed(
        self, part: type[Part], key: str, given: dict[str, Value], path: str
    ) -> tuple[Value, dict[str, Value]]:
        """Return the value of a missing key from another key that also means it, and the values left."""
        from builder.brief.natural.names import names_of

        dot = f"{path}." if path else ""
        for name in names_of(part, key):
            if name in part.fields and not part.fields[name].is_required and given.get(name) is not None:
                at = self.written(dot + name)
                self.origin[dot + key] = at
                self.changes.append(Renamed(at, key))
                return given[name], {one: value for one, value in given.items() if one != name}
        return None, given

    def _pair(self, part: type[Part], given: dict[str, Value], path: str) -> dict[str, Value]:
        """Return the values of a part from its only key and value: `GHG: greenhouse gas`."""
        from builder.brief.natural.meant import of_pair

        ((key, value),) = given.items()
        at = f"{self.written(path)}.{key}"
        pair = of_pair(part, key, value)
        if isinstance(value, dict):
            self.origin |= {f"{path}.{name}": f"{at}.{name}" for name in value}
        else:
            self.origin |= {f"{path}.{name}": at for name in pair}
        self.change(path, pair)
        return pair

    def _tidied(self, part: type[Part], given: dict[str, Value], path: str) -> dict[str, Value]:
        from builder.brief.natural.meant import tidied

        found = tidied(part, given)
        for key, value in found.items():
            at = f"{path}.{key}" if path else key
            if key == "from" and key not in given:
                self.origin[at] = self.written(f"{path}.value")
                self.changes.append(Renamed(self.written(f"{path}.value"), "from"))
            elif key not in given:
                self.changes.append(Added(self.written(path), key, value))
            elif value != given[key] and isinstance(value, str):
                self.change(at, value)
                if part is Brief:
                    self.remark(
                        "kind", f"`{found['kind_label']}` is printed; all else is as in a policy brief"
                    )
                elif "WHITE" in str(given[key]):
                    self.remark(at, "`WHITE` is read as `CLEAR`, as it is called since TLP 2.0")
        return found

    def _rows_of(self, chart: dict[str, Value], path: str) -> dict[str, Value]:
        """Return a chart with rows that are lists, where numbers are written under the names of series."""
        rows = chart["rows"]
        if not (isinstance(rows, list) and rows and isinstance(rows[0], dict) and len(rows[0]) > 1):
            return chart
        from builder.brief.natural.moves import keyed_rows, under_series

        return under_series(self, chart, path) if keyed_rows(rows) else chart

    def _look_ahead(self, brief: dict[str, Value]) -> dict[str, Value]:
        """Note what decides on the meaning of values in other parts; return the brief, its lists whole."""
        self.is_final = str(brief.get("status")).lower() == "final"
        if not all(section.keys() <= Section.fields.keys() for section in _mappings(brief.get("sections"))):
            from builder.brief.natural.moves import from_sections

            brief = from_sections(self, brief)
        sources = brief.get("sources")
        if isinstance(sources, dict) or any(len(one) == 1 for one in _mappings(sources)):
            from builder.brief.natural.meant import in_pairs

            sources = in_pairs(Source, sources)
        self.sources = _mappings(sources)
        self.sections = _mappings(brief.get("sections"))
        self.ids = {name for source in self.sources if isinstance(name := source.get("id"), str)}
        return brief

    def _placed(self, given: str, path: str) -> str:
        """Return the id of the section that is named by its title."""
        ids = {self._id_of(index): index for index in range(len(self.sections))}
        if given in ids:
            return given
        from builder.brief.natural.names import meant_key
        from builder.brief.natural.sources import free_id

        named = [
            index
            for index, section in enumerate(self.sections)
            if given.casefold()
            in (str(one).casefold() for key, one in section.items() if meant_key(Section, key) == "title")
        ]
        if len(named) != 1:
            return given
        index = named[0]
        if not (name := self._id_of(index)):
            name = self.section_ids[index] = free_id({"title": given.lower()}, ids)
            self.changes.append(Added(self.written(f"sections[{index}]"), "id", name))
        self.change(path, name)
        return name

    def _id_of(self, section: int) -> str:
        given = self.sections[section].get("id")
        return given if isinstance(given, str) else self.section_ids.get(section, "")

    def _cited(self, given: str, path: str) -> str:
        """Return a reference by the id of its source."""
        name = given.partition("#")[0]
        if name in self.ids:
            return given
        from builder.brief.natural.sources import meant_ref

        found = meant_ref(given, [*self.sources, *self.new])
        if found is None:
            self.unknown[name] = None
            return given
        if found.source:
            self.origin[f"sources[{len(self.sources) + len(self.new)}]"] = self.written(path)
            self.new.append(dict(found.source))
            self.ids.add(found.source["id"])
        self.change(path, found.ref)
        if found.remark:
            self.remark(path, found.remark)
        return found.ref

    # Values.

    def _value_or_default(self, kind: AnyKind, given: Value, path: str, default: object = NODEFAULT) -> Any:
        """Return the value, or what it means, or report it and return a stand-in."""
        try:
            return self._value(kind, given, path)
        except _Refused as refused:
            if (found := self.as_meant(kind, given, path)) is not None:
                if found.value is None:
                    return default
                return self._value_or_default(kind, found.value, path, default)
            self._report(kind, given, path)
            self.unsure.add(path)
            if refused.instead is not None:
                return refused.instead
            return stand_in(kind) if default is NODEFAULT else default

    def _value(self, kind: AnyKind, given: Value, path: str) -> Any:
        match kind:
            case Text():
                return self._text(kind, given, path)
            case Choice(words=words):
                if given not in words:
                    raise _Refused
                return given
            case Inner(part=part):
                return self.part(part, given, path)
            case Several():
                return self._list(kind, given, path)
            case Keyed(value=inside):
                if not isinstance(given, dict):
                    raise _Refused
                return {
                    key: self._value_or_default(inside, value, f"{path}.{key}")
                    for key, value in given.items()
                }
            case Day() | Moment():
                if not isinstance(given, str):
                    raise _Refused
                given = given.raw if isinstance(given, Shown) else given
                try:
                    return exact(given) if isinstance(kind, Day) else moment(given)
                except ValueError:
                    raise _Refused from None
            case Number():
                from builder.brief.facts.numerals import exact_number

                if kind.optional and given in (None, *NO_NUMBER):
                    return None
                if isinstance(given, Amount):
                    return given.number
                if not isinstance(given, str) or (number := exact_number(given)) is None:
                    raise _Refused
                return number
            case _:
                assert_never(kind)

    def _text(self, kind: Text, given: Value, path: str) -> str:
        if isinstance(given, dict) and kind.limited and not given.keys().isdisjoint(kind.limited.fields):
            limited: Any = self.part(kind.limited, given, path)
            return Limited(limited.text, limited.audience)
        if not isinstance(given, str):
            raise _Refused
        if kind is REF:
            given = self._cited(given, path)
        if kind is SECTION:
            given = self._placed(given, path)
        if kind.waits and self.is_final and re.fullmatch(WAITING, given.strip()):
            raise _Refused
        if kind.most is not None and len(given) > kind.most:
            raise _Refused(given[: kind.most])
        if not re.search(kind.pattern, given):
            raise _Refused
        lines = self.parted[at].lines if (at := self.written(path)) in self.parted else given
        if not kind.structured or lines.split() != given.split():
            return given
        self.parted.pop(at, None)
        return lines

    def _list(self, kind: Several[Any], given: Value, path: str) -> tuple[Any, ...]:
        if not isinstance(given, list):
            raise _Refused
        while given and given[-1] is None and not may_be_empty(kind.item):
            given = given[:-1]  # a dash, or a comma, that nothing follows
        if isinstance(kind.item, Inner) and any(_is_open(kind.item.part, item) for item in given):
            from builder.brief.natural.moves import divided

            given = divided(self, kind.item.part, given, path)
        items = [
            self._value_or_default(kind.item, item, f"{path}[{index}]") for index, item in enumerate(given)
        ]
        if len(items) < kind.least:
            raise _Refused
        if len(items) > kind.most:
            self._report(kind, given, path)
        return tuple(items[: kind.most])

    # Problems.

    def _refuse_key(
        self, part: type[Part], key: str, value: Value, dot: str, kept: dict[str, Value]
    ) -> str | None:
        """Report an unknown key; return the key that was probably meant, under which its value is read."""
        from builder.brief.faults import unknown_key
        from builder.brief.natural.names import near_key

        if self.is_full():
            return None
        near = near_key(part, key)
        near = near if near and may_be(part.fields[near].kind, value) else None
        is_taken = near is not None and kept.get(near) is not None
        rule, message, hint = unknown_key(key, value, part, near, is_taken=is_taken)
        if hint is None and part not in self.listed:
            self.listed.add(part)
            hint = f"valid keys here: {', '.join(part.fields)}"
        self._add(dot + key, rule, message, hint)
        return None if is_taken else near

    def _report_missing(self, part: type[Part], key: str, path: str, *, is_there: bool) -> None:
        from builder.brief.faults import missing_value

        message = f"`{key}` has no value" if is_there else f"the key `{key}` is missing"
        self._add(path, "required-keys", message, missing_value(key, part.fields[key].description))
        self.unsure.add(path)

    def _report(self, kind: AnyKind, given: Value, path: str) -> None:
        from builder.brief.faults import refused

        if not self.is_full():
            self._add(path, *refused(kind, given, path, self.holders[-1]))

    def _add(self, path: str, rule: str, message: str, hint: str | None) -> None:
        if not is_unsure(path, self.unsure):
            self.problems[error(rule, path, message, hint)] = None


def _mappings(given: Value) -> list[dict[str, Value]]:
    """Return the items of a list that are mappings; any other is an empty one."""
    listed = given if isinstance(given, list) else [given]
    return [one if isinstance(one, dict) else {} for one in listed if one]


def _is_open(part: type[Part], item: Value) -> bool:
    """Return whether an item has a list where the part has none."""
    return isinstance(item, dict) and any(
        isinstance(value, list) and (key not in part.fields or key == part.obvious)
        for key, value in item.items()
    )


_TIDIED = (Brief, Fact, Marking, Table)


def _is_tidy(part: type[Part], given: dict[str, Value]) -> bool:
    """Return whether a kind is a word of the model, a label is of its scheme, and no row is too long."""
    if part is Brief:
        kind = Brief.fields["kind"].kind
        return isinstance(kind, Choice) and given.get("kind", kind.words[0]) in kind.words
    if part is Marking:
        return given.get("label") in SCHEME_LABELS.get(str(given.get("scheme")), ())
    if part is Fact:
        return not isinstance(given.get("value"), dict)
    columns, rows = given.get("columns"), given.get("rows")
    most = len(columns) if isinstance(columns, list) else 0
    return not isinstance(rows, list) or all(len(row) <= most for row in rows if isinstance(row, list))
