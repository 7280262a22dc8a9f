ALTER TABLE "auth"."audit_events" ADD COLUMN "count" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "auth"."audit_events" ADD COLUMN "last_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "auth"."audit_events" ADD COLUMN "repeat_key" text;--> statement-breakpoint
ALTER TABLE "auth"."audit_events" ADD CONSTRAINT "audit_events_repeat_key_unique" UNIQUE("repeat_key");