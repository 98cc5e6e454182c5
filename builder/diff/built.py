"""Reads versions that were built: memos, decks, and bundles of final copies."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import unescape
from pathlib import Path

from msgspec import Struct
from msgspec.structs import astuple, replace

from builder.audit.content import Unreadable
from builder.brief import UNRESTRICTED
from builder.brief.load import Loaded
from builder.brief.model import Brief
from builder.diff.said import brief_of
from builder.languages.language import language_for
from builder.manifest.form import Edition
from builder.outline.text import Product
from builder.pipeline.building import bytes_of, file_problem
from builder.pipeline.request import Request
from builder.pull.deck import charts_in, read_deck
from builder.pull.findings import compare_file, is_alike
from builder.pull.home import snapshot_now
from builder.pull.paragraphs import Said
from builder.pull.snapshot import Snapshot, opened, product_of, snapshot_of
from builder.pull.word import read_memo
from builder.release.archive import unpack
from builder.release.verify import verify_file
from builder.report.problems import BriefError
from builder.words.signs import plain

ENDINGS = (".docx", ".pptx", ".zip")
_HINT = "name a memo or deck that was built from a brief, or a bundle of `brief release`"
_SOURCE = re.compile(r"sources\[(\d+)\]")
_CITED = re.compile(r"(\[|;\s)(\d+)")  # the number of a source in a reference
_PARTS = re.compile(" · |: ?|：")  # between fixed words of one paragraph
_MARK = re.compile("^[\u00b9\u00b2\u00b3\u2070-\u2079]+ ")  # of a note
_VERSION = re.compile(r"<cp:version>([^<]*)</cp:version>")
_SENSELESS = (Unreadable, LookupError, ValueError, TypeError, AttributeError, RecursionError)


class Built(Struct, frozen=True):
    """A memo or deck: what it says, and what it said when it was built, where it knows that itself.

    `audience` is that of the edition, `date` the date of its brief, where a manifest names them.
    """

    path: Path
    product: Product
    data: bytes
    said: Said
    charts: frozenset[str]
    snapshot: Snapshot | None
    version: str
    audience: str | None = None
    date: str | None = None


Texts = dict[str, dict[str, str]]  # of each path, by their slots


class Shown(Struct, frozen=True):
    """A version as a file shows it: its fields, and paragraphs of none with the path of the field before."""

    texts: Texts
    language: str
    version: str | None
    loose: tuple[tuple[str, str], ...] = ()
    missing: tuple[int, ...] = ()  # indices of sources that it does not have; the numbers of others are lower

    @property
    def brief(self) -> Brief:
        """What is shown, as a brief."""
        found = brief_of(self.texts, self.language)
        return replace(found, language=self.language, version=self.version)

    @property
    def sources(self) -> dict[str, str]:
        """The words of each source by its number."""
        found = ((_SOURCE.fullmatch(path), words) for path, words in self.texts.items())
        indices = {int(match[1]): " ".join(words.values()) for match, words in found if match}
        return {str(n + 1 - sum(one < n for one in self.missing)): words for n, words in indices.items()}

    def numbered(self, numbers: Mapping[str, str]) -> Shown:
        """Return the same with other numbers of sources in its references."""
        texts = {
            path: {
                slot: _CITED.sub(lambda one: one[1] + numbers.get(one[2], one[2]), said)
                for slot, said in words.items()
            }
            if path.endswith("refs")
            else words
            for path, words in self.texts.items()
        }
        return replace(self, texts=texts)


def read_built(path: Path) -> Built:
    """Return a file that was built, of a bundle its memo, or else its deck; raises `BriefError`."""
    if path.suffix.lower() != ".zip":
        return _read(path, bytes_of(path) or b"")
    verdict = verify_file(path)
    if verdict.problems or verdict.manifest is None:
        raise BriefError(verdict.problems)
    manifest, files = verdict.manifest, unpack(path.read_bytes()).files
    for product in (Product.MEMO, Product.DECK):
        if (entry := manifest.product(product.value)) is not None:
            found = _read(path, bytes(files[entry.file]))
            return replace(found, audience=manifest.audience, date=manifest.date)
    raise _unreadable(path, "has neither memo nor deck")


def _read(path: Path, data: bytes) -> Built:
    try:
        package = opened(data)
        product, snapshot = product_of(package), snapshot_of(package)
        is_deck = product is Product.DECK
        said = read_deck(package) if is_deck else read_memo(package, lambda _: True)
        charts = frozenset(charts_in(package) if is_deck else ())
        about = package.xml("docProps/core.xml").decode("utf-8", "replace")
    except _SENSELESS as error:
        reason = str(error) if isinstance(error, Unreadable) else "has a part that makes no sense"
        raise _unreadable(path, reason) from None
    version = _VERSION.search(about)
    return Built(path, product, data, said, charts, snapshot, unescape(version[1]) if version else "")


def _unreadable(path: Path, reason: str) -> BriefError:
    return BriefError([file_problem("files-readable", path, reason, _HINT)])


def shown(built: Built, key: Callable[[], Loaded]) -> Shown:
    """Return what a file says, by its snapshot, or else by the words of the brief that `key` returns.

    Raises `BriefError` if that brief is needed and has errors, or shares hardly any words with the file.
    """
    version = built.version or None
    if built.snapshot is not None:
        return Shown(_whole(built.snapshot.texts(), built.product), built.snapshot.language, version)
    base = snapshot_of_brief(key(), built)
    if not is_alike(base, built.said):
        message = f"has hardly any words of the brief `{base.id}`, by which its fields are told apart"
        hint = "name its brief as the other version, or compare a working copy, which knows its fields"
        raise BriefError([file_problem("files-from-this-brief", built.path, message, hint)])
    found = compare_file(base, built.said, set(built.charts))
    texts = base.texts()
    for edit in found.edits:
        texts[edit.path] = {**texts.get(edit.path, {}), edit.slot: _MARK.sub("", edit.now)}
    loose: dict[str, str] = {}
    fixed = _fixed(base.language) | {plain(one) for each in texts.values() for one in each.values()}
    for left in found.left:
        if left.kind == "gone":
            _drop(texts, left.item or left.path)
        elif left.kind == "retyped":
            texts[left.path] = {"": left.text.rpartition(" → ")[2]}
        elif left.kind == "new" and not fixed.issuperset(_PARTS.split(left.text)):
            loose.setdefault(left.text, left.path)
    dropped = (_SOURCE.fullmatch(path) for path in base.texts() if path not in texts)
    missing = tuple(int(match[1]) for match in dropped if match)
    paragraphs = tuple((path, text) for text, path in loose.items())
    return Shown(_whole(texts, built.product), base.language, version, paragraphs, missing)


def _fixed(language: str) -> frozenset[str]:
    """Return the words of a language that no brief supplies."""
    labels = language_for(language).labels
    return frozenset(plain(one) for one in astuple(labels) if isinstance(one, str))


def snapshot_of_brief(loaded: Loaded, built: Built) -> Snapshot:
    """Return what the same product says of a brief, for the same readers."""
    audience = built.audience if loaded.brief.audiences else None
    request = Request(
        loaded.path, edition=Edition(audience or (UNRESTRICTED if loaded.brief.audiences else None))
    )
    return snapshot_now(request, loaded, built.product)


def _drop(texts: dict[str, dict[str, str]], path: str) -> None:
    """Remove a field, or a part with all that is in it."""
    for each in [one for one in texts if one == path or one.startswith((f"{path}.", f"{path}["))]:
        del texts[each]


def _whole(texts: Texts, product: Product) -> Texts:
    """Return the texts of fields that files of a kind show whole.

    Status and date share a line with others; the source lines of slides cite for all that is on them, and
    programs set the words of native charts.
    """
    merged = re.compile(r"status|date|charts\b.*|.*\brefs" if product is Product.DECK else r"status|date")
    return {path: words for path, words in texts.items() if not merged.fullmatch(path)}


def refuse_other(built: Built, base: Snapshot) -> None:
    """Raise `BriefError` if a working copy was built from another brief than the version beside it."""
    if built.snapshot is not None and not built.snapshot.is_of(base.id, base.title):
        hint = f"name its own brief: brief diff {built.path.as_posix()} BRIEF"
        raise BriefError([file_problem("files-from-this-brief", built.path, built.snapshot.as_other, hint)])


def as_shown(loaded: Loaded, built: Built) -> Shown:
    """Return a brief as such a file shows it; raises `BriefError` if that was built from another one."""
    found = snapshot_of_brief(loaded, built)
    refuse_other(built, found)
    return Shown(_whole(found.texts(), built.product), found.language, loaded.brief.version)
