"""A PostgreSQL server of the test's own, which it may stop and start as it likes."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

PATIENCE = 30.0  # seconds for a start
SETTINGS = ("-c", "fsync=off", "-c", "listen_addresses=127.0.0.1")  # what it has written survives its own end


class OwnServer:
    """One server on a port of its own. `stop` is as if its machine had gone: no connection is ended in good order."""

    def __init__(self, folder: Path, user: str | None) -> None:
        self._folder, self._user = folder, user
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self._run("initdb", "--username=postgres", "--auth=trust", "--no-sync", "-D", str(folder / "data"))
        self._process: subprocess.Popen[bytes] | None = None

    def database(self, name: str) -> str:
        """The address of a new database."""
        self._run("createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres", name)
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/{name}"

    def start(self) -> None:
        """Start it, if it is not running, and wait until it takes connections."""
        if self._process is not None:
            return
        where = ("-D", str(self._folder / "data"), "-k", str(self._folder), "-p", str(self.port))
        command = [_binary("postgres"), *where, *SETTINGS]
        self._process = subprocess.Popen(command, user=self._user, cwd=self._folder, stderr=subprocess.DEVNULL)
        ready = [_binary("pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        deadline = time.monotonic() + PATIENCE
        while subprocess.run(ready, check=False).returncode:
            assert self._process.poll() is None, "the server does not start"
            assert time.monotonic() < deadline, "the server takes no connections"
            time.sleep(0.05)

    def stop(self) -> None:
        """End it at once."""
        if self._process is not None:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait(PATIENCE)
            self._process = None

    def _run(self, name: str, *arguments: str) -> None:
        command = [_binary(name), *arguments]
        subprocess.run(command, user=self._user, cwd=self._folder, check=True, stdout=subprocess.DEVNULL, timeout=60)


@contextmanager
def own_server() -> Iterator[OwnServer]:
    """A server that runs; skips where PostgreSQL's programs are not installed, or only root is there to run them."""
    if missing := [name for name in ("initdb", "postgres", "createdb", "pg_isready") if not _found(name)]:
        pytest.skip(f"PostgreSQL's own programs are not all installed: no {', '.join(missing)}")
    user = None
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        user = next((name for name in ("postgres", "nobody") if _is_user(name)), None)
        if user is None:
            pytest.skip("PostgreSQL does not run as root, and there is neither a user postgres nor nobody")
    with tempfile.TemporaryDirectory(prefix="monitor-postgres-", ignore_cleanup_errors=True) as folder:
        if user:
            os.chown(folder, pwd.getpwnam(user).pw_uid, -1)
        server = OwnServer(Path(folder), user)
        try:
            server.start()
            yield server
        finally:
            server.stop()


def _found(name: str) -> str | None:
    """A program of the newest version: where Debian keeps it, or on the path."""
    kept = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda p: int(p.parts[-3]))
    return str(kept[-1]) if kept else shutil.which(name)


def _binary(name: str) -> str:
    found = _found(name)
    assert found
    return found


def _is_user(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True
