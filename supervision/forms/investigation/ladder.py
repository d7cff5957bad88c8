"""督促、报告、复查、类案和告知."""

from __future__ import annotations

from typing import Any

from django import forms

from cases.matters.forms import ActionForm, DayField
from cases.matters.forms.fields import Long
from cases.models import Deadline, Matter
from office.blocks import chinese_date
from office.options import option
from supervision.forms.investigation.asking import ByViolation, Told
from supervision.forms.objecting import DecisionForm
from supervision.models.investigation import Level, Violation


class PressForm(ActionForm):
    """督促回复（规则第553条）: a second term from its receipt."""

    subject_matter = forms.CharField(label="督促事项", max_length=100)
    due_on = DayField(label="原届满日", past=False)
    demands = Long("督促内容", required=False, rows=3)
    reply_days = forms.IntegerField(label="请于收到后几日内回复", min_value=1, max_value=60, initial=15, help_text="无法定期限")

    def prepare(self) -> None:
        if self.matter is None:
            return
        clock = self.matter.deadlines.filter(owed_by="police", nature="duty").order_by("-due_on").first()
        for name, value in self.proposal(self.matter, clock).items():
            self.fields[name].initial = value

    @staticmethod
    def proposal(matter: Matter, clock: Deadline | None) -> dict[str, Any]:
        """The letter as the expired clock suggests it."""
        days = option(matter.office_id, "second_term_days")
        if clock is None:
            return {"reply_days": days}
        unit = matter.investigation.unit
        return {
            "subject_matter": clock.label,
            "due_on": clock.due_on.isoformat(),
            "demands": f"请督促{unit}落实整改。" if unit else "",
            "reply_days": days,
        }


class PressPartForm(PressForm):
    """督促纠正 what was verified as not corrected: they have answered, no term ran out."""

    def prepare(self) -> None:
        super().prepare()
        del self.fields["subject_matter"], self.fields["due_on"]
        if self.matter is None:
            return
        left = [row for row in self.matter.violations.order_by("no") if row.unsettled]
        self.fields["demands"].initial = "\n".join(f"{row.no}.{row.label}：{row.demand or row.finding}" for row in left)


class ReportForm(ActionForm):
    """报告上一级人民检察院（规则第553条、第554条）."""

    facts = Long("办理经过")
    reasons = Long("本院意见")
    enclosures = Long("附件（每行一件）", required=False, rows=3)

    @staticmethod
    def proposal(matter: Matter, clock: Deadline | None) -> dict[str, Any]:
        """The way so far, as the trail has it."""
        rows = [
            f"{chinese_date(paper.issued_on)}发出《{paper.name}》{paper.number}"
            + (f"，公安机关于{chinese_date(paper.received_on)}签收" if paper.received_on else "")
            for paper in matter.documents.filter(status__in=("issued", "received"), addressee="police", issued_on__isnull=False).order_by("issued_at")
        ]
        ended = f"“{clock.label}”的期限已于{chinese_date(clock.due_on)}届满，公安机关仍未回复。" if clock is not None else ""
        facts = "；".join(rows) + ("。" if rows else "") + ended
        reasons = "经督促仍不回复，依照规则第五百五十三条报告。" if clock is not None else ""
        return {"facts": facts, "reasons": reasons}

    def prepare(self) -> None:
        if self.matter is None:
            return
        clock = self.matter.deadlines.filter(rule="second_term", status="running", due_on__lt=self.today).first()
        for name, value in self.proposal(self.matter, clock).items():
            self.fields[name].initial = value


class InformAboveForm(ActionForm):
    """上一级院通报被监督单位的上级机关，建议其督促（规则第554条第2款）."""

    receiver = forms.CharField(label="被监督单位的上级机关或者主管机关", max_length=60)
    facts = Long("查明的违法情形")
    reasons = Long("审查意见")
    demands = Long("建议督促的内容", rows=3, initial="建议督促其予以纠正，并将纠正情况书面回复提出纠正意见的人民检察院。")


