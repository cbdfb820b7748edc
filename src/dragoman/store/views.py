"""The public SQL views: a contract with its own version, described in docs/reference/database.md.

Columns may be added; none is renamed or given another meaning without a new `CONTRACT`. Days are ISO text, offsets
count code points, names of several parties are divided by "; ", null means that the report does not say.
"""

from __future__ import annotations

CONTRACT = 1


def _names(table: str, record: str, role: str, column: str = "a.name") -> str:
    """Parties in a role, in text order."""
    owner = "event" if table == "event_slot" else "statement"
    return (
        f"(SELECT group_concat(x, '; ') FROM (SELECT {column} AS x FROM {table} s JOIN actor a ON a.key = s.actor "
        f"WHERE s.{owner} = {record} AND s.role = '{role}' ORDER BY s.n))"
    )


def _count(what: str, side: str) -> str:
    return f"(SELECT {side} FROM figure f WHERE f.event = e.key AND f.what = '{what}')"


_LOW, _HIGH = "min(f.low)", "CASE WHEN count(*) = count(f.high) THEN max(f.high) END"
_CODING = (
    "JOIN coding c ON c.key = {0}.coding JOIN version v ON v.key = c.version JOIN document d ON d.key = v.document"
)

VIEWS = {
    "reports": """
        SELECT d.id AS id, v.number AS version, v.title AS title, v.source AS source, v.url AS url,
            v.published AS published, v.address AS address, length(v.text) AS characters, v.sha256 AS sha256,
            v.added AS added, c.coder AS coder, c.codebook AS codebook, c.run AS run,
            (SELECT count(*) FROM event e WHERE e.coding = c.key) AS events,
            (SELECT count(*) FROM statement s WHERE s.coding = c.key) AS statements, v.text AS text
        FROM document d JOIN version v ON v.key = d.version LEFT JOIN coding c ON c.version = v.key AND c.current = 1""",
    "events": f"""
        SELECT e.id AS id, d.id AS report, e.type AS type, e.mode AS mode, e.quad AS quad, e.intensity AS intensity,
            e.contexts AS contexts, e.status AS status, e.background AS background, e.first AS first, e.last AS last,
            e.date_basis AS date_basis, e.grain AS grain,
            {_names("event_slot", "e.key", "actor")} AS actors,
            {_names("event_slot", "e.key", "actor", "coalesce(a.country, '---')")} AS actor_countries,
            {_names("event_slot", "e.key", "actor", "a.sector")} AS actor_sectors,
            {_names("event_slot", "e.key", "recipient")} AS recipients,
            {_names("event_slot", "e.key", "recipient", "coalesce(a.country, '---')")} AS recipient_countries,
            {_names("event_slot", "e.key", "recipient", "a.sector")} AS recipient_sectors,
            {_names("event_slot", "e.key", "asserted_by")} AS asserted_by,
            {_names("event_slot", "e.key", "denied_by")} AS denied_by,
            e.place AS place, e.place_country AS country, e.admin1 AS admin1, e.latitude AS latitude,
            e.longitude AS longitude, e.geonames AS geonames,
            {_count("killed", _LOW)} AS killed_min, {_count("killed", _HIGH)} AS killed_max,
            {_count("injured", _LOW)} AS injured_min, {_count("injured", _HIGH)} AS injured_max,
            {_count("arrested", _LOW)} AS arrested_min, {_count("arrested", _HIGH)} AS arrested_max,
            {_count("crowd", _LOW)} AS crowd_min, {_count("crowd", _HIGH)} AS crowd_max,
            e.trigger AS trigger, e.trigger_start AS trigger_start,
            substr(v.text, e.sentence_start + 1, e.sentence_end - e.sentence_start) AS sentence,
            e.sentence_start AS sentence_start, e.sentence_end AS sentence_end, e.score AS score, e.verdict AS review,
            (SELECT t.id FROM story t WHERE t.key = e.story) AS story,
            v.published AS published, v.source AS source, c.coder AS coder, c.codebook AS codebook, c.run AS run,
            v.title AS title
        FROM event e {_CODING.format("e")}""",
    "statements": f"""
        SELECT s.id AS id, d.id AS report, s.kind AS kind, s.act AS act, s.cue AS cue, s.content AS content,
            {_names("statement_slot", "s.key", "speaker")} AS speaker,
            {_names("statement_slot", "s.key", "speaker", "coalesce(a.country, '---')")} AS speaker_country,
            {_names("statement_slot", "s.key", "speaker", "a.sector")} AS speaker_sector,
            {_names("statement_slot", "s.key", "addressee")} AS addressees,
            (SELECT group_concat(b.event, '; ') FROM about b WHERE b.statement = s.key) AS about,
            s.start AS start, s."end" AS "end", s.first AS first, s.last AS last, s.date_basis AS date_basis,
            s.score AS score, s.verdict AS review, v.published AS published, v.source AS source, c.coder AS coder,
            c.codebook AS codebook, c.run AS run, v.title AS title
        FROM statement s {_CODING.format("s")}""",
    "stories": """
        SELECT t.id AS id, t.type AS type, t.mode AS mode, t.quad AS quad, t.status AS status,
            t.background AS background, t.first AS first, t.last AS last, t.date_basis AS date_basis,
            (SELECT group_concat(name, '; ') FROM (SELECT DISTINCT p.name AS name FROM event e
                JOIN event_slot s ON s.event = e.key AND s.role = 'actor' JOIN actor a ON a.key = s.actor
                JOIN party p ON p.key = a.party WHERE e.story = t.key)) AS actors,
            (SELECT group_concat(name, '; ') FROM (SELECT DISTINCT p.name AS name FROM event e
                JOIN event_slot s ON s.event = e.key AND s.role = 'recipient' JOIN actor a ON a.key = s.actor
                JOIN party p ON p.key = a.party WHERE e.story = t.key)) AS recipients,
            t.place AS place, t.place_country AS country, t.latitude AS latitude, t.longitude AS longitude,
            (SELECT min(f.low) FROM event e JOIN figure f ON f.event = e.key
                WHERE e.story = t.key AND f.what = 'killed') AS killed_min,
            (SELECT max(coalesce(f.high, f.low)) FROM event e JOIN figure f ON f.event = e.key
                WHERE e.story = t.key AND f.what = 'killed') AS killed_max,
            t.events AS events, t.reports AS reports, t.outlets AS outlets, t.origins AS origins, t.rivals AS rivals
        FROM story t""",
    "parties": """
        SELECT p.id AS id, p.name AS name, p.kind AS kind, p.country AS country, p.sector AS sector, p.office AS office,
            p.organisation AS organisation, p.ground AS ground,
            (SELECT count(DISTINCT a.coding) FROM actor a WHERE a.party = p.key) AS reports,
            (SELECT group_concat(n.name, '; ') FROM party_name n WHERE n.party = p.key OR n.party IN
                (SELECT j.key FROM party j WHERE j.joined = p.key)) AS names
        FROM party p WHERE p.joined IS NULL""",
    "reviews": """
        SELECT key AS id, kind AS kind, record AS record, attached AS attached, report AS report, verdict AS verdict,
            replacement AS replacement, by AS by, at AS at, note AS note, undoes AS undoes, final AS final,
            EXISTS (SELECT 1 FROM review u WHERE u.verdict = 'undone' AND u.undoes = review.key) AS undone
        FROM review""",
}
