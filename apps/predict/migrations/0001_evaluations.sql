CREATE TABLE "predict"."evaluation_history" (
	"model" text NOT NULL,
	"version" integer NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"drift_share" double precision,
	"realised" double precision,
	"estimated" double precision,
	"estimated_lower" double precision,
	"estimated_upper" double precision,
	CONSTRAINT "evaluation_history_model_version_at_pk" PRIMARY KEY("model","version","at")
);
--> statement-breakpoint
CREATE TABLE "predict"."evaluations" (
	"model" text NOT NULL,
	"version" integer NOT NULL,
	"evaluated_at" timestamp (3) with time zone NOT NULL,
	"computed_at" timestamp (3) with time zone NOT NULL,
	"result" json NOT NULL,
	CONSTRAINT "evaluations_model_version_pk" PRIMARY KEY("model","version")
);
--> statement-breakpoint
CREATE INDEX "evaluation_history_at" ON "predict"."evaluation_history" USING btree ("at");