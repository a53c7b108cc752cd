/**
 * One connection for one piece of work. pg comes with the set-up, so it is only loaded when needed.
 * @template T
 * @param {string} url
 * @param {(client: import("pg").Client) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withClient(url, work) {
  const { default: pg } = await import("pg");
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  // An error that arrives between two queries would otherwise end the process.
  client.on("error", () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => {});
  }
}

/** @param {string} url @param {string} sql @param {unknown[]} [values] */
export function ask(url, sql, values = []) {
  return withClient(url, async (client) => (await client.query(sql, values)).rows);
}

/** @param {string} maintenanceUrl of any database of the server @param {string} name @param {{ template?: string }} [options] */
export async function ensureDatabase(maintenanceUrl, name, { template } = {}) {
  await withClient(maintenanceUrl, async (client) => {
    const { rowCount } = await client.query("select 1 from pg_database where datname = $1", [name]);
    if (rowCount) return;
    await client.query(
      `create database ${client.escapeIdentifier(name)}${template ? ` template ${client.escapeIdentifier(template)}` : ""}`,
    );
  });
}
