"""One labelled pair of statements, whatever set it comes from, and which sets there are."""

from __future__ import annotations

import csv
import dataclasses
import gzip
import hashlib
import json
import random
import re
import tarfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from sayso.models.pairing import NLI, RELATIONS

ANY: frozenset[str] = frozenset(RELATIONS)
NOT_SAME = ANY - {"same"}
SPECIFIC, GENERAL = "a in b", "b in a"
TURNED = {SPECIFIC: GENERAL, GENERAL: SPECIFIC}


@dataclasses.dataclass(frozen=True, slots=True)
class Pair:
    """Two statements and what is known of them.

    Attributes:
        set: where the pair is from.
        key: of the pair in its set; what shares its part before `/` is held out together.
        relations: which of RELATIONS it may be; sets differ in what they tell apart, so it is often several.
        nli: which of NLI follows for b from a; null where the set doesn't say.
    """

    set: str
    key: str
    a: str
    b: str
    relations: frozenset[str] = ANY
    nli: str | None = None

    def turn(self) -> Pair:
        """The pair the other way round; what follows from what is then not known, but for contradiction."""
        return dataclasses.replace(
            self, a=self.b, b=self.a, relations=frozenset(TURNED.get(name, name) for name in self.relations),
            nli=self.nli if self.nli == "contradiction" else None,
        )


def share_of(key: str) -> float:
    """A number from 0 to 1 that a key always has, to hold out by."""
    return int(hashlib.sha256(key.partition("/")[0].encode()).hexdigest()[:8], 16) / 2**32


def is_held_out(pair: Pair) -> bool:
    """Whether a pair is only measured on: a tenth of each set."""
    return share_of(f"{pair.set} {pair.key}") < 0.1


# ---------------------------------------------------------------- sets in plain lines


def read_lines(path: Path) -> list[dict[str, Any]]:
    """Records of a gzipped file of JSON lines."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


_NEGATION = re.compile(r"\b(?:not|no|never|none|neither|nor|nobody|nothing|without|cannot)\b|n['’]t\b", re.IGNORECASE)
_OF_NLI = {
    "entailment": frozenset({"same", SPECIFIC}),
    "neutral": frozenset({"other", GENERAL}),
    "contradiction": frozenset({"clash", "other"}),
    "not_entailment": frozenset({"other", "clash", GENERAL}),
}


def read_nli(data: Path, name: str) -> Iterator[Pair]:
    """A set with entailment labels; `name` is the file's without `.jsonl.gz`."""
    for n, row in enumerate(read_lines(data / "nli" / f"{name}.jsonl.gz")):
        label = row["label"]
        nli = label if label in NLI else None
        relations = _OF_NLI[label]
        if name.startswith("cannot"):  # minimal pairs: a denial of the very statement, or another that excludes it
            relations = frozenset({"same", "clash"})
            if len(_NEGATION.findall(row["premise"])) != len(_NEGATION.findall(row["hypothesis"])):
                relations = frozenset({"same"})
        elif name.startswith(("climate", "fool")):  # a claim and its evidence, which may speak of more
            relations = relations | {"same"} if label == "contradiction" else relations
        yield Pair(name, f"{n}", row["premise"], row["hypothesis"], relations, nli)


def read_mrpc(data: Path) -> Iterator[Pair]:
    """Sentences of newswire that are or aren't the same statement (Dolan and Brockett 2005)."""
    for n, row in enumerate(read_lines(data / "same_claim" / "mrpc-train.jsonl.gz")):
        relations = frozenset({"same"}) if row["same"] else NOT_SAME
        yield Pair("mrpc", f"{n}", row["a"], row["b"], relations)


def read_claimdiff(data: Path) -> Iterator[Pair]:
    """Claims of two outlets on one topic of which neither strengthens nor weakens the other (Ko et al. 2022)."""
    for row in read_lines(data / "same_claim" / "claimdiff-train.jsonl.gz"):
        if row["relation"] == 0:
            yield Pair("claimdiff", f"{row['topic']}/{row['pair_id']}", row["claim_a"], row["claim_b"], frozenset({"other"}))


def read_perspectrum(data: Path, chance: random.Random) -> Iterator[Pair]:
    """Perspectives on a claim, paraphrases of one another or not (Chen et al. 2019)."""
    with tarfile.open(data / "stance-perspectrum.tar.xz") as archive:
        texts = {row["pId"]: row["text"] for row in _load(archive, "perspective_pool_v1.0.json")}
        claims = _load(archive, "perspectrum_with_answers_v1.0.json")
    for claim in claims:
        clusters = [[texts[p] for p in view["pids"] if p in texts] for view in claim["perspectives"]]
        for i, own in enumerate(clusters):
            for other in own[1:]:
                yield Pair("perspectrum", f"{claim['cId']}/{i}", own[0], other, frozenset({"same"}))
            others = [text for j, cluster in enumerate(clusters) if j != i for text in cluster[:1]]
            if own and others:
                yield Pair("perspectrum", f"{claim['cId']}/{i}", own[0], chance.choice(others), frozenset({"other", "clash"}))


def _load(archive: tarfile.TarFile, name: str) -> Any:
    member = next(one for one in archive.getmembers() if one.name.endswith("/" + name))
    file = archive.extractfile(member)
    assert file is not None
    return json.loads(file.read())


# ---------------------------------------------------------------- tweets and the claims that they repeat


@dataclasses.dataclass(frozen=True, slots=True)
class Checked:
    """Tweets, checked claims, and which claim each tweet repeats (CheckThat! 2020, task 2)."""

    tweets: dict[str, str]
    claims: dict[str, str]
    right: dict[str, set[str]]


def read_checkthat(data: Path, part: str) -> Checked:
    """The set's `train` or `dev` part."""
    with tarfile.open(data / "claims-checkthat2020.tar.xz") as archive:
        def lines(end: str) -> list[str]:
            member = next(one for one in archive.getmembers() if one.name.endswith(end))
            file = archive.extractfile(member)
            assert file is not None
            return file.read().decode("utf-8").splitlines()

        claims = {row[0]: row[1] for row in csv.reader(lines("verified_claims.docs.tsv")[1:], delimiter="\t")}
        tweets = {row[0]: row[1] for row in csv.reader(lines(f"{part}/tweets.queries.tsv")[1:], delimiter="\t")}
        right: dict[str, set[str]] = {}
        for line in lines(f"{part}/tweet-vclaim-pairs.qrels"):
            tweet, _, claim, is_right = line.split()
            if is_right == "1":
                right.setdefault(tweet, set()).add(claim)
    return Checked(tweets, claims, right)


def make_checkthat(
    checked: Checked, nearest: Callable[[Sequence[str], Sequence[str]], Sequence[Sequence[int]]]
) -> Iterator[Pair]:
    """Each tweet with the claim that it repeats, and with four others that stand nearest to it."""
    tweets, claims = list(checked.tweets), list(checked.claims)
    near = nearest([checked.tweets[tweet] for tweet in tweets], [checked.claims[claim] for claim in claims])
    for tweet, places in zip(tweets, near, strict=True):
        right = checked.right.get(tweet, set())
        for claim in sorted(right):
            yield Pair("checkthat", f"{tweet}/{claim}", checked.tweets[tweet], checked.claims[claim], frozenset({"same"}))
        for place in [place for place in places if claims[place] not in right][:4]:
            yield Pair("checkthat", f"{tweet}/{claims[place]}", checked.tweets[tweet], checked.claims[claims[place]],
                       frozenset({"other", "clash"}))
