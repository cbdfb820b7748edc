"""Codings -> a database of what happened, and rows of it.

Comes in: codings, filters, verdicts. Goes out: one SQLite file with public views. What was read and what was coded is the
truth; parties and stories are derived and can be made again.

    store.py       the Store: start here             table.py      answers
    opening.py     file, migrations, messages        views.py      the public views
    adding.py      read, code, store; go on          identity.py   which report is it
    writing.py     one coding into the file          rows.py       a coding as rows
    bodies.py      how records lie in the file       reviewing.py  what a person said of a record
    merging.py     copies, parties, stories          deciding.py   what a person said of a story
    recounting.py  the row of a story                witnesses.py  its figures and links
    selecting.py   a filter as SQL                   counting.py   trend and coverage
    mapping.py     stories by place                  sampling.py   what a person is to judge
    claims.py      who asserts and denies            comparing.py  two runs
    checking.py    verify, checking_merge.py         rebuilding.py, removing.py
    judging.py     a review is written         correcting.py  a coding with reviews in it
    deciding_parties.py                        paging.py, facets.py: for those who look
    sealing.py     hashes for a third party
"""

from dragoman.store.store import Store
from dragoman.store.table import Table
from dragoman.store.writing import Added

__all__ = ["Added", "Store", "Table"]
