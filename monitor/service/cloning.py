"""Cloning repositories with the user's own git: shallow, without questions, with a time limit, over https and ssh only.

Who may read what is git's affair: its credential helpers and ssh's agent answer as they do at a prompt. An address that
carries a password is refused, so that none is seen or printed here.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from monitor.errors import MonitorError, UsageError

PATIENCE = 300.0  # seconds for one repository
MAX_SAID = 2_000  # bytes of what git says of a failure that are looked at

_HOST, _PATH = r"[A-Za-z0-9][A-Za-z0-9.-]*(?::\d{1,5})?", r"[A-Za-z0-9_.~][A-Za-z0-9_.~/+-]*"
_ADDRESSES = (
    re.compile(rf"https://{_HOST}/({_PATH})"),
    re.compile(rf"ssh://(?:[A-Za-z0-9_][A-Za-z0-9_.-]*@)?{_HOST}/({_PATH})"),
    re.compile(rf"[A-Za-z0-9_][A-Za-z0-9_.-]*@[A-Za-z0-9][A-Za-z0-9.-]*:({_PATH})"),  # git@host:owner/name
)
_SETTINGS = (
    "protocol.allow=never",
    "protocol.https.allow=always",
    "protocol.ssh.allow=always",
    "core.hooksPath=/dev/null",
    "core.symlinks=false",
)
_ENVIRONMENT = {"GIT_TERMINAL_PROMPT": "0", "GIT_LFS_SKIP_SMUDGE": "1", "LC_ALL": "C"}
_OTHERS = frozenset({"GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"})  # of the repository in whose hook we may run
_SSH = "ssh -oBatchMode=yes"  # unless the user has a command of their own


def name_of(address: str) -> str:
    """What a repository is called in places: its path, "acme/ranker". Raises UsageError for what is not cloned."""
    found = next((match for form in _ADDRESSES if (match := form.fullmatch(address))), None)
    if not found or ".." in found[1].split("/"):
        shown = address.rpartition("@")[2] if "://" in address else address  # it may hold a password
        hint = "write https://host/owner/name or git@host:owner/name, without a password"
        raise UsageError(f"{shown[:80]!r} is no address that is cloned", hint=hint)
    return found[1].strip("/").removesuffix(".git")


def clone(address: str, into: Path, environ: Mapping[str, str], *, patience: float = PATIENCE) -> None:
    """Clone the newest commit of a repository into a folder that does not exist yet.

    Raises UsageError for an address that is not cloned or where there is no git, MonitorError where git fails or takes
    longer than `patience` seconds.
    """
    name = name_of(address)
    git = shutil.which("git", path=environ.get("PATH"))
    if git is None:
        raise UsageError("there is no git to clone with", hint="install git, or clone yourself and use --checkouts")
    settings = [word for setting in _SETTINGS for word in ("-c", setting)]
    options = ["--quiet", "--depth=1", "--single-branch", "--no-tags", "--no-recurse-submodules", "--template="]
    command = [git, *settings, "clone", *options, "--", address, str(into)]
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(  # noqa: S603 the address is checked, and stands behind --
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=said,
            env={"GIT_SSH_COMMAND": _SSH} | {k: v for k, v in environ.items() if k not in _OTHERS} | _ENVIRONMENT,
            start_new_session=True,  # its helpers end with it
        )
        try:
            status = process.wait(patience)
        except subprocess.TimeoutExpired:
            raise MonitorError(f"{name} was not cloned within {patience:.0f} seconds") from None
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        if status:
            raise MonitorError(f"{name} was not cloned: {_last_line(said.fileno())}")


def _last_line(said: int) -> str:
    size = os.lseek(said, 0, os.SEEK_END)
    os.lseek(said, max(0, size - MAX_SAID), os.SEEK_SET)
    lines = os.read(said, MAX_SAID).decode(errors="replace").strip().splitlines()
    return lines[-1][:200] if lines else "git does not say why"
