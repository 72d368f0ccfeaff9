"""Vercel's AI Gateway, an aggregator: the list of models, which needs no key and has no word on lifecycles."""

from __future__ import annotations

from monitor.core.facts import Authority
from monitor.core.trust import Guards
from monitor.sources.lists.model_lists import read_openai_compatible
from monitor.sources.spec import Source

SOURCES = (
    Source(
        id="vercel/models",
        provider="vercel",
        authority=Authority.AGGREGATOR,
        url="https://ai-gateway.vercel.sh/v1/models",
        page_url="https://vercel.com/ai-gateway/models",
        read=read_openai_compatible,
        guards=Guards(headings=("data",), min_facts=20),
        is_list=True,
        verified=False,
    ),
)
