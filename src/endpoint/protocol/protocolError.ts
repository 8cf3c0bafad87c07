/** What a client did is against the protocol. It is answered with this, in words. */
export class ProtocolError extends Error {
  override readonly name: string = 'ProtocolError';

  constructor(
    message: string,
    /** Of HTTP. */
    readonly status = 400,
  ) {
    super(message);
  }
}

/** What a server rightly refuses without the client being at fault. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}
