"""News agencies and broadcasters, as datelines and by-lines name them.

Comes in: a few words. Goes out: whether they name an agency. Used for the source of a report only.
"""

from __future__ import annotations

import re

AGENCIES = frozenset(
    (
        "AA", "AAP", "ABC News", "Agence France-Presse", "AFP", "Al Arabiya", "Al Jazeera", "Anadolu", "Anadolu Agency",
        "ANI", "ANSA", "Antara", "AP", "APA", "APP", "APS", "ARMENPRESS", "Associated Press", "Australian Associated Press",
        "Azertac", "BBC", "BBC News", "Belga", "BelTA", "Bernama", "Bloomberg", "Bloomberg News", "BNO News", "BTA",
        "Canadian Press", "CBC News", "CBS News", "CNA", "CNN", "CTK", "Deutsche Welle", "Dow Jones", "dpa", "DW", "EFE",
        "Euronews", "Fars", "FENA", "France 24", "GNA", "Hina", "IANS", "ICRC", "Interfax", "Interfax-Ukraine", "IPS",
        "IRIN", "IRNA", "ISNA", "JTA", "Kazinform", "KCNA", "KUNA", "Kyodo", "Kyodo News", "Lusa", "MAP", "MENA", "Mehr",
        "MNA", "MTI", "NAN", "NBC News", "NHK", "NNA", "NOTIMEX", "NPR", "NTB", "PA", "PA Media", "PAP", "Petra",
        "Prensa Latina", "Press Association", "Press Trust of India", "PNA", "PTI", "QNA", "Radio Free Asia",
        "Radio Free Europe/Radio Liberty", "Reuters", "RFA", "RFE/RL", "RIA Novosti", "RIA", "RTÉ", "SANA", "SAPA",
        "Sky News", "SPA", "Sputnik", "STA", "SUNA", "TANJUG", "TAP", "Tasnim", "TASS", "ITAR-TASS", "TASR",
        "The Associated Press", "The Canadian Press", "Thomson Reuters", "Thomson Reuters Foundation", "TT", "Ukrinform",
        "UN News", "UNHCR", "UNICEF", "United Press International", "UPI", "UzA", "VNA", "VOA", "VOA News",
        "Voice of America", "WAFA", "WAM", "WFP", "WHO", "Wikinews", "Xinhua", "Xinhua News Agency", "Yonhap",
        "Yonhap News Agency", "UNI",
    )
)  # fmt: skip
_FOLDED = frozenset(name.casefold() for name in AGENCIES if len(name) > 4)
"""Short names are words too ("who", "map", "tap") and count only as printed."""
_AGENCY_LIKE = re.compile(
    r"[A-Z]{2,6}|[A-Z][\w'’.&-]*(?: [A-Z&][\w'’.&-]*){0,4} (?:News|Press|Agency|Wire|Times|Post|Service|Network)"
)


def agency(words: str) -> bool:
    """Tell whether words are the name of a known agency, or of two with a stroke between ("AP/Reuters")."""
    return all(name.strip() in AGENCIES or name.strip().casefold() in _FOLDED for name in words.split("/")) or (
        words in AGENCIES  # "RFE/RL"
    )


def looks_like_agency(words: str) -> bool:
    """Tell whether words in the parentheses of a dateline are an agency, known or not."""
    return agency(words) or _AGENCY_LIKE.fullmatch(words.strip()) is not None
