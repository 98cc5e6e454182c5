"""Keeps what the page shows in step with the brief: looks again after a save, and has the audit judge it."""

from __future__ import annotations

import asyncio
import gc
import logging
from functools import partial
from pathlib import Path
from typing import NamedTuple

from msgspec.json import encode
from msgspec.structs import replace

from builder.pipeline.rendering import office
from builder.pipeline.request import Request
from builder.preview.look import fonts, look_of
from builder.preview.page import Update, update
from builder.preview.paper import Paper, photographed
from builder.preview.view import (
    WHOLE,
    Choice,
    Judged,
    Pictures,
    Seen,
    Verdict,
    failed,
    judge,
    look_at,
    verdict,
)
from builder.theme.theme import DEFAULT

_LONGEST = 200  # characters of a failure on the page
_PAUSE = 0.4  # seconds without a save before the audit begins: the browser has the machine first

Event = tuple[str, bytes]  # its name, and its data in JSON


class Shown(NamedTuple):
    """What is shown of the brief for one choice; its `pictures` may be of an earlier state."""

    revision: int
    seen: Seen
    pictures: Pictures | None
    look: str
    fonts: dict[str, Path]

    @property
    def stale(self) -> bool:
        """Whether errors keep the present state from being shown."""
        return self.seen.view.pictures is None


class Live:
    """A brief that is being written, in all the ways in which it is looked at. It lives in one event loop."""

    def __init__(self, request: Request, first: Choice = WHOLE, profile: Path | None = None) -> None:
        self.first = first
        self.revision = 1
        self._request = request
        self._shown: dict[Choice, Shown] = {}
        self._verdicts: dict[Choice, Verdict] = {}  # of this revision
        self._memos: dict[Choice, tuple[int, bytes]] = {}  # with their revisions
        self._profile = profile if office() else None  # of LibreOffice
        self._lost = ""  # why saves are no longer noticed
        self._looking, self._judging, self._printing = asyncio.Lock(), asyncio.Lock(), asyncio.Lock()
        self._readers: set[asyncio.Queue[Event]] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    def saved(self) -> None:
        """Note that the brief was saved, and tell the pages."""
        self.revision += 1
        self._verdicts.clear()
        self._tell(self._changed)

    def lose(self, wrong: Exception) -> None:
        """Tell the pages that saves are no longer noticed, and why."""
        self._lost = f"Saves are no longer noticed ({_named(wrong)}); start the preview again"
        self._tell(self._stopped)

    def join(self) -> asyncio.Queue[Event]:
        """Return where a page hears what happens, from what it may have missed on."""
        queue: asyncio.Queue[Event] = asyncio.Queue()
        queue.put_nowait(self._changed)
        for choice in self._verdicts:
            queue.put_nowait(self._judged(choice))
        if self._lost:
            queue.put_nowait(self._stopped)
        self._readers.add(queue)
        return queue

    def leave(self, queue: asyncio.Queue[Event]) -> None:
        """Forget a page that was closed."""
        self._readers.discard(queue)

    async def shown(self, choice: Choice) -> Shown:
        """Return what is shown of the brief as it is now; a save meanwhile is for the next time."""
        async with self._looking:
            found = self._shown.get(choice)
            if found is None or found.revision != self.revision:
                revision = self.revision
                seen = await asyncio.to_thread(self._look, choice)
                found = self._shown[choice] = _shown(revision, seen, found)
        if choice not in self._verdicts:
            task = asyncio.create_task(self._judge(choice, found))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return found

    def font(self, name: str) -> Path | None:
        """Return the file of a typeface that something shown is set in."""
        return next((shown.fonts[name] for shown in self._shown.values() if name in shown.fonts), None)

    async def update(self, choice: Choice) -> Update:
        """Return what the page shows of the brief as it is now."""
        shown = await self.shown(choice)
        view = replace(shown.seen.view, pictures=shown.pictures)
        judged = self._verdicts.get(choice)
        paged = self._profile is not None
        return update(view, shown.revision, shown.look, stale=shown.stale, verdict=judged, paged=paged)

    async def paper(self, choice: Choice) -> Paper:
        """Return the pages of the memo that was made last."""
        async with self._printing:
            if self._profile is None or choice not in self._memos:
                return Paper(0)
            revision, memo = self._memos[choice]
            return await asyncio.to_thread(photographed, revision, memo, self._profile)

    def _look(self, choice: Choice) -> Seen:
        """Return what is seen of the brief; a failure of the builder is a problem like others."""
        try:
            return look_at(self._request, choice)
        except Exception as wrong:  # noqa: BLE001  # the next save may fix it
            _note("the pages cannot be made", wrong)
            return failed(self._request, choice, f"the pages cannot be made: {_named(wrong)}")

    async def _judge(self, choice: Choice, shown: Shown) -> None:
        """Have the audit judge what is shown, one state after the other; one that is over is left out."""
        await asyncio.sleep(_PAUSE)
        gc.collect()  # while nobody waits: the command line has turned the collector off
        prepared = shown.seen.prepared
        if prepared is None or any(problem.is_error for problem in shown.seen.problems):
            return
        async with self._judging:
            if shown.revision != self.revision or choice in self._verdicts:
                return
            job = partial(judge, prepared.outline, prepared.theme)
            try:
                found = await asyncio.to_thread(_make, self._request, job)
                said = verdict(prepared, found)
            except Exception as wrong:  # noqa: BLE001  # the page would wait for ever
                _note("the files cannot be made", wrong)
                found = None
                said = Verdict(same=False, problems=shown.seen.view.problems, failure=_named(wrong))
            if shown.revision == self.revision:
                self._verdicts[choice] = said
                if found is not None:
                    self._memos[choice] = shown.revision, found.memo
                self._tell(self._judged(choice))

    def _tell(self, event: Event) -> None:
        for queue in self._readers:
            queue.put_nowait(event)

    @property
    def _changed(self) -> Event:
        return "changed", encode({"revision": self.revision})

    @property
    def _stopped(self) -> Event:
        return "stopped", encode({"message": self._lost})

    def _judged(self, choice: Choice) -> Event:
        said = {"revision": self.revision, "choice": choice, "verdict": self._verdicts[choice]}
        return "verdict", encode(said)


def _named(wrong: Exception) -> str:
    words = f"{type(wrong).__name__}: {wrong}".rstrip(": ")
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]} …"


def _note(message: str, wrong: Exception) -> None:
    """Say on the terminal where the builder failed, so that it can be reported."""
    logging.getLogger("builder").error(message, exc_info=wrong)


def _make(request: Request, job: partial[Judged]) -> Judged:
    """Do the job of the audit, in the second process if there is one."""
    return next(request.worker.start([job])) if request.worker else job()


def _shown(revision: int, seen: Seen, before: Shown | None) -> Shown:
    """Return what is shown of a state, with the pictures of the one before where it has none."""
    pictures = seen.view.pictures
    if pictures is None:
        kept = before or Shown(revision, seen, None, look_of((), DEFAULT), fonts((), DEFAULT))
        return kept._replace(revision=revision, seen=seen)
    theme = seen.prepared.theme if seen.prepared else DEFAULT
    look = look_of(pictures.faces, theme, pictures.marking)
    return Shown(revision, seen, pictures, look, fonts(pictures.faces, theme))
