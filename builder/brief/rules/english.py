"""What English sentences look like, near enough to warn of those that do not."""

from __future__ import annotations

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# A claim that hedges has one of these, or the source's own cue.
HEDGES = re.compile(
    r"\b(?:may|might|could|can|would|should|perhaps|maybe|possibl[ey]|possibilit\w+|potential\w*|probabl[ey]|"
    r"likel\w+|unlikel\w+|appear\w*|seem\w*|suggest\w*|indicat\w+|impl(?:y|ies|ied)|expect\w*|risk\w*|threaten\w*|"
    r"reported\w*|allege\w*|believe\w*|thought|think\w*|argue\w*|claim\w*|apparent\w*|arguabl\w+|presumabl\w+|"
    r"tend\w*|often|sometimes|usually|partly|largely|mostly|mainly|some|about|around|roughly|estimate\w*|"
    r"uncertain\w*|unclear|doubt\w*|hope\w*|plan\w*|if|chance|prospect\w*|conceivabl\w+|ostensibl\w+)\b"
)

STOP_WORDS = _words(
    """
    a an and are as at be been by can could did do does for from had has have in into is it its may
    might more not of on or our so such than that the their there these this those to was were will with
    would
    """
)

# Read without being spelt out.
KNOWN_ACRONYMS = _words(
    """
    AD AI AM AND ASAP BBC BC BCE CD CE CEO CEOS CO COVID CV DC DIY DNA DVD EEA EEC ET EU EUR FAQ FBI GBP
    GDP GMT GPS HIV HR ICT ID IE II III IMF IP IQ IT IV JPY LED LGBT NASA NATO NGO NGOS NO NOT OECD OK
    OPEC OR PC PDF PHD PIN PM PR QR RNA TBA TBC TBD TLP TODO TV UAE UFO UHC UK UN UNESCO UNICEF URL US
    USA USB USD USSR UTC VAT VI VII VIII VIP WHO WIFI WTO XI XXX
    """
)

# Verbs that seldom pass for nouns, in the form a dictionary gives them, and those of one form only.
_VERBS = _words(
    """
    accept accuse achieve act add adopt affect agree aim allow alter announce appear apply argue ask
    avoid back become begin believe blame block break bring build buy call cancel carry cause cease
    change choose claim close come complicate concern confirm consider contain continue contribute
    control cost count create cut damage deal decide decline deepen defend delay deliver demand deny
    depend derail deserve determine differ disagree discourage disrupt divide double doubt draw drive
    drop earn ease emerge enable encourage end endanger ensure erode escalate exceed exist expand expect
    expire explain expose extend face fail fall favour favor fear feed feel fight find fit fix follow
    force form gain get give go grow happen harm help hinder hit hold hope hurt ignore impede imply
    impose improve include increase indicate influence inform intensify invest involve join keep lack
    lag last lead leave let lie limit link live look lose lower make matter mean meet miss move need
    offer open oppose outgrow outpace outstrip outweigh overtake owe pay persist play point pose
    postpone prefer press prevent produce promise protect prove provide pull push put raise reach read
    reassess receive recover reduce reflect refuse reject rely remain remove renew require resist
    respond rest restore result return reveal rise risk run save say see seek seem send serve set shape
    share shift show shrink slow solve spend spread stabilise stabilize stall stand start stay stop
    strain strengthen struggle succeed suffer suggest support surge survive sustain take tell tend
    threaten tighten trigger turn undercut undermine use vary wait want warn weaken weigh widen win
    withdraw work worry worsen
    """
)
_FORMS = _words(
    """
    am is are was were be been being has have had do does did may might can could will would shall
    should must cannot ought became began blew bore bought broke brought built came caught chose cost
    dealt drew drove fell felt fought found froze gave goes gone got grew held kept knew laid lay led
    left lent lost made meant met paid put ran rose said sank saw sent set shook shot shrank sold sought
    spent split spoke spread stood struck stuck swung took taught thought threw told went withdrew woke
    won wore wrote
    """
)
_DETERMINERS = _words("a an the its their his her our this that these those no each every any")
_AFTER_VERB = _DETERMINERS | _words(
    "not to how why what whether less more too also out up down off back away over together apart"
)
_NEVER_VERBS = _words(
    """
    about above across after against all along amid among and around as at because before behind below
    beside between beyond both but by despite down during even ever except for from half if in inside
    into like nearly near nor of off on once only onto or out outside over per quite rather since so
    such than that though through throughout till to too toward towards under unless until unto up upon
    versus via what when where whether while with within without yet
    """
)
LONG_ENOUGH = 9  # words; so long a claim is hardly a heading without a verb


def has_verb_shape(claim: str) -> bool:
    """Return whether the claim looks like a sentence; when in doubt, or without a Latin letter, it does."""
    words = [word.lower() for word in re.findall(r"[A-Za-z’'-]+", claim)]
    if not words or len(words) >= LONG_ENOUGH:
        return True
    followers = [*words[1:], ""]
    return any(
        word in _FORMS
        or not _stems(word).isdisjoint(_VERBS)
        or re.search(r"n[’']t$|[’'](?:re|ve|ll)$", word)
        or (index and word.endswith("ed"))
        or (index and word.endswith("s") and follower in _AFTER_VERB)
        or (index and follower in _DETERMINERS and word not in _NEVER_VERBS)
        for index, (word, follower) in enumerate(zip(words, followers, strict=True))
    )


def _stems(word: str) -> set[str]:
    """The forms that a dictionary could list the word under."""
    stems = {word}
    for ending, instead in (("ies", "y"), ("ied", "y"), ("es", ""), ("s", ""), ("ed", ""), ("ed", "e")):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            stems.add(word.removesuffix(ending) + instead)
    doubled = re.fullmatch(r"(\w+)(\w)\2ed", word)
    if doubled:
        stems.add(doubled[1] + doubled[2])
    return stems
