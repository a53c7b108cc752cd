import { placesOf } from "./blacken";

/** A passage that people may not have meant to share. */
export interface Find {
  kind: FindKind;
  start: number;
  end: number;
}
export type FindKind = "key" | "password" | "mail" | "phone" | "host" | "instructions";

/*
 * Shapes that providers publish for their keys (prefix and length), and that no ordinary word has. Linear: no expression repeats a
 * repetition, so a long text cannot make one slow.
 */
const keyShapes: readonly RegExp[] = [
  /\bsk-[A-Za-z0-9_-]{16,200}/g,
  /\b(?:gh[pousr]_[A-Za-z0-9]{20,255}|github_pat_[A-Za-z0-9_]{20,255})/g,
  /\bglpat-[A-Za-z0-9_-]{20,64}/g,
  /\bxox[abeoprs]-[A-Za-z0-9-]{10,200}/g,
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g,
  /\bAIza[A-Za-z0-9_-]{35}/g,
  /\b(?:gsk|hf|r8|npm|pypi|dckr_pat|shpat|whsec)_[A-Za-z0-9_-]{20,200}/g,
  /\b[sr]k_(?:live|test)_[A-Za-z0-9]{16,200}/g,
  /\beyJ[A-Za-z0-9_-]{10,600}\.eyJ[A-Za-z0-9_-]{10,4000}\.[A-Za-z0-9_-]{0,2000}/g,
  /-----BEGIN [A-Z ]{0,30}PRIVATE KEY(?: BLOCK)?-----(?:[\s\S]{0,10000}?-----END [A-Z ]{0,30}PRIVATE KEY(?: BLOCK)?-----)?/g,
  /\bBearer [A-Za-z0-9._~+/-]{16,2000}=*/g,
];
/** What stands after a name that says what it is, and inside an address with a password. */
const passwordShapes: readonly RegExp[] = [
  /(?:passwor[dt]|passwd|passphrase|secret|api[_-]?key|access[_-]?key|auth[_-]?token|token)["']?\s{0,3}[:=]\s{0,3}["']?([^\s"',;]{6,200})/gi,
  /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:/@]{1,100}:([^\s/@]{1,200})@/gi,
];
const mailShape = /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,5}/gu;
/** A plus, or a leading zero with groups: bare figures are sums and years far more often than telephones. */
const phoneShape = /(?<![\w.])(?:\+\d[\d\s().-]{7,22}\d|0\d{1,4}[\s/-]\d[\d\s-]{4,14}\d)(?![\w.]\d)/g;
const hostShape =
  /\b(?:[a-z0-9-]{1,63}\.){1,5}(?:internal|local|lan|corp|intranet)\b|\b(?:10\.\d{1,3}|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.\d{1,3}\.\d{1,3}\b/gi;

/** So much of the instructions in a row is no coincidence, characters. */
const instructionsRun = 30;

/** Passages of one text, in order, without two in the same place. `instructions`: the system message of the conversation, "" = none. */
export function findsIn(text: string, instructions: string): Find[] {
  const finds: Find[] = [
    ...keyShapes.flatMap((shape) => matches(text, shape, "key")),
    ...passwordShapes.flatMap((shape) => matches(text, shape, "password")),
    ...matches(text, mailShape, "mail"),
    ...matches(text, phoneShape, "phone").filter(({ start, end }) => digitsIn(text.slice(start, end)) >= 8),
    ...matches(text, hostShape, "host"),
    ...instructionsIn(text, instructions),
  ];
  const found: Find[] = [];
  for (const find of finds.sort((a, b) => a.start - b.start)) {
    const last = found.at(-1);
    // What is two things is one passage, and goes as a whole.
    if (last && find.start < last.end) last.end = Math.max(last.end, find.end);
    else if (found.length < maxFinds) found.push(find);
    else return [{ kind: last?.kind ?? find.kind, start: 0, end: text.length }];
  }
  return found;
}

/** Of more nobody decides one by one: then the whole text is one. */
const maxFinds = 500;

const digitsIn = (text: string) => text.replace(/\D/g, "").length;

/** Of an expression with a group, what the group holds. */
function matches(text: string, shape: RegExp, kind: FindKind): Find[] {
  return [...text.matchAll(shape)].map((match) => {
    const [whole, group] = match;
    const start = match.index + (group === undefined ? 0 : whole.lastIndexOf(group));
    return { kind, start, end: start + (group ?? whole).length };
  });
}

/** Lines and sentences of the instructions that stand in the text, in whatever case. */
function instructionsIn(text: string, instructions: string): Find[] {
  const runs = instructions
    .split(/\n|(?<=[.!?])\s/)
    .map((run) => run.trim())
    .filter((run) => run.length >= instructionsRun);
  return [...new Set(runs)].flatMap((run) =>
    placesOf(text, run).map(([start, end]) => ({ kind: "instructions" as const, start, end })),
  );
}
