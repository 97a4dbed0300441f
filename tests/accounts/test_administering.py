"""What an administrator does with accounts, page by page."""

import re
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from readiness.accounts.lists import STATES
from readiness.accounts.models import Account as AccountRow
from readiness.accounts.queries import find_account
from readiness.foundation.database import connected, select
from readiness.web.access import Role
from tests.factories import make_person, make_site
from tests.signing_in import PASSWORD, enter, make_account, post, sign_in
from tests.statements import counting

INVITE = "/settings/accounts/invite"


@pytest.fixture
def admin(client: FlaskClient) -> FlaskClient:
    sign_in(client, Role.ADMIN)
    return client


def told_since(first: int) -> list[tuple[str, str]]:
    with connected():
        return [
            (row[0], row[1])
            for row in select(
                "SELECT action, subject FROM audit_event WHERE id > :first ORDER BY id", first=first
            )
        ]


def last_event() -> int:
    with connected():
        return int(next(select("SELECT coalesce(max(id), 0) FROM audit_event"))[0])


def number_of(email: str) -> int:
    with connected():
        known = find_account(email)
    assert known is not None
    return known.account.id


def link_on(page: str) -> str:
    found = re.search(r'value="[^"]*(/links/[^"]+)"', page)
    assert found
    return found.group(1)


def test_someone_who_is_invited_gets_in_with_the_link_that_is_shown_once(admin: FlaskClient) -> None:
    with connected():
        site = make_site("leeds")
        make_person(site, staff_number="P1")
    first = last_event()
    made = post(
        admin,
        INVITE,
        email="mo@example.org",
        name="Mo Diaz",
        role="manager",
        sites=[site.id],
        staff_number="P1",
    )
    assert made.status_code == 200
    path = link_on(made.text)
    assert told_since(first) == [("account created", "mo@example.org"), ("link issued", "mo@example.org")]
    visitor = admin.application.test_client()
    assert "mo@example.org" in visitor.get(path).text
    assert visitor.get(path).status_code == 200  # looking does not use it up
    assert post(visitor, path, password=PASSWORD, repeated=PASSWORD).status_code == 302
    page = visitor.get("/account").text
    assert "leeds" in page
    assert visitor.get(path).status_code == 404


def test_a_link_names_the_address_in_the_settings_and_not_what_the_request_claims(
    admin: FlaskClient, app: Flask
) -> None:
    app.config["READINESS"] = app.config["READINESS"].model_copy(
        update={"base_url": "http://ready.example.org:8080"}
    )
    made = admin.post(
        INVITE,
        data={"csrf_token": _token(admin), "email": "a@example.org", "name": "A", "role": "hr"},
        headers={"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"},
    )
    assert 'value="http://ready.example.org:8080/links/' in made.text
    assert "evil.example" not in made.text


def _token(client: FlaskClient) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/account").text)
    assert found
    return found.group(1)


def test_everything_that_is_wrong_with_an_invitation_is_told_at_once(admin: FlaskClient) -> None:
    answer = post(
        admin, INVITE, email="nobody", name="A", role="auditor", staff_number="P9", until_on="31/12/2026"
    )
    assert answer.status_code == 422
    assert "is no day. Write it as 2026-02-28." in answer.text
    answer = post(admin, INVITE, email="nobody", name="A", role="auditor", staff_number="P9")
    for fault in (
        "Write the e-mail address in full, as ana@example.org.",
        "Give the last day of the auditor&#39;s access.",
        "There is nobody with the staff number &#39;P9&#39;.",
    ):
        assert fault in answer.text
    assert (
        "Write the e-mail address in full"
        in post(admin, INVITE, email="ana@example", name="A", role="hr").text
    )
    manager = {"email": "a@b.c", "name": "A", "role": "manager"}
    assert "there is none yet. Add a site first, under Sites." in post(admin, INVITE, **manager).text
    with connected():
        make_site("leeds")
    assert "Choose the sites of the manager" in post(admin, INVITE, **manager).text


