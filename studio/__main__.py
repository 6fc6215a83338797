"""`python -m studio` is the command `studio`."""

import sys


def main() -> int:
    """Run the command; Ctrl+C while its parts are still being loaded ends it as quietly as later."""
    try:
        from studio.cli.window import run_window, window_arguments

        asked = window_arguments(sys.argv[1:])
        if asked is None:
            from studio.cli.main import main as run

            return run()
        try:
            return run_window(*asked)
        except Exception as error:  # noqa: BLE001 - what nobody can mend is raised again there
            from studio.cli.main import end_with

            return end_with(error)
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
