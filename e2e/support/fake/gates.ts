interface Gate {
  opened: Promise<void>;
  open: () => void;
}

const gates = new Map<string, Gate>();

function gate(name: string): Gate {
  const known = gates.get(name);
  if (known) return known;
  const { promise, resolve } = Promise.withResolvers<void>();
  const made = { opened: promise, open: resolve };
  gates.set(name, made);
  return made;
}

/** Settles when the test has opened this gate, which stays open: an answer then waits for the test, not the test for the clock. */
export const gateOpened = (name: string): Promise<void> => gate(name).opened;
export const openGate = (name: string): void => gate(name).open();
