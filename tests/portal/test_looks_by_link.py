"""Authorities, clerks and peers can use every page that a link opens, in every state: seen by axe in Chromium."""

import pytest

from tests.portal.look import Look
from tests.portal.looking import WindowOn, named, take
from tests.portal.looks import BY_LINK


@pytest.mark.parametrize("look", BY_LINK, ids=named)
def test_everybody_can_use_the_page(look: Look, window_on: WindowOn) -> None:
    take(look, *window_on(look.world))
