"""What `./run demo` is asked for and cannot do is named at once."""

import pytest

from deploy import demo


@pytest.mark.parametrize(
    ("option", "value", "says"),
    [
        ("--port", "70000", "must be a number from 1 to 65533"),
        ("--port", "65534", "must be a number from 1 to 65533"),
        ("--port", "0", "must be a number from 1 to 65533"),
        ("--port", "-1", "must be a number from 1 to 65533"),
        ("--port", "many", "must be a number from 1 to 65533"),
        ("--epoch-seconds", "0", "must be a number from 1 to 604800"),
        ("--epoch-seconds", "604801", "must be a number from 1 to 604800"),
    ],
)
def test_a_number_out_of_range_is_refused_with_the_range(
    capsys: pytest.CaptureFixture[str], option: str, value: str, says: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        demo.main([f"{option}={value}"])
    assert ended.value.code == 2
    assert f"{option}: {says}" in capsys.readouterr().err
