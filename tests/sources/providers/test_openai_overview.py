"""OpenAI's catalogue of models in its documentation."""

from __future__ import annotations

from datetime import date

from monitor.core.facts import StatedStatus
from monitor.sources.registry import find_source

SOURCE = find_source("openai/models-overview")
PAGE = """# Models

## Browse our full catalog of models

Review [deprecated models](/api/docs/deprecations.md).

- [Quill 4.5 Preview](/api/docs/models/quill-4.5-preview.md): Deprecated large model.
- [Quill 3.5](/api/docs/models/quill-3.5-turbo.md): Legacy model for cheaper chat
- [Quill 4](/api/docs/models/quill-4.md): An older model, succeeded by a deprecated one
- [Quill 5](/api/docs/models/quill-5): The best one
"""


def test_only_a_description_that_begins_with_a_status_states_one() -> None:
    reading = SOURCE.reading_of(PAGE.encode(), None, date(2026, 8, 22))

    assert {fact.model_id: fact.stated_status for fact in reading.facts} == {
        "quill-4.5-preview": StatedStatus.DEPRECATED,
        "quill-3.5-turbo": StatedStatus.LEGACY,
    }
    assert reading.facts[0].display_name == "Quill 4.5 Preview"
    assert reading.facts[0].quote.endswith("Deprecated large model.")


def test_a_catalogue_in_which_nothing_ends_is_read_and_says_nothing() -> None:
    page = PAGE.replace("Deprecated", "Dear").replace("Legacy", "Large")
    reading = SOURCE.reading_of(page.encode(), None, date(2026, 8, 22))

    assert (reading.facts, reading.problem) == ((), None)
