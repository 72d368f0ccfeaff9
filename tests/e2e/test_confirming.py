"""A model that leaves its list is asked for at its provider's own API: on loopback, with a key, on each database."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from monitor import config
from monitor.service.app import Service
from monitor.service.assembly import assembled
from monitor.service.clock import Stopped
from monitor.service.outcomes import SourceReport
from monitor.service.poll import poll
from monitor.service.rebuilding import rebuild
from monitor.store import confirmations, facts, readings
from monitor.store.engine import reading

KEY = "sk-confirming-canary"
SOURCE = "openai/models"
MORNING = datetime(2026, 3, 2, 8, tzinfo=UTC)
RETIRED = "The model `m-00` has been deprecated, learn more here: https://api.example/deprecations"
GONE = (404, {"error": {"message": RETIRED, "code": "model_not_found"}})
MISSING = (404, {"error": {"message": "The model 'm-00' does not exist", "code": "model_not_found"}})
LISTED = (200, {"id": "m-00", "object": "model"})
BUSY = (503, {"error": {"message": "busy"}})
ALL = tuple(f"m-{n:02}" for n in range(60))


@dataclass
class Api:
    """A provider's API: the list, and what it answers for one model; `asked` are the paths, with the key's header."""

    listed: tuple[str, ...] = ALL
    models: dict[str, tuple[int, Mapping[str, Any]]] = field(default_factory=dict)
    asked: list[tuple[str, str | None]] = field(default_factory=list)
    url: str = ""

    @property
    def questions(self) -> list[str]:
        return [path.rpartition("/")[2] for path, _ in self.asked if path.startswith("/v1/models/")]

    def answer(self, path: str) -> tuple[int, Mapping[str, Any]]:
        if path in {"/v1/models", f"/{SOURCE}"}:
            return 200, {"object": "list", "data": [{"id": i, "object": "model", "created": 1} for i in self.listed]}
        return self.models.get(path.rpartition("/")[2], MISSING)


@contextmanager
def serving() -> Iterator[Api]:
    api = Api()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            api.asked.append((self.path, self.headers.get("Authorization")))
            status, said = api.answer(self.path)
            body = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """The ledger is enough."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        api.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield api
        server.shutdown()
        thread.join()


@dataclass
class Running:
    """A service that reads one list of a provider on loopback, polled at hours after the start."""

    api: Api
    service: Service

    def poll(self, hours: float) -> SourceReport:
        (report,) = poll(replace(self.service, clock=Stopped(MORNING + hours * timedelta(hours=1))), [SOURCE])
        assert self.differences() == []
        return report

    def changed(self, hours: float) -> list[tuple[str, str]]:
        return [(change.kind.value, change.model_id) for change in self.poll(hours).changes]

    def differences(self) -> list[object]:
        """Where the archive and the log make something else than the record holds; nothing, at any time."""
        return [why for one in rebuild(self.service, [SOURCE]) for why in (*one.differences, one.not_compared) if why]


@pytest.fixture
def running(tmp_path: Any, database_url: str) -> Iterator[Running]:
    path = tmp_path / "config.toml"
    path.write_text(f'[database]\nurl = "{database_url}"\n')
    environ = {"OPENAI_API_KEY": KEY}
    with serving() as api, assembled(config.load(path, environ), environ, migrate=True) as service:
        list_url = f"{api.url}/v1/models"
        source = replace(service.sources[SOURCE], url=list_url, model_url=f"{list_url}/{{id}}", private=True)
        made = Running(api, replace(service, sources={SOURCE: source}))
        made.poll(0)
        assert api.questions == []
        yield made


def row(running: Running, model_id: str) -> facts.Observation:
    with reading(running.service.engine) as session:
        return next(o for o in facts.observations(session, source_id=SOURCE) if o.fact.model_id == model_id)


