"""Tells by its verbs whether words are a sentence."""

from __future__ import annotations

import re

from builder.languages.language import words

# Verbs that seldom pass for nouns, in the form a dictionary gives them, and those of one form only.
_VERBS = words(
    """
    accept accuse achieve act add adopt affect agree aim allow alter announce appear apply argue ask arrive
    avoid back become begin believe blame block break bring build burn buy call cancel carry cause cease
    change choose claim close come complicate concern confirm consider contain continue contribute control
    cost count create cut damage deal decide decline deepen defend delay deliver demand deny depend derail
    deserve determine differ disagree discourage disrupt divide double doubt draw drive drop earn ease emerge
    enable encourage end endanger ensure erode escalate exceed exist expand expect expire explain expose
    extend face fail fall favour favor fear feed feel fight find fit fix follow force form gain get give go
    grow happen harm help hinder hit hold hope hurt ignore impede imply impose improve include increase
    indicate influence inform intensify invest involve join keep lack lag last lead leave let lie limit link
    live look lose lower make matter mean meet miss move need offer open oppose outgrow outpace outstrip
    outweigh overtake owe pay persist play point pose postpone prefer press prevent produce promise protect
    prove provide pull push put raise reach read reassess receive recover reduce reflect refuse reject rely
    remain remove renew require resist respond rest restore result return reveal rise risk run save say see
    seek seem send serve set shape share shift show shrink slow solve spend spread stabilise stabilize stall
    stand start stay stop strain strengthen struggle succeed suffer suggest support surge survive sustain take
    tell tend threaten tighten trigger turn undercut undermine use vary wait want warn weaken weigh widen win
    withdraw work worry worsen
    """
)
_FORMS = words(
    """
    am is are was were be been being has have had do does did may might can could will would shall should must
    cannot ought became began blew bore bought broke brought built came caught chose cost dealt drew drove
    fell felt fought found froze gave goes gone got grew held kept knew laid lay led left lent lost made meant
    met paid put ran rose said sank saw sent set shook shot shrank sold sought spent split spoke spread stood
    struck stuck swung took taught thought threw told went withdrew woke won wore wrote
    """
)
_DETERMINERS = words("a an the its their his her our this that these those no each every any")
_AFTER_VERB = _DETERMINERS | words(
    "not to how why what whether less more too also out up down off back away over together apart"
)
_PRONOUNS = words("i you he she it we they everyone everybody someone nobody everything something nothing")
_FOR_ONE = words("a an this that each every another no")  # what follows is not in the plural
_NEVER_VERBS = words(
    """
    about above across after against all along amid among and around as at because before behind below beside
    between beyond both but by despite down during even ever except for from half if in inside into like
    nearly near nor of off on once only onto or out outside over per quite rather since so such than that
    though through throughout till to too toward towards under unless until unto up upon versus via what when
    where whether while with within without yet
    """
)
_LONG_ENOUGH = 9  # words; so long a claim is hardly a heading without a verb


def is_sentence(claim: str) -> bool:
    """Return whether the claim looks like a sentence; when in doubt, or without a Latin letter, it does."""
    words = [word.lower() for word in re.findall(r"[A-Za-z’'-]+", claim)]
    if not words or len(words) >= _LONG_ENOUGH:
        return True
    neighbours = zip(["", *words[:-1]], words, [*words[1:], ""], strict=True)
    is_of_one = words[0] in _FOR_ONE and _NEVER_VERBS.isdisjoint(words)
    return any(
        word in _FORMS
        or not _stems(word).isdisjoint(_VERBS)
        or re.search(r"n[’']t$|[’'](?:re|ve|ll|d|m)$", word)
        or re.fullmatch("(?:he|she|it|that|there|here|what|who)[’']s", word)
        or (
            re.search("[’']s$", word) and (follower in _AFTER_VERB | _NEVER_VERBS or follower.endswith("ing"))
        )
        or (before in _PRONOUNS and word not in _NEVER_VERBS)
        or (index > 1 and is_of_one and word.endswith("s") and not follower)
        or (index and word.endswith("ed"))
        or (index and word.endswith("s") and follower in _AFTER_VERB)
        or (index and follower in _DETERMINERS and word not in _NEVER_VERBS)
        for index, (before, word, follower) in enumerate(neighbours)
    )


def _stems(word: str) -> set[str]:
    """The forms that a dictionary could list the word under."""
    stems = {word}
    for ending, instead in (("ies", "y"), ("ied", "y"), ("es", ""), ("s", ""), ("ed", ""), ("ed", "e")):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            stems.add(word.removesuffix(ending) + instead)
    if doubled := re.fullmatch(r"(\w+)(\w)\2ed", word):
        stems.add(doubled[1] + doubled[2])
    return stems
