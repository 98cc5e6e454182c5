"""What people change in LibreOffice, tracked or not, comes home or is reported."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from builder.pipeline.request import Request
from builder.pull.pulling import Pulled, pull_files
from tests.conftest import ROOT, needs
from tests.support.command import brief
from tests.support.office import do, job, python_with_uno

pytestmark = pytest.mark.campaign

CAUSES, EFFECTS = "sections[0].arguments", "sections[1].arguments"
Steps = list[list[Any]]
# The steps; the fields that change, with words that they say then; what is left, by its kind and its words.
MEMO: dict[str, tuple[Steps, dict[str, str], list[tuple[str, str]]]] = {
    "nothing": ([], {}, []),
    "heading": (
        [["replace", "A2\tPolicy differences", "stood in the way", "were in the way", 1]],
        {f"{CAUSES}[1].claim": "were in the way"},
        [],
    ),
    "glance": (
        [["replace", "A2\tPolicy differences", "open dialogue", "frank dialogue"]],
        {f"{CAUSES}[1].claim": "frank dialogue"},
        [],
    ),
    "sentence added": (
        [["append", "Policy disputes have made", " Both sides say so in private."]],
        {f"{CAUSES}[1].reasoning": "Both sides say so in private."},
        [],
    ),
    "item deleted": (
        [["delete", "Public feeling about the United States adds"]],
        {f"{CAUSES}[0].evidence[1]": ""},
        [],
    ),
    "item moved": (
        [["move", "The leadership may have put cohesion", "Japan’s political factions hold"]],
        {},
        [("moved", "The leadership may have put cohesion")],
    ),
    "cell": (
        [["replace", "as threat, s3p3", "as threat", "as risk"]],
        {"tables[0].rows[3][3]": "as risk"},
        [],
    ),
    "recommendation": (
        [["replace", "R1\tBegin with informal", "Begin", "Start"]],
        {"recommendations[0].action": "Start with"},
        [],
    ),
    "subject": ([["replace", "SUBJECT\t", "possible effects", "likely effects"]], {"subject": "likely"}, []),
    "item added": (
        [["new_after", "North Korea and China are named", "A joint exercise was postponed."]],
        {},
        [("new", "A joint exercise was postponed.")],
    ),
    "split": (
        [["split", "The talks matter to both economies", "economies."]],
        {},
        [("split", "The talks matter")],
    ),
    "joined": ([["join", "The two differ on trade policy"]], {}, [("joined", "The two differ")]),
    "counter": (
        [["replace", "Against it: The article also", "sits ill with", "hardly fits"]],
        {f"{CAUSES}[0].counter": "hardly fits"},
        [],
    ),
    "gist": (
        [["replace", "Doubts about US reliability", "might open", "could open"]],
        {f"{EFFECTS}[2].gist": "could open"},
        [],
    ),
    "cue": (
        [["replace", "Qualified (“may", "may", "might"]],
        {f"{CAUSES}[0].certainty": "might"},
        [],
    ),
    "reference": (
        [["replace", "Public feeling about the United States", "s2p1", "s2p3"]],
        {f"{CAUSES}[0].evidence[1].refs": "s2p3"},
        [],
    ),
    "bold": ([["bold", "Views of US leadership", "any weakness"]], {}, []),
    "date": ([["replace", "DATE\t", "Date not set", "4 May 2031"]], {}, [("unplaced", "4 May 2031")]),
    "recipient": (
        [["replace", "TO\t", "[recipient to be named]", "The Minister of Trade"]],
        {"to[0]": "The Minister of Trade"},
        [],
    ),
    "retyped": (
        [
            [
                "retype",
                "Views of US leadership",
                "Allies elsewhere watch Washington and may hedge.",
            ]
        ],
        {f"{EFFECTS}[2].reasoning": "Allies elsewhere watch"},
        [],
    ),
    "section": ([["replace", "What may follow", "may", "could"]], {"sections[1].title": "could"}, []),
    "context": (
        [["replace", "The alliance of Japan", "has led both countries to rethink", "makes both rethink"]],
        {"context.text": "makes both rethink"},
        [],
    ),
    "limit deleted": (
        [["delete", "No official reasons, US reaction"]],
        {"limits[2]": ""},
        [],
    ),
    "label of the map": (
        [["replace_in_box", "may be delayed", "may stall"]],
        {f"{EFFECTS}[0].label": "may stall"},
        [],
    ),
    "row added": ([["add_row", "Issue", "Space", "s2p2"]], {}, [("new", "Space"), ("new", "s2p2")]),
    "row deleted": ([["delete_row", "Issue", 3]], {"tables[0].rows[2]": ""}, []),
    "argument deleted": (
        [["cut_section", "A5\tSecurity cooperation", "A6\tOthers might doubt"]],
        {},
        [("gone", "A5 Security cooperation")],
    ),
    "much at once": (
        [
            ["replace", "A2\tPolicy differences", "stood in the way", "were in the way", 1],
            ["append", "Policy disputes have made", " Both sides say so in private."],
            ["replace", "as threat, s3p3", "as threat", "as risk"],
            ["replace", "R1\tBegin with informal", "Begin", "Start"],
            ["replace", "SUBJECT\t", "possible effects", "likely effects"],
            ["replace", "TO\t", "[recipient to be named]", "The Minister of Trade"],
            ["replace", "What may follow", "may", "could"],
        ],
        {
            f"{CAUSES}[1].claim": "were in the way",
            f"{CAUSES}[1].reasoning": "Both sides say so in private.",
            "tables[0].rows[3][3]": "as risk",
            "recommendations[0].action": "Start with",
            "subject": "likely",
            "to[0]": "The Minister of Trade",
            "sections[1].title": "could",
        },
        [],
    ),
}
DECK: dict[str, tuple[Steps, dict[str, str], list[tuple[str, str]]]] = {
    "nothing": ([], {}, []),
    "title": (
        [["replace_on", 5, "may have come before", "may have outweighed"]],
        {f"{CAUSES}[0].claim": "outweighed"},
        [],
    ),
    "evidence": (
        [["replace_on", 6, "differ on trade policy", "disagree on trade policy"]],
        {f"{CAUSES}[1].evidence[0].text": "disagree"},
        [],
    ),
    "notes": (
        [["replace_in_notes", 6, "serious barriers", "grave barriers"]],
        {f"{CAUSES}[1].reasoning": "grave"},
        [],
    ),
    "item deleted": (
        [["delete_shape", 9, "North Korea and China are named"]],
        {},
        [("gone", "North Korea and China")],
    ),
    "cell": ([["replace_on", 14, "pressure", "force"]], {"tables[0].rows[4][1]": "force"}, []),
    "slide added": ([["add_slide", 6, "A slide of my own", "Point one"]], {}, [("new", "A slide of my own")]),
    "slide deleted": ([["delete_slide", 9]], {}, [("gone", "Security cooperation may weaken")]),
    "slide doubled": ([["duplicate_slide", 6]], {}, [("new", "Policy differences stood")]),
    "recommendation": (
        [["replace_on", 11, "Put common interests first", "Begin with common interests"]],
        {"recommendations[1].action": "Begin with common"},
        [],
    ),
    "detail": (
        [["replace_on", 11, "may help restore ties", "may rebuild ties"]],
        {"recommendations[1].detail": "may rebuild"},
        [],
    ),
    "status": ([["replace_on", 3, "Draft", "Final"]], {}, [("unfit", "Final")]),
    "bottom line": (
        [["replace_on", 2, "may suffer", "could suffer"]],
        {"bottom_line.text": "could suffer"},
        [],
    ),
    "map": (
        [["replace_on", 4, "Adaptive diplomacy", "Flexible diplomacy"]],
        {"recommendations[2].label": "Flexible"},
        [],
    ),
    "source": (
        [["replace_on", 5, "Untitled article", "Anonymous article"]],
        {"sources[0]": "Anonymous"},
        [],
    ),
    "cover": ([["replace_on", 1, "signals strain", "shows strain"]], {"title": "shows strain"}, []),
    "retyped": (
        [["retype_shape", 10, "Observers might question", "Allies could ask what Washington means."]],
        {f"{EFFECTS}[2].evidence[0].text": "Allies could ask"},
        [],
    ),
    "fixed words": (
        [["replace_on", 5, "Our reading", "Why it counts"]],
        {},
        [("fixed", "Why it counts")],
    ),
    "box added": ([["add_box", 5, "Ask the minister first"]], {}, [("new", "Ask the minister first")]),
    "context": (
        [["replace_on", 3, "Recent months have brought", "The last months brought"]],
        {"context.text": "The last months brought"},
        [],
    ),
    "much at once": (
        [
            ["replace_on", 5, "may have come before", "may have outweighed"],
            ["replace_on", 11, "Put common interests first", "Begin with common interests"],
            ["replace_in_notes", 6, "serious barriers", "grave barriers"],
            ["replace_on", 14, "pressure", "force"],
        ],
        {
            f"{CAUSES}[0].claim": "outweighed",
            "recommendations[1].action": "Begin with common",
            f"{CAUSES}[1].reasoning": "grave",
            "tables[0].rows[4][1]": "force",
        },
        [],
    ),
}
DETOURS = ("nothing", "much at once")  # also through the format of LibreOffice itself
MEMO_CASES = [
    *((name, how) for name in MEMO for how in ("plain", "tracked")),
    *((name, "odt") for name in DETOURS),
]
DECK_CASES = [*((name, "plain") for name in DECK), *((name, "odp") for name in DETOURS)]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sample brief, its files, and all of them as they were edited."""
    needs("soffice")
    python = python_with_uno()
    folder = tmp_path_factory.mktemp("office")
    shutil.copy(ROOT / "brief.yaml", folder)
    assert brief("build", cwd=folder).returncode == 0
    memo, deck = (next((folder / "output").glob(f"*{ending}")) for ending in (".docx", ".pptx"))
    jobs = []
    for cases, hows, source in ((MEMO, MEMO_CASES, memo), (DECK, DECK_CASES, deck)):
        for name, how in hows:
            target, first = folder / f"{name} {how}{source.suffix}", source
            if how in ("odt", "odp"):
                first = target.with_suffix(f".{how}")
                jobs.append(job(source, first, False, []))
            jobs.append(job(first, target, how == "tracked", cases[name][0]))
    do(python, jobs)
    return folder


