"""Socket Mode on the command line: the manifest, and a missing setting at the start."""

import json
from pathlib import Path

from tests.bot.settings.good import GOOD
from tests.command_line import reissue_bot


def test_socket_mode_without_an_app_token_says_which_and_where_to_get_it(tmp_path: Path) -> None:
    refused = reissue_bot("socket", folder=tmp_path, **GOOD)
    assert refused.returncode == 2
    assert "SLACK_APP_TOKEN, which is not set" in refused.stderr
    assert "connections:write" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_the_manifest_for_socket_mode_has_it_on_no_address_and_all_the_rest(tmp_path: Path) -> None:
    printed = {
        kind: reissue_bot("manifest", *arguments, folder=tmp_path).stdout
        for kind, arguments in {"web": ("--url", "https://hr.example.org"), "socket": ("--socket",)}.items()
    }
    web, socket = json.loads(printed["web"]), json.loads(printed["socket"])
    assert "http" not in printed["socket"]
    assert (web["settings"]["socket_mode_enabled"], socket["settings"]["socket_mode_enabled"]) == (False, True)
    assert socket["settings"]["interactivity"] == {"is_enabled": True}
    [command] = web["features"]["slash_commands"]
    assert socket["features"]["slash_commands"] == [{k: v for k, v in command.items() if k != "url"}]
    assert socket["features"]["shortcuts"] == web["features"]["shortcuts"]
    assert socket["oauth_config"] == web["oauth_config"]


def test_a_manifest_is_for_an_address_or_for_socket_mode_not_both_and_not_neither(tmp_path: Path) -> None:
    for arguments in ((), ("--url", "https://hr.example.org", "--socket")):
        refused = reissue_bot("manifest", *arguments, folder=tmp_path)
        assert refused.returncode == 2
        assert "--socket" in refused.stderr
        assert "Traceback" not in refused.stderr
