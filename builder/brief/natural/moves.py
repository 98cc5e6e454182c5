"""Reads values that are written elsewhere than in their part: beside it, under two keys, or in a section."""

from __future__ import annotations

from typing import TYPE_CHECKING

from builder.brief.kinds import AnyKind, Inner, Several, Text
from builder.brief.model import Brief, ChartRow, Section
from builder.brief.natural.changes import Added, Notes, Read, Removed, Renamed
from builder.brief.natural.meant import LIST, Meant
from builder.brief.natural.names import meant_key, plain
from builder.brief.natural.sources import free_id
from builder.brief.part import Part
from builder.languages.language import DEFAULT, language_for, tag_of
from builder.report.problems import error

if TYPE_CHECKING:
    from builder.brief.yaml.read import Value
    from builder.languages.labels import Labels

# Lists of the brief whose items name their section.
_PLACED = {
    key: field.kind.item.part
    for key, field in Brief.fields.items()
    if isinstance(field.kind, Several)
    and isinstance(field.kind.item, Inner)
    and "section" in field.kind.item.part.fields
}


def move_inside(
    notes: Notes, kept: dict[str, Value], outer: str, keys: list[tuple[str, str]], given: dict[str, Value]
) -> None:
    """Read keys that a part of the brief has, such as `isbn` of the imprint, as if they were in it."""
    at, there = notes.written(outer), kept.get(outer)
    if isinstance(there, str):
        there = _opened(notes, outer, there)
    is_new = there in (None, [], {})
    if not is_new and not isinstance(there, dict):
        return  # refused when it is read
    found: dict[str, Value] = {**there} if isinstance(there, dict) else {}
    for name, key in keys:
        if name in found:
            message = f"`{name}` of `{outer}` is given twice"
            notes.problems[error("unique-keys", key, message, "keep one of the two")] = None
            continue
        found[name], notes.origin[f"{outer}.{name}"] = given[key], key
        notes.changes += (Removed(key), *(() if is_new else (Added(at, name, given[key]),)))
    if is_new:
        notes.changes.append(Added("", outer, {**found}))
    kept[outer] = found


def _opened(notes: Notes, key: str, text: str) -> Value:
    """Return a part of the brief that is given as a text as a mapping."""
    kind = Brief.fields[key].kind
    if isinstance(kind, Inner) and (name := kind.part.plain):
        notes.changes.append(Read(notes.written(key), Meant({name: text}, name)))
        notes.origin[f"{key}.{name}"] = notes.written(key)
        return {name: text}
    found = notes.as_meant(kind, text, key)
    return found.value if found else text


def _labels(kept: dict[str, Value]) -> Labels:
    language = str(kept.get("language") or DEFAULT)
    return language_for(tag_of(language) or language).labels


def conclude(notes: Notes, kept: dict[str, Value], key: str, value: Value) -> None:
    """Read a conclusion as the bottom line, or as the last section if there is a bottom line."""
    sections = kept.get("sections") or []
    if kept.get("bottom_line") in (None, "", {}):
        kept["bottom_line"], notes.origin["bottom_line"] = value, key
        notes.changes.append(Renamed(key, "bottom_line"))
    elif isinstance(value, str) and isinstance(sections, list):
        text = notes.parted[key].lines if key in notes.parted else value
        section: dict[str, Value] = {"title": _labels(kept).conclusion, "text": text}
        _note_section(notes, sections, key, section, "text")
        notes.remark(f"sections[{len(sections)}]", f"`{key}` is read as the last section")
        kept["sections"] = [*sections, {**section, "text": value}]
    else:
        kind = Brief.fields["bottom_line"].kind
        kept["bottom_line"] = both(notes, kind, kept["bottom_line"], value, "bottom_line", key)


def as_section(notes: Notes, kept: dict[str, Value], key: str, value: Value) -> None:
    """Read arguments that are in no section as those of the only one, or of the last."""
    sections = kept.get("sections") or []
    section: dict[str, Value] = {"title": _labels(kept).argument_many.capitalize(), "arguments": value}
    if isinstance(sections, list):
        _note_section(notes, sections, key, section, "arguments")
        kept["sections"] = [*sections, section]
        if sections:
            notes.remark(f"sections[{len(sections)}]", f"`{key}` are read as the last section")


