"""A bare phrase is enough: country, sector and office of a party named by nothing else."""

from __future__ import annotations

from datetime import date

import pytest

from dragoman.annotate import Parser, annotate
from dragoman.gazetteer import Gazetteer
from dragoman.model import Actor, Document
from dragoman.resolve.actors import actors

ON = date(2016, 5, 4)

PHRASES: list[tuple[str, str | None, str, str]] = [
    # ministries and seats of governments
    ("the Russian Ministry of Defence", "RUS", "GOV", "organisation"),
    ("Japan's Ministry of Foreign Affairs", "JPN", "GOV", "organisation"),
    ("the Kenyan interior ministry", "KEN", "GOV", "organisation"),
    ("the Kremlin", "RUS", "GOV", "state"),
    ("Downing Street", "GBR", "GOV", "state"),
    ("the White House", "USA", "GOV", "state"),
    ("Foggy Bottom", "USA", "GOV", "organisation"),
    ("the Elysee", "FRA", "GOV", "state"),
    ("the Nigerian government", "NGA", "GOV", "state"),
    ("Tehran", "IRN", "GOV", "state"),
    # offices
    ("former Brazilian president", "BRA", "ELI", "person"),
    ("Egypt's ex-foreign minister", "EGY", "ELI", "person"),
    ("the German chancellor", "DEU", "GOV", "person"),
    ("Iran's top diplomat", "IRN", "GOV", "person"),
    ("the Polish defence minister", "POL", "GOV", "person"),
    ("Norway's ambassador to Peru", "NOR", "GOV", "person"),
    ("the prime minister of Nepal", "NPL", "GOV", "person"),
    ("President Park Geun-hye", "KOR", "GOV", "person"),
    ("Chinese Premier Li Keqiang", "CHN", "GOV", "person"),
    ("the president-elect of Ghana", "GHA", "PTY", "person"),
    ("Turkish government spokesman", "TUR", "GOV", "person"),
    # forces, police, courts, parliaments
    ("Pakistani soldiers", "PAK", "MIL", "group"),
    ("the Colombian army", "COL", "MIL", "organisation"),
    ("a Greek police officer", "GRC", "COP", "person"),
    ("Mexican federal police", "MEX", "COP", "organisation"),
    ("the Supreme Court of India", "IND", "JUD", "organisation"),
    ("a Spanish judge", "ESP", "JUD", "person"),
    ("the Knesset", "ISR", "LEG", "organisation"),
    ("Ukrainian lawmakers", "UKR", "LEG", "group"),
    ("the Mossad", "ISR", "SPY", "organisation"),
    ("Swedish MPs", "SWE", "LEG", "group"),
    # armed groups, opposition, crime
    ("Boko Haram", "NGA", "REB", "organisation"),
    ("Syrian rebels", "SYR", "REB", "group"),
    ("a Libyan rebel commander", "LBY", "REB", "person"),
    ("Venezuelan opposition leaders", "VEN", "OPP", "group"),
    ("Somali pirates", "SOM", "CRM", "group"),
    ("unidentified gunmen", None, "UAF", "group"),
    # society
    ("Catalan farmers", "ESP", "AGR", "group"),
    ("Burmese refugees", "MMR", "REF", "group"),
    ("Bahraini protesters", "BHR", "CVL", "group"),
    ("Indian students", "IND", "EDU", "group"),
    ("a Dutch journalist", "NLD", "JRN", "person"),
    ("the BBC", "GBR", "JRN", "organisation"),
    ("Amnesty International", None, "NGO", "organisation"),
    ("the United Nations Security Council", None, "IGO", "organisation"),
    ("NATO", None, "IGO", "organisation"),
    ("the Catholic bishops of Chile", "CHL", "REL", "group"),
    ("Toyota", "JPN", "BUS", "organisation"),
    ("South African mine workers", "ZAF", "LAB", "group"),
    ("Canadian doctors", "CAN", "MED", "group"),
]  # fmt: skip


def read(text: str, parser: Parser, gazetteer: Gazetteer, on: date = ON) -> list[Actor]:
    [annotation] = annotate([Document("d", text, published=on)], parser, gazetteer)
    return list(actors(annotation, gazetteer))


