"""All families of hostile inputs, in one list."""

from __future__ import annotations

from tests.corpora.hostile import links, pictures, references, surroundings, texts, yaml_forms

CASES = (
    *yaml_forms.CASES,
    *texts.CASES,
    *links.CASES,
    *pictures.CASES,
    *references.CASES,
    *surroundings.CASES,
)
