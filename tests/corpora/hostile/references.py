"""Hostile references: ids, refs, links and audiences that are missing, repeated, circular or too many."""

from __future__ import annotations

from tests.corpora.hostile.case import BRIEF, Case, builds, refused

CLAIMS = """\
title: "The ferry should keep running"
bottom_line: "It pays for itself."
sections:
  - title: "Why"
    id: why
    arguments:
      - {id: one, claim: "Many commuters use it."}
      - {id: two, claim: "The bridge is closed."}
"""
SOURCE = "sources: [{id: s, title: A}]\n"


def more(lines: str, head: str = CLAIMS) -> str:
    """The brief with further lines, the first of which is line 9."""
    return head + lines + "\n"


CASES = (
    Case("link-to-itself", refused(("links-connect-two", 9)), more("links: [{from: one, to: one}]")),
    Case("links-in-a-circle", builds("Many commuters"), more("links: [{from: one, to: two}, {from: two, to: one}]")),
    Case("links-repeated", builds(), more("links: [" + ", ".join(["{from: one, to: two}"] * 20) + "]")),
    Case("links-21", refused(("list-length", 9)), more("links: [" + ", ".join(["{from: one, to: two}"] * 21) + "]")),
    Case("link-to-nothing", refused(("links-resolve", 9)), more("links: [{from: one, to: three}]")),
    Case("link-from-an-event-not-there", refused(("links-resolve", 9)), more("links: [{from: event, to: one}]")),
    Case("link-to-recommendations-not-there", refused(("links-resolve", 9)), more("links: [{from: one, to: recommendations}]")),
    Case("link-to-a-section-that-holds-it", builds(), more("links: [{from: one, to: why}]")),
    Case("link-to-an-option", refused("links-resolve"), more("options: [{id: o, title: A}]\nlinks: [{from: one, to: o}]")),
    Case("link-end-of-500-letters", refused(("links-resolve", 9)), more(f"links: [{{from: one, to: {'x' * 500}}}]")),
    Case("id-twice", refused(("unique-ids", 8)), more("", CLAIMS.replace("id: two", "id: one"))),
    Case("id-of-section-and-argument", refused("unique-ids"), more("", CLAIMS.replace("id: two", "id: why"))),
    Case("id-kept-for-the-map", refused(("unique-ids", 8)), more("", CLAIMS.replace("id: two", "id: event"))),
    Case("id-of-table-and-argument", refused(("unique-ids", 9)), more("tables: [{id: one, title: T, columns: [a, b], rows: [[a, b]]}]")),
    Case("id-in-capitals", refused(("ids-well-formed", 8)), more("", CLAIMS.replace("id: two", "id: TWO"))),
    Case("id-with-a-bar-character", refused(("ids-well-formed", 8)), more("", CLAIMS.replace("id: two", "id: 'a|b'"))),
    Case("id-of-underscores", refused(("ids-well-formed", 8)), more("", CLAIMS.replace("id: two", "id: __"))),
    Case("source-twice", refused(("unique-ids", 9)), more("sources: [{id: s}, {id: s}]")),
    Case("sources-that-differ-in-case", builds(), more("sources: [{id: s, title: A}, {id: S, title: B}]")),
    Case("source-without-anything", builds(), more("sources: [{id: s}]")),
    Case("ref-to-nothing", refused(("refs-resolve", 9)), more("event: {label: A, refs: [x]}")),
    Case("ref-to-nothing-among-sources", refused(("refs-resolve", 9)), more("event: {label: A, refs: [x]}\n" + SOURCE)),
    Case("ref-with-a-long-place", refused(("refs-well-formed", 9)), more(f"event: {{label: A, refs: ['s#{'x' * 61}']}}\n" + SOURCE)),
    Case("ref-with-markup", builds("<b>&]]>"), more("event: {label: A, refs: ['s#<b>&]]>']}\n" + SOURCE)),
    Case("ref-with-two-places", builds("a#b"), more("event: {label: A, refs: ['s#a#b']}\n" + SOURCE)),
    Case("ref-with-a-turning-mark", builds(warns=("no-direction-controls",)), more("event: {label: A, refs: ['s#\u200ea']}\n" + SOURCE)),
    Case("ref-with-a-mark-alone", builds(), more("event: {label: A, refs: ['s#\u0301']}\n" + SOURCE)),
    Case("refs-repeated", builds(), more("event: {label: A, refs: [s, s, s, s, s, s]}\n" + SOURCE)),
    Case("refs-seven", refused(("list-length", 9)), more("event: {label: A, refs: [" + "s, " * 13 + "]}\n" + SOURCE)),
    Case("refs-as-text", builds(), more("event: {label: A, refs: s}\n" + SOURCE)),
    Case("section-of-a-table-missing", refused(("sections-exist", 9)), more("tables: [{section: x, title: T, columns: [a, b], rows: [[a, b]]}]")),
    Case("section-of-a-table-is-an-argument", refused(("sections-exist", 9)), more("tables: [{section: one, title: T, columns: [a, b], rows: [[a, b]]}]")),
    Case("row-too-short", refused(("rows-fit-columns", 9)), more("tables: [{title: T, columns: [a, b], rows: [[a]]}]")),
    Case("row-empty", refused("rows-fit-columns"), more("tables: [{title: T, columns: [a, b], rows: [[]]}]")),
    Case("row-of-lists", refused(("types-correct", 9)), more("tables: [{title: T, columns: [a, b], rows: [[[a, b], [b]]]}]")),
    Case("rating-without-criterion", builds(), more("options: [{title: T, ratings: {a: b}}]")),
    Case("rating-with-a-key-like-a-path", refused("ratings-fit-criteria"), more("options: [{title: T, ratings: {'a.b[0]': b, '': c}}]\ncriteria: [a]")),
    Case("criteria-repeated", builds(), more("criteria: [a, a]\noptions: [{title: T, ratings: {a: b}}]")),
    Case("criterion-null", builds(), more("criteria: [null]")),
    Case("certainty-unknown", refused(("values-allowed", 9)), more("links: [{from: one, to: two, certainty: sure}]")),
    Case("audience-undeclared", refused("audiences-declared"), more("event: {label: A, audience: [nobody]}")),
    Case("audience-with-a-path", refused("ids-well-formed"), more("audiences: ['../x']")),
    Case("audience-that-reads-nothing", refused(), more("audiences: [x]", CLAIMS.replace("id: one", "id: one, audience: [x]").replace("id: two", "id: two, audience: [x]")) , commands=(("build", "--audience", "y", "--format", "json"),), has_position=False),
    Case("audience-asked-for-with-a-path", refused(), CLAIMS, commands=(("build", "--audience", "../../x"),), has_position=False),
    Case("marking-unknown", refused(("marking-labels-valid", 9)), more("marking: {scheme: tlp, label: PINK}")),
    Case("embargo-without-zone", refused(("dates-valid", 9)), more("marking: {scheme: tlp, label: RED, embargo_until: '2031-01-01T09:00'}")),
    Case("embargo-at-the-end-of-time", builds(), more("marking: {scheme: tlp, label: RED, embargo_until: '9999-12-31T23:59:59-23:59'}")),
    Case("embargo-before-time", builds(), more("marking: {scheme: tlp, label: RED, embargo_until: '0001-01-01T00:00:00+23:59'}")),
    Case("embargo-of-parts-of-a-second", builds(), more("marking: {scheme: tlp, label: RED, embargo_until: '2031-01-01T00:00:00.123456+00:00:01'}")),
    Case("empty-lists-everywhere", builds("Nine in ten"), BRIEF + "".join(f"{key}: []\n" for key in ("to", "from", "cc", "keywords", "links", "actors", "timeline", "criteria", "options", "recommendations", "risks", "limits", "tables", "figures", "sources", "glossary", "authors"))),
    Case("nulls-everywhere", builds("Nine in ten"), BRIEF + "".join(f"{key}:\n" for key in ("to", "from", "cc", "keywords", "links", "actors", "context", "event", "headlines", "options", "marking", "organisation", "contact", "disclaimer", "date", "id", "language", "page", "kind", "status", "authors"))),
    Case("nulls-where-needed", refused(("required-keys", 1), ("required-keys", 2), ("required-keys", 3)), "title:\nbottom_line:\nsections:\n"),
    Case("sections-empty", refused(("lists-not-empty", 3)), "title: a\nbottom_line: b\nsections: []\n"),
    Case("arguments-empty", refused(("sections-filled", 3)), "title: a\nbottom_line: b\nsections: [{title: c, arguments: []}]\n"),
    Case("sections-of-nulls", refused("lists-not-empty"), "title: a\nbottom_line: b\nsections: [null, null]\n"),
)  # fmt: skip
