"""Serves the page on this machine alone, to whoever has its address with the random token in it."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from hmac import compare_digest
from pathlib import Path
from secrets import token_urlsafe
from tempfile import TemporaryDirectory
from typing import Any

import uvicorn
from msgspec.json import encode
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request as Asked
from starlette.responses import FileResponse, HTMLResponse, Response, StreamingResponse
from starlette.routing import Route

from builder.pipeline.request import Request
from builder.pipeline.watching import Stamp, saves, stamps
from builder.preview.live import Live
from builder.preview.page import ASSETS, POLICY, page, without
from builder.preview.view import Choice
from builder.theme.public import BUILT_IN

Application = Callable[[Any, Any, Any], Awaitable[None]]

HOST = "127.0.0.1"
HEADERS = {
    "Content-Security-Policy": f"{POLICY}; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_TYPES = {".css": "text/css", ".js": "text/javascript"}
_BEAT = 1.0  # seconds after which a page that hears nothing gets a sign of life
_FORBIDDEN, _MISSING = 403, 404


def serve(request: Request, choice: Choice, port: int, begun: Callable[[str], None]) -> None:
    """Serve the page until Ctrl-C; `begun` is called with its address. Raises `OSError` for a taken port."""
    with socket.socket() as listener, TemporaryDirectory(prefix="brief-") as folder:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((HOST, port))
        listener.listen()
        token, taken = token_urlsafe(24), listener.getsockname()[1]
        asyncio.run(_serve(request, choice, listener, f"{HOST}:{taken}", token, begun, Path(folder)))


async def _serve(
    request: Request,
    choice: Choice,
    listener: socket.socket,
    host: str,
    token: str,
    begun: Callable[[str], None],
    profile: Path,
) -> None:
    live, loop = Live(request, choice, profile), asyncio.get_running_loop()
    known = stamps(request.brief)
    threading.Thread(target=follow, args=(live, request.brief, known, loop), daemon=True).start()
    app = application(live, host, token, lambda: server.should_exit)
    config = uvicorn.Config(
        app,
        access_log=False,
        log_level="error",
        lifespan="off",
        server_header=False,
        timeout_graceful_shutdown=2,
    )
    server = uvicorn.Server(config)
    begun(f"http://{host}/{token}/")
    await server.serve(sockets=[listener])


def follow(live: Live, brief: Path, known: list[Stamp], loop: asyncio.AbstractEventLoop) -> None:
    """Tell the pages of every save, and when saves can no longer be noticed."""

    def tell(what: Callable[..., None], *about: object) -> None:
        with suppress(RuntimeError):  # after Ctrl-C nobody listens
            loop.call_soon_threadsafe(what, *about)

    try:
        for _ in saves(brief, known):
            tell(live.saved)
    except Exception as wrong:  # noqa: BLE001  # what ends this thread would be seen by nobody
        tell(live.lose, wrong)


def application(live: Live, host: str, token: str, ending: Callable[[], bool] = lambda: False) -> Application:
    """Return the application that serves a brief at an address with a token, to requests for that host."""

    async def whole(asked: Asked) -> Response:
        return HTMLResponse(page(await live.update(_choice(asked, live.first)), live=True))

    async def view(asked: Asked) -> Response:
        known = frozenset(asked.query_params.get("known", "").split(","))
        found = without(await live.update(_choice(asked, live.first)), known)
        return Response(encode(found), media_type="application/json")

    async def events(_: Asked) -> Response:
        return StreamingResponse(_events(live, ending), media_type="text/event-stream")

    async def look(asked: Asked) -> Response:
        return Response((await live.shown(_choice(asked, live.first))).look, media_type="text/css")

    async def font(asked: Asked) -> Response:
        file = live.font(asked.path_params["name"])
        if file is None:
            raise HTTPException(_MISSING)
        return FileResponse(file, headers={"Cache-Control": "private, max-age=3600"})

    async def paper(asked: Asked) -> Response:
        found = await live.paper(_choice(asked, live.first))
        return Response(encode(found), media_type="application/json")

    async def asset(asked: Asked) -> Response:
        name = asked.path_params["name"]
        file = next((each for each in ASSETS.iterdir() if each.name == name), None)
        if file is None:
            raise HTTPException(_MISSING)
        return Response(file.read_bytes(), media_type=_TYPES[file.suffix])

    ways = {
        "/": whole,
        "/view": view,
        "/events": events,
        "/look.css": look,
        "/paper": paper,
        "/fonts/{name}": font,
        "/{name}": asset,
    }
    routes = [Route(f"/{{token}}{path}", answer, methods=["GET"]) for path, answer in ways.items()]
    return guarded(Starlette(routes=routes), host, token)


def guarded(app: Application, host: str, token: str) -> Application:
    """Return an application that answers only who has the token, and no page of another address."""

    async def answer(scope: Any, receive: Any, send: Any) -> None:
        async def sending(message: Any) -> None:
            if message["type"] == "http.response.start":
                given = {name.decode().lower() for name, _ in message["headers"]}
                more = {name: value for name, value in HEADERS.items() if name.lower() not in given}
                message["headers"] += [(name.encode(), value.encode()) for name, value in more.items()]
            await send(message)

        refused = _refused(scope, host, token)
        await (Response(status_code=refused) if refused else app)(scope, receive, sending)

    return answer


def _refused(scope: Any, host: str, token: str) -> int:
    """Return the status with which a request is refused; 0 for one that is answered.

    A name that another page has led to this machine is not our host (DNS rebinding); a page of another
    address says so in `Origin` or `Sec-Fetch-Site`.
    """
    headers = {name.decode().lower(): value.decode("latin-1") for name, value in scope["headers"]}
    if headers.get("host") not in (host, host.replace(HOST, "localhost")):
        return _FORBIDDEN
    if headers.get("origin", f"http://{headers['host']}") != f"http://{headers['host']}":
        return _FORBIDDEN
    if headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
        return _FORBIDDEN
    given = f"{scope['path']}/".split("/")[1]  # the path may be `*`, which asks about the whole server
    return 0 if compare_digest(given.encode(), token.encode()) else _MISSING


def _choice(asked: Asked, first: Choice) -> Choice:
    given = asked.query_params
    theme = given.get("theme", first.theme)
    return Choice(given.get("audience", first.audience), theme if theme in BUILT_IN else "")


async def _events(live: Live, ending: Callable[[], bool]) -> AsyncIterator[bytes]:
    queue = live.join()
    try:
        while not ending():
            try:
                name, data = await asyncio.wait_for(queue.get(), _BEAT)
                yield b"event: %s\ndata: %s\n\n" % (name.encode(), data)
            except TimeoutError:
                yield b": here\n\n"
    finally:
        live.leave(queue)
