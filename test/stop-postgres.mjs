/** Jest's global tear-down of the end-to-end tests. */
export default async function stopPostgres() {
  await globalThis.stopTestServer?.();
}
