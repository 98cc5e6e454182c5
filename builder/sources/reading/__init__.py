"""Reads the files of sources into numbered passages: text, Markdown, HTML, Word and PDF."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import PurePath
from typing import TypeVar

from builder.languages.language import Language, known_tags, language_for, words
from builder.sources.passages import Article, Block, Passage, Unread, by_page, by_section

MOST_CHARACTERS = 2_000_000  # of an article that is compared
_MARKUP = 5  # times as many of a page of HTML
_NO_TEXT = re.compile(r"[\x01-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffd]")  # control characters, unreadable ones
_LETTERS_IN_A_ROW = re.compile("[\u3041-\u30ff]")  # of a language that does not part words

Piece = TypeVar("Piece", Block, Passage)


def read_article(source: str, name: str, file: str, data: bytes) -> Article:
    """Return the article in the bytes of a file, which its ending says how to read."""
    suffix = PurePath(name).suffix.lower()
    text = ""
    if suffix == ".pdf":
        from builder.sources.reading.pdf import pdf_pages

        passages = tuple(_within(by_page(pdf_pages(data))))
    else:
        text, blocks = blocks_in(name, data)
        passages = tuple(by_section(blocks))
    if not passages:
        hint = "a scanned PDF needs text recognition first" if suffix == ".pdf" else "is it the right file?"
        raise Unread("has no text", hint)
    return Article(source, name, file, passages, language_of(passages), text)


def blocks_in(name: str, data: bytes) -> tuple[str, tuple[Block, ...]]:
    """Return the text of a file, "" if it is none, and its headings and paragraphs; raise `Unread`."""
    suffix = PurePath(name).suffix.lower()
    if suffix == ".docx":
        from builder.sources.reading.word import word_blocks

        return "", tuple(_within(word_blocks(data)))
    if suffix in _TEXTS:
        text = decoded(data)
        if not _is_text(text):
            raise Unread("is not a text: it has bytes that are no characters", "is it the right file?")
        if len(text) > MOST_CHARACTERS * (_MARKUP if _TEXTS[suffix] is _html else 1):
            raise _too_long()
        return text, tuple(_within(_TEXTS[suffix](text)))
    raise Unread("is not a file that can be read as a source", f"save it as one of: {READABLE}")


def _within(found: Iterable[Piece]) -> Iterator[Piece]:
    """Yield what is read of a file as long as it is not too long."""
    length = 0
    for one in found:
        length += len(one.text)
        if length > MOST_CHARACTERS:
            raise _too_long()
        yield one


def _too_long() -> Unread:
    message = f"has more than {MOST_CHARACTERS:,} characters"
    return Unread(message, "name the chapter or article that is cited")


def _plain(text: str) -> Iterable[Block]:
    from builder.sources.reading.plain import plain_blocks

    return plain_blocks(text)


def _markdown(text: str) -> Iterable[Block]:
    from builder.sources.reading.plain import markdown_blocks

    return markdown_blocks(text)


def _html(text: str) -> Iterable[Block]:
    from builder.sources.reading.html import html_blocks

    return html_blocks(text)


_TEXTS: Mapping[str, Callable[[str], Iterable[Block]]] = {
    ".txt": _plain,
    ".text": _plain,
    ".md": _markdown,
    ".markdown": _markdown,
    ".html": _html,
    ".htm": _html,
    ".xhtml": _html,
}
READABLE = ", ".join(sorted({*_TEXTS, ".docx", ".pdf"}))


def decoded(data: bytes) -> str:
    """Return bytes as text: UTF-8, UTF-16 with its mark, what a page of HTML says, else Windows-1252."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    said = re.search(rb"(?i)<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w-]{2,20})", data[:2000])
    for name in ("utf-8-sig", said[1].decode("ascii") if said else "cp1252"):
        try:
            return data.decode(name)
        except (UnicodeError, LookupError):
            continue
    return data.decode("cp1252", "replace")


def _is_text(text: str) -> bool:
    """Whether characters are a text: without NUL, and with few that are control characters or unreadable."""
    return "\0" not in text and len(_NO_TEXT.findall(text)) <= 1 + len(text) / 100


def language_of(passages: Iterable[Passage]) -> Language | None:
    """Return the language of passages, by their small words; None if no language is far ahead."""
    text = " ".join(passage.text for passage in passages)[:20_000].lower()
    if len(_LETTERS_IN_A_ROW.findall(text)) > len(text) / 10:
        return next((one for one in map(language_for, known_tags()) if not one.script.spaced), None)
    found = Counter(re.findall(r"[^\W\d_]+", text))
    counts = Counter[str]()
    for tag in known_tags():
        known = language_for(tag).vocabulary
        counts[tag] = sum(found[word] for word in words(known.small_words)) if known else 0
    (first, most), *others = counts.most_common(2)
    second = others[0][1] if others else 0
    return language_for(first) if most > 3 and most > 1.3 * second else None
