import { withClient } from "../../scripts/lib/database.mjs";

/** Rows that must not exist, whatever happened before. */
export async function countOddRows(databaseUrl: string): Promise<Record<string, number>> {
  const checks = {
    orphans:
      "select count(*)::int n from message m left join message p on p.id = m.parent_id where m.parent_id is not null and p.id is null",
    answersWithoutCompletion:
      "select count(*)::int n from message m left join completion k on k.message_id = m.id where m.role = 'assistant' and k.id is null",
    questionsWithoutText:
      "select count(*)::int n from message m left join part p on p.message_id = m.id where m.role = 'user' and p.message_id is null and m.body_hash <> 'x'",
    running: "select count(*)::int n from completion where status in ('running', 'waiting')",
    leftSegments:
      "select count(*)::int n from stream_segment s join completion k on k.id = s.completion_id where k.status <> 'running'",
    tagsOfOthers:
      "select count(*)::int n from conversation_tag ct join conversation c on c.id = ct.conversation_id join tag t on t.id = ct.tag_id where t.owner_id <> c.owner_id",
    runningCalls:
      "select count(*)::int n from model_call c join completion k on k.id = c.completion_id where c.outcome = 'running' and k.status <> 'running'",
  };
  const counts: Record<string, number> = {};
  await withClient(databaseUrl, async (client) => {
    for (const [name, sql] of Object.entries(checks)) counts[name] = (await client.query(sql)).rows[0].n;
  });
  return counts;
}

export const noOddRows = {
  orphans: 0,
  answersWithoutCompletion: 0,
  questionsWithoutText: 0,
  running: 0,
  leftSegments: 0,
  tagsOfOthers: 0,
  runningCalls: 0,
};
