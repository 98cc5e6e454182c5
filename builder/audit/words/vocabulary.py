"""How languages hedge, deny and count, as far as needed to say what kind of word was changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Vocabulary(NamedTuple):
    """Words of one language as regular expressions, each a whole word; `_` stands for a space.

    Where a language does not part words by spaces they are found wherever they stand.
    """

    hedges: str
    denials: str
    counts: str
    spaced: bool = True

    def pattern(self, words: str) -> str:
        """Return one regular expression that finds any of the words."""
        found = "|".join(word.replace("_", " ") for word in words.split())
        return rf"\b(?:{found})(?!\w)" if self.spaced else f"(?:{found})"


VOCABULARIES: Mapping[str, Vocabulary] = {
    "en": Vocabulary(
        hedges=r"""
            may might could can would should must will perhaps maybe possibl[ey] possibilit\w+ potential\w*
            probabl[ey] likely unlikely likelihood appear(?:s|ed)? seem(?:s|ed)? suggest\w* indicat\w+
            impl(?:y|ies|ied) expect\w* reported\w* alleged\w* believed? apparent\w* arguabl\w+ presumabl\w+
            tends? often sometimes usually always partly largely mostly mainly about around roughly
            approximately estimated? uncertain\w* certain\w* definite\w* clearly unclear doubt\w* high
            moderate low asserted qualified hedged some many most all few only at_least at_most up_to nearly
            almost less more
        """,
        denials=r"not no nor never none neither nothing nobody without cannot \w+n[’']t",
        counts=r"""
            two three four five six seven eight nine ten eleven twelve hundred thousand million billion
            trillion half third quarter twice first second percent per_cent
        """,
    ),
    "de": Vocabulary(
        hedges=r"""
            kann können könnten? dürften? mag mögen möchten? sollten? müssen? muss würden? wird werden
            vielleicht möglich\w* wahrscheinlich\w* vermutlich\w* offenbar anscheinend scheinbar scheint
            womöglich eventuell teilweise weitgehend meist\w* etwa rund ungefähr circa schätzungsweise
            angeblich mutmaßlich sicher\w* hoch mittel gering manche viele alle einige nur mindestens
            höchstens immer oft fast weniger mehr
        """,
        denials=r"nicht kein\w* nie niemals niemand nichts weder noch ohne kaum",
        counts=r"""
            zwei drei vier fünf sechs sieben acht neun zehn elf zwölf hundert tausend Million\w*
            Milliarde\w* halb\w* Hälfte Drittel Viertel Prozent
        """,
    ),
    "fr": Vocabulary(
        hedges=r"""
            peut peuvent pourrai\w+ devrai\w+ doit doivent serai\w+ peut-être possibl\w+ probabl\w+
            éventuel\w* sembl\w+ paraît\w* apparemment vraisemblabl\w+ environ près partiellement largement
            surtout souvent parfois toujours certain\w* incertain\w* sans_doute présumé\w* suggère\w*
            indique\w* élevée? modérée? faible tous toutes quelques seulement moins plus presque
        """,
        denials=r"ne n[’'] pas non ni jamais aucune? personne rien sans",
        counts=r"""
            deux trois quatre cinq sept huit neuf dix onze douze cent mille million\w* milliard\w* moitié
            tiers quart
        """,
    ),
    "es": Vocabulary(
        hedges=r"""
            puede pueden podría\w* debería\w* debe deben sería\w* quizás? tal_vez posible\w* probable\w*
            parece\w* aparentemente presunt\w+ supuest\w+ aproximadamente alrededor cerca parcialmente
            en_gran_parte a_menudo siempre a_veces ciert\w+ inciert\w+ sugier\w+ indic\w+ alta moderada baja
            todos todas algunos algunas solo sólo menos más casi
        """,
        denials=r"no ni nunca jamás ningun[oa]? ningún nadie nada sin tampoco",
        counts=r"""
            dos tres cuatro cinco seis siete ocho nueve diez once doce cien\w* mil mill[oó]n\w* mitad tercio
            cuarto
        """,
    ),
    "ja": Vocabulary(
        hedges="""
            可能性 かもしれ だろう でしょう 思われ 見られ みられ とみら 恐れ おそれ はず らしい ようだ ほぼ 約
            およそ 一部 推定 見込 見通 必ず 確実 不確実 高い 中程度 低い すべて 全て 以上 以下 未満 のみ だけ
        """,
        denials="ない なく なかっ ませ ず[、。に] 無い 非 不 未",
        counts="[〇一二三四五六七八九十百千万億兆] 半分 割 倍",
        spaced=False,
    ),
}
