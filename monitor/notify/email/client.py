"""Sending an e-mail over SMTP (RFC 5321), one recipient a message, certificates always verified.

One recipient: where two share a conversation, a refusal of one leaves no answer that is right for both.
"""

from __future__ import annotations

import binascii
import contextlib
import hashlib
import re
import smtplib
from contextlib import AbstractContextManager
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import format_datetime, parseaddr
from functools import lru_cache

from monitor.errors import ConfigError, DeliveryError, Fault
from monitor.notify.email.conversation import Conversations, refused
from monitor.notify.email.render import EmailParts
from monitor.notify.email.server import Server
from monitor.notify.foreign import clean, shorten

MAILBOX = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,253}", re.ASCII)
LINE_START_DOT = re.compile(rb"^\.", re.MULTILINE)
INJECTED = "sending e-mail: a header would bring another one with it"
FOLD = re.compile(rb" *\r\n[ \t]+")
BREAKS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")


class _OnOneLine(UnstructuredHeader, BaseHeader):
    """A header with an address in it: folded as words, a long one would be written as an encoded word."""

    def fold(self, *, policy: Policy) -> str:
        """The header as it is sent."""
        return f"{self.name}: {self}{policy.linesep}"


HEADERS = HeaderRegistry()
HEADERS.map_to_type("list-unsubscribe", _OnOneLine)
POLICY = SMTP.clone(header_factory=HEADERS)
BOUNDARY = b"=_monitor"  # no quoted-printable text has this: an equals sign is followed by two digits or a line's end
ACCEPTED, START_OF_MAIL = 250, 354


class Smtp:
    """A mail server and the address that mail is sent from, such as `Model Monitor <monitor@example.org>`.

    `url` is read by `server.Server`. `timeout` is in seconds, for each wait on the network.
    """

    def __init__(self, url: str, sender: str, timeout: float = 10) -> None:
        self._conversations = Conversations(Server.from_url(url), timeout)
        name, mailbox = parseaddr(sender)
        if not MAILBOX.fullmatch(mailbox) or BREAKS.search(sender):
            raise ConfigError("email.from is no address", hint='write it as "Name <name@example.org>"')
        self._mailbox, self._domain = mailbox, mailbox.partition("@")[2]
        self._from = str(Address(name, addr_spec=mailbox))

    def send(
        self,
        parts: EmailParts,
        *,
        to: str,
        dedup_key: str,
        team: str,
        at: datetime,
        thread: str | None = None,
        unsubscribe: str = "",
    ) -> str:
        """Send one e-mail once and return its Message-ID. Raises DeliveryError.

        The id follows from `dedup_key`, so that a repeat is the same message for the reader's mail program; messages
        of the same `thread` (such as a team's digests) refer to one common id. `at` (aware) is the message's date.
        `unsubscribe` is the address that ends the reader's subscription by one POST (RFC 8058), if it is https.
        """
        headers = self._headers(dedup_key, team=team, at=at, thread=thread, unsubscribe=unsubscribe)
        raw = self._message(parts, headers, to=to)
        with self._conversations.one() as session, refused("sending e-mail"):
            _expect(ACCEPTED, session.mail(self._mailbox))
            with refused("sending e-mail", Fault.RECIPIENT):
                _expect(ACCEPTED, session.rcpt(to))
            _expect(START_OF_MAIL, session.docmd("DATA"))
            session.send(LINE_START_DOT.sub(b"..", raw.removesuffix(b"\r\n")) + b"\r\n.\r\n")
            _expect(ACCEPTED, _last_answer(session))
        return headers["Message-ID"]

    def kept(self) -> AbstractContextManager[None]:
        """Within this, a conversation with the server goes on with the next message; at its end all are ended."""
        return self._conversations.kept()

    def message_id(self, key: str) -> str:
        """The Message-ID that follows from a key: stable, and telling nothing of it."""
        return f"<{_digest(key)}@{self._domain}>"

    def _headers(
        self, dedup_key: str, *, team: str, at: datetime, thread: str | None, unsubscribe: str
    ) -> dict[str, str]:
        headers = {
            "Date": format_datetime(at),
            "Message-ID": self.message_id(dedup_key),
            "List-Id": f"<{_label(team)}.models.{self._domain}>",
            "Auto-Submitted": "auto-generated",  # RFC 3834: no out-of-office replies, please
            "X-Auto-Response-Suppress": "All",
        }
        if thread is not None:
            headers["References"] = self.message_id(thread)
        if unsubscribe.startswith("https://"):
            headers["List-Unsubscribe"] = f"<{unsubscribe}>"
            headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        return headers

    def _message(self, parts: EmailParts, headers: dict[str, str], *, to: str) -> bytes:
        if not MAILBOX.fullmatch(to):
            raise DeliveryError(
                f"{shorten(clean(to), 80)!r} is no e-mail address",
                hint="correct the team's emails",
                permanent=True,
                at_fault=Fault.RECIPIENT,
            )
        subject = parts.subject.replace("=?", "= ?")  # else the library decodes it, line breaks and all
        headers = {"From": self._from, "To": to, "Subject": subject, **headers}
        return b"".join([header(name, value) for name, value in headers.items()]) + body(parts)


