"""检察建议各动作的表单: they validate, for page and API alike (检察建议规定第15条至第25条)."""

from __future__ import annotations

from typing import Any

from django import forms

from cases.matters.forms import ActionForm, DayField, FilesField, PoliceActForm
from cases.matters.forms.fields import Long
from cases.models import Case
from office.models import Organisation
from office.options import option
from supervision.models.sources import LeadSource
from supervision.models.suggestion import Addressed, Adoption, Service, SuperiorReview

SORTS = (("correction", "纠正违法检察建议"), ("governance", "社会治理检察建议"))
MONTHS = 2
"""检察建议规定第19条: 两个月."""


class ProposeForm(ActionForm):
    """登记: where the problem was found and who should mend it."""

    variant = forms.ChoiceField(label="检察建议类型", choices=SORTS, widget=forms.RadioSelect)
    title = forms.CharField(label="事项名称", max_length=120, help_text="例如“城东分局讯问录音录像不全程检察建议案”")
    public_title = forms.CharField(label="对外名称", max_length=120, required=False, help_text="不填则用事项名称")
    addressed = forms.ChoiceField(label="被建议单位类别", choices=Addressed.choices)
    receiver = forms.CharField(label="被建议单位", max_length=60, required=False, help_text="公安机关以外的单位填写全称")
    police = forms.ModelChoiceField(label="公安机关", queryset=Organisation.objects.none(), required=False, empty_label="不是公安机关")
    case = forms.ModelChoiceField(label="关联案件", queryset=Case.objects.none(), required=False, empty_label="暂无案件")
    topic = forms.CharField(label="涉及的问题", max_length=120)
    source = forms.ChoiceField(label="线索来源", choices=LeadSource.choices, initial=LeadSource.CASEWORK)
    received_on = DayField(label="发现问题日期")
    facts = Long("线索内容", required=False, help_text="仅检察机关可见")

    matter_fields = ("variant", "title", "public_title", "police", "case")
    detail_fields = ("addressed", "receiver", "topic", "source", "received_on", "facts")

    def prepare(self) -> None:
        if self.office is not None:
            police, case = self.fields["police"], self.fields["case"]
            assert isinstance(police, forms.ModelChoiceField)
            assert isinstance(case, forms.ModelChoiceField)
            police.queryset = self.office.organs.filter(is_active=True)
            case.queryset = Case.objects.filter(office=self.office).order_by("-id")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.get("public_title"):
            cleaned["public_title"] = cleaned.get("title", "")
        if cleaned.get("addressed") == Addressed.POLICE and not cleaned.get("police"):
            self.add_error("police", "被建议单位是公安机关的，请选择公安机关。")
        if cleaned.get("addressed") == Addressed.UNIT:
            if not cleaned.get("receiver"):
                self.add_error("receiver", "被建议单位不是公安机关的，请填写单位全称。")
            cleaned["police"] = None
        return cleaned


class InvestigateForm(ActionForm):
    """立项调查核实：报检察长决定."""

    facts = Long("线索和研判意见")
    plan = Long("调查核实的事项和方式", rows=4)


class InvestigatedForm(ActionForm):
    """调查终结报告."""

    findings = Long("查明的事实和证据")
    problems = Long("存在的违法情形或者应当消除的隐患", rows=4)
    detail_fields = ("findings", "problems")


class NotMadeForm(ActionForm):
    """研判或者调查后不制发检察建议."""

    way = forms.ChoiceField(
        label="处理方式",
        choices=(("report", "转为调研报告"), ("model", "转为法律监督模型"), ("closed", "不必制发检察建议，终结")),
    )
    reasons = Long("理由", rows=4)


class ReserveForm(ActionForm):
    reasons = Long("列为备用线索的理由", rows=3)


class SubstanceForm(ActionForm):
    """The substance of the seven elements."""

    findings = Long("认定的事实和证据")
    problems = Long("存在的违法情形或者应当消除的隐患", rows=4)
    advice = Long("建议的具体内容和所依据的法律、法规和文件")
    others = Long("其他需要说明的事项", required=False, rows=2)
    detail_fields: tuple[str, ...] = ("findings", "problems", "advice", "others")

    def prepare(self) -> None:
        _recall(self, ("findings", "problems", "advice", "others"))


