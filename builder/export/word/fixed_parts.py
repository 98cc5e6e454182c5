"""Writes settings, numbering and fonts: the parts of a Word file that hold no words."""

from __future__ import annotations

from functools import lru_cache

from builder.export.office.markup import NOTHING, Markup, hex_colour
from builder.export.word.markup import root, style_of, twips, w
from builder.languages.language import east_asian_tag, language_for
from builder.theme.theme import Fonts, Theme

# By which Word knows a list again in a text that is pasted elsewhere.
_LISTS = {"•": "5B0D7F0C", "+": "7D2F9B2E", "−": "8E30AC3F"}  # lists by their signs
_NUMBERS = "6C1E8A1D"

_LINES = {-1: "separator", 0: "continuationSeparator"}


@lru_cache(maxsize=64)
def settings_part(language: str, *, noted: bool) -> bytes:
    """Return how Word opens the file: as one of its own time, whole page in view, in `language`.

    One that is `noted` has footnotes, of which the first two are the lines above them.
    """
    modern = "http://schemas.microsoft.com/office/word"
    compatible = {
        "compatibilityMode": 15,  # Word 2013 and later: else the title bar says "Compatibility Mode"
        "overrideTableStyleFontSizeAndJustification": 1,
        "enableOpenTypeFeatures": 1,
        "doNotFlipMirrorIndents": 1,
        "differentiateMultirowTableHeaders": 1,
    }
    return root(
        "w:settings",
        w("zoom", percent=100),
        w("defaultTabStop", val=720),
        w("autoHyphenation", val=1) if language_for(language).typography.hyphenated else NOTHING,
        w("characterSpacingControl", val="doNotCompress"),
        w("footnotePr", *(w("footnote", id=number) for number in _LINES)) if noted else NOTHING,
        w("compat", *(w("compatSetting", name=name, uri=modern, val=on) for name, on in compatible.items())),
        w("themeFontLang", val=language, eastAsia=east_asian_tag(language)),
        w(
            "clrSchemeMapping",
            bg1="light1", t1="dark1", bg2="light2", t2="dark2", accent1="accent1", accent2="accent2",
            accent3="accent3", accent4="accent4", accent5="accent5", accent6="accent6",
            hyperlink="hyperlink", followedHyperlink="followedHyperlink",
        ),
        w("decimalSymbol", val="."),
        w("listSeparator", val=","),
    )  # fmt: skip


def footnotes_part(notes: Markup) -> bytes:
    """Return the footnotes behind the lines above them, which Word requires as footnotes too."""
    lines = (w("footnote", w("p", w("r", w(name))), type=name, id=number) for number, name in _LINES.items())
    return root("w:footnotes", *lines, notes)


NUMBERS = 2  # the list of a style; each list in the text gets a number of its own, above those that are fixed
BULLETS = {"•": 1, "+": 3, "−": 4}
FIXED = 4


@lru_cache(maxsize=64)
def numbering_part(theme: Theme) -> bytes:
    """Return the lists; bullets come from the text's font, as Symbol shows boxes where it is missing."""
    font, edge, hang = theme.fonts.body.office, theme.memo.text_edge, theme.memo.bullet
    colours = theme.colours
    inks = {"+": colours.response.strong, "−": colours.effect.strong}

    def level(index: int, kind: str, text: str, style: str, hang: float, left: float) -> Markup:
        return w(
            "lvl",
            w("start", val=1),
            w("numFmt", val=kind),
            style_of("pStyle", style) if index == 0 else NOTHING,
            w("lvlText", val=text),
            w("lvlJc", val="left"),
            w("pPr", w("ind", left=twips(left), hanging=twips(hang))),
            w(
                "rPr",
                w("rFonts", ascii=font, hAnsi=font, cs=font),
                w("color", val=hex_colour(inks.get(text, colours.edge))),
            ),
            ilvl=index,
        )

    number = theme.memo.number
    sides = ("+", "Table pro"), ("−", "Table con")

    return root(
        "w:numbering",
        w(
            "abstractNum",
            w("nsid", val=_LISTS["•"]),
            w("multiLevelType", val="hybridMultilevel"),
            *(level(i, "bullet", "•", "List Bullet", hang, edge + (i + 1) * hang) for i in range(3)),
            abstractNumId=0,
        ),
        w(
            "abstractNum",
            w("nsid", val=_NUMBERS),
            w("multiLevelType", val="singleLevel"),
            level(0, "decimal", "%1.", "List Number", number, edge + number),
            abstractNumId=1,
        ),
        *(
            w(
                "abstractNum",
                w("nsid", val=_LISTS[sign]),
                w("multiLevelType", val="singleLevel"),
                level(0, "bullet", sign, style, hang, hang),
                abstractNumId=index,
            )
            for index, (sign, style) in enumerate(sides, 2)
        ),
        w("num", w("abstractNumId", val=0), numId=BULLETS["•"]),
        w("num", w("abstractNumId", val=1), numId=NUMBERS),
        *(w("num", w("abstractNumId", val=n), numId=BULLETS[sign]) for n, (sign, _) in enumerate(sides, 2)),
    )


def counted_list(number: int, start: int) -> bytes:
    """Return a list that is counted for itself, from `start`."""
    override = w("lvlOverride", w("startOverride", val=start), ilvl=0)
    return root("w:num", w("abstractNumId", val=1), override, w__numId=str(number))


@lru_cache(maxsize=64)
def fonts_part(fonts: Fonts) -> bytes:
    """Return the fonts with their substitutes where they are missing: the faces measured with."""
    latin = {each.office: each.family.name for each in (fonts.body, fonts.heading)}
    substitutes = (*((*pair, "00") for pair in latin.items()), (fonts.cjk, "Noto Sans JP", "80"))
    entries = (
        w("font", w("altName", val=other), w("charset", val=charset), w("family", val="swiss"),
          w("pitch", val="variable"), name=name)
        for name, other, charset in substitutes
    )  # fmt: skip
    return root("w:fonts", *entries)
