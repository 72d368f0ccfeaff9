"""Sending e-mail, in a real conversation with a mail server on loopback."""

from __future__ import annotations

import logging
import re
import shutil
import socket
import ssl
import subprocess
from datetime import UTC, datetime
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import SMTP, default
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.alerts import Digest
from monitor.errors import ConfigError, DeliveryError
from monitor.notify.email import render
from monitor.notify.email.client import Smtp, body, head, header
from monitor.notify.email.render import EmailParts
from tests.fakes.smtp import PASSWORD, USER, MailServer
from tests.notify import samples

SENDER = "Model Monitor <monitor@example.org>"
TO = "team@example.com"
AT = datetime(2025, 12, 26, 9, tzinfo=UTC)
PARTS = render.notice(samples.notice())
DOUBLED_DOT, LONE_DOT = re.compile(rb"^\.\.", re.MULTILINE), re.compile(rb"^\.(?!\.)", re.MULTILINE)
SIGN_IN = f"{USER}:{quote(PASSWORD, safe='')}@"


def send(mail: MailServer, parts: EmailParts = PARTS, *, url: str = "smtp://{}", **changes: Any) -> str:
    smtp = Smtp(url.format(mail.address), SENDER, timeout=5)
    usual: dict[str, Any] = {"to": TO, "dedup_key": "k1", "team": "Search & Co", "at": AT}
    return smtp.send(parts, **(usual | changes))


def failure(mail: MailServer, **changes: Any) -> DeliveryError:
    with pytest.raises(DeliveryError) as caught:
        send(mail, **changes)
    return caught.value


def verdict(error: DeliveryError) -> tuple[bool, bool]:
    return error.permanent, error.ambiguous


