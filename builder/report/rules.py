"""Every rule by its name: one sentence that says what holds where no problem is told."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_READING = {
    "brief-given": "The file holds a brief: keys and values, not nothing.",
    "brief-small": "The brief is of a size that a person wrote: its bytes and values can be counted quickly.",
    "file-readable": "The brief is a file that can be read as text.",
    "keys-short": "A key is short enough to be one of those that are known.",
    "keys-text": "Every key is text.",
    "nesting-shallow": "Values are nested no deeper than the parts of a brief are.",
    "no-aliases": "Every value is written out where it stands, without YAML anchors and aliases.",
    "no-tags": "Values have the types of plain YAML, without tags.",
    "one-document": "The file holds one brief, not several YAML documents.",
    "one-paragraph": "A text is one paragraph; its line breaks are spaces.",
    "problems-few": "All problems of the run are told.",
    "spaces-indent": "Lines are indented with spaces, not with tabs.",
    "text-order-plain": "No invisible character changes the order in which text is read.",
    "text-printable": "Every character can be printed.",
    "text-quoted": "A text that YAML would read otherwise stands in quotes.",
    "text-utf8": "The file is UTF-8 text.",
    "text-whole": "A text is read to its end; no `#` turns the rest of it into a comment.",
    "unique-keys": "No key is given twice in one place.",
    "yaml-syntax": "The file is YAML.",
}

_SHAPE = {
    "addresses-well-formed": "An email address has a name, an @ and a domain.",
    "dates-real": "Dates are days of the calendar, and moments carry a time zone.",
    "ids-well-formed": "Ids have the letters and signs that file names and links can hold.",
    "keys-given": "Every required key has a value.",
    "known-keys": "Every key is one that a brief has; a misspelt key does not pass in silence.",
    "languages-known": "The language is given as a tag such as `en` or `en-GB`.",
    "lists-filled": "A list that is required has an item.",
    "lists-short": "A list has no more items than have a place.",
    "refs-well-formed": "A reference is the id of a source, with or without `#` and a place in it.",
    "text-given": "A text that is given says something.",
    "types-right": "Text, lists and mappings stand where they are expected.",
    "values-known": "A value that is chosen from a list is on the list.",
    "values-valid": "Every value is possible where it stands.",
    "within-limit": "A text is no longer than any place for it.",
}

_TOGETHER = {
    "audiences-declared": "Every audience that is named is declared under `audiences`.",
    "audiences-named-once": "An audience is declared once, and named once where something is withheld.",
    "audiences-used": "Something is withheld from an audience where the brief declares any.",
    "decision-memos-complete": "A decision memo says to whom, from whom, on what, and what is asked.",
    "labels-known": "A handling label is one of its scheme's.",
    "language-is-known": "Labels and dates are in the language of the brief.",
    "links-are-drawn": "Every link of the argument map is drawn as an arrow.",
    "links-join-two": "A link joins two different things.",
    "links-resolve": "Both ends of a link exist.",
    "links-safe": "Links lead to https, http or mailto addresses only.",
    "pictures-open": "Every picture is a whole picture file in the brief's folder.",
    "properties-fit": "The properties of the files hold all that they should say.",
    "ratings-complete": "Every option is rated by every criterion.",
    "ratings-fit-criteria": "Ratings name the criteria of the brief.",
    "receivers-have-audiences": "Every receiver is sent one version where the brief has several.",
    "refs-resolve": "Every reference names a source of the brief.",
    "rows-fit-columns": "Every row of a table has one cell a column.",
    "sections-exist": "Tables and figures name sections that exist.",
    "sources-cited": "Something refers to every source.",
    "statements-sourced": "No version shows a statement without the source on which it rests.",
    "unique-ids": "No id names two things.",
    "versions-argue": "Every version has an argument.",
}

_WORDING = {
    "acronyms-spelt-out": "Every acronym is spelt out once.",
    "arguments-sourced": "Every argument names a source where the brief has sources.",
    "claims-are-sentences": "Every claim is a sentence with a verb.",
    "claims-differ": "No two claims say the same.",
    "hedges-kept": "A claim that is less than certain says so in its words.",
    "within-budget": "A text has no more words than are planned for it.",
}

_CLEARANCE = {
    "embargo-ahead": "An embargo ends after the date of the brief.",
    "final-is-dated": "A final brief has a date.",
    "final-is-finished": "A final brief has no placeholder text.",
    "markings-owned": "A final brief whose marking limits its spread names its owner, and whom to ask.",
}

_FIT = {
    "every-character-has-a-glyph": "A typeface of the summary has every character of the brief.",
    "reproducible-date": "SOURCE_DATE_EPOCH, where it is set, is a number of seconds between 1980 and 2107.",
    "summary-is-one-page": "The summary fits one page.",
    "text-fits": "Every text fits its box on the slide or the page.",
    "writable-output": "The output folder can be written, and no other program locks a file in it.",
}

_FILES = {
    "arrows-are-the-links": "The drawn arrows are those of the brief's links.",
    "certainty-matches": "Every hedge, word and mark of certainty of the files is the brief's.",
    "changes-are-settled": "No tracked change of the memo waits to be accepted or rejected.",
    "files-are-current": "The files are those that the brief gives now.",
    "files-are-of-this-brief": "The files were built from this state of the brief.",
    "files-are-there": "Every file that the brief gives is in the folder, and can be read.",
    "files-can-be-read": "The finished files can be read back.",
    "links-lead-where-they-should": "Every link of the files leads where the brief says.",
    "marking-everywhere": "The handling marking stands on every page and slide.",
    "negations-match": "What the brief denies the files deny, and nothing else.",
    "nothing-but-the-page": "The summary is a page and nothing else: no script, file, layer, field or note.",
    "nothing-is-hidden": "Nothing that the files say is hidden from who reads them.",
    "numbers-match": "Every number and date of the files is the brief's.",
    "painted-as-placed": "Everything on the page of the summary is painted where it was placed, and seen.",
    "paragraphs-match": "Texts begin a paragraph where the brief's begin, and run on where they do.",
    "pictures-are-the-briefs": "The pictures of the files are those of the brief.",
    "pictures-have-alternatives": "Every picture has the alternative text of the brief.",
    "products-say-the-outline": "The files say what the brief says: each word, once, in order, and no other.",
    "properties-match": "What the files say of themselves is what the brief says.",
    "read-aloud-in-order": "The summary is read aloud in the order in which it is read.",
    "slides-are-numbered": "Every slide but the cover shows its number.",
    "slides-have-notes": "Every slide has speaker notes.",
    "slides-have-titles": "Every slide has a title unlike all others.",
    "slots-name-their-text": "The marks that trace a text back to the brief name the right text.",
}

_RELEASE = {
    "audience-chosen": "A brief with audiences is released for those that are named.",
    "bundle-complete": "A bundle holds the files that were released, none less and none more.",
    "bundle-manifest-agrees": "The manifest of a bundle records the files that are in it.",
    "bundle-readable": "A bundle is a zip file in the form that `brief release` packs.",
    "bundle-signed": "The signature of a bundle is good, and of a key that is trusted.",
    "bundle-unchanged": "Every byte of a bundle is as it was released.",
    "receivers-given": "Somebody is there to write to where mails are wanted.",
}

RULES: Mapping[str, str] = MappingProxyType(
    dict(sorted((_READING | _SHAPE | _TOGETHER | _WORDING | _CLEARANCE | _FIT | _FILES | _RELEASE).items()))
)
