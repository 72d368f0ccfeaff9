"""The channels, set up once for a round of deliveries; a message is rendered at the moment it is sent.

Days are counted from then, too: a message may have waited for its receiver, or for somebody to send it again.
"""

from __future__ import annotations

import threading
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from typing import TextIO, TypeVar

from monitor.core.alerts import Digest, Notice
from monitor.core.threads import Refresh, is_loud
from monitor.core.tickets import Resolved
from monitor.core.watch import Bulletin
from monitor.errors import ConfigError, DeliveryError, Fault
from monitor.fetch.network import Network
from monitor.notify.console import Console
from monitor.notify.email import bulletin as plain_email
from monitor.notify.email import render
from monitor.notify.email.client import Smtp
from monitor.notify.email.render import EmailParts
from monitor.notify.slack import blocks
from monitor.notify.slack import bulletin as plain_slack
from monitor.notify.slack import resolved as slack_resolved
from monitor.notify.slack import weekly as slack_weekly
from monitor.notify.slack.buttons import Under
from monitor.notify.slack.client import SlackBot, SlackWebhook
from monitor.notify.slack.parts import SlackMessage
from monitor.service import conversations, leasing, payloads, subscriptions
from monitor.service.app import Service
from monitor.service.conversations import Current
from monitor.service.payloads import Message
from monitor.service.routes import CONSOLE, EMAIL, IDEMPOTENT, SLACK, SLACK_WEBHOOK, TEAM_SLACK_WEBHOOK, settings_of
from monitor.service.ways import Ways, not_set_up
from monitor.store.outbox import Leased

Channel = TypeVar("Channel")

MOST_UPDATES = 5  # of a message at a time
LOOK_BACK = timedelta(minutes=5)  # clocks differ; a message is looked for from a little before it was queued


