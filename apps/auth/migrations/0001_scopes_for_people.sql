-- People keep what they were allowed to do: admins label all predictions, and people with "retrain" decide about retraining.
UPDATE "auth"."users" SET "scopes" = "scopes" || '{feedback:any}'::text[]
  WHERE 'admin' = ANY("scopes") AND 'feedback' = ANY("scopes");
--> statement-breakpoint
UPDATE "auth"."users" SET "scopes" = "scopes" || '{retrain:approve}'::text[] WHERE 'retrain' = ANY("scopes");
