"""Facts and data through the command line: one change moves all three files."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest
from pptx import Presentation

from builder.audit.readback import read_back
from builder.outline.text import Product
from tests.support.command import TINY, brief

BRIEF = """\
title: "Riders rose by {fact:growth} to {fact:riders}"
language: en-GB
bottom_line: "In {fact:riders|3 digits} rides, {fact:share} were on Sundays."
audiences: [staff, public]
data: {rides: rides.csv}
facts:
  riders: {from: {data: rides, column: riders, where: {year: 2026}}, refs: [count]}
  before: {from: {data: rides, column: riders, where: {year: 2025}}}
  growth: {value: "= change(before, riders)", rounding: 1}
  share: {value: 26, unit: "%"}
  costs: {value: 98765, unit: €, audience: [staff]}
sections:
  - id: why
    title: Why
    arguments:
      - claim: "The ferry carries {fact:riders} people."
        gist: {text: "A ride costs {fact:costs}.", audience: [staff]}
        evidence: [{text: "Riders rose by {fact:growth|0} in 12 months.", refs: [count]}]
tables:
  - {title: "Riders a year", from: {data: rides}}
charts:
  - {title: "Riders rose in a year", section: why, from: rides}
  - {title: "Sundays are a quarter", section: why, rows: {Sundays: "{fact:share}", Other days: 74}}
