/** Ends what `start-shared.mjs` started. */
export default async function stopShared() {
  await globalThis.stopShared();
}
