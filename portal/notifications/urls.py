"""Addresses under /messages/."""

from django.urls import path

from portal.notifications.views import inbox, tasks

app_name = "notifications"

urlpatterns = [
    path("", inbox.message_list, name="inbox"),
    path("read/", inbox.message_read_all, name="read_all"),
    path("<int:pk>/", inbox.message_page, name="message"),
    path("<int:pk>/read/", inbox.message_read, name="read"),
    path("tasks/", tasks.task_list, name="task_list"),
    path("tasks/<int:pk>/retry/", tasks.task_retry, name="task_retry"),
]
