"""What may be done with accounts: invite, change, disable, hand over a link, choose a password."""

from dataclasses import dataclass
from datetime import date

from readiness.accounts.links import FIRST, INVITE, RESET, IssuedLink, get_link, issue_link, take_link
from readiness.accounts.models import Account, AccountLink, AccountPerson, AccountSite
from readiness.accounts.passwords import hash_password, password_faults, turn
from readiness.accounts.queries import administrators, email_key, find_account, get_account, known_account
from readiness.accounts.sign_in import Browser, begin_session, end_sessions, prove
from readiness.accounts.standing import Moment
from readiness.audit.actions import Recording, recording
from readiness.audit.events.accounts import (
    AccountCreated,
    AccountDisabled,
    AccountEnabled,
    PasswordSet,
    RoleChanged,
)
from readiness.foundation.emails import is_email
from readiness.foundation.errors import Conflict, InvalidInput, NotAllowed
from readiness.foundation.temporal import current, record, withdraw
from readiness.foundation.text import name_key
from readiness.foundation.words import gettext as _
from readiness.people.models import Site
from readiness.people.queries import find_person
from readiness.web import access
from readiness.web.access import Role, SignedIn

LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class AccountWish:
    """What an account shall be. Sites are for managers; an auditor has a last day."""

    name: str
    role: Role
    site_ids: frozenset[int] = frozenset()
    until_on: date | None = None
    staff_number: str = ""


def invite(email: str, wish: AccountWish, actor: str, moment: Moment) -> IssuedLink:
    """Make an account; gives the link with which its owner chooses a password."""
    faults = [*_email_faults(email), *_wish_faults(wish, moment.today)]
    if faults:
        raise InvalidInput(faults)
    with recording(actor) as opened:
        if find_account(email) is not None:
            raise Conflict(_("There is an account with the e-mail address %(email)s.", email=email))
        account = _create(email, wish, moment, opened)
        return issue_link(account, INVITE, moment.now, opened)


def _create(email: str, wish: AccountWish, moment: Moment, opened: Recording) -> Account:
    account = Account.create(
        email=email.strip(), email_key=email_key(email), created_at=moment.now, **_values(wish)
    )
    _write_sites(account.id, wish)
    _write_person(account, opened)
    opened.note(AccountCreated(account.email, **_told(wish)))  # type: ignore[arg-type]
    return account


def _values(wish: AccountWish) -> dict[str, object]:
    person = find_person(wish.staff_number) if wish.staff_number else None
    return {
        "name": wish.name.strip(),
        "name_key": name_key(wish.name),
        "role": wish.role.value,
        "person": person,
        "until_on": wish.until_on,
    }


def _write_person(account: Account, opened: Recording) -> None:
    """Keep whose an account is from now on: by an earlier knowledge it stays whose it was taken for."""
    known: AccountPerson | None = AccountPerson.get_or_none(
        (AccountPerson.account == account.id) & current(AccountPerson)
    )
    if known is not None and known.person == account.person:
        return
    if known is not None:
        withdraw(known, opened.change)
    if account.person is not None:
        record(AccountPerson, opened.change, account=account.id, person=account.person)


def _told(wish: AccountWish) -> dict[str, object]:
    """What the audit trail says of a wish."""
    codes = [site.code for site in Site.select(Site.code).where(Site.id.in_(list(wish.site_ids)))]
    return {
        "name": wish.name.strip(),
        "role": wish.role.value,
        "sites": sorted(codes),
        "until_on": wish.until_on.isoformat() if wish.until_on else None,
        "staff_number": wish.staff_number or None,
    }


def _write_sites(account_id: int, wish: AccountWish) -> None:
    AccountSite.delete().where(AccountSite.account == account_id).execute()
    for site_id in sorted(wish.site_ids):
        AccountSite.create(account=account_id, site=site_id)


def _email_faults(email: str) -> list[str]:
    return [] if is_email(email.strip()) else [_("Write the e-mail address in full, as ana@example.org.")]


def _wish_faults(wish: AccountWish, today: date) -> list[str]:
    faults = []
    if not wish.name.strip() or len(wish.name) > LONGEST_NAME or not wish.name.isprintable():
        faults.append(_("Write the name of the person, in at most %(count)s characters.", count=LONGEST_NAME))
    if len(wish.site_ids) != Site.select().where(Site.id.in_(list(wish.site_ids)) & current(Site)).count():
        faults.append(_("One of the sites is not there any more. Choose again."))
    if wish.role is Role.MANAGER and not wish.site_ids:
        has_sites = Site.select().where(current(Site)).exists()
        faults.append(
            _("Choose the sites of the manager, at least one.")
            if has_sites
            else _("A manager is bound to sites, and there is none yet. Add a site first, under Sites.")
        )
    if wish.role is not Role.MANAGER and wish.site_ids:
        faults.append(_("Only a manager is bound to sites. Leave them out, or choose the role of manager."))
    if wish.role is Role.AUDITOR and wish.until_on is None:
        faults.append(_("Give the last day of the auditor's access."))
    if wish.until_on is not None and wish.until_on < today:
        faults.append(_("The last day has passed. Choose today or a later day."))
    if wish.staff_number and find_person(wish.staff_number) is None:
        faults.append(_("There is nobody with the staff number '%(number)s'.", number=wish.staff_number))
    return faults


