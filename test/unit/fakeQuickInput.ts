import assert from 'node:assert/strict';
import type { Disposable } from '../../src/util/emitter';
import { LIMIT_MS, until } from '../until';

interface Button {
  readonly tooltip?: string;
}

interface Item {
  readonly label: string;
  readonly description?: string;
  readonly detail?: string;
  readonly buttons?: readonly Button[];
  readonly kind?: number;
}

/** An event of VS Code's: a listener more, and what tells all of them. */
function event<T>(): { readonly on: (listener: (value: T) => void) => Disposable; readonly fire: (value: T) => void } {
  const listeners = new Set<(value: T) => void>();
  return {
    on: listener => {
      listeners.add(listener);
      return { dispose: () => listeners.delete(listener) };
    },
    fire: value => {
      for (const listener of listeners) listener(value);
    },
  };
}

/** A list or a line to fill in, as VS Code shows one, and what a person does with it. */
export class FakeInput {
  title = '';
  prompt = '';
  placeholder = '';
  value = '';
  validationMessage: string | undefined;
  items: readonly Item[] = [];
  activeItems: readonly Item[] = [];
  buttons: readonly Button[] = [];
  private readonly accepted = event<void>();
  private readonly hidden = event<void>();
  private readonly changed = event<string>();
  private readonly pressed = event<Button>();
  private readonly pressedInRow = event<{ readonly button: Button; readonly item: Item }>();
  readonly onDidAccept = this.accepted.on;
  readonly onDidHide = this.hidden.on;
  readonly onDidChangeValue = this.changed.on;
  readonly onDidTriggerButton = this.pressed.on;
  readonly onDidTriggerItemButton = this.pressedInRow.on;

  constructor(readonly show: () => void) {}

  dispose(): void {
    // VS Code tells that it is gone.
    this.hidden.fire();
  }

  /** Its rows as `label | description`, without icons and headings. */
  get rows(): string[] {
    return this.items
      .filter(({ kind }) => kind !== -1)
      .map(({ label, description }) => [bare(label), description].filter(Boolean).join(' | '));
  }

  row(label: string): Item {
    const found = this.items.find(item => bare(item.label) === label);
    assert.ok(found, `There is no row ${label} in ${this.title}: ${this.rows.join('; ')}`);
    return found;
  }

  /** Enter on a row. */
  choose(label: string): void {
    this.activeItems = [this.row(label)];
    this.accepted.fire();
  }

  type(text: string): void {
    this.value = text;
    this.activeItems = [];
    this.changed.fire(text);
  }

  /** Types a text, then Enter. */
  enter(text: string): void {
    this.type(text);
    this.accepted.fire();
  }

  escape(): void {
    this.hidden.fire();
  }

  press(tooltip: string, label?: string): void {
    const item = label === undefined ? undefined : this.row(label);
    const button = (item?.buttons ?? this.buttons).find(one => one.tooltip === tooltip);
    assert.ok(button, `There is no button ${tooltip}.`);
    if (item) this.pressedInRow.fire({ button, item });
    else this.pressed.fire(button);
  }
}

/** VS Code's quick pick and input box. */
export class FakeQuickInput {
  private readonly shown: FakeInput[] = [];
  private readonly changes = event<void>();
  private last: FakeInput | undefined;

  make(): FakeInput {
    const input: FakeInput = new FakeInput(() => {
      this.shown.push(input);
      this.changes.fire();
    });
    return input;
  }

  /** The next one that is shown. @throws {Error} if none comes */
  async next(limitMs = LIMIT_MS): Promise<FakeInput> {
    await until({
      isSo: () => this.shown.length > 0,
      what: 'a list or a line to fill in',
      seen: () => this.last?.title ?? 'none',
      on: look => [this.changes.on(look)],
      limitMs,
    });
    return (this.last = this.shown.shift()!);
  }
}

/** `$(check) baseline` → `baseline` */
function bare(label: string): string {
  return label.replace(/^\$\([a-z-]+\) /, '');
}
