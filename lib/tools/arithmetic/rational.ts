import { ToolError } from "../tool";

/**
 * A number as a reduced fraction, so that 0.1 + 0.2 is 0.3. What a function such as sin gave is a fraction too, but not `isExact`:
 * it is known to some fifteen digits, and is written with no more.
 */
export interface Rational {
  n: bigint;
  /** always positive */
  d: bigint;
  isExact: boolean;
}

/** Numbers beyond this many digits are refused: the time a calculation takes has to have an end. */
const maxDigits = 1000;
const limit = 10n ** BigInt(maxDigits);

/** @throws ToolError when it would have more than a thousand digits, or divide by zero */
export function rational(n: bigint, d = 1n, isExact = true): Rational {
  if (d === 0n) throw new ToolError("division by zero.");
  if (d !== 1n) {
    const sign = d < 0n ? -1n : 1n;
    const divisor = gcd(n < 0n ? -n : n, d * sign) * sign;
    return bounded({ n: n / divisor, d: d / divisor, isExact });
  }
  return bounded({ n, d, isExact });
}

function bounded(value: Rational): Rational {
  if (value.n >= limit || value.n <= -limit || value.d >= limit)
    throw new ToolError(`the number is too large or too small: at most ${maxDigits} digits.`);
  return value;
}

function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

/** "12.5e3" → 12500. @throws ToolError for exponents beyond the limit */
export function fromDecimal(text: string, isExact = true): Rational {
  const [mantissa = "0", exponent = "0"] = text.toLowerCase().split("e");
  const [whole = "", fraction = ""] = mantissa.split(".");
  const shift = Number(exponent) - fraction.length;
  if (Math.abs(shift) > maxDigits)
    throw new ToolError(`the number is too large or too small: at most ${maxDigits} digits.`);
  const digits = BigInt(whole + fraction);
  return shift >= 0
    ? rational(digits * 10n ** BigInt(shift), 1n, isExact)
    : rational(digits, 10n ** BigInt(-shift), isExact);
}

export const isInteger = ({ d }: Rational) => d === 1n;
export const isZero = ({ n }: Rational) => n === 0n;
const bothExact = (a: Rational, b: Rational) => a.isExact && b.isExact;

export const negate = (a: Rational): Rational => ({ ...a, n: -a.n });
export const absolute = (a: Rational): Rational => (a.n < 0n ? negate(a) : a);
export const add = (a: Rational, b: Rational) => rational(a.n * b.d + b.n * a.d, a.d * b.d, bothExact(a, b));
export const subtract = (a: Rational, b: Rational) => add(a, negate(b));
export const multiply = (a: Rational, b: Rational) => rational(a.n * b.n, a.d * b.d, bothExact(a, b));
export const divide = (a: Rational, b: Rational) => rational(a.n * b.d, a.d * b.n, bothExact(a, b));
export const compare = (a: Rational, b: Rational) =>
  Number(a.n * b.d - b.n * a.d > 0n) - Number(a.n * b.d - b.n * a.d < 0n);

/** Towards zero. */
export const truncate = (a: Rational) => rational(a.n / a.d, 1n, a.isExact);

export function floor(a: Rational): Rational {
  const whole = truncate(a);
  return a.n < 0n && !isInteger(a) ? rational(whole.n - 1n, 1n, a.isExact) : whole;
}

/** What is left of `a` when `b` is taken away as often as it fits; with the sign of `a`, as in most languages. */
export function remainder(a: Rational, b: Rational): Rational {
  if (isZero(b)) throw new ToolError("division by zero.");
  return subtract(a, multiply(truncate(divide(a, b)), b));
}

/** The exponent has to be whole. The size is estimated before anything is multiplied. */
export function power(base: Rational, exponent: bigint): Rational {
  const times = exponent < 0n ? -exponent : exponent;
  const digits = Math.max(base.n.toString().length, base.d.toString().length) - 1;
  const isOne = base.d === 1n && (base.n === 1n || base.n === -1n || base.n === 0n);
  // a number of k + 1 digits is at least 10^k
  if (!isOne && (times > 4n * BigInt(maxDigits) || digits * Number(times) > maxDigits))
    throw new ToolError(`the number is too large or too small: at most ${maxDigits} digits.`);
  const small = isOne ? times % 2n || (times === 0n ? 0n : 2n) : times;
  return exponent < 0n
    ? rational(base.d ** small, base.n ** small, base.isExact)
    : rational(base.n ** small, base.d ** small, base.isExact);
}
