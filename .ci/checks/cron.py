"""Cron expressions, parsed and with their next runs, against croniter from PyPI, over generated cases.

The library gets the offsets of each zone from here, so that both sides know the same time zones. A case differs only by one
of the RULES, whose name is printed with the number of its cases; what no rule explains is a failure. The tests have to be
built; SWIFT_TEST_OPTIONS adds options to `swift test`, such as `--scratch-path`.
"""

import collections
import datetime
import importlib.metadata
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import zoneinfo

import croniter

ROOT = pathlib.Path(__file__).resolve().parents[2]
CASES = 5200
RUNS = 4
SEED = int(os.environ.get("CRON_SEED", "20260101"))
BEGIN = datetime.datetime(2024, 1, 1, tzinfo=datetime.timezone.utc)
YEARS = 5
HORIZON = int(BEGIN.timestamp()) + (YEARS + 12) * 366 * 86400

ZONES = [
    "UTC", "Europe/Paris", "Europe/London", "America/New_York", "America/Sao_Paulo", "America/St_Johns",
    "America/Santiago", "America/Jamaica", "Asia/Kolkata", "Asia/Kathmandu", "Asia/Tokyo", "Asia/Beirut",
    "Africa/Cairo", "Africa/Casablanca", "Australia/Lord_Howe", "Australia/Sydney", "Pacific/Apia",
    "Pacific/Chatham", "Pacific/Kiritimati", "Atlantic/Azores",
]

FIELDS = [
    (0, 59, []), (0, 23, []), (1, 31, []),
    (1, 12, "jan feb mar apr may jun jul aug sep oct nov dec".split()),
    (0, 6, "sun mon tue wed thu fri sat".split()),
]

RULES = {
    "equal ends": "croniter takes a range with equal ends (5-5) for the whole field, the library for its one value",
    "whole days": "*/1 is a star for the library, as for Kubernetes, and 1-31 is none; croniter looks at the other field",
    "clock change": "the library runs whenever the local clock shows the time: not in a skipped hour, twice in a repeated one",
}

BAD = [
    "", "* * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * 32 * *", "* * * 0 *", "* * * 13 *", "* * * * 8",
    "*/0 * * * *", "x * * * *", "1,,2 * * * *", "-1 * * * *", "1- * * * *", "* * * foo *", "* * * * mo", "1/2/3 * * * *",
    "1.5 * * * *", "@sometimes", "* * * * 5#9",
]


def item(chance, field):
    low, high, names = FIELDS[field]

    def name(value):
        return chance.choice([str.upper, str.lower, str.title])(names[value - low]) if names and chance.random() < 0.4 else str(value)

    kind = chance.randrange(6)
    first = chance.randint(low, high)
    if kind < 2:
        return "7" if field == 4 and first == 0 and chance.random() < 0.5 else name(first)
    if kind == 2:
        return f"*/{chance.randint(1, max(2, high // 2))}"
    last = chance.randint(first, high)
    ends = f"{name(first)}-{name(last)}" if field != 4 or first == 0 or chance.random() < 0.8 else f"{first}-7"
    if kind == 5:
        return f"{first}/{chance.randint(1, max(2, high // 2))}"
    return ends if kind == 3 else f"{ends}/{chance.randint(1, max(2, high // 3))}"


def expression(chance):
    fields = []
    for field in range(5):
        star = [0.15, 0.35, 0.5, 0.65, 0.55][field]
        count = chance.choice([1, 1, 1, 2, 3])
        fields.append("*" if chance.random() < star else ",".join(item(chance, field) for _ in range(count)))
    return " ".join(fields)


def near(chance, wall):
    """An expression with runs about the time at which a clock is set, or on the day after it."""
    day = wall + datetime.timedelta(days=chance.choice([0, 0, 1]))
    hours = [(wall.hour + chance.randint(-2, 2)) % 24, chance.randint(0, 3)]
    fields = [item(chance, 0), str(chance.choice(hours)), "*", "*", "*"]
    if chance.random() < 0.6:
        fields[2] = str(day.day)
    elif chance.random() < 0.5:
        fields[4] = str(day.isoweekday() % 7)
    return " ".join(fields)


