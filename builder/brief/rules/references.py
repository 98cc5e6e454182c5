"""A Brief is checked for what the types of its model cannot say: ids, refs, links, ratings, markings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from unicodedata import bidirectional

from builder.brief.images import Picture, PictureFault
from builder.brief.model import LONGEST_PROPERTY, Brief, Evidence, Partner, Source
from builder.brief.model.publication import LONGEST_CODED
from builder.brief.numbers import map_columns, marked_notes
from builder.brief.part import SCHEME_LABELS, Part
from builder.brief.rules.audiences import check_audiences, memo_needs
from builder.brief.rules.clearance import check_clearance
from builder.brief.rules.marks import (
    LANGUAGES,
    foreign_passages,
    is_safe,
    misleading_links,
    names_language,
    spaced_links,
    unsafe_links,
    visible,
)
from builder.brief.rules.style import check_wording
from builder.brief.texts.amounts import amounts, highlighted, sums_up
from builder.brief.texts.dates import Unclear, said
from builder.brief.walk import ids_of, texts, walk
from builder.languages.language import known_tags, language_for, tag_of, words
from builder.report.printable import counted, near
from builder.report.problems import Problem, error, warning

SHARP = 800  # pixels, from which on a picture looks sharp
MOST_ARGUMENTS = 200  # in all sections together; the audit reads no deck of many more
MOST_CELLS = 6_500  # of all tables together, where an argument takes the room of some of them
_CELLS_OF_ARGUMENT = 26
# Languages and scripts that are written from right to left, as subtags.
RIGHT_TO_LEFT = words(
    "ar arc ckb dv fa he iw ji ks nqo ps sd syr ug ur yi adlm arab hebr mand nkoo rohg samr syrc thaa"
)
RESERVED_IDS = ("event", "recommendations")  # the map's other ends


def check_rules(
    brief: Brief, pictures: Mapping[str, Picture | PictureFault] | None = None
) -> Iterator[Problem]:
    """Yield what is wrong with a brief of valid values, by path; wording comes as warnings.

    `pictures` holds what the picture gateway made of each path that the brief names.
    """
    parts, ids = list(walk(brief)), ids_of(brief)
    yield from _arguments_are_few(brief)
    yield from _cells_are_few(brief)
    yield from _sections_are_filled(brief)
    yield from _ids_are_unique(ids)
    yield from _refs_resolve(brief, parts)
    yield from _notes_are_marked(brief)
    yield from _language_is_known(brief)
    yield from _text_runs_from_the_left(brief, parts)
    yield from _links_join(brief, ids)
    yield from _links_are_drawn(brief)
    yield from _sections_exist(brief)
    yield from _messages_have_arguments(brief, ids)
    yield from _rows_fit_columns(brief)
    yield from _highlights_exist(brief)
    yield from _decimals_are_alike(brief)
    if brief.charts or any(table.chart for table in brief.tables):
        from builder.brief.rules.charts import check_charts

        yield from check_charts(brief)
    yield from _ratings_fit_criteria(brief)
    yield from _dates_are_plain(parts)
    yield from _comparisons_have_a_value(parts)
    yield from _memo_is_complete(brief)
    yield from _marking_is_known(brief)
    yield from _pictures_open(brief, pictures or {})
    yield from check_audiences(brief, parts)
    yield from _links_are_safe(parts)
    yield from _languages_are_known(brief, parts)
    yield from _address_fits_its_code(brief)
    yield from _properties_fit(brief)
    yield from check_wording(brief, parts)
    yield from check_clearance(brief, parts)


def _arguments_are_few(brief: Brief) -> Iterator[Problem]:
    count = sum(len(section.arguments) for section in brief.sections)
    if count > MOST_ARGUMENTS:
        message = f"the brief has {count:,} arguments; the limit is {MOST_ARGUMENTS:,}"
        yield error("list-length", "sections", message, "split it into several briefs")


def _cells_are_few(brief: Brief) -> Iterator[Problem]:
    arguments = sum(len(section.arguments) for section in brief.sections)
    most, cells = MOST_CELLS - _CELLS_OF_ARGUMENT * arguments, 0
    for index, table in enumerate(brief.tables):
        cells += sum(map(len, table.rows))
        if cells > most:
            message = f"the tables have {cells:,} cells up to here; the limit is {most:,}"
            hint = "leave out rows, or move a table to another brief; fewer arguments leave room for more"
            yield error("list-length", f"tables[{index}].rows", message, hint)
            return


def _sections_are_filled(brief: Brief) -> Iterator[Problem]:
    for index, section in enumerate(brief.sections):
        if not section.arguments and section.text is None:
            hint = "add `arguments`, or the section's `text`"
            yield error("sections-filled", f"sections[{index}]", "the section is empty", hint)


def _comparisons_have_a_value(parts: Iterable[tuple[str, Part]]) -> Iterator[Problem]:
    for path, part in parts:
        if isinstance(part, Evidence) and part.compare and part.value is None:
            hint = "add `value`, the number of the evidence itself"
            yield error("numbers-valid", f"{path}.value", "there is no `value` to compare with", hint)


def _ids_are_unique(ids: Mapping[str, str]) -> Iterator[Problem]:
    """Ids in the brief share one space; sources, notes, facts and data have their own."""
    first: dict[tuple[str, str], str] = {}
    for path, name in ids.items():
        group = path.partition("[")[0]
        apart = group in ("data", "facts", "notes", "sources")
        holder = first.setdefault((group if apart else "", name), path)
        if name in RESERVED_IDS and not apart:
            message = f"the id `{name}` is reserved for the argument map"
            yield error("unique-ids", f"{path}.id", message, "choose another id")
        elif holder != path:
            message = f"`{name}` is already the id of {holder}"
            yield error("unique-ids", f"{path}.id", message, "choose another id")


def _refs_resolve(brief: Brief, parts: Iterable[tuple[str, Part]]) -> Iterator[Problem]:
    known = [source.id for source in brief.sources]
    names = set(known)
    cited = Counter[str]()
    for path, part in parts:
        for index, ref in enumerate(getattr(part, "refs", ())):
            source = ref.partition("#")[0]
            cited[source] += 1
            if source not in names:
                at = f"{path}.refs[{index}]"
                yield error("refs-resolve", at, f"no source has the id `{source}`", near(source, known))
    for index, name in enumerate(known):
        if not cited[name]:
            path = f"sources[{index}].id"
            yield warning("sources-cited", path, f"no part cites the source `{name}`")


def _notes_are_marked(brief: Brief) -> Iterator[Problem]:
    marked = marked_notes(brief) if brief.notes else ()
    for index, note in enumerate(brief.notes):
        if note.id not in marked:
            yield warning("notes-marked", f"notes[{index}].id", f"no text marks the note `{note.id}`")


def _text_runs_from_the_left(brief: Brief, parts: Iterable[tuple[str, Part]]) -> Iterator[Problem]:
    """Yield the language, or else each text, whose paragraphs would begin on the right (UAX 9, rule P2)."""
    message = "text that runs from right to left cannot be set yet, in any of the three files"
    hint = "write it in transliteration or translation"
    if _is_right_to_left(brief.language):
        yield error("text-left-to-right", "language", message, "build a translation of the brief")
        return
    for path, part in parts:
        for at, text in texts(path, part):
            strong = (kind for kind in map(bidirectional, text) if kind in ("L", "R", "AL"))
            if not text.isascii() and next(strong, "L") != "L":
                yield error("text-left-to-right", at, message, hint)


def _is_right_to_left(tag: str) -> bool:
    base, *subtags = tag.lower().split("-")
    scripts = [subtag for subtag in subtags if len(subtag) == 4]
    return (scripts[0] if scripts else base) in RIGHT_TO_LEFT


def _links_join(brief: Brief, ids: Mapping[str, str]) -> Iterator[Problem]:
    bare = {section.id for section in brief.sections if not section.arguments}  # has no node in the map
    known = [
        name
        for path, name in ids.items()
        if path.startswith(("sections[", "recommendations[")) and name not in bare
    ]
    known += ["event"] if brief.event else []
    known += ["recommendations"] if brief.recommendations else []
    names = set(known)
    for index, link in enumerate(brief.links):
        for key, end in (("from", link.from_), ("to", link.to)):
            if end in names:
                continue
            message = f"nothing has the id `{end}`"
            if end in RESERVED_IDS:
                message = f"the brief has no `{end}` to link"
            yield error("links-resolve", f"links[{index}].{key}", message, near(end, known))
        if link.from_ == link.to:
            yield error("links-connect-two", f"links[{index}]", f"the link connects `{link.to}` to itself")


def _language_is_known(brief: Brief) -> Iterator[Problem]:
    known = language_for(brief.language).tag == brief.language.lower().split("-")[0]
    if not known and not _is_right_to_left(brief.language):  # that is an error of its own
        message = f"labels and dates are not available in `{brief.language}`; English is used instead"
        hint = f"available languages: {', '.join(known_tags())}"
        yield warning("language-supported", "language", message, hint)


def _links_are_drawn(brief: Brief) -> Iterator[Problem]:
    """An arrow leads from one column of the map to another; what else the links say is not seen."""
    column = map_columns(brief)
    alone = len(set(column.values())) < 2
    for index, link in enumerate(brief.links):
        left, right = column.get(link.from_), column.get(link.to)
        if left is None or left != right or link.from_ == link.to:
            continue
        message = (
            f"`{link.from_}` and `{link.to}` are in the same column of the map, so no arrow can connect them"
        )
        hint = "link two columns, or delete the link"
        if alone:
            message = "the map would have only one column, so it is left out with its links"
            hint = "give the sections the roles `cause`, `effect` and `response`, or add an `event`"
        yield warning("links-drawn", f"links[{index}]", message, hint)
    yield from _columns_are_linked(brief, column)


def _columns_are_linked(brief: Brief, column: Mapping[str, str]) -> Iterator[Problem]:
    """The map has the columns that links join; it leaves out what nothing leads to or from."""
    ends = [(column.get(link.from_), column.get(link.to)) for link in brief.links]
    joined = {end for left, right in ends if left != right and left and right for end in (left, right)}
    if len(joined) < 2:
        return
    ids = {name: end for end, name in reversed(list(column.items())) if not end.startswith("sections[")}
    for name in dict.fromkeys(column.values()):
        if name in joined or name == "event" or name not in ids:
            continue
        message = f"no link leads to or from `{ids[name]}`, so the map leaves its column out"
        hint = f"add a link with `{ids[name]}` to the links, if an arrow is meant"
        yield warning("columns-linked", "links", message, hint)


def _sections_exist(brief: Brief) -> Iterator[Problem]:
    known = [section.id for section in brief.sections if section.id]
    for group in ("tables", "charts", "figures", "boxes", "quotes"):
        for index, one in enumerate(getattr(brief, group)):
            if one.section and one.section not in known:
                path, message = f"{group}[{index}].section", f"no section has the id `{one.section}`"
                yield error("sections-exist", path, message, near(one.section, known))


def _messages_have_arguments(brief: Brief, ids: Mapping[str, str]) -> Iterator[Problem]:
    known = [name for path, name in ids.items() if ".arguments[" in path]
    for index, message in enumerate(brief.key_messages):
        for place, name in enumerate(message.arguments):
            if name not in known:
                path = f"key_messages[{index}].arguments[{place}]"
                yield error("arguments-exist", path, f"no argument has the id `{name}`", near(name, known))


def _rows_fit_columns(brief: Brief) -> Iterator[Problem]:
    for index, table in enumerate(brief.tables):
        expected = len(table.columns)
        for row, cells in enumerate(table.rows):
            if len(cells) != expected:
                message = (
                    f"the row has {counted(len(cells), 'cell')}; the table has {counted(expected, 'column')}"
                )
                hint = "write – for an empty cell" if len(cells) < expected else None
                yield error("rows-fit-columns", f"tables[{index}].rows[{row}]", message, hint)


def _highlights_exist(brief: Brief) -> Iterator[Problem]:
    for index, table in enumerate(brief.tables):
        heads = ["".join(cells[:1]) for cells in table.rows]
        for place, name in enumerate(table.highlight):
            if not highlighted([name], table.columns, heads):
                path, message = f"tables[{index}].highlight[{place}]", f"no row or column is called `{name}`"
                if "|" in name:
                    message = f"no cell is in row and column `{name}`"
                yield error("highlights-exist", path, message, near(name, [*table.columns, *heads]))


def _decimals_are_alike(brief: Brief) -> Iterator[Problem]:
    """Yield a warning for a column whose numbers are not equally exact; what sums it up may differ."""
    language = language_for(brief.language)
    for index, table in enumerate(brief.tables):
        rows = [cells for cells in table.rows if len(cells) == len(table.columns)]
        if len(rows) > 1 and rows[-1] and sums_up(rows[-1][0], language):
            rows.pop()
        for column, cells in enumerate(zip(*rows, strict=True)):
            aligned = amounts([visible(cell) for cell in cells]) if column else None
            places = sorted({each for each in aligned.places if each is not None}) if aligned else []
            if len(places) > 1:
                shown = f"{', '.join(map(str, places[:-1]))} and {places[-1]}"
                path, message = (
                    f"tables[{index}].columns[{column}]",
                    f"its numbers have {shown} decimal places",
                )
                yield warning("decimals-alike", path, message)


_DATED = {"TimelineStep": "when", "Recommendation": "when", "Source": "date"}


def _dates_are_plain(parts: Iterable[tuple[str, Part]]) -> Iterator[Problem]:
    """A date in words is printed as it is typed: readers do not know either what 12/05/2031 means."""
    for path, part in parts:
        key = _DATED.get(type(part).__name__, "")
        text = getattr(part, key) if key else None
        if text and re.fullmatch(r"\d{1,2}([-/.])\d{1,2}\1\d{4}", text):
            try:
                said(text)
            except Unclear as unclear:
                yield warning("meanings-plain", f"{path}.{key}", str(unclear), unclear.hint)
            except ValueError as wrong:
                yield warning("dates-valid", f"{path}.{key}", str(wrong))


def _ratings_fit_criteria(brief: Brief) -> Iterator[Problem]:
    for index, option in enumerate(brief.options):
        named = [(f"ratings.{criterion}", criterion) for criterion in option.ratings]
        named += [(f"best[{at}]", criterion) for at, criterion in enumerate(option.best)]
        for key, criterion in named:
            if criterion not in brief.criteria:
                path = f"options[{index}].{key}"
                message = f"`{criterion}` is not one of the criteria"
                yield error("ratings-fit-criteria", path, message, near(criterion, brief.criteria))
        missing = [f"`{criterion}`" for criterion in brief.criteria if criterion not in option.ratings]
        if missing:
            path, message = f"options[{index}].ratings", f"the option is not rated for {', '.join(missing)}"
            yield warning("ratings-complete", path, message)


def _memo_is_complete(brief: Brief) -> Iterator[Problem]:
    missing = [f"`{key}`" for key, value in memo_needs(brief).items() if not value]
    if missing:
        message = f"a decision memo needs {', '.join(missing)}"
        yield error(
            "decision-memos-complete",
            "kind",
            message,
            "add what is missing; a memo that asks for no decision is an `information_memo`",
        )


def _marking_is_known(brief: Brief) -> Iterator[Problem]:
    marking = brief.marking
    if marking is None:
        return
    known = SCHEME_LABELS[marking.scheme]
    # 32 CFR 2002.20: after the control marking, a banner names categories and limits: CUI//SP-TAX//NOFORN.
    banner = re.fullmatch(r"([A-Z]+)(?://[A-Z][A-Z0-9 ,/-]*)+", marking.label)
    label = banner[1] if banner and marking.scheme == "cui" else marking.label
    if known and label not in known:
        message = f"`{marking.label}` is not a label of the scheme `{marking.scheme}`"
        yield error("marking-labels-valid", "marking.label", message, near(marking.label.upper(), known))
    if not known and (hint := _near_label(marking.label)):
        message = f"`{marking.label}` is not a label of a known scheme: it is printed as it is written"
        yield warning("meanings-plain", "marking.label", message, hint)
    caveat = (marking.caveat or "").upper() if marking.label == "OFFICIAL" else ""
    if caveat and _nearest(caveat, ["SENSITIVE"]):
        message = f"`{marking.caveat}` is read as a descriptor of `{marking.label}`"
        yield warning("meanings-plain", "marking.caveat", message, "did you mean `OFFICIAL-SENSITIVE`?")
    if marking.designation is not None and marking.scheme != "cui":
        message = f"a designation is for the scheme `cui`, not for `{marking.scheme}`"
        yield error("marking-labels-valid", "marking.designation", message, "delete it")


def _near_label(text: str) -> str | None:
    """Return a hint with the label of a scheme that a text is probably a misspelling of."""
    label = re.sub(r"^TLP\s*[: -]\s*", "", text.strip().upper())
    labels = [each for scheme in SCHEME_LABELS.values() for each in scheme if each[0] == label[:1]]
    found = _nearest(label, labels)
    if found and found != text:
        return f"did you mean `{'TLP:' if found in SCHEME_LABELS['tlp'] else ''}{found}`?"
    return near(label, SCHEME_LABELS["tlp"]) if text.upper().startswith("TLP") else None


def _nearest(text: str, known: list[str]) -> str | None:
    from difflib import get_close_matches  # few briefs need it

    return next(iter(get_close_matches(text, known, n=1, cutoff=0.8)), None)


def _pictures_open(brief: Brief, pictures: Mapping[str, Picture | PictureFault]) -> Iterator[Problem]:
    for path, name in brief.picture_files.items():
        picture = pictures.get(name)
        if isinstance(picture, PictureFault):
            yield error("pictures-readable", path, picture.message, picture.hint)
    for path, logo, name in brief.logos:
        picture = pictures.get(logo.path)
        if isinstance(picture, Picture) and picture.is_pale:
            yield warning("logos-visible", f"{path}.path", f"the logo of {name} is white, or nearly so")
    for index, figure in enumerate(brief.figures):
        picture = pictures.get(figure.path)
        if isinstance(picture, Picture) and max(picture.width, picture.height) < SHARP:
            message = f"the picture has {picture.width} × {picture.height} pixels; it is shown small"
            yield warning("figures-sharp", f"figures[{index}].path", message)
    picture = pictures.get(brief.cover.path) if brief.cover else None
    if isinstance(picture, Picture) and picture.width < SHARP:
        message = f"the picture is {picture.width} pixels wide; a cover needs {SHARP}"
        yield warning("cover-sharp", "cover.path", message)
    axes = brief.cover.axes if brief.cover else ()
    if axes in ((0, 0), (1, 1)):
        message = f"both words are about the picture's {'height' if all(axes) else 'width'}"
        hint = "keep one of them, or name one of `left`, `right` and one of `top`, `bottom`"
        yield error("values-allowed", "cover.focus", message, hint)


def _address_fits_its_code(brief: Brief) -> Iterator[Problem]:
    given = brief.imprint
    length = len(given.url.encode()) if given and given.url and given.qr == "yes" else 0
    if length > LONGEST_CODED:
        message = f"the address has {length} characters; a QR code can have {LONGEST_CODED}"
        yield warning("code-fits", "imprint.url", message)


def _languages_are_known(brief: Brief, parts: Iterable[tuple[str, Part]]) -> Iterator[Problem]:
    for path, part in parts:
        for at, text in texts(path, part):
            for mark, tag, is_read in foreign_passages(text):
                meant = _language_meant(tag)
                hint = f"did you mean `{{lang={meant}}}`?" if meant else None
                if is_read:
                    yield error("passages-name-languages", at, f"`{mark}` names no language", hint)
                    continue
                report = error if brief.status == "final" else warning
                hint = hint or "a passage in another language is marked `[mot juste]{lang=fr}`"
                yield report("markup-understood", at, f"`{mark}` is printed as it is typed", hint)


def _language_meant(tag: str) -> str | None:
    """Return the tag of a language that is meant by another spelling of it, or by its name."""
    base, *rest = tag.lower().replace("_", "-").split("-")
    cased = (one.upper() if len(one) == 2 else one.title() for one in rest)
    tagged = "-".join((base, *cased))
    return tagged if names_language(tagged) else tag_of(base) or _nearest(base, sorted(LANGUAGES))


def _links_are_safe(parts: Iterable[tuple[str, Part]]) -> Iterator[Problem]:
    hint = "links must start with https://, http:// or mailto:, and contain no user name or password"
    for path, part in parts:
        found = [(at, target) for at, text in texts(path, part) for target in unsafe_links(text)]
        if isinstance(part, Source | Partner) and part.url and not is_safe(part.url):
            found.append((f"{path}.url", part.url))
        for at, target in found:
            yield error("links-safe", at, f"the link to `{target}` is not allowed", hint)
        for at, text in texts(path, part):
            for target in spaced_links(text):
                message = f"the link to `{target.strip()}` contains a space"
                yield error("links-safe", at, message, "write %20 for a space; a link has no title")
            for shown, target in misleading_links(text):
                message = f"the text shows `{shown}` and links to `{target}`"
                yield warning("links-safe", at, message, "show the address that it links to, or other words")


def _properties_fit(brief: Brief) -> Iterator[Problem]:
    """The properties of the three files have less room than the pages: what is over is cut."""
    given = {
        "title": (visible(brief.title),),
        "version": (brief.version or "",),
        "authors": tuple(person.name for person in brief.authors),
        "subject": (visible(brief.subject or ""),),
        "keywords": brief.keywords,
    }
    for path, values in given.items():
        length = sum(map(len, values)) + 2 * (len(values) - 1)
        if length > LONGEST_PROPERTY:
            message = f"{length} characters; the limit in the files' properties is {LONGEST_PROPERTY}"
            yield warning("properties-fit", path, message, "the pages show the full text")
