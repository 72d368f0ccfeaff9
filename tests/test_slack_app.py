"""The app's manifest asks for what the program calls, and for nothing else."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import yaml

from monitor.config.settings import Slack
from monitor.notify.slack import client
from monitor.notify.slack.clicks import CHECK
from monitor.notify.slack.client import SCOPES
from tests.fakes.slack import SCOPES as TAKEN
from tests.fakes.slack_words import METHODS

DOCS = Path(__file__).resolve().parent.parent / "docs"
MANIFEST: dict[str, Any] = yaml.safe_load((DOCS / "slack-app.yaml").read_text("utf-8"))


def test_the_scopes_are_those_of_the_methods_that_are_called() -> None:
    tree = ast.parse(Path(client.__file__).read_text("utf-8"))
    called = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and re.match(r"(chat|conversations)_", node.attr)
    }
    bot = MANIFEST["oauth_config"]["scopes"]["bot"]

    assert {re.sub(r"[^a-z]", "", name.lower()) for name in SCOPES} == {
        name.replace("_", "").lower() for name in called
    }
    assert set(SCOPES) <= set(METHODS)
    assert sorted(bot) == sorted({"commands", *(scope for scopes in SCOPES.values() for scope in scopes)})
    assert set(bot) - {"commands"} == TAKEN


def test_the_command_and_the_shortcut_are_ours() -> None:
    (command,) = MANIFEST["features"]["slash_commands"]
    (shortcut,) = MANIFEST["features"]["shortcuts"]

    assert (command["command"], shortcut["callback_id"]) == ("/models", CHECK)
    assert command["url"].endswith("/slack/commands")
    assert MANIFEST["settings"]["interactivity"]["request_url"].endswith("/slack/interactions")


def test_socket_mode_needs_a_token_with_the_scope_that_the_document_names() -> None:
    words = (DOCS / "slack.md").read_text("utf-8")

    assert all(word in words for word in ("socket_mode_enabled: true", "connections:write", Slack().app_token_env))
    assert MANIFEST["settings"]["socket_mode_enabled"] is False
