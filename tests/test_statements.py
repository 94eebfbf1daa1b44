"""Statements: direct and indirect speech with speaker, act and channel."""

from __future__ import annotations

import pytest

from onrecord.extract.mentions import Passage
from onrecord.extract.sources import attribute
from onrecord.extract.statements import Said, find
from onrecord.language import analyse
from onrecord.model import Report, Segment


def said(text: str) -> tuple[Said, ...]:
    """The statements of a one-paragraph report."""
    (doc,) = analyse([text])
    segment = Segment("body", 0, len(text))
    report = Report(id="test", text=text, segments=(segment,))
    passages = (Passage(segment, 0, doc),)
    return find(passages, report, attribute(passages, report))


@pytest.mark.parametrize(
    ("text", "quote", "speaker"),
    [
        ("“The bridge is gone,” said Tom Reed, a farmer.", "The bridge is gone,", "Tom Reed"),
        ("Ana Ruiz, the mayor, called the raid “an act of piracy”.", "an act of piracy", "Ana Ruiz"),
        ("The army said the boat was “neutralised”.", "neutralised", "army"),
        ("Tom Reed told the crowd: “We stay.”", "We stay.", "Tom Reed"),
    ],
)
def test_direct_speech(text: str, quote: str, speaker: str) -> None:
    found = [statement for statement in said(text) if statement.quote == quote]
    assert [statement.speaker.name for statement in found] == [speaker]


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("The governor denied that the town had fallen.", "denies"),
        ("The rebels threatened to shell the port.", "threatens"),
        ("The prime minister promised to rebuild the town.", "pledges"),
        ("The United Nations demanded that the siege be lifted.", "demands"),
        ("The general said the town had fallen.", "asserts"),
    ],
)
def test_indirect_speech_has_an_act(text: str, act: str) -> None:
    assert act in {statement.act for statement in said(text) if statement.quote is None}


def test_the_channel_is_kept() -> None:
    (statement,) = said("The ministry said on Twitter that the pipeline was safe.")
    assert statement.channel == "Twitter"


def test_offsets_give_the_words() -> None:
    text = "“The bridge is gone,” said Tom Reed, a farmer. The rebels threatened to shell the port."
    for statement in said(text):
        assert text[statement.start : statement.end] == statement.content


def test_narration_is_no_statement() -> None:
    assert said("The river rose in the night and took the bridge.") == ()


@pytest.mark.parametrize(
    ("text", "content"),
    [
        (
            "A police source told Lugo News reporters that rebels had shelled the square.",
            "rebels had shelled the square.",
        ),
        ("The minister, Ana Ruiz, told reporters in Lugo the dam had burst.", "the dam had burst."),
        (
            "An official said on Wednesday his group had lost touch with the camp.",
            "his group had lost touch with the camp.",
        ),
        ("The army shelled the port, local media reported citing a military source.", "The army shelled the port"),
        ("The mayor urged residents to leave.", "residents to leave."),
        ("The rebels hold the town, said Sgt. Ana Ruiz, a medic.", "The rebels hold the town"),
        ('Lugo News reported that he killed Samir "Sam" Zawi.', 'he killed Samir "Sam" Zawi.'),
        ("Ana Ruiz called on both sides to answer to the plan.", "both sides to answer to the plan."),
        ("The ministry said that, for now, the dam was safe.", "for now, the dam was safe."),
        ("But the dam was safe, the ministry said.", "the dam was safe"),
        ("The dam had burst, Tom Reed said, and called for help.", "The dam had burst"),
        ("The army was near, a rebel spokesman said later.", "The army was near"),
        ("The bridge fell in the night, one woman told her.", "The bridge fell in the night"),
        ("Nine had been evacuated, the mayor said.", "Nine had been evacuated"),
        (
            "Ana Ruiz said vote counts were late but polls, she added, had closed.",
            "vote counts were late but polls, she added, had closed.",
        ),
    ],
)
def test_what_is_said_leaves_out_to_whom_when_and_through_whom(text: str, content: str) -> None:
    assert [statement.content for statement in said(text) if statement.quote is None] == [content]


@pytest.mark.parametrize(
    "text",
    [
        "The activist told the Lugo Press news agency via Skype.",
        "“It was fierce,” one fighter told Lugo News after the battle was over.",
        "“It is hard,” Ana Ruiz told a news conference during a visit to Poland.",
        "“They took them,” said Ana Ruiz in a statement.",
        "The refineries threatened by the flood account for 14 percent of capacity.",
        "It is unclear how many had graduated from the programme.",
        "The council made an announcement that established a new policy.",
        "Police denied the protesters access to the square.",
        "Asked whether she felt the town was lost, Ana Ruiz left the room.",
        "The trucks left the port without saying when they would be back.",
        "The nurse asked to be referred to only as Ana.",
        "“We stay,” Ana Ruiz said to applause as she closed a meeting of 40 farmers.",
        "Few doctors even test patients for the disease.",
    ],
)
def test_whom_somebody_told_is_no_statement(text: str) -> None:
    assert not [statement for statement in said(text) if statement.quote is None]


@pytest.mark.parametrize(
    "text",
    [
        "The nurse, who asked not to be identified, left the town on foot with 40 others.",
        "The fire was out by noon, said the radio, which cited the mayor of Lima.",
        "Forty were hurt, according to the nurse in Lima, who gave the latest count.",
        "The tracker left the town, a group which reports on the war with 40 volunteers.",
        "Drums were beaten and the marchers chanted.",
        "“It was over,” Ana Ruiz told the Morning Echo ahead of a meeting with 40 farmers.",
    ],
)
def test_whom_one_speaks_to_how_one_sounds_and_who_stays_nameless_is_no_statement(text: str) -> None:
    assert all(s.quote or s.content.startswith(("The fire", "Forty")) for s in said(text))


def test_a_crowd_that_chants_words_says_them() -> None:
    assert [s.quote for s in said("“Open the dam now,” the protesters chanted.")] == ["Open the dam now,"]


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Ana Ruiz called him a “career criminal”.", "asserts"),
        ("Ana Ruiz insisted that the dam was safe.", "asserts"),
        ("Ana Ruiz called for “calm and order”.", "demands"),
    ],
)
def test_to_call_somebody_something_demands_nothing(text: str, act: str) -> None:
    assert {s.act for s in said(text)} == {act}
