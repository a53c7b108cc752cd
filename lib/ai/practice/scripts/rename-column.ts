import "server-only";
import { reasoningText, type ScriptEntry, streamScript } from "../script";

const reasoning = reasoningText([
  [
    "low",
    "ALTER TABLE … RENAME COLUMN itself takes a moment: it changes the catalogue, not the rows. The downtime comes from elsewhere. While a release rolls out, old and new code run side by side, and each knows only one of the names. So both names must work for a while: expand, migrate, contract.",
  ],
  [
    "medium",
    "What can still hurt: a lock queue. Every ALTER TABLE needs ACCESS EXCLUSIVE for a moment. If a long query holds the table, the ALTER waits, and everything else waits behind the ALTER. Set lock_timeout and retry.",
  ],
  [
    "medium",
    "Keeping two columns equal: a BEFORE trigger. On INSERT fill whichever is missing. On UPDATE copy the one that changed. If it ran one way only, a write by old code after the new code started would be lost.",
  ],
  [
    "high",
    "Backfill: one UPDATE over the whole table would hold row locks for its whole run and double the table's size on disk. Batches by primary key, each its own transaction, with a pause. It can be stopped and repeated, because it only touches rows where the two differ.",
  ],
  [
    "high",
    "NOT NULL: SET NOT NULL scans the table under the exclusive lock, unless a validated CHECK constraint already proves it (since version 12). So: ADD CONSTRAINT … NOT VALID, then VALIDATE, which takes only SHARE UPDATE EXCLUSIVE. Indexes and unique constraints: CREATE INDEX CONCURRENTLY, outside of a transaction. Foreign keys: NOT VALID, then VALIDATE.",
  ],
  [
    "high",
    "Alternative: rename the table and put an updatable view with both names in its place. Neat for read-mostly tables, but ON CONFLICT, RETURNING of generated values and ORMs can trip over it. I mention it, and do not make it the plan.",
  ],
  [
    "low",
    "The order of deployments matters more than the SQL. Give a table of steps with what is reversible, then the SQL. The last drop is the only step without a way back, so it comes days later.",
  ],
]);

const answer = `Renaming in place is instant, but **old and new code run at the same time during a rollout**, and each knows one name only. So let both names work for a while. The example renames \`accounts.email\` to \`email_address\`.

| step | what happens | way back |
|---|---|---|
| 1 Expand | new column, kept equal by a trigger | drop both |
| 2 Backfill | old rows, in batches | just stop |
| 3 Constrain | NOT NULL and indexes, without long locks | drop them |
| 4 Switch | deploy code that uses only the new name | redeploy the old code |
| 5 Contract | drop trigger and old column | **none** |

## 1. Expand

\`\`\`sql
set lock_timeout = '2s';  -- rather fail and retry than make everyone queue

alter table accounts add column email_address text;

create function accounts_sync_email() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    new.email_address := coalesce(new.email_address, new.email);
    new.email := new.email_address;
  elsif new.email_address is distinct from old.email_address then
    new.email := new.email_address;
  elsif new.email is distinct from old.email then
    new.email_address := new.email;
  end if;
  return new;
end $$;

create trigger accounts_sync_email before insert or update on accounts
  for each row execute function accounts_sync_email();
\`\`\`

The trigger works in both directions, so it does not matter which version of the code writes.

## 2. Backfill

Repeat until it reports \`UPDATE 0\`, each run in its own transaction and with a short pause:

\`\`\`sql
update accounts set email_address = email
where id in (
  select id from accounts
  where email_address is null and email is not null
  order by id limit 5000
  for update skip locked
);
\`\`\`

## 3. Constrain

\`\`\`sql
alter table accounts add constraint email_address_set
  check (email_address is not null) not valid;            -- brief lock
alter table accounts validate constraint email_address_set; -- scans, reads and writes go on
alter table accounts alter column email_address set not null; -- uses the proof, no scan (12 and later)
alter table accounts drop constraint email_address_set;

create unique index concurrently accounts_email_address_key on accounts (email_address);
\`\`\`

## 4. Switch

Deploy the release that reads and writes \`email_address\` only. Then look for stragglers: jobs, reports, views, other services.

> Wait at least as long as you might want to roll back. A week is cheap.

## 5. Contract

\`\`\`sql
set lock_timeout = '2s';
begin;
drop trigger accounts_sync_email on accounts;
drop function accounts_sync_email();
alter table accounts drop column email;
commit;
\`\`\`

**If a failure comes:** a timed-out lock changes nothing, so run the step again. A \`create index concurrently\` that failed leaves an invalid index: drop it first. Until step 5, every step can be undone without losing a write.`;

export const renameColumn: ScriptEntry = {
  word: "Plan a zero-downtime rename of a Postgres column.",
  about: "steps and code",
  matches: (question) => /\brenam\w*\b/i.test(question) && /\bcolumn\b/i.test(question),
  script: () =>
    streamScript([
      { type: "reasoning", text: reasoning },
      { type: "answer", text: answer },
    ]),
};
