"""Dates and times as people write them, kept as exact as they were said."""

from __future__ import annotations

import pytest

from builder.brief.rules.references import check_rules
from builder.brief.texts.dates import Stated, Unclear, exact, said, said_moment
from builder.languages.language import known_tags, language_for
from builder.outline.text import texts
from tests.brief.test_natural import read
from tests.support.outlines import LIBRARY, outline_of

SAID = {
    "2026-03-05": [
        "5 March 2026", "2026-3-5", "2026/03/05", "March 5, 2026", "Thursday, 5th March 2026",
        "5. März 2026", "5 de marzo de 2026", "5 mars 2026", "2026年3月5日", "2026-03-05 00:00:00",
    ],
    "2027-01-01": ["Jan. 1, 2027", "1er janvier 2027", "1/1/2027"],
    "2031-05-28": ["28.5.2031", "5/28/2031", "28/05/2031"],
    "2026-03": ["March 2026", "Mar 2026", "2026-3", "2026/03"],
    "2030-09": ["Sept 2030", "septiembre de 2030"],
    "2031-Q3": ["Q3 2031", "2031 Q3", "q3/2031"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("canonical", "text"), [(day, text) for day, texts in SAID.items() for text in texts]
)
def test_a_date_is_read_as_it_was_said(canonical: str, text: str) -> None:
    assert str(said(text)) == canonical
    assert str(exact(canonical)) == canonical


@pytest.mark.parametrize(
    "text",
    ["soon", "March 5", "5 March 26", "5 6 March 2026", "31/31/2026", "2026-13", "", "March or May 2026"],
)
def test_what_names_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"expected|exist"):
        said(text)


@pytest.mark.parametrize("text", ["03/05/2026", "3.5.2026", "03-05-2026"])
def test_a_day_that_could_be_a_month_is_asked_about(text: str) -> None:
    with pytest.raises(Unclear, match="day or month first") as raised:
        said(text)
    assert raised.value.hint == "write `2026-05-03` or `2026-03-05`"


def test_the_months_of_every_language_are_known() -> None:
    for tag in known_tags():
        for number, name in enumerate(language_for(tag).dates.months.split(), 1):
            if not name.isdigit():
                assert said(f"{name} 2031") == Stated(2031, None, number)


MOMENTS = {
    "2031-06-01T00:01+01:00": ["00:01 BST, 1 June 2031", "2031-06-01 00:01 +01:00",
                               "2031-06-01 00:01 Europe/London",
                               "1 June 2031 at 00:01 (UTC+1)", "2031-06-01T00:01+0100"],
    "2031-06-01T09:30+00:00": ["1 June 2031, 9:30 a.m. GMT", "2031-06-01T09:30 UTC"],
    "2031-06-01T21:00-05:00": ["June 1, 2031, 9 pm EST", "2031-6-1 21:00 UTC-5"],
    "2031-06-01T00:01+02:00": ["2031-06-01T00:01 CEST"],
}  # fmt: skip


@pytest.mark.parametrize(("iso", "text"), [(iso, text) for iso, texts in MOMENTS.items() for text in texts])
def test_a_moment_is_read_as_it_was_said(iso: str, text: str) -> None:
    assert said_moment(text)[0].isoformat(timespec="minutes") == iso


@pytest.mark.parametrize(
    "text",
    [
        "2031-06-01 00:01",
        "2031-06-01",
        "tomorrow at 9 UTC",
        "1 June 2031, 25:00 UTC",
        "1 June 2031, 9:00 Mars/Base",
    ],
)
def test_what_names_no_moment_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"expected|exist|zone"):
        said_moment(text)


def test_a_zone_of_several_meanings_is_asked_about() -> None:
    with pytest.raises(Unclear, match="`CST` is the name of several time zones"):
        said_moment("1 June 2031, 9:00 CST")


@pytest.mark.parametrize(
    ("given", "written"),
    [("2026-03-05", "5 March 2026"), ("2026-03", "March 2026"), ("2031-Q3", "Q3 2031"), ("2029", "2029")],
)
def test_a_date_is_printed_as_exact_as_it_was_said(given: str, written: str) -> None:
    outline = outline_of(LIBRARY, date=given, recommendations=[{"action": "Go", "when": given}])
    assert {f"Draft · {written}", written} <= {text.plain for text in texts(outline)}


def test_a_date_without_a_day_is_remarked() -> None:
    assert read({"date": "5 March 2026"})[1] == []
    assert read({"date": "March 2026"})[1] == ["`March 2026` is read as 2026-03: no day"]


def test_the_zone_of_an_embargo_is_remarked() -> None:
    marking = {"scheme": "free", "label": "EMBARGOED", "embargo_until": "00:01 BST, 1 June 2031"}
    assert read({"marking": marking})[1] == ["`BST` is read as +01:00"]


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("12/05/2031", "`12/05/2031`: day or month first?"),
        ("32/13/2031", "this day does not exist"),
        ("28/05/2031", None),
        ("May 2031", None),
    ],
)
def test_a_date_that_readers_cannot_read_is_warned_about(typed: str, message: str | None) -> None:
    brief = read({"timeline": [{"when": typed, "text": "A vote"}]})[0]
    found = [problem.message for problem in check_rules(brief)]
    assert found == ([message] if message else [])
