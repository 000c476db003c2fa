"""Groups of commands whose `--help` says the whole first sentence of each command, on as many lines as it takes."""

import click

LONGEST = 10_000  # characters: no sentence is


class Commands(click.Group):
    """A group that cuts no sentence short. Groups within it are to be of this class too."""

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """Name and first sentence of every command that is not hidden."""
        named = [(name, self.get_command(context, name)) for name in self.list_commands(context)]
        rows = [(name, one.get_short_help_str(LONGEST)) for name, one in named if one is not None and not one.hidden]
        if rows:
            with formatter.section("Commands"):
                formatter.write_dl(rows)
