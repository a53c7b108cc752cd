import { expect, test } from "vitest";
import { parseEnvFile } from "./env-file.mjs";

test("plain, quoted, exported and commented lines", () => {
  const text = [
    "\uFEFF# a comment",
    "PORT=3001",
    "export HOST = 127.0.0.1 ",
    'TITLE="two words # not a comment" # a comment',
    "RAW='\\n stays'",
    'LINES="a\\nb"',
    "EMPTY=",
    "NOTED=value # why",
    "ONLY_NOTE=# nothing here",
    "not a setting",
  ].join("\r\n");
  expect(parseEnvFile(text)).toEqual({
    PORT: "3001",
    HOST: "127.0.0.1",
    TITLE: "two words # not a comment",
    RAW: "\\n stays",
    LINES: "a\nb",
    EMPTY: "",
    NOTED: "value",
    ONLY_NOTE: "",
  });
});

test("keys and passwords stay as they are: nothing is expanded, # inside and = are kept", () => {
  expect(parseEnvFile("KEY=sk-a$b#c==\nDATABASE_URL=postgresql://u:p%24@h/d?x=1#y")).toEqual({
    KEY: "sk-a$b#c==",
    DATABASE_URL: "postgresql://u:p%24@h/d?x=1#y",
  });
});
