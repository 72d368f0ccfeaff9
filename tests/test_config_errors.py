"""Every bad settings file is one line: the file, the key, what is wrong, what to do."""
# ruff: noqa: E501 - a case and what is said of it stand on one line

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from monitor.config import Settings, load
from monitor.config.problems import first_problem
from monitor.errors import ConfigError

CANARY = "canary-4f1d-secret"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def problem(file: Path, text: str) -> str:
    """The whole error of a bad file, without the file's name in front."""
    file.write_text(text, "utf-8")
    with pytest.raises(ConfigError) as error:
        load(file, {})
    line = str(error.value)
    assert line.startswith(f"{file}: ")
    assert error.value.hint
    assert line.isprintable()
    return line.removeprefix(f"{file}: ")


PINS = 'teams = [{{ name = "search" }}]\nprojects = [{{ name = "ranker", team = "search", pins = [{}] }}]'

REFUSED = {
    # unknown keys
    "leaddays = 1": "leaddays is no key that we know: 'lead_days' belongs",
    "alerts.lead_day = [1]": "alerts.lead_day is no key that we know: did you mean 'lead_days'?",
    "schedule.lead_days = [1]": "schedule.lead_days is no key that we know: 'lead_days' belongs into [alerts]",
    "web.zzz = 1": "web.zzz is no key that we know: there are host, port, public_url",
    "x" * 100_000 + " = 1": 'x…" is no key that we know',
    "slak.token_env = 1": "slak is no key that we know: did you mean 'slack'?",
    'teams = [{ nmae = "a" }]': "teams[0].nmae is no key that we know: did you mean 'name'?",
    'email.sender = "a@b.c"': "email.sender is no key that we know: there are smtp_url_env, smtp_url_file, from",
    '[sources."openai/models"]\nkey = "x"': 'sources."openai/models".key is no key that we know',
    PINS.format(
        '{ ref = "gpt-4", env = "prod" }'
    ): 'projects[0] "ranker".pins[0] "gpt-4".env is no key that we know: did you mean \'environment\'?',
    # wrong types
    'web.port = "8080"': "web.port is a text: write a whole number",
    "web.port = 80.5": "web.port is the number 80.5: write a whole number",
    "web.port = true": "web.port is true: write a whole number",
    "web.port = 70000": "web.port is too large: write 65535 or less",
    "web.port = -1": "web.port is too small: write 0 or more",
    "web.host = 1": "web.host is the number 1: write text in quotes",
    "web.public_url = 2026-01-01": "web.public_url is a date or time: write text in quotes",
    "web = 1": "web is the number 1: write a table",
    'web = ["x"]': "web is a list: write a table",
    "sources = []": "sources is a list: write a table",
    "[teams]\nname = 'a'": "teams is a table: begin each entry with [[teams]]",
    'teams = ["search"]': 'teams[0] "search" is a text: begin each entry with [[teams]]',
    'projects = [{ name = "p", team = "t", pins = "gpt-4" }]': 'projects[0] "p".pins is a text: write a list in [ ]',
    PINS.format("4"): 'projects[0] "ranker".pins[0] is the number 4',
    '[sources."a/b"]\nenabled = "no"': 'sources."a/b".enabled is a text: write true or false',
    'teams = [{ name = "a", emails = "a@b.c" }]': 'teams[0] "a".emails is a text: write a list in [ ]',
    # missing keys
    'teams = [{ slack_channel = "#a" }]': "teams[0] has no name: add name = …",
    'projects = [{ name = "p" }]': 'projects[0] "p" has no team: add team = …',
    PINS.format('{ location = "x" }'): 'projects[0] "ranker".pins[0] has no ref',
    # durations, sizes, times
    'fetch.timeout = "20"': "fetch.timeout is no duration",
    "fetch.timeout = 20": "fetch.timeout is no duration",
    'fetch.timeout = "0s"': "fetch.timeout is no duration",
    'fetch.timeout = "1h"': 'fetch.timeout is too long: write "10m" or less',
    'schedule.pages = "6 hours"': "schedule.pages is no duration",
    'schedule.pages = "9999999d"': "schedule.pages is no duration",
    'fetch.max_bytes = "5MB"': "fetch.max_bytes is no size",
    'fetch.max_bytes = "5B"': "fetch.max_bytes is too small or too large: write a size from 1KiB to 100MiB",
    "fetch.max_bytes = 0": "fetch.max_bytes is too small or too large",
    'fetch.max_bytes = "1GiB"': "fetch.max_bytes is too small or too large",
    'schedule.digest = "monday"': "schedule.digest is no weekly time",
    'schedule.digest = "mon 24:00"': "schedule.digest is no weekly time",
    'schedule.timezone = "Europe/Amsterdan"': "schedule.timezone is no time zone: did you mean 'Europe/Amsterdam'?",
    'schedule.timezone = "../../etc/passwd"': "schedule.timezone is no time zone",
    'schedule.timezone = "Europe"': "schedule.timezone is no time zone",
    'schedule.timezone = ""': "schedule.timezone is no time zone",
    "alerts.lead_days = []": "alerts.lead_days is an empty list: write at least one",
    "alerts.lead_days = [-1]": "alerts.lead_days holds something that is no number of days",
    'alerts.lead_days = ["7"]': "alerts.lead_days holds something that is no number of days",
    "alerts.lead_days = [true]": "alerts.lead_days holds something that is no number of days",
    "alerts.lead_days = 7": "alerts.lead_days is the number 7: write a list in [ ]",
    'alerts.quiet_hours = "18-8"': "alerts.quiet_hours are no quiet hours: write two times of 24 hours",
    'alerts.quiet_hours = "08:00-08:00"': "alerts.quiet_hours are no quiet hours",
    'alerts.working_days = ["mon", "moon", "day"]': "alerts.working_days holds something that is no day of the week",
    'alerts.working_days = "mon-fri"': "alerts.working_days is a text: write a list in [ ]",
    "alerts.announce_within = 200": "alerts.announce_within is no duration",
    # addresses
    'fetch.mirror = "ftp://mirror.example.org"': "fetch.mirror is no web address",
    'fetch.mirror = "mirror.example.org"': "fetch.mirror is no web address",
    'fetch.mirror = "http://"': "fetch.mirror is no web address",
    'fetch.mirror = "http://h:99999"': "fetch.mirror is no web address",
    'fetch.mirror = "http://[::1"': "fetch.mirror is no web address",
    'fetch.mirror = "http://a b"': "fetch.mirror is no web address",
    f'fetch.mirror = "http://u:{CANARY}@h"': "fetch.mirror holds a user name or password",
    'fetch.user_agent = "a\\r\\nX-Evil: 1"': "fetch.user_agent contains a line break or control character",
    'fetch.user_agent = ""': "fetch.user_agent cannot be sent as a header",
    'web.host = "a b"': "web.host is no host to listen on",
    'slack.api_url = ""': "slack.api_url is no web address",
    'slack.default_channel = "models"': "slack.default_channel is no Slack channel",
    'slack.default_channel = "#Models"': "slack.default_channel is no Slack channel",
    'slack.default_channel = "#a b"': "slack.default_channel is no Slack channel",
    'slack.default_channel = "<!channel>"': "slack.default_channel is no Slack channel",
    'teams = [{ name = "a", emails = ["a@b.c", "a@b.c\\r\\nBcc: x@y.z"] }]': 'teams[0] "a".emails[1] "a@b.c\\u000d\\u000aBcc:',
    'teams = [{ name = "a", emails = ["nobody"] }]': 'teams[0] "a".emails[0] "nobody" is no e-mail address',
    'email.from = "Monitor"': "email.from is no sender of e-mail",
    'email.from = "a@b.c, d@e.f"': "email.from is no sender of e-mail",
    'email.from = "M <a@b.c>\\nBcc: x@y.z"': "email.from contains a line break",
    # databases
    'database.url = "mysql://u@h/d"': "database.url is no database that we can use",
    'database.url = "monitor.db"': "database.url is no database that we can use",
    'database.url = "postgres://u@h/d"': "database.url has the scheme 'postgres', which we do not speak",
    'database.url = "postgresql+asyncpg://u@h/d"': "database.url has the scheme 'postgresql+asyncpg'",
    'database = { url = "sqlite://", url_env = "DB" }': "database has both url and url_env",
    # secrets in the file
    f'slack.token = "{CANARY}"': "slack.token is no key that we know: did you mean 'token_env'?",
    f'slack.token_env = "{CANARY}"': "slack.token_env is not the name of an environment variable",
    'slack = { token_env = "A", token_file = "b" }': "slack has both token_env and token_file: keep one",
    # sources
    '[sources."OpenAI"]\nenabled = false': "sources.OpenAI is no source id",
    '[sources."acme/models"]\nkind = "openai-compatible"': 'sources."acme/models" has kind = "openai-compatible" and no url',
    '[sources."acme/models"]\nkind = "other"': "sources.\"acme/models\".kind has an unknown value: write '', 'page'",
    '[sources."a/b"]\nprivate = true': 'sources."a/b" has private = true and no url: only an address that stands here',
    '[sources."a/b"]\nevery = "often"': 'sources."a/b".every is no duration',
    # teams, projects, pins
    'teams = [{ name = "a b" }]': 'teams[0] "a b".name is no usable name',
    'teams = [{ name = "a/../b" }]': 'teams[0] "a/../b".name is no usable name',
    'teams = [{ name = "a" }, { name = "A" }]': 'teams[1] "A".name is also the name of teams[0]',
    'projects = [{ name = "p", team = "t" }]': 'projects[0] "p".team names no team of this file: add it: [[teams]]',
    'teams = [{ name = "search" }]\nprojects = [{ name = "p", team = "serch" }]': "did you mean 'search'?",
    'teams = [{ name = "t" }]\nprojects = [{ name = "p", team = "t" }, { name = "p", team = "t" }]': 'projects[1] "p".name',
    PINS.format('"gpt-4", "openai/"'): 'projects[0] "ranker".pins[1] "openai/" \'openai/\' has an empty part',
    PINS.format('{ ref = "gpt 4" }'): 'projects[0] "ranker".pins[0] "gpt 4".ref \'gpt 4\' contains whitespace',
    PINS.format('"gpt-4", "gpt-4"'): 'projects[0] "ranker".pins[1] "gpt-4" is the same pin as pins[0]',
    PINS.format('"openai/gpt-4", "openai:gpt-4"'): 'pins[1] "openai:gpt-4" is the same pin as pins[0]',
    PINS.format(
        '{ ref = "openai/gpt-4o", version = "newest" }'
    ): "has version = 'newest', which goes into no id of openai: write the whole id that a request sends",
    PINS.format(
        '{ ref = "azure/gpt-4o", version = "2024-05-13", deployment = "GlobalStandard" }, { ref = "azure/gpt-4o@2024-05-13", deployment = "global standard" }'
    ): "is the same pin as pins[0]",
    PINS.format(
        '{ ref = "us.anthropic.claude-v2", region = "eu-west-1" }'
    ): "has region = 'eu-west-1', and its ref says 'us'",
    PINS.format(
        '{ ref = "gpt-4", location = "' + "x" * 501 + '" }'
    ): "location is too long: write at most 500 characters",
    # malformed TOML
    "[web\nport = 1": "line 1, column 5: Expected ']'",
    "web.port = ": "line 1",
    "web.port = 1\nweb.port = 2": "line 2",
    'web.host = "a': "line 1",
    "[sources.openai/models]": "line 1, column 16",
    "a = " + "[" * 5_000: "cannot be read as TOML",
    "web.port = " + "9" * 5_000: "cannot be read as TOML",
}


