"""The pictures of the README are made of our own messages."""

from __future__ import annotations

import importlib
from pathlib import Path
from types import ModuleType

import pytest
from bs4 import BeautifulSoup

from monitor.notify.slack import blocks

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "pictures"


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    if not FOLDER.is_dir():
        pytest.skip("the documents are not beside the tests")
    monkeypatch.syspath_prepend(str(FOLDER))
    return importlib.import_module("render")


def test_blocks_are_drawn_without_a_trace_of_their_markup(script: ModuleType) -> None:
    message = blocks.notice(importlib.import_module("sample").notice())

    drawn = BeautifulSoup(script.as_slack_draws(message.blocks), "html5lib")

    assert drawn.h3 is not None
    assert drawn.h3.get_text() == "gpt-4-0314 stops answering in 90 days · ranker"
    assert [c.get_text() for c in drawn.find_all("code")][-2:] == ["gpt-5", "gpt-4.1"]
    assert len(drawn.find_all("blockquote")) == 2
    assert [a["href"] for a in drawn.find_all("a")] == ["https://platform.openai.com/docs/deprecations"]
    assert not set(drawn.get_text().replace("gpt-4.1*”", "")) & set("*`<>")


@pytest.mark.parametrize("name", ["slack.png", "email.png", "email-dark.png"])
@pytest.mark.usefixtures("script")
def test_every_picture_is_there(name: str) -> None:
    assert (FOLDER / name).read_bytes().startswith(b"\x89PNG\r\n")
