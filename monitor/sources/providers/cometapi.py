"""CometAPI, an aggregator with an OpenAI-compatible API.

It goes on listing models that their maker has retired ("retired upstream, still listed here"), so its list says what
it offers and nothing of the upstream's lifecycle.
"""

from __future__ import annotations

from monitor.core.facts import Authority
from monitor.core.trust import Guards
from monitor.sources.lists.model_lists import read_openai_compatible
from monitor.sources.spec import Auth, Source

SOURCES = (
    Source(
        id="cometapi/models",
        provider="cometapi",
        authority=Authority.AGGREGATOR,
        url="https://api.cometapi.com/v1/models",
        read=read_openai_compatible,
        guards=Guards(headings=("data",)),
        auth=Auth.BEARER,
        key_env="COMETAPI_KEY",
        is_list=True,
        verified=False,
    ),
)
