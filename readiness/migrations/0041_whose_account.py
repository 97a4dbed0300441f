"""Whose an account is, is a fact with versions: what was answered by an earlier knowledge stays."""

from peewee import SQL, ForeignKeyField, IntegerField, Model

NEVER = 2**31 - 1


def up(migrator, db):
    class Base(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Account(Base):
        pass

    class Person(Base):
        pass

    class AccountPerson(Base):
        fact_id = IntegerField(index=True)
        recorded_in = IntegerField()
        superseded_in = IntegerField(default=NEVER)
        account = ForeignKeyField(Account, on_delete="CASCADE")
        person = ForeignKeyField(Person, on_delete="CASCADE")

    AccountPerson.add_index(AccountPerson.recorded_in, name="account_person_recorded")
    AccountPerson.add_index(
        AccountPerson.superseded_in,
        where=AccountPerson.superseded_in < SQL(str(NEVER)),
        name="account_person_superseded",
    )
    db.create_tables([AccountPerson], safe=False)
    # Since when each is so was kept nowhere: what was answered until now took it for always so.
    db.execute_sql(
        "INSERT INTO account_person (fact_id, recorded_in, superseded_in, account_id, person_id) "
        f"SELECT id, 0, {NEVER}, id, person_id FROM account WHERE person_id IS NOT NULL"
    )
