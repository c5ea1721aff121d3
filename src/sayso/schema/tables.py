"""Every table, once, in the order in which the rooms write them.

Offsets are Unicode code points into `documents.text` (the canonical text), end exclusive. `*_spans` columns are tuples of
such `(start, end)` pairs in reading order. `made_by` names the stage, its version and the model behind it.
"""

from __future__ import annotations

from typing import Annotated

from sayso.schema.declare import Spans, table

# ---------------------------------------------------------------- acquire


@table("documents", key=("id",), room="acquire")
class Document:
    """One item as acquired: its original bytes (kept under their SHA-256), its canonical text, its metadata."""

    id: Annotated[str, "hash of the bytes and the file's name"]
    sha256: Annotated[str, "SHA-256 of the original bytes; the original is `originals/<sha256>`"]
    path: Annotated[str, "as given, file name kept; `-` for standard input"]
    media_type: Annotated[str, "as recognised from the bytes and the name, such as text/html"]
    n_bytes: Annotated[int, "size of the original in bytes"]
    text: Annotated[str, "the canonical text; of a plain text file the decoded file, unchanged"]
    title: Annotated[str | None, "title, when the document or meta.csv gives one"]
    authors: Annotated[tuple[str, ...], "people named in the byline, in order"]
    publisher: Annotated[str | None, "outlet or body that published it"]
    published: Annotated[str | None, "date of publication, ISO 8601"]
    language: Annotated[
        str | None, "BCP 47 tag: what the document declares, else what most of its text is in; null when neither tells"
    ]
    url: Annotated[str | None, "canonical address, when the document gives one"]
    origin: Annotated[str | None, "where the file was got, from meta.csv"]
    known_by: Annotated[tuple[str, ...], "how each of title, authors, publisher, published and so on is known: `title: meta.csv`"]
    made_by: Annotated[str, "stage, version and model"]
    agency: Annotated[tuple[str, ...], "news agencies that a credit line or the byline names, such as AP, in order"] = ()
    updated: Annotated[str | None, "date of its last change, as the document gives it, ISO 8601"] = None
    holder_id: Annotated[str | None, "the document that it came with: the mail, of an attachment"] = None


@table("parts", key=("id",), room="acquire")
class Part:
    """One article of a document; a page that holds several gives several, any other document one."""

    id: Annotated[str, "hash of document and place"]
    document_id: Annotated[str, "the document"]
    ordinal: Annotated[int, "0 for the first part"]
    start: Annotated[int, "first character in the canonical text"]
    end: Annotated[int, "past the last character"]
    title: Annotated[str | None, "the part's own title"]
    authors: Annotated[tuple[str, ...], "the part's own authors, else the document's"]
    published: Annotated[str | None, "the part's own date, ISO 8601, else the document's"]


@table("pieces", key=("document_id", "ordinal"), room="acquire")
class Piece:
    """A stretch of canonical text and what it is; pieces stand in order and don't overlap."""

    document_id: Annotated[str, "the document"]
    ordinal: Annotated[int, "place in the document"]
    part_id: Annotated[str, "the part that holds it"]
    kind: Annotated[
        str,
        "title, byline, dateline, heading, paragraph, list_item, table, caption, block_quote, footnote, reference, "
        "correction, furniture, form, contents, page_number or running_head",
    ]
    start: Annotated[int, "first character"]
    end: Annotated[int, "past the last character"]
    page: Annotated[int | None, "page, 1 for the first, of documents that have pages"]
    why: Annotated[str | None, "for what is out of the flow, how it was recognised"]
    place: Annotated[
        str | None,
        "where it stands in the original: `page=3&box=72,90,523,140` (left, top, right, bottom in points from the page's top "
        "left corner), an element's path in HTML or an office file, a mail's part (`part=1.2`), a row of a table (`row=12`)",
    ] = None


@table("cuts", key=("document_id", "start"), room="acquire")
class Cut:
    """A stretch of canonical text that the flow leaves out or replaces; the flow is the text with its cuts applied."""

    document_id: Annotated[str, "the document"]
    start: Annotated[int, "first character"]
    end: Annotated[int, "past the last character"]
    put: Annotated[str, "what the flow holds instead: nothing, a space, or a paragraph break"]
    why: Annotated[str, "furniture, form, contents, footnote, note mark, page number, running head, hyphen, line break ..."]


