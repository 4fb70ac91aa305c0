import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from calls.models import Direction, Track
from calls.numbering import direction_name, direction_number, direction_numbered
from calls.services.creating import call_create_from_import
from calls.services.directions import direction_add
from portal.scoping import system_scope
from tests.calls.documents import imported, seed
from tests.factories import make_actor, make_call, make_direction
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("printed", "numbered"),
    [("（一）", "（一） 激光雷达"), ("3", "3. 激光雷达"), ("项目一", "项目一 激光雷达"), ("", "1. 激光雷达")],
)
def test_a_number_as_printed_else_counted_in_the_track(printed, numbered):
    direction = make_direction(call=make_call(), title="激光雷达", printed_number=printed)
    assert direction_numbered(direction, direction.published) == numbered
    assert direction_name(direction, direction.published) == numbered
    direction.track.title = "元宇宙"
    assert direction_name(direction, direction.published) == f"元宇宙 {numbered}"


def test_each_track_of_seed_002_counts_its_own():
    actor = make_actor()
    call = call_create_from_import(call_import=imported(seed("002"), actor=actor), actor=actor)
    with system_scope("test"):
        tracks = [list(track.directions.order_by("order")) for track in call.tracks.all()]
    assert [len(directions) for directions in tracks] == [11, 19, 10, 12]
    for directions in tracks:
        assert [direction.place for direction in directions] == list(range(1, len(directions) + 1))
        assert direction_number(directions[0], directions[0].versions.get()) == "（一）"


def test_a_direction_added_to_an_earlier_track_counts_on_there():
    actor = make_actor()
    call = make_call(created_by=actor.membership, published=False)
    first, second = call.tracks.get(), Track.objects.create(call=call, order=2, title="人形机器人")
    made = [direction_add(call=call, title="方向", track=track, actor=actor) for track in (first, second, first)]
    for direction in made:
        direction.refresh_from_db(fields=["order", "place"], from_queryset=Direction._base_manager.all())
    # It stands after the last of its track; the other track's moves on.
    assert [(direction.order, direction.place) for direction in made] == [(1, 1), (3, 1), (2, 2)]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(IntegrityError), transaction.atomic():
            cursor.execute("UPDATE calls_direction SET place = 1 WHERE id = %s", [made[2].pk])


@pytest.fixture
def two_tracks():
    """Six directions, three in each of two tracks, the last one added to the first track afterwards."""
    actor = make_actor()
    call = make_call(created_by=actor.membership)
    call.tracks.update(title="元宇宙")
    tracks = [call.tracks.get(), Track.objects.create(call=call, order=2, title="人形机器人")]
    for number, track in zip("一二一二三三", [0, 0, 1, 1, 1, 0], strict=True):
        make_direction(
            call=call, track=tracks[track], printed_number=f"（{number}）", title=f"{tracks[track]}任务{number}"
        )
    return actor, call


NAMES = [f"{track}任务{number}" for track in ("元宇宙", "人形机器人") for number in "一二三"]


def placed(text, words):
    """Where each of ``words`` stands, each looked for after the one before."""
    at = [text.index(words[0])]
    for word in words[1:]:
        at.append(text.index(word, at[-1] + 1))
    return at


def test_public_pages_group_by_track_with_its_own_numbers(client, two_tracks):
    _actor, call = two_tracks
    text = client.get(reverse("calls:detail", args=[call.public_id])).content.decode()
    body = text[text.index("<h2>元宇宙</h2>") :]
    placed(body, ["<h2>元宇宙</h2>", *NAMES[:3], "<h2>人形机器人</h2>", *NAMES[3:]])
    assert body.count('<span class="number">（三）</span>') == 2
    found = client.get(reverse("calls:directions")).content.decode()
    assert "人形机器人 · 方向 （三）" in found


def test_office_pages_do_as_well(client, two_tracks):
    actor, call = two_tracks
    sign_in(client, actor)
    text = client.get(reverse("calls:office_directions", args=[call.public_id])).content.decode()
    placed(text, ["元宇宙</th>", *NAMES[:3], "人形机器人</th>", *NAMES[3:]])
    choices = client.get(reverse("reviews:office_applications")).content.decode()
    placed(choices, [f"{name[:-3]} （{name[-1]}） {name}" for name in NAMES])
