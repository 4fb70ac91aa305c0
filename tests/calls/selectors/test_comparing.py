import pytest

from calls.models import DirectionPart
from calls.selectors.comparing import indicator_rows, text_rows
from calls.selectors.public import chosen_directions
from portal.accounts.actor import VISITOR
from tests.factories import make_call, make_direction

pytestmark = pytest.mark.django_db

SNR = {"subject": "信噪比", "comparator": ">=", "value": 70, "unit": "dB"}


def pair(first, second):
    call = make_call(published=False)
    made = [make_direction(call=call, indicators=rows) for rows in (first, second)]
    return [type("Shown", (), {"published": direction.versions.get()})() for direction in made]


def test_same_subjects_stand_in_one_row_and_shared_ones_first():
    directions = pair(
        ({"subject": "功耗", "comparator": "<", "value": 5, "unit": "W"}, SNR),
        (SNR | {"subject": "信 噪比", "value": 80}, SNR | {"condition": "低温", "value": 60}),
    )
    rows = indicator_rows(directions)
    assert [row.subject for row in rows] == ["信噪比", "功耗"]
    assert [[one.value for one in cell] for cell in rows[0].cells] == [[70], [80, 60]]
    assert [(row.shared, row.differs) for row in rows] == [(True, True), (False, True)]


def test_what_is_the_same_does_not_differ():
    [row] = indicator_rows(pair((SNR,), (SNR,)))
    assert row.shared
    assert not row.differs


def test_texts_stand_by_kind_under_their_printed_headings():
    directions = pair((), ())
    DirectionPart.objects.create(
        version=directions[1].published, order=2, kind="goal", heading="预期目标", text="到2025年。"
    )
    DirectionPart.objects.create(version=directions[1].published, order=3, kind="indicators", heading="指标", text="略")
    rows = text_rows(directions)
    assert [(row.heading, row.texts) for row in rows] == [
        ("揭榜任务", ["研发智能传感器。", "研发智能传感器。"]),
        ("预期目标", ["", "到2025年。"]),
    ]


def test_chosen_directions_are_public_ones_in_the_order_of_the_address():
    first, second = (make_direction(call=make_call(), title=title) for title in ("甲", "乙"))
    hidden = make_direction(call=make_call(published=False))
    typed = [str(second.key), "nonsense", str(hidden.key), str(first.key), str(second.key)]
    assert [d.pk for d in chosen_directions(actor=VISITOR, keys=typed)] == [second.pk, first.pk]
