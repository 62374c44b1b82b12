"""Images are brought in by hand and leave as copies that name nobody, once somebody has looked at each."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

from PIL import Image
from playwright.sync_api import expect

from saphena.demo import people
from tests.browser.entering import chart_of, enter
from tests.browser.looking import assert_in_order

if TYPE_CHECKING:
    from playwright.sync_api import FilePayload, Page


def photo() -> FilePayload:
    file = io.BytesIO()
    Image.new("RGB", (80, 60), "grey").save(file, "JPEG")
    return {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}


def images_of_rosa(page: Page, clinic_address: str) -> str:
    enter(page, clinic_address, "Priya")
    chart = chart_of(page, clinic_address, people.ROSA.family)
    number = re.search(r"/(\d+)/", chart.removeprefix(clinic_address))
    assert number
    return f"{clinic_address}/images/patients/{number[1]}/"


def test_each_file_that_is_brought_has_its_answer(page: Page, clinic_address: str) -> None:
    page.goto(images_of_rosa(page, clinic_address))
    page.get_by_role("link", name="Bring images").click()
    nothing: FilePayload = {"name": "letter.dcm", "mimeType": "text/plain", "buffer": b"Dear colleague"}
    page.locator("input[type=file]").set_input_files([photo(), nothing])
    page.get_by_role("button", name="Bring them in").click()
    expect(page.get_by_role("row", name="photo.jpg")).to_contain_text(re.compile("with this patient now|here already"))
    expect(page.get_by_role("row", name="letter.dcm")).to_contain_text("no DICOM file")
    assert_in_order(page)


def test_copies_leave_after_somebody_looked_at_each(desktop: Page, clinic_address: str) -> None:
    desktop.goto(images_of_rosa(desktop, clinic_address) + "copies/")
    assert_in_order(desktop)
    desktop.locator("fieldset", has_text="Vein map, left leg").locator("input[name=images]").first.check()
    desktop.get_by_label("What are the copies for?").fill("teaching evening")
    desktop.get_by_role("button", name="Make the copies").click()
    expect(desktop.get_by_role("button", name="Take the copies away")).to_be_disabled()
    desktop.get_by_text("Draw the part that may leave").click()
    picture = desktop.locator("draw-box img")
    expect(picture).not_to_have_js_property("naturalWidth", 0)
    box = picture.bounding_box()
    assert box
    for across, down in ((0.2, 0.3), (0.8, 0.9)):
        desktop.locator("draw-box img").click(position={"x": box["width"] * across, "y": box["height"] * down})
    desktop.get_by_role("button", name="Only this part").click()
    expect(desktop.locator(".copy-picture")).to_be_visible()
    assert_in_order(desktop)
    desktop.get_by_role("button", name="I looked: copy 1 names nobody").click()
    with desktop.expect_download() as leaving:
        desktop.get_by_role("button", name="Take the copies away").click()
    assert leaving.value.suggested_filename.endswith(".zip")


def test_everything_about_one_person_leaves_in_one_file(phone: Page, clinic_address: str) -> None:
    enter(phone, clinic_address, "Priya")
    phone.goto(chart_of(phone, clinic_address, people.ROSA.family))
    phone.get_by_role("link", name="Details").click()
    phone.get_by_role("link", name="A copy of everything").click()
    assert_in_order(phone)
    phone.get_by_label("Who asked for it, and why?").fill("her own request")
    with phone.expect_download() as leaving:
        phone.get_by_role("button", name="Make the copy").click()
    with zipfile.ZipFile(leaving.value.path()) as pack:
        assert {"everything.html", "everything.json"} <= set(pack.namelist())
        assert people.ROSA.family in pack.read("everything.html").decode()


def test_whose_a_study_is_that_waits_in_the_tray_is_found_by_typing(phone: Page, clinic_address: str) -> None:
    enter(phone, clinic_address, "Sam")
    phone.goto(f"{clinic_address}/images/tray/")
    phone.get_by_role("link", name="Park, Hellen").click()
    phone.get_by_label("Find another patient").fill("Martinelli")
    phone.get_by_role("button", name="Find", exact=True).click()
    expect(phone.get_by_role("button", name="These are of Martinelli, Rosa")).to_be_visible()
    assert_in_order(phone)
