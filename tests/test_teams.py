"""Teams: named in quotation marks, tied to the unit that formed them."""

import pytest
from name_pages import names_of


@pytest.mark.parametrize(
    ("text", "teams"),
    [
        ("团市委组建“青年突击队”,连夜上岗。", [("青年突击队", "共青团徐州市委")]),
        ("他牵头的“老水手”劝导队有八人。", [("老水手劝导队", "")]),
        ("大家都说“队伍来了”,很高兴。", []),
        ("“一名党员一面旗”,他说。", []),
    ],
)
def test_quoted_teams(text, teams):
    assert [(t.name, t.unit) for t in names_of(text, "徐州市").teams] == teams


def test_a_quoted_team_is_no_unit():
    assert [u.name for u in names_of("“机关党员突击队”来了。", "徐州市").units] == []
