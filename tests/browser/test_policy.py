"""The policy in each page, tried: what was not shipped does not run, and search still does."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Open

pytestmark = pytest.mark.browser

INTRUDE = """
async () => {
  const said = [];
  addEventListener("securitypolicyviolation", event => said.push(event.effectiveDirective));
  const script = document.createElement("script");
  script.textContent = "window.intruded = true";
  document.body.append(script);
  const handler = document.createElement("p");
  handler.setAttribute("onclick", "window.intruded = true");
  document.body.append(handler);
  handler.click();
  const picture = document.createElement("img");
  picture.src = "https://example.org/a.png";
  document.body.append(picture);
  const style = document.createElement("style");
  style.textContent = "body { color: red }";
  document.body.append(style);
  const frame = document.createElement("iframe");
  frame.src = "https://example.org/";
  document.body.append(frame);
  const sent = await fetch("https://example.org/").then(() => "sent", () => "refused");
  await new Promise(resolve => setTimeout(resolve, 200));
  // Only now: what the test itself begins may use eval.
  let evaluated = "ran";
  try { window.eval("1"); } catch { evaluated = "refused"; }
  await new Promise(resolve => setTimeout(resolve, 100));
  return { said: [...new Set(said)].sort(), intruded: window.intruded ?? false, evaluated, sent };
}
"""


@pytest.mark.parametrize("uri", ["index.html", "checklists/aspect-1.html"])
def test_what_was_not_shipped_is_refused_and_search_goes_on(visit: Open, uri: str) -> None:
    found = visit()
    page = found.go(uri)

    outcome = page.evaluate(INTRUDE)

    assert outcome == {
        "said": [
            "connect-src",
            "frame-src",
            "img-src",
            "script-src",
            "script-src-attr",
            "script-src-elem",
            "style-src-elem",
        ],
        "intruded": False,
        "evaluated": "refused",
        "sent": "refused",
    }
    refused = [text for text in found.console if "Content Security Policy" in text]
    assert len(refused) == len(found.console)
    found.console.clear()
    found.foreign.clear()
    page.keyboard.press("/")
    page.keyboard.type("两张皮")
    assert page.locator("a[data-search-hit]").first.inner_text() != ""
