"""`python -m studio` is the command `studio`."""

import sys


def main() -> int:
    """Run the command; Ctrl+C while its parts are still being loaded ends it as quietly as later."""
    try:
        from studio.cli.main import main as run

        return run()
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
