"""What officers write again and again in acts of the other kinds, and the letters of the police's own numbers. ``{人}`` is the suspect."""

from __future__ import annotations

from typing import Any

PHRASES: dict[tuple[str, str], dict[str, Any]] = {
    # ---------------------------------------------------------------------------------------------- 强制措施
    ("measure", "register"): {"decided_by": "police"},
    ("measure", "tell_family"): {"family": ""},
    ("measure", "request"): {"contents": "{人}的行为已涉嫌犯罪，有毁灭证据、串供的现实危险，提请批准逮捕。"},
    ("measure", "end"): {"ending": "changed"},
    # ---------------------------------------------------------------------------------------------- 审查逮捕
    ("arrest_review", "interview"): {"way": "interrogation", "who": "{人}", "contents": "{人}对主要事实供认，对数额和主观明知提出辩解，已记录在案。"},
    ("arrest_review", "execute"): {"execution": "executed"},
    ("arrest_review", "receipt"): {"statement": "已于宣布当日执行逮捕，并送看守所羁押。"},
    # ---------------------------------------------------------------------------------------------- 不捕跟踪
    ("no_arrest", "release"): {"measure": "bail"},
    ("no_arrest", "receipt"): {"statement": "不批准逮捕决定书已经执行完毕。"},
    ("no_arrest", "uphold"): {"conclusion": "维持不批准逮捕的决定", "dispute_told": "face"},
    ("no_arrest", "no_objection"): {"dispute_told": "phone"},
    # ---------------------------------------------------------------------------------------------- 补充侦查
    ("supplementary", "assign"): {"claimed_unit": "刑侦大队二中队"},
    ("supplementary", "answer"): {"status": "done"},
    # ---------------------------------------------------------------------------------------------- 审查起诉
    ("prosecution_review", "return_case"): {"ground": "facts"},
    # ---------------------------------------------------------------------------------------------- 不诉跟踪
    ("non_prosecution", "serve_parties"): {"served": "被害人、被不起诉人及其辩护人", "announced": "on"},
    ("non_prosecution", "report_unfreeze"): {"outcome": "done", "statement": "已解除扣押并发还，有发还清单。"},
    ("non_prosecution", "uphold"): {"conclusion": "维持原决定", "dispute_told": "meeting"},
    # ---------------------------------------------------------------------------------------------- 行刑反向衔接
    ("follow_up", "suspend"): {"ground": "police", "reasons": "公安机关对不起诉决定要求复议，待复议决定作出后恢复审查。"},
    # ---------------------------------------------------------------------------------------------- 侦查活动监督
    ("investigation", "register"): {"source": "casework"},
    # ---------------------------------------------------------------------------------------------- 检察建议
    ("suggestion", "propose"): {"source": "casework", "addressed": "police"},
    ("suggestion", "to_draft"): {"reasons": "有关事实已在个案监督中查明，可以直接拟制检察建议。"},
    ("suggestion", "review_pass"): {
        "necessary": "on", "lawful": "on", "reasoned": "on", "opinion": "问题具有普遍性，依据明确，建议具体可行，同意报检察长决定。",
    },
    ("suggestion", "serve"): {"service": "paper"},
    ("suggestion", "serve_unit"): {"service": "paper"},
    # ---------------------------------------------------------------------------------------------- 线索
    ("lead", "accept"): {"reasons": "属于本院管辖，材料齐备，予以受理。"},
    ("lead", "assign"): {"days": "15", "demands": "查明公安机关受案、立案和处理情况，提出处理意见。"},
    # ---------------------------------------------------------------------------------------------- 纠正漏捕漏诉
    ("leak", "register"): {"source": "casework"},
    # ---------------------------------------------------------------------------------------------- 立案监督
    ("filing", "explain"): {"unit": "经侦大队"},
}  # fmt: skip
"""Kind and act → what its form gets, where a story has no words of its own for it."""

LETTERS = {
    "M01": "延拘", "M02": "提捕", "M03": "提延", "M04": "变羁", "M05": "变", "M06": "指备", "D22R": "捕回", "AR02": "撤提",
    "D22RN": "不捕回", "D20A": "要复", "D20RA": "提复", "D20AE": "说理", "D09T": "撤", "D24": "羁处", "D19": "补侦", "D19N": "诉",
    "D19I": "退说", "D19W": "撤", "D19R": "提捕", "D19F": "补反", "D19E": "说", "D19X": "说", "D18R": "证说", "D20N": "要复",
    "D20NR": "提复", "NP01R": "解扣", "NP04": "释", "D14R": "检复", "D10R": "复", "D11R": "复", "D20C": "申查", "D13O": "异",
    "D13R": "建复", "L01R": "线复", "L02R": "线复", "L117R": "说", "LK11": "提捕", "LK12": "说", "LK13": "补诉", "LK14": "说",
    "LK15": "捕回",
}  # fmt: skip
"""Document type → 文书代字 of the police's own number."""
