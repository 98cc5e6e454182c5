"""Imprint, authors, further reading and unknowns, in the files that the command line builds."""

from __future__ import annotations

import re
from pathlib import Path

import pypdfium2

from tests.support.command import brief
from tests.support.packages import parts_of

BRIEF = """\
language: en
title: Lower the weir before the spring floods
organisation: {name: Mill Institute}
authors:
  - {name: Ada Winter, role: Senior Fellow, organisation: [Mill Institute, University of Ostrel],
     orcid: 0000-0002-1825-0097, bio: Ada Winter has measured rivers for twenty years.}
  - {name: Ben Summer, corresponding: yes, email: ben@mill.example}
  - {name: Cleo Frost, organisation: River Board}
  - {name: Dag Rain}
  - {name: Eve Snow}
bottom_line: Lowering the weir by half a metre keeps the lower town dry in nine springs of ten.
sections:
  - title: The weir raises the floods
    arguments:
      - {claim: The weir holds back ice, gist: Ice piles up behind the weir., refs: [gauge]}
recommendations:
  - {action: Lower the weir by half a metre, owner: River Board}
  - {action: Measure the ice every week}
risks:
  - {text: Fish may suffer, mitigation: Build a ladder}
  - {text: Costs may rise}
sources: [{id: gauge, title: Gauge readings}]
further_reading: [{title: On rivers and walls, author: I. Stone}]
imprint: {series: Mill Briefs, number: No. 12, place: Ostrel, issn: 2049-3630, isbn: 978-3-16-148410-0,
          doi: 10.5555/12345678, licence: CC BY 4.0, funder: River Fund, acknowledgements: We thank the crew.}
"""
UNKNOWN = re.compile("not stated|not set|not given|Timing", re.IGNORECASE)
CITED = (
    "Ada Winter, Ben Summer, Cleo Frost, Dag Rain and Eve Snow, Lower the weir before the spring floods, "
    "Mill Institute, Ostrel; Mill Briefs, No. 12; doi.org/10.5555/12345678."
)
CATALOGUED = (
    "Mill Briefs, No. 12",
    "2049-3630",
    "978-3-16-148410-0",
    "doi.org/10.5555/12345678",
    "CC BY 4.0",
)
CLOSING = (
    "Further reading",
    "I. Stone, On rivers and walls",
    "Imprint",
    CITED,
    "River Fund",
    "We thank the crew.",
)


BYLINE = (
    "Ada Winter (Mill Institute, University of Ostrel); Ben Summer, Dag Rain and Eve Snow; "
    "Cleo Frost (River Board)"
)


def built(folder: Path, text: str) -> dict[str, str]:
    """Return the words of each file that a brief is built into, on pages, slides and in notes."""
    (folder / "brief.yaml").write_text(text, encoding="utf-8")
    done = brief("build", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    memo, deck, summary = (next(folder.glob(f"output/*.{end}")) for end in ("docx", "pptx", "pdf"))
    page = pypdfium2.PdfDocument(summary)[0].get_textpage().get_text_range()
    return {
        "memo": words(memo, "word/document.xml"),
        "deck": words(deck, r"ppt/(slides/slide|notesSlides/notesSlide)\d+\.xml"),
        "summary": re.sub(  # an address may go on behind a slash on the next line
            r"(?<=doi\.org/)(\S+/) ",
            r"\1",
            " ".join(page.replace("\ufffe", "-").replace("\x02", "-").split()),
        ),
    }


def words(file: Path, parts: str) -> str:
    found = b" ".join(parts_of(file, f"^(?:{parts})$").values()).decode()
    found = found.replace("\N{NO-BREAK SPACE}", " ").replace("<w:noBreakHyphen/>", "<w:t>-</w:t>")
    paragraphs = re.split(r"</[aw]:p>", found)
    return "\n".join("".join(re.findall(r"<[aw]:t(?: [^>]*)?>([^<]*)<", each)) for each in paragraphs)


def test_a_publication_is_catalogued_and_all_of_its_authors_are_in_the_memo(tmp_path: Path) -> None:
    files = built(tmp_path, f"{BRIEF}unknowns: hide\n")
    for name, text in files.items():
        assert [value for value in CATALOGUED if value not in text] == [], name
        assert (BYLINE in text, "ben@mill.example" in text) == (True, True), name
        assert UNKNOWN.findall(text) == [], name
    for name in ("memo", "deck"):
        assert [value for value in CLOSING if value not in files[name]] == [], name
    memo = files["memo"]
    about = memo[memo.index("About the authors") : memo.index("Imprint")].splitlines()[1:]
    assert [line for line in about if line] == [
        "Ada Winter, Senior Fellow, Mill Institute, University of Ostrel, orcid.org/0000-0002-1825-0097. "
        "Ada Winter has measured rivers for twenty years.",
        "Ben Summer, corresponding author, ben@mill.example.",
        "Cleo Frost, River Board.",
        "Dag Rain.",
        "Eve Snow.",
    ]
    assert "twenty years" not in files["deck"] + files["summary"]


def test_what_is_not_known_is_said_unless_the_brief_hides_it(tmp_path: Path) -> None:
    for name, text in built(tmp_path, BRIEF).items():
        found = {each.lower() for each in UNKNOWN.findall(text)}
        assert found == {"not stated", "not set", "not given", "timing"}, name
