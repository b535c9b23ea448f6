"""``webhooks``: which other systems are told of events, and sending again what they did not take."""

from engagements.database import writing
from notifications.webhooks import ledger
from tests.cli.conftest import Terminal

ADDRESS = "https://example.org/hooks"


def test_a_system_subscribes_and_is_paused_resumed_and_ended(terminal: Terminal) -> None:
    assert "Nobody subscribes" in terminal("webhooks").out
    said = terminal("webhooks", "add", "Register", ADDRESS, "--event", "ScopeAgreed", "--authority", "essex").out
    secret = said.splitlines()[-1]
    assert secret.startswith("whsec_")
    [one] = terminal("webhooks", "--json").json
    assert (one["events"], one["authority"], "secret" in one) == ("ScopeAgreed", "essex", False)
    assert secret not in terminal("webhooks", "rotate", "1").out
    assert "is paused" in terminal("webhooks", "pause", "1").out
    assert "paused. Paused by hand." in terminal("webhooks").out
    assert "goes on" in terminal("webhooks", "resume", "1").out
    terminal("webhooks", "end", "1")
    assert "There is no subscription 1" in terminal.refused("webhooks", "resume", "1")


def test_an_address_within_our_own_network_is_refused(terminal: Terminal) -> None:
    assert "private network" in terminal.refused("webhooks", "add", "Register", "https://10.0.0.1/")
    assert "https://" in terminal.refused("webhooks", "add", "Register", "http://example.org/")
    assert "ScopeAgreed" in terminal.refused("webhooks", "add", "Register", ADDRESS, "--event", "ScopeAgred")


def test_what_was_given_up_is_listed_and_sent_again(terminal: Terminal) -> None:
    assert terminal("webhooks", "deliveries").out == "Nobody was to be told anything yet.\n"
    assert terminal("webhooks", "deliveries", "--failed").out == "Nothing was given up.\n"
    terminal("webhooks", "add", "Register", ADDRESS)
    case = terminal.case()
    case.request()
    with writing(terminal.engine) as connection:
        ledger.note(connection, [1], case.now)
        connection.execute(ledger.Webhook.table.update().values(status="failed", outcome="Answered 404."))
    assert "Answered 404." in terminal("webhooks", "deliveries", "--failed").out
    assert terminal("webhooks", "resend", "1").out == "1 to be sent again.\n"
    [one] = terminal("webhooks", "deliveries", "--of", "1", "--json").json
    assert (one["status"], one["resent_by"]) == ("pending", "operator")
    assert "without you doing anything" in terminal.refused("webhooks", "resend", "1")
    assert terminal("webhooks", "resend", "--all-of", "1").out == "0 to be sent again.\n"
    assert "--all-of" in terminal.refused("webhooks", "resend", code=2)
