// Preloaded into Next with an ipc channel to the launcher: when the launcher is gone, whatever ended it (kill -9
// included), Next must not keep the port.
process.once("disconnect", () => {
  // The orderly way first; it waits for open streams, so a hard end follows.
  process.kill(process.pid, "SIGTERM");
  setTimeout(() => process.exit(1), 2000).unref();
});
