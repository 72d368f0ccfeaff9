"""The repository on GitHub that an address means, in the spellings that people copy: from the browser, from git."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

# [scheme://][user@]host[:port]/owner/name[.git][/…], or git's [user@]host:owner/name
_ADDRESS = re.compile(
    r"(?:[a-z][a-z0-9+.-]*://)?(?:[^@/\s]+@)?([a-z0-9.-]+)(?::\d{1,5}(?=/))?[:/]/?"
    r"([a-z0-9][a-z0-9_-]{0,99})/([a-z0-9._-]{1,104})(?:[/?#].*)?",
    re.IGNORECASE | re.ASCII,
)
_NO_OWNERS = frozenset({"enterprises", "orgs", "users"})  # what stands before a name on pages of GitHub's own
_DOTS = frozenset({"", ".", ".."})


def repository_at(address: str | None, api_url: str) -> str | None:
    """Owner and name of a repository whose address is at the host that this API speaks for; else None."""
    found = _ADDRESS.fullmatch((address or "").strip())
    if not found:
        return None
    host, owner, name = found[1].casefold(), found[2], found[3].removesuffix(".git")
    here = host.removeprefix("www.").removeprefix("ssh.") == (urlsplit(api_url).hostname or "").removeprefix("api.")
    return f"{owner}/{name}" if here and owner.casefold() not in _NO_OWNERS and name not in _DOTS else None
