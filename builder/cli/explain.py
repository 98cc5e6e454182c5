"""`brief explain`: says what a rule means, why it exists and how to fix what breaks it."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import click

from builder.cli.show import fail, say, say_wrapped

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


def _complete(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    from builder.report.rules import RULES

    return [CompletionItem(rule.name, help=rule.holds) for rule in RULES.values() if incomplete in rule.name]


@click.command()
@click.argument("name", metavar="[RULE]", required=False, shell_complete=_complete)
def explain(name: str | None) -> None:
    """Explain a rule and how to fix what breaks it.

    RULE is the name in brackets at the end of a problem. Without it, all rules are listed.

    \b
    Examples:
      brief explain word-budget
      brief explain
    """
    from builder.report.printable import near
    from builder.report.rules import RULES

    if name is None:
        for group, rules in groupby(RULES.values(), key=lambda rule: rule.group):
            say(f"{group}\n")
            for rule in rules:
                say_wrapped(f"  {rule.name}: {rule.holds}", "    ")
            say("")
        return
    found = RULES.get(name.strip("[]"))
    if found is None:
        fail(f"there is no rule `{name}`", near(name, RULES) or "run `brief explain` for all rules")
    wrong, right = found.example.split(" → ", 1)
    say(f"{found.name}\n")
    say_wrapped(found.holds)
    say("")
    rows = [("why:", found.why), ("fix:", found.fix), ("example:", wrong), ("     →", right)]
    rows += [("clause:", found.clause)] if found.clause else []
    for label, text in rows:
        say_wrapped(f"{label:<9} {text}", " " * 10)
