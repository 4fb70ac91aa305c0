"""One real 榜单 from its document to the shortlist, by everybody's own browser, a real worker and dispatcher.

The steps are those of the product's first promise; each leaves in the database what the next one begins with, so
they are one test. They stand in tests/browser/steps/.
"""

import pytest

from tests.browser.chain import Chain
from tests.browser.steps import applying, publishing, recommending, reviewing

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def chain(offices, sessions, as_staff, celery_worker_process, dispatcher_process, tmp_path) -> Chain:
    return Chain(offices, as_staff, sessions, tmp_path)


def test_a_real_call_goes_from_its_document_to_the_shortlist(chain, celery_worker_process):
    publishing.publish(chain)
    applying.register(chain)
    applying.fill_in_and_submit(chain)
    applying.papers(chain)
    applying.further_applications(chain)
    applying.remind(chain, celery_worker_process)
    recommending.return_and_answer(chain)
    recommending.recommend(chain)
    reviewing.receive_and_check(chain)
    reviewing.review(chain)
    reviewing.decide_and_announce(chain)
    reviewing.export(chain)
    reviewing.audit(chain)
