"""会商各动作的表单: they validate, for page and API alike (协作配合意见第四（二）)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone

from cases.matters.dossier import sees
from cases.matters.forms import ActionForm, DayField, FilesField, HourField, MomentField
from cases.matters.forms.fields import Long, OfficerChoice, OrganField
from cases.matters.seats import in_force
from cases.models import Case, Matter, Participant, SeatRole
from liaison.forms.guidance import keep_names_out, names_of, naming
from liaison.models.consultation import ConsultationMaterial, Mode, Outcome, Why
from liaison.models.guidance import Sort
from office.models import Officer, Organisation
from office.sides import BUSINESS_ROLES, Side

NOT_CLASSIFIED = "本系统不得录入涉密信息。"
MOST_QUESTIONS = 20
"""Questions (个) of one 会商."""


def lines_of(words: str) -> list[str]:
    """What was typed one to a line, without the empty ones."""
    return [line.strip() for line in words.splitlines() if line.strip()]


def _inline() -> forms.RadioSelect:
    return forms.RadioSelect(attrs={"class": "inline"})


class ApplyForm(ActionForm):
    """会商申请表: case, questions, own view, whom one would like to have there."""

    by_link = ("source",)
    prefill = {
        "title": "matter.title", "why": "detail.why", "urgent": "detail.urgent", "facts": "detail.facts", "own_view": "detail.own_view",
        "wanted": "detail.wanted", "mode": "detail.mode",
    }  # fmt: skip

    source = forms.CharField(
        label="来源事项编号", max_length=40, required=False, help_text="例如“侦监捕〔2026〕27号”；不是由某一事项引起的不填"
    )
    title = forms.CharField(label="会商名称", max_length=120, help_text="例如“滕某远涉嫌职务侵占案会商”；只有受邀者看得见")
    police = OrganField(label="与哪个公安机关会商")
    case_number = forms.CharField(
        label="案件编号", max_length=60, required=False, help_text="来源事项已有案件的不填；系统内已有的案件自动关联"
    )
    why = forms.ChoiceField(label="会商事由", choices=Why.choices, widget=_inline())
    urgent = forms.BooleanField(label="紧急", required=False)
    facts = Long("案情", help_text=NOT_CLASSIFIED)
    questions = Long("会商问题", rows=4, help_text=f"一行写一个问题，最多{MOST_QUESTIONS}个；结论逐问记载")
    own_view = Long("本方意见", rows=4)
    mode = forms.ChoiceField(label="建议的方式", choices=Mode.choices)
    wanted = forms.CharField(label="拟请对方参加的人员", max_length=200, required=False, help_text="只写职务或者人数，由对方主办邀请其本侧人员")

    matter_fields = ("title", "public_title", "police", "case", "parent")
    detail_fields = ("why", "urgent", "facts", "own_view", "mode", "wanted")

    def prepare(self) -> None:
        organ = self.fields["police"]
        assert isinstance(organ, OrganField)
        if self.organ is not None:
            del self.fields["police"]
        else:
            organ.of(self.office)
            organ.required = False
            organ.help_text = "来源事项已载明公安机关的不填"
        if self.matter is not None:
            # what it came from is settled when it is begun
            del self.fields["source"]
            rows = self.matter.consultation_questions.order_by("no")
            self.fields["questions"].initial = "\n".join(row.question for row in rows)

    @property
    def organ(self) -> Organisation | None:
        """The organ, where it is settled: who opens from one asks the procuratorate of its office, and a draft has named it."""
        if self.matter is not None and self.matter.police is not None:
            return self.matter.police
        return self.opener.organisation if self.opener is not None and self.opener.side == Side.POLICE else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned["public_title"] = cleaned.get("title", "")
        source = self._source(cleaned)
        if "source" in self.fields:
            cleaned["parent"] = source
        if "police" in self.fields:
            cleaned["police"] = cleaned.get("police") or (source.police if source is not None else None)
            if cleaned["police"] is None:
                self.add_error("police", "请选择与哪个公安机关会商。")
            elif source is not None and source.police_id not in (None, cleaned["police"].pk):
                self.add_error("police", "与来源事项载明的公安机关不一致，请核对。")
        cleaned["case"] = self._case(cleaned, source)
        asked = lines_of(cleaned.get("questions", ""))
        if len(asked) > MOST_QUESTIONS:
            self.add_error("questions", f"最多{MOST_QUESTIONS}个问题，现有{len(asked)}个。")
        return cleaned

    def _source(self, cleaned: dict[str, Any]) -> Matter | None:
        """The matter with this number, as far as the opener sees it: another's is as good as unknown."""
        number = (cleaned.get("source") or "").strip()
        if not number or self.opener is None:
            return None
        found = Matter.objects.filter(office=self.office, number=number).first()
        if found is None or not sees(self.opener, found):
            self.add_error("source", "没有找到这个编号的事项，请核对编号。")
            return None
        return found

    def _case(self, cleaned: dict[str, Any], source: Matter | None) -> Case | None:
        number = (cleaned.get("case_number") or "").strip()
        if number:
            organ = self.organ or cleaned.get("police")
            found = Case.objects.filter(office=self.office, police=organ, number=number).first() if organ is not None else None
            if found is None:
                self.add_error("case_number", "没有找到这个编号的案件，请核对，或者留空。")
            return found
        return source.case if source is not None else self.matter.case if self.matter is not None else None


