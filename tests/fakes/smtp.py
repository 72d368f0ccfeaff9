"""A mail server on loopback: a real SMTP conversation (aiosmtpd), refusals and hang-ups where a test wants them."""

# ruff: noqa: ARG002, N802 aiosmtpd calls these methods by such names and with all of this
from __future__ import annotations

import asyncio
import ssl
import threading
from collections import Counter
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from types import TracebackType
from typing import Any, Self

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

USER, PASSWORD = "monitor", "p@ss/word:made-up"


@dataclass
class MailServer:
    """Use as a context manager.

    `answers` maps a command (EHLO, MAIL, RCPT, DATA) to the line to answer with; `hang_up` is a command at which the
    connection is cut instead of an answer; with DATA, the message has been accepted by then. A conversation may have
    `most` messages: one more is answered with 421, or the connection is cut where the server is `abrupt`.
    """

    answers: dict[str, str] = field(default_factory=dict)
    hang_up: str | None = None
    most: int | None = None
    abrupt: bool = False
    tls: ssl.SSLContext | None = None
    implicit_tls: bool = False
    accepted: list[Envelope] = field(default_factory=list)
    signed_in: list[str] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    greeted: int = 0

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self._port}"

    @property
    def messages(self) -> list[EmailMessage]:
        parser = BytesParser(policy=default)
        return [parser.parsebytes(e.content) for e in self.accepted if isinstance(e.content, bytes)]

    def __enter__(self) -> Self:
        self._loop = asyncio.new_event_loop()
        context = self.tls if self.implicit_tls else None
        listening = self._loop.create_server(self._conversation, "127.0.0.1", 0, ssl=context)
        self._server = self._loop.run_until_complete(listening)
        self._port = self._server.sockets[0].getsockname()[1]
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._finish(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _finish(self) -> None:
        self._server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await asyncio.sleep(0)

    def _conversation(self) -> SMTP:
        return SMTP(
            _Handler(self),
            hostname="mail.example.org",
            tls_context=None if self.implicit_tls else self.tls,
            authenticator=self._authenticate,
            auth_require_tls=False,
            loop=self._loop,
        )

    def _authenticate(self, server: SMTP, session: Session, envelope: Envelope, way: str, data: Any) -> AuthResult:
        right = isinstance(data, LoginPassword) and (data.login, data.password) == (USER.encode(), PASSWORD.encode())
        self.signed_in += [USER] if right else []
        return AuthResult(success=right, handled=False)


class _Handler:
    def __init__(self, mail: MailServer) -> None:
        self._mail = mail
        self._begun = Counter[Session]()

    async def handle_EHLO(self, server: SMTP, session: Session, envelope: Envelope, name: str, lines: list[str]) -> Any:
        session.host_name = name
        self._mail.greeted += not session.ssl  # a client greets once more after STARTTLS
        return [self._mail.answers["EHLO"]] if "EHLO" in self._mail.answers else lines

    async def handle_MAIL(self, server: SMTP, session: Session, envelope: Envelope, sender: str, _: list[str]) -> str:
        envelope.mail_from = sender
        self._begun[session] += 1
        if self._mail.most is not None and self._begun[session] > self._mail.most:
            return self._cut(server) if self._mail.abrupt else "421 enough"
        return self._answer("MAIL", server)

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, to: str, _: list[str]) -> str:
        envelope.rcpt_tos.append(to)
        return self._answer("RCPT", server)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        answer = self._answer("DATA", server)
        if answer.startswith("250"):
            self._mail.accepted.append(envelope)
            self._mail.encrypted.append(session.ssl is not None or self._mail.implicit_tls)
        return answer

    async def handle_QUIT(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        return self._answer("QUIT", server, "221 Bye")

    def _answer(self, command: str, server: SMTP, usual: str = "250 OK") -> str:
        if self._mail.hang_up == command:
            self._cut(server)
        return self._mail.answers.get(command, usual)

    def _cut(self, server: SMTP) -> str:
        assert server.transport is not None
        server.transport.abort()  # type: ignore[attr-defined]
        return "421 to nobody"
