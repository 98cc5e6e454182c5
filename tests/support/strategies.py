"""Random briefs that are valid: the values of a `brief.yaml`, as YAML would hold them."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

from hypothesis import strategies as st

from builder.theme.fonts import font_file

Draw = st.DrawFn
Values = dict[str, Any]

LATIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZäéîøßčğőžŁŒ"
OTHERS = "αβγδΩλж дшЮя".replace(" ", "")  # Greek and Cyrillic
CYRILLIC = "ждшЮябвгеиклмнопрст"
SIGNS = "0123456789%&<>/+–—’“”…€£§"
PASTED = "\u2010\u2011\u200b\u00ad\ufb01"  # what other programs leave in a text
IDEOGRAPHS = "日本語政策協議は延期のーア、。" if font_file("NotoSansJP-Regular") else ""
UNPRINTABLE = "日本語한국ᐃᓄक😀🚢"  # not in the typeface of the three files

LEVELS = ("asserted", "qualified", "possible")
CHARTS = (
    "bar", "column", "grouped", "stacked", "percent", "line", "area", "dot", "slope", "waterfall", "multiples"
)  # fmt: skip
ORIGINS = ("source", "author")


def words(
    most: int = 6, *, printable: bool = True, pasted: bool = False, longest: int = 12
) -> st.SearchStrategy[str]:
    """One to `most` words of any letters, rarely a very long one; number 0 is a plain word.

    Some texts have Cyrillic letters, digits or ideographs only, as a whole brief in another language has.

    A brief holds hundreds of texts: each is drawn as one number, so that Hypothesis can shrink the brief.
    """
    letters = LATIN * 3 + OTHERS + SIGNS + (PASTED if pasted else "") + ("" if printable else UNPRINTABLE)
    scripts = [script for script in (CYRILLIC, "0123456789", IDEOGRAPHS) if script]

    def spelt(number: int) -> str:
        if not number:
            return "word"
        chance = Random(number)
        alone = chance.random() < 0.1
        script = chance.choice(scripts) if alone else letters
        chosen = [
            "".join(chance.choices(script, k=chance.randint(1, longest)))
            for _ in range(chance.randint(1, most))
        ]
        if alone:
            return " ".join(chosen)
        if chance.random() < 0.05:
            chosen[-1] = "".join(chance.choices(LATIN, k=70))
        return " ".join(["w" + chosen[0], *chosen[1:]])

    return st.integers(0, 2**20).map(spelt)


def prose(most: int = 20, *, printable: bool = True) -> st.SearchStrategy[str]:
    """A text in which some words are bold, italic or a link."""
    marks = ["{}", "{}", "{}", "**{}** end", "a *{}* end", "see [{}](https://example.org/a_(b))"]
    return st.builds(str.format, st.sampled_from(marks), words(most, printable=printable, pasted=True))


def _maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | values


def _part(
    required: dict[str, st.SearchStrategy[Any]], optional: dict[str, st.SearchStrategy[Any]]
) -> st.SearchStrategy[Values]:
    """A mapping with the required keys, some of the others, and null for some of those."""
    return st.fixed_dictionaries(required, optional={key: _maybe(value) for key, value in optional.items()})


def _refs(sources: Sequence[str]) -> st.SearchStrategy[list[str]]:
    if not sources:
        return st.just([])
    locator = st.sampled_from(["", "#p1", "#s2p3", "#fig-4.1"])
    return st.lists(st.builds("{}{}".format, st.sampled_from(sources), locator), max_size=6)


@st.composite
def briefs(draw: Draw, *, printable: bool = True, most_arguments: int = 40) -> Values:
    """The values of a valid brief: from the three required keys to all of them.

    With `printable` every letter is Latin, Greek or Cyrillic; else some are in no typeface of the files.
    """
    line = words(6, printable=printable, pasted=True)
    text = prose(16, printable=printable)
    sources = [f"src{n}" for n in range(draw(st.integers(0, 3)))]
    refs = _refs(sources)
    argument = _argument(line, text, refs)
    many = draw(st.integers(0, 4)) == 4
    sections = draw(
        st.lists(
            _part(
                {"title": line, "arguments": st.lists(argument, min_size=1, max_size=3)},
                {
                    "role": st.sampled_from(["cause", "effect", "response", "other"]),
                    "intro": structured(text),
                    "text": structured(text),
                },
            ),
            min_size=1,
            max_size=6,
        )
    )
    if many:
        sections[0]["arguments"] = draw(st.lists(argument, min_size=2, max_size=3)) * (most_arguments // 3)
        del sections[2:]
    _number(sections)
    values: Values = {
        "title": draw(line | prose(6, printable=printable)),
        "bottom_line": draw(text | _part({"text": text}, {"headline": line, "ask": line})),
        "sections": sections,
        "notes": [{"id": "n0", "text": "The *first* note."}, {"id": "n1", "text": "The other."}],
    }
    for key, strategy in _front(line, text, refs).items():
        if draw(st.booleans()):
            values[key] = draw(strategy)
    for key, strategy in _blocks(line, text, refs).items():
        if draw(st.integers(0, 2)) == 0:
            values[key] = draw(strategy)
    if sources:
        values["sources"] = [{"id": name, **draw(_source(line))} for name in sources]
    for name, group in (("r", "recommendations"), ("o", "options"), ("t", "tables")):
        for index, one in enumerate(values.get(group) or ()):
            one["id"] = f"{name}{index}"
    if draw(st.booleans()):
        values["links"] = draw(_links(values, refs))
    if draw(st.booleans()):
        values |= draw(_options(line, text))
    if draw(st.integers(0, 3)) == 0:
        names = st.lists(st.sampled_from(["a0-0", "a0-0"]), max_size=2)
        message = text | _part({"text": text}, {"arguments": names})
        values["key_messages"] = draw(st.lists(message, max_size=3))
        figure = _part({"value": st.sampled_from(["71 %", "-3", "1 in 3"]), "label": line}, {"refs": refs})
        values["key_figures"] = draw(st.lists(figure, max_size=4))
    if draw(st.integers(0, 3)) == 0:
        values["further_reading"] = [{"id": "more", **draw(_source(line))}]
        values["imprint"] = draw(_imprint(line, text))
        values["unknowns"] = draw(st.sampled_from(["show", "hide"]))
    if values.get("status") == "final" and values.get("marking"):  # which then wants an owner
        values["organisation"] = values.get("organisation") or {"name": draw(line)}
        values["contact"] = values.get("contact") or draw(line)
    return values


def _argument(
    line: st.SearchStrategy[str], text: st.SearchStrategy[str], refs: st.SearchStrategy[list[str]]
) -> st.SearchStrategy[Values]:
    kinds = ["source_statement", "example", "data", "quote", "expert_view"]
    evidence = _part({"text": text}, {"kind": st.sampled_from(kinds), "refs": refs}) | _measured(line, text)
    return _part(
        {"claim": words(8, longest=10, pasted=True).map(lambda claim: claim[:200].strip())},
        {
            "label": line,
            "gist": text,
            "evidence": st.lists(evidence, max_size=4),
            "implication": text | _part({"text": text}, {"origin": st.sampled_from(ORIGINS)}),
            "reasoning": structured(text),
            "counter": text,
            "certainty": _certainty(line),
            "confidence": _part({"level": st.sampled_from(["high", "moderate", "low"])}, {"basis": line}),
            "refs": refs,
        },
    )


def _measured(line: st.SearchStrategy[str], text: st.SearchStrategy[str]) -> st.SearchStrategy[Values]:
    """A number as evidence, some beside numbers of other years or places."""
    number = st.decimals(0, 5_000, places=1).map(str)
    label = line | st.integers(2020, 2040).map(str)
    compared = st.fixed_dictionaries({"label": label, "value": number})
    return _part(
        {"text": text, "value": number},
        {
            "unit": st.sampled_from(["%", "million", "€", "£ million", "km"]),
            "label": label,
            "compare": st.lists(compared, max_size=4),
        },
    )


def _certainty(line: st.SearchStrategy[str]) -> st.SearchStrategy[Values]:
    return _part({"level": st.sampled_from(LEVELS)}, {"cue": line, "according_to": line})


def _number(sections: list[Values]) -> None:
    """Give sections and arguments ids of their own; repeated arguments become copies."""
    for index, section in enumerate(sections):
        section["id"] = f"s{index}"
        section["arguments"] = [
            {**one, "id": f"a{index}-{inner}"} for inner, one in enumerate(section["arguments"])
        ]


def _front(
    line: st.SearchStrategy[str], text: st.SearchStrategy[str], refs: st.SearchStrategy[list[str]]
) -> dict[str, st.SearchStrategy[Any]]:
    person = _part(
        {"name": line},
        {
            "role": line,
            "organisation": line,
            "email": st.just("a.b@example.org"),
            "corresponding": st.sampled_from(["yes", "no"]),
            "orcid": st.just("0000-0002-1825-0097"),
            "bio": text,
        },
    )
    writer = st.builds("{} {}".format, st.just("Maximiliane-Charlotte von und zu Hohenstein"), line)
    long_names = st.lists(st.fixed_dictionaries({"name": writer}), min_size=6, max_size=20)
    return {
        "id": st.just("random-brief"),
        "language": st.sampled_from(["en", "en-GB", "de", "fr", "es", "ja", "pt-BR", "tlh"]),
        "page": st.sampled_from(["A4", "Letter"]),
        "subtitle": _maybe(line),
        "kind": st.sampled_from(["policy_brief", "information_memo", None]),
        "date": st.dates().filter(lambda day: day.year > 1999).map(str) | st.none(),
        "status": st.sampled_from(["draft", "review", "final", None]),
        "version": _maybe(line),
        "authors": _maybe(st.lists(person, max_size=3) | long_names),
        "organisation": _maybe(_part({"name": line}, {"unit": line})),
        "partners": _maybe(
            st.lists(line | _part({"name": line}, {"url": st.just("https://example.org/p")}), max_size=3)
        ),
        "to": st.lists(line, max_size=3),
        "from": st.lists(line, max_size=3),
        "cc": _maybe(st.lists(line, max_size=3)),
        "subject": _maybe(line),
        "marking": _marking(line),
        "contact": _maybe(line),
        "disclaimer": _maybe(text),
        "keywords": st.lists(line, max_size=4),
        "context": _maybe(
            _part({"text": structured(text)}, {"headline": line, "why_now": text, "refs": refs})
        ),
        "event": _maybe(_part({"label": line}, {"text": line, "refs": refs})),
        "headlines": _maybe(_part({}, {"map": line, "risks": line, "sources": line})),
    }


def _marking(line: st.SearchStrategy[str]) -> st.SearchStrategy[Values]:
    long = "For the members of the working group and their deputies only, not for the press"
    office = _part(
        {"controlled_by": st.lists(line, min_size=1, max_size=2)},
        {"categories": st.lists(line, max_size=3), "dissemination": line, "contact": line},
    )
    more = {"embargo_until": st.just("2031-05-28T09:00+02:00")}
    kinds: list[tuple[str, str, dict[str, st.SearchStrategy[Any]]]] = [
        ("tlp", "AMBER", {"caveat": line}),
        ("tlp", "RED", {}),
        ("uk", "OFFICIAL", {}),
        ("uk", "OFFICIAL-SENSITIVE", {"caveat": st.just("Commercial")}),
        ("cui", "CUI", {"designation": office}),
        ("cui", "CUI//SP-PRVCY//NOFORN", {"designation": office}),
        ("free", "Internal", {"caveat": line}),
        ("free", long, {}),
    ]
    drawn = (
        _part({"scheme": st.just(scheme), "label": st.just(label)}, {**more, **own})
        for scheme, label, own in kinds
    )
    return st.one_of(*drawn)


def _imprint(line: st.SearchStrategy[str], text: st.SearchStrategy[str]) -> st.SearchStrategy[Values]:
    lines = dict.fromkeys(("series", "number", "place", "licence", "funder"), line)
    numbers = {"issn": "1234-5679", "isbn": "978-3-16-148410-0", "doi": "10.5555/12345678"}
    fixed = {key: st.just(value) for key, value in {**numbers, "url": "https://example.org/x"}.items()}
    return _part({}, {**lines, **fixed, "citation": text, "acknowledgements": text})


def _blocks(
    line: st.SearchStrategy[str], text: st.SearchStrategy[str], refs: st.SearchStrategy[list[str]]
) -> dict[str, st.SearchStrategy[Any]]:
    when = line | st.sampled_from(["2031-05-28", "recent months"])
    step = _part(
        {"when": when, "text": line}, {"refs": refs, "kind": st.sampled_from(("event", "suggested"))}
    )
    recommendation = _part(
        {"action": line},
        {
            "label": line,
            "detail": line,
            "for": st.sampled_from(["Ministry", "Towns"]),
            "owner": line,
            "when": when,
            "cost": line,
            "measure": line,
            "origin": st.sampled_from(ORIGINS),
            "certainty": _certainty(line),
            "refs": refs,
        },
    )
    home = {"section": st.just("s0"), "refs": refs}
    limit = _part({"text": line}, {"kind": st.sampled_from(["missing", "ambiguous", "tension"])})
    return {
        "actors": st.lists(_part({"name": line, "role": line}, {"refs": refs}), max_size=10),
        "timeline": st.lists(step, max_size=8),
        "recommendations": st.lists(recommendation, max_size=9),
        "risks": st.lists(
            _part({"text": text}, {"mitigation": text, "likelihood": line, "impact": line, "owner": line}),
            max_size=5,
        ),
        "limits": st.lists(limit, max_size=8),
        "tables": st.lists(_table(line, refs), max_size=3),
        "charts": st.lists(_chart(line, refs), max_size=2),
        "boxes": st.lists(_box(text, refs), max_size=3),
        "quotes": st.lists(_part({"text": text}, {"speaker": line, "role": line, **home}), max_size=3),
        "glossary": st.lists(_part({"term": line, "definition": line}, {}), max_size=5),
    }


def structured(text: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """A text of one paragraph, or with marks of notes, a list and a subheading too."""
    shapes = ["{}", "{}[^n1] {} [^n0]", "{}^[A note.]\n\n- {}\n- {}", "{}\n\n### {}\n\n3. {}\n4. {}\n\n{}"]
    five = st.lists(text, min_size=5, max_size=5)
    return st.builds(lambda shape, texts: shape.format(*texts), st.sampled_from(shapes), five)


def _box(text: st.SearchStrategy[str], refs: st.SearchStrategy[list[str]]) -> st.SearchStrategy[Values]:
    kinds = st.sampled_from(["case", "method", "definition", "example", None])
    required = {"title": words(8, pasted=True), "text": structured(text)}
    return _part(required, {"kind": kinds, "refs": refs, "section": st.just("s0")})


@st.composite
def _table(draw: Draw, line: st.SearchStrategy[str], refs: st.SearchStrategy[list[str]]) -> Values:
    columns = draw(st.lists(line, min_size=2, max_size=9))
    row = st.lists(line | st.just("–"), min_size=len(columns), max_size=len(columns))
    named = st.lists(st.sampled_from(columns), max_size=2)
    given = {"notes": line, "refs": refs, "section": st.just("s0"), "highlight": named}
    return {
        **draw(_part({"title": line}, given)),
        "columns": columns,
        "rows": draw(st.lists(row, min_size=1, max_size=9)),
    }


@st.composite
def _chart(draw: Draw, line: st.SearchStrategy[str], refs: st.SearchStrategy[list[str]]) -> Values:
    """A chart that can be drawn; its numbers are of any size, and some are missing."""
    kind = draw(st.sampled_from(CHARTS))
    many = 1 if kind == "waterfall" else draw(st.integers(1, 3))
    count = 2 if kind == "slope" else draw(st.integers(1, 9))
    least = 0 if kind in ("stacked", "percent", "area", "waterfall") else -10_000
    number = st.just("–") | st.decimals(least, 10_000, places=draw(st.integers(0, 2))).map(str)
    rows = [[draw(line), *(draw(number) for _ in range(many))] for _ in range(count)]
    rows[0][1:] = ["12.5"] * many
    named = st.lists(st.sampled_from([row[0] for row in rows]), max_size=2)
    given = {
        "unit": line | st.just("%"),
        "caption": line,
        "alt": line,
        "refs": refs,
        "section": st.just("s0"),
    }
    chart = {**draw(_part({"title": line}, {**given, "highlight": named})), "kind": kind, "rows": rows}
    if many > 1:
        chart["series"] = [{"name": draw(line)} for _ in range(many)]
    if kind in ("line", "dot"):
        chart["start"] = draw(st.sampled_from([None, "1", "-5.5"]))
    return chart


def _source(line: st.SearchStrategy[str]) -> st.SearchStrategy[Values]:
    keys = ("title", "author", "publisher", "date", "file", "note")
    url, day = st.just("https://example.org/x?y=1"), st.just("2031-05-28")
    return _part({}, {**dict.fromkeys(keys, line), "url": url, "accessed": day})


@st.composite
def _links(draw: Draw, values: Values, refs: st.SearchStrategy[list[str]]) -> list[Values]:
    ends = [one["id"] for section in values["sections"] for one in (section, *section["arguments"])]
    ends += [one["id"] for one in values.get("recommendations") or ()]
    ends += ["event"] if values.get("event") else []
    ends += ["recommendations"] if values.get("recommendations") else []
    end = st.sampled_from(ends)
    pairs = draw(st.lists(st.tuples(end, end).filter(lambda pair: pair[0] != pair[1]), max_size=12))
    level = _part({}, {"certainty": st.sampled_from(LEVELS), "refs": refs})
    return [{"from": start, "to": stop, **draw(level)} for start, stop in pairs]


@st.composite
def _options(draw: Draw, line: st.SearchStrategy[str], text: st.SearchStrategy[str]) -> Values:
    criteria = draw(st.lists(line, max_size=4, unique=True))
    ratings = st.fixed_dictionaries({}, optional=dict.fromkeys(criteria, line))
    option = _part(
        {"title": line},
        {"description": text, "pros": st.lists(line, max_size=5), "cons": st.lists(line, max_size=5)}
        | {"recommended": st.just("yes")},
    )
    options = draw(st.lists(option, max_size=4))
    best = st.lists(st.sampled_from(criteria), max_size=2, unique=True) if criteria else st.just([])
    rated = [{**one, "ratings": draw(ratings), "best": draw(best)} for one in options]
    return {"criteria": criteria, "options": rated}
