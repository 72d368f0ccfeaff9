"""A check by a look into the file says what a check by the service says, and is not made where it could not."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from monitor import config
from monitor.core.changes import Change, ChangeKind
from monitor.core.facts import Scope
from monitor.core.overrides import Level
from monitor.service import overriding
from monitor.service.app import Service
from monitor.service.assembly import assembled
from monitor.service.gate import Here
from monitor.service.glancing import glanced
from monitor.service.known import known
from monitor.service.narrow import Narrow
from monitor.store import facts, overrides, sources, tables
from monitor.store.engine import reading, transaction
from monitor.store.glance import glance
from tests.service.filled import fill

DAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
WITHIN, HORIZON = timedelta(days=90), timedelta(days=120)
NEVER_READ = frozenset({"anthropic/deprecations", "cohere/deprecations", "openrouter/deprecations"})
CONFIG = """
[database]
url = "sqlite:///kept.db"
[alerts]
lead_days = [120, 30]
[schedule]
lists = "2h"
[sources."openai/models"]
every = "9d"
[sources."ours/models"]
kind = "list"
url = "https://models.example.org/v1/models"
columns = { id = "model" }
[[teams]]
name = "search"
[[projects]]
name = "ranker"
team = "search"
pins = ["openai/gpt-4-0314", "openai/gpt-4.1"]
"""
HARD = (
    "gpt-4-0314",
    "openai/no-such-model",
    "openai/claude-2.1",
    "openai/gpt-4",
    "openai/gpt-4o",
    "openai/chatgpt-4o-latest",
    "ft:gpt-4-0613:acme::abc",
    "openrouter/openai/gpt-4-0314",
    "openrouter/anthropic/claude-3-haiku",
    "bedrock/eu.anthropic.claude-3-haiku-20240307-v1:0",
    "bedrock/eu-west-1/anthropic.claude-3-haiku-20240307-v1:0",
    "vertex_ai/claude-3-haiku@20240307",
    "azure/gpt-4o@2024-05-13",
    "azure/global-standard/gpt-4o@2024-05-13",
    "azure/gpt-35-turbo",
    "claude-3-haiku-20240307",
    "ours/own-model",
    "ours/unknown",
    "nobody/model",
    "a/b/c",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("glancing")
    (made / "config.toml").write_text(CONFIG, "utf-8")
    return made


@pytest.fixture(scope="module")
def service(folder: Path) -> Iterator[Service]:
    """A service whose record says something of everything that a check of references asks for."""
    with assembled(config.load(folder / "config.toml", {}), {}, day=DAY) as made:
        assert fill(made, but=NEVER_READ) > 1000
        with transaction(made.engine) as session:
            facts.add_changes(session, [REPOINTED], made.clock.now())
            session.execute(update(tables.Fact).where(tables.Fact.model_id == ALIAS).values(alias_of=REPOINTED.after))
            # what came after the facts: documents that stood again, rows that are missed, and one that is gone
            session.execute(update(tables.Source).where(tables.Source.provider == "groq").values(last_good_at=LATER))
            of_xai = update(tables.Fact).where(tables.Fact.provider == "xai")
            session.execute(of_xai.values(missed_since=LATER, gone_since=LATER))
        yield made


LATER = datetime(2026, 11, 24, 11, tzinfo=UTC)
ALIAS = "gpt-4o"
REPOINTED = Change(
    kind=ChangeKind.ALIAS_REPOINTED,
    provider="openai",
    model_id=ALIAS,
    scope=Scope(),
    before="gpt-4o-2024-05-13",
    after="gpt-4o-2024-08-06",
    effective_on=date(2026, 12, 1),
    quote="",
    url="https://provider.example.org",
    source_id="openai/models",
    document="",
)


@pytest.fixture(scope="module")
def whole(service: Service) -> Here:
    return usual(service)


def usual(service: Service) -> Here:
    """The witness by the service, as of NOW."""
    with reading(service.engine) as session:
        view = known(session, service, NOW)
    return Here(view, HORIZON, WITHIN, pins=lambda _: (view, []))


def looked(folder: Path, *, whole: bool = False) -> Narrow:
    witness = glanced(folder / "config.toml", NOW, WITHIN, whole=whole)
    assert witness is not None
    return witness


class TestAnswers:
    def test_every_model_of_every_provider_stands_as_it_does_by_the_service(self, folder: Path, whole: Here) -> None:
        models = whole.known.models
        providers = sorted({c.provider for c in models})
        assert len(providers) > 20

        for provider in providers:
            asked = [f"{provider}/{model_id}" for model_id in models.ids(provider)]

            assert looked(folder).of_references(asked)["findings"] == whole.of_references(asked)["findings"], provider

    @pytest.mark.parametrize("reference", HARD)
    def test_what_one_provider_cannot_settle_is_answered_by_all(
        self, reference: str, folder: Path, whole: Here
    ) -> None:
        findings = whole.of_references([reference])["findings"]

        assert looked(folder).of_references([reference])["findings"] == findings

    def test_the_whole_answer_is_the_same_too_if_all_is_asked_for(self, folder: Path, whole: Here) -> None:
        assert looked(folder, whole=True).of_references(HARD) == whole.of_references(HARD)
        assert set(looked(folder).ids()) == set(whole.ids())

    @pytest.mark.usefixtures("service")
    def test_prices_are_those_of_the_list_that_was_read(self, folder: Path) -> None:
        figures = looked(folder).view({"openrouter"}).models.figures.of("openrouter", "openai/gpt-4.1")

        assert figures is not None
        assert (figures.input_per_mtok, figures.as_of) == (7, "2026-11-24")

    @pytest.mark.parametrize("instead", ["anthropic/claude-opus-5", "openai/gpt-4.1", "openai/gpt-4-0613"])
    def test_a_replacement_that_the_operator_states_stands_first(
        self, instead: str, folder: Path, service: Service
    ) -> None:
        overriding.state(service, "openai/gpt-4-0314", instead, Level.OPERATOR, reason="so", who="ana", owner="cli")
        overriding.state(service, "gpt-4", instead, Level.PROJECT, "ranker", reason="so", who="ana", owner="cli")

        stated = looked(folder).of_references(["openai/gpt-4-0314"])["findings"]
        assert stated == usual(service).of_references(["openai/gpt-4-0314"])["findings"]
        others = looked(folder).of_references(["gpt-4", "openai/gpt-4"])["findings"]
        assert others == usual(service).of_references(["gpt-4", "openai/gpt-4"])["findings"]
        assert instead.partition("/")[2] in str(stated[0])
        overriding.withdraw(service, "openai/gpt-4-0314", Level.OPERATOR, who="ana", owner="cli")
        overriding.withdraw(service, "gpt-4", Level.PROJECT, "ranker", who="ana", owner="cli")
        with reading(service.engine) as session:
            assert overrides.overrides(session) == []
        with glance(folder / "kept.db") as look:
            assert look.overrides() == []

    def test_an_alias_that_points_elsewhere_is_told_with_its_past(self, folder: Path, whole: Here) -> None:
        (finding,) = looked(folder).of_references([f"openai/{ALIAS}"])["findings"]

        assert finding == whole.of_references([f"openai/{ALIAS}"])["findings"][0]
        assert REPOINTED.before in " ".join(finding["notes"])

    def test_the_rows_are_those_of_the_store(self, folder: Path, service: Service) -> None:
        with reading(service.engine) as session, glance(folder / "kept.db") as look:
            assert look.states() == sources.states(session)
            assert LATER in {o.last_seen for o in look.observations({"groq"})}
            assert {o.gone_since for o in look.observations({"xai"})} == {LATER}
            assert look.observations(None) == facts.observations(session)
            assert look.observations({"openai", "azure"}) == facts.observations(session, providers={"openai", "azure"})
            assert look.repointed() == [(r.change, r.at) for r in facts.changes(session)]

    @pytest.mark.usefixtures("service")
    def test_only_the_facts_of_the_provider_that_is_asked_for_are_read(self, folder: Path) -> None:
        with glance(folder / "kept.db") as look:
            assert {o.fact.provider for o in look.observations({"openai"})} == {"openai"}
            assert 0 < len(look.observations({"openai"})) < len(look.observations(None)) / 2


class TestWhenItIsMade:
    """Each test has a record of its own, since it leaves it in another state."""

    @pytest.fixture
    def kept(self, tmp_path: Path) -> Path:
        (tmp_path / "config.toml").write_text(CONFIG, "utf-8")
        with assembled(config.load(tmp_path / "config.toml", {}), {}, day=DAY):
            pass
        assert self.is_made(tmp_path)
        return tmp_path

    @staticmethod
    def is_made(folder: Path) -> bool:
        return glanced(folder / "config.toml", NOW, WITHIN, whole=False) is not None

    @staticmethod
    def digest(folder: Path) -> str:
        with glance(folder / "kept.db") as look:
            outline = look.outline()
        assert outline is not None
        return outline.digest

    @staticmethod
    def write(folder: Path, statement: str, *values: str) -> None:
        with closing(sqlite3.connect(folder / "kept.db")) as connection, connection:
            connection.execute(statement, values)

    def test_not_before_the_registry_was_brought_in_step_with_the_settings(self, kept: Path) -> None:
        (kept / "config.toml").write_text(CONFIG + "# another word\n", "utf-8")
        assert not self.is_made(kept)

        with assembled(config.load(kept / "config.toml", {}), {}, day=DAY):
            assert self.is_made(kept)

    def test_not_where_another_file_was_read_since(self, kept: Path, tmp_path: Path) -> None:
        other = tmp_path / "other.toml"
        other.write_text('[database]\nurl = "sqlite:///kept.db"\n', "utf-8")
        with assembled(config.load(other, {}), {}, day=DAY):
            assert not self.is_made(kept)

    def test_not_where_the_database_is_of_another_version(self, kept: Path) -> None:
        self.write(kept, "UPDATE alembic_version SET version_num = '9999'")

        assert not self.is_made(kept)

    def test_not_by_another_version_of_the_program(self, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("monitor.service.glancing.__version__", "0.0.1")

        assert not self.is_made(kept)

    @pytest.mark.parametrize("text", ["", "[]", "{}", '{"digest": "x"}', "null"])
    def test_not_where_the_outline_is_written_by_another_version(self, text: str, kept: Path) -> None:
        self.write(kept, "UPDATE memo SET value = ? WHERE name = 'outline of the settings'", text)

        assert not self.is_made(kept)

    def test_not_where_a_page_of_one_model_was_read_whose_offer_takes_its_reader(self, kept: Path) -> None:
        self.write(kept, "UPDATE source SET last_good_at = '2026-11-01 00:00:00.000000' WHERE id = 'cometapi/pages'")

        assert not self.is_made(kept)

    @pytest.mark.parametrize("content", [b"", b"no database at all, but some text that is long enough"])
    def test_not_where_the_file_is_no_database_of_ours(self, content: bytes, kept: Path) -> None:
        (kept / "kept.db").write_bytes(content)

        assert not self.is_made(kept)

    @pytest.mark.parametrize(
        "address",
        [
            'url = "postgresql+psycopg://user@127.0.0.1/name"',
            'url_env = "WHERE_IT_IS"',
            'url = "sqlite:///kept.db?timeout=3"',
            'url = "sqlite:///absent.db"',
            "url = 3",
            "url = 'kept.db'",
            "url",
        ],
    )
    def test_not_where_only_the_settings_know_the_database(
        self, address: str, kept: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        content = f"[database]\n{address}\n"
        (kept / "config.toml").write_text(content, "utf-8")
        monkeypatch.setattr("monitor.service.glancing.digest", lambda *_: self.digest(kept))

        assert not self.is_made(kept)
        assert not (kept / "absent.db").exists()

    def test_without_an_address_it_is_beside_the_settings_wherever_one_is(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "settings").mkdir()
        (tmp_path / "settings" / "config.toml").write_text("", "utf-8")
        monkeypatch.chdir(tmp_path)
        with assembled(config.load(tmp_path / "settings" / "config.toml", {}), {}, day=DAY):
            assert (tmp_path / "settings" / "monitor.db").exists()

        assert self.is_made(tmp_path / "settings")
        assert not (tmp_path / "monitor.db").exists()

    def test_nothing_can_be_written_by_it(self, kept: Path) -> None:
        with glance(kept / "kept.db") as look, pytest.raises(sqlite3.OperationalError, match="readonly"):
            look.connection.execute("DELETE FROM memo")
