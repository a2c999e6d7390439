"""Office documents made from the catalog: what is in them, and the writers of each form.

``checklists`` says what stands in the lists, without any form; ``workbook`` writes it as an .xlsx,
``document`` as a .docx, ``downloads`` gives both under the addresses that the site has for them.
"""

from __future__ import annotations


class OfficeError(Exception):
    """An office document cannot be made; the message says why, in Chinese."""
