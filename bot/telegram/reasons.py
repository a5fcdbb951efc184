"""Why a call failed, in a few plain words that hold neither an address nor the token."""

from __future__ import annotations

import os

import aiohttp

_REASONS: tuple[tuple[type[Exception], str], ...] = (
    (aiohttp.ClientConnectorDNSError, "its name isn't found"),
    (aiohttp.ClientConnectorCertificateError, "its certificate isn't valid"),
    (aiohttp.ClientSSLError, "no secure connection comes about"),
    (aiohttp.ServerFingerprintMismatch, "its certificate isn't valid"),
    (aiohttp.ServerDisconnectedError, "it closed the connection"),
    (aiohttp.ClientConnectionResetError, "it closed the connection"),
    (aiohttp.ClientPayloadError, "its answer broke off"),
    (aiohttp.ClientHttpProxyError, "the proxy refuses the connection"),
    (aiohttp.InvalidURL, "the address isn't valid"),
    (aiohttp.NonHttpUrlClientError, "the address isn't valid"),
)


def reason(error: Exception) -> str:
    """Return why `error` came, such as `connection refused`."""
    for kind, words in _REASONS:
        if isinstance(error, kind):
            return words
    told = _system(error)
    return f"the proxy can't be reached, {told}" if isinstance(error, aiohttp.ClientProxyConnectionError) else told


def _system(error: Exception) -> str:
    # asyncio words an error of its own around the system's, whose number it keeps.
    number = error.errno if isinstance(error, OSError) else None
    return os.strerror(number).lower() if number and number > 0 else "the connection failed"
