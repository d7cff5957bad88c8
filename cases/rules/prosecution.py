"""law.md 2.3: 审查起诉、补充侦查、不起诉."""

from cases.rules.table import plus, row, to
from office.periods import Roll, Rule

R, N, C, X = Roll.R, Roll.N, Roll.C, Roll.X

_review = row(
    "prosecute_review", "审查起诉", "检察机关收到移送起诉案件", "1个月", C, "procuratorate", "刑诉法第172条第1款；规则第351条", must=True,
    on_expiry="超期的，案管应当提出纠正意见（规则第620条）",
)  # fmt: skip
_fast = row(
    "prosecute_review_fast", "速裁案件审查起诉", "检察机关收到移送起诉案件", "10日", C, "procuratorate", "刑诉法第172条第1款；规则第273条",
    must=True, on_expiry="超期的，案管应当提出纠正意见（规则第620条）",
)  # fmt: skip
_court = row("court_fast", "速裁案件审判", "人民法院受理案件", "10日", C, "court", "刑诉法第225条")
_appeal = row(
    "non_pros_appeal_review", "复查不服不起诉决定的申诉", "检察机关立案复查", "3个月", R, "procuratorate", "规则第386条"
)

ROWS: tuple[Rule, ...] = (
    _review,
    plus(_review, "15日", "审查起诉延长十五日（重大、复杂案件）"),
    _fast,
    to(_fast, "15日", "速裁案件审查起诉（可能判处的有期徒刑超过一年）"),
    _court,
    to(_court, "15日", "速裁案件审判（可能判处的有期徒刑超过一年）"),
    row("transfer_jurisdiction", "不属本院管辖的案件移送", "检察机关发现不属本院管辖", "5日", C, "procuratorate", "规则第328条第1款",
        on_expiry="受移送院自收到案件之日起另计审查起诉期限（刑诉法第172条第2款）"),
    row("right_to_counsel_notice", "告知有权委托辩护人", "检察机关收到移送审查起诉材料", "3日", R, "procuratorate", "刑诉法第34条第2款"),
    row("supp_return", "退回补充侦查", "公安机关接到退回补充侦查的法律文书", "1个月", C, "police",
        "刑诉法第175条第3款；规则第346条；程序规定第295条", must=True,
        on_expiry="期限届满未重新移送起诉的，应当要求公安机关说明理由（规则第347条）；补充侦查以二次为限"),
    row("overdue_reasons", "说明补充侦查期满未移送的理由", "公安机关收到要求说明理由的文书", "", X, "police", "规则第347条", "7日", mark="D",
        on_expiry="违法撤销案件的，提出纠正意见"),
    row("self_supp", "自行补充侦查", "检察机关决定自行侦查", "", C, "procuratorate", "规则第348条",
        note="应当在审查起诉期限以内侦查完毕，没有单独的期限。"),
    row("evidence_request", "提供法庭审判所必需的证据材料", "公安机关收到调取证据材料通知书", "", X, "police",
        "刑诉法第175条第1款；规则第340条；程序规定第297条", "7日", mark="D", on_expiry="无法定期限，应短于审查起诉剩余期限；未提供的，可以退回补充侦查"),
    row("legality_explain", "说明证据收集的合法性", "公安机关收到书面要求", "", X, "police", "刑诉法第175条第1款；规则第74条；程序规定第71条第4款",
        "5日", mark="D", on_expiry="无法定期限；应当说明不说明的，依规则第567条监督"),
    row("court_supp", "审判阶段补充侦查", "人民法院决定延期审理", "1个月", C, "procuratorate", "刑诉法第205条；规则第421条、第422条",
        on_expiry="恢复法庭审理或者撤回起诉；建议延期以二次为限"),
    row("after_withdraw_prosecution", "撤回起诉后作出不起诉决定", "检察机关撤回起诉", "30日", C, "procuratorate", "规则第424条第2款"),
    row("non_pros_reconsider_file", "对不起诉要求复议", "公安机关收到不起诉决定书", "7日", R, "police", "程序规定第294条第1款", nature="right"),
    row("non_pros_reconsider_decide", "对不起诉复议的决定", "检察机关收到要求复议意见书", "30日", R, "procuratorate", "规则第379条第2款",
        on_expiry="另行指派检察官审查，经检察长批准"),
    row("non_pros_review_file", "对不起诉提请复核", "公安机关收到复议决定书", "7日", R, "police", "程序规定第294条第2款", nature="right"),
    row("non_pros_review_decide", "上一级检察院复核不起诉", "上一级检察院收到提请复核意见书", "30日", R, "superior", "规则第380条"),
    row("cond_non_pros_service", "附条件不起诉决定书送达", "检察机关作出附条件不起诉决定", "3日", R, "procuratorate", "规则第471条第1款"),
    row("cond_non_pros_reconsider_file", "对附条件不起诉要求复议", "公安机关收到附条件不起诉决定书", "7日", R, "police", "程序规定第330条",
        nature="right"),
    row("cond_non_pros_reconsider_decide", "对附条件不起诉复议的决定", "检察机关收到要求复议意见书", "30日", R, "procuratorate",
        "规则第472条、第379条", on_expiry="未成年人检察部门审查，经检察长批准"),
    row("cond_non_pros_review_file", "对附条件不起诉提请复核", "公安机关收到复议决定书", "7日", R, "police", "程序规定第330条", nature="right"),
    row("cond_non_pros_review_decide", "上一级检察院复核附条件不起诉", "上一级检察院收到提请复核意见书", "30日", R, "superior",
        "规则第472条、第380条"),
    row("cond_non_pros_probation", "附条件不起诉考验期", "检察机关作出附条件不起诉决定", "6个月", N, "procuratorate",
        "刑诉法第283条第2款；规则第473条", nature="reminder", longest="12个月",
        on_expiry="期满没有刑诉法第284条第1款情形的，应当作出不起诉决定；按对应日计算，公开案例中也有以对应日前一日为期满日的"),
    row("non_pros_release", "不起诉后释放或者解除强制措施", "公安机关收到不起诉决定书", "", X, "police",
        "刑诉法第178条；规则第376条第3款；程序规定第293条第1款", "1日", mark="D", nature="reminder", must=True,
        on_expiry="应当立即释放；法律没有固定期限，不能自动判定超期，一日为内部提醒"),
    row("leak_pros_request", "要求补充侦查或者补充移送起诉（漏罪、漏犯）", "公安机关收到要求", "", X, "police", "规则第356条", "15日", mark="D",
        must=False, on_expiry="犯罪事实清楚，证据确实、充分的，可以直接提起公诉"),
    row("non_pros_appeal", "不服不起诉决定申诉", "被害人或者被不起诉人收到不起诉决定书", "7日", R, "complainant",
        "刑诉法第180条、第181条；规则第381条、第385条", nature="right", on_expiry="七日以后提出的，由作出决定院的控申部门审查"),
    _appeal,
    to(_appeal, "6个月", "复查不服不起诉决定的申诉（案情复杂）"),
    row("non_pros_unfreeze", "不起诉后解除查封、扣押、冻结", "公安机关收到书面通知", "", X, "police",
        "刑诉法第177条第3款；规则第374条；程序规定第293条第1款", mark="D", on_expiry="条文只写及时；未解除的，依规则第567条监督"),
    row("notify_employer", "不起诉、撤案告知所在单位", "检察机关作出决定", "10日", R, "procuratorate", "规则第153条"),
    row("notify_employer_measure", "采取、解除强制措施告知所在单位", "检察机关采取或者解除强制措施", "5日", R, "procuratorate", "规则第153条"),
)  # fmt: skip
