import type { ConsoleMessage, Page } from 'playwright-core';

/** VS Code's own files. Its webview host is not among them: a violation of a webview's Content-Security-Policy is reported from there. */
const VSCODE = /\/_?static\/(?!.*\/webview\/browser\/pre\/)|\/update\/check$/;
/** What its webview host itself does not catch is VS Code's, too: it loses its place where a page is replaced before it is loaded. */
const VSCODE_SCRIPT = /\/_?static\//;
/** VS Code's service worker is not part of the server that the tests run on; the browser names no file when it says so. */
const SERVICE_WORKER = 'A bad HTTP response code (404) was received when fetching the script.';
/** So is the half of a key that VS Code in a browser encrypts secrets with: it keeps them in memory then. */
const SECRETS = /\/mint-key$/;
/** VS Code asks its gallery about an extension that is under development. */
const GALLERY = /\/gallery\/extensionquery$/;
const EXTENSION_ID = 'digits-lab.digits-lab';

/**
 * Collects what the extension's pages complain of on the browser's console: errors that they log or do not catch, files that are not
 * there, violations of the Content-Security-Policy; and what VS Code says of the extension. `TEST_VERBOSE` prints every message.
 */
export class PageProblems {
  #found: string[] = [];

  constructor(page: Page) {
    page.on('console', message => {
      this.#note(`${message.type()}: ${message.text()} ${message.location().url}`, message.type() === 'error' && isOurs(message));
    });
    page.on('pageerror', error => {
      const told = error.stack ?? error.message;
      // The address of every webview names the extension behind its question mark.
      this.#note(`not caught: ${told}`, !VSCODE_SCRIPT.test(told) || told.replaceAll(/\?[^\s)]*/g, '').includes(EXTENSION_ID));
    });
  }

  /** What was found since the last call. */
  take(): readonly string[] {
    const found = this.#found;
    this.#found = [];
    return found;
  }

  #note(line: string, counts: boolean): void {
    if (process.env['TEST_VERBOSE']) console.log(line);
    if (counts) this.#found.push(line);
  }
}

function isOurs(message: ConsoleMessage): boolean {
  const { url } = message.location();
  if (VSCODE.test(url.replace(/\?.*/, ''))) return message.text().includes(EXTENSION_ID);
  return message.text() !== SERVICE_WORKER && !SECRETS.test(url) && !GALLERY.test(url);
}