def test_what_its_provider_calls_retired_is_unlisted_at_once_with_that_sentence_as_evidence(running: Running) -> None:
    running.api.listed, running.api.models["m-00"] = ALL[1:], GONE
    (change,) = running.poll(1).changes

    assert (change.kind.value, change.model_id, change.quote) == ("unlisted", "m-00", RETIRED)
    assert change.url == f"{running.api.url}/v1/models/m-00"
    with reading(running.service.engine) as session:
        (confirmed,) = confirmations.of(session, readings.newest(session, SOURCE)[0].id)
    assert confirmed.document == change.document
    assert row(running, "m-00").gone_since == MORNING + timedelta(hours=1)
    assert running.api.asked[-1] == ("/v1/models/m-00", f"Bearer {KEY}")

    assert running.changed(2) == running.changed(3) == []
    assert running.api.questions == ["m-00"]


def test_a_model_that_answers_is_not_missing_however_long_its_list_lacks_it(running: Running) -> None:
    running.api.listed, running.api.models["m-00"] = ALL[1:], LISTED
    assert [running.changed(hours) for hours in (1, 2, 3, 30)] == [[]] * 4
    assert running.api.questions == ["m-00"] * 2

    running.api.models["m-00"] = GONE
    assert running.changed(31) == []
    assert running.changed(1 + 3 * 24) == [("unlisted", "m-00")]


def test_a_model_that_goes_on_answering_is_asked_again_after_1_and_2_and_4_days_and_then_once_a_week(
    running: Running,
) -> None:
    running.api.models["m-00"] = LISTED
    asked = []
    for day in (0, 1, 2, 3, 4, 6, 7, 8, 13, 14, 20, 21):
        before = len(running.api.questions)
        running.api.listed = ALL[:0:-1] if day % 2 else ALL[1:]  # another document, or the one that stands
        running.poll(24 * (1 + day))
        asked += [day] if len(running.api.questions) > before else []

    assert asked == [0, 1, 3, 7, 14, 21]
    assert row(running, "m-00").gone_since is None


@pytest.mark.parametrize("answer", [MISSING, BUSY], ids=["a bare 404", "a busy server"])
def test_any_other_answer_leaves_it_to_the_second_whole_list(
    running: Running, answer: tuple[int, dict[str, Any]]
) -> None:
    running.api.listed, running.api.models["m-00"] = ALL[1:], answer

    assert [running.changed(hours) for hours in (1, 1.5, 2, 3)] == [[], [], [("unlisted", "m-00")], []]
    assert row(running, "m-00").gone_since == MORNING + timedelta(hours=1)


def test_a_404_after_an_answer_is_the_first_miss(running: Running) -> None:
    running.api.listed, running.api.models["m-00"] = ALL[1:], LISTED
    running.poll(1)
    del running.api.models["m-00"]

    assert [running.changed(hours) for hours in (25, 26)] == [[], [("unlisted", "m-00")]]


def test_at_most_ten_are_asked_for_in_one_poll_and_the_others_in_the_next(running: Running) -> None:
    running.api.listed = ALL[12:]
    running.api.models |= dict.fromkeys(ALL[:12], LISTED)
    running.poll(1)

    assert running.api.questions == list(ALL[:10])
    assert [running.changed(hours) for hours in (2, 3)] == [[], []]
    assert running.api.questions == list(ALL[:12])


def test_a_list_that_is_not_believed_asks_for_nothing(running: Running) -> None:
    running.api.listed = ALL[30:]
    running.poll(1)

    assert running.api.questions == []


def test_a_mirror_is_asked_for_no_model(running: Running) -> None:
    mirrored = running.service.settings.fetch.model_copy(update={"mirror": running.api.url})
    settings = running.service.settings.model_copy(update={"fetch": mirrored})
    running.service = replace(running.service, settings=settings)
    running.poll(1)
    running.api.listed = ALL[1:]

    assert [running.changed(hours) for hours in (2, 3)] == [[], [("unlisted", "m-00")]]
    assert running.api.questions == []


def test_a_provider_that_gives_no_answer_is_asked_once_and_its_list_is_recorded(running: Running) -> None:
    running.api.listed = ALL[2:]
    running.service = replace(
        running.service,
        sources={SOURCE: replace(running.service.sources[SOURCE], model_url=f"{running.api.url}/v1/models/{{id}}/%zz")},
    )
    running.api.models["%zz"] = (200, {"id": "x" * 100_000})

    assert [running.changed(hours) for hours in (1, 2)] == [[], [("unlisted", "m-00"), ("unlisted", "m-01")]]
    assert len([path for path, _ in running.api.asked if path.endswith("%zz")]) == 2
