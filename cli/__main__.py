"""Entry point of `stikadoo` and of `python -m cli`: exit code 130 after Ctrl-C, even while Typer is being imported.

What the terminal's encoding lacks is printed as "?": the wish may be in any script, and the encoding Latin-1.
"""

import io
import sys


def main() -> None:
    try:
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="replace")
        from cli.main import app

        app()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
