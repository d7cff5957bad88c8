"""审查起诉各动作的表单: they validate, for page and API alike."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from cases.matters.forms import ActionForm, DayField
from cases.matters.forms.fields import Long, OfficerChoice, prosecutors_of
from cases.models import CUSTODIAL, Case, CompulsoryMeasure, MeasureKind, Suspect
from office.models import Officer, Organisation
from supervision.models.prosecution_review import RETURNS, Held, NonProsecution, Verdict

GROUNDS_OF_RETURN = (
    ("facts", "犯罪事实不清、证据不足"),
    ("crime", "遗漏罪行"),
    ("accomplice", "遗漏同案犯罪嫌疑人"),
    ("other", "其他需要补充侦查的情形"),
)
GROUNDS_OF_WITHDRAWAL = (
    ("no_fact", "不存在犯罪事实"),
    ("not_him", "犯罪事实并非被告人所为"),
    ("slight", "情节显著轻微、危害不大，不认为是犯罪"),
    ("evidence", "证据不足或者证据发生变化，不符合起诉条件"),
    ("age", "被告人未达到刑事责任年龄，不负刑事责任"),
    ("law", "法律、司法解释发生变化，不应当追究刑事责任"),
    ("other", "其他不应当追究刑事责任的情形"),
)
CONDITIONS = (
    ("chapters", "涉嫌刑法分则第四章、第五章、第六章规定的犯罪"),
    ("one_year", "可能判处一年有期徒刑以下刑罚"),
    ("fit", "符合起诉条件"),
    ("remorse", "有悔罪表现"),
)
HEARD = (
    ("police", "已听取公安机关的意见"),
    ("victim", "已听取被害人的意见（没有被害人的，视为已办理）"),
    ("minor", "未成年犯罪嫌疑人及其法定代理人对附条件不起诉没有异议"),
)
PROBATIONS = tuple((f"{months}个月", f"{months}个月") for months in range(6, 13))


def held_of(case_id: Any) -> str:
    """The gravest measure that any suspect of the case is under; where the case names none: no measure."""
    kinds = set(CompulsoryMeasure.objects.filter(suspect__case_id=case_id, ended_on=None).values_list("kind", flat=True))
    if kinds & CUSTODIAL:
        return Held.CUSTODY
    if kinds & {MeasureKind.RESIDENTIAL, MeasureKind.DESIGNATED}:
        return Held.RESIDENTIAL
    return Held.BAIL if MeasureKind.BAIL in kinds else Held.NONE


def held_in(case_id: Any) -> QuerySet[Suspect]:
    """Who of the case is in custody: 刑事拘留、逮捕 that have not ended."""
    return Suspect.objects.filter(case_id=case_id, measures__kind__in=CUSTODIAL, measures__ended_on=None).distinct()


class AcceptForm(ActionForm):
    """受理移送起诉的案件: one dense page. 在押与否 is read from the case."""

    case = forms.ModelChoiceField(
        label="案件", queryset=Case.objects.none(), empty_label="请选择", help_text="在押情况取自案件；没有的，请先登记案件"
    )
    title = forms.CharField(label="事项名称", max_length=120, help_text="例如“陈某军合同诈骗审查起诉案”")
    police = forms.ModelChoiceField(label="移送的公安机关", queryset=Organisation.objects.none(), empty_label="请选择")
    subject = forms.CharField(label="犯罪嫌疑人", max_length=120)
    persons = forms.IntegerField(label="人数", min_value=1, max_value=999, initial=1)
    charge = forms.CharField(label="移送罪名", max_length=60)
    opinion_number = forms.CharField(label="起诉意见书文号", max_length=60)
    received_on = DayField(label="收到移送起诉案件日期", help_text="审查起诉期限自收到之日起计算")
    handler = OfficerChoice(
        label="承办检察官", queryset=Officer.objects.none(), required=False, empty_label="暂不指定", help_text="检察官自行受理的，不选即为本人"
    )
    plea = forms.BooleanField(label="认罪认罚", required=False)
    fast = forms.BooleanField(label="适用速裁程序审查", required=False, help_text="十日以内决定；案管应当在受理当日移送捕诉部门（规则第273条）")
    minor = forms.BooleanField(label="未成年人刑事案件", required=False)
    earlier_court = forms.CharField(label="改变管辖前的检察院", max_length=60, required=False)
    earlier_returns = forms.IntegerField(
        label="改变管辖前已退回补充侦查（次）", min_value=0, max_value=RETURNS, initial=0, required=False,
        help_text="改变管辖前后合计不得超过二次（规则第350条）",
    )

    matter_fields = ("title", "public_title", "police", "case", "persons", "handler")
    detail_fields = (
        "subject", "charge", "opinion_number", "received_on", "plea", "fast", "minor", "earlier_court", "earlier_returns",
    )  # fmt: skip

    def prepare(self) -> None:
        if self.office is not None:
            police, case, handler = self.fields["police"], self.fields["case"], self.fields["handler"]
            assert isinstance(police, forms.ModelChoiceField)
            assert isinstance(case, forms.ModelChoiceField)
            assert isinstance(handler, forms.ModelChoiceField)
            handler.queryset = prosecutors_of(self.office.procuratorate)
            police.queryset = self.office.organs.filter(is_active=True)
            case.queryset = Case.objects.filter(office=self.office).order_by("-id")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned["public_title"] = cleaned.get("title", "")
        if not cleaned.get("handler"):
            cleaned.pop("handler", None)  # a prosecutor who accepts the case is its handler
        cleaned["earlier_returns"] = cleaned.get("earlier_returns") or 0
        if cleaned["earlier_returns"] and not cleaned.get("earlier_court"):
            self.add_error("earlier_court", "改变管辖前已退回补充侦查的，请填写改变管辖前的检察院。")
        if cleaned.get("fast") and not cleaned.get("plea"):
            self.add_error("fast", "适用速裁程序以犯罪嫌疑人认罪认罚为条件（刑诉法第172条第1款）。")
        return cleaned


class ExtendForm(ActionForm):
    """延长审查起诉期限: why one month (ten days) is not enough."""

    reasons = Long("延长理由", rows=4)


class CounselForm(ActionForm):
    told_on = DayField(label="告知日期")
    told = forms.CharField(label="被告知人", max_length=100)

    def prepare(self) -> None:
        self.fields["told_on"].initial = self.today
        detail = getattr(self.matter, "prosecution_review", None)
        if detail is not None:
            self.fields["told"].initial = detail.subject[:100]


class ExamineForm(ActionForm):
    """Only 精神病鉴定 stops the clock; every other examination counts (刑诉法第149条；程序规定第257条)."""

    institution = forms.CharField(label="鉴定机构", max_length=60)
    reasons = Long("鉴定事由", rows=3, help_text="只有精神病鉴定的期间不计入办案期限，其他鉴定都计入")


class ExaminedForm(ActionForm):
    opinion = Long("鉴定意见", rows=3)


class ReturnForm(ActionForm):
    """退回补充侦查: the outline itself is drawn up in the following matter."""

    ground = forms.ChoiceField(label="退回的情形", choices=GROUNDS_OF_RETURN)
    reasons = Long("退回补充侦查的理由", rows=4, help_text="写明事实不清、证据不足的具体表现；补充侦查提纲在随后开立的补充侦查事项中拟制")

    def prepare(self) -> None:
        detail = getattr(self.matter, "prosecution_review", None)
        if detail is not None and detail.returns == RETURNS - 1:
            self.fields["reasons"].help_text = "这是最后一次退回；此后仍然证据不足的，应当作出不起诉决定（刑诉法第175条第4款）"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        detail = getattr(self.matter, "prosecution_review", None)
        cleaned["round"] = (detail.returns if detail else 0) + 1
        return cleaned


class SelfForm(ActionForm):
    """自行补充侦查 (规则第348条): within the period of 审查起诉."""

    reasons = Long("自行补充侦查的事项和理由", rows=4)


class LeakForm(ActionForm):
    """要求补充侦查或者补充移送起诉 (规则第356条)."""

    sort = forms.ChoiceField(
        label="遗漏情形", choices=(("accomplice", "遗漏应当移送起诉的同案犯罪嫌疑人"), ("crime", "遗漏罪行"))
    )
    subject = forms.CharField(label="遗漏的犯罪嫌疑人（罪行所涉的人）", max_length=120)
    charge = forms.CharField(label="涉嫌罪名", max_length=60)
    facts = Long("发现经过和证据")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned["found_on"] = self.today
        return cleaned


class NotOursForm(ActionForm):
    found_on = DayField(label="发现不属本院管辖的日期", help_text="五日以内移送（规则第328条第1款）")
    reasons = Long("理由", rows=3)

    def prepare(self) -> None:
        self.fields["found_on"].initial = self.today


class MoveForm(ActionForm):
    """移送有管辖权的人民检察院, and the police that sent the case are told (规则第328条第2款)."""

    receiver = forms.CharField(label="有管辖权的人民检察院", max_length=60)
    reasons = Long("移送理由", rows=4)
    enclosures = Long("随案移送的材料（每行一件）", required=False, rows=3)


class CustodyForm(ActionForm):
    """启动羁押必要性审查: of whom; those in custody are proposed."""

    held = forms.CharField(label="在押的犯罪嫌疑人", max_length=60, help_text="一人一件")

    def prepare(self) -> None:
        first = held_in(self.matter.case_id).first() if self.matter is not None else None
        self.fields["held"].initial = first.name if first else ""


class ProsecuteForm(ActionForm):
    """提起公诉: 起诉书 as it was made and sent, registered."""

    REVIEWED = (
        ("", "请选择"), ("reviewed", "本案在押人员已经羁押必要性审查"), ("heavier", "在押人员可能判处的刑罚超过三年有期徒刑，不属于应当审查的情形"),
    )  # fmt: skip
    custody = forms.ChoiceField(
        label="羁押必要性审查", choices=REVIEWED, help_text="可能判处三年有期徒刑以下刑罚的在押人员，提起公诉前应当审查一次（羁押审查规定第6条第2款）"
    )

    indictment_number = forms.CharField(label="起诉书文号", max_length=60)
    court = forms.CharField(label="受理法院", max_length=60)
    prosecuted_on = DayField(label="提起公诉日期")
    prosecuted_charge = forms.CharField(label="起诉罪名", max_length=60)
    field_order = ("indictment_number", "court", "prosecuted_on", "prosecuted_charge", "custody")
    detail_fields = ("indictment_number", "court", "prosecuted_on", "prosecuted_charge")

    def prepare(self) -> None:
        if self.matter is None or not held_in(self.matter.case_id).exists():
            del self.fields["custody"]
        self.fields["prosecuted_on"].initial = self.today
        detail = getattr(self.matter, "prosecution_review", None)
        if detail is not None:
            self.fields["prosecuted_charge"].initial = detail.charge

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        detail = getattr(self.matter, "prosecution_review", None)
        day = cleaned.get("prosecuted_on")
        if detail is not None and detail.received_on and day and day < detail.received_on:
            self.add_error("prosecuted_on", "提起公诉日期不能早于收到案件的日期。")
        return cleaned


class JudgeForm(ActionForm):
    verdict = forms.ChoiceField(label="判决情况", choices=Verdict.choices)
    judged_on = DayField(label="判决日期")
    sentence = forms.CharField(label="判决结果", max_length=200, required=False)
    detail_fields = ("verdict", "judged_on", "sentence")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        detail = getattr(self.matter, "prosecution_review", None)
        day = cleaned.get("judged_on")
        if detail is not None and detail.prosecuted_on and day and day < detail.prosecuted_on:
            self.add_error("judged_on", "判决日期不能早于提起公诉的日期。")
        return cleaned


class WithdrawForm(ActionForm):
    """撤回起诉: before the judgment, on one of the seven grounds of 规则第424条."""

    receiver = forms.CharField(label="受理法院", max_length=60)
    ground = forms.ChoiceField(label="撤回起诉的情形", choices=GROUNDS_OF_WITHDRAWAL)
    reasons = Long("撤回起诉的理由", help_text="没有新的事实或者新的证据，不得再行起诉")

    def prepare(self) -> None:
        detail = getattr(self.matter, "prosecution_review", None)
        if detail is not None:
            self.fields["receiver"].initial = detail.court


class NonProsecutionForm(ActionForm):
    """不起诉决定书: the elements of 规则第372条. ``sort`` goes into the paper."""

    sort = ""
    subject = forms.CharField(label="被不起诉人", max_length=120)
    person = Long("被不起诉人基本情况", help_text="姓名、性别、出生日期、户籍地、职业、住址、前科、强制措施和羁押处所等")
    facts = Long("案件事实", help_text="案由、案件来源，以及作为不起诉决定根据的事实")
    reasons = Long("不起诉的法律根据和理由", help_text="写明适用的法律条款")
    measure = forms.ChoiceField(label="被不起诉人的强制措施", choices=Held.choices, help_text="在押的应当立即释放；其他的通知执行机关解除")
    seized = forms.BooleanField(label="有查封、扣押、冻结的财物", required=False, help_text="应当同时书面通知解除（规则第374条）")
    property_words = Long("涉案财物的处理", required=False, rows=3)
    victim = forms.BooleanField(label="有被害人", required=False)
    conditions = Long("训诫、具结悔过、赔礼道歉、赔偿损失等", required=False, rows=2)

    def prepare(self) -> None:
        detail = getattr(self.matter, "prosecution_review", None)
        if detail is not None and self.matter is not None:
            self.fields["subject"].initial = detail.subject
            self.fields["measure"].initial = held_of(self.matter.case_id)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned["sort"] = self.sort
        if cleaned.get("seized") and not cleaned.get("property_words"):
            self.add_error("property_words", "有查封、扣押、冻结财物的，请写明处理情况（规则第372条）。")
        return cleaned


class StatutoryForm(NonProsecutionForm):
    sort = NonProsecution.STATUTORY
    ground = forms.ChoiceField(
        label="法定情形", choices=(("no_fact", "没有犯罪事实"), ("article_16", "符合刑诉法第十六条规定的情形之一"))
    )


class DoubtForm(NonProsecutionForm):
    """存疑不起诉: after the second return 应当, after the first 可以 (规则第367条)."""

    sort = NonProsecution.DOUBT
    no_more_return = forms.BooleanField(
        label="没有再次退回补充侦查的必要", help_text="一次退回后，没有再次退回必要的，可以不起诉（规则第367条第2款）"
    )

    def prepare(self) -> None:
        super().prepare()
        detail = getattr(self.matter, "prosecution_review", None)
        if detail is not None and detail.returns >= RETURNS:
            del self.fields["no_more_return"]
            self.fields["reasons"].help_text = "二次退回后仍然证据不足，不符合起诉条件的，应当不起诉（刑诉法第175条第4款）；写明适用的法律条款"


class DoubtWithdrawnForm(NonProsecutionForm):
    """存疑不起诉 after 撤回起诉: 规则第424条 asks for no return before it."""

    sort = NonProsecution.DOUBT

    def clean(self) -> dict[str, Any]:
        return {**super().clean(), "after_withdrawal": True}


class DiscretionForm(NonProsecutionForm):
    sort = NonProsecution.DISCRETION


class ConditionalForm(NonProsecutionForm):
    """附条件不起诉 (刑诉法第282条、第283条): its conditions, whom was listened to, and a 考验期 of six months to one year."""

    sort = NonProsecution.CONDITIONAL
    fit = forms.MultipleChoiceField(label="适用条件", choices=CONDITIONS, widget=forms.CheckboxSelectMultiple)
    heard = forms.MultipleChoiceField(label="听取意见", choices=HEARD, widget=forms.CheckboxSelectMultiple)
    probation = forms.ChoiceField(label="考验期", choices=PROBATIONS, help_text="六个月以上一年以下，自决定之日起计算")
    duties = Long("考验期内应当遵守的规定", rows=3)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "fit" in cleaned and len(cleaned["fit"]) < len(CONDITIONS):
            self.add_error("fit", "适用条件须全部具备（刑诉法第282条第1款）。")
        if "heard" in cleaned and len(cleaned["heard"]) < len(HEARD):
            self.add_error("heard", "决定以前应当听取公安机关、被害人的意见；未成年人一方有异议的，应当提起公诉（刑诉法第282条）。")
        return cleaned

