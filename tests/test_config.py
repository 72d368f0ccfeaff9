"""The settings file: what it may hold, and the one line that says what is wrong with it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.config import Pin, Settings, SourceSettings, WeeklyTime, load
from monitor.config.values import duration_text, size_text
from monitor.core.facts import Scope
from monitor.errors import ConfigError

EXAMPLE = Path(__file__).resolve().parent.parent / "config.example.toml"
CANARY = "canary-4f1d-secret"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def settings(file: Path, text: str, environ: Mapping[str, str] | None = None) -> Settings:
    file.write_text(text, "utf-8")
    return load(file, environ or {})


def problem(file: Path, text: str, environ: Mapping[str, str] | None = None) -> str:
    """The whole error of a bad file, without the file's name in front."""
    with pytest.raises(ConfigError) as error:
        settings(file, text, environ)
    line = str(error.value)
    assert line.startswith(f"{file}: ")
    assert error.value.hint
    assert line.isprintable()
    return line.removeprefix(f"{file}: ")


# ----------------------------------------------------------------------------------------------------- finding the file


def test_the_path_given_comes_before_the_variable_and_the_variable_before_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, port in (("config.toml", 1), ("variable.toml", 2), ("path.toml", 3)):
        (tmp_path / name).write_text(f"web.port = {port}")
    named = {"MONITOR_CONFIG": "variable.toml"}

    assert load(None, {}).web.port == 1
    assert load(None, named).web.port == 2
    assert load(Path("path.toml"), named).web.port == 3


def test_without_any_file_the_error_says_how_to_begin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ConfigError, match=r"^config\.toml: there is no such file: copy config\.example\.toml"):
        load(None, {})


def test_a_missing_file_is_named_with_what_named_it(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"gone\.toml: there is no such file: check the path after --config"):
        load(tmp_path / "gone.toml", {})
    with pytest.raises(ConfigError, match=r"gone\.toml: there is no such file: check the environment variable"):
        load(None, {"MONITOR_CONFIG": str(tmp_path / "gone.toml")})


