"""The way out as the user's environment has it: which proxy to go through."""

import re
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from studio.gemini.connections import Endpoint
from studio.gemini.errors import BadProxy


def proxy_for(endpoint: Endpoint) -> str | None:
    """Return the URL of the system's proxy, which is never used for this machine; BadProxy when it cannot be used."""
    if endpoint.is_loopback or proxy_bypass(endpoint.host):
        return None
    proxies = getproxies()
    named = proxies.get(urlsplit(endpoint.address.base).scheme) or proxies.get("all")
    return _url(named.strip()) if named else None


def _url(named: str) -> str:
    """Return the URL of a proxy, which may be named without `http://`; it may hold a password, so none is shown."""
    url = named if "://" in named else f"http://{named}"
    try:
        parts = urlsplit(url)
        usable = bool(parts.hostname) and parts.port != 0 and not re.search(r"\s", url)
    except ValueError:
        raise BadProxy("The proxy that your system names is no web address.") from None  # the cause quotes it
    if parts.scheme.startswith("socks"):
        raise BadProxy("Your system names a SOCKS proxy, which Studio cannot use.")
    if parts.scheme not in ("http", "https") or not usable:
        raise BadProxy("The proxy that your system names is no web address.")
    return url
