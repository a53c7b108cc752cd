// What passing bytes through costs on this machine, in a process of its own: no framework, nothing read, nothing stored. The measure of
// the product's own share.
import { Agent, createServer, request } from "node:http";

const upstream = process.argv[2] ?? "";
const agent = new Agent({ keepAlive: true, maxSockets: 1024 });

const server = createServer((incoming, response) => {
  const { "content-type": type = "application/json", "content-length": length = "" } = incoming.headers;
  const call = request(
    `${upstream}${incoming.url}`,
    { method: "POST", agent, headers: { "content-type": type, "content-length": length } },
    (answer) => {
      response.writeHead(answer.statusCode ?? 502, { "content-type": answer.headers["content-type"] ?? "" });
      answer.pipe(response);
    },
  );
  call.setNoDelay(true);
  call.on("error", () => response.destroy());
  incoming.pipe(call);
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  process.send?.({ port: typeof address === "object" ? address?.port : 0 });
});
process.once("disconnect", () => process.exit(0));
