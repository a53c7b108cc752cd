import { decodeEntities } from "./entities";

export type MathNode = string | MathElement;
export interface MathElement {
  name: string;
  attributes: Readonly<Record<string, string>>;
  children: MathNode[];
}

// Presentation MathML only: nothing that links, loads or runs.
const allowedNames: ReadonlySet<string> = new Set(
  "math mrow mi mn mo ms mspace mtext mfrac msqrt mroot msub msup msubsup munder mover munderover mmultiscripts mprescripts mpadded mphantom mstyle mtable mtr mtd merror menclose mglyph".split(
    " ",
  ),
);
const allowedAttributes: ReadonlySet<string> = new Set(
  "display mathvariant stretchy fence separator lspace rspace minsize maxsize movablelimits accent accentunder largeop symmetric linethickness width height depth voffset columnalign rowspacing columnspacing columnlines rowlines scriptlevel displaystyle mathcolor mathbackground notation".split(
    " ",
  ),
);

/**
 * Reads the MathML that the engine writes (well-formed, entities escaped) into a tree, so that React can build it without raw HTML.
 * The TeX annotation is left out, elements that are not presentation are replaced by their children.
 */
export function readMathMarkup(markup: string): MathNode[] {
  const root: MathElement = { name: "root", attributes: {}, children: [] };
  const path: MathElement[] = [root];
  for (const [piece, slash, name, attributes, selfClosing] of markup.matchAll(/<(\/?)([\w-]+)([^<>]*?)(\/?)>|[^<]+/g)) {
    const parent = path.at(-1) ?? root;
    if (name === undefined) {
      parent.children.push(decodeEntities(piece));
    } else if (slash) {
      path.pop();
    } else {
      const element: MathElement = { name, attributes: readAttributes(attributes ?? ""), children: [] };
      parent.children.push(element);
      if (!selfClosing) path.push(element);
    }
  }
  return root.children.flatMap(allowed);
}

function readAttributes(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [, name, value] of text.matchAll(/([\w-]+)="([^"]*)"/g)) {
    if (name && value !== undefined && allowedAttributes.has(name)) found[name] = decodeEntities(value);
  }
  return found;
}

function allowed(node: MathNode): MathNode[] {
  if (typeof node === "string") return [node];
  if (node.name === "annotation") return [];
  const children = node.children.flatMap(allowed);
  if (!allowedNames.has(node.name)) return children;
  return [node.name === "mi" ? identifier({ ...node, children }) : { ...node, children }];
}

/** One-letter names without a variant are left to the browser: it takes their italics from the mathematics font. */
function identifier(node: MathElement): MathElement {
  const text = node.children.join("");
  const { mathvariant, ...attributes } = node.attributes;
  if (mathvariant === undefined || mathvariant === "normal") return node;
  const letters = [...text].map((letter) => letterlike(mathvariant, letter) ?? letter).join("");
  return { ...node, attributes: { ...attributes, className: `mi-${mathvariant}` }, children: [letters] };
}

const capitalsAt: ReadonlyMap<string, number> = new Map(
  Object.entries<number>({ "double-struck": 0x1d538, script: 0x1d49c, fraktur: 0x1d504 }),
);
// Letters that Unicode had before it gave the alphabets a block of their own.
const earlier: ReadonlyMap<string, string> = new Map(
  Object.entries<string>({
    "double-struck": "CℂHℍNℕPℙQℚRℝZℤ",
    script: "BℬEℰFℱHℋIℐLℒMℳRℛeℯgℊoℴ",
    fraktur: "CℭHℌIℑRℜZℨ",
  }),
);

function letterlike(variant: string, letter: string): string | null {
  const capitals = capitalsAt.get(variant);
  if (capitals === undefined || !/^[A-Za-z]$/.test(letter)) return null;
  const known = [...(earlier.get(variant) ?? "")];
  const place = known.indexOf(letter);
  if (place >= 0 && place % 2 === 0) return known[place + 1] ?? null;
  const isCapital = letter <= "Z";
  return String.fromCodePoint(capitals + letter.charCodeAt(0) - (isCapital ? 65 : 71));
}
