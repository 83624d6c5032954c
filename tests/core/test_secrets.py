"""Secrets are found in the environment and masked in texts."""

from __future__ import annotations

import base64
import json
import time

import pytest

from core.secrets import find_secrets, read_json, scrub, unquoted

KEY = {
    "type": "service_account",
    "client_email": "publisher@example.iam.gserviceaccount.com",
    "token_uri": "https://oauth2.googleapis.com/token",
    "private_key_id": "0123456789abcdef0123456789abcdef01234567",
    "private_key": "-----BEGIN PRIVATE KEY-----\nMIIEvTOPSECRETLINE0000\n-----END KEY-----\n",
}
TEXT = json.dumps(KEY)
ENCODED = base64.b64encode(TEXT.encode()).decode()


@pytest.mark.parametrize(
    "name",
    ["API_KEY", "APIKEY", "GITHUB_TOKEN", "DB_PASSWORD", "CLIENT_SECRET", "PGPASSWORD", "KEY_2"],
)
def test_a_variable_named_like_a_secret_holds_one(name: str) -> None:
    secrets = find_secrets({name: "hunter2"})

    assert scrub("refused: hunter2, 'hunter2'", secrets) == "refused: ***, '***'"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("KEYBOARD", "german"),
        ("TOKENIZERS_PARALLELISM", "disabled"),
        ("SUCCESS_SHEET", "var/success.xlsx"),
        ("API_KEY", "short"),
        ("PGPASSFILE", "/home/ada/.pgpass"),
        ("TLS_KEY_FILE", "/etc/ssl/private"),
        ("GOOGLE_APPLICATION_CREDENTIALS", "/srv/key.json"),
    ],
)
def test_other_variables_are_shown(name: str, value: str) -> None:
    assert find_secrets({name: value}) == ()


@pytest.mark.parametrize("text", [TEXT, f"'{TEXT}'", ENCODED, json.dumps(KEY, indent=2)])
def test_a_key_gives_its_long_texts_but_neither_its_address_nor_its_urls(text: str) -> None:
    secrets = find_secrets({"GOOGLE_CREDENTIALS": text})

    assert scrub("at MIIEvTOPSECRETLINE0000", secrets) == "at ***"
    assert scrub(KEY["private_key_id"], secrets) == "***"
    assert scrub(text, secrets) in ("***", "'***'")
    for public in ("client_email", "token_uri", "type"):
        assert scrub(KEY[public], secrets) == KEY[public]


@pytest.mark.parametrize(
    "password",
    ["hunter2", "hun@ter2", "hunt/er2", "hunt#er2", "hun:ter2", "hunt%er2", "hun%40ter2", "pw3"],
)
def test_the_password_of_a_url_is_a_secret_however_it_is_written(password: str) -> None:
    url = f"postgresql://me:{password}@host/w"
    secrets = find_secrets({"SCORECARD_WAREHOUSE": url})

    assert scrub(f"cannot open {url}", secrets) == "cannot open postgresql://me:***@host/w"
    assert scrub("me and host", secrets) == "me and host"


def test_a_decoded_password_is_masked_as_well() -> None:
    secrets = find_secrets({"DATABASE_URL": "postgresql://me:hun%40ter2@host/w"})

    assert scrub("hun@ter2 is refused", secrets) == "*** is refused"


def test_a_password_among_the_parameters_of_a_url_is_a_secret() -> None:
    secrets = find_secrets({"SCORECARD_WAREHOUSE": "postgresql://host/w?user=me&password=hunter2"})

    assert scrub("hunter2", secrets) == "***"


def test_a_short_password_is_masked_as_a_whole_word_only() -> None:
    secrets = find_secrets({"PGPASSWORD": "test"})

    assert scrub("the latest test", secrets) == "the latest ***"


def test_digits_are_masked_as_a_whole_number_only() -> None:
    secrets = find_secrets({"A_KEY": "100000"})

    assert scrub("100000 of 1100000", secrets) == "*** of 1100000"


def test_the_longest_secret_is_masked_first() -> None:
    secrets = find_secrets({"A_TOKEN": "hunter2", "B_TOKEN": "hunter2-and-more"})

    assert scrub("hunter2-and-more", secrets) == "***"


def test_each_line_of_a_secret_is_one() -> None:
    secrets = find_secrets({"SSH_KEY": "-----BEGIN KEY-----\nAAAABBBB\nCCCCDDDD\n"})

    assert scrub("near CCCCDDDD -----BEGIN KEY-----", secrets) == "near *** -----BEGIN KEY-----"


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        f"  {TEXT}\n",
        f"\ufeff{TEXT}",
        f"'{TEXT}'",
        f'"{TEXT}"',
        json.dumps(TEXT),
        f"' {TEXT} '",
        '"' + TEXT.replace('"', '\\"') + '"',
        TEXT.replace("\\n", "\n"),
        "'" + json.dumps(KEY, indent=1).replace("\n", "\\n") + "'",
        ENCODED,
        ENCODED.rstrip("="),
        f"'{ENCODED}'",
        base64.encodebytes(TEXT.encode()).decode(),
        base64.urlsafe_b64encode(TEXT.encode()).decode(),
        base64.b64encode(f"\ufeff{TEXT}\n".encode()).decode(),
    ],
)
def test_json_is_read_however_it_was_pasted(text: str) -> None:
    assert read_json(text) == KEY


@pytest.mark.parametrize(
    "text", ["", '""', "{", "[1]", "12", '"x"', "key.json", TEXT[:-9], ENCODED[:-9], "[" * 100_000]
)
def test_anything_else_is_no_json_object(text: str) -> None:
    assert read_json(text) is None


def test_quotes_and_space_around_a_setting_are_left_out() -> None:
    assert unquoted("\ufeff ' key.json ' \n") == "key.json"
    assert unquoted("it's") == "it's"


def test_masking_costs_a_run_nothing_noticeable() -> None:
    lines = "\n".join(f"{number:064}" for number in range(26))
    key = {**KEY, "private_key": f"-----BEGIN\n{lines}\n-----END\n"}
    secrets = find_secrets({"GOOGLE_CREDENTIALS": json.dumps(key), "PGPASSWORD": "hunter2"})

    began = time.perf_counter()
    for _ in range(10_000):
        scrub("depends on kpi_05, which failed", secrets)
    assert time.perf_counter() - began < 0.5
