"""What the models gave is kept beside the case: it saves work, changes no result, and can be deleted at any time."""

import shutil

import pytest

from cli.runs import NOTE, write
from sayso import Case
from sayso.case.overlay import lay_over
from sayso.models import encoder, pairing
from sayso.schema import TABLES, Claim
from sayso.store.keeping import FILE
from sayso.tell import look_up_question
from sayso.tell.evidence import READS

MORE = (
    "Mayor Orla Penn told the council that the sluice at Hexworth had been open all night.\n\n"
    "A fisherman, Jory Bain, said he saw two men at the sluice. Tam Reed said that the water board had lost no key.\n"
)
QUESTION = "Was the sluice open all night?"


@pytest.fixture
def folder(tmp_path):
    write(tmp_path / "docs", "note.txt", NOTE)
    write(tmp_path / "docs", "more.txt", MORE)
    with Case.create(tmp_path / "case") as case:
        case.add([tmp_path / "docs"])
    return tmp_path / "case"


@pytest.fixture
def encoded(monkeypatch):
    texts = []
    encode = encoder.encode_texts
    monkeypatch.setattr(encoder, "encode_texts", lambda some: texts.extend(some) or encode(some))
    return texts


@pytest.fixture
def compared(monkeypatch):
    batches = []
    run = pairing._run
    monkeypatch.setattr(pairing, "_run", lambda model, words, pairs: batches.append(pairs) or run(model, words, pairs))
    return batches


def derived(case):
    tables = case.tables()
    return {name: tables.named(name) for name, table in TABLES.items() if table.room in ("link", "trace", "weigh")}


def rule(case):
    first = sorted(case.tables().take(Claim), key=lambda claim: claim.id)[0]
    case.rule("stance", first.id, value="denies", by="ann", why="a test")
    return derived(case)


def test_a_relink_over_the_same_claims_asks_the_models_of_none(folder, encoded, compared):
    encoder._name_maker(), pairing._name_maker()
    encoded.clear(), compared.clear()
    with Case.open(folder) as case:
        rule(case)
    assert not encoded and not compared


@pytest.mark.parametrize("is_there", [True, False], ids=["kept", "deleted"])
def test_results_are_the_same_with_and_without(folder, tmp_path, is_there):
    other = tmp_path / "other"
    shutil.copytree(folder, other)
    if not is_there:
        (other / FILE).unlink()
    with Case.open(folder) as case, Case.open(other) as beside:
        assert rule(case) == rule(beside)
        assert case.look_up(QUESTION) == beside.look_up(QUESTION)
        assert beside.store.check() == case.store.check()
    with Case.in_memory() as bare:
        bare.add([tmp_path / "docs"])
        rule(bare)
        with Case.open(folder) as case:
            assert bare.look_up(QUESTION) == case.look_up(QUESTION)


def test_a_question_encodes_no_claim_twice(folder, encoded):
    with Case.open(folder) as case:
        case.ask(QUESTION)
        claims = {claim.text for claim in case.tables().take(Claim)}
        assert not claims & set(encoded)  # relinking had kept them
        first = len(encoded)
        case.ask(QUESTION)
        assert not claims & set(encoded[first:])


def test_a_case_in_memory_keeps_its_vectors_too(tmp_path, encoded):
    write(tmp_path, "note.txt", NOTE)
    with Case.in_memory() as case:
        case.add([tmp_path / "note.txt"])
        encoded.clear()
        case.ask(QUESTION)
        assert not {claim.text for claim in case.tables().take(Claim)} & set(encoded)


def test_looking_at_a_case_makes_no_file(folder):
    (folder / FILE).unlink()
    with Case.open(folder) as case:
        case.tables()
        case.brief()
        assert not case.relink()
    assert not (folder / FILE).exists()


def test_a_damaged_file_is_no_error(folder):
    before = (folder / FILE).stat().st_size
    with Case.open(folder) as case:
        found = case.look_up(QUESTION)
    (folder / FILE).write_bytes(b"rubbish " * 4000)
    with Case.open(folder) as case:
        assert case.look_up(QUESTION) == found
        rule(case)
    assert (folder / FILE).stat().st_size >= before / 2 and (folder / FILE).read_bytes()[:6] == b"SQLite"


@pytest.mark.parametrize("question", [QUESTION, "What did Tam Reed say?", "Who baked the bread?", "the sluice had been open"])
def test_a_question_is_answered_from_the_tables_that_are_named(folder, question):
    with Case.open(folder) as case:
        assert look_up_question(case.tables(), question) == look_up_question(lay_over(case.store.tables(only=READS)), question)
        assert set(case.store.tables(only=READS).names()) <= set(READS)
