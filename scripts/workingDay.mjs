// npm run check:day: one working day in the real workbench in a browser, from twenty runs of the form to a reload of the window. Prints how
// many clicks and keys each part of it takes a person, leaves a picture of each in test-results/day, and fails at the first dead end.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { ownTarget, packExtension } from './package.mjs';
import { root, setUp } from './setup.mjs';
import { bundleFile } from './testFiles.mjs';
import { sharedBrowser } from './vscode/browser.mjs';
import { installServer } from './vscode/install.mjs';
import { installExtension } from './vscode/server.mjs';

await setUp();
const folder = await mkdtemp(path.join(os.tmpdir(), 'digits-day-'));
try {
  const extensions = path.join(folder, 'extensions');
  await installExtension(await installServer(), await packExtension(ownTarget(), folder), extensions);
  const report = path.join(root, 'test-results', 'day');
  await rm(report, { recursive: true, force: true });
  await mkdir(report, { recursive: true });
  Object.assign(process.env, { TEST_EXTENSIONS: extensions, TEST_REPORT: report });
  const { workOneDay } = await import(await bundleFile('scripts/day/oneDay.ts'));
  for (const line of await workOneDay()) console.log(line);
  console.log(`Pictures: ${path.relative(process.cwd(), report) || '.'}`);
} finally {
  await (await sharedBrowser()).close();
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
