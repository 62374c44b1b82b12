"""Scans in the browser: played and measured by keyboard, ends dragged, accepted into a map, found again, compared."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import numpy as np
from playwright.sync_api import expect

from saphena.demo import people
from saphena.echo.phantom.dicom import data_set, picture_scale, strip_scale
from saphena.echo.phantom.sections import SectionSpec, make_section
from saphena.echo.phantom.strips import StripSpec, make_strip
from saphena.echo.regions import Box
from tests.browser.entering import chart_of, enter
from tests.browser.looking import assert_in_order

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import FilePayload, Locator, Page

    from tests.browser.faults import Faults

BRENDAN = people.OTHERS[1]


def open_study(page: Page, clinic_address: str) -> None:
    enter(page, clinic_address, "Priya")
    page.goto(chart_of(page, clinic_address, people.ROSA.family))
    page.get_by_role("link", name=re.compile("Vein map, left leg")).first.click()
    page.wait_for_url("**/images/instances/*/")


def open_todays(page: Page, clinic_address: str) -> None:
    """Brendan's examination, which is half noted, from the list of maps."""
    enter(page, clinic_address, "Sam")
    page.goto(f"{clinic_address}/maps/?q={BRENDAN.family}")
    page.locator("a[href*='/examinations/']").first.click()
    page.wait_for_url("**/examinations/*/")


def test_the_study_is_in_order(page: Page, clinic_address: str) -> None:
    open_study(page, clinic_address)
    expect(page.get_by_text("verified on phantoms only").first).to_be_visible()
    assert_in_order(page)


def test_a_clip_steps_by_keyboard_and_by_links_alike(desktop: Page, clinic_address: str) -> None:
    open_study(desktop, clinic_address)
    desktop.get_by_role("link", name="3: clip").click()
    desktop.locator(".stage").focus()
    desktop.keyboard.press("ArrowRight")
    desktop.keyboard.press("ArrowRight")
    expect(desktop.locator(".place output")).to_have_text("3")
    desktop.get_by_role("link", name="Frame before").click()
    expect(desktop.locator(".place output")).to_have_text("2")
    desktop.locator(".stage").focus()
    desktop.keyboard.press("l")
    expect(desktop.get_by_label("Brightness")).to_have_value("110")
    desktop.keyboard.press("0")
    expect(desktop.get_by_label("Brightness")).to_have_value("100")
    desktop.keyboard.press("+")
    middle = "stage => (stage.scrollLeft + stage.clientWidth / 2) / stage.scrollWidth"
    assert abs(desktop.locator(".stage").evaluate(middle) - 0.5) < 0.01


def test_two_points_on_the_picture_become_a_distance(desktop: Page, clinic_address: str) -> None:
    open_study(desktop, clinic_address)
    desktop.get_by_role("link", name="2: still").click()
    box = desktop.locator(".frame").bounding_box()
    assert box
    for across, down in ((0.4, 0.4), (0.6, 0.4)):
        desktop.locator(".frame").click(position={"x": box["width"] * across, "y": box["height"] * down})
    desktop.get_by_role("button", name="Measure", exact=True).click()
    expect(desktop.get_by_role("link", name="Caliper").first).to_be_visible()
    expect(desktop.locator("polyline.mark-kept")).to_have_count(1)


def test_why_a_measurement_is_refused_is_seen_on_a_telephone_too(
    phone: Page, clinic_address: str, faults: Callable[[Page], Faults]
) -> None:
    page = phone
    faults(phone).expect("422")
    open_study(page, clinic_address)
    page.get_by_role("link", name="2: still").click()
    page.get_by_role("combobox", name="Measure").select_option("vein")
    page.get_by_text("The points in pixels").click()
    by_typing = page.locator("form[data-points]").first
    for name, pixel in (("x1", "40"), ("y1", "320")):
        by_typing.locator(f"[name={name}]").fill(pixel)
    page.get_by_role("button", name="Measure", exact=True).click()
    expect(page.get_by_text("does not lie in something darker")).to_be_in_viewport()
    expect(page.get_by_label(re.compile("^Junction"))).to_have_count(0)


