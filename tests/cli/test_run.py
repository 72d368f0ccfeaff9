"""`run`: the service as a process, until it is told to stop; and one round of it."""

from __future__ import annotations

import json
import re
import signal
import subprocess
from pathlib import Path

import httpx
import pytest

from tests.cli.conftest import CONFIG, Terminal, page, start
from tests.e2e.mirror import Mirror, Section
from tests.fakes import slack as fake
from tests.fakes.slack import APP_TOKEN, FakeSlack
from tests.fakes.slack_socket import until


class TestOnce:
    def test_it_polls_tells_and_ends_with_status_0(self, shop: Terminal, pages: Mirror) -> None:
        answer = shop("run", "--once", "--no-web")

        assert answer.status == 0, answer.err
        assert "openai/deprecations" in answer.out
        assert "gpt-4-0314" in answer.out
        assert "1 message sent" in answer.err
        assert ("openai/deprecations", 200) in pages.asked

    def test_a_second_round_at_once_has_nothing_to_do(self, shop: Terminal, pages: Mirror) -> None:
        shop("run", "--once", "--no-web")
        asked = list(pages.asked)

        answer = shop("run", "--once", "--no-web")

        assert (answer.status, answer.out) == (0, "")
        assert "no source is due yet" in answer.err
        assert pages.asked == asked

    def test_a_pin_that_was_added_since_is_told_though_no_source_is_due(self, shop: Terminal) -> None:
        shop("run", "--once", "--no-web")
        assert shop("pin", "add", "ranker", "openai/gpt-4o").status == 0
        quiet = shop("run", "--once", "--no-web")
        assert shop("pin", "add", "ranker", "openai/old-model-003").status == 0

        answer = shop("run", "--once", "--no-web")

        assert quiet.out == ""
        assert "no source is due yet" in answer.err
        assert "old-model-003" in answer.out

    def test_sources_that_are_not_well_do_not_make_it_fail(self, shop: Terminal, pages: Mirror) -> None:
        pages.documents["openai/deprecations"] = "<html><form><input type=password></form></html>"

        answer = shop("run", "--once", "--no-web")

        assert answer.status == 0
        assert "suspect" in answer.out

    def test_on_a_machine_that_reaches_no_source_the_catalog_stands_in_and_it_is_told(
        self, shop: Terminal, pages: Mirror
    ) -> None:
        pages.documents.clear()

        answer = shop("run", "--once", "--no-web")

        assert answer.status == 0
        assert re.search(r"the bundled catalog stands in for \d+ sources not read yet", answer.err)
        assert re.search(r"From the bundled catalog of \d+ \w+ 20\d\d, ", answer.out)
        assert "gpt-4-0314" in answer.out

    def test_a_message_that_was_given_up_makes_it_fail_and_it_says_how_to_send_it_again(
        self, shop: Terminal, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with FakeSlack() as slack:
            slack.then(fake.error("is_archived"))
            monkeypatch.setenv("SLACK_BOT_TOKEN", fake.TOKEN)
            shop.configure(f'[slack]\napi_url = "{slack.api_url}"\n{(shop.folder / "config.toml").read_text("utf-8")}')

            answer = shop("run", "--once", "--no-web")

        assert answer.status == 1, answer.err
        assert re.search(r"\d given up$", answer.err, re.MULTILINE)
        assert "`outbox retry` makes it due again" in answer.err

    def test_another_day_is_refused_for_the_service_itself(self, shop: Terminal) -> None:
        answer = shop("--today", "2026-08-22", "run", "--no-web")

        assert (answer.status, answer.out) == (2, "")
        assert "--once" in answer.err
        assert set(shop.files()) == {"config.toml"}

    def test_postgresql_is_upgraded_on_request_only(self, shop: Terminal, postgres_url: str) -> None:
        config = (shop.folder / "config.toml").read_text("utf-8")
        shop.configure(f'[database]\nurl = "{postgres_url}"\n{config}')

        refused = shop("run", "--once", "--no-web")
        migrated = shop("run", "--once", "--no-web", "--migrate")

        assert (refused.status, migrated.status) == (2, 0)
        assert "db upgrade" in refused.err


@pytest.fixture
def folder(tmp_path: Path, pages: Mirror) -> Path:
    (tmp_path / "config.toml").write_text(f"[web]\nport = 0\n{CONFIG.format(mirror=pages.url)}", "utf-8")
    return tmp_path


def told(process: subprocess.Popen[str], beginning: str) -> str:
    """The rest of the line of standard error that begins so; waits for it."""
    assert process.stderr is not None
    for line in process.stderr:
        if line.startswith(beginning):
            return line.removeprefix(beginning).strip()
    raise AssertionError(f"it ended without saying {beginning!r}")


class TestService:
    @pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
    def test_a_signal_ends_it_cleanly(self, folder: Path, number: signal.Signals) -> None:
        with start("run", "--no-web", folder=folder) as process:
            told(process, "running")
            process.send_signal(number)
            out, err = process.communicate()

        assert (process.returncode, err) == (0, "")
        assert "Traceback" not in out

    def test_it_serves_its_pages_at_the_address_that_it_tells(self, folder: Path) -> None:
        with start("run", folder=folder) as process:
            address = told(process, "web pages at ")
            health = httpx.get(f"{address}/healthz", trust_env=False).status_code
            process.send_signal(signal.SIGTERM)
            process.communicate()

        assert health == 200
        assert process.returncode == 0

    def test_it_takes_commands_by_socket_mode_and_ends_that_too(self, folder: Path) -> None:
        with FakeSlack() as slack:
            config = (folder / "config.toml").read_text("utf-8")
            (folder / "config.toml").write_text(f'[slack]\napi_url = "{slack.api_url}"\n{config}', "utf-8")
            typed = {
                "text": "who gpt-4-0314", "user_id": "U1", "channel_id": "C1", "trigger_id": "T",
                "response_url": slack.reply_url(),
            }  # fmt: skip
            with start("run", "--no-web", folder=folder, SLACK_APP_TOKEN=APP_TOKEN) as process:
                until(lambda: slack.socket.open)
                slack.socket.envelope("slash_commands", typed, "1")
                until(lambda: slack.socket.acknowledged)
                process.send_signal(signal.SIGTERM)
                process.communicate()

        assert "Pinned in 1 place" in slack.answers[0]["text"]
        assert process.returncode == 0

    def test_an_address_that_is_taken_is_one_line_and_status_2(self, folder: Path) -> None:
        with start("run", folder=folder) as first:
            port = told(first, "web pages at ").rpartition(":")[2]
            config = (folder / "config.toml").read_text("utf-8").replace("port = 0", f"port = {port}")
            (folder / "config.toml").write_text(config, "utf-8")

            with start("run", folder=folder) as second:
                _, err = second.communicate()
            first.send_signal(signal.SIGTERM)
            first.communicate()

        assert second.returncode == 2
        assert err.splitlines()[-1].startswith("model-monitor: web.host, web.port: cannot listen on ")
        assert "running" not in err
        assert "Traceback" not in err

    def test_its_log_is_json_where_no_person_watches(self, folder: Path, pages: Mirror) -> None:
        pages.documents["openai/deprecations"] = page(Section("2025-09-26", (("one day", "gpt-4-0314", "`gpt-5`"),)))

        with start("run", "--no-web", folder=folder) as process:
            line = json.loads("{" + told(process, "{"))
            process.send_signal(signal.SIGTERM)
            process.communicate()

        assert (line["event"], line["source"]) == ("a cell was not understood", "openai/deprecations")
        assert process.returncode == 0
