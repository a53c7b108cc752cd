import "server-only";
import { reasoningText, type ScriptEntry, streamScript } from "../script";
import { asksFor } from "../words";

function entry(word: string, about: string, thought: string, answer: string): ScriptEntry {
  const text = reasoningText([
    ["low", thought],
    ["medium", "It should be readable while it streams, when every mark is still open, and look the same afterwards."],
    ["high", "Nothing in it should jump: a block may grow at its end, but what was drawn above it stays where it is."],
  ]);
  const script = streamScript([
    { type: "reasoning", text },
    { type: "answer", text: answer },
  ]);
  return { word, about, matches: asksFor(word), script: () => script };
}

const markdown = `# A heading of the first level

A paragraph with **strong**, *emphasised*, ~~struck~~ and \`code\` words, a [link to the CommonMark specification](https://spec.commonmark.org/) and a line break\\
made by a backslash.

## Lists

1. Numbered
   - nested once
     - nested twice, with \`code\`
   - and back
2. Still numbered

   With a second paragraph inside.
3. Tasks:
   - [x] write the script
   - [ ] mistake it for intelligence

### Quotes

> What is quoted stays apart.
>
> > A quote inside a quote.
>
> — with a last line

---

#### Small things

Characters that are no markup: 2 * 3 * 4, snake_case_name, a < b && b > c, 100 %, C:\\\\temp, and a lone ~ or $5.

<b>Raw HTML is shown as text, or left out, but never obeyed.</b>`;

const code = `Four languages, a long line and a diff.

\`\`\`typescript
/** Joins the deltas of a stream; what is not text is passed over. */
export function joinDeltas(deltas: readonly { content?: string | null }[]): string {
  return deltas.map(({ content }) => content ?? "").join("");
}
\`\`\`

\`\`\`python
def primes(limit: int) -> list[int]:
    """The sieve of Eratosthenes."""
    sieve = bytearray([1]) * (limit + 1)
    sieve[:2] = b"\\x00\\x00"
    for n in range(2, int(limit**0.5) + 1):
        if sieve[n]:
            sieve[n * n :: n] = bytes(len(range(n * n, limit + 1, n)))
    return [n for n, is_prime in enumerate(sieve) if is_prime]
\`\`\`

\`\`\`sql
select date_trunc('day', created_at) as day, count(*) filter (where status = 'done') as done
from completions
group by 1 order by 1 desc limit 7;
\`\`\`

\`\`\`bash
curl -sN http://127.0.0.1:3000/api/models | jq -r '.models[] | "\\(.id)\\t\\(.contextLength)\\t\\(.name)"' | sort | column -t -s $'\\t' # a long line that wants to scroll
\`\`\`

\`\`\`diff
- const title = prompt.slice(0, 40);
+ const title = titleFor(messages);
\`\`\`

And a block without a language, with a fence inside:

\`\`\`\`
\`\`\`js
"not highlighted"
\`\`\`
\`\`\`\``;

const table = `Numbers to the right, text to the left, and one cell with everything.

| planet | day, hours | year, days | moons | remark |
|:---|---:|---:|---:|:---|
| Mercury | 4,222.6 | 88.0 | 0 | a day lasts two years |
| Venus | 2,802.0 | 224.7 | 0 | turns *backwards* |
| Earth | 24.0 | 365.2 | 1 | \`you are here\` |
| Mars | 24.7 | 687.0 | 2 | **Phobos** and **Deimos** |
| Jupiter | 9.9 | 4,331 | 95 | a pipe inside: a \\| b |
| Saturn | 10.7 | 10,747 | 146 | [rings](https://science.nasa.gov/saturn/) |

*Day* means from noon to noon. Counts of moons change as new ones are confirmed.

A wide one, to scroll sideways:

| | Jan | Feb | Mar | Apr | May | Jun | Jul | Aug | Sep | Oct | Nov | Dec |
|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|
| days | 31 | 28 | 31 | 30 | 31 | 30 | 31 | 31 | 30 | 31 | 30 | 31 |
| hours | 744 | 672 | 744 | 720 | 744 | 720 | 744 | 744 | 720 | 744 | 720 | 744 |
| minutes | 44,640 | 40,320 | 44,640 | 43,200 | 44,640 | 43,200 | 44,640 | 44,640 | 43,200 | 44,640 | 43,200 | 44,640 |`;

const math = `Inline, Euler's identity $e^{i\\pi} + 1 = 0$ stands in its line, and so does $\\sqrt{2} \\notin \\mathbb{Q}$.

The sum that Euler found in 1734:

$$\\sum_{n=1}^{\\infty} \\frac{1}{n^2} = \\frac{\\pi^2}{6}$$

Several lines, aligned at the sign:

$$
\\begin{aligned}
(a+b)^2 &= (a+b)(a+b) \\\\
        &= a^2 + ab + ba + b^2 \\\\
        &= a^2 + 2ab + b^2
\\end{aligned}
$$

A matrix and its determinant:

$$\\det \\begin{pmatrix} \\cos\\theta & -\\sin\\theta \\\\ \\sin\\theta & \\cos\\theta \\end{pmatrix} = \\cos^2\\theta + \\sin^2\\theta = 1$$

By cases:

$$|x| = \\begin{cases} x & \\text{if } x \\ge 0 \\\\ -x & \\text{otherwise} \\end{cases}$$

Prices are no formulas: one costs $5, two cost $9.`;

export const showcase: readonly ScriptEntry[] = [
  entry(
    "markdown",
    "headings, lists, quotes, links",
    "Show every mark once, nested where nesting is usual, and some traps.",
    markdown,
  ),
  entry(
    "code",
    "code in several languages",
    "Several languages, one line too long for the column, one fence inside a fence.",
    code,
  ),
  entry(
    "table",
    "tables with numbers",
    "One table that fits, with alignment and marks in its cells, and one that does not fit.",
    table,
  ),
  entry(
    "math",
    "formulas in the line and apart",
    "Formulas in the line, set apart, over several lines, and dollar signs that are none.",
    math,
  ),
];
