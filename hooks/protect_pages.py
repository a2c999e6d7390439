"""Fourth: every page says what a browser may load and run on it."""

from handbook.build import build_of
from handbook.content_policy import with_policy
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority


# After everybody else: a script that is added later would be refused.
@event_priority(-100)
def on_post_page(output: str, *, config: MkDocsConfig, **_: object) -> str:
    return _protected(output, config)


@event_priority(-100)
def on_post_template(
    output_content: str, *, template_name: str, config: MkDocsConfig, **_: object
) -> str:
    is_page = template_name.endswith(".html")
    return _protected(output_content, config) if is_page else output_content


def _protected(html: str, config: MkDocsConfig) -> str:
    """The live preview stays without: MkDocs adds a script of its own while it serves a page."""
    return html if build_of(config).is_preview else with_policy(html, config.site_url or "")
