"""Who declined to speak, told from who denied something or refused to do it."""

from __future__ import annotations

import pytest

from sayso.text.declining import is_declining


@pytest.mark.parametrize("text", [
    "Oda Brandt, the harbour's pilot, declined to say how many barrels went over the side", "The mill declined our invitation",
    "The mayor refused to comment", "The board has repeatedly refused to answer",
    "Brandt declined to be interviewed", "The ministry had no comment", "He won't comment", "The pilot declined further comment",
])
def test_who_would_not_speak_declined(text):
    assert is_declining(text)


@pytest.mark.parametrize("text", [
    "The teacher refused to open the door", "The mayor denied that he was warned", "The catch declined in May",
    "The pilot refused to sail", "No barrel was found", "The yard did not respond to the letter",
    "The captain did not say that it sank", "Brandt declined to comment, and denied that he was aboard",
])
def test_who_denied_or_refused_a_deed_did_not(text):
    assert not is_declining(text)
