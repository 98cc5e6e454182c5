"""Hostile surroundings: variables, streams, folders, names and rights that are not as they usually are."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from tests.corpora.hostile.case import (
    BRIEF,
    IS_LINUX,
    Arrange,
    Case,
    Expected,
    Setting,
    builds,
    refused,
    wrong_usage,
)

IS_POSIX = os.name == "posix"
BUILD, CHECK = ("build",), ("check",)
FINE = builds("The ferry")
SPOILT = BRIEF.replace("claim:", "clam:")
UNREAD = refused("file-readable")


def variables(name: str, expected: Expected = FINE, brief: str = BRIEF, **values: str) -> Case:
    """A run of its own with these variables."""
    return Case(
        f"variable-{name}", expected, brief, commands=(BUILD,), setting=Setting(values, fresh=True),
        has_position=False,
    )  # fmt: skip


def command(
    name: str, expected: Expected, *arguments: str, arrange: Arrange | None = None, brief: str | None = BRIEF,
    setting: Setting | None = None, is_possible: bool = True, makes_all: bool = True,
) -> Case:  # fmt: skip
    """A run with these arguments."""
    return Case(
        name, expected, brief, arrange, (arguments,), setting or Setting(), has_position=False,
        makes_all=makes_all, is_possible=is_possible,
    )  # fmt: skip


def streams(name: str, expected: Expected, *arguments: str, brief: str = BRIEF, **setting: Any) -> Case:
    """A run of its own with other standard streams."""
    return command(
        name, expected, *arguments, brief=brief, setting=Setting(fresh=True, **setting), is_possible=IS_LINUX
    )


VARIABLES = (
    *(
        variables(f"date-{name}", refused("source-date-epoch", prints="SOURCE_DATE_EPOCH"), SOURCE_DATE_EPOCH=value)
        for name, value in {
            "word": "yesterday", "negative": "-5", "fraction": "1.5", "power": "4e9", "space": " 1", "before-1980": "0",
            "after-2107": "99999999999", "of-5000-digits": "9" * 5000, "arabic": "١٢٣٤٥٦٧٨٩٠", "plus": "+1234567890",
            "hexadecimal": "0x5f5e1000", "line-end": "1234567890\n",
        }.items()
    ),
    variables("date-empty", SOURCE_DATE_EPOCH=""),
    variables("date-first", SOURCE_DATE_EPOCH="315532800"),
    variables("locale-unknown", LC_ALL="xx_YY.nothing", LANG="tlh"),
    variables("locale-c", brief=BRIEF.replace("ferry", "fährę"), expected=builds("The fährę"), LC_ALL="C", PYTHONCOERCECLOCALE="0", PYTHONUTF8="0"),
    variables("locale-posix-with-a-fault", refused(prints="error"), SPOILT.replace("ferry", "日本👩"), LC_ALL="POSIX", PYTHONCOERCECLOCALE="0", PYTHONUTF8="0"),
    variables("output-ascii-with-a-fault", refused(prints="error"), SPOILT.replace("ferry", "日本👩"), PYTHONIOENCODING="ascii"),
    variables("output-strict-with-a-fault", refused(prints="error"), SPOILT.replace("ferry", "日本👩"), PYTHONIOENCODING="latin-1:strict"),
    variables("output-utf-16", PYTHONIOENCODING="utf-16", expected=builds()),
    variables("utf-8-mode", PYTHONUTF8="1"),
    variables("no-colour", NO_COLOR="1", FORCE_COLOR="1"),
    variables("terminal-dumb", TERM="dumb"),
    variables("terminal-unknown", TERM="x" * 2000),
    variables("terminal-of-no-columns", COLUMNS="0", LINES="0"),
    variables("terminal-of-junk-columns", COLUMNS="wide", LINES="-1"),
    variables("no-home", HOME="{unset}"),
    variables("home-missing", HOME="/nowhere/at/all", XDG_CONFIG_HOME="/nowhere", XDG_CACHE_HOME="/nowhere"),
    variables("no-path", PATH="{unset}"),
    variables("temporary-folder-missing", TMPDIR="/nowhere", TEMP="/nowhere", TMP="/nowhere"),
    variables("temporary-folder-a-file", TMPDIR="{home}/brief.yaml"),
    variables("time-zone-junk", TZ="\x01/../../etc/passwd"),
    variables("time-zone-file", TZ=":/etc/passwd"),
    variables("warnings-as-errors", PYTHONWARNINGS="error"),
    variables("optimised", PYTHONOPTIMIZE="2"),
    variables("development-mode", PYTHONDEVMODE="1"),
    variables("hash-seed-0", PYTHONHASHSEED="0"),
    variables("deep-recursion-refused", PYTHONFAULTHANDLER="1"),
    variables("digits-limit-off", PYTHONINTMAXSTRDIGITS="0"),
    variables("click-settings", BRIEF_BUILD_OUT="/nowhere", BRIEF_STRICT="1"),
    variables("proxies", HTTP_PROXY="http://x.invalid:1", https_proxy="http://x.invalid:1"),
    variables("thousands", expected=FINE, brief=BRIEF, **{f"X{n}": "y" * 100 for n in range(1000)}),
)  # fmt: skip

STREAMS = (
    streams("output-closed", builds(), "build", closed=(1,)),
    streams("output-closed-with-a-fault", refused(), "check", brief=SPOILT, closed=(1,)),
    streams("errors-closed", builds(), "build", closed=(2,)),
    streams("errors-closed-with-a-fault", Expected(1), "build", brief=SPOILT, closed=(2,)),
    streams("all-closed", builds(), "build", closed=(0, 1, 2)),
    streams("all-closed-with-a-fault", Expected(1), "build", brief=SPOILT, closed=(0, 1, 2)),
    streams("input-closed", builds(), "build", closed=(0,)),
    streams("output-full", Expected(1), "check", streams={1: "/dev/full"}),
    streams("output-full-with-a-fault", refused(), "check", brief=SPOILT, streams={1: "/dev/full"}),
    streams("output-full-with-a-fault-as-json", Expected(1), "check", "--format", "json", brief=SPOILT, streams={1: "/dev/full"}),
    streams("errors-full-with-a-fault", Expected(1), "build", brief=SPOILT, streams={2: "/dev/full"}),
    streams("output-full-schema", Expected(1), "schema", streams={1: "/dev/full"}),
    streams("output-full-help", Expected(1), "--help", streams={1: "/dev/full"}),
)  # fmt: skip


def named(name: str | bytes) -> Arrange:
    """Arrange a brief of this name."""

    def arrange(folder: Path) -> None:
        path = os.path.join(os.fsencode(folder), os.fsencode(name))  # noqa: PTH118 - the name may be no text
        with open(path, "wb") as file:  # noqa: PTH123
            file.write(BRIEF.encode())

    return arrange


def trapped(folder: Path) -> None:
    """Arrange modules of the names of libraries that report when they are run."""
    names = (
        "sitecustomize",
        "usercustomize",
        "yaml",
        "docx",
        "reportlab_settings",
        "reportlab_mods",
        "builder",
    )
    for name in names:
        trap = f"import pathlib\npathlib.Path(r'{folder}', '{name}.sprung').touch()\n"
        (folder / f"{name}.py").write_text(trap, encoding="utf-8")


def moved(folder: Path) -> None:
    """Arrange a brief elsewhere, and a link to it."""
    (folder / "elsewhere").mkdir()
    (folder / "brief.yaml").rename(folder / "elsewhere" / "own.yaml")
    (folder / "brief.yaml").symlink_to("elsewhere/own.yaml")


def shut(folder: Path) -> None:
    """Arrange a folder that cannot be entered."""
    (folder / "shut").mkdir()
    (folder / "shut" / "brief.yaml").write_text(BRIEF, encoding="utf-8")
    (folder / "shut").chmod(0)


PLACES = (
    command("modules-beside-the-brief", FINE, "build", arrange=trapped, setting=Setting(fresh=True)),
    command("brief-by-a-link", FINE, "build", arrange=moved, is_possible=IS_POSIX),
    command("brief-by-a-link-in-a-circle", UNREAD, "check", "--format", "json", brief=None, arrange=lambda folder: (folder / "brief.yaml").symlink_to("brief.yaml"), is_possible=IS_POSIX),
    command("brief-by-a-link-to-nothing", UNREAD, "check", "--format", "json", brief=None, arrange=lambda folder: (folder / "brief.yaml").symlink_to("nothing"), is_possible=IS_POSIX),
    command("brief-a-pipe", UNREAD, "check", "--format", "json", brief=None, arrange=lambda folder: os.mkfifo(folder / "brief.yaml"), is_possible=IS_POSIX),
    command("brief-a-folder", UNREAD, "check", "--format", "json", brief=None, arrange=lambda folder: (folder / "brief.yaml").mkdir()),
    command("brief-missing", UNREAD, "check", "--format", "json", brief=None),
    command("brief-unreadable", UNREAD, "check", "--format", "json", arrange=lambda folder: (folder / "brief.yaml").chmod(0), setting=Setting(unprivileged=True), is_possible=IS_LINUX),
    command("brief-in-a-shut-folder", UNREAD, "check", "--format", "json", "shut/brief.yaml", arrange=shut, setting=Setting(unprivileged=True), is_possible=IS_LINUX),
    command("brief-of-zeros", UNREAD, "check", "--format", "json", "/dev/zero", is_possible=IS_POSIX),
    command("brief-of-nothing", UNREAD, "check", "--format", "json", os.devnull, is_possible=IS_POSIX),
    command("brief-a-terminal", UNREAD, "check", "--format", "json", "/dev/tty", is_possible=IS_LINUX),
    command("brief-from-input-that-is-a-device", UNREAD, "check", "--format", "json", "/dev/stdin", is_possible=IS_LINUX),
    command("brief-from-input-that-is-a-file", FINE, "build", "/dev/stdin", setting=Setting(streams={0: "{home}/brief.yaml"}), is_possible=IS_LINUX),
    command("brief-of-no-name", FINE, "build", "--format", "json", ""),
    command("brief-below-a-file", UNREAD, "check", "--format", "json", "brief.yaml/brief.yaml"),
    command("brief-with-a-path-of-5000-letters", UNREAD, "check", "--format", "json", "a/" * 2500),
    command("brief-with-a-name-of-300-letters", UNREAD, "check", "--format", "json", "a" * 300),
    command("brief-named-like-an-option", wrong_usage("No such option"), "build", "-rf.yaml", arrange=named("-rf.yaml")),
    command("brief-named-like-an-option-after-dashes", FINE, "build", "--", "-rf.yaml", arrange=named("-rf.yaml"), brief=None),
    command("brief-named-with-spaces", FINE, "build", " a  b .yaml", arrange=named(" a  b .yaml"), brief=None),
    command("brief-named-with-a-line-end", FINE, "build", "a\nb.yaml", arrange=named("a\nb.yaml"), brief=None, is_possible=IS_POSIX),
    command("brief-named-with-an-escape", refused(prints="error"), "check", "a\x1b[31mb.yaml", brief=None, is_possible=IS_POSIX),
    command("brief-named-with-emoji", FINE, "build", "👩‍👧.yaml", arrange=named("👩‍👧.yaml"), brief=None),
    command("brief-named-in-no-encoding", FINE, "build", "a\udcffb.yaml", arrange=named(b"a\xffb.yaml"), brief=None, is_possible=IS_LINUX),
    command("brief-named-in-no-encoding-with-a-fault", refused(prints="error"), "check", "a\udcffb.yaml", brief=None, is_possible=IS_LINUX),
    command("brief-named-in-no-encoding-as-json", UNREAD, "check", "--format", "json", "a\udcffb.yaml", brief=None, is_possible=IS_LINUX),
    command("brief-named-in-no-encoding-as-sarif", refused(prints="file-readable"), "check", "--format", "sarif", "a\udcffb.yaml", brief=None, is_possible=IS_LINUX),
    command("brief-named-in-no-encoding-for-github", Expected(1, prints=("::error file=",)), "check", "--format", "github", "a\udcff,b:c%.yaml", brief=None, is_possible=IS_LINUX),
    command("brief-named-with-dots-alone", FINE, "build", "....yaml", arrange=named("....yaml"), brief=None),
    command("brief-named-without-letters", FINE, "build", "日本.yaml", arrange=named("日本.yaml"), brief=None),
    command("brief-by-a-url", UNREAD, "check", "--format", "json", "https://example.org/brief.yaml"),
    command("briefs-that-repeat", Expected(1), "check", *["brief.yaml"] * 50, brief=SPOILT),
    command("working-folder-removed", refused(prints="error"), "check", arrange=lambda folder: (folder / "gone").mkdir(), setting=Setting(cwd="gone", removes_cwd=True), is_possible=IS_LINUX),
    command("working-folder-removed-while-building", refused(prints="error"), "build", arrange=lambda folder: (folder / "gone").mkdir(), setting=Setting(cwd="gone", removes_cwd=True), is_possible=IS_LINUX),
    command("working-folder-removed-and-brief-by-its-path", refused(prints="was removed"), "check", "{home}/brief.yaml", arrange=lambda folder: (folder / "gone").mkdir(), setting=Setting(cwd="gone", removes_cwd=True), is_possible=IS_LINUX),
    command("working-folder-of-another", FINE, "build", "{home}/brief.yaml", "--out", "{home}/output", arrange=lambda folder: (folder / "own").mkdir(), setting=Setting(cwd="own")),
    command("output-a-file", refused(prints="hint"), "build", arrange=lambda folder: (folder / "output").write_text("x", encoding="utf-8")),
    command("output-below-a-file", refused(prints="hint"), "build", "--out", "brief.yaml/output"),
    command("output-a-link-to-nothing", refused(prints="hint"), "build", arrange=lambda folder: (folder / "output").symlink_to("nothing/below"), is_possible=IS_POSIX),
    command("output-of-5000-letters", refused(prints="hint"), "build", "--out", "output/" + "a" * 5000),
    command("output-in-the-system", refused(prints="hint"), "build", "--out", "/proc/none", is_possible=IS_LINUX),
    command("target-a-folder", refused(prints="hint"), "build", arrange=lambda folder: (folder / "output" / "brief-memo.docx").mkdir(parents=True)),
    command("option-unknown", wrong_usage("No such option"), "build", "--frobnicate"),
    command("command-unknown", wrong_usage("No such command"), "frobnicate"),
    command("command-of-no-name", wrong_usage("No such command"), ""),
    command("product-unknown", wrong_usage("is not one of memo, deck, summary"), "build", "--only", "poster"),
    command("product-of-no-name", wrong_usage("name at least one"), "build", "--only", ","),
    command("form-unknown", wrong_usage("is not one of"), "check", "--format", "xml"),
    command("audience-of-another-brief", refused(prints="error"), "build", "--audience", "press"),
    command("arguments-of-junk", wrong_usage("unexpected extra argument"), "build", "brief.yaml", "\udcff\udcfe", "\x1b[31m"),
    command("a-hundred-thousand-letters-as-an-option", wrong_usage("No such option"), "build", "--" + "x" * 100_000),
)  # fmt: skip
