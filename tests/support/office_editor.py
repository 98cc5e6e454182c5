"""Edits memos and decks in LibreOffice, step by step as a person does; runs in a Python that has its `uno`.

Reads jobs as JSON: `source`, `target`, whether changes are `tracked`, and `steps`, each the name of a
function below with its arguments.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

_FILTERS = {
    ".docx": "MS Word 2007 XML",
    ".pptx": "Impress MS PowerPoint 2007 XML",
    ".odt": "writer8",
    ".odp": "impress8",
}
STEPS: dict[str, Callable[..., None]] = {}


def step(function: Callable[..., None]) -> Callable[..., None]:
    """Make a function a step."""
    STEPS[function.__name__] = function
    return function


class Office:
    """A running LibreOffice with a profile of its own, whose user is Rita Reviewer."""

    def __init__(self, folder: str) -> None:
        import uno  # type: ignore[import-not-found]
        from com.sun.star.beans import PropertyValue  # type: ignore[import-not-found]

        self._value = PropertyValue
        pipe = f"brief{Path(folder).name}"
        words = ["soffice", f"-env:UserInstallation=file://{folder}", "--headless", "--norestore", "--nologo"]
        self._process = subprocess.Popen([*words, f"--accept=pipe,name={pipe};urp;"])
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        for _ in range(200):
            with suppress(Exception):  # until it listens
                self._context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
                break
            time.sleep(0.3)
        self._desktop = self._made("com.sun.star.frame.Desktop")
        provider = self._made("com.sun.star.configuration.ConfigurationProvider")
        path = self._property("nodepath", "/org.openoffice.UserProfile/Data")
        access = "com.sun.star.configuration.ConfigurationUpdateAccess"
        user = provider.createInstanceWithArguments(access, (path,))
        user.setPropertyValue("givenname", "Rita")
        user.setPropertyValue("sn", "Reviewer")
        user.commitChanges()

    def _made(self, name: str) -> Any:
        return self._context.ServiceManager.createInstanceWithContext(name, self._context)

    def _property(self, name: str, value: object) -> Any:
        found = self._value()
        found.Name, found.Value = name, value
        return found

    def edit(self, source: str, target: str, tracked: bool, steps: list[list[Any]]) -> None:
        """Open a file, do the steps, and save it."""
        hidden = (self._property("Hidden", True),)
        document = self._desktop.loadComponentFromURL(f"file://{source}", "_blank", 0, hidden)
        if tracked:
            document.RecordChanges = True
        for name, *arguments in steps:
            STEPS[name](document, *arguments)
        if tracked:
            document.RecordChanges = False
        filtered = (self._property("FilterName", _FILTERS[Path(target).suffix]),)
        document.storeToURL(f"file://{target}", filtered)
        document.close(True)

    def quit(self) -> None:
        """End the program."""
        with suppress(Exception):  # its end ends the connection
            self._desktop.terminate()
        self._process.wait(30)


def paragraphs(text: Any) -> Iterator[Any]:
    """Yield the paragraphs of a text, those of tables too."""
    each = text.createEnumeration()
    while each.hasMoreElements():
        one = each.nextElement()
        if one.supportsService("com.sun.star.text.Paragraph"):
            yield one
        elif one.supportsService("com.sun.star.text.TextTable"):
            for name in one.getCellNames():
                yield from paragraphs(one.getCellByName(name))


def find(document: Any, words: str, nth: int = 0) -> Any:
    """Return the paragraph of a memo with some words."""
    return [one for one in paragraphs(document.Text) if words in one.String][nth]


def cursor(paragraph: Any) -> Any:
    return paragraph.getText().createTextCursorByRange(paragraph.getStart())


def selected(paragraph: Any, words: str) -> Any:
    there = cursor(paragraph)
    there.goRight(paragraph.String.index(words), False)
    there.goRight(len(words), True)
    return there


@step
def replace(document: Any, start: str, old: str, new: str, nth: int = 0) -> None:
    selected(find(document, start, nth), old).setString(new)


@step
def append(document: Any, start: str, text: str) -> None:
    there = cursor(find(document, start))
    there.gotoEndOfParagraph(False)
    there.getText().insertString(there, text, False)


@step
def retype(document: Any, start: str, text: str) -> None:
    there = cursor(find(document, start))
    there.gotoEndOfParagraph(True)
    there.setString(text)


@step
def delete(document: Any, start: str) -> None:
    paragraph = find(document, start)
    there = cursor(paragraph)
    there.goRight(len(paragraph.String) + 1, True)
    there.setString("")


@step
def new_after(document: Any, start: str, text: str) -> None:
    there = cursor(find(document, start))
    there.gotoEndOfParagraph(False)
    there.getText().insertControlCharacter(there, 0, False)
    there.getText().insertString(there, text, False)


@step
def move(document: Any, start: str, before: str) -> None:
    paragraph = find(document, start)
    text, there = paragraph.String, cursor(paragraph)
    there.goLeft(1, False)
    there.goRight(len(text) + 1, True)
    there.setString("")
    there = cursor(find(document, before))
    there.getText().insertString(there, text, False)
    there.getText().insertControlCharacter(there, 0, False)


@step
def split(document: Any, start: str, behind: str) -> None:
    paragraph = find(document, start)
    there = cursor(paragraph)
    there.goRight(paragraph.String.index(behind) + len(behind), False)
    there.goRight(1, True)
    there.setString("")
    there.getText().insertControlCharacter(there, 0, False)


@step
def join(document: Any, start: str) -> None:
    there = cursor(find(document, start))
    there.gotoEndOfParagraph(False)
    there.goRight(1, True)
    there.setString(" ")


@step
def bold(document: Any, start: str, words: str) -> None:
    selected(find(document, start), words).CharWeight = 150


@step
def comment(document: Any, start: str, words: str, text: str) -> None:
    note = document.createInstance("com.sun.star.text.textfield.Annotation")
    note.Content, note.Author = text, "Rita Reviewer"
    there = selected(find(document, start), words)
    there.getText().insertTextContent(there, note, True)


@step
def cut_section(document: Any, start: str, until: str) -> None:
    there = cursor(find(document, start, 1))
    there.gotoRange(find(document, until, 1).getStart(), True)
    there.setString("")


def _dispatched(document: Any, command: str) -> None:
    """Do what a command of the menu does."""
    import uno

    url = uno.createUnoStruct("com.sun.star.util.URL")
    url.Complete, url.Protocol, url.Path = f".uno:{command}", ".uno:", command
    at_once = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
    at_once.Name, at_once.Value = "SynchronMode", True
    document.CurrentController.Frame.queryDispatch(url, "_self", 0).dispatch(url, (at_once,))


@step
def accept_all(document: Any) -> None:
    _dispatched(document, "AcceptAllTrackedChanges")


@step
def reject_all(document: Any) -> None:
    _dispatched(document, "RejectAllTrackedChanges")


def _table(document: Any, corner: str) -> Any:
    tables = (document.TextTables.getByName(name) for name in document.TextTables.ElementNames)
    return next(one for one in tables if one.getCellByName("A1").String == corner)


@step
def add_row(document: Any, corner: str, *cells: str) -> None:
    table = _table(document, corner)
    table.Rows.insertByIndex(table.Rows.Count, 1)
    for index, text in enumerate(cells):
        table.getCellByName(f"{'ABCDEF'[index]}{table.Rows.Count}").String = text


@step
def delete_row(document: Any, corner: str, row: int) -> None:
    _table(document, corner).Rows.removeByIndex(row, 1)


def _shapes(page: Any) -> Iterator[Any]:
    for index in range(page.Count):
        shape = page.getByIndex(index)
        if shape.supportsService("com.sun.star.drawing.GroupShape"):
            yield from _shapes(shape)
        else:
            yield shape


def _texts(page: Any) -> Iterator[Any]:
    for shape in _shapes(page):
        if "TableShape" in shape.ShapeType:
            model = shape.Model
            for row in range(model.Rows.Count):
                for column in range(model.Columns.Count):
                    yield model.getCellByPosition(column, row)
        elif hasattr(shape, "String"):
            yield shape


@step
def replace_in_box(document: Any, old: str, new: str) -> None:
    shape = next(one for one in _texts(document.DrawPage) if old in one.String)
    shape.Text.setString(shape.String.replace(old, new))


def _page(document: Any, number: int) -> Any:
    return document.DrawPages.getByIndex(number - 1)


def _on_page(page: Any, old: str, new: str) -> None:
    text = next(one for one in _texts(page) if old in one.String)
    for paragraph in paragraphs(text):
        if old in paragraph.String:
            there = text.createTextCursorByRange(paragraph.Start)
            there.goRight(paragraph.String.index(old), False)
            there.goRight(len(old), True)
            there.String = new
            return


@step
def replace_on(document: Any, slide: int, old: str, new: str) -> None:
    _on_page(_page(document, slide), old, new)


@step
def replace_in_notes(document: Any, slide: int, old: str, new: str) -> None:
    _on_page(_page(document, slide).NotesPage, old, new)


@step
def delete_shape(document: Any, slide: int, words: str) -> None:
    page = _page(document, slide)
    page.remove(next(one for one in _texts(page) if one.String.startswith(words)))


@step
def retype_shape(document: Any, slide: int, words: str, text: str) -> None:
    next(one for one in _texts(_page(document, slide)) if one.String.startswith(words)).String = text


@step
def add_slide(document: Any, behind: int, title: str, text: str) -> None:
    page = document.DrawPages.insertNewByIndex(behind)
    page.Layout = 1
    page.getByIndex(0).String, page.getByIndex(1).String = title, text


@step
def delete_slide(document: Any, slide: int) -> None:
    document.DrawPages.remove(_page(document, slide))


@step
def duplicate_slide(document: Any, slide: int) -> None:
    document.duplicate(_page(document, slide))


@step
def add_box(document: Any, slide: int, text: str) -> None:
    shape = document.createInstance("com.sun.star.drawing.TextShape")
    _page(document, slide).add(shape)
    shape.String = text


def main() -> None:
    """Do all jobs, and say which failed."""
    with tempfile.TemporaryDirectory() as folder:
        office = Office(folder)
        failed = []
        for job in json.load(sys.stdin):
            try:
                office.edit(**job)
            except Exception as error:  # noqa: BLE001  # whatever LibreOffice raises
                failed.append(f"{Path(job['target']).name}: {type(error).__name__} {error}"[:200])
        office.quit()
    json.dump(failed, sys.stdout)


if __name__ == "__main__":
    main()
