import { window, type Command, type Disposable, type StatusBarAlignment } from 'vscode';
import { asLabel, asMessage } from './plainText';

export interface StatusText {
  /** A codicon before the text. */
  readonly icon: string;
  readonly text: string;
  readonly tooltip: string;
  /** What is read out instead of the text. */
  readonly spoken: string;
  readonly command: Command;
}

/** An item of the status bar. */
export interface StatusItem extends Disposable {
  show(text: StatusText): void;
  hide(): void;
}

/** @param name of the item, in the menu of the status bar */
export function createStatusBarItem(id: string, name: string, alignment: StatusBarAlignment, priority: number): StatusItem {
  const item = window.createStatusBarItem(id, alignment, priority);
  item.name = name;
  return {
    show({ icon, text, tooltip, spoken, command }) {
      item.text = `$(${icon}) ${asLabel(text)}`;
      item.tooltip = asMessage(tooltip);
      item.accessibilityInformation = { label: asMessage(spoken) };
      item.command = command;
      item.show();
    },
    hide: () => item.hide(),
    dispose: () => item.dispose(),
  };
}
