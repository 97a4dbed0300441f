"""The one tree of errors: each says what to do next, and all faults at once."""

from collections.abc import Iterable


class ReadinessError(Exception):
    """Something was refused, in words for the person who asked.

    `problems` holds every fault that was found, one sentence each; `title` says in one line
    what was refused. The command line prints both and exits with `exit_code`.
    """

    exit_code = 1
    status = 400
    title = "This cannot be done."

    def __init__(self, problems: str | Iterable[str], *, title: str | None = None) -> None:
        self.problems: tuple[str, ...] = (problems,) if isinstance(problems, str) else tuple(problems)
        if title is not None:
            self.title = title
        super().__init__("\n".join(self.problems))


class ConfigurationError(ReadinessError):
    """The settings or the shipped files are wrong: the service does not start, or cannot go on."""

    status = 503
    title = "Readiness cannot start with these settings."


class InvalidInput(ReadinessError):
    """What was typed or sent is not of the form that is asked for."""

    status = 422
    title = "Please mend what follows and try again."


class NotFound(ReadinessError):
    """What was asked for does not exist, or not for the person who asks."""

    status = 404
    title = "This was not found."


class NotAllowed(ReadinessError):
    """The person who asks may not do this."""

    status = 403
    title = "You may not do this."


class NotSignedIn(ReadinessError):
    """Nobody is signed in, or no longer."""

    status = 401
    title = "You are not signed in."


class TooMany(ReadinessError):
    """It was tried too often; after `seconds` it may be tried again."""

    status = 429
    title = "This was tried too often."

    def __init__(self, problems: str | Iterable[str], *, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(problems)


class Conflict(ReadinessError):
    """It was changed meanwhile, or exists already."""

    status = 409
    title = "This does not fit what is there."


class Unavailable(ReadinessError):
    """A part that is needed does not answer just now."""

    status = 503
    title = "This does not work right now. Try again in a moment."


class ImportRefused(ReadinessError):
    """A file was refused whole; `problems` names every fault by row and column."""

    status = 422
    title = "The file was refused; nothing was changed."
