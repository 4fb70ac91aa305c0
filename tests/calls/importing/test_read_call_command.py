import io
import json

import pytest
from django.core.management import CommandError, call_command

from tests.calls.importing.seeds import seed_path


def test_one_json_object_a_file_without_a_database():
    out = io.StringIO()
    call_command("read_call", str(seed_path("000")), str(seed_path("004")), stdout=out)
    made = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [(m["file"], len(m["directions"])) for m in made] == [
        (seed_path("000").name, 11),
        (seed_path("004").name, 7),
    ]
    first = made[0]["directions"][0]
    assert first["amounts"] == [{"kind": "grant_cap", "op": "<=", "value_wan": 2000.0}]
    assert (first["duration_years"], first["duration_op"]) == (3, "<=")
    assert first["indicators"][0]["span"].endswith("关键技术5项以上")
    assert made[1]["call"]["region"] == "重庆市"


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    scan = tmp_path / "扫描.pdf"
    scan.write_bytes(b"%PDF-1.7")
    with pytest.raises(CommandError, match="PDF"):
        call_command("read_call", str(scan))
    with pytest.raises(CommandError, match="无法打开"):
        call_command("read_call", str(tmp_path / "无.txt"))
