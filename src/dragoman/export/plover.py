"""Events as PLOVER JSON, one a line, with PLOVER's own folding of what is announced.

Comes in: events with their reports. Goes out: JSON objects with the field names of PLOVER's specification. What is announced and
friendly becomes AGREE, but CONCEDE and RETREAT stay, as the manual wants. Religion, ethnicity, gender and age are not known to
us. The status has no field; `comment` says it, with the score.
"""

from __future__ import annotations

from typing import Any

from dragoman.export.icews import names
from dragoman.export.witnessed import Witnessed
from dragoman.model import Actor, EventPlace

FOLDED = frozenset({"AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID"})
AGREE = {"event_scale": 2.5, "quad_code": 1}
SIZES = {"dead": "killed", "injured": "injured", "arrested": "arrested"}


def line(told: Witnessed, *, words: bool = True) -> dict[str, Any]:
    """One event; what is not known is left out of the object, as the specification has it."""
    event, document = told.event, told.coding.document
    folded = event.status == "planned" and event.type in FOLDED
    made: dict[str, Any] = {
        "id": event.id,
        "has_event": True,
        "date": told.first and told.first.isoformat(),
        "enddate": told.last.isoformat() if told.last and told.last != told.first else None,
        "actor": [_entity(a) for a in told.actors],
        "recipient": [_entity(a) for a in told.recipients],
        "event": ["AGREE" if folded else event.type],
        "mode": None if folded else event.mode,
        "quad_code": AGREE["quad_code"] if folded else event.quad,
        "event_scale": AGREE["event_scale"] if folded else event.intensity,
        "context": list(event.contexts),
        "event_loc": event.place and _location(event.place),
        "size": {name: event.counts[what].min for name, what in SIZES.items() if what in event.counts},
        "event_text": event.trigger.text if words else None,
        "link": told.story,
        "text": event.sentence.text if words else None,
        "text_info": {"start": event.sentence.start, "end": event.sentence.end},
        "cite_info": _present({
            "citation": document.source, "url": document.url, "title": document.title, "language": document.lang,
            "publication": document.published and document.published.isoformat(), "coder": told.coding.coder,
            "codebook": told.coding.codebook,
        }),
        "coder": told.coding.coder,
        "coded_date": told.added[:10],
        "coded_time": told.added[11:19],
        "comment": f"status {event.status}, score {event.score:.2f}, date {told.date_basis}"
        + (f", folded from {event.type}" if folded and event.type != "AGREE" else ""),
    }  # fmt: skip
    return _present(made) | {"actor": made["actor"]}


def _entity(actor: Actor) -> dict[str, Any]:
    return _present({
        "code": actor.country, "sector": actor.sector, "entity_text": actor.name, "entity_name": actor.name,
        "raw_text": actor.mentions[0].text if actor.mentions else None,
        "identifier_id": actor.wikidata, "identifier_text": "wikidata" if actor.wikidata else None,
        "wikidata_id": actor.wikidata, "country_name": names().get(actor.country or ""), "sector_code": actor.sector,
        "other_sector_codes": list(actor.sectors), "office": actor.office and actor.office.title,
    })  # fmt: skip


def _location(place: EventPlace) -> dict[str, Any]:
    return _present({
        "extracted_place": place.span.text, "resolved_place": place.name, "geonameid": place.geonames,
        "lat": place.latitude, "lon": place.longitude, "province": place.admin1,
        "country": names().get(place.country or ""), "country_code": place.country,
    })  # fmt: skip


def _present(made: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in made.items() if v not in (None, [], {}, "")}
