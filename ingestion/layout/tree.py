"""YAML text as a tree that knows on which line everything stands.

Belongs here: syntax, duplicate keys, limits against hostile YAML. Does not belong here: which keys
a layout has (`keys`) or what they mean (`build`).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import yaml

MAX_DEPTH = 12
MAX_NODES = 20_000
"""A layout of 100 columns has about 1,000 nodes; the limits stop self-referring aliases."""
_TOO_DEEP = "lồng quá sâu hoặc quá lớn / nested too deep or too large"


class TreeError(Exception):
    """The text is not usable YAML; `line` is 1-based."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True)
class Node:
    """A scalar (`text`, None for YAML null), a list (`items`) or a mapping (`entries`)."""

    line: int
    shape: str
    text: str | None = None
    items: tuple[Node, ...] = ()
    entries: dict[str, Node] = field(default_factory=dict)
    key_lines: dict[str, int] = field(default_factory=dict)


def parse_tree(text: str) -> Node:
    """The document as a tree. Raises TreeError with the line of the first fault."""
    try:
        _check_depth(text)
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise TreeError(error.problem or "YAML", mark.line + 1 if mark else 1) from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise TreeError(str(error).splitlines()[0] if str(error) else "YAML", 1) from error
    if root is None:
        raise TreeError("tệp rỗng / empty file", 1)
    return _Builder().build(root, 0)


def _check_depth(text: str) -> None:
    """Refuse deep nesting before libyaml recurses into it (1 M brackets end the process)."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH + 1:
                mark = event.start_mark
                raise TreeError(_TOO_DEEP, mark.line + 1 if mark else 1)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


class _Builder:
    def __init__(self) -> None:
        self.count = 0

    def build(self, node: yaml.Node, depth: int) -> Node:
        self.count += 1
        line = node.start_mark.line + 1
        if depth > MAX_DEPTH or self.count > MAX_NODES:
            raise TreeError(_TOO_DEEP, line)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, line, depth)
        if isinstance(node, yaml.SequenceNode):
            items = tuple(self.build(item, depth + 1) for item in node.value)
            return Node(line, "list", items=items)
        return Node(line, "scalar", text=_scalar_text(node))

    def _mapping(self, node: yaml.MappingNode, line: int, depth: int) -> Node:
        entries: dict[str, Node] = {}
        key_lines: dict[str, int] = {}
        for key_node, value_node in node.value:
            key_line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                raise TreeError("khóa phải là chữ / a key must be text", key_line)
            key = key_node.value
            if key in entries:
                raise TreeError(f"khóa lặp lại / repeated key: {key}", key_line)
            entries[key] = self.build(value_node, depth + 1)
            key_lines[key] = key_line
        return Node(line, "map", entries=entries, key_lines=key_lines)


def _scalar_text(node: yaml.Node) -> str | None:
    """Text as written, so that `03646` stays text; YAML's own words only for null and booleans."""
    if node.tag == "tag:yaml.org,2002:null":
        return None
    text = str(node.value)
    if node.tag == "tag:yaml.org,2002:bool":
        return "true" if text.lower() in ("true", "yes", "on", "y") else "false"
    return text
