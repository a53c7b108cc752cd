import "server-only";
import { reasoningText, type ScriptEntry, streamScript } from "../script";

const reasoning = reasoningText([
  [
    "low",
    "The question assumes that 29 February 1900 existed. Check that first. 1900 is divisible by 4, so at first sight it is a leap year. But it is divisible by 100 and not by 400. In the Gregorian calendar it had 365 days: there was no 29 February.",
  ],
  [
    "medium",
    "Where would the day have been? 1 January 1900 was a Monday. 28 February is 58 days later, and 58 = 8 · 7 + 2, so it was a Wednesday. The next day, 1 March, was a Thursday. Nothing fits in between.",
  ],
  [
    "medium",
    "The Julian calendar has a leap year every four years without exception, and in 1900 Russia, Bulgaria, Serbia and Greece still used it. There the day existed. Until 28 February 1900 (Julian) the difference was 12 days, afterwards 13. Julian 29 February 1900 is Gregorian 13 March 1900.",
  ],
  [
    "high",
    "Weekday of 13 March 1900: 71 days after 1 January, and 71 = 10 · 7 + 1, so one day after Monday: Tuesday. Weekdays run on through both calendars without a gap, so the Julian 29 February was a Tuesday too.",
  ],
  [
    "high",
    "One more place where people meet this date: spreadsheets. The 1900 date system has a serial number 60 that shows as 29 February 1900, kept from Lotus 1-2-3 for compatibility. It is labelled a Wednesday there, because the weekdays before it are one off. Worth a sentence, since it is a likely reason for asking.",
  ],
  ["low", "So the honest answer is not a weekday. Say that the day did not exist, why, and where it did."],
]);

const answer = `**None: that day did not exist.** 1900 was not a leap year in the Gregorian calendar, so Wednesday, 28 February was followed by Thursday, 1 March.

The rule has three steps, and most people remember only the first:

1. Divisible by 4: leap year. *1900 is.*
2. But divisible by 100: no leap year. *1900 is.*
3. But divisible by 400: leap year after all. *1900 is not; 2000 was.*

Two places where you may still meet the date:

- **The Julian calendar**, then in use in Russia, Greece and Serbia, knows only the first step. There, 29 February 1900 was a **Tuesday**; the rest of Europe wrote 13 March.
- **Spreadsheets.** In the 1900 date system, serial number 60 is shown as 29 February 1900, a mistake kept on purpose for compatibility with old files. They call it a *Wednesday*.

\`\`\`python
>>> import datetime
>>> datetime.date(1900, 2, 29)
ValueError: day is out of range for month
\`\`\``;

export const leapDay: ScriptEntry = {
  word: "Which day of the week was 29 February 1900?",
  about: "a question with a catch",
  matches: (question) =>
    /\b29(th)?( of)? feb(ruary|\.)?,? 1900\b|\bfeb(ruary|\.)? 29(th)?,? 1900\b|\b1900-02-29\b/i.test(question),
  script: () =>
    streamScript([
      { type: "reasoning", text: reasoning },
      { type: "answer", text: answer },
    ]),
};
