"""Remembers, beside many report files, what was found when they were last read: the next start needn't read them.

The file is JSON, and only ever read as such. It may be deleted at any time. What it says of a report counts only while
the report's file, the plain text beside it and the program are those that it was found with, byte for byte.
"""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from knowledge import Collection
from knowledge.collection import Summary

NAME = ".reports-cache.json"
_SUMMARIES = TypeAdapter(dict[str, Summary])

_log = logging.getLogger(__name__)


def recalled(places: Sequence[Path]) -> Mapping[str, Summary]:
    """Return what is remembered of the report files at `places`, by their fingerprints."""
    try:
        return _SUMMARIES.validate_json(_path(places).read_bytes())
    except (OSError, ValidationError):
        return {}


def remember(places: Sequence[Path], collection: Collection, known: Mapping[str, Summary]) -> None:
    """Keep what is known of several reports, unless it is `known` to be kept already or the folder can't be written."""
    summaries = dict(collection.summaries)
    if collection.is_single or summaries == known:
        return
    path = _path(places)
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=NAME)
        with os.fdopen(handle, "wb") as stream:
            stream.write(_SUMMARIES.dump_json(summaries))
        Path(name).replace(path)
    except OSError as error:
        _log.debug("%s can't be written: %s", path, error)


def _path(places: Sequence[Path]) -> Path:
    first = places[0]
    return (first if first.is_dir() else first.parent) / NAME
