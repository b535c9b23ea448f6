// Pages work without this. It switches on what GOV.UK Frontend adds where there is a script.
import { initAll } from "./govuk-frontend.min.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();
