/**
 * `copy … from stdin` over one pg client, which knows the messages of the protocol but has no method for it.
 * @param {import("pg").Client} client @param {string} table @param {string[]} columns @param {Iterable<unknown[]>} rows
 * @returns {Promise<void>}
 */
export function copyIn(client, table, columns, rows) {
  return new Promise((resolve, reject) => {
    const failed = (/** @type {Error} */ error) => reject(error);
    client.query(
      /** @type {any} */ ({
        /** @param {{ query: (sql: string) => void }} connection */
        submit: (connection) => connection.query(`copy ${table} (${columns.join(", ")}) from stdin`),
        /** @param {{ sendCopyFromChunk: (chunk: Buffer) => void, endCopyFrom: () => void }} connection */
        handleCopyInResponse(connection) {
          for (const chunk of chunksOf(rows)) connection.sendCopyFromChunk(chunk);
          connection.endCopyFrom();
        },
        handleCommandComplete() {},
        handleReadyForQuery: () => resolve(),
        handleError: failed,
        callback: failed,
      }),
    );
  });
}

const chunkLength = 100_000;
/** @type {Record<string, string>} */
const escapes = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };

/** @param {Iterable<unknown[]>} rows */
function* chunksOf(rows) {
  let text = "";
  for (const row of rows) {
    text += `${row.map(field).join("\t")}\n`;
    if (text.length < chunkLength) continue;
    yield Buffer.from(text);
    text = "";
  }
  if (text !== "") yield Buffer.from(text);
}

/** @param {unknown} value */
function field(value) {
  return value === null ? "\\N" : String(value).replace(/[\\\t\n\r]/g, (sign) => escapes[sign] ?? sign);
}
