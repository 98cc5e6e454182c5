"""`brief pull`: takes what was edited in finished files back into the brief."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from builder.cli import options
from builder.cli.options import AUDIENCE, PATH, QUIET, exclusive
from builder.cli.request import ending_on_problems, rewrite, running
from builder.cli.show import fail, refuse_other, say, writing
from builder.report.printable import counted, cut

if TYPE_CHECKING:
    from builder.pull.merge import Merged, Origin
    from builder.pull.paragraphs import Comment
    from builder.pull.pulling import Pulled
    from builder.pull.structure import Left

_NOTES_HEAD = "# Comments on "  # how a file with comments begins
_LONGEST = 100  # characters that are shown of words that only a person can take over

# Why an edit is not taken, and what to do.
_REASONS = {
    "places": "two places of this field were changed in different ways; decide, and edit the brief",
    "files": "the files say different things; decide, and edit the brief",
    "brief": "the brief was changed here since the file was built; decide, and edit the brief",
    "moved": "the brief no longer has this field where it was; edit the brief",
    "unwritten": "the brief does not have this value: it was made from others; edit those",
    "elsewhere": "this value is in another file, which the brief extends or takes data from; edit that",
    "unplaced": "the brief does not have the changed words as the file has them, such as a number from a "
    "fact; edit the brief",
    "unfit": "with this change the brief has an error, or the file says something else; edit the brief",
}
_KINDS = {
    "new": "new",
    "gone": "no longer in the file",
    "moved": "in another place",
    "fixed": "words that the builder writes were changed",
    "unclear": "changed across two fields",
    "retyped": "wholly other words, or gone and something new in its place",
    "split": "split into several paragraphs; the words are the same",
    "joined": "joined with the paragraph before; the words are the same",
}


@click.command()
@click.argument("paths", type=PATH, nargs=-1, required=True, metavar="[BRIEF] FILE...")
@AUDIENCE
@click.option("--write", is_flag=True, help="Write what is certain to the brief.")
@click.option("--dry-run", is_flag=True, help="Only show it, and do not ask.")
@click.option("--reject-tracked", is_flag=True, help="Leave tracked changes out, as if all were rejected.")
@click.option(
    "--only",
    multiple=True,
    metavar="AUTHOR",
    help="Take only this author's tracked changes; more than once for several.",
)
@click.option(
    "--comments",
    type=PATH,
    metavar="FILE.md",
    help="Write the comments to a file; --write puts them above their fields otherwise.",
)
@options.form("text", "json", help="How the changes are shown.")
@QUIET
def pull(
    paths: tuple[Path, ...],
    audience: str | None,
    write: bool,
    dry_run: bool,
    reject_tracked: bool,
    only: tuple[str, ...],
    comments: Path | None,
    form: str,
) -> None:
    """Take edits of the memo and the deck back into the brief.

    FILE is an edited Word memo or PowerPoint deck that was built from BRIEF (default: brief.yaml);
    there may be several. Each changed field is shown with its words before and after. Comments and
    layout of the brief stay as they are. An item or a paragraph that is gone goes from its list or longer
    text, and a new one between two others is added there. A change that takes away a hedge, or adds a word
    such as “will”, has a warning beside it. What is not certain is shown and never written:
    conflicts, all else that is new, gone or moved, and words that the builder writes itself.

    On a terminal you are asked before anything is written; otherwise nothing is written without --write.
    Exit code 1 if something is left for you to decide.

    \b
    Examples:
      brief pull output/talks-memo.docx
      brief pull memo-anna.docx memo-ben.docx --write
      brief pull talks.yaml talks-deck.pptx --dry-run
      brief pull memo.docx --only "Anna Smith" --comments comments.md
    """
    from builder.brief.files import find_brief
    from builder.cli.audit import is_brief

    exclusive(write=write, dry_run=dry_run)
    exclusive(reject_tracked=reject_tracked, only=only)
    briefs = [path for path in paths if is_brief(path)]
    files = [path for path in paths if path not in briefs]
    if not files or len(briefs) > 1:
        raise click.UsageError("name one or more Word or PowerPoint files, and at most one brief")
    brief = find_brief(briefs[0] if briefs else Path("brief.yaml"))
    authors = frozenset(only)
    with (
        ending_on_problems("nothing was written"),
        running(brief, audience=audience, alone=True) as request,
    ):
        from builder.pull.pulling import pull_files

        found = pull_files(
            request, files, lambda author: not reject_tracked and (not authors or author in authors)
        )
    known = {author for author in found.tracked if author}
    if authors - known:
        there = f"its authors are {', '.join(sorted(known))}" if known else "there are no tracked changes"
        fail(f"nobody called {', '.join(sorted(authors - known))} has tracked changes in these files", there)
    if form == "json":
        click.echo(_as_json(found))
    else:
        _show(found, is_taken=not reject_tracked)
    if comments is not None:
        refuse_other(comments, (_NOTES_HEAD.encode(),), "a list of comments")
        with writing(comments, "file"):
            comments.write_text("".join(_notes(found)), encoding="utf-8", newline="\n")
    _finish(found, write=write, dry_run=dry_run, noted=comments is not None, for_people=form == "text")
    sys.exit(0 if found.is_clean else 1)


def _finish(found: Pulled, *, write: bool, dry_run: bool, noted: bool, for_people: bool) -> None:
    """Write the brief if that is asked for, or wanted by who is asked."""
    from builder.pull.pulling import with_comments

    data = found.data if noted else with_comments(found)
    if data == found.old:
        return
    counts = ((len(found.taken), "change"), (0 if noted else len(found.above), "comment"))
    changes = " and ".join(counted(count, noun) for count, noun in counts if count)
    if not write and for_people and not dry_run and sys.stdin.isatty() and sys.stdout.isatty():
        write = click.confirm(f"Write {changes} to {found.brief}?", default=False)
    if not write:
        say(f"{found.brief} was not changed; --write writes {changes}", err=not for_people)
        return

    if not _is_still(found):
        fail(f"{found.brief} was changed while the files were read", "pull again")
    hint = f"see that {found.brief} and its folder can be written, and pull again"
    rewrite(found.brief, data, "nothing was written", hint)
    say(f"wrote {changes} to {found.brief}", err=not for_people)


def _is_still(found: Pulled) -> bool:
    """Whether the brief is what it was when it was read: somebody may have saved it before answering."""
    try:
        return found.brief.read_bytes() == found.old
    except OSError:
        return False


def _show(found: Pulled, *, is_taken: bool) -> None:
    """Print what comes home, what the brief has already, comments, and what is left to a person."""
    for author, count in sorted(found.tracked.items()):
        what = "taken" if is_taken else "left out"
        say(f"{counted(count, 'tracked change')} by {author or 'an unnamed author'}: {what}")
    for name in found.nameless:
        say(f"{name} does not say what it was built from; it is compared with the brief by its words")
    _head("Changed", len(found.taken))
    for edit in found.taken:
        _show_edit(found, edit)
    _head("In the brief already", len(found.agreed))
    for edit in found.agreed:
        say(f"  {_where(found, edit.path, edit.origins)}")
    _head("Comments", len(found.comments))
    for noted, file in found.comments:
        say(f"  {_place(found, noted.path)}  ({_in(file, noted.where)})")
        say(f"    {_comment(noted.comment)}")
    _head("Left for you", len(found.refused) + len(found.left))
    for one in found.refused:
        _show_edit(found, one.edit)
        for other in one.edit.others:
            say(f"    or: {cut(other, _LONGEST)}")
        say(f"    {_REASONS[one.reason]}{f': {one.detail}' if one.detail else ''}")
    for left, file in found.left:
        _show_left(found, left, file)
    if not (found.taken or found.agreed or found.comments or found.refused or found.left):
        say("no words were changed")


def _head(words: str, count: int) -> None:
    if count:
        say(f"\n{words} ({count})")


def _show_edit(found: Pulled, edit: Merged) -> None:
    from builder.words.shown import word_diff

    say(f"  {_where(found, edit.path, edit.origins)}")
    pieces = word_diff(edit.was, edit.changes)
    say("    " + "".join(_marked(one.text, one.is_new, one.is_gone) for one in pieces).strip())
    if edit in found.firmer:
        say(f"    warning: {found.firmer[edit].message}")


def _marked(text: str, is_new: bool, is_gone: bool) -> str:
    if is_gone:
        return f"[-{text}-]"
    gap = " " if text.startswith(" ") else ""
    return f"{gap}{{+{text.strip()}+}}" if is_new else text


def _show_left(found: Pulled, left: Left, file: str) -> None:
    authors = _authors(left.authors)
    say(f"  {_place(found, left.path)}  ({', '.join(filter(None, (_in(file, left.where), authors)))})")
    what = _KINDS[left.kind]
    if left.kind == "new" and left.item:
        what = f"new, would be {left.item}" if left.item != left.path else "a new paragraph after this field"
    say(f"    {what}: {cut(left.text, _LONGEST)}")


def _where(found: Pulled, path: str, origins: tuple[Origin, ...]) -> str:
    files = dict.fromkeys(_in(origin.file, origin.where) for origin in origins)
    authors = dict.fromkeys(each for origin in origins for each in origin.authors)
    who = _authors(tuple(authors))
    return f"{_place(found, path)}  ({', '.join(filter(None, ('; '.join(files), who)))})"


def _place(found: Pulled, path: str) -> str:
    line = found.lines.get(path)
    place = f"{found.brief}:{line}" if line else str(found.brief)
    return f"{place}  {path}" if path else place


def _in(file: str, where: str) -> str:
    name = file.rpartition("/")[2]
    return f"{name}, {where}" if where else name


def _authors(authors: tuple[tuple[str, str], ...]) -> str:
    named: dict[str, str] = {}
    for author, date in authors:
        named[author] = max(date[:10], named.get(author, ""))
    return ", ".join(f"{author} {date}".strip() for author, date in named.items() if author)


def _comment(comment: Comment) -> str:
    from builder.words.signs import plain

    about = f"{comment.author or 'unnamed'}{f', {comment.date[:10]}' if comment.date else ''}"
    quote = f" on “{cut(plain(comment.quote), 60)}”" if comment.quote else ""
    return f"{about}{' (resolved)' if comment.done else ''}{quote}: {plain(comment.text)}"


def _notes(found: Pulled) -> Iterator[str]:
    """Yield the lines of a file with the comments."""
    yield f"{_NOTES_HEAD}{found.brief.name}\n"
    last = None
    for noted, file in found.comments:
        place = _place(found, noted.path)
        if place != last:
            yield f"\n## {place}\n\n"
            last = place
        yield f"- {_comment(noted.comment)} ({_in(file, noted.where)})\n"


def _as_json(found: Pulled) -> str:
    from msgspec.json import encode, format

    def one(edit: Merged) -> dict[str, object]:
        return {
            "path": edit.path,
            "line": found.lines.get(edit.path),
            "was": edit.was,
            "now": edit.now,
            "firmer": found.firmer.get(edit),
            "files": [
                {
                    "file": each.file,
                    "where": each.where,
                    "authors": [{"name": name, "date": date} for name, date in each.authors],
                }
                for each in edit.origins
            ],
        }

    value = {
        "brief": found.brief.as_posix(),
        "changed": [one(edit) for edit in found.taken],
        "agreed": [one(edit) for edit in found.agreed],
        "refused": [
            {**one(each.edit), "reason": each.reason, "detail": each.detail, "others": each.edit.others}
            for each in found.refused
        ],
        "comments": [
            {"path": noted.path, "file": file, "where": noted.where, "comment": noted.comment}
            for noted, file in found.comments
        ],
        "left": [
            {
                "kind": left.kind,
                "path": left.path,
                "item": left.item,
                "text": left.text,
                "file": file,
                "where": left.where,
            }
            for left, file in found.left
        ],
        "tracked": found.tracked,
    }
    return format(encode(value), indent=2).decode()