def test_two_accounts_with_one_address_are_refused_however_it_is_written(admin: FlaskClient) -> None:
    post(admin, INVITE, email="mo@example.org", name="Mo", role="hr")
    answer = post(admin, INVITE, email=" MO@Example.org", name="Mo", role="hr")
    assert answer.status_code == 422
    assert "There is an account with the e-mail address" in answer.text


def test_a_changed_role_holds_at_once_and_is_in_the_trail(admin: FlaskClient, app: Flask) -> None:
    other = app.test_client()
    account = sign_in(other, Role.HR)
    page = f"/settings/accounts/{account.id}/edit"
    form = admin.get(page).text
    assert re.search(r'value="hr"[^>]*checked|checked[^>]*value="hr"', form)
    first = last_event()
    assert post(admin, page, name="Ana Ruiz", role="auditor", until_on="9999-12-31").status_code == 302
    assert other.get("/account").status_code == 302
    assert told_since(first) == [("session revoked", account.email), ("role changed", account.email)]
    with connected():
        detail = next(select("SELECT detail FROM audit_detail ORDER BY event_id DESC LIMIT 1"))[0]
    assert detail == (
        '{"name":"Ana Ruiz","role":"auditor","sites":[],"staff_number":null,"until_on":"9999-12-31"}'
    )


def test_a_disabled_account_is_out_until_it_is_enabled(admin: FlaskClient, app: Flask) -> None:
    other = app.test_client()
    account = sign_in(other, Role.HR)
    page = f"/settings/accounts/{account.id}"
    assert post(admin, f"{page}/disable", form_at=page).location == page
    assert "Disabled" in admin.get("/settings/accounts").text
    assert other.get("/account").status_code == 302
    assert enter(other, account.email).status_code == 403
    assert post(admin, f"{page}/disable", form_at=page).status_code == 409
    assert post(admin, f"{page}/enable", form_at=page).location == page
    assert enter(other, account.email).status_code == 302


def test_a_new_link_kills_the_one_before_and_the_old_password_holds_until_it_is_used(
    admin: FlaskClient, app: Flask
) -> None:
    account = make_account(app.test_client(), Role.HR)
    page = f"/settings/accounts/{account.id}"
    old, new = (link_on(post(admin, f"{page}/link", form_at=page).text) for _ in range(2))
    visitor = app.test_client()
    assert visitor.get(old).status_code == 404
    assert enter(visitor, account.email).status_code == 302
    chosen = "a slow brown moth lands"
    assert post(app.test_client(), new, password=chosen, repeated=chosen).status_code == 302
    assert visitor.get("/account").status_code == 302
    assert enter(visitor, account.email).status_code == 403
    assert enter(visitor, account.email, chosen).status_code == 302


def test_a_link_of_a_disabled_account_is_dead(admin: FlaskClient, app: Flask) -> None:
    post(admin, INVITE, email="mo@example.org", name="Mo", role="hr")
    page = f"/settings/accounts/{number_of('mo@example.org')}"
    path = link_on(post(admin, f"{page}/link", form_at=page).text)
    post(admin, f"{page}/disable", form_at=page)
    assert app.test_client().get(path).status_code == 404


@pytest.mark.parametrize("way", ["disable", "edit"])
def test_the_last_administrator_stays(admin: FlaskClient, way: str) -> None:
    with connected():
        number = int(AccountRow.get(AccountRow.role == "admin").id)
    page = f"/settings/accounts/{number}"
    answer = post(admin, f"{page}/{way}", form_at=f"{page}/edit", name="A", role="hr")
    assert answer.status_code in {409, 422}
    assert "This is the last administrator." in answer.text
    assert admin.get("/settings/accounts").status_code == 200


def test_an_administrator_who_never_came_in_is_not_another_one(admin: FlaskClient) -> None:
    post(admin, INVITE, email="mo@example.org", name="Mo", role="admin")
    with connected():
        number = int(AccountRow.get(AccountRow.email != "mo@example.org").id)
    page = f"/settings/accounts/{number}"
    assert post(admin, f"{page}/disable", form_at=page).status_code == 409


