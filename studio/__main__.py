"""`python -m studio` is the command `studio`."""

import sys


def main() -> int:
    """Run the command; Ctrl+C while its parts are still being loaded ends it as quietly as later."""
    try:
        from studio.cli.window import library_of, run_window

        library = library_of(sys.argv[1:])
        if library is None:
            from studio.cli.main import main as run

            return run()
        try:
            return run_window(library)
        except Exception as error:  # noqa: BLE001 - what nobody can mend is raised again there
            from studio.cli.main import end_with

            return end_with(error)
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
