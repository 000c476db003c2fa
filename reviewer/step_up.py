"""Acts that cannot be undone, or let others in, want a second factor of the last minutes: an open page is not enough.

A route calls `demand_fresh` before it does anything; the page then asks for a code or a passkey and sends the same
request again.
"""

from reviewer.errors import FreshFactorNeeded
from reviewer.state import own_session, state

FRESH_MINUTES = 10


def demand_fresh() -> None:
    """Raises FreshFactorNeeded unless this session has shown a second factor in the last 10 minutes.

    The sign-in counts. Only for views that access.py gives to somebody with a session.
    """
    if state().clock.minute() - own_session().confirmed > FRESH_MINUTES:
        raise FreshFactorNeeded
