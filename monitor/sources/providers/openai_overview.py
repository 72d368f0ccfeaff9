"""OpenAI: the catalogue of models in the documentation, whose descriptions call some of them deprecated or legacy.

Each item is a link to a model's own page, named after its id, and a line about it ("Deprecated large model."). What it
says of the others ("older", "previous", "succeeded by …") is no status.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from monitor.core.facts import Authority, Fact, Reading, StatedStatus
from monitor.core.trust import Guards
from monitor.sources.cells import Named, is_model_id, plain
from monitor.sources.document import clip
from monitor.sources.entries import Entry
from monitor.sources.pages import Page, fact_of, read_page
from monitor.sources.spec import RawDocument, Source

_ITEM = re.compile(r"\[(?P<name>[^\[\]]+)\]\([^()\s]*/models/(?P<id>[\w.-]+?)(?:\.md)?\):?\s*(?P<about>.*)")
_STATUSES = {"deprecated": StatedStatus.DEPRECATED, "legacy": StatedStatus.LEGACY, "retired": StatedStatus.RETIRED}


def read_catalogue(source: Source, raw: RawDocument) -> Reading:
    """The catalogue in Markdown: what its descriptions state of a status."""
    return read_page(source, raw, _facts)


def _facts(page: Page) -> Iterator[Fact]:
    seen: set[str] = set()
    for section in page.document.sections:
        for text in section.texts:
            found = _ITEM.fullmatch(text.text)
            if found is None or found["id"] in seen or not is_model_id(found["id"]):
                continue
            status = _STATUSES.get(plain(found["about"]).partition(" ")[0].lower().rstrip(".:,"))
            if status is not None:
                seen.add(found["id"])
                name = plain(found["name"])
                yield fact_of(page, Entry(Named(found["id"]), section, clip(text.text), status=status, name=name))


SOURCES = (
    Source(
        id="openai/models-overview",
        provider="openai",
        authority=Authority.PAGE,
        url="https://developers.openai.com/api/docs/models.md",
        page_url="https://developers.openai.com/api/docs/models",
        read=read_catalogue,
        guards=Guards(headings=("models", "browse our full catalog"), min_facts=0),
    ),
)
