"""What a file states of itself becomes problems: title, authors, language, and which brief it is from."""

from __future__ import annotations

from collections.abc import Iterator

from builder.audit.content import Said
from builder.audit.fault import fault
from builder.audit.words.stream import fold
from builder.languages.language import language_for
from builder.outline.blocks import Outline
from builder.outline.text import Product
from builder.report.problems import Problem

_RULE, _VERSION = "properties-match", "files-from-this-brief"
_LONGEST = 255  # characters of a property in an Office file


def property_problems(outline: Outline, product: Product, said: Said, *, edited: bool) -> Iterator[Problem]:
    """Yield what the file's properties say otherwise than the brief.

    In an edited file some may be gone, as programs keep what they know, but none may say something else.
    """
    name, wanted = f"the {product.value}", outline.properties
    for what, decided, found in (
        ("title", wanted.title, said.title),
        ("subject", wanted.subject, said.subject),
    ):
        if fold(found) != fold(decided):
            yield fault(_RULE, f"{name} gives its {what} as “{found}” instead of “{decided}”", what)
    for what, each, found in (
        ("authors", wanted.authors, said.author),
        ("keywords", wanted.keywords, said.keywords),
    ):
        rest = fold(found)
        for value in sorted(each, key=len, reverse=True):
            if fold(value) not in rest:
                yield fault(_RULE, f"{name} does not have “{value}” among its {what}", what)
            rest = rest.replace(fold(value), "", 1)
        if rest.strip(" ,;"):
            yield fault(_RULE, f"{name} has “{rest.strip(' ,;')}” among its {what}", what)
    if product is not Product.SUMMARY:
        yield from _others(outline, name, said, edited=edited)
    yield from _languages(outline, name, said, edited=edited)


def _others(outline: Outline, name: str, said: Said, *, edited: bool) -> Iterator[Problem]:
    """Yield what is wrong with language, status and version, and the properties that the brief has not."""
    given = outline.properties
    wanted = {"language": given.language, "contentStatus": given.status, "version": given.version}
    wanted = {key: value[:_LONGEST] for key, value in wanted.items() if value}
    for key, value in wanted.items():
        found = said.about.get(key, "" if not edited else value)
        if found != value and not (edited and key == "language" and _is_kind_of(found, value)):
            yield fault(_RULE, f"{name} gives its {_named(key)} as “{found}” instead of “{value}”")
    signed = ("lastModifiedBy",) if edited else ()  # whoever edits a file signs it
    for key in sorted(said.about.keys() - wanted.keys() - set(signed)):
        yield fault(_RULE, f"{name} says “{said.about[key]}” as its {_named(key)}, which the brief does not")


def _named(key: str) -> str:
    """Return the name of a property in words."""
    return {"contentStatus": "status", "lastModifiedBy": "last author"}.get(key, key)


def _languages(outline: Outline, name: str, said: Said, *, edited: bool) -> Iterator[Problem]:
    wanted = outline.language
    other = sorted(
        language for language in said.languages if not _speaks(language, wanted, said, edited=edited)
    )
    if not other and said.languages:
        return
    found = ", ".join(f"{language}{_where(language, said)}" for language in other) or "none"
    yield fault(_RULE, f"{name} gives its language as {found} instead of {wanted}", "language")


def _speaks(language: str, wanted: str, said: Said, *, edited: bool) -> bool:
    """Whether a language is the brief's.

    Office programs know countries only, so that "en" becomes "en-US"; and in a text of ideographs they set
    Latin words in a language of their own.
    """
    if language == wanted or (edited and _is_kind_of(language, wanted)):
        return True
    spoken = said.spoken.get(language)
    return edited and language_for(wanted).script.east_asian and spoken is not None and not spoken.ideographs


def _is_kind_of(language: str, wanted: str) -> bool:
    return language.startswith(f"{wanted}-")


def _where(language: str, said: Said) -> str:
    spoken = said.spoken.get(language)
    return f" in {spoken.place}" if spoken else ""


def version_problems(outline: Outline, product: Product, said: Said, *, edited: bool) -> Iterator[Problem]:
    """Yield where a file names another state of the brief than this, or none where it should name it.

    A file just built names it wherever that is kept; of an edited one some places may be gone, not all. A
    final copy names none. A PDF names its brief in metadata that are compared elsewhere.
    """
    if product is Product.SUMMARY:
        return
    name, build = f"the {product.value}", outline.build_id
    wanted = _builds(product, build)
    for place, other in sorted(said.builds - wanted):
        if build:
            yield fault(_VERSION, f"{name} was built from another state of the brief: {other} in its {place}")
        else:
            yield fault(_VERSION, f"{name} names the state of its brief, {other}, in its {place}")
    if edited and wanted and not said.builds:
        yield fault(_VERSION, f"{name} does not say from which state of the brief it was built")
    for place, _ in () if edited else sorted(wanted - said.builds):
        yield fault(_VERSION, f"{name} does not have the build id of its brief in its {place}")


def _builds(product: Product, build: str) -> set[tuple[str, str]]:
    """Return the build ids that a file carries, and where."""
    if not build:
        return set()
    marked = {("bookmarks", build[:8]), ("headers and footers", build[:8])}
    return {("properties", build), ("snapshot", build)} | (marked if product is Product.MEMO else set())
