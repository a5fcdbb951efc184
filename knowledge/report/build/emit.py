"""Writes a report file as YAML that an editor likes to read: keys in order, short lists on one line, no wrapping."""

from __future__ import annotations

from collections.abc import Mapping
from io import StringIO

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

INLINE = frozenset(  # lists on one line
    {"region_names", "parts", "aliases", "asks", "amounts", "departments", "targets", "groups", "items"}
)
_SHOWN = frozenset({"section", "unit", "region"})  # keys that are written also when they are empty
_END = "stays the last line: it shows that the file was saved whole"
_WIDEST = 10**9  # characters a line: a paragraph, a quote and a list of questions each stay on theirs


def writer() -> YAML:
    """Return a reader and writer that keeps comments, order and quotation marks of what it reads."""
    yaml = YAML(typ="rt")
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.width = _WIDEST
    yaml.preserve_quotes = True
    yaml.allow_unicode = True
    return yaml


def close(tree: CommentedMap) -> None:
    """Add the last line of a file, which no file that was cut off has."""
    tree["end"] = True
    tree.yaml_add_eol_comment(_END, "end")


def to_yaml(data: object) -> str:
    """Return `data` (as `node` or `writer` made it) as YAML text that ends with a line break."""
    stream = StringIO()
    writer().dump(data, stream)
    return stream.getvalue()


def node(value: object, name: str = "") -> object:
    """Return plain data as YAML nodes; `name` is the key it stands under. Empty texts and lists are left out."""
    if isinstance(value, Mapping):
        mapping = CommentedMap()
        for key, inner in value.items():
            if inner not in ("", (), []) or key in _SHOWN:
                mapping[key] = node(inner, key)
        return mapping
    if isinstance(value, list | tuple):
        sequence = CommentedSeq(node(inner) for inner in value)
        if name in INLINE:
            sequence.fa.set_flow_style()
        return sequence
    return value
