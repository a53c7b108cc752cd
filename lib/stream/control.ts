import "server-only";

/** Channel of the bus on which a process is told to stop what it runs; the message is the id of a completion. */
export const stopChannel = "stop";
