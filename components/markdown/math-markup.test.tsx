import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { readMathMarkup } from "./math-markup";
import Typeset, { typeset } from "./math-typeset";

const draw = (tex: string) => renderToStaticMarkup(<Typeset tex={tex} source={`$${tex}$`} isDisplay={false} />);

test("a formula becomes MathML, without annotation", () => {
  expect(draw("L = \\lambda W")).toBe("<math><mrow><mi>L</mi><mo>=</mo><mi>λ</mi><mi>W</mi></mrow></math>");
  expect(draw("\\sin x < 1")).toContain("<mi>sin</mi>");
  expect(draw("a < b")).toContain("<mo>&lt;</mo>");
  expect(draw("\\mathbb{R}\\mathbb{A}\\mathcal{a}\\mathfrak{H}")).toContain("ℝ");
  expect(draw("\\begin{pmatrix}a&b\\\\c&d\\end{pmatrix}")).toContain("<mtable");
});

test.each(["\\frac{", "\\unknowncommand", "a & b", "\\def\\x{\\x\\x}\\x", "\\edef\\a{\\a\\a}\\a", "x".repeat(5_000)])(
  "%.40s is shown as its source",
  (tex) => {
    expect(draw(tex)).toContain('<code class="math-source">');
  },
);

test("nothing in a formula links, loads or runs", () => {
  for (const tex of [
    "\\href{javascript:alert(1)}{x}",
    "\\url{https://evil.example}",
    "\\includegraphics{https://evil.example/a.png}",
    "\\htmlData{onclick=alert(1)}{x}",
    "\\htmlStyle{background:url(//evil.example)}{x}",
    "\\htmlClass{a}{x}",
    "\\text{<img src=x onerror=alert(1)>}",
  ]) {
    expect(draw(tex)).not.toMatch(/<(a|img|script|span)\b|\s(href|src|style|on\w+|data-\w+)="/);
  }
  const nodes = readMathMarkup(
    '<math><a href="javascript:x"><mi onclick="y" style="z">x</mi></a><script>alert(1)</script></math>',
  );
  expect(JSON.stringify(nodes)).not.toMatch(/href|onclick|style|script/);
});

test("what grows without end is stopped in time", () => {
  const startedAt = performance.now();
  expect(
    typeset(`${"\\sqrt{".repeat(600)}x${"}".repeat(600)}`, true) === null || performance.now() - startedAt < 1_000,
  ).toBe(true);
  expect(performance.now() - startedAt).toBeLessThan(2_000);
});
