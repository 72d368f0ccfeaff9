"""The configured address of a mail server."""

from __future__ import annotations

import pytest

from monitor.errors import ConfigError
from monitor.notify.email.server import Server, StartTls


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail.example.org", Server("mail.example.org", 25, False, StartTls.OFFERED)),
        ("smtp://mail.example.org:2525/", Server("mail.example.org", 2525, False, StartTls.OFFERED)),
        ("smtp://u:p@mail.example.org", Server("mail.example.org", 587, False, StartTls.REQUIRED, "u", "p")),
        ("smtp://u%40:%2F%3A@mail.example.org", Server("mail.example.org", 587, False, StartTls.REQUIRED, "u@", "/:")),
        ("smtps://u:p@mail.example.org", Server("mail.example.org", 465, True, StartTls.NEVER, "u", "p")),
        ("smtp://mail.example.org?starttls=never", Server("mail.example.org", 25, False, StartTls.NEVER)),
        ("smtp://mail.example.org?starttls=required", Server("mail.example.org", 25, False, StartTls.REQUIRED)),
        ("smtp://u:p@localhost?starttls=never", Server("localhost", 587, False, StartTls.NEVER, "u", "p")),
    ],
)  # fmt: skip
def test_an_address_says_host_port_encryption_and_sign_in(url: str, expected: Server) -> None:
    assert Server.from_url(url) == expected


@pytest.mark.parametrize(
    "url",
    [
        "",
        "mail.example.org:25",
        "http://mail.example.org",
        "smtp://",
        "smtp://u:canary@",
        "smtp://mail.example.org:99999",
        "smtp://mail.example.org:port",
        "smtp://mail.example.org?starttls=sometimes",
        "smtp://mail.example.org?tls=canary",
        "smtp://mail.example.org/canary",
        "smtp://u:canary@mail.example.org?starttls=offered",
        "smtp://u:canary@mail.example.org?starttls=never",
        "smtp://u:canar%C3%BF@mail.example.org",
        "smtp://[::1",
    ],
)
def test_any_other_address_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(ConfigError) as caught:
        Server.from_url(url)

    assert "canar" not in str(caught.value)


def test_user_and_password_are_in_no_repr() -> None:
    assert "canary" not in repr(Server.from_url("smtp://canary-user:canary@mail.example.org"))
