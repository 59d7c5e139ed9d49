"""Settings as arguments, and what is said where they cannot be used."""

import datetime
import inspect
import pickle

import numpy as np
import pytest

import cyberdatagen


def link(**arguments):
    """Give what the arguments differ in from the preset."""
    return cyberdatagen.generate(**arguments).link


@pytest.mark.parametrize(
    ("arguments", "settings"),
    [
        ({"attacks_difficulty": 0.3}, {"attacks.difficulty": "0.3"}),
        ({"settings": {"attacks.difficulty": 0.3}}, {"attacks.difficulty": "0.3"}),
        ({"attacks.difficulty": np.float64(0.3)}, {"attacks.difficulty": "0.3"}),
        ({"seed": np.int32(9), "rows": 2_000.0}, {"seed": "9", "rows": "2000"}),
        ({"seed": True}, None),
        ({"columns_cost": False}, {"columns.cost": "off"}),
        ({"columns_att_ck_technique": True}, {"columns.att_ck_technique": "on"}),
        ({"start_date": datetime.date(2024, 2, 29)}, {"start_date": "2024-02-29"}),
        ({"start_date": datetime.datetime(2024, 2, 29, 12)}, {"start_date": "2024-02-29"}),
        ({"lists_departments": ["R, D: labs", "Sales"]}, {"lists.departments": r"R\, D\: labs, Sales"}),
        ({"lists_departments": np.array(["IT", "HR"])}, {"lists.departments": "IT, HR"}),
        ({"lists_departments": {"IT": 2.5, "HR": 1}}, {"lists.departments": "IT*2.5, HR"}),
        ({"rows": "12,000"}, {"rows": "12000"}),
        ({"anomaly_share": "10 %"}, {"anomaly_share": "10"}),
    ],
)
def test_values_are_taken_as_python_has_them(arguments, settings):
    if settings is None:
        with pytest.raises(cyberdatagen.ConfigurationError):
            link(**arguments)
    else:
        assert link(**arguments) == link(settings=settings) != link()


def test_every_setting_has_a_keyword_of_its_own_and_takes_its_default():
    for preset in ["realistic", "messy-logs", "classic-calibrated"]:
        declared = cyberdatagen.settings(preset)
        keywords = [setting["keyword"] for setting in declared]
        assert len(set(keywords)) == len(keywords) > 200
        assert all(keyword.isidentifier() for keyword in keywords)
        same = {setting["keyword"]: setting["default"] for setting in declared}
        assert cyberdatagen.generate(preset, **same).link == f"#v1.{preset}"
        for setting in declared:
            if setting["type"] in ("integer", "decimal"):
                assert setting["min"] <= setting["default"] <= setting["max"], setting
            if setting["type"] == "choice":
                assert setting["default"] in setting["choices"]
            assert setting["help"].endswith(".") and setting["range"] and setting["name"] and setting["group"]


def test_settings_are_those_of_the_command_line(command):
    lines = command("settings", "--preset", "classic").stdout.decode().splitlines()
    assert [line.split(" = ")[0] for line in lines if not line.startswith(" ")] == [
        setting["path"] for setting in cyberdatagen.settings("classic")
    ]
    listed = command("presets").stdout.decode().splitlines()
    assert [line.split()[0] for line in listed] == [preset["preset"] for preset in cyberdatagen.presets()]


@pytest.mark.parametrize(
    ("arguments", "options"),
    [
        ({"rows": 0}, ["--rows", "0"]),
        ({"rows": -5}, ["--rows", "-5"]),
        ({"rows": 12.5}, ["--rows", "12.5"]),
        ({"seed": 2**60}, ["--seed", str(2**60)]),
        ({"anomaly_share": 51}, ["--anomaly-share", "51"]),
        ({"attacks_difficulty": float("nan")}, ["--set", "attacks.difficulty=NaN"]),
        ({"users": 10, "start_date": "2027-01-01"}, ["--set", "users=10", "--set", "start_date=2027-01-01"]),
        ({"settings": {"users": 0, "lists.locations": "USA"}}, ["--set", "users=0", "--set", "lists.locations=USA"]),
        ({"link": "#v9.classic"}, ["--link", "#v9.classic"]),
        ({"link": "#v1.classic&rows=0"}, ["--link", "#v1.classic&rows=0"]),
    ],
)
def test_errors_say_what_the_command_line_says(command, tmp_path, arguments, options):
    said = command("generate", *options, "--out", tmp_path, codes=(2,)).stderr.decode()
    with pytest.raises(cyberdatagen.ConfigurationError) as raised:
        cyberdatagen.generate(**arguments)
    assert "".join(f"error: {problem}\n" for problem in raised.value.problems) == said
    assert str(raised.value) == "\n".join(map(str, raised.value.problems))


@pytest.mark.parametrize(
    ("arguments", "path", "reason", "hint"),
    [
        ({"attacks_dificulty": 1}, "attacks_dificulty", "there is no such setting", "did you mean 'attacks.difficulty'?"),
        ({"settings": {"row": 5}}, "row", "there is no such setting", "`cyberdatagen.settings()` lists all"),
        ({"preset": "magic"}, "preset", "there is no preset 'magic'", "the presets are realistic, "),
        ({"preset": "classic", "link": "#v1.classic"}, "preset", "a link has a preset of its own", "leave one"),
        ({"student": "Ada"}, "student", "there is one seed for everyone here", "'student'"),
        ({"link": "#v1.classic&student="}, "student", "every student has a seed of their own here", "student="),
        ({"threads": 0}, "threads", "0 threads make no rows", "at least 1"),
    ],
)
def test_errors_have_a_hint(arguments, path, reason, hint):
    with pytest.raises(cyberdatagen.ConfigurationError) as raised:
        cyberdatagen.generate(**arguments)
    [problem] = raised.value.problems
    assert (problem.path, problem.reason) == (path, reason) and hint in problem.hint
    assert isinstance(raised.value, ValueError)


def test_what_a_preset_has_not_is_said():
    for make in [cyberdatagen.answer_key, cyberdatagen.users, cyberdatagen.campaigns]:
        with pytest.raises(cyberdatagen.ConfigurationError, match="choose a realistic preset"):
            make("classic")


def test_a_value_of_no_use_is_a_type_error():
    with pytest.raises(TypeError, match=r"users: a setting takes .*, not object"):
        cyberdatagen.generate(users=object())
    with pytest.raises(TypeError):
        cyberdatagen.generate(shard=3)


def test_an_error_comes_whole_from_another_process():
    with pytest.raises(cyberdatagen.ConfigurationError) as raised:
        cyberdatagen.generate(rows=0)
    again = pickle.loads(pickle.dumps(raised.value))
    assert (again.problems, str(again)) == (raised.value.problems, str(raised.value))


def test_a_student_has_a_seed_of_their_own():
    ada, grace = (
        cyberdatagen.generate(link="#v1.classic&student=", student=name) for name in ("Ada Lovelace", "Grace Hopper")
    )
    assert ada.link != grace.link and "seed=" in ada.link


def test_everything_public_is_documented():
    for name in cyberdatagen.__all__:
        thing = getattr(cyberdatagen, name)
        if callable(thing):
            assert thing.__doc__ and thing.__doc__.splitlines()[0].endswith("."), name
            if not inspect.isclass(thing):
                assert "Returns\n-------" in thing.__doc__, name
                assert inspect.signature(thing), name
    for name, method in vars(cyberdatagen.Table).items():
        assert name.startswith("__") or method.__doc__, name
