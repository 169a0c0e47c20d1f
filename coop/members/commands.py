"""Commands about accounts, roles and members."""

from pathlib import Path

import click
from sqlalchemy.orm import Session

from coop.districts.queries import district_of
from coop.identity.actions import end_sign_ins, open_account
from coop.identity.gateways import Argon2
from coop.identity.queries import account_by_email
from coop.kernel.access import Actor, Role
from coop.kernel.clock import local_day, system_clock
from coop.kernel.console import command_transaction
from coop.kernel.errors import CoopError
from coop.members.actions import admit_member, appoint, import_members, require_free, rows_against_register
from coop.members.policy import Refused, read_members

APPOINTED = [role.value for role in Role if role is not Role.MEMBER]


def account_id_of(db: Session, email: str) -> int:
    account = account_by_email(db, email)
    if account is None:
        raise click.ClickException(f"There is no account with {email}.")
    return account.id


@click.group()
def account() -> None:
    """Accounts of people who sign in."""


@account.command("new")
@click.argument("email")
@click.option("--name", required=True)
@click.option("--password", prompt=True, hide_input=True, confirmation_prompt=True)
def new(*, email: str, name: str, password: str) -> None:
    """Open an account. The password is asked and not shown."""
    with command_transaction() as db:
        open_account(db, Argon2(), email=email, name=name, password=password, at=system_clock())
    click.echo(f"{name} can sign in.")


@account.command("sign-out")
@click.argument("email")
def sign_out(*, email: str) -> None:
    """Sign somebody out everywhere, for a lost or stolen device."""
    with command_transaction() as db:
        ended = end_sign_ins(db, account_id_of(db, email), at=system_clock())
    click.echo(f"{email} is signed out in {ended} places.")


@click.group()
def role() -> None:
    """Roles of people in a neighbourhood."""


@role.command("give")
@click.argument("email")
@click.argument("role_name", metavar="ROLE", type=click.Choice(APPOINTED))
@click.option("--district", "slug", required=True, metavar="SLUG")
def give(*, email: str, role_name: str, slug: str) -> None:
    """Appoint somebody from today on."""
    today = local_day(system_clock())
    with command_transaction() as db:
        place, account_id, wanted = district_of(db, slug).id, account_id_of(db, email), Role(role_name)
        require_free(db, place, account_id, wanted, starts_on=today)
        appoint(db, place, account_id, wanted, starts_on=today)
    click.echo(f"{email} is {role_name} in {slug} from today.")


@click.group()
def member() -> None:
    """Members of the co-operative of a neighbourhood."""


@member.command("admit")
@click.argument("name")
@click.option("--district", "slug", required=True, metavar="SLUG")
@click.option("--email", default="", help="The account of this member; leave it out for who has none.")
def admit(*, name: str, slug: str, email: str) -> None:
    """Enter a member in the register from today on."""
    today = local_day(system_clock())
    with command_transaction() as db:
        account_id = account_id_of(db, email) if email else None
        admit_member(db, district_of(db, slug).id, name=name, on=today, account_id=account_id)
    click.echo(f"{name} is a member in {slug} from today.")


def _refuse_rows(refused: list[Refused], *, good: int) -> None:
    for one in sorted(refused, key=lambda row: row.line):
        click.echo(f"Line {one.line}: {one.reason}", err=True)
    if refused:
        raise click.ClickException(f"Refused rows: {len(refused)}, good rows: {good}. Nothing was entered.")


@member.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--district", "slug", required=True, metavar="SLUG")
def import_file(*, file: Path, slug: str) -> None:
    """Enter the members of a CSV file, all or none. Every refused row is named with its reason."""
    try:
        rows, refused = read_members(file.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as reason:
        raise click.ClickException("This file is not UTF-8 text. Save it as CSV UTF-8.") from reason
    except CoopError as reason:
        raise click.ClickException(str(reason)) from reason
    if not refused and not rows:
        raise click.ClickException("There are no members in this file.")
    with command_transaction() as db:
        place = district_of(db, slug).id
        against = rows_against_register(db, place, rows, on=local_day(system_clock()))
        _refuse_rows([*refused, *against], good=len(rows) - len(against))
        # Whoever can run commands on the server keeps its data anyway.
        keeper = Actor(account_id=None, name="", district_id=place, roles=frozenset({Role.SECRETARY}))
        with click.progressbar(length=len(rows), label="Entering members") as bar:
            count = import_members(db, keeper, place, rows, on=local_day(system_clock()), progress=bar.update)
    click.echo(f"Members entered in {slug}: {count}.")
