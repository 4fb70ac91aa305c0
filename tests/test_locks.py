import threading

import pytest
from django.db import connection, transaction

from portal.locks import name_lock


@pytest.mark.django_db(transaction=True)
def test_the_same_name_waits_for_the_end_of_the_transaction_and_another_does_not():
    order, tries = [], threading.Event()

    def second() -> None:
        with transaction.atomic():
            name_lock("number of", 2)
            order.append("another name")
            tries.set()
            name_lock("number of", 1)
            order.append("the same name")
        connection.close()

    thread = threading.Thread(target=second)
    with transaction.atomic():
        name_lock("number of", 1)
        thread.start()
        assert tries.wait(20)
        order.append("first done")
    thread.join(20)
    assert order == ["another name", "first done", "the same name"]