@pytest.mark.parametrize(("text", "said"), REFUSED.items(), ids=lambda text: ascii(text)[:50])
def test_a_bad_file_is_one_line_with_file_key_and_remedy(file: Path, text: str, said: str) -> None:
    line = problem(file, text)
    assert said in line
    assert CANARY not in line
    assert len(line) < 400


def test_all_that_is_wrong_is_told_and_what_one_mistake_caused_only_once(file: Path) -> None:
    file.write_text('web.port = "80"\nfetch.timout = "20s"\nteams = [{ nmae = "a" }]', "utf-8")
    with pytest.raises(ConfigError) as error:
        load(file, {})

    lines = [str(error.value), *error.value.__notes__]
    keys = [line.removeprefix(f"{file}: ").split()[0] for line in lines]
    assert sorted(keys) == ["fetch.timout", "teams[0].nmae", "web.port"]
    assert keys[-1] == "web.port"
    assert lines[-1].endswith("web.port is a text: write a whole number")


def test_of_very_much_that_is_wrong_ten_lines_and_a_number_are_told(file: Path) -> None:
    file.write_text("\n".join(f"fetch.k{n} = 1" for n in range(13)), "utf-8")
    with pytest.raises(ConfigError) as error:
        load(file, {})

    assert len(error.value.__notes__) == 10
    assert error.value.__notes__[-1] == f"{file}: and 3 more"


