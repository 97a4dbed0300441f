"""The forms of the outbox and of the webhook."""

from wtforms import EmailField, StringField

from readiness.foundation.words import msgid
from readiness.web.forms import Form, Required


class TestMessageForm(Form):
    """To whom a test message goes."""

    __test__ = False

    recipient = EmailField(
        msgid("E-mail address"), [Required(msgid("Write the address that the test goes to."))]
    )


class WebhookForm(Form):
    """Where messages are posted."""

    url = StringField(
        msgid("Address"),
        [Required(msgid("Write the address to which messages are posted."))],
        description=msgid("Begins with https://. Saving it makes a new secret."),
    )
