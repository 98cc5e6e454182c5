"""Inline marks in prose: which links they hold, and what a reader sees of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from builder.brief.texts.marks import PAIRED, parse_marks, with_scripts, without_notes

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

# The patterns are strings: `re` compiles one when the first text has a character with which it begins.
_TARGET = r"\]\(\s*((?:[A-Za-z][A-Za-z0-9+.-]*:|//|www\.)[^\s()]*)"
_SPACED = r"(?i)\]\(((?=[^()]*\s)\s*(?:https?://|mailto:|www\.)[^()]*)\)"
# No user name or password, and no mail that brings headers or a file with it.
_SAFE = r"(?i)https?://[\w\[][^\s@/?#]*(?:[/?#]|$)|mailto:(?![^?]*%0[ad])(?!\S*[?&]attach(?:ment)?=)\S"
# Markup that other programs read and this one prints, by what it is there.
_SCHEME = r"\s*(?:[A-Za-z][A-Za-z0-9+.-]*:|//|www\.)"
_WHOLE = rf"(?:[^\s()]|{PAIRED})+\)"
_PRINTED = (
    r"!\[[^\[\]]*\]\([^()]*\)"  # a picture
    rf"|(?<!\\)\[[^\[\]\\]+\]\((?:(?!{_SCHEME})[^()\s]*[/.#][^()\s]*\)|(?=(?i:https?://|mailto:)\S+\))(?!{_WHOLE})\S+)"
    rf"|(?P<address>\]\((?:https?://|mailto:){_WHOLE}|https?://[^\s<>]+)"
    r"|(?<!\\)\[\^[\w-]+\]"  # a footnote
    r"|</?(?i:a|b|br|em|i|p|s|span|strong|sub|sup|u)(?:\s+[\w-]+=[^<>]*)?\s*/?>|&(?:[a-zA-Z]{2,8}|#\d{1,6});"
    r"|(?<!\w)__[^\s_][^_]*__(?!\w)|(?<!\w)_[^\s_][^_]*_(?!\w)"
    r"|~~[^\s~][^~]*~~|(?<=\w)~\w{1,6}~|(?<=\w)\^\w{1,6}\^"
    r"|\$(?=[^\s$]*[\^_\\=])[^\s$](?:[^$]*[^\s$])?\$(?!\d)"  # a formula
    r"|(?<![\\`])(?P<tick>`+)(?!`)[^`]+(?<!`)(?P=tick)(?!`)"  # code
    r"|<(?i:https?://(?=[^\s/?#>]*@)|mailto:)[^\s<>]+>"
    r"|^\s*(?:[-*+•‣▪](?=\s+(?!\d)\S)|#{1,6}(?=\s+[^\d\s])|>(?=\s*[^\d\s=>])|`{3,}|~{3,})"
    r"|(?<!\S)#{2,6}(?=\s+\S)"
    r"|[:;.!?]\s+(?P<bullet>[-*+•‣▪])(?=\s+\S.*?\s(?P=bullet)\s+\S)"  # a list in one line
    r"|\|\s*:?-{2,}:?\s*\||^\s*\|.+\|\s*$"  # a table
    r"|^\s*(?:-{3,}|\*{3,}|_{3,}|={3,})\s*$|\s={3,}(?!\S)"  # a line
)
_MARKERS = frozenset("<&_~^$`#>|=*-+•‣▪")
# What may be meant as a passage with a language: words in brackets, and after them more in other ones.
_TAGGED = (
    r"(?<!\\)\[[^\[\]]+\](?P<mark>(?:\s?\{|\((?=[\w:]+=))\s*(?:(?P<key>[\w:]+)(?P<sign>\s*[=:]\s*|\s+))?"
    r"(?P<tag>[^\s\[\]{}()]*)(?P<end>[^\[\]{}()\n]{0,40}[})])?)"
)
_KEYS = r"(?i)(?:xml:|href)?lang\w*|lng|lan|sprache|idioma"
_LANGUAGE = r"([a-z]{2,3})(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|\d{3}))?(?:-[a-z0-9]{5,8})*"
# The languages of ISO 639-1, and a few of ISO 639-3 that briefs quote.
_CODES = """\
aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en
eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja
jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb
nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq
sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu ang
ast chr ckb fil fro gsw grc haw hsb lzh mni nds non pap pro sco yue"""
LANGUAGES = frozenset(_CODES.split())
_WITHIN_WORD = r"(?<=[^\W_])[_-](?=[^\W_])"
_TYPED = r"(?<!\\)\[\d{1,3}(?:[ ,;–-]+\d{1,3})*\](?!\()"
_ESCAPED = r"\\[!-/:-@\[-`{-~]"
_PLAIN_SIGN = "\ue000"  # a character that means nothing, for one that is to be printed
# Where a parser of CommonMark may find markup in what is printed; it is imported only then.
_SUSPECT = (
    r"[*_]\S.*[*_]|`.*`|~~.*~~|<[A-Za-z!/?]|\]\("
    r"|^\s*(?:[-+*>#`~=]|\d{1,9}[.)]\s+[-+*>#~`])|^\s*_(?:\s*_){2}"
)
_ADDRESS, _PRODUCT = r"https?://\S+", r"(?<=\d)\*(?=\d)"
# Read as it is printed: a sign before a number, or alone; `<` in a sum.
_SIGN = r"\s*(?:[-+*>]|#{1,6}|\d{1,9}[.)])\s*(?:\d|$)"
_LESS = r"<[\w:]+(?:\s+[\w:]+)+\s*/?>"
_NO_MARKUP = frozenset(("paragraph", "inline", "ordered_list", "list_item"))


def unsafe_links(text: str) -> list[str]:
    """Return the targets of links `[text](target)` that are not safe."""
    if "](" not in text:
        return []
    return [target for target in re.findall(_TARGET, text) if not is_safe(target)]


def foreign_passages(text: str) -> Iterator[tuple[str, str, bool]]:
    """Yield what is wrong in the marks of passages in another language: mark, tag, whether it is read.

    The tag of a mark that is read names no language; a mark that is not read is printed as it is typed.
    """
    for found in re.finditer(_TAGGED, text) if "]" in text else ():
        mark, tag = found["mark"], found["tag"]
        if mark == f"{{lang={tag}}}" and re.fullmatch(r"[A-Za-z0-9-]*", tag):
            if not names_language(tag):
                yield mark, tag, True
        elif re.fullmatch(_KEYS, found["key"] or "") or (mark[0] == "{" and found["end"]):
            yield mark.strip(), tag.strip("\"'.,;#"), False


def names_language(tag: str) -> bool:
    """Return whether a tag is one of BCP 47 for a language that is known."""
    found = re.fullmatch(_LANGUAGE, tag)
    return found is not None and found[1] in LANGUAGES


def spaced_links(text: str) -> list[str]:
    """Return the targets of links that are printed as they are written, because of a space in them."""
    return re.findall(_SPACED, text) if "](" in text else []


def misleading_links(text: str) -> Iterator[tuple[str, str]]:
    """Yield words and target of the links whose words are an address on another host, or another mailbox."""
    for run in parse_marks(text) if "](" in text else ():
        shown = [part.url for part in parse_marks(run.text) if part.url] if run.url else []
        if run.url and len(shown) == 1 and _place(shown[0]) != _place(run.url):
            yield run.text, run.url


def _place(url: str) -> str:
    """Return where an address leads: its host, or the mailbox."""
    return re.sub(r"(?i)^(?:https?://|mailto:)(?:www\.)?([^/?#]*).*", r"\1", url).lower()


def printed_markup(text: str) -> str | None:
    """Return the first markup of a text that is printed as it is typed."""
    if "](" not in text and _MARKERS.isdisjoint(re.sub(_WITHIN_WORD, "", text)):
        return None
    if "\\" in text:
        text = re.sub(_ESCAPED, _PLAIN_SIGN, text)
    text = with_scripts(text)
    found = next((found for found in re.finditer(_PRINTED, text) if found["address"] is None), None)
    return (found["bullet"] or found[0].strip()) if found else _left_over(visible(text))


def _left_over(printed: str) -> str | None:
    """Return what CommonMark would still read as markup in the words that are printed."""
    if unsafe_links(printed) or spaced_links(printed) or any(foreign_passages(printed)):
        return None  # which are reported as such
    printed = re.sub(_PRODUCT, _PLAIN_SIGN, re.sub(_ADDRESS, _PLAIN_SIGN, printed))
    return next(_tokens(printed), None) if re.search(_SUSPECT, printed) else None


def _tokens(printed: str) -> Iterator[str]:
    signs, begin = re.match(_SIGN, printed) is not None, " ".join(printed.split()[:3])
    for token in _parser().parse(printed):
        if token.type.rpartition("_")[0] not in _NO_MARKUP and token.type not in _NO_MARKUP and not signs:
            yield token.markup or begin
        for part in token.children or ():
            less = part.type == "html_inline" and re.fullmatch(_LESS, part.content)
            if part.type not in ("text", "softbreak") and not less:
                yield part.markup or part.content or begin


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").enable(["table", "strikethrough"])


def typed_reference(text: str) -> str | None:
    """Return the first number in brackets of a text, which looks like a reference and is none."""
    found = re.search(_TYPED, text) if "[" in text else None
    return found[0] if found else None


def is_safe(target: str) -> bool:
    """Return whether a link leads to a page or an address, and does nothing else."""
    return re.match(_SAFE, target) is not None


def visible(text: str) -> str:
    """Return a prose text as it is read, without its marks and those of notes."""
    return "".join(run.text for run in parse_marks(without_notes(text)))
