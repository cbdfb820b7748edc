"""The lemma of a trigger, for counting only: "held talks" and "talk" are one, "accused" and "accusing" too.

Comes in: the words of a trigger. Goes out: a stem, lower case ("accus"). A table of irregular verbs and suffix rules, no
parser, so that the check takes seconds. The stem is a name to count by; it is no word to show.
"""

from __future__ import annotations

import re
from functools import lru_cache

_IRREGULAR = {
    form: lemma
    for lemma, forms in {
        "be": "is are was were been being am", "have": "has had having", "do": "does did done", "go": "went gone goes",
        "meet": "met", "hold": "held", "shoot": "shot", "strike": "struck stricken", "fight": "fought",
        "beat": "beaten", "break": "broke broken", "bring": "brought", "burn": "burnt", "catch": "caught",
        "choose": "chose chosen", "come": "came", "cut": "cutting", "deal": "dealt", "draw": "drew drawn",
        "drive": "drove driven", "fall": "fell fallen", "find": "found", "flee": "fled", "forbid": "forbade forbidden",
        "forgive": "forgave forgiven", "freeze": "froze frozen", "get": "got gotten", "give": "gave given",
        "hang": "hanged hung", "hit": "hitting", "keep": "kept", "kneel": "knelt", "lay": "laid", "lead": "led",
        "leave": "left", "lend": "lent", "let": "letting", "lose": "lost", "make": "made", "pay": "paid",
        "put": "putting", "quit": "quitting", "reset": "resetting", "ride": "rode ridden", "rise": "rose risen",
        "run": "ran running", "say": "said", "see": "saw seen", "seek": "sought", "sell": "sold", "send": "sent",
        "set": "setting", "shake": "shook shaken", "shut": "shutting", "sit": "sat sitting", "slay": "slew slain",
        "speak": "spoke spoken", "spend": "spent", "split": "splitting", "stand": "stood", "steal": "stole stolen",
        "sue": "sued suing", "swear": "swore sworn", "take": "took taken", "teach": "taught", "tear": "tore torn",
        "tell": "told", "think": "thought", "throw": "threw thrown", "undergo": "underwent", "win": "won winning",
        "withdraw": "withdrew withdrawn", "withhold": "withheld", "write": "wrote written", "lie": "lying", "die": "dying",
        "overthrow": "overthrew overthrown", "undertake": "undertook undertaken", "rebuild": "rebuilt", "build": "built",
        "foresee": "foresaw", "bind": "bound", "grind": "ground", "wound": "wounded", "stab": "stabbed stabbing",
        "free": "freed freeing", "agree": "agreed agreeing", "decree": "decreed decreeing", "sack": "sacked",
        "visit": "visited visiting", "offer": "offered offering", "pledge": "pledging", "sentence": "sentencing",
    }.items()
    for form in forms.split()
}  # fmt: skip
LIGHT = (
    "be have do go hold make give take launch issue file stage conduct carry begin open face suffer receive put get keep "
    "place set pay lay bring come call bear enter reach impose order say start end continue show express voice stop "
    "will would may might must can could shall should not no n't never to out off up down in on over into under of for "
    "at with against from by away back through a an the his her its their new fresh more two three outside inside among"
)
"""Light verbs and small words: what is left names the trigger."""
_VOWEL = re.compile(r"[aeiouy]")


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """One word without its ending, its last letter undoubled."""
    word = word.lower().strip("'’\"“”.,-").removesuffix("'s").removesuffix("’s")
    word = _IRREGULAR.get(word, word)
    if word.endswith("s") and len(word) > 3 and not word.endswith(("ss", "us", "is")):
        word = word[:-3] + "y" if word.endswith("ies") else word[:-1]
    for ending, new in (("ied", "y"), ("ing", ""), ("ed", "")):
        start = word.removesuffix(ending)
        if start != word and len(start) > 2 and _VOWEL.search(start):
            word = start + new
            break
    word = word.removesuffix("e") if len(word) > 3 else word
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] else word


def trigger_stem(trigger: str) -> str:
    """The stem of a trigger's last word that is not light; of its first where all are."""
    found = re.findall(r"[\w'’-]+", trigger)
    heavy = [w for w in found if stem(w) not in _LIGHT_STEMS]
    return stem((heavy or [found[0] if found else trigger])[-1])


_LIGHT_STEMS = frozenset(map(stem, LIGHT.split()))
