"""The providers that are known: where each is, how it takes the key, what it calls models, and which methods it has."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from studio.gemini.connections import Auth


@dataclass(frozen=True, slots=True)
class Preset:
    """A provider as the program offers it to someone who adds a connection."""

    name: str
    base_url: str  # empty where everybody has their own
    auths: tuple[Auth, ...] = (Auth.GOOG_KEY, Auth.BEARER, Auth.QUERY, Auth.BOTH)  # the usual one first
    model_prefix: str = ""
    default_model: str | None = None
    streams: bool = False
    # Only for who is known to have countTokens: some gateways take any method for generateContent, and are paid for it.
    counts: bool = False
    counts_all: bool = False  # for who is known to count a whole request, and not its contents alone
    lists: bool = False
    example: str = ""  # what a base URL of one's own looks like

    @property
    def is_typed(self) -> bool:
        """Whether everybody has a base URL of their own."""
        return not self.base_url

    @property
    def auth(self) -> Auth:
        """The usual way of the key."""
        return self.auths[0]


CUSTOM = Preset("Custom", "", streams=True, lists=True, example="https://…")
"""An endpoint that nobody knows: everything may be there that does no harm where it is not."""

PRESETS: Mapping[str, Preset] = {
    "google": Preset(
        "Google",
        "https://generativelanguage.googleapis.com/v1beta",
        (Auth.GOOG_KEY, Auth.QUERY),
        streams=True,
        counts=True,
        counts_all=True,
        lists=True,
    ),
    "vertex": Preset(
        "Vertex AI express",
        "https://aiplatform.googleapis.com/v1beta1/publishers/google",
        (Auth.GOOG_KEY, Auth.QUERY),
        streams=True,
        counts=True,
    ),
    "routerhub": Preset(
        "RouterHub",
        "https://api.routerhub.ai/v1beta",
        (Auth.BEARER, Auth.GOOG_KEY),
        "google/",
        "gemini-3.1-flash-image-preview",
    ),
    "chainhub": Preset(
        "ChainHub",
        "https://api.chainhub.tech/v1beta",
        (Auth.BOTH, Auth.QUERY),
        default_model="gemini-2.5-flash-image-preview",
    ),
    "new-api": Preset(
        "New API",
        "",
        (Auth.GOOG_KEY, Auth.BEARER, Auth.QUERY),
        streams=True,
        lists=True,
        example="https://gateway.example/v1beta",
    ),
    "litellm": Preset(
        "LiteLLM proxy",
        "",
        (Auth.BEARER, Auth.GOOG_KEY, Auth.QUERY),
        streams=True,
        counts=True,
        lists=True,
        example="http://localhost:4000/v1beta",
    ),
}


def preset_of(provider: str, base_url: str) -> Preset:
    """Return what is known of an endpoint by its host, or by the name of its preset where that names no host.

    Whoever takes a provider's preset to another host may have a gateway there that knows other methods.
    """
    host = urlsplit(base_url).hostname
    at_host = (each for each in PRESETS.values() if not each.is_typed and urlsplit(each.base_url).hostname == host)
    named = PRESETS.get(provider, CUSTOM)
    return next(at_host, named if named.is_typed else CUSTOM)
