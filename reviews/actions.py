"""Audited actions of this room beside the moves of states, with their labels."""

from django.utils.translation import gettext_lazy as _

from portal.audit.services.record import register_actions

register_actions(
    list_reorder=_("调整推荐顺序"),
    list_send=_("盖章报送推荐表"),
    application_recommend=_("推荐"),
    application_decline=_("不予推荐"),
    application_return=_("退回"),
    application_reconsider=_("撤销推荐意见"),
    application_receive=_("接收"),
    correction_ask=_("要求补正"),
    check_conclude=_("形式审查结论"),
    round_create=_("新建评审轮次"),
    round_open=_("开始评审"),
    round_close=_("结束评审"),
    experts_assign=_("指派专家"),
    assignment_declare=_("声明利益冲突情况"),
    assignment_replace=_("撤换专家"),
    assignment_reopen=_("退回重评"),
    scorecard_hand_in=_("交评分"),
    decision_propose=_("拟定评审结果"),
    reserve_add=_("列入储备"),
    reserve_remove=_("移出储备"),
    notice_publish=_("发布公示"),
    decision_finalise=_("确定结果"),
    objection_raise=_("提出异议"),
    objection_answer=_("处理异议"),
)