class AcceptForm(ActionForm):
    """同意会商."""

    reply = Long("答复意见", rows=3, required=False, help_text="可以不填；拟由谁参加、何时方便")
    detail_fields = ("reply",)


class ArrangeForm(ActionForm):
    """安排、改期: how, when, where."""

    prefill = {"mode": "detail.mode", "place": "detail.place"}

    mode = forms.ChoiceField(label="会商方式", choices=Mode.choices, help_text="列席对方会议的，不参加表决，评议时退出")
    held_on = DayField(label="会商日期", required=False, past=False, help_text="书面会商可以不填")
    held_time = HourField(label="开始时刻", required=False, help_text="例如9:30")
    place = forms.CharField(label="会商地点", max_length=100, required=False)
    detail_fields = ("mode", "held_at", "place")

    def prepare(self) -> None:
        at = getattr(getattr(self.matter, "consultation", None), "held_at", None)
        if at is not None:
            local = timezone.localtime(at)
            self.fields["held_on"].initial, self.fields["held_time"].initial = local.date(), local.time()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        day, hour = cleaned.get("held_on"), cleaned.get("held_time")
        if (day is None) != (hour is None):
            self.add_error("held_time" if hour is None else "held_on", "会商日期和开始时刻请一并填写。")
        elif day is not None and day < self.today:
            self.add_error("held_on", "会商日期不能早于今天。")
        elif day is None and cleaned.get("mode") not in (None, Mode.WRITTEN):
            self.add_error("held_on", "请填写会商日期和开始时刻；书面会商可以不填。")
        cleaned["held_at"] = timezone.make_aware(datetime.combine(day, hour)) if day is not None and hour is not None else None
        return cleaned