class TestMessages:
    def test_text_and_html_arrive_as_they_were_rendered(self) -> None:
        with MailServer() as mail:
            message_id = send(mail)

            (message,), (envelope,) = mail.messages, mail.accepted
        text, html = message.get_body(("plain",)), message.get_body(("html",))
        assert text is not None
        assert html is not None
        assert message.get_content_type() == "multipart/alternative"
        assert text.get_content().splitlines() == PARTS.text.splitlines()
        assert html.get_content().splitlines() == PARTS.html.splitlines()
        assert (envelope.mail_from, envelope.rcpt_tos) == ("monitor@example.org", [TO])
        assert message["Message-ID"] == message_id

    def test_its_headers_are_these_and_no_others(self) -> None:
        with MailServer() as mail:
            send(mail, thread="digest/search")

            (message,) = mail.messages
        headers = dict(message.items())
        assert set(headers) == {
            "From", "To", "Subject", "Date", "Message-ID", "List-Id", "References", "Auto-Submitted",
            "X-Auto-Response-Suppress", "MIME-Version", "Content-Type",
        }  # fmt: skip
        assert headers["From"] == SENDER
        assert headers["Subject"] == "gpt-4-0314 stops answering in 90 days · ranker"
        assert headers["Date"] == "Fri, 26 Dec 2025 09:00:00 +0000"
        assert headers["List-Id"] == "<search-co.models.example.org>"
        assert headers["Auto-Submitted"] == "auto-generated"

    def test_a_repeat_is_the_same_message_and_another_one_is_not(self) -> None:
        smtp = Smtp("smtp://mail.example.org", SENDER)

        assert smtp.message_id("k1") == Smtp("smtp://other.example.org", SENDER).message_id("k1")
        assert smtp.message_id("k1") != smtp.message_id("k2")
        assert smtp.message_id("k1").endswith("@example.org>")

    def test_the_digests_of_a_team_are_one_thread(self) -> None:
        with MailServer() as mail:
            for week in ("2025-W51", "2025-W52"):
                send(mail, dedup_key=f"digest/search/{week}", thread="digest/search")

            first, second = mail.messages
        assert first["References"] == second["References"] == Smtp("smtp://x", SENDER).message_id("digest/search")
        assert first["Message-ID"] != second["Message-ID"]

    def test_lines_that_begin_with_a_dot_survive(self) -> None:
        dotted = EmailParts("x", ".\n..\n.hidden\nlast\n", "<p>x</p>")

        with MailServer() as mail:
            send(mail, dotted)

            text = mail.messages[0].get_body(("plain",))
        assert text is not None
        assert text.get_content().splitlines() == dotted.text.splitlines()

    def test_each_reader_of_a_digest_gets_a_link_of_their_own_in_both_forms(self) -> None:
        shared = render.digest(Digest("search", "2025-W52", AT.date(), AT, pins=1, sources=1), subscribed=True)
        links = [f"https://models.example.org/unsubscribe?token={reader * 90}&.=" for reader in ("a", "b")]

        with MailServer() as mail:
            for link in links:
                send(mail, shared, unsubscribe=link)

            received = mail.messages
        for message, link in zip(received, links, strict=True):
            text, html = message.get_body(("plain",)), message.get_body(("html",))
            assert text is not None
            assert html is not None
            assert text.get_content().splitlines() == shared.text.replace(render.OWN_LINK, link).splitlines()
            assert [a["href"] for a in BeautifulSoup(html.get_content(), "html5lib").find_all("a")] == [link]
            assert message["List-Unsubscribe"] == f"<{link}>"

    @given(st.text(alphabet=". =a\té模\n", max_size=300), st.integers(1, 200))
    def test_a_body_of_any_words_is_read_as_it_was_written(self, words: str, length: int) -> None:
        link = f"https://{'.' * length}"
        written = body(EmailParts("x", f"{words}{render.OWN_LINK}{words}.", "<p>x</p>"), link)

        read = BytesParser(policy=default).parsebytes(DOUBLED_DOT.sub(b".", written)).get_body(("plain",))
        assert read is not None
        assert read.get_content().splitlines() == f"{words}{link}{words}.".splitlines()
        assert max(map(len, DOUBLED_DOT.sub(b".", written).splitlines())) <= 76
        assert LONE_DOT.search(written) is None

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("To", TO),
            ("Message-ID", "<k1@example.org>"),
            ("List-Unsubscribe", "<https://models.example.org/?token=t&a=b>"),
            ("Auto-Submitted", "auto-generated"),
        ],
    )
    def test_a_header_of_one_word_is_written_as_the_library_does(self, name: str, value: str) -> None:
        message = EmailMessage(policy=SMTP)
        message[name] = value

        assert header(name, value) == head(message)

    def test_a_long_address_in_a_header_stays_as_it_is_on_one_line(self) -> None:
        link = f"https://models.example.org/unsubscribe?token={'t' * 300}"

        assert header("List-Unsubscribe", f"<{link}>") == f"List-Unsubscribe: <{link}>\r\n".encode()

    @pytest.mark.parametrize("team", ["", "模型", "!!!", "a" * 300, "Search\r\nBcc: x"])
    def test_any_teams_name_makes_a_list_id(self, team: str) -> None:
        with MailServer() as mail:
            send(mail, team=team)

            (message,) = mail.messages
        assert message["List-Id"].removesuffix(".models.example.org>").removeprefix("<").replace("-", "").isalnum()
        assert message["Bcc"] is None


class TestInjection:
    @pytest.mark.parametrize("sign", ["\r\n", "\n", "\r", "\0", "\x85", "\u2028", "\x1b"])
    def test_a_line_break_in_a_header_is_refused_before_anything_is_sent(self, sign: str) -> None:
        with MailServer() as mail:
            caught = failure(mail, parts=EmailParts(f"x{sign}Bcc: evil@example.net", "x", "x"))

        assert verdict(caught) == (True, False)
        assert "in Subject" in str(caught)
        assert mail.accepted == []

    def test_an_encoded_line_break_in_a_subject_stays_encoded(self) -> None:
        with MailServer() as mail:
            send(mail, EmailParts("=?utf-8?q?x=0d=0aBcc=3a_evil=40example.net?=", "x", "x"))

            (message,) = mail.messages
        assert message["Bcc"] is None
        assert message["Subject"] == "= ?utf-8?q?x=0d=0aBcc=3a_evil=40example.net?="

    def test_a_header_that_would_bring_another_one_is_refused_at_the_last_moment(self) -> None:
        injected = EmailMessage(policy=SMTP)
        injected["Subject"] = "=?utf-8?q?x=0d=0aBcc=3a_evil=40example.net?="

        with pytest.raises(DeliveryError, match="a header would bring another one with it") as caught:
            head(injected)

        assert caught.value.permanent

    @pytest.mark.parametrize(
        "to",
        [
            "",
            "team",
            "a@b\r\nRCPT TO:<evil@example.net>",
            "a@b, c@d",
            "Team <a@b.example>",
            "a@b>",
            "ä@example.com",
            "a b@c",
        ],
    )
    def test_an_address_that_is_none_is_refused_before_anything_is_sent(self, to: str) -> None:
        with MailServer() as mail:
            caught = failure(mail, to=to)

        assert verdict(caught) == (True, False)
        assert "\n" not in str(caught)
        assert mail.accepted == []

    @pytest.mark.parametrize("sender", ["", "monitor", "x\r\nBcc: y <a@example.org>", "Name <>", "a@b@c"])
    def test_a_sender_that_is_none_is_a_mistake_in_the_configuration(self, sender: str) -> None:
        with pytest.raises(ConfigError, match=r"email\.from is no address"):
            Smtp("smtp://mail.example.org", sender)


