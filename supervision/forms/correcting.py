"""督促、纠正违法、报上一级: what the ladder of 规则第553条 asks for, in every kind that climbs it."""

from __future__ import annotations

from typing import Any

from django import forms

from cases.matters.forms import ActionForm, DayField, PoliceActForm
from cases.matters.forms.fields import Long
from cases.models import Deadline, Matter
from office.blocks import chinese_date
from supervision.forms.objecting import DecisionForm


class PressForm(ActionForm):
    """督促."""

    subject_matter = forms.CharField(label="督促事项", max_length=100)
    due_on = DayField(label="原届满日")
    demands = Long("督促内容", required=False, rows=3)
    reply_by = DayField(label="请于何日前回复", past=False)

    def prepare(self) -> None:
        if self.matter is None:
            return
        owed = self.matter.deadlines.filter(status="running", owed_by="police").order_by("due_on")
        clock = owed.filter(nature="duty", due_on__lt=self.today).first() or owed.first()
        for name, value in self.proposal(self.matter, clock).items():
            self.fields[name].initial = value

    @staticmethod
    def proposal(matter: Matter, clock: Deadline | None) -> dict[str, Any]:
        """The letter as the expired clock suggests it."""
        if clock is None:
            return {}
        return {"subject_matter": clock.label, "due_on": clock.due_on.isoformat()}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("reply_by") and cleaned["reply_by"] <= self.today:
            self.add_error("reply_by", "请填写今天以后的日期。")
        return cleaned


class CorrectionForm(ActionForm):
    """纠正违法通知书: 违法事实、法律根据、纠正意见、回复期限（以通知书载明为准）."""

    violation = Long("违法事实、情节及后果", help_text="写明违法的单位、时间、情节和后果")
    law = Long("法律根据", rows=3)
    opinion = Long("纠正意见", rows=3)
    reply_days = forms.IntegerField(label="回复期限（日）", min_value=1, max_value=60, initial=15, help_text="法无固定天数，以通知书载明为准")

    @staticmethod
    def proposal(matter: Matter, clock: Deadline) -> dict[str, Any]:
        """What the trail says of the violation: the sweep's draft, for the handler to complete."""
        paper = clock.document
        begun = f"{chinese_date(clock.begins_on)}签收本院《{paper.name}》（{paper.number}）" if paper else clock.trigger
        doubt = ""
        if clock.roll == "C" and clock.unrolled_on and any("但书" in warning for warning in clock.warnings):
            doubt = "（末日逢节假日，请按顺延后的日期复核再认定超期）"
        law = {
            "file_after_notice": "《人民检察院刑事诉讼规则》第五百六十四条第二款",
            "withdraw_after_notice": "《人民检察院刑事诉讼规则》第五百六十四条第二款",
            "withdraw_at_once": "《人民检察院刑事诉讼规则》第五百六十四条第二款、第五百六十五条第三款",
            "explain_overdue": "《人民检察院刑事诉讼规则》第五百六十二条",
        }.get(clock.rule, clock.article)
        demand = {
            "file_after_notice": "请立即立案，并将立案决定书送达本院。",
            "withdraw_after_notice": "请立即撤销案件，并将撤销案件决定书送达本院。",
            "withdraw_at_once": "请立即撤销案件，并将撤销案件决定书送达本院。",
            "explain_overdue": "请立即作出是否立案的决定，并书面说明逾期的理由。",
        }.get(clock.rule, "请依法纠正。")
        return {
            "violation": f"你单位于{begun}，“{clock.label}”的期限于{chinese_date(clock.due_on)}届满，至今未办理{doubt}。",
            "law": law,
            "opinion": demand,
            "reply_days": 15,
        }

    def prepare(self) -> None:
        if self.matter is None:
            return
        clock = self.matter.deadlines.filter(status="running", owed_by="police", nature="duty", due_on__lt=self.today).first()
        if clock is not None:
            for name, value in self.proposal(self.matter, clock).items():
                self.fields[name].initial = value


class CorrectionReplyForm(PoliceActForm):
    """回复纠正情况."""

    corrected = forms.ChoiceField(label="是否纠正", choices=(("yes", "已经纠正"), ("part", "部分纠正"), ("no", "不予纠正")))
    statement = Long("纠正情况或者理由")


class RecheckForm(DecisionForm):
    """复查决定 of a 纠正违法通知书 (规则第554条第1款); its report to the superior, where it is kept, goes with it."""

    operative = ""
    contested = forms.CharField(required=False, widget=forms.HiddenInput)

    def prepare(self) -> None:
        super().prepare()
        self.fields["conclusion"].initial = f"{self.operative}《纠正违法通知书》的纠正意见"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        sent = self.matter.documents.filter(type="D10", status__in=("issued", "received")).order_by("-issued_at").first() if self.matter else None
        return {**cleaned, "contested": f"《{sent.name}》（{sent.number}）" if sent is not None else "《纠正违法通知书》"}


class RecheckKeepForm(RecheckForm):
    operative = "维持"


class RecheckRevokeForm(RecheckForm):
    operative = "撤销"


class ReportForm(ActionForm):
    """报上一级人民检察院."""

    facts = Long("办理经过")
    reasons = Long("本院意见")
    enclosures = Long("附件（每行一件）", required=False, rows=3)

    @staticmethod
    def proposal(matter: Matter, clock: Deadline) -> dict[str, Any]:
        """What the trail says of the way so far."""
        rows = [
            f"{chinese_date(paper.issued_on)}发出《{paper.name}》{paper.number}"
            + (f"，公安机关于{chinese_date(paper.received_on)}签收" if paper.received_on else "")
            for paper in matter.documents.filter(
                status__in=("issued", "received"), addressee="police", issued_on__isnull=False
            ).order_by("issued_at")
        ]
        return {"facts": "；".join(rows) + f"。“{clock.label}”的期限已于{chinese_date(clock.due_on)}届满。"}

    def prepare(self) -> None:
        if self.matter is None:
            return
        clock = self.matter.deadlines.filter(rule="correction_reply").order_by("-due_on").first()
        if clock is not None:
            self.fields["facts"].initial = self.proposal(self.matter, clock)["facts"]


class NegotiatedForm(ActionForm):
    """上一级人民检察院协商的结果."""

    negotiated_on = DayField(label="协商日期")
    result = Long("协商结果", rows=4)
