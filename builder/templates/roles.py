"""States which role each style or layout of a template plays, what is missing, what would be lost."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from builder.outline.text import Product


class Role(Struct, frozen=True):
    """What a file needs, and the style or layout of the template that is used for it, if there is one.

    `reason` says by what it was chosen, or what is done without one.
    """

    name: str
    found: str | None
    reason: str


class Diagnosis(Struct, frozen=True):
    """What was found in a template.

    `facts` describe it, such as its paper; `lost` is what a build leaves out, `repairs` what Office would
    repair or a build puts right.
    """

    product: Product
    facts: Mapping[str, str]
    roles: tuple[Role, ...]
    lost: tuple[str, ...] = ()
    repairs: tuple[str, ...] = ()

    @property
    def missing(self) -> tuple[Role, ...]:
        """The roles for which the template has nothing of its own."""
        return tuple(role for role in self.roles if role.found is None)

    def mapping(self, file: str) -> str:
        """Return what to write in a brief, with each role that can be given another style or layout."""
        key = "styles" if self.product is Product.MEMO else "layouts"
        lines = ["templates:", f"  {self.product.value}: {_quoted(file)}", f"  {key}:"]
        for role in self.roles:
            remark = "" if role.found else "# "
            lines.append(f"    {remark}{_quoted(role.name)}: {_quoted(role.found or '')}")
        return "\n".join(lines)


def _quoted(text: str) -> str:
    import json

    return json.dumps(text, ensure_ascii=False)
