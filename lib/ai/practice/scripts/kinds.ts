import "server-only";
import { reasoningText, type ScriptEntry, type ScriptStep, type StreamScript, streamScript } from "../script";
import { asksFor } from "../words";

function entry(word: string, about: string, steps: ScriptStep[], options: Partial<StreamScript> = {}): ScriptEntry {
  const script = streamScript(steps, options);
  return { word, about, matches: asksFor(word), script: () => script };
}

const hiddenThought = reasoningText([
  ["low", "Nobody but the provider reads this. It is carried along unread, and must come back as it is."],
  ["medium", "It is longer at higher efforts, which shows only in the token count and in the waiting time."],
  ["high", "A seal over these words tells whether a single byte changed on the way."],
]);

export const kinds: readonly ScriptEntry[] = [
  entry("hidden", "reasoning that the provider keeps to itself", [
    { type: "encrypted", text: hiddenThought },
    {
      type: "answer",
      text: "I reasoned, and you saw nothing of it: only a sealed block came, and it goes back with your next message. Ask something else, and I will tell you whether it returned unchanged.",
    },
  ]),
  entry("summary", "a summary of the reasoning, the rest hidden", [
    {
      type: "summary",
      text: reasoningText([
        ["low", "**Reading the question**\n\nThe word asks for a summary of reasoning, not for the reasoning itself."],
        ["medium", "**Choosing what to show**\n\nTwo short headings are enough to see how such summaries are drawn."],
        ["high", "**Checking the order**\n\nThe summary comes first, then the sealed block that it belongs to."],
      ]),
    },
    { type: "encrypted", text: hiddenThought },
    {
      type: "answer",
      text: "Above stands a **summary**, in the words of the provider. The reasoning itself is a sealed block behind it. Both go back with your next message, as two entries in this order.",
    },
  ]),
  entry("interleaved", "reasoning, answer, reasoning, answer", [
    {
      type: "reasoning",
      text: reasoningText([
        ["low", "The request is to think twice. First thought: say what will happen."],
        ["medium", "The signature of this block comes late, when the answer has already begun."],
      ]),
      isSignedLate: true,
    },
    { type: "answer", text: "**First half.** I say this after one block of reasoning. " },
    { type: "late-signature" },
    { type: "answer", text: "Now I stop to reason again, in the middle of the answer.\n\n" },
    { type: "pause", ms: 300 },
    {
      type: "reasoning",
      text: reasoningText([
        ["low", "Second thought: this must appear between the two halves, not above them."],
        ["medium", "It has its own index and its own signature."],
      ]),
    },
    {
      type: "answer",
      text: "**Second half.** Two blocks of reasoning belong to this answer, each at the place where it happened.",
    },
  ]),
  entry(
    "refusal",
    "the model declines",
    [
      {
        type: "reasoning",
        text: reasoningText([["low", "The script says that I decline here. Nothing is wrong with the question."]]),
      },
      { type: "refusal", text: "I can't help with that. (A scripted refusal of the practice model.)" },
    ],
    { hasFooter: false },
  ),
  entry(
    "length",
    "an answer that hits the token limit",
    [
      {
        type: "reasoning",
        text: reasoningText([
          ["low", "The answer will end in the middle of a sentence, with the finish reason length."],
        ]),
      },
      {
        type: "answer",
        text: "This scripted answer is about to be cut off by its token limit. What came is kept and is not an error, and you can ask to continue. The last word of it is going to be un",
      },
    ],
    {
      hasFooter: false,
      end: { type: "finish", reason: "length" },
      tail: "finished no longer: this is the rest of it.",
    },
  ),
  entry("emoji", "characters cut in half on the wire", [
    {
      type: "reasoning",
      text: reasoningText([
        ["low", "U+1F600 has four bytes in UTF-8 and two units in UTF-16. Both can be cut in the middle."],
        ["medium", "Joined again, each must be one face: 😀."],
      ]),
    },
    {
      type: "pieces",
      pieces: ["Cut between bytes: ", "😀", " and ", "👩‍👩‍👧‍👦", ". "],
      cutsBytes: true,
    },
    {
      type: "pieces",
      pieces: ["Cut between deltas: ", "\ud83d", "\ude00", " and ", "\ud83c\uddf3\ud83c", "\uddf4", ". "],
    },
    {
      type: "answer",
      text: "You should see a face and a family, then a face and the flag of Norway, and no question marks in boxes.",
    },
  ]),
  entry("rtl", "Arabic and Hebrew", [
    {
      type: "reasoning",
      text: reasoningText([
        [
          "low",
          "Each paragraph takes its direction from its first strong letter: אבג right to left, abc left to right.",
        ],
      ]),
    },
    {
      type: "answer",
      text: [
        "هذا نصّ مكتوب مسبقًا لنموذج التدريب. تبدأ كل فقرة من اليمين، وتبقى الأرقام مثل 2,147,483,647 والكلمات اللاتينية مثل `Postgres` في مكانها الصحيح.",
        "זהו טקסט שנכתב מראש עבור מודל התרגול. כל פסקה מתחילה מימין, והסימנים (סוגריים, 50%, ונקודה) נשארים במקומם.",
        "- أولاً: قائمة من اليمين\n- שנית: פריט בעברית\n- Third: an item in English",
        "And this paragraph is English again, with one word of Hebrew, שלום, and one of Arabic, سلام, inside.",
      ].join("\n\n"),
    },
  ]),
  entry(
    "slow",
    "a long wait, then a token every 0.4 s",
    [
      { type: "reasoning", text: reasoningText([["low", "No hurry."]]) },
      {
        type: "answer",
        text: "Some hosts are busy. For eight seconds only keep-alive comments came; now each token takes 0.4 s. You can stop me.",
      },
    ],
    { tokensPerSecond: 2.5, waitMs: 8_400, commentEveryMs: 1_400 },
  ),
];
