import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { evaluate } from "./arithmetic/evaluate";
import { calculator } from "./calculator";

const errorOf = async (expression: string) => {
  const { ok, result } = await calculator.run(JSON.stringify({ expression }));
  expect(ok).toBe(false);
  return result;
};

describe("values", () => {
  test.each([
    ["0.1 + 0.2", "0.3"],
    ["1.1 * 3", "3.3"],
    ["2^10", "1024"],
    ["2**10", "1024"],
    ["2^3^2", "512"],
    ["-2^2", "-4"],
    ["(-2)^2", "4"],
    ["2^-1", "0.5"],
    ["2 * -3", "-6"],
    ["--3", "3"],
    ["7 - 4 - 2", "1"],
    ["24 / 4 / 2", "3"],
    ["1 + 2 * 3", "7"],
    ["(1 + 2) * 3", "9"],
    ["17 % 5", "2"],
    ["-17 % 5", "-2"],
    ["5.5 % 2", "1.5"],
    ["1/3", "0.33333333333333333333"],
    ["2/3", "0.66666666666666666667"],
    ["1/3*3", "1"],
    ["1/8", "0.125"],
    ["1.25e6", "1250000"],
    [".5 + 1.", "1.5"],
    ["1e-20", "1e-20"],
    ["1e21 + 1", "1000000000000000000001"],
    ["2^256", "115792089237316195423570985008687907853269984665640564039457584007913129639936"],
    ["2147483647 % 46341", "41707"],
    ["5!", "120"],
    ["factorial(20)", "2432902008176640000"],
    ["-3!", "-6"],
    ["3!!", "720"],
    ["sqrt(144)", "12"],
    ["sqrt(0.25)", "0.5"],
    ["sqrt(2)", "1.4142135623731"],
    ["2^0.5", "1.4142135623731"],
    ["sqrt(10^401)", "3.16227766016838e+200"],
    ["sqrt(2e-400)", "1.4142135623731e-200"],
    ["sqrt(1/3)", "0.577350269189626"],
    ["log(10^500)", "500"],
    ["floor(log(449!)) + 1", "998"],
    ["ln(1e-400)", "-921.034037197618"],
    ["8^(1/3)", "2"],
    ["cbrt(27)", "3"],
    ["sin(0)", "0"],
    ["sin(pi)", "0"],
    ["cos(pi/2)", "0"],
    ["cos(π)", "-1"],
    ["sin(pi/6)", "0.5"],
    ["tan(pi/4)", "1"],
    ["pi", "3.14159265358979"],
    ["e", "2.71828182845905"],
    ["ln(e)", "1"],
    ["log(1000)", "3"],
    ["log(8, 2)", "3"],
    ["abs(-3.5)", "3.5"],
    ["round(2.345, 2)", "2.35"],
    ["round(-2.5)", "-3"],
    ["round(1234, -2)", "1200"],
    ["floor(-1.5)", "-2"],
    ["ceil(-1.5)", "-1"],
    ["trunc(-1.5)", "-1"],
    ["min(3, 1, 2)", "1"],
    ["max(3, 1, 2)", "3"],
    ["SQRT(16)", "4"],
    ["3 × 4 ÷ 2 − 1", "5"],
    ["0^0", "1"],
    ["(-1)^1000001", "-1"],
    ["0 * 5", "0"],
    ["exp(1e-18) - 1", "0"],
  ])("%s = %s", async (expression, result) => {
    expect(await calculator.run(JSON.stringify({ expression }))).toEqual({ ok: true, result });
  });
});

describe("what cannot be computed is said in words the model can use", () => {
  test.each([
    ["1/0", "division by zero"],
    ["5 % 0", "division by zero"],
    ["0^-1", "division by zero"],
    ["", "empty"],
    ["2 +", "ends where a number was expected"],
    ["50%", "For a percentage write 20/100"],
    ["(1 + 2", '")" expected'],
    ["1 + 2)", 'unexpected ")"'],
    ["2 pi", 'an operator is missing before "pi"'],
    ["1,000 + 1", "thousands separators"],
    ["foo(1)", '"foo" is not known. Known names: abs,'],
    ["sqrt 4", "needs its arguments in parentheses"],
    ["sqrt(-1)", "not a real number"],
    ["(-8)^0.5", "not a real number"],
    ["ln(0)", "not a finite number"],
    ["ln(-1)", "not defined"],
    ["tan(pi/2)", "not defined"],
    ["asin(2)", "not defined"],
    ["exp(1000)", "not a finite number"],
    ["max()", 'unexpected ")"'],
    ["abs(1, 2)", "takes one argument, not 2"],
    ["2^2.5!", "whole number"],
    ["9^9^9^9", "too large"],
    ["10^1001", "too large"],
    ["1e1001", "too large"],
    ["1e9999", "too large"],
    ["500!", "at most 449"],
    ["2^(2^(2^20))", "too large"],
    ["process.exit()", "unexpected"],
    ["1; 2", 'unexpected ";" at character 2'],
  ])("%s: %s", async (expression, words) => {
    expect(await errorOf(expression)).toContain(words);
  });

  test("more than 1,000 characters", async () => {
    expect(await errorOf("1".repeat(1001))).toContain("expression:");
  });
});

