"""Makes the long profile known before anything is collected."""

from tests.property import profiles

assert profiles.LONG
