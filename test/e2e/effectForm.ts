import type { QuickInput } from './quickInput';
import type { Workbench } from './workbench';

export const EFFECT_TITLE = 'What Does One Parameter Do?';

/** The form of the command What Does One Parameter Do?, driven with the keyboard alone. */
export class EffectForm {
  readonly #quickInput: QuickInput;
  readonly #page: Workbench['page'];

  constructor(workbench: Workbench) {
    this.#quickInput = workbench.quickInput;
    this.#page = workbench.page;
  }

  /** Opens it from the command palette. */
  async open(): Promise<void> {
    await this.#quickInput.openPalette();
    await this.#quickInput.filter(`>Digits: ${EFFECT_TITLE}`);
    await this.#quickInput.widget.locator('.monaco-list-row.focused', { hasText: EFFECT_TITLE }).waitFor();
    await this.#page.keyboard.press('Enter');
    await this.waitFor();
  }

  /** Waits until its whole list is there, with the first row first. */
  async waitFor(): Promise<void> {
    await this.#quickInput.waitFor('What does one parameter do?');
    const first = this.#quickInput.rows.first().locator('.label-name').first();
    await first.filter({ hasText: /Start|It cannot start yet/ }).waitFor();
  }

  /** Opens a row, types a value or chooses one, and is back in the list. */
  async set(row: string, value: string | number, title: string | RegExp): Promise<void> {
    await this.#quickInput.pick(row);
    await this.#quickInput.widget.locator('.quick-input-title', { hasText: title }).waitFor();
    const isList = await this.#quickInput.rows.first().isVisible();
    await (isList ? this.#quickInput.pick(String(value)) : this.#quickInput.enter(String(value)));
    await this.waitFor();
  }

  /** Sets a parameter that is held equal. */
  hold(name: string, value: string | number): Promise<void> {
    return this.set(name, value, `(${name})`);
  }

  /** What the first row says. */
  async outlook(): Promise<string> {
    return (await this.#quickInput.rows.first().innerText()).replaceAll(/\s+/g, ' ').trim();
  }

  async start(): Promise<void> {
    await this.#quickInput.pick('Start');
    await this.#quickInput.widget.waitFor({ state: 'hidden' });
  }
}
