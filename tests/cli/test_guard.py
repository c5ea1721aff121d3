"""How commands end: with a message and a code, never with a bare traceback."""

from pathlib import Path

import pytest

from sayso.cli.guard import guard
from sayso.errors import BadQuestion, BadSpan, ModelMissing


def end_with(error):
    @guard
    def command() -> None:
        raise error

    with pytest.raises(SystemExit) as ended:
        command()
    return ended.value.code


@pytest.mark.parametrize(
    ("error", "code", "told"),
    [
        pytest.param(BadQuestion("no word"), 2, "[S0203] no word", id="the caller's mistake"),
        pytest.param(ModelMissing("no model"), 3, "[S0303] no model", id="something missing"),
        pytest.param(BadSpan("a span"), 70, "[S0701] a span", id="our bug"),
        pytest.param(KeyboardInterrupt(), 130, "stopped", id="Ctrl-C"),
        pytest.param(PermissionError(13, "Permission denied", "/x"), 3, "[S0304]", id="no permission"),
    ],
)
def test_every_end_has_its_code_and_message(capsys, error, code, told):
    assert end_with(error) == code
    assert told in capsys.readouterr().err


def test_the_unforeseen_keeps_its_traceback_in_a_file(capsys):
    assert end_with(ZeroDivisionError("by zero")) == 70
    told = capsys.readouterr().err
    assert "[S0799] sayso has a bug: ZeroDivisionError" in told
    assert "Traceback" not in told
    [path] = [line.split("where: ")[1] for line in told.splitlines() if "where: " in line]
    assert "raise error" in Path(path).read_text(encoding="utf-8")
