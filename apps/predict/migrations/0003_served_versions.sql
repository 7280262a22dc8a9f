CREATE TABLE "predict"."served_versions" (
	"model" text NOT NULL,
	"version" integer NOT NULL,
	"task" text NOT NULL,
	"classes" text[],
	CONSTRAINT "served_versions_model_version_pk" PRIMARY KEY("model","version")
);
