"""`model-monitor model`: what is known of models, with the evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from monitor.cli.model_audit import audit_replacements
from monitor.cli.options import Options, as_json, example
from monitor.cli.terminal import note, say_json, table
from monitor.errors import UsageError

if TYPE_CHECKING:
    from monitor.core.lifecycle import Lifecycle
    from monitor.core.matching import Match
    from monitor.core.witnesses import Naming
    from monitor.service.app import Service
    from monitor.service.known import Known

STATUSES = ("active", "legacy", "deprecated", "retired", "unknown")


@click.group(epilog=example("model list --provider openai --status deprecated", "model show openai/gpt-4-0314"))
def model() -> None:
    """Read what is known of models."""


model.add_command(audit_replacements)


@model.command("list", epilog=example("model list --provider openai --status deprecated"))
@click.option("--provider", metavar="NAME", help="Only this provider's.")
@click.option("--status", type=click.Choice(STATUSES), help="Only those that stand so today.")
@as_json
@click.pass_obj
def list_models(options: Options, *, provider: str | None, status: str | None, as_json: bool) -> None:
    """List all known models: status today, shutdown date, and what the provider recommends in their place."""
    from monitor.core.lifecycle import status_on
    from monitor.service import answers

    with options.service_or_catalog() as service:
        view = _known(service)
    today = view.now.date()
    if provider and provider not in view.covered:
        raise _unknown_provider(provider, view)
    rows = [c for c in view.models if provider in {None, c.provider} and status in {None, status_on(c, today).value}]
    rows.sort(key=lambda c: (c.provider, c.model_id.casefold(), str(c.scope)))
    if as_json:
        say_json({"today": today.isoformat(), "models": [answers.of_lifecycle(c, view) for c in rows]})
        return
    table(
        ("model", "scope", "status", "shutdown", "replacement", "only in"),
        [
            (
                f"{c.provider}/{c.model_id}",
                c.scope,
                status_on(c, today),
                _end(c),
                ", ".join(c.replacements),
                _only_in(view.naming(c)),
            )
            for c in rows
        ],
        whole={"model", "status"},
        unbroken={"shutdown", "replacement", "only in"},
    )
    if view.catalog_as_of:
        note("in part from the bundled catalog; `model-monitor source list` gives the day of each source")


@model.command(epilog=example("model show openai/gpt-4-0314", "model show gpt-4 --json"))
@click.argument("reference", metavar="REF")
@as_json
@click.pass_obj
def show(options: Options, *, reference: str, as_json: bool) -> None:
    """Show all that is known of the model REF.

    Its dates and status, where its provider's recommendations lead, every fact with the row or sentence that proves
    it, and what has changed.
    """
    from monitor.core.alerts import Severity
    from monitor.core.matching import match
    from monitor.core.references import parse
    from monitor.service import answers
    from monitor.service.pins import longest_lead, look, nearest
    from monitor.store import facts
    from monitor.store.engine import reading

    with options.service_or_catalog() as service:
        view = _known(service)
        asked = parse(reference, providers=view.providers)
        found = match(asked, view.models, view.covered)
        scopes = _scopes(found, view)
        finding = look(asked, view, horizon=longest_lead(service.settings.alerts.lead_days))
        if not scopes:
            meant = " or ".join(nearest(asked, view)) if finding.severity is Severity.UNKNOWN else ""
            hint = f"did you mean {meant}?" if meant else "; ".join(finding.notes) or "see `model list`"
            raise UsageError(f"no source names {reference}", hint=hint)
        names = {(c.provider, c.model_id.casefold()) for c in scopes}
        with reading(service.engine) as session:
            changes = facts.changes(session, providers={provider for provider, _ in names})
        changes = [r for r in changes if (r.change.provider, r.change.model_id.casefold()) in names]
    if as_json:
        answer: dict[str, Any] = {
            "today": view.now.date().isoformat(),
            "models": [answers.of_lifecycle(c, view) for c in scopes],
            "replacements": [answers.of_replacement(s, finding, view) for s in finding.suggestions],
            "at_risk": list(finding.at_risk),
            "notes": list(finding.notes),
            "changes": [{"at": r.at.isoformat(), **answers.of_change(r.change)} for r in changes],
        }
        say_json(answer)
        return
    from monitor.cli.portrait import portray

    portray(scopes, finding, changes, view)


def _known(service: Service) -> Known:
    from monitor.service.known import known
    from monitor.store.engine import reading

    with reading(service.engine) as session:
        return known(session, service, service.clock.now())


def _scopes(found: Match, view: Known) -> list[Lifecycle]:
    """The matched model in all its scopes, and the model upstream of it."""
    scopes: list[Lifecycle] = []
    for c in filter(None, (found.lifecycle, found.upstream)):
        scopes += view.models.scopes(c.provider, c.model_id)
    return scopes


def _end(c: Lifecycle) -> str | None:
    floor = f"not before {c.earliest_shutdown_on}" if c.earliest_shutdown_on else None
    return c.shutdown_on.isoformat() if c.shutdown_on else floor


def _only_in(told: Naming) -> str:
    """The sources that alone name a model, where others of its provider could: a page, and no list, or the reverse."""
    return " ".join(told.named_by) if told.silent else ""


def _unknown_provider(provider: str, view: Known) -> UsageError:
    from monitor.cli.naming import unknown

    return unknown("provider", provider, view.covered, f"there are {', '.join(sorted(view.covered))}")
