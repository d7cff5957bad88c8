"""议定事项各动作的表单: they validate, for page and API alike."""

from __future__ import annotations

from typing import Any

from django import forms

from cases.matters.forms import UPLOAD_HELP, ActionForm, DayField, FilesField
from cases.matters.forms.fields import Long
from cases.models import Matter
from liaison.models.joint_meeting import AgendaItem
from liaison.models.resolution import HEARD_IN, SIGNED

NOT_PAST = "日期应当在今天以后。"


class ProgressForm(ActionForm):
    """办理进展: what the leading side has done so far."""

    progress = Long("进展", rows=4, help_text="已经做了什么，还差什么")
    files = FilesField(label="有关材料", required=False)  # type: ignore[assignment]  # a field, lifted out by the metaclass
    detail_fields = ("progress",)


class DoneForm(ActionForm):
    """报告完成: against what counts as done, with what shows it."""

    result = Long("完成情况", help_text="对照完成标准逐项写明")
    files = FilesField(label="证明材料", required=False, help_text=f"证明已经完成的文件、记录；{UPLOAD_HELP}")  # type: ignore[assignment]
    detail_fields = ("result",)


class ConfirmForm(ActionForm):
    """确认完成, with a remark if there is one."""

    remark = forms.CharField(label="意见", max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text="可以不填")


class SilentForm(ActionForm):
    """确认完成 by a head where the other side has not answered: why it may be taken as done."""

    remark = Long("确认的理由", rows=3, help_text="写明完成情况，以及对方自何日起没有答复")


class RejectForm(ActionForm):
    """认为没有完成: what is missing, and until when."""

    rejection = Long("没有完成的理由", rows=4, help_text="对照完成标准写明还差什么")
    due_on = DayField(label="重新完成的日期", past=False)
    detail_fields = ("rejection", "due_on")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if (day := cleaned.get("due_on")) is not None and day <= self.today:
            self.add_error("due_on", NOT_PAST)
        return cleaned


class AskExtensionForm(ActionForm):
    """提出延期: the leading side's head asks, and gives the reason."""

    extend_to = DayField(label="延至", past=False)
    extend_reason = Long("延期的理由", rows=4)
    detail_fields = ("extend_to", "extend_reason")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if (day := cleaned.get("extend_to")) is not None and day <= self.today:
            self.add_error("extend_to", NOT_PAST)
        return cleaned


class ExtendForm(ActionForm):
    """同意延期: the day and the reason were given with the request."""

    remark = forms.CharField(label="意见", max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text="可以不填")


class RefuseExtensionForm(ActionForm):
    """不同意延期, with its reason."""

    reasons = Long("不同意延期的理由", rows=3)


class MeetingChoice(forms.ModelChoiceField):
    """Meetings by name and number."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.title}（{obj.number}）"


class ReportForm(ActionForm):
    """会议通报: what a meeting heard of it, and said."""

    meeting = MeetingChoice(label="会议", queryset=Matter.objects.none(), required=False, empty_label="请选择", help_text="不是联席会议的，不选")
    reported = Long("通报的情况和会议意见", rows=4)

    def prepare(self) -> None:
        field = self.fields["meeting"]
        assert isinstance(field, forms.ModelChoiceField)
        if self.matter is not None:
            rows = Matter.objects.filter(office=self.matter.office_id, kind="joint_meeting", state__in=HEARD_IN)
            field.queryset = rows.order_by("-id")


class ItemChoice(forms.ModelChoiceField):
    """Items of meetings, named with their meeting."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.matter.title}（{obj.matter.number}）第{obj.whole_no}项：{obj.title}"[:120]


class DropForm(ActionForm):
    """不再办理: only where a later meeting has decided so, named by the item of its signed minutes."""

    item_of_meeting = ItemChoice(
        label="由哪次会议的哪一项决定", queryset=AgendaItem.objects.none(), empty_label="请选择",
        help_text="纪要已经会签的会议；还没有经会议决定的，不能不再办理",
    )  # fmt: skip
    dropped_words = Long("会议决定的内容", rows=4)

    def prepare(self) -> None:
        field = self.fields["item_of_meeting"]
        assert isinstance(field, forms.ModelChoiceField)
        if self.matter is not None:
            rows = AgendaItem.objects.filter(office=self.matter.office_id, matter__state__in=SIGNED).exclude(outcome="")
            # the meeting that agreed on it is not the one that gives it up
            rows = rows.exclude(matter=self.matter.parent_id).filter(matter__joint_meeting__started_at__gte=self._since())
            field.queryset = rows.select_related("matter").order_by("-matter_id", "no")

    def _since(self) -> Any:
        assert self.matter is not None
        return self.matter.police_from or self.matter.procuratorate_from
