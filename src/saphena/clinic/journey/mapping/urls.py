"""Where examinations are opened, noted, signed and read. Nothing personal stands in an address: numbers alone."""

from django.urls import path

from saphena.clinic.journey.mapping.views import entry, examinations, maps, report

app_name = "mapping"

urlpatterns = [
    path("maps/", examinations.examinations, name="examinations"),
    path("maps/begin/", examinations.begin, name="begin"),
    path("maps/criteria/", maps.criteria, name="criteria"),
    path("maps/criteria/<slug:name>/confirm/", maps.confirm_criteria, name="criteria_confirm"),
    path("courses/<int:course_id>/maps/", examinations.of_course, name="of_course"),
    path("patients/<int:patient_id>/maps/", examinations.of_patient, name="of_patient"),
    path("patients/<int:patient_id>/examinations/open/", examinations.open_examination, name="open"),
    path("examinations/<int:examination_id>/", entry.entry, name="entry"),
    path("examinations/<int:examination_id>/head/", examinations.head, name="head"),
    path("examinations/<int:examination_id>/note/", entry.note, name="note"),
    path("examinations/<int:examination_id>/rest/", entry.rest, name="rest"),
    path("examinations/<int:examination_id>/undo/", entry.undo, name="undo"),
    path("examinations/<int:examination_id>/changes/", entry.changes, name="changes"),
    path("examinations/<int:examination_id>/table/", entry.table, name="table"),
    path("examinations/<int:examination_id>/more/", entry.more, name="more"),
    path("examinations/<int:examination_id>/map/", maps.map_page, name="map"),
    path("examinations/<int:examination_id>/map.csv", maps.as_csv, name="csv"),
    path("examinations/<int:examination_id>/report.pdf", report.as_pdf, name="report"),
    path("examinations/<int:examination_id>/report/address/", maps.address, name="address"),
    path("examinations/<int:examination_id>/map.json", maps.as_json, name="json"),
    path("examinations/<int:examination_id>/review/", maps.review, name="review"),
    path("examinations/<int:examination_id>/reopen/", maps.reopen, name="reopen"),
    path("examinations/<int:examination_id>/sign/", maps.sign, name="sign"),
    path("examinations/<int:examination_id>/withdraw/", maps.withdraw, name="withdraw"),
    path("examinations/<int:examination_id>/addendum/", maps.addendum, name="addendum"),
]