def test_the_picture_stays_beside_what_was_just_measured_on_it(desktop: Page, clinic_address: str) -> None:
    open_study(desktop, clinic_address)
    desktop.get_by_role("link", name="2: still").click()
    desktop.get_by_text("The points in pixels").click()
    form = desktop.locator("form[data-points]").first
    for name, pixel in (("x1", "160"), ("y1", "160"), ("x2", "240"), ("y2", "160")):
        form.locator(f"[name={name}]").fill(pixel)
    desktop.get_by_role("button", name="Measure", exact=True).click()
    expect(desktop.get_by_role("link", name="Caliper").first).to_be_in_viewport()
    expect(desktop.locator(".frame")).to_be_in_viewport(ratio=0.6)


def test_the_end_of_a_reflux_moves_by_the_arrow_keys_and_both_values_stay(desktop: Page, clinic_address: str) -> None:
    open_study(desktop, clinic_address)
    end = desktop.get_by_role("slider", name=re.compile("Where the reflux ends"))
    before = float(end.get_attribute("aria-valuenow") or 0)
    end.focus()
    for _again in range(3):
        desktop.keyboard.press("Shift+ArrowRight")
    expect(end).to_have_attribute("aria-valuenow", f"{before + 30:g}")
    expect(desktop.locator("[data-ends-said]")).to_contain_text("cm/s")
    desktop.get_by_role("button", name="Measure between these ends").click()
    expect(desktop.get_by_text("the ends were set by a person").first).to_be_visible()
    expect(desktop.get_by_text(re.compile(r"instead of 1\.\d\d s")).first).to_be_visible()


def by_mouse(page: Page, what: Locator, across: float) -> None:
    x, y = middle_of(what)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + across / 2, y, steps=2)
    page.mouse.move(x + across, y)
    page.mouse.up()


def by_finger(page: Page, what: Locator, across: float) -> None:
    """A real touch, as the browser gets it from a screen: it could also scroll the picture away."""
    x, y = middle_of(what)
    screen = page.context.new_cdp_session(page)
    places = [("touchStart", x), ("touchMove", x + across / 2), ("touchMove", x + across), ("touchEnd", None)]
    for kind, at in places:
        points = [] if at is None else [{"x": at, "y": y}]
        screen.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    screen.detach()


def middle_of(what: Locator) -> tuple[float, float]:
    what.scroll_into_view_if_needed()
    box = what.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def pixels(page: Page, across: float) -> float:
    """How many pixels of the picture itself lie behind so many of the screen."""
    frame = page.locator(".frame")
    box = frame.bounding_box()
    assert box
    return across / box["width"] * float(frame.get_attribute("width") or 0)


def test_ends_and_points_are_dragged_by_mouse_and_by_finger_to_the_pixel(phone: Page, clinic_address: str) -> None:
    open_study(phone, clinic_address)
    end = phone.get_by_role("slider", name=re.compile("Where the reflux ends"))
    for drag in (by_mouse, by_finger):
        before = float(end.get_attribute("aria-valuenow") or 0)
        drag(phone, end, 30)
        after = float(end.get_attribute("aria-valuenow") or 0)
        assert abs(after - before - pixels(phone, 30)) < 2, (drag.__name__, before, after)
    expect(phone.locator("[data-ends-said]")).to_contain_text("cm/s")
    phone.get_by_role("link", name="2: still").click()
    frame = phone.locator(".frame")
    box = frame.bounding_box()
    assert box
    frame.click(position={"x": box["width"] / 2, "y": box["height"] / 2})
    frame.click(position={"x": box["width"] / 4, "y": box["height"] / 2})
    column, other = (phone.locator(f"#id_{name}") for name in ("x1", "x2"))
    assert abs(float(column.input_value()) - (float(frame.get_attribute("width") or 0) / 2 - 0.5)) < 1.5
    untouched = other.input_value()
    for drag in (by_mouse, by_finger):
        before = float(column.input_value())
        drag(phone, phone.get_by_role("button", name=re.compile("^Point 1")), 30)
        assert abs(float(column.input_value()) - before - pixels(phone, 30)) < 2, drag.__name__
    phone.keyboard.press("ArrowLeft")
    assert other.input_value() == untouched
    assert_in_order(phone)


