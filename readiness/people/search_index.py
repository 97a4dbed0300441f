"""Keeping the words by which people are found: every change of a name, staff number or e-mail ends here."""

from collections.abc import Sequence

from readiness.foundation.database import among, execute, insert_rows, number_list, select
from readiness.people.search_words import Named, words_of

BATCH = 5000


def index_people(person_ids: Sequence[int]) -> None:
    """Make the words of these people those of their present names, within the change that is open."""
    for start in range(0, len(person_ids), BATCH):
        ids = number_list(person_ids[start : start + BATCH])
        execute(f"DELETE FROM person_word WHERE {among('person_id', 'ids')}", ids=ids)
        people = select(
            "SELECT id, name_key, given_name, family_name, staff_number, email FROM person "
            f"WHERE {among('id', 'ids')}",
            ids=ids,
        )
        rows = [(word.encode(), id_, key) for id_, key, *named in people for word in words_of(Named(*named))]
        insert_rows("person_word", ("word", "person_id", "name_key"), sorted(rows))
