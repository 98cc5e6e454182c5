"""Composes what closes a brief: further reading, the authors, the imprint, and the line with the contact."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec.structs import replace

from builder.brief.model.publication import LONGEST_CODED, Source
from builder.brief.texts.marks import mail_address
from builder.brief.walk import indexed
from builder.outline.blocks import BackMatter, Closing, Entry, Field
from builder.outline.sources import source_runs
from builder.outline.text import Depth, QrCode, Run, Text
from builder.outline.typography import settable
from builder.outline.wording import Wording

if TYPE_CHECKING:
    from builder.brief import model
    from builder.brief.model import Imprint, Person

SUMMARY, DECK, MEMO = Depth.SUMMARY, Depth.DECK, Depth.MEMO
MOST_NAMED = 4  # authors; more are named without their roles, by institute
MOST_LISTED = 12  # and of more than that only the first


def further_reading(brief: model.Brief, words: Wording) -> BackMatter | None:
    """Return the texts that nothing cites, or None without any."""
    entries = tuple(
        Entry(None, Text(f"more{n}", tuple(source_runs(given, words)), DECK, f"further_reading[{n - 1}]"))
        for n, given in indexed(brief.further_reading, 1)
    )
    head = words.fixed("more_head", words.labels.further_reading, DECK)
    return BackMatter("further_reading", head, entries) if entries else None


def about_the_authors(brief: model.Brief, words: Wording) -> BackMatter | None:
    """Return all authors, where other places shorten them or do not say all of them; else None."""
    described = any(each.bio or each.orcid for each in brief.authors)
    more = bool(brief.from_) or any(each.role or each.organisation or each.email for each in brief.authors)
    hidden = more and _leaves_out_authors(brief, words)  # the head of the memo has no more than names
    if len(brief.authors) <= MOST_NAMED and not described and not hidden:
        return None
    entries = tuple(
        Entry(None, Text(f"author{n}", tuple(_author(given, words)), MEMO, f"authors[{n - 1}]"))
        for n, given in indexed(brief.authors, 1)
    )
    return BackMatter("authors", words.fixed("authors_head", words.labels.about_authors, MEMO), entries)


def imprint(brief: model.Brief, words: Wording) -> BackMatter | None:
    """Return how the publication is cited, catalogued and licensed, or None without an imprint."""
    given, labels = brief.imprint, words.labels
    if given is None:
        return None
    citation = words.optional("imp_citation", "imprint.citation", given.citation, DECK)
    if citation is None:
        citation = Text(
            "imp_citation", tuple(source_runs(_cited(brief, given, words), words)), DECK, "imprint"
        )
    rows: tuple[tuple[str, str, str | None, bool], ...] = (
        ("series", labels.series, _series(given, words), False),
        ("issn", labels.issn, given.issn, False),
        ("isbn", labels.isbn, given.isbn, False),
        ("doi", labels.doi, _doi(given), True),
        ("url", labels.online, given.url, True),
        ("place", labels.place, given.place, False),
        ("licence", labels.licence, given.licence, False),
        ("funder", labels.funder, given.funder, False),
        ("acknowledgements", labels.acknowledgements, given.acknowledgements, False),
    )
    entries = [Entry(words.fixed("imp_citation_label", labels.citation, DECK), citation)]
    for key, label, value, linked in rows:
        if value is not None:
            slot, path = f"imp_{key[:12]}", f"imprint.{key}"
            text = Text(slot, (_link(value),), DECK, path) if linked else words.text(slot, path, value, DECK)
            if key == "series":
                path, *also = _series_paths(given)
                text = replace(text, path=path, also=tuple(also))
            entries.append(Entry(words.fixed(f"{slot}_label", label, DECK), text))
    head = words.fixed("imp_head", labels.imprint, DECK)
    headline = words.fixed("imp_headline", labels.titles.cite, DECK)
    return BackMatter("imprint", head, tuple(entries), headline, _code(given, words))


def _code(given: Imprint, words: Wording) -> QrCode | None:
    """Return the QR code of the address, unless its modules would be too small for the summary's foot."""
    if given.url is None or given.qr == "no" or len(given.url.encode()) > LONGEST_CODED:
        return None
    import segno

    matrix = segno.make(given.url, error="m", micro=False, boost_error=False).matrix
    alt = words.labels.qr_code.format(address=_link(given.url).text)
    modules = tuple(tuple(map(bool, row)) for row in matrix)
    return QrCode(given.url, Text("qr_code", (Run(alt),), SUMMARY, "imprint.url"), modules)


def closing(brief: model.Brief, words: Wording) -> Closing | None:
    """Return the contact, the disclaimer and the imprint in one line; None if the brief has none of them."""
    labels = words.labels
    contact = _contact(brief, words)
    disclaimer = words.optional("disclaimer", "disclaimer", brief.disclaimer, SUMMARY)
    line = _imprint_line(brief.imprint, words) if brief.imprint else None
    if not contact and not disclaimer and not line:
        return None
    reachable = brief.contact is not None or any(person.email for person in brief.authors)
    label = labels.contact if reachable else labels.author if len(brief.authors) == 1 else labels.authors
    return Closing(
        words.fixed("contact_label", label, SUMMARY) if contact else None,
        contact,
        disclaimer,
        line,
        _authors(brief, words),
    )


def _authors(brief: model.Brief, words: Wording) -> Field | None:
    """Return the authors for the summary's foot, unless the contact is the authors."""
    people = byline(brief, words)
    if not people or not _leaves_out_authors(brief, words):
        return None
    label = words.labels.authors if len(brief.authors) > 1 else words.labels.author
    return Field(
        words.fixed("foot_authors_label", words.labels.before(label), SUMMARY),
        words.fixed("foot_authors", people + words.labels.full_stop, SUMMARY, "authors"),
    )


