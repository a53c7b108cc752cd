import { connect, createServer, type Socket } from "node:net";

/** A piece of network between a browser and the product that can misbehave. */
export interface Line {
  url: string;
  /** streams stay open and nothing passes, as behind a proxy that lost them or while a machine sleeps; idle connections close */
  freeze: () => void;
  /** new connections work again; frozen ones stay frozen */
  thaw: () => void;
  /** closes what is open, in the middle of a word if need be */
  cut: () => void;
  close: () => Promise<void>;
}

const streamMs = 500;

/** Forwards bytes to `targetPort` on this machine. */
export async function openLine(targetPort: number): Promise<Line> {
  const pairs = new Map<[Socket, Socket], { lastMs: number }>();
  let isFrozen = false;
  const server = createServer((browser) => {
    const product = connect(targetPort, "127.0.0.1");
    const pair: [Socket, Socket] = [browser, product];
    const seen = { lastMs: 0 };
    pairs.set(pair, seen);
    const end = () => {
      pairs.delete(pair);
      browser.destroy();
      product.destroy();
    };
    browser.on("data", (data) => product.write(data));
    product.on("data", (data) => {
      seen.lastMs = Date.now();
      browser.write(data);
    });
    for (const socket of pair) socket.on("close", end).on("error", end);
    if (isFrozen) for (const socket of pair) socket.pause();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const cut = () => {
    for (const pair of [...pairs.keys()]) for (const socket of pair) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${address.port}`,
    freeze: () => {
      isFrozen = true;
      for (const [pair, { lastMs }] of [...pairs])
        for (const socket of pair) Date.now() - lastMs < streamMs ? socket.pause() : socket.destroy();
    },
    thaw: () => {
      isFrozen = false;
    },
    cut,
    close: () => {
      cut();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
