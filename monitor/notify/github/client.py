"""Issues on GitHub: one for a model in a repository, found again, kept up to date, opened again and closed by itself.

It is looked for twice, since GitHub's search learns of a new issue late and the list shows the newest only. A change
that has been made is not made again, so that a lost answer costs at most a comment said twice. Documentation:
docs.github.com, "REST API endpoints for issues", "Rate limits for the REST API".
"""

from __future__ import annotations

import json
import time
from typing import Any
from urllib.parse import quote

from monitor.errors import DeliveryError, Fault
from monitor.notify import posting
from monitor.notify.github.body import Issue
from monitor.notify.posting import Post, Reply

HINT = "give the token the right to write issues there, or set teams.github.repository"
NEWEST = 100
FORBIDDEN, UNPROCESSABLE = 403, 422
LONGEST_BODY = 60_000  # of 65,536 characters
LONGEST_WAIT = 24 * 3600.0


class GitHub:
    """Repositories that one token may write issues in."""

    def __init__(self, post: Post, token: str, api_url: str, *, private: bool = False) -> None:
        self._post = post
        self._api = api_url
        self._private = private
        self._headers = (
            ("authorization", f"Bearer {token}"),
            ("accept", "application/vnd.github+json"),
            ("x-github-api-version", "2022-11-28"),
        )

    def tell(self, repository: str, issue: Issue, *, repeat: bool = False) -> str:
        """Open the issue of a model, or bring it up to date; its number. Raises DeliveryError."""
        found = self._find(repository, issue.mark)
        if found is None:
            return "" if issue.over else self._open(repository, issue)
        number, body = str(found["number"]), str(found.get("body") or "")
        if issue.told in body:
            return number
        path = f"repos/{repository}/issues/{number}"
        if not (issue.over and found.get("state") == "closed"):
            said = f"{issue.news} *(possible repeat)*" if repeat else issue.news
            self._call("POST", f"{path}/comments", {"body": said}, repository)
        kept = _body(issue) if issue.body else f"{body}\n<!-- {issue.told} -->"
        change: dict[str, Any] = {"body": kept, "state": "closed" if issue.over else "open"}
        if issue.title:
            change["title"] = issue.title
        if issue.over:
            change["state_reason"] = "completed"
        self._call("PATCH", path, change, repository)
        return number

    def _open(self, repository: str, issue: Issue) -> str:
        made = self._call(
            "POST", f"repos/{repository}/issues", {"title": issue.title, "body": _body(issue)}, repository
        )
        return str(made.get("number", "")) if isinstance(made, dict) else ""

    def _find(self, repository: str, mark: str) -> dict[str, Any] | None:
        newest = self._call(
            "GET",
            f"repos/{repository}/issues?state=all&sort=created&direction=desc&per_page={NEWEST}",
            None,
            repository,
        )
        rows = newest if isinstance(newest, list) else []
        if (found := _with_mark(rows, mark)) is not None or len(rows) < NEWEST:
            return found
        query = quote(f'"{mark}" repo:{repository} is:issue in:body', safe="")
        searched = self._call("GET", f"search/issues?q={query}&per_page=10", None, repository)
        items = searched.get("items") if isinstance(searched, dict) else None
        return _with_mark(items if isinstance(items, list) else [], mark)

    def _call(self, method: str, path: str, body: dict[str, Any] | None, repository: str) -> Any:
        doing = f"writing an issue in {repository}"
        content = json.dumps(body).encode() if body is not None else b""
        reply = posting.send(
            self._post,
            doing,
            f"{self._api}{path}",
            content,
            method=method,
            headers=self._headers,
            private=self._private,
        )
        if reply.status in posting.OK:
            return posting.json_of(reply)
        raise _refused(doing, reply)


def _with_mark(rows: list[Any], mark: str) -> dict[str, Any] | None:
    issues = (r for r in rows if isinstance(r, dict) and "pull_request" not in r and isinstance(r.get("number"), int))
    return next((r for r in issues if mark in str(r.get("body") or "")), None)


def _body(issue: Issue) -> str:
    return f"{issue.body[:LONGEST_BODY]}\n\n<!-- {issue.mark} {issue.told} -->"


def _refused(doing: str, reply: Reply) -> DeliveryError:
    """A 403 may be a limit: then GitHub says when it ends, or that no request is left."""
    spent = reply.headers.get("x-ratelimit-remaining") == "0"
    limited = reply.retry_after is not None or spent or b"rate limit" in reply.body.lower()
    if reply.status in {FORBIDDEN, posting.TOO_MANY} and limited:
        return DeliveryError(f"{doing}: asked too often", retry_after=reply.retry_after or _until_reset(reply))
    if reply.status == UNPROCESSABLE:
        return DeliveryError(
            f"{doing}: answered with status 422", hint="is it a repository with issues?", permanent=True
        )
    error = posting.refusal(doing, reply, hint=HINT)
    if error.at_fault is Fault.RECIPIENT and reply.status in {404, 410}:  # this repository, not the team's others
        return DeliveryError(error.message, hint=HINT, permanent=True)
    return error


def _until_reset(reply: Reply) -> float:
    """GitHub names the second of its own clock at which the limit ends; a minute where it names none."""
    told = reply.headers.get("x-ratelimit-reset", "")
    if not told.isdecimal():
        return 60.0
    return min(max(int(told) - time.time(), 1.0), LONGEST_WAIT)
