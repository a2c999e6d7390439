"""From the catalog to HTML: entry cards, links, notices, as extensions of Python-Markdown."""
