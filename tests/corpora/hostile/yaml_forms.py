"""Hostile YAML: what it repeats, hides, nests, types and encodes."""

from __future__ import annotations

from tests.corpora.hostile.case import BRIEF, Case, Expected, builds, refused

TITLE = 'title: "The ferry should keep running"\n'


def titled(value: str, expected: Expected, name: str) -> Case:
    """A brief whose title is written like this."""
    return Case(name, expected, BRIEF.replace('"The ferry should keep running"', value, 1))


def with_line(line: str | bytes, expected: Expected, name: str) -> Case:
    """The brief with a further line after its title, which is line 2."""
    head, rest = BRIEF.encode().split(b"\n", 1)
    data = line if isinstance(line, bytes) else line.encode("utf-8", "surrogatepass")
    return Case(name, expected, head + b"\n" + data + b"\n" + rest)


def encoded(encoding: str, expected: Expected, name: str, mark: bytes = b"", text: str = BRIEF) -> Case:
    """The brief in another encoding."""
    return Case(name, expected, mark + text.encode(encoding))


BOMB = "".join(f"b{n}: &b{n} [{', '.join([f'*b{n - 1}'] * 9)}]\n" for n in range(1, 9))
FERRY = BRIEF.replace("ferry", "fährę", 1)

REPEATED = (
    with_line("title: again", refused(("unique-keys", 2), prints="line 1"), "key-twice"),
    with_line("'title': again", refused(("unique-keys", 2)), "key-twice-in-quotes"),
    with_line("event: {label: a, label: b}", refused(("unique-keys", 2)), "key-twice-in-braces"),
    with_line("cafe\u0301: a\ncaf\u00e9: b", refused("unique-keys", "known-keys"), "key-twice-decomposed"),
    with_line("keywords: [a]\nkeywords:\n  - b", refused(("unique-keys", 3)), "list-twice"),
    with_line("title: {title: {title: x, title: y}}", refused(("unique-keys", 2)), "key-twice-inside-the-second"),
    Case("alias-bomb", refused("brief-size"), f"b0: &b0 [x]\n{BOMB}{BRIEF}"),
    Case("anchor-on-the-brief-itself", refused("aliases-resolve"), f"--- &all\n{BRIEF}again: *all\n"),
    with_line("event: &me {label: *me}", refused(("aliases-resolve", 2)), "value-in-itself"),
    with_line("event: &me\n  label: a\ncontext: {<<: *me}", refused("known-keys", "required-keys"), "merge-key"),
    with_line("<<: {subtitle: a}", builds(), "merge-key-without-alias"),
    with_line("subtitle: *nothing", refused(("aliases-resolve", 2)), "alias-of-nothing"),
    with_line("keywords: &a []", refused(("aliases-resolve", 2)), "anchor-alone"),
    with_line("*a : b", refused("keys-are-text"), "alias-as-key"),
)  # fmt: skip

TAGGED = (
    *(with_line(f"subtitle: {tag} x", refused(("no-yaml-tags", 2)), f"tag-{name}") for name, tag in {
        "python-object": "!!python/object/apply:os.system",
        "python-name": "!!python/name:os.system",
        "binary": "!!binary",
        "string": "!!str",
        "own": "!own",
        "verbatim": "!<tag:example.org,2000:x>",
    }.items()),
    with_line("subtitle: !!int '1'", refused(("no-yaml-tags", 2)), "tag-number"),
    with_line("keywords: !!set {a, b}", refused(("no-yaml-tags", 2)), "tag-set"),
    with_line("keywords: !!omap [a: b]", refused(("no-yaml-tags", 2)), "tag-ordered-map"),
    with_line("keywords: !!python/tuple [a]", refused(("no-yaml-tags", 2)), "tag-python-tuple"),
    with_line("subtitle: !undeclared!x y", refused(("yaml-syntax", 2)), "tag-with-unknown-handle"),
    Case("tag-directive", refused("no-yaml-tags"), f"%TAG ! tag:example.org,2000:\n---\n{BRIEF}subtitle: !x y\n"),
    Case("yaml-2-directive", refused("yaml-syntax"), f"%YAML 2.0\n---\n{BRIEF}"),
    Case("yaml-1-2-directive", builds("The ferry"), f"%YAML 1.2\n---\n{BRIEF}"),
    Case("yaml-directive-twice", refused("yaml-syntax"), f"%YAML 1.1\n%YAML 1.1\n---\n{BRIEF}"),
    Case("directive-of-junk", refused("yaml-syntax"), f"%\n---\n{BRIEF}"),
)  # fmt: skip