class TestRefusals:
    @pytest.mark.parametrize("stage", ["MAIL", "RCPT", "DATA"])
    @pytest.mark.parametrize(("answer", "permanent"), [("450 try later", False), ("550 no such user", True)])
    def test_4xx_passes_and_5xx_is_permanent(self, stage: str, answer: str, permanent: bool) -> None:
        with MailServer(answers={stage: answer}) as mail:
            caught = failure(mail)

        assert verdict(caught) == (permanent, False)
        assert str(caught) == f"sending e-mail: the server answered {answer}"
        assert mail.accepted == []

    @pytest.mark.parametrize("stage", ["MAIL", "RCPT"])
    def test_a_hang_up_before_the_message_was_sent_is_not_ambiguous(self, stage: str) -> None:
        with MailServer(hang_up=stage) as mail:
            caught = failure(mail)

        assert verdict(caught) == (False, False)
        assert str(caught) == "sending e-mail: the server hung up"

    def test_a_hang_up_after_the_message_was_sent_is_ambiguous(self) -> None:
        with MailServer(hang_up="DATA") as mail:
            caught = failure(mail)

        assert verdict(caught) == (False, True)
        assert len(mail.accepted) == 1

    @pytest.mark.parametrize("answer", ["what?", "250" * 3000])
    def test_an_answer_that_cannot_be_read_is_ambiguous(self, answer: str) -> None:
        with MailServer(answers={"DATA": answer}) as mail:
            assert verdict(failure(mail)) == (False, True)

    def test_what_happens_at_the_goodbye_takes_nothing_back(self) -> None:
        with MailServer(answers={"QUIT": "500 what?"}) as mail:
            assert send(mail)
        with MailServer(hang_up="QUIT") as mail:
            assert send(mail)

    def test_a_conversation_goes_on_with_the_next_message_within_a_round_only(self) -> None:
        with MailServer() as mail:
            smtp = Smtp(f"smtp://{mail.address}", SENDER, timeout=5)
            with smtp.kept():
                for n in range(3):
                    smtp.send(PARTS, to=TO, dedup_key=f"k{n}", team="search", at=AT)
            smtp.send(PARTS, to=TO, dedup_key="k3", team="search", at=AT)

        assert (len(mail.accepted), mail.greeted) == (4, 2)

    @pytest.mark.parametrize("abrupt", [False, True])
    def test_a_server_that_has_had_enough_is_greeted_anew(self, abrupt: bool) -> None:
        with MailServer(most=1, abrupt=abrupt) as mail:
            smtp = Smtp(f"smtp://{mail.address}", SENDER, timeout=5)
            with smtp.kept():
                for n in range(3):
                    smtp.send(PARTS, to=TO, dedup_key=f"k{n}", team="search", at=AT)

        assert (len(mail.accepted), mail.greeted) == (3, 3)

    def test_a_refused_message_ends_its_conversation_and_not_the_round(self) -> None:
        with MailServer(answers={"RCPT": "550 5.1.1 no such user"}) as mail:
            smtp = Smtp(f"smtp://{mail.address}", SENDER, timeout=5)
            with smtp.kept():
                with pytest.raises(DeliveryError):
                    smtp.send(PARTS, to=TO, dedup_key="k0", team="search", at=AT)
                mail.answers.clear()
                smtp.send(PARTS, to=TO, dedup_key="k1", team="search", at=AT)

        assert (len(mail.accepted), mail.greeted) == (1, 2)

    def test_no_connection_means_nothing_was_sent(self) -> None:
        with socket.socket() as held:
            held.bind(("127.0.0.1", 0))  # bound, and nobody listens
            smtp = Smtp(f"smtp://127.0.0.1:{held.getsockname()[1]}", SENDER)
            with pytest.raises(DeliveryError) as caught:
                smtp.send(PARTS, to=TO, dedup_key="k1", team="search", at=AT)

        assert verdict(caught.value) == (False, False)
        assert str(caught.value) == "connecting to the mail server: Connection refused"


