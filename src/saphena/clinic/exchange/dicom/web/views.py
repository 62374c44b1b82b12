"""The services of DICOM PS3.18 that a viewer needs. Each answers in DICOM's own words, or says why it does not."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse

from saphena.clinic.exchange.dicom.web import searching, sending, storing
from saphena.clinic.exchange.dicom.web.answers import Answer, json_wanted, takes
from saphena.clinic.exchange.dicom.web.asking import asked
from saphena.clinic.exchange.dicom.web.describing import bulk, item
from saphena.clinic.exchange.dicom.web.describing import metadata as described
from saphena.clinic.exchange.dicom.web.entering import by_token, note_look, note_search
from saphena.clinic.imaging.looking import picture

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

    from saphena.clinic.exchange.dicom.web.entering import ProgramRequest
    from saphena.clinic.imaging.models import Instance

JSON = "application/dicom+json"
MOST_DESCRIBED = 5000
LEVELS: dict[str, Any] = {
    "studies": searching.studies,
    "series": searching.series,
    "instances": searching.instances,
}


@by_token
def studies(request: ProgramRequest) -> HttpResponseBase:
    """GET searches studies, POST stores images."""
    return _stored(request) if request.method == "POST" else _searched(request, "studies")


@by_token
def all_series(request: ProgramRequest, **within: str) -> HttpResponseBase:
    _only_read(request)
    return _searched(request, "series", **within)


@by_token
def all_instances(request: ProgramRequest, **within: str) -> HttpResponseBase:
    _only_read(request)
    return _searched(request, "instances", **within)


def _searched(request: ProgramRequest, level: str, **within: str) -> HttpResponseBase:
    json_wanted(request.headers.get("Accept", ""))
    names = {"study": "StudyInstanceUID", "series": "SeriesInstanceUID"}
    question = asked(request.GET, level, **{names[name]: uid for name, uid in within.items()})
    found, more = LEVELS[level](request.caller, question)
    note_search(request.caller, {each.study.patient_id for each in found})
    if not found:
        return HttpResponse(status=204)
    response = _json([item(each, level, question) for each in found])
    if more:
        response["Warning"] = '299 saphena "There are more results; ask for them with offset."'
    return response


def _json(content: Any) -> HttpResponse:
    return HttpResponse(json.dumps(content, ensure_ascii=False, separators=(",", ":")), content_type=JSON)


def _only_read(request: ProgramRequest) -> None:
    if request.method == "POST":
        raise Answer("Nothing is stored at this address.", 405, Allow="GET, HEAD, OPTIONS")


def _images(request: ProgramRequest, study: str, series: str = "", instance: str = "") -> list[Instance]:
    """What the address names, in order; the look is written down. Raises `Answer`."""
    _only_read(request)
    given = {"study__uid": study, "series_uid": series, "uid": instance}
    rows = searching.seen(request.caller).filter(**{name: uid for name, uid in given.items() if uid})
    found = list(rows.order_by("series_uid", "number", "pk")[:MOST_DESCRIBED])
    if not found:
        raise Answer("There is nothing of that number that may be seen here.", 404)
    note_look(request.caller, found[0].study.patient_id or 0)
    return found


@by_token
def study(request: ProgramRequest, study: str) -> HttpResponseBase:
    """GET gives a whole study, POST stores images of this study alone."""
    if request.method == "POST":
        return _stored(request, study)
    return sending.files(_images(request, study), request.headers.get("Accept", ""))


@by_token
def whole(request: ProgramRequest, **which: str) -> HttpResponseBase:
    """The files of a series, or one file."""
    return sending.files(_images(request, **which), request.headers.get("Accept", ""))


@by_token
def metadata(request: ProgramRequest, **which: str) -> HttpResponseBase:
    json_wanted(request.headers.get("Accept", ""))
    return _json([described(each) for each in _images(request, **which)])


@by_token
def frames(request: ProgramRequest, study: str, series: str, instance: str, numbers: str) -> HttpResponseBase:
    (image,) = _images(request, study, series, instance)
    given = numbers.split(",")
    if not all(each.isdecimal() and each.isascii() and len(each) < 7 for each in given) or len(given) > MOST_DESCRIBED:
        raise Answer("Frames are numbers from 1, with commas between them.", 400)
    return sending.frames(image, [int(each) for each in given], request.headers.get("Accept", ""))


@by_token
def bulkdata(request: ProgramRequest, study: str, series: str, instance: str, value: str) -> HttpResponseBase:
    """One long value of the header, or all pixels."""
    (image,) = _images(request, study, series, instance)
    if value == "7FE00010":
        return sending.pixels(image)
    return HttpResponse(bulk(image, value), content_type="application/octet-stream")


@by_token
def rendered(request: ProgramRequest, study: str, series: str, instance: str, number: int = 1) -> HttpResponseBase:
    """One frame as a browser shows it."""
    (image,) = _images(request, study, series, instance)
    return _drawn(request, image, number, small=False)


@by_token
def thumbnail(request: ProgramRequest, **which: str) -> HttpResponseBase:
    """An image, small; of a study or a series the first of its pictures."""
    pictures = [each for each in _images(request, **which) if each.rows]
    if not pictures:
        raise Answer("It holds no picture.", 404)
    return _drawn(request, pictures[0], 1, small=True)


def _drawn(request: ProgramRequest, image: Instance, number: int, *, small: bool) -> HttpResponseBase:
    drawn = picture(image, number - 1, small=small)
    accept = request.headers.get("Accept", "")
    if takes(accept, drawn.kind):
        return HttpResponse(drawn.content, content_type=drawn.kind)
    if not takes(accept, "image/jpeg"):
        raise Answer("A picture is given as image/jpeg or image/png.", 406)
    from PIL import Image

    file = io.BytesIO()
    Image.open(io.BytesIO(drawn.content)).convert("RGB").save(file, "JPEG", quality=92)
    return HttpResponse(file.getvalue(), content_type="image/jpeg")


def _stored(request: ProgramRequest, study: str = "") -> HttpResponseBase:
    answer, status = storing.store(request, study)
    return HttpResponse(json.dumps(answer), status=status, content_type=JSON)
