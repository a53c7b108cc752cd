import { connect, createServer, type Server, type Socket } from "node:net";

/**
 * A line between the product and its database that a test can cut: refused connections, a line that breaks, one that hangs, and one that
 * breaks exactly when a statement has been done and before its answer came.
 */
export interface DatabaseProxy {
  /** of the product's database, through this line */
  url: string;
  /** breaks every connection and refuses new ones */
  cut: () => Promise<void>;
  /** nothing passes any more, without a word */
  hang: () => void;
  /** undoes both */
  mend: () => Promise<void>;
  /** breaks the line instead of passing on the answer to the next `times` statements that hold these words */
  loseAnswersTo: (words: string, times?: number) => void;
  /** how often that has happened */
  lost: () => number;
  close: () => Promise<void>;
}

export async function startDatabaseProxy(databaseUrl: string): Promise<DatabaseProxy> {
  const target = new URL(databaseUrl);
  const socketPath = `${target.searchParams.get("host")}/.s.PGSQL.${target.port || "5432"}`;
  const pairs = new Set<{ client: Socket; server: Socket }>();
  let isHanging = false;
  let losing: { words: string; times: number } | null = null;
  let lost = 0;

  const accept = (client: Socket) => {
    const server = connect(socketPath);
    const pair = { client, server };
    pairs.add(pair);
    let isDoomed = false;
    const end = () => {
      pairs.delete(pair);
      client.destroy();
      server.destroy();
    };
    for (const socket of [client, server]) socket.on("error", end).on("close", end);
    client.on("data", (bytes) => {
      if (losing !== null && losing.times > 0 && bytes.includes(losing.words)) {
        losing.times -= 1;
        isDoomed = true;
      }
      server.write(bytes);
    });
    server.on("data", (bytes) => {
      if (!isDoomed) return void client.write(bytes);
      // ReadyForQuery ends what the server says about a statement: it is done, and committed.
      if (!bytes.subarray(-6, -1).equals(Buffer.from([0x5a, 0, 0, 0, 5]))) return;
      lost += 1;
      end();
    });
    if (isHanging) pause(pair);
  };
  const pause = ({ client, server }: { client: Socket; server: Socket }) => {
    client.pause();
    server.pause();
  };

  let listener: Server | null = null;
  const listen = (port: number) =>
    new Promise<number>((resolve, reject) => {
      listener = createServer(accept);
      listener.once("error", reject).listen(port, "127.0.0.1", () => {
        const address = listener?.address();
        resolve(typeof address === "object" && address ? address.port : 0);
      });
    });
  const cut = async () => {
    const open = listener;
    listener = null;
    const closed = new Promise<void>((resolve) => (open ? open.close(() => resolve()) : resolve()));
    for (const { client, server } of [...pairs]) {
      client.destroy();
      server.destroy();
    }
    await closed;
  };

  const port = await listen(0);
  const user = target.username || "app";
  return {
    url: `postgresql://${user}@127.0.0.1:${port}${target.pathname}`,
    cut,
    hang: () => {
      isHanging = true;
      for (const pair of pairs) pause(pair);
    },
    mend: async () => {
      isHanging = false;
      for (const { client, server } of pairs) {
        client.resume();
        server.resume();
      }
      if (listener === null) await listen(port);
    },
    loseAnswersTo: (words, times = 1) => {
      losing = { words, times };
    },
    lost: () => lost,
    close: cut,
  };
}
