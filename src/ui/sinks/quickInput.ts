import { QuickInputButtons, QuickPickItemKind, window, type Disposable, type QuickInputButton, type QuickPickItem } from 'vscode';
import { asLabel, asMessage } from './plainText';

/** A row of a list. Its texts are shown as they are. */
export interface Choice {
  readonly label: string;
  /** A codicon before the label. */
  readonly icon?: string;
  readonly description?: string;
  readonly detail?: string;
  readonly buttons?: readonly QuickInputButton[];
  /** A heading between rows. */
  readonly isSeparator?: boolean;
}

/** What a person did with a list. */
export type Picked<T> =
  | { readonly how: 'accepted'; readonly item: T }
  | { readonly how: 'button'; readonly button: QuickInputButton; readonly item: T | undefined }
  | { readonly how: 'back' }
  | { readonly how: 'dismissed' };

export interface PickOptions<T> {
  readonly title: string;
  readonly placeholder: string;
  readonly items: readonly T[];
  readonly active?: T | undefined;
  /** In the title bar. */
  readonly buttons?: readonly QuickInputButton[];
  readonly canGoBack?: boolean;
  /** Rows for what stands in the box, below those that match it. */
  readonly typed?: (text: string) => readonly T[];
  /** What stands in the box at first. */
  readonly value?: string;
}

/** Shows a list until something is chosen, a button is pressed, or it is dismissed. */
export function pick<T extends Choice>(options: PickOptions<T>): Promise<Picked<T>> {
  const { title, placeholder, items, active, buttons = [], canGoBack, typed = () => [], value = '' } = options;
  const list = window.createQuickPick<Row<T>>();
  const disposables: Disposable[] = [list];
  const rows = items.map(rowOf);
  list.title = asLabel(title);
  list.placeholder = asLabel(placeholder);
  const showRowsFor = (text: string): void => void (list.items = [...rows, ...typed(text).map(rowOfTyped)]);
  list.value = value;
  showRowsFor(value);
  list.matchOnDescription = true;
  list.matchOnDetail = true;
  list.ignoreFocusOut = true;
  list.buttons = [...(canGoBack ? [QuickInputButtons.Back] : []), ...buttons];
  if (active) list.activeItems = rows.filter(({ choice }) => choice === active);
  if (options.typed) disposables.push(list.onDidChangeValue(showRowsFor));
  return settle(disposables, done => {
    disposables.push(
      list.onDidAccept(() => {
        const [focused] = list.activeItems;
        // Enter may come before the rows of what was typed: the first of them is meant.
        const row = focused && list.items.includes(focused) ? focused : typed(list.value).map(rowOfTyped)[0];
        if (row) done({ how: 'accepted', item: row.choice });
      }),
      list.onDidTriggerButton(button =>
        done(button === QuickInputButtons.Back ? { how: 'back' } : { how: 'button', button, item: undefined }),
      ),
      list.onDidTriggerItemButton(({ button, item: { choice } }) => done({ how: 'button', button, item: choice })),
      list.onDidHide(() => done({ how: 'dismissed' })),
    );
    list.show();
  });
}

type Row<T> = QuickPickItem & { readonly choice: T };

function rowOf<T extends Choice>(choice: T): Row<T> {
  const { label, icon, description, detail, buttons, isSeparator } = choice;
  return {
    choice,
    label: icon === undefined ? asLabel(label) : `$(${icon}) ${asLabel(label)}`,
    ...(description !== undefined && { description: asLabel(description) }),
    ...(detail !== undefined && { detail: asLabel(detail) }),
    ...(buttons && { buttons }),
    ...(isSeparator && { kind: QuickPickItemKind.Separator }),
  };
}

/** It is there whether or not it matches what was typed. */
function rowOfTyped<T extends Choice>(choice: T): Row<T> {
  return { ...rowOf(choice), alwaysShow: true };
}

export interface InputOptions {
  readonly title: string;
  readonly prompt: string;
  readonly value: string;
  readonly placeholder?: string;
  readonly canGoBack?: boolean;
  /** In the title bar. */
  readonly buttons?: readonly QuickInputButton[];
  /** Shown as dots, since others may look on. */
  readonly isSecret?: boolean;
  /** What is wrong with a text; undefined if nothing is. */
  readonly validate: (text: string) => string | undefined;
}

/** Shows a line to fill in that says at every key what is wrong with it. */
export function input({
  title,
  prompt,
  value,
  placeholder,
  canGoBack,
  buttons = [],
  isSecret,
  validate,
}: InputOptions): Promise<Picked<string>> {
  const box = window.createInputBox();
  const disposables: Disposable[] = [box];
  const problemOf = (text: string): string | undefined => {
    const problem = validate(text);
    return problem && asMessage(problem);
  };
  box.title = asLabel(title);
  box.prompt = asMessage(prompt);
  box.value = value;
  box.placeholder = asLabel(placeholder ?? '');
  box.ignoreFocusOut = true;
  box.validationMessage = problemOf(value);
  box.password = isSecret ?? false;
  box.buttons = [...(canGoBack ? [QuickInputButtons.Back] : []), ...buttons];
  return settle(disposables, done => {
    disposables.push(
      box.onDidChangeValue(text => (box.validationMessage = problemOf(text))),
      box.onDidAccept(() => {
        if (validate(box.value) === undefined) done({ how: 'accepted', item: box.value });
      }),
      box.onDidTriggerButton(button =>
        done(button === QuickInputButtons.Back ? { how: 'back' } : { how: 'button', button, item: undefined }),
      ),
      box.onDidHide(() => done({ how: 'dismissed' })),
    );
    box.show();
  });
}

function settle<T>(disposables: readonly Disposable[], begin: (done: (picked: Picked<T>) => void) => void): Promise<Picked<T>> {
  return new Promise<Picked<T>>(begin).finally(() => {
    for (const one of disposables) one.dispose();
  });
}
