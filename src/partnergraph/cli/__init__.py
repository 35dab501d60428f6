"""The command line: each command is a few lines over the rooms, and loads only the rooms it needs.

Exit codes: 0 done, 1 does not conform, 2 wrong usage, 3 unreadable input, 4 engine or network, 5 timeout,
130 interrupted. Data goes to standard output, everything said to a person to standard error.
"""

import difflib
import sys
from importlib import import_module
from typing import Final

import click

from partnergraph.errors import PartnerGraphError

__all__ = ["main"]

_ROOMS: Final = {
    "parse": "reading",
    "reconcile": "reading",
    "validate": "publishing",
    "build": "publishing",
    "identifiers": "publishing",
    "mappings": "vocabularies",
    "vocabulary": "vocabularies",
    "publish": "publishing",
    "versions": "keeping",
    "rollback": "keeping",
    "serve": "asking",
    "query": "asking",
    "queries": "canned",
}
"""Which module of this room holds each command; loaded when the command is called or described."""


class _Commands(click.Group):
    """A group that loads a command's module only when that command is named."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the commands in the order of the work."""
        return list(_ROOMS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Return one command; raise UsageError with the nearest name for one that is none."""
        if cmd_name not in _ROOMS:
            near = difflib.get_close_matches(cmd_name, _ROOMS, n=1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            raise click.UsageError(f"There is no command {cmd_name!r}.{hint}")
        command = getattr(import_module(f"partnergraph.cli.{_ROOMS[cmd_name]}"), cmd_name)
        return command if isinstance(command, click.Command) else None


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="partnergraph", message="partnergraph %(version)s")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
@click.pass_context
def partnergraph(ctx: click.Context, *, debug: bool) -> None:
    """Turn listings of municipal partnerships into a validated graph, and ask it.

    \b
    partnergraph serve                      build if need be, and serve on http://127.0.0.1:8000
    partnergraph query goals-by-count       ask a canned query
    partnergraph parse listing.txt --json   see what a saved listing says
    """  # noqa: D301 - \b is click's mark for lines to keep
    ctx.obj = {"debug": debug}


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and leave with its exit code."""
    arguments = sys.argv[1:] if arguments is None else arguments
    debug = "--debug" in arguments[:1]
    try:
        code = partnergraph.main(args=arguments, prog_name="partnergraph", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        code = 130
    except PartnerGraphError as error:
        if debug:
            raise
        click.echo(f"partnergraph: {error}", err=True)
        code = error.exit_code
    except BrokenPipeError:
        code = _closed_early()
    sys.exit(code if isinstance(code, int) else 0)


def _closed_early() -> int:
    """Leave quietly when the reader of our output has gone away; the interpreter must not try to flush it again."""
    sys.stdout = None
    return 0
