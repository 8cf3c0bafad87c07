import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** For the tests of a suite a cache folder of its own: what is measured in them must not decide what other tests train with. */
export function temporaryCache(): void {
  const usual = process.env['DIGITS_CACHE'];
  let folder: string;
  before(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'digits-cache-'));
    process.env['DIGITS_CACHE'] = folder;
  });
  after(() => {
    if (usual === undefined) delete process.env['DIGITS_CACHE'];
    else process.env['DIGITS_CACHE'] = usual;
    rmSync(folder, { recursive: true, force: true });
  });
}
