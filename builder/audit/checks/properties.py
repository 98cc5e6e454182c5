"""Checks what a file states about itself: title, authors, language, and which brief it was built from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from builder.audit.content import Extracted
from builder.audit.problems import problem_of
from builder.audit.words.transcript import fold
from builder.languages.language import language_for
from builder.outline.blocks import Outline
from builder.outline.text import Product, Text
from builder.report.problems import Problem, Severity

_RULE, _ORIGIN = "properties-match", "files-from-this-brief"


def property_problems(
    outline: Outline, product: Product, extracted: Extracted, foreign: Sequence[Text], *, edited: bool
) -> Iterator[Problem]:
    """Yield the properties that differ from the brief; `foreign` are its texts with other languages.

    In an edited file some may be missing, as programs keep only what they know, but none may differ.
    """
    name, expected = f"the {product.value}", outline.properties
    for what, value, found in (
        ("title", expected.title, extracted.title),
        ("subject", expected.subject, extracted.subject),
    ):
        if fold(found) != fold(value):
            yield problem_of(_RULE, f"{name} has the {what} “{found}” instead of “{value}”", what)
    for what, values, found in (
        ("authors", expected.authors, extracted.author),
        ("keywords", expected.keywords, extracted.keywords),
    ):
        rest = fold(found)
        for value in sorted(values, key=len, reverse=True):
            if fold(value) not in rest:
                yield problem_of(_RULE, f"{name} lacks “{value}” among its {what}", what)
            rest = rest.replace(fold(value), "", 1)
        if rest.strip(" ,;"):
            yield problem_of(_RULE, f"{name} has “{rest.strip(' ,;')}” among its {what}", what)
    if product is not Product.SUMMARY:
        yield from _others(outline, name, extracted, edited=edited)
    yield from _languages(outline, name, extracted, foreign, edited=edited)
    if product is not Product.SUMMARY:  # whose every stretch of words is compared
        yield from _unmarked(name, extracted, foreign)


def _others(outline: Outline, name: str, extracted: Extracted, *, edited: bool) -> Iterator[Problem]:
    """Yield what is wrong with language, status and version, and which properties are extra."""
    given = outline.properties
    expected = {"language": given.language, "contentStatus": given.status, "version": given.version}
    expected = {key: value for key, value in expected.items() if value}
    for key, value in expected.items():
        found = extracted.other_properties.get(key, "" if not edited else value)
        if found != value and not (edited and key == "language" and _is_variant_of(found, value)):
            yield problem_of(_RULE, f"{name} has the {_named(key)} “{found}” instead of “{value}”")
    signed = {"lastModifiedBy", "Company"} if edited else set()  # whoever edits a file signs it
    for key in sorted(extracted.other_properties.keys() - expected.keys() - signed):
        value = extracted.other_properties[key]
        yield problem_of(_RULE, f"{name} has the {_named(key)} “{value}”, which is not in the brief")


def _named(key: str) -> str:
    """Return the name of a property in words."""
    return {"contentStatus": "status", "lastModifiedBy": "last author", "Company": "company"}.get(key, key)


def _languages(
    outline: Outline, name: str, extracted: Extracted, foreign: Sequence[Text], *, edited: bool
) -> Iterator[Problem]:
    expected, found = outline.language, extracted.languages
    passages = _foreign_passages(foreign)
    others = [
        one
        for one in sorted(found)
        if not _is_in(one, expected, extracted, edited=edited) and not _is_foreign(one, extracted, passages)
    ]
    if found and not others:
        return
    located = [f"{one} in {found[one].location}" if found[one].location else one for one in others]
    message = f"{name} has the language {', '.join(located) or 'none'} instead of {expected}"
    if edited and others and all(_primary(one) == _primary(expected) for one in others):
        remark = "only spelling checks and reading aloud depend on it"
        yield replace(problem_of(_RULE, f"{message}; {remark}", "language"), severity=Severity.WARNING)
    else:
        yield problem_of(_RULE, message, "language")


def _foreign_passages(foreign: Sequence[Text]) -> dict[str, str]:
    """Return the words in other languages than that of the brief, without white space, by language."""
    found: dict[str, str] = {}
    for text in foreign:
        for run in text.runs:
            if run.lang:
                found[run.lang] = f"{found.get(run.lang, '')}\n{_squeezed(run.text)}"
    return found


def _is_foreign(language: str, extracted: Extracted, passages: Mapping[str, str]) -> bool:
    """Whether all words that are marked as a language are passages in it, or parts of such."""
    known = "".join(
        words for one, words in passages.items() if language == one or _is_variant_of(language, one)
    )
    words = [words for one, words in extracted.spoken if one == language]
    return bool(words) and all(_squeezed(one) in known for one in words)


def _unmarked(name: str, extracted: Extracted, foreign: Sequence[Text]) -> Iterator[Problem]:
    """Yield the foreign passages that are not marked as such wherever their text is."""
    texts_with = {text.plain: text for text in foreign}
    said = [_squeezed(one.text) for one in extracted.passages] if texts_with else []
    wanted = Counter[tuple[str, str]]()
    for plain, text in texts_with.items():
        places = sum(_squeezed(plain) in one for one in said)
        for run in text.runs:
            if run.lang:
                wanted[run.lang, run.text] += places
    for (language, words), count in wanted.items():
        marked = "".join(
            _squeezed(spoken)
            for one, spoken in extracted.spoken
            if one == language or _is_variant_of(one, language)
        )
        if marked.count(_squeezed(words)) < count:
            yield problem_of(_RULE, f"{name} has “{words}” without its language, {language}", "language")


def _squeezed(text: str) -> str:
    return "".join(text.split()).replace("\u2011", "-")


def _primary(language: str) -> str:
    return language.partition("-")[0].lower()


def _is_in(language: str, expected: str, extracted: Extracted, *, edited: bool) -> bool:
    """Whether a language is the brief's.

    Office programs know languages by country only, so that "en" becomes "en-US"; and among ideographs they
    set Latin words in a language of their own.
    """
    if language == expected or (edited and _is_variant_of(language, expected)):
        return True
    ideographic = language_for(expected).script.east_asian
    return edited and ideographic and not extracted.languages[language].ideographs


def _is_variant_of(language: str, expected: str) -> bool:
    return language.startswith(f"{expected}-")


def origin_problems(
    outline: Outline, product: Product, extracted: Extracted, *, edited: bool
) -> Iterator[Problem]:
    """Yield where a file names another revision of the brief, or does not name one where it should.

    A file just built names it wherever that is kept; of an edited one some may be missing, not all. A final
    copy names none. The build id of a PDF is in metadata that are compared elsewhere.
    """
    if product is Product.SUMMARY:
        return
    name, build = f"the {product.value}", outline.build_id
    expected = _builds(product, build)
    for location, other in sorted(extracted.builds - expected):
        if build:
            message = f"{name} was built from another revision of the brief: {other} in its {location}"
        else:
            message = f"{name} names the revision of its brief, {other}, in its {location}"
        yield problem_of(_ORIGIN, message)
    if edited and expected and not extracted.builds:
        yield problem_of(_ORIGIN, f"{name} does not name the revision of the brief it was built from")
    for location, _ in () if edited else sorted(expected - extracted.builds):
        yield problem_of(_ORIGIN, f"{name} lacks the build id of its brief in its {location}")


def _builds(product: Product, build: str) -> set[tuple[str, str]]:
    """Return the build ids that a file carries, with their locations."""
    if not build:
        return set()
    marked = {("bookmarks", build[:8]), ("headers and footers", build[:8])}
    return {("properties", build), ("snapshot", build)} | (marked if product is Product.MEMO else set())
