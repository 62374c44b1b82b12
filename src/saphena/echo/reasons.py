"""Why something was not measured, opened or trusted: a stable code with its values, and the sentence in English.

A reason is its English sentence, so that it is printed and stored like any text. Who speaks another language asks for
`said(gettext)`: the sentence is translated before its values are put in.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Reason", "Refused", "Why"]


class Why(StrEnum):
    """Every reason there is, as a whole sentence. Its `code` is stable; its words may improve."""

    FAULT = "It could not be measured; this is a fault of the program ({kind}: {words})."

    # The file.
    UNREADABLE = "The file cannot be read: {words}."
    EMPTY = "The file is empty."
    A_JPEG = "This is a JPEG picture, not a DICOM file: it has no scale."
    A_PNG = "This is a PNG picture, not a DICOM file: it has no scale."
    A_GIF = "This is a GIF picture, not a DICOM file: it has no scale."
    A_PDF = "This is a PDF paper, not a DICOM file."
    A_ZIP = "This is a ZIP archive, not a DICOM file: unpack it first."
    A_GZIP = "This is a gzip archive, not a DICOM file: unpack it first."
    A_TEXT = "This is a text or a web page, not a DICOM file."
    NOT_DICOM = "This is no DICOM file: no element of it can be read."
    DAMAGED_HEADER = "The file's header is damaged ({kind})."
    UNKNOWN_SYNTAX = "Its transfer syntax “{syntax}” is not one of DICOM's."
    UNREADABLE_SYNTAX = "Pictures packed as {syntax} cannot be read here."
    INFLATES_TOO_FAR = "It unpacks to more than half a gigabyte: no ultrasound file does."
    NO_PICTURE = "It holds no picture, or was cut before the picture began."
    PACKED_OTHERWISE = "Its pixels are packed in another way than its header says."
    CUT_IN_FRAME = "The file ends within a frame: it was cut short."
    CUT_OR_WRONG_LENGTH = "The file ends within a frame, or a frame's length is wrong: it was cut short."
    CUT_BEFORE_LAST = "The file ends before its last frame does: it was cut short."
    NO_FRAMES = "It holds no frame."
    FEWER_FRAMES = "It claims {claimed} frames and holds {held}: it was cut short or its header is wrong."
    FEWER_BYTES = (
        "It claims {frames} frames of {columns} x {rows} pixels ({claimed} bytes), and holds {held} bytes: "
        "it was cut short or its header is wrong."
    )
    LOOSE_PIECES = "It holds {held} pieces for {frames} frames, and does not say which belong together."
    WRONG_FRAME_TABLE = "Its table of frames does not fit its frames."
    OTHER_SIZE_INSIDE = (
        "The compressed picture claims {inner_columns} x {inner_rows} pixels, its header {columns} x {rows}: "
        "one of them is wrong."
    )
    NO_INNER_HEADER = "The compressed picture has no header that can be read."
    UNDECODABLE = "Frame {frame} cannot be decoded: {words}."
    OTHER_SIZE = "Frame {frame} has another size than the header says."
    BITS = "Its pixels have {bits} bits; pictures of 8 or 16 bits can be read."
    CONTRADICTS_ITSELF = "Its header contradicts itself: {samples} values a pixel, colours “{colours}”."
    FRAMES_TOO_LARGE = "It claims frames of {columns} x {rows} pixels, larger than any ultrasound picture."
    NO_PALETTE = "Its table of colours is missing or damaged."
    NO_SUCH_FRAME = "There is no frame {frame}: this file has {frames}, counted from 0."
    NOT_A_NUMBER = "Its {name} is not a number."
    MISSING = "Its {name} is missing."
    NO_PICTURE_WITHOUT = "It holds no picture that can be read: its {name} is missing."
    OUT_OF_RANGE = "Its {name} is {value}; between {least} and {most} can be read."

    # The scale.
    OF_REGION = "Region {region}: {reason}"
    NO_REGION = "There is no calibrated {kind} in this picture."
    STRIP_BY_HAND = "If it shows one, set its scale by hand."
    OFF_PICTURE = "The point {x:g}, {y:g} lies outside the picture ({columns} x {rows})."
    DIFFERENT_REGIONS = "The points lie in different regions ({regions}), which have different scales."
    OUTSIDE_REGIONS = "A point lies outside every calibrated region."
    NO_SCALE = "This picture has no scale that can be trusted."
    SET_BY_HAND = "Set the scale by two points on its ruler."
    NOT_A_PICTURE = "Region {region} is a {kind} in {across} and {down}, not a picture."
    NOT_A_STRIP = "Region {region} is a {kind}; only a point of a Doppler strip has a value."
    SCALE_POINTS = "Choose two points at least 10 pixels apart, and the millimetres between them."
    STRIP_CORNERS = "Choose the strip's upper left and lower right corner, at least 40 pixels apart."
    STRIP_NUMBERS = "Give the seconds across the strip and two different velocities at its edges."
    STRIP_ZERO = "The velocity is above zero at one edge of the strip and below zero at the other."
    DAMAGED_REGIONS = "The list of regions in this file is damaged."
    IMPLAUSIBLE_STEP = "One pixel would be {step:g} {unit}, which no vascular picture has."
    A_COLOUR_BAR = "It is a colour bar."
    A_GREY_BAR = "It is a grey bar."
    WRITING = "It is a text."
    AN_ECG = "It is an ECG trace."
    DECOY = "It does not say what it shows; such boxes are decoys."
    MISFIT = "Its box ({left}, {top}) to ({right}, {bottom}) does not fit the picture ({columns} x {rows})."
    ONE_MISFIT = "The picture was cut or rescaled after its regions were written (one of them lies outside it)."
    RESCALED = "The header gives another size than the picture has, so it was rescaled."
    ENLARGED = "The picture goes on beyond this region as it is within: it was enlarged after its regions were written."
    NO_UNIT = "It has no unit that can be measured."
    UNFITTING_UNITS = "It says that it is a {kind}, but its units are {across} and {down}."
    NO_FREQUENCY = "Its scale is in hertz, and the transducer's frequency is not given."
    STEEP_ANGLE = "Its Doppler angle is {angle:g} degrees, at which no velocity can be computed."

    # The strip.
    SMALL_STRIP = "The strip has {columns} x {rows} pixels, too few to be measured."
    NO_BASELINE = "The baseline lies outside the strip, so one direction of flow is not shown."
    NO_FLOW = "No flow stands out of the background of this strip."
    NEAR_BASELINE = (
        "Something follows the augmentation close to the baseline, too slow to be measured on this scale. "
        "Record the strip again with a smaller scale."
    )
    TOO_WEAK = "The signal is too weak to say that no reverse flow follows the augmentation."
    LONG_FIRST_FLOW = (
        "No augmentation was found: the first strong flow lasts {seconds:.1f} s, "
        "so forward and reverse cannot be told apart."
    )
    SLOW = "No augmentation was found: nothing on this strip is faster than {speed:.1f} cm/s."
    OVER_BOTH_EDGES = "Flow in both directions runs over the scale. Record the strip again with a larger scale."
    FASTER_THAN_SCALE = "The flow is faster than the whole scale. Record the strip again with a larger scale."
    FILLS_SCALE = "The flow fills the whole scale. Record the strip again with a larger scale."
    ENDS = "Both ends must lie on the strip, the start before the end."

    # The vein.
    OUTSIDE_PICTURE = "The point lies outside the calibrated picture."
    NOT_DARK = "The point does not lie in something darker than what is around it."
    NOT_CLOSED = "The wall does not close to an outline."
    NO_ELLIPSE = "The outline is no ellipse ({millimetres:.2f} mm off): it may run into a neighbour."
    LITTLE_WALL = "The wall was found on {part:.0%} of the way round only."
    SIDES_SAY_LITTLE = "The side walls show too little to say how wide the vein is ({least:.1f} to {most:.1f} mm)."
    STARTS_DISAGREE = "Other starting points inside the vein give another outline ({millimetres:.1f} mm apart)."
    CUT_BY_EDGE = "The vein is cut by the edge of the picture, so its diameter is not shown."
    JUMPED = "The vein would have changed by {part:.0%} from one frame to the next."
    LOST = "The vein was lost."
    FEW_FRAMES = "The vein was measured in fewer than three frames."

    # The foam.
    EMPTY_CLIP = "The clip has no frame."
    VEIN_OUTSIDE = "Both points of the vein must lie in the calibrated picture."
    SHORT_VEIN = "The marked vein is {millimetres:.1f} mm long; mark at least {least:g} mm."
    NO_DARK_VEIN = "There is no dark vein between the marked points in the first frame."
    NO_TIME = "The clip does not say how fast its frames follow one another."
    NOT_MOVING = "Foam is seen moving in fewer than four frames."
    NOT_REACHED = "The foam does not reach the junction in this clip."

    # The report.
    NO_REPORT = "This is no structured report: it has no content."
    NESTED = "The report is nested too deeply to be one."
    TOO_MANY_ITEMS = "The report has more items than any report has."
    NO_CODE = "There is no code for a measurement called “{name}”."

    # The copy without names.
    NOTHING_MARKED = "No part of this picture is marked as measurable, so nothing says where a name may stand."
    TOO_LONG_PLAIN = "Its pixels are more than one DICOM file holds when they are not compressed."
    MIXED_COLOURS = "Its frames are partly grey and partly coloured."

    # The batch.
    NO_FILE = "There is no file in {folders}."
    NO_ENGINE = "There is no engine “{engine}”; there are {engines}."
    SCHEDULER_WITHOUT_DASK = "A scheduler's address goes with the engine dask."
    NO_DASK = "Dask is not installed: pip install 'saphena[cluster]'."
    NO_SCHEDULER = "No Dask scheduler answers at {address}: {words}."

    @property
    def code(self) -> str:
        """Short and stable, for programs: `no-flow`."""
        return self.name.lower().replace("_", "-")


class Reason(str):
    """One reason with its values: the sentence in English, and how to say it in another language.

    `why` is its code and template, `values` go into it, `more` are reasons that follow in the same breath."""

    __slots__ = ("more", "values", "why")

    why: Why
    values: dict[str, Any]
    more: tuple[Reason, ...]

    def __new__(cls, why: Why, values: dict[str, Any] | None = None, more: tuple[Reason, ...] = ()) -> Reason:
        made = super().__new__(cls, " ".join([why.format(**(values or {})), *more]))
        made.why, made.values, made.more = why, values or {}, more
        return made

    def __reduce__(self) -> tuple[type[Reason], tuple[Why, dict[str, Any], tuple[Reason, ...]]]:
        return Reason, (self.why, self.values, self.more)  # a str travels without what hangs on it

    @property
    def code(self) -> str:
        return self.why.code

    def said(self, translate: Callable[[str], str]) -> str:
        """The sentence as `translate` has its template, with its values; words among them are translated too."""
        values = {name: _said(value, translate) for name, value in self.values.items()}
        return " ".join([translate(str(self.why)).format(**values), *(each.said(translate) for each in self.more)])


def _said(value: Any, translate: Callable[[str], str]) -> Any:
    if isinstance(value, Reason):
        return value.said(translate)
    return translate(value) if isinstance(value, str) and value else value


class Refused(Exception):
    """This cannot be measured, opened or trusted, and `reason` says why; `field` names what it is about, when it is
    about one thing. `code` is for programs."""

    def __init__(self, why: Why | Reason, field: str | None = None, **values: Any) -> None:
        self.reason = why if isinstance(why, Reason) else Reason(why, values)
        self.field = field
        super().__init__(self.reason)

    @property
    def code(self) -> str:
        return self.reason.code
