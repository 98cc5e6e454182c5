"""Lists the other names under which people write a key, and finds the key that is meant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING

from builder.brief.kinds import Choice, Inner
from builder.brief.model import Brief, Headlines
from builder.brief.part import Part

if TYPE_CHECKING:
    from builder.brief.yaml.read import Value

# One row a key, or more: other names, in lower case and with `_` for a space. Singular, plural and capitals
# go without saying. A name that is a key of the same part is another name only of a required key that is
# missing.
OTHER_NAMES = """
*.refs                 source reference citation cite
Person.role            title position job
Person.organisation    affiliation organization institution
Person.email           mail e_mail
Person.corresponding   contact corresponding_author
Person.bio             biography about
Imprint.licence        license rights copyright
Imprint.citation       cite_as suggested_citation how_to_cite
Imprint.funder         funding funded_by
Imprint.acknowledgements  acknowledgments thanks
Logo.path              file image picture src
Logo.alt               alt_text description
Organisation.name      title
Organisation.unit      department programme program division
Organisation.logo      image
Partner.name           organisation organization title
Partner.logo           image
Partner.url            link href web website
Cover.path             file image picture src
Cover.alt              alt_text alternative_text description
Cover.focus            position crop
Cover.credit           photo photographer credits copyright
Marking.label          level marking classification tlp
Marking.caveat         restriction descriptor
Marking.embargo_until  embargo embargoed_until
Marking.designation    designation_indicator designation_block
Designation.categories cui_category cui_categories
Designation.dissemination  distribution limited_dissemination_control ldc
Designation.contact    poc point_of_contact
BottomLine.text        summary message answer
BottomLine.headline    title heading
BottomLine.ask         recommendation request decision call_to_action decision_sought
BottomLine.ask         decision_requested decision_required
KeyMessage.text        message sentence title
KeyMessage.arguments   argument claims claim supported_by
KeyFigure.value        number figure amount
KeyFigure.label        text description caption words title
Context.headline       title heading
Context.text           background description body
Context.why_now        urgency
Event.label            title name
Event.text             description
Evidence.text          evidence fact description statement finding quote
Evidence.kind          type
Implication.text       implication so_what
Certainty.cue          hedge
Certainty.according_to attribution said_by
Confidence.basis       reason because why
Argument.claim         statement argument point title headline text
Argument.label         short short_label node
Argument.gist          reason summary
Argument.evidence      facts data support supporting_evidence
Argument.implication   so_what consequence
Argument.reasoning     body analysis explanation details description
Argument.counter       counter_argument counterargument counterpoint objection
Section.title          heading headline name
Section.role           type
Section.intro          introduction lead
Section.text           body prose description
Section.arguments      claims points findings
Actor.name             actor who organisation organization
Actor.role             description text interest
TimelineStep.when      date year time
TimelineStep.text      event what description title
TimelineStep.kind      type
Option.title           name option label
Option.description     text details summary
Option.pros            advantages benefits strengths
Option.cons            disadvantages drawbacks weaknesses
Option.ratings         scores
Option.best            strongest
Option.recommended     preferred chosen
Recommendation.action  title recommendation what text to_do
Recommendation.detail  description explanation rationale
Recommendation.for     addressee addressed_to directed_to to
Recommendation.owner   who responsible lead
Recommendation.when    deadline due by by_when timing date timeline timeframe timescale
Recommendation.cost    price budget funding
Recommendation.measure measure_of_success success_measure indicator kpi
Risk.text              risk title description
Risk.likelihood        probability
Risk.impact            severity
Risk.mitigation        response
Risk.owner             who responsible
Limit.text             limit limitation description title
Limit.kind             type
Fact.value             number amount figure
Fact.label             title name description what
Fact.as_of             date when year at
Fact.rounding          decimals places round
Selection.data         file source table
Selection.rounding     decimals places round
DataFile.file          path
Param.label            title description
Param.type             kind
Param.allowed          values choices enum
Table.title            caption heading name
Table.columns          header head
Table.rows             data body
Chart.kind             type chart
Chart.title            caption heading name
Chart.rows             data values points
Chart.series           names columns legend
Chart.highlight        emphasis emphasise emphasize
Chart.unit             units measure
Chart.alt              alt_text alternative_text
Chart.caption          notes
ChartSeries.name       title label
ChartRow.category      label name x
ChartRow.values        value number y
Figure.path            file image picture src
Figure.title           caption heading name
Figure.alt             alt_text alternative_text
Figure.caption         notes
Figure.credit          photo photographer credits copyright
Source.title           name
Source.author          by
Source.publisher       journal organisation organization institution
Source.date            year published
Source.issue           number
Source.pages           page
Source.url             link href web doi
Source.accessed        retrieved
Source.note            description comment
Term.term              name word abbreviation acronym
Term.definition        meaning text description
Brief.language         lang
Brief.page             paper paper_size page_size
Brief.title            headline heading
Brief.subtitle         subheading tagline
Brief.kind             type document document_type
Brief.date             published publication_date
Brief.version          revision
Brief.authors          by writer prepared_by
Brief.organisation     organization publisher institution issuer
Brief.partners         in_partnership_with partner_organisations partner_organizations with
Brief.cover            cover_image cover_picture cover_photo hero banner
Brief.to               recipients client addressee prepared_for
Brief.from             senders
Brief.subject          re
Brief.marking          classification tlp handling
Brief.keywords         tags
Brief.bottom_line      summary executive_summary abstract bluf main_message conclusion
Brief.key_figures      key_numbers big_numbers headline_figures headline_numbers figures_at_a_glance
Brief.key_messages     key_findings key_points key_takeaways highlights messages
Brief.context          background introduction intro
Brief.sections         findings analysis
Brief.actors           stakeholders players who
Brief.timeline         chronology sequence
Brief.criteria         criterion
Brief.options          policy_options alternatives choices
Brief.recommendations  recommend actions next_steps
Brief.limits           limitations caveats gaps
Box.kind               type
Box.title              heading name caption
Box.text               body description content items points
Quote.text             quote quotation words
Quote.speaker          who author name by said_by
Quote.role             title position job
Brief.boxes            box case_studies cases case_study sidebars
Brief.quotes           pull_quotes quotations
Brief.figures          images pictures graphs
Brief.sources          references bibliography citations works_cited
Brief.params           parameters variables
Brief.further_reading  see_also additional_reading
Brief.imprint          publication_details colophon
Note.id                name key label mark
Note.text              note definition
Brief.notes            footnotes endnotes explanatory_notes
Brief.glossary         terms definitions abbreviations acronyms
"""

# What a key may be called in other languages, which is not read but asked: one row a key.
FOREIGN_NAMES = """
*.title            titel titre titulo título
*.text             texte texto
*.author           autor auteur
*.date             datum fecha
Brief.language     sprache langue idioma lengua
Brief.subtitle     untertitel sous_titre subtitulo subtítulo
Brief.authors      autor autoren auteur auteurs autores
Brief.bottom_line  zusammenfassung kernaussage résumé resume resumen
Brief.key_figures  kennzahlen chiffres_clés cifras_clave
Brief.key_messages kernbotschaften kernaussagen messages_clés mensajes_clave
Brief.context      hintergrund kontext ausgangslage contexte antecedentes contexto
Brief.sections     abschnitte kapitel secciones
Brief.options      optionen opciones
Brief.recommendations  empfehlungen handlungsempfehlungen recommandations recomendaciones
Brief.risks        risiken risques riesgos
Brief.sources      quellen literatur fuentes bibliographie bibliografía
Brief.glossary     glossar glossaire glosario
Brief.contact      kontakt ansprechpartner contacto
Brief.imprint      impressum
Brief.keywords     schlagwörter stichworte mots_clés palabras_clave
Brief.timeline     zeitplan calendrier cronología
"""

CONCLUSION = ("conclusion", "conclusions")  # the bottom line, or the last section where there is one


@cache
def other_names(table: str = OTHER_NAMES) -> Mapping[str, tuple[str, ...]]:
    """Return the other names of keys, by part and key."""
    found: dict[str, tuple[str, ...]] = {}
    for key, *names in (line.split() for line in table.strip().splitlines()):
        found[key] = (*found.get(key, ()), *names)
    return found


def names_of(part: type[Part], key: str, table: str = OTHER_NAMES) -> Iterator[str]:
    """Yield the other names of a key of a part."""
    known = other_names(table)
    yield from (*known.get(f"{part.__name__}.{key}", ()), *known.get(f"*.{key}", ()))


def names_by_key(part: type[Part]) -> dict[str, list[str]]:
    """Return the names that are no keys of the part, by the keys that they mean."""
    named: dict[str, list[str]] = {key: [] for key in part.fields}
    for name, key in _keys_by_name(part).items():
        if name not in part.fields:
            named[key].append(name)
    return named


def meant_key(part: type[Part], key: str) -> str | None:
    """Return the key of a part for which another is written, if there is no doubt."""
    return _keys_by_name(part).get(plain(key))


@cache
def inside_keys() -> Mapping[str, tuple[str, str]]:
    """Return, by other names, the keys of exactly one part of the brief that its author may write outside it.

    `isbn` and `logo` are in `imprint` and `organisation`; a key without which the part is not complete stays
    there.
    """
    found: dict[str, set[tuple[str, str]]] = {}
    for outer, field in Brief.fields.items():
        if isinstance(field.kind, Inner) and field.kind.part is not Headlines:
            part = field.kind.part
            for name, key in _keys_by_name(part).items():
                if not part.fields[key].is_required:
                    found.setdefault(name, set()).add((outer, key))
    return {name: next(iter(keys)) for name, keys in found.items() if len(keys) == 1}


def near_key(part: type[Part], key: str) -> str | None:
    """Return the key of a part that was probably meant: one with a slip in it, or in another language.

    The first letter is seldom the wrong one: `deadline` is not `headline`.
    """
    word, known = plain(key), _keys_by_name(part)
    foreign = (name for name in part.fields if word in names_of(part, name, FOREIGN_NAMES))
    if name := next(foreign, None):
        return name
    found = get_close_matches(word, [name for name in known if name[0] == word[:1]], n=1, cutoff=0.8)
    return known[found[0]] if found else None


def is_one(part: type[Part], given: Mapping[str, Value]) -> bool:
    """Return whether keys are those of one part, and not each the first value of a part of its own."""
    if named := given.keys() & part.fields.keys():
        return not any(_is_inside(part, given[key]) for key in named)
    keys = {meant_key(part, key) or near_key(part, key) for key in given}
    required = {key for key, field in part.fields.items() if field.is_required}
    return keys >= {*part.pair} or (None not in keys and keys >= required)


def _is_inside(part: type[Part], value: Value) -> bool:
    """Return whether a value is what a part says, so that its key is a name: `name: {type: text}`."""
    return isinstance(value, dict) and bool(value) and value.keys() <= part.fields.keys()


def is_pair(part: type[Part], given: Mapping[str, Value]) -> bool:
    """Return whether the only key and value are two values of the part: `GHG: greenhouse gas`."""
    return part.pair[0] != "" and len(given) == 1 and not is_one(part, given)


def chosen_by(part: type[Part], key: str) -> tuple[str, str] | None:
    """Return the key and the value that `draft: true` means: `status` and `draft`."""
    word = plain(key)
    keys = [
        name
        for name, field in part.fields.items()
        if isinstance(field.kind, Choice) and word in field.kind.words
    ]
    return (keys[0], word) if len(keys) == 1 else None


@cache
def _keys_by_name(part: type[Part]) -> Mapping[str, str]:
    keys = {key: key for key in part.fields}
    names = {name: key for key in reversed(list(part.fields)) for name in names_of(part, key)}
    plural = {_other_number(name): key for name, key in (*names.items(), *keys.items())}
    plural.pop("audience", None)  # of a brief: who may read it, not who there is
    return plural | names | keys


def _other_number(name: str) -> str:
    return name.removesuffix("s") if name.endswith("s") else f"{name}s"


def plain(key: str) -> str:
    """Return a key as the table writes it: `So what`, `so-what` and `soWhat` are `so_what`."""
    return re.sub(r"\W+", "_", re.sub(r"(?<=[a-z])(?=[A-Z])", "_", key.strip())).lower()
