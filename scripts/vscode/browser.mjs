import { findChromium } from './chromium.mjs';

/**
 * Starts Chromium without a window, or with one when the variable HEADED is set.
 * @returns {Promise<import('playwright-core').Browser>}
 */
export async function launchBrowser() {
  const { chromium } = await import('playwright-core');
  return await chromium.launch({
    executablePath: await findChromium(),
    headless: !process.env.HEADED,
    args: ['--disable-dev-shm-usage', '--disable-gpu', '--disable-extensions', '--no-first-run'],
  });
}

/** @type {Promise<import('playwright-core').Browser> | undefined} */
let shared;

/**
 * The one Chromium of this process, which goes with it. What is to be apart has a context of its own: of storage, cookies and cache it has its own.
 * @returns {Promise<import('playwright-core').Browser>}
 */
export function sharedBrowser() {
  shared ??= launchBrowser().then(browser => browser.once('disconnected', () => (shared = undefined)));
  return shared;
}
