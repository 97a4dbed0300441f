"""The forms of accounts: signing in, choosing a password, and what an account is for."""

from wtforms import EmailField, HiddenField, PasswordField, RadioField, StringField
from wtforms.validators import EqualTo

from readiness.accounts.roles import ROLE_HINTS, ROLE_TITLES
from readiness.foundation.words import gettext as _
from readiness.foundation.words import msgid
from readiness.web.forms import CheckboxesField, DayField, Form, Required


class SignInForm(Form):
    """Who, and the password; `next` is where to go afterwards."""

    email = EmailField(msgid("E-mail address"), [Required(msgid("Write your e-mail address."))])
    password = PasswordField(msgid("Password"), [Required(msgid("Write your password."))])
    next = HiddenField()


class ChoosePasswordForm(Form):
    """A new password, twice."""

    password = PasswordField(
        msgid("New password"),
        [Required(msgid("Choose a password."))],
        description=msgid(
            "15 characters or more: four or five words that have nothing to do with you are good."
        ),
    )
    repeated = PasswordField(
        msgid("The same once more"),
        [
            Required(msgid("Write the new password once more.")),
            EqualTo("password", msgid("The two passwords are not the same.")),
        ],
    )


class FirstAdministratorForm(ChoosePasswordForm):
    """Who administers, with a password."""

    name = StringField(msgid("Your name"), [Required(msgid("Write your name."))])
    email = EmailField(msgid("Your e-mail address"), [Required(msgid("Write your e-mail address."))])


class ChangePasswordForm(ChoosePasswordForm):
    """The present password, and a new one."""

    old = PasswordField(msgid("Present password"), [Required(msgid("Write your present password."))])


class AccountForm(Form):
    """What an account is for. The sites are told by whoever shows the form."""

    name = StringField(msgid("Name"), [Required(msgid("Write the name of the person."))])
    role = RadioField(msgid("Role"), [Required(msgid("Choose a role."))])
    sites = CheckboxesField(
        msgid("Sites"), description=msgid("Only for a manager: whose records the manager sees."), coerce=int
    )
    until_on = DayField(
        msgid("Last day of access"),
        description=msgid("After this day nobody can sign in with the account. An auditor needs one."),
    )
    staff_number = StringField(
        msgid("Staff number"),
        description=msgid("Whose account it is. It stops working when the person's employment ends."),
    )

    def offer(self, sites: list[tuple[int, str]]) -> None:
        """Fill in the choices: roles with what each may do, and sites."""
        self.role.choices = {
            role.value: f"{_(title)}: {_(ROLE_HINTS[role])}" for role, title in ROLE_TITLES.items()
        }
        self.sites.choices = dict(sites)


class InviteForm(AccountForm):
    """A new account."""

    email = EmailField(msgid("E-mail address"), [Required(msgid("Write the e-mail address of the person."))])