class TestSignIn:
    def test_user_and_password_are_decoded_and_used(self) -> None:
        with MailServer() as mail:
            send(mail, url=f"smtp://{SIGN_IN}{{}}?starttls=never")

        assert mail.signed_in == [USER]

    def test_a_wrong_password_is_permanent_and_in_no_error_or_log(self, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level(logging.DEBUG, logger="monitor")
        with MailServer() as mail:
            caught = failure(mail, url=f"smtp://{USER}:canary@{{}}?starttls=never")

        assert caught.permanent
        assert "535" in str(caught)
        assert "canary" not in f"{caught!r}{caught}{caplog.text}"

    def test_a_server_without_starttls_is_not_given_the_password(self) -> None:
        with MailServer() as mail:
            caught = failure(mail, url=f"smtp://{SIGN_IN}{{}}")

        assert caught.permanent
        assert "STARTTLS" in str(caught)
        assert mail.signed_in == []


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of our own for 127.0.0.1, with its key in the same file."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl makes the certificate; it is not installed")
    folder = tmp_path_factory.mktemp("certificate")
    key, made = folder / "key.pem", folder / "made.pem"
    command = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=mail.example.org",
               "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(made)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True)
    (folder / "both.pem").write_bytes(made.read_bytes() + key.read_bytes())
    return folder / "both.pem"


@pytest.fixture
def tls(certificate: Path) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    return context


@pytest.fixture
def trusted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if an administrator had put it among the machine's authorities."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))


class TestEncryption:
    @pytest.mark.usefixtures("trusted")
    @pytest.mark.parametrize("query", ["", "?starttls=required", "?starttls=offered"])
    def test_starttls_is_used_where_it_is_offered(self, tls: ssl.SSLContext, query: str) -> None:
        with MailServer(tls=tls) as mail:
            send(mail, url=f"smtp://{SIGN_IN}{{}}{query}" if "offered" not in query else f"smtp://{{}}{query}")

        assert mail.encrypted == [True]

    @pytest.mark.usefixtures("trusted")
    def test_smtps_is_encrypted_from_the_start(self, tls: ssl.SSLContext) -> None:
        with MailServer(tls=tls, implicit_tls=True) as mail:
            send(mail, url="smtps://{}")

        assert mail.encrypted == [True]

    @pytest.mark.parametrize(("implicit", "url"), [(False, "smtp://{}"), (True, "smtps://{}")])
    def test_a_certificate_that_nobody_vouches_for_is_refused(
        self, tls: ssl.SSLContext, implicit: bool, url: str
    ) -> None:
        with MailServer(tls=tls, implicit_tls=implicit) as mail:
            caught = failure(mail, url=url)

        assert verdict(caught) == (False, False)
        assert "its certificate is not to be trusted" in str(caught)
        assert mail.accepted == []

    @pytest.mark.usefixtures("trusted")
    def test_a_certificate_for_another_name_is_refused(self, tls: ssl.SSLContext) -> None:
        with MailServer(tls=tls) as mail:
            port = mail.address.rpartition(":")[2]
            caught = failure(mail, url=f"smtp://localhost:{port}")

        assert "its certificate is not to be trusted (Hostname mismatch" in str(caught)
        assert mail.accepted == []

    def test_never_means_never(self, tls: ssl.SSLContext) -> None:
        with MailServer(tls=tls) as mail:
            send(mail, url="smtp://{}?starttls=never")

        assert mail.encrypted == [False]