@table("notes", key=("id",), room="acquire")
class Note:
    """A mark in the text that points elsewhere: a footnote mark and its note, or a link and its address."""

    id: Annotated[str, "hash of document and place of the mark"]
    document_id: Annotated[str, "the document"]
    kind: Annotated[str, "footnote, reference or link"]
    label: Annotated[str, "the mark as printed, such as 12; a link's words"]
    mark_spans: Annotated[Spans, "the mark in the running text (the linked words, for a link); empty when no mark was found"]
    spans: Annotated[Spans, "the note's own words; empty for a link"]
    url: Annotated[str | None, "address, of a link"]


@table("manifest", key=("path", "sha256"), room="acquire")
class Arrival:
    """One thing that came in: a file, or what was inside one; every document has one, and so has what gave no document."""

    path: Annotated[str, "as given; what is inside a file stands behind the file's path, parted by `/`"]
    sha256: Annotated[str, "SHA-256 of its bytes; the original is `originals/<sha256>`; empty when the bytes could not be got"]
    n_bytes: Annotated[int, "size in bytes"]
    media_type: Annotated[str | None, "as recognised from the bytes and the name"]
    how: Annotated[str, "file, standard input, member (of an archive), mail (of a mailbox), attachment, row or fetched"]
    became: Annotated[
        str,
        "document, container (what was in it has rows of its own), lost (`problems` says why), or waiting, of a page that was "
        "fetched by a run that ended before it was read",
    ]
    holder: Annotated[str | None, "SHA-256 of what it was in"]
    document_id: Annotated[str | None, "the document that it gave"]
    modified: Annotated[str | None, "when the file, member or record says that it was last changed, ISO 8601 in UTC"]
    arrived: Annotated[str, "when it was first acquired, ISO 8601 in UTC"]
    headers: Annotated[tuple[str, ...], "of what was fetched, the response's status line and headers"] = ()


@table("duplicates", key=("a_id", "b_id"), room="acquire")
class Duplicate:
    """Two documents of the case that are the same, or nearly."""

    a_id: Annotated[str, "the earlier document where that is known, else the one of the smaller id"]
    b_id: Annotated[str, "the other document"]
    kind: Annotated[str, "same bytes, same text, near copy, or version (of one article: same publisher and address or headline)"]
    likeness: Annotated[float, "share of word shingles that both have, 0 to 1"]
    is_dated: Annotated[bool, "whether it is known which one is the earlier"]
    n_only_a: Annotated[int, "words that only the first has"]
    n_only_b: Annotated[int, "words that only the second has"]
    why: Annotated[str, "by what they were recognised, in words"]
    made_by: Annotated[str, "stage, version and model"]


# ---------------------------------------------------------------- read


@table("referents", key=("id",), room="read")
class Referent:
    """Someone or something that one document speaks of, all its mentions taken together; `link` merges them over documents."""

    id: Annotated[str, "hash of document and first mention"]
    document_id: Annotated[str, "the document"]
    name: Annotated[str, "the fullest name or description that the document gives"]
    kind: Annotated[
        str, "person, organisation, place, group, document, dataset, official, crowd, nobody, teller or other"
    ]
    is_named: Annotated[bool, "false for 'two officials', 'some', 'sources', a description without a proper name"]
    is_source: Annotated[bool, "whether anything is laid to it"]
    aliases: Annotated[tuple[str, ...], "other names that the document uses for it, in order"]
    head: Annotated[str | None, "lemma of the head noun of a description: report, e-mail, diplomat"]
    anchors: Annotated[tuple[str, ...], "proper names inside a description: 'leaked Stratfor emails' is anchored in Stratfor"]
    spans: Annotated[Spans, "its mentions"]
    speaks_for_id: Annotated[str | None, "the body that it speaks for: a spokesman, a press release, 'officials at X'"]
    near: Annotated[
        str | None,
        "how near an unnamed source says it stands to what it tells: witness, had access, insider, second hand or not told; "
        "null for a named one",
    ]
    made_by: Annotated[str, "stage, version and model"]


