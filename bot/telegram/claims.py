"""Who deals with an update: several replicas share the work, and Telegram may deliver to any of them, and twice."""

from __future__ import annotations

from typing import Protocol

from store import Claim


class Claims(Protocol):
    """What replicas tell each other about updates."""

    async def claim(self, update_id: int) -> Claim:
        """Take an update on, unless another replica has; raises StoreError when nobody can say."""
        ...

    def done(self, update_id: int) -> None:
        """Note that an update has been dealt with."""
        ...


class Alone:
    """There is no other replica: the intake's own memory is enough."""

    async def claim(self, update_id: int) -> Claim:
        """Take an update on."""
        return Claim.OURS

    def done(self, update_id: int) -> None:
        """Nobody needs to know."""
