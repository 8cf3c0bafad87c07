import type { Locator, Page } from 'playwright-core';
import { TrainForm } from '../../test/e2e/trainForm';
import type { Workbench } from '../../test/e2e/workbench';

/** What one part of the day takes. */
export interface Effort {
  readonly clicks: number;
  /** Key presses; a word that is typed counts as one. */
  readonly keys: number;
}

/** Whoever works with the workbench: what is done by hand is counted, however often VS Code has to be asked. */
export class Person {
  #clicks = 0;
  #keys = 0;

  constructor(readonly workbench: Workbench) {}

  get page(): Page {
    return this.workbench.page;
  }

  /** What was done since the last call. */
  takeEffort(): Effort {
    const effort = { clicks: this.#clicks, keys: this.#keys };
    this.#clicks = 0;
    this.#keys = 0;
    return effort;
  }

  async click(what: Locator, options?: Parameters<Locator['click']>[0]): Promise<void> {
    this.#clicks++;
    await what.click(options);
  }

  async press(key: string): Promise<void> {
    this.#keys++;
    await this.page.keyboard.press(key);
  }

  /** Types where the focus is. */
  async type(text: string): Promise<void> {
    this.#keys += wordsIn(text);
    await this.page.keyboard.type(text);
  }

  /** A click with the other button, and one in the menu. */
  async chooseFromMenu(of: Locator, item: string): Promise<void> {
    this.#clicks += 2;
    await this.workbench.chooseFromMenu(of, item);
  }

  /** A button in the title of the view Runs, which is there while the view is pointed at. */
  async clickInTitle(name: string): Promise<void> {
    const title = this.page.locator('.pane-header[aria-label^="Runs"]');
    await title.hover();
    await this.click(title.getByRole('button', { name }));
  }

  /** Types in a quick pick until a row is the first, and Enter. */
  async pick(text: string): Promise<void> {
    this.#keys += wordsIn(text) + 1;
    await this.workbench.quickInput.pick(text);
  }

  /** Types a value into an input box, and Enter. */
  async enter(value: string): Promise<void> {
    this.#keys += wordsIn(value) + 1;
    await this.workbench.quickInput.enter(value);
  }

  /** Changes a row of the form. */
  async set(name: string, value: string | number): Promise<void> {
    this.#keys += 2 + wordsIn(name) + wordsIn(String(value));
    await new TrainForm(this.workbench).set(name, value);
  }

  /** One key in a browser. */
  async reload(): Promise<void> {
    this.#keys++;
    await this.workbench.reload();
  }
}

function wordsIn(text: string): number {
  return text.trim().split(/\s+/).length;
}
