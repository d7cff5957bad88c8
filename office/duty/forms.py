"""Forms of the roster: they validate, they decide nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from office.duty.models import DutyPost, DutyShift, LogNote, Pattern, PostKind, Slot
from office.forms import DayInput
from office.models import Officer

MOST = 12
"""People (人) who take turns at one post."""
Choices = list[tuple[str, str]]


class TimeInput(forms.TimeInput):
    """A time of day as browsers enter it."""

    input_type = "time"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%H:%M", **kwargs)


def people(rows: Iterable[Officer], empty: str = "请选择") -> Choices:
    """Colleagues to choose from."""
    return [("", empty), *((str(one.pk), f"{one.name}{f'（{one.title}）' if one.title else ''}") for one in rows)]


class PostForm(forms.Form):
    """A post and its turns; who takes turns is chosen in order, one place after the other."""

    name = forms.CharField(label="岗位名称", max_length=20, help_text="例如常驻岗、轮值岗（夜班）、法制值班。")
    kind = forms.ChoiceField(label="性质", choices=PostKind.choices, help_text="副班接收值班人没有认领的。")
    slot = forms.ChoiceField(label="时段", choices=Slot.choices)
    working_days = forms.BooleanField(label="只排工作日", required=False)
    pattern = forms.ChoiceField(label="轮换", choices=Pattern.choices)
    begins_on = forms.DateField(label="自何日起轮换", widget=DayInput(), help_text="从第一位开始轮；已编排、已发布的班不变。")
    backup = forms.ChoiceField(label="空岗时的后备", required=False)

    def __init__(self, *args: Any, colleagues: Sequence[Officer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["backup"] = forms.ChoiceField(label="空岗时的后备", required=False, choices=people(colleagues, "（无，由副班接）"))
        for place in range(1, min(len(colleagues), MOST) + 1):
            self.fields[f"member{place}"] = forms.ChoiceField(label=f"第{place}位", required=False, choices=people(colleagues, "（空）"))

    def members(self) -> list[str]:
        """The keys of those who take turns, in order; empty places are skipped."""
        given = [self.cleaned_data.get(f"member{place}", "") for place in range(1, MOST + 1)]
        return [one for one in given if one]

    @staticmethod
    def initial_of(post: DutyPost) -> dict[str, Any]:
        """What a post says now."""
        rule = next(iter(post.rules.all()), None)
        values = {"name": post.name, "kind": post.kind, "slot": post.slot, "working_days": post.working_days, "backup": str(post.backup_id or "")}
        if rule is not None:
            values |= {"pattern": rule.pattern, "begins_on": rule.begins_on}
            values |= {f"member{one.place}": str(one.officer_id) for one in rule.members.all()}
        return values


class DraftForm(forms.Form):
    first = forms.DateField(label="自", widget=DayInput())
    last = forms.DateField(label="至", widget=DayInput(), help_text="当日含在内，一次最多两个月。")


class PlaceForm(forms.Form):
    """Who stands on a draft."""

    to = forms.ChoiceField(label="值班人", required=False)

    def __init__(self, *args: Any, colleagues: Sequence[Officer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"] = forms.ChoiceField(label="值班人", required=False, choices=people(colleagues, "（不排人，列为空岗）"))


class CoverForm(forms.Form):
    """Who replaces whom on a published shift, for all of it or part of it."""

    to = forms.ChoiceField(label="替班人")
    since = forms.TimeField(label="从几点起", required=False, widget=TimeInput(), help_text="留空即整班，已开始的从现在起。")
    until = forms.TimeField(label="到几点止", required=False, widget=TimeInput(), help_text="留空即到下班。")
    reason = forms.CharField(label="事由", required=False, max_length=60)

    def __init__(self, *args: Any, colleagues: Sequence[Officer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"] = forms.ChoiceField(label="替班人", choices=people(colleagues))

    def moment(self, name: str, shift: DutyShift) -> datetime | None:
        """A time of day within a shift as a moment: what lies before its beginning is meant of the next day."""
        given: time | None = self.cleaned_data.get(name)
        if given is None:
            return None
        found = timezone.make_aware(datetime.combine(shift.day, given))
        return found if found >= shift.starts_at else found + timedelta(days=1)


class LeaveForm(forms.Form):
    who = forms.ChoiceField(label="请假人")
    begins_on = forms.DateField(label="自", widget=DayInput())
    ends_on = forms.DateField(label="至", widget=DayInput(), help_text="当日含在内。")
    reason = forms.CharField(label="事由", required=False, max_length=60, help_text="只有本单位看得到。")
    substitute = forms.ChoiceField(label="替班人", required=False)

    def __init__(self, *args: Any, persons: Sequence[Officer], colleagues: Sequence[Officer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"] = forms.ChoiceField(label="请假人", choices=people(persons))
        self.fields["substitute"] = forms.ChoiceField(
            label="替班人", required=False, choices=people(colleagues, "（暂无）"), help_text="请假期间他的班由替班人接；没有替班人的列为空岗。"
        )


class SubstituteForm(forms.Form):
    substitute = forms.ChoiceField(label="替班人", required=False)

    def __init__(self, *args: Any, colleagues: Sequence[Officer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["substitute"] = forms.ChoiceField(label="替班人", required=False, choices=people(colleagues, "（暂无）"))


class SwapForm(forms.Form):
    """Who is asked to take a shift, and for which of his."""

    other = forms.ChoiceField(label="请谁接", required=False)
    in_return = forms.ChoiceField(label="换来的班", required=False)
    note = forms.CharField(label="说明", required=False, max_length=100)

    def __init__(self, *args: Any, colleagues: Sequence[Officer], shifts: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"] = forms.ChoiceField(label="请谁接", required=False, choices=people(colleagues, "（谁愿意接都可以）"))
        self.fields["in_return"] = forms.ChoiceField(
            label="换来的班", required=False, choices=[("", "（不换回）"), *shifts], help_text="须是对方的班。"
        )


class HandOverForm(forms.Form):
    """What is told of the open items, and one sentence."""

    told = forms.MultipleChoiceField(label="已当面交代的", required=False, widget=forms.CheckboxSelectMultiple)
    text = forms.CharField(label="交代", max_length=400, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, items: Sequence[dict[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one["matter"], f"{one['what']} · {one['number']} {one['title']}") for one in items]
        if choices:
            self.fields["told"] = forms.MultipleChoiceField(
                label="未结事项，已交代的请勾选", required=False, choices=choices, widget=forms.CheckboxSelectMultiple
            )
        else:
            del self.fields["told"]


class NoteForm(forms.Form):
    """补记."""

    day = forms.DateField(label="日期", widget=DayInput())
    at = forms.TimeField(label="时刻", widget=TimeInput())
    kind = forms.ChoiceField(label="类别", choices=LogNote.KINDS)
    text = forms.CharField(label="内容", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


def asked_day(text: str, otherwise: date) -> date | None:
    """A day in an address (``?week=2026-11-23``); ``otherwise`` where none is given, None where it is no day."""
    if not text:
        return otherwise
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
