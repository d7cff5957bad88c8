"""例会计划: its form. No frequency and no length of it is of law (协作配合意见第三（二）6)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from cases.matters.forms import DayField
from liaison.forms.joint_meeting import AHEAD
from liaison.models.joint_meeting import MeetingSeries
from office.models import JointOffice, Officer
from office.sides import BUSINESS_ROLES


class Members(forms.ModelMultipleChoiceField):
    """Officers by unit and name."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.organisation.short_name or obj.organisation.name}　{obj.name}"


class SeriesForm(forms.ModelForm):
    """A series as its office plans it."""

    standing_members = Members(label="固定参加人员", queryset=Officer.objects.none(), required=False)
    begins_on = DayField(label="自何日起", past=False, help_text="所在的月、季度为第一期")
    ended_on = DayField(label="至何日止", past=False, required=False, help_text="继续召开的不填")
    required_css_class = "required"

    class Meta:
        model = MeetingSeries
        fields = (
            "name", "every", "nth_workday", "begins_on", "first_host", "host_rotates", "place", "standing_members", "court_invited", "court",
            "collect_days", "notice_days", "standing_items", "ended_on",
        )  # fmt: skip
        widgets = {"standing_items": forms.Textarea(attrs={"rows": 4})}
        help_texts = {"standing_items": "一行一项，每次会议作为建议列在待定中，由人列入", "nth_workday": "月、季度结束以后的第几个工作日"}

    def __init__(self, *args: Any, office: JointOffice, today: date, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.office, self.today = office, today
        people = self.fields["standing_members"]
        assert isinstance(people, forms.ModelMultipleChoiceField)
        places = [office.procuratorate_id, *office.organs.values_list("pk", flat=True)]
        rows = Officer.objects.filter(organisation_id__in=places, is_active=True, grants__role__in=BUSINESS_ROLES).distinct()
        people.queryset = rows.select_related("organisation").order_by("-organisation__side", "organisation__order", "name", "pk")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        begins, ends = cleaned.get("begins_on"), cleaned.get("ended_on")
        if begins is not None and begins > self.today + AHEAD:
            self.add_error("begins_on", "开始日期过远，请填写一年以内的日期。")
        if begins is not None and ends is not None and ends < begins:
            self.add_error("ended_on", "结束日期不能早于开始日期。")
        if cleaned.get("court_invited") and not cleaned.get("court"):
            self.add_error("court", "邀请法院列席的，请写明法院。")
        if not 1 <= (cleaned.get("nth_workday") or 1) <= 60:
            self.add_error("nth_workday", "请填写1至60。")
        others = MeetingSeries.objects.filter(office=self.office, name=cleaned.get("name")).exclude(pk=self.instance.pk)
        if others.exists():
            self.add_error("name", "本办公室已有同名的例会计划。")
        return cleaned
