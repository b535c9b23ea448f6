"""``tokens``: by which other systems call the HTTP API."""

from tests.cli.conftest import Terminal


def test_a_token_is_made_listed_and_revoked(terminal: Terminal) -> None:
    assert "No token was made yet" in terminal("tokens").out
    made = terminal("tokens", "make", "Register", "--as", "coordinator", "--authority", "essex", "--json").json
    assert made["token"].startswith(made["begins_with"])
    assert "hashed" not in made
    line = terminal("tokens").out.splitlines()[1]
    assert "Register" in line
    assert made["token"] not in line
    assert line.endswith("works")
    assert "works no longer" in terminal("tokens", "revoke", "1", "--by", "adviser-east").out
    [listed] = terminal("tokens", "list", "--json").json
    assert (listed["stands"], listed["revoked_by"]) == ("revoked", "adviser-east")


def test_a_token_acts_as_staff_alone_and_not_for_ever(terminal: Terminal) -> None:
    for arguments, words in (
        (("--as", "essex-clerk"), "LGA"),
        (("--as", "hertfordshire-lead"), "is a peer"),
        (("--as", "nobody"), "nobody"),
        (("--as", "coordinator", "--days", "400"), "365"),
        (("--as", "coordinator", "--authority", "esex"), "Did you mean"),
    ):
        assert words in terminal.refused("tokens", "make", "Register", *arguments)
    assert "There is no token 7" in terminal.refused("tokens", "revoke", "7")
