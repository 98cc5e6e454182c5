"""Judges whether people with disabilities can read files: those that a build makes, or any finished ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from builder.audit.access.reading import inaccessible
from builder.audit.content import LARGEST, Unreadable
from builder.brief.files import is_file
from builder.pipeline.building import bytes_of, file_problem
from builder.pipeline.prepared import Prepared, prepare
from builder.pipeline.products import make_all
from builder.pipeline.request import Request
from builder.report.problems import BriefError, Problem
from builder.report.statement import File

_JUDGED = (".docx", ".docm", ".dotx", ".dotm", ".pptx", ".pptm", ".potx", ".potm", ".pdf")
_SAVE_AGAIN = "save the file again as .docx, .pptx or .pdf"
_NAME_ONE = "name a Word, PowerPoint or PDF file, or a brief"


class Judged(Struct, frozen=True):
    """The files that were read, what they are about and of which date, "" where no brief says so."""

    files: tuple[File, ...]
    problems: tuple[Problem, ...]
    title: str = ""
    date: str = ""


def judge_built(request: Request) -> Judged:
    """Build the files of a brief in memory and judge them; raise `BriefError` if they cannot be built."""
    request.step("load")
    prepared = prepare(request)
    made = make_all(request, prepared.outline, prepared.theme)
    wrong = [problem for one in made for problem in one.problems if problem.is_error]
    if wrong:
        raise BriefError(prepared.locate(wrong), prepared.sources)
    return _of_brief(prepared, [(prepared.target(one.product), one.data) for one in made])


def judge_finished(request: Request) -> Judged:
    """Judge the finished files of a brief in the output folder."""
    request.step("load")
    prepared = prepare(request)
    targets = [prepared.target(product) for product in request.only]
    return _of_brief(prepared, _read(targets))


def judge_files(paths: Sequence[Path]) -> Judged:
    """Judge any Word, PowerPoint or PDF files."""
    missing = [path for path in paths if not is_file(path)]
    found = _judged(_read(path for path in paths if path not in missing))
    absent = (file_problem("files-readable", path, "there is no such file", _near(path)) for path in missing)
    return replace(found, problems=(*found.problems, *absent))


def _near(path: Path) -> str:
    """Name the file beside a missing one that was probably meant."""
    from difflib import get_close_matches

    with suppress(OSError):
        beside = {one.name: one for one in path.parent.iterdir() if one.suffix.lower() in _JUDGED}
        for name in get_close_matches(path.name, beside, n=1, cutoff=0.8):
            return f"did you mean `{beside[name].as_posix()}`?"
    return _NAME_ONE


def _read(paths: Iterable[Path]) -> Iterator[tuple[Path, bytes | None]]:
    return ((path, bytes_of(path, LARGEST + 1)) for path in paths)


def _of_brief(prepared: Prepared, files: Iterable[tuple[Path, bytes | None]]) -> Judged:
    brief = prepared.brief
    return replace(_judged(files), title=brief.title, date=str(brief.date or ""))


def _judged(files: Iterable[tuple[Path, bytes | None]]) -> Judged:
    found: list[Problem] = []
    read: list[File] = []
    for path, data in files:
        name = path.as_posix()
        if data is None:
            found.append(file_problem("files-present", path, "the file is missing", "build it first"))
            continue
        try:
            problems = tuple(replace(one, file=name) for one in inaccessible(data))
        except Unreadable as error:
            hint = _SAVE_AGAIN if path.suffix.lower() in _JUDGED else _NAME_ONE
            found.append(file_problem("files-readable", path, str(error), hint))
            continue
        found += problems
        read.append(File(name, problems))
    return Judged(tuple(read), tuple(found))