@table("attributions", key=("id",), room="read")
class Attribution:
    """A span triple: source, cue, content; nested in another when its cue lies in the other's content."""

    id: Annotated[str, "hash of document and spans"]
    document_id: Annotated[str, "the document"]
    source_spans: Annotated[Spans, "the words that name the source; empty when the text names none"]
    cue_spans: Annotated[Spans, "the words that lay the content to the source"]
    content_spans: Annotated[Spans, "what is laid to it"]
    kind: Annotated[str, "direct, indirect, mixed, block_quote, according_to, noun, adverb, speaker_label or question"]
    cue_class: Annotated[str, "say, claim, deny, suggest, cite, accuse, find, believe, fear ... (docs/method/read.md)"]
    parent_id: Annotated[str | None, "the attribution whose content holds this one"]
    referent_id: Annotated[str | None, "who the source is in this document"]
    score: Annotated[float, "the reader's own confidence, 0 to 1; not calibrated"]
    p: Annotated[float | None, "how likely cue, source and content are all right, calibrated; null for what rules found"]
    p_cue: Annotated[float | None, "how likely something is laid to someone here at all; null likewise"]
    p_source: Annotated[float | None, "how likely that and the source are right; null likewise"]
    p_content: Annotated[float | None, "how likely that and the content are right; null likewise"]
    made_by: Annotated[str, "stage, version and model"]


@table("citations", key=("id",), room="read")
class Citation:
    """A work that the document cites, by note, *ibid.*, link or reference, resolved within the document."""

    id: Annotated[str, "hash of document and place"]
    document_id: Annotated[str, "the document"]
    note_id: Annotated[str | None, "the note, when there is one"]
    label: Annotated[str | None, "the note's mark"]
    referent_id: Annotated[str, "the cited work, as a source in this document"]
    mark_spans: Annotated[Spans, "where the running text cites it"]
    spans: Annotated[Spans, "the words that describe the work"]
    authors: Annotated[tuple[str, ...], "authors as the note gives them"]
    title: Annotated[str | None, "title of the work"]
    publisher: Annotated[str | None, "who published it"]
    year: Annotated[str | None, "year of publication"]
    url: Annotated[str | None, "its address"]
    how: Annotated[
        str,
        "note, ibid, short form, quoted in (the work through which another is cited), named (by author and year, in the text) "
        "or listed (among the works cited, without a mark)",
    ]
    page: Annotated[str | None, "where in the work, as printed; of an article in a list, its pages"] = None


@table("claims", key=("id",), room="read")
class Claim:
    """One statement that could be checked, in one document, with how its teller puts it."""

    id: Annotated[str, "hash of document, spans and chain"]
    document_id: Annotated[str, "the document"]
    part_id: Annotated[str, "the part that tells it"]
    spans: Annotated[Spans, "its words"]
    text: Annotated[str, "its words as they flow: breaks and notes out, hyphens rejoined, nothing else changed"]
    standalone: Annotated[str, "the same with its pronouns filled in, for matching; never shown as a quotation"]
    passage_start: Annotated[int, "first character of the paragraph around it"]
    passage_end: Annotated[int, "past the last character of that paragraph"]
    attribution_id: Annotated[str | None, "innermost attribution that lays it to a source; null for the teller's own words"]
    is_quote: Annotated[bool, "whether its words stand as a quotation"]
    polarity: Annotated[str, "affirmed or negated"]
    polarity_spans: Annotated[Spans, "the words that decided polarity; empty when nothing negates"]
    why_polarity: Annotated[str, "how those words were counted"]
    stance: Annotated[str, "asserts, reports, hedges, denies, distances or asks"]
    stance_spans: Annotated[Spans, "the words that decided stance"]
    why_stance: Annotated[str, "how those words were counted"]
    actors: Annotated[tuple[str, ...], "referent ids of those it speaks of, in order"]
    quantities: Annotated[tuple[str, ...], "number and what it counts: '125 tons'"]
    made_by: Annotated[str, "stage, version and model"]


@table("hops", key=("claim_id", "ordinal"), room="read")
class Hop:
    """One element of a claim's chain: 0 is the teller, the last is the origin so far as the text tells."""

    claim_id: Annotated[str, "the claim"]
    ordinal: Annotated[int, "0 for the teller"]
    document_id: Annotated[str, "the document"]
    referent_id: Annotated[str, "who it is in this document"]
    name: Annotated[str, "as this document calls it"]
    kind: Annotated[str, "kind of the referent"]
    spans: Annotated[Spans, "the words that name it here; empty for the teller"]
    cue_spans: Annotated[Spans, "the words that lay the claim to it"]
    how: Annotated[str, "teller, attribution, note, based on, authored by or carried on"]


# ---------------------------------------------------------------- link


