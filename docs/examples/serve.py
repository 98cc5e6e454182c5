"""Serves builds over HTTP; docs/library.md says how it is run and called."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from builder.api import BriefError, Problem, build

LARGEST = 1_000_000  # bytes of a brief


def problems(found: Sequence[Problem]) -> list[dict[str, object]]:
    return [{"path": one.path, "message": one.message, "hint": one.hint} for one in found]


def built(brief: bytes) -> Response:
    with TemporaryDirectory() as folder:  # nothing of one request is left for the next
        path, data = Path(folder, "brief.yaml"), io.BytesIO()
        path.write_bytes(brief)
        try:
            done = build(path, Path(folder, "output"))
        except BriefError as wrong:
            return JSONResponse({"problems": problems(wrong.problems)}, status_code=422)
        with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
            for file in (*(one.path for one in done.files), done.manifest):
                archive.write(file, file.name)
        return Response(data.getvalue(), media_type="application/zip")


async def endpoint(request: Request) -> Response:
    brief = b""
    async for part in request.stream():  # no longer than may be
        brief += part
        if len(brief) > LARGEST:
            return JSONResponse({"problems": [{"message": "the brief is too large"}]}, status_code=413)
    return await run_in_threadpool(built, brief)


app = Starlette(routes=[Route("/build", endpoint, methods=["POST"])])
