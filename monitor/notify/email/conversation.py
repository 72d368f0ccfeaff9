"""Conversations with a mail server (RFC 5321): opened, encrypted and signed in, and kept for several messages."""

from __future__ import annotations

import contextlib
import re
import smtplib
import ssl
import threading
from collections.abc import Iterator
from functools import cached_property

from monitor.errors import DeliveryError, Fault
from monitor.notify.email.server import Server, StartTls
from monitor.notify.foreign import clean, shorten

ACCEPTED, PERMANENT = 250, 500
# RFC 3463, "Address status", of the destination: some servers look at it only when they have the whole message.
DESTINATION = re.compile(r"5\.1\.[1-6]\b")


class Conversations:
    """Those with one server. Safe to use from many threads; each conversation is one thread's at a time."""

    def __init__(self, server: Server, timeout: float) -> None:
        self._server = server
        self._timeout = timeout
        self._lock = threading.Lock()
        self._idle: list[smtplib.SMTP] | None = None  # a list while conversations are kept

    @contextlib.contextmanager
    def kept(self) -> Iterator[None]:
        """Within this, a conversation that went well is kept for the next message; at the end all are ended."""
        with self._lock:
            self._idle = []
        try:
            yield
        finally:
            with self._lock:
                idle, self._idle = self._idle or [], None
            for session in idle:
                _end(session)

    @contextlib.contextmanager
    def one(self, sender: str) -> Iterator[smtplib.SMTP]:
        """A conversation in which a message of this sender has begun; it is over where that fails."""
        kept = self._open_still(sender)
        session = kept or self._opened()
        with contextlib.ExitStack() as where_it_fails:
            where_it_fails.callback(session.close)
            if kept is None:
                with refused("sending e-mail"):
                    expect(ACCEPTED, _begin(session, sender))
            yield session
            where_it_fails.pop_all()
        with self._lock:
            keep = self._idle is not None
            if self._idle is not None:
                self._idle.append(session)
        if not keep:
            _end(session)

    def _open_still(self, sender: str) -> smtplib.SMTP | None:
        """One that was kept, if its server takes one more: it may have had enough, or have been restarted."""
        while True:
            with self._lock:
                session = self._idle.pop() if self._idle else None
            if session is None:
                return None
            with contextlib.suppress(smtplib.SMTPException, OSError):
                expect(ACCEPTED, _begin(session, sender))
                return session
            session.close()

    def _opened(self) -> smtplib.SMTP:
        """A new one, encrypted and signed in as configured."""
        server, context = self._server, self._trust
        with refused("connecting to the mail server", Fault.CHANNEL):
            if server.implicit_tls:
                session: smtplib.SMTP = smtplib.SMTP_SSL(
                    server.host, server.port, timeout=self._timeout, context=context
                )
            else:
                session = smtplib.SMTP(server.host, server.port, timeout=self._timeout)
        with contextlib.ExitStack() as where_it_fails:
            where_it_fails.callback(session.close)
            with refused("greeting the mail server", Fault.CHANNEL):
                session.ehlo_or_helo_if_needed()
                if server.starttls is StartTls.REQUIRED or (
                    server.starttls is StartTls.OFFERED and session.has_extn("starttls")
                ):
                    session.starttls(context=context)
                    session.ehlo_or_helo_if_needed()
                if server.user:
                    session.login(server.user, server.password)
            where_it_fails.pop_all()
        return session

    @cached_property
    def _trust(self) -> ssl.SSLContext:
        """The certificates of this machine: a tenth of a second to read, so once."""
        return ssl.create_default_context()


def _begin(session: smtplib.SMTP, sender: str) -> tuple[int, bytes]:
    # `mail` and `rcpt` of the library parse the address, which takes most of their time, and ours are known
    return session.docmd("MAIL", f"FROM:<{sender}>")


def expect(code: int, answer: tuple[int, bytes]) -> None:
    """Raise what `refused` understands for another answer than this one, as far as its first two digits say."""
    if answer[0] // 10 != code // 10:
        raise smtplib.SMTPResponseException(*answer)


def _end(session: smtplib.SMTP) -> None:
    with contextlib.suppress(smtplib.SMTPException, OSError):  # the messages are accepted already
        session.quit()
    session.close()


@contextlib.contextmanager
def refused(doing: str, at_fault: Fault = Fault.MESSAGE) -> Iterator[None]:
    """SMTP's refusals and the network's failures as delivery errors: 5xx is for good, all else passes."""
    try:
        yield
    except smtplib.SMTPResponseException as error:
        words = error.smtp_error.decode("utf-8", "replace") if isinstance(error.smtp_error, bytes) else error.smtp_error
        if at_fault is Fault.MESSAGE and DESTINATION.match(words):
            at_fault = Fault.RECIPIENT
        said = f"{doing}: the server answered {error.smtp_code} {shorten(clean(words), 200)}".rstrip()
        raise DeliveryError(said, permanent=error.smtp_code >= PERMANENT, at_fault=at_fault) from None
    except smtplib.SMTPNotSupportedError:
        raise DeliveryError(
            f"{doing}: the server offers no STARTTLS or no sign-in that we know",
            hint="see the setting starttls of the SMTP address",
            permanent=True,
            at_fault=at_fault,
        ) from None
    except ssl.SSLCertVerificationError as error:
        reason = shorten(clean(error.verify_message), 200)
        raise DeliveryError(f"{doing}: its certificate is not to be trusted ({reason})") from None
    except smtplib.SMTPServerDisconnected:
        raise DeliveryError(f"{doing}: the server hung up") from None
    except OSError as error:
        raise DeliveryError(f"{doing}: {error.strerror or type(error).__name__}") from None
