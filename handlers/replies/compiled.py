"""What templates compile to, kept by the program: each edition words its own, but only what fills them differs."""

from __future__ import annotations

from collections.abc import Hashable
from functools import cache
from types import CodeType

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket


class Compiled(BytecodeCache):
    """Compiled templates in memory, by their source."""

    def __init__(self) -> None:
        self._code: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill `bucket` where its source has been compiled before."""
        bucket.code = self._code.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what `bucket` holds."""
        if bucket.code is not None:
            self._code[bucket.key, bucket.checksum] = bucket.code


@cache
def compiled(*options: Hashable) -> Compiled:
    """The templates compiled under these options, all that code depends on beside the source."""
    return Compiled()
