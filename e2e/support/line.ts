import { connect, createServer, type Socket } from "node:net";

/** A piece of network between a browser and the product that can misbehave. */
export interface Line {
  url: string;
  /** connections stay open and nothing passes, as behind a proxy that lost them or while a machine sleeps */
  freeze: () => void;
  /** new connections work again; frozen ones stay frozen */
  thaw: () => void;
  /** closes what is open, in the middle of a word if need be */
  cut: () => void;
  close: () => Promise<void>;
}

/** Forwards bytes to `targetPort` on this machine. `cutEveryBytes`: each connection is closed after so many bytes towards the browser. */
export async function openLine(targetPort: number, { cutEveryBytes = Number.POSITIVE_INFINITY } = {}): Promise<Line> {
  const pairs = new Set<[Socket, Socket]>();
  let isFrozen = false;
  const server = createServer((browser) => {
    const product = connect(targetPort, "127.0.0.1");
    const pair: [Socket, Socket] = [browser, product];
    pairs.add(pair);
    let bytes = 0;
    const end = () => {
      pairs.delete(pair);
      browser.destroy();
      product.destroy();
    };
    browser.on("data", (data) => product.write(data));
    product.on("data", (data) => {
      const rest = cutEveryBytes - bytes;
      bytes += data.length;
      browser.write(data.length > rest ? data.subarray(0, rest) : data, () => bytes > cutEveryBytes && end());
    });
    for (const socket of pair) socket.on("close", end).on("error", end);
    if (isFrozen) for (const socket of pair) socket.pause();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const cut = () => {
    for (const pair of [...pairs]) for (const socket of pair) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${address.port}`,
    freeze: () => {
      isFrozen = true;
      for (const pair of pairs) for (const socket of pair) socket.pause();
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
