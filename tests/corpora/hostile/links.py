"""Hostile links: schemes that run or read something, disguises, and targets that break a file."""

from __future__ import annotations

from tests.corpora.hostile.case import BRIEF, Case, Expected, builds, quoted, refused


def linked(target: str, expected: Expected, name: str) -> Case:
    """A link in prose, on line 2, with this target."""
    prose = quoted(f"Read [the words]({target}) now.")
    return Case(f"link-{name}", expected, BRIEF.replace('"It pays for itself."', prose))


def sourced(url: str, expected: Expected, name: str) -> Case:
    """A source, on line 8, with this address."""
    source = f"        refs: [one]\nsources: [{{id: one, title: A, url: {quoted(url)}}}]\n"
    return Case(f"source-{name}", expected, BRIEF + source)


REFUSED = refused(("links-safe", 2))
LITERAL = builds("the words")  # no link at all: it is there as it was written

RUNS = tuple(
    linked(target, REFUSED, name)
    for name, target in {
        "javascript": "javascript:alert(1)",
        "javascript-in-capitals": "JaVaScRiPt:alert(1)",
        "vbscript": "vbscript:x",
        "data": "data:text/html,x",
        "file": "file:///etc/passwd",
        "file-in-capitals": "FILE:///etc/passwd",
        "ftp": "ftp://example.org/x",
        "office": "ms-word:ofe|u|http://example.org/x",
        "search": "search-ms:query=x",
        "ssh": "ssh://-oProxyCommand=x/",
        "view-source": "view-source:https://example.org",
        "blob": "blob:https://example.org/x",
        "no-scheme": "//example.org/x",
        "www": "www.example.org",
        "about": "about:blank",
        "https-twice": "https:https://example.org",
        "https-one-slash": "https:/example.org",
        "scheme-alone": "https://",
        "mailto-alone": "mailto:",
    }.items()
)

DISGUISED = (
    linked(" javascript:x", REFUSED, "space-before"),
    linked("\\tjavascript:x".replace("\\t", "\t"), REFUSED, "tab-before"),
    linked("java\nscript:x", LITERAL, "line-end-inside"),
    linked("java\u200bscript:x", LITERAL, "without-width-inside"),
    linked("\u00a0javascript:x", REFUSED, "no-break-space-before"),
    linked("javascript\uff1ax", LITERAL, "wide-colon"),
    linked("&#106;avascript:x", LITERAL, "entity"),
    linked("%6Aavascript:x", LITERAL, "percent"),
    linked("x:y", REFUSED, "of-one-letter"),
    linked("", LITERAL, "empty"),
    linked("#top", LITERAL, "fragment"),
    linked("../x.docx", LITERAL, "relative"),
    linked("C:\\x.exe", REFUSED, "drive"),
    linked("\\\\server\\share", LITERAL, "share"),
    linked("https://exam\u202eple.org", builds(warns=(("no-direction-controls", 2),)), "turned-round"),
    linked("https://example.org/a b", REFUSED, "space-inside"),
    linked("https://user:secret@example.org/", REFUSED, "with-password"),
    linked("https://example.org@evil.example/", REFUSED, "with-user-name"),
    linked("https://example.org/@home", builds("the words"), "with-at-in-its-path"),
    linked("https://bücher.example/ü?q=ß", builds("the words"), "international"),
    linked("https://аррӏе.example/", builds("the words"), "homoglyphs"),
    linked("https://example.org/<>\"'&{}|^`", builds("the words"), "of-odd-signs"),
    linked("https://example.org/%", builds("the words"), "percent-alone"),
    linked("https://example.org/%00%0A%zz", builds("the words"), "percent-nul"),
    linked("https://[::1]/", builds("the words"), "ip-6"),
    linked("https://0x7f.1/", builds("the words"), "ip-in-hexadecimal"),
    linked("https://example.org:99999/", builds("the words"), "port-99999"),
    linked("HTTPS://EXAMPLE.ORG/", builds("the words"), "in-capitals"),
    linked("https://example.org/" + "a" * 1900, builds("the words"), "of-1900-letters"),
    linked("https://example.org/" + "a" * 4900, builds("the words"), "of-4900-letters"),
    linked("https://example.org/" + "ü" * 1900, builds("the words"), "of-1900-umlauts"),
    linked("https://example.org/👩‍👧", builds("the words"), "emoji"),
    linked("https://example.org/\ufdd0", builds("the words"), "noncharacter"),
    linked("https://.", REFUSED, "dot"),
    linked("https://)", REFUSED, "bracket"),
    linked("mailto:a@example.org?bcc=b@example.org&body=x", builds("the words"), "mail-with-copy"),
    linked("mailto:a@example.org%0ABcc:b@example.org", REFUSED, "mail-with-header"),
    linked("mailto:?subject=a&attach=/etc/passwd", REFUSED, "mail-with-attachment"),
    linked("mailto:" + "a" * 3000 + "@example.org", builds("the words"), "mail-long"),
    linked("https://a.example) [b](javascript:x", REFUSED, "second-one"),
    linked("https://a.example)[b](https://c.example", builds("the words"), "two-in-a-row"),
    Case("link-in-a-link", builds(), BRIEF.replace('"It pays for itself."', quoted("[a [b](https://x.example) c](https://y.example) d"))),
    Case("link-in-stars", refused(("links-safe", 2)), BRIEF.replace('"It pays for itself."', quoted("**[a](javascript:x)** d"))),
    Case("link-in-the-title", refused(("links-safe", 1)), BRIEF.replace('"The ferry should', '"[The](javascript:x) ferry should')),
    Case("link-in-a-cell", refused(("links-safe", 7)), BRIEF + 'tables: [{title: T, columns: [a, b], rows: [["[x](javascript:y)", b]]}]\n'),
    Case("link-in-a-rating", refused(("links-safe", 8)), BRIEF + 'criteria: [a]\noptions: [{title: T, ratings: {a: "[x](file:y)"}}]\n'),
    Case("links-200", builds("199"), BRIEF + f"context: {{text: {quoted(''.join(f'[{n}](https://e.eu/{n}) ' for n in range(200)))}}}\n"),
    Case("links-40-on-every-page", builds("39"), BRIEF.replace('"It pays for itself."', quoted("".join(f"[{n}](https://e.example/{n}) " for n in range(40))))),
)  # fmt: skip

