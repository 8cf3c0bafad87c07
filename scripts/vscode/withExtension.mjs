import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { ownTarget, packExtension } from '../package.mjs';
import { root, setUp } from '../setup.mjs';
import { sharedBrowser } from './browser.mjs';
import { installServer } from './install.mjs';
import { installExtension } from './server.mjs';

/**
 * Does something with the extension as it is packed, installed where `Workbench.open` of the tests takes it from.
 * @param {string} name of the folder in test-results that pictures go to
 * @param {(folders: { folder: string, report: string }) => Promise<void>} work `folder` is empty, and removed afterwards
 */
export async function withExtension(name, work) {
  await setUp();
  const folder = await mkdtemp(path.join(os.tmpdir(), `digits-${name}-`));
  try {
    const extensions = path.join(folder, 'extensions');
    await installExtension(await installServer(), await packExtension(ownTarget(), folder), extensions);
    const report = path.join(root, 'test-results', name);
    await rm(report, { recursive: true, force: true });
    await mkdir(report, { recursive: true });
    Object.assign(process.env, { TEST_REPORT: report, TEST_EXTENSIONS: extensions });
    await work({ folder, report });
  } finally {
    await (await sharedBrowser()).close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}
