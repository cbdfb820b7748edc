"""Every error that dragoman raises on purpose.

DragomanError            one sentence for the user: what is wrong and what to do
├── UnreadableInput      a file or line that holds no text we can read; becomes a Rejection in a batch
├── BadCodebook          a codebook that breaks its own rules, with file and line
├── BadGazetteer         a gazetteer file or table that cannot be used
├── BadModel             a language model that is missing or not the one we trust
├── BadQuery             a filter that asks for something that does not exist
├── Conflict             somebody else said something of the same record meanwhile
└── BadDatabase          a database file that cannot be opened, read or written
"""


class DragomanError(Exception):
    """The base: its message is shown to the user as it is."""


class UnreadableInput(DragomanError):
    """An input that holds no text we can read."""


class BadCodebook(DragomanError):
    """A codebook that breaks its own rules."""


class BadGazetteer(DragomanError):
    """A gazetteer file or table that cannot be used."""


class BadModel(DragomanError):
    """A language model that is missing, or is not the one whose hash we know."""


class BadQuery(DragomanError):
    """A filter with a key or a value that there is not."""


class Conflict(DragomanError):
    """Somebody else said something of the same record meanwhile."""


class BadDatabase(DragomanError):
    """A database that cannot be opened, read or written."""
