import type { CommandId } from '../../contributions';

/** How a row of a tree looks, apart from VS Code. All of it is text. */
export interface RowFace {
  readonly label: string;
  readonly description?: string;
  readonly tooltip?: string;
  readonly icon?: RowIcon;
  /** What the context menus ask for. */
  readonly context: string;
  /** What is read out instead of the label. */
  readonly spoken?: string;
  /** What a click does. */
  readonly command?: RowCommand;
  /** Whether its box is checked; absent where it has none. */
  readonly isChecked?: boolean;
  /** How the rows below it are shown at first; absent where there are none. */
  readonly below?: 'collapsed' | 'expanded';
}

/** A codicon, and the name of the theme's colour that it has. */
export interface RowIcon {
  readonly id: string;
  readonly colour?: string;
}

export interface RowCommand {
  readonly command: CommandId;
  readonly title: string;
  readonly arguments: readonly unknown[];
}

/** A click that does something with a run. */
export function commandOn(runId: string, command: CommandId, title: string): RowCommand {
  return { command, title, arguments: [runId] };
}
