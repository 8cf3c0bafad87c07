import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { rename } from '../../../src/files/rename';

describe('rename', () => {
  /** Renames on a system that refuses with these codes, one an attempt; says how often it was tried and how long it was waited. */
  async function tried(
    platform: NodeJS.Platform,
    refusals: readonly string[],
  ): Promise<{ attempts: number; waitedMs: number; code: string }> {
    let [attempts, waitedMs] = [0, 0];
    const system = {
      rename: async (): Promise<void> => {
        const code = refusals[attempts++];
        if (code !== undefined) throw Object.assign(new Error(code), { code });
      },
      wait: async (ms: number) => void (waitedMs += ms),
    };
    const code = await rename('a', 'b', platform, system).then(
      () => 'done',
      (error: NodeJS.ErrnoException) => error.code!,
    );
    return { attempts, waitedMs, code };
  }

  for (const code of ['EPERM', 'EACCES', 'EBUSY']) {
    it(`waits on Windows for whoever has the file open: ${code}`, async () => {
      const { waitedMs, ...result } = await tried('win32', [code, code, code]);
      assert.deepEqual(result, { attempts: 4, code: 'done' });
      assert.ok(waitedMs > 0);
    });

    it(`takes it as meant elsewhere: ${code}`, async () => {
      assert.deepEqual(await tried('linux', [code]), { attempts: 1, waitedMs: 0, code });
    });
  }

  it('gives up on Windows after a second or two', async () => {
    const { attempts, waitedMs, code } = await tried('win32', Array<string>(1000).fill('EBUSY'));
    assert.equal(code, 'EBUSY');
    assert.ok(attempts < 20 && waitedMs > 1000 && waitedMs < 2000, `${attempts} attempts, ${waitedMs} ms`);
  });

  it('does not try again what cannot become better', async () => {
    assert.deepEqual(await tried('win32', ['EBUSY', 'ENOENT']), { attempts: 2, waitedMs: 10, code: 'ENOENT' });
  });

  it('replaces a file that is there', async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'digits-rename-'));
    const [from, to] = [path.join(folder, 'new'), path.join(folder, 'old')];
    writeFileSync(from, 'new');
    writeFileSync(to, 'old');
    await rename(from, to);
    assert.equal(readFileSync(to, 'utf8'), 'new');
    rmSync(folder, { recursive: true });
  });
});
