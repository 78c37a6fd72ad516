"""Addresses that were read with a request: kept while it is open, to tell people apart from the employee."""

from approvals.ports.storage import Store


async def forget_addresses(store: Store) -> None:
    """Remove names and addresses of all employees without an open request. Raises StoreUnavailable.

    For servers that find people by text: there nothing else needs them.
    """
    async with store.writing() as work:
        await work.index.drop_without_request()
        await work.commit()