SOURCES = (
    sourced("javascript:alert(1)", refused(("links-safe", 8)), "javascript"),
    sourced("file:///etc/passwd", refused(("links-safe", 8)), "file"),
    sourced("data:text/html,x", refused(("links-safe", 8)), "data"),
    sourced(" https://example.org", builds("A"), "space-before"),
    sourced("https://example.org/a b", builds("A"), "space-inside"),
    sourced("https://example.org\njavascript:x", refused(("links-safe", 8)), "line-end-inside"),
    sourced("HTTPS://EXAMPLE.ORG/", builds("A"), "in-capitals"),
    sourced("https://user:secret@example.org/", refused(("links-safe", 8)), "with-password"),
    sourced("https://bücher.example/ü", builds("A"), "international"),
    sourced("https://example.org/" + "a" * 1900, builds("A"), "of-1900-letters"),
    sourced("https://example.org/" + "a" * 2000, refused(("text-length", 8)), "of-2020-letters"),
    sourced("https://example.org/<>\"'&{}|^`\\", builds("A"), "of-odd-signs"),
    sourced("https://(((((((", refused(("links-safe", 8)), "of-brackets"),
    sourced("https:///x", refused(("links-safe", 8)), "without-host"),
    sourced("mailto:a@example.org?bcc=b@example.org", builds("A"), "mail-with-copy"),
    sourced("mailto:x", builds("A"), "mail-without-domain"),
    Case("address-with-header", refused(("addresses-well-formed", 7)), BRIEF + 'authors: [{name: A, email: "a@b.example\\nBcc: c@d.example"}]\n'),
    Case("address-with-query", builds("A"), BRIEF + 'authors: [{name: A, email: "a?bcc=c%40d.example&x@b.example"}]\n'),
    Case("address-of-nothing", refused(("addresses-well-formed", 7)), BRIEF + "authors: [{name: A, email: '@'}]\n"),
    Case("address-with-scheme", refused(("addresses-well-formed", 7)), BRIEF + "authors: [{name: A, email: 'javascript:alert(1)'}]\n"),
)  # fmt: skip