class QuestionForm(ActionForm):
    """增加会商问题."""

    question = forms.CharField(label="会商问题", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.matter is not None and self.matter.consultation_questions.count() >= MOST_QUESTIONS:
            self.add_error("question", f"最多{MOST_QUESTIONS}个问题。")
        return cleaned


class SeatForm(ActionForm):
    """Who of one's own side takes part. Nobody invites for the other side: it sends whom it likes."""

    side = Side.PROCURATORATE

    def colleagues(self) -> Any:
        """Whoever of this side in this office has a business role."""
        if self.matter is None:
            return Officer.objects.none()
        if self.side == Side.PROCURATORATE:
            of = Q(organisation=self.matter.office.procuratorate_id)
        else:
            of = Q(organisation=self.matter.police_id) | Q(organisation__path__contains=f"/{self.matter.police_id}/")
        rows = Officer.objects.filter(of, is_active=True, grants__role__in=BUSINESS_ROLES, organisation__side=self.side)
        return rows.distinct().order_by("name", "pk")

    def seats(self) -> Any:
        """The seats in force of this side's persons."""
        return in_force(self.today).filter(matter=self.matter, side=self.side, officer__isnull=False)


class InviteForm(SeatForm):
    """邀请: a seat, or another part for who has one already."""

    who = OfficerChoice(label="邀请谁", queryset=Officer.objects.none(), empty_label="请选择", help_text="本侧人员；已经受邀的，改变其身份")
    role = forms.ChoiceField(label="身份", choices=SeatRole.choices, initial=SeatRole.INVITED, widget=_inline())

    def prepare(self) -> None:
        people = self.fields["who"]
        assert isinstance(people, forms.ModelChoiceField)
        people.queryset = self.colleagues()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        who, matter = cleaned.get("who"), self.matter
        if matter is None or who is None or cleaned.get("role") == SeatRole.HOST:
            return cleaned
        hosts = in_force(self.today).filter(matter=matter, side=self.side, role=SeatRole.HOST)
        if hosts.filter(officer=who).exists():
            if matter.state == "signing":
                self.add_error("role", f"{who.name}是主办，会商纪要签署以前不能改变身份。")
            elif not hosts.exclude(officer=who).exists():
                self.add_error("role", f"{who.name}是本侧唯一的主办，请先确定另一名主办。")
        return cleaned


class UninviteForm(SeatForm):
    """撤邀: from today on he sees nothing of it. Not a host: a side is never without one."""

    who = OfficerChoice(label="撤邀谁", queryset=Officer.objects.none(), empty_label="请选择", help_text="主办不能撤邀；撤邀当日起看不到，看过的留痕")
    reasons = Long("理由", rows=2)

    def prepare(self) -> None:
        people = self.fields["who"]
        assert isinstance(people, forms.ModelChoiceField)
        people.queryset = Officer.objects.filter(pk__in=self.seats().exclude(role=SeatRole.HOST).values("officer")).order_by("name", "pk")


class PoliceInviteForm(InviteForm):
    side = Side.POLICE


class PoliceUninviteForm(UninviteForm):
    side = Side.POLICE


class PushForm(ActionForm):
    """推送材料: each file is a material of its own, signed for by itself."""

    files = FilesField(label="材料")  # type: ignore[assignment]  # a field, lifted out by the metaclass
    note = forms.CharField(label="说明", max_length=200, required=False, help_text="来源、日期、与哪个问题有关")
    pages = forms.IntegerField(label="页数", min_value=1, max_value=30000, required=False, help_text="PDF自动计页；其他文件可以填写")
    declared = forms.BooleanField(label="已核对，不含涉密内容，不含本侧内部拟议", help_text=f"{NOT_CLASSIFIED}推送材料不是移送案卷，不产生受理日期")


class WithdrawMaterialForm(ActionForm):
    """撤回材料: only what nobody has signed for."""

    reasons = Long("理由", rows=2)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if isinstance(self.item, ConsultationMaterial) and self.item.is_received:
            self.add_error(None, "对方已经签收，不能撤回；请标明作废，以新件为准。")
        return cleaned


class VoidMaterialForm(ActionForm):
    """作废: it stays where it was read, and says what stands in its place."""

    instead = forms.CharField(label="作废说明", max_length=200, help_text="例如“页码有误，以11月25日推送的新件为准”")


class OpinionForm(ActionForm):
    """书面意见."""

    text = Long("意见", rows=8, help_text="逐问写明；双方主办都表示已交齐以前，对方看不到有几份、写了什么")
    in_name_of = forms.ChoiceField(label="署名", choices=(("own", "本人"), ("unit", "本单位")), initial="own", widget=_inline())


class HoldForm(ActionForm):
    """举行会商: who came, what was said."""

    prefill = {"place": "detail.place"}

    held_at = MomentField(label="会商时间")
    place = forms.CharField(label="会商地点", max_length=100, required=False)
    attended = Long("到会情况", rows=4, help_text="到会、请假、缺席各写明单位、姓名")
    summary = Long("会商情况", rows=4, required=False, help_text="可以在整理纪要时再写")
    detail_fields = ("held_at", "place", "attended", "summary")

    def prepare(self) -> None:
        self.fields["attended"].initial = present(self.matter, self.today)
        arranged = getattr(getattr(self.matter, "consultation", None), "held_at", None)
        if arranged is not None and timezone.localtime(arranged).date() <= self.today:
            self.fields["held_at"].initial = timezone.localtime(arranged)


def present(matter: Matter | None, today: date) -> str:
    """Everybody who has a seat, side by side in lines: what whoever writes down the attendance begins with."""
    seats = in_force(today).filter(matter=matter).select_related("officer__organisation", "organisation").order_by("side", "since", "id")
    found: dict[str, list[str]] = {}
    for seat in seats:
        found.setdefault(_unit(seat), []).append(seat.officer.name if seat.officer else seat.guest_name or "有关人员")
    return "\n".join(f"{unit}：{'、'.join(names)}" for unit, names in found.items())


def _unit(seat: Participant) -> str:
    if seat.officer is not None:
        return str(seat.officer.organisation.name)
    return str(seat.organisation.name) if seat.organisation is not None else seat.guest_unit


class ConcludeForm(ActionForm):
    """逐问记载结论; written again, it is 重议."""

    procuratorate_view = Long("检察机关意见", rows=3)
    police_view = Long("公安机关意见", rows=3)
    outcome = forms.ChoiceField(label="结果", choices=Outcome.choices, widget=_inline())
    conclusion = Long("会商意见", rows=3, help_text="未取得一致的，写明双方意见各自记入会商纪要；会商意见不代替依法作出的决定")
    basis = Long("依据", rows=2, required=False, help_text="法律条文、司法解释、会签的标准，一行一项")
    follow_up = Long("后续", rows=2, required=False, help_text="由谁办理什么；没有的不填")
    written = ("procuratorate_view", "police_view", "outcome", "conclusion", "basis", "follow_up")

    def prepare(self) -> None:
        if self.item is not None:
            for name in self.written:
                self.fields[name].initial = getattr(self.item, name)


class EndForm(ActionForm):
    """散会，整理纪要."""

    prefill = {"summary": "detail.summary"}

    summary = Long("会商情况", rows=5, help_text="写入会商纪要")
    detail_fields = ("summary",)


class DissentForm(ActionForm):
    """保留意见, on one question."""

    text = Long("保留意见", rows=6, help_text="由本人写明，他人不能修改、删除；再次提交即替换本人对该问的保留意见")


class MinutesForm(ActionForm):
    """会商纪要: what stands around the conclusions, which go in by themselves."""

    prefill = {"summary": "detail.summary", "attended": "detail.attended"}

    attended = Long("参加人员", rows=4)
    summary = Long("会商情况", rows=5)
    other = Long("其他事项", rows=3, required=False)
    detail_fields = ("attended", "summary")


class OutlineForm(ActionForm):
    """开立补充侦查提纲."""

    variant = forms.ChoiceField(
        label="补充侦查的类型", choices=(("T1", "不批准逮捕补充侦查"), ("T2", "批准逮捕后继续侦查"), ("T4", "调取证据材料")), widget=_inline()
    )
    charge = forms.CharField(label="涉嫌罪名", max_length=60)
    subject = forms.CharField(label="犯罪嫌疑人", max_length=120, help_text="多人以顿号分隔")

    def prepare(self) -> None:
        case = self.matter.case if self.matter is not None else None
        if case is not None:
            self.fields["charge"].initial = case.charge
            self.fields["subject"].initial = "、".join(case.suspects.order_by("id").values_list("name", flat=True))[:120]


class SpotForm(ActionForm):
    """发现违法，另行监督."""

    facts = Long("违法情况", rows=5, help_text="随即开立侦查活动监督；不写入会商纪要代替监督")


class ResolveForm(ActionForm):
    """形成议定事项: both sides of the whole office read it, so it says what is to be done and nothing of what was said."""

    text = Long("议定内容", rows=3, help_text="办公室双方都看得见，只写要做什么，不写会商内容和当事人")
    lead = forms.ModelChoiceField(label="牵头单位", queryset=Organisation.objects.none(), empty_label="请选择")
    assist = forms.CharField(label="配合单位", max_length=200, required=False)
    measure = Long("完成标准", rows=2)
    due_on = DayField(label="议定的完成日期", past=False)

    def prepare(self) -> None:
        units = self.fields["lead"]
        assert isinstance(units, forms.ModelChoiceField)
        if self.matter is not None:
            units.queryset = Organisation.objects.filter(pk__in=[self.matter.office.procuratorate_id, self.matter.police_id]).order_by("side", "code")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in ("text", "measure"):
            if told := naming(str(cleaned.get(name) or ""), names_of(self.matter)):
                self.add_error(name, told)
        if cleaned.get("due_on") is not None and cleaned["due_on"] < self.today:
            self.add_error("due_on", "完成日期不能早于今天。")
        return cleaned


class GuidanceForm(ActionForm):
    """转为指引: what is of use beyond this case, as the beginning of a guidance that names nobody."""

    title = forms.CharField(label="指引标题", max_length=110)
    body = Long("指引内容", rows=8, help_text="去掉姓名、证件号码、单位名称等能够认出当事人的内容")
    grounds = Long("依据", rows=3, required=False)
    concerns_nobody = forms.BooleanField(label="已经逐句核对，其中没有当事人姓名、证件号码，也不能据以认出当事人")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        keep_names_out(self, cleaned, names_of(self.matter))
        cleaned["origin"] = f"会商（{self.matter.number}）" if self.matter is not None else ""
        cleaned["variant"] = Sort.GUIDE.value
        return cleaned