@table("ruled", key=("number", "a_id", "b_id"), room="link")
class Ruled:
    """What a ruling comes to over the rows as they are now; `link` and `trace` obey the rows whose state is applied."""

    number: Annotated[int, "the ruling"]
    kind: Annotated[str, "its kind"]
    about: Annotated[str, "claim, source (ids are referents'), document or attribution"]
    a_id: Annotated[str, "the row that it is about; the old id where it is gone"]
    b_id: Annotated[str, "the row that it sets a against or beside; empty where there is none"]
    value: Annotated[str | None, "what was ruled"]
    state: Annotated[str, "applied, undone, overruled (a later ruling says otherwise) or gone (its object isn't there)"]
    why: Annotated[str, "who ruled when and for what reason, or why it doesn't apply"]


@table("sources", key=("id",), room="link")
class Source:
    """Someone or something claims are laid to or speak of: one identity over the case."""

    id: Annotated[str, "hash of its members"]
    name: Annotated[str, "the fullest name that the case gives"]
    kind: Annotated[str, "as a referent's kind"]
    is_named: Annotated[bool, "false for unnamed officials, crowds and nobody"]
    is_source: Annotated[bool, "whether any claim is laid to it; else it is an actor only"]
    aliases: Annotated[tuple[str, ...], "other names, most used first"]
    document_id: Annotated[str | None, "the document of the case that it is, if it is one"]
    why_document: Annotated[str | None, "why it was taken for that document"]


@table("identities", key=("referent_id",), room="link")
class Identity:
    """That a document's referent is a source of the case, with why."""

    referent_id: Annotated[str, "the referent"]
    source_id: Annotated[str, "the source"]
    score: Annotated[float, "0 to 1; 1 for a referent that stands alone"]
    why: Annotated[str, "the reason in words"]
    state: Annotated[str, "suggested by sayso, or confirmed by a person's ruling"] = "suggested"


@table("copies", key=("id",), room="link")
class Copy:
    """A passage that two documents share, word for word or nearly."""

    id: Annotated[str, "hash of both places"]
    document_a: Annotated[str, "the document copied from, when `direction` says so"]
    spans_a: Annotated[Spans, "the shared passage in it"]
    document_b: Annotated[str, "the other document"]
    spans_b: Annotated[Spans, "the shared passage there"]
    n_words: Annotated[int, "shared words"]
    direction: Annotated[str | None, "b_from_a when dates or credits tell; null when they don't"]
    why_direction: Annotated[str, "what told, or why it isn't known"]
    score: Annotated[float, "share of the passage's words that agree, 0 to 1"]
    why: Annotated[str, "the reason in words"]
    state: Annotated[str, "suggested by sayso, or confirmed by a person's ruling"] = "suggested"


@table("groups", key=("id",), room="link")
class Group:
    """Claims, of any documents, that state the same proposition, affirmed or negated."""

    id: Annotated[str, "hash of its claims"]
    text: Annotated[str, "the words of the claim that stands nearest to all others"]
    claim_id: Annotated[str, "that claim"]


@table("memberships", key=("claim_id",), room="link")
class Membership:
    """That a claim belongs to a group, on which side, with why."""

    claim_id: Annotated[str, "the claim"]
    group_id: Annotated[str, "the group"]
    side: Annotated[str, "affirmed or negated"]
    score: Annotated[float, "likeness to the nearest other claim of the group, 0 to 1; 1 when alone"]
    why: Annotated[str, "the reason in words"]
    state: Annotated[str, "suggested by sayso, or confirmed by a person's ruling"] = "suggested"


@table("contradictions", key=("id",), room="link")
class Contradiction:
    """Two claims that can't both hold."""

    id: Annotated[str, "hash of both claims"]
    claim_a: Annotated[str, "one claim"]
    claim_b: Annotated[str, "the other"]
    kind: Annotated[str, "what excludes: polarity, number, date, place or name"]
    score: Annotated[float, "0 to 1"]
    why: Annotated[str, "which words clash"]
    relation: Annotated[
        str,
        "dispute (two sources), reversal (one source, then and now), correction (a document mends what was printed) or "
        "update (a later state of a thing that changes)",
    ] = "dispute"
    spans_a: Annotated[Spans, "the words of claim_a that clash, in its document"] = ()
    spans_b: Annotated[Spans, "the words of claim_b that clash, in its document"] = ()
    state: Annotated[str, "suggested by sayso, or confirmed by a person's ruling"] = "suggested"


