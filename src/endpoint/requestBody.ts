import type { IncomingMessage } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { ProtocolError } from './protocol/protocolError';

/** Bodies that are in memory at a time, together. */
const MOST_AT_ONCE = 256_000_000;

/** Reads the bodies of requests, each up to a size, and not more at a time than fits into memory. */
export class RequestBodies {
  private held = 0;

  /**
   * The body of a request, unpacked.
   * @throws {ProtocolError} if it is larger than the limit, or not what its headers say
   */
  async read(request: IncomingMessage, limit: number): Promise<Buffer> {
    const tooLarge = (): ProtocolError => new ProtocolError(`${request.url?.slice(0, 200)}: the body has more than ${limit} bytes`, 413);
    if (Number(request.headers['content-length']) > limit) throw tooLarge();
    const parts: Buffer[] = [];
    let size = 0;
    try {
      // What is left of a body that is refused is not read, but the answer still has to go out.
      for await (const part of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
        size += part.length;
        this.held += part.length;
        if (size > limit) throw tooLarge();
        if (this.held > MOST_AT_ONCE) throw new ProtocolError('too much comes at once: try again in a moment', 503);
        parts.push(part);
      }
    } finally {
      this.held -= size;
    }
    const bytes = Buffer.concat(parts);
    const encoding = request.headers['content-encoding'] ?? 'identity';
    if (encoding === 'identity') return bytes;
    if (encoding !== 'gzip') throw new ProtocolError(`the encoding ${encoding.slice(0, 40)} is not known here; gzip is`, 415);
    try {
      return gunzipSync(bytes, { maxOutputLength: limit });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge();
      throw new ProtocolError(`${request.url?.slice(0, 200)}: the body is no gzip`);
    }
  }
}
