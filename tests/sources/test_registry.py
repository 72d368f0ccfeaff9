"""Sources are found by looking into the providers' folder, and nowhere else."""

from __future__ import annotations

import pytest

from monitor.core.prefixes import PROVIDERS
from monitor.errors import UsageError
from monitor.sources.registry import all_sources, find_source, template_of
from monitor.sources.spec import Auth


def test_all_sources_are_sorted_and_named_after_their_provider() -> None:
    sources = all_sources()

    assert list(sources) == sorted(sources)
    assert {"anthropic/deprecations", "google/deprecations", "openai/deprecations", "openai/models"} <= set(sources)
    for source_id, source in sources.items():
        assert source_id == source.id
        assert source.id.startswith(f"{source.provider}/")
        for address in filter(None, (source.url, source.page_url)):  # none where every account has its own
            assert address.startswith("https://")


def test_every_provider_can_be_named_in_a_pin() -> None:
    assert {source.provider for source in all_sources().values()} <= set(PROVIDERS)


def test_a_key_is_named_where_one_is_needed_and_stands_in_no_address() -> None:
    for source in all_sources().values():
        assert (source.auth is Auth.NONE) == (source.key_env is None), source.id
        assert "key=" not in source.url


def test_the_catalogue_cannot_be_changed_by_those_who_read_it() -> None:
    with pytest.raises(TypeError):
        all_sources()["x/y"] = find_source("openai/models")  # type: ignore[index]


def test_an_unknown_source_is_answered_with_the_nearest_ids_of_its_provider() -> None:
    with pytest.raises(UsageError, match=r"^there is no source opennai/deprecation: did you mean openai/deprecations"):
        find_source("opennai/deprecation")
    with pytest.raises(UsageError) as error:
        find_source("openai/deprecation")
    assert {word.partition("/")[0] for word in error.value.hint.split() if "/" in word} == {"openai"}


def test_a_source_of_a_provider_like_no_other_is_answered_with_where_they_are_listed() -> None:
    with pytest.raises(UsageError, match=r"^there is no source acme/deprecations: `model-monitor source list` names"):
        find_source("acme/deprecations")


def test_a_source_is_also_found_among_others_than_ours() -> None:
    ours = find_source("openai/models")

    assert find_source("acme/models", {"acme/models": ours}) is ours
    with pytest.raises(UsageError, match="did you mean acme/models"):
        find_source("acme/model", {"acme/models": ours})


def test_an_id_may_go_on_only_after_that_of_a_source_without_an_address() -> None:
    template = template_of("cometapi/pages-gpt-4-0314")

    assert template is not None
    assert (template.id, template.url) == ("cometapi/pages", "")
    assert template_of("openai/deprecations-2") is None
    assert template_of("cometapi/pages") is None
    assert template_of("cometapi/pagesgpt-4") is None