@table("relations", key=("id",), room="link")
class Relation:
    """That one claim bears on another without stating the same: it is an instance of it, a sum of it, an opinion on it."""

    id: Annotated[str, "hash of kind and both claims"]
    claim_a: Annotated[str, "the claim that bears on the other"]
    claim_b: Annotated[str, "the other: the general claim, the part, what the opinion is on"]
    kind: Annotated[
        str,
        "specialises (a is an instance of b), made of (a is a sum of which b is a part), rests on (a is said to follow from "
        "b) or opinion on",
    ]
    score: Annotated[float, "0 to 1"]
    why: Annotated[str, "the reason in words"]
    state: Annotated[str, "suggested by sayso, or confirmed by a person's ruling"] = "suggested"


# ---------------------------------------------------------------- trace


@table("stemma_edges", key=("group_id", "side", "tail", "head", "claim_id"), room="trace")
class StemmaEdge:
    """One hop of a group's stemma, from the one who tells to the one they lay it to. Nodes are document ids and source ids."""

    group_id: Annotated[str, "the group"]
    side: Annotated[str, "affirmed or negated"]
    tail: Annotated[str, "who tells: a document id or a source id"]
    head: Annotated[str, "whom they lay it to: a source id or a document id"]
    claim_id: Annotated[str, "the claim that shows it"]
    kind: Annotated[str, "attribution, citation, copy, same utterance or speaks for"]
    why: Annotated[str, "the reason in words"]


@table("tallies", key=("group_id", "side"), room="trace")
class Tally:
    """The count of independent lines behind one side of a group. It says how the reporting hangs together, not what is true."""

    group_id: Annotated[str, "the group"]
    side: Annotated[str, "affirmed or negated"]
    tellings: Annotated[int, "documents that carry it"]
    claims: Annotated[int, "claims on this side"]
    lines: Annotated[int, "established independent lines, at least 1"]
    lines_possible: Annotated[int, "lines if every unnamed source were someone else"]
    cut_ids: Annotated[tuple[str, ...], "node ids of one smallest cut, sorted"]
    cut: Annotated[tuple[str, ...], "their names"]
    verdict: Annotated[str, "independent, same origin, independence not established or single telling"]
    is_all_unnamed: Annotated[bool, "whether no chain ends in a named origin"]
    circles: Annotated[tuple[tuple[str, ...], ...], "cycles of citation, as node ids"]
    why: Annotated[str, "the count in words"]
    first_document_id: Annotated[str | None, "the telling that was published first; null when no date tells"] = None
    first_seen: Annotated[str | None, "when it was published, ISO 8601; null likewise"] = None


@table("disputes", key=("id",), room="trace")
class Dispute:
    """A group told both ways, or two groups that can't both hold."""

    id: Annotated[str, "hash of its groups"]
    kind: Annotated[
        str,
        "both ways, numbers, dates, places, names or reversal; or correction or update, which are listed and disputed by nobody",
    ]
    group_id: Annotated[str, "the group"]
    other_group_id: Annotated[str | None, "the group it clashes with; null for a group told both ways"]
    contradiction_ids: Annotated[tuple[str, ...], "the contradictions it is made of"]
    score: Annotated[float, "for ranking: tellings on both sides, weighed by the surest contradiction"]
    why: Annotated[str, "what clashes, in words"]


@table("drifts", key=("id",), room="trace")
class Drift:
    """What changed between a claim and the claim it was taken from."""

    id: Annotated[str, "hash of both claims and kind"]
    group_id: Annotated[str, "the group whose stemma joins them"]
    from_claim: Annotated[str, "the claim nearer to the origin"]
    to_claim: Annotated[str, "the claim that was taken from it"]
    kind: Annotated[
        str,
        "hedge lost, hedge gained, number, date, name vaguer, name sharper, verb hardened, verb softened or denial left out",
    ]
    before: Annotated[str, "the words that changed, as they stood; empty for what was added"]
    after: Annotated[str, "as they stand now; empty for what was lost"]
    before_spans: Annotated[Spans, "the former, in the document of from_claim"]
    after_spans: Annotated[Spans, "the latter, in the document of to_claim"]
    score: Annotated[float, "for ranking, 0 to 1: how much the change matters"]
    why: Annotated[str, "the change in words, and what shows that one was taken from the other"]


