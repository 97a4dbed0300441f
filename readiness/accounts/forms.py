"""The forms for signing in and for choosing a password."""

from flask_wtf import FlaskForm
from wtforms import EmailField, HiddenField, PasswordField, StringField
from wtforms.validators import DataRequired, EqualTo

from readiness.foundation.words import gettext as _


class SignInForm(FlaskForm):  # type: ignore[misc]
    """Who, and the password; `next` is where to go afterwards."""

    email = EmailField(_("E-mail address"), [DataRequired(_("Write your e-mail address."))])
    password = PasswordField(_("Password"), [DataRequired(_("Write your password."))])
    next = HiddenField()


class ChoosePasswordForm(FlaskForm):  # type: ignore[misc]
    """A new password, twice."""

    password = PasswordField(_("New password"), [DataRequired(_("Choose a password."))])
    repeated = PasswordField(
        _("The same once more"), [EqualTo("password", _("The two passwords are not the same."))]
    )


class FirstAdministratorForm(ChoosePasswordForm):
    """Who administers, with a password."""

    name = StringField(_("Your name"), [DataRequired(_("Write your name."))])
    email = EmailField(_("Your e-mail address"), [DataRequired(_("Write your e-mail address."))])
