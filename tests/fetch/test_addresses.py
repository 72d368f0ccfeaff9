from __future__ import annotations

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import BlockedAddress
from monitor.fetch import is_inside, mirrored
from monitor.fetch.addresses import origin_of, parse, shown


def test_an_address_is_shown_without_query_and_fragment() -> None:
    assert shown(parse("https://API.example.com/v1/models?key=secret#x")) == "https://api.example.com/v1/models"


def test_an_unusual_port_is_shown() -> None:
    assert shown(parse("http://[2606:4700::1111]:8080/a%20b")) == "http://[2606:4700::1111]:8080/a%20b"


def test_the_usual_port_and_none_are_the_same_origin() -> None:
    assert origin_of(parse("https://example.com:443/a")) == origin_of(parse("https://example.com/b"))


@pytest.mark.parametrize("other", ["http://example.com", "https://example.com:444", "https://www.example.com"])
def test_another_scheme_port_or_host_is_another_origin(other: str) -> None:
    assert origin_of(parse(other)) != origin_of(parse("https://example.com"))


@pytest.mark.parametrize(
    "address", ["http://10.0.0.5/v1", "https://127.0.0.1:8080", "http://[fd00::5]/", "http://[::1]"]
)
def test_a_number_that_is_not_public_is_inside(address: str) -> None:
    assert is_inside(address)


@pytest.mark.parametrize(
    "address", ["http://93.184.216.34/", "http://[2606:4700::1111]/", "http://gateway.internal/", "http://127.1/", ""]
)
def test_a_public_number_a_name_and_what_is_no_address_are_not_known_to_be_inside(address: str) -> None:
    assert not is_inside(address)


def test_a_reference_is_read_relative_to_its_base() -> None:
    base = parse("https://example.com/v1/models?limit=10")

    assert str(parse("?after=x", base=base)) == "https://example.com/v1/models?after=x"
    assert str(parse("//other.example/y", base=base)) == "https://other.example/y"


def test_a_name_in_another_script_is_the_ascii_name_that_is_looked_up() -> None:
    assert shown(parse("https://münchen.example/")) == "https://xn--mnchen-3ya.example/"


def test_a_refused_target_names_who_led_to_it_and_nothing_of_itself() -> None:
    with pytest.raises(BlockedAddress) as refused:
        parse("https://user:secret@evil.example/", base=parse("https://example.com/a?token=hidden"))

    expected = "https://example.com/a: the address that it leads to is refused: it carries a user name or password"
    assert str(refused.value) == expected
    assert refused.value.permanent


@given(st.text() | st.from_regex(r"https?://[^/]*(/.*)?", fullmatch=True))
def test_any_text_is_an_address_or_refused(text: str) -> None:
    for base in (None, httpx.URL("https://example.com/a")):
        try:
            url = parse(text, base=base)
        except BlockedAddress:
            continue
        assert url.scheme in {"http", "https"}
        assert not url.userinfo
        assert shown(url).isascii()


def test_the_mirror_keeps_a_source_under_its_id() -> None:
    assert mirrored("openai/models", "http://127.0.0.1:8099") == "http://127.0.0.1:8099/openai/models"
    assert mirrored("openai/models", "http://mirror/docs/") == "http://mirror/docs/openai/models"
