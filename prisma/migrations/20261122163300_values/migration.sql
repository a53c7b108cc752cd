-- Text columns that hold one of a few words: the database refuses any other. A later word replaces the constraint, which
-- locks nothing for long; an enum would need its own type.
ALTER TABLE "message" ADD CONSTRAINT "message_role_known" CHECK ("role" IN ('user', 'assistant'));
ALTER TABLE "message" ADD CONSTRAINT "message_parent_other" CHECK ("parent_id" <> "id");
ALTER TABLE "completion" ADD CONSTRAINT "completion_status_known"
  CHECK ("status" IN ('running', 'waiting', 'done', 'stopped', 'failed', 'interrupted'));
ALTER TABLE "conversation" ADD CONSTRAINT "conversation_title_source_known" CHECK ("title_source" IN ('rule', 'model', 'person'));
ALTER TABLE "model_call" ADD CONSTRAINT "model_call_ended_known" CHECK ("ended" IN ('mark', 'finish', 'eof', 'cut'));
