import type { Locator, Page } from 'playwright-core';

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

  /** Waits for a pick or box with this title. */
  async waitFor(title: string): Promise<void> {
    await this.widget.locator('.quick-input-title', { hasText: title }).waitFor();
  }

  row(text: string | RegExp): Locator {
    return this.rows.filter({ hasText: text });
  }

  /** Replaces what stands in its box. */
  async filter(text: string): Promise<void> {
    await this.box.waitFor();
    await this.box.fill(text);
  }

  /** Chooses a row with the keyboard alone: types what stands in it until it is the first, then Enter. */
  async pick(text: string): Promise<void> {
    await this.filter(text);
    await this.rows.first().filter({ hasText: text }).waitFor();
    await this.page.keyboard.press('Enter');
  }

  /** Enters a value in an input box. */
  async enter(value: string): Promise<void> {
    await this.filter(value);
    await this.page.keyboard.press('Enter');
  }

  /** What the box says is wrong with its value; undefined when nothing. */
  async complaint(): Promise<string | undefined> {
    const message = this.widget.locator('.quick-input-message');
    return (await message.isVisible()) ? ((await message.textContent()) ?? undefined) : undefined;
  }

  async cancel(): Promise<void> {
    await this.page.keyboard.press('Escape');
    await this.widget.waitFor({ state: 'hidden' });
  }
}
