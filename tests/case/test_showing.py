"""What a notebook shows of a case: well formed, escaped, without script, with figures that are those of the rows."""

import re
import xml.etree.ElementTree as ET

import pytest

from sayso import Case
from sayso.case.drawing import Picture, draw_drifts, draw_sides, draw_ties
from sayso.case.lists import Rows, list_rows, list_sides
from sayso.case.showing import Answers, Changes, ShownGroup, ShownGroups, ShownMatrix, find_group, find_groups
from sayso.errors import BadRuling, UnknownName
from sayso.schema import Dispute, Tables, Tally
from sayso.tell import draw_sources, draw_timeline, find_evidence, show_case
from tell.export_rows import make_hostile
from tell.rows import make_case
from tell.weighed import make_weighed

SVG = "{http://www.w3.org/2000/svg}"
ONE = "The sluice was open on Monday, Ilse Brandt said. The gate was painted in May, the clerk said."
TWO = "The sluice was not open on Monday, the board said."


@pytest.fixture(scope="module")
def tables():
    """An affair with a page whose title is markup and holds characters that turn the reading direction round."""
    return make_case()


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    folder = tmp_path_factory.mktemp("docs")
    for name, text in (("one.txt", ONE), ("two.txt", TWO)):
        (folder / name).write_text(text, encoding="utf-8")
    with Case.in_memory() as opened:
        opened.add([folder])
        opened.add_hypothesis("The sluice was open on Monday")
        opened.add_hypothesis("The sluice was shut all week")
        yield opened


def parse(shown):
    """The elements of what a notebook shows; it must be well formed, and hold no script, no handler and nothing to fetch."""
    html = shown if isinstance(shown, str) else shown._repr_html_()
    root = ET.fromstring(re.sub("[\ufffe\uffff]", "?", html))  # which HTML lets be, and XML doesn't
    for element in root.iter():
        assert element.tag.rpartition("}")[2] not in {"script", "iframe", "object", "link", "img", "foreignObject"}
        assert not [name for name in element.attrib if name.lower().startswith("on")]
        assert not {"href", "src", "style"} & set(element.attrib)
    assert not re.search("[\u202e\x1b\x00]", html)
    return root


def words(root):
    style = root.find("style")
    return " ".join(" ".join(text for text in root.itertext() if text != style.text).split())


def every_thing(tables):
    ids = [row["group_id"] for row in list_sides(tables)]
    return [
        ShownGroups(tables, ids), *(ShownGroup(tables, group_id) for group_id in ids),
        draw_sides(tables, ids, "draw_stemma", side=None), draw_sides(tables, ids, "draw_lines", side=None),
        Picture(draw_timeline(tables)), Picture(draw_sources(tables)), draw_drifts(tables, groups=None), draw_ties(tables),
        ShownMatrix(tables, is_transposed=False), ShownMatrix(tables, is_transposed=True),
        *(list_rows(tables, what) for what in ("claims", "documents", "groups", "disputes", "tallies", "sources")),
        Answers(find_evidence(tables, "Was the reservoir closed?"), question="<b>closed\u202e?</b>"),
    ]


@pytest.mark.parametrize("make", [make_case, make_weighed, make_hostile])
def test_everything_is_well_formed_and_nothing_acts(make):
    tables = make()
    for thing in every_thing(tables):
        parse(thing)
        assert not re.search("[\u202e\x1b\x00]", repr(thing))
    parse(show_case(tables, name="<i>", question="\u202e<script>alert(1)</script>"))


def test_everything_of_an_empty_case_says_that_it_is_empty():
    tables = Tables()
    told = [words(parse(thing)) for thing in every_thing(tables)[:-1]]
    assert all(told)
    assert "No statements." in told[0] and "There is nothing" not in told[0]
    assert words(parse(show_case(tables, name="", question=""))).startswith("a case 0 documents, 0 claims")


def test_markup_in_a_title_is_shown_as_text(tables):
    shown = "".join(thing._repr_html_() for thing in every_thing(tables))
    assert "<script" not in shown
    assert "&lt;script&gt;" in shown


