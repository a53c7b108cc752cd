/** Documents that show each kind of block, and the places where reading in pieces goes wrong. */
export const documents: Record<string, string> = {
  prose:
    "First *paragraph* with `code`\nand a second line.\n\nSecond **paragraph**.\n\nThird, with a [link](https://example.org/a_(b)).\n",
  lists: [
    "Intro:",
    "- one",
    "  - nested **deep**",
    "    1. ordered",
    "    2. more",
    "",
    "  still nested",
    "- two",
    "",
    "- three is loose",
    "",
    "2",
    "",
    "1. first",
    "",
    "2. second",
    "",
    "   with a paragraph",
    "",
    "   ```js",
    "   let inList = true;",
    "",
    "   ```",
    "3. third",
    "",
    "* [ ] open task",
    "* [x] done task",
    "",
    "After.",
  ].join("\n"),
  tables:
    "| a | b |\n|---|--:|\n| 1 | 2 |\n| `x` | **y** |\n\ntext\n\na | b\n- | -\n1 | 2\n3 | 4\nend of table?\n\nlast\n",
  fences:
    "```ts title=a.ts\nlet a = `x`;\n\n```\ntext\n~~~\ntildes ``` inside\n\n\n~~~\n\n````md\n```js\n1\n```\n````\nend\n\n  ```\n  indented\n  ```\n",
  unclosed: "Text.\n\n```python\nprint(1)\n\nprint(2)\n``",
  setext: "Title\n=====\n\nSub\n---\n\npara\n***\n\nTwo\nlines\n===\n\n# ATX #\n## Next\ntext\n",
  html: "<div>\n**not bold**\n</div>\n\nInline <b>tag</b> and <br> and <a href=x>.\n\n<!-- a\n\ncomment -->\n\n<script>\n\nalert(1)\n\n</script>\n\nEnd\n",
  carriage: "One\r\ntwo\r\n\r\n- a\r\n- b\r\n\r\n```\r\ncode\r\n```\r\nlone\rreturn\r\n",
  definitions:
    "Early [b] and [a][].\n\n[a]: https://example.org/a 'A'\n\nLate [a].\n\n[b]: <https://example.org/b>\n[a]: https://example.org/second\n\nEnd [b].\n",
  quotes: "> quote\n> - list in quote\n>\n> ```\n> code\n> ```\nlazy line\n\n> > nested\n> back\n\nafter\n",
  indented: "para\n    not code\n\n    code\n\n    more code\n\n\ttab\n\ntext\n",
  math: "Euler: $e^{i\\pi} + 1 = 0$, it costs $5 and $10.\n\n$$\n\\int_0^1 x\\,dx\n$$\n\nText:\n$$a$$\nmore \\(x\\) and\n\\[\ny = 2\n\\]\nend\n\n$$ open\n\nend $$\n",
  rules: "a\n\n---\n\nb\n***\nc\n\n- - -\n\n* item\n***\nd\n",
};

const sections = [
  "## Section heading\n\nA paragraph with **bold**, _emphasis_, `code` and a [link](https://example.org/page), long enough to wrap over several lines of the column on a wide screen.\n\n",
  "1. First step with `code`\n2. Second step\n   - a nested point\n   - another\n3. Third step\n\nText after the list.\n\n",
  "```ts\nexport function add(a: number, b: number): number {\n  return a + b;\n}\n```\n\n",
  "| Pool | Backends | p99 |\n|---|---:|---:|\n| 24 × 20 | 480 | 140 ms |\n| 24 × 10 | 240 | 18 ms |\n\n",
  "> A quotation that goes on for a while.\n\nThe load is $L = \\lambda W$, so about 8.\n\n",
];

/** Mixed Markdown of about `tokens` tokens (four characters each). */
export function longDocument(tokens: number): string {
  let text = "";
  for (let index = 0; text.length < tokens * 4; index++) text += sections[index % sections.length] ?? "";
  return text;
}