def byline(brief: model.Brief, words: Wording) -> str:
    """Return the authors in one line; of many "A, B and C (Institute X); D and E (Institute Y)"."""
    people, labels = brief.authors, words.labels
    if len(people) > MOST_LISTED:
        return labels.and_others.format(name=words.plain(people[0].name), count=len(people) - 1)
    if len(people) <= MOST_NAMED:
        return labels.semicolon.join(_person(person, words) for person in people)
    institutes: dict[str | None, list[str]] = {}
    for person in people:
        institutes.setdefault(person.organisation, []).append(words.plain(person.name))
    return labels.semicolon.join(
        labels.listed(tuple(names))
        if institute is None
        else labels.speech.named.format(name=labels.listed(tuple(names)), beside=words.plain(institute))
        for institute, names in institutes.items()
    )


def _person(person: Person, words: Wording) -> str:
    return words.joined(person.name, person.role, person.organisation)


def _author(given: Person, words: Wording) -> Iterator[Run]:
    """Yield name, role, organisations and addresses, then the biography."""
    labels = words.labels
    yield Run(words.plain(given.name), bold=True)
    for value in (given.role, given.organisation):
        if value is not None:
            yield Run(labels.comma + words.plain(value))
    if given.corresponding == "yes":
        yield Run(labels.comma + labels.corresponding)
    if given.email:
        yield from (Run(labels.comma), Run(settable(given.email), url=mail_address(settable(given.email))))
    if given.orcid:
        address = "https://orcid.org/" + given.orcid.rpartition("/")[2]
        shown = _link(address)
        yield from (Run(labels.comma), replace(shown, text=shown.text.replace("-", "\u2011")))
    yield Run(labels.full_stop)
    if given.bio is not None:
        yield from (Run(labels.space), *words.text("", "", given.bio, MEMO).runs)


def _contact(brief: model.Brief, words: Wording) -> Text | None:
    """Return the contact line, or the author that it names in full; without one, all authors."""
    labels, people = words.labels, brief.authors
    given = words.optional("contact", "contact", brief.contact, SUMMARY)
    runs: list[Run] = []
    if given is not None:
        people = tuple(each for each in people if given.plain in _known_as(each, words))[:1]
        if not people:
            return given
    elif len(people) > MOST_NAMED:
        runs.append(Run(byline(brief, words)))
        asked = [each for each in people if each.corresponding == "yes"]
        people = tuple(asked or [each for each in people if each.email][:1])
    for person in people:
        runs.append(Run((labels.semicolon if runs else "") + _person(person, words)))
        if person.email:
            address = settable(person.email)
            runs += (Run(labels.comma), Run(address, url=mail_address(address)))
    return Text("contact", tuple(runs), SUMMARY, "contact" if given else "authors") if runs else None


def _known_as(person: Person, words: Wording) -> set[str]:
    """Return what a contact line may say that names one author and nothing else."""
    names, address = {words.plain(person.name), _person(person, words)}, settable(person.email or "")
    return names | {address} | {words.labels.comma.join((name, address)) for name in names} - {""}


def _leaves_out_authors(brief: model.Brief, words: Wording) -> bool:
    """Return whether there is a contact line that does not say all that the brief has of its authors."""
    contact = _contact(brief, words)
    if brief.contact is None or contact is None:
        return False
    parts = (part for each in brief.authors for part in (_person(each, words), settable(each.email or "")))
    return any(part not in contact.plain for part in parts)


def _series(given: Imprint, words: Wording) -> str | None:
    return words.labels.comma.join(filter(None, (given.series, given.number))) or None


def _series_paths(given: Imprint) -> tuple[str, ...]:
    named = {"imprint.series": given.series, "imprint.number": given.number}
    return tuple(path for path, value in named.items() if value)


def _doi(given: Imprint) -> str | None:
    found = re.search(r"10\..*", given.doi or "")
    return f"https://doi.org/{found[0]}" if found else None


def _link(address: str) -> Run:
    return Run(settable(address).removeprefix("https://").removeprefix("http://").rstrip("/"), url=address)


def _cited(brief: model.Brief, given: Imprint, words: Wording) -> Source:
    """Return the brief as a source, by which others cite it."""
    authors = words.labels.listed(tuple(person.name for person in brief.authors)) or None
    publisher = ", ".join(
        filter(None, (brief.organisation.name if brief.organisation else None, given.place))
    )
    return Source(
        title=words.text("", "", brief.title, DECK).plain,
        author=authors or (brief.organisation.name if brief.organisation else None),
        publisher=(publisher if authors else given.place) or None,
        date=words.stated(brief.date) if brief.date else None,
        note=_series(given, words),
        url=_doi(given) or given.url,
    )


def _imprint_line(given: Imprint, words: Wording) -> Text | None:
    """Return series, ISSN, ISBN, DOI and licence, with dots between them."""
    series, doi = _series(given, words), _doi(given)
    numbers = ((words.labels.issn, given.issn), (words.labels.isbn, given.isbn))
    runs = [Run(words.plain(series))] if series else []
    runs += [Run(f"{name} {value}") for name, value in numbers if value]
    runs += [_link(doi)] if doi else []
    runs += [Run(words.plain(given.licence))] if given.licence else []
    dotted = [part for run in runs for part in (Run(words.labels.dot), run)][1:]
    dotted += [Run(words.labels.full_stop)] if dotted else []
    shown = {"issn": given.issn, "isbn": given.isbn, "doi": doi, "licence": given.licence}
    paths = (*_series_paths(given), *(f"imprint.{key}" for key, value in shown.items() if value))
    return Text("imprint_line", tuple(dotted), SUMMARY, paths[0], paths[1:]) if dotted else None
