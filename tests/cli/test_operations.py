"""`config`, `db`, `digest`, `outbox` and `token`: what an operator does."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing

import pytest

from tests.cli.conftest import Terminal


class TestConfig:
    def test_a_valid_one_is_told_in_a_few_lines_and_nothing_is_touched(self, shop: Terminal) -> None:
        answer = shop("config", "check")

        assert answer.status == 0
        assert answer.out.startswith("the configuration is valid: 1 team, 1 project, 2 pins, ")
        assert "alerts are printed" in answer.out
        assert set(shop.files()) == {"config.toml"}

    def test_the_ways_out_are_those_whose_secrets_are_set(
        self, shop: Terminal, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-canary-123456")
        monkeypatch.setenv("MONITOR_SMTP_URL", "smtp://user:canary-word@mail.example.org:587")

        answer = shop("config", "check")
        json = shop("config", "check", "--json")

        assert "alerts go to Slack as a bot" in answer.out
        assert "digests go out by e-mail" in answer.out
        assert "canary" not in answer.out + answer.err + json.out + json.err

    def test_a_further_way_is_named_with_whether_its_secret_is_there(
        self, shop: Terminal, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        config = (shop.folder / "config.toml").read_text("utf-8")
        shop.configure(f'{config}\n[[teams]]\nname = "b"\n[teams.discord]\nurl_env = "HOOK_OF_B"\n')

        without = shop("config", "check")
        monkeypatch.setenv("HOOK_OF_B", "https://discord.example/canary")
        with_it = shop("config", "check")

        assert "b cannot be told by discord: a variable that its table names is not set" in without.out
        assert "b is told by discord too" in with_it.out
        assert "canary" not in with_it.out + with_it.err

    def test_projects_that_github_cannot_be_told_of_are_named(
        self, terminal: Terminal, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("TOKEN_OF_B", "canary-word")

        def said(more: str = "") -> str:
            projects = {"one": "git@github.com:acme/one.git", "two": "https://gitlab.com/acme/two", "three": ""}
            terminal.configure(
                f'[[teams]]\nname = "b"\n[teams.github]\ntoken_env = "TOKEN_OF_B"\n{more}\n'
                + "".join(
                    f'[[projects]]\nname = "{name}"\nteam = "b"\nrepository = "{address}"\n'
                    for name, address in projects.items()
                )
            )
            return terminal("config", "check").out

        assert "b is told by github too\nb cannot be told by github of two, three: no repository there" in said()
        assert "cannot be told by github" not in said('repository = "acme/all"')

    def test_what_leads_inside_the_network_is_named_unless_it_is_meant(
        self, terminal: Terminal, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("INSIDE", "http://10.0.0.5/canary")
        monkeypatch.setenv("INSIDE_TOO", "http://[fd00::5]/canary")
        monkeypatch.setenv("SECRET", "canary-word")

        def said(more: str) -> str:
            terminal.configure(
                '[sources."acme/models"]\nkind = "openai-compatible"\nurl = "http://10.0.0.5/v1/models"\n'
                f'{more}\n[[teams]]\nname = "b"\n[teams.discord]\nurl_env = "INSIDE_TOO"\n'
                f'[teams.webhook]\nurl_env = "INSIDE"\nsecret_env = "SECRET"\n{more}\n'
            )
            return terminal("config", "check").out

        meant = ": private = true says that it is meant"
        source, webhook = "acme/models will be refused, as its address", "b cannot be told by webhook, as its address"
        assert f"{source} is not public{meant}\n" in (without := said(""))
        assert f"{webhook} is not public{meant}\n" in without
        assert without.count("not public") == 3
        assert "b is told by webhook too\n" in (with_it := said("private = true"))
        assert source not in with_it
        assert "b cannot be told by discord, as its address is not public\n" in with_it
        assert "canary" not in without + with_it

    def test_a_source_whose_key_is_missing_is_named(self, terminal: Terminal) -> None:
        terminal.configure("")

        answer = terminal("config", "check")

        assert "openai/models will be skipped: OPENAI_API_KEY is not set" in answer.out


class TestDatabase:
    def test_sqlite_is_made_on_request_and_is_then_at_this_programs_version(self, shop: Terminal) -> None:
        refused = shop("db", "check")
        upgraded = shop("db", "upgrade")
        after = shop("db", "check")

        assert (refused.status, upgraded.status, after.status) == (2, 0, 0)
        assert "there is no database yet" in refused.err
        assert "was brought from nothing to version" in upgraded.err
        assert "as this program needs" in shop("db", "upgrade").err

    def test_postgresql_is_upgraded_as_a_step_of_its_own(self, shop: Terminal, postgres_url: str) -> None:
        config = (shop.folder / "config.toml").read_text("utf-8")
        shop.configure(f'[database]\nurl = "{postgres_url}"\n{config}')

        before = shop("db", "check")
        shop("db", "upgrade")
        polled = shop("poll", "--source", "openai/deprecations")
        checked = shop("check", "--json")

        assert before.status == 2
        assert polled.status == 0
        assert [f["severity"] for f in checked.json["findings"]] == ["retired", "imminent"]


class TestDigest:
    def test_it_is_shown_without_being_sent(self, polled: Terminal) -> None:
        polled("deliver")

        answer = polled("digest", "show", "--team", "search")

        assert answer.status == 0
        assert "gpt-4-0314" in answer.out
        assert polled("outbox", "list", "--json").json["counts"]["sent"] == 1

    def test_it_is_written_to_a_file_as_html(self, polled: Terminal) -> None:
        answer = polled("digest", "show", "--html", "digest.html")

        assert (answer.status, answer.out) == (0, "")
        assert "gpt-4-0314" in (polled.folder / "digest.html").read_text("utf-8")

    def test_json_holds_what_the_e_mail_says(self, polled: Terminal) -> None:
        (digest,) = polled("digest", "show", "--json").json["digests"]

        assert (digest["team"], digest["week"]) == ("search", "2026-W34")
        assert digest["retired"][0]["alerts"][0]["model_id"] == "gpt-4-0314"

    def test_it_is_sent_once_a_week(self, polled: Terminal) -> None:
        first = polled("digest", "send")
        second = polled("digest", "send")
        next_week = polled("--today", "2026-08-29", "digest", "send")

        assert (first.status, second.status, next_week.status) == (0, 0, 0)
        assert "1 digest queued" in first.err
        assert "gpt-4-0314" in first.out
        assert "0 digests queued: this week's are out already" in second.err
        assert "1 digest queued" in next_week.err

    @pytest.mark.parametrize("words", [("show",), ("send",)])
    def test_an_unknown_team_is_refused_with_the_nearest(self, polled: Terminal, words: tuple[str, ...]) -> None:
        answer = polled("digest", *words, "--team", "serch")

        assert (answer.status, answer.out) == (2, "")
        assert answer.err == "model-monitor: there is no team serch: did you mean search?\n"

    def test_a_file_for_several_teams_is_refused(self, polled: Terminal) -> None:
        polled("team", "add", "data")

        answer = polled("digest", "show", "--html", "digest.html")

        assert answer.status == 2
        assert "--team" in answer.err
        assert not (polled.folder / "digest.html").exists()

    def test_a_file_that_cannot_be_written_is_one_line(self, polled: Terminal) -> None:
        answer = polled("digest", "show", "--html", "no/such/folder/digest.html")

        assert answer.status != 0
        assert answer.err.startswith("model-monitor: no/such/folder/digest.html: ")
        assert answer.err.count("\n") == 1


class TestOutbox:
    def test_messages_are_listed_with_their_state(self, polled: Terminal) -> None:
        before = polled("outbox", "list", "--json").json
        polled("deliver")

        text = polled("outbox", "list")
        sent = polled("outbox", "list", "--state", "sent", "--json").json["messages"]

        assert before["counts"]["pending"] == 1
        assert "1 sent" in text.err
        assert [(m["kind"], m["state"], m["attempts"]) for m in sent] == [("notice", "sent", 1)]
        assert polled("outbox", "list", "--state", "dead", "--json").json["messages"] == []

    def test_what_was_given_up_is_sent_again_on_request(self, polled: Terminal) -> None:
        with closing(sqlite3.connect(polled.folder / "monitor.db")) as connection:
            connection.execute("UPDATE outbox SET state = 'dead', last_error = 'gone'")
            connection.commit()

        listed = polled("outbox", "list", "--state", "dead")
        retried = polled("outbox", "retry")
        delivered = polled("deliver")

        assert "gone" in listed.out
        assert retried.err == "1 message due again\n"
        assert "1 message sent" in delivered.err

    def test_what_was_given_up_is_discarded_by_number_and_stands_in_the_audit(self, polled: Terminal) -> None:
        (waiting,) = polled("outbox", "list", "--json").json["messages"]
        number = str(waiting["id"])
        alive = polled("outbox", "discard", number)
        with closing(sqlite3.connect(polled.folder / "monitor.db")) as connection:
            connection.execute("UPDATE outbox SET state = 'dead', last_error = 'gone'")
            connection.commit()

        partly = polled("outbox", "discard", number, "999")
        kept = polled("outbox", "list", "--json").json["counts"]["dead"]
        discarded = polled("outbox", "discard", number)
        with closing(sqlite3.connect(polled.folder / "monitor.db")) as connection:
            (who, what, detail) = connection.execute("SELECT who, what, detail FROM audit ORDER BY id DESC").fetchone()

        assert (alive.status, partly.status, kept) == (2, 2, 1)
        assert "999" in partly.err
        assert discarded.err == "1 message discarded\n"
        assert polled("outbox", "list", "--json").json["messages"] == []
        assert (who, what) == ("cli", "message discarded")
        assert waiting["dedup_key"] in detail
        assert detail.endswith("gone")

    def test_a_closed_way_is_named_and_opened_on_request(self, polled: Terminal) -> None:
        with closing(sqlite3.connect(polled.folder / "monitor.db")) as connection:
            columns = "name, recipient, disabled_at, disabled_reason"
            connection.execute(f"INSERT INTO channel ({columns}) VALUES ('slack', '#a', '2026-08-22', 'archived')")  # noqa: S608 no foreign text
            connection.commit()

        listed = polled("outbox", "list")
        opened = polled("outbox", "open", "slack", "#a")
        again = polled("outbox", "open", "slack", "#a")

        assert "closed: slack #a: archived" in listed.err
        assert opened.err == "1 way open again\n"
        assert (again.status, again.err.count("\n")) == (2, 1)


class TestHealth:
    def test_where_nothing_was_ever_polled_alerts_are_at_risk(self, shop: Terminal) -> None:
        shop("db", "upgrade")

        text, as_json, changes = shop("health"), shop("health", "--json").json, shop("change", "list")

        assert text.status == 1
        assert "no source has ever been polled: start `model-monitor run`" in text.out
        assert "alerts are at risk" in text.err
        assert not as_json["healthy"]
        assert (changes.status, changes.out) == (0, "")
        assert "no source has ever been polled, so nothing is known of any change" in changes.err
        assert shop("change", "list", "--json").json["last_polled_at"] is None

    def test_it_says_what_is_wrong_and_whether_alerts_are_at_risk(self, polled: Terminal) -> None:
        with closing(sqlite3.connect(polled.folder / "monitor.db")) as connection:
            connection.execute("UPDATE source SET last_polled_at = since WHERE state != 'skipped'")
            connection.commit()
        well = polled("health")
        with closing(sqlite3.connect(polled.folder / "monitor.db")) as connection:
            connection.execute("UPDATE outbox SET created_at = '2026-08-21 00:00:00'")
            connection.commit()
        unwell, text = polled("health", "--json"), polled("health")

        assert well.status == 0
        assert "alerts go out as they should" in well.err
        assert (unwell.status, unwell.json["healthy"]) == (1, False)
        assert [t["kind"] for t in unwell.json["troubles"]] == ["outbox"]
        assert "a message has waited" in text.out


class TestTokens:
    def test_one_is_shown_once_and_only_its_hash_is_kept(self, shop: Terminal) -> None:
        created = shop("token", "create", "ci", "--scope", "write")
        secret = created.out.strip()
        listed = shop("token", "list")

        with closing(sqlite3.connect(shop.folder / "monitor.db")) as connection:
            kept = connection.execute("SELECT hash, scope, name FROM api_token").fetchall()
        assert created.status == 0
        assert len(secret) > 40
        assert kept == [(hashlib.sha256(secret.encode()).hexdigest(), "write", "ci")]
        assert secret not in created.err + listed.out + listed.err

    def test_one_that_is_revoked_stays_on_the_list_with_the_time(self, shop: Terminal) -> None:
        shop("token", "create", "ci")

        revoked = shop("token", "revoke", "1")
        again = shop("token", "revoke", "1")

        (token,) = shop("token", "list", "--json").json["tokens"]
        assert (revoked.status, again.status) == (0, 2)
        assert (token["name"], token["scope"]) == ("ci", "read")
        assert token["revoked_at"].startswith("2026-08-22T")

    @pytest.mark.parametrize("name", ["", "a\nb", "x" * 200])
    def test_a_name_that_no_list_can_show_is_refused(self, shop: Terminal, name: str) -> None:
        answer = shop("token", "create", name)

        assert (answer.status, answer.out) == (2, "")
        assert answer.err.count("\n") == 1
