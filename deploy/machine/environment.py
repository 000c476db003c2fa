"""Secrets come from files alone: an environment is inherited by children and shown by tools that list processes."""

import re
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterable, Iterator, Mapping

from deploy.machine.findings import Finding

SHORTEST = 12  # a shorter value would be found by chance
NAMED = re.compile(r"(?:INTAKE|REVIEWER|SMTP|PG)\w*(?:PASSWORD|PASSPHRASE|SECRET|TOKEN|PRIVATE_KEY)|PGPASSWORD")
WHY = "an environment is inherited by every child and shown by tools that list processes"
MEND = "unset {0}; name a file of mode 600 in a variable that ends in _FILE instead"


def secrets_in(environment: Mapping[str, str], secrets: Iterable[bytes]) -> Iterator[Finding]:
    """A finding for each variable that holds one of these secrets, or is named like one. Its value is never shown."""
    forms = [form for secret in secrets for form in _forms(secret)]
    for name, value in sorted(environment.items()):
        if any(form in value for form in forms):
            yield Finding(f"the variable {name} holds a secret", WHY, MEND.format(name))
        elif NAMED.fullmatch(name) and value:
            yield Finding(f"the variable {name} is named like a secret", WHY, MEND.format(name))


def _forms(secret: bytes) -> Iterator[str]:
    """As a secret might be written into a variable."""
    text = secret.strip().decode("utf-8", "ignore")
    for form in (
        text,
        secret.hex(),
        secret.hex().upper(),
        b64encode(secret).decode(),
        urlsafe_b64encode(secret).decode(),
    ):
        if len(form) >= SHORTEST:
            yield form
