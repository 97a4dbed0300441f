"""The first schema: the trail, the outbox, people, certificates, exercises, requirements."""

from peewee import (
    SQL,
    AutoField,
    BooleanField,
    CharField,
    DateField,
    ForeignKeyField,
    IntegerField,
    JSONField,
    Model,
    TextField,
)

from readiness.foundation.database import UTCDateTimeField

NEVER = 2147483647

# An event, once written, is neither changed nor removed by anyone; its detail may be erased.
APPEND_ONLY = {
    "sqlite": [
        "CREATE TRIGGER audit_event_stays BEFORE UPDATE ON audit_event "
        "BEGIN SELECT RAISE(ABORT, 'audit events are only ever added'); END",
        "CREATE TRIGGER audit_event_remains BEFORE DELETE ON audit_event "
        "BEGIN SELECT RAISE(ABORT, 'audit events are only ever added'); END",
    ],
    "postgresql": [
        "CREATE FUNCTION audit_event_stays() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'audit events are only ever added'; END $$",
        "CREATE TRIGGER audit_event_stays BEFORE UPDATE OR DELETE ON audit_event "
        "FOR EACH ROW EXECUTE FUNCTION audit_event_stays()",
    ],
}


def up(migrator, db):
    class Base(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Fact(Base):
        id = AutoField()
        fact_id = IntegerField(index=True)
        recorded_in = IntegerField()
        superseded_in = IntegerField(default=NEVER)

    class Change(Base):
        id = AutoField()
        recorded_at = UTCDateTimeField(index=True)
        is_sample = BooleanField(default=False)

    class AuditEvent(Base):
        id = AutoField()
        change = ForeignKeyField(Change)
        recorded_at = UTCDateTimeField(index=True)
        actor = CharField()
        action = CharField(index=True)
        subject = CharField(index=True)
        commitment = CharField(max_length=64)
        previous_hash = CharField(max_length=64)
        hash = CharField(max_length=64, unique=True)

    class AuditDetail(Base):
        event = ForeignKeyField(AuditEvent, primary_key=True)
        salt = CharField(max_length=32)
        detail = TextField()

    class OutboxMessage(Base):
        id = AutoField()
        key = CharField(unique=True)
        change = ForeignKeyField(Change)
        kind = CharField()
        recipient = CharField()
        content = JSONField()
        due_at = UTCDateTimeField(index=True)
        delivered_at = UTCDateTimeField(null=True)
        attempt_count = IntegerField(default=0)
        last_error = CharField(default="")

    class Site(Base):
        id = AutoField()
        code = CharField(unique=True)
        name = CharField()
        address = TextField(default="")
        country = CharField(max_length=2)
        region = CharField(default="")
        time_zone = CharField()
        kind = CharField(default="")
        hazard = CharField(default="")
        open_to_public = BooleanField(null=True)
        languages = JSONField(default=list)
        emergency_number = CharField(default="")
        outside_line_prefix = CharField(default="")
        is_sample = BooleanField(default=False)

    class Department(Base):
        id = AutoField()
        name = CharField(unique=True)
        is_sample = BooleanField(default=False)

    class Person(Base):
        id = AutoField()
        staff_number = CharField(unique=True)
        given_name = CharField(default="")
        family_name = CharField(default="")
        name_key = CharField(default="", index=True)
        email = CharField(default="")
        email_key = CharField(default="", index=True)
        phone = CharField(default="")
        manager = ForeignKeyField("self", null=True, on_delete="SET NULL")
        languages = JSONField(default=list)
        is_sample = BooleanField(default=False)

    class Employment(Fact):
        person = ForeignKeyField(Person, index=False)
        from_on = DateField()
        until_on = DateField()

    class Membership(Fact):
        person = ForeignKeyField(Person, index=False)
        site = ForeignKeyField(Site, null=True, index=False)
        department = ForeignKeyField(Department, null=True)
        job_title = CharField(default="")
        from_on = DateField()
        until_on = DateField()

    class Leave(Fact):
        person = ForeignKeyField(Person, index=False)
        from_on = DateField()
        until_on = DateField()

    class HeadcountOverride(Fact):
        site = ForeignKeyField(Site, index=False)
        from_on = DateField()
        headcount = IntegerField(null=True)

    class Certificate(Fact):
        person = ForeignKeyField(Person, index=False)
        kind = CharField()
        issued_on = DateField()
        expires_on = DateField(null=True)
        counts_until_on = DateField()
        revoked_on = DateField(null=True)
        revoked_reason = CharField(default="")
        issuer = CharField(default="")
        number = CharField(default="")
        evidence = TextField(default="")

    class PackText(Base):
        id = AutoField()
        pack_id = CharField(index=True)
        sha256 = CharField(max_length=64, unique=True)
        content = JSONField()

    class Adoption(Fact):
        pack_id = CharField(index=True)
        text = ForeignKeyField(PackText)
        from_on = DateField()
        until_on = DateField()

    class Exemption(Fact):
        pack_id = CharField()
        clause_id = CharField()
        site_code = CharField()
        staff_number = CharField(default="")
        from_on = DateField()
        until_on = DateField()
        reason = CharField()
        granted_by = CharField()

    class Exercise(Fact):
        site = ForeignKeyField(Site, index=False)
        kind = CharField()
        scenario = CharField()
        planned_on = DateField()
        held_on = DateField(null=True)

    class RememberedMapping(Base):
        id = AutoField()
        kind = CharField()
        shape = CharField(max_length=64)
        mapping = JSONField()

    for model in (Employment, Membership, Leave):
        model.add_index(
            model.person,
            model.from_on,
            model.until_on,
            model.superseded_in,
            model.recorded_in,
            name=f"{model._meta.table_name}_person_days",
        )
    Membership.add_index(
        Membership.site,
        Membership.superseded_in,
        Membership.from_on,
        Membership.until_on,
        Membership.recorded_in,
        Membership.person,
        name="membership_site_days",
    )
    HeadcountOverride.add_index(
        HeadcountOverride.site,
        HeadcountOverride.from_on,
        unique=True,
        where=HeadcountOverride.superseded_in == SQL(str(NEVER)),
        name="headcount_override_one_a_day",
    )
    Certificate.add_index(
        Certificate.person,
        Certificate.kind,
        Certificate.issued_on,
        Certificate.counts_until_on,
        Certificate.superseded_in,
        Certificate.recorded_in,
        name="certificate_person_kind_days",
    )
    Exercise.add_index(
        Exercise.site,
        Exercise.held_on,
        Exercise.superseded_in,
        Exercise.recorded_in,
        Exercise.kind,
        name="exercise_site_held",
    )
    RememberedMapping.add_index(
        RememberedMapping.kind, RememberedMapping.shape, unique=True, name="remembered_mapping_kind_shape"
    )
    db.create_tables(
        [
            Change,
            AuditEvent,
            AuditDetail,
            OutboxMessage,
            Site,
            Department,
            Person,
            Employment,
            Membership,
            Leave,
            HeadcountOverride,
            Certificate,
            PackText,
            Adoption,
            Exemption,
            Exercise,
            RememberedMapping,
        ],
        safe=False,
    )
    engine = "sqlite" if type(db).__name__.endswith("SqliteDatabase") else "postgresql"
    for statement in APPEND_ONLY[engine]:
        db.execute_sql(statement)
