"""Loads a `brief.yaml` as a checked Brief, with the line and column of every value."""

from __future__ import annotations

import hashlib
import re
import shlex
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from builder.brief.check import MOST_PROBLEMS, check_model, is_unsure
from builder.brief.files import NotAFile, TooLarge, bytes_of, find_brief, finished_in, slug, yaml_files
from builder.brief.images import Picture, PictureFault, bytes_under, open_pictures
from builder.brief.model import Brief
from builder.brief.rules.references import check_rules
from builder.brief.texts.places import at_their_words
from builder.brief.walk import with_value
from builder.brief.yaml.drafts import draft_marks
from builder.brief.yaml.read import Reading, read_values
from builder.report.ignore import MARK, Ignore, ignores_of, without_ignored
from builder.report.problems import (
    BriefError,
    Position,
    Positions,
    Problem,
    Severity,
    enclosing,
    error,
    locate,
    with_hints,
)

if TYPE_CHECKING:
    from builder.brief.facts.fill import Facts, Filled
    from builder.brief.natural.house import House
    from builder.brief.params.fill import Given

MAX_BYTES = 1_000_000  # pure Python reads about a megabyte in a second or two

_NUMBERED = ("fact", "facts", "data")  # keys of a brief whose numbers are put in


class TemplateFile(Struct, frozen=True):
    """A Word or PowerPoint template: its path relative to the brief, its bytes and their SHA-256."""

    name: str
    data: bytes
    digest: str


class Loaded(Struct, frozen=True):
    """A brief that may be built, and what is known about the file it was read from.

    `text` has newlines alone as line breaks; `build_id` is the hash that Git gives the file's bytes, `digest`
    their SHA-256;
    `ignored` are the warnings that `ignores` silence;
    `pictures` maps the relative path of a logo or figure to its checked picture; `house` is the file that
    the brief extends; `facts` are its numbers, and where they are used; `templates` are the files that memo
    and deck are built into, by product.
    """

    brief: Brief
    positions: Positions
    path: Path
    text: str
    build_id: str
    digest: str
    warnings: tuple[Problem, ...]
    ignores: tuple[Ignore, ...]
    ignored: tuple[Problem, ...]
    pictures: dict[str, Picture]
    house: House | None = None
    facts: Facts | None = None
    templates: Mapping[str, TemplateFile] = {}
    params: Mapping[str, str] = {}

    @property
    def sources(self) -> dict[str, str]:
        """The texts that problems point into, by their files."""
        found = {self.path.as_posix(): self.text}
        if self.house:
            found[self.house.file] = self.house.text
        return found | (self.facts.texts if self.facts else {})


class FaultyBrief(BriefError):
    """A brief with errors of which every value is known, so that it can be laid out all the same."""

    def __init__(self, problems: Iterable[Problem], loaded: Loaded) -> None:
        super().__init__(problems, loaded.sources)
        self.loaded = loaded


class Opened(Struct, frozen=True):
    """The file of a brief as it was read, before parameters and numbers are put in."""

    path: Path
    text: str
    data: bytes
    reading: Reading
    house: House | None
    problems: tuple[Problem, ...]


def load_brief(path: Path, data: bytes | None = None) -> Loaded:
    """Return the brief in the file at `path`, with its warnings; with `data`, as if the file had these bytes.

    Raises `BriefError` with all problems of the brief, warnings too, located and in the order of its lines.
    """
    return load_row(open_brief(path, data), {})


def open_brief(path: Path, data: bytes | None = None) -> Opened:
    """Return what a brief says, filled with what it extends; raises `BriefError` if it is none."""
    file = path.as_posix()
    data = _bytes_of(path, file) if data is None else data
    text, found = decoded(data, file)
    reading = read_values(text)
    found += reading.problems
    house, faults = _house(path, reading)
    found += faults
    if house is not None:
        from builder.brief.natural.house import filled

        more = read_values(house.text)
        found += (replace(problem, file=house.file) for problem in more.problems)
        if more.values and "extends" in more.values:
            message, hint = "a file that is extended cannot extend another", "write its keys here"
            twice = error("known-keys", "", message, hint)
            found.append(replace(twice, file=house.file, position=more.positions.of_key("extends")))
        reading = filled(reading, more, house.file)
    return Opened(path, text, data, reading, house, tuple(found))


