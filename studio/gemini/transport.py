"""The way to one endpoint: through which proxy, trusting which certificates, with which connections kept."""

import socket
import ssl

import httpx

from studio.gemini import errors
from studio.gemini.connections import Endpoint
from studio.gemini.environment import proxy_for


def transport_for(endpoint: Endpoint) -> httpx.AsyncHTTPTransport:
    """Return a transport for one endpoint, through the system's proxy where there is one."""
    proxy = _proxy(endpoint)
    encrypted = proxy is not None or endpoint.address.base.startswith("https:")
    return httpx.AsyncHTTPTransport(
        # An empty trust store refuses every certificate; plain http asks for none and saves loading the real one.
        verify=_trusted() if encrypted else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
        proxy=proxy,
        # A kept connection may be closed by the server just as a paid request goes out, and nobody could tell
        # whether it arrived. A handshake is nothing beside the time a picture takes.
        limits=httpx.Limits(max_connections=None, max_keepalive_connections=0),
        socket_options=[(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)],
    )


def _proxy(endpoint: Endpoint) -> httpx.Proxy | None:
    url = proxy_for(endpoint)
    try:
        return httpx.Proxy(url) if url else None
    except (httpx.InvalidURL, ValueError):
        raise errors.BadProxy("The proxy that your system names is no web address.") from None  # the cause quotes it


def _trusted() -> ssl.SSLContext:
    """Return the certificates to trust: those of SSL_CERT_FILE or SSL_CERT_DIR, else the usual ones."""
    try:
        return httpx.create_ssl_context()
    except OSError as error:
        raise errors.BadCertificates("The file of certificates to trust is missing or holds none.") from error
