"""How many examples a property is tried with: a handful in every run, many more in a long one."""

from hypothesis import settings

LONG = "long"
TIMES = 50
USUAL = settings.get_profile("default").max_examples

settings.register_profile(LONG, max_examples=USUAL * TIMES, deadline=None, print_blob=True)


def examples(count: int) -> settings:
    """So many examples in a usual run and proportionally more in a long one; slow ones are no failure."""
    return settings(max_examples=count * settings().max_examples // USUAL, deadline=None)
