"""A session bus of the test's own with the accessibility bus on it, and nothing else that a call could start."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.real.desktop.processes import ended_with_block, until

ACCESSIBILITY = "/usr/libexec/at-spi-bus-launcher"

# A bus that starts no services by itself: what answers on it is what the test started.
_CONFIGURATION = """<busconfig>
  <type>session</type>
  <listen>unix:path={socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>
  </policy>
</busconfig>
"""


@contextmanager
def session(home: Path, display: str) -> Iterator[dict[str, str]]:
    """The variables by which a program finds the buses, which last as long as the block."""
    # Sockets have short names: below /tmp, not below pytest's folders.
    with tempfile.TemporaryDirectory(prefix="desk") as runtime:
        folder = Path(runtime)
        folder.chmod(0o700)
        (folder / "bus.conf").write_text(_CONFIGURATION.format(socket=folder / "bus"))
        variables = {"XDG_RUNTIME_DIR": runtime, "DBUS_SESSION_BUS_ADDRESS": f"unix:path={folder / 'bus'}"}
        environment = {**os.environ, **variables, "HOME": str(home), "DISPLAY": display}
        with ended_with_block(["dbus-daemon", f"--config-file={folder / 'bus.conf'}", "--nofork"], env=environment):
            until((folder / "bus").exists, "the session bus is there")
            with ended_with_block([ACCESSIBILITY, "--launch-immediately"], env=environment):
                until(lambda: list(folder.glob("at-spi/bus*")), "the accessibility bus is there")
                yield variables
