"""Determines the moment that every date inside the files has: SOURCE_DATE_EPOCH, or the date of the brief."""

from __future__ import annotations

import os
from datetime import UTC, datetime

from builder.brief.dates import exact

# The years that a zip entry can have; a brief without a date gets the first.
FIRST_EPOCH = int(datetime(1980, 1, 1, tzinfo=UTC).timestamp())
LAST_EPOCH = int(datetime(2107, 12, 31, tzinfo=UTC).timestamp())


def epoch_of(date: object) -> int:
    """Return the seconds since 1970: those of SOURCE_DATE_EPOCH, else of the brief's date, never now.

    Raises `ValueError` for a SOURCE_DATE_EPOCH that a file cannot contain. See
    https://reproducible-builds.org/specs/source-date-epoch/.
    """
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if given:
        if not (
            given.isascii()
            and given.isdigit()
            and len(given) < 12
            and FIRST_EPOCH <= int(given) <= LAST_EPOCH
        ):
            raise ValueError(
                f"SOURCE_DATE_EPOCH is `{given[:40]}`; it must be a Unix timestamp between 1980 and 2107"
            )
        return int(given)
    if date is None:
        return FIRST_EPOCH
    stamp = datetime.fromisoformat(f"{exact(str(date)).first}T00:00:00+00:00").timestamp()
    return int(min(max(stamp, FIRST_EPOCH), LAST_EPOCH))
