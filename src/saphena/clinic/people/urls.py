"""Where the pages about people are. Nothing personal stands in an address: a number, or an opaque token."""

from django.urls import path

from saphena.clinic.people.views import home, link, patients, record, staff

app_name = "people"

urlpatterns = [
    path("style-guide/", home.style_guide, name="style_guide"),
    path("patients/", patients.patients, name="patients"),
    path("patients/add/", patients.add, name="patient_add"),
    path("patients/<int:patient_id>/details/", patients.patient, name="patient"),
    path("patients/<int:patient_id>/change/", patients.change, name="patient_change"),
    path("patients/<int:patient_id>/link/send/", patients.send_link, name="link_send"),
    path("patients/<int:patient_id>/link/withdraw/", patients.withdraw_links, name="links_withdraw"),
    path("patients/<int:patient_id>/record/", record.patient_record, name="patient_record"),
    path("record/", record.clinic_record, name="record"),
    path("staff/", staff.staff, name="staff"),
    path("staff/add/", staff.add, name="staff_add"),
    path("staff/<int:user_id>/", staff.change, name="staff_change"),
    path("staff/<int:user_id>/let-go/", staff.let_go, name="staff_let_go"),
    path("staff/<int:user_id>/take-back/", staff.take_back, name="staff_take_back"),
    path("staff/<int:user_id>/second-factor/remove/", staff.remove_second_factors, name="staff_second_factor_remove"),
    path("clinic/", staff.clinic, name="clinic"),
    path("p/<str:token>/", link.own_page, name="link"),
    path("p/<str:token>/birth-date/", link.prove, name="link_prove"),
    path("p/<str:token>/new/", link.renew, name="link_new"),
    path("p/<str:token>/leave/", link.leave, name="link_leave"),
]
