"""HTTP to servers on this machine: loading certificates takes 0.1 s of a processor for each client, and nobody asks."""

import ssl
from typing import Any

import httpx

NO_CERTIFICATES = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def plain_client(**options: Any) -> httpx.AsyncClient:  # noqa: ANN401 - httpx's own options
    """A client that knows no proxies and no certificates."""
    return httpx.AsyncClient(trust_env=False, verify=NO_CERTIFICATES, **options)
