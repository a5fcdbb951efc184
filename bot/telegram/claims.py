"""Who deals with an update: several replicas share the work, and Telegram may deliver to any of them, and twice."""

from __future__ import annotations

from typing import Protocol

from store import Claim
from store.messages import Updates


class Claims(Protocol):
    """What replicas tell each other about updates."""

    async def claim(self, update_id: int) -> Claim:
        """Take an update on, unless another replica has; raises StoreError when nobody can say."""
        ...

    def done(self, update_id: int) -> None:
        """Note that an update has been dealt with."""
        ...


class Alone:
    """There is no other replica, so that nothing has to be claimed; what is done is noted for the next start."""

    def __init__(self, updates: Updates) -> None:
        self._updates = updates

    async def claim(self, update_id: int) -> Claim:
        """Take an update on."""
        return Claim.OURS

    def done(self, update_id: int) -> None:
        """Note it: after a kill Telegram delivers again what it wasn't told of."""
        self._updates.done(update_id)
