"""Which proxy leads to which address, as the variables of the environment say."""

import pytest

from bot.proxies import Proxies, UnusableProxy

SLACK, VITABLE = "https://slack.com/api/", "https://api.vitablehealth.com"

PROXY = "http://proxy.company.example:3128"


def proxies(**variables: str) -> Proxies:
    return Proxies.taken_from(variables)


@pytest.mark.parametrize(
    ("variables", "url", "proxy"),
    [
        ({}, SLACK, None),
        ({"HTTPS_PROXY": PROXY}, SLACK, PROXY),
        ({"HTTPS_PROXY": PROXY}, "wss://wss-primary.slack.com/link/?ticket=1", PROXY),
        ({"HTTPS_PROXY": PROXY}, "http://slack.com", None),
        ({"HTTP_PROXY": PROXY}, SLACK, None),
        ({"HTTP_PROXY": PROXY}, "http://slack.com", PROXY),
        ({"HTTP_PROXY": PROXY}, "ws://slack.com/link/", PROXY),
        ({"ALL_PROXY": PROXY}, SLACK, PROXY),
        ({"ALL_PROXY": PROXY}, "ws://slack.com/link/", PROXY),
        ({"ALL_PROXY": "socks5://other:1080", "HTTPS_PROXY": PROXY}, SLACK, PROXY),
        ({"https_proxy": PROXY, "HTTPS_PROXY": "http://other:1"}, SLACK, PROXY),
        ({"https_proxy": "", "HTTPS_PROXY": PROXY}, SLACK, None),
        ({"HTTPS_PROXY": " "}, SLACK, None),
        ({"HTTPS_PROXY": PROXY}, "https://[no-url", None),
        ({"HTTPS_PROXY": PROXY}, "https://slack.com:port", PROXY),
        ({"HTTPS_PROXY": "proxy.company.example:3128"}, SLACK, PROXY),
        ({"HTTPS_PROXY": f" {PROXY}/ "}, SLACK, PROXY),
        ({"HTTPS_PROXY": "HTTP://proxy.company.example:3128"}, SLACK, PROXY),
        ({"HTTPS_PROXY": "http://[::1]:3128"}, SLACK, "http://[::1]:3128"),
        ({"HTTPS_PROXY": "http://me:p%40ss@proxy:3128"}, SLACK, "http://me:p%40ss@proxy:3128"),
    ],
)
def test_the_variable_for_the_kind_of_address_counts_and_then_all_proxy(
    variables: dict[str, str], url: str, proxy: str | None
) -> None:
    assert proxies(**variables).leading_to(url) == proxy


@pytest.mark.parametrize(
    "url", ["http://localhost:8010/api/", "https://127.0.0.1", "http://127.9.9.9", "http://[::1]:1"]
)
def test_this_machine_is_reached_without_a_proxy(url: str) -> None:
    assert proxies(HTTPS_PROXY="socks5://unusable", HTTP_PROXY=PROXY, ALL_PROXY=PROXY).leading_to(url) is None


