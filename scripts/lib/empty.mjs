// Stands in for "server-only" under Vitest, where every room may be loaded.
export {};