def test_the_same_reference_twice_is_no_repetition_in_two_environments(file: Path) -> None:
    pins = '{ ref = "gpt-4", environment = "prod" }, { ref = "gpt-4", environment = "dev" }, { ref = "gpt-4", location = "a.py:1" }'
    file.write_text(PINS.format(pins))
    assert len(load(file, {}).projects[0].pins) == 3


def test_a_file_that_is_not_utf_8_names_the_line(file: Path) -> None:
    file.write_bytes(b"web.port = 1\nweb.host = '\xe9'\n")
    with pytest.raises(ConfigError, match=r"config\.toml: line 2 is not in UTF-8"):
        load(file, {})


def test_a_file_without_end_is_not_read(file: Path) -> None:
    file.write_bytes(b"#" * (1024 * 1024 + 1))
    with pytest.raises(ConfigError, match="larger than 1 MiB"):
        load(file, {})


values = st.recursive(
    st.one_of(st.integers(), st.text(max_size=20), st.booleans(), st.floats(allow_nan=False), st.dates()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(["name", "team", "pins", "ref", "url"]), inner)
    ),
    max_leaves=6,
)
trees = st.dictionaries(
    st.sampled_from([*Settings.model_fields, "x"]), st.one_of(values, st.dictionaries(st.text(max_size=8), values))
)


@given(trees)
def test_whatever_a_file_holds_the_answer_is_settings_or_one_line(tree: dict[str, Any]) -> None:
    try:
        Settings.model_validate(tree)
    except ValidationError as error:
        found = first_problem(error, tree)
        assert str(found).isprintable()
        assert found.hint