def test_a_group_shows_the_figures_of_its_tallies(tables):
    tallies = {(row.group_id, row.side): row for row in tables.take(Tally)}
    assert tallies
    for (group_id, side), tally in tallies.items():
        group = ShownGroup(tables, group_id)
        shown = group.affirmed if side == "affirmed" else group.negated
        assert (shown.lines, shown.lines_possible, shown.tellings) == (tally.lines, tally.lines_possible, tally.tellings)
        assert len(shown.claims) == tally.claims
        lines = f"{tally.lines} line" + ("s" if tally.lines != 1 else "")
        assert lines in words(parse(group))
        assert f"lines: {tally.lines}" in repr(shown)


def test_a_telling_unfolds_to_its_passage(tables):
    root = parse(find_group(tables, next(row.group_id for row in tables.take(Tally))))
    passages = root.findall(".//details/blockquote")
    assert passages
    assert all(passage.find("mark") is not None for passage in passages)


def test_a_picture_has_a_title_a_text_and_both_dresses(tables, tmp_path):
    picture = Picture(draw_timeline(tables))
    root = ET.fromstring(picture._repr_svg_())
    assert root.tag == f"{SVG}svg"
    assert root.find(f"{SVG}title").text == picture.title != ""
    assert root.find(f"{SVG}desc").text == picture.told != ""
    assert "prefers-color-scheme" in root.find(f"{SVG}style").text
    assert words(parse(picture)).startswith(picture.title)
    assert picture.save(tmp_path / "one.svg").read_text(encoding="utf-8") == picture._repr_svg_()


def test_two_states_of_one_picture_are_told_apart_on_one_page(case):
    before = case.matrix().picture
    group = case.group("The sluice was open on Monday")
    case.rule("cell", "H2", group.id, by="Ada", why="It says so.", value="inconsistent")
    after = case.matrix().picture
    ids = [set(re.findall(r' id="([^"]+)"', picture._repr_html_())) for picture in (before, after)]
    assert ids[0] and ids[1] and not ids[0] & ids[1]
    for picture, own in zip((before, after), ids, strict=True):
        assert set(re.search(r'aria-labelledby="([^"]+)"', picture._repr_html_())[1].split()) == own


def test_every_style_is_bound_to_what_it_dresses(tables):
    """What a cell shows mustn't dress the notebook around it."""
    style = parse(Picture(draw_sources(tables))).find("style").text
    rules = re.sub(r"@media[^{]*\{|/\*.*?\*/", "", style)
    selectors = [one.strip() for head in re.findall(r"([^{}]+)\{", rules) for one in head.split(",")]
    assert len(selectors) > 20
    assert [one for one in selectors if ".sayso-nb" not in one and not one.startswith(".pic")] == []


def test_a_case_shows_what_is_disputed_in_it(case):
    told = words(parse(case))
    assert "2 documents" in told
    assert "1 against 1" in told
    assert repr(case) == "<Case in memory: no question>"


def test_groups_are_a_sequence_of_what_group_gives(case):
    groups = case.groups()
    assert len(groups) == len({row["group_id"] for row in case.rows("groups")}) > 1
    assert [group.id for group in groups[:2]] == [groups[0].id, groups[1].id]
    assert repr(case.group(groups[0].id)) == repr(groups[0])
    assert case.groups()[0].negated is not None


def test_a_side_that_nobody_tells_is_null_and_draws_nothing(case):
    group = case.group("The gate was painted in May")
    assert group.negated is None
    assert len(group.stemma("negated")) == 0
    assert "Nobody tells this side." in words(parse(group.stemma("negated")))
    assert len(group.stemma()) == len(group.lines()) == 1


def test_a_side_has_a_name(case):
    with pytest.raises(UnknownName, match="two sides"):
        case.stemma("The gate was painted in May", side="both")


def test_groups_are_found_by_ids_of_claims_and_disputes(tables):
    for row in tables.take(Dispute):
        ids = [id_ for id_ in (row.group_id, row.other_group_id) if id_]
        assert find_groups(tables, row.id) == ids
        if len(ids) > 1:
            with pytest.raises(UnknownName, match="two statements"):
                find_group(tables, row.id)
    claim = list_rows(tables, "claims")[0]
    assert find_group(tables, claim["id"]).id == claim["group_id"]


