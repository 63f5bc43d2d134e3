"""The `govdesk` command: every room's commands under one roof."""

import click
from sqlalchemy.exc import OperationalError, ProgrammingError, SQLAlchemyError

from govdesk import (
    __version__,
    schema,
    successors,  # noqa: F401 - lets files ask for hand-overs
)
from govdesk.accounts.cli import accounts
from govdesk.campaigns.office import read_terms
from govdesk.console import House
from govdesk.demo.cli import demo
from govdesk.directory.cli import directory, people
from govdesk.files import FileError, PolicyFiles
from govdesk.notify.cli import notices
from govdesk.policies.checks import first_fault, validates
from govdesk.policies.cli import policies
from govdesk.proof.cli import verify
from govdesk.reports.cli import reports
from govdesk.reports.controls import faults
from govdesk.rotation.cli import rotation
from govdesk.rotation.office import read_reminders
from govdesk.serving import db, routes, serve, worker
from govdesk.settings import SettingsError
from govdesk.signin.cli import breakglass
from govdesk.signin.oidc.cli import signin
from govdesk.signin.policy import SignInPolicy

# Rooms that stand beside `policies` have their files checked by it from here.
validates("campaigns.yml", first_fault(read_terms))
validates("rotation.yml", first_fault(read_reminders))
validates("controls/*.yml", faults)
validates("signin.yml", first_fault(SignInPolicy.read))


UNUSABLE = "The database cannot be used:"


class Sentences(click.Group):
    """Turns what stopped a command into one sentence on standard error; exit 1."""

    def invoke(self, context: click.Context) -> object:
        try:
            return super().invoke(context)
        except SettingsError as error:
            raise click.ClickException(str(error)) from None
        except FileError as error:
            files = PolicyFiles(context.obj.settings.policies)
            raise click.ClickException(f"{error} (in {files.where(error.name)})") from None
        except OperationalError as error:
            raise click.ClickException(_shortfall(context) or f"{UNUSABLE} {str(error.orig).strip()}") from None
        except ProgrammingError:  # so PostgreSQL calls a table that is not there; anything else is a bug
            if lacking := _shortfall(context):
                raise click.ClickException(lacking) from None
            raise


def _shortfall(context: click.Context) -> str | None:
    """What the database lacks; None when it cannot even be asked."""
    try:
        return schema.shortfall(context.obj.engine)
    except SQLAlchemyError:
        return None


@click.group(cls=Sentences, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
@click.pass_context
def main(context: click.Context) -> None:
    """The social media IT desk: which accounts are ours, who owns them, who can get in."""
    context.obj = House()
    context.call_on_close(context.obj.close)


# Its answers know the impostors, of which the register below knows nothing.
accounts.add_command(verify)

for command in (
    serve,
    worker,
    db,
    routes,
    directory,
    people,
    signin,
    accounts,
    rotation,
    notices,
    policies,
    reports,
    breakglass,
    demo,
):
    main.add_command(command)