NESTED = (
    with_line("event: " + "[" * 100_000, refused(("nesting-depth", 2)), "brackets-100-000-deep"),
    with_line("event: " + "{a: " * 100_000, refused(("nesting-depth", 2)), "braces-100-000-deep"),
    with_line("event: " + "- " * 100_000, refused("yaml-syntax"), "dashes-100-000-in-a-line"),
    with_line("event:\n" + "- " * 100_000, refused("nesting-depth"), "lists-100-000-deep"),
    with_line("event: " + "? " * 100_000, refused("yaml-syntax"), "question-marks-100-000"),
    with_line("title: " + "[" * 100_000, refused(("unique-keys", 2), ("nesting-depth", 2)), "deep-in-a-second-key"),
    with_line("? " + "[" * 100_000 + "\n: a", refused(("keys-are-text", 2), ("nesting-depth", 2)), "deep-in-a-key"),
    with_line("event: " + "[" * 33 + "]" * 33, refused(("nesting-depth", 2)), "brackets-33-deep"),
    with_line("event:\n" + "".join(" " * n + "a:\n" for n in range(1, 900)), refused("nesting-depth"), "keys-900-deep"),
    with_line("event: " + "]" * 100_000, refused(("yaml-syntax", 2)), "closing-brackets-100-000"),
    with_line("event: [" + "[], " * 60_000 + "]", refused("brief-size"), "values-60-000"),
    Case("keys-20-000", refused("known-keys", "all-problems-reported"), BRIEF + "".join(f"k{n}: a\n" for n in range(20_000))),
    Case("keys-60-000", refused("brief-size"), BRIEF + "".join(f"k{n}:\n" for n in range(60_000))),
    Case("key-twice-20-000-times", refused("unique-keys", "all-problems-reported"), BRIEF + "title: a\n" * 20_000),
    Case("anchors-20-000", refused("aliases-resolve", "all-problems-reported"), BRIEF + "".join(f"k{n}: &a{n} x\n" for n in range(20_000))),
    Case("arguments-10-000", refused("list-length"), BRIEF + '      - claim: "One."\n' * 10_000),
    Case("colons-20-000", refused("unique-keys", "all-problems-reported"), BRIEF + "subtitle: a: b\n" * 20_000),
    Case("tabs-20-000", refused("indent-with-spaces", "all-problems-reported"), BRIEF + "\tsubtitle: b\n" * 20_000),
    Case("quotes-20-000", refused("yaml-syntax"), BRIEF + 'a"b: "' * 20_000),
)  # fmt: skip

