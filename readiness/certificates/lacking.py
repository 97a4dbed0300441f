"""Who holds no certificate of a kind that counts on the day, for the list of people."""

from collections.abc import Sequence

from readiness.certificates.kinds import certificate_kinds
from readiness.foundation.temporal import known_sql
from readiness.people.selection import Condition
from readiness.web.listing import Option


class LackingCertificates:
    """What people may lack is a certificate of each kind that there is."""

    def options(self) -> list[Option]:
        return [Option(kind.code, kind.title) for kind in certificate_kinds().by_code.values()]

    def condition(self, lacked: Sequence[str]) -> Condition:
        """No certificate of any of the kinds, nor of one that covers it, counts on the day in question."""
        kinds = certificate_kinds()
        codes = sorted({code for each in lacked for code in kinds.counting_as(each)})
        counting = {f"lacked_{place}": code for place, code in enumerate(codes)}
        places = ", ".join(f":{name}" for name in counting)
        return Condition(
            "NOT EXISTS (SELECT 1 FROM certificate h WHERE h.person_id = p.id "
            f"AND h.kind IN ({places}) AND {known_sql('h')} "
            "AND h.issued_on <= :as_of AND h.counts_until_on >= :as_of)",
            counting,
        )
