"""The codes of a report's `category` and `relation` (docs/protocol.md, section 9); words for them are the pages'."""

CATEGORIES = (
    "fraud_statements",
    "fraud_records",
    "control_deficiency",
    "misrepresentation",
    "reporting_deviation",
    "gaap_misapplication",
    "auditor_influence",
    "retaliation",
    "related_party",
    "attorney_report",
    "other",
)
RELATIONS = ("employee", "former", "supplier", "shareholder", "other")