LARGE = (
    Case("one-byte-more-than-a-megabyte", refused("file-readable"), BRIEF + "#" * (1_000_001 - len(BRIEF)), has_position=False),
    Case("a-megabyte-of-comment", builds("The ferry"), BRIEF + "#" * (1_000_000 - len(BRIEF))),
    Case("a-megabyte-of-line-ends", builds("The ferry"), BRIEF + "\n" * (1_000_000 - len(BRIEF))),
    Case("a-megabyte-of-spaces", builds("The ferry"), BRIEF + " " * (1_000_000 - len(BRIEF))),
    Case("a-megabyte-of-tabs", builds("The ferry"), BRIEF + "\t" * (1_000_000 - len(BRIEF))),
    Case("a-megabyte-of-carriage-returns", builds("The ferry"), BRIEF + "\r" * (1_000_000 - len(BRIEF))),
    titled("x" * 990_000, refused(("text-length", 1)), "title-of-a-megabyte"),
    titled('"' + "x " * 490_000 + '"', refused(("text-length", 1)), "quoted-title-of-a-megabyte"),
    titled(">-\n" + "  word\n" * 140_000, refused("text-length"), "folded-title-of-a-megabyte"),
    titled("|\n" + "  word\n" * 140_000, refused("text-length"), "literal-title-of-a-megabyte"),
    titled('"' + "\\x41" * 240_000 + '"', refused(("text-length", 1)), "escaped-title-of-a-megabyte"),
    titled("[" + "x" * 500_000, refused(("yaml-syntax", 1)), "bracket-never-closed"),
    titled('"' + "x" * 500_000, refused(("yaml-syntax", 1)), "quote-never-closed"),
    with_line("k" * 500_000 + ": a", refused(("yaml-syntax", 2)), "key-of-half-a-megabyte"),
    with_line("? " + "k" * 500_000 + "\n: a", refused(("keys-short", 2)), "explicit-key-of-half-a-megabyte"),
    with_line("k" * 1000 + ": a", refused(("keys-short", 2)), "key-of-1000-letters"),
    with_line("- " * 200_000, refused("yaml-syntax"), "dashes-400-kilobytes"),
    with_line("#" + " #" * 200_000, builds("The ferry"), "comment-signs-400-kilobytes"),
    with_line("subtitle: a" + " #x" * 150_000, builds(warns=(("no-accidental-comments", 2),)), "comments-cutting-a-text"),
    with_line("subtitle: " + "'" * 300_000, refused("text-length"), "quotes-300-000"),
    with_line("subtitle: " + "a:" * 200_000, refused("text-length"), "colons-400-kilobytes"),
    with_line("subtitle: " + "a : " * 200_000, refused(("text-quoted", 2)), "colons-with-spaces"),
    with_line("subtitle: " + "\\" * 300_000, refused("text-length"), "backslashes-300-000"),
    with_line('subtitle: "' + "\\\n" * 200_000 + '"', refused("text-not-empty"), "escaped-line-ends"),
    with_line("a: b\n" + "\u2028" * 300_000, refused("text-printable"), "line-separators-300-000"),
)  # fmt: skip

