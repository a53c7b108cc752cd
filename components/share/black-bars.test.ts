import { createElement, Fragment } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { black } from "@/lib/share/blacken";
import { blackBar, withBlackBars } from "./black-bars";

const page = (...children: React.ReactNode[]) => renderToStaticMarkup(createElement("body", null, ...children));

test("what is black is a bar, with a name, and with its letters for who copies it", () => {
  expect(withBlackBars(page(createElement("p", null, `a ${black} b ${black}${black}`)))).toBe(
    `<body><p>a ${blackBar} b ${blackBar}${blackBar}</p></body>`,
  );
});

test("attributes and the title of the page stay text, whatever stands in them", () => {
  const sly = `"> ${black} <b title='>`;
  const link = createElement("a", { title: sly, "aria-label": black }, "x");
  const markup = page(createElement(Fragment, null, link, sly));
  const drawn = withBlackBars(markup);
  expect(drawn.replaceAll(blackBar, black)).toBe(markup);
  expect(drawn.split(blackBar)).toHaveLength(2);
  const head = `<html><head><title>${black}</title></head>`;
  expect(withBlackBars(`${head}${page("x")}`)).toBe(`${head}${page("x")}`);
});
