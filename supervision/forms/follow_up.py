"""行刑反向衔接各动作的表单: they validate, for page and API alike."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from cases.matters.forms import ActionForm, DayField, FilesField, PoliceActForm
from cases.matters.forms.fields import Long
from cases.models import Case, Matter
from office.models import Organisation
from office.options import option
from supervision.models.follow_up import Handled
from supervision.models.non_prosecution import Appeal
from supervision.models.prosecution_review import NonProsecution

SUSPENDING = (
    ("police", "公安机关对不起诉决定要求复议或者提请复核"),
    ("victim", "被害人或者其近亲属、诉讼代理人申诉，或者提起刑事自诉"),
    ("person", "被不起诉人对不起诉决定申诉"),
)
EXTENSIONS = tuple((f"{days}个工作日", f"{days}个工作日") for days in (5, 10, 15, 20))
MORE_TERMS = ("15日", "1个月", "2个月", "3个月")
WAYS = (
    ("justice", "通报同级司法行政机关"),
    ("superior", "提请上一级人民检察院通报其上级机关"),
    ("party", "报告同级党委、人民代表大会常务委员会"),
)


def detail_of(matter: Matter | None) -> Any:
    """The detail row of a 行刑反向衔接 matter; None before there is one."""
    return getattr(matter, "follow_up", None)


def unsettled(matter: Matter | None) -> str:
    """Why the 不起诉 this matter follows is not settled: 应当中止审查 (反向衔接指引第13条); empty where it is, or came otherwise."""
    parent = matter.parent if matter is not None else None
    if parent is None or parent.kind != "non_prosecution":
        return ""
    if parent.state == "revoked":
        return "不起诉决定已经撤销、变更，请办理“不起诉决定被撤销、变更”。"
    if parent.state in ("reconsideration", "superior_review"):
        return "公安机关已对不起诉决定要求复议、提请复核，尚未作出决定，应当中止审查（反向衔接指引第13条）。"
    return "对不起诉决定的申诉正在复查，应当中止审查（反向衔接指引第13条）。" if parent.non_prosecution.appeal == Appeal.PENDING else ""


class _OnSettled(ActionForm):
    """What is not done while the decision itself is contested."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if why := unsettled(self.matter):
            raise forms.ValidationError(why)
        return cleaned


class RegisterForm(ActionForm):
    """登记受理 by 行政检察 of a case that came otherwise than through 不诉跟踪."""

    title = forms.CharField(label="事项名称", max_length=120, help_text="例如“陈某军盗窃行刑反向衔接案”")
    police = forms.ModelChoiceField(label="侦查案件的公安机关", queryset=Organisation.objects.none(), empty_label="请选择")
    case = forms.ModelChoiceField(label="关联案件", queryset=Case.objects.none(), required=False, empty_label="暂无案件")
    subject = forms.CharField(label="被不起诉人", max_length=120)
    persons = forms.IntegerField(label="人数", min_value=1, max_value=999, initial=1)
    charge = forms.CharField(label="移送罪名", max_length=60)
    sort = forms.ChoiceField(label="不起诉类别", choices=NonProsecution.choices)
    decision_number = forms.CharField(label="不起诉决定书文号", max_length=60)
    decided_on = DayField(label="不起诉决定日期")
    accepted_on = DayField(label="登记受理日期", help_text="十个工作日以内审查终结（反向衔接指引第12条）")
    facts = Long("违法事实、情节和证据")
    advice = Long("刑事检察部门的意见", required=False, rows=3)
    enclosures = Long("移送材料（每行一件）", required=False, rows=3)

    matter_fields = ("title", "public_title", "police", "case", "persons")
    detail_fields = (
        "subject", "charge", "sort", "decision_name", "decision_number", "decided_on", "accepted_on", "facts", "advice", "enclosures",
    )  # fmt: skip

    def prepare(self) -> None:
        self.fields["accepted_on"].initial = self.today
        if self.office is not None:
            police, case = self.fields["police"], self.fields["case"]
            assert isinstance(police, forms.ModelChoiceField)
            assert isinstance(case, forms.ModelChoiceField)
            police.queryset = self.office.organs.filter(is_active=True)
            case.queryset = Case.objects.filter(office=self.office).order_by("-id")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        decided, accepted = cleaned.get("decided_on"), cleaned.get("accepted_on")
        if decided and accepted and accepted < decided:
            self.add_error("accepted_on", "登记受理日期不能早于不起诉决定日期。")
        return {**cleaned, "public_title": cleaned.get("title", ""), "decision_name": "不起诉决定书"}


