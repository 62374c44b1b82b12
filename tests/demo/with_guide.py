"""The addresses of the pretend clinic, which settings choose before a test can."""

from django.urls import include, path

from saphena.clinic.config.urls import urlpatterns as of_a_real_clinic

urlpatterns = [path("", include("saphena.demo.guide.urls")), *of_a_real_clinic]
