// Builds ../static from the sources in this folder: style, script and icon, complete in themselves.
// `python3 run.py setup` does this; to do only this, after a change of a source: npm ci && npm run build
import { copyFileSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { compile } from "sass";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const built = here(`../static.${process.pid}`);
const style = compile(here("portal.scss"), {
  loadPaths: [here("node_modules")],
  style: "compressed",
  quietDeps: true,
});

mkdirSync(built, { recursive: true });
writeFileSync(`${built}/portal.css`, style.css);
for (const name of ["portal.js", "icon.svg"]) copyFileSync(here(name), `${built}/${name}`);
copyFileSync(here("node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.js"), `${built}/govuk-frontend.min.js`);

// The old goes only when the new is whole.
rmSync(here("../static"), { recursive: true, force: true });
renameSync(built, here("../static"));
