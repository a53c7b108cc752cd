import { z } from "zod";
import { defineTool, type Tool, ToolError } from "./tool";

interface Clock {
  now(): Date;
  /** IANA name of the zone to use when none is asked for */
  timezone(): string;
}

const systemClock: Clock = {
  now: () => new Date(),
  timezone: () => Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC",
};

/** The time of `clock`, which is this server's own unless a test brings another. */
export function createCurrentTime(clock: Clock = systemClock): Tool {
  return defineTool({
    name: "current_time",
    description:
      "Returns the current date and time: ISO 8601 with the offset from UTC, the day of the week and the time zone. " +
      "Without a time zone it uses the server's.",
    arguments: z.object({
      // models fill what they do not use with null or an empty text
      timezone: z.string().max(64).nullish().describe("IANA time zone, for example Europe/Berlin; optional"),
    }),
    example: { timezone: "Europe/Berlin" },
    run: ({ timezone }) => timeIn(timezone || clock.timezone(), clock.now()),
  });
}

export const currentTime = createCurrentTime();

/** "2026-11-22T19:43:03+01:00, Sunday, Europe/Berlin" */
function timeIn(timezone: string, now: Date): string {
  const parts = partsIn(timezone, now);
  const day = `${parts.year}-${parts.month}-${parts.day}`;
  const time = `${parts.hour}:${parts.minute}:${parts.second}`;
  // "GMT+01:00", and for UTC itself "GMT"
  const offset = parts.timeZoneName?.replace(/^GMT/, "") || "+00:00";
  return `${day}T${time}${offset}, ${parts.weekday}, ${timezone}`;
}

function partsIn(timeZone: string, now: Date): Partial<Record<Intl.DateTimeFormatPartTypes, string>> {
  try {
    const format = new Intl.DateTimeFormat("en-US", {
      timeZone,
      calendar: "iso8601",
      hourCycle: "h23",
      weekday: "long",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
      timeZoneName: "longOffset",
    });
    return Object.fromEntries(format.formatToParts(now).map(({ type, value }) => [type, value]));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new ToolError(
      `the time zone ${JSON.stringify(timeZone)} is not known. Use an IANA name such as Europe/Berlin or UTC.`,
    );
  }
}
