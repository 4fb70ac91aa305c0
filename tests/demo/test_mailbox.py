import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

pytestmark = pytest.mark.django_db


@pytest.fixture
def mailbox(demo):
    """Mails as the demo writes them."""
    demo.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    demo.PORTAL_URL = "http://127.0.0.1:8000"
    return Client()


def send(subject: str, body: str, to: str = "zhixin@demo.example") -> None:
    mail.EmailMessage(subject, body, "no-reply@portal.example", [to]).send()


def names(client: Client, query: str = "") -> list[str]:
    return [one.subject for one in client.get(f"/demo/mail/{query}").context["mails"]]


def test_an_empty_mailbox_says_what_to_do(mailbox):
    assert "没有邮件" in mailbox.get("/demo/mail/").content.decode()


def test_chinese_is_decoded_and_links_lead_here(mailbox):
    send(
        "【揭榜挂帅】申报被退回，请修改",
        "请前往办理：http://127.0.0.1:8000/applications/1/\n\n谢谢<b>。https://a.example/x",
    )
    listed = mailbox.get("/demo/mail/")
    [one] = listed.context["mails"]
    assert "【揭榜挂帅】申报被退回，请修改" in listed.content.decode()
    page = mailbox.get(f"/demo/mail/{one.name}/").content.decode()
    assert '<a href="/applications/1/">http://127.0.0.1:8000/applications/1/</a>' in page
    assert '<a href="https://a.example/x">' in page
    assert "谢谢&lt;b&gt;" in page
    assert "zhixin@demo.example" in page


def test_newest_first_and_by_recipient(mailbox):
    send("第一封", "一")
    send("第二封", "二", "officer@demo.example")
    with mail.get_connection() as connection:
        for subject in ("第三封", "第四封"):
            connection.send_messages([mail.EmailMessage(subject, "-" * 79, "a@b.example", ["zhixin@demo.example"])])
    assert set(names(mailbox)) >= {"第一封", "第二封", "第三封", "第四封"}
    assert names(mailbox, "?to=officer") == ["第二封"]
    assert names(mailbox, "?to=nobody") == []


def test_sent_times_are_told_in_beijing(mailbox):
    send("时间", "正文")
    [one] = mailbox.get("/demo/mail/").context["mails"]
    assert one.sent_at.tzinfo is not None
    assert abs((timezone.now() - one.sent_at).total_seconds()) < 60


@pytest.mark.parametrize(
    "name", ["x", "20260101-000000-1.log-0", "..%2f..%2fetc%2fpasswd", "20260101-000000-1.log-99999", "a.log-0"]
)
def test_other_names_lead_nowhere(mailbox, name):
    assert mailbox.get(f"/demo/mail/{name}/").status_code == 404


def test_a_broken_mail_does_not_break_the_mailbox(mailbox, demo, tmp_path):
    folder = tmp_path / "mail"
    folder.mkdir()
    (folder / "20260101-000000-1.log").write_bytes(
        b"Subject: =?x-none?b?zz?=\nDate: nonsense\n\n\xff\xfe\n" + b"-" * 79 + b"\n"
    )
    [one] = mailbox.get("/demo/mail/").context["mails"]
    assert one.sent_at is None
    assert mailbox.get(f"/demo/mail/{one.name}/").status_code == 200
