"""Fourth: every page says what a browser may load and run on it."""

from handbook.content_policy import with_policy
from mkdocs.plugins import event_priority


# After everybody else: a script that is added later would be refused.
@event_priority(-100)
def on_post_page(output: str, **_: object) -> str:
    return with_policy(output)


@event_priority(-100)
def on_post_template(output_content: str, *, template_name: str, **_: object) -> str:
    return with_policy(output_content) if template_name.endswith(".html") else output_content
