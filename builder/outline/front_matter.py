"""Composes the opening blocks, from title to bottom line and key messages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from msgspec.structs import replace

from builder.brief.facts.numerals import exact_number
from builder.brief.numbers import numbers_of
from builder.brief.walk import ids_of, indexed
from builder.outline import titles
from builder.outline.back_matter import byline
from builder.outline.blocks import (
    BottomLine,
    CoverPicture,
    Field,
    Front,
    KeyFigure,
    KeyFigures,
    KeyMessage,
    KeyMessages,
    Marking,
)
from builder.outline.exhibits import PictureFile, picture
from builder.outline.text import Depth, Run, Text
from builder.outline.wording import Wording

if TYPE_CHECKING:
    from builder.brief import model
    from builder.brief import part as handling

SUMMARY, DECK, MEMO = Depth.SUMMARY, Depth.DECK, Depth.MEMO
_LINE = 95  # characters of a line above the memo's later pages
_LINES = 2  # that a title has there
_OVER = 1.2  # lines: a title so long is cut to one, or the status would stand alone on the second
# How many times as wide as high the picture of the cover is in memo, deck and summary.
_BAND, _HALF, _HALF_CREDITED, _STRIP = 4.0, 1.185, 1.265, 6.5


def status_word(brief: model.Brief, words: Wording) -> str:
    """Return the status as a reader sees it, with the name of the edition if it has one."""
    labels, excerpt = words.labels, brief.excerpt
    status = {"draft": labels.draft, "review": labels.review, "final": labels.final}[brief.status]
    if excerpt is not None and excerpt.whole:
        return labels.dot.join((status, labels.unrestricted))
    return labels.dot.join((status, words.plain(excerpt.label))) if excerpt and excerpt.label else status


def front(
    brief: model.Brief, words: Wording, pictures: Mapping[str, PictureFile], half: float | None = None
) -> Front:
    """Return the masthead, the title, the memo's head, and the cover's fields and pictures.

    `half` is how many times as wide as high the picture beside the deck's title is, if not as usual.
    """
    labels = words.labels
    logos = tuple(
        picture(pictures[logo.path], words.fixed("", words.plain(logo.alt or name), DECK, f"{path}.alt"))
        for path, logo, name in brief.logos
    )
    own = len(logos) > 0 and logos[0].path.startswith(("brand", "organisation"))
    larger = [
        picture(pictures[logo.path], words.fixed("", words.plain(logo.alt or ""), DECK, "brand.cover"))
        for logo in brief.brand_logos[1:]
    ]
    kinds = {
        "policy_brief": labels.policy_brief,
        "information_memo": labels.information_memo,
        "decision_memo": labels.decision_memo,
    }
    organisation = brief.organisation
    status = status_word(brief, words)
    date = words.stated(brief.date) if brief.date else labels.date_not_set
    version = None if brief.version is None else labels.version.format(version=words.plain(brief.version))
    line = {"status": status, "version": version, "date": date}
    return Front(
        kind=words.optional("kind", "kind_label", brief.kind_label, SUMMARY)
        or words.fixed("kind", kinds[brief.kind], SUMMARY, "kind"),
        memo_name=words.fixed("memo_name", labels.memo, MEMO) if brief.kind == "policy_brief" else None,
        deck_name=words.fixed("deck_name", labels.slides, DECK),
        summary_name=words.fixed("summary_name", labels.one_page_summary, SUMMARY),
        status=words.fixed("status", labels.dot.join(filter(None, line.values())), SUMMARY, *line),
        status_word=words.fixed("status_word", status, SUMMARY, "status"),
        marking=_marking(brief.marking, words) if brief.marking else None,
        designation=tuple(_designation(brief.marking.designation, words))
        if brief.marking and brief.marking.designation
        else (),
        organisation=_organisation(organisation, words) if organisation else None,
        partners=_partners(brief, words),
        logo=logos[0] if own else None,
        cover_logo=larger[0] if larger else logos[0] if own else None,
        partner_logos=logos[own:],
        title=words.text("title", "title", brief.title, SUMMARY),
        subtitle=words.optional("subtitle", "subtitle", brief.subtitle, SUMMARY),
        picture=_cover_picture(brief.cover, words, pictures, half) if brief.cover else None,
        short_title=_short_title(brief, words, len(status)),
        head=tuple(_head(brief, words, date)),
        authors=_authors(brief, words),
    )


def _short_title(brief: model.Brief, words: Wording, beside: int) -> Text:
    """Return the subject, else the title, cut after the last word for which its lines have room.

    The status, of `beside` characters, ends the last of them.
    """
    path, given = ("subject", brief.subject) if brief.subject is not None else ("title", brief.title)
    title = words.text("short_title", path, given, MEMO)
    script = words.language.script
    line = _LINE // 2 if script.east_asian else _LINE
    room = line * (1 if line < len(title.plain) <= line * _OVER else _LINES) - beside
    if len(title.plain) <= room:
        return title
    kept = title.plain[: room - 1]
    if script.spaced and " " in kept:
        kept = kept.rpartition(" ")[0]
    return words.fixed("short_title", f"{kept.rstrip(' ,;:–—')}…", MEMO, path)


def bottom_line(brief: model.Brief, words: Wording) -> BottomLine:
    """Return the answer, the ask, and for a decision memo what can be ticked and who signs."""
    labels, given = words.labels, brief.bottom_line
    choices = (labels.approve, labels.disapprove, labels.discuss)
    signed = (labels.decision_name, labels.decision_title, labels.decision_date)
    decides = brief.kind == "decision_memo"
    return BottomLine(
        label=words.fixed("bl_label", labels.bottom_line, SUMMARY),
        text=words.text("bl_text", "bottom_line.text", given.text, SUMMARY),
        headline=words.headline(
            "bl_headline", "bottom_line.headline", given.headline, titles.of_bottom_line(brief, words)
        ),
        ask_label=None if given.ask is None else words.fixed("ask_label", labels.ask, SUMMARY),
        ask=words.optional("ask", "bottom_line.ask", given.ask, SUMMARY),
        choices=tuple(
            words.fixed(f"decide{n}", f"☐\u2002{each}", MEMO) for n, each in enumerate(choices, 1) if decides
        ),
        signed=tuple(words.fixed(f"signed{n}", each, MEMO) for n, each in enumerate(signed, 1) if decides),
    )


def key_messages(brief: model.Brief, words: Wording) -> KeyMessages | None:
    """Return the messages with the numbers of the arguments that carry them, or None without any."""
    if not brief.key_messages:
        return None
    numbers = numbers_of(brief)
    by_id = {name: f"A{numbers[path]}" for path, name in ids_of(brief).items() if ".arguments[" in path}
    messages = []
    for index, given in indexed(brief.key_messages):
        slot, path = f"km{index + 1}", f"key_messages[{index}]"
        shown = words.labels.comma.join(by_id[name] for name in given.arguments if name in by_id)
        arguments = words.fixed(f"{slot}_to", f"({shown})", SUMMARY, f"{path}.arguments") if shown else None
        messages.append(KeyMessage(words.text(slot, f"{path}.text", given.text, SUMMARY), arguments))
    heading = words.fixed("km_head", words.labels.key_messages, SUMMARY)
    headline = words.titled("km_headline", "key_messages", brief, titles.of_messages(messages, words))
    return KeyMessages(heading, headline, tuple(messages))


_FIGURE = re.compile(r"(?s)(.*\d)\s*([^\d\s]\D*)")  # what ends in a digit, and a unit behind it


def key_figures(brief: model.Brief, words: Wording) -> KeyFigures | None:
    """Return the numbers to keep, with their units apart, or None without any."""
    if not brief.key_figures:
        return None
    figures = tuple(_key_figure(index, given, words) for index, given in indexed(brief.key_figures))
    heading = words.fixed("kf_head", words.labels.key_figures, DECK)
    headline = words.titled("kf_headline", "key_figures", brief, titles.of_figures(figures, words))
    return KeyFigures(heading, headline, figures)


def _key_figure(index: int, given: model.KeyFigure, words: Wording) -> KeyFigure:
    """Return a number as the language writes it if it is only a number, else as it is typed.

    Its unit is apart where it is behind the number: €4.68, but 4,68 and €.
    """
    slot, path = f"kf{index + 1}", f"key_figures[{index}]"
    value, unit = given.value, given.unit
    apart = _FIGURE.fullmatch(value)
    if unit is None and apart is not None:
        value, unit = apart.groups()
    number = exact_number(value.strip().removeprefix("+").replace("−", "-"))
    if number is not None:
        signed = value.lstrip().startswith("+")
        value, unit = words.language.numbers.written(number, unit or "", signed=signed), None
        behind = _FIGURE.fullmatch(value)
        if behind is not None:
            value, unit = behind.groups()
    of_unit = f"{path}.value" if given.unit is None else f"{path}.unit"
    shown = words.text(slot, f"{path}.value", value, SUMMARY)
    return KeyFigure(
        value=replace(shown, also=(of_unit,)) if given.unit and not unit else shown,
        unit=words.optional(f"{slot}_unit", of_unit, unit, SUMMARY),
        label=words.text(f"{slot}_label", f"{path}.label", given.label, SUMMARY),
        refs=words.refs(f"{slot}_ref", f"{path}.refs", given.refs, DECK),
    )


def _marking(marking: handling.Marking, words: Wording) -> Marking:
    """Return the label, and the restrictions that go with it.

    - TLP 2.0 (FIRST, https://www.first.org/tlp/): the label as `TLP:AMBER` in every language, and
      additional restrictions in header and footer.
    - United Kingdom (Government Security Classifications Policy): a descriptor in capitals after the
      classification, as one marking: OFFICIAL-SENSITIVE PERSONAL.
    """
    tlp, british = marking.scheme == "tlp", marking.scheme == "uk"
    caveat = None if marking.caveat is None else words.plain(marking.caveat)
    label, paths = f"TLP:{marking.label}" if tlp else words.plain(marking.label), ["marking.label"]
    if caveat and british:
        label, caveat = f"{label} {caveat.upper()}", None
        paths.append("marking.caveat")
    parts = {} if caveat is None else {"marking.caveat": caveat}
    if marking.embargo_until is not None:
        moment = words.dates.long_moment(marking.embargo_until)
        parts["marking.embargo_until"] = words.labels.embargo.format(moment=moment)
    return Marking(
        label=words.fixed("marking", label, SUMMARY, *paths),
        caveat=words.fixed("marking_caveat", words.labels.dot.join(parts.values()), SUMMARY, *parts)
        if parts
        else None,
        colour=f"tlp:{marking.label}" if tlp else marking.scheme,
    )


def _designation(given: handling.Designation, words: Wording) -> Iterator[Text]:
    """Yield the lines of the CUI designation indicator, in English as its standard has them.

    The first page says who designated the CUI (32 CFR 2002.20), in these lines and this order (Department of
    Defense, DoDI 5200.48).
    """
    lines = (
        *(("controlled_by", "Controlled by", name) for name in given.controlled_by),
        ("categories", "CUI category", ", ".join(given.categories)),
        ("dissemination", "Limited dissemination control", given.dissemination),
        ("contact", "POC", given.contact),
    )
    for index, (key, label, value) in enumerate(lines, 1):
        if value:
            shown = f"{label}: {words.plain(value)}"
            yield words.fixed(f"designation{index}", shown, SUMMARY, f"marking.designation.{key}")


def _organisation(given: model.Organisation, words: Wording) -> Text:
    return words.fixed("organisation", words.joined(given.name, given.unit), SUMMARY, "organisation")


def _partners(brief: model.Brief, words: Wording) -> Field | None:
    """Return the names of the partners, each linked to its address; None without any."""
    labels, runs, paths = words.labels, list[Run](), list[str]()
    for index, partner in indexed(brief.partners):
        runs += [Run(labels.semicolon)] if runs else []
        runs.append(Run(words.plain(partner.name), url=partner.url))
        paths.append(f"partners[{index}].name")
    if not runs:
        return None
    label = labels.before(labels.partners if len(brief.partners) > 1 else labels.partner)
    names = Text("partners", tuple(runs), SUMMARY, paths[0], tuple(paths[1:]))
    return Field(words.fixed("partners_label", label, SUMMARY), names)


def _cover_picture(
    given: model.Cover, words: Wording, pictures: Mapping[str, PictureFile], half: float | None
) -> CoverPicture:
    file, alt = pictures[given.path], words.fixed("", words.plain(given.alt), DECK, "cover.alt")
    ratios = (_BAND, half or (_HALF_CREDITED if given.credit else _HALF), _STRIP)
    band, beside, strip = (picture(file.cut(ratio, given.point), alt) for ratio in ratios)
    return CoverPicture(band, beside, strip, words.optional("credit", "cover.credit", given.credit, DECK))


def _head(brief: model.Brief, words: Wording, date: str) -> Iterator[Field]:
    """Yield TO, FROM, CC, DATE and SUBJECT; a memo always has the first two."""
    labels = words.labels
    memo = brief.kind != "policy_brief"

    def names(
        slot: str, label: str, path: str, given: Iterable[tuple[int, str]], *, required: bool
    ) -> Iterator[Field]:
        paths = {f"{path}[{index}]": words.plain(name) for index, name in given}
        value = labels.semicolon.join(paths.values()) or (
            labels.not_stated if required and brief.unknowns == "show" else ""
        )
        if value:
            source = path if len(paths) > 1 else "".join(paths)
            yield Field(words.fixed(f"{slot}_label", label, MEMO), words.fixed(slot, value, MEMO, source))

    authors = ((index, person.name) for index, person in indexed(brief.authors))
    yield from names("head_to", labels.to, "to", indexed(brief.to), required=memo)
    if brief.from_:
        yield from names("head_from", labels.from_, "from", indexed(brief.from_), required=memo)
    else:
        yield from names("head_from", labels.from_, "authors", authors, required=memo)
    yield from names("head_cc", labels.cc, "cc", indexed(brief.cc), required=False)
    if date and (memo or brief.to or brief.from_ or brief.cc or brief.authors or brief.subject):
        yield Field(
            words.fixed("head_date_label", labels.date_line, MEMO),
            words.fixed("head_date", date, MEMO, "date"),
        )
    subject = words.optional("head_subject", "subject", brief.subject, MEMO)
    if subject:
        yield Field(words.fixed("head_subject_label", labels.subject, MEMO), subject)


def _authors(brief: model.Brief, words: Wording) -> Text | None:
    """Return the authors, or that they are not set where nobody else is behind the brief either."""
    labels, people = words.labels, byline(brief, words)
    if not people and labels.not_set and not brief.organisation and not brief.from_:
        people = labels.before(labels.author) + (labels.space or " ") + labels.not_set
    return words.fixed("cover_author", people, DECK, "authors") if people else None
