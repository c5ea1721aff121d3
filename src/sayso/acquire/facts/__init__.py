"""What a document says of itself: title, authors, publisher, agency, dates, and how each is known."""
