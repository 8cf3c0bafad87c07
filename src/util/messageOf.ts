/** What an error says; of a value that was thrown and is none, the value. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
