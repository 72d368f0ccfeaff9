"""The web application: routes, headers, and errors in one shape."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import structlog
from fastapi import Depends, FastAPI, Request, Response
from fastapi.responses import JSONResponse

import monitor
from monitor.errors import MonitorError, OwnedByFile, RegistryError, UsageError
from monitor.service.app import Service
from monitor.service.interactions import Interactions
from monitor.web import api, deciding, pages, pinned, reader, slack
from monitor.web.access import own_site
from monitor.web.body import BoundedBody

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}

# What an error of ours is over HTTP, the narrower kinds first.
STATUS = {OwnedByFile: 409, RegistryError: 404, UsageError: 422, MonitorError: 503}

log = structlog.get_logger()


def create_app(service: Service, interactions: Interactions) -> FastAPI:
    """The application for one service. It reads and writes through the service alone."""
    app = FastAPI(
        title="Model Deprecation Monitor",
        version=monitor.__version__,
        dependencies=[Depends(own_site)],
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
    )
    app.state.service = service
    app.state.interactions = interactions
    app.include_router(api.models)
    app.include_router(api.router)
    app.include_router(deciding.router)
    app.include_router(pages.router)
    app.include_router(pinned.router)
    app.include_router(reader.router)
    app.include_router(slack.router)
    app.add_exception_handler(MonitorError, _refused)
    app.add_exception_handler(Exception, _broken)
    app.middleware("http")(_with_headers)
    app.add_middleware(BoundedBody, headers=HEADERS)
    return app


async def _with_headers(request: Request, go_on: Callable[[Request], Awaitable[Response]]) -> Response:
    response = await go_on(request)
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)  # a page may have its own policy
    return response


def _refused(_: Request, error: Exception) -> JSONResponse:
    status = next(code for kind, code in STATUS.items() if isinstance(error, kind))
    return JSONResponse({"detail": str(error)}, status)


def _broken(request: Request, error: Exception) -> JSONResponse:
    log.error("a request failed", path=request.url.path, error=type(error).__name__)
    return JSONResponse({"detail": "a defect in this program; its log says more"}, 500, headers=HEADERS)