def changes(zone):
    """The first offset of a zone, and each instant at which it changes."""
    def offset(instant):
        return int(datetime.datetime.fromtimestamp(instant, zone).utcoffset().total_seconds())

    start = int(BEGIN.timestamp()) - 86400 * 30
    found = []
    step = 6 * 3600
    for instant in range(start, HORIZON, step):
        if offset(instant) == offset(instant + step):
            continue
        low, high = instant, instant + step
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if offset(middle) == offset(low) else (low, middle)
        found.append([high, offset(high)])
    return offset(start), found


def values(text, field):
    """The ends of an item as numbers, and its step; a star has no ends."""
    low, _, names = FIELDS[field]
    ends, _, step = text.lower().partition("/")
    numbers = [names.index(end) + low if end in names else int(end) for end in ends.split("-") if end != "*"]
    return numbers, int(step or 1)


def without_equal_ends(text):
    """The expression with each range of equal ends as the one value that it is for the library."""
    def item(part, field):
        ends, _ = values(part, field)
        return str(ends[0]) if len(ends) == 2 and ends[0] == ends[1] else part

    return " ".join(
        ",".join(item(part, index) for part in field.split(",")) for index, field in enumerate(text.split())
    )


def without_whole_days(text):
    """The expression with its days as croniter has to see them: a star where there is one for the library, or no choice."""
    fields = text.split()
    stars = {}
    for index in (2, 4):
        stars[index] = any(values(part, index) == ([], 1) for part in fields[index].split(","))
        if stars[index]:
            fields[index] = "*"
    if not any(stars.values()):
        low, high, _ = zip(*FIELDS)
        expanded = own_fields(text)
        if any(expanded[index] == list(range(low[index], high[index] + 1)) for index in stars):
            fields[2] = fields[4] = "*"
    else:
        for index in (2, 4):
            # A whole field beside a star chooses nothing either.
            if own_fields(text)[index] == list(range(FIELDS[index][0], FIELDS[index][1] + 1)):
                fields[index] = "*"
    return " ".join(fields)


def own_fields(text):
    """The numbers that croniter finds, with a star written out."""
    found = croniter.croniter.expand(text)[0]
    return [
        list(range(low, high + 1)) if "*" in values else sorted(set(values))
        for values, (low, high, _) in zip(found, FIELDS)
    ]


def aware_runs(text, after, zone):
    """The runs that croniter finds in a zone by itself."""
    runs = croniter.croniter(text, datetime.datetime.fromtimestamp(after, zone), max_years_between_matches=12)
    try:
        return [int(runs.get_next(datetime.datetime).timestamp()) for _ in range(RUNS)]
    except croniter.CroniterBadDateError:
        return []


def wall_runs(text, after, zone):
    """The runs that croniter finds on a clock without a zone, each at all instants at which the zone's clock shows its time."""
    slack = datetime.timedelta(hours=26)
    walls = croniter.croniter(text, wall_time(after, zone) - slack, max_years_between_matches=12)
    found = set()
    try:
        while True:
            wall = walls.get_next(datetime.datetime)
            if len(found) >= RUNS and wall > wall_time(sorted(found)[RUNS - 1], zone) + slack:
                break
            for fold in (0, 1):
                instant = int(wall.replace(tzinfo=zone, fold=fold).timestamp())
                if instant > after and wall_time(instant, zone) == wall:
                    found.add(instant)
    except croniter.CroniterBadDateError:
        pass
    return sorted(found)[:RUNS]


def wall_time(instant, zone):
    return datetime.datetime.fromtimestamp(instant, zone).replace(tzinfo=None)


