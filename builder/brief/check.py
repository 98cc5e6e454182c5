"""Reads plain values as a Brief by its declared fields, and finds everything that is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeVar, assert_never

from msgspec import NODEFAULT, Struct
from msgspec.structs import replace

from builder.brief.dates import exact, moment
from builder.brief.kinds import REF, SECTION, AnyKind, Choice, Day, Inner, Keyed, Moment, Several, Text
from builder.brief.model import Brief, Section, Source, Table
from builder.brief.natural.changes import Added, Change, Read, Removed, Renamed
from builder.brief.part import SCHEME_LABELS, Limited, Marking, Part
from builder.languages.language import DEFAULT, language_for, tag_of
from builder.report.problems import Problem, Severity, enclosing, error, moved, warning

if TYPE_CHECKING:
    from builder.brief.natural.meant import Meant
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


def is_unsure(path: str, unsure: Collection[str]) -> bool:
    """Return whether the path or what holds it is among the unsure ones."""
    return any(each in unsure for each in enclosing(path))


class _Refused(Exception):
    """A value is not of its kind; `instead` is what can be made of it."""

    def __init__(self, instead: object = None) -> None:
        self.instead = instead


class _Reading:
    def __init__(self, unread: Collection[str], parted: Mapping[str, Parted]) -> None:
        self.parted = dict(parted)
        self.problems: dict[Problem, None] = {}
        self.unsure = set(unread)
        self.listed: set[type[Part]] = set()  # the parts whose keys a hint has listed
        self.holders: list[type[Part]] = []  # the part that is read, within those around it
        self.changes: list[Change] = []
        self.origin: dict[str, str] = {}  # path of a value → that under which it is written
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
        if not isinstance(given, dict):
            raise _Refused
        dot = f"{path}." if path else ""
        self.holders.append(part)
        if not given.keys() <= part.fields.keys():
            given = self._under_own_keys(part, given, path)
        if part is Brief:
            self._look_ahead(given)
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
                values[field.name] = _stand_in(field.kind)
                self._report_missing(part, key, dot + key, is_there=key in given)
        self.holders.pop()
        return part(**values)

    # What is written in another way.

    def written(self, path: str) -> str:
        """Return the path under which the value at a path is written."""
        for each in enclosing(path) if self.origin else ():
            if each in self.origin:
                return self.origin[each] + path[len(each) :]
        return path

    def _under_own_keys(self, part: type[Part], given: dict[str, Value], path: str) -> dict[str, Value]:
        """Return the values under the keys of the part that their own keys mean."""
        from builder.brief.natural.names import CONCLUSION, chosen_by, inside_keys, meant_key, plain

        above, dot = self.written(path), f"{path}." if path else ""
        kept = {key: value for key, value in given.items() if key in part.fields}
        if part.pair[0] and len(given) == 1 and not kept:
            return self._pair(part, given, path)
        elsewhere: dict[str, list[tuple[str, str]]] = {}  # part → its keys that are written beside it
        conclusion = ""
        for key, value in given.items():
            if key in part.fields:
                continue
            name, at = meant_key(part, key), f"{above}.{key}" if above else key
            flag = chosen_by(part, key) if value is True and name is None else None
            if part is Brief and name is None and not flag and plain(key) in inside_keys():
                outer, name = inside_keys()[plain(key)]
                elsewhere.setdefault(outer, []).append((name, key))
                continue
            if name == "bottom_line" and plain(key) in CONCLUSION:
                conclusion = key
                continue
            if flag:
                name, value = flag
            elif name is None:
                if (near := self._refuse_key(part, key, given, dot)) and near not in kept:
                    kept[near], self.origin[dot + near] = value, at
                continue
            if value in (None, [], {}) and name in kept:
                continue
            if kept.get(name) in (None, [], {}):
                kept[name], self.origin[dot + name] = value, at
                self.changes.append(Renamed(at, name))
                if flag:
                    self._change(dot + name, value)
            else:
                kept[name] = self._both(part.fields[name].kind, kept[name], value, dot + name, at)
        for outer, keys in elsewhere.items():
            self._move_inside(kept, outer, keys, given)
        if conclusion:
            self._conclude(kept, conclusion, given[conclusion])
        return kept

    def _move_inside(
        self, kept: dict[str, Value], outer: str, keys: list[tuple[str, str]], given: dict[str, Value]
    ) -> None:
        """Read keys that a part of the brief has, such as `isbn` of the imprint, as if they were in it."""
        at, there = self.written(outer), kept.get(outer)
        if isinstance(there, str):
            there = self._opened(outer, there)
        is_new = there in (None, [], {})
        if not is_new and not isinstance(there, dict):
            return  # refused when it is read
        found: dict[str, Value] = {**there} if isinstance(there, dict) else {}
        for name, key in keys:
            if name in found:
                message = f"`{name}` of `{outer}` is given twice"
                self.problems[error("unique-keys", key, message, "keep one of the two")] = None
                continue
            found[name], self.origin[f"{outer}.{name}"] = given[key], key
            self.changes += (Removed(key), *(() if is_new else (Added(at, name, given[key]),)))
        if is_new:
            self.changes.append(Added("", outer, {**found}))
        kept[outer] = found

    def _opened(self, key: str, text: str) -> Value:
        """Return a part of the brief that is given as a text as a mapping."""
        from builder.brief.natural.meant import Meant

        kind = Brief.fields[key].kind
        if isinstance(kind, Inner) and (name := kind.part.plain):
            self.changes.append(Read(self.written(key), Meant({name: text}, name)))
            self.origin[f"{key}.{name}"] = self.written(key)
            return {name: text}
        found = self._as_meant(kind, text, key)
        return found.value if found else text

    def _conclude(self, kept: dict[str, Value], key: str, value: Value) -> None:
        """Read a conclusion as the bottom line, or as the last section if there is a bottom line."""
        sections = kept.get("sections") or []
        if kept.get("bottom_line") in (None, "", {}):
            kept["bottom_line"], self.origin["bottom_line"] = value, key
            self.changes.append(Renamed(key, "bottom_line"))
        elif isinstance(value, str) and isinstance(sections, list):
            text = self.parted[key].lines if key in self.parted else value
            language = str(kept.get("language") or DEFAULT)
            title = language_for(tag_of(language) or language).labels.conclusion
            section: dict[str, Value] = {"title": title, "text": text}
            at = f"sections[{len(sections)}]"
            self.origin |= {at: key, f"{at}.text": key}
            self.changes += (
                Removed(key),
                Added(self.written("sections"), "", section)
                if sections
                else Added("", "sections", [section]),
            )
            self._remark(at, f"`{key}` is read as the last section")
            kept["sections"] = [*sections, {**section, "text": value}]
        else:
            kind = Brief.fields["bottom_line"].kind
            kept["bottom_line"] = self._both(kind, kept["bottom_line"], value, "bottom_line", key)

    def _both(self, kind: AnyKind, first: Value, more: Value, path: str, at: str) -> Value:
        """Return two values of one key, one after the other; report them where only one can be."""
        keys = f"`{self.written(path).rpartition('.')[2]}` and `{at.rpartition('.')[2]}`"
        holds_text = isinstance(kind, Text) or (
            isinstance(kind, Inner) and "text" in (kind.part.plain, kind.part.obvious)
        )
        if isinstance(kind, Several):
            before = first if isinstance(first, list) else [first]
            if not isinstance(first, list):
                self.origin[f"{path}[0]"] = self.written(path)
            for index in range(len(more) if isinstance(more, list) else 1):
                self.origin[f"{path}[{len(before) + index}]"] = (
                    f"{at}[{index}]" if isinstance(more, list) else at
                )
            self._remark(f"{path}[{len(before)}]", f"{keys} are read as one list", "write one list")
            return [*before, *(more if isinstance(more, list) else [more])]
        if holds_text and isinstance(first, str) and isinstance(more, str):
            self._remark(path, f"{keys} are read as one text", "write one text")
            return f"{first} {more}"
        message, hint = f"{keys} mean the same", "keep one of the two"
        self.problems[error("unique-keys", at, message, hint)] = None
        return first

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
        ((key, value),) = given.items()
        at = f"{self.written(path)}.{key}"
        pair = part.paired(key, value)
        self._spread(pair, value, path, at)
        self._change(path, pair)
        return pair

    def _spread(self, pair: dict[str, Value], value: Value, path: str, at: str) -> None:
        """Note where the values of a part are written of which one is the key of the others."""
        inside = value if isinstance(value, dict) else {}
        self.origin |= {f"{path}.{name}": f"{at}.{name}" if name in inside else at for name in pair}

    def _tidied(self, part: type[Part], given: dict[str, Value], path: str) -> dict[str, Value]:
        from builder.brief.natural.meant import tidied

        found = tidied(part, given)
        for key, value in found.items():
            at = f"{path}.{key}"
            if key not in given:
                self.changes.append(Added(self.written(path), key, value))
            elif value != given[key] and isinstance(value, str):
                self._change(at, value)
                if part is Brief:
                    self._remark("kind", f"`{given[key]}` is printed; all else is as in a policy brief")
                elif "WHITE" in str(given[key]):
                    self._remark(at, "`WHITE` is read as `CLEAR`, as it is called since TLP 2.0")
        return found

    def _change(self, path: str, value: Value) -> None:
        from builder.brief.natural.meant import Meant

        self.changes.append(Read(self.written(path), Meant(value)))

    def _remark(self, path: str, message: str, hint: str = "write it so, or run `brief check --fix`") -> None:
        self.problems[warning("meanings-plain", path, message, hint)] = None

    def _as_meant(self, kind: AnyKind, given: Value, path: str) -> Meant | None:
        """Return what a value means that is not of its kind, and note the change."""
        from builder.brief.natural.meant import LIST, meant

        found = meant(kind, given)
        if found is None:
            return None
        at = self.written(path)
        if found.wrap == LIST:
            self.origin[f"{path}[0]"] = at
        elif found.wrap:
            self.origin[f"{path}.{found.wrap}"] = at
        elif isinstance(found.value, list):
            for index, item in enumerate(found.value):
                self.origin[f"{path}[{index}]"] = at
                if isinstance(given, dict):  # the item is of a key and its value
                    key = next(iter(item.values()))
                    self._spread(item, given[key], f"{path}[{index}]", f"{at}.{key}")
        self.changes.append(Read(at, found))
        if found.remark:
            self._remark(path, found.remark)
        return found

    def _look_ahead(self, brief: dict[str, Value]) -> None:
        """Note what decides on the meaning of values in other parts."""
        self.is_final = str(brief.get("status")).lower() == "final"
        self.sources = _mappings(brief.get("sources"))
        self.sections = _mappings(brief.get("sections"))
        self.ids = {name for source in self.sources if isinstance(name := source.get("id"), str)}

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
        self._change(path, name)
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
        self._change(path, found.ref)
        if found.remark:
            self._remark(path, found.remark)
        return found.ref

    # Values.

    def _value_or_default(self, kind: AnyKind, given: Value, path: str, default: object = NODEFAULT) -> Any:
        """Return the value, or what it means, or report it and return a stand-in."""
        try:
            return self._value(kind, given, path)
        except _Refused as refused:
            if (found := self._as_meant(kind, given, path)) is not None:
                if found.value is None:
                    return default
                return self._value_or_default(kind, found.value, path, default)
            self._report(kind, given, path)
            self.unsure.add(path)
            if refused.instead is not None:
                return refused.instead
            return _stand_in(kind) if default is NODEFAULT else default

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
                try:
                    return exact(given) if isinstance(kind, Day) else moment(given)
                except ValueError:
                    raise _Refused from None
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
        while given and given[-1] is None and not (isinstance(kind.item, Text) and kind.item.empty):
            given = given[:-1]  # a dash, or a comma, that nothing follows
        items = [
            self._value_or_default(kind.item, item, f"{path}[{index}]") for index, item in enumerate(given)
        ]
        if len(items) < kind.least:
            raise _Refused
        if len(items) > kind.most:
            self._report(kind, given, path)
        return tuple(items[: kind.most])

    # Problems.

    def _refuse_key(self, part: type[Part], key: str, given: dict[str, Value], dot: str) -> str | None:
        """Report an unknown key; return the key that was probably meant, under which its value is read."""
        from builder.brief.faults import unknown_key
        from builder.brief.natural.names import near_key

        if self.is_full():
            return None
        near = near_key(part, key)
        meant = near if near is not None and given.get(near) is None else None
        rule, message, hint = unknown_key(key, part, meant)
        if hint is None and part not in self.listed:
            self.listed.add(part)
            hint = f"valid keys here: {', '.join(part.fields)}"
        self._add(dot + key, rule, message, hint)
        return meant

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


_TIDIED = (Brief, Marking, Table)


def _is_tidy(part: type[Part], given: dict[str, Value]) -> bool:
    """Return whether a kind is a word of the model, a label is of its scheme, and no row is too long."""
    if part is Brief:
        kind = Brief.fields["kind"].kind
        return isinstance(kind, Choice) and given.get("kind", kind.words[0]) in kind.words
    if part is Marking:
        return given.get("label") in SCHEME_LABELS.get(str(given.get("scheme")), ())
    columns, rows = given.get("columns"), given.get("rows")
    most = len(columns) if isinstance(columns, list) else 0
    return not isinstance(rows, list) or all(len(row) <= most for row in rows if isinstance(row, list))


def _stand_in(kind: AnyKind) -> Any:
    """Return a value of a kind."""
    match kind:
        case Text():
            return "x"
        case Choice(words=words):
            return words[0]
        case Several(item=item, least=least):
            return (_stand_in(item),) * least
        case Keyed():
            return {}
        case Inner(part=part):
            required = {field.name: field.kind for field in part.fields.values() if field.is_required}
            return part(**{name: _stand_in(inside) for name, inside in required.items()})
        case Day():
            return exact("2000-01-01")
        case Moment():
            return moment("2000-01-01T00:00Z")
        case _:
            assert_never(kind)