sources: [{id: count, title: "Count of riders"}]
"""


def built(folder: Path, rides: int, *options: str) -> dict[Product, str]:
    """Build the brief with a number of rides; return the words of the three files."""
    (folder / "rides.csv").write_text(f"year,riders\n2025,11000\n2026,{rides}\n")
    (folder / "brief.yaml").write_text(BRIEF)
    done = brief("build", *(options or ("--unrestricted",)), cwd=folder)
    assert done.returncode == 0, done.stderr
    return {product: words(folder, product) for product in Product}


def words(folder: Path, product: Product) -> str:
    (file,) = (folder / "output").glob(f"*-{product.value}.*")
    extracted = read_back(product, file.read_bytes(), looks=False)
    return "\n".join(passage.text for passage in extracted.passages).replace("\u00a0", " ")


def test_one_change_of_a_number_moves_all_three_files(tmp_path: Path) -> None:
    was, now = built(tmp_path, 12345), built(tmp_path, 13000)
    for product in Product:
        for old, new in (("12,345", "13,000"), ("12.2%", "18.2%")):
            assert old in was[product]
            assert old not in now[product]
            assert new in now[product]
    assert "12,300 rides" in was[Product.SUMMARY]
    assert [now[product].count("13,000 people") >= 1 for product in Product] == [True] * 3
    for product in (Product.MEMO, Product.DECK):  # the rows of the table, and the chart
        assert now[product].count("13,000") > now[Product.SUMMARY].count("13,000")


def test_one_change_of_a_fact_moves_sentences_tables_charts_and_the_trace(tmp_path: Path) -> None:
    table = '  - {title: "Days differ", columns: [Day, Rides], rows: [[Sundays, "{fact:share}"]]}\n'
    source = BRIEF.replace("tables:\n", f"tables:\n{table}")
    built(tmp_path, 12345)
    for share in (26, 31):
        (tmp_path / "brief.yaml").write_text(source.replace("value: 26", f"value: {share}"))
        assert brief("build", "--unrestricted", cwd=tmp_path).returncode == 0
        other = "31%" if share == 26 else "26%"
        for product in Product:
            said = words(tmp_path, product)
            assert f"{share}% were on Sundays" in said
            assert other not in said
        (file,) = (tmp_path / "output").glob("*-deck.pptx")
        shapes = [shape for slide in Presentation(str(file)).slides for shape in slide.shapes]
        plots = [shape.chart.plots[0] for shape in shapes if shape.has_chart]
        assert (share, 74) in [plot.series[0].values for plot in plots]
        cells = [cell.text for shape in shapes if shape.has_table for cell in shape.table.iter_cells()]
        assert f"{share}%" in [cell.replace("\u00a0", " ") for cell in cells]
        done = brief("trace", "--numbers", "--format", "json", cwd=tmp_path)
        traced = [one for one in json.loads(done.stdout) if one["fact"] == "share"]
        assert {one["number"] for one in traced} == {f"{share}%"}
        assert {one["path"].split(".")[0] for one in traced} == {"bottom_line", "tables[0]", "charts[1]"}
        assert {name for one in traced for name in one["locations"]} == {"memo", "deck", "summary"}


def test_a_chart_has_the_numbers_of_its_data_and_facts(tmp_path: Path) -> None:
    for rides in (12345, 13000):
        built(tmp_path, rides)
        (file,) = (tmp_path / "output").glob("*-deck.pptx")
        shapes = [
            shape for slide in Presentation(str(file)).slides for shape in slide.shapes if shape.has_chart
        ]
        charts = [shape.chart.plots[0] for shape in shapes]
        assert [(list(plot.categories), list(plot.series[0].values)) for plot in charts] == [
            (["2025", "2026"], [11000, rides]),
            (["Sundays", "Other days"], [26, 74]),
        ]
    assert "26%" in words(tmp_path, Product.DECK)


def test_the_manifest_has_the_hash_of_the_data_and_a_change_is_a_new_build(tmp_path: Path) -> None:
    built(tmp_path, 12345)
    (file,) = (tmp_path / "output").glob("*-manifest.json")
    was = json.loads(file.read_text())
    data = {"path": "rides.csv", "sha256": sha256((tmp_path / "rides.csv").read_bytes()).hexdigest()}
    assert was["brief"]["inputs"] == [data]
    assert "Up to date" in brief("build", "--unrestricted", cwd=tmp_path).stdout
    built(tmp_path, 13000)
    now = json.loads(file.read_text())
    assert now["content"] != was["content"]
    assert now["brief"]["sha256"] == was["brief"]["sha256"]


def test_an_edition_changes_only_with_the_numbers_that_it_has(tmp_path: Path) -> None:
    built(tmp_path, 12345, "--audience", "public")
    (file,) = (tmp_path / "output").glob("*-manifest.json")
    was = json.loads(file.read_text())["content"]
    (tmp_path / "brief.yaml").write_text(BRIEF.replace("98765", "98766"))
    assert brief("build", "--audience", "public", cwd=tmp_path).returncode == 0
    assert json.loads(file.read_text())["content"] == was
    assert all("98,76" not in words(tmp_path, product) for product in Product)
    assert b"98765" not in b"".join(one.read_bytes() for one in (tmp_path / "output").iterdir())


def test_every_number_has_its_origin(tmp_path: Path) -> None:
    built(tmp_path, 12345)
    shown = brief("trace", "--numbers", cwd=tmp_path).stdout.replace("\u00a0", " ")
    for line in (
        "title  (memo, deck, summary)",
        "  12.2%        growth = 12.2 % = change(before, riders); before = 11000 (rides.csv:2:6);"
        " riders = 12345 (rides.csv:3:6)",
        "  12,345       riders = 12345 (rides.csv:3:6); cites count",
        "  €98,765      costs = 98765 €",
        "  12           typed, with a source; cites count",
        "  11,000       rides.csv:2:6",
        "  2026         rides.csv:3:1",
        "18 numbers: 8 from facts, 8 from data files, 1 typed, with a source, 1 typed, without a source",
    ):
        assert f"{line}\n" in shown
    done = brief("trace", "--numbers", "brief.yaml", "--format", "json", cwd=tmp_path)
    found = json.loads(done.stdout)
    assert [one["number"] for one in found if one["path"] == "title"] == ["12.2%", "12,345"]
    share = next(one for one in found if one["fact"] == "share")
    assert (share["origin"], share["derivation"], share["path"]) == (
        "fact",
        ["share = 26 %"],
        "bottom_line.text",
    )
    assert share["locations"]["summary"]
    public = brief("trace", "--numbers", "--audience", "public", cwd=tmp_path).stdout
    assert "98,765" not in public
    assert brief("trace", "--numbers", "A1", cwd=tmp_path).returncode == 2


def test_a_fact_is_traced_to_its_places(tmp_path: Path) -> None:
    built(tmp_path, 12345)
    shown = brief("trace", "riders", cwd=tmp_path).stdout
    assert "facts[0]  (id riders)" in shown
    assert "The ferry carries 12,345 people." in shown
    assert "26%" in shown  # in a sentence with it
    assert "98,765" not in shown.replace("\u00a0", " ")


def test_the_numbers_of_a_brief_without_facts_are_typed(tmp_path: Path) -> None:
    (tmp_path / "brief.yaml").write_text(
        'title: "In 2031, 3 boats sail"\ndate: 2031-05-28\nbottom_line: A1 is not a number.\n'
        'sections: [{title: Why, arguments: [{claim: "The ferry is full."}]}]\n'
    )
    shown = brief("trace", "--numbers", cwd=tmp_path).stdout
    numbers = [line.split()[0] for line in shown.splitlines() if line.startswith("  ")]
    assert numbers == ["2031", "3", "28", "2031"]
    assert shown.endswith("4 numbers: 4 typed, without a source\n")


def test_numbers_that_are_shown_large_have_their_origin(tmp_path: Path) -> None:
    (tmp_path / "brief.yaml").write_text(
        "title: The ferry pays\nbottom_line: It pays.\nfacts: {share: {value: 79, unit: '%'}}\n"
        "key_figures: [{value: '{fact:share}', label: of all rides}, {value: 12, label: boats}]\n"
        "sections: [{title: Why, arguments: [{claim: The ferry is full., evidence: [\n"
        "  {text: of seats are taken, value: '{fact:share}', label: 2030,\n"
        "   compare: [{label: 2020, value: 50}]},\n"
        "  {text: boats sail, value: 4, unit: of 6}]}]}]\n"
    )
    done = brief("trace", "--numbers", "--format", "json", cwd=tmp_path)
    numbers = json.loads(done.stdout)
    found = {(one["path"].rpartition("ments[0].")[2], one["number"]): one["origin"] for one in numbers}
    assert found == {
        ("key_figures[0].value", "79"): "fact",
        ("key_figures[1].value", "12"): "typed",
        ("evidence[0].value", "79%"): "fact",
        ("evidence[0].value", "79"): "fact",
        ("evidence[0].value", "+29"): "builder",
        ("evidence[0].label", "2030"): "typed",
        ("evidence[0].compare[0].label", "2020"): "typed",
        ("evidence[0].compare[0].value", "50%"): "typed",
        ("evidence[1].value", "4"): "typed",
        ("evidence[1].unit", "6"): "typed",
    }


def test_what_is_wrong_in_a_data_file_is_shown_in_it(tmp_path: Path) -> None:
    built(tmp_path, 12345)
    (tmp_path / "rides.csv").write_text("year,riders\n2025,11000\n2026,many\n")
    done = brief("check", cwd=tmp_path)
    assert done.returncode == 1
    assert "rides.csv:3:6: error:" in done.stdout + done.stderr
    assert "2026,many" in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("start", "listed"),
    [
        ("", ["charts[0].rows", "55%", "made by the builder"]),
        ("start: 60, ", ["charts[0].start", "60%", "typed, without a source"]),
    ],
)
def test_where_an_axis_begins_is_a_number_too(start: str, listed: list[str], tmp_path: Path) -> None:
    rows = "rows: [{category: 2025, values: [71]}, {category: 2029, values: [62]}]"
    chart = f'charts: [{{kind: line, title: Use, unit: "%", {start}{rows}}}]\n'
    (tmp_path / "brief.yaml").write_text(TINY + chart, encoding="utf-8")
    shown = brief("trace", "--numbers", cwd=tmp_path).stdout.splitlines()
    at = next(index for index, line in enumerate(shown) if line.startswith(f"{listed[0]} "))
    assert shown[at + 1].split(maxsplit=1) == listed[1:]


def test_a_brief_without_numbers_says_so_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "brief.yaml").write_text(TINY.replace("2031", ""), encoding="utf-8")
    assert brief("trace", "--numbers", cwd=tmp_path).stdout == "no numbers\n"
