"""联席会议各动作的表单: they validate, for page and API alike (协作配合意见第三（二）6)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.db.models import Max
from django.utils import timezone

from cases.matters.forms import ActionForm, DayField, FilesField, HourField
from cases.matters.forms.fields import Long, OrganField
from cases.matters.papers.signing import ON_PAPER
from cases.models import Matter, head_and_tail
from liaison.catalogue import occasions
from liaison.models.guidance import Sort
from liaison.models.joint_meeting import (
    FOLLOWED_UP,
    NAMELESS,
    AgendaItem,
    Answer,
    Attendance,
    JointMeetingDetail,
    MeetingSeries,
    Outcome,
    Rule,
    Standing,
    Utterance,
    day_words,
    hour_words,
)
from office.blocks import chinese_date
from office.holidays import calendar
from office.models import Officer, Organisation
from office.options import options
from office.sides import BUSINESS_ROLES, OTHER, SHORT, Side

MOST_LISTED = 12
"""Items (项) above which a meeting has little time for each: the page says so and forbids nothing."""
NAME = "侦查监督与协作配合联席会议"
PARTS = ("出席", "请假", "列席")
SEAT = "　"
"""Stands between unit, name and duty in one line of a guest."""


def detail_of(matter: Matter | None) -> JointMeetingDetail | None:
    """The detail row of a meeting; None while there is none."""
    return getattr(matter, "joint_meeting", None) if matter is not None else None


def items_of(matter: Matter | None, *standing: str) -> list[AgendaItem]:
    """Its items in their order, those of these standings or all; parts of an item are no items of the agenda."""
    if matter is None:
        return []
    rows = AgendaItem.objects.filter(matter=matter, part_of=None).select_related("lead", "organ").order_by("place", "no")
    return list(rows.filter(status__in=standing) if standing else rows)


AHEAD = timedelta(days=366)
"""How far ahead (日) a meeting or a series may lie."""


class ScheduleForm(ActionForm):
    """Day, hours and place of a meeting."""

    held_on = DayField(label="会议日期", past=False)
    from_time = HourField(label="开始时间", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    to_time = HourField(label="预计结束时间", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    place = forms.CharField(label="地点", max_length=100)
    chair = forms.CharField(label="主持", max_length=60, required=False)
    notice_in = forms.CharField(label="会前约定的工作日", required=False, widget=forms.HiddenInput)

    detail_fields: tuple[str, ...] = ("held_on", "place", "chair")
    notice_days = 5

    def prepare(self) -> None:
        detail = detail_of(self.matter)
        if detail is not None:
            for name in ("held_on", "place", "chair"):
                self.fields[name].initial = getattr(detail, name)
            if detail.begins_at and detail.ends_at:
                self.fields["from_time"].initial = timezone.localtime(detail.begins_at).time()
                self.fields["to_time"].initial = timezone.localtime(detail.ends_at).time()
            if detail.series is not None:
                self.notice_days = detail.series.notice_days

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        day, begins, ends = cleaned.get("held_on"), cleaned.get("from_time"), cleaned.get("to_time")
        if day is not None and day < self.today:
            self.add_error("held_on", "会议日期不能早于今天。")
        if day is not None and day > self.today + AHEAD:
            self.add_error("held_on", "会议日期过远，请填写一年以内的日期。")
        if begins is not None and ends is not None and ends <= begins:
            self.add_error("to_time", "预计结束时间应当晚于开始时间，请修改。")
        if day is not None and begins is not None and ends is not None:
            latest = occasions.workdays_before(day, self.notice_days, calendar())
            cleaned["notice_in"] = f"{max(1, (latest - self.today).days)}日"
            cleaned["when_words"] = day_words(moment(day, begins)) + f"至{hour_words(ends)}"
        return cleaned


def moment(day: date, hour: Any) -> datetime:
    """A day and an hour as a moment of here."""
    return timezone.make_aware(datetime.combine(day, hour))


class CallForm(ScheduleForm):
    """召集: of a series, for the month or quarter that is due, or besides (临时)."""

    by_link = ("series", "occasion")

    series = forms.ModelChoiceField(
        label="例会计划", queryset=MeetingSeries.objects.none(), required=False, empty_label="临时会议，不属于例会"
    )
    occasion = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)
    police = OrganField(label="会签的公安机关", help_text="纪要由其负责人会签；其他公安机关同样参加、看得见")
    court_invited = forms.BooleanField(label="邀请法院列席", required=False)
    court = forms.CharField(label="法院", max_length=100, required=False)

    matter_fields = ("title", "public_title", "police")
    detail_fields = (*ScheduleForm.detail_fields, "series", "occasion", "court_invited", "court")

    def prepare(self) -> None:
        series, organ = self.fields["series"], self.fields["police"]
        assert isinstance(series, forms.ModelChoiceField)
        assert isinstance(organ, OrganField)
        series.queryset = MeetingSeries.objects.filter(office=self.office, ended_on=None)
        if self.opener is not None and self.opener.side == Side.POLICE:
            del self.fields["police"]
        else:
            organ.of(self.office)
            organ.initial = self.office.organs.filter(is_active=True).order_by("order", "code").first() if self.office else None
        chosen = series.queryset.filter(pk=_key(self.initial.get("series"))).first()
        if chosen is not None:
            self.notice_days = chosen.notice_days
            for name in ("place", "court_invited", "court"):
                self.fields[name].initial = getattr(chosen, name)
            self.fields["held_on"].initial = _due_day(chosen, str(self.initial.get("occasion") or ""), self.today)
        self.order_fields(["series", "held_on", "from_time", "to_time", "place", "chair", "police", "court_invited", "court"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        series, occasion = cleaned.get("series"), cleaned.get("occasion") or ""
        if series is None:
            cleaned["occasion"] = occasion = ""
        elif not occasion:
            cleaned["occasion"] = occasion = self._next(series)
        elif not _fits(series, occasion, self.today):
            self.add_error("series", "例会计划中没有这一期。")
            occasion = ""
        if series is not None and occasion and JointMeetingDetail.objects.filter(series=series, occasion=occasion).exclude(
            matter__state__in=("cancelled",)
        ).exists():
            self.add_error("series", f"{series.name}{occasions.words(occasion)}的会议已经召集。")
        day = cleaned.get("held_on")
        which = occasions.words(occasion) if series is not None else f"{chinese_date(day)}，临时" if day else "临时"
        head, mark = head_and_tail(series.name if series is not None else NAME)
        cleaned["title"] = cleaned["public_title"] = f"{head}（{which}）{mark}"[:120]
        if cleaned.get("court_invited") and not cleaned.get("court"):
            self.add_error("court", "邀请法院列席的，请写明法院。")
        return cleaned

    def _next(self, series: MeetingSeries) -> str:
        """The first month or quarter of the series that nobody has called a meeting for."""
        held = JointMeetingDetail.objects.filter(series=series).exclude(matter__state="cancelled")
        called = set(held.values_list("occasion", flat=True))
        return next(one for one in occasions.occasions(series.begins_on, series.every) if one not in called)


def _key(given: Any) -> Any:
    """What a link gives as a key; None for what is none."""
    try:
        return forms.UUIDField(required=False).clean(str(given)) if given else None
    except forms.ValidationError:
        return None


def _fits(series: MeetingSeries, occasion: str, today: date) -> bool:
    """Whether a series has such a month or quarter, not further ahead than anybody plans."""
    try:
        day = occasions.first_day(occasion)
    except ValueError:
        return False
    first = occasions.first_day(occasions.occasion_of(series.begins_on, series.every))
    return occasions.occasion_of(day, series.every) == occasion and first <= day <= today + AHEAD


def _due_day(series: MeetingSeries, occasion: str, today: date) -> date | None:
    return occasions.meeting_day(occasion, series.nth_workday, calendar()) if _fits(series, occasion, today) else None


class RescheduleForm(ScheduleForm):
    """改期: the new day, and why. Who had it in his calendar is told."""

    reasons = Long("改期的理由", rows=3)


class CancelForm(ActionForm):
    """取消: why. Its items are proposed again for the next meeting and do not count as put off."""

    reasons = Long("取消的理由", rows=3, help_text="已列入的议题退回，供下一次会议重新列入，不计入未决次数")


class ReasonForm(ActionForm):
    """An act that wants nothing but why."""

    reasons = Long("理由", rows=3)


# ------------------------------------------------------------------------------------------------ agenda


class TopicForm(ActionForm):
    """报议题: by anybody of either side; for another (法院) it is said for whom."""

    title = forms.CharField(label="议题", max_length=120, help_text="不写当事人姓名")
    background = Long("情况和建议", rows=4)
    proposed_words = forms.CharField(
        label="代谁提出", max_length=200, required=False, help_text="法院等没有账号的单位来函提出的，写明单位和来函日期"
    )
    files = FilesField(label="议题材料", required=False)  # type: ignore[assignment]  # a field, lifted out by the metaclass


class ListForm(ActionForm):
    """列入: under its own name or another; a topic that was put off too often only with the word of both heads, or to be passed on."""

    title = forms.CharField(label="题名", max_length=120, required=False, help_text="改题名不影响未决次数")
    passes_on = forms.BooleanField(label="不再议，提请上级研究", required=False)

    def prepare(self) -> None:
        if self.item is not None:
            self.fields["title"].initial = self.item.title
            if self.item.rule != Rule.AGAIN:
                del self.fields["passes_on"]


class MergeIntoForm(ActionForm):
    """合并: into an item that is listed."""

    by_link = ("into",)

    into = forms.ChoiceField(label="并入")

    def prepare(self) -> None:
        into = self.fields["into"]
        assert isinstance(into, forms.ChoiceField)
        into.choices = [("", "请选择"), *((str(one.no), one.title) for one in items_of(self.matter, Standing.LISTED))]


class DropForm(ActionForm):
    """不列、移出: never without why; who proposed it reads it."""

    reasons = forms.CharField(label="不列的理由", max_length=400, widget=forms.Textarea(attrs={"rows": 3}), help_text="提出方看得到；可以在会上再提")


class ArrangeForm(ActionForm):
    """排序: the numbers of all listed items in their new order."""

    by_link = ("order",)

    order = forms.CharField(label="次序", max_length=400, required=False, help_text="按新的次序写全部议题的编号，以顿号分隔；留空的，次序不变")

    def prepare(self) -> None:
        self.fields["order"].initial = "、".join(str(one.no) for one in items_of(self.matter, Standing.LISTED))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        given = [word for word in (cleaned.get("order") or "").replace(",", "、").replace("，", "、").split("、") if word.strip()]
        listed = [one.no for one in items_of(self.matter, Standing.LISTED)]
        wanted = sorted(listed)
        if not given:
            cleaned["numbers"] = listed
        elif not all(word.strip().isdecimal() for word in given) or sorted(int(word) for word in given) != wanted:
            self.add_error("order", f"次序不全：请把已列入的{len(wanted)}项各写一次，不重复。")
        else:
            cleaned["numbers"] = [int(word) for word in given]
        return cleaned


class HeadForm(ActionForm):
    """负责人处理意见: one sentence of a head on a topic that was put off again and again."""

    opinion = forms.CharField(label="处理意见", max_length=400, widget=forms.Textarea(attrs={"rows": 3}))


class MaterialForm(ActionForm):
    """附材料 to one item."""

    files = FilesField(label="材料")  # type: ignore[assignment]  # a field, lifted out by the metaclass


# ------------------------------------------------------------------------------------------------ people


class InviteForm(ActionForm):
    """参加人员: officers of both sides, and guests without an account."""

    officers = forms.MultipleChoiceField(label="双方人员", required=False, widget=forms.CheckboxSelectMultiple)
    guests = forms.CharField(
        label="列席人员", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="没有账号的，一行一人：单位、姓名、职务，以空格分隔",
    )  # fmt: skip

    def prepare(self) -> None:
        people = self.fields["officers"]
        assert isinstance(people, forms.MultipleChoiceField)
        people.choices = [(str(one.pk), f"{one.organisation.short_name or one.organisation.name}　{one.name}") for one in self._people()]
        rows = list(Attendance.objects.filter(matter=self.matter)) if self.matter is not None else []
        people.initial = [str(one.officer_id) for one in rows if one.officer_id]
        self.fields["guests"].initial = "\n".join(SEAT.join((one.unit, one.name, one.duty)).rstrip(SEAT) for one in rows if not one.officer_id)

    def _people(self) -> list[Officer]:
        if self.office is None:
            return []
        places = [self.office.procuratorate_id, *self.office.organs.values_list("pk", flat=True)]
        rows = Officer.objects.filter(organisation_id__in=places, is_active=True, grants__role__in=BUSINESS_ROLES).distinct()
        return list(rows.select_related("organisation").order_by("-organisation__side", "organisation__order", "name", "pk"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        guests = []
        for line in (cleaned.get("guests") or "").splitlines():
            parts = line.replace("，", " ").replace("、", " ").split()
            if len(parts) == 1 or len(parts) > 3:
                self.add_error("guests", f"“{line.strip()[:20]}”请写成：单位 姓名 职务。")
            elif parts:
                guests.append(parts + [""] * (3 - len(parts)))
        if not guests and not cleaned.get("officers"):
            self.add_error("officers", "请至少选择一人。")
        cleaned["guest_rows"] = guests
        return cleaned


class AnswerForm(ActionForm):
    """回执 of one person: by himself or somebody of his side; of a guest, as he told it."""

    answer = forms.ChoiceField(
        label="回执", choices=[(one.value, one.label) for one in Answer if one.value], widget=forms.RadioSelect(attrs={"class": "inline"})
    )
    delegate = forms.CharField(label="委托何人", max_length=60, required=False)
    remark = forms.CharField(label="说明", max_length=200, required=False)

    def prepare(self) -> None:
        if self.item is not None:
            for name in ("answer", "delegate", "remark"):
                self.fields[name].initial = getattr(self.item, name)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("answer") == Answer.DELEGATES and not cleaned.get("delegate"):
            self.add_error("delegate", "请写明委托何人。")
        return cleaned


class PresentForm(ActionForm):
    """签到: who came; those not ticked are on leave."""

    present = forms.MultipleChoiceField(label="到会人员", required=False, widget=forms.CheckboxSelectMultiple, help_text="没有勾选的，在记录和纪要中列为请假")

    def prepare(self) -> None:
        rows = list(Attendance.objects.filter(matter=self.matter)) if self.matter is not None else []
        people = self.fields["present"]
        assert isinstance(people, forms.MultipleChoiceField)
        people.choices = [(str(one.no), f"{one.unit_words}　{one.who_came}") for one in rows]
        people.initial = [str(one.no) for one in rows if one.present or (one.present is None and one.answer in (Answer.ATTENDS, Answer.DELEGATES))]


# ------------------------------------------------------------------------------------------------ papers


def agenda_words(matter: Matter | None) -> list[dict[str, str]]:
    """The agenda as the notice prints it."""
    return [
        {"no": str(place), "title": one.title, "from": one.proposer_words, "reason": one.reason or one.background}
        for place, one in enumerate(items_of(matter, Standing.LISTED), 1)
    ]


def people_words(matter: Matter | None, came: bool = False) -> list[list[str]]:
    """出席、请假、列席: part, unit and names, a line for each unit; ``came``: as they came, else as they are invited."""
    found: dict[tuple[str, str], list[str]] = {}
    rows = Attendance.objects.filter(matter=matter).order_by("no") if matter is not None else []
    for one in rows:
        if came and one.who_came == NAMELESS and not one.present:
            continue  # a unit that named nobody and whose coming nobody registered is not on the record
        away = came and (one.present is False or (one.present is None and one.answer == Answer.LEAVE))
        part = "列席" if one.observer and not away else "请假" if away else "出席"
        name = one.name if away else one.who_came
        found.setdefault((part, one.unit_words), []).extend([name] if not came or name != NAMELESS else [])
    return [[part, unit, "、".join(names)] for (part, unit), names in sorted(found.items(), key=lambda pair: PARTS.index(pair[0][0]))]


class NoticeForm(ActionForm):
    """会议通知: the agenda as it stands goes along; what is changed afterwards goes out as a supplement."""

    note = Long("其他事项", rows=3, required=False, help_text="准备材料、联系人等，可以不填")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        detail = detail_of(self.matter)
        cleaned["agenda"], cleaned["people"] = agenda_words(self.matter), people_words(self.matter)
        cleaned["when_words"] = when_words(detail)
        return cleaned


def when_words(detail: JointMeetingDetail | None) -> str:
    """「2026年11月27日14时30分至17时00分」."""
    if detail is None or detail.begins_at is None or detail.ends_at is None:
        return ""
    return f"{day_words(detail.begins_at)}至{hour_words(timezone.localtime(detail.ends_at))}"


class CancelLetterForm(CancelForm):
    """取消 of a meeting that was announced."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned["when_words"] = when_words(detail_of(self.matter))
        return cleaned


