"""`brief watch` builds again when a template is saved."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import docx
import pptx
import pytest

from tests.support import slide_templates, word_templates
from tests.support.command import TINY


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C cannot be sent to one process there")
@pytest.mark.parametrize("folder", [".", "house"])
def test_a_saved_template_is_built_into_again(folder: str, tmp_path: Path) -> None:
    house = tmp_path / folder
    house.mkdir(exist_ok=True)
    deck, memo = house / "house.potx", house / "house.dotx"
    deck.write_bytes(slide_templates.localised())
    memo.write_bytes(word_templates.landscape())
    names = f"templates: {{deck: {folder}/house.potx, memo: {folder}/house.dotx}}\n"
    (tmp_path / "brief.yaml").write_text(TINY + names.replace("./", ""), encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "builder", "watch", "--only", "memo", "--only", "deck"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8"},
    )
    assert process.stdout is not None
    try:
        lines = iter(process.stdout.readline, "")

        def until(is_meant: Callable[[str], bool]) -> None:
            assert any(is_meant(line) for line in lines)

        until(lambda line: "watching" in line)
        deck.write_bytes(slide_templates.renamed())
        until(lambda line: "brief-deck.pptx" in line)
        made = pptx.Presentation(str(tmp_path / "output" / "brief-deck.pptx"))
        assert made.slides[0].slide_layout.name == "HS_01_Cover"
        memo.write_bytes(word_templates.a5())
        until(lambda line: "brief-memo.docx" in line)
        page = docx.Document(str(tmp_path / "output" / "brief-memo.docx")).sections[0]
        assert page.page_width is not None
        assert round(page.page_width.mm) == 148
        deck.write_bytes(b"no template")
        until(lambda line: "the files were left as they were" in line)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=20)
        process.stdout.close()
    assert process.returncode == 0
