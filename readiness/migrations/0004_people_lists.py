"""Lists of people and certificates: the words by which people are found, and the orders of the lists."""

from peewee import AutoField, BlobField, CharField, CompositeKey, ForeignKeyField, Model

from readiness.people.search_words import Named, person_key, words_of

INDEXES = (
    'CREATE INDEX "employment_from_on" ON "employment" ("from_on")',
    'CREATE INDEX "membership_job_title" ON "membership" ("job_title")',
    'CREATE INDEX "certificate_kind_until" ON "certificate" ("kind", "counts_until_on")',
    'CREATE INDEX "certificate_until" ON "certificate" ("counts_until_on")',
    'CREATE INDEX "certificate_issued_on" ON "certificate" ("issued_on")',
    'CREATE INDEX "certificate_revoked_on" ON "certificate" ("revoked_on") WHERE "revoked_on" IS NOT NULL',
)
BATCH = 1000


def up(migrator, db):
    on_sqlite = type(db).__name__.endswith("SqliteDatabase")

    class Base(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Person(Base):
        id = AutoField()
        staff_number = CharField(unique=True)
        given_name = CharField(default="")
        family_name = CharField(default="")
        name_key = CharField(default="", index=True)
        email = CharField(default="")

    class PersonWord(Base):
        word = BlobField()
        person = ForeignKeyField(Person, on_delete="CASCADE")

        class Meta:
            primary_key = CompositeKey("word", "person")
            without_rowid = on_sqlite

    db.create_tables([PersonWord], safe=False)
    for statement in INDEXES:
        db.execute_sql(statement)
    after = 0
    while people := list(Person.select().where(Person.id > after).order_by(Person.id).limit(BATCH)):
        words = []
        for person in people:
            named = Named(person.given_name, person.family_name, person.staff_number, person.email)
            person.name_key = person_key(person.given_name, person.family_name)
            words += [(word.encode(), person.id) for word in words_of(named)]
        Person.bulk_update(people, [Person.name_key], batch_size=100)
        for start in range(0, len(words), BATCH):
            PersonWord.insert_many(
                words[start : start + BATCH], fields=[PersonWord.word, PersonWord.person]
            ).execute()
        after = people[-1].id
