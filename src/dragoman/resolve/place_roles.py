"""Telling a place from the government that sits there.

Comes in: a place name found in the parse. Goes out: literal, adjective or government. A state, capital or seat stands for
its government where it does what only people do ("Beijing denied") or is treated so ("told Moscow", "talks with Tehran").
"""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.model import PlaceRole, Token
from dragoman.resolve.place_mentions import Found

ACTS = frozenset(
    {
        "accept", "accuse", "acknowledge", "admit", "adopt", "agree", "aim", "allege", "allow", "announce", "annex",
        "apologise", "apologize", "appeal", "appear", "approve", "argue", "arm", "ask", "assert", "assure",
        "attack", "authorise", "authorize", "back", "ban", "believe", "blame", "block", "bomb", "boycott", "call",
        "cancel", "cede", "challenge", "cite", "claim", "comment", "commit", "complain", "concede", "conclude",
        "condemn", "confirm", "consider", "contend", "cooperate", "criticise", "criticize", "cut", "decide",
        "declare", "decline", "defend", "demand", "denounce", "deny", "deploy", "deport", "detain", "dismiss",
        "dispatch", "dispute", "donate", "doubt", "emphasise", "emphasize", "endorse", "expel", "expect", "express",
        "extend", "extradite", "fear", "finance", "fund", "give", "grant", "halt", "help", "hit", "hope", "impose",
        "insist", "insure", "intend", "intervene", "invade", "invite", "invoke", "issue", "join", "launch", "lift",
        "maintain", "make", "mediate", "mobilise", "mobilize", "move", "negotiate", "nominate", "notify", "object",
        "offer", "open", "oppose", "order", "oust", "pardon", "pay", "persuade", "plan", "pledge", "postpone",
        "praise", "press", "pressure", "prohibit", "promise", "propose", "protest", "provide", "pull", "push",
        "raise", "ratify", "react", "reaffirm", "recall", "recognise", "recognize", "refuse", "regard", "reject",
        "release", "relent", "renew", "reopen", "repeal", "reply", "request", "resist", "respond", "restore",
        "restrict", "resume", "retaliate", "retract", "reveal", "revoke", "sanction", "say", "seek", "seize",
        "send", "shell", "sign", "slam", "state", "stop", "strike", "stress", "submit", "suggest", "summon",
        "supply", "support", "suspend", "target", "tell", "test", "threaten", "train", "try", "urge", "veto",
        "view", "voice", "vote", "vow", "wage", "want", "warn", "welcome", "wish", "withdraw", "withhold", "work",
    }
)  # fmt: skip
"""Verbs whose subject is a party; "host", "see", "suffer" and the like may have a mere place."""
UPON = frozenset(
    {
        "accuse", "appease", "arm", "ask", "assure", "attack", "back", "blame", "brief", "bully", "call",
        "challenge", "charge", "condemn", "confront", "consult", "contact", "convince", "criticise", "criticize",
        "denounce", "engage", "help", "implore", "inform", "invite", "join", "notify", "oblige", "persuade",
        "petition", "praise", "press", "pressure", "prod", "push", "rebuke", "reassure", "sanction", "slam", "sue",
        "summon", "support", "tell", "thank", "threaten", "urge", "warn",
    }
)  # fmt: skip
"""Verbs whose object is a party."""
DEALINGS = frozenset(
    {
        "accord", "agreement", "alliance", "appeal", "ban", "blow", "campaign", "case", "claim", "complaint",
        "confrontation", "contact", "cooperation", "deal", "dialogue", "dispute", "embargo", "feud", "friction",
        "influence", "leverage", "measure", "meeting", "negotiation", "pact", "partnership", "pressure", "quarrel",
        "relation", "relationship", "row", "sanction", "spat", "standoff", "summit", "talk", "tariff", "tension",
        "threat", "tie", "treaty", "truce", "warning",
    }
)  # fmt: skip
"""Nouns with parties: "talks with Tehran", "sanctions on Moscow"."""
OWN_ACTS = frozenset(
    {
        "accusation", "agreement", "allegation", "announcement", "answer", "approval",
        "assertion", "attitude", "backing", "ban", "call", "campaign", "claim", "concern", "condemnation",
        "consent", "criticism", "decision", "demand", "denial",
        "insistence", "intention", "intervention", "invitation", "objection",
        "offer", "plan", "pledge", "policy", "position", "promise", "proposal", "protest", "reaction",
        "refusal", "rejection", "reply", "request", "response", "silence", "stance", "statement",
        "strategy", "support", "threat", "veto", "view", "vow", "warning", "willingness", "wish",
    }
)  # fmt: skip
"""Nouns for what a party has or does, as in "the refusal of Ankara"."""
TOWARDS = frozenset({"with", "against", "on", "between", "to", "from", "by", "for", "upon", "toward", "towards"})


def role(found: Found, tokens: Sequence[Token]) -> PlaceRole:
    """Tell which role a place name plays in its clause."""
    if found.form == "adjective":
        return "adjective"
    if found.form == "dateline" or found.party is None or found.party.matched in ("adjective", "demonym"):
        return "literal"
    token = _conjunct(_head(found, tokens), tokens)
    return "government" if _acts(token, tokens) else "literal"


def _head(found: Found, tokens: Sequence[Token]) -> Token:
    """The token of the name that other words govern."""
    inside = range(found.first, found.last)
    return next((tokens[i] for i in inside if tokens[i].head not in inside), tokens[found.last - 1])


def _conjunct(token: Token, tokens: Sequence[Token]) -> Token:
    """The first of conjoined names, which stands for all ("Moscow and Kyiv accused each other")."""
    for _ in range(10):
        if token.dep not in ("conj", "appos") or tokens[token.head].pos not in ("PROPN", "NOUN"):
            break
        token = tokens[token.head]
    return token


def _acts(token: Token, tokens: Sequence[Token]) -> bool:
    head = tokens[token.head]
    match token.dep:
        case "nsubj":
            return head.pos in ("VERB", "AUX") and head.lemma in ACTS
        case "nsubjpass" | "dobj" | "dative" | "iobj":
            return head.lemma in UPON
        case "poss":
            return head.lemma in OWN_ACTS or head.lemma in DEALINGS
        case "pobj":
            above = tokens[head.head]
            if head.dep == "agent":
                return above.lemma in ACTS or above.lemma in UPON
            return head.lemma in TOWARDS and above.pos == "NOUN" and above.lemma in DEALINGS
    return False