test.each(["", "{}", "null", '{"expr":"1"}', '{"expression":1}', "[1]", "5"])(
  "the arguments %j say what is expected",
  async (text) => {
    const { ok, result } = await calculator.run(text);
    expect(ok).toBe(false);
    expect(result).toContain('Expected arguments like {"expression":"(3 + 4) * 2^10"}');
  },
);

test("broken JSON is named so, keys nobody asked for are passed over, JSON inside a JSON string is read", async () => {
  expect((await calculator.run('{"expression": 1+')).result).toContain("not valid JSON");
  expect(await calculator.run('{"expression":"1+1","precision":3}')).toEqual({ ok: true, result: "2" });
  expect(await calculator.run(JSON.stringify('{"expression":"1+1"}'))).toEqual({ ok: true, result: "2" });
});

describe("properties", () => {
  const whole = fc.integer({ min: -1_000_000, max: 1_000_000 });
  const cents = whole.map((value) => (value / 100).toFixed(2));

  test("whole numbers are those of the language", () => {
    fc.assert(
      fc.property(whole, whole, whole, (a, b, c) => {
        expect(evaluate(`(${a}) + (${b}) * (${c})`)).toBe(String(BigInt(a) + BigInt(b) * BigInt(c)));
      }),
    );
  });

  test("sums of amounts are exact", () => {
    fc.assert(
      fc.property(fc.array(cents, { minLength: 1, maxLength: 20 }), (amounts) => {
        const total = amounts.reduce((sum, amount) => sum + BigInt(amount.replace(".", "")), 0n);
        expect(Number(evaluate(amounts.map((amount) => `(${amount})`).join("+")))).toBe(Number(total) / 100);
      }),
    );
  });

  test("what is divided and multiplied again is what it was", () => {
    fc.assert(
      fc.property(whole, whole.filter(Boolean), (a, b) => {
        expect(evaluate(`(${a}) / (${b}) * (${b})`)).toBe(String(a));
      }),
    );
  });

  test("written numbers read back as the same double", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e200, max: 1e200 }), (value) => {
        fc.pre(value === 0 || Math.abs(value) > 1e-200);
        const text = evaluate(String(value));
        expect(Number(text)).toBe(value === 0 ? 0 : value);
      }),
    );
  });

  test("any text at all gives a number or an error, and soon", async () => {
    const pieces = fc.constantFrom(
      ..."0123456789.+-*/%^(),! ",
      "sqrt(",
      "sin(",
      "pi",
      "e",
      "1e300",
      "^9",
      "!",
      "round(",
      "max(",
      "9999999999",
    );
    await fc.assert(
      fc.asyncProperty(fc.array(pieces, { maxLength: 120 }), async (text) => {
        const began = performance.now();
        const { ok, result } = await calculator.run(JSON.stringify({ expression: text.join("") }));
        expect(ok ? result : result.slice(0, 6)).toMatch(ok ? /^-?\d+(\.\d+)?(e[+-]\d+)?$/ : /^Error:/);
        expect(performance.now() - began).toBeLessThan(1000);
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ["sums of unlike fractions", Array.from({ length: 200 }, (_, n) => `1/${n + 101}`).join("+")],
    ["a deep nest", `${"(".repeat(499)}1${")".repeat(499)}`],
    ["a row of signs", `${"-".repeat(999)}1`],
    ["large products", Array.from({ length: 140 }, () => "449!/7").join("/")],
    ["powers of powers", `1.5${"^1.1".repeat(240)}`],
  ])("the worst of its length has an end: %s", async (_name, expression) => {
    const began = performance.now();
    await calculator.run(JSON.stringify({ expression }));
    expect(performance.now() - began).toBeLessThan(1000);
  });
});
