"""What an id that no source names may have meant."""

from __future__ import annotations

import pytest

from monitor.core.models import Models
from monitor.core.references import parse
from monitor.service.known import Known
from monitor.service.pins import nearest
from tests.core.build import NOON, lifecycle

RECORD = Models([
    *(lifecycle(model_id) for model_id in ("gpt-4", "gpt-4-0314", "gpt-4-0613", "gpt-4o", "gpt-4o-mini", "o3")),
    lifecycle("gpt-4o", provider="azure"),
    lifecycle("claude-3-haiku-20240307", provider="anthropic"),
    lifecycle("Claude 3 Haiku", provider="anthropic"),
    lifecycle("Qwen/Qwen3-8B", provider="together"),
])  # fmt: skip
KNOWN = Known(RECORD, dict.fromkeys(("anthropic", "azure", "openai", "together"), ()), {}, None, NOON)


@pytest.mark.parametrize(
    ("written", "first"),
    [
        ("openai/gpt-4-0315", "openai/gpt-4-0314"),
        ("OpenAI/GPT-40-MINI", "openai/gpt-4o-mini"),
        ("gtp-4o", "openai/gpt-4o"),
        ("opnai/gpt-4o-mini", "openai/gpt-4o-mini"),
        ("qwen/qwen-3-8b", "together/Qwen/Qwen3-8B"),
        ("azure/gpt-4o:2024-05-13", "azure/gpt-4o@2024-05-13"),
        ("azure/global-standard/gpt-4o:2024-05-13", "azure/global-standard/gpt-4o@2024-05-13"),
        ("claude-3-haiku-20240301", "anthropic/claude-3-haiku-20240307"),
    ],
)
def test_the_nearest_id_comes_first(written: str, first: str) -> None:
    assert nearest(parse(written), KNOWN)[0] == first


def test_at_most_three_are_named_and_each_is_a_reference_of_the_provider_that_was_named() -> None:
    found = nearest(parse("openai/gpt-4-061"), KNOWN)

    assert 1 < len(found) <= 3
    assert all(parse(text).provider == "openai" for text in found)


def test_nothing_is_suggested_that_is_not_alike() -> None:
    assert nearest(parse("openai/our-private-deployment"), KNOWN) == ()
    assert nearest(parse("azure/claude-3-haiku-20240301"), KNOWN) == ()
    assert nearest(parse("groq/gpt-4"), KNOWN) == ()


def test_a_display_name_is_no_id_to_suggest() -> None:
    assert nearest(parse("anthropic/claude-3-haiku"), KNOWN) == ("anthropic/claude-3-haiku-20240307",)
