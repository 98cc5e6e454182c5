"""Finds which warnings an author does not want to see: `ignore` in the brief, and comments on its lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from builder.report.problems import Position, Positions, Problem, Severity

MARK = "# brief: ignore "
_NAMES = re.compile(r"[a-z0-9-]+(?:[ \t]*,[ \t]*[a-z0-9-]+)*[ \t]*")


class Ignore(Struct, frozen=True):
    """A rule whose warnings are not reported: on one line, or in the whole brief if `line` is None."""

    rule: str
    path: str
    line: int | None
    position: Position | None

    def covers(self, problem: Problem) -> bool:
        at = problem.position.line if problem.position else None
        return problem.rule == self.rule and (self.line is None or self.line == at)


def ignores_of(text: str, comments: Iterable[int], named: object, positions: Positions) -> tuple[Ignore, ...]:
    """Return what is to be ignored: the rules `named` under the key, and those in comments that begin there.

    A comment at the end of a line is about that line; one on a line of its own about the next that has more.
    """
    listed = named if isinstance(named, list) else [named] if named else []
    paths = ((f"ignore[{index}]", str(rule)) for index, rule in enumerate(listed))
    whole = (Ignore(rule, path, None, positions.of(path)) for path, rule in paths)
    return (*whole, *_in_comments(text, comments))


def _in_comments(text: str, comments: Iterable[int]) -> Iterator[Ignore]:
    lines = text.split("\n")
    for begin in comments:
        number = text.count("\n", 0, begin) + 1
        line = lines[number - 1]
        before, mark, names = line.rpartition(MARK)
        if not mark or not _NAMES.fullmatch(names):
            continue
        about = number
        if not before.strip():
            bare = (at for at, each in enumerate(lines[number:], number + 1) if not _is_comment(each))
            about = next(bare, number)
        for found in re.finditer(r"[a-z0-9-]+", names):
            start = len(before) + len(mark) + found.start() + 1
            yield Ignore(found[0], "", about, Position(number, start, start + len(found[0])))


def _is_comment(line: str) -> bool:
    return line.strip()[:1] in ("", "#")


def without_ignored(problems: Iterable[Problem], ignores: Sequence[Ignore]) -> tuple[Problem, ...]:
    """Return the problems without the warnings that are ignored; an error never is."""
    return tuple(
        problem for problem in problems if problem.is_error or not any(one.covers(problem) for one in ignores)
    )


def unused(
    ignores: Iterable[Ignore], problems: Iterable[Problem], unchecked: str | None = None
) -> Iterator[Problem]:
    """Yield a warning for each ignore that silences none of all warnings of a brief.

    `unchecked` is the group of rules that were not checked, so that nothing is known of these.
    """
    from builder.report.printable import near
    from builder.report.rules import RULES

    found = tuple(problems)
    for one in ignores:
        if any(one.covers(problem) for problem in found):
            continue
        if unchecked and one.rule in RULES and RULES[one.rule].group == unchecked:
            continue
        message, hint = f"there is no warning `{one.rule}` here to ignore", None
        if one.rule not in RULES:
            message, hint = f"there is no rule `{one.rule}`", near(one.rule, RULES)
        rule = "ignores-used"
        yield Problem(rule, Severity.WARNING, one.path, message, hint or RULES[rule].fix, one.position)
