"""Whether a person in Slack is the employee concerned, as far as e-mail addresses and names show it. Pure functions."""

import re
import unicodedata
from collections.abc import Collection

from anyascii import anyascii

from approvals.model.likeness import Likeness


def likeness(
    address: str | None, names: Collection[str], employee: tuple[str | None, str], beside: str | None
) -> Likeness:
    """How a person is like an employee.

    `address` and `names` are the person's in Slack; `employee` is the employee's address and name in Vitable; `beside`
    is the address in Slack of another colleague, which shows whether the company uses more than one domain. Only equal
    addresses prove that two are one person, and only different addresses of the one domain in use prove that they are
    not.
    """
    employee_address, employee_name = employee
    if are_same(address, employee_address):
        return Likeness.SAME
    if are_comparable(address, employee_address, beside):
        return Likeness.OTHER
    is_namesake = any(have_same_name(name, employee_name) for name in names)
    return Likeness.NAMESAKE if is_namesake else Likeness.UNPROVEN


def are_same(one: str | None, other: str | None) -> bool:
    """Whether both addresses are known and are one."""
    return bool(one and other) and normal_address(one or "") == normal_address(other or "")


def are_comparable(*addresses: str | None) -> bool:
    """Whether all addresses are known and of one domain, so that different ones belong to different people."""
    domains = {_domain(address) for address in addresses}
    return len(domains) == 1 and "" not in domains


def normal_address(address: str) -> str:
    """An address without what does not tell people apart: letter case, blanks around it, and a `+tag`."""
    local, at, domain = address.strip().casefold().rpartition("@")
    return f"{local.partition('+')[0]}{at}{domain}"


def have_same_name(one: str, other: str) -> bool:
    """Whether two names are alike: the words of one, at least two, are all in the other, in any order.

    So middle names, titles and additions do not hide it. Accents, letter case, apostrophes and how umlauts are written
    do not count. Names without blanks, as in Chinese, are alike if they have the same characters.
    """
    first, second = sorted((_words(one), _words(other)), key=len)
    is_part = first <= second and (len(first) > 1 or first == second)
    return bool(first) and (is_part or _characters(one) == _characters(other))


def _domain(address: str | None) -> str:
    return normal_address(address or "").rpartition("@")[2] if address and "@" in address else ""


def _words(name: str) -> set[str]:
    """The words of a name in plain Latin letters; "ae", "oe" and "ue" count as the umlauts that they stand for."""
    plain = anyascii(unicodedata.normalize("NFC", name)).casefold()
    words = re.findall(r"[a-z0-9]+", re.sub("['`]", "", plain))
    return {re.sub("(?<=[aou])e", "", word) for word in words}


def _characters(name: str) -> list[str]:
    """The letters of a name in any script, sorted; nothing for names that have blanks in Latin letters."""
    letters = [each for each in unicodedata.normalize("NFC", name).casefold() if each.isalpha()]
    return sorted(letters) if any(not each.isascii() for each in letters) else [name]
