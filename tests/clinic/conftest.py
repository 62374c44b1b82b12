from tests.flushing import emptied_for_the_next_test

__all__ = ["emptied_for_the_next_test"]