class WriteForm(SubstanceForm):
    """初稿: kept for the review and for the paper; it settles to whom the suggestion goes."""

    addressed = forms.ChoiceField(label="改变被建议单位", choices=[("", "不变"), *Addressed.choices], required=False)
    receiver = forms.CharField(label="被建议单位", max_length=60, required=False, help_text="公安机关以外的单位填写全称")
    detail_fields = (*SubstanceForm.detail_fields, "addressed", "receiver")
    field_order = ("addressed", "receiver", "findings", "problems", "advice", "others")

    def prepare(self) -> None:
        super().prepare()
        _recall(self, ("receiver",))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        detail = getattr(self.matter, "suggestion", None)
        cleaned["addressed"] = cleaned.get("addressed") or getattr(detail, "addressed", "")
        cleaned["receiver"] = cleaned.get("receiver") or getattr(detail, "receiver", "")
        if cleaned["addressed"] == Addressed.UNIT and not cleaned["receiver"]:
            self.add_error("receiver", "被建议单位不是公安机关的，请填写单位全称。")
        if cleaned["addressed"] == Addressed.POLICE and self.matter is not None and self.matter.police_id is None:
            self.add_error("addressed", "事项未载明公安机关，请先更正补登，或者选择其他单位。")
        return cleaned


def _recall(form: ActionForm, names: tuple[str, ...]) -> None:
    """What was written before is proposed again."""
    detail = getattr(form.matter, "suggestion", None)
    for name in names:
        if detail is not None and getattr(detail, name) and name in form.fields:
            form.fields[name].initial = getattr(detail, name)


class ReviewForm(ActionForm):
    """初核：必要性、合法性、说理性 (检察建议规定要求，待核)."""

    necessary = forms.BooleanField(label="确有必要")
    lawful = forms.BooleanField(label="内容合法、属于检察职权")
    reasoned = forms.BooleanField(label="说理充分，建议明确、可行")
    opinion = Long("审核意见", rows=3)


class SuperiorForm(ActionForm):
    """上级院业务部门、研究部门同步复核."""

    superior_review = forms.ChoiceField(label="复核情况", choices=SuperiorReview.choices)
    opinion = Long("复核意见", required=False, rows=3)
    detail_fields = ("superior_review",)


class ConsultForm(ActionForm):
    """征求被建议单位意见."""

    consulted_on = DayField(label="征求意见日期")
    opinion = Long("被建议单位的意见和采纳情况", rows=4)


class TermForm(ActionForm):
    """The two periods a suggestion must state: for an objection and for the reply (检察建议规定第16条、第19条)."""

    objection_days = forms.IntegerField(label="提出异议的期限（日）", min_value=1, max_value=60, help_text="自收到之日起，以建议书载明为准")
    reply_months = forms.IntegerField(
        label="书面回复期限（月）", min_value=1, max_value=12, initial=MONTHS, help_text="检察建议规定第19条：自收到检察建议书之日起两个月以内"
    )
    urgent = forms.BooleanField(label="情况紧急，另定回复期限", required=False)
    reply_days = forms.IntegerField(label="紧急时的回复期限（日）", min_value=1, max_value=59, required=False)

    def prepare(self) -> None:
        if self.office is not None:
            self.fields["objection_days"].initial = option(self.office.pk, "advice_objection_days")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        months, urgent, days = cleaned.get("reply_months"), cleaned.get("urgent"), cleaned.get("reply_days")
        if urgent and not days:
            self.add_error("reply_days", "情况紧急另定期限的，请填写回复期限的日数。")
        if not urgent and days:
            self.add_error("reply_days", "没有注明情况紧急的，回复期限为两个月，不另填日数。")
        if not urgent and months and months != MONTHS:
            self.add_error(
                "reply_months",
                "《人民检察院检察建议工作规定》第十九条规定，除另有规定外，应当要求被建议单位自收到检察建议书之日起两个月以内"
                "作出相应处理并书面回复；情况紧急需要尽快处理的，才可以另定期限，请改为两个月。",
            )
        cleaned["reply_term"] = f"{days}日" if urgent and days else "两个月"
        return cleaned


class ServeForm(SubstanceForm, TermForm):
    """检察建议书：七项要素."""

    origin = Long("案件或者问题的来源", rows=3)
    service = forms.ChoiceField(label="送达方式", choices=Service.choices)
    attendance = forms.CharField(
        label="宣告地点和参加人", max_length=200, required=False, help_text="宣告送达的填写；可以邀请人大代表、政协委员、人民监督员等参加"
    )
    copies = Long("抄送（每行一个单位）", required=False, rows=2)
    detail_fields = (*SubstanceForm.detail_fields, "service", "copies")
    field_order = (
        "receiver", "origin", "findings", "problems", "advice", "others", "objection_days", "reply_months", "urgent", "reply_days",
        "service", "attendance", "copies",
    )  # fmt: skip

    def prepare(self) -> None:
        SubstanceForm.prepare(self)
        TermForm.prepare(self)
        detail = getattr(self.matter, "suggestion", None)
        if detail is not None:
            self.fields["origin"].initial = f"本院在办理案件和履行法律监督职责中，发现{detail.topic}。" if detail.topic else ""
            self.fields["copies"].initial = detail.copies
            if detail.service:
                self.fields["service"].initial = detail.service

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("service") == Service.ANNOUNCED and not cleaned.get("attendance"):
            self.add_error("attendance", "宣告送达的，请填写宣告地点和参加人。")
        return cleaned


