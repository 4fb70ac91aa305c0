import pytest

from calls.personal_data import personal_data_in


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("请联系13800000001", ["手机号"]),
        ("请联系 138 0000 0001", ["手机号"]),
        ("请联系１３８００００００００１号", []),
        ("邮箱a.b@demo.example", ["邮箱"]),
        ("510101199003070011", ["身份证号"]),
        ("统一社会信用代码91510100MA00000001", []),
        ("探测距离≥250m，电话028-00000000", []),
    ],
)
def test_numbers_of_persons_are_found_and_others_are_not(text, kinds):
    assert personal_data_in(text) == kinds
