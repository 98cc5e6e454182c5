"""Briefs and pictures with random bytes and parts changed: each builds or has problems."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from PIL import Image

from builder.brief.images import Picture, PictureFault, open_picture
from builder.outline.text import Product
from builder.pipeline.prepared import prepare
from builder.pipeline.products import lay_out
from builder.pipeline.request import Request
from builder.report.problems import BriefError
from tests.conftest import GOOD_BRIEFS, Effort, Tally
from tests.support.packages import saved

INPUTS = 40, 12_000  # changed briefs of each kind in every run, and in the campaign; half as many pictures
SEEDS = [path.read_bytes() for path in GOOD_BRIEFS]
ODD: tuple[bytes, ...] = (
    *(b"\x00", b"\xff", b"\xef\xbb\xbf", b"\t", b"\n", b"\r\n", b": ", b"- ", b"#", b"&a ", b"*a"),
    *(b"!!python/", b"'", b'"', b"{", b"}", b"[", b"]", b"|", b">", b"---\n", b"\\uD800", b"\xe2\x80\xae"),
    *(b"%YAML", b"9" * 400, b"1e999", b"null", b"2025-02-30", b"**", b"](https://", b"\xf0\x9f\x98\x80"),
)  # fmt: skip
VALUES: tuple[Any, ...] = (
    *(None, True, 0, -1, 1e300, "", " ", "x" * 5000, "\u202e", "=1+1", "<b>", [], {}, [[]]),
    *({"": ""}, ["x"] * 300, {"text": "x", "audience": ["nobody"]}, {"text": None}, "A\u0301" * 50),
)  # fmt: skip


def bytes_changed(data: bytes, chance: random.Random) -> bytes:
    """Return the bytes with up to eight stretches dropped, doubled, flipped or filled with what is odd."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(changed) + 1)
        length = min(chance.choice((1, 2, 8, 60, 600)), len(changed) - at)
        piece = bytes(changed[at : at + length])
        flipped = bytes(byte ^ 1 << chance.randrange(8) for byte in piece)
        changed[at : at + length] = chance.choice((b"", piece * 2, flipped, chance.choice(ODD) + piece))
    return bytes(changed)


def parts_changed(data: bytes, chance: random.Random) -> bytes:
    """Return the brief with up to six of its values replaced, dropped or put in each other's place."""
    tree = yaml.load(data, yaml.BaseLoader)
    for _ in range(chance.randint(1, 6)):
        node = tree
        while True:
            keys = list(node) if isinstance(node, dict) else list(range(len(node)))
            if not keys:
                break
            key = chance.choice(keys)
            if isinstance(node[key], dict | list) and node[key] and chance.random() < 0.8:
                node = node[key]
                continue
            match chance.randrange(4):
                case 0:
                    del node[key]
                case 1:
                    node[key] = node[chance.choice(keys)]
                case _:
                    node[key] = chance.choice(VALUES)
            break
    return yaml.safe_dump(tree, allow_unicode=True).encode()


@pytest.mark.parametrize("change", [bytes_changed, parts_changed])
def test_a_changed_brief_is_laid_out_or_has_problems(
    change: Callable[[bytes, random.Random], bytes], tmp_path: Path, effort: Effort, tally: Tally
) -> None:
    inputs = effort(*INPUTS)
    tally("fuzzed briefs", "laid out or refused", inputs)
    chance = random.Random(20311)
    file, reported = tmp_path / "brief.yaml", 0
    for number in range(inputs):
        file.write_bytes(change(chance.choice(SEEDS), chance))
        try:
            outline = prepare(Request(file)).outline
            if number % 10 == 0:
                for product in Product:
                    lay_out(outline, product)
        except BriefError as error:
            reported += bool(error.problems) and all(problem.message for problem in error.problems)
        else:
            reported += 1
    assert reported == inputs


def test_a_changed_picture_opens_or_is_refused(tmp_path: Path, effort: Effort, tally: Tally) -> None:
    inputs = effort(*INPUTS) // 2
    tally("fuzzed pictures", "opened or refused", inputs)
    chance = random.Random(20312)
    noise = Image.effect_noise((40, 30), 90).convert("RGB")
    seeds = [saved(noise, kind) for kind in ("PNG", "JPEG", "GIF", "TIFF", "WEBP", "BMP")]
    file = tmp_path / "picture.png"
    for _ in range(inputs):
        file.write_bytes(bytes_changed(chance.choice(seeds), chance))
        assert isinstance(open_picture(tmp_path, file.name), Picture | PictureFault)
