"""Clean text with origins: what is dropped, what is kept, and that every span maps back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opencc import OpenCC

from extractor.text.normalise import normalise
from extractor.text.page import read_page

# A small, nasty alphabet: readings, brackets of every width, blanks, script variants, quotes, invisible characters.
NASTY = st.text(alphabet='機关(（)）jīguan li1， \u3000\u200b「」"ａＢ。\n６000餘名', max_size=60)


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("機(jī)關(guān)黨員", "机关党员"),
        ("麗(li) 水", "丽水"),
        ("機（jī）關［guān］", "机关"),
        ("關 (guan) 於", "关于"),
        ("開(kāi )展", "开展"),
        ("甲型(A)流感", "甲型(A)流感"),
        ("世界卫生组织(WHO)", "世界卫生组织(WHO)"),
        ("方案(a)和(b)", "方案(a)和(b)"),
        ("每周（六）", "每周(六)"),
        ("６０００餘名", "6000余名"),
        ("「關愛隊」", "“关爱队”"),
        ('他说"好"', "他说“好”"),
        ("志\u200b愿者\ufeff", "志愿者"),
        ("乾隆年间晾乾", "乾隆年间晾干"),
        ("衞生署、高髙、徐州巿、簷下、敍述", "卫生署、高高、徐州市、檐下、叙述"),
        ("裏面綫麪羣峯祕牀着著名么", "里面线面群峰秘床着著名么"),
    ],
)
def test_clean_text(text: str, clean: str) -> None:
    assert normalise(text)[0] == clean


@pytest.mark.parametrize("region", ["hk", "tw"])
def test_regional_forms_that_t2s_leaves_are_simplified(region: str) -> None:
    kept = {"著", "么", "潀"}  # simplified characters of their own, or in no use
    to_standard, simplified = OpenCC(f"{region}2t"), OpenCC("t2s")
    forms = [
        c for c in map(chr, range(0x4E00, 0xA000)) if simplified.convert(c) == c != to_standard.convert(c)
    ]
    assert len(forms) > 4
    wanted = {c: simplified.convert(to_standard.convert(c)) for c in forms if c not in kept}
    assert {c: normalise(c)[0] for c in wanted} == wanted


@given(NASTY)
def test_normalising_twice_changes_nothing(text: str) -> None:
    once, _ = normalise(text)
    assert normalise(once)[0] == once


@given(NASTY, st.data())
def test_every_span_maps_back(text: str, data: st.DataObject) -> None:
    clean, origins = normalise(text)
    if not clean:
        return
    start = data.draw(st.integers(0, len(clean) - 1))
    end = data.draw(st.integers(start + 1, len(clean)))
    left, right = origins.span(start, end)
    assert 0 <= left < right <= len(text)
    # The original span, read by itself, says the same (quotes and glosses at its edges need their context).
    inside = normalise(text[left:right])[0]
    assert len(inside) >= end - start
    for offset in range(start, end):
        original = text[origins.at(offset)]
        assert normalise(original)[0] in (clean[offset], '"', original) or clean[offset] in "“”"


@given(NASTY)
def test_origins_are_strictly_increasing(text: str) -> None:
    clean, origins = normalise(text)
    places = [origins.at(i) for i in range(len(clean))]
    assert places == sorted(set(places))


def test_page_span_covers_a_glossed_word() -> None:
    page = read_page("徐州市機(jī)關(guān)黨員")
    start = page.clean.index("机关")
    left, right = page.span(start, start + 2)
    assert page.original[left:right] == "機(jī)關"
