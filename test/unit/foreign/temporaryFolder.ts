import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** A folder of the tests of a block, removed after them. @returns where it is, once they have begun */
export function temporaryFolder(): () => string {
  let folder = '';
  before(() => (folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'digits-foreign-')))));
  after(() => rmSync(folder, { recursive: true }));
  return () => folder;
}
