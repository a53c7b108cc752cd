import { z } from "zod";
import { evaluate } from "./arithmetic/evaluate";
import { defineTool } from "./tool";

export const calculator = defineTool({
  name: "calculator",
  description:
    "Evaluates one arithmetic expression exactly and returns the number. Operators: + - * / % (remainder) ^ ! and parentheses. " +
    "Functions: sqrt, cbrt, abs, round(x, places), floor, ceil, trunc, sign, min, max, exp, ln, log (base 10) or log(x, base), log2, " +
    "sin, cos, tan, asin, acos, atan, sinh, cosh, tanh (radians), factorial. Constants: pi, e, tau. " +
    "Write numbers without thousands separators and with a point, as in 1250000.5 or 1.25e6.",
  arguments: z.object({
    expression: z.string().max(1000).describe("The expression, at most 1,000 characters, for example (3 + 4) * 2^10"),
  }),
  example: { expression: "(3 + 4) * 2^10" },
  run: ({ expression }) => evaluate(expression),
});
