"""Addresses under /accounts/ that carry the namespace “accounts”; those of signing in: sign_in_urls.py."""

from django.urls import path, re_path

from portal.accounts.views import acting, administration, applicant, bureau, invitations, me, phones, rosters

app_name = "accounts"

urlpatterns = [
    path("home/", acting.home, name="home"),
    path("switch/", acting.switch, name="switch"),
    path("me/", me.me, name="me"),
    path("phone/", phones.reveal, name="reveal_phone"),
    # an applicant's own organisation
    path("register/", applicant.register, name="register"),
    path("organisation/", applicant.organisation, name="organisation"),
    path("organisation/change/", applicant.change, name="organisation_change"),
    path("organisation/invite/", applicant.invite, name="invite"),
    path("organisation/invitations/<uuid:public_id>/revoke/", applicant.revoke, name="invitation_revoke"),
    path("organisation/members/<int:pk>/role/", applicant.member_role, name="member_role"),
    path("organisation/members/<int:pk>/end/", applicant.member_end, name="member_end"),
    path("invitations/<str:token>/", invitations.show, name="invitation"),
    path("invitations/<str:token>/accept/", invitations.accept, name="invitation_accept"),
    # a bureau's organisations, and the administrator's
    path("organisations/", bureau.organisation_list, name="organisation_list"),
    path("organisations/<int:pk>/", bureau.organisation_detail, name="organisation_detail"),
    path("organisations/<int:pk>/activate/", bureau.activate, name="organisation_activate"),
    path("organisations/<int:pk>/refuse/", bureau.refuse, name="organisation_refuse"),
    path("organisations/<int:pk>/suspend/", bureau.suspend, name="organisation_suspend"),
    # administrators
    path("organisations/<int:pk>/approval/", administration.approval, name="organisation_approval"),
    path("import/", rosters.upload, name="roster_upload"),
    path("import/template/", rosters.template, name="roster_template"),
    path("import/<uuid:public_id>/", rosters.roster, name="roster"),
    path("organisations/new/", administration.office, name="office"),
    path("users/", administration.user_list, name="user_list"),
    path("users/<int:pk>/", administration.user_detail, name="user_detail"),
    re_path(r"^users/(?P<pk>\d+)/(?P<action>stop|restore|second-factor)/$", administration.user_act, name="user_act"),
    path("memberships/", administration.membership_list, name="membership_list"),
    path("memberships/grant/", administration.grant, name="grant"),
    path("memberships/<int:pk>/end/", administration.end, name="membership_end"),
]
