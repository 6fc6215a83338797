"""From a connection a user has saved to one in use."""

from dataclasses import replace

from studio.gemini.capabilities import Capabilities
from studio.gemini.client import Client, TimeLimits
from studio.gemini.connections import Auth, Endpoint, read_address
from studio.gemini.presets import preset_of
from studio.generation.link import Link
from studio.profile.saved_connection import SavedConnection
from studio.profile.secrets import Secret
from studio.profile.settings import Settings


def endpoint_of(saved: SavedConnection) -> Endpoint:
    """Return where a saved connection's requests go; BadAddress when that cannot be."""
    address = read_address(saved.base_url, plain_http=saved.plain_http)
    endpoint = Endpoint(address, Auth(saved.auth), saved.model_prefix, name=saved.name, streaming=saved.streaming)
    preset = preset_of(saved.provider, saved.base_url)
    return replace(endpoint, counts=preset.counts, counts_all=preset.counts_all, streams=preset.streams)


def limits_of(settings: Settings) -> TimeLimits:
    """Return the time limits of the settings, in seconds."""
    return TimeLimits(settings.connect_seconds, settings.write_seconds, settings.read_seconds, settings.total_seconds)


def link_of(saved: SavedConnection, key: Secret, limits: TimeLimits, capabilities: Capabilities) -> Link:
    """Return a saved connection in use; its client is the caller's to close.

    Blocks while certificates are read. Raises BadAddress, BadProxy, BadCertificates.
    """
    endpoint = endpoint_of(saved)
    return Link(saved.name, endpoint, Client(endpoint, key.reveal(), limits), capabilities)
