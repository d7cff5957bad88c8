"""What is written of cooperation besides matters: 例会计划."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from cases.exceptions import NotAllowed, NotFound
from liaison.forms.series import SeriesForm
from liaison.models.joint_meeting import MeetingSeries
from office import audit
from office.models import JointOffice, Officer
from office.scoping import reach_of
from office.sides import Role

PLANS = frozenset({Role.CHIEF, Role.HEAD, Role.PROSECUTOR, Role.LEGAL})
"""Who may plan the meetings of an office: either side, for both see it."""


def planned(officer: Officer, pk: UUID | None) -> tuple[JointOffice, MeetingSeries]:
    """The office and the series to plan, a new one without ``pk``. Raises NotAllowed, or NotFound for one of another office."""
    own = reach_of(officer).own_office
    if own is None or not officer.roles & PLANS:
        raise NotAllowed("例会计划由检察长、公安机关负责人、检察官或者法制员制定，您没有这项权限。")
    office = JointOffice.objects.select_related("procuratorate").get(pk=own)
    if pk is None:
        return office, MeetingSeries(office=office)
    series = MeetingSeries.objects.filter(pk=pk, office=office).first()
    if series is None:
        raise NotFound("没有这个例会计划，或者不在您的可见范围内。")
    return office, series


def plan(form: SeriesForm, *, officer: Officer) -> MeetingSeries:
    """Keep a valid form, with a line in the trail."""
    with transaction.atomic():
        known = form.instance.pk is not None and MeetingSeries.objects.filter(pk=form.instance.pk).exists()
        series: MeetingSeries = form.save()
        audit.record(officer, "series.change" if known else "series.add", series, label="例会计划", name=series.name)
    return series