class MovedForm(RescheduleForm):
    """改期 of a meeting that was announced: the letter names the old day too."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned["was_words"] = when_words(detail_of(self.matter))
        return cleaned


class BeginForm(ActionForm):
    """开会: items get their final numbers, and none is taken off any more."""

    chair = forms.CharField(label="主持", max_length=60)
    detail_fields = ("chair",)

    def prepare(self) -> None:
        detail = detail_of(self.matter)
        if detail is not None:
            self.fields["chair"].initial = detail.chair


def record_words(matter: Matter | None) -> list[dict[str, Any]]:
    """The 会议记录: of each item who said what and when, and what was concluded."""
    if matter is None:
        return []
    said: dict[Any, list[list[str]]] = {}
    for one in Utterance.objects.filter(matter=matter).order_by("seq"):
        side = f"（{SHORT[one.side]}）" if one.side else ""
        said.setdefault(one.item_id, []).append([f"{timezone.localtime(one.at):%H:%M}", f"{one.speaker}{side}", one.text])
    parts: dict[Any, list[AgendaItem]] = {}
    for part in AgendaItem.objects.filter(matter=matter, part_of__isnull=False).select_related("lead").order_by("no"):
        parts.setdefault(part.part_of_id, []).append(part)
    return [
        {
            "no": str(one.no), "title": one.title, "said": said.get(one.pk, []),
            "result": [str(one.get_outcome_display()), *_concluded(one), *(words for part in parts.get(one.pk, []) for words in _concluded(part)),
                       f"{OTHER[matter.began_side].label}有异议：{one.objection}" if one.objection else ""],
        }
        for one in items_of(matter, Standing.LISTED)
    ]  # fmt: skip


def _concluded(one: AgendaItem) -> list[str]:
    """What was concluded, and who does it by when."""
    who = f"{one.lead.short_name or one.lead.name}牵头，{chinese_date(one.due_on)}前完成" if one.lead is not None and one.due_on is not None else ""
    return [words.rstrip("。") for words in (one.conclusion, who, one.nothing_follows and f"无后续：{one.nothing_follows}") if words]


def names_of(matter: Matter | None) -> dict[str, Any]:
    """What the 纪要 is called by, who held the meeting, and who signs it on paper."""
    detail = detail_of(matter)
    if matter is None or detail is None:
        return {}
    named = head_and_tail(detail.series.name if detail.series is not None else NAME)[0]
    return {"named": named, "held_by": matter.office.name, ON_PAPER: [detail.court] if detail.court_invited and detail.court else []}


class SeenForm(ActionForm):
    """An act over the whole record: it carries what its author saw of it, for entries move no version."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def prepare(self) -> None:
        if self.matter is not None:
            self.fields["seen"].initial = record_digest(self.matter)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("seen") and self.matter is not None and cleaned["seen"] != record_digest(self.matter):
            self.add_error(None, "您打开页面之后，会议记录又有变化，请看过最新的记录再办理。")
        return cleaned


