"""Who is accused is no speaker, under either reader: only a by-phrase names the source of a passive."""

from __future__ import annotations

import pytest

from plain import make_tables
from sayso.read.attribute import find_layings
from sayso.read.deciding import decide
from sayso.read.layings import Laying, Sureness
from sayso.read.modelled import Seen
from sayso.read.page import Page, make_page
from sayso.read.reader import make_read_stage
from sayso.schema import Attribution, Spans

SURE = Sureness(0.9, 0.8, 0.7, 0.6)

ACCUSED = [  # sentence, cue, who is accused
    ("Both the mayor and the chief of Orm are fugitives and accused of links with smugglers.", "accused", "the mayor"),
    ("The mayor and the reeve, who are accused of links with smugglers, have fled.", "accused", "The mayor and the reeve"),
    ("Brandt, accused of having sold the mill, fled.", "accused", "Brandt"),
    ("Brandt accused of selling the mill to smugglers", "accused", "Brandt"),
    ("Mayor Tarn stands accused of selling the harbour land.", "accused", "Mayor Tarn"),
    ("Was Mayor Tarn accused of selling the harbour land?", "accused", "Mayor Tarn"),
    ("Mayor Tarn has been accused of selling the harbour land.", "accused", "Mayor Tarn"),
    ("Ruiz was charged with ordering the raid.", "charged", "Ruiz"),
    ("Lena Osk was blamed for the collapse of the bridge.", "blamed", "Lena Osk"),
    ("A man suspected of planting the mine died.", "suspected", "A man"),
    ("Two men indicted for smuggling barrels were heard.", "indicted", "Two men"),
    ("The bank was denounced as a nest of thieves.", "denounced", "The bank"),
    ("Tarn is alleged to have taken bribes.", "alleged", "Tarn"),
    ("The Red Oars, believed to have burned the boats, have scattered.", "believed", "The Red Oars"),
    ("The reeve of Orm in the north, said to have burned the boats, has fled.", "said", "Orm in the north"),
    ("The man thought to have fired the first shot is in custody.", "thought", "The man"),
    ("Aldo Venn, named as the head of the raiders, was seized.", "named", "Aldo Venn"),
    ("Venn was described as the leader of the raid.", "described", "Venn"),
    ("Mayor Tarn faces accusations of fraud.", "accusations", "Mayor Tarn"),
    ("The accusations against Mayor Tarn that he sold the land are being examined.", "accusations", "Mayor Tarn"),
]
ACCUSERS = [  # sentence, cue, words seen as its source, who says it
    ("Lena Osk, blamed by the inquiry for the collapse of the bridge, resigned.", "blamed", "Lena Osk", "the inquiry"),
    ("Ruiz was charged by prosecutors with ordering the raid.", "charged", "Ruiz", "prosecutors"),
    ("The miller is suspected by the reeve of setting the barn on fire.", "suspected", "The miller", "the reeve"),
    ("Tarn is believed by auditors to have taken bribes.", "believed", "auditors", "auditors"),
    ("The firm was condemned as reckless by the harbour board.", "condemned", "the harbour board", "the harbour board"),
    ("The raider, whom the reeve believed to have fled, was seen in Orm.", "believed", "the reeve", "the reeve"),
    ("The reeve said to reporters that the raiders had fled.", "said", "The reeve", "The reeve"),
    ("Prosecutors accused Mayor Tarn of selling the harbour land.", "accused", "Prosecutors", "Prosecutors"),
    ("Ruiz has accused the governor of lying.", "accused", "Ruiz", "Ruiz"),
    ("Ruiz, accusing the governor of lying, walked out.", "accusing", "Ruiz", "Ruiz"),
    ("Doctor Hale, whom colleagues accused of faking the trial, left.", "accused", "colleagues", "colleagues"),
    ("The brothers the prosecution accused of arson have never spoken.", "accused", "the prosecution", "the prosecution"),
    ("It was what the reeve described as an ambush.", "described", "the reeve", "the reeve"),
    ("Miners called for a halt to the digging.", "called", "Miners", "Miners"),
    ("The mayor was quoted as saying that the mill was sold.", "was quoted as saying", "The mayor", "The mayor"),
    ("The warden, who’s called for a halt to the digging, left.", "called", "who", "who"),
    ("The town's accusations against Tarn that he sold the land were heard.", "accusations", "The town's", "The town's"),
    ("Mayor Tarn rejected accusations of fraud.", "rejected", "Mayor Tarn", "Mayor Tarn"),
]


def spans_of(text: str, *words: str) -> Spans:
    return tuple((text.index(one), text.index(one) + len(one)) for one in words)


def rule_on(page: Page) -> list[Laying]:
    return find_layings(page.text, page.prose)


def decide_on(text: str, cue: str, source: str) -> list[Laying]:
    """What the model is held to have seen, with the rest of the sentence behind the cue for its content."""
    page = make_page(make_tables(text))
    content = text[text.index(cue) + len(cue) + 1 : -1]
    seen = Seen(spans_of(text, cue), spans_of(text, source), spans_of(text, content), 0.9, SURE, 0)
    return decide(page, [seen], rule_on(page), alone=0.6)


def words_of(text: str, spans: Spans) -> str:
    return " ".join(text[start:end] for start, end in spans)


@pytest.mark.parametrize(("text", "cue", "accused"), ACCUSED)
def test_the_accused_say_nothing(text: str, cue: str, accused: str) -> None:
    (one,) = decide_on(text, cue, accused)
    assert one.source == () and one.source_head is None
    assert words_of(text, one.content)


@pytest.mark.parametrize(("text", "cue", "accused"), ACCUSED)
def test_nor_by_the_rules(text: str, cue: str, accused: str) -> None:
    found = [laying for laying in rule_on(make_page(make_tables(text))) if cue in words_of(text, laying.cue)]
    assert [laying.source for laying in found] == [()] * len(found)


@pytest.mark.parametrize(("text", "cue", "seen", "source"), ACCUSERS)
def test_who_accuses_says_it(text: str, cue: str, seen: str, source: str) -> None:
    (one,) = decide_on(text, cue, seen)
    assert words_of(text, one.source) == source
    assert source not in words_of(text, one.content) and " by " not in words_of(text, one.content).split(source)[0]


def test_what_the_accused_is_accused_of_names_the_accused() -> None:
    text = "Lena Osk, blamed by the inquiry for the collapse of the bridge, resigned."
    (one,) = decide_on(text, "blamed", "Lena Osk")
    assert one.source_head is not None and one.source_head.text == "inquiry"
    assert words_of(text, one.content).startswith("Lena Osk for the collapse of the bridge")


@pytest.mark.parametrize("reader", ["trained", "rules"])
@pytest.mark.parametrize(("text", "cue", "accused"), ACCUSED)
def test_no_reader_makes_the_accused_confess(reader: str, text: str, cue: str, accused: str) -> None:
    tables = make_tables(text)
    made = make_read_stage(reader).run(tables)
    rows = [row for row in made.take(Attribution) if cue in words_of(text, row.cue_spans)]
    assert [row.source_spans for row in rows] == [()] * len(rows)
    assert [row.referent_id for row in rows] == [None] * len(rows)
