"""The whole of it: from a request to closure, in real browsers, by links in real mail, with flows that really run."""

import socket
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, expect

from cli.migrations.steps import bring_up
from config.keys import keys
from config.settings import Settings
from engagements.database import writing
from engagements.governance import GivenRoute, set_route
from engagements.rebuilding import verified
from portal.app import create_app
from portal.office import Office
from portal.serving import served
from tests.portal.following import Follower
from tests.portal.story import Story, done, enter_day, fill_in
from workflows.playing import SimulatedClock
from workflows.workplace import Workplace

BEGINS = date(2025, 1, 6)
CONTACT, CLERK = "essex-authority@example.org", "essex-clerk@example.org"
LEAD, OPERATIONAL = "hertfordshire-lead-peer", "hertfordshire-operational-peer"
PROTECTION = "protecting-the-public-through-fire-regulation"
COORDINATOR, ADVISER = "Coordinator", "Principal adviser for East of England"
BOARD = "Performance and Resources Board"
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture
def story(prefect_server: str, browser: Browser, tmp_path: Path) -> Iterator[Story]:
    """A new installation: its database, its portal, its relay, and a calendar that moves when the story says so."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        settings, clock = Settings(data_dir=tmp_path, portal_url=address), SimulatedClock(BEGINS)
        place = Workplace(settings, clock)
        bring_up(place.engine)
        office = Office(settings, place.engine, place.world, keys(settings), clock)
        with served(create_app(office), listener), Follower(place, clock) as follower:
            yield Story(browser, settings, clock, follower)
        place.engine.dispose()


def test_from_a_request_to_closure_nobody_needs_more_than_a_browser(story: Story) -> None:
    a_newcomer_begins(story)
    the_scope_is_agreed(story)
    the_peers_answer(story)
    the_peers_visit(story)
    the_report_is_checked_and_published(story)
    the_authority_plans(story)
    a_quarter_opens_and_silence_is_chased(story)
    the_board_reads_the_paper(story)
    the_plan_is_closed(story)
    assert verified(Workplace(story.settings, story.clock).engine, story.world).holds


def a_newcomer_begins(story: Story) -> None:
    story.puts_example_people_on_record()
    with story.staff(COORDINATOR) as page:
        page.get_by_role("link", name="Start", exact=True).click()
        fill_in(page, {"authority": "essex", "product": "service-to-service-peer-review"})
        page.get_by_role("button", name="Continue").click()
        expect(page.get_by_text("Requires improvement").first).to_be_visible()
        fill_in(page, {"origin": "after_inspection", "reason": "The inspectorate asked us to look at protection."})
        page.get_by_role("button", name="Start the engagement").click()
        story.ref = "ESSEX-2025-1"
        expect(page.get_by_role("heading", level=1)).to_contain_text("Essex")
    story.wait(2)
    with story.staff(ADVISER) as page:
        page.get_by_role("link", name="Accept or decline the request").first.click()
        page.get_by_role("button", name="Accept the request").click()
        expect(done(page)).to_be_visible()


def the_scope_is_agreed(story: Story) -> None:
    story.wait(3)
    with story.staff(COORDINATOR) as page:
        story.gives(page, "HoldScopingMeeting", {"held_on": f"{story.today}", "summary": "Protection, mostly."})
        first = story.world.calendar.after(story.today, 45)
        last = story.world.calendar.after(first, 2)
        scope = {"lines_of_enquiry": PROTECTION, "visit_from": f"{first}", "visit_to": f"{last}"}
        story.gives(page, "ProposeScope", scope)
    story.wait(1)
    with story.by_link(CONTACT, "Agree the scope") as page:
        page.get_by_role("button", name="Agree this scope").click()
        expect(done(page)).to_be_visible()


def the_peers_answer(story: Story) -> None:
    with story.staff(COORDINATOR) as page:
        story.gives(page, "InvitePeer", {"peer": LEAD, "team_role": "lead_peer"})
        story.gives(page, "InvitePeer", {"peer": OPERATIONAL, "team_role": "operational_peer"})
    story.wait(1)
    for peer in (LEAD, OPERATIONAL):
        with story.by_link(f"{peer}@example.org", "Accept or decline the invitation") as page:
            with page.expect_download() as calendar:
                page.get_by_role("link", name="calendar").click()
            assert b"BEGIN:VEVENT" in calendar.value.path().read_bytes()
            fill_in(page, {"answer": "accept"})
            page.get_by_role("button", name="Send your answer").click()
            expect(page.get_by_role("heading", level=1)).to_have_text("You are on the team")
    with story.staff(COORDINATOR) as page:
        story.gives(page, "ConfirmTeam")


def the_peers_visit(story: Story) -> None:
    with story.staff(COORDINATOR) as page:
        page.goto(f"{story.settings.portal_url}/engagements/{story.ref}")
        first = story.world.calendar.after(BEGINS, 51)
        days = {"phases.0.starts_on": f"{first}", "phases.0.ends_on": f"{story.world.calendar.after(first, 2)}"}
        story.gives(page, "ScheduleVisit", days)
    story.wait(2)
    with story.by_link(CONTACT, "Submit the self-assessment") as page:
        fill_in(page, {"position_statement": "Where protection stands, in our own words."})
        page.get_by_role("button", name="Submit the self-assessment").click()
        expect(done(page)).to_be_visible()
    with story.staff(COORDINATOR) as page:
        session = {"kind": "interview", "title": "How audits are planned", "day": f"{first}", "place": "Headquarters"}
        session |= {"starts": "10:00", "ends": "11:30", "lines": PROTECTION, "peers": LEAD}
        story.gives(page, "PlanSessions", {f"sessions.0.{name}": value for name, value in session.items()})
        story.gives(page, "IssueTimetable", {"note": "Three days, twelve conversations."})
    story.wait(story.world.calendar.between(story.today, first))
    story.until(story.world.calendar.after(first, 2))
    with story.staff(COORDINATOR) as page:
        story.gives(page, "CompleteVisitPhase", {"number": "1"})
    with story.by_link(f"{LEAD}@example.org", "Present the feedback") as page:
        fill_in(page, {"feedback": "Good people, too few of them."})
        page.get_by_role("button", name="Record the feedback").click()
        expect(done(page)).to_be_visible()


def the_report_is_checked_and_published(story: Story) -> None:
    story.wait(5)
    with story.staff(COORDINATOR) as page:
        draft = {"summary": "Protection is short of people.", "recommendations.0.text": "Set targets for audits."}
        story.gives(page, "DraftReport", draft)
        story.gives(page, "SendForAccuracyCheck")
    story.wait(2)
    with story.by_link(CONTACT, "Return the accuracy check") as page:
        page.get_by_role("button", name="There are no factual errors").click()
        expect(done(page)).to_be_visible()
    with story.staff(COORDINATOR) as page:
        story.gives(page, "FinaliseReport")
    story.wait(3)
    with story.by_link(CONTACT, "Publish the report") as page:
        fill_in(page, {"published_on": f"{story.today}", "address": "https://example.org/report"})
        page.get_by_role("button", name="Record the publication").click()
        expect(done(page)).to_be_visible()


def the_authority_plans(story: Story) -> None:
    with story.by_link(CONTACT, "Respond to recommendation 1") as page:
        page.get_by_label("Accepted", exact=True).check()
        page.get_by_role("button", name="Send the answer").click()
        expect(done(page)).to_be_visible()
    story.wait(5)
    with story.by_link(CONTACT, "Propose the improvement plan") as page:
        page.get_by_label("Reference").fill("A1")
        page.get_by_label("What is to be done").fill("Set and publish targets for audits.")
        page.get_by_label("What it answers").fill("R1")
        page.get_by_label("Who answers for it").fill("Head of Protection")
        enter_day(page, "By when", story.world.calendar.after(story.today, 190))
        page.get_by_role("button", name="Propose this plan").click()
        expect(done(page)).to_be_visible()
    days = [story.world.calendar.after(story.today, days) for days in range(20, 400, 20)]
    route = {"slug": "board", "name": BOARD, "meetings": [{"met_on": day} for day in days]}
    with writing(Workplace(story.settings, story.clock).engine) as connection:
        set_route(connection, "essex", GivenRoute.model_validate({"bodies": [route]}), story.today)
    story.wait(10)
    with story.by_link(CLERK, "Approve the improvement plan") as page:
        page.get_by_label(BOARD, exact=True).check()
        enter_day(page, "When did it meet?", story.today)
        page.get_by_role("button", name="Record the approval").click()
        expect(done(page)).to_be_visible()


def a_quarter_opens_and_silence_is_chased(story: Story) -> None:
    story.wait(story.world.calendar.between(story.today, date(2025, 6, 30)))
    story.until(date(2025, 7, 25))
    assert any("late" in message.subject for message in story.mail(CONTACT)), "Silence was not chased."
    with story.by_link(CONTACT, "File the return for April to June 2025") as page:
        page.get_by_label("Change to Off track").check()
        page.get_by_label("Why?").first.fill("Two auditors left.")
        page.get_by_role("button", name="Check your answers").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Check your answers")
        page.get_by_role("button", name="File this return").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Your return is filed")
        receipt = page.locator(".govuk-panel__body strong").inner_text()
    assert any(receipt in message.text for message in story.mail(CONTACT)), "There is no receipt by mail."
    with story.staff(COORDINATOR) as page:
        story.gives(page, "AcceptReturn", {"period": "2025-26-Q1"})


def the_board_reads_the_paper(story: Story) -> None:
    the_clerk_drafts_the_paper(story, "note that one action is off track")
    with story.by_link(CLERK, "Submit the paper") as page:
        with page.expect_download() as paper:
            page.get_by_role("link", name="PDF").first.click()
        assert paper.value.path().read_bytes().startswith(b"%PDF")
    the_board_decides(story, "Noted")


def the_plan_is_closed(story: Story) -> None:
    with story.by_link(CONTACT, "Complete action A1") as page:
        report: FilePayload = {"name": "targets.pdf", "mimeType": "application/pdf", "buffer": PDF}
        page.get_by_label("Files").set_input_files(report)
        page.get_by_role("button", name="Add it").click()
        expect(page.get_by_text("targets.pdf").first).to_be_visible()
        page.get_by_role("button", name="Report it complete").click()
        expect(done(page)).to_be_visible()
    with story.staff(ADVISER) as page:
        story.gives(page, "VerifyAction", {"action": "A1"})
    the_clerk_drafts_the_paper(story, "approve the closure of the improvement plan")
    the_board_decides(story, "Approved")
    with story.staff(COORDINATOR) as page:
        story.gives(page, "CloseEngagement", {"summary": "Targets are set, published and met."})
        page.goto(f"{story.settings.portal_url}/engagements/{story.ref}")
        expect(page.get_by_role("main")).to_contain_text("losed on")


def the_clerk_drafts_the_paper(story: Story, asks: str) -> None:
    with story.by_link(CLERK, "Submit the paper") as page:
        page.get_by_role("link", name="Draft the paper").click()
        page.get_by_label("What the paper is about").fill("Protection improvement plan")
        page.get_by_label("The board is asked to").fill(asks)
        for impact in page.get_by_label("No", exact=True).all():
            impact.check()
        page.get_by_role("button", name="Save the paper").click()
        expect(done(page)).to_be_visible()


def the_board_decides(story: Story, decision: str) -> None:
    with story.by_link(CLERK, "Submit the paper") as page:
        page.get_by_role("radio").first.check()
        meets = date.fromisoformat(page.get_by_role("radio").first.get_attribute("value") or "")
        page.get_by_role("button", name="Submit the paper").click()
        expect(done(page)).to_be_visible()
    story.wait(story.world.calendar.between(story.today, meets))
    with story.by_link(CLERK, "Record what") as page:
        enter_day(page, "When did it meet?", meets)
        page.get_by_label(decision, exact=True).check()
        page.get_by_role("button", name="Record the decision").click()
        expect(done(page)).to_be_visible()
