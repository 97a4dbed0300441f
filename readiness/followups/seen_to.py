"""Who sees to findings, for the pages of compliance."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from readiness.accounts.told import accounts_on
from readiness.compliance.adopted import clauses_of_page
from readiness.compliance.days.findings import Finding
from readiness.compliance.lists.followed import Chosen, Key, SeenTo, ToSeeTo
from readiness.followups.missing import givers, missing_of
from readiness.followups.queries import (
    Gap,
    Owner,
    Thread,
    chosen_findings,
    entries_of,
    get_thread,
    open_at,
    open_threads_of,
    owner_names,
    staff_numbers,
    threads_of,
)
from readiness.followups.telling import as_known
from readiness.foundation.words import gettext as _
from readiness.foundation.words import msgid
from readiness.people.queries import site_titles
from readiness.people.sections import Section
from readiness.web.access import Account, current_account
from readiness.web.frame import frame, frame_url
from readiness.web.listing import Option
from readiness.web.once import known_now, until_changed

OPTION_WORDS = {
    "mine": msgid("You see to it"),
    "given": msgid("Somebody sees to it"),
    "past": msgid("Past its day"),
}


class SeenToFindings:
    """What the threads of gaps tell the pages of findings."""

    def of(self, findings: Iterable[Finding]) -> Mapping[Key, SeenTo]:
        """Those of these that somebody sees to now; of another knowledge nothing is told in lists."""
        rows = [each for each in findings if each.status.asks_for_action]
        if not rows or frame().known_at is not None:
            return {}
        sites = frozenset(each.site for each in rows)
        threads = until_changed(("threads", sites), lambda: open_at(sites))
        if not threads:
            return {}
        numbers = staff_numbers(each.gap.person for each in threads)
        names = owner_names(each.owner for each in threads)
        given = {
            (*_place(each), numbers.get(each.gap.person, "")): each
            for each in threads
            if each.due_on is not None
        }
        found = {}
        for row in rows:
            place = (row.site, row.pack, row.clause.id)
            thread = given.get((*place, row.subject)) or given.get((*place, ""))
            if thread is not None and thread.due_on is not None:
                is_past = thread.due_on < frame().today
                found[(*place, row.subject)] = SeenTo(names.get(thread.owner, ""), thread.due_on, is_past)
        return found

    def options(self) -> Sequence[Option]:
        """By what the list can be narrowed."""
        return [Option(value, _(words)) for value, words in OPTION_WORDS.items()]

    def chosen(self, option: str) -> Chosen:
        """The findings of an option."""
        owners = owners_of(current_account()) if option == "mine" else ()
        before = frame().today if option == "past" else None
        keys, kept_ids = chosen_findings(owners, before)
        return Chosen(frozenset(keys), kept_ids)

    def section(
        self, clause: tuple[str, str], site: tuple[int, str], person: int, *, findings: Sequence[Finding]
    ) -> Section:
        """The part of a finding's page: who sees to it, until when, and all that was said, by what was known."""
        is_open = any(each.status.asks_for_action for each in findings)
        gap = Gap(*clause, *site, person)
        threads = threads_of(gap)
        entries = entries_of(each.id for each in threads)
        told = [as_known(each, entries[each.id], frame().known_at) for each in threads]
        shown = [each for each in told if each is not None]
        now = next((each for each in shown if not each.is_closed), None)
        names = owner_names({entry.owner for each in shown for entry in each.entries})
        number = staff_numbers([person]).get(person) if person else None
        about = {"clause": "/".join(clause), "of": site[1], "person": number}
        values = {
            "now": now,
            "before": [each for each in shown if each.is_closed],
            "names": names,
            "is_open": is_open and frame().known_at is None,
            "missing": missing_of(findings),
            "givers": [each.name for each in givers(accounts_on(frame().today))]
            if missing_of(findings)
            else [],
            "about": about,
            "today": frame().today,
        }
        return Section("followups/of_finding.html", values)

    def mine(self) -> Sequence[ToSeeTo]:
        """What the account, and whoever has it, was asked to see to."""
        owners = tuple(owners_of(current_account()))
        threads = until_changed(("threads of", owners), lambda: open_threads_of(owners))
        return to_see_to(threads, frame().today)


def owners_of(account: Account) -> list[Owner]:
    """As what somebody may see to something: the account, and the person who has it."""
    found = [Owner(account=account.id)]
    return found if account.person_id is None else [*found, Owner(person=account.person_id)]


def to_see_to(threads: Sequence[Thread], today: date) -> list[ToSeeTo]:
    """Threads as a list of what is to be done."""
    if not threads:
        return []
    titles, sites = clause_titles(), site_titles(each.gap.site_code for each in threads)
    numbers = staff_numbers(each.gap.person for each in threads)
    found = []
    for each in threads:
        site = sites.get(each.gap.site_code, each.gap.site_code) or _("No site recorded")
        number = numbers.get(each.gap.person)
        title = titles.get((each.gap.pack_id, each.gap.clause_id), each.gap.clause_id)
        address = frame_url("followups.show", thread_id=each.id)
        where = f"{site}, {number}" if number else site
        found.append(ToSeeTo(title, where, each.due_on, each.standing(today), address))
    return found


def clause_titles() -> dict[tuple[str, str], str]:
    """What each clause that was ever adopted is called."""
    return {(each.pack.id, each.clause.id): each.clause.title for each in clauses_of_page(known_now())}


def may_read(thread_id: int, account: Account) -> bool:
    """Whether a thread is one's own to see to."""
    return get_thread(thread_id).owner in owners_of(account)


def _place(thread: Thread) -> tuple[str, str, str]:
    return thread.gap.site_code, thread.gap.pack_id, thread.gap.clause_id
