"""Where a manager brings in a calendar file."""

from django.urls import path

from saphena.clinic.exchange.ical import pages

app_name = "exchange_ical"

urlpatterns = [path("diary/calendar/", pages.calendar_page, name="calendar")]
