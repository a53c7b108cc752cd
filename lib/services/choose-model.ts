import "server-only";
import { env } from "@/lib/config/env";
import { connectionsListing, firstModelOf } from "@/lib/db/catalogue";
import { type Connection, listUsableConnections } from "@/lib/db/connections";
import { AppError } from "@/lib/errors/app-error";
import { withKey } from "./installation";
import { ensureModels } from "./refresh-models";

export interface ChosenModel {
  connection: Connection;
  model: string;
}

export interface ModelWish {
  userId: string;
  connectionId?: string | null | undefined;
  model?: string | null | undefined;
}

const standardModel = "openai/gpt-oss-120b";

/**
 * Which connection and model a wish means. A connection given: that one, the name passed as typed. Only a model: the conversation's
 * connection, else the first that lists it, else the first from the environment. Nothing: what a new conversation uses.
 * `known`: the usable connections, and those of them that list the model of the wish, when the caller has them already.
 * @throws AppError not_found for a connection that is not the user's; connection_missing when none is left; model_missing.
 */
export async function chooseModel(
  wish: ModelWish,
  conversation: { connectionId: string | null; model: string | null } | null,
  known?: { usable: Connection[]; listing: ReadonlySet<string> },
): Promise<ChosenModel> {
  const usable = known?.usable ?? (await listUsableConnections(wish.userId));
  const byId = (id: string | null | undefined) => usable.find((connection) => connection.id === id);

  if (wish.connectionId) {
    const connection = byId(wish.connectionId);
    if (!connection)
      throw new AppError("not_found", {
        detail: `connection ${wish.connectionId}`,
        userMessage: "This connection does not exist, is switched off, or is not yours.",
      });
    const own = conversation?.connectionId === connection.id ? conversation.model : null;
    const model = wish.model ?? own ?? (await firstModelOf(connection.id));
    if (!model) throw new AppError("model_missing");
    return { connection: withKey(connection), model };
  }
  if (wish.model) {
    const connection =
      byId(conversation?.connectionId) ??
      (known ? usable.find(({ id }) => known.listing.has(id)) : await firstListing(usable, wish.model)) ??
      usable.find(({ source }) => source === "env") ??
      usable[0];
    if (!connection) throw new AppError("connection_missing");
    return { connection: withKey(connection), model: wish.model };
  }
  if (conversation?.connectionId && conversation.model) {
    const connection = byId(conversation.connectionId);
    if (!connection) throw new AppError("connection_missing", { detail: conversation.connectionId });
    return { connection: withKey(connection), model: conversation.model };
  }
  if (conversation?.model) return chooseModel({ userId: wish.userId, model: conversation.model }, null, known);
  const standard = await defaultModel(usable);
  if (!standard) throw new AppError("connection_missing");
  return { connection: withKey(standard.connection), model: standard.model };
}

/** DEFAULT_MODEL, else gpt-oss-120b where it is offered, else the first model of the first connection. */
export async function defaultModel(usable: Connection[]): Promise<ChosenModel | null> {
  const { DEFAULT_MODEL } = env();
  await ensureModels(usable);
  const real = usable.filter((connection) => connection.profile !== "practice");
  if (DEFAULT_MODEL) {
    const connection = (await firstListing(usable, DEFAULT_MODEL)) ?? real[0];
    if (connection) return { connection, model: DEFAULT_MODEL };
  }
  const offering = await firstListing(real, standardModel);
  if (offering) return { connection: offering, model: standardModel };
  for (const connection of [...real, ...usable]) {
    const model = await firstModelOf(connection.id);
    if (model) return { connection, model };
  }
  // No list could be had from any server: the standard name, passed as it is.
  return real[0] ? { connection: real[0], model: standardModel } : null;
}

async function firstListing(connections: Connection[], model: string): Promise<Connection | undefined> {
  const listing = await connectionsListing(
    connections.map((connection) => connection.id),
    model,
  );
  return connections.find((connection) => listing.has(connection.id));
}
