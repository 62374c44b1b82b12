"""The addresses of the whole clinic."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView
from django.views.i18n import set_language

from saphena.clinic.people.access import needs, public
from saphena.clinic.people.views.home import healthy, home

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    path("healthy/", healthy, name="healthy"),
    path("language/", public("sets a cookie with the language")(set_language), name="set_language"),
    path("", include("saphena.clinic.journey.requesting.urls")),
    path("", include("saphena.clinic.journey.mapping.urls")),
    path("", include("saphena.clinic.journey.booking.filling.urls")),
    path("", include("saphena.clinic.journey.booking.board.urls")),
    path("", include("saphena.clinic.journey.preparing.urls")),
    path("treating/", include("saphena.clinic.journey.treating.urls")),
    path("", include("saphena.clinic.journey.booking.urls")),
    path("fhir/", include("saphena.clinic.exchange.fhir.urls")),
    path("", include("saphena.clinic.exchange.ical.urls")),
    path("", include("saphena.clinic.exchange.payer.urls")),
    path("", include("saphena.clinic.exchange.person.urls")),
    path("", include("saphena.clinic.exchange.visits.urls")),
    path("diary/", include("saphena.clinic.diary.urls")),
    path("", include("saphena.clinic.journey.recovering.urls")),
    path("", include("saphena.clinic.journey.planning.urls")),
    path("", include("saphena.clinic.people.urls")),
    path("", include("saphena.clinic.people.applications.urls")),
    path("", include("saphena.clinic.courses.urls")),
    path("stock/", include("saphena.clinic.stock.urls")),
    path("reviews/", include("saphena.clinic.journey.reviewing.urls")),
    path("images/", include("saphena.clinic.exchange.dicom.urls")),
    path("images/", include("saphena.clinic.imaging.urls")),
    path("dicomweb/", include("saphena.clinic.exchange.dicom.web.urls")),
    path("messages/", include("saphena.clinic.messages.urls")),
    # An account's address and its opening are the administrator's business: the library's pages for them are closed.
    path("account/email/", needs("people.home")(RedirectView.as_view(pattern_name="mfa_index")), name="account_email"),
    path("account/signup/", public("leads to the sign-in page")(RedirectView.as_view(pattern_name="account_login"))),
    path("account/", include("allauth.account.urls")),
    path("account/second-factor/", include("allauth.mfa.urls")),
]
if settings.SAPHENA_DEMO:  # the pretend clinic's first page stands before the door of the staff
    urlpatterns.insert(0, path("", include("saphena.demo.guide.urls")))
