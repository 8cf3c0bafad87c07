import { createHash, randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { Breach } from './serverState';

/** A place that one file may be put to. */
export interface Grant {
  /** What is put there, for the log. */
  readonly subject: string;
  /** `name:value`, each to be sent as it is. */
  readonly headers: readonly string[];
  /** Base64 of what was announced; undefined: the server was not told. */
  readonly md5?: string;
  readonly store: (bytes: Buffer, md5: string) => void;
}

/** The storage that signed URLs lead to. It knows no users: who has the URL and sends its headers may write. */
export class Storage {
  private readonly grants = new Map<string, Grant>();

  constructor(private readonly origin: () => string) {}

  /** A signed URL, which nobody can guess. */
  sign(grant: Grant): string {
    const target = `/bucket/${randomBytes(12).toString('hex')}?X-Expires=3600&X-Signature=${randomBytes(24).toString('base64url')}`;
    this.grants.set(target, grant);
    return this.origin() + target;
  }

  grantFor(target: string): Grant | undefined {
    return this.grants.get(target);
  }

  /** Takes a file. @throws Breach if the request is not the one that was signed, or the bytes are not those announced */
  put(target: string, headers: IncomingHttpHeaders, bytes: Buffer): void {
    for (const name of ['authorization', 'cookie'])
      if (headers[name] !== undefined) throw new Breach(`the storage was sent a header "${name}": a signed URL takes no other credential`);
    const grant = this.grants.get(target);
    if (grant === undefined) throw new Breach('no such signed URL', 403);
    if (headers['transfer-encoding'] !== undefined) throw new Breach('the storage needs Content-Length, not a chunked body', 411);
    if (headers['content-encoding'] !== undefined) throw new Breach('the storage would keep the encoded bytes: no Content-Encoding');
    for (const line of grant.headers) {
      const [name, value] = [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)];
      if (headers[name.toLowerCase()] !== value)
        throw new Breach(
          `${grant.subject}: the header "${name}" of uploadHeaders should be "${value}", not "${String(headers[name.toLowerCase()])}"`,
          403,
        );
    }
    const md5 = createHash('md5').update(bytes).digest('base64');
    for (const announced of [grant.md5, headers['content-md5']])
      if (announced !== undefined && announced !== md5)
        throw new Breach(`${grant.subject}: BadDigest, the md5 of what came is ${md5}, not ${String(announced)}`);
    grant.store(bytes, md5);
  }
}