TYPED = (
    titled("true", refused(("types-correct", 1)), "title-true"),
    titled("no", builds("no"), "title-no"),
    titled("null", refused(("required-keys", 1)), "title-null"),
    titled("~", refused(("required-keys", 1)), "title-tilde"),
    titled("", refused(("required-keys", 1)), "title-nothing"),
    titled('""', refused(("text-not-empty", 1)), "title-empty"),
    titled('" \\t \\n "', refused(("text-not-empty", 1)), "title-blank"),
    titled('"\\u200B\\u00AD"', refused(("text-not-empty", 1)), "title-without-width"),
    titled("1e999", builds("1e999"), "title-infinite"),
    titled(".inf", builds(".inf"), "title-inf"),
    titled(".nan", builds(".nan"), "title-nan"),
    titled("0x1F", builds("0x1F"), "title-hexadecimal"),
    titled("0o17", builds("0o17"), "title-octal"),
    titled("1_000", builds("1_000"), "title-underscore"),
    titled("12:30:45", builds("12:30:45"), "title-sexagesimal"),
    titled("1.10", builds("1.10"), "title-1.10"),
    titled("2025-02-30", builds("2025-02-30"), "title-no-day"),
    titled("9" * 5000, refused(("text-length", 1)), "title-of-5000-digits"),
    titled("=", builds("="), "title-equals"),
    titled("[]", refused(("types-correct", 1)), "title-list"),
    titled("{}", refused(("types-correct", 1)), "title-mapping"),
    with_line("date: 2025-02-30", refused(("dates-valid", 2)), "date-no-day"),
    with_line("date: 0000-01-01", refused(("dates-valid", 2)), "date-year-0"),
    with_line("date: 0001-01-01", builds(), "date-year-1"),
    with_line("date: 9999-12-31", builds(), "date-year-9999"),
    with_line("date: 99999-12-31", refused(("dates-valid", 2)), "date-year-99999"),
    with_line("date: ٢٠٢٥-٠١-٠١", builds(), "date-arabic-digits"),
    with_line("date: 2025-01-01T00:00:00Z", refused(("dates-valid", 2)), "date-with-time"),
    with_line("date: [2025]", refused(("dates-valid", 2)), "date-list"),
    with_line("date: 1e9", refused(("dates-valid", 2)), "date-number"),
    with_line("status: FINAL", builds(), "status-in-capitals"),
    with_line("status: {a: b}", refused(("values-allowed", 2)), "status-mapping"),
    with_line("keywords: a", builds(), "list-as-text"),
    with_line("keywords: {a: b}", builds(), "list-as-mapping"),
    with_line("keywords: [[a], {b: {c: d}}, null]", refused(("types-correct", 2)), "list-of-junk"),
    with_line("event: text", builds(), "mapping-as-text"),
    with_line("event: [[[]]]", refused(("types-correct", 2)), "mapping-as-lists"),
    with_line("id: ../../evil", refused(("ids-well-formed", 2)), "id-that-climbs"),
    with_line("id: /etc/passwd", refused(("ids-well-formed", 2)), "id-absolute"),
    with_line("id: -rf", refused(("ids-well-formed", 2)), "id-like-an-option"),
    with_line("id: con", builds(), "id-of-a-windows-device"),
    with_line('id: "a\\nb"', refused(("ids-well-formed", 2)), "id-of-two-lines"),
    with_line("id: " + "a" * 41, refused(("ids-well-formed", 2)), "id-too-long"),
    with_line("language: ../xx", refused(("language-tags-valid", 2)), "language-that-climbs"),
    with_line("language: os", builds(warns=(("language-supported", 2),)), "language-unknown"),
    with_line("1: a", refused(("known-keys", 2)), "key-1"),
    with_line("true: a", refused(("known-keys", 2)), "key-true"),
    with_line("null: a", refused(("known-keys", 2)), "key-null"),
    with_line("2025-01-02: a", refused(("known-keys", 2)), "key-date"),
    with_line("? [a, b]\n: c", refused(("keys-are-text", 2)), "key-list"),
    with_line("? {a: b}\n: c", refused(("keys-are-text", 2)), "key-mapping"),
    with_line(": c", refused(("yaml-syntax", 2)), "key-nothing"),
    with_line('"": c', refused(("keys-are-text", 2)), "key-empty"),
    with_line("__class__: x", refused(("known-keys", 2)), "key-class"),
    with_line("model_config: x", refused(("known-keys", 2)), "key-of-the-model"),
    with_line("from_: [x]", refused(("known-keys", 2)), "key-as-python-has-it"),
    with_line("a.b[0]: x", refused(("known-keys", 2)), "key-like-a-path"),
    with_line("sections[0].title: x", refused("known-keys"), "key-like-another-path"),
    with_line('"a\\nb": x', refused(("known-keys", 2)), "key-of-two-lines"),
    with_line('"\\u202Etitle": x', refused(("known-keys", 2)), "key-turned-round"),
)  # fmt: skip