class ServeUnitForm(ServeForm):
    receiver = forms.CharField(label="被建议单位", max_length=60)
    detail_fields = (*ServeForm.detail_fields, "receiver")

    def prepare(self) -> None:
        super().prepare()
        _recall(self, ("receiver",))


class FiledUpForm(ActionForm):
    """报上一级院备案."""

    filed_up_on = DayField(label="报送日期")
    detail_fields = ("filed_up_on",)


class ObjectForm(PoliceActForm):
    """公安机关对检察建议提出异议."""

    grounds = Long("异议的理由和依据")


class ObjectedForm(ActionForm):
    """登记其他单位的异议: its letter is attached."""

    objected_on = DayField(label="收到异议日期")
    number = forms.CharField(label="来函文号", max_length=60, required=False)
    grounds = Long("异议的理由和依据")
    files = FilesField(label="异议函")  # type: ignore[assignment]  # a field, lifted out of the class by the metaclass


class ReviseForm(ServeForm):
    """异议成立，修改检察建议书."""

    findings_of_review = Long("复核情况", rows=3)


class ReviseUnitForm(ServeUnitForm):
    findings_of_review = Long("复核情况", rows=3)


class DecisionForm(ActionForm):
    """复核异议的结论和理由."""

    findings_of_review = Long("复核情况")
    reasons = Long("结论和理由")


class DecisionUnitForm(DecisionForm):
    receiver = forms.CharField(label="被建议单位", max_length=60)

    def prepare(self) -> None:
        _recall(self, ("receiver",))


class ReplyForm(PoliceActForm):
    """公安机关书面回复整改情况."""

    adopted = forms.ChoiceField(label="是否采纳", choices=Adoption.choices)
    statement = Long("处理和整改情况")


class RepliedForm(ActionForm):
    """登记其他单位的回函：回函日期和回函附件必填."""

    replied_on = DayField(label="回函日期")
    number = forms.CharField(label="回函文号", max_length=60, required=False)
    statement = Long("处理和整改情况")
    files = FilesField(label="回函")  # type: ignore[assignment]  # a field, lifted out of the class by the metaclass
    detail_fields = ("replied_on",)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        served = self.matter.documents.filter(addressee="outside", status="received").order_by("received_on").first() if self.matter else None
        day = cleaned.get("replied_on")
        if day and served is not None and served.received_on and day < served.received_on:
            self.add_error("replied_on", "回函日期不能早于被建议单位收到检察建议书的日期。")
        return cleaned


class UrgeForm(ActionForm):
    """督促落实、回复."""

    demands = Long("督促的事项", initial="请落实检察建议书提出的建议，并书面回复处理情况。")
    reply_days = forms.IntegerField(label="请在收到后几日内回复（日）", min_value=1, max_value=60, initial=15)


class UrgeUnitForm(UrgeForm):
    receiver = forms.CharField(label="被建议单位", max_length=60)

    def prepare(self) -> None:
        _recall(self, ("receiver",))


class ReportUpForm(ActionForm):
    """报告上一级人民检察院."""

    facts = Long("检察建议的制发、督促和回复经过")
    reasons = Long("本院意见", rows=3)


class NotifyForm(ActionForm):
    """通报其上级机关、主管部门、行业组织；必要时报告党委、人大，通报政府、监察机关."""

    receiver = forms.CharField(label="通报（报告）给哪个单位", max_length=60)
    facts = Long("检察建议的制发、督促和回复经过")
    reasons = Long("建议", rows=3)


class EvaluateForm(ActionForm):
    """质效评估."""

    adoption = forms.ChoiceField(label="采纳情况", choices=Adoption.choices)
    quality = Long("质效评估", help_text="建议的采纳、整改落实和效果")
    detail_fields = ("adoption", "quality")


class LookBackForm(ActionForm):
    """回头看、现场走访."""

    looked_back_on = DayField(label="回头看日期")
    statement = Long("走访、回访情况")
    detail_fields = ("looked_back_on",)


class OutcomeForm(ActionForm):
    """办结: what has become of the suggestion."""

    adoption = forms.ChoiceField(label="采纳情况", choices=Adoption.choices)
    outcome = Long("整改落实结果")
    detail_fields = ("adoption", "outcome")

    def prepare(self) -> None:
        detail = getattr(self.matter, "suggestion", None)
        if detail is not None and detail.adoption:
            self.fields["adoption"].initial = detail.adoption
