"""How a browser is called in the list of places where somebody is signed in."""

import pytest
from flask import Flask

from govdesk.web.filters import browser_words

CALLED = {
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:142.0) Gecko/20100101 Firefox/142.0": "Firefox on Windows",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 "
    "Edg/140.0.0.0": "Edge on Windows",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36": (
        "Chrome on Linux"
    ),
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile "
    "Safari/537.36": "Chrome on Android",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 "
    "Safari/605.1.15": "Safari on Mac",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/140.0 "
    "Mobile/15E148 Safari/604.1": "Chrome on iPhone",
    "Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/142.0 "
    "Mobile/15E148 Safari/605.1.15": "Firefox on iPad",
    "curl/8.5.0": "curl/8.5.0",
    "": "A browser that gives no name",
    "x" * 300: "x" * 60,
}


@pytest.mark.parametrize(("agent", "words"), CALLED.items())
def test_a_browser_is_called_as_people_call_it(app: Flask, agent: str, words: str) -> None:
    with app.test_request_context():
        assert browser_words(agent) == words
