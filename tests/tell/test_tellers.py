"""What a document is called where it speaks."""

import dataclasses

from sayso.schema import Document
from sayso.tell.lookup import Lookup
from tell.rows import make_case


def test_a_mail_speaks_in_its_senders_name():
    tables = make_case()
    docs = tables.take(Document)
    docs[0] = dataclasses.replace(docs[0], media_type="message/rfc822", authors=("Rosa Ilves",), title="The quay", publisher=None)
    assert Lookup(tables).teller(docs[0].id) == "Rosa Ilves in “The quay”"
    assert Lookup(tables).teller(docs[1].id) != docs[1].title  # its publisher, which no other document has
