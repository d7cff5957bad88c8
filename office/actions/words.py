"""Words of this app's entries in the trail: verbs, facts and coded values."""

from __future__ import annotations

from office.models import Officer, Organisation
from office.options import OPTIONS
from office.sides import Role, Side

VERBS = {
    "sign_in": "登录",
    "sign_in_failed": "登录未成",
    "sign_out": "退出",
    "change_password": "更改密码",
    "open_office": "开设办公室",
    "create_officer": "开户",
    "edit_officer": "修改人员信息",
    "reset_password": "重置密码",
    "set_leave": "登记请假",
    "disable_officer": "停用账号",
    "enable_officer": "启用账号",
    "grant_role": "授予角色",
    "revoke_role": "收回角色",
    "create_organisation": "新建单位",
    "edit_organisation": "修改单位",
    "set_options": "修改办公室设置",
    "delegate": "授权",
    "end_delegation": "终止授权",
    "register_leave": "请假",
    "end_leave": "销假、撤销请假",
    "save_post": "设置值班岗",
    "close_post": "撤销值班岗",
    "draft_roster": "编排班表",
    "place_shift": "改班表草稿",
    "publish_roster": "发布班表",
    "cover_shift": "安排替班",
    "uncover_shift": "撤销替班",
    "ask_swap": "申请换班",
    "answer_swap": "答复换班",
    "approve_swap": "决定换班",
    "withdraw_swap": "撤回换班",
    "hand_over": "交班",
    "take_over_shift": "接班签收",
    "add_log_note": "补记工作日志",
    "subscribe": "开通日历订阅",
    "subscribe_anew": "重新生成日历订阅",
    "unsubscribe": "停用日历订阅",
    "verify_audit": "核验审计记录",
    "import_statutes": "导入法条",
}
"""Words of this app's entries in the trail; verbs of matters are workflow codes."""

FACTS = {
    "portal": "入口",
    "delegate": "受授权人",
    "begins_on": "自",
    "ends_on": "至",
    "scope": "范围",
    "reason": "原因",
    "changes": "改动",
    "on_leave_until": "请假至",
    "substitute": "替班人",
    "person": "人员",
    "until": "止于",
    "pattern": "轮换",
    "members": "轮值人",
    "shifts": "班数",
    "answer": "答复",
    "open": "未结",
    "role": "角色",
    "expires_on": "有效至",
    "username": "用户名",
    "organisation": "单位",
    "organs": "公安机关",
    "code": "代码",
    "added": "新增",
    "changed": "更新",
    "bad": "不符",
    "file": "文件",
    "sha256": "校验值",
    "kind": "类别",
    "known": "已有",
    "warnings": "提示",
    "rows": "行数",
    "period": "统计期间",
    "page": "页面",
    "facts": "内容",
    **{field.name: str(field.verbose_name) for model in (Organisation, Officer) for field in model._meta.fields},
    **{key: spec.label for key, spec in OPTIONS.items()},
}
"""Words of the facts of this app's entries."""

VALUES = {**dict(Role.choices), **dict(Side.choices), "True": "是", "False": "否", "None": "无"}
"""Words of coded facts."""