class AcceptForm(ActionForm):
    accepted_on = DayField(label="登记受理日期", help_text="十个工作日以内审查终结（反向衔接指引第12条）")
    detail_fields = ("accepted_on",)

    def prepare(self) -> None:
        self.fields["accepted_on"].initial = self.today

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        decided: date | None = getattr(detail_of(self.matter), "decided_on", None)
        if decided and cleaned.get("accepted_on") and cleaned["accepted_on"] < decided:
            self.add_error("accepted_on", "登记受理日期不能早于不起诉决定日期。")
        return cleaned


class ExtendForm(ActionForm):
    """案情重大、疑难、复杂的: the 检察长 says by how much, the 指引 names no length."""

    length = forms.ChoiceField(label="延长", choices=EXTENSIONS, initial="10个工作日", help_text="指引没有规定延长的日数，以检察长批准的为准")
    reasons = Long("延长理由", rows=3)


class ConsultForm(ActionForm):
    """征求异地人民检察院意见: those days do not count (反向衔接指引第12条)."""

    receiver = forms.CharField(label="异地人民检察院", max_length=60)
    contents = Long("征求意见的事项")


class SuspendForm(ActionForm):
    ground = forms.ChoiceField(label="中止的情形", choices=SUSPENDING, help_text="反向衔接指引第13条")
    reasons = Long("有关情况", rows=3)


class ResumeForm(_OnSettled):
    reasons = Long("恢复审查的原因", rows=3, help_text="收到异地意见，或者复议、复核、复查未变更、撤销不起诉决定的")


class OpinionForm(_OnSettled):
    """检察意见书: 违法事实、情节和证据, 应当给予处罚的意见, 涉案财物 (反向衔接指引; 行刑衔接规定第8条)."""

    person = Long("被不起诉人基本情况", rows=3)
    facts = Long("违法事实、情节和证据")
    law = Long("应当给予行政处罚（处分、没收违法所得）的依据", rows=3)
    advice = Long("检察意见", rows=3)
    measures = Long("采取强制措施、训诫、具结悔过、赔礼道歉、赔偿损失等情况", required=False, rows=2)
    property_words = Long("查封、扣押、冻结涉案财物的情况", required=False, rows=2)
    reply_term = forms.ChoiceField(label="回复期限", help_text="自收到之日起；情况紧急的可以另定（待核）")
    enclosures = Long("附件（每行一件）", required=False, rows=2, initial="不起诉决定书")

    def prepare(self) -> None:
        usual = f"{option(self.office.pk, 'opinion_reply_months')}个月" if self.office is not None else "2个月"
        field = self.fields["reply_term"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(term, term) for term in dict.fromkeys((usual, *MORE_TERMS))]
        field.initial = usual
        detail = detail_of(self.matter)
        if detail is not None:
            self.fields["facts"].initial, self.fields["advice"].initial = detail.facts, detail.advice
            self.fields["property_words"].initial = detail.property_words


class AgencyOpinionForm(OpinionForm):
    receiver = forms.CharField(label="主管机关", max_length=60)
    detail_fields = ("receiver",)

    def prepare(self) -> None:
        super().prepare()
        self.order_fields(["receiver"])


class PoliceOpinionForm(OpinionForm):
    """To the police organ of the matter."""

    detail_fields = ("receiver",)

    def clean(self) -> dict[str, Any]:
        police = self.matter.police if self.matter is not None else None
        return {**super().clean(), "receiver": police.name if police is not None else ""}


