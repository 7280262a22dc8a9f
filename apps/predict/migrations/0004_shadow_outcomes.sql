CREATE TABLE "predict"."shadow_outcomes" (
	"prediction_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"predicted" text NOT NULL,
	CONSTRAINT "shadow_outcomes_prediction_id_version_pk" PRIMARY KEY("prediction_id","version")
);
