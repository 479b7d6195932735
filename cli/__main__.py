"""Entry point of `stikadoo` and of `python -m cli`: exit code 130 after Ctrl-C, even while Typer is being imported."""

import sys


def main() -> None:
    try:
        from cli.main import app

        app()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
