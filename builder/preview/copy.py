"""Writes a copy of the preview into a folder: a page that can be sent, and opened without the builder."""

from __future__ import annotations

from pathlib import Path
from shutil import copyfile
from typing import NamedTuple

from msgspec.structs import replace

from builder.brief import UNRESTRICTED
from builder.pipeline.request import Request
from builder.preview.look import fonts, look_of
from builder.preview.page import ASSETS, page, update
from builder.preview.view import WHOLE, Choice, Shown, look_at
from builder.report.problems import BriefError, error
from builder.theme.fonts import EXTRA, FOLDER


class Copied(NamedTuple):
    """The files of a copy, and how many errors its brief has."""

    files: tuple[Path, ...]
    errors: int


def export(request: Request, folder: Path, audience: str | None = None) -> Copied:
    """Write the copy; raises `BriefError` where errors leave nothing to show.

    Of a brief with audiences, one is to be chosen, or `UNRESTRICTED` for the whole of it.

    Text and comments of the brief are not in it, and of an edition for one audience no problems either: they
    may quote what that audience may not read. Typefaces that a theme names are left out: their licences may
    forbid to pass them on.
    """
    restricted = audience not in (None, UNRESTRICTED)
    seen = look_at(request, Choice(audience or "") if restricted else WHOLE)
    view, prepared = seen.view, seen.prepared
    if prepared is None or view.pictures is None:
        raise BriefError(seen.problems, seen.sources)
    if view.audiences and audience is None:
        message = "the brief declares audiences; choose whose copy is meant"
        hint = (
            f"add --audience with one of {', '.join(view.audiences)}, or --unrestricted for the whole brief"
        )
        raise BriefError(
            prepared.locate([error("audience-chosen", "audiences", message, hint)]), seen.sources
        )
    theme, faces = prepared.theme, view.pictures.faces
    look = look_of(faces, theme, view.pictures.marking)
    places = {
        path: replace(place, file=Path(place.file).name) for path, place in view.pictures.places.items()
    }
    shared = replace(
        view,
        pictures=replace(view.pictures, places=places),
        file=request.brief.name,
        text="",
        problems=() if restricted else tuple(_without_folder(problem) for problem in view.problems),
        audiences=(),
        themes=(),
    )
    files = {
        folder / "index.html": page(update(shared, 0, look), live=False),
        folder / "look.css": look,
        **{folder / asset.name: asset.read_text("utf-8") for asset in sorted(ASSETS.iterdir())},
    }
    _refuse_other(folder / "index.html")
    (folder / "fonts").mkdir(parents=True, exist_ok=True)
    for path, text in files.items():
        path.write_text(text, encoding="utf-8", newline="\n")
    licence = "Carlito-LICENSE.txt"
    copied = [folder / "fonts" / licence]
    copyfile(FOLDER / licence, copied[0])
    free = {file.stem for file in FOLDER.iterdir()} | {face for *two, _ in EXTRA for face in two}
    for name, source in fonts(faces, theme).items():
        if name.removesuffix(".ttf") in free:
            copied.append(folder / "fonts" / name)
            copyfile(source, copied[-1])
    return Copied((*files, *copied), sum(problem.is_error for problem in seen.problems))


def _refuse_other(page: Path) -> None:
    """Raise `BriefError` where there is a page that is no preview, such as that of a site."""
    if page.exists() and b'content="brief preview"' not in page.read_bytes()[:2000]:
        message = f"{page} exists and is not a preview"
        raise BriefError([error("file-readable", "", message, "choose another folder")], {})


def _without_folder(problem: Shown) -> Shown:
    """Return a problem that does not say in which folder of this machine its file is."""
    return replace(problem, file=Path(problem.file).name)
