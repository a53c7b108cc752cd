import { request } from "node:http";

/**
 * Asks a running instance. It is reached under its listen address, and addressed as localhost, the name it knows.
 * @param {{ host: string, port: number, path: string, timeoutMs?: number }} options
 * @returns {Promise<{ status: number, body: string } | null>} null when nobody answers
 */
export function probe({ host, port, path, timeoutMs = 5000 }) {
  const address = host === "0.0.0.0" || host === "localhost" ? "127.0.0.1" : host === "::" ? "::1" : host;
  return new Promise((resolve) => {
    const call = request(
      { host: address, port, path, agent: false, headers: { host: `localhost:${port}` }, timeout: timeoutMs },
      (answer) => {
        let body = "";
        answer.setEncoding("utf8");
        answer.on("data", (/** @type {string} */ chunk) => {
          body += chunk;
        });
        answer.on("end", () => resolve({ status: answer.statusCode ?? 0, body }));
        answer.on("error", () => resolve(null));
      },
    );
    call.on("timeout", () => call.destroy());
    call.on("error", () => resolve(null));
    call.end();
  });
}

/** The sentence inside an error answer; the body itself when it is not one of ours. @param {string} body */
export function reasonIn(body) {
  try {
    const parsed = JSON.parse(body);
    const reason = parsed?.error?.message ?? parsed?.reason ?? parsed?.message;
    if (typeof reason === "string") return reason;
  } catch {
    // Not JSON: shown as it is.
  }
  return body.trim().slice(0, 300);
}
