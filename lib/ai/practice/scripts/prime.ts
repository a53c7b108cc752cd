import "server-only";
import { reasoningText, type ScriptEntry, streamScript } from "../script";

const reasoning = reasoningText([
  [
    "low",
    "2,147,483,647 is 2³¹ − 1. A composite number has a prime divisor at most its square root, here 46,340.95…, so only primes up to 46,340 matter. That alone would do, but there are 4,792 of them, and nobody checks that by hand.",
  ],
  [
    "medium",
    "The shape 2^p − 1 restricts the divisors. Let q be a prime that divides 2³¹ − 1. Then 2³¹ ≡ 1 (mod q), so the order of 2 modulo q divides 31. It is not 1, because q does not divide 1, and 31 is prime, so the order is 31. By Fermat the order divides q − 1. So q = 31k + 1, and since q is odd, q = 62k + 1.",
  ],
  [
    "high",
    "A second restriction. Multiply 2³¹ ≡ 1 by 2: 2³² ≡ 2 (mod q), so 2 is the square of 2¹⁶ modulo q. Two is a square modulo an odd prime only if the prime is 1 or 7 modulo 8. So q ≡ ±1 (mod 8).",
  ],
  [
    "high",
    "Combine q ≡ 1 (mod 62) with q ≡ ±1 (mod 8). 62 = 2 · 31, so modulo 248 two classes remain: 1 and 63. Check the second: 63 = 62 + 1, and 63 = 7 · 8 + 7. Good. Numbers up to 46,340 in these classes: 373, of which 84 are prime. The first ones are 311, 1303, 1489, 2543, 2729, 2791. Euler went through such a list in 1772.",
  ],
  [
    "medium",
    "For certainty without divisors there is the Lucas–Lehmer test: s₀ = 4, then sᵢ₊₁ = sᵢ² − 2, all modulo M = 2³¹ − 1. M is prime exactly when s₂₉ ≡ 0. The sequence begins 4, 14, 194, 37634, 1416317954, 669670838.",
  ],
  [
    "high",
    "The end of the sequence is pretty and can be checked in the head: s₂₈ = 65536 = 2¹⁶. Its square less two is 2³² − 2 = 2 · (2³¹ − 1), which is 0 modulo M. I will show this, because it is the step that decides.",
  ],
  [
    "low",
    "So the answer: yes, prime. I give the reason that a reader can follow and a few lines of code that anyone can run.",
  ],
]);

const answer = `**Yes.** 2,147,483,647 is prime. It is $2^{31}-1$, the eighth Mersenne prime, and Euler proved it in 1772. There are two independent ways to be sure.

## 1. No divisor is left

If it were composite, some prime $q \\le \\sqrt{2^{31}-1} \\approx 46{,}340.95$ would divide it. Such a $q$ must satisfy two conditions:

- **From the exponent.** $2^{31} \\equiv 1 \\pmod q$ and 31 is prime, so 31 divides $q-1$. As $q$ is odd, $q = 62k + 1$.
- **From a square.** $2^{32} \\equiv 2 \\pmod q$, so $2 \\equiv (2^{16})^2$ is a square modulo $q$. That happens only for $q \\equiv \\pm 1 \\pmod 8$.

Together they leave two residue classes:

$$q \\equiv 1 \\quad\\text{or}\\quad q \\equiv 63 \\pmod{248}$$

| candidates up to 46,340 | count |
|---|---:|
| all primes | 4,792 |
| numbers $248k+1$ and $248k+63$ | 373 |
| primes among those | **84** |

The first are 311, 1303, 1489, 2543, …; the last is 45,943. None of the 84 divides $2^{31}-1$.

## 2. The Lucas–Lehmer test

Start with $s_0 = 4$ and repeat $s_{i+1} = s_i^2 - 2$ modulo $M = 2^{31}-1$. Then $M$ is prime **if and only if** $s_{29} = 0$.

The sequence runs 4, 14, 194, 37634, 1416317954, … and ends beautifully: $s_{28} = 65536 = 2^{16}$, so

$$s_{29} = 2^{32} - 2 = 2\\,(2^{31}-1) \\equiv 0 \\pmod M.$$

## Check it yourself

\`\`\`python
M = 2**31 - 1

# 1. trial division, all divisors
assert all(M % d for d in range(2, int(M**0.5) + 1))

# 2. Lucas–Lehmer
s = 4
for _ in range(29):
    s = (s * s - 2) % M
assert s == 0
\`\`\`

Both assertions pass; the first takes a few milliseconds.`;

export const prime: ScriptEntry = {
  word: "Is 2,147,483,647 prime, and how can you be sure?",
  about: "long reasoning",
  matches: (question) => /2[,.\s']?147[,.\s']?483[,.\s']?647/.test(question),
  script: () =>
    streamScript([
      { type: "reasoning", text: reasoning },
      { type: "answer", text: answer },
    ]),
};
