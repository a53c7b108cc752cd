import { ToolError } from "../tool";

export type Token =
  | { type: "number"; text: string; at: number }
  | { type: "name"; text: string; at: number }
  | { type: "symbol"; text: string; at: number }
  | { type: "end"; text: "the end"; at: number };

const pattern =
  /\s*(?:(\d+(?:\.\d*)?(?:[eE][+-]?\d{1,4})?|\.\d+(?:[eE][+-]?\d{1,4})?)|([A-Za-zπ][A-Za-z0-9]*)|(\*\*|[-+*/%^(),!]))/y;
/** How people and models write operators elsewhere. */
const spellings: ReadonlyMap<string, string> = new Map([
  ["×", "*"],
  ["·", "*"],
  ["÷", "/"],
  ["−", "-"],
]);

/** @throws ToolError with the place of the first character that is not arithmetic */
export function tokenize(source: string): Token[] {
  const text = source.replace(/[×·÷−]/g, (sign) => spellings.get(sign) ?? sign);
  const tokens: Token[] = [];
  pattern.lastIndex = 0;
  for (let at = 0; at < text.trimEnd().length; at = pattern.lastIndex) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (!match) {
      const rest = text.slice(at).trimStart();
      throw new ToolError(`unexpected "${[...rest][0]}" at character ${text.length - rest.length + 1}.`);
    }
    const [all, number, name, symbol = ""] = match;
    const place = at + all.length - all.trimStart().length + 1;
    if (number !== undefined) tokens.push({ type: "number", text: number, at: place });
    else if (name !== undefined) tokens.push({ type: "name", text: name.toLowerCase(), at: place });
    else tokens.push({ type: "symbol", text: symbol === "**" ? "^" : symbol, at: place });
  }
  tokens.push({ type: "end", text: "the end", at: text.length + 1 });
  return tokens;
}
