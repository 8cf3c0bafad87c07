import type { QuickInput } from './quickInput';
import type { Workbench } from './workbench';

const TITLE = 'Train digits CNN';

/** The form of the command Train digits CNN, driven with the keyboard alone. */
export class TrainForm {
  readonly #quickInput: QuickInput;

  constructor(private readonly workbench: Workbench) {
    this.#quickInput = workbench.quickInput;
  }

  /** Opens it from the command palette. */
  async open(): Promise<void> {
    await this.workbench.runCommand(`Digits: ${TITLE}`);
    await this.waitFor();
  }

  /** Waits until its whole list is there, with the first row first: the list that something was chosen from is gone then. */
  async waitFor(title = TITLE): Promise<void> {
    await this.#quickInput.waitFor(title);
    const first = this.#quickInput.rows.first().locator('.label-name').first();
    await first.filter({ hasText: /Start training|These do not go together/ }).waitFor();
  }

  /** Opens the row of a parameter. */
  async edit(name: string): Promise<void> {
    await this.#quickInput.pick(name);
    await this.#quickInput.waitFor(`(${name})`);
  }

  /** Types a value, or chooses one, and is back in the list. */
  async set(name: string, value: string | number): Promise<void> {
    await this.edit(name);
    const isList = await this.#quickInput.rows.first().isVisible();
    await (isList ? this.#quickInput.pick(String(value)) : this.#quickInput.enter(String(value)));
    await this.waitFor();
  }

  async choosePreset(name: string): Promise<void> {
    await this.#quickInput.pick(name);
    await this.waitFor();
  }

  /** Starts with what is set; the form is gone then. */
  async start(): Promise<void> {
    await this.#quickInput.pick('Start training');
    await this.#quickInput.widget.waitFor({ state: 'hidden' });
  }

  /** Opens it, sets parameters, and starts. */
  async train(parameters: Readonly<Record<string, string | number>>): Promise<void> {
    await this.open();
    for (const [name, value] of Object.entries(parameters)) await this.set(name, value);
    await this.start();
  }
}