def test_a_folder_a_nul_and_an_unreadable_file_are_no_files(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read: Is a directory"):
        load(tmp_path, {})
    with pytest.raises(ConfigError, match="cannot be read: it cannot be opened"):
        load(Path("a\0b"), {})


def test_an_empty_file_is_all_defaults(file: Path) -> None:
    read = settings(file, "")

    assert read.model_copy(update={"database": Settings().database}) == Settings()


def test_the_database_is_beside_the_file_whether_its_address_is_written_or_not(
    file: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)

    for text in ("", "[database]\n", 'database.url = "sqlite:///monitor.db"\n'):
        assert settings(file, text).database.url == f"sqlite:///{file.parent / 'monitor.db'}"


# ----------------------------------------------------------------------------------------------------- what is in force


def test_every_section_is_read_into_its_type(file: Path) -> None:
    read = settings(
        file,
        """
        database.url = "postgresql+psycopg://monitor@db.example.org/monitor"
        fetch = { timeout = "90s", max_bytes = "64KiB", user_agent = "me (+http://a.b)", mirror = "http://127.0.0.1:8" }
        schedule = { pages = "15m", lists = "2h", digest = "Friday 17:30", timezone = "Asia/Tokyo" }
        alerts.lead_days = [1, 90, 1, 30]
        slack = { api_url = "http://127.0.0.1:9/api", default_channel = "C0123456789", ops_channel = "#ops-über" }
        email.from = "Models <models@example.org>"
        web = { host = "::1", port = 0, public_url = "https://models.example.org" }
        """,
    )
    assert read.database.address({}) == "postgresql+psycopg://monitor@db.example.org/monitor"
    assert (read.fetch.timeout, read.fetch.max_bytes) == (timedelta(seconds=90), 65_536)
    assert (read.fetch.user_agent, read.fetch.mirror) == ("me (+http://a.b)", "http://127.0.0.1:8")
    assert (read.schedule.pages, read.schedule.lists) == (timedelta(minutes=15), timedelta(hours=2))
    assert read.schedule.digest == WeeklyTime(weekday=4, hour=17, minute=30)
    assert read.alerts.lead_days == (90, 30, 1)
    assert (read.slack.api_url, read.slack.ops_channel) == ("http://127.0.0.1:9/api/", "#ops-über")
    assert read.email.sender == "Models <models@example.org>"
    assert (read.web.host, read.web.port) == ("::1", 0)


def test_a_source_may_be_moved_slowed_or_switched_off(file: Path) -> None:
    read = settings(
        file,
        """
        [sources."openai/deprecations"]
        url = "https://example.org/deprecations.md"
        every = "12h"
        [sources."google/models"]
        enabled = false
        [sources."acme/models"]
        kind = "openai-compatible"
        url = "https://llm.acme.example/v1/models"
        """,
    )
    assert read.sources["openai/deprecations"] == SourceSettings(
        url="https://example.org/deprecations.md", every=timedelta(hours=12)
    )
    assert not read.sources["google/models"].enabled
    assert read.providers == {"acme"}
    with pytest.raises(TypeError):
        read.sources["x/y"] = SourceSettings()  # type: ignore[index]


def test_a_page_of_the_users_own_says_how_it_is_read_and_cannot_be_changed_later(file: Path) -> None:
    read = settings(
        file,
        """
        [sources."acme/deprecations"]
        kind = "page"
        url = "https://docs.acme.example/deprecations.md"
        columns = { "Ends on" = "shutdown", Model = "model", Notes = "" }
        headings = ["Ends on"]
        max_unread = 0
        month_first = true
        """,
    )
    own = read.sources["acme/deprecations"]
    assert own.columns == {"Ends on": "shutdown", "Model": "model", "Notes": ""}
    assert (own.headings, own.min_facts, own.max_unread, own.month_first) == (("Ends on",), None, 0, True)
    assert read.providers == {"acme"}
    again = Settings.model_validate(json.loads(json.dumps(read.redacted())), context={"folder": Path()})
    assert again.sources == read.sources
    with pytest.raises(TypeError):
        own.columns["Model"] = "name"  # type: ignore[index]


def test_a_pin_is_a_text_or_a_table(file: Path) -> None:
    read = settings(
        file,
        """
        teams = [{ name = "search" }]
        [[projects]]
        name = "ranker"
        team = "search"
        pins = ["openai/gpt-4-0314", { ref = "azure/gpt-4o", version = "2024-08-06", region = "swedencentral" }]
        """,
    )
    text, table = read.projects[0].pins
    assert text == Pin(ref="openai/gpt-4-0314")
    assert text.reference().key == ("openai", "gpt-4-0314")
    assert table.reference().scope == Scope(version="2024-08-06", regions=("swedencentral",))


def test_a_pin_may_name_a_provider_of_the_users_own(file: Path) -> None:
    read = settings(
        file,
        """
        teams = [{ name = "t" }]
        projects = [{ name = "p", team = "t", pins = ["acme/gpt-x"] }]
        sources."acme/models" = { kind = "openai-compatible", url = "https://llm.acme.example/v1/models" }
        """,
    )
    assert read.projects[0].pins[0].reference(read.providers).key == ("acme", "gpt-x")


def test_a_region_narrows_the_reference_that_covers_it() -> None:
    pin = Pin(ref="us.anthropic.claude-3-haiku-20240307-v1:0", region="us-west-2")
    assert pin.reference().scope.regions == ("us-west-2",)


def test_blanks_around_a_pins_texts_are_none_of_them() -> None:
    pin = Pin(ref=" gpt-4 ", environment="prod ", location=" a.py:1")
    assert (pin.ref, pin.environment, pin.location) == ("gpt-4", "prod", "a.py:1")


def test_a_provider_of_the_users_own_takes_no_version(file: Path) -> None:
    with pytest.raises(ConfigError, match="has version = '2024-05-13', which goes into no id of acme"):
        settings(
            file,
            """
            teams = [{ name = "t" }]
            projects = [{ name = "p", team = "t", pins = [{ ref = "acme/gpt-x", version = "2024-05-13" }] }]
            sources."acme/models" = { kind = "openai-compatible", url = "https://llm.acme.example/v1/models" }
            """,
        )


def test_teams_without_a_time_zone_have_the_schedules(file: Path) -> None:
    read = settings(
        file, 'schedule.timezone = "Asia/Tokyo"\nteams = [{ name = "a" }, { name = "b", timezone = "Europe/Paris" }]'
    )
    assert [team.timezone for team in read.teams] == ["Asia/Tokyo", "Europe/Paris"]


def test_settings_never_change() -> None:
    with pytest.raises(ValueError, match="frozen"):
        Settings().web.port = 1  # type: ignore[misc]


@given(st.integers(1, 999_999), st.sampled_from("smhd"))
def test_durations_are_read_back_from_what_is_shown(count: int, unit: str) -> None:
    read = Settings.model_validate({"schedule": {"pages": f"{count}{unit}"}}).schedule.pages
    assert Settings.model_validate({"schedule": {"pages": duration_text(read)}}).schedule.pages == read


@given(st.integers(1, 100 * 2**20 // 1024))
def test_sizes_are_read_back_from_what_is_shown(kibibytes: int) -> None:
    read = Settings.model_validate({"fetch": {"max_bytes": f"{kibibytes}KiB"}}).fetch.max_bytes
    assert read == kibibytes * 1024
    assert Settings.model_validate({"fetch": {"max_bytes": size_text(read)}}).fetch.max_bytes == read


@given(st.integers(0, 6), st.integers(0, 23), st.integers(0, 59))
def test_weekly_times_are_read_back_from_what_is_shown(weekday: int, hour: int, minute: int) -> None:
    when = WeeklyTime(weekday, hour, minute)
    assert Settings.model_validate({"schedule": {"digest": str(when)}}).schedule.digest == when


# ------------------------------------------------------------------------------------------------------------- secrets


def test_secrets_come_from_the_environment(file: Path) -> None:
    read = settings(file, 'slack.token_env = "MY_TOKEN"')
    assert read.slack.token({"MY_TOKEN": " xoxb-1 \n"}) == "xoxb-1"
    assert read.slack.token({"SLACK_BOT_TOKEN": "xoxb-2"}) is None
    assert read.slack.webhook({"SLACK_WEBHOOK_URL": "https://hooks.slack.com/services/x"}) is not None
    assert read.slack.signing_secret({"SLACK_SIGNING_SECRET": ""}) is None
    assert read.slack.app_token({"SLACK_APP_TOKEN": "xapp-1"}) == "xapp-1"
    assert read.email.smtp({"MONITOR_SMTP_URL": "smtp://mail.example.org"}) == "smtp://mail.example.org"


@pytest.mark.parametrize(
    ("environ", "hears"),
    [({}, False), ({"SLACK_SIGNING_SECRET": "x"}, True), ({"SLACK_APP_TOKEN": "xapp-1"}, True)],
)
def test_slack_is_heard_with_a_signing_secret_or_an_app_level_token(
    file: Path, environ: dict[str, str], *, hears: bool
) -> None:
    assert settings(file, "").slack.hears(environ) is hears


def test_a_file_of_a_secret_is_found_beside_the_settings(file: Path) -> None:
    (file.parent / "token").write_text(f"{CANARY}\n")
    read = settings(file, 'slack.token_file = "token"\n[sources."openai/models"]\napi_key_file = "token"')
    assert read.slack.token({"SLACK_BOT_TOKEN": "not this"}) == CANARY
    assert read.source_key("openai/models", "OPENAI_API_KEY", {"OPENAI_API_KEY": "not this"}) == CANARY


def test_the_key_of_a_source_is_the_settings_word_or_else_its_own_variable(file: Path) -> None:
    read = settings(file, '[sources."openai/models"]\napi_key_env = "MY_KEY"')
    environ = {"MY_KEY": "mine", "OPENAI_API_KEY": "usual", "ANTHROPIC_API_KEY": "other"}
    assert read.source_key("openai/models", "OPENAI_API_KEY", environ) == "mine"
    assert read.source_key("anthropic/models", "ANTHROPIC_API_KEY", environ) == "other"
    assert read.source_key("google/deprecations", None, environ) is None


def test_the_database_may_come_whole_from_a_variable(file: Path) -> None:
    url = f"postgresql://monitor:{CANARY}@db.example.org/monitor"
    read = settings(file, 'database.url_env = "DB"', {"DB": url})
    assert read.database.address({"DB": url}) == url
    assert "the environment variable DB is not set" in problem(file, 'database.url_env = "DB"')
    wrong = problem(file, 'database.url_env = "DB"', {"DB": f"mysql://u:{CANARY}@h/d"})
    assert "DB holds no database" in wrong
    assert CANARY not in wrong


def test_no_secret_is_ever_shown(file: Path) -> None:
    environ = {
        "SLACK_BOT_TOKEN": f"xoxb-{CANARY}",
        "SLACK_WEBHOOK_URL": f"https://hooks.slack.com/services/{CANARY}",
        "SLACK_SIGNING_SECRET": f"signing-{CANARY}",
        "SLACK_APP_TOKEN": f"xapp-{CANARY}",
        "MONITOR_SMTP_URL": f"smtp://monitor:mail%2F{CANARY}@mail.example.org",
        "KEY": f"key-{CANARY}",
        "HOOK": f"https://hooks.slack.com/services/team-{CANARY}",
    }
    read = settings(
        file,
        f'database.url = "postgresql://monitor:db/{CANARY}@h/d"\n[sources."openai/models"]\napi_key_env = "KEY"\n'
        '[[teams]]\nname = "search"\n[teams.slack_webhook]\nurl_env = "HOOK"',
        environ,
    )
    shown = f"{read!r} {read} {json.dumps(read.redacted())}"
    assert CANARY not in shown
    assert read.redacted()["database"]["url"] == "postgresql://monitor:***@h/d"
    assert CANARY in read.database.address({})
    assert read.secret_values(environ) == {
        *environ.values(), f"db/{CANARY}", f"mail%2F{CANARY}", f"mail/{CANARY}",
    }  # fmt: skip


def test_what_is_in_force_can_be_read_back() -> None:
    read = load(EXAMPLE, {})
    again = Settings.model_validate(json.loads(json.dumps(read.redacted())), context={"folder": Path()})
    assert again.redacted() == read.redacted()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "cannot read 'SECRET': No such file or directory"),
        (b"", "SECRET is empty"),
        (b" \n", "SECRET is empty"),
        (b"\xff\xfe", "SECRET is no text"),
        (b"xoxb-1\nX-Evil: 1", "SECRET holds whitespace or odd characters"),
        (b"x" * 70_000, "SECRET is too large for a secret"),
    ],
)
def test_a_file_of_a_secret_that_cannot_be_used_is_an_error_at_once(
    file: Path, content: bytes | None, reason: str
) -> None:
    secret = file.parent / "token"
    if content is not None:
        secret.write_bytes(content)
    said = problem(file, 'slack.token_file = "token"').replace(str(secret), "SECRET")
    assert said.startswith("slack.token_file: ")
    assert reason in said
    assert "xoxb" not in said


@pytest.mark.parametrize(
    ("variable", "value", "reason"),
    [
        ("SLACK_BOT_TOKEN", f"{CANARY} {CANARY}", "SLACK_BOT_TOKEN holds whitespace"),
        ("SLACK_WEBHOOK_URL", CANARY, "slack.webhook_url_env: what SLACK_WEBHOOK_URL holds is no web address"),
        ("SLACK_APP_TOKEN", f"xoxb-{CANARY}", "slack.app_token_env: what SLACK_APP_TOKEN holds is no app-level token"),
        ("MONITOR_SMTP_URL", f"mail.example.org/{CANARY}", "email.smtp_url: the secret is no SMTP address"),
    ],
)
def test_a_secret_of_the_wrong_shape_is_an_error_that_does_not_show_it(
    file: Path, variable: str, value: str, reason: str
) -> None:
    said = problem(file, "", {variable: value})
    assert reason in said
    assert CANARY not in said
