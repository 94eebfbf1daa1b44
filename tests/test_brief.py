"""The brief: what it tells of a record, how it words it, and that no number is printed without a claim behind it."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace

import pytest
from rich.console import Console

from onrecord.brief import compose, markdown, terminal
from onrecord.brief.content import Brief
from onrecord.brief.dates import headline, long_date, short_date, span
from onrecord.brief.titles import inside, title
from onrecord.brief.wording import figure_words, short_ids, shortened, source_words, title_of, unquoted
from onrecord.codec import from_json, to_json
from onrecord.model import Claim, Control, Event, Figure, Line, Link, Problem, Span, Statement
from onrecord.show import open_claim
from onrecord.show import render as render_claim
from onrecord.text.excerpt import excerpt
from tests.digits import cited, orphans
from tests.handmade import (
    ARDOVIA,
    C_ENEMY,
    C_OTHER,
    C_OWN,
    CLAIMS,
    COURIER_REPORT,
    FLED,
    KILLED,
    L_DENIED,
    L_ENEMY,
    L_FLED,
    L_OWN,
    L_SAID,
    L_SHELLED,
    L_TAKEN,
    LEDGER_REPORT,
    LINES,
    MAYOR,
    REPORTS,
    TESSAL,
    WAR,
    claim,
    reading,
)

BRIEF = compose(REPORTS, CLAIMS, LINES)


def drawn(brief: Brief, width: int) -> str:
    console = Console(file=io.StringIO(), width=width, no_color=True)
    with console.capture() as captured:
        console.print(terminal.render(brief, width))
    return captured.get()


def test_the_head_counts_what_was_read() -> None:
    counts = BRIEF.counts
    assert (counts.reports, counts.outlets, counts.first, counts.last) == (2, 2, "2031-05-07", "2031-05-08")
    assert (counts.figures, counts.control, counts.events, counts.statements) == (7, 2, 1, 1)
    # Two lines of figures and one place; both lines stand in both outlets; the toll and the place are disputed.
    assert (counts.lines, counts.shared, counts.disputed) == (3, 2, 2)
    assert "2 reports from 2 outlets, 7 to 8 May 2031" in drawn(BRIEF, 100)


def test_a_line_tells_its_state_origins_and_losses() -> None:
    (incident,) = BRIEF.incidents
    killed, fled = incident.lines
    assert (killed.state, fled.state) == ("disputed", "updated")
    assert killed.voices == "2 outlets, 3 origins, 1 independent of the belligerents"
    told = {(said.figure, said.source): said for said in killed.readings}
    own = told["212", "Ardovia's army"]
    assert (own.loss, own.outlets) == ("own loss", ("Border Courier", "Morning Ledger"))
    assert own.cited.claims == (L_OWN.id, C_OWN.id)
    assert told["3,450", "Tessal's defence ministry"].loss == "enemy loss"
    assert told["at least 900", "Redline Observatory"].loss == "third party"
    assert told["nearly 3,500", "Tessal's defence ministry"].note == "same origin, rounded"
    assert told["3,450", "Tessal's defence ministry"].note is None
    assert [said.updates for said in fled.readings] == [False, True]
    assert [said.source for said in fled.readings] == ["no source named", "no source named"]


def test_a_place_tells_who_claims_and_who_denies() -> None:
    (sorn,) = BRIEF.places
    assert (sorn.name, sorn.state) == ("Sorn", "disputed")
    (holding,) = sorn.holdings
    assert (holding.state, holding.holder) == ("captured", "Ardovia")
    assert [(s.manner, s.who) for s in holding.stands] == [
        ("asserted", "Morning Ledger"),
        ("denied", "Tessal's defence ministry"),
    ]


@pytest.mark.parametrize(
    ("source", "holder", "polarity", "manner"),
    [
        (ARDOVIA, "Ardovia", "asserted", "claimed"),
        (TESSAL, "Ardovia", "asserted", "admitted"),
        (TESSAL, "Tessal", "asserted", "claimed"),
        (TESSAL, "Ardovia", "denied", "denied"),
        (replace(TESSAL, side=None), "Ardovia", "asserted", "said"),
        (None, "Ardovia", "asserted", "asserted"),
    ],
)
def test_how_a_voice_stands_to_a_place(source: object, holder: str, polarity: str, manner: str) -> None:
    one = replace(L_TAKEN, source=source, control=Control(holder, "captured"), polarity=polarity)  # type: ignore[arg-type]
    (place,) = compose(REPORTS, (one,), ()).places
    assert place.holdings[0].stands[0].manner == manner


def test_two_holders_dispute_on_one_day_and_follow_on_another() -> None:
    theirs = replace(L_TAKEN, id="f" * 12, control=Control("Tessal", "held"))
    later = replace(theirs, period=replace(theirs.period, start="2031-05-09"))
    assert compose(REPORTS, (L_TAKEN, theirs), ()).places[0].state == "disputed"
    assert compose(REPORTS, (L_TAKEN, later), ()).places[0].state == "updated"
    assert compose(REPORTS, (L_TAKEN,), ()).places[0].state == "single"


def test_a_denial_of_what_has_ended_since_leaves_no_dispute() -> None:
    retaken = replace(
        L_TAKEN,
        id="f" * 12,
        control=Control("Tessal", "recaptured"),
        period=replace(L_TAKEN.period, start="2031-05-09"),
    )
    assert compose(REPORTS, (L_TAKEN, L_DENIED), ()).places[0].state == "disputed"
    assert compose(REPORTS, (L_TAKEN, L_DENIED, retaken), ()).places[0].state == "updated"


def test_speakers_and_events_cite_their_claims() -> None:
    (speaker,) = BRIEF.speakers
    assert (speaker.name, speaker.side) == ("Ilse Maran", "Tessal")
    assert speaker.sayings[0].quote == "We will not leave this town,"
    assert (speaker.sayings[0].channel, speaker.sayings[0].cited.claims) == ("radio", (L_SAID.id,))
    (event,) = BRIEF.events
    assert (event.kind, event.place, event.when) == ("shelling", "Sorn", "2031-05-06")


def state_of(line: Line, claims: tuple[Claim, ...] = CLAIMS) -> tuple[str, str]:
    (incident,) = compose(REPORTS, claims, (line,)).incidents
    found = next(made for made in incident.lines if made.id == line.id)
    return found.state, found.voices


def test_states_of_lines() -> None:
    repeated = replace(KILLED, readings=(reading(L_OWN, C_OWN),), claims=(L_OWN.id, C_OWN.id), relations=())
    assert state_of(repeated) == ("repeat", "2 outlets, one origin")
    nobody = tuple(replace(claim, source=None) if claim.id == C_OWN.id else claim for claim in CLAIMS)
    assert state_of(repeated, nobody)[1] == "2 outlets, one known origin"
    alone = replace(KILLED, readings=(reading(L_OWN),), claims=(L_OWN.id,), relations=())
    assert state_of(alone) == ("single", "")
    agreed = replace(
        KILLED,
        readings=(reading(L_ENEMY), reading(C_OTHER)),
        claims=(L_ENEMY.id, C_OTHER.id),
        relations=(Link(L_ENEMY.id, C_OTHER.id, "corroborates"),),
    )
    assert state_of(agreed) == ("agree", "2 outlets, 2 origins, 1 independent of the belligerents")
    unsourced = replace(FLED, relations=(Link(L_FLED.id, FLED.claims[1], "unsourced"),))
    assert state_of(unsourced) == ("unsourced", "2 outlets, no source named")
    rival = replace(
        KILLED,
        readings=(reading(L_OWN), reading(L_ENEMY)),
        claims=(L_OWN.id, L_ENEMY.id),
        relations=(Link(L_OWN.id, L_ENEMY.id, "conflicts"),),
    )
    assert state_of(rival) == ("disputed", "2 origins, both belligerents, none independent")


def test_a_figure_on_no_line_is_told_all_the_same() -> None:
    brief = compose(REPORTS, CLAIMS, LINES[:1])
    told = [said.figure for i in brief.incidents for line in i.lines for said in line.readings]
    assert "more than 41,000" in told
    assert "about 55,000" in told


def test_a_list_of_things_is_told_in_one_breath() -> None:
    text = "Tessal's army said it had destroyed 30 tanks, 12 helicopters and up to 40 lorries.\n\nMore.\n"
    report = replace(LEDGER_REPORT, text=text)

    def hedge(exact: str) -> str:
        return "up_to" if exact.startswith("up to") else "exact"

    things = [("30 tanks", "30", "tank"), ("12 helicopters", "12", "helicopter"), ("up to 40 lorries", "40", "vehicle")]
    claims = tuple(
        claim(
            report, exact, number=number, figure=Figure(number, int(number), None, int(number), hedge(exact)),
            measure="equipment_lost", object=thing, side="Ardovia", status="military", source=TESSAL,
            scope="cumulative", period=L_OWN.period,
        )
        for exact, number, thing in things
    )  # fmt: skip
    lines = tuple(Line(f"l{n}", (), "x", "war", (reading(c),), (), (c.id,)) for n, c in enumerate(claims))
    (incident,) = compose((report,), (*claims, L_TAKEN, L_DENIED), lines).incidents
    assert incident.lines == ()
    (listed,) = incident.lists
    assert [item.text for item in listed.items] == [exact for exact, _, _ in things]
    assert (listed.source, listed.label) == ("Tessal's defence ministry", "Ardovia equipment lost")


def test_no_number_is_printed_without_a_claim_beside_it() -> None:
    text = drawn(BRIEF, 220)
    assert orphans(text, CLAIMS, REPORTS) == []
    assert cited(text, CLAIMS) == {c.id for c in CLAIMS}
    told = markdown.render(BRIEF)
    assert orphans(told, CLAIMS, REPORTS) == []
    assert cited(told, CLAIMS) == {c.id for c in CLAIMS}


def _with_line(**changes: object) -> Brief:
    (incident,) = BRIEF.incidents
    line = replace(incident.lines[0], **changes)  # type: ignore[arg-type]
    return replace(BRIEF, incidents=(replace(incident, lines=(line, *incident.lines[1:])),))


@pytest.mark.parametrize(
    ("brief", "number"),
    [
        (_with_line(label="Ardovian soldiers killed since 1987"), "1987"),
        (_with_line(part_of="the 999 killed"), "999"),
        (_with_line(qualifier="one of 77 counts"), "77"),
        (_with_line(readings=(replace(BRIEF.incidents[0].lines[0].readings[0], figure="2120"),)), "2120"),
        (_with_line(readings=(replace(BRIEF.incidents[0].lines[0].readings[0], figure="12"),)), "12"),
        (_with_line(readings=(replace(BRIEF.incidents[0].lines[0].readings[0], when="2031-04-30"),)), "30"),
        (replace(BRIEF, incidents=(replace(BRIEF.incidents[0], day="2031-03-11"),)), "11"),
        (replace(BRIEF, events=(replace(BRIEF.events[0], words="88 shells fell"),)), "88"),
        (replace(BRIEF, speakers=(replace(BRIEF.speakers[0], name="Unit 19"),)), "19"),
    ],
)
def test_a_number_without_a_claim_is_found(brief: Brief, number: str) -> None:
    assert number in {found for found, _ in orphans(drawn(brief, 220), CLAIMS, REPORTS)}
    assert number in {found for found, _ in orphans(markdown.render(brief), CLAIMS, REPORTS)}


@pytest.mark.parametrize("width", [40, 60, 72, 80, 100, 110, 140, 200])
@pytest.mark.parametrize("lines", [LINES, ()], ids=["lines", "single figures"])
def test_nothing_is_cut_at_any_width(width: int, lines: tuple[Line, ...]) -> None:
    brief = compose(REPORTS, CLAIMS, lines)
    text = drawn(brief, width)
    assert all(len(line) <= width for line in text.splitlines())
    words = set(text.split())
    for said in (said for line in brief.incidents[0].lines for said in line.readings):
        assert set(said.figure.split()) <= words
        assert all(f"[{short}]" in text for short in said.cited.short)
    assert "…" not in text


def test_markdown_and_json_tell_the_same_claims() -> None:
    text = markdown.render(BRIEF)
    short = short_ids(c.id for c in CLAIMS).values()
    assert all(f"`{i}`" in text for i in short)
    assert "≠ **Ardovian soldiers killed**" in text
    table = [row for row in text.splitlines() if row.startswith("|")]
    assert {row.count(" | ") for row in table[:7]} == {6}
    assert from_json(Brief, json.loads(json.dumps(to_json(BRIEF)))) == BRIEF


def test_markdown_takes_no_marks_from_the_reports() -> None:
    sly = replace(L_SAID, source=replace(MAYOR, name="*Ilse* <b>Maran</b> | x"))
    text = markdown.render(compose(REPORTS, (sly,), ()))
    assert "<b>" not in text.replace("\\<b\\>", "")
    assert "\\*Ilse\\*" in text


def test_the_brief_does_not_depend_on_the_order_of_lines() -> None:
    assert compose(REPORTS, CLAIMS, tuple(reversed(LINES))) == BRIEF


def test_limits_are_told() -> None:
    many = tuple(
        replace(L_SAID, id=f"{n:012x}", source=replace(MAYOR, name=f"Speaker {chr(65 + n % 26)}{n}")) for n in range(40)
    )
    cut, whole = compose(REPORTS, many, ()), compose(REPORTS, many, (), limit=False)
    assert (len(cut.speakers), cut.unseen_speakers) == (16, 24)
    assert (len(whole.speakers), whole.unseen_speakers) == (40, 0)
    assert "24 more speakers" in drawn(cut, 100)


def test_problems_are_counted_in_the_head() -> None:
    brief = compose(REPORTS, CLAIMS, LINES, (Problem("x.pdf", "unreadable", "encrypted"),))
    assert "1 problem met while reading" in drawn(brief, 100)


def test_an_empty_record_has_a_brief() -> None:
    assert "0 reports from 0 outlets, no date" in drawn(compose((), (), ()), 80)


def test_figures_are_worded_as_the_report_words_them() -> None:
    def worded(text: str, number: str, hedge: str) -> str:
        counted = Span(0, len(number), number)
        return figure_words(replace(L_OWN, figure=Figure(text, 6000, None, 6000, hedge), number=counted))

    assert worded("6,000", "6,000", "almost") == "almost 6,000"
    assert worded("close to 6,000", "6,000", "almost") == "close to 6,000"
    assert worded("Nearly 6,000", "6,000", "almost") == "nearly 6,000"
    assert worded("212", "212", "exact") == "212"
    assert worded("tens of thousands", "tens of thousands", "vague") == "tens of thousands"
    assert worded("$6,000", "$6,000", "up_to") == "up to $6,000"


@pytest.mark.parametrize(
    ("text", "exact", "number", "words"),
    [
        ("It sent $10m in aid.", "$10m", "10m", "$10m"),
        ("It sent about US$10m in aid.", "about US$10m", "10m", "about US$10m"),
        ("It sent 20 million euros now.", "20 million euros", "20 million", "20 million euros"),
        ("It sent 10m of emergency aid.", "10m of emergency aid", "10m", "10m"),
    ],
)
def test_a_sum_keeps_its_currency(text: str, exact: str, number: str, words: str) -> None:
    hedge = "about" if "about" in exact else "exact"
    made = claim(
        replace(LEDGER_REPORT, text=text), exact, number=number, figure=Figure(number, 1e7, 1e7, 1e7, hedge),
        measure="aid",
    )  # fmt: skip
    assert figure_words(made) == words


@pytest.mark.parametrize(
    ("name", "side", "words"),
    [
        ("the defence ministry", "Tessal", "defence ministry (Tessal)"),
        ("Its defence ministry", "Tessal", "defence ministry (Tessal)"),
        ("Tessalian officials", "Tessal", "Tessalian officials"),
        ("Ilse Maran", "Tessal", "Ilse Maran (Tessal)"),
        ("the Red Cross", None, "Red Cross"),
    ],
)
def test_a_source_tells_whose_it_is(name: str, side: str | None, words: str) -> None:
    assert source_words((replace(L_OWN, source=replace(ARDOVIA, name=name, side=side)),)) == words


def test_short_ids_are_six_characters_or_as_many_as_it_takes() -> None:
    assert short_ids(["abcdef0000", "abcdef0111", "123456789a"]) == {
        "abcdef0000": "abcdef00", "abcdef0111": "abcdef01", "123456789a": "123456",
    }  # fmt: skip


def test_dates_of_every_grain() -> None:
    assert short_date("2031-05-06", "2031") == "6 May"
    assert short_date("2031-05-06", "2030") == "6 May 2031"
    assert (short_date("2031-05"), short_date("2031"), short_date(None)) == ("May 2031", "2031", "")
    assert (long_date("2031-05-06"), long_date("2031-05"), long_date("2031")) == ("6 May 2031", "May 2031", "2031")
    assert span("2031-05-06", "2031-05-06") == "6 May 2031"
    assert span("2031-05", "2031-05-06") == "May 2031 to 6 May 2031"
    assert title_of("ardovia-tessal-war-2031-05-06") == "ardovia tessal war"


def test_the_sentence_of_a_claim() -> None:
    text = "It began. Gen. Ilse Maran said 12 died at 3.5 km. “Enough!” He left.\n\nNext 12."
    start = text.index("12")
    found = excerpt(text, start, start + 2)
    assert found.sentence == "Gen. Ilse Maran said 12 died at 3.5 km."
    assert found.before == "It began. "
    assert text[found.start :].startswith("Gen.")
    assert found.after == "“Enough!” He left."


def test_an_opened_claim_shows_sentence_fields_rules_and_relations() -> None:
    shown = open_claim(L_ENEMY, LEDGER_REPORT, LINES, CLAIMS)
    assert shown.excerpt.sentence == "Tessal's defence ministry put the Ardovian dead at 3,450."
    assert ("bounds", "low 3,450, high 3,450") in shown.fields
    assert ("source", "Tessal's defence ministry") in shown.fields
    assert [(step.rule, step.words) for step in shown.steps] == [("figure.by_hand", "Ardovian dead at 3,450")]
    assert {(r.relation, r.claim.id) for r in shown.relatives} == {
        ("repeat", C_ENEMY.id), ("conflicts", L_OWN.id), ("corroborates", C_OTHER.id),
    }  # fmt: skip
    console = Console(file=io.StringIO(), width=80, force_terminal=True, color_system="standard")
    with console.capture() as captured:
        console.print(render_claim(shown, 80))
    text = captured.get()
    assert re.search(r"\x1b\[[\d;]*7[\d;]*m3,450\x1b\[0m", text), "the number is not marked in its sentence"
    plain = re.sub(r"\x1b\[[\d;]*m", "", text)
    for words in ("conflicts with 212", "212 and 3,450 do not overlap", "Morning Ledger", "tessal-government"):
        assert words in plain
    assert all(len(line) <= 80 for line in plain.splitlines())


def test_an_opened_claim_about_a_place_shows_all_stands_on_it() -> None:
    shown = open_claim(L_DENIED, LEDGER_REPORT, LINES, CLAIMS)
    console = Console(file=io.StringIO(), width=140, no_color=True)
    with console.capture() as captured:
        console.print(render_claim(shown, 140))
    assert "denied by Tessal's defence ministry" in captured.get()
    assert f"[{L_TAKEN.id[:6]}]" in captured.get()


def test_an_open_bound_is_said_to_be_open() -> None:
    shown = open_claim(C_ENEMY, COURIER_REPORT, (), CLAIMS)
    assert ("bounds", "low open, high 3,500") in shown.fields
    assert shown.line is None


def told(**fields: object) -> Claim:
    """A figure of seven with these fields, for titles."""
    of = replace(LEDGER_REPORT, text="Officials said seven were counted in the past 24 hours near Sorn.\n")
    plain = claim(of, "seven", number="seven", figure=Figure("seven", 7, 7, 7, "exact"), scope="event")
    return replace(plain, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"measure": "killed"}, "People killed"),
        ({"measure": "killed", "group": "Russian soldiers", "side": "Russia", "status": "military"},
         "Russian soldiers killed"),
        ({"measure": "injured", "side": "Russia", "status": "military"}, "Russian troops injured"),
        ({"measure": "killed", "side": "Islamic State", "status": "military"}, "Islamic State fighters killed"),
        ({"measure": "killed", "group": "dead civilians", "status": "civilian"}, "Civilians killed"),
        ({"measure": "killed", "group": "Taliban", "side": "Taliban", "status": "military"}, "Taliban fighters killed"),
        ({"measure": "injured", "group": "individuals"}, "People injured"),
        ({"measure": "killed", "group": "children"}, "Children killed"),
        ({"measure": "killed", "group": "employees of the mission"}, "Employees killed"),
        ({"measure": "displaced", "group": "families"}, "Families displaced"),
        ({"measure": "killed", "group": "Chinese"}, "Chinese people killed"),
        ({"measure": "refugees", "group": "refugees", "modality": "projected"}, "Refugees abroad, forecast"),
        ({"measure": "infected", "group": "suspected cases", "modality": "possible"}, "People infected, suspected"),
        ({"measure": "destroyed", "object": "home"}, "Homes destroyed"),
        ({"measure": "equipment_lost", "object": "air_defence", "side": "Russia"}, "Russian air defence systems lost"),
        ({"measure": "equipment_lost", "side": "Russia"}, "Russian equipment lost"),
        ({"measure": "services_cut", "object": "village"}, "Villages without service"),
        ({"measure": "troops", "group": "soldiers", "status": "military"}, "Soldiers deployed"),
        ({"measure": "damage_cost"}, "Cost of damage"),
        ({"measure": "other", "group": "aftershocks"}, "Aftershocks"),
        ({"measure": "protesters", "group": "residents of the town"}, "Residents protesting"),
        ({"measure": "killed", "increment": True}, "People killed, new since the last count"),
        ({"measure": "killed", "scope": "period"}, "People killed, in the past 24 hours"),
    ],
)  # fmt: skip
def test_titles_of_lines(fields: dict[str, object], words: str) -> None:
    assert title((told(**fields),)) == words


def test_a_title_takes_what_most_claims_name() -> None:
    side = {"measure": "killed", "side": "Russia", "status": "military"}
    groups = (None, "Russian troops", "personnel", "Russian soldiers", "Russian troops")
    assert title([told(group=group, **side) for group in groups]) == "Russian troops killed"
    assert title([told(measure="killed", group=group) for group in (None, None, "medics")]) == "People killed"
    assert title([told(measure="killed", group=group) for group in (None, None, "medics")], loose=True) == (
        "Medics killed"
    )


@pytest.mark.parametrize(
    ("exact", "words"),
    [
        ("pledged 7 million euros", "Aid pledged"),
        ("appealed for 7 million euros", "Aid asked for"),
        ("7 million euros in aid", "Aid money"),
    ],
)
def test_money_is_titled_by_its_verb(exact: str, words: str) -> None:
    of = replace(LEDGER_REPORT, text=f"It {exact} on Monday.\n")
    made = claim(of, exact, number="7 million", figure=Figure("7 million", 7e6, 7e6, 7e6, "exact"), measure="aid")
    assert title((made,)) == words


def test_a_title_within_a_sentence() -> None:
    assert inside("People killed") == "people killed"
    assert inside("Russian troops killed") == "Russian troops killed"
    assert inside("UN staff missing") == "UN staff missing"


def test_headings_tell_totals_and_what_happened_where_and_when() -> None:
    (crisis,) = BRIEF.incidents
    assert (crisis.what, crisis.day) == ("totals", "2031-05-07")
    assert headline(crisis) == ("ARDOVIA TESSAL WAR", "totals as of 7 May 2031")
    slug = "sorn-2031-05-06"
    dead = told(id="e" * 12, measure="killed", place=L_SHELLED.place, period=L_SHELLED.period, incident=slug)
    hurt = replace(dead, id="d" * 12, measure="injured")
    incident, *others = compose(REPORTS, (dead, hurt, L_SHELLED), ()).incidents
    assert others == []
    assert headline(incident) == ("SORN", "shelling, 6 May 2031")
    assert [line.label for line in incident.lines] == ["People killed", "People injured"]


def test_incidents_of_one_place_and_day_have_one_heading() -> None:
    one = told(
        id="e" * 12, measure="killed", place=L_SHELLED.place, period=L_SHELLED.period, incident="sorn-2031-05-06"
    )
    two = replace(one, id="d" * 12, measure="protesters", incident="sorn-2031-05-06-abcdef")
    (incident,) = compose(REPORTS, (one, two), ()).incidents
    assert set(incident.incidents) == {"sorn-2031-05-06", "sorn-2031-05-06-abcdef"}
    assert not incident.minor


def test_one_origin_with_one_number_is_told_once() -> None:
    again = replace(C_OWN, id="f" * 12, period=replace(C_OWN.period, as_of="2031-05-07"))
    line = replace(
        KILLED,
        readings=(reading(L_OWN), reading(C_OWN), reading(again)),
        claims=(L_OWN.id, C_OWN.id, again.id),
        relations=(),
    )
    (incident,) = compose(REPORTS, (*CLAIMS, again), (line,)).incidents
    (told_once,) = next(made for made in incident.lines if made.id == line.id).readings
    assert told_once.cited.claims == (L_OWN.id, C_OWN.id, again.id)


def test_events_that_only_count_are_left_to_the_figures() -> None:
    text = (
        "Shells killed 12 people in Sorn. Shells hit a school in Sorn. Sorn was shelled for hours by Ardovian guns.\n"
    )
    of = replace(LEDGER_REPORT, text=text)
    where = {"place": L_SHELLED.place, "period": L_SHELLED.period}
    figure = claim(of, "killed 12 people", number="12", figure=Figure("12", 12, 12, 12, "exact"), measure="killed")
    counted = claim(of, "Shells killed 12 people", "event", event=Event("attack", None, "12 people"), **where)
    school = claim(of, "Shells hit a school in Sorn", "event", event=Event("shelling", None, "a school"), **where)
    hours = claim(
        of, "Sorn was shelled for hours by Ardovian guns", "event", event=Event("shelling", "Ardovia", "Sorn"), **where
    )
    brief = compose((of,), (figure, counted, school, hours), ())
    (event,) = brief.events
    assert set(event.cited.claims) == {school.id, hours.id}
    assert (event.kind, event.by, brief.unseen_events) == ("shelling", None, 1)
    whole = compose((of,), (figure, counted, school, hours), (), limit=False)
    assert {i for made in whole.events for i in made.cited.claims} == {counted.id, school.id, hours.id}


def test_a_speaker_is_told_once_with_the_best_two_quotations() -> None:
    def said(n: int, quote: str | None, name: str = "Ilse Maran", act: str = "asserts") -> Claim:
        statement = Statement(quote, quote or "that Sorn had ever fallen", act)
        return replace(L_SAID, id=f"{n:012x}", statement=statement, source=replace(MAYOR, name=name))

    claims = (
        said(1, "nationalists"),
        said(2, None, act="denies"),
        said(3, "We will hold out for as long as there is bread,"),
        said(4, "Nobody here sleeps in a bed any more.", name="Mayor Ilse Maran"),
    )
    (speaker,) = compose(REPORTS, claims, ()).speakers
    assert (speaker.name, speaker.unseen) == ("Mayor Ilse Maran", 2)
    assert [saying.quote for saying in speaker.sayings] == [
        "We will hold out for as long as there is bread,",
        "Nobody here sleeps in a bed any more.",
    ]
    (whole,) = compose(REPORTS, claims, (), limit=False).speakers
    assert (len(whole.sayings), whole.unseen) == (4, 0)


def test_one_saying_in_two_spellings_is_told_once() -> None:
    spelled = "We held the whole valley of Sorn until the last bridge fell"
    other = replace(L_SAID, id="f" * 12, statement=Statement(spelled.replace("Sorn", "Sorne"), "x", "asserts"))
    one = replace(L_SAID, id="e" * 12, statement=Statement(spelled, "x", "asserts"))
    (speaker,) = compose(REPORTS, (one, other), ()).speakers
    (saying,) = speaker.sayings
    assert saying.cited.claims == (one.id, other.id)


def test_quotations_are_cut_between_words() -> None:
    assert shortened("one two three", 9) == "one two …"
    assert shortened("one  two", 9) == "one two"
    assert unquoted("“We will stay,”") == "We will stay"
    assert unquoted("20 million euros and") == "20 million euros"


def test_a_vote_is_told_in_one_breath() -> None:
    text = "The General Assembly voted 141 to 5 on Tuesday; 35 states abstained.\n"
    of = replace(LEDGER_REPORT, text=text)
    votes = [("141", "votes_for"), ("5", "votes_against"), ("35", "abstentions")]
    claims = tuple(
        claim(of, number, number=number, figure=Figure(number, int(number), int(number), int(number), "exact"),
              measure=measure, scope="snapshot", period=L_OWN.period)
        for number, measure in votes
    )  # fmt: skip
    voted = claim(of, "The General Assembly voted", "event", event=Event("vote", "General Assembly", None))
    lines = tuple(Line(f"v{n}", (), "x", WAR, (reading(c),), (), (c.id,)) for n, c in enumerate(claims))
    (incident,) = compose((of,), (*claims, voted), lines).incidents
    (listed,) = incident.lists
    assert listed.label == "General Assembly vote"
    assert [item.text for item in listed.items] == ["141 for", "5 against", "35 abstained"]
