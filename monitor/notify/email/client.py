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
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from functools import lru_cache

from markupsafe import escape

from monitor.errors import ConfigError, DeliveryError, Fault
from monitor.notify.email.conversation import ACCEPTED, Conversations, expect, refused
from monitor.notify.email.render import OWN_LINK, EmailParts
from monitor.notify.email.server import Server
from monitor.notify.foreign import clean, shorten

MAILBOX = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,253}", re.ASCII)
LINE_START_DOT = re.compile(rb"^\.", re.MULTILINE)
ONE_WORD = re.compile(r"[!-~]+")  # of ASCII: nothing to fold or to encode
INJECTED = "sending e-mail: a header would bring another one with it"
FOLD = re.compile(rb" *\r\n[ \t]+")
BREAKS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")


SOFT_BREAK = b"=\r\n"
BOUNDARY = b"=_monitor"  # no quoted-printable text has this: an equals sign is followed by two digits or a line's end
START_OF_MAIL = 354


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
        `unsubscribe` is the address that ends the reader's subscription, by one POST if it is https (RFC 8058); it
        stands where the parts have `render.OWN_LINK`.
        """
        headers = self._headers(dedup_key, team=team, at=at, thread=thread, unsubscribe=unsubscribe)
        raw = self._message(parts, headers, to=to, own_link=unsubscribe or OWN_LINK)
        with self._conversations.one(self._mailbox) as session, refused("sending e-mail"):
            with refused("sending e-mail", Fault.RECIPIENT):
                expect(ACCEPTED, session.docmd("RCPT", f"TO:<{to}>"))
            expect(START_OF_MAIL, session.docmd("DATA"))
            session.send(raw + b".\r\n")
            expect(ACCEPTED, _last_answer(session))
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

    def _message(self, parts: EmailParts, headers: dict[str, str], *, to: str, own_link: str) -> bytes:
        if not MAILBOX.fullmatch(to):
            raise DeliveryError(
                f"{shorten(clean(to), 80)!r} is no e-mail address",
                hint="correct the team's emails",
                permanent=True,
                at_fault=Fault.RECIPIENT,
            )
        subject = parts.subject.replace("=?", "= ?")  # else the library decodes it, line breaks and all
        headers = {"From": self._from, "To": to, "Subject": subject, **headers}
        return b"".join([header(name, value) for name, value in headers.items()]) + body(parts, own_link)


def header(name: str, value: str) -> bytes:
    """One header as it is sent."""
    return f"{name}: {value}\r\n".encode() if ONE_WORD.fullmatch(value) else _folded(name, value)


@lru_cache(1_024)
def _folded(name: str, value: str) -> bytes:
    """By the library, which takes long; most are the same in all messages of a round."""
    if BREAKS.search(value):
        raise DeliveryError(f"sending e-mail: a line break or control character in {name}", permanent=True)
    if name == "Subject" and not value.isascii():  # whole: the library's other way loses a blank between long words
        encoded = Header(value, "utf-8", header_name=name).encode(linesep="\r\n")
        return f"{name}: {encoded}\r\n".encode()
    message = EmailMessage(policy=SMTP)
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


def body(parts: EmailParts, own_link: str = OWN_LINK) -> bytes:
    """Both forms as multipart/alternative (RFC 2046), with the two headers that say so, as SMTP carries them.

    What the readers of a digest share is encoded once; `own_link`, for `render.OWN_LINK`, has lines of its own, which
    soft breaks join again.
    """
    forms = (b"plain", parts.text, own_link), (b"html", parts.html, str(escape(own_link)))
    written = [
        b"--%b\r\nContent-Type: text/%b; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n%b\r\n"
        % (BOUNDARY, kind, _continued(link).join(_shared(text)))
        for kind, text, link in forms
    ]
    declared = b'MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary="%b"\r\n\r\n' % BOUNDARY
    return b"%b%b--%b--\r\n" % (declared, b"".join(written), BOUNDARY)


@lru_cache(32)
def _shared(text: str) -> tuple[bytes, ...]:
    """A text as it is sent, in its parts before, between and after the places of the reader's own link."""
    *before, last = "\r\n".join(text.splitlines()).split(OWN_LINK)
    return (*map(_continued, before), quoted(last))


def _continued(text: str) -> bytes:
    """A text after which the line goes on: a sign more, taken off again, leaves room for the soft break."""
    return quoted(f"{text}x")[:-1] + SOFT_BREAK


def quoted(text: str) -> bytes:
    """Quoted-printable (RFC 2045), a dot at a line's start doubled (RFC 5321, 4.5.2).

    By hand: the library takes several milliseconds for it.
    """
    return LINE_START_DOT.sub(b"..", binascii.b2a_qp(text.encode("utf-8", "replace")))


def _last_answer(session: smtplib.SMTP) -> tuple[int, bytes]:
    """The answer to the whole message: without it, or where it is no answer, the message may have been accepted."""
    with contextlib.suppress(smtplib.SMTPException):
        code, words = session.getreply()
        if code > 0:
            return code, words
    raise DeliveryError("sending e-mail: the server's answer to the message was lost", ambiguous=True)


def _label(team: str) -> str:
    """A team's name as a part of a List-Id (RFC 2919): letters, digits, hyphens."""
    plain = re.sub(r"[^a-z0-9]+", "-", team.casefold()).strip("-")
    return plain[:60].strip("-") or f"team-{_digest(team)[:8]}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
