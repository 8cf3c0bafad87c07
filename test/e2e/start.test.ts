import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Page } from 'playwright-core';
import { sharedBrowser } from '../../scripts/vscode/browser.mjs';
import { gone } from '../processes';
import { LIMIT_MS } from '../until';
import { QuickInput } from './quickInput';

describe('npm start', () => {
  let start: ChildProcess;
  let page: Page;
  let address: URL;

  before(async () => {
    page = await newPage();
    start = spawn(process.execPath, ['scripts/start.mjs', '--browser'], { stdio: ['ignore', 'pipe', 'inherit'] });
    address = await printedAddress(start);
  });

  after(async () => {
    start.kill('SIGINT');
    await page.context().close();
  });

  it('prints an address on this machine only, with a token', () => {
    assert.equal(address.hostname, '127.0.0.1');
    assert.match(address.searchParams.get('tkn') ?? '', /^[0-9a-f]{32}$/);
  });

  it('lets nobody in without the token', async () => {
    assert.equal((await fetch(address.origin)).status, 403);
  });

  it('shows VS Code with the extension on the example folder', async () => {
    await page.goto(address.href);
    await page.getByRole('treeitem', { name: 'README.md' }).waitFor();
    await page.getByRole('tab', { name: 'Digits Lab' }).waitFor();
    const quickInput = new QuickInput(page);
    await quickInput.openPalette();
    await quickInput.filter('>train digits');
    await quickInput.row('Digits: Train digits CNN').waitFor();
  });

  it('ends with everything that it started at Ctrl-C', async () => {
    start.kill('SIGINT');
    const { exitCode } = await gone(start, () => 'npm start, after Ctrl-C');
    assert.equal(exitCode, 0);
    await assert.rejects(fetch(address.origin), /fetch failed/);
  });
});

describe('npm start on a folder of one’s own', () => {
  it('is in Restricted Mode until the person trusts its authors', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'digits-start-'));
    await writeFile(path.join(folder, 'theirs.md'), 'Of somebody else.');
    const page = await newPage();
    const start = spawn(process.execPath, ['scripts/start.mjs', '--browser', folder], { stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      await page.goto((await printedAddress(start)).href);
      await page.getByRole('treeitem', { name: 'theirs.md' }).waitFor();
      await page.getByText('Trust this folder to enable all features').waitFor();
    } finally {
      const closed = once(start, 'close');
      start.kill('SIGINT');
      await Promise.all([closed, page.context().close()]);
      await rm(folder, { recursive: true });
    }
  });
});

/** A page that knows nothing of another one. */
async function newPage(): Promise<Page> {
  const page = await (await sharedBrowser()).newPage();
  page.setDefaultTimeout(LIMIT_MS);
  return page;
}

/** The first address in what `npm start` prints: the server answers there by then. */
async function printedAddress(start: ChildProcess): Promise<URL> {
  const said: string[] = [];
  // Its output ends with it.
  const timer = setTimeout(() => start.kill('SIGINT'), LIMIT_MS);
  for await (const line of createInterface(start.stdout!)) {
    said.push(line);
    const address = /http:\S+/.exec(line)?.[0];
    if (address === undefined) continue;
    clearTimeout(timer);
    return new URL(address);
  }
  clearTimeout(timer);
  throw new Error(`npm start ended, or was ended after ${LIMIT_MS / 1000} s, without an address:\n${said.join('\n')}`);
}