@table("leads", key=("id",), room="trace")
class Lead:
    """A document or source that is cited but not in the case: what to fetch next."""

    id: Annotated[str, "hash of the source"]
    source_id: Annotated[str, "the source"]
    name: Annotated[str, "its name, with what is known to find it"]
    kind: Annotated[str, "as the source's kind"]
    n_claims: Annotated[int, "claims that hang on it"]
    n_documents: Annotated[int, "documents that lay claims to it"]
    url: Annotated[str | None, "its address, when a citation gives one"]
    why: Annotated[str, "why to fetch it"]
    n_lines: Annotated[int, "sides of groups in whose smallest cut it stands: a line of each would fall with it"] = 0


@table("silences", key=("id",), room="trace")
class Silence:
    """Somebody who, a document says, was asked and did not answer."""

    id: Annotated[str, "hash of document and words"]
    document_id: Annotated[str, "the document that says so"]
    source_id: Annotated[str | None, "who was asked, when it is known over the case"]
    name: Annotated[str, "who was asked, as the document calls him"]
    spans: Annotated[Spans, "the words that say so"]
    how: Annotated[str, "declined, did not respond or could not be reached"]
    group_ids: Annotated[tuple[str, ...], "groups with a claim in the same paragraph or about the same name, nearest first"]
    why: Annotated[str, "the words, and what they may bear on"]


# ---------------------------------------------------------------- weigh


@table("grades", key=("about", "object_id"), room="weigh")
class Grade:
    """How far a source can be relied on (A to F), or how credible a claim is (1 to 6): Admiralty; F and 6 are no number."""

    about: Annotated[str, "source or claim"]
    object_id: Annotated[str, "the source or the claim"]
    grade: Annotated[str, "A to F of a source, 1 to 6 of a claim; F and 6: cannot be judged"]
    proposed: Annotated[str, "what the rules propose, whatever a person ruled"]
    reasons: Annotated[tuple[str, ...], "what the proposal rests on, in words, the weightiest first"]
    inherited_from: Annotated[
        str | None,
        "of a source the one whose letter it takes over, since it only passes on that one's word; of a claim the source on whose "
        "word alone it rests, where that isn't the teller: that one's letter belongs beside its digit, which is its own",
    ]
    history: Annotated[tuple[str, ...], "every grade that was ruled, in order: who, when, what and why"]
    why: Annotated[str, "who ruled it when and why, else the reasons in a sentence"]
    state: Annotated[str, "suggested by sayso, or confirmed by a person's ruling"] = "suggested"


@table("hypotheses", key=("id",), room="weigh")
class Hypothesis:
    """A reading of the case that is weighed against others."""

    id: Annotated[str, "its label in case.toml, such as H1; H0 is the null"]
    ordinal: Annotated[int, "place among the hypotheses, the null last"]
    text: Annotated[str, "what it says"]
    is_null: Annotated[bool, "whether it says that none of the others holds"]


@table("evidence", key=("group_id", "side"), room="weigh")
class EvidenceItem:
    """One side of a group, as evidence. One origin has one weight, however often and in however many groups it is told."""

    group_id: Annotated[str, "the group"]
    side: Annotated[str, "affirmed or negated"]
    ordinal: Annotated[int, "place in the matrix, the most diagnostic first"]
    origin_ids: Annotated[tuple[str, ...], "node ids on which its lines rest, sorted; of the smallest cut"]
    weight: Annotated[
        float,
        "the sum over its origins of 1 by the number of pieces of evidence that rest on the origin and speak against some "
        "hypothesis, or of those that don't; where the origins make fewer established lines, as much less",
    ]
    graded_weight: Annotated[
        float | None, "the same, each origin times what its grade is worth; null when no origin has a grade other than F"
    ]
    diagnosticity: Annotated[float | None, "how far it tells the hypotheses apart; null with fewer than two of them judged"]
    fits_all: Annotated[bool, "whether it is consistent with every hypothesis, and so tells nothing"]
    why: Annotated[str, "the weight in words"]


@table("cells", key=("hypothesis_id", "group_id", "side"), room="weigh")
class Cell:
    """How a piece of evidence stands to a hypothesis."""

    hypothesis_id: Annotated[str, "the hypothesis"]
    group_id: Annotated[str, "the group"]
    side: Annotated[str, "affirmed or negated"]
    value: Annotated[str | None, "consistent, inconsistent, neutral or not applicable; null when nobody and nothing filled it"]
    proposed: Annotated[str | None, "what sayso proposes, whatever a person ruled; null when it proposes nothing"]
    score: Annotated[float, "how sure the proposal is, 0 to 1"]
    ratings: Annotated[tuple[tuple[str, str], ...], "who ruled what: the last word of each person, by name"]
    disagreement: Annotated[float, "share of pairs of raters who differ, 0 to 1; 0 with fewer than two"]
    why: Annotated[str, "the reason of the proposal, or who ruled when and why"]
    state: Annotated[str, "suggested by sayso, or confirmed by a person's ruling"] = "suggested"


