"""Writes the bundles of a brief's editions and the mails to their recipients: all of them, or none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from builder.brief import UNRESTRICTED
from builder.manifest.form import Edition, as_bytes, entries_of
from builder.pipeline.building import refuse_shared_id, restore, save, warnings_of
from builder.pipeline.prepared import Prepared, compose_for
from builder.pipeline.products import Made, make_all
from builder.pipeline.recording import described
from builder.pipeline.request import Request
from builder.release.bundle import bundle, bundle_name, marking_line
from builder.release.distribution import distribution_of
from builder.release.mail import Recipient, can_be_sent_to, draft, draft_name
from builder.report.problems import BriefError, Problem, error, locate

if TYPE_CHECKING:
    from builder.brief.load import Loaded
    from builder.release.keys import Private


Addressed: TypeAlias = tuple[str | None, Recipient]  # with the audience whose edition they get


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


class Packed(Struct, frozen=True):
    """The files of a release by their names: bundles, then drafts, then their lists; none is saved yet."""

    files: dict[str, bytes]
    bundles: tuple[Bundle, ...]
    drafts: tuple[str, ...]
    prepared: tuple[Prepared, ...]
    warnings: tuple[Problem, ...]

    def unmailed(self, recipients: Iterable[Addressed]) -> tuple[tuple[str, str], ...]:
        """Return the recipients whose edition is not among these, with its audience."""
        reached = {one.request.edition.audience for one in self.prepared}
        return tuple((one.name, audience or "") for audience, one in recipients if audience not in reached)


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
    recipients = recipients_of([loaded]) if mail else ()
    packed = pack_editions(request, loaded, (*every, *audiences), recipients, key)
    for prepared in packed.prepared:
        refuse_shared_id(prepared)
    out = request.out
    request.step("save")
    save(request, {out / name: data for name, data in packed.files.items()})
    drafts = tuple(out / name for name in packed.drafts)
    stale = tuple(sorted(_earlier(packed.bundles) - set(drafts))) if mail else ()
    sources = {file: text for one in packed.prepared for file, text in one.sources.items()}
    return Released(packed.bundles, drafts, packed.unmailed(recipients), stale, packed.warnings, sources)


def pack_editions(
    request: Request,
    loaded: Loaded,
    audiences: Iterable[str],
    recipients: Sequence[Addressed],
    key: Private | None,
) -> Packed:
    """Return the files of a release: a bundle for each audience, and a draft for each of its recipients.

    Raises `BriefError` if one of them may not be released.
    """
    bundled: dict[str, bytes] = {}
    drafted: dict[str, bytes] = {}
    listed: dict[str, bytes] = {}
    bundles: list[Bundle] = []
    every: list[Prepared] = []
    found: dict[Problem, None] = {}
    for audience in dict.fromkeys(audiences) or (None,):
        prepared = compose_for(replace(request, edition=Edition(audience, final=True)), loaded)
        made = make_all(request, prepared.outline, prepared.theme)
        warnings = warnings_of(prepared, made)
        found |= dict.fromkeys(warnings)
        manifest = as_bytes(entries_of(described(prepared, made, len(warnings))))
        data = bundle(prepared, made, manifest, key)
        name = bundle_name(prepared.stem)
        bundled[name] = data
        bundles.append(_bundle(prepared, request.out / name, data))
        drafts = list(_drafts(prepared, made, recipients))
        if drafts:
            listed |= [distribution_of(prepared, made, data, drafts)]
        drafted |= {name: data for _, name, data in drafts}
        every.append(prepared)
    return Packed(
        {**bundled, **drafted, **listed}, tuple(bundles), tuple(drafted), tuple(every), tuple(found)
    )


def recipients_of(briefs: Sequence[Loaded]) -> tuple[Addressed, ...]:
    """Return the recipients of briefs that differ in `distribution` alone, each once, with their audience.

    Raises `BriefError` for an unusable address, and where there is none.
    """
    found: dict[tuple[str | None, str, str], Addressed] = {}
    for loaded in briefs:
        brief = loaded.brief
        if not brief.distribution:
            message = "there are no recipients"
            hint = "list their names and email addresses under `distribution`"
            raise _refusal(loaded, error("recipients-listed", "distribution", message, hint))
        for index, one in enumerate(brief.distribution):
            if not can_be_sent_to(one.email):
                path = f"distribution[{index}].email"
                message = f"not all mail programs can send to {one.email}"
                hint = "write it in ASCII, with the domain in its `xn--` form"
                raise _refusal(loaded, error("addresses-well-formed", path, message, hint))
            language = one.language or brief.language
            recipient = Recipient(len(found) + 1, one.name, one.email, language, one.early == "yes")
            found.setdefault((one.audience, one.name, one.email), (one.audience, recipient))
    return tuple(found.values())


def _drafts(
    prepared: Prepared, made: Iterable[Made], recipients: Iterable[Addressed]
) -> Iterator[tuple[Recipient, str, bytes]]:
    """Yield the mails to the recipients of this edition, with its files and no others, and their names."""
    files = {one.product: one.data for one in made}
    for audience, recipient in recipients:
        if audience == prepared.request.edition.audience:
            name = draft_name(prepared.stem, recipient)
            yield recipient, name, draft(prepared.outline, prepared.stem, files, recipient)


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
