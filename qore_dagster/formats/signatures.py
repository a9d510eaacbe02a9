"""What files that are no XML are known by: their first bytes, and the parts of an archive that make it a document.

Belongs here: these constants. Does not: looking at a file (`verify`, `containers`, `workbook`).

Source: APPNOTE 4.3.7 (ZIP), MS-CFB 2.2 (OLE), ISO 32000-1, 7.5.2 (PDF), ECMA-376 part 2, 10.1 (content types).
"""

ZIP = b"PK\x03\x04"
"""An archive: a ZIP of reports, or an `.xlsx`."""
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""A compound file: an `.xls`, other Office documents of its time, and an `.xlsx` with a password."""
PDF = b"%PDF-"
WORKBOOK = "xl/workbook.xml"
BINARY_WORKBOOK = "xl/workbook.bin"
OFFICE_PARTS = frozenset({WORKBOOK, "[Content_Types].xml"})
"""An archive with one of these is a document of Office, though maybe no workbook, and no archive of reports."""
