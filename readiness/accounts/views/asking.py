"""When a request is made, and where it comes from."""

from flask import request

from readiness.accounts.sign_in import Browser
from readiness.accounts.standing import Moment
from readiness.foundation import clock
from readiness.web.settings import settings


def moment() -> Moment:
    """Now, and the day that it is where the organisation is."""
    return Moment(clock.now(), clock.today(settings().time_zone))


def browser() -> Browser:
    """The browser that asks."""
    return Browser(request.remote_addr or "", request.user_agent.string)
