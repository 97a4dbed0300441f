"""What departments were called before; names of which the trail alone tells stay as they are."""

from peewee import AutoField, CharField, ForeignKeyField, IntegerField, Model


def up(migrator, db):
    class Base(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Department(Base):
        pass

    class DepartmentVersion(Base):
        id = AutoField()
        department = ForeignKeyField(Department, index=False, on_delete="CASCADE")
        superseded_in = IntegerField(index=True)
        name = CharField()

    DepartmentVersion.add_index(
        DepartmentVersion.department,
        DepartmentVersion.superseded_in,
        unique=True,
        name="department_version_one_a_change",
    )
    db.create_tables([DepartmentVersion], safe=False)