class Senders:
    """Sends one leased message the way its channel wants it. Safe to use from the delivery threads.

    `network` is what the further ways make their connections with.
    """

    def __init__(self, service: Service, console: TextIO, network: Network | None = None) -> None:
        slack, email, environ = service.settings.slack, service.settings.email, service.environ
        token, webhook, smtp = slack.token(environ), slack.webhook(environ), email.smtp(environ)
        self._service = service
        self._under = Under(buttons=slack.hears(environ))
        self._bot = SlackBot(token, api_url=slack.api_url) if token else None
        self._webhook = SlackWebhook(webhook) if webhook else None
        self._smtp = Smtp(smtp, sender=email.sender) if smtp else None
        self._ways = Ways(service, network)
        self._console = Console(console)
        self._one_at_a_time = threading.Lock()
        self._link = service.settings.web.public_url or None
        self._unsubscribe = subscriptions.links(service)
        # a team's digest is the same for all its readers, but for one link: it is read and rendered once
        self._read = lru_cache(maxsize=16)(payloads.message)
        self._digest = lru_cache(maxsize=16)(self._rendered)

    def kept(self) -> AbstractContextManager[None]:
        """A round of messages, within which conversations with the mail server are kept open."""
        return self._smtp.kept() if self._smtp else nullcontext()

    def send(self, leased: Leased) -> str | None:
        """Render and send a message, or find it where an earlier attempt has put it; gives what the receiver calls it.

        A message that may have arrived is looked up first where the receiver can be asked. Elsewhere it is sent once
        more, marked as a possible repeat, and given up if that answer is lost too. Where the receiver itself joins what
        it gets twice, it is tried like any other.

        Raises:
            DeliveryError: it was not delivered, or nobody knows.
        """
        repeat = False
        if leased.ambiguous and leased.kind != "refresh":
            found, repeat = self._found(leased)
            if found:
                return found
            leasing.renew(self._service, leased)  # a look into a busy channel takes many requests
        try:
            return self._send(leased, repeat=repeat)
        except DeliveryError as error:
            if error.ambiguous and repeat and leased.channel not in IDEMPOTENT:
                raise DeliveryError(f"{error}; the answer was lost twice", permanent=True) from None
            raise

    def _found(self, leased: Leased) -> tuple[str | None, bool]:
        """What the receiver calls a message that has arrived, and whether sending it now may repeat it."""
        if leased.channel != SLACK:
            return None, True
        bot = _set_up(self._bot, leased)
        try:
            since = leased.created_at - LOOK_BACK
            return bot.find(leased.recipient, leased.dedup_key, since, self._above(leased)), False
        except DeliveryError as error:
            if not error.permanent:
                raise
            return None, True  # this app may not read the channel's history

    def _send(self, leased: Leased, *, repeat: bool) -> str | None:
        message = _counted_from(self._service.clock.today(), self._read(leased.kind, leased.payload))
        if leased.channel == CONSOLE:
            self._print(message, leased)
            return None
        if leased.channel == EMAIL:
            return self._mail(message, leased, repeat=repeat)
        if leased.channel in self._ways:
            if isinstance(message, Digest | Refresh):
                raise DeliveryError("a digest goes by e-mail, to Slack or to the console only", permanent=True)
            return self._ways.send(leased, message, repeat=repeat)
        if leased.channel == SLACK_WEBHOOK:
            _set_up(self._webhook, leased).send(self._slack(message, repeat=repeat))
            return None
        if leased.channel == TEAM_SLACK_WEBHOOK:
            self._by_webhook_of(leased, self._slack(message, repeat=repeat))
            return None
        return self._by_bot(message, leased, repeat=repeat)

    def _by_webhook_of(self, leased: Leased, message: SlackMessage) -> None:
        """Post to a team's own incoming webhook; one that is gone closes this team's way and no other."""
        of = settings_of(self._service, leased.recipient)
        url = of.slack_webhook.url(self._service.environ) if of and of.slack_webhook else None
        if not url:
            raise not_set_up(leased)
        try:
            SlackWebhook(url).send(message)
        except ConfigError as error:
            raise DeliveryError(error.message, hint=error.hint, permanent=True, at_fault=Fault.RECIPIENT) from None
        except DeliveryError as error:
            if error.at_fault is Fault.CHANNEL:
                error.at_fault = Fault.RECIPIENT
            raise

    def _by_bot(self, message: Message, leased: Leased, *, repeat: bool) -> str | None:
        """Post to a channel, or to the thread where it belongs, or put a message up to date."""
        bot = _set_up(self._bot, leased)
        if isinstance(message, Refresh):
            self._refresh(bot, message)
            return None
        above = self._above(leased)
        if isinstance(message, Resolved):
            if not above:
                return None  # nobody was told in this channel, or the thread is of several models
            return bot.send(leased.recipient, slack_resolved.resolved(message, repeat=repeat), leased.dedup_key, above)
        under = self._under if isinstance(message, Notice) else Under()
        rendered = self._slack(message, repeat=repeat, under=under)
        loud = isinstance(message, Notice) and is_loud(message)
        return bot.send(leased.recipient, rendered, leased.dedup_key, above, loud=loud)

    def _above(self, leased: Leased) -> str:
        message = self._read(leased.kind, leased.payload)
        if not isinstance(message, Notice | Resolved):
            return ""
        return conversations.above(self._service, leased.recipient, message)

    def _refresh(self, bot: SlackBot, message: Refresh) -> None:
        """Put a message up to date, and again where things have changed meanwhile.

        Another process may do the same with what it read before or after us: whoever writes last looks last.
        """
        shown: Current | None = None
        for _ in range(MOST_UPDATES):
            now = conversations.current(self._service, message.message)
            if now is None or now == shown:
                return
            under = replace(self._under, states=now.states)
            if not bot.update(message.message, blocks.notice(now.notice, link=self._link, under=under), now.key):
                return
            shown = now
        raise DeliveryError("what the message shows changes faster than it can be updated")

    def _mail(self, message: Message, leased: Leased, *, repeat: bool) -> str:
        """Send an e-mail; a digest bears the link that ends its reader's subscription."""
        smtp, unsubscribe, thread = _set_up(self._smtp, leased), "", None
        if isinstance(message, Digest):
            unsubscribe, thread = self._unsubscribe(message.team, leased.recipient), f"digest:{message.team}"
            today = self._service.clock.today()
            parts = self._digest(leased.payload, today, repeat=repeat, subscribed=bool(unsubscribe))
        elif isinstance(message, Bulletin):
            parts = plain_email.bulletin(message, repeat=repeat)
        else:
            parts = render.notice(_notice(message), repeat=repeat, link=self._link)
        return smtp.send(
            parts,
            to=leased.recipient,
            dedup_key=leased.dedup_key,
            team=message.team,
            at=leased.created_at,
            thread=thread,
            unsubscribe=unsubscribe,
        )

    def _rendered(self, payload: str, today: date, *, repeat: bool, subscribed: bool) -> EmailParts:
        made = _digest_of(today, payloads.digest(payload))
        return render.digest(made, repeat=repeat, link=self._link, subscribed=subscribed)

    def _slack(self, message: Message, *, repeat: bool = False, under: Under = blocks.NOTHING) -> SlackMessage:
        if isinstance(message, Digest):
            return slack_weekly.digest(message, repeat=repeat, link=self._link)
        if isinstance(message, Bulletin):
            return plain_slack.bulletin(message, repeat=repeat)
        return blocks.notice(_notice(message), repeat=repeat, link=self._link, under=under)

    def _print(self, message: Message, leased: Leased) -> None:
        with self._one_at_a_time:
            if isinstance(message, Digest):
                self._console.email(render.digest(message, link=self._link), to=leased.recipient)
            else:
                self._console.slack(self._slack(message), channel=leased.recipient)


def _counted_from(today: date, message: Message) -> Message:
    """The message with its days counted from the (UTC) day on which it goes out."""
    if isinstance(message, Notice) and message.today != today:
        return replace(message, today=today)
    return _digest_of(today, message) if isinstance(message, Digest) else message


def _digest_of(today: date, made: Digest) -> Digest:
    return made if made.today == today else replace(made, today=today, made_on=made.today)


def _notice(message: Message) -> Notice:
    if not isinstance(message, Notice):
        raise DeliveryError("the end of a ticket is told where the ticket was opened only", permanent=True)
    return message


def _set_up(channel: Channel | None, leased: Leased) -> Channel:
    if channel is None:
        raise DeliveryError(
            f"{leased.channel} is no longer set up",
            hint="set its key again, then `model-monitor outbox retry`",
            permanent=True,
            at_fault=Fault.CHANNEL,
        )
    return channel