WRITTEN = (
    Case("nothing", refused("brief-not-empty"), b""),
    Case("blanks-alone", refused("brief-not-empty"), b" \n\n \n"),
    Case("comment-alone", refused("brief-not-empty"), b"# nothing\n"),
    Case("dashes-alone", refused("brief-not-empty"), b"---\n...\n"),
    Case("text-alone", refused(("brief-not-empty", 1)), b"just text\n"),
    Case("number-alone", refused(("brief-not-empty", 1)), b"42\n"),
    Case("list-alone", refused(("brief-not-empty", 1)), b"- a\n- b\n"),
    Case("json", builds("Ferry"), b'{"title": "Ferry", "bottom_line": "Yes.", "sections": [{"title": "A", "arguments": [{"claim": "It runs."}]}]}'),
    Case("two-documents", refused("one-document"), f"{BRIEF}---\n{BRIEF}"),
    Case("many-documents", refused("one-document"), BRIEF + "---\na: b\n" * 10_000),
    Case("document-after-its-end", refused("one-document"), f"{BRIEF}...\n---\ntitle: a\n"),
    Case("text-after-the-end", refused("yaml-syntax"), f"{BRIEF}...\nmore\n"),
    with_line("\tsubtitle: a", refused(("indent-with-spaces", 2)), "tab-before-a-key"),
    with_line("subtitle:\ta", builds("a"), "tab-after-a-colon"),
    with_line("   subtitle: a", refused(("yaml-syntax", 2)), "key-indented-too-far"),
    with_line("subtitle: a: b", builds(warns=("text-quoted",)), "colon-in-a-text"),
    with_line("subtitle: a #b", builds(warns=(("no-accidental-comments", 2),)), "comment-in-a-text"),
    with_line("subtitle: @home", builds(warns=("text-quoted",)), "at-sign"),
    with_line("subtitle: `x`", builds(warns=("text-quoted",)), "backtick"),
    with_line("subtitle: %x", builds(warns=("text-quoted",)), "percent-sign"),
    with_line("subtitle: *bold* words", builds(warns=("text-quoted",)), "star"),
    with_line("subtitle: &c words", refused(("aliases-resolve", 2)), "ampersand"),
    with_line("subtitle: {a", refused("yaml-syntax"), "brace-open"),
    with_line("subtitle: 'it's'", refused("yaml-syntax"), "apostrophe-in-quotes"),
    with_line("subtitle: a\n  b: c", refused("yaml-syntax"), "text-and-keys"),
    with_line("subtitle: |9\n  a", refused("yaml-syntax"), "indentation-by-number"),
    with_line("subtitle: |0\n  a", refused(("yaml-syntax", 2)), "indentation-of-0"),
    with_line("subtitle: |\n\n\n", refused(("text-not-empty", 2)), "literal-text-of-nothing"),
    with_line("subtitle: - a", refused(("yaml-syntax", 2)), "dash-in-a-value"),
    with_line("subtitle: ? a", refused(("yaml-syntax", 2)), "question-mark-in-a-value"),
    with_line("subtitle", refused("yaml-syntax"), "key-without-colon"),
    with_line("subtitle:a", refused("yaml-syntax"), "colon-without-space"),
    with_line("- subtitle", refused(("yaml-syntax", 2)), "dash-among-keys"),
    with_line("keywords: [a, , b]", refused(("types-correct", 2)), "commas-in-a-row"),
    with_line("keywords: [a: b, c]", builds(), "pair-in-a-list"),
    with_line('subtitle: "\\q"', refused(("yaml-syntax", 2)), "escape-of-nothing"),
    with_line('subtitle: "\\x4"', refused(("yaml-syntax", 2)), "escape-cut-off"),
    with_line('subtitle: "\\U00110000"', refused(("yaml-syntax", 2)), "escape-beyond-unicode"),
    with_line('subtitle: "\\UFFFFFFFF"', refused(("yaml-syntax", 2)), "escape-far-beyond-unicode"),
)  # fmt: skip

