"""Records which files the sources of a brief were read from, and finds what cites one that has changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from builder.manifest.form import File, Manifest
from builder.report.problems import Problem, warning

if TYPE_CHECKING:
    from builder.brief.load import Loaded

_MOST_BYTES = 20_000_000


def source_pins(loaded: Loaded) -> dict[str, File]:
    """Return path and hash of the file of each source that has one below the brief's folder, by its id."""
    pins = {}
    for index, source in enumerate(loaded.brief.sources):
        if source.file:
            position = loaded.positions.of(f"sources[{index}].file")
            shared = loaded.house if position and position.file else None
            name = (Path(shared.name).parent / source.file).as_posix() if shared else source.file
            folder = loaded.path.parent / (Path(shared.name).parent if shared else "")
            if digest := _digest(folder, source.file):
                pins[source.id] = File(path=name, sha256=digest)
    return pins


def _digest(folder: Path, name: str) -> str | None:
    from builder.brief.files import NotAFile, TooLarge, bytes_of

    try:
        path = (folder / name).resolve()
        inside = path.is_relative_to(folder.resolve())
        return sha256(bytes_of(path, _MOST_BYTES, follow_links=False)).hexdigest() if inside else None
    except (OSError, RuntimeError, ValueError, NotAFile, TooLarge):
        return None  # only named, as before the brief could be compared with it


def stale(loaded: Loaded, manifest: Manifest | None) -> Iterator[Problem]:
    """Yield what cites a source whose file is not the one of the last build any more."""
    changed = changed_since(loaded, manifest)
    if not changed:
        return
    from builder.brief.walk import walk

    for path, part in walk(loaded.brief):
        for index, ref in enumerate(getattr(part, "refs", ())):
            name = changed.get(ref.partition("#")[0])
            if name:
                message = f"`{name}` has changed since the last build, and this cites it"
                yield warning("sources-unchanged", f"{path}.refs[{index}]", message)


def changed_since(loaded: Loaded, manifest: Manifest | None) -> dict[str, str]:
    """Return the files of sources that are not as the manifest records them, by the ids of the sources."""
    if manifest is None or manifest.brief is None or not any(one.file for one in loaded.brief.sources):
        return {}
    recorded = {one.path: one.sha256 for one in manifest.brief.inputs}
    pins = source_pins(loaded)
    return {id: pin.path for id, pin in pins.items() if recorded.get(pin.path, pin.sha256) != pin.sha256}


def notice_of(loaded: Loaded, manifest: Manifest | None) -> str:
    """Return what a build says of sources that have changed since the one before, "" if none has."""
    changed = changed_since(loaded, manifest)
    if not changed:
        return ""
    from builder.brief.walk import walk

    cited = Counter(
        ref.partition("#")[0] for _, part in walk(loaded.brief) for ref in getattr(part, "refs", ())
    )
    count = sum(cited[id] for id in changed)
    files = ", ".join(f"`{name}`" for name in dict.fromkeys(changed.values()))
    return (
        f"{files} changed since the last build; what cites it ({count}) is to be compared again: "
        "`brief check --sources`"
    )
