"""Notices leave the site only where the office asked for it, once, and without anything of the matter's contents."""

import pytest

from cases.matters import perform, sweep
from office.models import OfficeOption, Outbox
from tests.supervision.play import act, at, lead, receive, sign

pytestmark = pytest.mark.django_db


def opened(world):
    return perform(
        None, "take_over", kind="filing", officer=world.prosecutor, now=at("2026-02-02"),
        data=lead("A", received_on="2026-02-02", police=str(world.organ.pk)),
    ).matter


def test_nothing_leaves_unless_asked(world):
    matter = opened(world)
    act(matter, "request_a", world.prosecutor, "2026-02-05")
    sign(matter, world.chief, "2026-02-05")
    sweep(now=at("2026-02-20"))
    assert not Outbox.objects.exists()


def test_one_mail_per_rung_and_recipient(world):
    OfficeOption.objects.create(office=world.office, key="mail_notices", value="1")
    matter = opened(world)
    act(matter, "request_a", world.prosecutor, "2026-02-05")
    sign(matter, world.chief, "2026-02-05")
    receive(matter, world.legal_officer, "2026-02-09")
    sweep(now=at("2026-02-20"))
    rows = list(Outbox.objects.all())
    due = [row for row in rows if "lead" in row.once_key]
    assert {row.payload["officer"] for row in due} == {str(world.prosecutor.pk), str(world.legal_officer.pk)}
    assert all("控告人甲" not in row.payload["body"] and "测试甲" not in row.payload["body"] for row in rows)
    sweep(now=at("2026-02-20"))
    assert Outbox.objects.count() == len(rows)