@table("weighings", key=("hypothesis_id",), room="weigh")
class Weighing:
    """What speaks against a hypothesis, added up. The least inconsistent leads; that it leads doesn't make it true."""

    hypothesis_id: Annotated[str, "the hypothesis"]
    rank: Annotated[int, "1 for the least weighted inconsistency; equal sums share a rank"]
    n_consistent: Annotated[int, "pieces of evidence consistent with it"]
    n_inconsistent: Annotated[int, "pieces of evidence inconsistent with it"]
    inconsistency: Annotated[float, "Heuer's count: a point for each inconsistent piece of evidence"]
    weighted: Annotated[float, "the same with each piece's weight, so that one origin counts once"]
    graded: Annotated[float | None, "the same with each piece's graded weight; null when nothing inconsistent has one"]
    n_lines: Annotated[int, "different origins behind what is consistent with it"]
    why: Annotated[str, "the sums in words"]


@table("sensitivities", key=("kind", "object_id"), room="weigh")
class Sensitivity:
    """What becomes of the order of the hypotheses when one thing is taken away or turned round."""

    kind: Annotated[str, "origin, source, document, cell, or cells: the fewest found that turn the order together"]
    object_id: Annotated[str, "its id; of a cell hypothesis, group and side, parted by spaces; cells are parted by `; `"]
    name: Annotated[str, "what it is called"]
    order: Annotated[tuple[str, ...], "ids of the hypotheses in order without it, the leading first"]
    sums: Annotated[tuple[tuple[str, float], ...], "weighted inconsistency of each hypothesis without it"]
    is_turned: Annotated[bool, "whether another hypothesis leads, alone or beside the one that did"]
    swing: Annotated[float, "the largest change of a sum"]
    why: Annotated[str, "what changes, in words"]


@table("judgements", key=("number",), room="weigh")
class Judgement:
    """What a person judges of a hypothesis: how likely it is, and apart from that how sure of it they are."""

    number: Annotated[int, "of the ruling that holds it"]
    hypothesis_id: Annotated[str, "the hypothesis"]
    by: Annotated[str, "who judged"]
    at: Annotated[str, "when, UTC"]
    likelihood: Annotated[
        str,
        "a word of ICD 203: almost no chance, very unlikely, unlikely, roughly even chance, likely, very likely or almost certain",
    ]
    low: Annotated[float, "lower end of that word's band, 0 to 1"]
    high: Annotated[float, "upper end"]
    confidence: Annotated[str, "low, moderate or high: how good the ground of the judgement is"]
    reasons: Annotated[tuple[str, ...], "reasons for the confidence: lines, grades, gaps"]
    assumptions: Annotated[tuple[str, ...], "key assumptions"]
    dissent: Annotated[tuple[str, ...], "who sees it otherwise, and how"]
    would_change: Annotated[tuple[str, ...], "what would change it"]
    why: Annotated[str, "the judgement's own reasoning"]
    is_current: Annotated[bool, "whether it is this person's last word on this hypothesis"]


@table("cautions", key=("id",), room="weigh")
class Caution:
    """A weakness of the weighing that whoever reads its result should know."""

    id: Annotated[str, "hash of kind and object"]
    kind: Annotated[
        str,
        "fits everything, rests on one line, nobody filled, never ruled grade, raters disagree, one hypothesis, no evidence, "
        "left out, unreadable ruling or ruled on what is gone",
    ]
    object_id: Annotated[
        str, "the hypothesis, evidence (group and side), source, cell or ruling that it is about; empty for the whole matrix"
    ]
    why: Annotated[str, "the weakness, in words"]


# ---------------------------------------------------------------- a language model, where one is set


@table("proposals", key=("id",), room="llm")
class Proposal:
    """Words of a document that a language model, as a second reader, takes for an attribution or a claim; not a word of its own.

    No chain, group or count rests on one.
    """

    id: Annotated[str, "hash of document, kind and spans"]
    document_id: Annotated[str, "the document"]
    kind: Annotated[str, "attribution, or claim (of the document's own voice; source and cue are then empty)"]
    source_spans: Annotated[Spans, "whoever it is laid to"]
    cue_spans: Annotated[Spans, "the words that lay it to them"]
    content_spans: Annotated[Spans, "what is laid to them, or claimed"]
    same_as: Annotated[str | None, "the attribution or claim of sayso's own reader that means the same"]
    found_by: Annotated[str, "both, the model only, or sayso only (which the model was shown and passed over)"]
    made_by: Annotated[str, "`llm` and the model's name"]


