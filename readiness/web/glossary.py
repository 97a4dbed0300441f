"""The words of the field, each explained in plain words: for the page of words, and wherever one is needed."""

from dataclasses import dataclass
from itertools import count

from flask import Flask, g

from readiness.foundation.words import msgid


@dataclass(frozen=True, slots=True)
class Term:
    """A word and what it means here."""

    word: str
    meaning: str


GLOSSARY = {
    "as of": Term(msgid("as of"), msgid("The day that is asked about, past or to come.")),
    "known at": Term(
        msgid("known at"),
        msgid("The instant up to which records count for the answer. What was recorded later is left out."),
    ),
    "requirement": Term(
        msgid("requirement"), msgid("Something that a law, a recommendation or your own policy asks for.")
    ),
    "pack": Term(msgid("pack"), msgid("The requirements of one source, held together in one file.")),
    "clause": Term(msgid("clause"), msgid("One single thing that a pack asks for.")),
    "terms": Term(msgid("terms"), msgid("The numbers of a requirement, in force from a day on.")),
    "own terms": Term(
        msgid("own terms"),
        msgid("Numbers that your organisation sets in the place of a pack's. The pack's stay to be seen."),
    ),
    "citation": Term(
        msgid("citation"), msgid("Where it is written: the section of a law, the page of a handbook.")
    ),
    "verified": Term(
        msgid("verified"),
        msgid(
            "Someone read the source on the day that is given. ‘Not verified’: no reliable source was read."
        ),
    ),
    "check": Term(msgid("check"), msgid("The rule by which facts are held against a requirement.")),
    "finding": Term(
        msgid("finding"), msgid("What came out for one requirement, one site or person, on one day.")
    ),
    "met": Term(msgid("met"), msgid("The requirement is fulfilled on that day, and will be for a while.")),
    "due": Term(
        msgid("due"), msgid("Fulfilled, or still in time, but it will be a gap soon unless someone acts.")
    ),
    "gap": Term(msgid("gap"), msgid("The requirement is not fulfilled on that day.")),
    "cannot tell": Term(
        msgid("cannot tell"), msgid("A fact is missing, and the answer hangs on it. Never taken for met.")
    ),
    "not applicable": Term(
        msgid("not applicable"), msgid("The requirement does not speak of this site or person on that day.")
    ),
    "exempted": Term(
        msgid("exempted"), msgid("Let off one requirement, until a day and for a reason that is on record.")
    ),
    "certificate kind": Term(
        msgid("certificate kind"), msgid("What a qualification is, how long it counts, and when it is due.")
    ),
    "certificate": Term(
        msgid("certificate"),
        msgid("One person's holding of one kind, from its day of issue to its last day."),
    ),
    "renewal window": Term(
        msgid("renewal window"), msgid("The days before a certificate's end in which it is due for renewal.")
    ),
    "grace": Term(
        msgid("grace"), msgid("Days after its end in which it can still be renewed; it does not count then.")
    ),
    "covers": Term(msgid("covers"), msgid("A certificate that counts as another kind too.")),
    "headcount": Term(
        msgid("headcount"), msgid("How many people work at a site on a day, those on leave among them.")
    ),
    "holder": Term(
        msgid("holder"), msgid("Someone whose certificate counts on that day, and who is not on leave.")
    ),
    "evidence": Term(msgid("evidence"), msgid("Proof of a certificate: a copy on file, or its number.")),
    "severity": Term(msgid("severity"), msgid("How grave a gap is: high, medium or low.")),
    "remedy": Term(msgid("remedy"), msgid("What would close a gap.")),
    "exercise": Term(
        msgid("exercise"), msgid("A rehearsal of a crisis, from a talk around a table to a full drill.")
    ),
    "drill": Term(msgid("drill"), msgid("The common exercise: one procedure, practised for real.")),
    "incident": Term(msgid("incident"), msgid("A crisis that really happened.")),
    "debrief": Term(
        msgid("debrief"), msgid("A guided talk after an incident, for those who were there or helped.")
    ),
    "mental health first aid": Term(
        msgid("mental health first aid"),
        msgid("Help for someone in a mental health crisis until professional help takes over."),
    ),
    "psychological first aid": Term(
        msgid("psychological first aid"),
        msgid("Calm, practical support for people right after something terrible."),
    ),
    "de-escalation": Term(msgid("de-escalation"), msgid("Words and conduct that let aggression cool down.")),
    "naloxone": Term(msgid("naloxone"), msgid("A medicine that reverses an opioid overdose for a while.")),
    "protocol": Term(
        msgid("protocol"),
        msgid("What to do in one situation, in plain words, in each language of the handbook."),
    ),
    "revision": Term(
        msgid("revision"),
        msgid("One text of a protocol. It is written once; whoever changes something writes the next."),
    ),
    "edition": Term(
        msgid("edition"),
        msgid("One finished build of the handbook, which never changes. The latest is shown."),
    ),
    "reading grade": Term(
        msgid("reading grade"),
        msgid("The school year whose pupils can read a text. Above 8 nothing is approved; 6 is aimed at."),
    ),
    "crisis line": Term(
        msgid("crisis line"), msgid("A number that is answered in a crisis. A help line refers to services.")
    ),
    "audit trail": Term(
        msgid("audit trail"), msgid("Everything that was done, by whom and when. It can only grow.")
    ),
}
"""By the word that pages ask for, in the order of the page of words."""


def explained(word: str) -> tuple[Term, str]:
    """A word's explanation, and an id that no other place on the page has."""
    if "explanations" not in g:
        g.explanations = count(1)
    return GLOSSARY[word], f"explained-{next(g.explanations)}"


def add_glossary(app: Flask) -> None:
    """Give templates the words that explain themselves."""
    app.jinja_env.globals.update(explained=explained)
