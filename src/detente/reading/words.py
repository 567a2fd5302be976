"""Word lists that several readers share, and how the forms of a verb are made."""

from __future__ import annotations

__all__ = [
    "ARTICLES",
    "AUXILIARIES",
    "CONJUNCTIONS",
    "IRREGULAR",
    "MONTHS",
    "NUMBER_WORDS",
    "PREPOSITIONS",
    "PRONOUNS",
    "WEEKDAYS",
    "verb_forms",
]

ARTICLES = frozenset(
    (
        "a an the this that these those his her its their our my your some any no every each both many several most all"
    ).split()
)
PRONOUNS = frozenset(["he", "she", "they", "it", "we", "i", "you", "who"])
PREPOSITIONS = frozenset(
    (
        "about above across after against along amid among around as at before behind below beneath beside "
        "besides between beyond by concerning despite down during except following for from in inside into "
        "like near of off on onto out outside over past per regarding since through throughout till to toward "
        "towards under underneath until unlike up upon via with within without"
    ).split()
)
CONJUNCTIONS = frozenset(
    (
        "and or but nor yet so because although though while when whenever where whereas if unless whether "
        "since until before after as than that which who whom whose what why how once"
    ).split()
)
AUXILIARIES = frozenset(
    (
        "am is are was were be been being has have had having do does did will would shall should can could "
        "may might must ought 's 're 've 'll 'd isn't aren't wasn't weren't hasn't haven't hadn't don't "
        "doesn't didn't won't wouldn't shouldn't can't couldn't"
    ).split()
)
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday mon",
            "tuesday tue tues",
            "wednesday wed weds",
            "thursday thu thur thurs",
            "friday fri",
            "saturday sat",
            "sunday sun",
        )
    )
    for name in names.split()
}
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
NUMBER_WORDS = {
    name: number
    for number, name in enumerate(
        (
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
            "sixteen seventeen eighteen nineteen twenty"
        ).split()
    )
} | {
    "a": 1,
    "an": 1,
    "couple": 2,
    "dozen": 12,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
    "hundred": 100,
}
IRREGULAR = {
    "say": "says said saying",
    "tell": "tells told telling",
    "write": "writes wrote written writing",
    "think": "thinks thought thinking",
    "know": "knows knew known knowing",
    "feel": "feels felt feeling",
    "hold": "holds held holding",
    "mean": "means meant meaning",
    "put": "puts put putting",
    "read": "reads read reading",
    "speak": "speaks spoke spoken speaking",
    "swear": "swears swore sworn swearing",
    "see": "sees saw seen seeing",
    "find": "finds found finding",
    "hear": "hears heard hearing",
    "quip": "quips quipped quipping",
    "rule out": "rules ruled ruling",
    "seek": "seeks sought seeking",
    "forbid": "forbids forbade forbidden forbidding",
    "bet": "bets bet betting",
    "give": "gives gave given giving",
    "go": "goes went gone going",
    "come": "comes came coming",
    "begin": "begins began begun beginning",
    "make": "makes made making",
    "cast": "casts cast casting",
    "foresee": "foresees foresaw foreseen foreseeing",
    "understand": "understands understood understanding",
    "lay": "lays laid laying",
    "hit": "hits hit hitting",
    "fight": "fights fought fighting",
    "sing": "sings sang sung singing",
    "shoot": "shoots shot shooting",
    "take": "takes took taken taking",
    "set": "sets set setting",
    "draw": "draws drew drawn drawing",
    "throw": "throws threw throwing",
    "plead": "pleads pleaded pled pleading",
    "admit": "admits admitted admitting",
    "refer": "refers referred referring",
    "blog": "blogs blogged blogging",
    "permit": "permits permitted permitting",
    "concur": "concurs concurred concurring",
    "commit": "commits committed committing",
    "plan": "plans planned planning",
    "rap": "raps rapped rapping",
    "submit": "submits submitted submitting",
    "nod": "nods nodded nodding",
    "snap": "snaps snapped snapping",
    "chat": "chats chatted chatting",
    "spit": "spits spat spitting",
    "label": "labels labelled labeled labelling labeling",
    "signal": "signals signalled signaled signalling signaling",
    "agree": "agrees agreed agreeing",
    "foretell": "foretells foretold foretelling",
}


def verb_forms(lemma: str) -> list[str]:
    """Return the forms of a verb: say -> say, says, said, saying; regular verbs by rule."""
    if lemma in IRREGULAR:
        return [lemma.split(" ", maxsplit=1)[0], *IRREGULAR[lemma].split()]
    if lemma.endswith("e"):
        return [lemma, f"{lemma}s", f"{lemma}d", f"{lemma[:-1]}ing"]
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        return [lemma, f"{lemma[:-1]}ies", f"{lemma[:-1]}ied", f"{lemma}ing"]
    ending = "es" if lemma.endswith(("s", "sh", "ch", "x", "z", "o")) else "s"
    return [lemma, f"{lemma}{ending}", f"{lemma}ed", f"{lemma}ing"]
