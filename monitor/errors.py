"""Every error that this package raises on purpose.

MonitorError                  message: what happened, to what; hint: what to do
├── UsageError                the caller's input is at fault; nothing was changed (exit status 2)
│   ├── BadDecision           a decision on a pinned model that makes no sense
│   ├── ConfigError           a configuration file, with the key that is wrong
│   ├── InvalidReference      a model reference that cannot be read
│   ├── NothingHeld           a source whose last document needs nobody's consent
│   └── RegistryError         an unknown or duplicate team, project or pin
│       ├── NotPinned         a model that the project does not pin
│       └── OwnedByFile       an entry that is changed in the configuration file only
├── StoreError                the database
│   ├── DatabaseUnreachable
│   │   └── NoDatabase        there is none yet, and what was asked makes none
│   └── DatabaseVersion       older or newer than this program
├── FetchError                one source could not be fetched; permanent, retry_after
│   ├── BlockedAddress        the address guard refused it
│   │   └── PrivateAddress    because it is not public
│   ├── AnswerTooLarge
│   ├── FetchTimeout
│   ├── AnswerLost         what was sent may have arrived
│   └── BadAnswer             a status, redirect or body that is no document
├── UnreadableDocument        a document that its reader rejects, with the reason
└── DeliveryError             one message was not delivered; permanent, ambiguous, retry_after, at_fault
"""

from __future__ import annotations

import enum


class MonitorError(Exception):
    """Base of all errors raised on purpose: one line that says what happened, and one that says what to do."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}: {self.hint}" if self.hint else self.message


class UsageError(MonitorError):
    """The caller's input is at fault; nothing was changed."""


class ConfigError(UsageError):
    """A configuration file that cannot be used; `message` names the file and the key."""


class InvalidReference(UsageError):
    """A model reference that cannot be read."""


class BadDecision(UsageError):
    """A decision on a pinned model that makes no sense: a day that has passed, a waiver without a reason."""


class NothingHeld(UsageError):
    """A source of which no document waits for anybody's consent."""


class RegistryError(UsageError):
    """An unknown or duplicate team, project or pin, or one that belongs to the configuration file."""


class NotPinned(RegistryError):
    """A model that the project does not pin, or several of them."""


class OwnedByFile(RegistryError):
    """An entry that belongs to the configuration file and is changed there only."""


class StoreError(MonitorError):
    """The database cannot serve this call."""


class DatabaseUnreachable(StoreError):
    """No connection to the database could be made."""


class NoDatabase(DatabaseUnreachable):
    """There is no database file yet, and what was asked only reads."""


class DatabaseVersion(StoreError):
    """The database's schema is older or newer than this program."""


class FetchError(MonitorError):
    """One source could not be fetched.

    `permanent` is true where trying again cannot help (a blocked address, 404); `retry_after` is the number of
    seconds that the server asked for, if it did.
    """

    def __init__(
        self, message: str, *, hint: str = "", permanent: bool = False, retry_after: float | None = None
    ) -> None:
        super().__init__(message, hint=hint)
        self.permanent = permanent
        self.retry_after = retry_after


class BlockedAddress(FetchError):
    """The address guard refused a host or one of its addresses."""


class PrivateAddress(BlockedAddress):
    """The address that was asked for is not public; never one to which a redirect led."""


class AnswerTooLarge(FetchError):
    """The answer is larger than the limit, before or after decompression."""


class FetchTimeout(FetchError):
    """The whole exchange took longer than the limit."""


class AnswerLost(FetchError):
    """A request went out, and no whole answer came back: what it asked for may have been done."""


class BadAnswer(FetchError):
    """A status, redirect, media type or body that is no document; `status` where it was the HTTP status."""

    def __init__(
        self,
        message: str,
        *,
        hint: str = "",
        permanent: bool = False,
        retry_after: float | None = None,
        status: int | None = None,
    ) -> None:
        super().__init__(message, hint=hint, permanent=permanent, retry_after=retry_after)
        self.status = status


class UnreadableDocument(MonitorError):
    """A document that its reader rejects; the message is the reason in words."""


class Fault(enum.Enum):
    """What a permanent refusal is about, and so what else will be refused."""

    MESSAGE = "message"  # this message alone
    RECIPIENT = "recipient"  # all messages to this receiver
    CHANNEL = "channel"  # all messages by this way: its key is no longer good


class DeliveryError(MonitorError):
    """One message was not delivered.

    `permanent`: trying again cannot help, and `at_fault` says what else it cannot help. `ambiguous`: the request was
    sent and its answer lost, so the message may have arrived. `retry_after`: seconds that the receiver asked for, if
    it did.
    """

    def __init__(
        self,
        message: str,
        *,
        hint: str = "",
        permanent: bool = False,
        ambiguous: bool = False,
        retry_after: float | None = None,
        at_fault: Fault = Fault.MESSAGE,
    ) -> None:
        super().__init__(message, hint=hint)
        self.permanent = permanent
        self.ambiguous = ambiguous
        self.at_fault = at_fault
        self.retry_after = retry_after