def test_a_value_is_accepted_into_the_map_and_the_map_leads_back_to_its_frame(
    desktop: Page, clinic_address: str
) -> None:
    open_todays(desktop, clinic_address)
    examination = desktop.url
    desktop.locator(".beside-film a").first.click()
    expect(desktop.locator("#beside image-player .frame")).to_be_visible()
    desktop.get_by_role("link", name="Measure on it").click()
    card = desktop.locator("article.measured", has=desktop.get_by_role("heading", name="Reflux")).first
    expect(card.get_by_label("Enter into")).to_have_value(re.compile(r"\|right\|gsv.thigh.lower$"))
    card.get_by_role("button", name="Accept").click()
    expect(desktop.get_by_text("Accepted and entered.")).to_be_visible()
    desktop.goto(examination)
    row = desktop.locator("[data-place^='right|gsv.thigh.lower|']")
    row.get_by_role("link", name=re.compile("from image.*reflux")).click()
    desktop.wait_for_url(re.compile(r"/images/instances/\d+/\?frame=0#m\d+$"))
    expect(desktop.get_by_role("link", name=re.compile("right leg, GSV lower thigh: reflux"))).to_be_visible()


def test_two_dates_stand_side_by_side_and_move_together(page: Page, clinic_address: str) -> None:
    enter(page, clinic_address, "Priya")
    page.goto(chart_of(page, clinic_address, people.HELEN.family))
    page.get_by_role("link", name=re.compile("Scan after treatment")).first.click()
    page.get_by_role("link", name="Compare two dates").click()
    expect(page.locator("image-player")).to_have_count(2)
    page.get_by_label("Step, enlarge and brighten together").check()
    page.get_by_role("button", name="Larger").first.click()
    expect(page.locator("image-player.zoom-2")).to_have_count(2)
    assert_in_order(page)


def two_scales(of: people.Pretend) -> FilePayload:
    """A vein above a Doppler strip, in one picture, as a machine stores it in duplex mode."""
    random = np.random.default_rng(3)
    vein = make_section(random, SectionSpec())
    strip = make_strip(random, StripSpec(width=400, height=240))
    left, top, right, bottom = strip.box.corners
    below = strip_scale(
        Box(left, top + 400, right, bottom + 400), strip.seconds_per_pixel, strip.speed_per_pixel, strip.baseline
    )
    scales = picture_scale(Box(0, 0, 399, 399), vein.spec.millimetres), below
    file, made = io.BytesIO(), data_set(np.vstack([vein.grey, strip.grey])[np.newaxis], scales)
    made.PatientName, made.PatientBirthDate = f"{of.family}^{of.given}", of.born.strftime("%Y%m%d")
    made.StudyDescription = "Duplex"
    made.save_as(file, enforce_file_format=True)
    return {"name": "duplex.dcm", "mimeType": "application/dicom", "buffer": file.getvalue()}


def test_on_a_picture_that_holds_two_scales_every_mark_is_of_the_scale_it_lies_on(
    desktop: Page, clinic_address: str, faults: Callable[[Page], Faults]
) -> None:
    enter(desktop, clinic_address, "Priya")
    chart = chart_of(desktop, clinic_address, people.ROSA.family)
    images = chart.replace("/patients/", "/images/patients/")
    desktop.goto(images)
    desktop.get_by_role("link", name="Bring images").click()
    desktop.locator("input[type=file]").set_input_files([two_scales(people.ROSA)])
    desktop.get_by_role("button", name="Bring them in").click()
    expect(desktop.get_by_role("row", name="duplex.dcm")).to_contain_text("with this patient now")
    desktop.goto(images)
    desktop.get_by_role("row", name=re.compile("Duplex")).get_by_role("link").first.click()
    rulers = desktop.locator("g.ruler text")
    expect(rulers).to_have_text([re.compile(said) for said in (r"\d mm$", r"\d s$", r"\d cm/s$")])
    frame, seen = desktop.locator(".frame"), desktop.locator(".frame").bounding_box()
    assert seen
    heights = [box["y"] - seen["y"] for box in (each.bounding_box() for each in rulers.all()) if box]
    assert heights[0] < seen["height"] * 400 / 640 < min(heights[1:])
    for rows, said in (((120, 160), ["mm"]), ((500, 520), ["cm/s", "s"]), ((160, 520), None)):
        for row, column in zip(rows, (150, 190), strict=True):
            part = {"x": seen["width"] * column / 400, "y": seen["height"] * row / 640}
            frame.click(position={"x": part["x"], "y": part["y"]})
        before = desktop.locator("polyline.mark-kept").count()
        desktop.get_by_role("button", name="Measure", exact=True).click()
        if said is None:
            faults(desktop).expect("422")
            expect(desktop.get_by_text("The points lie in different regions")).to_be_visible()
        else:
            expect(desktop.locator("polyline.mark-kept")).to_have_count(before + len(said))
    assert_in_order(desktop)
