"""Telling the administrators what the portal could not do by itself."""

from portal.accounts.roles import Role
from portal.accounts.selectors.people import acting_now
from portal.notifications.models import OutboxRow
from portal.notifications.services.messages import messages_send


def administrators_tell(*, row: OutboxRow) -> None:
    """One message to each administrator about a task that is given up, once for each life of the row."""
    messages_send(
        key_prefix=f"outbox-dead:{row.pk}:{row.attempts}:{row.next_at.timestamp():.0f}",
        memberships=acting_now().filter(role=Role.ADMINISTRATOR),
        kind="outbox_dead",
        subject="有后台任务多次失败，已停止重试",
        body=f"任务：{row.task}\n编号：{row.pk}\n已尝试：{row.attempts} 次\n最后一次的错误：{row.last_error}",
        link="/messages/tasks/?state=dead",
    )
