"""A bill adds up, scales with the workload, and leaves out unknown prices."""

from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from operations.cost.bill import DAYS, SERVICES, Bill, Workload, bill, variants
from operations.cost.counts import Invocation, Transport, counts, memory_mb
from operations.cost.prices import prices
from operations.cost.quotas import first_to_break, quotas
from operations.cost.usage import Assumptions, Configuration, Pictures, Speech, looks_within, usage

US = prices().region("us-east-1")
CHINA = prices().region("cn-northwest-1")
choices = st.sampled_from([choice for _, choice in variants(Configuration())])
scales = st.builds(Workload, st.integers(1, 10_000_000), st.floats(0.01, 1000))


def billed(choice: Configuration, scale: Workload = Workload(1000, 10), assumed: Assumptions = Assumptions()) -> Bill:  # noqa: B008
    return bill(choice, scale, US, counts(), assumed)


@given(choice=choices, scale=scales)
def test_a_bill_is_the_sum_of_its_items_and_a_month_that_of_its_wishes(choice: Configuration, scale: Workload) -> None:
    made = billed(choice, scale)
    assert made.unknown == []
    assert made.a_wish == pytest.approx(sum(item.units * (item.each or 0) for item in made.items))
    assert made.a_month == pytest.approx(made.a_wish * scale.devices * scale.wishes_per_day * DAYS)


@given(choice=choices, scale=scales)
def test_twice_the_devices_are_twice_of_every_item(choice: Configuration, scale: Workload) -> None:
    once, twice = billed(choice, scale), billed(choice, replace(scale, devices=2 * scale.devices))
    assert [item.a_wish for item in twice.items] == [item.a_wish for item in once.items]
    assert [item.a_month for item in twice.items] == pytest.approx([2 * (item.a_month or 0) for item in once.items])


@given(choice=choices)
def test_no_item_is_negative(choice: Configuration) -> None:
    assert [item for item in billed(choice).items if item.units < 0] == []


@given(factor=st.floats(0.01, 100))
def test_slower_lambdas_change_nothing_but_gb_seconds(factor: float) -> None:
    once, slower = billed(Configuration()), billed(Configuration(), assumed=Assumptions(duration_factor=factor))
    for one, other in zip(once.items, slower.items, strict=True):
        grows = factor if "gb-seconds" in one.name else 1
        assert other.units == pytest.approx(one.units * grows), one.name


@pytest.mark.parametrize("speech", ["transcribe-batch", "transcribe-streaming"])
def test_a_minimum_of_amazon_transcribe_is_billed_for_a_short_wish(speech: Speech) -> None:
    choice = Configuration(speech=speech)
    short, raised = (usage(choice, counts(), Assumptions(transcribe_minimum_seconds=one)).units for one in (0, 15))
    assert 2 < short[speech] < 4
    assert raised == {**short, speech: 15}


def test_gb_seconds_are_the_templates_memory_times_the_counted_seconds() -> None:
    wish, memory = counts().wish(Transport("direct", 8)), memory_mb()
    assert (memory["transcribe"], memory["imagine"], memory["audio"]) == (2048, 1024, 256)
    lines: dict[str, Invocation] = counts().routes | wish.worker_lines
    expected = sum(calls * lines[name].seconds * memory[name] / 1024 for name, calls in wish.invocations.items())
    assert usage(Configuration(), counts(), Assumptions()).units["lambda gb-seconds x86_64"] == pytest.approx(expected)


@pytest.mark.parametrize("through", ["direct", "bridge"])
def test_larger_batches_are_cheaper(through: str) -> None:
    ways = dict(variants(Configuration()))
    one, three, eight = (billed(ways[f"{through}, {size} a message"]).a_wish for size in (1, 3, 8))
    assert one > three > eight


def test_every_engine_that_costs_adds_at_least_its_price() -> None:
    plain = billed(Configuration()).a_wish
    for pictures in get_args(Pictures)[1:]:
        assert billed(Configuration(pictures=pictures)).a_wish - plain > US.prices[pictures].each
    speech = counts().wish(Transport("direct", 8)).speech_seconds
    for engine in get_args(Speech)[1:]:
        units = usage(Configuration(speech=engine), counts(), Assumptions()).units
        assert units[engine] == speech


