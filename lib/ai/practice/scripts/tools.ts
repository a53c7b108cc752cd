import "server-only";
import { reasoningText, type Script, type ScriptEntry, streamScript } from "../script";
import { asksFor } from "../words";

type Offered = ReadonlySet<string>;

export const tools: readonly ScriptEntry[] = [
  {
    word: "tool unknown",
    about: "a call of a tool that nobody has",
    matches: asksFor("tool unknown"),
    script: () =>
      callScript(
        "look_up_word",
        { word: "verbatim", languages: ["en", "la"] },
        "The script says to call a tool here that no request offers.",
      ),
  },
  {
    word: "tool",
    about: "a call of a tool that was switched on",
    matches: asksFor("tool"),
    script: (question, offered) =>
      offered.has("current_time") && !offered.has("calculator")
        ? timeScript(question, offered)
        : sumScript(question, offered),
  },
  {
    word: "17 * 23",
    about: "any sum, left to the calculator",
    matches: isPlainlySum,
    script: sumScript,
  },
  {
    word: "time",
    about: "a look at the clock",
    matches: asksFor("time"),
    script: timeScript,
  },
];

/** A longer message is about something else than the numbers in it. */
const longestSum = 120;
const exampleSum = "17 * 23";

function sumScript(question: string, offered: Offered): Script {
  if (!offered.has("calculator")) return switchedOffScript("calculator");
  const expression = expressionIn(question);
  return callScript(
    "calculator",
    { expression: expression ?? exampleSum },
    expression
      ? `There is a sum in the question: ${expression}. I am a script and cannot add, so the calculator does it.`
      : `No sum in the question that I can read, so I take one of mine: ${exampleSum}. The calculator does it.`,
  );
}

function timeScript(question: string, offered: Offered): Script {
  if (!offered.has("current_time")) return switchedOffScript("current time");
  const timezone = /\b[A-Z][A-Za-z]+(\/[A-Z][A-Za-z_]+)+\b/.exec(question)?.[0];
  return callScript(
    "current_time",
    timezone ? { timezone } : {},
    timezone
      ? `The time in ${timezone} is wanted. A text written in advance cannot know it; the tool can.`
      : "The time is wanted. A text written in advance cannot know it; the tool can.",
  );
}

function callScript(name: string, input: object, thought: string): Script {
  const text = reasoningText([
    ["low", thought],
    ["medium", "This block is signed, and it must come back together with the result of the call, or I will say so."],
    ["high", "A model that loses its reasoning between a call and its result no longer knows why it asked."],
  ]);
  return streamScript(
    [
      { type: "reasoning", text },
      { type: "tool", name, arguments: JSON.stringify(input) },
    ],
    { hasFooter: false, end: { type: "finish", reason: "tool_calls" } },
  );
}

function switchedOffScript(label: string): Script {
  return streamScript([
    {
      type: "reasoning",
      text: reasoningText([
        ["low", `This needs the tool "${label}", and the request does not offer it. I call nothing that nobody has.`],
      ]),
    },
    {
      type: "answer",
      text: `I would call a tool here, but the ${label} is **switched off** in this conversation. The button **Tools** in the message box, a wrench, switches it on; then ask again, and I call it, read its result, and check that my reasoning came back with it.`,
    },
  ]);
}

const number = String.raw`-?(?:\d+(?:\.\d+)?|\.\d+)`;
const operand = String.raw`[(\s]*${number}[)\s]*`;
const sum = new RegExp(String.raw`(?<![\p{L}\d.,/-])${operand}(?:(?:\*\*|[-+*/^%×÷−])${operand})+(?![\p{L}\d])`, "u");

/** The first sum in a text, such as "(3 + 4) * 2^10"; null when there is none whose brackets match. */
function expressionIn(text: string): string | null {
  const withoutSeparators = text.slice(0, longestSum).replace(/(?<=\d),(?=\d{3}(?!\d))/g, "");
  const expression = sum.exec(withoutSeparators)?.[0].trim();
  return expression && haveMatches(expression) ? expression : null;
}

/** Not a date, a range or a choice: those have a minus or a slash between their numbers, and no space. */
function isPlainlySum(question: string): boolean {
  const expression = question.trim().length <= longestSum ? expressionIn(question) : null;
  return expression !== null && /[+*^×÷]|\s[-−/]\s/.test(expression);
}

function haveMatches(expression: string): boolean {
  let depth = 0;
  for (const character of expression) {
    if (character === "(") depth += 1;
    if (character === ")") depth -= 1;
    if (depth < 0) return false;
  }
  return depth === 0;
}
