"""Hostile words: markup, formulas, letters that turn, stack, hide or do not exist, and too many of them."""

from __future__ import annotations

from builder.brief.rules.references import MOST_ARGUMENTS
from tests.corpora.hostile.case import BRIEF, Case, Expected, builds, quoted, refused, spread

GLYPH = "characters-have-glyphs"


def everywhere(text: str, expected: Expected | None, name: str) -> Case:
    """The text in every kind of field; unless something else is expected the memo says it as it is."""
    return Case(name, expected or builds(text), spread(text))


def in_field(field: str, text: str, expected: Expected, name: str) -> Case:
    """The text in one field of the brief, which is on line 2."""
    return Case(name, expected, BRIEF.replace("\n", f"\n{field.replace('{}', quoted(text))}\n", 1))


def claimed(text: str, expected: Expected, name: str) -> Case:
    """The text as the claim, on line 6."""
    return Case(name, expected, BRIEF.replace('"Nine in ten commuters use it."', quoted(text)))


MARKUP = (
    *(everywhere(text, None, f"markup-{name}") for name, text in {
        "bold": "a <b>b</b> c",
        "unclosed": "if a<b then <i",
        "break": "one<br>two<br/>",
        "image-file": '<img src="/etc/passwd"/> see',
        "link": '<a href="javascript:alert(1)">x</a>',
        "cdata-end": "a ]]> b",
        "entity": "AT&T &copy &amp; &#0; &xxe;",
        "doctype": "<!DOCTYPE x [<!ENTITY y 'z'>]> &y;",
        "font": '<font color="[[[x]]]">x</font>',
        "image": '<img src="http://x.org/x"/> see',
        "processing": "<?xml version='1.0'?> <?mso-x?>",
        "comment": "<!-- a --> b",
        "script": "<script>alert(1)</script>",
        "word-tags": "</w:t></w:r><w:br/> x",
        "field-code": "{ INCLUDETEXT x } { DDEAUTO c }",
        "escape-of-word": "_x0007_ _x000D_ _x0041_",
        "jinja": "{{ 7*7 }} {% x %} ${7*7} #{7}",
        "format": "{} {0} {x!r} %s %n %(a)s",
        "quotes": "'a' \"b\" `c` ’d’",
        "stars-alone": "2*3*4 ** *** a * b",
        "brackets": "[a] [b](c) (d) [](e)",
        "shell": "$(rm -rf /) `id` ; | & > x",
        "sql": "'; DROP TABLE x; --",
    }.items()),
    everywhere(") Tj ET (x \\) endstream", builds("Tj ET (x"), "markup-pdf-strings"),
    everywhere("a \\ b", builds("a \\ b"), "markup-backslashes"),
    everywhere("C:\\x ../.. /etc/passwd ~", builds("/etc/passwd ~"), "markup-path"),
    everywhere("**bold", builds("**bold"), "mark-never-closed"),
    claimed("*" * 200 + " x", builds(), "stars-200"),
    claimed("*" * 400 + " x", refused(("text-length", 6)), "stars-400"),
    claimed("[" * 200 + "a", builds(), "opening-brackets-200"),
    in_field("disclaimer: {}", "*a **b " * 700, builds(), "marks-never-closed-1400"),
    in_field("disclaimer: {}", "[a](" * 1200, builds(), "links-never-closed-1200"),
    in_field("disclaimer: {}", "\\" * 4999, builds(), "backslashes-4999"),
    in_field("disclaimer: {}", "[" * 2500 + "]" * 2500, builds(), "brackets-2500-deep"),
    in_field("disclaimer: {}", "[a](https://example.org/" + "(" * 4900, builds(), "brackets-in-a-target"),
)  # fmt: skip

FORMULAS = tuple(
    everywhere(text, None, f"formula-{name}")
    for name, text in {
        "equals": "=1+1", "command": "=cmd|'/c calc'!A1", "plus": "+1", "minus": "-1+x", "at": "@SUM(A1)",
        "link": "=HYPERLINK(x)", "braces": "{=SUM(A1)}", "tab-less": "=IMPORTXML(x)",
    }.items()
)  # fmt: skip

