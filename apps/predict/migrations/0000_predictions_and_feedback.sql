CREATE TABLE "predict"."feedback" (
	"prediction_id" uuid PRIMARY KEY NOT NULL,
	"model" text NOT NULL,
	"version" integer NOT NULL,
	"predicted" text NOT NULL,
	"actual" text NOT NULL,
	"position" bigint NOT NULL,
	"revision" bigint NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "predict"."feedback_heads" (
	"model" text NOT NULL,
	"version" integer NOT NULL,
	"position" bigint DEFAULT 0 NOT NULL,
	"revision" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "feedback_heads_model_version_pk" PRIMARY KEY("model","version")
);
--> statement-breakpoint
CREATE TABLE "predict"."predictions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"model" text NOT NULL,
	"version" integer NOT NULL,
	"subject" text NOT NULL,
	"features" jsonb NOT NULL,
	"prediction" text NOT NULL,
	"probabilities" double precision[]
);
--> statement-breakpoint
CREATE UNIQUE INDEX "feedback_window" ON "predict"."feedback" USING btree ("model","version","position");--> statement-breakpoint
CREATE UNIQUE INDEX "feedback_changes" ON "predict"."feedback" USING btree ("model","version","revision");--> statement-breakpoint
CREATE INDEX "feedback_received_at" ON "predict"."feedback" USING btree ("received_at");--> statement-breakpoint
CREATE INDEX "predictions_window" ON "predict"."predictions" USING btree ("model","version","at");