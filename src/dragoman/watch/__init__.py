"""Feeds -> reports, each once, round after round.

Comes in: the feeds that a user names in a TOML file, a place for the reports, something that codes. Goes out: a `Round`
each time all due feeds have been asked. Between rounds nothing runs.

    settings.py  feeds.toml                 ledger.py   what was seen and what is still to be coded, in a file
    hosts.py     robots.txt, one request at a time for each host, pauses
    asking.py    one feed asked             rounds.py   round after round
"""

from dragoman.watch.ledger import Ledger
from dragoman.watch.rounds import Round, watch
from dragoman.watch.settings import Feeds, read_feeds

__all__ = ["Feeds", "Ledger", "Round", "read_feeds", "watch"]
