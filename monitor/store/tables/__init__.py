"""The tables. What a column means is said here once; what may be done with a row is said in the module of the store.

Lists are JSON, dates and times are real columns, enums are kept by value with a CHECK. A change here needs a
migration: a test compares both on each database.
"""

from monitor.store.tables.alerts import Alert, Channel, Outbox, Payload, Told
from monitor.store.tables.base import Base
from monitor.store.tables.conversations import Interaction, Thread
from monitor.store.tables.decided import Decision, Override
from monitor.store.tables.operations import ApiToken, Audit, Episode, Memo, Task
from monitor.store.tables.record import Change, Confirmation, Document, Fact, Reading, Source
from monitor.store.tables.registry import Pin, Project, Team, Unsubscribed, Usage

__all__ = [
    "Alert",
    "ApiToken",
    "Audit",
    "Base",
    "Change",
    "Channel",
    "Confirmation",
    "Decision",
    "Document",
    "Episode",
    "Fact",
    "Interaction",
    "Memo",
    "Outbox",
    "Override",
    "Payload",
    "Pin",
    "Project",
    "Reading",
    "Source",
    "Task",
    "Team",
    "Thread",
    "Told",
    "Unsubscribed",
    "Usage",
]
