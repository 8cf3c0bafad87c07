import type { Page } from 'playwright-core';
import { LIMIT_MS, untilReads } from '../until';
import { tryAgain } from './quickInput';

/**
 * Waits until VS Code has written something into what it keeps over a reload. In a browser it can write nothing while its page goes away;
 * it does so now and then, and when the person turns to another window, which is what happens here. On the desktop nothing is lost.
 * @throws {Error} when it does not, with what it keeps
 */
export async function waitUntilKept(page: Page, pattern: RegExp): Promise<void> {
  // Not `waitForFunction`, which looks again in the page, where VS Code's policy forbids code made of text.
  const isKept = (): Promise<boolean> =>
    page.evaluate(`${keptValues}().then(values => values.some(value => ${String(pattern)}.test(value)))`);
  const lookAway = async (): Promise<void> => {
    await page.evaluate(`${look}(false)`);
    try {
      await untilReads('it to be kept', isKept, true, AWAY_MS);
    } finally {
      // Back again: VS Code makes no new state while its page has not the focus.
      await page.evaluate(`${look}(true)`);
    }
  };
  const seen = async (): Promise<string> => {
    const kept = await page.evaluate<string[]>(`${keptValues}()`);
    return kept.flatMap(value => (value.includes('digits') ? [value.slice(0, 300)] : [])).join('\n');
  };
  await tryAgain(lookAway, async () => `VS Code to keep ${String(pattern)}; it keeps\n${await seen()}`, LIMIT_MS / AWAY_MS);
}

/** So long the page is without the focus, unless what it should keep is kept earlier. */
const AWAY_MS = 2_000;

/** The page seems to lose the focus, which a page without a window always has, or to have it again: VS Code asks `hasFocus` at this event. */
const look = `(hasFocus => {
  document.hasFocus = () => hasFocus;
  document.dispatchEvent(new Event('visibilitychange'));
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
