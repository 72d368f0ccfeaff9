"""What is logged: where it goes, how it reads, and that no secret is ever in it."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from monitor import log
from monitor.log import REMOVED, Redactor

CANARY = "k4n4ryV4lu3x9Q2w8E7r"
GIVEN = 'hunter2/+"correct horse'  # a secret that looks like none, with what URLs and JSON write differently

# Made-up secrets in the shapes of real ones; {0} is what must not be seen.
SHAPES = [
    "xoxb-123456789012-{0}",
    "xoxe.xoxp-1-{0}",
    "xapp-1-A0-{0}",
    "https://hooks.slack.com/services/T000/B000/{0}",
    "https://hooks.slack.com/workflows/{0}",
    "sk-{0}",
    "sk-proj-{0}",
    "sk-ant-api03-{0}_-x",
    "AIzaSy{0}",
    "gsk_{0}",
    "hf_{0}",
    "xai-{0}",
    "pplx-{0}",
    "ghp_{0}",
    "github_pat_{0}",
    "Bearer {0}",
    "Authorization: Bearer {0}",
    "authorization: {0}",
    "Basic {0}==",
    "{{'x-api-key': '{0}'}}",
    '{{"x-goog-api-key": "{0}"}}',
    "('x-api-key', '{0}')",
    "[(b'x-api-key', b'{0}')]",
    "x-api-key={0}",
    "cookie: session_{0}",
    "password={0}",
    "postgresql+psycopg://monitor:{0}@db.example.org/monitor",
    "smtp://monitor:a/b:{0}@mail.example.org:587",
    "https://example.org/v1/models?key={0}",
    "https://example.org/v1/models?page=2&api_key={0}&x=1",
    "https://example.org/?access_token={0}#top",
]

# Words of everyday lines that look a little like secrets.
INNOCENT = [
    "openai/deprecations: 140 facts, 3 changes",
    "https://developers.openai.com/api/docs/deprecations.md",
    "http://127.0.0.1:8099/openai/deprecations",
    "https://api.example.org:443/models/claude-3-haiku@20240307",
    "the token is missing",
    "basic settings of the disk-based task-runner",
    "pplx-embed-context-v1-0.6b and sk-learn",
    "gpt-4-0314 retired on 2026-03-26; move to gpt-5 or gpt-4.1",
    "ft:gpt-3.5-turbo-0125:acme::9xYz",
    "us.anthropic.claude-3-haiku-20240307-v1:0",
    "monitor@example.org",
    "sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
]


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    """A place to log to; afterwards logging is as it was."""
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    yield io.StringIO()
    for handler in [one for one in root.handlers if one not in before]:
        root.removeHandler(handler)
    root.setLevel(level)
    for name in log._TALKATIVE:
        logging.getLogger(name).setLevel(logging.NOTSET)
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


def fail(message: str) -> None:
    raise ValueError(message)


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


# ------------------------------------------------------------------------------------------------------------- secrets


@pytest.mark.parametrize("shape", SHAPES)
def test_a_secret_of_a_known_shape_is_removed(shape: str) -> None:
    shown = Redactor()(f"before {shape.format(CANARY)} after")
    assert CANARY not in shown
    assert REMOVED in shown
    assert shown.startswith("before ")
    assert shown.endswith(" after")


@pytest.mark.parametrize("text", INNOCENT)
def test_an_innocent_text_is_left_as_it_is(text: str) -> None:
    assert Redactor([CANARY])(text) == text


def test_a_secret_that_is_given_is_removed_in_every_spelling() -> None:
    redactor = Redactor([GIVEN, "", "abc"])
    for spelling in (GIVEN, json.dumps(GIVEN), "https://a.b/?q=hunter2%2F%2B%22correct%20horse"):
        assert "hunter2" not in redactor(f"x {spelling} y")
    assert redactor("abc") == "abc"  # too short to be told from a word


def test_a_secret_that_begins_another_takes_none_of_it_away() -> None:
    assert Redactor(["secret-1", "secret-1-and-more"])("secret-1-and-more") == REMOVED


@given(st.text(), st.sampled_from(SHAPES))
def test_redaction_happens_once_and_never_fails(text: str, shape: str) -> None:
    once = Redactor([CANARY])(f"{text} {shape.format(CANARY)} {text}")
    assert CANARY not in once


def logged_everywhere(secret: str) -> None:
    """Log a secret in every way that we can think of."""
    logger = structlog.get_logger("monitor.test")
    structlog.contextvars.bind_contextvars(run=secret)
    event = f"event with {secret}"
    logger.info(event)
    logger.info("positional %s", secret)
    logger.info("value", text=secret, number=1, nested={"list": [secret, {"deep": (secret,)}], secret: "key"})
    logger.info("object", thing=KeyError(secret), data=secret.encode())
    logger.info("long", text="x" * 7_990 + secret + "y" * 10_000)
    logging.getLogger("library").warning("foreign %s", secret, extra={"header": secret})
    try:
        fail(f"failed at {secret}")
    except ValueError:
        logger.exception("raised")
        logging.getLogger("library").exception("raised there")


@pytest.mark.parametrize("as_json", [False, True])
@pytest.mark.parametrize("shape", SHAPES)
def test_no_way_of_logging_lets_a_secret_through(stream: io.StringIO, shape: str, as_json: bool) -> None:
    log.configure(2, as_json, stream=stream)
    logged_everywhere(shape.format(CANARY))
    assert "raised there" in stream.getvalue()
    assert CANARY not in stream.getvalue()


@pytest.mark.parametrize("as_json", [False, True])
def test_no_way_of_logging_lets_a_given_secret_through(stream: io.StringIO, as_json: bool) -> None:
    log.configure(2, as_json, secrets=[GIVEN], stream=stream)
    logged_everywhere(GIVEN)
    assert "raised there" in stream.getvalue()
    assert "hunter2" not in stream.getvalue()


@pytest.mark.parametrize("key", ["token", "slack_token", "api_key", "API-Key", "Authorization", "x-api-key", "cookie"])
def test_a_value_under_a_telling_key_is_removed_whatever_it_looks_like(stream: io.StringIO, key: str) -> None:
    log.configure(1, json=True, stream=stream)
    structlog.get_logger().info("asked", **{key: "plain"}, headers={key: "plain"})
    assert lines(stream)[0][key] == lines(stream)[0]["headers"][key] == REMOVED


def test_keys_that_only_resemble_telling_ones_are_shown(stream: io.StringIO) -> None:
    log.configure(1, json=True, stream=stream)
    structlog.get_logger().info("asked", dedup_key="ranker:1", tokens=8_192, token=None, secrets_read=3)
    shown = lines(stream)[0]
    assert (shown["dedup_key"], shown["tokens"], shown["token"], shown["secrets_read"]) == ("ranker:1", 8_192, None, 3)


# ------------------------------------------------------------------------------------------------------------ the lines


def test_everything_goes_to_standard_error_and_nothing_to_standard_output(
    stream: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    log.configure(1, json=False)
    structlog.get_logger().info("hello", source="openai/deprecations")
    shown = capsys.readouterr()
    assert shown.out == stream.getvalue() == ""
    assert "hello" in shown.err
    assert "source=openai/deprecations" in shown.err


def test_a_line_of_json_has_event_level_time_and_values(stream: io.StringIO) -> None:
    log.configure(0, json=True, stream=stream)
    structlog.contextvars.bind_contextvars(source="openai/models")
    structlog.get_logger().warning("a source is stale", hours=49, reason="naïve")
    line = lines(stream)[0]
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "event": "a source is stale", "level": "warning", "source": "openai/models", "hours": 49, "reason": "naïve",
    }  # fmt: skip


@pytest.mark.parametrize(("verbosity", "shown"), [(-1, "WE"), (0, "WE"), (1, "IWE"), (2, "DIWE"), (9, "DIWE")])
def test_verbosity_chooses_the_levels(stream: io.StringIO, verbosity: int, shown: str) -> None:
    log.configure(verbosity, json=True, stream=stream)
    logger = structlog.get_logger()
    for method, letter in ((logger.debug, "D"), (logger.info, "I"), (logger.warning, "W"), (logger.error, "E")):
        method(letter)
    assert "".join(line["event"] for line in lines(stream)) == shown


def test_libraries_are_quiet_unless_everything_is_wanted(stream: io.StringIO) -> None:
    log.configure(1, json=True, stream=stream)
    logging.getLogger("apscheduler.scheduler").info("tick")
    assert lines(stream) == []
    log.configure(2, json=True, stream=stream)
    logging.getLogger("apscheduler.scheduler").info("tick")
    assert [line["event"] for line in lines(stream)] == ["tick"]


def test_configuring_again_replaces_only_our_own_handler(stream: io.StringIO) -> None:
    others = list(logging.getLogger().handlers)
    log.configure(1, json=True, stream=stream)
    log.configure(1, json=True, stream=stream)
    structlog.get_logger().info("once")
    assert len(lines(stream)) == 1
    assert logging.getLogger().handlers[:-1] == others


@pytest.mark.parametrize("as_json", [False, True])
def test_foreign_text_can_neither_forge_nor_colour_a_line(stream: io.StringIO, as_json: bool) -> None:
    log.configure(1, as_json, stream=stream)
    structlog.get_logger().warning("read", cell="x\n2026-01-01 [error] forged\r\x1b[31m\u202e", **{"k\ney": 1})
    assert stream.getvalue().count("\n") == 1
    assert not {"\r", "\x1b", "\u202e"} & set(stream.getvalue())
    assert "forged" in stream.getvalue()


def test_a_traceback_keeps_its_lines_and_its_end(stream: io.StringIO) -> None:
    log.configure(1, json=True, stream=stream)
    try:
        fail("x" * 20_000 + " the end")
    except ValueError:
        structlog.get_logger().exception("raised")
    assert lines(stream)[0]["exception"].endswith("the end")
    assert len(stream.getvalue()) < 10_000


def test_a_long_value_is_cut_and_says_so(stream: io.StringIO) -> None:
    log.configure(1, json=True, stream=stream)
    structlog.get_logger().info("read", body="x" * 1_000_000)
    assert len(stream.getvalue()) < 10_000
    assert lines(stream)[0]["body"].endswith("… (1000000 characters)")


def test_data_nested_without_end_is_cut(stream: io.StringIO) -> None:
    endless: list[object] = []
    endless.append(endless)
    log.configure(1, json=True, stream=stream)
    structlog.get_logger().info("read", data=endless)
    assert "[...]" in stream.getvalue()
