"""Place, date, scope, source and side of figures over whole reports of our own, as a reader would fill them."""

from __future__ import annotations

import pytest

from onrecord.extract import extract
from onrecord.text import make_report, plain_blocks
from tests.storied import PUBLISHED, Case, check

CASES = [
    Case(
        "those hurt beside a part of the dead are not of that part",
        "A bomb in a market in Peshawar killed 31 people, including two medics, and wounded 40 others on Tuesday.",
        "40",
        {"group": None, "status": "unknown", "measure": "injured"},
    ),
    Case(
        "those hurt beside a part of the dead are of the whole",
        "A raid near Homs killed 20 soldiers, including two officers, and wounded 40 more on Tuesday.",
        "40",
        {"group": "soldiers", "status": "military"},
    ),
    Case(
        "whom a blast killed is not who left after it",
        "Hundreds of miners were evacuated from Soma after the blast that killed up to 30 people on Tuesday.",
        "30",
        {"group": None, "measure": "killed"},
    ),
    Case(
        "the year of a list's next entry is not counted",
        "Peru's worst disasters: 2004 - Floods kill 2,600 2007 - Tropical Storm Noel triggers mudslides",
        "2,600",
        {"group": None, "measure": "killed"},
    ),
    Case(
        "a disease says nothing",
        "Bird flu came back to Egypt on Tuesday. Of the 78 cases of H5N1 reported, 27 have been fatal.",
        "27",
        {"source": None, "measure": "infected"},
    ),
    Case(
        "the day beside the figure",
        "A bomb went off in a market in Peshawar on Tuesday.\n\nPolice said 14 people were killed.",
        "14",
        {"place": "Peshawar", "date": "2021-06-08", "scope": "event", "source": "Police"},
    ),
    Case(
        "the day of speaking is not the incident's",
        "Floods swept through Sylhet on Monday. Officials said on Wednesday that 30 people had drowned.",
        "30",
        {"date": "2021-06-07", "scope": "event"},
    ),
    Case(
        "a town that only says where another is",
        "Gunmen attacked Luuq, 40 km west of Baidoa in Somalia, on Sunday, killing nine soldiers.",
        "nine",
        {"place": "Luuq", "date": "2021-06-06", "status": "military"},
    ),
    Case(
        "the first of two nested places",
        "A fire in Shakhari Bazar, Dhaka, killed eight people on Wednesday.",
        "eight",
        {"place": "Shakhari Bazar"},
    ),
    Case(
        "where somebody was taken is not where it happened",
        "A bus overturned near Multan on Wednesday. Twelve injured passengers were taken to Lahore.",
        "Twelve",
        {"place": "Multan"},
    ),
    Case(
        "a stated window is a period that ends on publication",
        "Shelling of Donetsk continued. Doctors counted 17 dead in the past 24 hours.",
        "17",
        {"scope": "period", "date": "2021-06-10", "place": "Donetsk"},
    ),
    Case(
        "a war's total",
        "Four soldiers died near Marib on Monday. "
        "Yemen's war, which began in 2014, has killed more than 200,000 people.",
        "200,000",
        {"scope": "cumulative", "place": "Yemen", "date": "2021-06-10"},
    ),
    Case(
        "a toll that grows keeps the incident's day",
        "An earthquake struck Sulawesi on Sunday. The death toll rose to 73 on Wednesday, rescuers said.",
        "73",
        {"date": "2021-06-06", "as_of": "2021-06-09"},
    ),
    Case(
        "the missing are a state now",
        "A ferry sank off Zanzibar on Monday. Forty people are still missing.",
        "Forty",
        {"scope": "snapshot", "date": "2021-06-10"},
    ),
    Case(
        "a listed count takes the country before its bracket",
        "The WHO confirmed new cases of cholera in Kenya (12), Uganda (7) and Malawi (31) as the outbreak of the "
        "disease spread. The cholera outbreak is a concern, the WHO said.",
        "31",
        {"place": "Malawi", "measure": "infected", "source": "WHO"},
    ),
    Case(
        "an ellipsis before a place",
        "Air raids killed 12 people in Hodeida and another five in Taiz on Tuesday.",
        "five",
        {"place": "Taiz", "measure": "killed"},
    ),
    Case(
        "a headline takes source and place from the body",
        "A landslide buried homes in Cusco on Tuesday. Mayor Ana Quispe said at least 16 people had died.",
        "16",
        {"place": "Cusco", "source": "Ana Quispe", "date": "2021-06-08"},
        title="Landslide kills 16 in Peru",
    ),
    Case(
        "between two towns",
        "A train derailed between Kanpur and Lucknow on Wednesday. Six people died.",
        "Six",
        {"place": "between Kanpur and Lucknow"},
    ),
    Case(
        "the paragraph's town",
        "Fighting spread in northern Ethiopia on Monday.\n\n"
        "Mekelle was bombed for a third day. Nurses counted 22 wounded.\n\n"
        "In Adwa, officials said 11 had died.",
        "22",
        {"place": "Mekelle"},
    ),
    Case(
        "an opening place",
        "Fighting spread in northern Ethiopia on Monday.\n\n"
        "Mekelle was bombed for a third day. Nurses counted 22 wounded.\n\n"
        "In Adwa, officials said 11 had died.",
        "11",
        {"place": "Adwa", "source": "officials"},
    ),
    Case(
        "a forecast for no stated day",
        "Aid agencies in Beira say up to 90,000 people could flee the coast.",
        "90,000",
        {"modality": "projected", "date": None, "hedge": "up_to"},
    ),
    Case(
        "the speaker's own soldiers",
        "Armenia said on Tuesday that 15 of its soldiers had been killed near Jermuk. Azerbaijani forces and Armenian "
        "forces exchanged fire, and Armenian troops withdrew while Azerbaijani troops advanced.",
        "15",
        {"side": "Armenia", "source": "Armenia", "source_side": "Armenia"},
    ),
    Case(
        "a hearing's day is not the deed's",
        "Two brothers were sentenced on Tuesday for a shooting that left four people dead in Ndola on Sunday.",
        "four",
        {"place": "Ndola", "date": "2021-06-06"},
    ),
    Case(
        "who is named before the day names nobody's death",
        "Gunmen attacked a bar in Ndola on Sunday. The coroner on Wednesday named five people killed there.",
        "five",
        {"place": "Ndola", "date": "2021-06-06"},
    ),
    Case(
        "the arrested are arrested on the day of their arrest",
        "Police in Ndola arrested nine men on Tuesday after Sunday's riot.",
        "nine",
        {"measure": "detained", "date": "2021-06-08"},
    ),
    Case(
        "a year that tells one incident from others is no whole year",
        "Guards in Ndola want better locks after the 2014 mine shooting that left seven dead.",
        "seven",
        {"date": "2014", "scope": "event"},
    ),
    Case(
        "a death that raises the toll does not move the incident",
        "Gunmen attacked a bar in Ndola on Sunday, killing four people.\n\n"
        "A waiter died in hospital on Tuesday, bringing the death toll to five.",
        "five",
        {"date": "2021-06-06", "as_of": "2021-06-08"},
    ),
    Case(
        "a closed school's summer is not the day of the shooting",
        "Gunmen attacked a bar in Ndola on Sunday. The street was quiet: the city closed 49 schools last year. "
        "Four people were killed.",
        "Four",
        {"date": "2021-06-06"},
    ),
    Case(
        "a town that only its people name",
        "The attack was on Sunday. Two Lusaka men died at the scene.",
        "Two",
        {"place": "Lusaka", "date": "2021-06-06"},
    ),
    Case(
        "the day behind what struck is the deed's, in a sentence of the charge too",
        "Two men were charged on Tuesday over the shooting at a truck stop in Ndola on May 29. One person died.",
        "One",
        {"place": "Ndola", "date": "2021-05-29"},
    ),
    Case(
        "the dead are not the suspects",
        "Two suspects have been arrested after a shooting in Ndola on Sunday that left one dead.",
        "one",
        {"measure": "killed", "group": None},
    ),
    Case(
        "the day of a verdict",
        "A man was found guilty on Tuesday of murdering two clerks in Ndola in November 2019.",
        "two",
        {"date": "2019-11"},
    ),
    Case(
        "a group's name is no place",
        "The Islamic State in Iraq and the Levant lost 13 fighters in a battle near Hasakah on Monday.",
        "13",
        {"place": "Hasakah", "side": "Islamic State"},
    ),
    Case(
        "an area's own count stays the area's though a town of it is told too",
        "Nineteen civilians were killed on Tuesday in raids across rebel-held Idlib province. "
        "In Saraqib, air strikes killed seven people.",
        "Nineteen",
        {"place": "Idlib Governorate"},
    ),
    Case(
        "a window that only ranks the attack",
        "Four people were shot in Oakland, California, on Tuesday, the second such attack in the past 24 hours.",
        "Four",
        {"scope": "event", "date": "2021-06-08"},
    ),
    Case(
        "what borders on a place is not in it",
        "The town of Musina, which has a busy border with Zimbabwe, was flooded on Tuesday and nine people drowned.",
        "nine",
        {"place": "Musina"},
    ),
    Case(
        "a capital's area is a place, not its government",
        "The quake struck Haiti on Tuesday. The mayor said 300 had died in the Port-au-Prince area alone.",
        "300",
        {"place": "Port-au-Prince"},
    ),
    Case(
        "a plant is in the town it stands in, not the one it is named after",
        "Shells hit the Zaporizhzhia nuclear plant in Enerhodar on Tuesday, killing three guards.",
        "three",
        {"place": "Enerhodar"},
    ),
    Case(
        "the dead are not the cases before them",
        "Cholera has spread in Harare, with 3,546 cases reported and 91 people dead.",
        "91",
        {"measure": "killed", "group": None},
    ),
    Case(
        "one woman does not make women of the others",
        "One woman died and four were injured in Austin, Texas, on Tuesday.",
        "four",
        {"measure": "injured", "group": None},
    ),
    Case(
        "a dateline that ran on into the text is no place of the incident",
        "Last updated on Wednesday BEIRUT At least 70 fighters were killed in battles near Aleppo, a monitor said. "
        "The clashes began at dawn and Aleppo was shelled. Five rescuers were also killed.",
        "Five",
        {"place": "Aleppo"},
    ),
    Case(
        "a count across a country since its unrest began",
        "Shells fell on Homs, Syria, on Tuesday and killed four people. "
        "The UN said more than 5,000 people had been killed across Syria since protests erupted in March.",
        "5,000",
        {"place": "Syria", "scope": "cumulative"},
    ),
    Case(
        "where the hospital is somebody was taken to",
        "Three men were shot in Pontiac on Tuesday. A boy was transported to a hospital in Detroit. Six were injured.",
        "Six",
        {"place": "Pontiac"},
    ),
    Case(
        "nor is the hospital that treated somebody",
        "Six injured in shooting at a Pontiac store. Police held a man in Pontiac, Michigan, on Tuesday. "
        "The girl was treated at Detroit Hospital. Two women were also shot.",
        "Two",
        {"place": "Pontiac"},
    ),
    Case(
        "other people are not said to be children",
        "A gunman in Lugo killed a father on Tuesday, injuring two children and four other people.",
        "four",
        {"group": None},
    ),
    Case(
        "the place of a part is not that of the whole",
        "Cholera spread in Kenya in May. Clinics across Kenya were full. Kenya's ministry counted 898 cases of "
        "cholera, including one case in Uganda.",
        "898",
        {"place": "Kenya", "measure": "infected"},
    ),
    Case(
        "last week's disaster was on the day of last week that is named, not yesterday",
        "A boy died saving others in last week's stampede in Baghdad. His face was on screens yesterday. "
        "He was at home last Friday when he heard. The stampede led to 1,005 deaths.",
        "1,005",
        {"date": "2021-06-04"},
    ),
    Case(
        "across the country is the country",
        "Troops shot five people in Homs, Syria, on Tuesday. Homs was calm by night. “We have 60 dead across the "
        "country,” said a doctor.",
        "60",
        {"place": "Syria"},
    ),
    Case(
        "who is shot is no case of the outbreak that the report tells of too",
        "Eighteen people were killed in a shootout in Acapulco on Tuesday. The resort suffered from the flu epidemic. "
        "The flu virus spread in May. The outbreak scared off tourists, and the virus lingers.",
        "Eighteen",
        {"scope": "event", "place": "Acapulco de Juárez"},
    ),
    Case(
        "elsewhere is elsewhere in the country",
        "Clashes in Syria on Tuesday killed 34 people in Idlib, 14 in Homs and 11 elsewhere.",
        "11",
        {"place": "Syria"},
    ),
    Case(
        "the day of the deed that a court tells of",
        "A man pleaded guilty on Tuesday in Hamilton, Ohio. He was charged with shooting and killing Luis Bell "
        "on May 24 at a bar there. The gunfire also injured seven others.",
        "seven",
        {"date": "2021-05-24"},
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.name)
def test_a_figure_is_placed_dated_and_sourced(case: Case) -> None:
    check(case)


def test_every_span_is_verbatim_and_every_number_lies_in_its_claim() -> None:
    for case in CASES:
        report = make_report("case", plain_blocks(case.text), title=case.title, published=PUBLISHED)
        [done] = extract([report])
        for claim in done.claims:
            assert report.text[claim.span.start : claim.span.end] == claim.span.exact
            if claim.number is not None:
                assert report.text[claim.number.start : claim.number.end] == claim.number.exact
                assert claim.span.start <= claim.number.start < claim.number.end <= claim.span.end


def test_extraction_does_not_depend_on_the_batch() -> None:
    reports = [
        make_report(f"r{i}", plain_blocks(c.text), title=c.title, published=PUBLISHED) for i, c in enumerate(CASES)
    ]
    together = {done.report.id: [c.digest for c in done.claims] for done in extract(reports)}
    alone = {r.id: [c.digest for done in extract([r]) for c in done.claims] for r in reports}
    assert together == alone
