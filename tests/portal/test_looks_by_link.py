"""Authorities, clerks and peers can use every page that a link opens, in every state: seen by axe in Chromium."""

import pytest

from tests.portal.look import Look
from tests.portal.looking import PortalIn, named, take
from tests.portal.looks import BY_LINK


@pytest.mark.parametrize("look", BY_LINK, ids=named)
def test_everybody_can_use_the_page(look: Look, portal_in: PortalIn) -> None:
    take(look, portal_in(look.world))