@pytest.mark.parametrize(
    ("no_proxy", "url", "is_direct"),
    [
        ("slack.com", SLACK, True),
        ("slack.com", "wss://wss-primary.slack.com/link/", True),
        ("slack.com", "https://notslack.com", False),
        ("slack.com", "https://slack.com.example.org", False),
        (".slack.com", "https://hooks.slack.com", True),
        (".slack.com", SLACK, True),
        ("*.slack.com", "https://hooks.slack.com", True),
        ("hooks.slack.com", SLACK, False),
        ("Slack.COM", SLACK, True),
        ("localhost,vitablehealth.com , slack.com", SLACK, True),
        ("localhost vitablehealth.com", VITABLE, True),
        ("localhost,,", VITABLE, False),
        ("", VITABLE, False),
        ("*", VITABLE, True),
        ("localhost,*", VITABLE, True),
        ("slack.com:443", SLACK, True),
        ("slack.com:8443", SLACK, False),
        ("slack.com:8443", "https://slack.com:8443/api/", True),
        ("slack.com:port", SLACK, False),
        ("https://slack.com", SLACK, True),
        ("192.0.2.7", "https://192.0.2.7:8443", True),
        ("192.0.2.7:443", "https://192.0.2.7", True),
        ("192.0.2.7", "https://192.0.2.70", False),
        ("192.0.2.0/24", "https://192.0.2.70", True),
        ("192.0.2.0/24", "https://192.0.3.70", False),
        ("2.7", "https://192.0.2.7", False),
        ("2001:db8::7", "https://[2001:db8::7]/", True),
        ("[2001:db8::7]", "https://[2001:db8::7]:8443/", True),
        ("[2001:db8::7]:443", "https://[2001:db8::7]/", True),
        ("[2001:db8::7]:443", "https://[2001:db8::7]:8443/", False),
        ("2001:db8:0:0::7", "https://[2001:db8::7]/", True),
        ("2001:db8::/32", "https://[2001:db8::7]/", True),
        ("[broken,slack.com", SLACK, True),
    ],
)
def test_no_proxy_names_what_is_reached_without_one(no_proxy: str, url: str, is_direct: bool) -> None:
    found = proxies(ALL_PROXY=PROXY, NO_PROXY=no_proxy).leading_to(url)
    assert found == (None if is_direct else PROXY)


@pytest.mark.parametrize(
    ("variable", "value", "why"),
    [
        ("HTTPS_PROXY", "socks5://me:a-password@proxy:1080", "it is a SOCKS proxy"),
        ("ALL_PROXY", "socks5h://me:a-password@proxy", "it is a SOCKS proxy"),
        ("HTTPS_PROXY", "https://me:a-password@proxy:3128", "it is an https:// proxy"),
        ("HTTPS_PROXY", "ftp://me:a-password@proxy", "it is no HTTP proxy"),
        ("HTTPS_PROXY", "me:a-password:1", "it cannot be read as an address"),
        ("HTTPS_PROXY", "http://me:a-password@proxy:0", "it cannot be read as an address"),
        ("HTTPS_PROXY", "http://me:a-password#2@proxy:3128", "it cannot be read as an address"),
        ("HTTPS_PROXY", "http://me:a-password/2@proxy:3128", "it cannot be read as an address"),
        ("HTTPS_PROXY", "http://[a-password", "it cannot be read as an address"),
        ("HTTPS_PROXY", "http://", "it cannot be read as an address"),
    ],
)
def test_a_proxy_that_no_library_can_use_is_told_with_its_variable_and_without_its_password(
    variable: str, value: str, why: str
) -> None:
    with pytest.raises(UnusableProxy) as raised:
        proxies(**{variable: value}).leading_to(SLACK)
    said = str(raised.value)
    assert said.startswith(f"The proxy in {variable} cannot be used: {why}")
    assert (f"Set {variable} to http://" in said, "name slack.com in NO_PROXY" in said) == (True, True)
    assert (said.count("\n"), "a-password" in said) == (0, False)


def test_a_proxy_that_no_library_can_use_does_not_matter_to_what_is_reached_without_one() -> None:
    unusable = proxies(ALL_PROXY="socks5://proxy", NO_PROXY="vitablehealth.com")
    assert unusable.leading_to(VITABLE) is None
    with pytest.raises(UnusableProxy):
        unusable.leading_to(SLACK)


def test_the_variables_are_removed_in_either_case_so_that_no_library_reads_them() -> None:
    environ = {"https_proxy": PROXY, "ALL_PROXY": PROXY, "No_Proxy": "x", "NO_PROXY": "slack.com", "PATH": "/bin"}
    assert Proxies.taken_from(environ).leading_to(SLACK) is None
    assert environ == {"No_Proxy": "x", "PATH": "/bin"}


def test_what_is_set_is_not_shown_by_accident() -> None:
    assert "a-password" not in repr(proxies(HTTPS_PROXY="http://me:a-password@proxy:3128"))
