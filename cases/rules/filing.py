"""law.md 2.1: 受案、立案与立案监督."""

from cases.rules.table import plus, row, to
from office.periods import Roll, Rule

R, N, C, X = Roll.R, Roll.N, Roll.C, Roll.X
OVERDUE = "逾期未作决定的，当事人、行政执法机关可以向人民检察院提出，检察机关可以要求说明逾期理由"
SUPERSEDED = "；与《公安机关接报案与立案工作规定》（2024年施行，审查期限条未公开）不一致的，以后者为准"
SENIOR = "县级以上公安机关负责人批准"
HIGHER = "上一级公安机关负责人批准"
CORRECTION = "应当发出《纠正违法通知书》；仍不纠正的，报上一级人民检察院协商同级公安机关处理"
SUBSTANTIVE = "实体门槛，不是诉讼期间（内部约定）"

_review = row(
    "filing_review", "刑事案件立案审查", "公安机关接受案件", "3日", R, "police", "受案立案意见第二（一）2",
    longest="30日", on_expiry=OVERDUE + SUPERSEDED,
)  # fmt: skip
_econ = row(
    "filing_review_econ", "经济犯罪线索立案审查", "公安机关接受线索", "7日", R, "police", "经济犯罪规定第15条",
    mark="V2", on_expiry=OVERDUE,
)  # fmt: skip
_econ_30 = to(_econ, "30日", f"经济犯罪线索立案审查（重大、疑难、复杂，{SENIOR}）")
_admin_econ = row(
    "filing_review_admin_econ", "行政执法机关移送的经济犯罪案件立案审查", "公安机关接受案件", "3日", R, "police",
    "经济犯罪规定第16条", mark="V2", on_expiry="三日届满只作预警；至迟十日，十日届满（或者批准的期限届满）才认定逾期",
)  # fmt: skip
_admin_econ_30 = to(
    _admin_econ, "30日", f"行政移送经济犯罪案件立案审查（案情重大、疑难、复杂或者跨区域性，{SENIOR}）", on_expiry=OVERDUE
)
_reconsider = row(
    "complainant_reconsider_decide", "不予立案刑事复议决定", "公安机关收到复议申请", "30日", R, "police", "程序规定第179条第1款",
    on_expiry="控告人可以申请复核，也可以直接申请立案监督",
)  # fmt: skip
_second = row(
    "complainant_review_decide", "不予立案刑事复核决定", "上一级公安机关收到复核申请", "30日", R, "superior_police",
    "程序规定第179条第2款", on_expiry="控告人可以直接申请立案监督",
)  # fmt: skip

