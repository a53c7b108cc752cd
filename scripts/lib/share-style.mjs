// A process of its own, in the folder of the project: the Tailwind plugin looks for its sources from there.
import { readFileSync, writeFileSync } from "node:fs";
import tailwind from "@tailwindcss/postcss";
import postcss from "postcss";
import { inRoot } from "./paths.mjs";

const from = inRoot("app/styles/share-page.css");
const { css } = await postcss([tailwind({ base: inRoot("components/share"), optimize: { minify: true } })]).process(
  readFileSync(from, "utf8"),
  { from },
);
// Addresses in the style sheets are those of files beside them.
writeFileSync(inRoot("public/share-page/page.css"), css.replaceAll("../fonts/", "./"));
