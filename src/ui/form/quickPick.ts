import { QuickInputButtons, window, type Disposable, type QuickInputButton, type QuickPickItem } from 'vscode';

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
}

/** Shows a list until something is chosen, a button is pressed, or it is dismissed. */
export function pick<T extends QuickPickItem>({
  title,
  placeholder,
  items,
  active,
  buttons = [],
  canGoBack,
}: PickOptions<T>): Promise<Picked<T>> {
  const list = window.createQuickPick<T>();
  const disposables: Disposable[] = [list];
  list.title = title;
  list.placeholder = placeholder;
  list.items = items;
  list.matchOnDescription = true;
  list.matchOnDetail = true;
  list.ignoreFocusOut = true;
  list.buttons = [...(canGoBack ? [QuickInputButtons.Back] : []), ...buttons];
  if (active) list.activeItems = [active];
  return settle(disposables, done => {
    disposables.push(
      list.onDidAccept(() => {
        const item = list.activeItems[0];
        if (item) done({ how: 'accepted', item });
      }),
      list.onDidTriggerButton(button =>
        done(button === QuickInputButtons.Back ? { how: 'back' } : { how: 'button', button, item: undefined }),
      ),
      list.onDidTriggerItemButton(({ button, item }) => done({ how: 'button', button, item })),
      list.onDidHide(() => done({ how: 'dismissed' })),
    );
    list.show();
  });
}

export interface InputOptions {
  readonly title: string;
  readonly prompt: string;
  readonly value: string;
  readonly placeholder?: string;
  readonly canGoBack?: boolean;
  /** In the title bar. */
  readonly buttons?: readonly QuickInputButton[];
  /** Not to be seen by whoever looks over a shoulder. */
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
  box.title = title;
  box.prompt = prompt;
  box.value = value;
  box.placeholder = placeholder ?? '';
  box.ignoreFocusOut = true;
  box.validationMessage = validate(value);
  box.password = isSecret ?? false;
  box.buttons = [...(canGoBack ? [QuickInputButtons.Back] : []), ...buttons];
  return settle(disposables, done => {
    disposables.push(
      box.onDidChangeValue(text => (box.validationMessage = validate(text))),
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
