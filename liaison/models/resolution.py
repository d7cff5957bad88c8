"""议定事项: its detail row (协作配合意见第三（二）6: 联席会议、会商议定的事情由谁、何时、办到什么程度)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Q

from cases.models import Matter
from office.blocks import chinese_date
from office.models import Organisation

SIGNED = ("tracking", "closed")
"""States of 联席会议 in which its minutes are signed by all."""
HEARD_IN = ("in_session", "minuting", "signing", *SIGNED)
"""States of 联席会议 from which on it may have heard of something."""


class Extension(models.TextChoices):
    """How a wish for a later day stands: the leading side's head asks, the other side's head answers."""

    ASKED = "asked", "已提出，等待对方负责人答复"
    REFUSED = "refused", "对方负责人不同意"


class ResolutionDetail(models.Model):
    """议定事项的专有内容. One matter has one leading unit; what two units lead is two matters (内部约定)."""

    matter = models.OneToOneField(Matter, models.CASCADE, primary_key=True, related_name="resolution", verbose_name="事项")
    source_item = models.ForeignKey(
        "liaison.AgendaItem", models.SET_NULL, null=True, blank=True, related_name="resolutions", verbose_name="议题"
    )
    topic = models.CharField("来源议题", max_length=200, blank=True)
    """The agenda item (of 会商, the question) it was agreed under, as it read in the minutes."""
    item_no = models.PositiveSmallIntegerField("议题序号", null=True, blank=True)
    text = models.TextField("议定内容", blank=True)
    lead = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="牵头单位")
    lead_name = models.CharField("牵头单位", max_length=100, blank=True)
    assist = models.CharField("配合单位", max_length=200, blank=True)
    measure = models.TextField("完成标准", blank=True)
    due_on = models.DateField("议定的完成日期", null=True, blank=True)
    progress = models.TextField("最近进展", blank=True)
    progress_on = models.DateField("进展日期", null=True, blank=True)
    result = models.TextField("完成情况", blank=True)
    submitted_on = models.DateField("报告完成日期", null=True, blank=True)
    done_on = models.DateField("确认完成日期", null=True, blank=True)
    rejection = models.TextField("认为没有完成的理由", blank=True)
    extension = models.CharField("延期", max_length=8, choices=Extension.choices, blank=True)
    extend_to = models.DateField("提出延至", null=True, blank=True)
    extend_reason = models.TextField("延期理由", blank=True)
    extended = models.PositiveSmallIntegerField("已延期次数", default=0)
    reported = models.TextField("会议通报", blank=True)
    """One line for each meeting that heard how far it is."""
    dropped_words = models.TextField("不再办理的决定", blank=True)

    shared_fields = (
        "topic", "item_no", "text", "lead_name", "assist", "measure", "due_on", "progress", "progress_on", "result", "submitted_on", "done_on",
        "rejection", "extension", "extend_to", "extend_reason", "extended", "reported", "dropped_words",
    )  # fmt: skip
    """All of it: it was agreed by both."""

    class Meta:
        verbose_name = verbose_name_plural = "议定事项"

    def __str__(self) -> str:
        return f"议定事项：{self.matter}"

    def became(self, _rows: Callable[[str], list[Any]]) -> tuple[str, list[str]] | None:
        """What became of it, at the head of the closed matter."""
        if self.done_on is not None and self.due_on is not None:
            late = (self.submitted_on - self.due_on).days if self.submitted_on else 0
            when = f"议定{chinese_date(self.due_on)}完成，{chinese_date(self.submitted_on)}报告完成" if self.submitted_on else ""
            return f"已完成（{chinese_date(self.done_on)}确认）", [f"{when}{f'，已过{late}日' if late > 0 else ''}。", *self.result.splitlines()]
        return ("会议决定不再办理", self.dropped_words.splitlines()) if self.dropped_words else None


@dataclass(frozen=True)
class Followed:
    """One 议定事项 as a meeting hears of it: what was agreed, who leads, until when, how far it is."""

    id: UUID
    number: str
    text: str
    lead: str
    due_on: date | None
    words: str
    progress: str
    closed: bool
    """Nothing more is to be done: finished, or given up by a meeting."""


def resolutions_of(
    office: UUID, since: date, until: date, *, today: date | None = None, parents: Iterable[UUID] | None = None
) -> list[Followed]:
    """The 议定事项 of an office agreed on up to ``until`` that are open, or were closed from ``since`` on, by the day agreed on.

    ``parents``: of these meetings alone (those of a series); None: of any. ``today``: the day by which 已过N日 is reckoned
    (``until``, if not said otherwise). One query. It asks for no reader: all of the office read them, and so do those of its meeting.
    """
    rows = Matter.objects.filter(office=office, kind="resolution", opened_on__lte=until).exclude(state="void")
    rows = rows.filter(Q(closed_at=None) | Q(closed_at__date__gte=since))
    if parents is not None:
        rows = rows.filter(parent__in=parents)
    found = [_followed(one, until if today is None else today) for one in rows.select_related("resolution")]
    return sorted(found, key=lambda one: (one.closed, one.due_on or date.max, one.id))


def _followed(matter: Matter, day: date) -> Followed:
    detail = matter.resolution
    if matter.state == "running":
        late = (day - detail.due_on).days if detail.due_on is not None else 0
        words = f"办理中，议定{chinese_date(detail.due_on)}完成{f'，已过{late}日' if late > 0 else ''}"
    elif matter.state == "checking":
        words = f"{chinese_date(detail.submitted_on)}报告完成，待确认"
    elif matter.state == "done":
        words = f"已完成（{chinese_date(detail.done_on)}确认）"
    else:
        words = "会议决定不再办理"
    closed = matter.closed_at is not None
    return Followed(matter.pk, matter.number, detail.text, detail.lead_name, detail.due_on, words, detail.progress, closed)
