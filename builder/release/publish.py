"""A brief becomes the bundles of its editions and the mails to their receivers: all are saved, or none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from builder.pipeline import Edition, Prepared, Step
from builder.pipeline.building import make_all, manifest_of, whole_problems
from builder.pipeline.prepared import for_edition
from builder.products import ALL, Made
from builder.release.bundle import bundle, bundle_name
from builder.release.mail import Receiver, can_be_sent_to, draft, draft_name
from builder.release.note import marking_line
from builder.report.problems import BriefError, Problem, Severity, locate

if TYPE_CHECKING:
    from builder.brief.load import Loaded
    from builder.release.keys import Private
    from builder.workers import Worker

EVERYTHING = "all"  # the edition from which nothing is withheld; no audience can have that name


class Bundle(Struct, frozen=True):
    """A bundle that was written; `marking` is the handling marking in its files, "" without one."""

    path: Path
    size: int
    sha256: str
    status: str
    marking: str


class Released(Struct, frozen=True):
    """What a release wrote, and the warnings of its run.

    `unmailed` are the receivers of editions that were not released, `stale` the drafts of an earlier release
    that none of this one replaced.
    """

    bundles: tuple[Bundle, ...]
    drafts: tuple[Path, ...]
    unmailed: tuple[str, ...]
    stale: tuple[Path, ...]
    warnings: tuple[Problem, ...]
    sources: dict[str, str]


def release(
    path: Path,
    out: Path,
    *,
    audiences: Sequence[str] = (),
    key: Private | None = None,
    mail: bool = False,
    allow_warnings: bool = False,
    step: Step = lambda _: None,
    worker: Worker | None = None,
) -> Released:
    """Check the brief, make final copies, read them back, and save a bundle for each of the `audiences`.

    A brief that declares audiences wants them named, `all` standing for the whole of it. With `mail` a draft
    is saved for each receiver in `distribution` whose version is released. Raises `BriefError` where anything
    is found, and unless `allow_warnings` a warning too; nothing is written then.
    """
    from builder.brief.load import load_brief
    from builder.saving.save import save_all

    step("load")
    loaded = load_brief(path)
    editions = [Edition(audience, final=True) for audience in _chosen(loaded, audiences)]
    receivers = list(_receivers(loaded)) if mail else []
    files: dict[Path, bytes] = {}
    bundles: list[Bundle] = []
    drafts: list[Path] = []
    found: dict[Problem, None] = {}
    sources: dict[str, str] = {}
    for edition in editions:
        prepared = for_edition(loaded, ALL, edition)
        made = make_all(prepared.outline, ALL, step, worker)
        warnings = whole_problems(prepared, made, strict=not allow_warnings)
        found |= dict.fromkeys(warnings)
        sources |= prepared.sources
        data = bundle(prepared, made, manifest_of(prepared, made, out, len(warnings)), key)
        target = out / bundle_name(prepared)
        files[target] = data
        bundles.append(_told(prepared, target, data))
        mails = dict(_drafts(prepared, made, receivers, out))
        files |= mails
        drafts += mails
    step("save")
    if worker:
        worker.call(partial(save_all, files))
    else:
        save_all(files)
    reached = {edition.audience for edition in editions}
    unmailed = tuple(one.name for audience, one in receivers if audience not in reached)
    stale = tuple(sorted(_earlier(bundles) - set(drafts))) if mail else ()
    return Released(tuple(bundles), tuple(drafts), unmailed, stale, tuple(found), sources)


def _chosen(loaded: Loaded, audiences: Sequence[str]) -> list[str | None]:
    """Return the audiences to release for, None being the whole brief; raise `BriefError` without any."""
    declared = [one.name for one in loaded.brief.audiences]
    if not audiences and declared:
        message = "the brief has audiences, and none is named to release it for"
        hint = f"add --audience {' or '.join((*declared, EVERYTHING))}"
        raise _refusal(loaded, Problem("audience-chosen", Severity.ERROR, "audiences", message, hint))
    return [None if name == EVERYTHING else name for name in dict.fromkeys(audiences or (EVERYTHING,))]


def _receivers(loaded: Loaded) -> Iterator[tuple[str | None, Receiver]]:
    """Yield the receivers, each with the version for them; raise `BriefError` for a faulty one."""
    brief = loaded.brief
    if not brief.distribution:
        message, hint = "there is nobody to write a mail to", "list name and email under `distribution`"
        raise _refusal(loaded, Problem("receivers-given", Severity.ERROR, "distribution", message, hint))
    for place, one in enumerate(brief.distribution):
        if not can_be_sent_to(one.email):
            path = f"distribution[{place}].email"
            message = f"not every mail program can send to {one.email}"
            hint = "write it with plain letters, a domain in its `xn--` form"
            raise _refusal(loaded, Problem("addresses-well-formed", Severity.ERROR, path, message, hint))
        yield one.audience, Receiver(place + 1, one.name, one.email, one.language or brief.language)


def _drafts(
    prepared: Prepared, made: Iterable[Made], receivers: Iterable[tuple[str | None, Receiver]], out: Path
) -> Iterator[tuple[Path, bytes]]:
    """Yield the mails to those for whom this edition is, with its files and no other's."""
    files = {one.product: one.data for one in made}
    for audience, receiver in receivers:
        if audience == prepared.edition.audience:
            name = draft_name(prepared.stem, receiver)
            yield out / name, draft(prepared.outline, prepared.stem, files, receiver)


def _earlier(bundles: Iterable[Bundle]) -> set[Path]:
    """Return all drafts beside the bundles that were written for the same editions."""
    return {
        draft
        for one in bundles
        for draft in one.path.parent.glob(f"{one.path.name.removesuffix('-release.zip')}-mail-*.eml")
    }


def _told(prepared: Prepared, target: Path, data: bytes) -> Bundle:
    status = prepared.loaded.brief.status
    digest = sha256(data).hexdigest()
    return Bundle(target, len(data), digest, status, marking_line(prepared.outline))


def _refusal(loaded: Loaded, problem: Problem) -> BriefError:
    file = loaded.path.as_posix()
    return BriefError(locate([problem], loaded.positions, file), {file: loaded.text})
