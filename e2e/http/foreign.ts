import { randomUUID } from "node:crypto";
import { withClient } from "../../scripts/lib/database.mjs";

/** Somebody else, written past the product. */
export async function insertStranger(databaseUrl: string): Promise<string> {
  const userId = randomUUID();
  await withClient(databaseUrl, (client) =>
    client.query(`insert into "user" (id, name, email, role, "updatedAt") values ($1, 'Other', $2, 'member', now())`, [
      userId,
      `${userId}@example.com`,
    ]),
  );
  return userId;
}

export interface ForeignConversation {
  conversationId: string;
  questionId: string;
  answerId: string;
}

/** A conversation of somebody else with one answered question, written past the product. */
export async function insertForeignConversation(databaseUrl: string): Promise<ForeignConversation> {
  const userId = await insertStranger(databaseUrl);
  const [conversationId, questionId, answerId] = Array.from({ length: 3 }, () => randomUUID());
  const statements: [string, unknown[]][] = [
    [
      "insert into conversation (id, owner_id, title, next_seq, active_leaf_id) values ($1, $2, 'Private', 2, $3)",
      [conversationId, userId, answerId],
    ],
    [
      "insert into message (id, conversation_id, parent_id, seq, role, body_hash) values ($1, $2, null, 0, 'user', 'x')",
      [questionId, conversationId],
    ],
    [
      "insert into message (id, conversation_id, parent_id, seq, role, body_hash) values ($1, $2, $3, 1, 'assistant', '')",
      [answerId, conversationId, questionId],
    ],
    [
      `insert into completion (id, message_id, conversation_id, owner_id, status, connection_name, model, settings)
       values ($1, $2, $3, $4, 'done', 'x', 'x', '{}')`,
      [randomUUID(), answerId, conversationId, userId],
    ],
    [
      "insert into part (message_id, index, type, text) values ($1, 0, 'text', 'A secret of somebody else')",
      [answerId],
    ],
  ];
  await withClient(databaseUrl, async (client) => {
    for (const [sql, values] of statements) await client.query(sql, values);
  });
  return { conversationId: `${conversationId}`, questionId: `${questionId}`, answerId: `${answerId}` };
}