def change_account(account_id: int, wish: AccountWish, actor: str, moment: Moment) -> None:
    """Change what an account is for. Whoever is signed in with it must do so again."""
    faults = _wish_faults(wish, moment.today)
    if faults:
        raise InvalidInput(faults)
    with recording(actor) as opened:
        account, before = get_account(account_id), administrators(moment.today)
        Account.update(**_values(wish)).where(Account.id == account_id).execute()
        _write_sites(account_id, wish)
        _write_person(get_account(account_id), opened)
        _check_administrators(before, moment)
        end_sessions(account, "role changed", opened)
        opened.note(RoleChanged(account.email, **_told(wish)))  # type: ignore[arg-type]


def disable_account(account_id: int, actor: str, moment: Moment) -> None:
    """Let an account sign in no more, at once."""
    with recording(actor) as opened:
        account, before = get_account(account_id), administrators(moment.today)
        if account.is_disabled:
            raise Conflict(_("The account is disabled already."))
        Account.update(disabled_at=moment.now).where(Account.id == account_id).execute()
        _check_administrators(before, moment)
        end_sessions(account, "account disabled", opened)
        opened.note(AccountDisabled(account.email))


def enable_account(account_id: int, actor: str) -> None:
    """Let a disabled account sign in again, with the password that it had."""
    with recording(actor) as opened:
        account = get_account(account_id)
        if not account.is_disabled:
            raise Conflict(_("The account is not disabled."))
        Account.update(disabled_at=None).where(Account.id == account_id).execute()
        opened.note(AccountEnabled(account.email))


def sign_out_everywhere(account_id: int, actor: str) -> None:
    """End every session of an account."""
    with recording(actor) as opened:
        account = get_account(account_id)
        if not end_sessions(account, "signed out by an administrator", opened):
            raise Conflict(_("The account is signed in nowhere."))


def _check_administrators(before: list[int], moment: Moment) -> None:
    """Refuse, within the change, what takes away the last one who can administer."""
    if before and not administrators(moment.today):
        raise Conflict(_("This is the last administrator. Make someone else an administrator first."))


def hand_over_link(account_id: int, actor: str, moment: Moment) -> IssuedLink:
    """A link with which the owner of an account chooses a new password; earlier ones die."""
    with recording(actor) as opened:
        account = get_account(account_id)
        if account.is_disabled:
            raise Conflict(_("The account is disabled. Enable it first."))
        purpose = RESET if account.password_hash else INVITE
        return issue_link(account, purpose, moment.now, opened)


def first_administrator_link(actor: str, moment: Moment) -> IssuedLink | None:
    """The link for the first administrator; None where there is one. Earlier ones die."""
    if administrators(moment.today):
        return None
    with recording(actor) as opened:
        return issue_link(None, FIRST, moment.now, opened)


@dataclass(frozen=True, slots=True)
class Choice:
    """What someone with a link chose; name and e-mail address only the first administrator."""

    password: str
    name: str = ""
    email: str = ""


def use_link(token: str, choice: Choice, organisation: str, browser: Browser, moment: Moment) -> SignedIn:
    """Choose the password, once; whoever does is signed in, and everyone else with the account is not."""
    link = get_link(token, moment.now)
    account = link.account
    name, email = (account.name, account.email) if account else (choice.name, choice.email)
    faults = (
        [] if account else [*_wish_faults(AccountWish(name, Role.ADMIN), moment.today), *_email_faults(email)]
    )
    faults += password_faults(choice.password, (organisation, name, email.partition("@")[0]))
    if faults:
        raise InvalidInput(faults)
    with turn():
        password_hash = hash_password(choice.password)
    with recording(email) as opened:
        take_link(link, moment.now)
        account = account or _create_first(choice, moment, opened)
        _set_password(account, password_hash, link.purpose, opened)
        known = known_account(account.id)
        if known.refusal(moment.today):
            raise NotAllowed(_("This account cannot be used any more. Ask an administrator."))
        return begin_session(known, browser, moment.now, opened)


def _create_first(choice: Choice, moment: Moment, opened: Recording) -> Account:
    """The first administrator; refused where another one came first."""
    if administrators(moment.today) or find_account(choice.email) is not None:
        raise Conflict(_("There is an administrator, or an account with this e-mail address, already."))
    return _create(choice.email, AccountWish(choice.name, Role.ADMIN), moment, opened)


def change_password(
    account: access.Account, old: str, new: str, organisation: str, browser: Browser, moment: Moment
) -> SignedIn:
    """Change one's own password. Every session ends, and one begins anew: a stolen cookie is worth nothing."""
    faults = password_faults(new, (organisation, account.name, account.email.partition("@")[0]))
    if faults:
        raise InvalidInput(faults)
    proof = prove(account.email, old, browser, moment)
    with turn():
        password_hash = hash_password(new)
    with recording(account.email) as opened:
        _set_password(get_account(account.id), password_hash, "owner", opened)
        proof.forget_attempts()
        return begin_session(known_account(account.id), browser, moment.now, opened)


def _set_password(account: Account, password_hash: str, by: str, opened: Recording) -> None:
    Account.update(password_hash=password_hash).where(Account.id == account.id).execute()
    AccountLink.delete().where((AccountLink.account == account.id) & AccountLink.used_at.is_null()).execute()
    end_sessions(account, "password changed", opened)
    opened.note(PasswordSet(account.email, by=by))
