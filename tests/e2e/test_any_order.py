"""Polls, time, kills, restarts, lost answers, dates that move, pins that come and go, and what people decide, in any
order: what Slack took is what was due. What is due is said by the plain model in `tests/e2e/due.py`.
"""

from __future__ import annotations

import shutil
import signal
import tempfile
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, nullcontext
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
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

from monitor.core.alerts import Place
from monitor.core.decisions import DecisionKind
from monitor.service import administration, deciding, leaving
from monitor.service.app import Service
from monitor.service.deciding import Wish
from monitor.store.engine import transaction
from tests.core.test_due import DATED, FURTHEST, KINDS, START
from tests.e2e.conftest import World
from tests.e2e.crashing import PAGE, exit_code, one_page, round_of_one_page
from tests.e2e.due import Decided, Due, Silence
from tests.e2e.mirror import Section, mirror, openai_page
from tests.fakes.slack import Answer, FakeSlack, Fault, rate_limited
from tests.postgres import empty_database

MODELS = {n: START + timedelta(days=left) for n, left in (("gpt-a", 68), ("gpt-b", 134), ("gpt-c", FURTHEST))}
POINTS = ("poll.fetched", "poll.archived", "poll.applied", "poll.committed", "remind.queued", "remind.committed",
          "deliver.claimed", "deliver.sent", "deliver.settled")  # fmt: skip

IS_DONE = " is done in ranker"

Databases = Callable[[Path], AbstractContextManager[str]]


