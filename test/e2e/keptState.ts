import type { Page } from 'playwright-core';

/**
 * Waits until VS Code has written something into what it keeps over a reload. In a browser it can write nothing while its page goes away;
 * it does so now and then, and when the person turns to another window, which is what happens here. On the desktop nothing is lost.
 */
export async function waitUntilKept(page: Page, pattern: RegExp): Promise<void> {
  await page.evaluate(`(${lookAway})()`);
  await page.evaluate(`(${waitInPage})(${String(pattern)})`);
}

/** The page seems to lose the focus, which a page without a window always has: VS Code asks `hasFocus` at these events. */
const lookAway = `() => {
  const show = hasFocus => {
    document.hasFocus = () => hasFocus;
    document.dispatchEvent(new Event('visibilitychange'));
  };
  show(false);
  return new Promise(resolve => setTimeout(() => resolve(show(true)), 100));
}`;

/** Runs in the page, whose types the tests do not know. */
const waitInPage = `async pattern => {
  const settled = request => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const isKept = async () => {
    for (const { name } of await indexedDB.databases()) {
      if (!name.startsWith('vscode-web-state-db-')) continue;
      const database = await settled(indexedDB.open(name));
      try {
        for (const store of database.objectStoreNames) {
          const values = await settled(database.transaction(store).objectStore(store).getAll());
          if (values.some(value => pattern.test(String(value)))) return true;
        }
      } finally {
        database.close();
      }
    }
    return false;
  };
  while (!(await isKept())) await new Promise(resolve => setTimeout(resolve, 200));
}`;
