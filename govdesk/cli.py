"""The `govdesk` command: every room's commands under one roof, each loaded when it is asked for."""

from importlib import import_module

import click

from govdesk import __version__

COMMANDS = {
    "accounts": ("govdesk.accounts.cli", "The register: bring accounts in, and out."),
    "breakglass": (
        "govdesk.signin.cli",
        "The local administrator for the day the directory is down; off unless opened.",
    ),
    "db": ("govdesk.serving", "Migrations of the database."),
    "demo": ("govdesk.demo.cli", "The sample company."),
    "directory": ("govdesk.directory.cli", "The company directory."),
    "notices": ("govdesk.notify.cli", "Notices and their state."),
    "people": ("govdesk.directory.cli", "Who is known."),
    "policies": ("govdesk.policies.cli", "Texts that people read and acknowledge."),
    "preflight": ("govdesk.preflight.cli", "Look at the draft in FILE (- for standard input) before it is posted."),
    "reports": ("govdesk.reports.cli", "What the register knows over all accounts, as files."),
    "rotation": ("govdesk.rotation.cli", "Credentials that have to be changed."),
    "routes": ("govdesk.serving", "List every route with its methods, permission and object scope."),
    "serve": ("govdesk.serving", "Run the production web server."),
    "signin": ("govdesk.signin.oidc.cli", "Who signs in, and by which door."),
    "voice": ("govdesk.voice.cli", "Texts held against rules of voice and style."),
    "worker": (
        "govdesk.serving",
        "Run recurring work: reminders, mail, the directory. Any number of workers may run.",
    ),
}
"""Name: the module that has the command under this name, and what it says of itself. To read all of them for the sake
of `--help` would take seconds."""


class Rooms(click.Group):
    """Loads commands when they are asked for; turns what stopped one into one sentence on standard error, exit 1."""

    def list_commands(self, _context: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        # Rows refer to rows of other rooms: whoever reads one room's tables needs to know all of them.
        import_module("govdesk.tables")
        command = getattr(import_module(COMMANDS[name][0]), name)
        assert isinstance(command, click.Command)
        if introduce := _INTRODUCTIONS.get(name):
            introduce()
        return command

    def format_commands(self, _context: click.Context, formatter: click.HelpFormatter) -> None:
        width = formatter.width - 6 - max(map(len, COMMANDS))
        with formatter.section("Commands"):
            formatter.write_dl([(name, _short(COMMANDS[name][1], width)) for name in sorted(COMMANDS)])

    def invoke(self, context: click.Context) -> object:
        try:
            return super().invoke(context)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            if sentence := _sentence(error, context):
                raise click.ClickException(sentence) from None
            raise


def _short(text: str, width: int) -> str:
    return click.Command(None, help=text).get_short_help_str(width)


def _sentence(error: Exception, context: click.Context) -> str:
    """What a person can do something about; empty for a fault of the program."""
    from sqlalchemy.exc import OperationalError, ProgrammingError

    from govdesk.files import FileError, PolicyFiles
    from govdesk.settings import SettingsError

    if isinstance(error, SettingsError):
        return str(error)
    if isinstance(error, FileError):
        return f"{error} (in {PolicyFiles(context.obj.settings.policies).where(error.name)})"
    if isinstance(error, OperationalError):
        return _shortfall(context) or f"The database cannot be used: {str(error.orig).strip()}"
    # So PostgreSQL calls a table that is not there; anything else is a bug.
    return _shortfall(context) if isinstance(error, ProgrammingError) else ""


def _shortfall(context: click.Context) -> str:
    """What the database lacks; empty when it cannot even be asked."""
    from sqlalchemy.exc import SQLAlchemyError

    from govdesk import schema

    try:
        return schema.shortfall(context.obj.engine) or ""
    except SQLAlchemyError:
        return ""


def _meet_the_rooms_above() -> None:
    """Rooms above the register that heed what commands do in it."""
    from govdesk import successors  # noqa: F401 - lets files ask for hand-overs
    from govdesk.exposure import reckoning  # noqa: F401 - heeds who may get in
    from govdesk.handover.actions import confirming  # noqa: F401 - welcomes new accounts
    from govdesk.proof import cautioning  # noqa: F401 - imports ask it


def _learn_to_verify() -> None:
    """Its answers know the impostors, of which the register below knows nothing."""
    from govdesk.accounts.cli import accounts
    from govdesk.proof.cli import verify

    accounts.add_command(verify)
    _meet_the_rooms_above()


def _check_all_files() -> None:
    """Rooms that stand beside `policies` have their files checked by it."""
    from govdesk.campaigns.office import read_terms
    from govdesk.desk import notices  # noqa: F401 - says which mail may be left
    from govdesk.desk.clocks.reading import read_desk
    from govdesk.desk.types.reading import faults as type_faults
    from govdesk.notify.policy import sound_policy
    from govdesk.policies.checks import first_fault, validates
    from govdesk.policies.cli import publishes_along
    from govdesk.proof import telling  # noqa: F401 - likewise
    from govdesk.reports.controls import faults
    from govdesk.rotation.plan.reading import read_plan
    from govdesk.rotation.work.checklist import read_checklist
    from govdesk.rule_versions import publish_rules, publish_types
    from govdesk.signin.policy import SignInPolicy
    from govdesk.voice import policy_rules

    publishes_along("rotation.yml", publish_rules)
    publishes_along("desk/*.yml", publish_types)
    validates("campaigns.yml", first_fault(read_terms))
    validates("desk.yml", first_fault(read_desk))
    validates("notices.yml", first_fault(sound_policy))
    validates("rotation.yml", first_fault(read_plan))
    validates("desk/*.yml", type_faults)
    validates("rotation-steps.yml", first_fault(read_checklist))
    validates("controls/*.yml", faults)
    validates("signin.yml", first_fault(SignInPolicy.read))
    validates(policy_rules.RULES, policy_rules.faults)


_INTRODUCTIONS = {"accounts": _learn_to_verify, "demo": _meet_the_rooms_above, "policies": _check_all_files}
"""What commands are to know of rooms that their own room does not know."""


@click.group(cls=Rooms, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
@click.pass_context
def main(context: click.Context) -> None:
    """The social media IT desk: which accounts are ours, who owns them, who can get in."""
    from govdesk.console import House

    context.obj = House()
    context.call_on_close(context.obj.close)
