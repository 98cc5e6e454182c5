"""Writes a copy of the preview into a folder: a page that can be sent, and opened without the builder."""

from __future__ import annotations

from pathlib import Path
from shutil import copyfile

from msgspec.structs import replace

from builder.pipeline.request import Request
from builder.preview.look import fonts, look_of
from builder.preview.page import ASSETS, page, update
from builder.preview.view import Choice, look_at
from builder.report.problems import BriefError
from builder.theme.fonts import FOLDER


def export(request: Request, folder: Path, audience: str = "") -> tuple[Path, ...]:
    """Write the copy and return its files; raises `BriefError` where errors leave nothing to show.

    Text and comments of the brief are not in it, and of an edition for one audience no problems either: they
    may quote what that audience may not read. Typefaces of others than the package are left out.
    """
    seen = look_at(request, Choice(audience))
    view, prepared = seen.view, seen.prepared
    if prepared is None or view.pictures is None:
        raise BriefError(seen.problems, seen.sources)
    theme, faces = prepared.theme, view.pictures.faces
    look = look_of(faces, theme, view.pictures.marking)
    shared = replace(
        view,
        file=request.brief.name,
        text="",
        problems=() if audience else view.problems,
        audiences=(),
        themes=(),
    )
    files = {
        folder / "index.html": page(update(shared, 0, look), live=False),
        folder / "look.css": look,
        **{folder / asset.name: asset.read_text("utf-8") for asset in sorted(ASSETS.iterdir())},
    }
    (folder / "fonts").mkdir(parents=True, exist_ok=True)
    for path, text in files.items():
        path.write_text(text, encoding="utf-8")
    licence = "Carlito-LICENSE.txt"
    copied = [folder / "fonts" / licence]
    copyfile(FOLDER / licence, copied[0])
    for name, source in fonts(faces, theme).items():
        if source.is_relative_to(FOLDER):
            copied.append(folder / "fonts" / name)
            copyfile(source, copied[-1])
    return (*files, *copied)
