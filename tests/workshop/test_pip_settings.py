"""Mirrors, proxies and certificates that people set for pip reach uv."""

from tools.pip_settings import settings, translated


def test_the_environment_lies_over_the_section_over_the_general_one() -> None:
    lines = [
        ":env:.index-url='http://from.environment'",
        "global.index-url='http://general'",
        "install.index-url='http://install'",
        "global.timeout='30'",
    ]
    assert settings(lines) == {"index-url": "http://from.environment", "timeout": "30"}


def test_several_indexes_stay_several() -> None:
    lines = ["global.extra-index-url='http://one http://two'", "global.find-links='/one\\n/two'"]
    assert translated(settings(lines)) == {
        "UV_INDEX": "http://one http://two",
        "UV_FIND_LINKS": "/one,/two",
    }


def test_the_way_out_of_the_house_is_kept() -> None:
    pip = {"proxy": "http://proxy:3128", "cert": "/etc/own.pem", "trusted-host": "mirror\nother"}
    assert translated(pip) == {
        "HTTP_PROXY": "http://proxy:3128",
        "HTTPS_PROXY": "http://proxy:3128",
        "SSL_CERT_FILE": "/etc/own.pem",
        "UV_INSECURE_HOST": "mirror other",
    }


def test_what_means_nothing_to_uv_is_left_out() -> None:
    assert translated({"disable-pip-version-check": "1"}) == {}
