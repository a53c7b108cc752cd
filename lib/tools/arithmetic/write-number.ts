import { absolute, type Rational } from "./rational";

/** Digits of an endless fraction, and of a value that a function gave (a double is exact to a little more than fifteen). */
const endlessDigits = 20n;
const inexactDigits = 15n;
/** An exact fraction with more digits is rounded as well. */
const longestExact = 60;
/** More zeros than this before the first digit, and the exponent is written instead. */
const mostZeros = 12;

/** The number as people write it: all digits of a whole one, all of a fraction that ends, else rounded. */
export function writeNumber(value: Rational): string {
  const sign = value.n < 0n ? "-" : "";
  const { n, d, isExact } = absolute(value);
  if (d === 1n && isExact) return sign + n;
  const places = isExact ? endOf(d) : null;
  if (places !== null) {
    const digits = (n * 10n ** BigInt(places)) / d;
    const text = digits.toString();
    if (text.length <= longestExact) return sign + withPoint(text, -places);
  }
  const { digits, exponent } = roundedDigits(value, isExact ? endlessDigits : inexactDigits);
  return sign + withPoint(digits, exponent);
}

/** The nearest double. */
export function toDouble(value: Rational): number {
  const { digits, exponent } = roundedDigits(value, 25n);
  return Number(`${value.n < 0n ? "-" : ""}${digits}e${exponent}`);
}

/** A value beyond the range of doubles as mantissa × 10^exponent, the mantissa a double. */
export function toParts(value: Rational): { mantissa: number; exponent: number } {
  const { digits, exponent } = roundedDigits(value, 25n);
  return {
    mantissa: Number(`${value.n < 0n ? "-" : ""}${digits}e${1 - digits.length}`),
    exponent: exponent + digits.length - 1,
  };
}

/** digits × 10^exponent, rounded half up to `count` digits, without zeros at the end. */
function roundedDigits(value: Rational, count: bigint): { digits: string; exponent: number } {
  const { n, d } = absolute(value);
  if (n === 0n) return { digits: "0", exponent: 0 };
  const magnitude = BigInt(n.toString().length - d.toString().length);
  // one digit more or less than asked for, as the estimate is one off for half of all numbers
  const shift = count - magnitude;
  const scaled =
    shift >= 0n ? (n * 10n ** shift * 2n + d) / (2n * d) : (n * 2n + d * 10n ** -shift) / (2n * d * 10n ** -shift);
  let digits = scaled.toString();
  let exponent = Number(-shift);
  if (BigInt(digits.length) > count) {
    digits = ((scaled + 5n) / 10n).toString();
    exponent += 1;
  }
  const kept = digits.replace(/0+$/, "") || "0";
  return { digits: kept, exponent: exponent + digits.length - kept.length };
}

/** Number of decimal places after which the fraction ends; null when it never does. */
function endOf(d: bigint): number | null {
  let rest = d;
  let twos = 0;
  let fives = 0;
  for (; rest % 2n === 0n; twos++) rest /= 2n;
  for (; rest % 5n === 0n; fives++) rest /= 5n;
  return rest === 1n ? Math.max(twos, fives) : null;
}

/** "125", -2 → "1.25"; with many zeros the exponent form: "125", -30 → "1.25e-28" */
function withPoint(digits: string, exponent: number): string {
  const point = digits.length + exponent;
  if (exponent >= 0 && point <= 21) return digits + "0".repeat(exponent);
  if (exponent < 0 && point > 0) return `${digits.slice(0, point)}.${digits.slice(point)}`;
  if (exponent < 0 && -point <= mostZeros) return `0.${"0".repeat(-point)}${digits}`;
  const rest = digits.slice(1).replace(/0+$/, "");
  return `${digits[0]}${rest === "" ? "" : `.${rest}`}e${point > 0 ? "+" : ""}${point - 1}`;
}