@table("drafts", key=("ordinal",), room="llm")
class Drafted:
    """A sentence of the bottom line that a language model drafted: which claims, joined how. It is written anew from the claims."""

    ordinal: Annotated[int, "place in the draft, 1 for the first"]
    statements: Annotated[
        tuple[tuple[str, ...], ...],
        "in order, of each: the claim's id, the word that joins it, the form (`tail`, `according to` or the verb), the verb, "
        "`that` or nothing, and a hash of who says what; when that no longer fits the sentence isn't shown",
    ]
    at: Annotated[str, "when it was drafted, UTC"]
    made_by: Annotated[str, "`llm` and the model's name"]


# ---------------------------------------------------------------- any room


@table("problems", key=("id",), room="any")
class Problem:
    """Something that was not read, was cut, or could not be placed, and why."""

    id: Annotated[str, "hash of where and what"]
    where: Annotated[str, "file, document or passage"]
    what: Annotated[str, "what happened"]
    why: Annotated[str, "why, and what to do about it"]
    is_lost: Annotated[bool, "whether a whole document was lost"]
    made_by: Annotated[str, "stage and version"]


# ---------------------------------------------------------------- people


@table("checks", key=("number",), room="people")
class Check:
    """What a person answered when `sayso check` showed what was found. Never changed or dropped."""

    number: Annotated[int, "1 for the first answer given in the case"]
    at: Annotated[str, "when, UTC"]
    by: Annotated[str, "who answered, as given with --by"]
    task: Annotated[str, "attribution (is this right?) or paragraph (what is missing here?)"]
    unit_id: Annotated[str, "the attribution, or hash of document and place of the stretch of prose"]
    shown_id: Annotated[str, "hash of all that was shown; the answer counts as long as the case would show the same"]
    document_id: Annotated[str, "the document"]
    spans: Annotated[Spans, "the passage"]
    attribution_ids: Annotated[tuple[str, ...], "attributions that were marked in it, in the order of their numbers"]
    source_spans: Annotated[Spans, "of an attribution, the words that were marked as its source"]
    cue_spans: Annotated[Spans, "as its cue"]
    content_spans: Annotated[Spans, "as what is laid to it"]
    shown: Annotated[str, "what stood on the screen, in plain signs, so that the answer stays understood whatever is read anew"]
    answer: Annotated[
        tuple[str, ...],
        "of an attribution right, none (nothing is laid to anybody) or what is wrong: source, long, short, content, "
        "stance, polarity; of a paragraph counted; of either unsure",
    ]
    n_wrong: Annotated[int | None, "of a paragraph, how many of the marked attributions are wrong"]
    n_missing: Annotated[int | None, "of a paragraph, how many statements laid to somebody have no mark; 9 is nine or more"]
    seed: Annotated[int, "of the sample that was answered"]
    n: Annotated[int, "how many of each task that sample asked for"]
    made_by: Annotated[str, "what read the document: stage, version and model"]


@table("rulings", key=("number",), room="people")
class Ruling:
    """A person's signed, dated decision on something derived. Never changed or dropped; a later one undoes it."""

    number: Annotated[int, "1 for the first ruling of the case"]
    at: Annotated[str, "when, UTC"]
    by: Annotated[str, "who ruled"]
    kind: Annotated[
        str,
        "same, different, merge, split, speaker, stance, polarity, withdraw, grade, cell, judgement or undo "
        "(docs/method/rulings.md)",
    ]
    about: Annotated[str, "what kind of thing is ruled on: claim, source, document, attribution or ruling"]
    object_ids: Annotated[tuple[str, ...], "ids of the things, as they were when it was ruled"]
    anchors: Annotated[
        tuple[str, ...],
        "how each is found again when ids change, as JSON: document, its SHA-256, spans and words; of a source its mentions",
    ]
    value: Annotated[str | None, "what was ruled, where the kind asks for it: a stance, a polarity, a letter, a name"]
    why: Annotated[str, "the reason given"]
    undoes: Annotated[int | None, "number of the ruling that it takes back"]
    made_by: Annotated[str, "version of sayso that took it down"]
