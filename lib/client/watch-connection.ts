/** A living connection is never silent for this long: a comment comes every 15 s. */
const silenceMs = 40_000;
const lookEveryMs = 1000;

/**
 * Says once when a connection is dead although nobody has closed it: behind a proxy that lost it, after the machine has slept, or in
 * another network. Time is read from the clock, which goes on while timers sleep.
 */
export function watchConnection(onDead: () => void): { heard: () => void; end: () => void } {
  let lastMs = Date.now();
  const look = () => {
    if (Date.now() - lastMs > silenceMs) dead();
  };
  const dead = () => {
    end();
    onDead();
  };
  const timer = setInterval(look, lookEveryMs);
  // the network that is there now is not the one the connection was made in
  addEventListener("online", dead);
  addEventListener("pageshow", look);
  addEventListener("visibilitychange", look);
  const end = () => {
    clearInterval(timer);
    removeEventListener("online", dead);
    removeEventListener("pageshow", look);
    removeEventListener("visibilitychange", look);
  };
  return {
    heard: () => {
      lastMs = Date.now();
    },
    end,
  };
}
