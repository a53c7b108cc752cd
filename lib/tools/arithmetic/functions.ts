import { ToolError } from "../tool";
import {
  absolute,
  add,
  compare,
  divide,
  floor,
  fromDecimal,
  isInteger,
  isZero,
  multiply,
  negate,
  power,
  type Rational,
  rational,
  truncate,
} from "./rational";
import { toDouble, toParts } from "./write-number";

/** Smaller than this a sine is the rounding error of its argument: sin(pi) is 0. */
const roundingError = 1e-15;
const half = rational(1n, 2n);

export const constants: ReadonlyMap<string, Rational> = new Map([
  ["pi", fromDecimal("3.14159265358979323846264338327950288", false)],
  ["π", fromDecimal("3.14159265358979323846264338327950288", false)],
  ["e", fromDecimal("2.71828182845904523536028747135266250", false)],
  ["tau", fromDecimal("6.28318530717958647692528676655900577", false)],
]);

interface Operation {
  least: number;
  most: number;
  apply(...values: [Rational, ...Rational[]]): Rational;
}

const one = (apply: (value: Rational) => Rational): Operation => ({ least: 1, most: 1, apply });
const double = (name: string, compute: (value: number) => number): [string, Operation] => [
  name,
  one((value) => fromDouble(name, compute(toDouble(value)))),
];

export const functions: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  ["abs", one(absolute)],
  ["floor", one(floor)],
  ["ceil", one((value) => negate(floor(negate(value))))],
  ["trunc", one(truncate)],
  ["sign", one((value) => rational(value.n > 0n ? 1n : value.n < 0n ? -1n : 0n))],
  ["round", { least: 1, most: 2, apply: round }],
  ["min", { least: 1, most: 100, apply: (...values) => values.reduce((a, b) => (compare(b, a) < 0 ? b : a)) }],
  ["max", { least: 1, most: 100, apply: (...values) => values.reduce((a, b) => (compare(b, a) > 0 ? b : a)) }],
  ["factorial", one(factorial)],
  ["sqrt", one(squareRoot)],
  ["log", { least: 1, most: 2, apply: logarithm }],
  double("cbrt", Math.cbrt),
  double("exp", Math.exp),
  logarithmOf("ln", Math.log, Math.LN10),
  logarithmOf("log2", Math.log2, Math.log2(10)),
  logarithmOf("log10", Math.log10, 1),
  double("sin", (value) => snap(Math.sin(value), value)),
  double("cos", (value) => snap(Math.cos(value), value)),
  // where the cosine is zero there is no tangent, only a rounding error turned over
  double("tan", (value) => (snap(Math.cos(value), value) === 0 ? Number.NaN : snap(Math.tan(value), value))),
  double("asin", Math.asin),
  double("acos", Math.acos),
  double("atan", Math.atan),
  double("sinh", Math.sinh),
  double("cosh", Math.cosh),
  double("tanh", Math.tanh),
]);

function snap(result: number, argument: number): number {
  return Math.abs(result) < roundingError * Math.max(1, Math.abs(argument)) ? 0 : result;
}

function fromDouble(name: string, result: number): Rational {
  if (Number.isNaN(result)) throw new ToolError(`${name} is not defined there (angles are in radians).`);
  if (!Number.isFinite(result)) throw new ToolError(`the result of ${name} is not a finite number.`);
  const text = String(Math.abs(result));
  return result < 0 ? negate(fromDecimal(text, false)) : fromDecimal(text, false);
}

/** Halves away from zero; the second argument is the number of decimal places. */
function round(value: Rational, places: Rational = rational(0n)): Rational {
  if (!isInteger(places) || places.n < -100n || places.n > 100n)
    throw new ToolError("round takes a whole number of decimal places from -100 to 100.");
  const scale = power(rational(10n), places.n);
  const scaled = multiply(absolute(value), scale);
  const rounded = divide(floor(add(scaled, half)), scale);
  return value.n < 0n ? negate(rounded) : rounded;
}

/** Exact when the root is a fraction itself. */
function squareRoot(value: Rational): Rational {
  if (value.n < 0n) throw new ToolError("the square root of a negative number is not a real number.");
  const [n, d] = [wholeRoot(value.n), wholeRoot(value.d)];
  if (n * n === value.n && d * d === value.d) return rational(n, d, value.isExact);
  // shifted so far to the left that the whole part of the root has more digits than are written
  const shift = BigInt(Math.max(0, 25 - Math.floor((value.n.toString().length - value.d.toString().length) / 2)));
  return rational(wholeRoot((value.n * 100n ** shift) / value.d), 10n ** shift, false);
}

/** The largest whole number whose square is not larger (Newton). */
function wholeRoot(value: bigint): bigint {
  if (value < 2n) return value;
  let root = 1n << BigInt(Math.ceil(value.toString(2).length / 2));
  for (let next = (root + value / root) / 2n; next < root; next = (root + value / root) / 2n) root = next;
  return root;
}

/** Also of numbers that no double can hold, such as factorials. `ofTen` is the logarithm of 10. */
function logarithmOf(name: string, compute: (value: number) => number, ofTen: number): [string, Operation] {
  return [name, one((value) => fromDouble(name, logarithmBy(value, compute, ofTen)))];
}

function logarithmBy(value: Rational, compute: (value: number) => number, ofTen: number): number {
  const { mantissa, exponent } = toParts(value);
  return Math.abs(exponent) < 300 ? compute(toDouble(value)) : compute(mantissa) + exponent * ofTen;
}

/** Base 10, or the base given second. */
function logarithm(value: Rational, base?: Rational): Rational {
  const ofTen = Math.log2(10);
  return base === undefined
    ? fromDouble("log", logarithmBy(value, Math.log10, 1))
    : fromDouble("log", logarithmBy(value, Math.log2, ofTen) / logarithmBy(base, Math.log2, ofTen));
}

/** Up to 449!, the last with at most a thousand digits. */
export function factorial(value: Rational): Rational {
  if (!isInteger(value) || value.n < 0n) throw new ToolError("factorial takes a whole number from 0.");
  if (value.n > 449n) throw new ToolError("factorial takes a number of at most 449.");
  let product = 1n;
  for (let factor = 2n; factor <= value.n; factor++) product *= factor;
  return rational(product, 1n, value.isExact);
}

/** Exact for whole exponents; else as a double. */
export function raise(base: Rational, exponent: Rational): Rational {
  if (isZero(base) && exponent.n < 0n) throw new ToolError("division by zero.");
  if (isInteger(exponent)) return { ...power(base, exponent.n), isExact: base.isExact && exponent.isExact };
  if (base.n < 0n) throw new ToolError("a broken power of a negative number is not a real number.");
  if (exponent.d === 2n && exponent.n === 1n) return squareRoot(base);
  return fromDouble("^", toDouble(base) ** toDouble(exponent));
}
