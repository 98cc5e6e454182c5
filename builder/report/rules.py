"""The rule book: every rule by its name, with the sentence that holds when no problem is reported."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_READING = {
    "all-problems-reported": "All problems of the run are reported.",
    "brief-not-empty": "The file contains a brief: keys and values.",
    "brief-size": "The brief has a reasonable size, in bytes and in values.",
    "file-is-utf8": "The file is UTF-8 text.",
    "file-readable": "The brief is a text file that can be read.",
    "indent-with-spaces": "Lines are indented with spaces, not tabs.",
    "keys-are-text": "Every key is text.",
    "keys-short": "No key is much longer than a valid one.",
    "nesting-depth": "Values are nested no deeper than a brief needs.",
    "no-accidental-comments": "No text is cut off by a `#`, which begins a comment in YAML.",
    "no-direction-controls": "No invisible character changes the direction of text.",
    "no-yaml-aliases": "Every value is written out, without YAML anchors and aliases.",
    "no-yaml-tags": "No value has a YAML tag.",
    "one-document": "The file contains one YAML document.",
    "one-paragraph": "Every text is one paragraph.",
    "text-printable": "Every character is printable.",
    "text-quoted": "Text that YAML would read as something else is quoted.",
    "unique-keys": "No key occurs twice in the same mapping.",
    "yaml-syntax": "The file is valid YAML.",
}

_SHAPE = {
    "addresses-well-formed": "Every email address has a name, an @ and a domain.",
    "dates-valid": "Every date is a calendar date, and every time has a time zone.",
    "ids-well-formed": "Ids use only characters that are allowed in file names and links.",
    "known-keys": "Every key is a valid one.",
    "language-tags-valid": "Every language is a tag such as `en` or `en-GB`.",
    "list-length": "No list has more items than allowed.",
    "lists-not-empty": "Required lists have at least one item.",
    "refs-well-formed": "Every reference is a source id, optionally with `#` and a location in the source.",
    "required-keys": "Every required key has a value.",
    "text-length": "No text is longer than allowed.",
    "text-not-empty": "No text is empty.",
    "types-correct": "Every value has the expected type: text, list or mapping.",
    "values-allowed": "Every value with a fixed set of choices is one of them.",
}

_TOGETHER = {
    "audiences-declared": "Every audience that is named is declared under `audiences`.",
    "audiences-unique": "No audience is declared twice, or named twice in one list.",
    "audiences-used": "If audiences are declared, at least one part is restricted to some of them.",
    "counts-stay-true": "No edition states a number of things of which it withholds some.",
    "decision-memos-complete": "A decision memo states recipient, sender, subject and the decision needed.",
    "editions-have-arguments": "Every edition has at least one argument.",
    "language-supported": "Labels and dates are available in the language of the brief.",
    "links-connect-two": "Every link connects two different items.",
    "links-drawn": "Every link of the argument map is drawn as an arrow.",
    "links-resolve": "Both ends of every link exist.",
    "markings-suit-audiences": "No edition for the public has a marking that restricts sharing.",
    "links-safe": "Links lead to https, http or mailto addresses only.",
    "marking-labels-valid": "Every handling label belongs to its scheme.",
    "pictures-readable": "Every picture is an intact picture file in the brief's folder.",
    "properties-fit": "Every document property fits its length limit.",
    "ratings-complete": "Every option is rated on every criterion.",
    "ratings-fit-criteria": "Every rating refers to a criterion of the brief.",
    "recipients-have-audiences": "If the brief declares audiences, every recipient has one.",
    "refs-resolve": "Every reference names a source of the brief.",
    "rows-fit-columns": "Every row of a table has one cell per column.",
    "sections-exist": "Every table and figure names a section that exists.",
    "sources-cited": "Every source is cited.",
    "statements-sourced": "No edition shows a statement without the source that it cites.",
    "text-left-to-right": "No text runs from right to left.",
    "unique-ids": "No id is used twice.",
}

_WORDING = {
    "acronyms-spelt-out": "Every acronym is spelt out once.",
    "arguments-sourced": "If the brief has sources, every argument cites one.",
    "claims-are-sentences": "Every claim is a sentence with a verb.",
    "claims-differ": "No two claims say the same.",
    "cues-quoted": "Every claim contains the hedge word that is quoted for its certainty.",
    "hedges-kept": "A claim that is not certain says so in its words.",
    "markup-understood": "All markup in texts is `**bold**`, `*italic*` or `[text](https://…)`.",
    "references-not-typed": "No text has the number of a source typed by hand.",
    "word-budget": "No text exceeds its word budget.",
}

_CLEARANCE = {
    "embargo-after-date": "An embargo ends after the date of the brief.",
    "final-has-date": "A final brief has a date.",
    "final-has-no-placeholders": "A final brief has no placeholder text.",
    "markings-have-owner": "A final brief with a restrictive marking names its owner and a contact.",
}

_FIT = {
    "characters-have-glyphs": "The fonts of the summary have every character of the brief.",
    "ids-share-no-files": "No build overwrites the files of another brief with the same id.",
    "output-writable": "The output folder and the files in it can be written.",
    "source-date-epoch": "SOURCE_DATE_EPOCH, if set, is a Unix timestamp between 1980 and 2107.",
    "summary-fits-one-page": "The summary fits on one page.",
    "text-fits": "Every text fits its box on the slide or page.",
}

_FILES = {
    "arrows-match-links": "The arrows drawn are those of the brief's links.",
    "certainty-matches": "Every hedge, certainty word and certainty mark matches the brief.",
    "drawn-as-laid-out": "Everything in the summary is drawn where it was laid out, and is visible.",
    "files-from-this-brief": "The files were built from this revision of the brief.",
    "files-present": "Every expected file is in the folder and can be read.",
    "files-readable": "The finished files can be read back.",
    "files-up-to-date": "The files are what a build would write now.",
    "identifiers-match": "Every hidden identifier belongs to its text.",
    "link-targets-match": "Every link leads where the brief says.",
    "marking-on-every-page": "The handling marking is on every page and slide.",
    "negations-match": "Negations are those of the brief.",
    "no-hidden-content": "No text of the files is hidden from readers.",
    "no-tracked-changes": "The memo has no pending tracked changes.",
    "no-unfamiliar-formatting": "The files contain nothing whose effect on a reader is unknown.",
    "numbers-match": "Every number and date matches the brief.",
    "paragraphs-match": "Paragraphs begin where those of the brief do.",
    "pictures-have-alt-text": "Every picture has the alt text of the brief.",
    "pictures-match": "The pictures are those of the brief.",
    "properties-match": "The document properties match the brief.",
    "reading-order-matches": "A screen reader reads the summary in the order of the page.",
    "save-complete": "No interrupted save has left old and new files beside each other.",
    "rendered-words-match": "Every word of memo and deck, and no other, is seen when LibreOffice shows them.",
    "slides-are-numbered": "Every slide except the cover shows its number.",
    "slides-have-notes": "Every slide has speaker notes.",
    "slides-have-titles": "Every slide has a unique title.",
    "text-matches": "The files contain every word of the brief once, in order, and no others.",
}

_RELEASE = {
    "audience-chosen": "A brief with audiences is released for the audiences named.",
    "bundle-complete": "The bundle contains exactly the files that were released.",
    "bundle-matches-manifest": "The manifest of the bundle describes the files in it.",
    "bundle-readable": "The bundle is a zip file as written by `brief release`.",
    "bundle-signed": "The signature of the bundle is valid, and the key is trusted.",
    "bundle-unchanged": "Every byte of the bundle is as released.",
    "recipients-listed": "The brief lists recipients if mail drafts are requested.",
}

RULES: Mapping[str, str] = MappingProxyType(
    dict(sorted((_READING | _SHAPE | _TOGETHER | _WORDING | _CLEARANCE | _FIT | _FILES | _RELEASE).items()))
)