ENCODED = (
    encoded("utf-8", builds("The fährę"), "utf-8-with-mark", b"\xef\xbb\xbf", FERRY),
    encoded("utf-16-le", builds("The fährę"), "utf-16-little", b"\xff\xfe", FERRY),
    encoded("utf-16-be", builds("The fährę"), "utf-16-big", b"\xfe\xff", FERRY),
    encoded("utf-16-le", refused("text-printable"), "utf-16-without-mark"),
    encoded("utf-32", refused("text-printable"), "utf-32"),
    encoded("cp1252", refused(("file-is-utf8", 1)), "windows-1252", text=FERRY.replace("ę", "é")),
    encoded("cp037", refused("file-is-utf8"), "ebcdic"),
    encoded("shift-jis", refused(("file-is-utf8", 1)), "shift-jis", text=BRIEF.replace("ferry", "日本")),
    encoded("utf-7", builds("f+AOQ"), "utf-7-is-plain-text", text=FERRY),
    Case("utf-16-cut-in-a-letter", refused("file-is-utf8"), b"\xff\xfe" + BRIEF.encode("utf-16-le")[:-1]),
    Case("utf-16-lone-surrogate", refused("file-is-utf8"), b"\xff\xfe" + BRIEF.encode("utf-16-le")[:60] + b"\x00\xd8" + BRIEF.encode("utf-16-le")[60:]),
    Case("mark-alone", refused("brief-not-empty"), b"\xef\xbb\xbf"),
    Case("utf-16-mark-alone", refused("brief-not-empty"), b"\xff\xfe"),
    Case("mark-twice", refused(("text-printable", 1)), b"\xef\xbb\xbf" * 2 + BRIEF.encode()),
    Case("utf-8-cut-in-a-letter", refused("file-is-utf8"), BRIEF.encode() + b"# \xe2\x82"),
    Case("overlong-utf-8", refused("file-is-utf8"), BRIEF.encode() + b"# \xc0\xaf"),
    Case("surrogate-as-utf-8", refused("file-is-utf8"), BRIEF.encode() + b"# \xed\xa0\x80"),
    Case("crlf", builds("The ferry"), BRIEF.replace("\n", "\r\n")),
    Case("cr", builds("The ferry"), BRIEF.replace("\n", "\r")),
    Case("lf-cr", builds("The ferry"), BRIEF.replace("\n", "\n\r")),
    Case("random-bytes", refused("file-is-utf8"), bytes(range(256)) * 40, has_position=False),
    Case("a-zip-file", refused(), b"PK\x03\x04" + bytes(range(200)) * 20, has_position=False),
    Case("zeros", refused("text-printable"), bytes(100_000)),
    with_line(b"subtitle: a\x00b", refused(("text-printable", 2)), "nul"),
    with_line(b"subtitle: a\x1bb", refused(("text-printable", 2)), "escape-character"),
    with_line(b"subtitle: a\x0bb", refused(("text-printable", 2)), "vertical-tab"),
    with_line(b"subtitle: a\x0cb", refused(("text-printable", 2)), "form-feed"),
    with_line(b"subtitle: a\x7fb", refused(("text-printable", 2)), "delete-character"),
    with_line("subtitle: a\x85b", refused(("text-printable", 2)), "next-line"),
    with_line("subtitle: a\u2028b", refused(("text-printable", 2)), "line-separator"),
    with_line("subtitle: a\u2029b", refused(("text-printable", 2)), "paragraph-separator"),
    with_line("subtitle: a\ufeffb", refused(("text-printable", 2)), "mark-inside"),
    with_line("subtitle: a\ufffeb", refused(("text-printable", 2)), "u-fffe"),
    with_line("subtitle: a\uffffb", refused(("text-printable", 2)), "u-ffff"),
    with_line("# a\x00b", refused(("text-printable", 2)), "nul-in-a-comment"),
    with_line("\u2028subtitle: a", refused(("text-printable", 2)), "line-separator-before-a-key"),
    with_line("\u00a0subtitle: a", builds(), "no-break-space-before-a-key"),
    with_line("\u3000subtitle: a", builds(), "ideographic-space-before-a-key"),
    with_line("subtitle:\u00a0a", refused(), "no-break-space-after-a-colon"),
    *(
        with_line(f'subtitle: "a{escape}b"', refused(("text-printable", 2)), f"escaped-{name}")
        for name, escape in {
            "nul": "\\0", "bell": "\\a", "escape": "\\e", "backspace": "\\b", "next-line": "\\N", "delete": "\\x7F",
            "line-separator": "\\L", "lone-surrogate": "\\uD800", "low-surrogate": "\\uDC00", "u-fffe": "\\uFFFE",
            "mark": "\\uFEFF", "surrogates-swapped": "\\uDC00\\uD83D",
        }.items()
    ),
    with_line('subtitle: "a\\U0001FFFEb"', refused(("characters-have-glyphs", 2)), "escaped-plane-1-noncharacter"),
    with_line('"\\0": a', refused("text-printable"), "escaped-nul-as-key"),
    with_line('subtitle: "\\uD83D\\uDEA2 ship"', refused(("characters-have-glyphs", 2)), "surrogate-pair-escaped"),
)  # fmt: skip
