"""Random briefs of which each audience may read something else, in words that show where they come from."""

from __future__ import annotations

from random import Random
from typing import Any

from hypothesis import strategies as st

from tests.support.strategies import ORIGINS, Draw, Values

# a token, or most of an ORCID iD, that occurs in one place of one brief, and in no file by chance
SECRET = r"zq[a-z]{6}|7[0-9]{3}-[0-9]{4}-7777"
AUDIENCES = ("internal", "public", "partners")


@st.composite
def briefs_for_some(draw: Draw) -> Values:
    """The values of a small valid brief of which each audience may read something else.

    Every text and id is a token or two that occur nowhere else, so that each word found in a file shows where
    it comes from. One argument is for everybody, and two figures name `one.png` and `two.png`.
    """
    return _Writer(draw(st.randoms(use_true_random=False))).brief()


class _Writer:
    """Writes a brief in tokens, and gives about every third part of it, and some texts, to some only."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.serial = chance.randrange(26**5)

    def token(self) -> str:
        self.serial += 1
        letters, rest = "", self.serial
        for _ in range(6):
            rest, letter = divmod(rest, 26)
            letters += chr(ord("a") + letter)
        return f"zq{letters}"

    def text(self, most: int = 2) -> str:
        return " ".join(self.token() for _ in range(self.chance.randint(1, most)))

    def some(self) -> list[str]:
        return self.chance.sample(AUDIENCES, self.chance.randint(1, 2))

    def line(self) -> Any:
        """A text that may be left out, a third of the time for some only."""
        return {"text": self.text(), "audience": self.some()} if self.chance.random() < 0.3 else self.text()

    def part(self, required: Values, optional: Values | None = None, share: float = 0.35) -> Values:
        """A part with some of the optional keys, whose values are made only then."""
        made = {key: value for key, value in (optional or {}).items() if self.chance.random() < 0.5}
        part = {**required, **{key: value() for key, value in made.items()}}
        if self.chance.random() < share:
            part["audience"] = self.some()
        return part

    def several(self, most: int, make: Any) -> list[Any]:
        return [make() for _ in range(self.chance.randint(0, most))]

    def refs(self) -> list[str]:
        cited = self.chance.sample(self.sources, self.chance.randint(0, len(self.sources)))
        return [f"{source}#{self.token()}" if self.chance.random() < 0.5 else source for source in cited]

    def brief(self) -> Values:
        self.sources = [self.token() for _ in range(self.chance.randint(0, 3))]
        first = self.argument() | {"audience": None}
        sections = [self.section(), *self.several(1, self.section)]
        sections[0] |= {"audience": None, "arguments": [first, *sections[0]["arguments"]]}
        home = {"section": lambda: self.chance.choice(sections)["id"]}
        chance = self.chance
        recommendations = self.several(3, self.recommendation)
        event = self.part({"label": self.text()}, {"text": self.line, "refs": self.refs})
        values: Values = {
            "id": "leaks",
            "title": self.text(),
            "bottom_line": {"text": f"{self.text(6)}[^n1]", "headline": self.line(), "ask": self.line()},
            "key_messages": self.several(2, lambda: self.message(sections)),
            "key_figures": self.several(2, lambda: self.part(self.given("value", "label"))),
            "audiences": [{"name": name, "label": self.token()} for name in AUDIENCES],
            "distribution": [
                {"name": self.text(), "email": f"{self.token()}@example.org", "audience": "public"}
            ],
            "sections": sections,
            "recommendations": recommendations,
            "event": event,
            "links": self.links(sections, recommendations, event),
            "options": self.several(2, self.option),
            "actors": self.several(2, lambda: self.part(self.given("name", "role"), {"refs": self.refs})),
            "timeline": self.several(3, lambda: self.part(self.given("when", "text"), {"refs": self.refs})),
            "risks": self.several(
                2, lambda: self.part(self.given("text"), {"mitigation": self.line, "impact": self.line})
            ),
            "limits": self.several(4, lambda: self.part(self.given("text"))),
            "tables": self.several(2, lambda: self.table(home)),
            "charts": self.several(2, lambda: self.chart(home)),
            "figures": [self.figure(path, home) for path in ("one.png", "two.png")[: chance.randint(0, 2)]],
            "boxes": self.several(
                2, lambda: self.part(self.given("title", "text"), {"refs": self.refs, **home})
            ),
            "quotes": self.several(2, lambda: self.quote(home)),
            "glossary": self.several(2, lambda: self.part(self.given("term", "definition"))),
            "notes": [self.part({"id": name, "text": self.text()}) for name in ("n0", "n1")],
            "authors": self.several(
                2,
                lambda: self.part(
                    self.given("name"),
                    {"role": self.line, "email": self.address, "bio": self.line, "orcid": self.orcid},
                ),
            ),
            "partners": self.several(2, self.partner),
            "to": self.several(2, self.line),
            "keywords": self.several(2, self.line),
            "headlines": {key: self.line() for key in ("map", "recommendations", "limits", "sources")},
            "sources": [self.source(id) for id in self.sources],
            "further_reading": self.several(2, lambda: self.source(self.token())),
            "imprint": self.imprint(),
        }
        for index in range(chance.randint(0, 2)):  # each in a text of its own readers
            words = {"value": "12", "unit": self.token(), "label": self.token()}
            fact = self.part({"id": f"f{index}", **words})
            values.setdefault("facts", []).append(fact)
            readers = {key: fact[key] for key in ("audience",) if key in fact}
            values["limits"].append({"text": f"{self.token()} {{fact:f{index}}}", **readers})
        values |= {key: self.line() for key in ("subtitle", "version", "subject", "contact", "disclaimer")}
        if chance.random() < 0.3:
            values["cover"] = self.part({"path": "two.png", "alt": self.text()}, {"credit": self.line})
        if chance.random() < 0.7:
            values["context"] = self.part(
                {"text": f"{self.text(6)}[^n0]^[{self.text()}]"},
                {"headline": self.line, "why_now": self.line, "refs": self.refs},
            )
        return values

    def given(self, *keys: str) -> Values:
        return {key: self.text() for key in keys}

    def partner(self) -> Values:
        return self.part(self.given("name"), {"logo": lambda: {"path": "one.png", "alt": self.text()}})

    def address(self) -> str:
        return f"{self.token()}@example.org"

    def orcid(self) -> str:
        self.serial += 1
        digits = f"7{self.serial % 10**7:07}"
        return f"{digits[:4]}-{digits[4:]}-7777-7777"

    def imprint(self) -> Values:
        keys = ("citation", "series", "number", "place", "licence", "funder", "acknowledgements")
        return {**{key: self.line() for key in keys}, "doi": f"10.5555/{self.token()}"}

    def section(self) -> Values:
        arguments = [self.argument() for _ in range(self.chance.randint(1, 2))]
        required = {"id": self.token(), "title": self.text(), "arguments": arguments}
        required["role"] = self.chance.choice(["cause", "effect", "response", "other"])
        return self.part(required, {"intro": self.line, "text": self.line}, share=0.25)

    def argument(self) -> Values:
        evidence = {"evidence": lambda: self.several(2, self.evidence)}
        implication = {"implication": lambda: self.part(self.given("text"))}
        certainty = {
            "certainty": lambda: {"level": "possible", "cue": self.line(), "according_to": self.line()}
        }
        confidence = {"confidence": lambda: self.part({"level": "low"}, {"basis": self.line})}
        texts = dict.fromkeys(("label", "gist", "reasoning", "counter"), self.line)
        optional = {**texts, **evidence, **implication, **certainty, **confidence, "refs": self.refs}
        return self.part({"id": self.token(), "claim": self.text(3)}, optional)

    def message(self, sections: list[Values]) -> Values:
        ids = [argument["id"] for section in sections for argument in section["arguments"]]
        return self.part(self.given("text"), {"arguments": lambda: self.chance.sample(ids, 1)})

    def box(self, home: Values) -> Values:
        return self.part(self.given("title", "text"), {"refs": self.refs, **home})

    def quote(self, home: Values) -> Values:
        return self.part(self.given("text"), {"speaker": self.line, "role": self.line, **home})

    def evidence(self) -> Values:
        return self.part(self.given("text"), {"refs": self.refs})

    def recommendation(self) -> Values:
        texts = dict.fromkeys(("label", "detail", "for", "owner", "when", "cost", "measure"), self.line)
        required = {"id": self.token(), "action": self.text(), "origin": self.chance.choice(ORIGINS)}
        return self.part(required, {**texts, "refs": self.refs})

    def option(self) -> Values:
        points = {key: lambda: self.several(2, self.line) for key in ("pros", "cons")}
        return self.part({"id": self.token(), "title": self.text()}, {"description": self.line, **points})

    def table(self, home: Values) -> Values:
        cells = [[self.token(), self.token()] for _ in range(self.chance.randint(1, 2))]
        required = {"id": self.token(), "title": self.text(), "columns": [self.token(), self.token()]}
        return self.part({**required, "rows": cells}, {"notes": self.line, "refs": self.refs, **home})

    def chart(self, home: Values) -> Values:
        rows = [{"category": self.token(), "values": [str(self.chance.randint(1, 99))]} for _ in range(3)]
        required = {
            "id": self.token(),
            "title": self.text(),
            "series": [{"name": self.token()}],
            "rows": rows,
        }
        optional = {"unit": self.line, "alt": self.line, "caption": self.line, "refs": self.refs}
        return self.part(required, {**optional, **home})

    def figure(self, path: str, home: Values) -> Values:
        required = {"id": self.token(), "path": path, **self.given("title", "alt")}
        return self.part(required, {"caption": self.line, "refs": self.refs, **home})

    def source(self, id: str) -> Values:
        keys = ("title", "author", "publisher", "date", "file", "note")
        return self.part({"id": id}, dict.fromkeys(keys, self.line))

    def links(self, sections: list[Values], recommendations: list[Values], event: Values) -> list[Values]:
        ends = [one["id"] for section in sections for one in (section, *section["arguments"])]
        ends += [one["id"] for one in recommendations] + ["event"] * bool(event)
        pairs = [self.chance.sample(ends, 2) for _ in range(self.chance.randint(0, 6))]
        return [self.part({"from": start, "to": stop}, {"refs": self.refs}) for start, stop in pairs]