def widest(found: list[Actor]) -> Actor:
    """The actor whose words are the whole phrase, or most of it."""
    return max(found, key=lambda a: max(len(m.text) for m in a.mentions))


@pytest.mark.parametrize(("phrase", "country", "sector", "kind"), PHRASES, ids=[p[0] for p in PHRASES])
def test_phrase(parser: Parser, gazetteer: Gazetteer, phrase: str, country: str | None, sector: str, kind: str) -> None:
    actor = widest(read(phrase, parser, gazetteer))
    assert (actor.country, actor.sector, actor.kind) == (country, sector, kind)


def one(text: str, parser: Parser, gazetteer: Gazetteer, name: str, on: date = ON) -> Actor:
    return next(a for a in read(text, parser, gazetteer, on) if a.name == name)


def test_office_is_of_the_day(parser: Parser, gazetteer: Gazetteer) -> None:
    """A holder holds the office on its days only; before, nobody of that name is in office."""
    text = "Mohammad Javad Zarif left Vienna."
    during = one(text, parser, gazetteer, "Mohammad Javad Zarif")
    before = one(text, parser, gazetteer, "Mohammad Javad Zarif", date(2012, 5, 4))
    assert during.office is not None
    assert (during.office.title, during.country, during.sector) == ("Foreign Minister", "IRN", "GOV")
    assert "Zarif" in during.basis["office"]
    assert before.office is None
    assert before.country == "IRN"


def test_unnamed_office_is_its_holder(parser: Parser, gazetteer: Gazetteer) -> None:
    diplomat = one("Iran's top diplomat left Vienna.", parser, gazetteer, "Iran's top diplomat")
    assert "Zarif" in diplomat.basis["office"]
    deputy = one("Iran's deputy foreign minister left.", parser, gazetteer, "Iran's deputy foreign minister")
    assert "Zarif" not in deputy.basis.get("office", "")


def test_wrong_title_is_corrected(parser: Parser, gazetteer: Gazetteer) -> None:
    xi = one("Chinese Premier Xi Jinping left Vienna.", parser, gazetteer, "Xi Jinping")
    assert xi.office is not None
    assert xi.office.title == "President"
    assert "the text says Premier" in xi.basis["office"]


def test_what_the_text_calls_former_stays_former(parser: Parser, gazetteer: Gazetteer) -> None:
    zarif = one("Former Iranian foreign minister Mohammad Javad Zarif left.", parser, gazetteer, "Mohammad Javad Zarif")
    assert zarif.sector == "ELI"


def test_namesake_of_another_country_gets_no_office(parser: Parser, gazetteer: Gazetteer) -> None:
    other = one("Peruvian singer Xi Jinping left Lima.", parser, gazetteer, "Xi Jinping")
    assert (other.country, other.office and other.office.title) == ("PER", "singer") or other.office is None


def test_bare_surname_needs_its_country(parser: Parser, gazetteer: Gazetteer) -> None:
    assert one("Zarif left. Iran is satisfied.", parser, gazetteer, "Zarif").sector == "GOV"
    assert one("Zarif left. The firm is satisfied.", parser, gazetteer, "Zarif").sector != "GOV"


@pytest.mark.parametrize(
    ("text", "name", "sector"),
    [
        ("A Tuareg rebel colonel was killed.", "A Tuareg rebel colonel", "REB"),
        ("The separatists' spokesman denied it.", "The separatists' spokesman", "REB"),
        ("The union's spokeswoman denied it.", "The union's spokeswoman", "LAB"),
        ("Representatives Ana Ruiz and Luis Gomez objected.", "Luis Gomez", "LEG"),
        ("The firm told the Suva Sun that it would close.", "Suva Sun", "JRN"),
        ("Republican officials objected.", "Republican officials", "PTY"),
    ],
)
def test_sector_comes_from_owner_or_company(
    parser: Parser, gazetteer: Gazetteer, text: str, name: str, sector: str
) -> None:
    assert one(text, parser, gazetteer, name).sector == sector
