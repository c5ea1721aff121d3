"""Office files and books: DOCX, ODT, RTF, EPUB."""
