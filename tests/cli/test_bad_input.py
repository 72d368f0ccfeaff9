"""Bad configurations and databases: one line that says what, where and what to do; status 2; nothing changed."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.conftest import Terminal, start

TEAM = '[[teams]]\nname = "search"\n'
PROJECT = '[[projects]]\nname = "ranker"\nteam = "search"\n'

BAD_FILES = {
    "an unknown key": ("[fetch]\ntimout = '20s'\n", ["config.toml", "fetch.timout", "did you mean 'timeout'?"]),
    "a wrong type": ("[web]\nport = 'eighty'\n", ["config.toml", "web.port", "whole number"]),
    "malformed TOML": ("[fetch\n", ["config.toml", "line 1"]),
    "no text at all": ("\x00\x01", ["config.toml", "line 1"]),
    "an unknown team": (TEAM + PROJECT.replace("search", "serch"), ["config.toml", "projects[0]", "search"]),
    "a duplicate project": (TEAM + PROJECT + PROJECT, ["config.toml", "projects[1]", "ranker"]),
    "an unparsable reference": (TEAM + PROJECT + "pins = ['gpt 4']\n", ["config.toml", "pins[0]", "gpt 4"]),
    "an unknown source": ("[sources.'openai/page']\nevery = '1h'\n", ["openai/page", "source list"]),
    "an unknown kind of database": ("[database]\nurl = 'mysql://x/y'\n", ["config.toml", "database.url"]),
    "a folder that is not there": ("[database]\nurl = 'sqlite:////no/such/folder/x.db'\n", ["/no/such/folder/x.db"]),
}
COMMANDS = [("poll",), ("deliver",), ("run", "--once"), ("check",), ("pin", "list"), ("source", "list")]


class TestFiles:
    @pytest.mark.parametrize("case", BAD_FILES)
    @pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
    def test_each_is_one_line_and_status_2_and_nothing_is_created(
        self, terminal: Terminal, case: str, command: tuple[str, ...]
    ) -> None:
        text, says = BAD_FILES[case]
        terminal.configure(text)

        answer = terminal(*command)

        assert_refused(answer.status, answer.out, answer.err, says)
        assert set(terminal.files()) == {"config.toml"}

    def test_a_missing_file_is_named_with_the_option_that_named_it(self, terminal: Terminal) -> None:
        answer = terminal("--config", "missing.toml", "poll")

        assert_refused(answer.status, answer.out, answer.err, ["missing.toml: there is no such file", "--config"])
        assert terminal.files() == {}

    def test_a_missing_file_is_named_with_the_variable_that_named_it(
        self, terminal: Terminal, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("MONITOR_CONFIG", "elsewhere.toml")

        answer = terminal("poll")

        assert_refused(answer.status, answer.out, answer.err, ["elsewhere.toml", "MONITOR_CONFIG"])

    def test_no_configuration_at_all_is_told_with_the_ways_to_one(self, terminal: Terminal) -> None:
        answer = terminal("poll")

        assert_refused(answer.status, answer.out, answer.err, ["config.toml", "config.example.toml", "--config"])

    def test_the_option_wins_over_the_variable_and_both_over_the_folder(
        self, terminal: Terminal, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        terminal.configure("[broken")
        good = terminal.folder / "good.toml"
        good.write_text("", "utf-8")

        by_option = terminal("--config", str(good), "config", "check")
        monkeypatch.setenv("MONITOR_CONFIG", str(good))
        by_variable = terminal("config", "check")

        assert (by_option.status, by_variable.status) == (0, 0)

    def test_a_process_of_its_own_says_the_same(self, tmp_path: Path) -> None:
        (tmp_path / "config.toml").write_text("[fetch]\ntimout = '20s'\n", "utf-8")
        process = start("poll", folder=tmp_path)

        out, err = process.communicate()

        assert_refused(process.returncode, out, err, ["fetch.timout"])


class TestDatabases:
    def test_one_of_a_newer_version_is_refused_and_left_as_it_is(self, polled: Terminal) -> None:
        file = polled.folder / "monitor.db"
        with closing(sqlite3.connect(file)) as connection:
            connection.execute("UPDATE alembic_version SET version_num = '9999'")
            connection.commit()
        before = file.read_bytes()

        answer = polled("poll")

        assert_refused(answer.status, answer.out, answer.err, ["monitor.db", "9999", "newer"])
        assert file.read_bytes() == before

    def test_a_file_that_is_no_database_is_refused_and_left_as_it_is(self, shop: Terminal) -> None:
        (shop.folder / "monitor.db").write_bytes(b"not a database at all" * 100)
        before = shop.files()

        answer = shop("check")

        assert answer.err.count("\n") == 1
        assert answer.err.startswith("model-monitor: ")
        assert "monitor.db" in answer.err
        assert answer.status in {1, 2}
        assert shop.files() == before

    def test_a_server_that_does_not_answer_is_named_without_its_password(
        self, terminal: Terminal, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        pytest.importorskip("psycopg", reason="PostgreSQL's driver is not installed")
        monkeypatch.setenv("DB", "postgresql+psycopg://monitor:s3cret-word@127.0.0.1:1/monitor")
        terminal.configure("[database]\nurl_env = 'DB'\n")

        answer = terminal("poll")

        assert_refused(answer.status, answer.out, answer.err, ["127.0.0.1:1"])
        assert "s3cret-word" not in answer.err

    def test_postgresql_without_tables_is_refused_until_it_is_upgraded(
        self, terminal: Terminal, postgres_url: str
    ) -> None:
        terminal.configure(f"[database]\nurl = '{postgres_url}'\n")

        before = terminal("pin", "list")
        upgraded = terminal("db", "upgrade")
        after = terminal("pin", "list")

        assert_refused(before.status, before.out, before.err, ["model-monitor db upgrade"])
        assert (upgraded.status, after.status) == (0, 0)


class TestNoDatabase:
    """A command that only reads makes no database; where the catalog can answer, it does."""

    @pytest.mark.parametrize(
        "command",
        [
            "health", "change list", "pin list", "pin decisions", "team list", "project list", "override list",
            "outbox list", "outbox retry", "digest show", "digest send", "deliver", "token list", "db current",
        ],
    )  # fmt: skip
    def test_one_that_reads_the_record_says_which_file_is_missing_and_what_makes_it(
        self, shop: Terminal, command: str
    ) -> None:
        answer = shop(*command.split())

        assert_refused(
            answer.status, answer.out, answer.err, [f"there is no database yet, {shop.folder / 'monitor.db'}", "run"]
        )
        assert set(shop.files()) == {"config.toml"}

    @pytest.mark.parametrize(
        ("command", "status"),
        [
            ("check openai/gpt-4-0314", 1), ("check", 1), ("model show openai/gpt-4-0314", 0), ("model list", 0),
            ("source list", 0), ("scan .", 0),
        ],
    )  # fmt: skip
    def test_one_that_the_catalog_can_answer_is_answered_and_it_is_told(
        self, shop: Terminal, command: str, status: int
    ) -> None:
        answer = shop(*command.split())

        assert answer.status == status
        assert answer.out
        assert f"there is no database yet, {shop.folder / 'monitor.db'}" in answer.err
        assert set(shop.files()) == {"config.toml"}

    def test_without_a_pin_in_the_file_a_check_of_all_pins_has_nothing_to_answer_from(self, terminal: Terminal) -> None:
        terminal.configure(TEAM + PROJECT)

        answer = terminal("check")

        assert_refused(answer.status, answer.out, answer.err, ["there is no database yet"])

    @pytest.mark.parametrize(
        "command", ["pin add ranker openai/gpt-4", "team add ads", "token create ci", "db upgrade"]
    )
    def test_one_that_adds_something_makes_it(self, shop: Terminal, command: str) -> None:
        answer = shop(*command.split())

        assert answer.status == 0, answer.err
        assert "monitor.db" in shop.files()


class TestKeptEntries:
    def test_a_file_that_contradicts_the_registry_changes_nothing(self, shop: Terminal) -> None:
        shop("team", "add", "data")
        config = (shop.folder / "config.toml").read_text("utf-8")
        shop.configure(f'{config}\n[[teams]]\nname = "data"\n\n[[teams]]\nname = "new"\n')

        answer = shop("team", "list")
        shop.configure(config)

        assert_refused(answer.status, answer.out, answer.err, ["data"])
        assert [team["name"] for team in shop("team", "list", "--json").json["teams"]] == ["data", "search"]


def assert_refused(status: int, out: str, err: str, says: list[str]) -> None:
    assert (status, out) == (2, "")
    assert err.startswith("model-monitor: ")
    assert err.count("\n") == 1
    assert [text for text in says if text not in err] == []
