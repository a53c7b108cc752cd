import "server-only";
import { reasoningText, type ScriptEntry, streamScript } from "../script";
import { asksFor } from "../words";

const perChapter = 20;
const chapters = 13;

function factorsOf(number: number): [prime: number, exponent: number][] {
  const factors: [number, number][] = [];
  let rest = number;
  for (let prime = 2; prime * prime <= rest; prime += 1) {
    let exponent = 0;
    for (; rest % prime === 0; rest /= prime) exponent += 1;
    if (exponent > 0) factors.push([prime, exponent]);
  }
  return rest > 1 ? [...factors, [rest, 1]] : factors;
}

function divisorsOf(number: number): number[] {
  return Array.from({ length: number }, (_, index) => index + 1).filter((divisor) => number % divisor === 0);
}

function sentenceAbout(number: number): string {
  const factors = factorsOf(number);
  const divisors = divisorsOf(number);
  const sum = divisors.reduce((total, divisor) => total + divisor, -number);
  const written = factors
    .map(([prime, exponent]) => (exponent > 1 ? `${prime}^${exponent}` : `${prime}`))
    .join(" \\cdot ");
  if (divisors.length === 2) {
    if (number < 4) return `**${number}** is prime: only 1 and itself divide it.`;
    return `**${number}** is prime: no number from 2 to ${Math.floor(Math.sqrt(number))} divides it.`;
  }
  const kind = sum === number ? "perfect" : sum > number ? "abundant" : "deficient";
  return `**${number}** is $${written}$ and has ${divisors.length} divisors; those below itself add up to ${sum}, so it is ${kind}.`;
}

function chapter(index: number): string {
  const first = index * perChapter + 2;
  const numbers = Array.from({ length: perChapter }, (_, offset) => first + offset);
  const primes = numbers.filter((number) => divisorsOf(number).length === 2);
  return [
    `## ${index + 1}. From ${first} to ${first + perChapter - 1}`,
    ...numbers.map((number) => `- ${sentenceAbout(number)}`),
    `\nPrimes in this chapter: ${primes.join(", ")}.\n`,
  ].join("\n");
}

/** About 8,000 tokens, every statement computed and true. */
function longAnswer(): string {
  const last = chapters * perChapter + 1;
  const intro = `# The numbers from 2 to ${last}, one by one\n\nA long scripted text for trying out scrolling, stopping and reloading. It comes at 200 tokens a second.`;
  return [intro, ...Array.from({ length: chapters }, (_, index) => chapter(index)), "That was all of them."].join(
    "\n\n",
  );
}

export const long: ScriptEntry = {
  word: "long",
  about: "about 8,000 tokens at 200 a second",
  matches: asksFor("long"),
  script: () =>
    streamScript(
      [
        {
          type: "reasoning",
          text: reasoningText([
            [
              "low",
              "A long text should not be filler. Numbers have something to say one by one, and every sentence can be computed.",
            ],
            [
              "medium",
              "For each number: its factors, how many divisors it has, and whether those add up to less or more than itself.",
            ],
            [
              "high",
              "Perfect numbers in the range: 6 and 28. The next, 496, is beyond it. The first odd abundant number, 945, is too.",
            ],
          ]),
        },
        { type: "answer", text: longAnswer() },
      ],
      { tokensPerSecond: 200 },
    ),
};
