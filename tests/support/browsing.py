"""Opens the preview in Chromium, for its tests and for the pictures of the documentation.

`python -m tests.support.browsing` writes these pictures; it wants Playwright and Chromium.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from signal import SIGINT
from typing import Any

from PIL import Image

ROOT = Path(__file__).parents[2]
BRIEF = ROOT / "docs" / "gallery" / "swimming.yaml"
CLAIM = "sections[0].arguments[0].claim"


@contextmanager
def opened() -> Iterator[Any]:
    """Yield the browser that is installed on this machine, with nothing of its own open."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield browser
        browser.close()


@contextmanager
def shown_at(brief: Path) -> Iterator[str]:
    """Yield the address at which `brief preview` shows a brief."""
    program = [sys.executable, "-u", "-m", "builder", "preview", brief.name]
    with subprocess.Popen(program, cwd=brief.parent, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        try:
            yield re.findall(r"http\S+", running.stdout.readline())[0]
        finally:
            running.send_signal(SIGINT)


def main() -> None:
    """Write the pictures of the preview: as it opens, a text that was clicked, and a brief with an error."""
    with tempfile.TemporaryDirectory() as name:
        folder = shutil.copytree(BRIEF.parent, Path(name) / "briefs")
        brief = folder / BRIEF.name
        with opened() as browser, shown_at(brief) as address:
            page = browser.new_page(viewport={"width": 1560, "height": 900})
            page.goto(address)
            page.wait_for_selector("#verdict.good, #verdict.warn", timeout=60_000)
            page.locator(f'#deck svg [data-path="{CLAIM}"]').first.click()
            page.locator("#picked button").nth(1).click()
            page.wait_for_timeout(300)
            _shoot(page, ROOT / "assets" / "preview.png")
            page.keyboard.press("Escape")
            page.keyboard.press("d")
            page.keyboard.press("1")
            text = brief.read_text("utf-8")
            brief.write_text(text.replace("claim:", "clam:", 1), encoding="utf-8")
            page.wait_for_selector("#problems li.error", timeout=60_000)
            page.click("#problems button >> nth=0")
            page.wait_for_timeout(2000)
            _shoot(page, ROOT / "docs" / "preview" / "error.png")


def _shoot(page: Any, path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    with tempfile.NamedTemporaryFile(suffix=".png") as file:
        page.screenshot(path=file.name)
        Image.open(file.name).convert("RGB").quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)


if __name__ == "__main__":
    main()
