"""`model-monitor model audit-replacements`: is there something to move to from every model that ends."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from monitor.cli.options import Options, as_json, example
from monitor.cli.terminal import counted, note, say, say_json, table

if TYPE_CHECKING:
    from monitor.core.auditing import Audit

MOST_LINES = 40


@click.command(
    "audit-replacements",
    epilog=example("model audit-replacements", "model audit-replacements --provider openai --json"),
)
@click.option("--provider", "providers", metavar="NAME", multiple=True, help="Only this provider's. Repeatable.")
@as_json
@click.pass_obj
def audit_replacements(options: Options, *, providers: tuple[str, ...], as_json: bool) -> int | None:
    """Say for how many deprecated and retired models there is a living one to move to, and whose word that is.

    Living is: not deprecated or retired today, and no shutdown date within the longest of the lead days. Those without
    are listed with the reason. The exit status is 1 if a suggestion does not live.
    """
    from monitor.core.auditing import audit
    from monitor.service.known import known
    from monitor.service.pins import longest_lead
    from monitor.store.engine import reading

    with options.service_or_catalog() as service:
        with reading(service.engine) as session:
            view = known(session, service, service.clock.now())
        horizon = longest_lead(service.settings.alerts.lead_days)
    today = view.now.date()
    found = audit(view.models, today=today, horizon=horizon, providers=providers)
    if as_json:
        say_json({"today": today.isoformat(), **asdict(found), "served": found.served, "share": round(found.share, 4)})
    else:
        _show(found)
    return 1 if found.dead else None


def _show(found: Audit) -> None:
    say(f"{counted(found.models, 'model')} deprecated or retired")
    say(f"{found.served:,} with a living one to move to ({found.share:.1%})")
    say(f"  {found.by_provider:,} by their provider's word")
    say(f"  {found.by_us:,} by our suggestion, {found.elsewhere:,} of them at another provider")
    say(f"{len(found.without):,} without")
    if found.without:
        say()
        table(
            ("model", "why"),
            [(f"{w.provider}/{w.model_id}", w.why) for w in found.without[:MOST_LINES]],
            whole={"model"},
            unbroken=set(),
        )
    if len(found.without) > MOST_LINES:
        note(f"and {len(found.without) - MOST_LINES:,} more, which --json tells")
    for line in found.dead:
        note(f"dead: {line}")