ROWS: tuple[Rule, ...] = (
    _review,
    to(_review, "7日", "刑事案件立案审查（涉嫌犯罪线索需要查证）"),
    to(_review, "30日", f"刑事案件立案审查（重大疑难复杂，{SENIOR}）"),
    _econ,
    _econ_30,
    plus(_econ_30, "30日", f"经济犯罪线索立案审查（特别重大、疑难、复杂或者跨区域性，{HIGHER}再延长）", key="filing_review_econ_plus_30d"),
    row("filing_review_admin", "行政执法机关移送案件立案审查", "公安机关接受移送案件", "3日", R, "police",
        "程序规定第180条第1款；移送案件规定第8条", on_expiry="检察机关立案监督；人民政府责令改正"),
    _admin_econ,
    to(_admin_econ, "10日", "行政移送经济犯罪案件立案审查（至迟）", on_expiry=OVERDUE),
    _admin_econ_30,
    plus(_admin_econ_30, "30日", f"行政移送经济犯罪案件立案审查（情况特殊，{HIGHER}再延长）", key="filing_review_admin_econ_plus_30d"),
    row("admin_material_notice", "移送材料不全时通知补正", "公安机关接受案件", "24小时", N, "police", "程序规定第180条第2款",
        on_expiry="不得以材料不全为由不接受移送案件"),
    row("admin_material_correct", "行政执法机关补正移送材料", "行政执法机关收到补正通知", "3日", R, "agency",
        "程序规定第180条第2款", note="起算点条文未写，按收到通知起算（内部约定）"),
    row("jurisdiction_handover", "不属自己管辖的案件移送", "公安机关审查认定不属自己管辖", "24小时", N, "police",
        "程序规定第175条第1款；刑诉法第110条第3款", on_expiry="经县级以上公安机关负责人批准移送，并告知报案人、控告人、举报人；须采取紧急措施的先行采取"),
    row("non_filing_service", "不予立案通知书送达控告人", "公安机关决定不予立案", "3日", R, "police", "程序规定第178条第2款",
        on_expiry="可以作为立案监督、侦查活动监督的线索"),
    row("complainant_reconsider_file", "控告人申请刑事复议", "控告人收到不予立案通知书", "7日", R, "complainant",
        "程序规定第179条第1款", nature="right", on_expiry="期满仍可以直接向人民检察院申请立案监督"),
    _reconsider,
    plus(_reconsider, "30日", "不予立案刑事复议决定（案情重大、复杂，延长不超过三十日）", "程序规定第179条第3款", longest="30日"),
    row("complainant_review_file", "控告人申请刑事复核", "控告人收到复议决定书", "7日", R, "complainant", "程序规定第179条第2款",
        nature="right", on_expiry="期满仍可以直接向人民检察院申请立案监督"),
    _second,
    plus(_second, "30日", "不予立案刑事复核决定（案情重大、复杂，延长不超过三十日）", "程序规定第179条第3款", longest="30日"),
    row("admin_reconsider_file", "行政执法机关提请复议", "行政执法机关收到不予立案通知书", "3日", R, "agency",
        "程序规定第181条；移送案件规定第9条第1款", nature="right", on_expiry="可以不经复议，直接建议人民检察院立案监督"),
    row("admin_reconsider_decide", "公安机关对行政执法机关复议的决定", "公安机关收到复议申请", "3日", R, "police",
        "程序规定第181条；移送案件规定第9条", on_expiry="行政执法机关可以建议人民检察院立案监督"),
    row("admin_suggest_supervision", "行政执法机关建议人民检察院立案监督", "行政执法机关收到复议决定", "3日", R, "agency",
        "移送案件规定第9条第2款", nature="right", on_expiry="检察机关仍应受理审查（规则第557条第1款）"),
    row("explain_no_filing", "说明不立案理由", "公安机关收到《要求说明不立案理由通知书》", "7日", R, "police",
        "规则第560条；刑诉法第113条；程序规定第182条第1款",
        on_expiry="规则未单列后果：督促说明（内部约定），并可以依据现有材料审查后通知立案"),
    row("explain_filing", "说明立案理由", "公安机关收到《要求说明立案理由通知书》", "7日", C, "police",
        "规则第560条、第559条第2款；立案监督规定第7条", by_convention=True,
        on_expiry="督促说明（内部约定）；立案理由不成立的，经检察长决定通知撤销案件（规则第561条）"),
    row("explain_overdue", "说明逾期不作是否立案决定的理由", "公安机关收到要求说明逾期理由的通知", "7日", R, "police", "规则第562条",
        must=True, on_expiry="既不说明理由也不作出决定的，应当提出纠正意见；符合立案条件的，通知立案"),
    row("review_explanation", "审查公安机关说明的理由", "检察机关收到说明理由的材料", "", X, "procuratorate", "规则第561条第1款",
        "10日", mark="D", nature="reminder", on_expiry="内部提醒，无法定期限"),
    row("inform_reason_ok", "理由成立，告知被害人等或者行政执法机关", "检察机关认定理由成立", "10日", R, "procuratorate",
        "规则第561条第2款", must=True, on_expiry="应当在十日以内告知；逾期由案管提醒"),
    row("file_after_notice", "接到通知后立案", "公安机关收到《通知立案书》", "15日", R, "police",
        "规则第564条第2款；刑诉法第113条；程序规定第182条第2款", must=True, on_expiry=CORRECTION),
    row("file_decision_copy", "立案决定书、撤销案件决定书送检察机关", "公安机关作出决定", "", X, "police", "规则第563条", "3日",
        mark="D", nature="reminder", on_expiry="条文只写及时送达，三日为内部提醒"),
    row("withdraw_after_notice", "接到通知后撤销案件", "公安机关收到《通知撤销案件书》", "15日", C, "police",
        "规则第564条第2款、第563条", by_convention=True, must=True,
        on_expiry="没有异议的应当立即撤销案件，十五日是既不要求复议、提请复核也不撤案的上限；逾期" + CORRECTION),
    row("reconsider_withdraw_file", "对撤案通知要求复议", "公安机关收到《通知撤销案件书》", "5日", C, "police",
        "立案监督规定第10条；规则第565条", mark="M", nature="right", by_convention=True,
        on_expiry="期满未满十五日的，受理并标注逾期（内部约定）"),
    row("reconsider_withdraw_decide", "对撤案通知复议的决定", "检察机关收到要求复议意见书和案卷材料", "7日", C, "procuratorate",
        "规则第565条第1款", by_convention=True, on_expiry="变更的撤回通知；维持的，公安机关可以提请复核"),
    row("review_withdraw_file", "对撤案通知提请复核", "公安机关收到复议决定书", "5日", C, "police", "立案监督规定第10条；规则第565条",
        mark="V2", nature="right", by_convention=True, on_expiry="期满不提请的，应当立即撤销案件"),
    row("review_withdraw_decide", "上一级检察院复核撤案通知", "上一级检察院收到提请复核意见书和案卷材料", "15日", C, "superior",
        "规则第565条第2款", by_convention=True, on_expiry="通知错误的，下级院立即纠正；正确的，送达公安机关立即撤销案件"),
    row("withdraw_at_once", "撤案通知维持后立即撤销案件", "撤案通知经复议、复核维持，或者复核期满未提请", "", X, "police",
        "规则第565条第3款", "3日", mark="D", must=True, on_expiry="条文要求立即撤销案件，三日为内部约定；仍不撤案的，" + CORRECTION),
    row("supervised_case_3m", "监督立案案件侦查终结", "公安机关立案", "3个月", C, "police", "规则第564条第3款", by_convention=True,
        must=False, on_expiry="三个月以内未侦查终结的，可以发出立案监督案件催办函，要求及时反馈侦查工作进展"),
    row("econ_case_stale_a", "经济犯罪挂案（曾采取强制措施）", "对犯罪嫌疑人解除强制措施", "12个月", N, "police",
        "经济犯罪规定第25条第1款第1项", mark="V2", roll_basis=SUBSTANTIVE,
        on_expiry="应当及时撤销案件；经省级以上公安机关负责人批准继续侦查的除外（第25条第2款，待核）"),
    row("econ_case_stale_b", "经济犯罪挂案（未采取强制措施）", "公安机关立案", "2年", N, "police",
        "经济犯罪规定第25条第1款第2项", mark="V2", roll_basis=SUBSTANTIVE,
        on_expiry="应当及时撤销案件；经省级以上公安机关负责人批准继续侦查的除外（第25条第2款，待核）"),
    row("case_transfer_inform", "移送管辖告知相关人", "公安机关移送案件", "3日", R, "police", "程序规定第184条"),
    row("case_withdraw_inform", "撤销案件告知相关人", "公安机关作出撤销案件决定", "3日", R, "police", "程序规定第189条"),
    row("admin_transfer_decide", "行政执法机关决定是否移送涉嫌犯罪案件", "行政执法机关负责人接到专案组书面报告", "3日", R, "agency",
        "移送案件规定第5条第2款", must=True, on_expiry="应当移送不移送的，经检察长批准，应当提出检察意见（规则第557条第3款）"),
    row("admin_transfer_send", "决定移送后向同级公安机关移送", "行政执法机关负责人批准移送", "24小时", N, "agency",
        "移送案件规定第5条第2款", must=True, on_expiry="应当移送不移送的，经检察长批准，应当提出检察意见（规则第557条第3款）"),
    row("admin_items_handover", "立案后移交涉案物品和材料", "行政执法机关接到立案通知书", "3日", R, "agency", "移送案件规定第12条",
        on_expiry="法律、行政法规另有规定的除外"),
)  # fmt: skip
