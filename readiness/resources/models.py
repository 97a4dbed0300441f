"""The tables of resources: the objects of HSDS 3.1, a row a version, and what the organisation itself says of them.

The columns of an HSDS table are what its objects name; `content` holds their own values, by the names that HSDS gives
them (`shapes.py`).
"""

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

from readiness.foundation.database import BaseModel, UTCDateTimeField
from readiness.foundation.temporal import NEVER, Fact, Kept, index_changes


def _named(model: type[Model]) -> str:
    """hsds_service_at_location: HSDS's name of the object, apart from tables of ours."""
    letters = (f"_{letter.lower()}" if letter.isupper() else letter for letter in model.__name__)
    return f"hsds{''.join(letters)}"


class HsdsObject(Kept):
    """One object of a directory, from one change until another. `source`: what the directory calls it."""

    id = AutoField()
    record = CharField(max_length=36)
    directory = CharField()
    source = CharField()
    digest = CharField(max_length=32)
    content = JSONField()

    class Meta:
        table_function = _named


def link() -> CharField:
    """The record of another object."""
    return CharField(max_length=36, null=True)


class Organization(HsdsObject):
    parent_organization_id = link()


class Program(HsdsObject):
    organization_id = link()


class Service(HsdsObject):
    organization_id = link()
    program_id = link()


class Location(HsdsObject):
    organization_id = link()


class ServiceAtLocation(HsdsObject):
    service_id = link()
    location_id = link()


class Phone(HsdsObject):
    organization_id = link()
    service_id = link()
    location_id = link()
    service_at_location_id = link()
    contact_id = link()


class Contact(HsdsObject):
    organization_id = link()
    service_id = link()
    location_id = link()
    service_at_location_id = link()


class Address(HsdsObject):
    location_id = link()


class Schedule(HsdsObject):
    organization_id = link()
    service_id = link()
    location_id = link()
    service_at_location_id = link()


class Language(HsdsObject):
    organization_id = link()
    service_id = link()
    location_id = link()
    service_at_location_id = link()
    phone_id = link()


class ServiceArea(HsdsObject):
    service_id = link()
    service_at_location_id = link()


class Accessibility(HsdsObject):
    location_id = link()


class CostOption(HsdsObject):
    service_id = link()


class RequiredDocument(HsdsObject):
    service_id = link()


class Funding(HsdsObject):
    organization_id = link()
    service_id = link()


class OrganizationIdentifier(HsdsObject):
    organization_id = link()


class Url(HsdsObject):
    organization_id = link()
    service_id = link()


class Unit(HsdsObject):
    pass


class ServiceCapacity(HsdsObject):
    service_id = link()
    unit_id = link()


class Taxonomy(HsdsObject):
    pass


class TaxonomyTerm(HsdsObject):
    parent_id = link()
    taxonomy_id = link()


class Attribute(HsdsObject):
    link_id = link()
    taxonomy_term_id = link()


class Metadata(HsdsObject):
    resource_id = link()


TABLES: dict[str, type[HsdsObject]] = {
    "organization": Organization,
    "program": Program,
    "service": Service,
    "location": Location,
    "service_at_location": ServiceAtLocation,
    "phone": Phone,
    "contact": Contact,
    "address": Address,
    "schedule": Schedule,
    "language": Language,
    "service_area": ServiceArea,
    "accessibility": Accessibility,
    "cost_option": CostOption,
    "required_document": RequiredDocument,
    "funding": Funding,
    "organization_identifier": OrganizationIdentifier,
    "url": Url,
    "unit": Unit,
    "service_capacity": ServiceCapacity,
    "taxonomy": Taxonomy,
    "taxonomy_term": TaxonomyTerm,
    "attribute": Attribute,
    "metadata": Metadata,
}
"""The table of each kind of object."""


class ResourceState(BaseModel):
    """One row: the latest change by which anything of resources became different. Readers keep what they read by it."""

    id = AutoField()
    change = IntegerField()


class ResourceVisibility(Fact):
    """Who may see an object: 'public', 'staff' or 'redacted'. `proposed`: an import said so, nobody has decided yet."""

    record = CharField(max_length=36, index=True)
    kind = CharField()
    visibility = CharField()
    is_proposed = BooleanField()
    hides_phone = BooleanField()
    reason = TextField()


class ResourceVerification(Fact):
    """That somebody made sure that a service is as it is told here: on which day, who, by which call or letter."""

    record = CharField(max_length=36, index=True)
    verified_on = DateField()
    verified_by = CharField()
    way = TextField()


class ResourceMerge(Fact):
    """That one service is another, which is shown in its place."""

    record = CharField(max_length=36, index=True)
    kept = CharField(max_length=36)
    reason = TextField()


class ResourceReport(BaseModel):
    """What somebody without a sign-in has said is wrong. Who it was is not kept."""

    id = AutoField()
    record = CharField(max_length=36, index=True)
    words = TextField()
    reported_at = UTCDateTimeField()
    closed_at = UTCDateTimeField(null=True)
    closed_by = CharField(default="")
    answer = TextField(default="")


class InsuranceCover(Fact):
    """A plan of insurance or employee assistance that holds at a site, or at all (''), on some days.

    `payers`: the words by which a service says that it takes the plan.
    """

    site = CharField()
    kind = CharField()
    name = CharField()
    payers = JSONField()
    phone = CharField()
    note = TextField()
    from_on = DateField()
    until_on = DateField()


for _table in TABLES.values():
    # What holds now of an object, and of a directory; and what a change has touched.
    _table.add_index(
        _table.record,
        unique=True,
        where=_table.superseded_in == SQL(str(NEVER)),
        name=f"{_table._meta.table_name}_now",
    )
    index_changes(_table)
for _fact in (ResourceVisibility, ResourceVerification, ResourceMerge, InsuranceCover):
    index_changes(_fact)
