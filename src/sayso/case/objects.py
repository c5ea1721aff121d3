"""What a person names in a ruling: ids as the lists print them, a source by name, a document by path or title."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from pathlib import PurePath

from sayso.errors import UnknownName
from sayso.schema import Attribution, Claim, Document, Group, Identity, Membership, Referent, Source, Tables

CLAIM, GROUP, SOURCE, REFERENT, DOCUMENT, ATTRIBUTION = "claim", "group", "source", "referent", "document", "attribution"


@dataclasses.dataclass(frozen=True, slots=True)
class Object:
    """Something that a ruling can be about.

    Attributes:
        sort: claim, group, source, referent, document or attribution.
        members: ids of its claims or referents; of a document, an attribution or a single row its own id.
    """

    sort: str
    id: str
    name: str
    members: tuple[str, ...]


class Objects:
    """Everything in a case that goes by an id or a name.

    Args:
        tables: all rows of the case, linked, with rulings laid over them.
    """

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        members: dict[str, list[str]] = {}
        for identity in sorted(tables.take(Identity), key=lambda row: row.referent_id):
            members.setdefault(identity.source_id, []).append(identity.referent_id)
        for membership in sorted(tables.take(Membership), key=lambda row: row.claim_id):
            members.setdefault(membership.group_id, []).append(membership.claim_id)
        self.sources = {row.id: row for row in tables.take(Source)}
        self.documents = {row.id: row for row in tables.take(Document)}
        self.referents = {row.id: row for row in tables.take(Referent)}
        found = [Object(SOURCE, row.id, row.name, tuple(members.get(row.id, ()))) for row in self.sources.values()]
        found += [Object(GROUP, row.id, row.text, tuple(members.get(row.id, ()))) for row in tables.take(Group)]
        found += [Object(CLAIM, row.id, row.text, (row.id,)) for row in tables.take(Claim)]
        found += [Object(REFERENT, row.id, row.name, (row.id,)) for row in self.referents.values()]
        found += [Object(DOCUMENT, row.id, _name_document(row), (row.id,)) for row in self.documents.values()]
        found += [Object(ATTRIBUTION, row.id, row.cue_class, (row.id,)) for row in tables.take(Attribution)]
        self._by_id = {one.id: one for one in found}

    def find(self, named: str, *, sorts: Iterable[str]) -> Object:
        """The one thing of these sorts that goes by an id, a name, a title or a path.

        Raises:
            UnknownName: nothing does, or several do.
        """
        wanted = list(sorts)
        if named in self._by_id:
            found = self._by_id[named]
            if found.sort in wanted:
                return found
            raise UnknownName(
                f"this id is a {found.sort}'s, and the ruling is about a {' or a '.join(wanted)}", got=[named],
                fix=_name_lists(wanted),
            )
        candidates = self._find_called(named, wanted)
        if len(candidates) == 1:
            return candidates[0]
        if candidates:
            told = [f"{one.id} ({one.name}, {one.sort} in {len(self._documents_of(one))} documents)" for one in candidates]
            raise UnknownName(f"{len(candidates)} things of the case go by “{named}”", got=told, fix="name one by its id")
        raise UnknownName(
            f"no {' or '.join(wanted)} of the case goes by this id or name", got=[named], fix=_name_lists(wanted)
        )

    def is_known(self, named: str, *, sorts: Iterable[str]) -> bool:
        """Whether anything of the case goes by this id, or anything of these sorts by this name."""
        return named in self._by_id or bool(self._find_called(named, list(sorts)))

    def _find_called(self, named: str, sorts: list[str]) -> list[Object]:
        """Sources by name, else by alias; documents by path, title or file name.

        A source that is one of those documents, or the voice of one and of nothing else, is that document.
        """
        key = _squeeze(named)
        documents = [
            self._by_id[doc.id] for doc in self.documents.values() if DOCUMENT in sorts
            and key in {_squeeze(name) for name in (doc.path, PurePath(doc.path).name, PurePath(doc.path).stem, doc.title or "")}
        ]
        sources = [row for row in self.sources.values() if SOURCE in sorts and _squeeze(row.name) == key]
        sources = sources or [
            row for row in self.sources.values() if SOURCE in sorts and key in {_squeeze(alias) for alias in row.aliases}
        ]
        ids = {doc.id for doc in documents}
        found = [self._by_id[row.id] for row in sources if row.document_id not in ids and not self._is_voice(row.id, ids)]
        return sorted([*documents, *found], key=lambda one: one.id)

    def _is_voice(self, source_id: str, document_ids: set[str]) -> bool:
        members = [self.referents[id_] for id_ in self._by_id[source_id].members]
        return all(member.kind == "teller" and member.document_id in document_ids for member in members)

    def _documents_of(self, one: Object) -> set[str]:
        if one.sort == SOURCE:
            return {self.referents[id_].document_id for id_ in one.members if id_ in self.referents}
        return {one.id}


def _name_document(doc: Document) -> str:
    return doc.title or PurePath(doc.path).name


def _name_lists(sorts: list[str]) -> str:
    lists = {
        CLAIM: "claims", GROUP: "disputes", SOURCE: "sources", DOCUMENT: "documents", REFERENT: "sources CASE --json",
        ATTRIBUTION: "attributions FILE --json",
    }
    return ", ".join(f"`sayso {lists[sort] if ' ' in lists[sort] else lists[sort] + ' CASE'}`" for sort in sorts) + " print ids"


def _squeeze(words: str) -> str:
    return " ".join(words.split()).casefold()