def test_signing_someone_out_everywhere_ends_every_browser(admin: FlaskClient, app: Flask) -> None:
    phone, laptop = app.test_client(), app.test_client()
    account = sign_in(phone, Role.HR)
    enter(laptop, account.email)
    page = f"/settings/accounts/{account.id}"
    assert post(admin, f"{page}/sign-out", form_at=page).status_code == 302
    assert [each.get("/account").status_code for each in (phone, laptop)] == [302, 302]


def test_the_list_is_narrowed_sorted_searched_and_taken_away(admin: FlaskClient, app: Flask) -> None:
    with connected():
        site = make_site("leeds")
    manager = make_account(app.test_client(), Role.MANAGER, site_ids=[site.id])
    auditor = make_account(app.test_client(), Role.AUDITOR, until_on=date(2999, 1, 1))
    post(admin, INVITE, email="m_o@example.org", name="Zoë Moss", role="hr")
    text = admin.get("/settings/accounts").text
    assert all(each in text for each in (manager.email, auditor.email, "Zoë Moss", "leeds", "Invited"))
    assert _emails(admin, "?role=auditor") == [auditor.email]
    assert _emails(admin, "?state=invited") == ["m_o@example.org"]
    assert _emails(admin, "?q=ZOË") == ["m_o@example.org"]
    assert _emails(admin, "?q=m_o") == ["m_o@example.org"]
    assert _emails(admin, "?q=%25") == []
    assert _emails(admin, "?sort=-name")[0] == "m_o@example.org"
    taken = admin.get("/settings/accounts?format=csv&role=manager").data.decode("utf-8-sig").splitlines()
    assert taken[0] == "name,email,role,sites,state,until_on,seen_at"
    assert taken[1].startswith(f"Ana Ruiz,{manager.email},manager,leeds,enabled,,2")


def _emails(client: FlaskClient, asked: str) -> list[str]:
    rows = client.get(f"/settings/accounts{asked}&format=csv").text.splitlines()[1:]
    return [row.split(",")[1] for row in rows]


def test_every_state_is_found_in_the_list_and_is_what_keeps_someone_out(
    admin: FlaskClient, app: Flask
) -> None:
    made = {}
    for state in STATES:
        post(admin, INVITE, email=f"{state}@example.org", name=state, role="hr")
        made[state] = number_of(f"{state}@example.org")
    with connected():
        person = make_person(make_site(), employed_until=date(2020, 1, 1))
        AccountRow.update(password_hash="x").where(AccountRow.id != made["invited"]).execute()
        AccountRow.update(person=person).where(AccountRow.id == made["over"]).execute()
    post(admin, f"/settings/accounts/{made['disabled']}/disable", form_at="/account")
    for state in STATES:
        assert f"{state}@example.org" in _emails(admin, f"?state={state}&sort=-email")
        assert len([each for each in made if f"{each}@example.org" in _emails(admin, f"?state={state}")]) == 1


def test_the_list_asks_the_same_number_of_questions_with_3_rows_and_with_300(
    admin: FlaskClient, app: Flask
) -> None:
    def asked() -> int:
        with counting() as statements:
            assert admin.get("/settings/accounts").status_code == 200
        return len(statements)

    _make_many(2)
    asked()  # what stays as it is is counted once in a process
    few = asked()
    _make_many(300)
    assert asked() == few


def _make_many(count: int) -> None:
    with connected():
        last = AccountRow.select().count()
        rows = [
            {"email": f"n{n}@x.org", "email_key": f"n{n}@x.org", "name": f"N {n}", "name_key": f"n {n}", "role": "hr",
             "created_at": AccountRow.select().first().created_at}
            for n in range(last, last + count)
        ]  # fmt: skip
        for row in rows:
            AccountRow.create(**row)
