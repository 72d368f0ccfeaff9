"""The bundled catalog as the witness: a part of it says what the whole says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from monitor.catalog import facts as catalog
from monitor.service.bundled import bundled
from monitor.service.gate import Here
from monitor.service.known import bundled_only

NOW = datetime(2026, 11, 24, tzinfo=UTC)
DAYS = {"horizon": timedelta(days=180), "within": timedelta(days=90)}


@pytest.fixture(scope="module")
def whole() -> Here:
    view = bundled_only(catalog.load(), NOW)
    return Here(view, pins=lambda _: (view, []), **DAYS)


PROVIDERS = sorted({fact.provider for section in catalog.load().sources.values() for fact in section.facts})


@pytest.mark.parametrize("provider", PROVIDERS)
def test_every_model_of_a_provider_stands_as_it_does_by_the_whole_catalog(provider: str, whole: Here) -> None:
    asked = [f"{provider}/{model_id}" for model_id in whole.known.models.ids(provider)]

    part = bundled(NOW, **DAYS).of_references(asked)

    assert part["findings"] == whole.of_references(asked)["findings"]


@pytest.mark.parametrize(
    "reference",
    [
        "gpt-4-0314",
        "openai/no-such-model",
        "openai/claude-2.1",
        "openrouter/openai/gpt-4-0314",
        "nobody/model",
        "a/b/c",
    ],
)
def test_what_one_provider_cannot_settle_is_answered_by_all(reference: str, whole: Here) -> None:
    asked = ["openai/gpt-4-0314", reference]

    assert bundled(NOW, **DAYS).of_references(asked) == whole.of_references(asked)


def test_only_the_facts_of_the_provider_that_is_asked_for_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[object] = []
    load = catalog.load
    monkeypatch.setattr(catalog, "load", lambda providers=None: read.append(providers) or load(providers))

    bundled(NOW, **DAYS).of_references(["openai/gpt-4-0314"])

    assert read == [{"openai"}]