@pytest.mark.parametrize(
    ("seconds", "looks"), [(0, 0), (0.5, 1), (1, 1), (1.1, 2), (10, 4), (55, 10), (56, 11), (66, 12)]
)
def test_the_machine_looks_ever_more_slowly_at_a_job(seconds: float, looks: int) -> None:
    assert looks_within(seconds) == looks


def test_a_longer_job_is_more_transitions_three_a_look() -> None:
    def transitions(seconds: float) -> float:
        assumed = Assumptions(transcript_seconds=seconds)
        return usage(Configuration(speech="transcribe-batch"), counts(), assumed).units["state transitions"]

    assert transitions(10) - transitions(3) == 3 * (4 - 2)
    assert transitions(0) == counts().wish(Transport("direct", 8)).transitions


def test_what_was_counted_is_not_assumed_a_job_of_as_many_looks_is_the_counted_one() -> None:
    waited = counts().wish(Transport("direct", 8), "transcribe-batch")
    looks = waited.states["CheckTranscript"]
    units = usage(Configuration(speech="transcribe-batch"), counts(), Assumptions(transcript_seconds=looks)).units
    if looks_within(looks) == looks:
        assert units["state transitions"] == waited.transitions


def test_what_has_no_known_price_is_told_and_left_out() -> None:
    made = bill(Configuration(), Workload(1000, 10), CHINA, counts(), Assumptions())
    assert made.unknown == [item.name for item in made.items]
    assert (made.a_wish, made.a_month) == (0, 0)


def test_no_dollars_are_added_to_yuan() -> None:
    assert CHINA.currency == "CNY"
    assert "dashscope" not in CHINA.prices
    assert "dashscope" in US.prices


def test_a_region_without_a_list_is_refused_with_those_there_are() -> None:
    with pytest.raises(ValueError, match="no price is known of mars-1; there are: cn-northwest-1, us-east-1"):
        prices().region("mars-1")


def test_every_price_is_billed_somewhere_and_tells_its_source_and_when_it_was_seen() -> None:
    assert set(US.prices) == set(SERVICES)
    for name, price in US.prices.items():
        assert price.price > 0, name
        assert price.source.startswith("https://") or "LiteLLM" in price.source, name
        assert price.seen.startswith("2026"), name


@given(scale=scales, peak=st.floats(1, 50))
def test_quotas_come_fullest_first_and_fill_with_the_devices(scale: Workload, peak: float) -> None:
    def filled(scale: Workload) -> dict[str, float]:
        found = quotas(Configuration(), scale, "us-east-1", counts(), Assumptions(), peak=peak)
        assert [quota.filled for quota in found] == sorted((quota.filled for quota in found), reverse=True)
        return {quota.name: quota.filled for quota in found}

    once, twice = filled(scale), filled(replace(scale, devices=2 * scale.devices))
    assert twice == pytest.approx({name: 2 * full for name, full in once.items()})


def test_what_breaks_first_is_the_fullest_that_concerns_the_choice() -> None:
    def first(choice: Configuration, region: str, *, is_ours: bool) -> str:
        found = quotas(choice, Workload(100_000, 10), region, counts(), Assumptions(), peak=5)
        return first_to_break(found, choice, is_ours=is_ours).name

    assert first(Configuration(), "us-east-1", is_ours=True) == "Stikadoo: stickers/day"
    assert first(Configuration(), "us-east-1", is_ours=False) == "Step Functions: transitions/s"
    assert (
        first(Configuration(speech="transcribe-streaming"), "us-east-1", is_ours=False) == "Transcribe: streams at once"
    )
    assert first(Configuration(speech="transcribe-batch"), "us-east-1", is_ours=False).startswith("Transcribe: ")


def test_step_functions_gives_less_elsewhere() -> None:
    def defaults(region: str) -> dict[str, float]:
        found = quotas(Configuration(), Workload(1, 1), region, counts(), Assumptions(), peak=1)
        return {quota.name: quota.default for quota in found if quota.name.startswith("Step Functions")}

    assert [*defaults("cn-northwest-1").values()] < [*defaults("us-east-1").values()]
