"""Checks the picture that programs show which do not draw the shapes of the memo's figure."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

from builder.audit.content import Extracted
from builder.audit.problems import problem_of
from builder.outline.text import Picture
from builder.report.problems import Problem

_RULE = "pictures-match"
_HEADER = 24  # bytes of a PNG file that say its kind and its size
_BLOCK, _FAR = 4, 48  # pixels of a side; levels of 255 by which the means of two such blocks may differ


def fallback_problems(picture: Picture | None, extracted: Extracted, *, edited: bool) -> Iterator[Problem]:
    """Yield where a memo's picture of its figure is another one, or is missing.

    A program that saves the file may drop the picture. Other versions of the imaging library draw letters
    a little differently, so an edited file may have a picture that looks the same.
    """
    found, expected = extracted.fallbacks, 0 if picture is None else 1
    if len(found) > expected:
        message = f"the memo has {len(found)} fallback pictures instead of {expected}"
        yield problem_of(_RULE, message, "links")
    elif picture is not None and not found and not (edited and extracted.program):
        yield problem_of(_RULE, "the memo lacks the picture of its argument map", "links")
    elif (
        picture is not None
        and found
        and found != [picture.data]
        and not (edited and _looks_like(found[0], picture.data))
    ):
        message = "the memo: the fallback picture of the argument map shows something else"
        yield problem_of(_RULE, message, "links")


def _looks_like(one: bytes, other: bytes) -> bool:
    if one[:_HEADER] != other[:_HEADER]:
        return False
    from PIL import Image, ImageChops

    try:
        with Image.open(BytesIO(one), formats=["PNG"]) as here, Image.open(BytesIO(other)) as there:
            pair = (image.convert("RGB").reduce(_BLOCK) for image in (here, there))
            far = max(ImageChops.difference(*pair).tobytes())
            return far <= _FAR
    except (OSError, SyntaxError, ValueError):
        return False