# A text that turns round is allowed, with a warning; other letters of no typeface are an error with a line.
LETTERS = (

    in_field("subtitle: {}", "a \u202egnp.exe b", refused((GLYPH, 2), ("no-direction-controls", 2)), "bidi-override"),
    in_field("subtitle: {}", "\u2066a\u2069 \u2067b", refused((GLYPH, 2), ("no-direction-controls", 2)), "bidi-isolates"),
    in_field("subtitle: {}", "שלום עולם", refused(("text-left-to-right", 2)), "hebrew"),
    in_field("subtitle: {}", "سلام", refused(("text-left-to-right", 2)), "arabic"),
    in_field("subtitle: {}", "नमस्ते", refused((GLYPH, 2)), "devanagari"),
    in_field("subtitle: {}", "👨‍👩‍👧‍👦", refused((GLYPH, 2)), "emoji-family"),
    in_field("subtitle: {}", "🏴\U000e0067\U000e0062\U000e007f", refused((GLYPH, 2)), "emoji-tags"),
    in_field("subtitle: {}", "a\ue000b", refused((GLYPH, 2)), "private-use"),
    in_field("subtitle: {}", "a\U0010fffdb", refused((GLYPH, 2)), "private-use-last-plane"),
    in_field("subtitle: {}", "a\ufdd0b", refused(GLYPH), "noncharacter"),
    in_field("subtitle: {}", "a\u0378b", refused((GLYPH, 2)), "unassigned"),
    in_field("subtitle: {}", "a\U000e0041b", refused((GLYPH, 2)), "tag-letter"),
    in_field("subtitle: {}", "a\ufff9b\ufffbc", refused((GLYPH, 2)), "annotation-anchor"),
    in_field("subtitle: {}", "a\ufffcb", refused((GLYPH, 2)), "object-replacement"),
    in_field("subtitle: {}", "H" + "\u0489\u0337\u0321" * 150, refused((GLYPH, 2)), "stacked-marks-of-cyrillic"),
    in_field("subtitle: {}", "H" + "\u0332\u0333\u0305" * 160, refused((GLYPH, 2)), "stacked-marks-480"),
    everywhere("a\u0301\u0302\u0303 b", refused((GLYPH, 1)), "stacked-marks-everywhere"),
    everywhere("\u0301", refused((GLYPH, 1)), "mark-on-nothing"),
    everywhere("Tiếng Việt rất đẹp", None, "vietnamese"),
    everywhere("рауреl аpple", None, "homoglyphs"),
    everywhere("Größe ﬁx Œuvre ŉ", builds("Größe"), "ligatures"),
    everywhere("a\u200bb\u00adc\u2060d", builds(), "without-width"),
    everywhere("low\u2010cost non\u2011stop", builds("low-cost non-stop"), "hyphens-that-do-not-look-it"),
    everywhere("a\u200d\u200cb", builds(), "joiners"),
    everywhere("a\u00a0\u2007\u202fb", builds(), "spaces-that-do-not-break"),
    everywhere("a\u2003\u2009\u3000b", builds(), "spaces-of-all-widths"),
    everywhere("x\ufe0f y\ufe0e", refused((GLYPH, 1)), "variation-selectors"),
    everywhere("\ufffd", refused((GLYPH, 1)), "replacement-character"),
    everywhere("İıſẞßﬀ K Å", builds(), "letters-that-fold-oddly"),
    everywhere("\u1100\u1161\u11a8", builds("\uac01"), "jamo"),
    everywhere("-", builds(), "hyphen-alone"),
    everywhere(".", builds(), "full-stop-alone"),
    everywhere("?!", builds(), "signs-alone"),
    everywhere("0", builds("0"), "nought"),
    everywhere("a", builds("a"), "one-letter"),
    everywhere("None", builds("None"), "none"),
    everywhere("[…]", builds("[…]"), "ellipsis-in-brackets"),
)  # fmt: skip