def load_row(opened: Opened, given: Mapping[str, str]) -> Loaded:
    """Return the brief with the parameters that a row gives; those without a value have their defaults.

    Raises `BriefError` as `load_brief` does.
    """
    path, text, data, house = opened.path, opened.text, opened.data, opened.house
    file, found, reading = path.as_posix(), list(opened.problems), opened.reading
    params = _with_params(opened, given)
    if params:
        reading = params.reading
        if params.problems:  # without their values, little is known of the rest
            located = locate(with_hints((*found, *params.problems)), reading.positions, file)
            raise BriefError(located, {file: text} | ({house.file: house.text} if house else {}))
    numbers = _with_facts(path, text, house, reading)
    if numbers:
        reading = numbers.reading
    brief, pictures, positions = None, dict[str, Picture | PictureFault](), reading.positions
    templates: dict[str, TemplateFile] = {}
    unsure: Collection[str] = ()
    if reading.values is not None:
        if all(value is None for key, value in reading.values.items() if key.strip().lower() == "id"):
            reading = replace(reading, values={**reading.values, "id": slug(path.stem) or "brief"})
        checked = check_model(reading.values or {}, reading.unread, reading.parted)
        brief, unsure = checked.brief, checked.unsure
        positions = positions.under(checked.origin)
        found += _at_their_keys(checked.problems, positions)
        if numbers:
            numbers = numbers.under(checked.origin)
            found += numbers.problems
        if brief is not None and numbers:
            from builder.brief.facts.fill import with_units

            brief = with_units(brief, numbers.facts)
        if brief is not None:
            folders: dict[str, Path] = {}
            for at, name in (*brief.picture_files.items(), *brief.template_files.items()):
                if house and (position := positions.of(at)) and position.file:
                    shared = (Path(house.name).parent / name).as_posix()
                    brief = with_value(brief, at, shared)
                    folders[shared] = path.parent / Path(house.name).parent
            pictures = open_pictures(path.parent, brief.picture_files.values(), folders)
            rules = chain(check_rules(brief, pictures), _drafts(text, is_final=brief.status == "final"))
            for product, name in brief.templates.files.items():
                worn = _template(path.parent, product, name, folders.get(name, path.parent))
                if isinstance(worn, TemplateFile):
                    templates[product] = worn
                else:
                    rules = chain(rules, [worn])
            if numbers:
                from builder.brief.rules.facts import check_facts

                rules = chain(rules, check_facts(brief, numbers.facts))
            broken = _most_of_each(rules)
            partly = {each for path in unsure for each in enclosing(path)}  # what holds a stand-in
            sure = [
                problem
                for problem in broken
                if not is_unsure(problem.path, unsure) and (problem.is_error or problem.path not in partly)
            ]
            files = {None: text} | ({house.file: house.text} if house else {})
            found += at_their_words(_at_their_keys(sure, positions), positions, files)
    if any(problem.is_error for problem in found):
        # a citation that only seems to be missing, because its value could not be taken, is not reported
        found = [problem for problem in found if problem.rule != "sources-cited"]
    problems = locate(with_hints(found), positions, file)
    ignores = ignores_of(text, _comments(text), (reading.values or {}).get("ignore"), positions)
    warnings = without_ignored(problems, ignores)
    is_faulty = any(problem.is_error for problem in problems)
    if brief is None or (unsure and is_faulty):
        sources = {file: text} | ({house.file: house.text} if house else {})
        raise BriefError(_the_first(warnings), sources | (numbers.facts.texts if numbers else {}))
    kept = set(warnings)
    loaded = Loaded(
        brief=brief,
        positions=positions,
        path=path,
        text=text,
        build_id=_build_id(data),
        digest=hashlib.sha256(data).hexdigest(),
        warnings=warnings,
        ignores=ignores,
        ignored=tuple(problem for problem in problems if problem not in kept),
        pictures={name: picture for name, picture in pictures.items() if isinstance(picture, Picture)},
        house=house,
        facts=numbers.facts if numbers else None,
        templates=templates,
        params={name: value.raw for name, value in params.values.items()} if params else {},
    )
    if is_faulty:
        raise FaultyBrief(_the_first(warnings), loaded)
    return loaded


