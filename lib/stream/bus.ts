import "server-only";

/**
 * Words between all that runs on behalf of one installation: "stop this completion", "this conversation has changed". Only what may be
 * lost travels here; what must not be lost is in the database. Within one process by default; a process that shares its streams with
 * others hands in a relay.
 */
export interface Bus {
  /** To all subscribers of the channel, here and elsewhere. Never throws and waits for nobody. */
  publish(channel: string, message: string): void;
  /** @returns how to end it */
  subscribe(channel: string, listener: (message: string) => void): () => void;
}

/** Carries messages to other processes and brings theirs; `deliver` hands over what came from them. */
export interface BusRelay {
  publish(channel: string, message: string): void;
  /** `channels`: those somebody listens to here */
  listen(channels: ReadonlySet<string>): void;
}

interface LocalBus extends Bus {
  /** what another process said */
  deliver(channel: string, message: string): void;
  connect(relay: BusRelay | null): void;
}

function createBus(): LocalBus {
  const listeners = new Map<string, Set<(message: string) => void>>();
  let relay: BusRelay | null = null;
  const channels = () => relay?.listen(new Set(listeners.keys()));
  const deliver = (channel: string, message: string) => {
    for (const listener of [...(listeners.get(channel) ?? [])]) listener(message);
  };
  return {
    deliver,
    publish(channel, message) {
      deliver(channel, message);
      relay?.publish(channel, message);
    },
    subscribe(channel, listener) {
      const all = listeners.get(channel) ?? new Set();
      listeners.set(channel, all.add(listener));
      if (all.size === 1) channels();
      return () => {
        all.delete(listener);
        if (all.size > 0 || listeners.get(channel) !== all) return;
        listeners.delete(channel);
        channels();
      };
    },
    connect(next) {
      relay = next;
      channels();
    },
  };
}

// Route handlers and instrumentation are separate module graphs in one process: there is one bus for all of them.
const shared = globalThis as typeof globalThis & { verbatimBus?: LocalBus };

export const bus = (): LocalBus => (shared.verbatimBus ??= createBus());
