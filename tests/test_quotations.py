"""Quotations and who speaks in them."""

from __future__ import annotations

import pytest

from extractor.mentions.quotations import find_quotations
from extractor.text.page import read_page


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("何一鸣说：“大堤上有五十个人守着。”", "何一鸣"),
        ("“大堤上有五十个人守着。”何一鸣告诉记者。", "何一鸣"),
        ("“大堤上有五十个人守着。”市水利局副局长何一鸣介绍，水位已降。", "市水利局副局长何一鸣"),
        ("横幅上写着“守住大堤保卫家园”几个字。", None),
    ],
)
def test_speaker(text: str, speaker: str | None) -> None:
    assert [q.speaker for q in find_quotations(read_page(text))] == [speaker]


def test_short_quotations_are_names() -> None:
    assert find_quotations(read_page("组建“先锋队”和“突击队”。")) == []
