"""Bedrock's list is asked with a signature, region by region, and skipped with a sentence where that cannot be."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from monitor import config
from monitor.errors import ConfigError
from monitor.fetch import Answer, Request
from monitor.service import asking
from monitor.service.app import Service
from monitor.service.assembly import assembled
from monitor.service.poll import Outcome, poll
from monitor.service.sources import sources_of
from monitor.store import sources
from monitor.store.engine import reading as opened

KEYS = {"AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI"}
IRELAND = """
[sources."bedrock/models-eu-west-1"]
kind = "bedrock"
url = "https://bedrock.eu-west-1.amazonaws.com/foundation-models"
"""


def settings(folder: Path, text: str = "") -> config.Settings:
    file = folder / "config.toml"
    file.write_text(f'[database]\nurl = "sqlite:///{folder / "monitor.db"}"\n{text}\n')
    return config.load(file, {})


@contextmanager
def service(folder: Path, environ: dict[str, str], text: str = "") -> Iterator[Service]:
    with assembled(settings(folder, text), environ) as made:
        yield made


class Web:
    """A fetcher that writes down what it is asked."""

    def __init__(self) -> None:
        self.asked: list[Request] = []

    def get(self, request: Request) -> Answer:
        self.asked.append(request)
        return Answer(200, b"{}", request.url, None, None, None)


def test_it_is_asked_in_its_region_with_a_signature(tmp_path: Path) -> None:
    pytest.importorskip("botocore")
    web = Web()
    with service(tmp_path, KEYS, IRELAND) as made:
        for source_id in ("bedrock/models", "bedrock/models-eu-west-1"):
            with opened(made.engine) as session:
                state = sources.state(session, source_id)
            assert state is not None
            asking.fetch(made, web, made.sources[source_id], state)  # type: ignore[arg-type]
    signed = [dict(request.headers)["authorization"] for request in web.asked]
    assert ["us-east-1/bedrock" in signed[0], "eu-west-1/bedrock" in signed[1]] == [True, True]


def test_without_a_key_it_is_skipped_and_says_what_to_set(tmp_path: Path) -> None:
    with service(tmp_path, {}) as made:
        [report] = poll(made, ["bedrock/models"])
    assert (report.outcome, report.reason) == (
        Outcome.SKIPPED,
        "no key for bedrock/models: set AWS_ACCESS_KEY_ID to read it",
    )


def test_with_half_a_key_it_is_skipped_and_says_what_to_set(tmp_path: Path) -> None:
    pytest.importorskip("botocore")
    with service(tmp_path, {"AWS_ACCESS_KEY_ID": "AKIDEXAMPLE"}) as made:
        [report] = poll(made, ["bedrock/models"])
    assert report.outcome is Outcome.SKIPPED
    assert report.reason.startswith("bedrock/models cannot be asked: no whole key for AWS: set AWS_ACCESS_KEY_ID and ")


def test_a_further_region_is_a_list_of_its_own_and_says_what_holds_there(tmp_path: Path) -> None:
    known = sources_of(settings(tmp_path, IRELAND))
    default, ireland = known["bedrock/models"], known["bedrock/models-eu-west-1"]
    row = {"modelId": "acme.a-v1:0", "modelLifecycle": {"status": "LEGACY", "endOfLifeTime": "2026-09-14T07:00:00Z"}}
    body = json.dumps({"modelSummaries": [row]}).encode()
    facts = [s.reading_of(body, None, date(2026, 8, 22)).facts[0] for s in (default, ireland)]
    assert [fact.regions for fact in facts] == [(), ("eu-west-1",)]
    assert [fact.source_id for fact in facts] == ["bedrock/models", "bedrock/models-eu-west-1"]
    assert (ireland.provider, ireland.is_list, ireland.auth) == ("bedrock", True, default.auth)
    assert ireland.model_url == "https://bedrock.eu-west-1.amazonaws.com/foundation-models/{id}"


@pytest.mark.parametrize("url", ["https://gateway.example/foundation-models", "https://bedrock.amazonaws.com/x"])
def test_an_address_that_names_no_region_is_refused(tmp_path: Path, url: str) -> None:
    text = f'[sources."bedrock/models-here"]\nkind = "bedrock"\nurl = "{url}"'
    with pytest.raises(ConfigError, match=r'sources\."bedrock/models-here"\.url names no region of Bedrock'):
        sources_of(settings(tmp_path, text))


def test_a_gateway_is_not_asked_for_single_models_with_a_key_that_is_not_its_own(tmp_path: Path) -> None:
    text = '[sources."openai/models"]\nurl = "https://gateway.example/v1/models"'
    assert sources_of(settings(tmp_path))["openai/models"].model_url
    assert sources_of(settings(tmp_path, text))["openai/models"].model_url == ""
