"""Polls, time, kills, restarts, lost answers, pins that come and go, in any order: what Slack took is what was due.

The model beside it is a few lines that know nothing of the program: for each pin the date that the page shows, and the
days left when its team was told last.
"""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from io import StringIO
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from monitor import config
from monitor.catalog.facts import Catalog
from monitor.core.alerts import Place
from monitor.service import registry
from monitor.service.app import Service
from monitor.service.clock import Stopped
from monitor.service.deliver import deliver
from monitor.service.poll import poll
from monitor.service.remind import remind
from monitor.service.senders import Senders
from monitor.sources.registry import all_sources
from monitor.store import engine, registering, schema
from monitor.store import registry as registered
from monitor.store.engine import reading, transaction
from monitor.store.states import Owner
from tests.e2e.conftest import World
from tests.e2e.mirror import Section, mirror, openai_page
from tests.fakes.slack import Answer, FakeSlack, Fault, rate_limited

PAGE = "openai/deprecations"
LEADS = (180, 90, 60, 30, 14, 7, 1, 0)
START = date(2024, 1, 8)  # before the clock of the fake Slack begins, so that it finds what it has
MODELS = {n: START + timedelta(days=left) for n, left in (("gpt-a", 68), ("gpt-b", 134), ("gpt-c", 198))}
POINTS = ("poll.fetched", "poll.archived", "poll.applied", "poll.committed", "remind.queued", "remind.committed",
          "deliver.claimed", "deliver.sent", "deliver.settled")  # fmt: skip


class Killed(BaseException):
    """The process is gone: nothing of the program may catch it."""


@dataclass
class Due:
    """What the team of a pin knows: the days left when it was told last, and whether it knows of the end."""

    left: int
    ended: bool


class AnyOrder(RuleBasedStateMachine):
    """One installation, one project, one page of which announcements come one after the other."""

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.folder = Path(tempfile.mkdtemp())
        self.stack.callback(shutil.rmtree, self.folder)
        pages, slack = self.stack.enter_context(mirror()), self.stack.enter_context(FakeSlack())
        self.world = World(self.folder, f"sqlite:///{self.folder / 'monitor.db'}", pages, slack, pins=())
        self.now = datetime.combine(START, time(12), UTC)
        self.shown: dict[str, date] = {}
        self.read: dict[str, date] = {}
        self.pinned: set[str] = set()
        self.due: dict[str, Due] = {}
        self.expected: Counter[str] = Counter()
        self.world.pages.documents[PAGE] = openai_page()

    def teardown(self) -> None:
        self.stack.close()

    @contextmanager
    def process(self, point: str = "") -> Iterator[Service]:
        """A process that is started, does its work, and is gone; or that is killed at `point` before it is done."""

        def checkpoint(name: str) -> None:
            if name == point:
                raise Killed

        read = config.load(self.world.config_file, self.world.environ)
        database = engine.connect(self.world.database_url)
        try:
            schema.prepare(database)
            made = Service(
                read, database, Stopped(self.now), {PAGE: all_sources()[PAGE]}, Catalog({}), self.world.environ,
                checkpoint=checkpoint,
            )  # fmt: skip
            registry.sync(made)
            yield made
        except Killed:
            pass
        finally:
            database.dispose()

    def round(self, point: str = "") -> None:
        with self.process(point) as service:
            poll(service, [PAGE])
            remind(service)
            deliver(service, Senders(service, StringIO()))

    @initialize()
    def begin(self) -> None:
        self.round()

    @rule(model=st.sampled_from(sorted(MODELS)))
    def announce(self, model: str) -> None:
        """The page has one announcement more."""
        self.shown[model] = MODELS[model]
        rows = tuple((str(on), m, "`gpt-5`") for m, on in sorted(self.shown.items()))
        self.world.pages.documents[PAGE] = openai_page(Section("2023-12-27", rows))

    @rule(days=st.integers(1, 45))
    def pause(self, days: int) -> None:
        """Nobody runs for a while."""
        self.now += timedelta(days=days)

    @rule(model=st.sampled_from(sorted(MODELS)))
    def pin(self, model: str) -> None:
        with self.process() as service, transaction(service.engine) as session:
            registering.add_pin(session, "ranker", Place(f"openai/{model}"), owner=Owner.CLI, at=self.now)
        self.pinned.add(model)

    @precondition(lambda self: self.pinned)
    @rule(data=st.data())
    def unpin(self, data: st.DataObject) -> None:
        model = data.draw(st.sampled_from(sorted(self.pinned)))
        with self.process() as service:
            with reading(service.engine) as session:
                (row,) = [p for p in registered.pins(session) if p.reference == f"openai/{model}"]
            with transaction(service.engine) as session:
                registering.retire_pin(session, "ranker", row.id, at=self.now)
        self.pinned.discard(model)

    @rule(point=st.sampled_from(POINTS))
    def killed(self, point: str) -> None:
        """A round that dies on the way. The next one makes up for it, at the same hour as far as the model knows."""
        self.round(point)
        self.settle()

    @rule(outcome=st.sampled_from([f for f in Fault if f is not Fault.SILENCE] + [rate_limited(1)]))
    def faulty(self, outcome: Fault | Answer) -> None:
        """A round whose first message meets with this, if there is one."""
        before = self.expected.total()
        self.expect()
        if self.expected.total() > before:
            self.world.slack.then(outcome)
        self.settle()

    @rule()
    def settle(self) -> None:
        """Rounds until nothing is under way: leases end, retries come."""
        self.expect()
        for _ in range(3):
            self.round()
            self.now += timedelta(minutes=5)

    def expect(self) -> None:
        """What the team must be told at this hour, by the model's own account."""
        self.read = dict(self.shown)
        for model in sorted(self.pinned & self.read.keys() | self.pinned & self.due.keys()):
            left = (MODELS[model] - self.now.date()).days
            known = self.due.get(model)
            if known is None:
                news = True
            elif left <= 0:
                news = not known.ended
            else:
                news = any(known.left > lead >= left for lead in LEADS)
            if news:
                self.expected[model] += 1
                stands = [lead for lead in LEADS if known is None and 0 <= left - lead <= lead // 20]
                self.due[model] = Due(min(stands, default=left), ended=left <= 0)

    @invariant()
    def the_ledger_is_what_was_due(self) -> None:
        told = Counter(
            model for posted in self.world.slack.ledger for model in MODELS if f"{model} " in told_of(posted.blocks)
        )
        assert told == self.expected


def told_of(blocks: list[dict[str, object]]) -> str:
    return " ".join(str(block.get("text", "")) for block in blocks).replace("`", " ").replace("'", " ")


def test_what_slack_took_is_what_was_due() -> None:
    few = settings(
        max_examples=6 if settings.default.max_examples <= 100 else 300,
        stateful_step_count=12,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],  # what fails is printed as it was found: to shrink it takes minutes
    )
    run_state_machine_as_test(AnyOrder, settings=few)
