import { config } from "zod/v4/core";

// zod probes `new Function` when the first schema is made; our Content-Security-Policy refuses and reports it.
// This module is imported before everything that brings schemas along.
config({ jitless: true });
