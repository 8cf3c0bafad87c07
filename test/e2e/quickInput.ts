import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { repeatedly, until } from '../until';

/** So long each try of something may take that VS Code, when it is busy, may have lost; and so often it is tried. */
export const TRY_MS = 15_000;
const TRIES = 6;
/** The same of what is expected to need more than one. */
const SHORT_TRY_MS = 2_000;

/**
 * Does something that VS Code may lose until it works.
 * @param what was waited for, and what is seen instead, for the message
 */
export async function tryAgain(work: () => Promise<void>, what: () => Promise<string>, most = TRIES): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return await work();
    } catch (error) {
      if (tries < most) continue;
      throw new Error(`Tried ${most} times in vain for ${await what()}\n${(error as Error).message}`, { cause: error });
    }
  }
}

/** VS Code's quick pick and input box, whichever is open. */
export class QuickInput {
  readonly box: Locator;
  readonly widget: Locator;
  /** The rows that are drawn: those of a long list appear as it scrolls. */
  readonly rows: Locator;

  constructor(readonly page: Page) {
    this.widget = page.locator('.quick-input-widget');
    this.box = this.widget.locator('.quick-input-box input');
    this.rows = this.widget.locator('.quick-input-list .monaco-list-row');
  }

  /**
   * Opens the command palette; once more if VS Code, busy with something else, took the key or the focus away.
   * @throws {Error} when it does not come, with what has the focus
   */
  async openPalette(): Promise<void> {
    const press = async (): Promise<void> => {
      await this.page.keyboard.press('F1');
      await this.box.waitFor({ timeout: TRY_MS });
    };
    const seen = (): Promise<string> => this.page.evaluate<string>(`document.activeElement?.outerHTML.slice(0, 300) ?? 'nothing'`);
    await tryAgain(press, async () => `the command palette; the focus is on ${await seen()}`);
  }

  /** Waits for a pick or box with this title. */
  async waitFor(title: string): Promise<void> {
    await this.widget.locator('.quick-input-title', { hasText: title }).waitFor();
  }

  row(text: string | RegExp): Locator {
    return this.rows.filter({ hasText: text });
  }

  /** Waits until this stands in the first row. */
  async firstRow(text: RegExp): Promise<void> {
    await this.rows.first().filter({ hasText: text }).waitFor();
  }

  /** Replaces what stands in its box, as soon as there is one. */
  async filter(text: string, options?: { readonly timeout: number }): Promise<void> {
    await this.box.fill(text, options);
  }

  /**
   * Chooses a row with the keyboard alone: types what stands in it until it is the first, then Enter. Until the list has been sorted, Enter would
   * mean what matches in another way. What is typed while one list takes the place of another is lost, and typed again.
   */
  async pick(text: string): Promise<void> {
    const focused = this.widget.locator('.monaco-list-row.focused .label-name').first();
    const type = async (): Promise<void> => {
      await this.filter(text);
      await focused.filter({ hasText: text }).waitFor({ timeout: TRY_MS });
    };
    await tryAgain(type, async () => `the row ${text}; the list has ${await this.shown()}`);
    await this.page.keyboard.press('Enter');
  }

  /** Enters a value in an input box. */
  async enter(value: string): Promise<void> {
    await this.filter(value);
    await this.page.keyboard.press('Enter');
  }

  /**
   * Chooses a folder that lies in the one that VS Code's own file dialog opens with. A slash at its end has the dialog go into it; until it has, an
   * OK would take the folder that it is in. When it has just completed what was typed, an OK only enters the folder; the next one takes it.
   */
  async takeFolder(folder: string, okLabel: string): Promise<void> {
    const ok = this.widget.getByRole('button', { name: okLabel });
    await ok.waitFor();
    await this.proposedPath('/');
    const itself = this.row(path.basename(folder));
    await itself.waitFor();
    await this.filter(`${folder}/`);
    await itself.waitFor({ state: 'detached' });
    const press = async (): Promise<void> => {
      if (await ok.isVisible()) await ok.click({ timeout: TRY_MS });
      await ok.waitFor({ state: 'hidden', timeout: SHORT_TRY_MS });
    };
    await tryAgain(press, async () => `the folder to be taken; the box has ${await this.box.inputValue()}`, 40);
  }

  /** The path that VS Code's own file dialog proposes, once it does: it begins with nothing. */
  async proposedPath(ending: string): Promise<string> {
    let proposed = '';
    const read = async (): Promise<void> => {
      proposed = (await this.box.inputValue().catch((error: Error) => error.message)).trim();
    };
    await until({
      isSo: () => proposed.endsWith(ending),
      what: `a path that ends with ${ending}`,
      seen: () => proposed,
      on: look => [repeatedly(() => read().then(look))],
    });
    return proposed;
  }

  /** Waits until the box says that something is wrong with its value. */
  async complaint(): Promise<string> {
    await this.widget.locator('.monaco-inputbox.error').waitFor();
    return (await this.widget.locator('.quick-input-message').textContent()) ?? '';
  }

  /** The rows that are drawn, as text. */
  async shown(): Promise<string> {
    return (await this.rows.allInnerTexts()).join(' | ').replaceAll(/\s+/g, ' ');
  }

  /** Goes back to where it was opened from, with VS Code's keys for that (on Linux, where the tests run). */
  async back(): Promise<void> {
    await this.page.keyboard.press('Control+Alt+Minus');
  }

  /** A button of its title bar. */
  button(name: string): Locator {
    return this.widget.locator('.quick-input-titlebar').getByRole('button', { name });
  }

  async cancel(options?: { readonly timeout: number }): Promise<void> {
    await this.page.keyboard.press('Escape');
    await this.widget.waitFor({ state: 'hidden', ...options });
  }
}
