import type { Page } from 'playwright-core';

/**
 * Waits until VS Code has written something into what it keeps over a reload. In a browser it can write nothing while its page goes away;
 * it does so now and then, and when the person turns to another window, which is what happens here. On the desktop nothing is lost.
 * @throws {Error} when it does not, with what it keeps
 */
export async function waitUntilKept(page: Page, pattern: RegExp): Promise<void> {
  const lookAway = `${turn}(false)`;
  const look = `(async () => (${lookAway}, (await ${keptValues}()).some(value => ${String(pattern)}.test(value))))()`;
  try {
    await page.waitForFunction(look, undefined, { polling: 200 });
  } catch (error) {
    const kept = await page.evaluate<string[]>(`${keptValues}()`);
    const found = kept.filter(value => value.includes('digits')).map(value => value.slice(0, 300));
    throw new Error(`Waited in vain for VS Code to keep ${String(pattern)}: ${(error as Error).message}\nSeen last: ${found.join('\n')}`, {
      cause: error,
    });
  } finally {
    await page.evaluate(`${turn}(true)`);
  }
}

/** The page seems to lose the focus, which a page without a window always has, or to have it again: VS Code asks `hasFocus` at these events. */
const turn = `(to => {
  for (const hasFocus of [!to, to]) {
    document.hasFocus = () => hasFocus;
    document.dispatchEvent(new Event('visibilitychange'));
  }
})`;

/** Runs in the page, whose types the tests do not know: all that VS Code keeps there, as text. */
const keptValues = `(async () => {
  const settled = request => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const kept = [];
  for (const { name } of await indexedDB.databases()) {
    if (!name.startsWith('vscode-web-state-db-')) continue;
    const database = await settled(indexedDB.open(name));
    try {
      for (const store of database.objectStoreNames)
        kept.push(...(await settled(database.transaction(store).objectStore(store).getAll())).map(String));
    } finally {
      database.close();
    }
  }
  return kept;
})`;
