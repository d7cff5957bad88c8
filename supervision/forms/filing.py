"""立案监督各动作的表单: they validate, for page and API alike."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms

from cases.matters.forms import ActionForm, DayField, FilesField, PoliceActForm
from cases.matters.forms.fields import Long
from cases.models import Case
from office.models import Organisation
from supervision.models.filing import Outcome
from supervision.models.sources import LeadSource

BRANCHES = (
    ("A", "应当立案而不立案"),
    ("B", "不应当立案而立案"),
    ("C", "逾期不作出是否立案决定"),
)


class LeadForm(ActionForm):
    """登记线索: one dense page."""

    variant = forms.ChoiceField(label="监督类型", choices=BRANCHES, widget=forms.RadioSelect)
    title = forms.CharField(label="事项名称", max_length=120, help_text="例如“陈某军涉嫌合同诈骗立案监督案”")
    public_title = forms.CharField(
        label="对外名称", max_length=120, required=False, help_text="送公安机关时使用，不写控告人；不填则用事项名称"
    )
    police = forms.ModelChoiceField(label="公安机关", queryset=Organisation.objects.none(), empty_label="请选择")
    case = forms.ModelChoiceField(label="关联案件", queryset=Case.objects.none(), required=False, empty_label="暂无案件")
    charge = forms.CharField(label="涉嫌罪名", max_length=60)
    subject = forms.CharField(label="被控告人（犯罪嫌疑人）", max_length=120, required=False)
    persons = forms.IntegerField(label="人数", min_value=1, max_value=999, initial=1)
    source = forms.ChoiceField(label="线索来源", choices=LeadSource.choices)
    is_letter = forms.BooleanField(label="群众来信", required=False, help_text="来信须七日内程序性答复、三个月内答复结果")
    received_on = DayField(label="收到线索日期")
    complainant = forms.CharField(label="控告人（申诉人、建议机关）", max_length=60, required=False, help_text="仅检察机关可见")
    complainant_contact = forms.CharField(label="联系方式", max_length=60, required=False, help_text="仅检察机关可见")
    facts = Long("线索内容", required=False, help_text="仅检察机关可见")
    police_accepted_on = DayField(label="公安受案（立案）日期", required=False)
    police_number = forms.CharField(label="公安受案、立案文号", max_length=60, required=False)
    measures_taken = forms.NullBooleanField(
        label="已采取强制性措施", required=False,
        widget=forms.Select(choices=[("unknown", "不详"), ("true", "是"), ("false", "否")]),
    )

    matter_fields = ("variant", "title", "public_title", "police", "case", "persons")
    detail_fields = (
        "charge", "subject", "source", "channel", "received_on", "complainant", "complainant_contact", "facts",
        "police_accepted_on", "police_number", "measures_taken",
    )

    def prepare(self) -> None:
        if self.office is not None:
            police, case = self.fields["police"], self.fields["case"]
            assert isinstance(police, forms.ModelChoiceField)
            assert isinstance(case, forms.ModelChoiceField)
            police.queryset = self.office.organs.filter(is_active=True)
            case.queryset = Case.objects.filter(office=self.office).order_by("-id")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned["channel"] = "letter" if cleaned.get("is_letter") else ""
        if not cleaned.get("public_title"):
            cleaned["public_title"] = cleaned.get("title", "")
        if cleaned.get("complainant") and cleaned["complainant"] in cleaned.get("public_title", ""):
            self.add_error("public_title", "对外名称中不能出现控告人姓名，请另拟对外名称。")
        return cleaned


class PassForm(ActionForm):
    """未超期，移送公安处理."""

    police_accepted_on = DayField(label="公安受案日期")
    term = forms.ChoiceField(
        label="立案审查期限", choices=(("3", "三日（一般）"), ("7", "七日（线索需要查证）"), ("30", "三十日（重大疑难复杂，经批准）"))
    )
    contents = Long("有关情况")
    demands = Long("办理建议", required=False, rows=3)
    enclosures = Long("附件（每行一件）", required=False, rows=3)
    conclusion = Long("答复控告人的意见", required=False, rows=3)
    detail_fields = ("police_accepted_on",)


class DecidedForm(PoliceActForm):
    """公安机关在规定期限内作出决定."""

    decision = forms.ChoiceField(label="决定", choices=(("non_filing", "不予立案"), ("filing", "立案")))
    decided_on = DayField(label="决定日期")


class DeclinedForm(PoliceActForm):
    decided_on = DayField(label="不予立案决定日期")


class RequestForm(ActionForm):
    """要求说明理由."""

    facts = Long("查明的有关情况", help_text="写入文书；不写控告人姓名")
    reasons = Long("需要说明理由的依据", required=False, rows=3)


class BranchBRequestForm(RequestForm):
    """规则第559条第2款 sets conditions of its own for 要求说明立案理由."""

    ground = forms.ChoiceField(
        label="依据的情形",
        choices=(
            ("civil", "可能存在违法动用刑事手段插手民事、经济纠纷"),
            ("abuse", "可能存在利用立案实施报复陷害、敲诈勒索以及谋取其他非法利益"),
        ),
    )
    not_yet_requested = forms.BooleanField(label="案件尚未提请批准逮捕或者移送起诉", help_text="规则第559条第2款的条件")


class ExplainForm(PoliceActForm):
    """书面说明理由: 情况、依据、理由 + 证据材料."""

    situation = Long("有关情况", help_text="何时接报、做了哪些审查")
    grounds = Long("依据和理由", help_text="事实认定、鉴定意见、法律依据")
    unit = forms.CharField(label="办案部门、民警", max_length=60, required=False)


class ReviewForm(ActionForm):
    """审查意见."""

    facts = Long("审查情况")
    reasons = Long("处理意见")
    conclusion = Long("答复控告人的意见", required=False, rows=3)
    remedy = Long("告知的救济途径", required=False, rows=2)


class ReplyForm(ActionForm):
    """答复、告知控告人等."""

    receiver = forms.CharField(label="答复（告知）对象", max_length=60)
    conclusion = Long("答复意见")
    remedy = Long("告知的救济途径", required=False, rows=2)

    def prepare(self) -> None:
        detail = getattr(self.matter, "filing", None)
        if detail is not None:
            self.fields["receiver"].initial = detail.complainant


class TransferForm(ActionForm):
    """移送、不受理; 移送涉嫌犯罪线索."""

    receiver = forms.CharField(label="接收单位", max_length=60)
    contents = Long("有关情况")
    demands = Long("办理建议", required=False, rows=3)
    enclosures = Long("附件（每行一件）", required=False, rows=3)
    conclusion = Long("答复控告人的意见", required=False, rows=3)


class VerifyForm(ActionForm):
    """调查核实（规则第551条）."""

    METHODS = (
        ("interview_officer", "询问办案人员"),
        ("interview_party", "询问当事人、证人"),
        ("interview_present", "询问在场人员或者其他可能知情的人员"),
        ("hear_complainant", "听取申诉人或者控告人意见"),
        ("hear_counsel", "听取辩护人、值班律师意见"),
        ("copy_papers", "调取、查询、复制登记表册、法律文书及案卷材料"),
        ("recordings", "调取笔录及录音、录像"),
        ("examination", "伤情、病情检查或者鉴定"),
        ("other", "其他方式"),
    )
    methods = forms.MultipleChoiceField(label="调查核实方式", choices=METHODS, widget=forms.CheckboxSelectMultiple)
    contents = Long("调查核实的事项")


class HoldForm(ActionForm):
    reasons = Long("审查意见", help_text="为什么认为理由成立")


class NoticeForm(ActionForm):
    """通知立案、通知撤销案件: 依据和理由，连同证据材料."""

    facts = Long("认定的事实和证据")
    reasons = Long("依据和理由")
    enclosures = Long("随文移送的证据材料（每行一件）", rows=3, help_text="规则第563条：通知书连同证据材料送达公安机关")


class FiledForm(PoliceActForm):
    filed_on = DayField(label="立案日期")
    detail_fields = ("filed_on",)


class WithdrawnForm(PoliceActForm):
    withdrawn_on = DayField(label="撤案日期")
    detail_fields = ("withdrawn_on",)


class InformedForm(PoliceActForm):
    informed = forms.CharField(label="告知对象", max_length=100)


class UrgeForm(ActionForm):
    """催办函: 立案日期、已满三个月、要求反馈进展."""

    filed_on = DayField(label="立案日期")
    demands = Long("催办内容", required=False, rows=3)
    reply_by = DayField(label="请于何日前反馈", past=False)

    def prepare(self) -> None:
        detail = getattr(self.matter, "filing", None)
        if detail is not None:
            self.fields["filed_on"].initial = detail.filed_on
        self.fields["reply_by"].initial = self.today + timedelta(days=10)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("reply_by") and cleaned["reply_by"] <= self.today:
            self.add_error("reply_by", "请填写今天以后的日期。")
        return cleaned


class ProgressForm(PoliceActForm):
    progress = Long("侦查工作进展")
    own_number = forms.CharField(label="文号", max_length=60, required=False)
    files = FilesField(label="有关材料", required=False)


class OutcomeForm(ActionForm):
    """侦结、判决登记: the supervised case is tracked to judgment."""

    outcome = forms.ChoiceField(label="结果", choices=Outcome.choices)
    transferred_on = DayField(label="移送起诉、提起公诉日期", required=False)
    judged_on = DayField(label="判决日期", required=False)
    sentence = forms.CharField(label="判决结果", max_length=200, required=False)
    detail_fields = ("outcome", "transferred_on", "judged_on", "sentence")

    def prepare(self) -> None:
        detail = getattr(self.matter, "filing", None)
        if detail is not None:
            # registered before, at 侦查终结: the page repeats it, or handing in would blank it
            self.fields["transferred_on"].initial = detail.transferred_on

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("outcome") == Outcome.JUDGMENT and not cleaned.get("judged_on"):
            self.add_error("judged_on", "作出判决的，请填写判决日期。")
        return cleaned


class TransferredForm(ActionForm):
    transferred_on = DayField(label="移送起诉日期")
    detail_fields = ("transferred_on",)

