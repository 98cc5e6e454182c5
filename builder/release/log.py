"""The log of what was sent: JSON lines, only ever added to, each with the hash of the line before it."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

LOG = "send-log.jsonl"
SENDING, SENT, REFUSED, FAILED = "sending", "sent", "refused", "failed"
_FIRST = "0" * 64  # before the first line
Entry = dict[str, str]


class Log:
    """The log in a file; `last` is what it says last of each bundle (its hash) and recipient."""

    def __init__(self, path: Path) -> None:
        """Read the log; raises `ValueError` if a line was changed, added or taken out."""
        self.path = path
        self.last: dict[tuple[str, str], Entry] = {}
        self.previous = _FIRST
        data = path.read_bytes() if path.exists() else b""
        self.is_torn = bool(data) and not data.endswith(b"\n")  # by a crash, in the middle of a line
        for number, line in enumerate(data.splitlines(), 1):
            entry = _entry(line)
            if entry is not None:
                if entry.get("previous") != self.previous:
                    raise ValueError(f"line {number} does not follow the line before it")
                self.last[entry.get("bundle_sha256", ""), entry.get("receiver", "")] = entry
            self.previous = sha256(line).hexdigest()

    def add(self, event: str, about: Mapping[str, str]) -> None:
        """Add a line, which is on the disk when this returns."""
        time = datetime.now(UTC).isoformat(timespec="seconds")
        entry = {"time": time, "event": event, **about, "previous": self.previous}
        line = json.dumps(entry, ensure_ascii=False).encode("utf-8", "backslashreplace")
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("ab") as file:
            file.write((b"\n" if self.is_torn else b"") + line + b"\n")
            file.flush()
            os.fsync(file.fileno())
        self.is_torn = False
        self.previous = sha256(line).hexdigest()
        self.last[entry["bundle_sha256"], entry["receiver"]] = entry


def _entry(line: bytes) -> Entry | None:
    """Return what a line says, None for one that a crash cut off."""
    try:
        found = json.loads(line)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None
