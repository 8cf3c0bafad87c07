/**
 * A message as the bytes of its JSON. On its way to a page VS Code writes a message of objects as JSON, writes that once more as part of its
 * own, reads both, and copies the objects twice between frames; bytes it hands on. So a large message is packed once and unpacked once.
 */
export interface Packed {
  readonly json: Uint8Array;
}

export function packed(message: unknown): Packed {
  return { json: new TextEncoder().encode(JSON.stringify(message)) };
}

/** The message that was packed; anything else is returned as it is. @throws {SyntaxError} if the bytes are no JSON */
export function unpacked(data: unknown): unknown {
  const { json } = (data ?? {}) as Partial<Packed>;
  return json instanceof Uint8Array ? (JSON.parse(new TextDecoder().decode(json)) as unknown) : data;
}
