"""Logging: structlog to standard error, for people or as JSON Lines, and without secrets.

Everything that is logged goes one way, that of the libraries beneath us too: their records pass through the same
processors. Secrets are taken out twice. Values under telling keys go before a line is made; then the finished line,
tracebacks included, is searched for the shapes of known tokens and for the secrets that the settings lead to.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Iterable, Mapping
from typing import Any, TextIO
from urllib.parse import quote

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

REMOVED = "[removed]"

_SHORTEST_SECRET = 6  # anything shorter would be found in innocent words
_DEEPEST = 6
_LONGEST = 8_000
_LEVELS = (logging.WARNING, logging.INFO, logging.DEBUG)
_TALKATIVE = ("apscheduler", "alembic", "httpcore", "httpx", "slack_sdk", "uvicorn")
_SILENT = ("botocore",)  # at DEBUG it tells what it signs, with the session token in it
_TELLING_KEY = re.compile(
    r"(?i)(^|[_.-])(api[_-]?key|apikey|x-goog-api-key|authorization|cookie|set-cookie|passw(or)?d|secret|token)$"
)
_NAMES = r"x-api-key|x-goog-api-key|api[_-]?key|access_token|client_secret|authorization|(?:set-)?cookie|passw(?:or)?d"
_SHAPES = (
    re.compile(r"(?i:bearer)\s+(?P<secret>[^\s\"'\\,;]{6,})"),
    re.compile(r"(?i:basic)\s+(?P<secret>(?=[a-z+/]*[A-Z0-9])[A-Za-z0-9+/]{8,}={0,2})"),
    re.compile(r"(?i)\bx(?:ox[a-z]|app|wfp)-(?P<secret>[\w-]{6,}(?:\.xox[a-z]-[\w-]+)?)"),  # Slack
    re.compile(r"(?i)hooks\.slack(?:-gov)?\.com/(?P<secret>[^\s\"'\\<>]+)"),
    re.compile(r"\bsk-(?P<secret>[\w-]{8,})"),  # OpenAI, Anthropic, OpenRouter, DeepSeek, CometAPI
    re.compile(r"\bAIza(?P<secret>[\w-]{20,})"),  # Google
    re.compile(r"\b(?:gsk_|hf_|r8_|fw_|tgp_v1_|gh[a-z]_|github_pat_|csk-|xai-|pplx-)(?P<secret>\w{16,})"),
    re.compile(r"\b(?:AKIA|ASIA)(?P<secret>[A-Z0-9]{16})\b"),  # AWS
    re.compile(
        r"[a-z][a-z0-9+.-]{0,20}://[^\s/:@\"']{0,200}:(?!\d+/)(?P<secret>[^\s\"'<>]{1,300})@"
    ),  # a password in a URL
    re.compile(
        r"(?i)[?&](?:key|[a-z_-]{0,20}(?:api_?key|token|secret|password|sig(?:nature)?))=(?P<secret>[^\s&\"'\\<>#]+)"
    ),
    re.compile(
        rf"(?i)\b(?:{_NAMES})\\?[\"']?\s*[:=,]\s*(?:b?\\?[\"'])?(?P<secret>(?!bearer\b|basic\b|\[removed)[^\s\"'\\,;]{{6,}})"
    ),
)


class Redactor:
    """Takes secrets out of text: those of a known shape, and those that it is given."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        known = {form for secret in secrets if len(secret) >= _SHORTEST_SECRET for form in _forms(secret)}
        longest_first = sorted(known, key=lambda secret: (-len(secret), secret))
        self._known = re.compile("|".join(map(re.escape, longest_first))) if known else None

    def __call__(self, text: str) -> str:
        """The text with every secret as `[removed]`."""
        if self._known:
            text = self._known.sub(REMOVED, text)
        for shape in _SHAPES:
            text = shape.sub(_without_secret, text)
        return text


