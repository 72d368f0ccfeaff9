"""`check --server`: another machine's service answers, over its real HTTP interface on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from monitor import config
from monitor.core.decisions import DecisionKind
from monitor.service import administration, deciding, gate, remote
from monitor.service.app import Service
from monitor.service.assembly import assembled
from monitor.service.deciding import Wish
from monitor.web.server import serving
from tests.cli.conftest import TODAY, Terminal

SETTINGS = """
[database]
url = "sqlite:///{folder}/server.db"
[web]
port = 0
[[teams]]
name = "search"
[[projects]]
name = "ranker"
team = "search"
pins = ["openai/gpt-4-0314", {{ ref = "openai/gpt-5.6-sol", location = "rank.py:12" }}]
"""


@dataclass
class Server:
    url: str
    service: Service


@pytest.fixture
def server(tmp_path: Path, terminal: Terminal) -> Iterator[Server]:
    """A service in a folder of its own, while the command line runs in one without any configuration."""
    folder = tmp_path / "server"
    folder.mkdir()
    path = folder / "server.toml"
    path.write_text(SETTINGS.format(folder=folder), "utf-8")
    assert not (terminal.folder / "config.toml").exists()
    with (
        assembled(config.load(path, {}), {}, day=date.fromisoformat(TODAY)) as service,
        serving(service) as url,
    ):
        yield Server(url, service)


@pytest.mark.parametrize("form", ["text", "json", "sarif", "github", "junit"])
@pytest.mark.parametrize("reference", ["openai/gpt-4-0314", "openai/gpt-5.6-sol", "openai/gpt-4-0134"])
def test_the_server_says_what_this_machine_would(terminal: Terminal, server: Server, form: str, reference: str) -> None:
    here = terminal("check", reference, "--format", form)
    there = terminal("check", reference, "--format", form, "--server", server.url)

    assert (there.status, there.out) == (here.status, here.out)


def test_a_tree_is_read_here_and_judged_there(terminal: Terminal, server: Server) -> None:
    (terminal.folder / "app.py").write_text('MODEL = "gpt-4-0314"\nAGAIN = "gpt-4-0314"\n', "utf-8")

    answer = terminal("check", "--path", "app.py", "--server", server.url, "--json")

    assert answer.status == 1
    assert [(f["file"], f["line"], f["severity"]) for f in answer.json["findings"]] == [
        ("app.py", 1, "retired"),
        ("app.py", 2, "retired"),
    ]


def test_what_the_project_decided_counts_for_a_tree_where_it_is_named(terminal: Terminal, server: Server) -> None:
    (terminal.folder / "app.py").write_text('MODEL = "gpt-4-0314"\n', "utf-8")
    wish = Wish(DecisionKind.WAIVED, until=date(2026, 12, 31), reason="off then")
    deciding.decide(server.service, "ranker", "openai/gpt-4-0314", wish, who="ana")
    words = ("check", "--path", "app.py", "--server", server.url)

    named, unnamed = terminal(*words, "--project", "ranker"), terminal(*words)

    assert (named.status, unnamed.status) == (0, 1)
    assert "ranker, app.py:1:10, as gpt-4-0314, Waived until 2026-12-31: off then (ana)." in named.out
    assert "Waived" not in unnamed.out
    nowhere = terminal(*words, "--project", "no such")
    assert (nowhere.status, nowhere.out) == (2, "")
    assert "it has no such project" in nowhere.err


def test_the_pins_of_a_project_or_of_all_are_the_servers(terminal: Terminal, server: Server) -> None:
    for words in (("--project", "ranker"), ()):
        answer = terminal("check", *words, "--server", f"{server.url}/", "--json")

        told = [(f["project"], f["reference"], f["severity"]) for f in answer.json["findings"]]
        assert told == [("ranker", "openai/gpt-4-0314", "retired"), ("ranker", "openai/gpt-5.6-sol", "ok")]
        assert answer.status == 1


def test_how_near_a_shutdown_is_unsafe_is_asked_of_the_server(terminal: Terminal, server: Server) -> None:
    ending = ("check", "openai/gpt-5-2025-08-07", "--server", server.url)

    assert terminal(*ending, "--within", "30d").status == 0
    assert terminal(*ending, "--within", "365d").status == 1


@pytest.mark.parametrize(("limit", "most"), [("MOST_REFERENCES", 2), ("MOST_BYTES", 1024 + 40)])
def test_more_references_than_one_request_may_hold_are_asked_in_several(
    terminal: Terminal, server: Server, monkeypatch: pytest.MonkeyPatch, limit: str, most: int
) -> None:
    monkeypatch.setattr(remote, limit, most)
    asked = [f"openai/gpt-{i}" for i in range(5)]

    answer = terminal("check", *asked, "--server", server.url, "--json")

    assert [f["reference"] for f in answer.json["findings"]] == asked
    assert gate.MOST_REFERENCES == 5_000


class TestToken:
    def test_a_token_goes_along_from_the_environment(
        self, terminal: Terminal, server: Server, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        token = administration.create_token(server.service, "ci", scope="read", who="test")
        monkeypatch.setenv("MONITOR_TOKEN", f"{token}\n")

        assert terminal("check", "openai/gpt-4-0314", "--server", server.url).status == 1

    @pytest.mark.parametrize("token", ["", "wrong"])
    def test_without_the_right_one_the_way_to_one_is_told(
        self, terminal: Terminal, server: Server, monkeypatch: pytest.MonkeyPatch, token: str
    ) -> None:
        administration.create_token(server.service, "ci", scope="read", who="test")
        monkeypatch.setenv("MONITOR_TOKEN", token)

        answer = terminal("check", "openai/gpt-4-0314", "--server", server.url)

        assert (answer.status, answer.out) == (2, "")
        assert "MONITOR_TOKEN" in answer.err
        assert not token or token not in answer.err


class TestFailures:
    """A check that could not be made is status 2, and never one that says a model is retired."""

    @pytest.mark.parametrize(
        "url",
        [
            "http://127.0.0.1:1",
            "ftp://127.0.0.1",
            "https://user:hunter2@monitor.example",
            "monitor",
            "http://127.0.0.1:1/?key=x",
        ],
    )
    def test_a_server_that_cannot_be_asked_is_one_line(self, terminal: Terminal, url: str) -> None:
        answer = terminal("check", "openai/gpt-4-0314", "--server", url)

        assert (answer.status, answer.out) == (2, "")
        assert answer.err.count("\n") == 1
        assert "hunter2" not in answer.err

    def test_an_unknown_project_is_refused(self, terminal: Terminal, server: Server) -> None:
        answer = terminal("check", "--project", "nobody", "--server", server.url)

        assert (answer.status, answer.out) == (2, "")
        assert "no such project" in answer.err

    def test_a_reference_that_cannot_be_read_is_refused(self, terminal: Terminal, server: Server) -> None:
        answer = terminal("check", "gpt-*", "--server", server.url)

        assert (answer.status, answer.out) == (2, "")

    @pytest.mark.parametrize(
        "body",
        [
            b"<html>hello</html>",
            b"[]",
            b"{}",
            b'{"findings": []}',
            b'{"findings": [{}], "today": "2026-08-22"}',
            b'{"findings": [1], "today": "2026-08-22"}',
            b'{"findings": [{"severity": "fine"}], "today": "2026-08-22"}',
            b"[" * 200_000,
        ],
    )
    def test_what_is_no_answer_of_a_check_is_one_line(self, terminal: Terminal, body: bytes) -> None:
        with answering(body) as url:
            answer = terminal("check", "openai/gpt-4-0314", "--server", url)

        assert (answer.status, answer.out) == (2, "")
        assert answer.err.count("\n") == 1

    def test_a_redirect_is_not_followed_and_the_token_stays(
        self, terminal: Terminal, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("MONITOR_TOKEN", "secret")
        seen: list[str] = []
        with answering(b"{}", seen=seen) as other, answering(b"", location=f"{other}/api/v1/check") as url:
            answer = terminal("check", "openai/gpt-4-0314", "--server", url)

        assert answer.status == 2
        assert seen == []


class answering:  # noqa: N801 reads as a verb
    """A server that gives one answer to everything, or sends everybody elsewhere."""

    def __init__(self, body: bytes, *, location: str = "", seen: list[str] | None = None) -> None:
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["content-length"]))
                if seen is not None:
                    seen.append(self.path)
                self.send_response(307 if location else 200)
                self.send_header("location", location)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_POST  # noqa: N815 the interface

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)

    def __enter__(self) -> str:
        Thread(target=self._server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{self._server.server_port}"

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
