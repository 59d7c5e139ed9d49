"""Shards in order are the whole."""

import random

import pyarrow as pa
import pytest

import cyberdatagen

from reading import plain


@pytest.mark.parametrize("case", range(40))
def test_shards_in_order_are_the_whole(case):
    draw = random.Random(case)
    preset = draw.choice([preset["preset"] for preset in cyberdatagen.presets()])
    rows, shards, threads = draw.randint(1, 4000), draw.randint(1, 30), draw.randint(1, 3)
    arguments = {
        "rows": rows,
        "users": draw.randint(1, min(rows, 80)),
        "seed": draw.randrange(10**6),
        "order": draw.choice(["time", "random"]),
    }
    makers = [cyberdatagen.generate]
    if not preset.startswith("classic"):
        makers.append(cyberdatagen.answer_key)
    for make in makers:
        parts = [make(preset, shard=(part, shards), threads=threads, **arguments) for part in range(1, shards + 1)]
        assert sum(map(len, parts)) == rows
        assert pa.concat_tables(map(plain, parts)) == plain(make(preset, **arguments)), (preset, arguments, shards)


def test_shards_of_many_batches_are_the_whole():
    whole = plain(cyberdatagen.generate(rows=300_000))
    parts = [cyberdatagen.generate(rows=300_000, shard=f"{part}/3") for part in (1, 2, 3)]
    assert pa.concat_tables(map(plain, parts)) == whole


@pytest.mark.parametrize(
    ("shard", "reason", "hint"),
    [
        ((0, 3), "there is no shard 0 of 3", "shards are counted from 1: 1/3 to 3/3"),
        ((4, 3), "there is no shard 4 of 3", "shards are counted from 1: 1/3 to 3/3"),
        ((1, 0), "there cannot be 0 shards", "choose 1 to 1,000,000 shards"),
        ("2", "'2' is not a shard", "write 2/5 for the second of five"),
        ((-1, 2), "'-1/2' is not a shard", "write 2/5 for the second of five"),
    ],
)
def test_what_is_no_shard_is_refused(shard, reason, hint):
    with pytest.raises(cyberdatagen.ConfigurationError) as raised:
        cyberdatagen.generate(rows=300, shard=shard)
    assert raised.value.problems == [("shard", reason, hint)]
