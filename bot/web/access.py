"""Who may use the page, the API and the metrics: this machine alone, or everybody as far as the operator opens them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from aiohttp import web

from bot.settings import Part, Settings

_FORWARDED = "X-Forwarded-For"
_LOCAL_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
_HOST = re.compile(r"(?:\[([0-9A-Fa-f:.]+)\]|([\w.-]+))(?::[0-9]{1,5})?", re.ASCII)  # with the port that was asked for
_IPV6_PREFIX = 64  # bits: what one customer gets; within it an address costs nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """The `parts` that are served beside the webhook and the probes, which everybody reaches in any case.

    When `is_local`, they are for this machine's own browsers and programs, which name it, or `host`, in the `Host`
    header. Otherwise they are for everybody, limited by address; the last `proxies` entries of `X-Forwarded-For` were
    written by the operator's own proxies.
    """

    parts: frozenset[Part] = frozenset(Part)
    is_local: bool = True
    host: str = "127.0.0.1"
    proxies: int = 0

    @classmethod
    def chosen(cls, settings: Settings) -> Access:
        """Return what the operator chose.

        A server that others may reach serves what PUBLIC_WEB opens and no more: it has a webhook, listens beyond this
        machine, or has something opened on purpose.
        """
        if settings.webhook_url or settings.public_web or not _is_loopback(settings.host):
            return cls(parts=settings.public_web, is_local=False, host=settings.host, proxies=settings.trusted_proxies)
        return cls(host=settings.host)

    def names(self, asked: list[str]) -> bool:
        """Whether these `Host` headers name this machine.

        A page elsewhere whose name was made to lead here (DNS rebinding) sends its own name.
        """
        found = _HOST.fullmatch(asked[0]) if len(asked) == 1 else None
        return found is not None and (found[1] or found[2]).lower() in {*_LOCAL_NAMES, self.host.lower()}

    def client(self, request: web.Request) -> str:
        """Return the address that `request` comes from: an IPv4 address, or the network of an IPv6 address.

        Only what the operator's own proxies wrote is believed, never the left-most entry, which anybody can write.
        """
        peer = request.remote or ""
        forwarded = ",".join(request.headers.getall(_FORWARDED, [])).split(",")
        claimed = forwarded[-self.proxies :][0].strip() if self.proxies else peer
        return _network(claimed) or _network(peer) or peer


def is_forwarded(request: web.Request) -> bool:
    """Whether some proxy says for whom it asks."""
    return _FORWARDED in request.headers


def _is_loopback(host: str) -> bool:
    address = _parsed(host)
    return host.lower() == "localhost" if address is None else address.is_loopback


def _network(text: str) -> str:
    """Return the address by which `text` is limited; empty when it is none. Some proxies add a port to it."""
    address = _parsed(text) or _parsed(text.rpartition(":")[0].strip("[]"))
    if address is None:
        return ""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is None:
            return str(IPv6Network((int(address), _IPV6_PREFIX), strict=False))
        address = address.ipv4_mapped
    return str(address)


def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(text)
    except ValueError:
        return None
