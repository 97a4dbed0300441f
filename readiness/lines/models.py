"""What the organisation itself says of crisis lines, and lines that are out of order for a while; both as facts."""

from peewee import CharField, JSONField

from readiness.foundation.database import UTCDateTimeField
from readiness.foundation.temporal import Fact, index_changes


class OwnLine(Fact):
    """A crisis line that was verified, corrected or added here; it takes the place of the shipped one.

    `code` is the line's id, `content` what `standards.crisis_lines.CrisisLine` holds but for that.
    """

    code = CharField(index=True)
    content = JSONField()


class LineOutage(Fact):
    """A line is out of order between two instants; another stands in for it, with a sentence in each language."""

    code = CharField()
    stand_in = CharField()
    banners = JSONField()
    from_at = UTCDateTimeField()
    until_at = UTCDateTimeField(index=True)


for model in (OwnLine, LineOutage):
    index_changes(model)
