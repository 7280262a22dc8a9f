CREATE TABLE "predict"."retrains" (
	"id" uuid PRIMARY KEY NOT NULL,
	"model" text NOT NULL,
	"version" integer,
	"state" text NOT NULL,
	"trigger" text NOT NULL,
	"alertname" text,
	"alert_key" text,
	"requested_by" text NOT NULL,
	"requested_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"dag_run_id" text NOT NULL,
	"conf" jsonb NOT NULL,
	"notifications" integer NOT NULL,
	"attempts" integer NOT NULL,
	"next_attempt_at" timestamp (3) with time zone NOT NULL,
	"reason" text
);
--> statement-breakpoint
CREATE UNIQUE INDEX "retrains_dag_run_id" ON "predict"."retrains" USING btree ("dag_run_id");--> statement-breakpoint
CREATE INDEX "retrains_model" ON "predict"."retrains" USING btree ("model","requested_at");--> statement-breakpoint
CREATE INDEX "retrains_state" ON "predict"."retrains" USING btree ("state");