class OrderForm(ActionForm):
    """上一级院书面通知撤销（规则第554条第2款）."""

    facts = Long("审查情况")
    reasons = Long("撤销的理由")


class RevokeForm(Told):
    """执行上一级院的通知，撤销并说明情况."""

    reasons = Long("向被监督单位说明的情况")


class RecheckForm(DecisionForm):
    """复查决定; the report to the superior goes with it where the opinion is kept (规则第554条第1款)."""

    contested = forms.CharField(required=False, widget=forms.HiddenInput)
    operative = "维持"

    def prepare(self) -> None:
        super().prepare()
        self.fields["conclusion"].initial = f"{self.operative}《{self._name()}》的纠正意见"

    def _name(self) -> str:
        return str(Level(self.matter.variant).label) if self.matter is not None and self.matter.variant in Level.values else "纠正违法通知书"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        kind = {Level.CORRECTION: "D10", Level.NOTICE: "D11"}.get(Level(self.matter.variant), "") if self.matter and self.matter.variant else ""
        paper = self.matter.documents.filter(type=kind, status__in=("issued", "received")).order_by("-issued_at").first() if self.matter else None
        cleaned["contested"] = f"《{paper.name}》（{paper.number}）" if paper is not None else f"《{self._name()}》"
        return cleaned


class RecheckKeepForm(RecheckForm):
    pass


class RecheckRevokeForm(Told, RecheckForm):
    operative = "撤销"


class RecheckPartForm(ByViolation, RecheckForm):
    """部分撤销: one by one."""

    operative = "部分撤销"

    def asked(self) -> list[Violation]:
        return [row for row in self.every() if row.stands]

    def each(self, row: Violation) -> dict[str, forms.Field]:
        return {"kept": forms.ChoiceField(label="复查结果", choices=(("yes", "维持"), ("no", "撤销")))}

    def say(self, row: Violation) -> str:
        return {"yes": "维持", "no": "撤销"}.get(self.given("kept", row), "")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        kept = {self.given("kept", row) for row in self.asked()}
        if kept == {"yes"}:
            self.add_error(None, "全部维持的，请办理“复查：维持”。")
        if kept == {"no"}:
            self.add_error(None, "全部撤销的，请办理“复查：撤销”。")
        return cleaned


class ClassForm(ActionForm):
    """类案分析: of which 监督项目; the matters by number, ordered by the day they were taken up; no unit is ranked."""

    items = forms.MultipleChoiceField(label="分析的监督项目", choices=(), widget=forms.CheckboxSelectMultiple)
    subject = forms.CharField(label="类案问题", max_length=120)
    matters = Long("涉及的事项（编号）", rows=4, help_text="每行一件，按受理先后排列，不按单位排名")
    analysis = Long("共性问题和成因")
    measures = Long("意见和措施", rows=4)
    suggests = forms.BooleanField(label="同时提出检察建议", required=False, help_text="带有普遍性的，经检察长决定提出检察建议（规则第552条）")
    detail_fields = ("suggests",)

    def prepare(self) -> None:
        if self.matter is None:
            return
        items, detail = self.fields["items"], self.matter.investigation
        assert isinstance(items, forms.MultipleChoiceField)
        items.choices = [(row.label, row.label) for row in self.matter.violations.order_by("no") if row.stands]
        if detail.recurrence:
            classes = [line.rpartition("：") for line in detail.recurrence.splitlines()]
            labels = [head[1 : head.index("”")] for head, _, _ in classes]
            items.initial = labels
            self.fields["subject"].initial = "；".join(labels)[:120]
            self.fields["matters"].initial = "\n".join(dict.fromkeys(number for *_, rest in classes for number in rest.split("、")))


class AnswerForm(ActionForm):
    """书面答复、告知控告人（申诉人）."""

    receiver = forms.CharField(label="答复（告知）对象", max_length=60)
    conclusion = Long("答复意见")
    remedy = Long("告知的救济途径", required=False, rows=2)

    def prepare(self) -> None:
        detail = getattr(self.matter, "investigation", None)
        if detail is not None:
            self.fields["receiver"].initial = detail.complainant