def make_cases():
    chance = random.Random(SEED)
    zones = {name: zoneinfo.ZoneInfo(name) for name in ZONES}
    tables = {name: changes(zone) for name, zone in zones.items()}
    cases = []
    for _ in range(CASES):
        name = chance.choice(ZONES)
        turns = [instant for instant, _ in tables[name][1] if instant < HORIZON - 13 * 366 * 86400]
        text = expression(chance)
        if turns and chance.random() < 0.4:
            turn = chance.choice(turns)
            after = turn + chance.randint(-2 * 86400, 3 * 3600)
            if chance.random() < 0.7:
                text = near(chance, wall_time(turn, zones[name]))
        else:
            after = int(BEGIN.timestamp()) + chance.randint(0, YEARS * 365 * 86400)
        cases.append({"expression": text, "zone": name, "after": after, "count": RUNS})
    cases += [{"expression": text, "zone": "UTC", "after": int(BEGIN.timestamp()), "count": 1} for text in BAD]
    lines = [{"zone": name, "first": first, "changes": turns} for name, (first, turns) in tables.items()]
    return zones, lines, cases


def answers_of(lines, cases):
    with tempfile.TemporaryDirectory() as folder:
        given, answers = pathlib.Path(folder, "cases.jsonl"), pathlib.Path(folder, "answers.jsonl")
        given.write_text("".join(json.dumps(line) + "\n" for line in lines + cases))
        command = ["swift", "test", "--skip-build", "--filter", "CronCasesTests", *os.environ.get("SWIFT_TEST_OPTIONS", "").split()]
        environment = os.environ | {"CRON_CASES": str(given), "CRON_ANSWERS": str(answers)}
        result = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
        if result.returncode or not answers.exists():
            sys.exit(f"the tests did not answer:\n{result.stdout[-3000:]}{result.stderr[-3000:]}\n0 passed, 1 failed")
        return [json.loads(line) for line in answers.read_text().splitlines()]


def check(case, answer, zone):
    """The rules by which a case differs, and what is wrong with it."""
    text, after = case["expression"], case["after"]
    rules = []
    plain = without_equal_ends(text)
    if answer["fields"] != own_fields(plain):
        return rules, f"fields {answer['fields']} and not {own_fields(plain)}"
    if own_fields(text) != own_fields(plain):
        rules.append("equal ends")
    days = without_whole_days(plain)
    expected = wall_runs(days, after, zone)
    if answer["runs"] != expected:
        return rules, f"runs {answer['runs']} and not {expected}"
    if days != plain and wall_runs(plain, after, zone) != expected:
        rules.append("whole days")
    if aware_runs(days, after, zone) != expected:
        if not has_clock_change(after, expected, zone):
            return rules, f"runs {answer['runs']} and not {aware_runs(days, after, zone)}"
        rules.append("clock change")
    return rules, None


def has_clock_change(after, runs, zone):
    """Whether the zone's clock is set while these runs take place, or within a day of them."""
    last = (runs or [HORIZON])[-1] + 86400
    offsets = {datetime.datetime.fromtimestamp(at, zone).utcoffset() for at in range(after - 86400, last, 86400 // 2)}
    return len(offsets) > 1


def main():
    print(f"seed {SEED}, croniter {importlib.metadata.version('croniter')}")
    zones, lines, cases = make_cases()
    answers = answers_of(lines, cases)
    passed = failed = 0
    counts = collections.Counter()
    if len(answers) != len(cases):
        print(f"{len(answers)} answers to {len(cases)} cases")
        failed += 1
    for case, answer in zip(cases, answers):
        if case["expression"] in BAD:
            rules, problem = [], "the library takes it" if answer["fields"] else None
            if croniter.croniter.is_valid(case["expression"]):
                problem = "croniter takes it"
        else:
            rules, problem = check(case, answer, zones[case["zone"]])
        counts.update(rules)
        passed, failed = (passed, failed + 1) if problem else (passed + 1, failed)
        if problem and failed < 20:
            print(f"{case}: {problem}")
    for rule, words in RULES.items():
        print(f"{counts[rule]} cases differ by the rule {rule!r}: {words}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
