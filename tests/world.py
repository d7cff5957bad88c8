"""A small world: one office whole, a stranger on each side, a superior, the three administrators. All names invented."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from django.utils import timezone

from office.middleware import PORTALS, standing
from office.models import JointOffice, Level, Officer, Organisation, RoleGrant
from office.sides import Role, Side

PASSWORD = "qingjiang-2026-demo"
TODAY = date(2026, 11, 20)


@dataclass
class World:
    """Organisations, offices and one officer per identity; ``world.identities()`` names them all."""

    city: Organisation
    city_office: JointOffice
    court: Organisation
    """青江区人民检察院."""
    office: JointOffice
    organ: Organisation
    """城东分局."""
    second_organ: Organisation
    """河西分局, of the same office."""
    strange_court: Organisation
    strange_office: JointOffice
    strange_organ: Organisation

    prosecutor: Officer
    second_prosecutor: Officer
    assistant: Officer
    chief: Officer
    case_manager: Officer
    complaint_officer: Officer
    execution_officer: Officer
    administrative_officer: Officer
    investigator: Officer
    legal_officer: Officer
    head: Officer
    other_legal_officer: Officer
    """法制员 of the second organ: same office, other organ."""
    city_prosecutor: Officer
    city_chief: Officer
    strange_prosecutor: Officer
    strange_legal_officer: Officer
    system_admin: Officer
    security_admin: Officer
    audit_admin: Officer

    def identities(self) -> dict[str, Officer]:
        """Every officer by the name used in tests/portals/matrix.csv."""
        return {field.name: value for field in fields(self) if isinstance(value := getattr(self, field.name), Officer)}


def _account(username: str, name: str, organisation: Organisation) -> Officer:
    """An account with a password of its own, not yet written."""
    made = Officer(
        username=username, name=name, organisation=organisation, must_change_password=False,
        email=f"{username}@example.invalid", password_changed_at=timezone.now(),
    )  # fmt: skip
    made.set_password(PASSWORD)
    return made


def officer(username: str, name: str, organisation: Organisation, *roles: str) -> Officer:
    """An account with a password of its own and these roles."""
    made = _account(username, name, organisation)
    made.save()
    RoleGrant.objects.bulk_create(RoleGrant(officer=made, role=role) for role in roles)
    return made


def build() -> World:
    """Write the world into an empty database: every test stands on it, so people are written together."""
    people: list[Officer] = []
    grants: list[RoleGrant] = []

    def person(username: str, name: str, organisation: Organisation, role: str) -> Officer:
        people.append(_account(username, name, organisation))
        grants.append(RoleGrant(officer=people[-1], role=role))
        return people[-1]

    def court(code: str, name: str, short: str, mark: str, level: str, parent: Organisation | None = None) -> Organisation:
        return Organisation.objects.create(
            code=code, name=name, short_name=short, abbreviation=mark, side=Side.PROCURATORATE, level=level, parent=parent
        )

    def organ(code: str, name: str, short: str, order: int) -> Organisation:
        return Organisation.objects.create(code=code, name=name, short_name=short, side=Side.POLICE, order=order)

    def office(code: str, name: str, of: Organisation, *organs: Organisation) -> JointOffice:
        made = JointOffice.objects.create(code=code, name=name, procuratorate=of)
        made.organs.set(organs)
        return made

    city = court("LHJCY", "临河市人民检察院", "临河市检", "临检", Level.CITY)
    own = court("QJJCY", "青江区人民检察院", "青江区检", "青检", Level.COUNTY, city)
    strange = court("BSJCY", "白石区人民检察院", "白石区检", "白检", Level.COUNTY)
    east, west = organ("QJCD", "青江公安局城东分局", "城东分局", 10), organ("QJHX", "青江公安局河西分局", "河西分局", 20)
    far = organ("BSNJ", "白石公安局南郊分局", "南郊分局", 10)
    world = World(
        city=city,
        city_office=office("LH", "临河市侦查监督与协作配合办公室", city),
        court=own,
        office=office("QJ", "青江区侦查监督与协作配合办公室", own, east, west),
        organ=east,
        second_organ=west,
        strange_court=strange,
        strange_office=office("BS", "白石区侦查监督与协作配合办公室", strange, far),
        strange_organ=far,
        prosecutor=person("w.prosecutor", "王砚秋", own, Role.PROSECUTOR),
        second_prosecutor=person("w.prosecutor2", "周聿", own, Role.PROSECUTOR),
        assistant=person("w.assistant", "李珩", own, Role.ASSISTANT),
        chief=person("w.chief", "何知远", own, Role.CHIEF),
        case_manager=person("w.cases", "孟案", own, Role.CASE_MANAGER),
        complaint_officer=person("w.complaints", "申控", own, Role.COMPLAINTS),
        execution_officer=person("w.execution", "邢执", own, Role.EXECUTION),
        administrative_officer=person("w.administrative", "杭检", own, Role.ADMINISTRATIVE),
        investigator=person("w.investigator", "邵勉", east, Role.INVESTIGATOR),
        legal_officer=person("w.legal", "方其", east, Role.LEGAL),
        head=person("w.head", "局长甲", east, Role.HEAD),
        other_legal_officer=person("w.legal2", "方西", west, Role.LEGAL),
        city_prosecutor=person("w.city", "市检察官", city, Role.PROSECUTOR),
        city_chief=person("w.citychief", "市检察长", city, Role.CHIEF),
        strange_prosecutor=person("w.stranger", "外检察官", strange, Role.PROSECUTOR),
        strange_legal_officer=person("w.stranger2", "外法制员", far, Role.LEGAL),
        system_admin=person("w.system", "系甲", own, Role.SYSTEM_ADMIN),
        security_admin=person("w.security", "安乙", own, Role.SECURITY_ADMIN),
        audit_admin=person("w.audit", "审丙", own, Role.AUDIT_ADMIN),
    )
    Officer.objects.bulk_create(people)
    RoleGrant.objects.bulk_create(grants)
    return world


def sign_in(client: Client, who: Officer) -> Client:
    """Sign an officer in to the portal of his side; a client may hold one session of each portal.

    The row that Django's ``login()`` and the portal's door leave behind, written at once; the door itself is tried in
    tests/office/test_sign_in.py, and there it is compared with this.
    """
    portal = PORTALS[who.side]
    assert settings.SESSION_COOKIE_NAME not in client.cookies, "a plain session cookie means a test signed in past the portal"
    now, session = int(timezone.now().timestamp()), SessionStore()
    session.update(
        {
            SESSION_KEY: str(who.pk), BACKEND_SESSION_KEY: "office.middleware.OfficerBackend", HASH_SESSION_KEY: who.get_session_auth_hash(),
            "since": now, "seen": now, "standing": standing(who),
        }
    )  # fmt: skip
    kept = session.create_model_instance(dict(session.items()))
    kept.save(force_insert=True)
    client.cookies[portal.session_cookie] = kept.session_key
    return client


def signed_in(who: Officer) -> Client:
    """A fresh client with this officer signed in."""
    return sign_in(Client(), who)
