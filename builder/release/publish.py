"""Writes the bundles of a brief's editions and the mails to their recipients: all of them, or none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from builder.brief import UNRESTRICTED
from builder.manifest.form import Edition
from builder.pipeline.building import refuse_shared_id, restore, save, warnings_of
from builder.pipeline.prepared import Prepared, compose_for
from builder.pipeline.products import Made, make_all
from builder.pipeline.recording import manifest_of
from builder.pipeline.request import Request
from builder.release.bundle import bundle, bundle_name, marking_line
from builder.release.mail import Recipient, can_be_sent_to, draft, draft_name
from builder.report.problems import BriefError, Problem, error, locate

if TYPE_CHECKING:
    from builder.brief.load import Loaded
    from builder.release.keys import Private


class Bundle(Struct, frozen=True):
    """A bundle that was written; `marking` is the handling marking in its files, "" without one.

    `restricted` is true if it includes parts that only some audiences may read.
    """

    path: Path
    size: int
    sha256: str
    status: str
    marking: str
    restricted: bool


class Released(Struct, frozen=True):
    """What a release wrote, and the warnings of its run.

    `unmailed` lists the recipients whose edition was not released, with its audience, `stale` the drafts of
    an earlier release that this one did not replace.
    """

    bundles: tuple[Bundle, ...]
    drafts: tuple[Path, ...]
    unmailed: tuple[tuple[str, str], ...]
    stale: tuple[Path, ...]
    warnings: tuple[Problem, ...]
    sources: dict[str, str]


def release_brief(
    request: Request,
    *,
    audiences: Sequence[str] = (),
    all_audiences: bool = False,
    key: Private | None = None,
    mail: bool = False,
) -> Released:
    """Check the brief, build final copies, read them back, and save a bundle for each of the `audiences`.

    `all_audiences` means all those of the brief. If it declares some and none is named, or `UNRESTRICTED`
    for the whole brief, that is an error. With `mail`, a draft is saved for each recipient in `distribution`
    whose edition is released. Raises `BriefError` if there is an error or, in a strict run, a warning;
    nothing is written then.
    """
    from builder.brief.load import load_brief

    restore(request)
    request.step("load")
    loaded = load_brief(request.brief)
    every = [one.name for one in loaded.brief.audiences] if all_audiences else []
    chosen = dict.fromkeys((*every, *audiences))
    editions = [Edition(audience, final=True) for audience in chosen or (None,)]
    recipients = list(_recipients(loaded)) if mail else []
    files: dict[Path, bytes] = {}
    bundles: list[Bundle] = []
    drafts: list[Path] = []
    found: dict[Problem, None] = {}
    reached: set[str | None] = set()
    sources: dict[str, str] = {}
    for edition in editions:
        prepared = compose_for(replace(request, edition=edition), loaded)
        reached.add(prepared.request.edition.audience)
        made = make_all(request, prepared.outline, prepared.theme)
        warnings = warnings_of(prepared, made)
        refuse_shared_id(prepared)
        found |= dict.fromkeys(warnings)
        sources |= prepared.sources
        data = bundle(prepared, made, manifest_of(prepared, made, len(warnings)), key)
        target = request.out / bundle_name(prepared)
        files[target] = data
        bundles.append(_bundle(prepared, target, data))
        mails = dict(_drafts(prepared, made, recipients))
        files |= mails
        drafts += mails
    request.step("save")
    save(request, files)
    unmailed = tuple((one.name, audience or "") for audience, one in recipients if audience not in reached)
    stale = tuple(sorted(_earlier(bundles) - set(drafts))) if mail else ()
    return Released(tuple(bundles), tuple(drafts), unmailed, stale, tuple(found), sources)


def _recipients(loaded: Loaded) -> Iterator[tuple[str | None, Recipient]]:
    """Yield the recipients, each with their audience; raise `BriefError` for an unusable address."""
    brief = loaded.brief
    if not brief.distribution:
        message, hint = "there are no recipients", "list their names and email addresses under `distribution`"
        raise _refusal(loaded, error("recipients-listed", "distribution", message, hint))
    for index, one in enumerate(brief.distribution):
        if not can_be_sent_to(one.email):
            path = f"distribution[{index}].email"
            message = f"not all mail programs can send to {one.email}"
            hint = "write it in ASCII, with the domain in its `xn--` form"
            raise _refusal(loaded, error("addresses-well-formed", path, message, hint))
        yield one.audience, Recipient(index + 1, one.name, one.email, one.language or brief.language)


def _drafts(
    prepared: Prepared, made: Iterable[Made], recipients: Iterable[tuple[str | None, Recipient]]
) -> Iterator[tuple[Path, bytes]]:
    """Yield the mails to the recipients of this edition, with its files and no others."""
    files = {one.product: one.data for one in made}
    for audience, recipient in recipients:
        if audience == prepared.request.edition.audience:
            name = draft_name(prepared.stem, recipient)
            yield prepared.request.out / name, draft(prepared.outline, prepared.stem, files, recipient)


def _earlier(bundles: Iterable[Bundle]) -> set[Path]:
    """Return all mail drafts beside the bundles, for the same editions."""
    return {
        draft
        for one in bundles
        for draft in one.path.parent.glob(f"{one.path.name.removesuffix('-release.zip')}-mail-*.eml")
    }


def _bundle(prepared: Prepared, target: Path, data: bytes) -> Bundle:
    status = prepared.loaded.brief.status
    digest = sha256(data).hexdigest()
    restricted = prepared.request.edition.audience == UNRESTRICTED
    return Bundle(target, len(data), digest, status, marking_line(prepared.outline), restricted)


def _refusal(loaded: Loaded, problem: Problem) -> BriefError:
    file = loaded.path.as_posix()
    return BriefError(locate([problem], loaded.positions, file), {file: loaded.text})
