"""YAML with the line of every value.

Comes in: the bytes of a YAML file. Goes out: `Section`s, from which values are taken by name and type; what does not
fit, and each key that nobody asked for, is written down as a `Problem`. Does not know what a codebook is.

Scalars are taken as written, so `on` and `no` are words here, not truth values, and codes keep their zeros.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULL = "tag:yaml.org,2002:null"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something wrong in a codebook, with what to do; lines count from 1."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


@dataclass(frozen=True, slots=True)
class Text:
    """A scalar as written, with its place."""

    value: str
    file: str
    line: int

    @property
    def source(self) -> str:
        """File and line: "accuse.yml:42"."""
        return f"{self.file}:{self.line}"


class Section:
    """A YAML mapping; remembers which keys were taken, so that the rest can be reported."""

    def __init__(self, node: yaml.Node | None, file: str, line: int, problems: list[Problem], name: str) -> None:
        self.file = file
        self.line = line
        self.name = name
        self._problems = problems
        self._values: dict[str, yaml.Node] = {}
        self._lines: dict[str, int] = {}
        self._taken: set[str] = set()
        if isinstance(node, yaml.MappingNode):
            self._fill(node)
        elif node is not None:
            self.report(f"{name} must be a mapping of keys to values", line)

    def _fill(self, node: yaml.MappingNode) -> None:
        for key, value in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                self.report("a key must be one word", line)
            elif key.value in self._values:
                self.report(f"'{key.value}' is here twice; line {self._lines[key.value]} has it first", line)
            else:
                self._values[key.value] = value
                self._lines[key.value] = line

    @property
    def source(self) -> str:
        return f"{self.file}:{self.line}"

    def report(self, message: str, line: int | None = None) -> None:
        """Write down a problem, at the start of this section where no line is given."""
        self._problems.append(Problem(self.file, self.line if line is None else line, message))

    def report_at(self, key: str, message: str) -> None:
        """Write down a problem at the line of a key."""
        self.report(message, self._lines.get(key, self.line))

    def has(self, key: str) -> bool:
        return key in self._values

    def is_null(self, key: str) -> bool:
        return key in self._values and self._values[key].tag == _NULL

    def _take(self, key: str) -> yaml.Node | None:
        self._taken.add(key)
        return self._values.get(key)

    def text(self, key: str, *, required: bool = False) -> str | None:
        """One string; null, absent and empty are None, and a problem where it is required."""
        node = self._take(key)
        if node is None or (isinstance(node, yaml.ScalarNode) and (node.tag == _NULL or not node.value.strip())):
            if required:
                self.report_at(key, f"{self.name} needs a '{key}'" if node is None else f"'{key}' is empty; fill it in")
            return None
        if not isinstance(node, yaml.ScalarNode):
            self.report_at(key, f"'{key}' must be one value, not a list or mapping")
            return None
        return str(node.value).strip()

    def choice(self, key: str, allowed: tuple[str, ...], default: str | None = None) -> str | None:
        """One string of a closed list."""
        value = self.text(key)
        if value is None:
            return default
        if value not in allowed:
            self.report_at(key, f"'{key}' is '{value}'; it must be one of {', '.join(allowed)}")
            return default
        return value

    def number(self, key: str, low: float, high: float) -> float | None:
        """A number between two bounds, required."""
        value = self.text(key, required=True)
        if value is None:
            return None
        try:
            number = float(value)
        except ValueError:
            self.report_at(key, f"'{key}' is '{value}'; it must be a number")
            return None
        if not low <= number <= high:
            self.report_at(key, f"'{key}' is {value}; it must be between {low:g} and {high:g}")
            return None
        return number

    def flag(self, key: str) -> bool:
        return self.choice(key, ("true", "false"), "false") == "true"

    def texts(self, key: str) -> list[Text]:
        """A list of strings, each with its line; absent and null are empty."""
        return [Text(str(n.value).strip(), self.file, _line(n)) for n in self._scalars(key)]

    def placed(self, key: str) -> Text | None:
        """One string with its line."""
        value = self.text(key)
        return None if value is None else Text(value, self.file, self._lines[key])

    def _scalars(self, key: str) -> Iterator[yaml.ScalarNode]:
        for node in self._items(key):
            if isinstance(node, yaml.ScalarNode) and node.tag != _NULL and node.value.strip():
                yield node
            else:
                self.report(f"each item of '{key}' must be one value; quote it if it has a colon", _line(node))

    def _items(self, key: str) -> list[yaml.Node]:
        node = self._take(key)
        if node is None or node.tag == _NULL:
            return []
        if not isinstance(node, yaml.SequenceNode):
            self.report_at(key, f"'{key}' must be a list: [a, b]")
            return []
        return list(node.value)

    def section(self, key: str) -> Section:
        """A mapping inside this one; absent and null are empty."""
        node = self._take(key)
        if node is not None and node.tag == _NULL:
            node = None
        return Section(node, self.file, self._lines.get(key, self.line), self._problems, f"'{key}'")

    def sections(self, key: str, name: str) -> list[Section]:
        """A list of mappings; `name` is what to call one of them in a problem."""
        return [Section(n, self.file, _line(n), self._problems, name) for n in self._items(key)]

    def entries(self) -> list[tuple[str, Section]]:
        """All values as sections: for mappings from codes to descriptions."""
        return [(key, self.section(key)) for key in self._values]

    def names(self) -> list[str]:
        return list(self._values)

    def finish(self) -> None:
        """Report the keys that nobody asked for."""
        for key in self._values:
            if key not in self._taken:
                known = ", ".join(sorted(self._taken))
                self.report_at(key, f"unknown key '{key}' in {self.name}; known are {known}")


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def read_section(content: bytes, file: str, problems: list[Problem], name: str) -> Section | None:
    """Parse one file; what is no YAML mapping is a problem with its line, and None."""
    try:
        node = yaml.compose(content.decode("utf-8"), Loader=_LOADER)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        problems.append(Problem(file, line, "this line is not UTF-8; save the file as UTF-8"))
        return None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        what = getattr(error, "problem", None) or getattr(error, "reason", None) or "cannot be read"
        line = mark.line + 1 if mark is not None else 1
        problems.append(Problem(file, line, f"not valid YAML ({what}); correct indentation, quotes and brackets"))
        return None
    if node is None:
        problems.append(Problem(file, 1, "the file is empty; fill it in or remove it"))
    elif isinstance(node, yaml.MappingNode):
        return Section(node, file, 1, problems, name)
    else:
        problems.append(Problem(file, 1, f"{name} must be a mapping of keys to values"))
    return None
