"""The fields of a file of resources: those of a flat table with a service a row, and those of a package. Pure."""

from readiness.imports.fields import Field, FieldList, FieldType

FIELDS = FieldList(
    (
        Field("package_table"),
        Field("package_place"),
        Field("package_record"),
        Field("name", names=("service name", "service", "program name", "resource name", "title")),
        Field("id", names=("service id", "record id", "resource id", "number", "key")),
        Field("organisation", names=("organization", "organization name", "agency", "agency name", "provider")),
        Field("description", names=("service description", "about", "details", "summary")),
        Field("phone", names=("phone number", "telephone", "main phone", "phone 1", "hotline")),
        Field("email", names=("e-mail", "email address", "contact email")),
        Field("url", names=("website", "web site", "web", "link")),
        Field("address", names=("street address", "address 1", "street", "physical address")),
        Field("city", names=("town", "municipality")),
        Field("state", names=("province", "state province", "region")),
        Field("postal_code", names=("zip", "zip code", "zipcode", "postcode")),
        Field("country", names=("country code",)),
        Field("latitude", names=("lat", "y")),
        Field("longitude", names=("lon", "lng", "long", "x")),
        Field("categories", names=("category", "taxonomy", "type", "service type", "tags", "keywords", "needs")),
        Field("languages", FieldType.LANGUAGES, names=("language", "languages spoken")),
        Field("hours", names=("hours of operation", "opening hours", "schedule", "office hours")),
        Field("fees", names=("cost", "fee", "costs", "payment", "payments accepted")),
        Field("eligibility", names=("who can use it", "eligible", "requirements")),
        Field("how_to_apply", names=("application process", "intake", "intake procedure", "how to apply")),
        Field("accessibility", names=("access", "accessible", "ada")),
        Field("service_area", names=("area served", "areas served", "coverage area", "coverage")),
        Field("confidential", names=("private", "is private", "hidden", "confidential address", "address confidential",
                                     "undisclosed", "redacted")),
        Field("status", names=("active",)),
    ),
    one_of=("name", "package_record"),
)  # fmt: skip
PACKAGE = ("package_table", "package_place", "package_record")
