"""Reads numbers as people write them: 1 200, 12,5, −3; a number with two meanings is asked about."""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from builder.brief.kinds import EXACT_NUMBER
from builder.brief.texts.dates import Unclear

MOST_DIGITS = 15  # that a spreadsheet keeps
_GROUPED = r"[0-9]{1,3}(?:(?P<group>[ '’_.,])[0-9]{3})(?:(?P=group)[0-9]{3})*"
_EXPECTED = "expected a number such as 1200 or 12.5"


def exact_number(text: str) -> Decimal | None:
    """Return the number that a text is in canonical form, None if it is none."""
    if not re.fullmatch(EXACT_NUMBER, text) or not text.isascii():
        return None
    number = Decimal(text)
    return number if len(number.as_tuple().digits) <= MOST_DIGITS else None


class Form(NamedTuple):
    """How a number is printed in a text: with another rounding, without its unit, with its sign."""

    rounding: str | None
    bare: bool
    signed: bool


def form_of(text: str) -> Form | None:
    """Return the form of a number that a text asks for, `1, signed` or `3 digits`; None if it is none."""
    found = re.fullmatch(
        r"(?P<rounding>\d{1,2}(?: digits)?)?(?P<words>(?:[\s,]*(?:bare|signed))*)", text.lower()
    )
    rounding = found["rounding"] if found else None
    if found is None or (rounding and int(rounding.split()[0]) > 15) or rounding == "0 digits":
        return None
    return Form(rounding, "bare" in found["words"], "signed" in found["words"])


def rounded(number: Decimal, rounding: str) -> Decimal:
    """Return a number rounded to decimals, `1`, or to significant digits, `3 digits`."""
    return number.quantize(Decimal(1).scaleb(-places_of(number, rounding)), ROUND_HALF_UP)


def places_of(number: Decimal, rounding: str | None) -> int:
    """Return to how many places a number is rounded: those it has, if nothing is said."""
    if rounding is None:
        return max(-int(number.as_tuple().exponent), 0)
    count, _, digits = rounding.partition(" ")
    return int(count) - number.adjusted() - 1 if digits and number else int(count) if not digits else 0


def said_number(text: str) -> Decimal:
    """Return the number that a text is as people write it.

    Raises `Unclear` if it has two meanings, or is more than a number, `ValueError` if it is none.
    """
    bare = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip()
    if found := re.fullmatch(r"([-+−–]?) ?([0-9][0-9 '’_.,]*)", bare):
        digits = _digits(text, found[2].strip())
        number = exact_number(("-" if found[1] in ("-", "−", "–") else "") + digits)
        if number is not None:
            return number
        raise ValueError(f"expected a number of up to {MOST_DIGITS} digits")
    if found := re.fullmatch(r"(?:([$€£¥]|[A-Z]{3}) ?)?([-+−–]?[0-9][0-9 '’_.,]*?) ?(\D{0,30})", bare):
        before, digits, after = found.groups("")
        message = f"`{text}`: a number and its unit are written apart"
        unit = f"{before}{' ' if before.isalpha() and after else ''}{after}"
        raise Unclear(message, f"write `{digits}`, and `{unit}` as the unit")
    raise ValueError(_EXPECTED)


def _digits(text: str, written: str) -> str:
    """Return the digits and the point of a number, without what groups them."""
    if grouped := re.fullmatch(rf"({_GROUPED})(?:([.,])([0-9]+))?", written):
        whole, group, point, decimals = grouped.groups()
        if point and point != group:
            return f"{re.sub(r'[^0-9]', '', whole)}.{decimals}"
        if point is None and group in ".," and whole.count(group) == 1 and not whole.startswith("0"):
            readings = whole.replace(group, "."), whole.replace(group, "")
            raise Unclear(f"`{text}`: decimals or thousands?", "write `{}` or `{}`".format(*readings))
        if point is None and not whole.startswith("0"):
            return re.sub(r"[^0-9]", "", whole)
    if found := re.fullmatch(r"([0-9]+)[.,]([0-9]+)", written):
        return ".".join(found.groups())
    if written.isdecimal():
        return written
    raise ValueError(_EXPECTED)
