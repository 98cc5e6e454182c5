"""What a brief says is compared with the passages that it cites, rule by rule."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.brief.load import FaultyBrief, load_brief
from builder.report.problems import Problem
from builder.sources.check import Compared, compare_sources

ARTICLE = """\
# The pier

## The ferry

The ferry to Seal Island carried 320 people a day in 2031. It could run on Sundays as well, the harbour says.

Its boat does not pay for itself: a trip costs £40, and fares bring in 30 per cent of that.

## The council

On 5 May 2031 the council of Marsh Bay decided to keep it. “We were never asked,” says Ann Holt of the shop.

The town will repair the old pier before the summer, and it wants the county to pay a third of the costs.
"""

BRIEF = """\
title: "The ferry should run on Sundays"
language: en-GB
bottom_line: "A small boat would do."
sections:
  - title: Why
    arguments:
      - claim: "{claim}"
        refs: [pier#{ref}]
sources:
  - {{id: pier, title: "The pier", file: pier.md}}
"""


def compared(folder: Path, text: str, article: str = ARTICLE, *, coverage: bool = False) -> Compared:
    (folder / "pier.md").write_text(article, encoding="utf-8")
    (folder / "brief.yaml").write_text(text, encoding="utf-8")
    try:
        loaded = load_brief(folder / "brief.yaml")
    except FaultyBrief as faulty:
        loaded = faulty.loaded
    return compare_sources(loaded, coverage=coverage)


def problems(folder: Path, claim: str, ref: str = "s1p1") -> list[Problem]:
    return list(compared(folder, BRIEF.format(claim=claim, ref=ref)).problems)


@pytest.mark.parametrize(
    ("claim", "ref"),
    [
        ("To Seal Island, 320 people a day took the ferry.", "s1p1"),
        ("The ferry could run on Sundays.", "s1p1"),
        ("A trip costs £40 and brings in 30% of that.", "s1p2"),
        ("The boat does not pay for itself.", "s1p2"),
        ("On 5 May 2031 Marsh Bay decided to keep it.", "s2p1"),
        ("The pier will be repaired before the summer.", "s2p2"),
        ("As Ann Holt says, “we were never asked”.", "s2p1"),
        ("In 2031 it carried 320 people; on 5 May it was kept.", "s1p1-s2p1"),
    ],
)
def test_what_a_passage_says_is_no_problem(tmp_path: Path, claim: str, ref: str) -> None:
    assert problems(tmp_path, claim, ref) == []


@pytest.mark.parametrize(
    ("claim", "ref", "rule", "message", "hint"),
    [
        ("The ferry carried 350 people.", "s1p1", "numbers-in-sources", "`350` is not in pier#s1p1", "`320`"),
        ("The ferry carried 320 people.", "s2p1", "numbers-in-sources", "`320` is not", "it is in pier#s1p1"),
        ("A trip costs €40.", "s1p2", "numbers-in-sources", "`€40` is `£40` in pier#s1p2", None),
        ("They decided on 6 May 2031.", "s2p1", "dates-in-sources", "`6 May 2031` is not", "`5 May 2031`"),
        ("It was kept by Marsh Hill.", "s2p1", "names-in-sources", "the name `Hill`", None),
        ("It goes to Seal Island.", "s2p2", "names-in-sources", "`Seal Island` is not", "it is in pier#s1p1"),
        ("The ferry runs on Sundays as well.", "s1p1", "certainty-in-sources", "“could”", None),
        ("The ferry will run on Sundays.", "s1p1", "certainty-in-sources", "“will” is firmer", None),
        ("The boat pays for itself.", "s1p2", "negations-in-sources", "the source denies", None),
        ("The town will not repair the old pier.", "s2p2", "negations-in-sources", "this says “not”", None),
        ("He said: “we were not asked”.", "s2p1", "quotes-verbatim", "has “not”, the source “never”", None),
        ("He said: “we were never asked”.", "s1p1", "quotes-verbatim", "words are in pier#s2p1", "cite"),
        ("It may run.", "s3p1", "locators-exist", "has no passage `s3p1`", "s1p1 to s2p2"),
        ("It may run.", "s1p9", "locators-exist", "no passage `s1p9`", "section 1 has s1p1 to s1p2"),
        ("It may run.", "fig3", "statements-compared", "not checked: `fig3`", None),
        ("The town repairs the pier before summer.", "s1p2", "passages-fit", "words of pier#s2p2", "cite"),
    ],
)  # fmt: skip
def test_what_a_passage_does_not_say_is_reported(
    tmp_path: Path, claim: str, ref: str, rule: str, message: str, hint: str | None
) -> None:
    found = [one for one in problems(tmp_path, claim, ref) if one.rule == rule]
    assert len(found) == 1, problems(tmp_path, claim, ref)
    assert message in found[0].message
    assert hint is None or hint in (found[0].hint or "")
    if rule not in ("locators-exist", "statements-compared"):
        assert found[0].source is not None
        assert found[0].source.excerpt.strip("…") in ARTICLE.replace("\n", " ")
        assert found[0].source.line


def test_copied_words_are_reported_wherever_they_are(tmp_path: Path) -> None:
    copied = "the town will repair the old pier before the summer"
    text = BRIEF.format(claim="It may be repaired.", ref="s2p2").replace("A small boat would do", copied)
    (found,) = compared(tmp_path, text).problems
    assert (found.rule, found.path) == ("copies-quoted", "bottom_line.text")
    assert copied in found.message.lower()
    assert compared(tmp_path, text.replace(copied, f"“{copied}”")).problems == ()


def test_numbers_of_evidence_and_facts_are_compared_and_derived_ones_are_proved(tmp_path: Path) -> None:
    text = BRIEF.format(claim="A day has {fact:riders}, a week {fact:week} riders.", ref="s1p1") + (
        "facts:\n  - {id: riders, value: 320, refs: [pier#s1p1]}\n"
        "  - {id: week, value: '= riders * 7', unit: people, refs: [pier#s1p1]}\n"
    )
    assert compared(tmp_path, text).problems == ()
    (wrong,) = compared(tmp_path, text.replace("value: 320", "value: 321")).problems
    assert (wrong.rule, wrong.path) == ("numbers-in-sources", "facts[0].value")
    evidence = "        evidence: [{text: of the costs, value: 30, unit: '%', refs: [pier#s1p2]}]\nsources:"
    text = BRIEF.format(claim="It may run.", ref="s1p1").replace("sources:", evidence)
    assert compared(tmp_path, text).problems == ()
    (wrong,) = compared(tmp_path, text.replace("value: 30", "value: 35")).problems
    assert (wrong.rule, wrong.path) == ("numbers-in-sources", "sections[0].arguments[0].evidence[0].value")


def test_a_hedge_word_is_the_sources_own(tmp_path: Path) -> None:
    text = BRIEF.format(claim="It could run.", ref="s1p1").replace(
        "sources:", "        certainty: {level: possible, cue: could}\nsources:"
    )
    assert compared(tmp_path, text).problems == ()
    (wrong,) = compared(tmp_path, text.replace("cue: could", "cue: might")).problems
    assert (wrong.rule, wrong.path) == ("cues-in-sources", "sections[0].arguments[0].certainty.cue")
    text = text.replace("It could run.", "The town will repair it.").replace("s1p1", "s2p2")
    assert "firmer than the certainty" in compared(tmp_path, text).problems[0].message


def test_an_argument_cites_what_its_evidence_does(tmp_path: Path) -> None:
    text = BRIEF.format(claim="It carried 320 people.", ref="s1p1").replace(
        "        refs: [pier#s1p1]\n", "        evidence: [{text: Many people, refs: [pier#s1p1]}]\n"
    )
    assert compared(tmp_path, text).problems == ()
    assert [one.rule for one in compared(tmp_path, text.replace("320", "321")).problems] == [
        "numbers-in-sources"
    ]


def test_what_the_authors_say_themselves_is_not_compared(tmp_path: Path) -> None:
    text = BRIEF.format(claim="It could run.", ref="s1p1").replace(
        "sources:",
        "        implication: {text: 'It will save 999 lives.', origin: author}\n"
        "        counter: 'Others never saw 999 people.'\nsources:",
    )
    assert compared(tmp_path, text).problems == ()
    found = compared(tmp_path, text.replace("origin: author", "origin: source")).problems
    assert {one.path for one in found} == {"sections[0].arguments[0].implication.text"}


def test_what_cannot_be_compared_is_said(tmp_path: Path) -> None:
    text = BRIEF.format(claim="It runs.", ref="s1p1")
    found = compared(tmp_path, text.replace(", file: pier.md", ""))
    assert [one.message for one in found.problems] == ["not checked: `pier` has no `file`; 1 reference to it"]
    assert (found.statements, found.unjudged, found.articles) == (0, 3, 0)
    found = compared(
        tmp_path, text, "# Titel\n\n## Eins\n\nDie Stadt hat die Fähre in der Hand und zahlt für sie.\n"
    )
    assert [one.message for one in found.problems] == [
        "not checked: `pier.md` is in `de`; only quotes and numbers are compared"
    ]


@pytest.mark.parametrize(
    ("name", "message", "hint"),
    [
        ("peer.md", "there is no file `peer.md`", "did you mean `pier.md`?"),
        ("../pier.md", "`../pier.md` is outside the brief's folder", None),
        ("brief.yaml", "`brief.yaml` is not a file that can be read as a source", "save it as one of"),
        (".", "`.` is not a file", None),
    ],
)
def test_a_file_that_cannot_be_read_is_an_error(
    tmp_path: Path, name: str, message: str, hint: str | None
) -> None:
    text = BRIEF.format(claim="It runs.", ref="s1p1").replace("file: pier.md", f"file: {name}")
    (found,) = compared(tmp_path, text).problems
    assert (found.rule, found.path, found.message) == ("source-files-readable", "sources[0].file", message)
    assert hint is None or hint in (found.hint or "")


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("Secret.")
    folder = tmp_path / "briefs"
    folder.mkdir()
    (folder / "link.md").symlink_to(tmp_path / "secret.md")
    text = BRIEF.format(claim="It runs.", ref="s1p1").replace("file: pier.md", "file: link.md")
    (found,) = compared(folder, text).problems
    assert found.rule == "source-files-readable"


def test_passages_that_nothing_cites_are_listed_at_their_lines(tmp_path: Path) -> None:
    found = compared(tmp_path, BRIEF.format(claim="It may run.", ref="s1p1"), coverage=True)
    listed = [one for one in found.problems if one.rule == "passages-cited"]
    assert [(one.message[:26], one.position.line if one.position else 0) for one in listed] == [
        ("nothing cites pier#s1p2: “", 7),
        ("nothing cites pier#s2p1: “", 11),
        ("nothing cites pier#s2p2: “", 13),
    ]
    assert {one.file for one in listed} == {(tmp_path / "pier.md").as_posix()}


def test_numbers_and_names_of_the_bottom_line_are_in_some_source(tmp_path: Path) -> None:
    text = BRIEF.format(claim="It may run.", ref="s1p1")
    text = text.replace("A small boat", "In 2031 Seal Island had three boats: it")
    assert compared(tmp_path, text).problems == ()
    (wrong,) = compared(tmp_path, text.replace("2031", "2013")).problems
    assert (wrong.rule, wrong.path) == ("numbers-in-sources", "bottom_line.text")
    assert wrong.message == "`2013` is not in pier"
    (wrong,) = compared(tmp_path, text.replace("Seal", "Seagull")).problems
    assert (wrong.rule, wrong.path) == ("names-in-sources", "bottom_line.text")
    other = text.replace("2031", "2013").replace("sources:\n", "sources:\n  - {id: other, title: Other}\n")
    other = other.replace("refs: [pier#s1p1]", "refs: [pier#s1p1, other]")
    assert {one.rule for one in compared(tmp_path, other).problems} == {"statements-compared"}


def test_many_references_are_counted(tmp_path: Path) -> None:
    text = BRIEF.format(claim="The ferry carried 350 people.", ref="s1p1")
    text = text.replace("[pier#s1p1]", "[pier#s1p1, pier#s1p2, pier#s2p1, pier#s2p2, pier#s2]")
    (wrong,) = compared(tmp_path, text).problems
    assert wrong.message == "`350` is not in any of the 5 places cited"


def test_a_brief_may_name_its_own_people(tmp_path: Path) -> None:
    text = BRIEF.format(claim="The town, says the Harbour Office, will repair the pier.", ref="s2p2")
    assert [one.rule for one in compared(tmp_path, text).problems] == ["names-in-sources"]
    assert compared(tmp_path, f'{text}organisation: "Harbour Office"\n').problems == ()


def test_a_hedge_in_a_quotation_is_not_that_of_the_claim(tmp_path: Path) -> None:
    (found,) = problems(tmp_path, "The ferry runs on Sundays as well: “It could run on Sundays”.")
    assert found.rule == "certainty-in-sources"