def record_digest(matter: Matter) -> str:
    """A short name for the record as it stands: what was said last, how many revisions its items have seen, and what they came to."""
    rows = AgendaItem.objects.filter(matter=matter).order_by("no").values_list("no", "rev", "outcome", "agreed", "to_merge", "status")
    said = Utterance.objects.filter(matter=matter).aggregate(last=Max("seq"))["last"]
    return "-".join(str(part) for row in [*rows, (said,)] for part in row)


class EndForm(SeenForm):
    """散会: the record as it stands is kept as a paper of its own."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        detail = detail_of(self.matter)
        cleaned["record"], cleaned["people"] = record_words(self.matter), people_words(self.matter, came=True)
        cleaned["when_words"] = f"{day_words(detail.started_at)}开会" if detail is not None else ""
        return cleaned


class AdjournForm(ActionForm):
    """休会: why, and when it goes on, if that is known."""

    reasons = Long("休会的原因", rows=2)
    until = forms.CharField(label="何时复会", max_length=60, required=False)


class MinutesForm(ActionForm):
    """整理纪要: what stands before and after the items. 争论不写入纪要: what was said is in the record."""

    opening = Long("首段", rows=3)
    reported = Long("通报情况", rows=4, required=False, help_text="上次议定事项的落实、数据通报；听取的议题自动列入")
    other = Long("其他事项", rows=3, required=False)
    detail_fields = ("opening", "reported", "other")

    def prepare(self) -> None:
        detail = detail_of(self.matter)
        if detail is not None:
            for name in self.detail_fields:
                self.fields[name].initial = getattr(detail, name)


class ItemMinutesForm(ActionForm):
    """改一项议题在纪要中的文字; the outcome stays what the meeting made of it."""

    conclusion = Long("结论", rows=4)
    lead = forms.ModelChoiceField(label="牵头", queryset=AgendaItem.objects.none(), required=False, empty_label="请选择")
    due_on = DayField(label="期限", past=False, required=False)
    measure = Long("完成标准", rows=2, required=False)
    assist = forms.CharField(label="协助", max_length=200, required=False)

    def prepare(self) -> None:
        lead = self.fields["lead"]
        assert isinstance(lead, forms.ModelChoiceField)
        lead.queryset = leads_of(self.office)
        if self.item is not None:
            for name in ("conclusion", "lead", "due_on", "measure", "assist"):
                self.fields[name].initial = getattr(self.item, name)
            if self.item.outcome in FOLLOWED_UP and not self.item.nothing_follows:
                for name in ("lead", "due_on", "measure"):
                    self.fields[name].required = True


def leads_of(office: Any) -> Any:
    """Who may take a 议定事项 in hand: the procuratorate and every organ of the office."""
    if office is None:
        return Organisation.objects.none()
    return (Organisation.objects.filter(pk=office.procuratorate_id) | office.organs.all()).distinct().order_by("-side", "order", "code")


def minutes_words(matter: Matter | None) -> list[dict[str, str]]:
    """The items as the 纪要 prints them, parts of an item behind it."""
    if matter is None:
        return []
    rows = AgendaItem.objects.filter(matter=matter, status=Standing.LISTED).select_related("lead", "part_of").order_by("place", "no")
    return [
        {
            "no": str(one.no), "title": (one.part_of or one).title, "rule": one.rule, "outcome": one.outcome,
            "conclusion": one.conclusion, "lead": (one.lead.short_name or one.lead.name) if one.lead else "",
            "due": chinese_date(one.due_on) if one.due_on else "", "measure": one.measure, "assist": one.assist,
            "times": str(one.carried + (one.outcome == Outcome.AGAIN)), "of": str((one.part_of or one).no),
        }
        for one in rows
    ]  # fmt: skip


class CirculateForm(SeenForm):
    """送会签: the 纪要 as it stands; whoever signs, signs this text."""

    cc = forms.CharField(
        label="抄送", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text="一行一个单位"
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        detail = detail_of(self.matter)
        if detail is not None and not detail.opening:
            self.add_error(None, "还没有整理纪要，请先办理“整理纪要”。")
        cleaned["items"], cleaned["people"] = minutes_words(self.matter), people_words(self.matter, came=True)
        cleaned |= names_of(self.matter)
        cleaned["undecided_times"] = str(options(self.matter.office_id)["undecided_times"]) if self.matter is not None else ""
        return cleaned


class SupplementForm(ActionForm):
    """补充纪要: after the 纪要 was issued nothing in it is changed; what has to be said besides is signed again."""

    about = forms.CharField(label="补充哪一项", max_length=120)
    words = Long("补充内容", rows=5)

    def clean(self) -> dict[str, Any]:
        return super().clean() | names_of(self.matter)


class StandardForm(ActionForm):
    """立为标准: what the meeting decided, as the beginning of a standard that both heads sign."""

    named = forms.CharField(label="标准名称", max_length=110, help_text="例如“电子数据调取清单使用标准”")
    body = Long("标准内容", rows=8, help_text="一行一段；由会议决定的文字带入，可以修改")
    grounds = Long("依据", rows=3, required=False, help_text="法律条文、司法解释，一行一项")

    def prepare(self) -> None:
        if self.item is not None:
            self.fields["named"].initial, self.fields["body"].initial = self.item.title[:110], self.item.conclusion

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.matter is not None and self.item is not None:
            cleaned["origin"] = f"{self.matter.title}（{self.matter.number}）第{self.item.no}项"[:200]
        cleaned["variant"] = Sort.STANDARD.value
        return cleaned


class UrgeForm(ActionForm):
    """督促会签."""

    note = Long("说明", rows=2, required=False)


class CloseForm(ActionForm):
    """办结: when every 议定事项 is done, the next meeting has taken them over, or both heads agree."""

    remark = forms.CharField(label="说明", max_length=400, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.matter is None:
            return cleaned
        detail = self.matter.joint_meeting
        left = Matter.objects.filter(parent=self.matter, kind="resolution", closed_at=None).count()
        taken = detail.series_id is not None and JointMeetingDetail.objects.filter(
            series_id=detail.series_id, started_at__gt=detail.started_at
        ).exists()
        if left and not taken and not (detail.procuratorate_closes and detail.police_closes):
            self.add_error(None, f"还有{left}件议定事项没有办结；下一次会议听取落实以后，或者双方负责人都同意的，可以办结。")
        return cleaned