def test_rows_are_flat_dicts_with_the_same_columns(tables):
    for what in ("claims", "documents", "groups", "disputes", "sources", "tallies", "problems"):
        rows = list_rows(tables, what)
        assert rows, what
        assert {tuple(row) for row in rows} == {tuple(rows[0])}
        assert f"{len(rows)} rows" in repr(rows)
    assert " > " in next(row["chain"] for row in list_rows(tables, "claims") if row["chain"].count(" > "))


def test_rows_of_groups_are_the_tallies_with_their_words(tables):
    rows = {(row["group_id"], row["side"]): (row["lines"], row["tellings"], row["n_claims"]) for row in list_sides(tables)}
    tallies = {(row.group_id, row.side): (row.lines, row.tellings, row.claims) for row in tables.take(Tally)}
    assert tallies.items() <= rows.items()
    assert "negated" in {side for _, side in tallies}


def test_rows_of_no_such_name_are_refused_with_the_names_there_are(case):
    with pytest.raises(UnknownName) as told:
        case.rows("clams")
    assert "claims" in str(told.value)


def test_a_long_table_says_how_much_it_leaves_out(tables):
    rows = Rows(list_rows(tables, "claims") * 30)
    assert words(parse(rows)).endswith(f"and {len(rows) - 20} more rows")
    assert len(parse(rows[:3]).find("div/table/tbody")) == 3


def test_the_matrix_shows_each_cell_both_ways_round(case):
    plain, turned = case.matrix(), case.matrix(transpose=True)
    assert plain.rows() == turned.rows() and plain.rows()
    assert plain.picture.svg != turned.picture.svg
    root = parse(plain)
    cells = root.find("details/div/table/tbody")
    assert len(cells) == len(plain.rows())
    assert "doesn't make it true" in words(root)
    assert [row["id"] for row in plain.hypotheses()] == ["H1", "H2", "H0"]


def test_answers_are_a_list_and_show_both_sides(case):
    answers = case.ask("Was the sluice open on Monday?")
    assert answers[0].group_id == case.group("The sluice was open on Monday").id
    told = words(parse(answers))
    assert "For" in told and "Against" in told and "Was the sluice open on Monday?" in told
    assert "for: single telling" in repr(answers)
    for side in (answers[0].supporting, answers[0].opposing):
        assert [row.text in told and row.text in repr(answers) for row in side.told] == [True] * len(side.told) != []
    assert repr(case.ask("Who won the cup final in Lisbon?")) == "The case holds nothing on this question."


def test_changes_are_a_list_and_show_as_a_table(case):
    case.relink()
    case.rule("withdraw", "Ilse Brandt", by="Ada", why="She never said it.")
    changes = case.diff()
    assert "lines lost" in {change.kind for change in changes}
    assert "lines lost" in words(parse(changes))
    assert "Nothing changed." in words(parse(Changes([])))
    case.rule("undo", "2", by="Ada", why="She did.")
    assert case.group("The sluice was open on Monday").affirmed.lines == 1


def test_a_judgement_is_kept_with_its_lists(case):
    case.judge("H1", "likely", "low", by="Ada", why="One line.", reasons="one line", assumptions=["nobody lied", "clocks ran"])
    kept = case.matrix().hypotheses()[0]["judgements"][-1]
    assert (kept["likelihood"], kept["confidence"], kept["by"]) == ("likely", "low", "Ada")
    assert (kept["reasons"], kept["assumptions"]) == (("one line",), ("nobody lied", "clocks ran"))
    with pytest.raises(BadRuling, match="no such part"):
        case.judge("H1", "likely", "low", by="Ada", why="One line.", reason="one line")
    with pytest.raises(BadRuling, match="likelihood"):
        case.judge("H1", "sure", "low", by="Ada", why="One line.")


def test_the_other_pictures_of_a_case(case):
    for picture in (case.timeline(), case.sources(), case.network(), case.tornado(), *case.lines("The sluice was open on Monday")):
        assert picture.title and picture.told
        parse(picture)
    assert "changed" in repr(case.drifts())