def _drafts(text: str, *, is_final: bool) -> Iterator[Problem]:
    """Yield one problem for all texts that a program made and nobody has read."""
    marks = draft_marks(text)
    if marks:
        severity = Severity.ERROR if is_final else Severity.WARNING
        count = f"{len(marks)} texts are drafts" if len(marks) > 1 else "one text is a draft"
        message = f"{count} that nobody has read yet" if not is_final else f"{count} in a final brief"
        lines = tuple(mark.line for mark in marks)
        yield Problem("drafts-read", severity, "", message, None, marks[0], lines=lines)


def _template(root: Path, product: str, name: str, folder: Path) -> TemplateFile | Problem:
    """Return the template of a product, or why it cannot be read."""
    data = bytes_under(root, name, folder)
    if isinstance(data, PictureFault):
        return error("templates-usable", f"templates.{product}", data.message, data.hint)
    return TemplateFile(name, data, hashlib.sha256(data).hexdigest())


def _with_params(opened: Opened, given: Mapping[str, str]) -> Given | None:
    """Return a brief with its parameters put in, if it has any, or conditions."""
    values, every = opened.reading.values, opened.text + (opened.house.text if opened.house else "")
    if values is None or not re.search(r"(?i)\bparams?[\"']?\s*:|\bif[\"']?\s*:", every):
        return None
    from builder.brief.params.fill import filled

    return filled(opened.reading, given)


def _with_facts(path: Path, text: str, house: House | None, reading: Reading) -> Filled | None:
    """Return a brief with its facts and data put in, if it has any."""
    every = text + (house.text if house else "")
    named = any(key.strip().lower() in _NUMBERED for key in reading.values or ())
    if reading.values is None or not (named or re.search(r"(?i)\{\s*fact\s*:", every)):
        return None
    from builder.brief.facts.fill import filled

    return filled(reading, path.parent)


def _comments(text: str) -> Iterator[int]:
    """Yield where the comments of a text begin, if one of them can be for the builder."""
    if MARK in text:
        from builder.brief.yaml.scan import comments

        yield from comments(text)


def _house(path: Path, reading: Reading) -> tuple[House | None, list[Problem]]:
    """Return the file that a brief extends, if it does and it can be read, and what is wrong with it."""
    name = (reading.values or {}).get("extends")
    if not isinstance(name, str):
        return None, []
    from builder.brief.natural.house import House

    beside = path.parent / name
    if Path(name).is_absolute() or beside.suffix not in (".yaml", ".yml"):
        message, hint = "a brief extends a YAML file beside it", "name one, such as `../house.yaml`"
        return None, [error("file-readable", "extends", message, hint)]
    try:
        data = _bytes_of(beside, beside.as_posix())
        text, faults = decoded(data, beside.as_posix())
    except BriefError as wrong:
        return None, [
            replace(problem, path="extends", file=None, position=None) for problem in wrong.problems
        ]
    faults = [replace(problem, file=beside.as_posix()) for problem in faults]
    return House(name, beside.as_posix(), text, hashlib.sha256(data).hexdigest()), faults


