from tests.clinic.courses.conftest import clock

__all__ = ["clock"]