def _note_section(
    notes: Notes, sections: list[Value], key: str, section: dict[str, Value], inside: str
) -> None:
    """Note that what is written under a key of the brief is in a section after the others."""
    at = f"sections[{len(sections)}]"
    notes.origin |= {at: key, f"{at}.{inside}": key}
    notes.changes.append(Removed(key))
    _note_item(notes, sections, "sections", section)


def from_sections(notes: Notes, given: dict[str, Value]) -> dict[str, Value]:
    """Read tables, figures, boxes and quotes that are written in a section as those of the brief."""
    sections = given.get("sections")
    if not isinstance(sections, list):
        return given
    own = [*sections]
    kept: dict[str, Value] = {**given, "sections": own}
    for index, section in enumerate(sections):
        if not isinstance(section, dict):
            continue
        inside = {
            key: name
            for key in section
            if meant_key(Section, key) is None and (name := meant_key(Brief, key)) in _PLACED
        }
        title = next((each for key, each in section.items() if meant_key(Section, key) == "title"), None)
        if not inside or not isinstance(title, str):
            continue
        at = notes.written(f"sections[{index}]")
        taken = [str(one.get("id")) for one in own if isinstance(one, dict)]
        if not (name := next((str(each) for key, each in section.items() if plain(key) == "id"), "")):
            name = free_id({"title": title.lower()}, taken)
            notes.changes.append(Added(at, "id", name))
        rest = {key: value for key, value in section.items() if key not in inside}
        own[index] = {"id": name, **rest}
        for key, outer in inside.items():
            value = section[key]
            notes.changes.append(Removed(f"{at}.{key}"))
            for number, item in enumerate(value if isinstance(value, list) else [value]):
                placed = _placed(_PLACED[outer], item, name)
                there = _list_at(notes, kept, outer)
                notes.origin[f"{outer}[{len(there)}]"] = (
                    f"{at}.{key}[{number}]" if isinstance(value, list) else f"{at}.{key}"
                )
                _note_item(notes, there, outer, placed)
                there.append(placed)
    return kept


def _note_item(notes: Notes, there: list[Value], key: str, item: Value) -> None:
    """Note that a list of the brief, which has what is there, is read as if it had an item more."""
    new = [one for one in notes.changes if isinstance(one, Added) and (one.path, one.key) == ("", key)]
    if new and isinstance(new[0].value, list):
        new[0].value.append(item)
    else:
        notes.changes.append(Added(notes.written(key), "", item) if there else Added("", key, [item]))


def _placed(part: type[Part], item: Value, section: str) -> Value:
    """Return what is written in a section with its id; a text is the obvious value of the part."""
    if isinstance(item, str) and part.obvious:
        item = {part.obvious: item}
    return {"section": section, **item} if isinstance(item, dict) else item


def _list_at(notes: Notes, kept: dict[str, Value], key: str) -> list[Value]:
    """Return the items of a list of the brief, to which others can be added."""
    there = kept.get(key)
    if there not in (None, [], {}) and not isinstance(there, list):
        at = notes.written(key)
        notes.changes.append(Read(at, Meant([there], LIST)))
        notes.origin[f"{key}[0]"] = at
        there = [there]
    items = [*there] if isinstance(there, list) else []
    kept[key] = items
    return items


def divided(notes: Notes, part: type[Part], given: list[Value], path: str) -> list[Value]:
    """Return the items of a list, those with several obvious values as one for each of them."""
    if [key for key, field in part.fields.items() if field.is_required] != [part.obvious]:
        return given
    found: list[Value] = []
    at, is_divided = notes.written(path), False
    for index, item in enumerate(given):
        several, values = _several(part, item)
        if not isinstance(item, dict) or not values:
            if is_divided:
                notes.origin[f"{path}[{len(found)}]"] = f"{at}[{index}]"
            found.append(item)
            continue
        is_divided = True
        shared = {key: value for key, value in item.items() if key != several}
        for number, one in enumerate(values):
            here = f"{path}[{len(found)}]"
            notes.origin |= {f"{here}.{key}": f"{at}[{index}].{key}" for key in shared}
            notes.origin[here] = f"{at}[{index}].{several}[{number}]"
            found.append({**shared, **(one if isinstance(one, dict) else {part.obvious: one})})
    if is_divided:
        notes.changes.append(Read(at, Meant(found)))
    return found


