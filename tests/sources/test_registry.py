"""Sources are found by looking into the providers' folder, and nowhere else."""

from __future__ import annotations

import pytest

from monitor.errors import UsageError
from monitor.sources.registry import all_sources, find_source
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


def test_a_key_is_named_where_one_is_needed_and_stands_in_no_address() -> None:
    for source in all_sources().values():
        assert (source.auth is Auth.NONE) == (source.key_env is None), source.id
        assert "key=" not in source.url


def test_the_catalogue_cannot_be_changed_by_those_who_read_it() -> None:
    with pytest.raises(TypeError):
        all_sources()["x/y"] = find_source("openai/models")  # type: ignore[index]


def test_an_unknown_source_is_answered_with_the_nearest_ids() -> None:
    with pytest.raises(UsageError, match=r"no source 'openai/deprecation'.*openai/deprecations"):
        find_source("openai/deprecation")


def test_a_source_like_no_other_is_answered_with_all_ids() -> None:
    with pytest.raises(UsageError, match="google/models"):
        find_source("###")
