import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { Failure } from "./failure.mjs";
import { inRoot } from "./paths.mjs";

const charOid = 18;
const textOid = 25;
const schemaFile = "prisma/schema.prisma";

/**
 * What has to change for a live database to agree with prisma/schema.prisma, as SQL; null when nothing has to.
 * Prisma's schema engine in WebAssembly compares them: no binary is downloaded.
 * @param {string} url
 * @returns {Promise<string | null>}
 */
export async function diffToSchema(url) {
  const { default: pg } = await import("pg");
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  const files = [{ path: schemaFile, content: await readFile(inRoot(schemaFile), "utf8") }];
  const engine = await loadEngine(pool, files);
  try {
    const { stdout, exitCode } = await engine.diff({
      from: { tag: "schemaDatasource", files, configDir: inRoot() },
      to: { tag: "schemaDatamodel", files },
      script: true,
      exitCode: true,
      filters: { externalTables: [], externalEnums: [] },
    });
    return exitCode === 0 ? null : (stdout ?? "");
  } catch (error) {
    throw new Failure(
      `The schema could not be compared: ${panic ?? (error instanceof Error ? error.message : error)}`,
      { cause: error },
    );
  } finally {
    // In this order; otherwise a lock stays on an idle connection.
    engine.free();
    await pool.end();
  }
}

let panic = /** @type {string | null} */ (null);

/** @param {import("pg").Pool} pool @param {{ path: string, content: string }[]} files */
async function loadEngine(pool, files) {
  // Without it, a panic of the engine shows as "Cannot read properties of undefined".
  Object.assign(globalThis, {
    PRISMA_WASM_PANIC_REGISTRY: {
      /** @param {string} message */
      set_message(message) {
        panic = message;
      },
    },
  });
  const bindings = await import("@prisma/schema-engine-wasm/schema_engine_bg");
  const main = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm");
  const code = await readFile(main.replace(/schema_engine\.js$/, "schema_engine_bg.wasm"));
  const { instance } = await WebAssembly.instantiate(code, { "./schema_engine_bg.js": bindings });
  bindings.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  const { bindMigrationAwareSqlAdapterFactory } = await import("@prisma/driver-adapter-utils");
  const adapter = bindMigrationAwareSqlAdapterFactory(await charAwareFactory(pool));
  const datamodels = files.map(({ path, content }) => /** @type {[string, string]} */ ([path, content]));
  return bindings.SchemaEngine.new({ datamodels }, () => {}, adapter);
}

/** adapter-pg does not know PostgreSQL's "char" (oid 18), which the catalogue tables use. @param {import("pg").Pool} pool */
async function charAwareFactory(pool) {
  const [{ PrismaPg }, { ColumnTypeEnum }] = await Promise.all([
    import("@prisma/adapter-pg"),
    import("@prisma/driver-adapter-utils"),
  ]);
  const factory = new PrismaPg(pool);
  const connect = factory.connect.bind(factory);
  factory.connect = async () => {
    const adapter = await connect();
    const performIO = adapter.performIO.bind(adapter);
    const queryRaw = adapter.queryRaw.bind(adapter);
    let charColumns = /** @type {number[]} */ ([]);
    adapter.performIO = async (/** @type {unknown} */ query) => {
      const result = await performIO(query);
      charColumns = [];
      result.fields.forEach((/** @type {{ dataTypeID: number }} */ field, /** @type {number} */ index) => {
        if (field.dataTypeID !== charOid) return;
        field.dataTypeID = textOid;
        charColumns.push(index);
      });
      return result;
    };
    adapter.queryRaw = async (/** @type {unknown} */ query) => {
      const result = await queryRaw(query);
      // Reported as text, these columns make the engine panic.
      for (const index of charColumns) result.columnTypes[index] = ColumnTypeEnum.Character;
      return result;
    };
    return adapter;
  };
  return factory;
}
