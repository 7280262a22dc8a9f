/** The page of a model. */
export function modelHref(model: string): string {
  return `/models/${encodeURIComponent(model)}`;
}

/** The page with the form of a model. */
export function tryHref(model: string): string {
  return `${modelHref(model)}/try`;
}

/** The page about the past of a model. */
export function watchHref(model: string): string {
  return `${modelHref(model)}/watch`;
}

/** The page of a retraining. */
export function retrainHref(id: string): string {
  return `/retrains/${id}`;
}
