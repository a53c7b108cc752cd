import { ToolError } from "../tool";
import { constants, factorial, functions, raise } from "./functions";
import { add, divide, fromDecimal, multiply, negate, type Rational, remainder, subtract } from "./rational";
import { type Token, tokenize } from "./tokens";
import { writeNumber } from "./write-number";

interface Infix {
  /** how strongly it holds what stands to its left, and to its right */
  left: number;
  right: number;
  apply: (a: Rational, b: Rational) => Rational;
}

const infixes: ReadonlyMap<string, Infix> = new Map([
  ["+", { left: 1, right: 2, apply: add }],
  ["-", { left: 1, right: 2, apply: subtract }],
  ["*", { left: 3, right: 4, apply: multiply }],
  ["/", { left: 3, right: 4, apply: divide }],
  ["%", { left: 3, right: 4, apply: remainder }],
  // from the right: 2^3^2 is 2^9
  ["^", { left: 8, right: 7, apply: raise }],
]);
/** Between * and ^: -2^2 is -4, and 2^-1 is a half. */
const prefixStrength = 5;
const factorialStrength = 9;

/**
 * The value of an arithmetic expression as text: + - * / % ^, parentheses, !, functions and constants. Fractions are exact; what a function
 * such as sin gives has fifteen digits. Time and memory are bounded by the length of the text and by a thousand digits per number.
 * @throws ToolError with a sentence about what cannot be understood or computed
 */
export function evaluate(source: string): string {
  const parser = new Parser(tokenize(source));
  return writeNumber(parser.whole());
}

/** Precedence climbing (Pratt): each operator takes what holds more strongly than itself. */
class Parser {
  private position = 0;
  constructor(private readonly tokens: Token[]) {}

  whole(): Rational {
    if (this.peek().type === "end") throw new ToolError("the expression is empty.");
    const value = this.expression(0);
    const rest = this.peek();
    if (rest.type === "symbol" && rest.text === ",")
      throw new ToolError(`unexpected "," at character ${rest.at}: write numbers without thousands separators.`);
    if (rest.type === "number" || rest.type === "name" || rest.text === "(")
      throw new ToolError(`an operator is missing before "${rest.text}" at character ${rest.at}.`);
    if (rest.type !== "end") throw this.unexpected(rest);
    return value;
  }

  private expression(strength: number): Rational {
    let left = this.prefix();
    for (;;) {
      const token = this.peek();
      if (token.type !== "symbol") return left;
      if (token.text === "!" && factorialStrength >= strength) {
        this.position++;
        left = factorial(left);
        continue;
      }
      const infix = infixes.get(token.text);
      if (!infix || infix.left < strength) return left;
      this.position++;
      left = infix.apply(left, this.expression(infix.right));
    }
  }

  private prefix(): Rational {
    const token = this.next();
    if (token.type === "number") return fromDecimal(token.text);
    if (token.type === "name") return this.named(token);
    if (token.text === "-") return negate(this.expression(prefixStrength));
    if (token.text === "+") return this.expression(prefixStrength);
    if (token.text !== "(") throw this.unexpected(token);
    const value = this.expression(0);
    this.expect(")");
    return value;
  }

  private named(token: Token): Rational {
    const operation = functions.get(token.text);
    if (!operation) {
      const constant = constants.get(token.text);
      if (constant) return constant;
      const known = [...functions.keys(), ...constants.keys()].join(", ");
      throw new ToolError(`"${token.text}" is not known. Known names: ${known}.`);
    }
    this.expect("(", `${token.text} needs its arguments in parentheses.`);
    const first = this.expression(0);
    const rest: Rational[] = [];
    while (this.peek().text === ",") {
      this.position++;
      rest.push(this.expression(0));
    }
    this.expect(")");
    const count = 1 + rest.length;
    if (count < operation.least || count > operation.most)
      throw new ToolError(`${token.text} takes ${argumentCount(operation.least, operation.most)}, not ${count}.`);
    return operation.apply(first, ...rest);
  }

  private expect(symbol: string, hint?: string): void {
    const token = this.next();
    if (token.type !== "symbol" || token.text !== symbol)
      throw new ToolError(hint ?? `"${symbol}" expected at character ${token.at}.`);
  }

  private unexpected(token: Token): ToolError {
    return token.type === "end"
      ? new ToolError("the expression ends where a number was expected. For a percentage write 20/100.")
      : new ToolError(`unexpected "${token.text}" at character ${token.at}.`);
  }

  private peek(): Token {
    return this.tokens[this.position] ?? { type: "end", text: "the end", at: 0 };
  }

  private next(): Token {
    const token = this.peek();
    this.position++;
    return token;
  }
}

function argumentCount(least: number, most: number): string {
  if (most === 1) return "one argument";
  return most > 2 ? "at least one argument" : `${least} or ${most} arguments`;
}
