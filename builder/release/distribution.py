"""The list beside the drafts of an edition: its bundle, and who gets which draft, as they were released."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, convert, to_builtins

from builder.brief.rules.clearance import is_free_to_share
from builder.manifest.form import LARGEST, as_bytes, is_whole
from builder.release.bundle import bundle_name, marking_line
from builder.release.mail import Recipient

if TYPE_CHECKING:
    from builder.pipeline.prepared import Prepared
    from builder.pipeline.products import Made

ENDING = "-distribution.json"


class Mail(Struct, frozen=True):
    """A draft, and for whom it is; `early` is whether it may be sent before the embargo ends."""

    name: str
    email: str
    draft: str
    sha256: str
    size: int
    early: bool


class Distribution(Struct, frozen=True):
    """What a release says of its mails.

    `label` is the handling label, such as `TLP:AMBER`, `marked` its line as the files have it; both are ""
    without a marking. `restricted` is whether only some may read it, `embargo` when anybody may, in ISO 8601.
    """

    bundle: str
    sha256: str
    title: str
    label: str
    marked: str
    restricted: bool
    embargo: str | None
    files: tuple[str, ...]
    mails: tuple[Mail, ...]

    @property
    def opens(self) -> datetime | None:
        """When the embargo ends."""
        return datetime.fromisoformat(self.embargo) if self.embargo else None


def distribution_of(
    prepared: Prepared,
    made: Sequence[Made],
    bundle: bytes,
    drafts: Sequence[tuple[Recipient, str, bytes]],
) -> tuple[str, bytes]:
    """Return the list of an edition's drafts, and its name."""
    marking, title = prepared.brief.marking, prepared.outline.properties.title
    label = "" if marking is None else f"TLP:{marking.label}" if marking.scheme == "tlp" else marking.label
    found = Distribution(
        bundle_name(prepared.stem),
        sha256(bundle).hexdigest(),
        title,
        label,
        marking_line(prepared.outline),
        marking is not None and not is_free_to_share(marking),
        marking.embargo_until.isoformat() if marking and marking.embargo_until else None,
        tuple(prepared.target(one.product).name for one in made),
        tuple(
            Mail(one.name, one.email, name, sha256(data).hexdigest(), len(data), one.early)
            for one, name, data in drafts
        ),
    )
    return f"{prepared.stem}{ENDING}", as_bytes({"version": 1, **to_builtins(found)})


def read_distribution(path: Path) -> Distribution:
    """Return the list in a file; raises `ValueError` for one that no release wrote."""
    try:
        with path.open("rb") as file:
            entries = json.loads(file.read(LARGEST))
    except (OSError, RecursionError, ValueError) as error:
        raise ValueError("cannot be read") from error
    if not isinstance(entries, dict) or not is_whole(entries):
        raise ValueError("was changed since the release")
    return convert(
        {key: one for key, one in entries.items() if key not in ("version", "digest")}, Distribution
    )
