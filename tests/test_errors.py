"""What is refused or fails becomes a Chinese page that tells nothing else."""

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import path

from portal.accounts.access import PUBLIC, audience
from portal.accounts.roles import Role
from portal.urls import urlpatterns as real
from portal.workflow import NotAllowed, StateConflict
from tests.factories import make_actor
from tests.signing_in import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]

handler500 = "portal.outage.server_error"


def raising(error):
    def view(request):
        raise error

    return audience(PUBLIC)(view)


urlpatterns = [
    *real,
    path("x/conflict", raising(StateConflict("“示例”现在是“已提交”，不能提交。"))),
    path("x/not-allowed", raising(NotAllowed("只有推荐单位审核员可以退回。<script>"))),
    path("x/denied", raising(PermissionDenied("请切换身份。"))),
    path("x/bad", raising(SuspiciousOperation("secret detail"))),
    path("x/broken", raising(RuntimeError("secret detail"))),
    path("x/officers", audience(Role.ISSUING_OFFICER)(lambda request: HttpResponse("inside"))),
]


@pytest.fixture(params=["visitor", Role.APPLICANT_ADMIN])
def anybody(request, client):
    if request.param != "visitor":
        sign_in(client, make_actor(role=request.param))
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/x/conflict", 409, "不能提交"),
        ("/x/not-allowed", 403, "只有推荐单位审核员可以退回。&lt;script&gt;"),
        ("/x/denied", 403, "请切换身份"),
        ("/x/bad", 400, "请求有误"),
        ("/x/broken", 500, "系统出错"),
        ("/x/nowhere", 404, "没有找到这个页面"),
    ],
)
def test_each_has_its_page(anybody, address, status, words):
    answer = anybody.get(address)
    page = answer.content.decode()
    assert answer.status_code == status
    assert words in page
    assert "揭榜挂帅申报平台" in page
    assert "secret detail" not in page
    assert "style=" not in page


def test_a_nul_in_the_address_is_a_bad_request(anybody):
    answer = anybody.get("/verify/AB%00")
    assert answer.status_code == 400
    assert "请求有误" in answer.content.decode()


def test_a_conflict_leads_back_within_the_portal_only(client):
    assert (
        'href="http://testserver/applications/"'
        in client.get("/x/conflict", HTTP_REFERER="http://testserver/applications/").content.decode()
    )
    assert "evil.example" not in client.get("/x/conflict", HTTP_REFERER="http://evil.example/").content.decode()


def test_a_visitor_is_sent_to_sign_in_and_others_are_refused(client):
    assert client.get("/x/officers").url == "/accounts/login/?next=/x/officers"
    sign_in(client, make_actor(role=Role.BUREAU_OFFICER))
    assert client.get("/x/officers").status_code == 403
    sign_in(client, make_actor(role=Role.ISSUING_OFFICER))
    assert client.get("/x/officers").content == b"inside"


def test_posts_without_a_token_are_told_to_reload():
    from django.test import Client

    answer = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "a", "password": "b"})
    assert answer.status_code == 403
    assert "页面已过期" in answer.content.decode()


@pytest.mark.parametrize("name", ["400.html", "403_csrf.html", "500.html"])
def test_pages_of_last_resort_need_no_request(name, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert "返回首页" in render_to_string(name)
