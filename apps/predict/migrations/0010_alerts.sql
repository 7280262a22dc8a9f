CREATE TABLE "predict"."alerts" (
	"id" text PRIMARY KEY NOT NULL,
	"alertname" text NOT NULL,
	"model" text NOT NULL,
	"status" text NOT NULL,
	"starts_at" timestamp (3) with time zone,
	"received_at" timestamp (3) with time zone NOT NULL,
	"summary" text,
	"generator_url" text,
	"outcome" text NOT NULL,
	"reason" text NOT NULL,
	"dag_run_id" text
);
--> statement-breakpoint
CREATE INDEX "alerts_received_at" ON "predict"."alerts" USING btree ("received_at");