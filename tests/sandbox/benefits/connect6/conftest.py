"""A client of a benefits API that speaks connect-6."""

import pytest

from tests.sandbox.benefits.conftest import BenefitsClient
from tests.sandbox.benefits.connect6.calls import Connect6Client


@pytest.fixture
def six(client: BenefitsClient) -> Connect6Client:
    """The client, after the switch to connect-6."""
    client.api.world.shape = "connect-6"
    return Connect6Client(client.http, client.api, client.faults, client.calls)
