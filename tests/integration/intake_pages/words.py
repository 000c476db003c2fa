"""Words for the tiny pages that publish is tested with."""

from collections.abc import Callable


def words(_: Callable[[str], str]) -> dict[str, str]:
    return {"sent": _("Sent."), "tricky": "</script><!-- & -->"}
