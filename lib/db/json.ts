import "server-only";
import type { Prisma } from "@/prisma/generated/client";

/** Our own plain objects to what Prisma calls JSON (no undefined), through the text it becomes anyway. */
export function toJson(value: object): Prisma.InputJsonValue {
  return JSON.parse(JSON.stringify(value));
}
