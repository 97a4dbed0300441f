"""The command line. Results go to standard output, everything else to standard error."""

from importlib import import_module
from typing import Any

import click

from readiness.foundation.loading import loading

# Each command by its name, and where it stands: a command waits only for what it needs itself.
COMMANDS = {
    "account": "accounts:account",
    "audit": "auditing:audit",
    "backup": "backing_up:backup",
    "certificate": "recording:certificate",
    "exercise": "recording:exercise",
    "export": "asking:export",
    "export-file": "asking:export_file",
    "gaps": "asking:gaps",
    "handbook": "handbook:handbook",
    "headcount": "recording:headcount",
    "import": "importing:import_",
    "imports": "importing:imports",
    "init": "running:init",
    "packs": "requiring:packs",
    "paper": "paper:paper",
    "publish": "handbook:publish",
    "restore": "backing_up:restore",
    "run": "running:run",
    "sample": "running:sample",
    "scheduler": "running:scheduler",
    "serve": "serving:serve",
    "training": "training:training",
    "verify": "asking:verify",
}


class Commands(click.Group):
    """Loads a command when it is called for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name].split(":")
        with loading():
            command: Any = getattr(import_module(f"readiness.cli.{module}"), name)
        assert isinstance(command, click.Command)  # noqa: S101
        return command


@click.command(
    cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(package_name="readiness")
@click.pass_context
def main(context: click.Context) -> None:
    """Readiness: certificates, drills, the emergency handbook and compliance, joined."""
    context.obj = import_module("readiness.cli.session").Session()  # which the command has loaded by now
