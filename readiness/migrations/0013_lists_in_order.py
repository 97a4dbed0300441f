"""The lists' orders to their last column; and beside each word by which people are found their place among them."""

from peewee import AutoField, BlobField, CharField, CompositeKey, ForeignKeyField, Model

INDEXES = {
    "person_name_key": "person (name_key, id)",
    "certificate_kind_until": "certificate (kind, counts_until_on, id)",
    "certificate_until": "certificate (counts_until_on, id)",
    "certificate_issued_on": "certificate (issued_on, id)",
}


def up(migrator, db):
    on_sqlite = type(db).__name__.endswith("SqliteDatabase")
    for name, columns in INDEXES.items():
        db.execute_sql(f"DROP INDEX {name}")
        db.execute_sql(f"CREATE INDEX {name} ON {columns}")

    class Base(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Person(Base):
        id = AutoField()

    class PersonWord(Base):
        word = BlobField()
        person = ForeignKeyField(Person, on_delete="CASCADE")
        name_key = CharField()

        class Meta:
            primary_key = CompositeKey("word", "person")
            without_rowid = on_sqlite

    # Made anew, so that nothing of it but its name stays from the table before.
    db.execute_sql("CREATE TEMPORARY TABLE words_before AS SELECT word, person_id FROM person_word")
    db.execute_sql("DROP TABLE person_word")
    db.create_tables([PersonWord], safe=False)
    db.execute_sql(
        "INSERT INTO person_word (word, person_id, name_key) SELECT b.word, b.person_id, p.name_key "
        "FROM words_before b JOIN person p ON p.id = b.person_id ORDER BY b.word, b.person_id"
    )
    db.execute_sql("DROP TABLE words_before")
