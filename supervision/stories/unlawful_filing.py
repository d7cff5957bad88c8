"""分支B 不应当立案而立案: 撤案, 复议, 复核, and the clocks that custody moves."""

from cases.demo.people import WEST
from cases.demo.script import Due, HolidayEnd, On, Step
from supervision.stories.filing import Story, asked, drafted, issued, sent_in, served

ASK, AGAIN = "ask_reconsideration", "ask_review"

STORIES: tuple[Story, ...] = (
    Story(
        "B01", "待公安撤案：嫌疑人在押，末日逢节假日不顺延", "B", "shares", "戚某鸣", "薄某清",
        (*asked(-16, "b"), *sent_in(-11, "explain"), *served(0, "notify_withdrawal")), HolidayEnd(), custody="detention",
    ),
    Story(
        "B02", "待公安撤案：取保候审，末日逢节假日顺延", "B", "loan", "邢某书", "柯某晴",
        (*asked(-16, "b"), *sent_in(-11, "explain"), *served(0, "notify_withdrawal")), HolidayEnd(), WEST, "jc.zhou", custody="bail",
    ),
    Story(
        "B03", "公安主动撤案，待告知相关人", "B", "hedge", "伍某山", "尤某田",
        (*asked(-5, "b"), *sent_in(1, "withdraw_case", data={"withdrawn_on": On(0)})), Due("case_withdraw_inform", 1), has_case=True,
    ),
    Story(
        "B04", "通知后撤案，已告知，办结", "B", "trade", "于某舟", "某贸易有限公司",
        (*asked(-60, "b"), *sent_in(-55, "explain"), *served(-45, "notify_withdrawal"), *sent_in(-38, "withdraw_case"),
         Step(-36, "withdrawal_informed"), Step(-35, "receive")), police=WEST, has_case=True,
    ),
    Story(
        "B05", "复议：另行指派的检察官拟稿，待检察长决定", "B", "bidding", "步某川", "某园林有限公司",
        (*asked(-25, "b"), *sent_in(-20, "explain"), *served(-4, "notify_withdrawal"), *sent_in(0, ASK), *drafted(2, "uphold")),
        Due("reconsider_withdraw_decide", 2), WEST, has_case=True,
    ),
    Story(
        "B06", "要求复议意见书待案管签收，复议期限未起算", "B", "demolition", "瞿某根", "瞿某花",
        (*asked(-25, "b"), *sent_in(-20, "explain"), *served(-6, "notify_withdrawal"), *issued(-2, ASK)), has_case=True,
    ),
    Story(
        "B07", "复议维持，可以提请复核", "B", "loan", "莘某达", "向某宁",
        (*asked(-32, "b"), *sent_in(-27, "explain"), *served(-10, "notify_withdrawal"), *sent_in(-6, ASK), *served(0, "uphold")),
        Due("review_withdraw_file", 2), has_case=True,
    ),
    Story(
        "B08", "维持后期满未提请复核，可以督促撤案", "B", "shares", "仇某涛", "闻某雨",
        (*asked(-32, "b"), *sent_in(-27, "explain"), *served(-10, "notify_withdrawal"), *sent_in(-6, ASK), *served(0, "uphold")),
        Due("review_withdraw_file", -3), WEST, "jc.zhou", has_case=True,
    ),
    Story(
        "B09", "期满后督促撤案，剩一日", "B", "trade", "商某立", "某建材有限公司",
        (*asked(-48, "b"), *sent_in(-43, "explain"), *served(-30, "notify_withdrawal"), *sent_in(-26, ASK), *served(-20, "uphold"),
         Step(-2, "press_withdrawal"), Step(0, "receive")), Due("withdraw_at_once", 1, "3日"), has_case=True,
    ),
    Story(
        "B10", "上一级院复核中", "B", "demolition", "漆某旺", "漆某英",
        (*asked(-39, "b"), *sent_in(-34, "explain"), *served(-17, "notify_withdrawal"), *sent_in(-13, ASK), *served(-6, "uphold"),
         *sent_in(0, AGAIN)), Due("review_withdraw_decide", 6), WEST, "jc.zhou", has_case=True,
    ),
    Story(
        "B11", "复核维持后逾期不撤案，期限检查代拟纠正违法通知书", "B", "bidding", "洪某博", "某建筑有限公司",
        (*asked(-44, "b"), *sent_in(-39, "explain"), *served(-27, "notify_withdrawal"), *sent_in(-23, ASK), *served(-16, "uphold"),
         *sent_in(-12, AGAIN), *served(0, "review_confirms")), Due("withdraw_at_once", -2, "3日"), has_case=True,
    ),
    Story(
        "B12", "复议后撤回通知，办结", "B", "hedge", "毕某松", "毕某柏",
        (*asked(-65, "b"), *sent_in(-60, "explain"), *served(-48, "notify_withdrawal"), *sent_in(-44, ASK), *served(-38, "vary")),
        handler="jc.zhou", has_case=True,
    ),
    Story(
        "B13", "复核撤销通知，办结", "B", "loan", "辛某远", "蓝某妮",
        (*asked(-95, "b"), *sent_in(-90, "explain"), *served(-78, "notify_withdrawal"), *sent_in(-74, ASK), *served(-68, "uphold"),
         *sent_in(-64, AGAIN), *served(-52, "review_revokes")), police=WEST, has_case=True,
    ),
    Story(
        "B14", "立案理由成立，已告知，办结", "B", "trade", "车某岩", "某食品有限公司",
        (*asked(-50, "b"), *sent_in(-45, "explain"), Step(-38, "reasons_hold_b"), Step(-37, "receive"), Step(-33, "inform")),
        has_case=True,
    ),
)  # fmt: skip
