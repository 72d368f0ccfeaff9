"""The web server, beside the scheduler in one process."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI

from monitor.errors import ConfigError
from monitor.service.app import Service
from monitor.service.interactions import Interactions
from monitor.web.app import create_app

LONGEST_STOP = 10  # seconds that requests under way may take when the process ends


@contextmanager
def serving(service: Service) -> Iterator[str]:
    """Serve until the block ends; gives the address. Requests under way are finished.

    Raises:
        ConfigError: the address cannot be listened on.
    """
    web = service.settings.web
    try:
        listening = socket.create_server((web.host, web.port), reuse_port=False)
    except OSError as error:
        raise ConfigError(
            f"web.host, web.port: cannot listen on {web.host}:{web.port} ({error.strerror})",
            hint="choose another port, or run with --no-web",
        ) from None
    with Interactions(service) as interactions, _running(create_app(service, interactions), listening) as url:
        yield url


@contextmanager
def _running(app: FastAPI, listening: socket.socket) -> Iterator[str]:
    config = uvicorn.Config(
        app,
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=LONGEST_STOP,
    )
    server = _Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, name="web")
    thread.start()
    try:
        host, port = listening.getsockname()[:2]
        yield f"http://{host}:{port}"
    finally:
        server.should_exit = True
        thread.join()
        listening.close()


class _Server(uvicorn.Server):
    """Uvicorn outside the main thread: signals are the command's business."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield
