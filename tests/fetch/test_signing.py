"""Requests to AWS carry a signature that AWS would accept; what is missing for one is said in words."""

from __future__ import annotations

import builtins
import hashlib
import hmac
import io
import logging
import subprocess
import sys
from typing import Any

import pytest

from monitor import log
from monitor.fetch.signing import CannotSign, region_of, signature

URL = "https://bedrock.eu-west-1.amazonaws.com/foundation-models"
KEYS = {"AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"}

botocore = pytest.importorskip("botocore", reason="the extra bedrock is not installed")


def expected(headers: dict[str, str], *, host: str, path: str, region: str) -> str:
    """The signature as its specification says, computed without the library."""
    secret, time = KEYS["AWS_SECRET_ACCESS_KEY"], headers["x-amz-date"]
    signed = {"host": host} | {k: v for k, v in headers.items() if k != "authorization"}
    names = ";".join(sorted(signed))
    lines = "".join(f"{name}:{signed[name]}\n" for name in sorted(signed))
    request = f"GET\n{path}\n\n{lines}\n{names}\n{hashlib.sha256(b'').hexdigest()}"
    scope = f"{time[:8]}/{region}/bedrock/aws4_request"
    text = f"AWS4-HMAC-SHA256\n{time}\n{scope}\n{hashlib.sha256(request.encode()).hexdigest()}"
    key = f"AWS4{secret}".encode()
    for part in scope.split("/"):
        key = hmac.digest(key, part.encode(), "sha256")
    sealed = hmac.digest(key, text.encode(), "sha256").hex()
    return f"Credential=AKIDEXAMPLE/{scope}, SignedHeaders={names}, Signature={sealed}"


@pytest.mark.parametrize("token", [{}, {"AWS_SESSION_TOKEN": "a-session"}])
def test_a_request_is_signed_for_the_region_that_its_address_names(token: dict[str, str]) -> None:
    headers = dict(signature(URL, KEYS | token))
    assert headers.get("x-amz-security-token") == token.get("AWS_SESSION_TOKEN")
    wanted = expected(headers, host="bedrock.eu-west-1.amazonaws.com", path="/foundation-models", region="eu-west-1")
    assert headers["authorization"] == f"AWS4-HMAC-SHA256 {wanted}"


@pytest.mark.parametrize(
    ("url", "region"),
    [
        ("https://bedrock.us-east-1.amazonaws.com/foundation-models", "us-east-1"),
        ("https://bedrock-fips.us-gov-west-1.amazonaws.com/foundation-models", "us-gov-west-1"),
        ("https://vpce-0a-1b.bedrock.eu-west-1.vpce.amazonaws.com/foundation-models", "eu-west-1"),
        ("https://bedrock.cn-north-1.amazonaws.com.cn/foundation-models", "cn-north-1"),
        ("https://bedrock.us-east-1.api.aws/foundation-models", "us-east-1"),
        ("https://bedrock.us-east-1.amazonaws.com.evil.example/", None),
        ("https://bedrock-runtime.us-east-1.amazonaws.com/", None),
        ("https://bedrock.example.org/", None),
        ("https://[", None),
        ("", None),
    ],
)
def test_the_region_stands_in_the_address(url: str, region: str | None) -> None:
    assert region_of(url) == region


@pytest.mark.parametrize(
    "environ",
    [{}, {"AWS_ACCESS_KEY_ID": "AKIDEXAMPLE"}, {"AWS_SECRET_ACCESS_KEY": "secret"}, {"AWS_PROFILE": "default"}],
)
def test_without_a_whole_key_in_the_environment_it_says_what_to_set(environ: dict[str, str]) -> None:
    with pytest.raises(CannotSign, match="no whole key for AWS: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"):
        signature(URL, environ)


def test_an_address_without_a_region_cannot_be_signed_for() -> None:
    with pytest.raises(CannotSign, match=r"names no region of AWS: write https://bedrock\.REGION"):
        signature("https://gateway.example/foundation-models", KEYS)


def test_without_the_library_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    really = builtins.__import__

    def refuse(name: str, *args: Any, **kwargs: Any) -> Any:
        if name.partition(".")[0] == "botocore":
            raise ImportError(name)
        return really(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(CannotSign, match=r"pip install 'model-deprecation-monitor\[bedrock\]'"):
        signature(URL, KEYS)


def test_the_library_is_not_loaded_before_something_is_signed() -> None:
    code = "import sys, monitor.service.asking; sys.exit('botocore' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_library_never_logs_what_it_signs() -> None:
    log.configure(verbosity=2, json=False, stream=io.StringIO())
    assert not logging.getLogger("botocore.auth").isEnabledFor(logging.DEBUG)
