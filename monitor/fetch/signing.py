"""Headers that sign a request to Amazon Bedrock (Signature Version 4), made by botocore where that is installed.

Keys come from the environment alone (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN): no file is read, and
nobody is asked over the network for more. A signature is good for five minutes and for one address.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from monitor.errors import MonitorError

SERVICE = "bedrock"
EXTRA = "bedrock"

# bedrock.us-east-1.amazonaws.com, its FIPS and dual-stack forms, and those of China and of private endpoints
_HOST = re.compile(
    r"(?:[a-z0-9-]+\.)?bedrock(?:-fips)?\.(?P<region>[a-z]{2,}(?:-[a-z]+)+-\d)\.(?:vpce\.)?(?:amazonaws\.com(?:\.cn)?|api\.aws)"
)


class CannotSign(MonitorError):
    """Something that a signature needs is not there: the library, a key, or an address that names its region."""


def region_of(url: str) -> str | None:
    """The region that an address of Bedrock belongs to; None if it is no such address."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return None
    found = _HOST.fullmatch(host)
    return found["region"] if found else None


def signature(url: str, environ: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The headers with which Bedrock answers a GET of `url`, signed now.

    Raises:
        CannotSign: what is missing, and what to do.
    """
    try:
        from botocore.auth import SigV4Auth  # noqa: PLC0415 - an extra, and half a second to import
        from botocore.awsrequest import AWSRequest  # noqa: PLC0415 - likewise
        from botocore.credentials import EnvProvider  # noqa: PLC0415 - likewise
        from botocore.exceptions import PartialCredentialsError  # noqa: PLC0415 - likewise
    except ImportError:
        hint = f"pip install 'model-deprecation-monitor[{EXTRA}]'"
        raise CannotSign("botocore is not installed, which signs requests to AWS", hint=hint) from None
    region = region_of(url)
    if region is None:
        raise CannotSign("the address names no region of AWS", hint=f"write https://{SERVICE}.REGION.amazonaws.com/…")
    try:
        credentials = EnvProvider(environ).load()
    except PartialCredentialsError:
        credentials = None
    if credentials is None:
        hint = "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and AWS_SESSION_TOKEN if the key is a temporary one"
        raise CannotSign("no whole key for AWS", hint=hint)
    request = AWSRequest(method="GET", url=url)
    SigV4Auth(credentials.get_frozen_credentials(), SERVICE, region).add_auth(request)
    return tuple((name.lower(), value) for name, value in request.headers.items())
