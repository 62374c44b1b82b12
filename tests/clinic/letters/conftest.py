from tests.clinic.journey.treating.conftest import clock

__all__ = ["clock"]
