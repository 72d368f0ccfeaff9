"""Incidents in PagerDuty: one for each urgent model of a project, resolved when there is nothing left to do.

An event with a `dedup_key` that is known joins its incident, so that sending it again is harmless. Limits
(github.com/PagerDuty/developer-docs, "Send an Alert Event"): 255 characters in a key, 1,024 in a summary, 512 KB in
all. Accepted is 202; 400 is for good, 429 and 5xx pass.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from monitor.core.alerts import Alert, Notice, Urgency
from monitor.core.tickets import Resolved, is_over, is_urgent, ticket_of
from monitor.core.urgency import cannot_wait
from monitor.errors import DeliveryError, Fault
from monitor.notify import posting, wording
from monitor.notify.foreign import clean, own_link, safe_link, shorten
from monitor.notify.lines import entry
from monitor.notify.phrase import plain
from monitor.notify.posting import Post
from monitor.notify.readings import facts_as_of

LONGEST_SUMMARY = 1_024
MOST_PLACES = 50
DOING = "sending to PagerDuty"
HINT = "check the integration key of the service"

Event = dict[str, Any]


class PagerDuty:
    """One service, by its integration's key. `private` is set where the operator has configured another address."""

    def __init__(self, post: Post, key: str, api_url: str, *, private: bool = False) -> None:
        self._post = post
        self._key = key
        self._url = f"{api_url}v2/enqueue"
        self._private = private

    def send(self, events: list[Event]) -> None:
        """Send events, each once. Raises DeliveryError for the first that is not taken; those before it are."""
        for event in events:
            content = json.dumps({"routing_key": self._key, **event}).encode()
            reply = posting.send(self._post, DOING, self._url, content, private=self._private)
            if reply.status not in posting.OK:
                raise _refused(reply)


def of_notice(notice: Notice, *, link: str | None = None) -> list[Event]:
    """The events that a notice comes to: a trigger for each urgent alert, a resolve for each that says it is over."""
    return list(_events(notice, link))


def of_resolved(resolved: Resolved) -> list[Event]:
    """The event that ends an incident."""
    key = ticket_of(resolved.project, resolved.provider, resolved.model_id, resolved.scope)
    return [{"event_action": "resolve", "dedup_key": key}]


def _events(notice: Notice, link: str | None) -> Iterator[Event]:
    for alert in wording.ordered(notice):
        key = ticket_of(notice.project, alert.provider, alert.model_id, alert.scope)
        if is_over(alert):
            yield {"event_action": "resolve", "dedup_key": key}
        elif is_urgent(alert):
            written = entry(alert, notice)
            page = safe_link(alert.evidence.url) if alert.evidence else None
            details = {
                "lines": [plain(line) for line in written.lines],
                "places": [plain(wording.place(p)) for p in alert.places[:MOST_PLACES]],
                "facts": facts_as_of(replace(notice, alerts=(alert,))),
            }
            summary = f"{plain(written.title)} · {wording.name(notice.project)}"
            yield {
                "event_action": "trigger",
                "dedup_key": key,
                "client": "Model Deprecation Monitor",
                **({"client_url": address} if (address := own_link(link or "")) else {}),
                "links": [{"href": page, "text": "the provider's page"}] if page else [],
                "payload": {
                    "summary": shorten(summary, LONGEST_SUMMARY),
                    "source": clean(notice.project) or "?",
                    "severity": _severity(alert),
                    "component": shorten(clean(alert.model_id), 200),
                    "group": clean(notice.team),
                    "class": "model retirement",
                    "custom_details": details,
                },
            }


def _severity(alert: Alert) -> str:
    """High urgency (critical, error) only for what cannot wait: a date two months off wakes nobody.

    PagerDuty's dynamic notifications make a low-urgency incident of a warning
    (support.pagerduty.com, "Dynamic Notifications").
    """
    if not cannot_wait(alert):
        return "warning"
    return "critical" if alert.urgency in {Urgency.ENDED, Urgency.UNLISTED} else "error"


def _refused(reply: posting.Reply) -> DeliveryError:
    """PagerDuty answers 400 for a key that it does not know as for an event that it cannot read."""
    if reply.status == 400 and b"routing" in reply.body.lower():  # noqa: PLR2004 the status that it documents
        return DeliveryError(f"{DOING}: it does not know the key", hint=HINT, permanent=True, at_fault=Fault.RECIPIENT)
    return posting.refusal(DOING, reply, hint=HINT)
