"""The people who are in connect-6 only: each shows something that the documented dialects cannot say."""

from sandbox.benefits.offers import Employers, Products
from sandbox.benefits.people import BIRTH, BRONZE, DENTAL, GOLD, MARRIAGE, SILVER, VISION, Cover, Event, Person
from sandbox.benefits.records import Record

EXTRA_EMPLOYERS: Employers = {"lakeside": ("Lakeside Nurseries", "Lakeside Nurseries Co-op")}
"""The employer in the second organization, which the key reaches only if it is told to."""

EXTRA_PRODUCTS: Products = {"vpc": ("Virtual Primary Care", "Medical", "VPC")}
"""A product that never needs a life event."""

VPC = Cover("vpc", "doctor_on_call")

TWO_JOBS = ("vera_lindholm", "vera_lindholm_2")
"""The keys of two employments of one person; her member id has the first."""

LAST_MONTH = "enrl_iris_novak_vision"
EXPIRED = "enrl_paul_ozturk_medical"
USED_EVENT = "qle_lucia_ferrari_marriage"

EXTRA_PEOPLE: tuple[Person, ...] = (
    Person("theo_brandt", "Theo", "Brandt", "juniper", (VPC,), ()),
    Person("vera_lindholm", "Vera", "Lindholm", "juniper", (GOLD,), (BIRTH,)),
    Person("vera_lindholm_2", "Vera", "Lindholm", "halvorsen", (DENTAL,), ()),
    Person("iris_novak", "Iris", "Novak", "halvorsen", (VISION,), (MARRIAGE,)),
    Person("paul_ozturk", "Paul", "Öztürk", "juniper", (Cover("medical", None, None, "pending"),), (BIRTH,)),
    Person("lucia_ferrari", "Lucia", "Ferrari", "okami", (SILVER,), (MARRIAGE, Event("Adoption", 4, 26))),
    Person("wes_harmon", "Wes", "Harmon", "lakeside", (BRONZE,), (BIRTH,)),
)

OUTSIDERS: tuple[Record, ...] = (
    {"id": "mbr_gus_keller", "first_name": "Gus", "last_name": "Keller", "email": "gus.keller@group.example"},
    {"first_name": "Nell", "last_name": "Unlisted", "email": "nell.unlisted@group.example"},
)
"""Members of a group, who are no employees. The API doesn't tell the id of one of them."""
