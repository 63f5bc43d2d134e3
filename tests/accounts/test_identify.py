"""Which account an address means, whatever people paste."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govdesk.accounts.platforms.catalogue import catalogue
from govdesk.accounts.platforms.identity import Identity, Refused, identify

PLATFORMS = catalogue()

SAME = {
    "x:account:noaa": [
        "https://x.com/NOAA",
        "http://twitter.com/noaa",
        "twitter.com/NOAA/",
        "  https://www.twitter.com/noaa?lang=en ",
        "https://mobile.twitter.com/NOAA/status/123456789",
        "//twitter.com/noaa",
        "<https://twitter.com/@NOAA>",
        "http://twitter.com/#!/noaa/",
        "TWITTER.COM:443/Noaa",
        "https://twitter.com/intent/user?screen_name=NOAA",
    ],
    "facebook:page:edacommerce": [
        "https://www.facebook.com/eda.commerce/",
        "http://facebook.com/EDAcommerce",
        "m.facebook.com/eda.commerce/posts/99",
        "https://de-de.facebook.com/pg/eda.commerce/about?ref=page_internal",
    ],
    "facebook:page:40329284231": [
        "http://www.facebook.com/pages/King-County-Council/40329284231",
        "https://www.facebook.com/King-County-Council-40329284231/",
        "https://facebook.com/40329284231",
        "https://www.facebook.com/profile.php?id=40329284231&sk=about",
        "https://www.facebook.com/people/King-County/40329284231/",
        "https://www.facebook.com/pages/Pāpahānaumokuākea/40329284231",
    ],
    "facebook:page:friends-of-noaa": ["https://www.facebook.com/Friends-of-NOAA/"],
    "facebook:group:noaafans": ["https://www.facebook.com/groups/noaafans/members"],
    "youtube:user:usnistgov": [
        "https://www.youtube.com/user/usnistgov",
        "http://youtube.com/usnistgov",
        "https://m.youtube.com/usnistgov/videos",
    ],
    "youtube:handle:nist": ["https://www.youtube.com/@NIST", "youtube.com/%40nist/featured"],
    "youtube:custom:nist": ["https://www.youtube.com/c/NIST"],
    "youtube:channel:UCSwf8bGblNsD288wY0w4Rzw": ["https://www.youtube.com/channel/UCSwf8bGblNsD288wY0w4Rzw/about"],
    "linkedin:company:nist": [
        "https://www.linkedin.com/company/nist",
        "https://uk.linkedin.com/company/NIST/jobs/",
    ],
    "linkedin:showcase:11083945": ["https://www.linkedin.com/showcase/11083945"],
    "linkedin:group:4215296": [
        "https://www.linkedin.com/groups/4215296/profile",
        "https://www.linkedin.com/groups/NIST-MEP-4215296",
        "http://www.linkedin.com/groups?gid=4215296",
    ],
    "flickr:account:usnistgov": [
        "http://flickr.com/photos/usnistgov",
        "https://www.flickr.com/people/USNISTgov/",
    ],
    "flickr:account:12345@n00": ["https://www.flickr.com/photos/12345@N00/"],
    "github:account:us-bea": ["https://github.com/us-bea", "https://github.com/orgs/US-BEA/repositories"],
    "google_plus:account:usnistgov": [
        "https://plus.google.com/b/105187765299030181970/+usnistgov",
        "https://plus.google.com/+usnistgov/posts",
    ],
    "google_plus:id:105187765299030181970": ["https://plus.google.com/u/0/105187765299030181970"],
    "instagram:account:noaa.education": ["https://www.instagram.com/noaa.education/"],
    "pinterest:account:noaaocean": [
        "http://pinterest.com/noaaocean",
        "https://www.pinterest.co.uk/NOAAocean/fish/",
    ],
    "medium:account:usnistgov": ["https://medium.com/@usnistgov", "https://usnistgov.medium.com/some-story"],
    "medium:publication:commerce-notes": ["https://medium.com/commerce-notes/a-story-1a2b"],
    "tumblr:blog:noaasanctuaries": [
        "http://noaasanctuaries.tumblr.com/",
        "https://www.tumblr.com/noaasanctuaries/123",
        "https://www.tumblr.com/blog/view/noaasanctuaries",
    ],
    "storify:account:noaa": ["http://storify.com/noaa"],
    "vine:account:noaa": ["https://vine.co/NOAA"],
    "threads:account:noaa": ["https://www.threads.net/@noaa", "threads.com/@NOAA/post/abc"],
    "tiktok:account:noaa": ["https://www.tiktok.com/@noaa?lang=de"],
    "bluesky:account:noaa.gov": ["https://bsky.app/profile/noaa.gov", "bsky.app/profile/@NOAA.gov/post/3k"],
    "bluesky:account:noaa.bsky.social": [
        "https://noaa.bsky.social",
        "https://bsky.app/profile/noaa.bsky.social",
    ],
    "mastodon:account:noaa@social.example": [
        "https://social.example/@NOAA",
        "https://other.example/@noaa@Social.Example",
        "@noaa@social.example",
        "https://social.example/@noaa/110000000000000000",
    ],
    "reddit:community:noaa": ["https://old.reddit.com/r/NOAA/top"],
    "reddit:account:noaa": ["reddit.com/u/noaa", "https://www.reddit.com/user/NOAA/"],
    "x:id:36675923": ["https://x.com/i/user/36675923", "https://twitter.com/intent/user?user_id=36675923"],
    "facebook:group:182356": ["https://www.facebook.com/groups/182356/posts/7"],
    "linkedin:company:5227": ["https://www.linkedin.com/company/5227/about"],
    "linkedin:ad_account:512345678": ["https://www.linkedin.com/campaignmanager/accounts/512345678/campaigns"],
    "bluesky:account:did:plc:z72i7hdynmk6r22z27h6tvur": [
        "https://bsky.app/profile/did:plc:z72i7hdynmk6r22z27h6tvur/post/3k",
    ],
    "vimeo:account:noaa": ["https://vimeo.com/NOAA", "http://www.vimeo.com/noaa/videos"],
    "vimeo:account:user1234567": ["https://vimeo.com/user1234567"],
    "vimeo:channel:noaa": ["https://vimeo.com/channels/noaa"],
    "whatsapp:channel:0029Va4Qx9cJpe8mKzXbQ31f": [
        "https://whatsapp.com/channel/0029Va4Qx9cJpe8mKzXbQ31f?utm_source=qr"
    ],
    "whatsapp:number:12025550123": ["https://wa.me/12025550123?text=hi"],
    "telegram:account:noaa_news": [
        "https://t.me/NOAA_news",
        "https://t.me/s/noaa_news/12",
        "https://telegram.me/noaa_news",
    ],
    "telegram:id:1234567890": ["https://t.me/c/1234567890/5"],
    "discord:server:613425648685547541": ["https://discord.com/channels/613425648685547541/81384788765712384"],
    "discord:invitation:noaa": ["https://discord.gg/noaa", "https://discord.com/invite/noaa"],
    "blog:wordpress:noaa": ["https://noaa.wordpress.com/2017/05/a-post/"],
    "blog:blogger:noaa": ["http://noaa.blogspot.com"],
    "newsletter:substack:noaa": ["https://noaa.substack.com/p/a-letter"],
    "newsletter:buttondown:noaa": ["https://buttondown.email/noaa"],
    "podcast:apple:1234567890": [
        "https://podcasts.apple.com/us/podcast/noaa-ocean-podcast/id1234567890?i=1000",
        "https://podcasts.apple.com/podcast/id1234567890",
    ],
    "podcast:spotify:4rOoJ6Egrf8K2IrywzwOMk": ["https://open.spotify.com/intl-de/show/4rOoJ6Egrf8K2IrywzwOMk"],
    "ad_account:meta:102030405060": [
        "https://adsmanager.facebook.com/adsmanager/manage/campaigns?act=102030405060&business_id=1",
        "https://business.facebook.com/adsmanager/manage/ads?act=102030405060",
    ],
    "ad_account:x:18ce54d4x5t": ["https://ads.twitter.com/campaign_form/18ce54d4x5t/edit"],
    "website:site:noaa.gov": ["https://www.noaa.gov/", "noaa.gov", "http://noaa.gov/?utm_source=mail"],
    "website:site:noaa.gov/News": ["https://noaa.gov/News/"],
    "website:site:xn--bcher-kva.example": ["https://bücher.example"],
}

REFUSED = [
    "",
    "   ",
    "n/a",
    "-",
    "none",
    "@NOAA",
    "3.5.2017",
    "ask Ada, she knows",
    "javascript:alert(1)",
    "mailto:press@noaa.gov",
    "ftp://noaa.gov/pub",
    "https:/twitter.com/noaa",
    "https://localhost/admin",
    "http://192.168.1.1/",
    "http://[::1]/",
    "http://[broken/",
    "https://noaa.gov:8443/",
    "https://noaa.gov:port/",
    "https://press:hunter2@facebook.com/noaa",
    "https://facebook.com@evil.example/noaa",
    "https://facebook.com\\@evil.example/noaa",
    "https://face\u200bbook.com/noaa",
    "https://noaa.gov/a%00b",
    "https://noaa.gov/../etc",
    "https://t.co/abcdef",
    "https://youtu.be/dQw4w9WgXcQ",
    "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
    "https://www.youtube.com/channel/tooshort",
    "https://www.instagram.com/p/Cabcdef/",
    "https://twitter.com/",
    "https://twitter.com/search?q=noaa",
    "https://twitter.com/this_handle_is_too_long",
    "https://www.facebook.com/sharer/sharer.php?u=x",
    "https://www.facebook.com/profile.php",
    "https://www.facebook.com/groups/",
    "https://github.com/orgs",
    "https://www.reddit.com/r/",
    "https://vimeo.com/76979871",
    "https://t.me/joinchat/AAAAAE",
    "https://t.me/+AbCdEf",
    "https://chat.whatsapp.com/AbCdEf",
    "https://discord.com/noaa",
    "https://business.facebook.com/settings",
    "https://x.com%2Eevil.example/noaa",
    "https://evil.example\\.x.com/noaa",
    "https://x.com:8080@evil.example/",
    "https://x.com#@evil.example/noaa",
    "https://x.com?@evil.example/noaa",
    "https:///x.com/noaa",
    "https://noaa.gov/" + "a" * 500,
]

IMITATIONS = [
    "https://notfacebook.com/noaa",
    "https://facebook.com.evil.example/noaa",
    "https://www.facebook-login.example/noaa",
    "https://x.com.evil.example/noaa",
    "https://tvvitter.twitter.example/noaa",
    "https://faceb00k.com/noaa",
    "https://fácebook.com/noaa",
    "https://f\u0430cebook.com/noaa",  # a Cyrillic letter in the second place
    "https://xn--fcebook-2fg.com/noaa",
    "https://developers.facebook.com/noaa",
    "https://\u0445.com/noaa",  # one Cyrillic letter alone
    "https://\u0430\u0440\u0440.\u0445.com/noaa",
    "https://rnedium.com/@noaa",
    "https://1inkedin.com/company/noaa",
    "https://lnstagram.com/noaa",
    "https://www.fllckr.com/photos/noaa",
    "https://vvhatsapp.com/channel/0029Va4Qx9cJpe8mKzXbQ31f",
    "https://xn--u1a.com/noaa",  # the same letter as a server knows it
    "https://bsky.app.evil.example/profile/noaa.gov",
    "https://tiktok.com.tiktok.evil.example/@noaa",
    "https://github.com-noaa.github.com.example/noaa",
    "https://status.x.com/noaa",
    "https://www.www.facebook.com/noaa",
]


@pytest.mark.parametrize(("url", "key"), [(url, key) for key, urls in SAME.items() for url in urls])
def test_spellings_of_an_address_mean_one_account(url: str, key: str) -> None:
    found = identify(url, PLATFORMS)
    assert isinstance(found, Identity), found
    assert found.key == key


@pytest.mark.parametrize("url", REFUSED)
def test_what_is_no_account_is_refused_with_a_reason(url: str) -> None:
    found = identify(url, PLATFORMS)
    assert isinstance(found, Refused), found
    assert found.reason.endswith(".")


@pytest.mark.parametrize("url", IMITATIONS)
def test_hosts_that_pose_as_a_platform_are_refused(url: str) -> None:
    assert isinstance(identify(url, PLATFORMS), Refused)


@pytest.mark.parametrize("host", ["netflix.com", "fedex.com", "remedium.com", "press.noaa.gov"])
def test_hosts_that_merely_end_alike_are_websites(host: str) -> None:
    found = identify(f"https://{host}/newsroom", PLATFORMS)
    assert isinstance(found, Identity)
    assert found.platform == "website"


ORDINARY = {
    "https://x.com./NOAA": "x:account:noaa",
    "HTTPS://WWW.X.COM:443/NOAA?utm_source=mail&s=20#top": "x:account:noaa",
    "https://\uff58.com/noaa": "x:account:noaa",  # full width, which every browser reads as x.com
    "https://x.com/noaa?next=https://evil.example/@noaa": "x:account:noaa",
}


@pytest.mark.parametrize(("url", "key"), ORDINARY.items())
def test_odd_but_honest_spellings_are_read_as_a_browser_reads_them(url: str, key: str) -> None:
    found = identify(url, PLATFORMS)
    assert isinstance(found, Identity), found
    assert found.key == key


IDS = {
    "https://www.youtube.com/channel/UCSwf8bGblNsD288wY0w4Rzw": "UCSwf8bGblNsD288wY0w4Rzw",
    "https://www.facebook.com/King-County-Council-40329284231/": "40329284231",
    "https://www.facebook.com/groups/182356": "group:182356",
    "https://x.com/i/user/36675923": "36675923",
    "https://www.flickr.com/photos/12345@N00/": "12345@n00",
    "https://x.com/noaa": None,
    "https://www.youtube.com/@noaa": None,
    "https://www.noaa.gov": None,
}


@pytest.mark.parametrize(("url", "platform_id"), IDS.items())
def test_an_address_that_holds_the_platforms_own_id_gives_it(url: str, platform_id: str | None) -> None:
    found = identify(url, PLATFORMS)
    assert isinstance(found, Identity)
    assert found.platform_id == platform_id


def test_a_blog_on_ones_own_site_is_one_because_somebody_says_so() -> None:
    site = identify("https://www.noaa.gov/blog", PLATFORMS)
    blog = identify("https://www.noaa.gov/blog", PLATFORMS, called="Blog")
    assert isinstance(site, Identity)
    assert isinstance(blog, Identity)
    assert (site.platform, blog.platform) == ("website", "blog")
    assert site.key == blog.key, "one site is one account, whatever it is called"


def test_what_a_source_calls_the_platform_never_outweighs_the_address() -> None:
    found = identify("https://x.com/noaa", PLATFORMS, called="blog")
    assert isinstance(found, Identity)
    assert found.platform == "x"


def test_the_handle_keeps_its_spelling() -> None:
    found = identify("http://www.twitter.com/NOAA_OMAO?lang=en", PLATFORMS)
    assert found == Identity("x", "account", "NOAA_OMAO", "x:account:noaa_omao", "https://x.com/NOAA_OMAO")


@pytest.mark.parametrize("url", [url for urls in SAME.values() for url in urls])
def test_a_canonical_address_means_itself(url: str) -> None:
    found = identify(url, PLATFORMS)
    assert isinstance(found, Identity)
    assert identify(found.url, PLATFORMS) == found


HOSTS = st.sampled_from(
    ["facebook.com", "x.com", "youtube.com", "plus.google.com", "a.tumblr.com", "noaa.gov", "@a@b.c"]
)


@given(st.text() | st.builds("https://{}/{}".format, HOSTS, st.text()) | st.builds("{}?{}".format, HOSTS, st.text()))
def test_no_text_whatever_breaks_it(text: str) -> None:
    found = identify(text, PLATFORMS)
    assert isinstance(found, Refused) or identify(found.url, PLATFORMS) == found
