"""The table of employees that fills the sandbox: where each one works, their enrollments, and their life events.

Days are relative to today: `happened=5` is five days ago, `closes=12` is a window that closes in twelve days (negative:
already closed; 0: closes today). A cover's plan is a key of `offers.PLANS`; None means that no plan was chosen.
"""

from dataclasses import dataclass
from typing import Literal

Employer = Literal["juniper", "halvorsen", "okami", "lakeside"]
"""The last one is in connect-6 only."""


@dataclass(frozen=True)
class Cover:
    """One enrollment. `year` is 0 for this plan year, -1 for the previous one."""

    product: str
    plan: str | None
    tier: str | None = "EE"
    status: str = "enrolled"
    year: int = 0


@dataclass(frozen=True)
class Event:
    """One qualifying life event."""

    kind: str
    happened: int
    closes: int
    status: str = "approved"


@dataclass(frozen=True)
class Person:
    """One employee. `left` is how many days ago they left; None if they still work there."""

    key: str
    first: str
    last: str
    employer: Employer
    covers: tuple[Cover, ...]
    events: tuple[Event, ...]
    email: bool = True
    spouse: str = ""
    children: tuple[str, ...] = ()
    left: int | None = None


GOLD = Cover("medical", "gold_ppo")
SILVER = Cover("medical", "silver_hmo")
BRONZE = Cover("medical", "bronze_hsa")
GOLD_FAMILY = Cover("medical", "gold_ppo", "EF")
DENTAL = Cover("dental", "dental_plus")
VISION = Cover("vision", "clear_view")
BIRTH = Event("Birth", 18, 12)
MARRIAGE = Event("Marriage", 10, 20)
JOB_LOSS = Event("Job Loss", 25, 35)