def _most_of_each(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Yield as many errors as somebody reads, and as many warnings: neither is lost behind the other."""
    left = dict.fromkeys(Severity, MOST_PROBLEMS)
    for problem in problems:
        left[problem.severity] -= 1
        if left[problem.severity] >= 0:
            yield problem


def _the_first(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Return as many problems as somebody reads, errors before warnings, and say that there are more."""
    if len(problems) <= MOST_PROBLEMS:
        return problems
    shown = set(sorted(problems, key=lambda problem: not problem.is_error)[:MOST_PROBLEMS])
    hidden = next(problem for problem in problems if problem not in shown)
    message = f"only the first {MOST_PROBLEMS} problems are shown"
    last = replace(hidden, rule="all-problems-reported", path="", message=message, hint="fix these first")
    return (*(problem for problem in problems if problem in shown), last)


_FINISHED = {".docx": "a Word file", ".pptx": "a PowerPoint file", ".pdf": "a PDF file", ".zip": "a zip file"}


def _bytes_of(path: Path, file: str) -> bytes:
    """Return the bytes of a regular file of a fair size, else raise `BriefError`."""
    if kind := _FINISHED.get(path.suffix.lower()):
        message = f"this is {kind}, not a brief" if path.is_file() else "there is no such file"
        raise BriefError([Problem("file-readable", Severity.ERROR, "", message, _command(path), None, file)])
    try:
        return bytes_of(path, MAX_BYTES)
    except IsADirectoryError:
        message, hint = _without_brief(path)
    except NotAFile:
        message, hint = "this is not a file", "save the brief as a regular file, and use its path"
    except TooLarge as error:
        message = f"the brief has {error.size:,} bytes; the limit is {MAX_BYTES:,}"
        hint = "a brief is usually much smaller; is this the right file?"
    except FileNotFoundError:
        message, hint = "there is no such file", _other_brief(path)
    except (OSError, RuntimeError, ValueError) as error:  # no rights, links in a circle, a NUL in the name
        reason = getattr(error, "strerror", None) or "its name is not valid"
        message, hint = (
            f"the file cannot be read: {reason}",
            "choose a brief that you have permission to read",
        )
    raise BriefError([Problem("file-readable", Severity.ERROR, "", message, hint, None, file)])


def _command(path: Path) -> str:
    """Return which command reads a finished file."""
    if path.suffix.lower() == ".zip":
        return f"did you mean `{shlex.join(('brief', 'verify', path.as_posix()))}`?"
    folders = dict.fromkeys((path.parent, path.parent.parent))
    briefs = (find_brief(folder / "brief.yaml") for folder in folders)
    brief = next((each.as_posix() for each in briefs if each.is_file()), "BRIEF")
    command = shlex.join(("brief", "audit", brief, "--out", path.parent.as_posix()))
    return f"did you mean `{command}`? It compares the finished files with their brief"


def _without_brief(folder: Path) -> tuple[str, str]:
    """Return what is wrong with a folder of which no brief is known, and what to do."""
    if files := yaml_files(folder):
        return "there is more than one YAML file in this folder", f"name one, such as {files[0].as_posix()}"
    if finished := finished_in(folder):
        return "there are finished files in this folder, but no brief", _command(finished[0])
    create = shlex.join(("brief", "new", folder.as_posix()))
    return "there is no brief in this folder", f"run `{create}` to create one"


def _other_brief(path: Path) -> str:
    """Name the brief beside a missing one that was probably meant, else any, else how to create one."""
    from difflib import get_close_matches

    beside = {file.stem: file for file in yaml_files(path.parent)}
    for stem in get_close_matches(path.stem, beside, n=1):
        return f"did you mean `{beside[stem].as_posix()}`?"
    for file in beside.values():
        return f"name the brief, such as {file.as_posix()}"
    return "run `brief new` to create a brief"


def decoded(data: bytes, file: str) -> tuple[str, list[Problem]]:
    """Return the bytes as text with newlines alone; a text that is not UTF-8 is read as Windows-1252.

    Raises `BriefError` if it is not a text at all.
    """
    problems = []
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding == "utf-8-sig" and (b"\0" in data or data.startswith(b"%PDF-")):
            message, hint = "this is not a text file", "name the brief, such as brief.yaml"
            problem = Problem("file-is-utf8", Severity.ERROR, "", message, hint, None, file)
            raise BriefError([problem]) from error
        line = data.count(b"\n", 0, error.start) + 1
        start = data.rfind(b"\n", 0, error.start) + 1
        column = len(data[start : error.start].decode(encoding, "replace")) + 1
        message = f"byte 0x{data[error.start]:02X} is not valid UTF-8"
        hint = "save the file as UTF-8"
        position = Position(line, column, column + 1)
        problems.append(Problem("file-is-utf8", Severity.ERROR, "", message, hint, position))
        text = data.decode("cp1252", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n"), problems


def _at_their_keys(problems: Iterable[Problem], positions: Positions) -> list[Problem]:
    """Position problems with a key at the key; those with a value are positioned by their path."""
    return [
        replace(problem, position=positions.of_key(problem.path))
        if problem.rule in ("known-keys", "ratings-fit-criteria", "required-keys")
        else problem
        for problem in problems
    ]


def _build_id(data: bytes) -> str:
    """Return the hash that `git hash-object` gives the bytes: it names, it does not protect."""
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()