def _several(part: type[Part], item: Value) -> tuple[str, list[Value]]:
    """Return the key under which an item has several of its obvious values, and these."""
    for key, value in item.items() if isinstance(item, dict) else ():
        if isinstance(value, list) and len(value) > 1 and meant_key(part, key) == part.obvious:
            return key, value
    return "", []


def keyed_rows(given: Value) -> list[str]:
    """Return the keys that all rows of a chart have, where each number is written under its name."""
    rows = given if isinstance(given, list) else []
    keys = [*rows[0]] if rows and isinstance(rows[0], dict) else []
    alike = all(isinstance(row, dict) and row.keys() <= {*keys} for row in rows)
    known = any(meant_key(ChartRow, key) for key in keys)
    return keys if len(keys) > 1 and alike and not known else []


def under_series(notes: Notes, given: dict[str, Value], path: str) -> dict[str, Value]:
    """Read rows such as `{year: 2031, rail: 4, road: 7}` as numbers of the series `rail` and `road`."""
    first, *names = keyed_rows(given["rows"])
    at = notes.written(f"{path}.rows")
    rows: list[Value] = []
    for index, row in enumerate(given["rows"] if isinstance(given["rows"], list) else []):
        assert isinstance(row, dict)
        notes.origin[f"{path}.rows[{index}].category"] = f"{at}[{index}].{first}"
        for place, name in enumerate(names):
            notes.origin[f"{path}.rows[{index}].values[{place}]"] = f"{at}[{index}].{name}"
        rows.append([row.get(first), *(row.get(name) for name in names)])
    notes.changes.append(Read(at, Meant(rows)))
    series: list[Value] = [*names]
    if given.get("series") or len(names) == 1:
        return given | {"rows": rows}
    notes.changes.append(Added(notes.written(path), "series", series))
    return given | {"rows": rows, "series": series}


def both(notes: Notes, kind: AnyKind, first: Value, more: Value, path: str, at: str) -> Value:
    """Return two values of one key, one after the other; report them where only one can be.

    Who writes a list under its own key means something else by another, as by `next_steps`.
    """
    name, before = path.rpartition(".")[2], notes.written(path)
    keys = [each.rpartition(".")[2] for each in (before, at)]
    said = f"`{keys[0]}` and `{keys[1]}`"
    message, hint, twice = f"{said} mean the same", "keep one of the two", at
    holds_text = isinstance(kind, Text) or (
        isinstance(kind, Inner) and "text" in (kind.part.plain, kind.part.obvious)
    )
    if isinstance(kind, Several) and name in (own := [plain(key) for key in keys]):
        other = keys[1 - own.index(name)]
        message = f"does `{other}` belong to `{name}`, which is given too?"
        hint = "if so, move it there; if not, write it as the `text` of a section or a box"
        if own[0] != name:
            twice, first, notes.origin[path] = before, more, at
            notes.changes.remove(Renamed(before, name))
            notes.changes += (Renamed(at, name),) if at != name else ()
    elif isinstance(kind, Several):
        there = first if isinstance(first, list) else [first]
        if not isinstance(first, list):
            notes.origin[f"{path}[0]"] = before
        for index in range(len(more) if isinstance(more, list) else 1):
            notes.origin[f"{path}[{len(there) + index}]"] = f"{at}[{index}]" if isinstance(more, list) else at
        notes.remark(f"{path}[{len(there)}]", f"{said} are read as one list", "write one list")
        return [*there, *(more if isinstance(more, list) else [more])]
    elif holds_text and isinstance(first, str) and isinstance(more, str):
        notes.remark(path, f"{said} are read as one text", "write one text")
        return f"{first} {more}"
    notes.problems[error("unique-keys", twice, message, hint)] = None
    return first