class AnyOrder(RuleBasedStateMachine):
    """One installation, one project, one page of which announcements come one after the other."""

    def __init__(self, databases: Databases) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.folder = Path(tempfile.mkdtemp())
        self.stack.callback(shutil.rmtree, self.folder)
        pages, slack = self.stack.enter_context(mirror()), self.stack.enter_context(FakeSlack())
        self.world = World(self.folder, self.stack.enter_context(databases(self.folder)), pages, slack, pins=())
        self.config = self.world.config_file
        self.now = datetime.combine(START, time(12), UTC)
        self.shown: dict[str, date] = {}
        self.read: dict[str, date] = {}
        self.pinned: dict[str, bool] = {}  # whether in production
        self.due: dict[str, Due] = {}
        self.expected: Counter[str] = Counter()
        self.done: Counter[str] = Counter()
        self.show()

    def teardown(self) -> None:
        self.stack.close()

    @property
    def today(self) -> date:
        return self.now.date()

    def process(self) -> AbstractContextManager[Service]:
        """A process that is started, does its work, and is gone."""
        return one_page(self.config, self.world.environ, self.now)

    def show(self) -> None:
        """The page as it is now."""
        rows = tuple((str(on), m, "`gpt-5`") for m, on in sorted(self.shown.items()))
        self.world.pages.documents[PAGE] = openai_page(*[Section("2023-12-27", rows)] if rows else [])

    @initialize(pinned=st.sets(st.sampled_from(sorted(MODELS))), shown=st.sets(st.sampled_from(sorted(MODELS))))
    def begin(self, pinned: set[str], shown: set[str]) -> None:
        """The first reading tells nothing; then there are pins and announcements, of which nobody has been told yet."""
        round_of_one_page(self.config, self.world.environ, self.now)
        for model in sorted(pinned):
            self.pin(model, live=True)
        for model in sorted(shown):
            self.announce(model)

    @rule(model=st.sampled_from(sorted(MODELS)))
    def announce(self, model: str) -> None:
        """The page has one announcement more."""
        self.shown.setdefault(model, MODELS[model])
        self.show()

    @precondition(lambda self: self.shown)
    @rule(data=st.data(), days=st.sampled_from([-60, -20, -2, 2, 20, 60]))
    def move(self, data: st.DataObject, days: int) -> None:
        """The page shows another date than it did, or the first one again."""
        model = data.draw(st.sampled_from(sorted(self.shown)))
        moved = self.shown[model] + timedelta(days=days)
        back = data.draw(st.booleans())
        self.shown[model] = MODELS[model] if back else min(max(moved, START), START + timedelta(days=FURTHEST))
        self.show()

    @rule(days=st.sampled_from([1, 1, 2, 5, 12, 30, 45]))
    def pause(self, days: int) -> None:
        """Nobody runs for a while."""
        self.now += timedelta(days=days)

    @rule(model=st.sampled_from(sorted(MODELS)), live=st.booleans())
    def pin(self, model: str, live: bool) -> None:
        """A new pin, one that is there already, or another place for it."""
        place = Place(f"openai/{model}", "prod" if live else "dev")
        with self.process() as service:
            administration.add_pin(service, "ranker", place, who="ana", owner="api")
        self.pinned[model] = live or self.pinned.get(model, False)

    @precondition(lambda self: self.pinned)
    @rule(data=st.data())
    def migrated(self, data: st.DataObject) -> None:
        """The pin is gone, as a click on "Migrated" does it."""
        model = data.draw(st.sampled_from(sorted(self.pinned)))
        with self.process() as service, transaction(service.engine) as session:
            leaving.leave(session, service, "ranker", f"openai/{model}", who="ana")
        del self.pinned[model]

    @precondition(lambda self: self.told)
    @rule(data=st.data(), silence=st.sampled_from(Silence), days=st.sampled_from([1, 7, 30, 90]), before=st.booleans())
    def decide(self, data: st.DataObject, silence: Silence, days: int, before: bool) -> None:
        """Somebody says what is to become of a model that the team was told of."""
        model = data.draw(st.sampled_from(self.told))
        on, until = self.read[model], self.today + timedelta(days=days)
        wish = Wish(KINDS[silence], until=until if silence in DATED else None, reason="so it is")
        if silence is Silence.SNOOZE and before and self.today < on - timedelta(days=days):
            wish, until = Wish(KINDS[silence], before=days), on - timedelta(days=days)
        with self.process() as service:
            deciding.decide(service, "ranker", f"openai/{model}", wish, who="ana")
        self.due[model].decided = Decided(silence, until, on, on <= self.today)

    @precondition(lambda self: any(self.due[model].decided for model in self.told))
    @rule(data=st.data())
    def reopen(self, data: st.DataObject) -> None:
        model = data.draw(st.sampled_from([m for m in self.told if self.due[m].decided]))
        with self.process() as service:
            deciding.decide(service, "ranker", f"openai/{model}", Wish(DecisionKind.REOPENED), who="ana")
        self.due[model].decided = None

    @property
    def told(self) -> list[str]:
        return sorted(self.pinned.keys() & self.due.keys())

    @rule(point=st.sampled_from(POINTS))
    def killed(self, point: str) -> None:
        """A round that dies on the way. The next one makes up for it, at the same hour as far as the model knows."""
        code = exit_code(round_of_one_page, self.config, self.world.environ, self.now, point)
        assert code in {-signal.SIGKILL, 0}, "killed, or never come to that point"
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
            round_of_one_page(self.config, self.world.environ, self.now)
            self.now += timedelta(minutes=5)

    def expect(self) -> None:
        """What the team must be told at this hour, by the model's account."""
        self.read = dict(self.shown)
        for model in self.pinned.keys() & self.read.keys():
            if self.due.setdefault(model, Due()).look(self.read[model], self.today, live=self.pinned[model]):
                self.expected[model] += 1
        for model in self.due.keys() - self.pinned.keys():
            if self.due[model].on:
                self.done[model] += 1
            self.due[model] = Due(decided=self.due[model].decided)

    @invariant()
    def the_ledger_is_what_was_due(self) -> None:
        said = [told_of(posted.blocks) for posted in self.world.slack.ledger]
        over = Counter(model for text in said for model in MODELS if f"{model} " in text and IS_DONE in text)
        told = Counter(model for text in said for model in MODELS if f"{model} " in text and IS_DONE not in text)
        assert told == self.expected
        assert over == self.done


def told_of(blocks: list[dict[str, object]]) -> str:
    return " ".join(str(block.get("text", "")) for block in blocks).replace("`", " ").replace("'", " ")


def sqlite(folder: Path) -> AbstractContextManager[str]:
    return nullcontext(f"sqlite:///{folder / 'monitor.db'}")


def postgresql(_: Path) -> AbstractContextManager[str]:
    return empty_database()


@pytest.mark.parametrize(("databases", "examples"), [(sqlite, 6), (postgresql, 3)])
def test_what_slack_took_is_what_was_due(databases: Databases, examples: int) -> None:
    with databases(Path()):
        pass  # skipped where there is no such database
    few = settings(
        max_examples=examples if settings.default.max_examples <= 100 else 50 * examples,
        stateful_step_count=12,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],  # what fails is printed as it was found: to shrink it takes minutes
    )
    run_state_machine_as_test(lambda: AnyOrder(databases), settings=few)
