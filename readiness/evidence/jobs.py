"""What is done about proof by the clock: nothing is kept that nobody refers to, and what is gone is found out."""

import logging
from datetime import date

from config import config_from_environment
from readiness.accounts.queries import who_can_sign_in
from readiness.audit.actions import recording
from readiness.audit.events.evidence import WaitingTold
from readiness.certificates.kinds import certificate_kinds
from readiness.evidence.messages import owe_waiting
from readiness.evidence.models import EvidenceFile
from readiness.evidence.queries import all_files, is_told, submissions_in, unused_files
from readiness.evidence.states import State
from readiness.evidence.vault import STRAY_AFTER, Vault
from readiness.foundation import clock, words
from readiness.foundation.database import connected, lock, transaction
from readiness.foundation.settings import with_stored
from readiness.web.access import Role

log = logging.getLogger(__name__)


def look_after_proof() -> None:
    """Go through the vault and the rows of its files."""
    with connected():
        look_through(Vault(config_from_environment().data_dir))


def tell_what_waits() -> None:
    """Owe those who look at proof a message of what waits for them; once a day, however often it runs."""
    with connected():
        settings = with_stored(config_from_environment())
        words.speak(settings.language)
        tell_on(clock.today(settings.time_zone))


def tell_on(today: date) -> None:
    """The same for a day."""
    waiting = submissions_in(State.SENT, 1000)
    lookers = who_can_sign_in(Role.HR, today) if waiting else []
    if not lookers or is_told(today):
        return
    kinds = certificate_kinds()
    with recording("timetable") as opened:
        told = [account for account in lookers if owe_waiting(account, waiting, kinds, today, opened)]
        opened.note(WaitingTold("proof", count=len(waiting), accounts=[account.email for account in told]))


def look_through(vault: Vault) -> None:
    """Remove files with no row and rows that nothing refers to; note of the others whether they are whole."""
    before = clock.now() - STRAY_AFTER
    with transaction():
        lock("change")  # nobody refers to a file meanwhile
        for file in unused_files(before):
            if vault.is_young(file.sha256):
                continue
            file.delete_instance()
            vault.remove(file.sha256)
    for file in all_files():
        if vault.is_whole(file.sha256) == (file.missing_since is None):
            continue
        is_back = file.missing_since is not None
        since = None if is_back else clock.now()
        EvidenceFile.update(missing_since=since).where(EvidenceFile.id == file.id).execute()
        log.error("The proof %s is %s.", file.sha256, "back" if is_back else "gone or damaged")
    for path in list(vault.strays({file.sha256 for file in all_files()})):
        path.unlink(missing_ok=True)
