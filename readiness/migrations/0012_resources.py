"""Community resources: the objects of HSDS 3.1, and what the organisation says of them."""

from peewee import (
    SQL,
    AutoField,
    BooleanField,
    CharField,
    DateField,
    IntegerField,
    JSONField,
    Model,
    TextField,
)

from readiness.foundation.database import UTCDateTimeField

NEVER = 2147483647
OWNERS = ["organization_id", "service_id", "location_id", "service_at_location_id"]
LINKS = {
    "organization": ["parent_organization_id"],
    "program": ["organization_id"],
    "service": ["organization_id", "program_id"],
    "location": ["organization_id"],
    "service_at_location": ["service_id", "location_id"],
    "phone": [*OWNERS, "contact_id"],
    "contact": OWNERS,
    "address": ["location_id"],
    "schedule": OWNERS,
    "language": [*OWNERS, "phone_id"],
    "service_area": ["service_id", "service_at_location_id"],
    "accessibility": ["location_id"],
    "cost_option": ["service_id"],
    "required_document": ["service_id"],
    "funding": ["organization_id", "service_id"],
    "organization_identifier": ["organization_id"],
    "url": ["organization_id", "service_id"],
    "unit": [],
    "service_capacity": ["service_id", "unit_id"],
    "taxonomy": [],
    "taxonomy_term": ["parent_id", "taxonomy_id"],
    "attribute": ["link_id", "taxonomy_term_id"],
    "metadata": ["resource_id"],
}


def up(migrator, db):
    class Base(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Version(Base):
        id = AutoField()
        fact_id = IntegerField(index=True)
        recorded_in = IntegerField()
        superseded_in = IntegerField(default=NEVER)

    class ResourceState(Base):
        id = AutoField()
        change = IntegerField()

    class ResourceVisibility(Version):
        record = CharField(max_length=36, index=True)
        kind = CharField()
        visibility = CharField()
        is_proposed = BooleanField()
        hides_phone = BooleanField()
        reason = TextField()

    class ResourceVerification(Version):
        record = CharField(max_length=36, index=True)
        verified_on = DateField()
        verified_by = CharField()
        way = TextField()

    class ResourceMerge(Version):
        record = CharField(max_length=36, index=True)
        kept = CharField(max_length=36)
        reason = TextField()

    class ResourceReport(Base):
        id = AutoField()
        record = CharField(max_length=36, index=True)
        words = TextField()
        reported_at = UTCDateTimeField()
        closed_at = UTCDateTimeField(null=True)
        closed_by = CharField(default="")
        answer = TextField(default="")

    class InsuranceCover(Version):
        site = CharField()
        kind = CharField()
        name = CharField()
        payers = JSONField()
        phone = CharField()
        note = TextField()
        from_on = DateField()
        until_on = DateField()

    def hsds(kind, links):
        class Meta:
            table_name = f"hsds_{kind}"

        fields = {
            "recorded_in": IntegerField(default=0, constraints=[SQL("DEFAULT 0")]),
            "superseded_in": IntegerField(default=NEVER, constraints=[SQL(f"DEFAULT {NEVER}")]),
            "id": AutoField(),
            "record": CharField(max_length=36),
            "directory": CharField(),
            "source": CharField(),
            "digest": CharField(max_length=32),
            "content": JSONField(),
            **{name: CharField(max_length=36, null=True) for name in links},
        }
        model = type(kind, (Base,), {**fields, "Meta": Meta})
        model.add_index(
            model.record, unique=True, where=model.superseded_in == SQL(str(NEVER)), name=f"hsds_{kind}_now"
        )
        return model

    tables = [hsds(kind, links) for kind, links in LINKS.items()]
    facts = [ResourceVisibility, ResourceVerification, ResourceMerge, InsuranceCover]
    for model in (*tables, *facts):
        table = model._meta.table_name
        model.add_index(model.recorded_in, name=f"{table}_recorded")
        model.add_index(
            model.superseded_in, where=model.superseded_in < SQL(str(NEVER)), name=f"{table}_superseded"
        )
    db.create_tables([*tables, *facts, ResourceState, ResourceReport], safe=False)