PEOPLE: tuple[Person, ...] = (
    Person("ada_lovelace", "Ada", "Lovelace", "juniper", (GOLD, DENTAL, VISION), (BIRTH,), spouse="William King"),
    Person("sean_obrien", "Seán", "O'Brien", "juniper", (SILVER, DENTAL), (MARRIAGE,), spouse="Aoife O'Brien"),
    Person(
        "anne_marie_dupont",
        "Anne-Marie",
        "Dupont-Lefèvre",
        "juniper",
        (GOLD_FAMILY, VISION),
        (Event("Divorce", 40, 1),),
        spouse="Luc Dupont",
        children=("Chloé Dupont", "Théo Dupont"),
    ),
    Person("juergen_mueller", "Jürgen", "Müller-Weiß", "juniper", (BRONZE,), (Event("Adoption", 30, 0),)),
    Person("bobby_tables", "Bobby", "<Drop> Tables & Sons", "juniper", (GOLD,), (MARRIAGE,)),
    Person("wang_xiaoming", "小明", "王", "okami", (GOLD, DENTAL), (BIRTH,)),
    Person(
        "maximiliana_hohenstein",
        "Maximiliana Theodora",
        "von und zu Hohenstein-Waldburg-Schwarzenberg",
        "halvorsen",
        (GOLD_FAMILY, DENTAL, VISION),
        (Event("Death", 21, 9), BIRTH),
        children=("Friederike Amalia von und zu Hohenstein-Waldburg-Schwarzenberg",),
    ),
    Person("e_o", "E", "O", "halvorsen", (SILVER,), (JOB_LOSS,)),
    Person("suharto", "Suharto", "", "okami", (SILVER, VISION), (BIRTH,)),
    Person("mohammad_alfarsi", "محمد", "الفارسي", "halvorsen", (GOLD,), (MARRIAGE,)),
    Person("maria_garcia", "Maria", "Garcia", "juniper", (SILVER,), (BIRTH,)),
    Person("maria_garcia_2", "Maria", "Garcia", "halvorsen", (GOLD,), (MARRIAGE,)),
    Person("tomasz_wojcik", "  Tomasz ", " Wójcik  ", "halvorsen", (BRONZE, DENTAL), (BIRTH,)),
    Person("joy_okonkwo", "Joy 🎉", "Okonkwo", "okami", (GOLD,), (MARRIAGE,)),
    Person("dangelo_stjohn", "D'Angelo", "St. John-Smythe", "juniper", (SILVER, DENTAL), (JOB_LOSS,), email=False),
    Person("nguyen_thi_hong", "Thị Hồng", "Nguyễn", "halvorsen", (GOLD_FAMILY,), (BIRTH,), children=("An Nguyễn",)),
    Person("bjork_gudmundsdottir", "Björk", "Guðmundsdóttir", "halvorsen", (GOLD, VISION), (MARRIAGE,)),
    Person("lukasz_zolc", "Łukasz", "Żółć", "juniper", (SILVER,), (BIRTH,), email=False),
    Person("jennifer_null", "Jennifer", "Null", "juniper", (GOLD,), (Event("Other", 12, 18),)),
    Person("ananya_sharma", "अनन्या", "शर्मा", "okami", (BRONZE,), (MARRIAGE,)),
    Person("olena_shevchenko", "Олена", "Шевченко", "halvorsen", (SILVER, DENTAL), (BIRTH,)),
    Person("al_jones", "Al", "*Bold* _Jones_ `x`", "juniper", (GOLD,), (JOB_LOSS,)),
    Person("chad_channel", "Chad", "<!channel> @here", "halvorsen", (SILVER,), (MARRIAGE,)),
    Person("hana_sato", "Hana", "Sato", "okami", (), (BIRTH,)),
    Person("tom_becker", "Tom", "Becker", "juniper", (GOLD, DENTAL), ()),
    Person("lena_fischer", "Lena", "Fischer", "halvorsen", (), ()),
    Person(
        "grace_mwangi",
        "Grace",
        "Mwangi",
        "halvorsen",
        (
            GOLD_FAMILY,
            Cover("medical", "silver_hmo", "EE", "inactive", year=-1),
            Cover("dental", None, None, "waived"),
            Cover("vision", None, None, "pending"),
        ),
        (BIRTH, Event("Marriage", 400, -340), Event("Divorce", 15, 15, "denied"), Event("Job Loss", 3, 27, "pending")),
        spouse="Peter Mwangi",
        children=("Wanjiru Mwangi", "Otieno Mwangi", "Njeri Mwangi"),
    ),
    Person("samir_haddad", "Samir", "Haddad", "juniper", (GOLD,), (Event("Marriage", 90, -30),)),
    Person("ines_costa", "Inês", "Costa", "juniper", (SILVER,), (Event("Divorce", 8, 22, "denied"),)),
    Person("kofi_mensah", "Kofi", "Mensah", "halvorsen", (BRONZE,), (Event("Birth", 2, 28, "pending"),)),
    Person("ruth_adler", "Ruth", "Adler", "juniper", (GOLD,), (Event("loss_of_coverage", 11, 19),)),
    Person("owen_price", "Owen", "Price", "halvorsen", (GOLD,), (Event("Relocation", 6, 24),)),
    Person("mei_tanaka", "Mei", "Tanaka", "okami", (Cover("medical", None, None, "pending"),), (MARRIAGE,)),
    Person("victor_hale", "Victor", "Hale", "juniper", (Cover("medical", None, "Unspecified", "waived"),), (JOB_LOSS,)),
    Person(
        "nadia_petrova",
        "Nadia",
        "Petrova",
        "juniper",
        (Cover("medical", "gold_ppo", "EC"), Cover("dental", "dental_plus", "EC")),
        (Event("birth", 1, 29),),
        children=("Misha Petrov",),
    ),
    Person("carlos_rivera", "Carlos", "Rivera", "halvorsen", (SILVER,), (Event("Termination", 14, 46),), left=14),
    Person(
        "dora_klein",
        "Dora",
        "Klein",
        "juniper",
        (Cover("medical", "gold_ppo", "EE", "inactive"),),
        (Event("Medicare Entitlement", 60, -5),),
        left=55,
    ),
    Person("felix_baum", "Félix", "Baum", "okami", (VISION,), (), email=False, left=200),
    Person("zoe_young", "Zoë", "Young", "halvorsen", (GOLD, DENTAL), (Event("Reduction In Hours", 7, 23),)),
    Person("yusuf_demir", "Yusuf", "Demir", "juniper", (Cover("medical", "gold_ppo", "ES"),), (BIRTH,), spouse="Elif"),
)