class TerminateForm(_OnSettled):
    """终结审查决定书: nothing to be asked for."""

    facts = Long("审查认定的事实")
    reasons = Long("终结审查的理由", rows=3)


class _Handling(ActionForm):
    """What the competent organ did, and why not."""

    handled = forms.ChoiceField(label="处理结果", choices=Handled.choices)
    amount = forms.IntegerField(label="罚款、没收数额（元）", min_value=0, max_value=10**12, required=False)
    detained_days = forms.IntegerField(label="行政拘留（日）", min_value=1, max_value=20, required=False)
    handled_words = Long("处理决定和理由", help_text="写明处罚决定书文号、内容；不予处罚的写明理由")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("handled") == Handled.NOT_PUNISHED and (cleaned.get("amount") or cleaned.get("detained_days")):
            self.add_error("handled", "不予处罚的，不应填写罚没数额、拘留日数。")
        return cleaned


class PoliceReplyForm(_Handling, PoliceActForm):
    """处理结果 of the police (程序规定第293条第2款), with their paper."""

    detail_fields = ("handled", "amount", "detained_days", "handled_words", "replied_on")

    def clean(self) -> dict[str, Any]:
        return {**super().clean(), "replied_on": self.today}


class AgencyReplyForm(_Handling):
    """The answer of an administrative organ, registered from its letter."""

    replied_on = DayField(label="回复日期", help_text="主管机关回函的日期；以此认定是否逾期")
    reply_number = forms.CharField(label="回函文号", max_length=60, required=False)
    files = FilesField(label="回函、处罚决定书")  # type: ignore[assignment]  # a field, lifted out of the class by the metaclass
    detail_fields = ("handled", "amount", "detained_days", "handled_words", "replied_on")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        clock = self.matter.deadlines.filter(rule="opinion_reply").first() if self.matter else None
        if clock is not None and cleaned.get("replied_on") and cleaned["replied_on"] < clock.begins_on:
            self.add_error("replied_on", "回复日期不能早于主管机关收到检察意见书的日期。")
        return cleaned


class AgencyPressForm(ActionForm):
    """督促回复 to an administrative organ."""

    receiver = forms.CharField(label="主管机关", max_length=60)
    due_on = DayField(label="原届满日")
    demands = Long("督促内容", required=False, rows=3)
    reply_by = DayField(label="请于何日前回复", past=False)

    def prepare(self) -> None:
        detail = detail_of(self.matter)
        if detail is None or self.matter is None:
            return
        self.fields["receiver"].initial = detail.receiver
        clock = self.matter.deadlines.filter(rule="opinion_reply", status="running").first()
        if clock is not None:
            self.fields["due_on"].initial = clock.due_on

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("reply_by") and cleaned["reply_by"] <= self.today:
            self.add_error("reply_by", "请填写今天以后的日期。")
        return cleaned


class CirculateForm(ActionForm):
    """通报、报告: decided by the 检察长 (行刑衔接规定第11条, 待核)."""

    way = forms.ChoiceField(label="方式", choices=WAYS)
    receiver = forms.CharField(label="受文单位", max_length=60)
    facts = Long("有关情况")


class SuggestForm(ActionForm):
    """检察建议: drawn up in the following matter."""

    facts = Long("不回复、不处理的情况和建议的内容")

    def clean(self) -> dict[str, Any]:
        detail = detail_of(self.matter)
        competent = detail.competent if detail is not None else ""
        return {
            **super().clean(), "addressed": "police" if competent == "police" else "unit",
            "receiver": detail.receiver if detail is not None else "",
        }  # fmt: skip


class PropertyForm(ActionForm):
    """涉案财物处置登记."""

    property_words = Long("涉案财物处置", help_text="返还、没收、移送、解除的财物和处理文书；没有涉案财物的，写明没有")
    detail_fields = ("property_words",)

    def prepare(self) -> None:
        detail = detail_of(self.matter)
        if detail is not None:
            self.fields["property_words"].initial = detail.property_words


class ClosingForm(ActionForm):
    reasons = Long("审查意见", rows=3)
