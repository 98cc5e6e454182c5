"""Shows the changes between two versions of a brief: as text, Markdown, JSON or one HTML page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

from msgspec import Struct

from builder.diff.compare import Change, Kind
from builder.diff.sides import compared
from builder.diff.versions import Version
from builder.report.printable import counted, cut
from builder.words.replacing import replacements
from builder.words.shown import Marked, word_diff

# Heads of the groups, in their order.
HEADS: dict[Kind, str] = {
    "claim": "Claims and the answer",
    "certainty": "Certainty and confidence",
    "number": "Numbers",
    "source": "Sources",
    "new": "New",
    "gone": "Gone",
    "moved": "Moved",
    "wording": "Wording",
    "document": "About the document",
}
_LONGEST = 160  # characters of a value that is shown whole, without its changes


class Entry(Struct, frozen=True):
    """A change as it is reported: where it is in both versions, and its words with what is new or gone."""

    change: Change
    old_line: int | None
    new_line: int | None
    shown: tuple[Marked, ...]

    @property
    def summary(self) -> str:
        """What its words do not show: numbers with both values, firmer or softer."""
        change = self.change
        pairs = [f"{old or 'none'} → {new or 'none'}" for old, new in change.numbers]
        return ", ".join(filter(None, (change.direction, *pairs)))


class Report(Struct, frozen=True):
    """What changed from one version to the other."""

    old: Version
    new: Version
    entries: tuple[Entry, ...]

    def grouped(self) -> Iterator[tuple[str, list[Entry]]]:
        """Yield the heads of groups with their entries."""
        for kind, head in HEADS.items():
            found = [entry for entry in self.entries if entry.change.kind == kind]
            if found:
                yield head, found

    @property
    def title(self) -> str:
        """The count of changes, and between which versions."""
        count = counted(len(self.entries), "change") if self.entries else "no changes"
        return f"{count} from {self.old.name} to {self.new.name}"


def report(old: Version, new: Version, key: Path, audience: str | None = None) -> Report:
    """Compare two versions; the brief at `key` is that of files that do not know their fields."""
    found = compared(old, new, key, audience).changes
    return Report(old, new, tuple(_entry(old, new, change) for change in found))


def _entry(old: Version, new: Version, change: Change) -> Entry:
    return Entry(change, _line(old, change.old_path), _line(new, change.new_path), tuple(_shown(change)))


def _line(version: Version, path: str) -> int | None:
    position = version.loaded.positions.of(path) if path and version.loaded else None
    return position.line if position and position.file is None else None


def _shown(change: Change) -> Iterator[Marked]:
    """Yield the words of a change, those that are the same as well where there are enough of them."""
    if change.kind == "moved":
        return
    old, new = " ".join(change.old.split()), " ".join(change.new.split())
    if old and new and max(len(old), len(new)) > 3 and change.kind not in ("certainty", "document", "source"):
        made = tuple(replacements(old, new))
        if made:
            yield from word_diff(old, made)
            return
    if old:
        yield Marked(cut(old, _LONGEST), is_gone=True)
    if new:
        yield Marked(cut(new, _LONGEST), is_new=True)


def as_text(found: Report) -> Iterator[str]:
    """Yield the lines of a report for a terminal: `[-gone-]` and `{+new+}`."""
    yield found.title
    for version in (found.old, found.new):
        if version.errors:
            yield f"{version.name} has {counted(version.errors, 'error')}"
    for head, entries in found.grouped():
        yield f"\n{head} ({len(entries)})"
        for entry in entries:
            yield f"  {_placed(entry)}{_lines(entry)}"
            words = _joined(entry.shown, "[-{}-]", "{{+{}+}}")
            if words:
                yield f"    {words}"


def as_markdown(found: Report) -> Iterator[str]:
    """Yield the lines of a report for a pull request."""
    yield f"**{marked(found.title)}**"
    for head, entries in found.grouped():
        yield f"\n### {head} ({len(entries)})\n"
        for entry in entries:
            words = _joined([_safe(one) for one in entry.shown], "~~{}~~", "**{}**")
            line = f"- **{marked(_placed(entry))}**{_lines(entry)}"
            yield f"{line}: {words}" if words else line


def as_data(found: Report) -> dict[str, object]:
    """Return a report for programs."""
    return {
        "old": found.old.name,
        "new": found.new.name,
        "changes": [
            {
                "kind": entry.change.kind,
                "place": entry.change.place,
                "old_path": entry.change.old_path or None,
                "new_path": entry.change.new_path or None,
                "old_line": entry.old_line,
                "new_line": entry.new_line,
                "old": entry.change.old or None,
                "new": entry.change.new or None,
                "numbers": [list(pair) for pair in entry.change.numbers],
                "direction": entry.change.direction or None,
            }
            for entry in found.entries
        ],
    }


_STYLE = """
:root { color-scheme: light dark; --ink: #1c2733; --soft: #5b6875; --rule: #d5dbe1; --paper: #fff;
  --gone: #9b1c1c; --goneback: #fdecec; --new: #14532d; --newback: #e7f6ec; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6ebf0; --soft: #a3afbb; --rule: #3a4652;
  --paper: #141b22; --gone: #ffb4b4; --goneback: #4a1f1f; --new: #a9e5bd; --newback: #173d26; } }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper);
  max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; line-height: 1.25; } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem;
  border-top: 2px solid var(--ink); padding-top: .5rem; }
