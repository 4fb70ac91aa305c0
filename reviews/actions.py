"""Audited actions of this room that are no moves of a state (the gate records those), with their labels."""

from django.utils.translation import gettext_lazy as _

from portal.audit.services.record import register_actions

register_actions(
    list_reorder=_("调整推荐顺序"),
    list_send=_("盖章报送推荐表"),
    check_conclude=_("形式审查结论"),
    round_create=_("新建评审轮次"),
    round_extend=_("延长评分截止"),
    experts_assign=_("指派专家"),
    assignment_reopen=_("退回重评"),
    scorecard_hand_in=_("交评分"),
    decision_propose=_("拟定评审结果"),
    reserve_add=_("列入储备"),
    reserve_remove=_("移出储备"),
    notice_publish=_("发布公示"),
    objection_raise=_("提出异议"),
)
