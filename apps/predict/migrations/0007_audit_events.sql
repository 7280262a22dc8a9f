CREATE TABLE "predict"."audit_events" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "predict"."audit_events_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"key" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"action" text NOT NULL,
	"subject" text NOT NULL,
	"target" text NOT NULL,
	"before" jsonb,
	"after" jsonb,
	CONSTRAINT "audit_events_key_unique" UNIQUE("key")
);
--> statement-breakpoint
CREATE INDEX "audit_events_at" ON "predict"."audit_events" USING btree ("at");--> statement-breakpoint
CREATE INDEX "audit_events_target" ON "predict"."audit_events" USING btree ("target","id");