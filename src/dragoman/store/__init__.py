"""Codings -> a database of what happened, and rows of it.

Comes in: codings, filters, verdicts. Goes out: one SQLite file with public views. What was read and what was coded is the
truth; parties and stories are derived and can be made again.

    store.py      the Store                          opening.py    file, migrations, messages
    writing.py    one coding into the file           rows.py       a coding as rows
    identity.py   which report is it                 reviewing.py  what a person said
    selecting.py  a filter as SQL                    views.py      the public views
    table.py      answers                            bodies.py     how records lie in the file
"""

from dragoman.store.store import Store
from dragoman.store.table import Table
from dragoman.store.writing import Added

__all__ = ["Added", "Store", "Table"]
