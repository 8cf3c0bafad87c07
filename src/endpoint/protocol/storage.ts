import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { ProtocolError } from './protocolError';

/** A place that one file may be put to. */
export interface Grant {
  /** What is put there, for a person. */
  readonly subject: string;
  /** `name:value`, each to be sent as it is. */
  readonly headers: readonly string[];
  /** Base64 of what was announced; undefined: the server was not told. */
  readonly md5?: string;
  readonly place: Place;
}

export type Place =
  | { readonly kind: 'run'; readonly run: string; readonly name: string }
  | { readonly kind: 'artifact'; readonly artifact: string; readonly name: string }
  | { readonly kind: 'manifest'; readonly artifact: string; readonly manifest: string };

/** What can be read at a URL. */
export interface Reading {
  readonly subject: string;
  readonly headers: readonly string[];
  readonly place:
    | { readonly kind: 'readManifest'; readonly artifact: string }
    | { readonly kind: 'readFile'; readonly artifact: string; readonly name: string };
}

/**
 * The storage that signed URLs lead to. It knows no users: who has the URL and sends its headers may write. Nothing is remembered of a URL:
 * it says itself what may be put where, and its signature that it was made here. So it holds when a server of the same secret begins anew.
 */
export class Storage {
  constructor(
    private readonly origin: () => string,
    private readonly secret: Uint8Array = randomBytes(32),
  ) {}

  /** A signed URL, which nobody can guess. */
  sign(grant: Grant | Reading): string {
    const said = Buffer.from(JSON.stringify(grant)).toString('base64url');
    return `${this.origin()}/bucket/${said}?X-Signature=${this.signatureOf(said)}`;
  }

  /** What a URL, without its origin, was signed for; undefined if it was not signed here. */
  grantFor(target: string): Grant | Reading | undefined {
    const [, said, signature] = /^\/bucket\/([\w-]{1,8000})\?X-Signature=([\w-]{43})$/.exec(target) ?? [];
    if (said === undefined || signature === undefined) return undefined;
    if (!timingSafeEqual(Buffer.from(signature), Buffer.from(this.signatureOf(said)))) return undefined;
    return JSON.parse(Buffer.from(said, 'base64url').toString('utf8')) as Grant | Reading;
  }

  /** What may be put to a URL. @throws ProtocolError if the request is not the one that was signed */
  check(target: string, headers: IncomingHttpHeaders): Grant {
    const grant = this.grantFor(target);
    if (grant === undefined || !isGrant(grant)) throw new ProtocolError('no such signed URL', 403);
    if (headers['transfer-encoding'] !== undefined) throw new ProtocolError('the storage needs Content-Length, not a chunked body', 411);
    if (headers['content-encoding'] !== undefined) throw new ProtocolError('the storage would keep the encoded bytes: no Content-Encoding');
    for (const line of grant.headers) {
      const [name, value] = [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)];
      const sent = headers[name.toLowerCase()];
      if (sent !== value)
        throw new ProtocolError(`${grant.subject}: the header "${name}" of uploadHeaders should be "${value}", not "${String(sent)}"`, 403);
    }
    return grant;
  }

  /** What may be read at a URL. @throws {ProtocolError} if it was not signed for that */
  reading(target: string): Reading {
    const reading = this.grantFor(target);
    if (reading === undefined || isGrant(reading)) throw new ProtocolError('no such signed URL', 403);
    return reading;
  }

  private signatureOf(said: string): string {
    return createHmac('sha256', this.secret).update(said).digest('base64url');
  }
}

function isGrant(signed: Grant | Reading): signed is Grant {
  return signed.place.kind !== 'readManifest' && signed.place.kind !== 'readFile';
}

/** Compares what comes with what was announced. */
export class CheckedBytes {
  private readonly hash = createHash('md5');

  constructor(
    private readonly grant: Grant,
    private readonly headers: IncomingHttpHeaders,
  ) {}

  add(bytes: Uint8Array): void {
    this.hash.update(bytes);
  }

  /** The md5 of all, in base64. @throws ProtocolError if it is not the one that was announced */
  end(): string {
    const md5 = this.hash.digest('base64');
    for (const announced of [this.grant.md5, this.headers['content-md5']])
      if (announced !== undefined && announced !== md5)
        throw new ProtocolError(`${this.grant.subject}: BadDigest, the md5 of what came is ${md5}, not ${String(announced)}`);
    return md5;
  }
}

/** Headers that go with a run's file; a colon in the value, so that a client that cuts the line at its last one is found. */
export function ticket(): string[] {
  return [`X-Storage-Ticket:run:${randomBytes(8).toString('hex')}`];
}
