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