def configure(
    verbosity: int,
    json: bool,  # noqa: FBT001 - two plain settings of one command line
    *,
    secrets: Iterable[str] = (),
    stream: TextIO | None = None,
) -> None:
    """Set logging up for this process; calling it again replaces what it set up.

    `verbosity` 0 shows warnings and errors, 1 what the service does, 2 everything. `json` gives a line of JSON for
    each event, else lines for people. `secrets` are values that must never be shown, beside all that looks like one.
    `stream` is standard error unless a test says otherwise.
    """
    stream = stream or sys.stderr
    redactor = Redactor(secrets)
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.ExtraAdder(),
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.format_exc_info,
        _Tidy(redactor),
    ]
    renderer: Processor = (
        structlog.processors.JSONRenderer(default=str, ensure_ascii=False)
        if json
        else structlog.dev.ConsoleRenderer(
            colors=stream.isatty(), exception_formatter=structlog.dev.plain_traceback, pad_event_to=0
        )
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[*shared],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            renderer,
            _redaction(redactor),
        ],
    )
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,  # loggers are made when modules are imported, which is before this
    )
    _attach(_Handler(stream), formatter, _LEVELS[max(0, min(verbosity, len(_LEVELS) - 1))])


class _Handler(logging.StreamHandler[TextIO]):
    """Ours, so that a second `configure` finds and replaces it and leaves the handlers of others alone."""


def _attach(handler: _Handler, formatter: logging.Formatter, level: int) -> None:
    handler.setFormatter(formatter)
    root = logging.getLogger()
    for old in [one for one in root.handlers if isinstance(one, _Handler)]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(level)
    for name in _TALKATIVE:  # what they say at INFO is our DEBUG
        logging.getLogger(name).setLevel(logging.DEBUG if level == logging.DEBUG else logging.WARNING)
    for name in _SILENT:
        logging.getLogger(name).setLevel(logging.WARNING)


def _redaction(redactor: Redactor) -> Processor:
    """The last step: the finished line, in which a secret may stand that no single value held."""

    def redact(_logger: WrappedLogger, _method: str, line: Any) -> Any:
        return redactor(line)

    return redact


class _Tidy:
    """Values under telling keys removed, the rest as plain data without secrets, of bounded size, each on its line."""

    def __init__(self, redactor: Redactor) -> None:
        self._redactor = redactor

    def __call__(self, _logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        ours = {key: value for key, value in event.items() if key.startswith("_")}  # the machinery's, not yet removed
        return ours | {self._text(key): self._plain(key, value) for key, value in event.items() if key not in ours}

    def _plain(self, key: str, value: Any, depth: int = 0) -> Any:
        if value is None or isinstance(value, bool):
            return value
        if _TELLING_KEY.search(key) and value != "":
            return REMOVED
        if isinstance(value, int | float):
            return value
        if isinstance(value, Mapping) and depth < _DEEPEST:
            return {self._text(str(name)): self._plain(str(name), inner, depth + 1) for name, inner in value.items()}
        if isinstance(value, list | tuple | set | frozenset) and depth < _DEEPEST:
            return [self._plain("", inner, depth + 1) for inner in value]
        text = value if isinstance(value, str) else repr(value)
        return self._trace(text) if key in {"exception", "stack"} else self._text(text)

    def _text(self, value: str) -> str:
        """The text on one line, so that foreign text can neither forge a line nor colour it."""
        start = self._redactor(value[: 2 * _LONGEST])  # cut far behind what is shown, so that no secret is cut in two
        shortened = start if len(value) <= _LONGEST else f"{start[:_LONGEST]}… ({len(value)} characters)"
        return shortened if shortened.isprintable() else "".join(map(_visible, shortened))

    def _trace(self, value: str) -> str:
        """A traceback keeps its lines, and its end, which says what happened."""
        end = self._redactor(value[-2 * _LONGEST :])
        shortened = end if len(value) <= _LONGEST else f"({len(value)} characters) …{end[-_LONGEST:]}"
        return "\n".join("".join(map(_visible, line)) for line in shortened.split("\n"))


def _visible(character: str) -> str:
    return character if character.isprintable() else ascii(character)[1:-1]


def _forms(secret: str) -> set[str]:
    """A secret as it is, and as URLs and JSON write it."""
    return {secret, quote(secret, safe=""), secret.replace("\\", "\\\\").replace('"', '\\"')}


def _without_secret(match: re.Match[str]) -> str:
    start, end = match.span("secret")
    return match.string[match.start() : start] + REMOVED + match.string[end : match.end()]
