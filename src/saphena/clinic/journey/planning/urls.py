"""Where planning is, and the patient's questions and consents behind their link."""

from django.urls import path, re_path

from saphena.clinic.journey.planning.views import consents, findings, own, plans, questions, room, rules, tests, tried

app_name = "planning"

urlpatterns = [
    path("courses/<int:course_id>/planning/", room.course, name="course"),
    path("courses/<int:course_id>/questions/", questions.questions, name="questions"),
    path("courses/<int:course_id>/questions/again/", questions.again, name="again"),
    path("courses/<int:course_id>/questions/<str:name>/", questions.group, name="group"),
    path("courses/<int:course_id>/findings/", findings.findings, name="findings"),
    path("courses/<int:course_id>/findings/decide/", findings.decide, name="decide"),
    path("courses/<int:course_id>/treatment-plan/", plans.plan, name="plan"),
    path("courses/<int:course_id>/treatment-plan/begin/", plans.begin, name="plan_begin"),
    path("courses/<int:course_id>/treatment-plan/add/", plans.add, name="plan_add"),
    path("courses/<int:course_id>/treatment-plan/<int:injection_id>/drop/", plans.drop, name="plan_drop"),
    path("courses/<int:course_id>/treatment-plan/describe/", plans.describe, name="plan_describe"),
    path("courses/<int:course_id>/treatment-plan/sign/", plans.sign, name="plan_sign"),
    re_path(r"^courses/(?P<course_id>\d+)/consent/(?P<kind>test|procedure)/$", consents.consent, name="consent"),
    path("courses/<int:course_id>/consents/<int:consent_id>/", consents.kept, name="kept"),
    path("courses/<int:course_id>/consents/<int:consent_id>/withdraw/", consents.withdraw, name="withdraw"),
    path("courses/<int:course_id>/test-session/", tests.sessions, name="tests"),
    path("courses/<int:course_id>/test-session/begin/", tests.begin, name="test_begin"),
    path("courses/<int:course_id>/test-session/skip/", tests.skip, name="test_skip"),
    path("courses/<int:course_id>/test-session/<int:test_id>/observe/", tests.observe, name="test_observe"),
    path("courses/<int:course_id>/test-session/<int:test_id>/close/", tests.close, name="test_close"),
    path("courses/<int:course_id>/tried-before/", tried.tried, name="tried"),
    path("courses/<int:course_id>/tried-before/<int:tried_id>/take-back/", tried.take_back, name="tried_take_back"),
    path("screening-rules/", rules.rules, name="rules"),
    path("screening-rules/rule/", rules.rule, name="rule"),
    path("screening-rules/switch/", rules.switch, name="rules_switch"),
    re_path(r"^screening-rules/(?P<kind>test|procedure)/approve/$", rules.approve, name="text_approve"),
    path("p/<str:token>/questions/", own.questions, name="own_questions"),
    path("p/<str:token>/questions/<str:name>/", own.group, name="own_group"),
    re_path(
        r"^p/(?P<token>[^/]+)/consent/(?P<course_id>\d+)/(?P<kind>test|procedure)/$", own.consent, name="own_consent"
    ),
    re_path(
        r"^p/(?P<token>[^/]+)/consent/(?P<course_id>\d+)/(?P<kind>test|procedure)/withdraw/$",
        own.withdraw,
        name="own_withdraw",
    ),
]
