"""What imports remember: the mapping that fitted files of a shape."""

from peewee import AutoField, CharField, JSONField

from readiness.foundation.database import BaseModel


class RememberedMapping(BaseModel):
    """How the columns of files with this header were read last time."""

    id = AutoField()
    kind = CharField()
    shape = CharField(max_length=64)
    mapping = JSONField()


RememberedMapping.add_index(
    RememberedMapping.kind, RememberedMapping.shape, unique=True, name="remembered_mapping_kind_shape"
)
