import { beforeAll, expect, test, vi } from "vitest";
import { log } from "@/lib/config/log";
import { AppError } from "@/lib/errors/app-error";
import type { ErrorCode } from "@/lib/errors/codes";
import { errorResponse } from "./error-response";

const request = new Request("http://localhost/api/conversations", { method: "POST" });
beforeAll(() => {
  vi.stubEnv("DATABASE_URL", "postgresql://nobody@localhost/none");
  vi.stubEnv("APP_SECRET", "a secret of the tests, 32 characters or more");
});

test.each<ErrorCode>(["server_stopping", "not_ready", "server_busy"])(
  "%s: an ordinary line without a stack",
  (code) => {
    const error = vi.spyOn(log(), "error");
    const info = vi.spyOn(log(), "info");
    expect(errorResponse(new AppError(code), "r1", request).status).toBe(503);
    expect(error).not.toHaveBeenCalled();
    expect(info.mock.calls).toEqual([
      [{ code, requestId: "r1", method: "POST", path: "/api/conversations" }, "request refused"],
    ]);
  },
);

test("a fault of the program goes into the log as one, with its cause", () => {
  const error = vi.spyOn(log(), "error");
  const cause = new Error("unforeseen");
  expect(errorResponse(cause, "r2", request).status).toBe(500);
  expect(error.mock.calls[0]?.[0]).toMatchObject({ err: cause, requestId: "r2" });
});
