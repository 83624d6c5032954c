"""The north star and the parts of its change."""

from __future__ import annotations

from dataclasses import replace

from core.analysis import Attribution, Contribution, ValueExplanation, key_of
from core.review.document import ReviewList, ReviewPart, ReviewPicture, numbers_of, plain_text
from core.review.facts import ReviewFacts
from core.review.movements import movements_of
from core.review.north_star import north_star_part
from tests.core.review.reviews import facts, weeks
from tests.rows import row

BEFORE, AFTER = row(4.0, period="2026-W45"), row(6.0)
CLIENTS = Contribution(
    label="Clients",
    before=2.0,
    after=3.0,
    amount=2.5,
    unit="count",
    key=key_of(AFTER),
    key_before=key_of(BEFORE),
)
CHANGE = Attribution(
    label="Orders",
    unit="count",
    tree="clients * orders_per_client",
    period="2026-W46",
    against="2026-W45",
    before=4.0,
    after=6.0,
    change=2.0,
    contributions=(CLIENTS,),
    not_explained=-0.5,
    key=key_of(AFTER),
    key_before=key_of(BEFORE),
)


def part(found: ReviewFacts) -> ReviewPart:
    return north_star_part(found, movements_of(found.lines))


def test_the_parts_of_a_change_are_sentences_with_keys() -> None:
    blocks = part(facts(weeks([4, 6]), change=CHANGE)).blocks
    (why,) = [each for each in blocks if isinstance(each, ReviewList)]

    assert [plain_text(item.text) for item in why.items] == [
        "+2.5 from Clients, which went from 2 to 3.",
        "-0.5 is not explained by the tree.",
    ]
    assert [each.text for each in numbers_of(why.items[0])] == ["+2.5", "2", "3"]


def test_the_chart_and_the_waterfall_are_pictures_with_words() -> None:
    blocks = part(facts(weeks([4, 6]), change=CHANGE)).blocks
    pictures = [each for each in blocks if isinstance(each, ReviewPicture)]

    assert [each.alternative for each in pictures] == [
        "KPI 6: 6 weeks and twelve months",
        "Orders, 2026-W46 against 2026-W45",
    ]
    assert all("<title>" in each.svg for each in pictures)


def test_a_new_definition_in_between_is_said_aloud() -> None:
    change = replace(CHANGE, breaks=("A new definition of Clients begins in 2026-W46.",))
    blocks = part(facts(weeks([4, 6]), change=change)).blocks
    (why,) = [each for each in blocks if isinstance(each, ReviewList)]

    assert plain_text(why.items[0].text) == "A new definition of Clients begins in 2026-W46."


def test_guardrails_are_said_beside_the_north_star() -> None:
    guardrail = replace(CHANGE, sentences=("Cancelled orders stayed at 2.0%.", "more"))
    why = {6: ValueExplanation(CHANGE, None, (guardrail,))}
    blocks = part(facts(weeks([4, 6]), change=CHANGE, explanations=why)).blocks
    found = blocks[-1]

    assert isinstance(found, ReviewList)
    assert found.heading == "Guardrails"
    assert plain_text(found.items[0].text) == "Cancelled orders stayed at 2.0%."
