"""Settings -> the sources that are read: ours, with what the settings say otherwise of them, and the user's own."""

from __future__ import annotations

from dataclasses import replace

from monitor.config import Settings, SourceSettings
from monitor.errors import ConfigError
from monitor.service.own_sources import guards_of, own_source
from monitor.sources.registry import all_sources, nearest, template_of
from monitor.sources.spec import Source


def sources_of(settings: Settings) -> dict[str, Source]:
    """The sources that are switched on, sorted by their ids.

    Raises:
        ConfigError: the settings speak of a source that does not exist, or of one of the user's own that cannot be.
    """
    known = dict(all_sources())
    for source_id, own in settings.sources.items():
        if own.kind and source_id in known:
            hint = "leave kind away to change it, or choose another name"
            raise ConfigError(f'sources."{source_id}" has a kind, and is a source of ours', hint=hint)
        if own.kind:
            known[source_id] = own_source(source_id, own)
        elif source_id in known:
            known[source_id] = _changed(known[source_id], own)
        elif own.url and (template := template_of(source_id)) is not None:
            known[source_id] = _changed(replace(template, id=source_id), own)
        else:
            own_hint = '`model-monitor source list` names ours; one of your own needs a kind: kind = "page", say'
            hint = "; ".join(filter(None, (nearest(source_id, known), own_hint)))
            raise ConfigError(f'sources."{source_id}" is none of our sources', hint=hint)
        if not own.enabled:
            del known[source_id]
    return dict(sorted(known.items()))


def _changed(source: Source, own: SourceSettings) -> Source:
    """One of our sources, with what the settings say otherwise of it."""
    return replace(
        source,
        url=own.url or source.url,
        model_url="" if own.url else source.model_url,  # a key goes to its own gateway only
        page_url=own.page_url or source.page_url,
        private=own.private,
        key_env=own.api_key_env or source.key_env,
        guards=guards_of(source.guards, own),
    )