ul { list-style: none; padding: 0; margin: 0; } li { padding: .5rem 0; border-bottom: 1px solid var(--rule); }
.place { font-weight: 600; } .lines { color: var(--soft); font-size: .875rem; } p { margin: .15rem 0 0; }
del { color: var(--gone); background: var(--goneback); } ins { color: var(--new); background: var(--newback);
  text-decoration: none; font-weight: 600; }
@media print { body { margin: 0; } li { break-inside: avoid; } }
"""


def as_page(found: Report) -> str:
    """Return one self-contained HTML page without scripts."""
    groups = []
    for head, entries in found.grouped():
        items = "\n".join(_item(entry) for entry in entries)
        groups.append(f"<h2>{escape(head)} ({len(entries)})</h2>\n<ul>\n{items}\n</ul>")
    title = escape(found.title[:1].upper() + found.title[1:])
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n"
        f"{chr(10).join(groups)}\n</main>\n</body>\n</html>\n"
    )


def _item(entry: Entry) -> str:
    shown = [Marked(escape(one.text), one.is_new, one.is_gone) for one in entry.shown]
    words = _joined(shown, "<del>{}</del>", "<ins>{}</ins>")
    said = f"\n<p>{words}</p>" if words else ""
    place = f'<span class="place">{escape(_placed(entry))}</span>'
    return f'<li>{place}<span class="lines">{escape(_lines(entry))}</span>{said}</li>'


def _placed(entry: Entry) -> str:
    """Return the place of a change, and what its words do not show."""
    change = entry.change
    if change.kind == "moved":
        return f"{change.old} is now {change.new}" if change.old != change.new else f"{change.new} moved"
    return f"{change.place}: {entry.summary}" if entry.summary else change.place


def _lines(entry: Entry) -> str:
    old, new = entry.old_line, entry.new_line
    if old and new:
        return f"  (line {new})" if old == new else f"  (line {old}, now {new})"
    return f"  (line {new})" if new else f"  (line {old} before)" if old else ""


def _joined(shown: Sequence[Marked], gone: str, new: str) -> str:
    """Return words with what is gone and new in marks; spaces are outside the marks."""
    words: list[str] = []
    for one in shown:
        form = gone if one.is_gone else new if one.is_new else "{}"
        core = one.text.strip()
        before = (
            " " if one.text.startswith(" ") or (one.is_new and words and words[-1][-1:] not in " ") else ""
        )
        after = " " if one.text.endswith(" ") and core else ""
        words.append(f"{before}{form.format(core)}{after}" if core else one.text)
    return "".join(words).strip()


def _safe(one: Marked) -> Marked:
    return Marked(marked(one.text), one.is_new, one.is_gone)


def marked(text: str) -> str:
    """Return a text that Markdown shows as it is."""
    return re.sub(r"([\\`*_\[\]<>#|~])", r"\\\1", text)