@lru_cache(1_024)
def header(name: str, value: str) -> bytes:
    """One header as it is sent; most are the same in all messages of a round, and the library takes long for each."""
    if BREAKS.search(value):
        raise DeliveryError(f"sending e-mail: a line break or control character in {name}", permanent=True)
    message = EmailMessage(policy=POLICY)
    message[name] = value
    return head(message)


def head(message: EmailMessage) -> bytes:
    """The headers as they are sent; they are counted once more, as an injected one would be there only now."""
    try:
        written = message.as_bytes().rstrip(b"\r\n")
    except MessageError:  # newer versions of the library look themselves
        raise DeliveryError(INJECTED, permanent=True) from None
    written = FOLD.sub(b"\r\n ", written)  # the library doubles the blank at some folds
    names = [line.partition(b":")[0].decode("ascii", "replace") for line in written.split(b"\r\n") if line[:1] != b" "]
    if names != message.keys():
        raise DeliveryError(INJECTED, permanent=True)
    return written + b"\r\n"


def body(parts: EmailParts) -> bytes:
    """Both forms as multipart/alternative (RFC 2046), with the two headers that say so.

    Quoted-printable by hand: the library takes several milliseconds for it, and a digest goes to thousands.
    """
    forms = (b"plain", parts.text), (b"html", parts.html)
    written = [
        b"--%b\r\nContent-Type: text/%b; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n%b\r\n"
        % (BOUNDARY, kind, binascii.b2a_qp("\r\n".join(text.splitlines()).encode("utf-8", "replace")))
        for kind, text in forms
    ]
    declared = b'MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary="%b"\r\n\r\n' % BOUNDARY
    return b"%b%b--%b--\r\n" % (declared, b"".join(written), BOUNDARY)


def _last_answer(session: smtplib.SMTP) -> tuple[int, bytes]:
    """The answer to the whole message: without it, or where it is no answer, the message may have been accepted."""
    with contextlib.suppress(smtplib.SMTPException):
        code, words = session.getreply()
        if code > 0:
            return code, words
    raise DeliveryError("sending e-mail: the server's answer to the message was lost", ambiguous=True)


def _expect(code: int, answer: tuple[int, bytes]) -> None:
    if answer[0] // 10 != code // 10:
        raise smtplib.SMTPResponseException(*answer)


def _label(team: str) -> str:
    """A team's name as a part of a List-Id (RFC 2919): letters, digits, hyphens."""
    plain = re.sub(r"[^a-z0-9]+", "-", team.casefold()).strip("-")
    return plain[:60].strip("-") or f"team-{_digest(team)[:8]}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