MANY = BRIEF + "".join(f'      - claim: "Claim {n} is true."\n' for n in range(1, MOST_ARGUMENTS))
LINE, PROSE = "wide " * 100, "word " * 1000
LONG = (
    claimed("x" * 500, refused(("text-length", 6)), "claim-of-500-letters"),
    claimed("x" * 219, builds(), "claim-of-one-word"),
    claimed("x" * 501, refused(("text-length", 6)), "claim-of-501-letters"),
    claimed("W" * 110, builds(), "claim-of-wide-letters"),
    in_field("subtitle: {}", "x" * 400, builds(), "subtitle-of-one-word"),
    in_field("subtitle: {}", "x" * 500, refused(("text-fits", 2)), "subtitle-of-one-long-word"),
    in_field("disclaimer: {}", "x" * 5000, builds(), "word-of-5000-letters"),
    in_field("disclaimer: {}", "a-" * 2500, builds(), "word-of-2500-hyphens"),
    in_field("disclaimer: {}", "a\u00ad" * 2500, builds(), "word-of-2500-soft-hyphens"),
    in_field("disclaimer: {}", "\u200b" * 4999 + "a", builds(), "breaks-4999"),
    in_field("disclaimer: {}", "a" + "\u0332" * 4999, refused((GLYPH, 2)), "marks-4999"),
    in_field("disclaimer: {}", "*" * 5000, builds(), "stars-5000"),
    in_field("disclaimer: {}", "漢" * 5000, refused(("summary-fits-one-page", 2)), "ideographs-5000"),
    in_field("contact: {}", "x" * 500, builds(), "contact-of-one-word"),
    in_field("marking: {scheme: free, label: {}}", "x" * 500, refused(("text-fits", 2)), "marking-of-one-word"),
    everywhere(LINE.strip(), refused(("properties-fit", 1)), "every-line-full"),
    everywhere("x" * 60, refused("text-fits"), "words-of-60-letters-everywhere"),
    Case("every-prose-full", refused(), BRIEF + f"context: {{text: {quoted(PROSE)}, why_now: {quoted(PROSE)}}}\ndisclaimer: {quoted(PROSE)}\n"),
    Case("arguments-200", refused("summary-fits-one-page"), MANY),
    Case("arguments-200-in-memo-and-deck", builds("Claim 199 is true."), MANY, commands=(("build", "--only", "memo,deck"),), makes_all=False),
    Case("arguments-201", refused("list-length"), MANY + "      - claim: One more is true.\n"),
    Case("arguments-1000-in-each-section", refused(("list-length", 3)), 'title: t\nbottom_line: b\nsections:\n' + "".join(f'  - title: "S{m}"\n    arguments:\n' + "".join(f'      - claim: "C{m}-{n}."\n' for n in range(1000)) for m in range(6))),
    Case("arguments-200-with-evidence", refused(), BRIEF + "".join(f'      - claim: "Claim {n} is true."\n        reasoning: {quoted("word " * 90)}\n' for n in range(1, MOST_ARGUMENTS))),
    Case("rows-200", builds("row 199"), BRIEF + "tables:\n  - title: T\n    columns: [a, b]\n    rows:\n" + "".join(f"      - [row {n}, x]\n" for n in range(200))),
    Case("rows-201", refused("list-length"), BRIEF + "tables:\n  - title: T\n    columns: [a, b]\n    rows:\n" + "".join(f"      - [row {n}, x]\n" for n in range(201))),
    Case("table-of-full-cells", refused("text-length"), BRIEF + "tables:\n  - title: T\n    columns: [a, b, c, d, e]\n    rows:\n" + f"      - [{', '.join([quoted(LINE.strip())] * 5)}]\n" * 200),
    Case("criteria-that-are-long", builds(), BRIEF + f"criteria: [{quoted('x' * 500)}]\noptions: [{{title: A, ratings: {{{quoted('x' * 500)}: {quoted('y' * 500)}}}}}]\n"),
    Case("sources-20-that-are-long", refused("summary-fits-one-page"), BRIEF + "sources:\n" + "".join(f"  - {{id: s{n}, title: {quoted('word ' * 95)}}}\n" for n in range(20)) + "        \n"),
)  # fmt: skip