def pulled(folder: Path, file: Path) -> Pulled:
    return pull_files(Request(folder / "brief.yaml"), [file], lambda _: True)


def judge(found: Pulled, edits: dict[str, str], left: list[tuple[str, str]]) -> None:
    """Fail unless what was edited is taken or reported, and nothing else is."""
    taken = {one.path: one.now for one in found.taken}
    refused = {one.edit.path: one.edit.now for one in found.refused}
    reported = [(one.kind, one.text) for one, _ in found.left]
    reported += [(one.reason, one.edit.now) for one in found.refused]
    for path, words in edits.items():
        here = [now for each, now in (taken | refused).items() if each.startswith(path)]
        here += [text for kind, text in reported if kind == "retyped"]
        assert any(words in now.replace("\u00a0", " ") for now in here), (path, taken, reported)
    for kind, words in left:
        assert any(kind == one and words in text for one, text in reported), (kind, words, reported)
    assert not [path for path in taken if not path.startswith(tuple(edits))]
    strange = [one for one in reported if not any(one[0] == kind for kind, _ in left)]
    assert not strange or set(refused) <= set(edits), strange


@pytest.mark.parametrize(("name", "how"), MEMO_CASES)
def test_memo(files: Path, name: str, how: str) -> None:
    _, edits, left = MEMO[name]
    found = pulled(files, files / f"{name} {how}.docx")
    judge(found, edits, left)
    if how == "tracked" and any(edits.values()):
        assert set(found.tracked) == {"Rita Reviewer"}
        assert all(origin.authors for one in found.taken for origin in one.origins if one.now)


@pytest.mark.parametrize(("name", "how"), DECK_CASES)
def test_deck(files: Path, name: str, how: str) -> None:
    _, edits, left = DECK[name]
    judge(pulled(files, files / f"{name} {how}.pptx"), edits, left)
