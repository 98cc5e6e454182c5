"""All hostile inputs, by families: inputs that try the same thing in different ways."""

from __future__ import annotations

from tests.corpora.hostile import (
    finished,
    links,
    numbers,
    pictures,
    references,
    surroundings,
    texts,
    yaml_forms,
)

FAMILIES = {
    "keys and values repeated": yaml_forms.REPEATED,
    "tags and directives": yaml_forms.TAGGED,
    "nested": yaml_forms.NESTED,
    "large": yaml_forms.LARGE,
    "types": yaml_forms.TYPED,
    "YAML syntax": yaml_forms.WRITTEN,
    "encodings": yaml_forms.ENCODED,
    "markup": texts.MARKUP,
    "formulas": texts.FORMULAS,
    "letters": texts.LETTERS,
    "long texts": texts.LONG,
    "links": links.RUNS,
    "links in disguise": links.DISGUISED,
    "addresses of sources": links.SOURCES,
    "picture bombs": pictures.BOMBS,
    "damaged pictures": pictures.WRECKS,
    "metadata of pictures": pictures.METADATA,
    "kinds of pictures": pictures.KINDS,
    "where pictures are": pictures.PLACES,
    "references": references.CASES,
    "formulas of facts": numbers.FORMULAS,
    "data files": numbers.DATA,
    "finished PDF files": finished.PDFS,
    "finished Office files": finished.OFFICE,
    "environment variables": surroundings.VARIABLES,
    "standard streams": surroundings.STREAMS,
    "where briefs and files are": surroundings.PLACES,
}
CASES = tuple(case for cases in FAMILIES.values() for case in cases)
